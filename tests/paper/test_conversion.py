"""LibreOffice at work for us: what it makes, what it cannot reach, and that nothing of it stays behind."""

import http.server
import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from desktop.custody.errors import CancelledError
from desktop.paper import memory_place, rendering
from desktop.paper.errors import (
    CannotReadDocumentError,
    DocumentTooLargeError,
    NoRenditionError,
    WorkerFailedError,
    WorkerTimeoutError,
)
from desktop.paper.libreoffice import installed
from desktop.paper.messages import Limits
from desktop.paper.reading_room import ReadingRoom
from tests.paper.office_files import docx, odt, ole, rtf, zipped
from tests.paper.picture_files import tiff

FOUND = installed()
pytestmark = pytest.mark.skipif(FOUND is None, reason="LibreOffice is not on this computer")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as open_room:
        yield open_room


def render(room: ReadingRoom, data: bytes) -> bytes:
    """Return the PDF that LibreOffice made."""
    target = io.BytesIO()
    assert rendering.render(room, io.BytesIO(data), target).startswith("LibreOffice")
    return target.getvalue()


def text(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_range().strip() for page in opened]


def processes() -> set[int]:
    """Return every LibreOffice that runs."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"soffice" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue
    return found


def left_behind() -> list[Path]:
    return [place for folder in memory_place._candidates() for place in folder.glob(f"{memory_place.NAME}*")]


@pytest.mark.parametrize(
    ("data", "pages"),
    [(docx(pages=3), 3), (odt(), 1), (rtf(), 1)],
    ids=["Word", "OpenDocument", "rich text"],
)
def test_a_document_becomes_a_pdf_that_the_room_can_read(room: ReadingRoom, data: bytes, pages: int) -> None:
    made = render(room, data)
    assert set(text(made)) == {"Invented text."}
    found = room.inspect(io.BytesIO(made))
    assert (found.format, found.pages, found.markable) == ("pdf", pages, True)


def test_what_is_rendered_says_who_made_it(room: ReadingRoom) -> None:
    assert FOUND is not None
    assert rendering.render(room, io.BytesIO(docx()), io.BytesIO()) == FOUND.name
    assert rendering.render(room, io.BytesIO(tiff()), io.BytesIO()).startswith("Strongroom ")


@pytest.mark.parametrize("data", [b"", b"plain text", b"%PDF-1.7", ole("NoWord")])
def test_what_is_neither_picture_nor_office_document_is_left_to_a_person(
    room: ReadingRoom, data: bytes
) -> None:
    with pytest.raises(NoRenditionError) as refused:
        rendering.render(room, io.BytesIO(data), io.BytesIO())
    assert "attach it" in refused.value.hint


@pytest.mark.parametrize(
    "data", [odt(encrypted=True), ole("EncryptedPackage")], ids=["OpenDocument", "Word 97"]
)
def test_a_document_behind_a_password_is_refused(room: ReadingRoom, data: bytes) -> None:
    with pytest.raises(CannotReadDocumentError, match="password"):
        render(room, data)


def test_an_older_word_file_reaches_libreoffice(room: ReadingRoom) -> None:
    with pytest.raises(NoRenditionError, match="did not make a PDF"):
        render(room, ole("WordDocument"))


def test_a_bomb_is_refused_before_libreoffice_starts(room: ReadingRoom) -> None:
    with pytest.raises(DocumentTooLargeError, match="unpacked"):
        render(room, docx(more={"word/media/bomb.bmp": bytes(300 * 1024 * 1024)}))


def test_a_document_that_libreoffice_cannot_read_is_left_to_a_person(room: ReadingRoom) -> None:
    with pytest.raises(NoRenditionError, match="did not make a PDF"):
        render(room, zipped({"[Content_Types].xml": "<no types", "word/nothing.xml": ""}))


def test_nothing_that_a_document_links_to_is_fetched_or_read(room: ReadingRoom, tmp_path: Path) -> None:
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names that the library calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the same
            pass

    secret = tmp_path / "secret.odt"
    secret.write_bytes(odt("<text:p>An invented secret.</text:p>"))
    with http.server.HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        picture = f"http://127.0.0.1:{server.server_port}/picture.png"
        linked = odt(
            f'<text:section text:name="a"><text:section-source xlink:type="simple" '
            f'xlink:href="{secret.as_uri()}" text:filter-name="writer8"/><text:p>Kept.</text:p>'
            f'</text:section><text:p><draw:frame svg:width="5cm" svg:height="5cm"><draw:image '
            f'xlink:href="{picture}" xlink:type="simple"/></draw:frame></text:p>'
        )
        made = " ".join(text(render(room, linked)))
        alone(linked, tmp_path)
        fetched_alone = list(asked)
        asked.clear()
        render(room, linked)
        server.shutdown()
    assert "Kept." in made
    assert "secret" not in made
    assert asked == []
    assert "/picture.png" in fetched_alone  # LibreOffice by itself does fetch it: the test can fail


def alone(data: bytes, folder: Path) -> None:
    """Have LibreOffice convert a document as anybody would."""
    assert FOUND is not None
    document = folder / "linked.odt"
    document.write_bytes(data)
    command = [str(FOUND.program), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    for _start in range(2):
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", folder, document],
            check=False,
            capture_output=True,
            timeout=120,
        )


def test_nothing_of_a_conversion_stays_behind(room: ReadingRoom) -> None:
    before = processes()
    render(room, docx())
    assert processes() <= before
    assert left_behind() == []


def test_a_conversion_that_is_cancelled_ends_with_all_that_it_started(room: ReadingRoom) -> None:
    before = processes()

    def cancel(_done: int, _all: int) -> None:
        if processes() - before:
            raise CancelledError(what="The rendition", left="")

    with pytest.raises(CancelledError):
        rendering.render(room, io.BytesIO(docx(pages=500)), io.BytesIO(), progress=cancel)
    assert ends(before)
    assert left_behind() == []


def ends(before: set[int]) -> bool:
    """Whether no LibreOffice is left, within what the system takes to end one."""
    for _attempt in range(100):
        if processes() <= before:
            return True
        time.sleep(0.1)
    return False


def test_a_conversion_that_takes_too_long_is_stopped(
    room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = processes()
    monkeypatch.setattr(rendering, "LIMITS", Limits(seconds=0.3))
    with pytest.raises((WorkerTimeoutError, WorkerFailedError)):
        render(room, docx(pages=500))
    assert ends(before)


def test_a_program_that_is_killed_takes_its_conversion_with_it() -> None:
    before = processes()
    program = (
        "import io, sys\n"
        "from desktop.paper.reading_room import ReadingRoom\n"
        "from desktop.paper.rendering import render\n"
        "with ReadingRoom() as room:\n"
        "    render(room, io.BytesIO(sys.stdin.buffer.read()), io.BytesIO())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as running:
        assert running.stdin is not None
        running.stdin.write(docx(pages=2000))
        running.stdin.close()
        while not processes() - before and running.poll() is None:
            time.sleep(0.05)
        running.kill()
    assert ends(before)
    memory_place.clear()
    assert left_behind() == []


def test_where_libreoffice_is_not_installed_a_person_attaches_one(
    room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "installed", lambda: None)
    with pytest.raises(NoRenditionError, match="not on this computer"):
        render(room, docx())


@pytest.mark.parametrize(
    ("hidden", "answer"),
    [
        ("seclusion._enter = refuse", "Composed"),
        ("seclusion._enter = refuse; syscall_filter.install = lambda libc: False", "not-secluded"),
        ("seclusion._enter = refuse; memory_place._candidates = list", "not-secluded"),
    ],
    ids=["without namespaces", "without a filter", "without a place in memory"],
)
def test_without_what_shuts_it_off_it_works_in_memory_or_not_at_all(hidden: str, answer: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _ASKED.format(hidden), str(ROOT)],
        input=docx(),
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    assert answer in said.stdout.decode()
    assert left_behind() == []


_ASKED = """
import os, sys, threading
import msgspec
from desktop.paper import conversion_worker, memory_place, seclusion, syscall_filter
from desktop.paper.channel import Channel, Data
from desktop.paper.messages import Begin, Convert, Limits, Step, Answer, Need

def refuse(libc):
    raise PermissionError

{}
data = sys.stdin.buffer.read()
orders, ours = os.pipe()
theirs, answers = os.pipe()
child = os.fork()
if child == 0:
    os.dup2(orders, 0)
    os.dup2(answers, 1)
    for one in (orders, ours, theirs, answers):
        os.close(one)
    os._exit(conversion_worker.main())
os.close(orders)
os.close(answers)
channel = Channel(theirs, ours)
decoder = msgspec.msgpack.Decoder(Answer)
channel.send(Begin(Limits()))
assert type(decoder.decode(channel.receive())).__name__ == "Ready"
channel.send(Convert(len(data), "docx"))
while True:
    body = channel.receive()
    answer = body if isinstance(body, Data) else decoder.decode(body)
    match answer:
        case Need():
            channel.send(Data(data[answer.offset : answer.offset + answer.length]))
        case Step() | Data():
            pass
        case _:
            print(answer)
            break
os.close(ours)
os.waitpid(child, 0)
"""
