"""P11, P12, P13, P18, P19: a large scan, marked, and looked at, from a sealed master.

Sizes are of scans as offices make them: colour, 150 dpi, a JPEG of about 600 kB a page. What is compared is
whole jobs; ours read the sealed master and write no plaintext, theirs go through files in clear.
"""

import io
import os
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pikepdf
from bench_pages import MARK, overlay
from paired import Rival, call, compare
from pikepdf import Dictionary, Name
from PIL import Image

from desktop.paper.reading_room import ReadingRoom
from desktop.paper.specimens import Specimen, make
from desktop.store import sealed
from desktop.store.age import Identity

_MIB = 1024**2
_BIG = 300 * _MIB
_ACROSS, _DOWN = 1240, 1754
_DPI = 100.0
_PAGE = 3


def scan(path: Path, size: int) -> int:
    """Write a scan of about `size` bytes; return its pages."""
    packed = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise((_ACROSS, _DOWN), spread) for spread in (40, 42, 44)]).save(
        packed, "JPEG", quality=35
    )
    page = packed.getvalue()
    count = max(1, size // len(page))
    with pikepdf.Pdf.new() as pdf:
        for number in range(count):
            made = pdf.add_blank_page(page_size=(595.276, 841.89))
            comment = b"\xff\xfe\x00\x0a" + b"%08d" % number  # no two pages are alike
            picture = pikepdf.Stream(pdf, page[:2] + comment + page[2:])
            picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.DCTDecode
            picture.Width, picture.Height, picture.BitsPerComponent = _ACROSS, _DOWN, 8
            picture.ColorSpace = Name.DeviceRGB
            made.Resources = Dictionary(XObject=Dictionary(Picture=picture))
            made.Contents = pdf.make_stream(b"q 595.276 0 0 841.89 0 0 cm /Picture Do Q")
        pdf.save(path)
    return count


def _marking(folder: Path, room: ReadingRoom, source: Path) -> None:
    out = folder / "out.pdf"

    def mark() -> None:
        with source.open("rb") as document, out.open("wb") as target:
            room.mark(document, MARK, target)

    compare(
        f"Mark a scan of {source.stat().st_size // _MIB} MiB",
        Rival("mark", mark),
        Rival("qpdf in out", lambda: call("qpdf", str(source), str(folder / "theirs.pdf")), "qpdf"),
        goal="1.3",
    )


def _sealing(folder: Path, room: ReadingRoom, key: Path, identity: Identity) -> None:
    """From a sealed master to a sealed copy."""
    master, copy, over = folder / "master.age", folder / "copy.age", folder / "over.pdf"
    clear, marked = folder / "clear.pdf", folder / "marked.pdf"
    overlay(over)

    def ours() -> None:
        copy.unlink(missing_ok=True)
        leaves, comes = os.pipe()

        def mark() -> None:
            with sealed.SealedReader(master, identity) as document, os.fdopen(comes, "wb") as target:
                room.mark(document, MARK, target)

        marking = threading.Thread(target=mark)
        marking.start()
        with os.fdopen(leaves, "rb") as marked_pages:
            sealed.seal(marked_pages, copy, identity)
        marking.join()

    def theirs() -> None:
        call("age", "-d", "-i", str(key), "-o", str(clear), str(master))
        call("qpdf", str(clear), "--overlay", str(over), "--", str(marked))
        call("age", "-r", identity.recipient(), "-o", str(copy), str(marked))
        call("sync", str(copy))

    compare(
        "From a sealed master to a sealed copy",
        Rival("mark and seal", ours),
        Rival("age -d; qpdf --overlay; age; sync", theirs, "age"),
        goal="2",
    )


class _Shown(NamedTuple):
    """A document to be looked at: what it is, in clear, sealed, and what is aimed at."""

    name: str
    clear: Path
    sealed: Path
    goal: str


def _looking(room: ReadingRoom, shown: _Shown, identity: Identity) -> None:
    """Draw a page of a document that is being read, and of one that is opened for it."""

    def drawn(kept: str) -> Callable[[], object]:
        def work() -> None:
            with sealed.SealedReader(shown.sealed, identity) as document:
                room.page_image(document, _PAGE, _DPI, kept=kept)

        return work

    out = str(shown.sealed.with_name("page"))
    page = ("-f", str(_PAGE), "-l", str(_PAGE))
    compare(
        f"A page of {shown.name} to the screen",
        Rival("page, document open", drawn("kept")),
        Rival("page, document opened for it", drawn("")),
        Rival(
            "pdftoppm",
            partial(call, "pdftoppm", "-r", f"{_DPI:.0f}", *page, str(shown.clear), out),
            "pdftoppm",
        ),
        goal=shown.goal,
        ready=drawn("kept"),
    )


class _Nowhere:
    def write(self, data: bytes, /) -> int:
        return len(data)


def _remembering(room: ReadingRoom, book: Path, big: Path) -> None:
    """Print how much more memory the worker takes for a large scan than for a text."""
    told = []
    room.close()
    for document in (book, big):
        with document.open("rb") as opened:
            room.mark(opened, MARK, _Nowhere())
        status = Path(f"/proc/{room.worker_process}/status").read_text()
        told.append(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
    print(f"\nMemory of the worker: {told[0]} MiB after a text, {told[1]} MiB after the scan (goal: 64 more)")


def main() -> None:
    """Print the times and ratios."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name, ReadingRoom() as room:
        folder = Path(name)
        identity = Identity.new()
        text = "Invented text that fills a page of a report. " * 40
        book, big = folder / "text.pdf", folder / "scan.pdf"
        book.write_bytes(make(Specimen("Invented", "Nobody", [(f"Chapter {n}", [text]) for n in range(500)])))
        pages = scan(big, _BIG)
        for source, master in ((book, folder / "text.age"), (big, folder / "master.age")):
            with source.open("rb") as file:
                sealed.seal(file, master, identity)
        key = folder / "key"
        key.write_text(identity.encoded())
        print(f"The scan: {pages} pages, {big.stat().st_size // _MIB} MiB")
        _marking(folder, room, big)
        _sealing(folder, room, key, identity)
        _looking(room, _Shown("text", book, folder / "text.age", "5"), identity)
        _looking(room, _Shown("a scan", big, folder / "master.age", "1.5; in 100 ms"), identity)
        _remembering(room, book, big)


if __name__ == "__main__":
    main()
