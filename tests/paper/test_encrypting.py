"""A copy that is encrypted as it is made: AES with 256 bits, in a worker that ends with the job (D5)."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pikepdf
import pypdfium2
import pytest

from desktop.paper.errors import CannotReadDocumentError
from desktop.paper.messages import Lock, MarkCopy
from desktop.paper.reading_room import ReadingRoom
from tests.paper import pdfs

USER = "acid-able-acorn-actor-adult-agree-airport-album"
LOCK = Lock(USER, "an owner nobody is told of", printing=False)


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as open_room:
        yield open_room


def encrypted(room: ReadingRoom, document: bytes, lock: Lock = LOCK) -> bytes:
    target = io.BytesIO()
    marked = room.mark(io.BytesIO(document), pdfs.mark(), target, lock=lock)
    assert marked.size == len(target.getvalue())
    return target.getvalue()


def text_of(data: bytes, password: str = USER) -> str:
    with pypdfium2.PdfDocument(data, password=password) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


@pytest.mark.parametrize(
    "document",
    [
        pdfs.one_page(),
        pdfs.pages(40),
        pdfs.one_page(content=pdfs.stream(b"BT (never ended")),
        pdfs.one_page("/MediaBox [0 0 14402 14402] /Rotate 90"),
        pdfs.encrypted("owner", ""),
    ],
    ids=["plain", "many pages", "damaged content", "large and turned", "encrypted before"],
)
def test_whatever_can_be_marked_can_be_encrypted(room: ReadingRoom, document: bytes) -> None:
    made = encrypted(room, document)
    with pikepdf.open(io.BytesIO(made), password=USER) as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert pdf.user_password_matched
    assert "Copy 3 of D-0001 · page 1 of" in text_of(made)


def test_no_string_and_no_stream_of_it_is_readable(room: ReadingRoom) -> None:
    content = pdfs.stream(pdfs.words("A word that gives it away"))
    made = encrypted(room, pdfs.one_page(content=content))
    for word in (b"gives it away", b"D-0001", b"RESTRICTED", USER.encode(), b"an owner"):
        assert word not in made
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(made))


@pytest.mark.parametrize("printing", [True, False])
def test_printing_is_allowed_or_not_and_reading_aloud_always(room: ReadingRoom, *, printing: bool) -> None:
    made = encrypted(room, pdfs.one_page(), Lock(USER, "owner", printing))
    with pikepdf.open(io.BytesIO(made), password=USER) as pdf:
        allowed = pdf.allow
    assert (allowed.print_lowres, allowed.print_highres, allowed.accessibility) == (printing, printing, True)
    assert not any((allowed.extract, allowed.modify_annotation, allowed.modify_form, allowed.modify_assembly))


def test_the_same_document_and_passphrase_never_give_the_same_file(room: ReadingRoom) -> None:
    assert encrypted(room, pdfs.one_page()) != encrypted(room, pdfs.one_page())


def test_a_document_that_needs_a_password_itself_is_refused_as_ever(room: ReadingRoom) -> None:
    with pytest.raises(CannotReadDocumentError, match="needs a password"):
        encrypted(room, pdfs.encrypted("owner", "user"))
    assert "Copy 3" in text_of(encrypted(room, pdfs.one_page()))


def test_a_worker_that_was_told_a_passphrase_ends_with_its_job(room: ReadingRoom) -> None:
    room.inspect(io.BytesIO(pdfs.one_page()))
    before = room.worker_process
    encrypted(room, pdfs.one_page())
    assert room.worker_process is None
    assert before is not None
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what a process was started with")
def test_the_passphrase_is_no_argument_and_in_no_environment(room: ReadingRoom) -> None:
    seen: list[bytes] = []

    def look(_done: int, _of: int) -> None:
        folder = Path(f"/proc/{room.worker_process}")
        seen.append((folder / "cmdline").read_bytes())

    target = io.BytesIO()
    room.mark(io.BytesIO(pdfs.pages(3)), pdfs.mark(), target, lock=LOCK, progress=look)
    assert seen
    assert all(USER.encode() not in shown and b"python" in shown for shown in seen)
    assert USER not in str(os.environ)


def test_an_order_shows_nothing_of_its_lock() -> None:
    order = MarkCopy(1, pdfs.mark(), LOCK)
    shown = f"{order!r} {order} {LOCK!r} {LOCK}"
    assert "<lock>" in shown
    assert not any(word in shown for word in ("acid", "album", "owner"))


@pytest.mark.parametrize("user", ["", "x" * 128])
def test_a_passphrase_that_the_format_would_cut_is_none(user: str) -> None:
    message = msgspec.msgpack.encode(Lock(user, "owner", printing=False))
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(message, type=Lock)
