"""P11, P13, P18, P19: a sealed scan of 300 MB is marked, and its pages come to the screen, against peers.

The peers read files in clear: qpdf only writes the scan anew, without a mark; pdftoppm draws a page of it.
To a durable copy of a sealed master a person would unseal it with age, mark it, and have the disk written.
"""

import io
import os
import tempfile
from functools import partial
from pathlib import Path

from bench_pages import MARK
from paired import Rival, call, compare
from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image

from desktop.paper.reading_room import ReadingRoom
from desktop.store.age import Identity
from desktop.store.durable import DurableFile
from desktop.store.sealed import SealedReader, seal

_BYTES = 300_000_000
_DPI = 96
_TURNED = 10
_SIDES = (2480, 3508)
"""A4 at 300 dots to the inch."""


def _scan(file: Path) -> int:
    """Write a scan in colour; return how many pages it has."""
    grain = Image.effect_noise(_SIDES, 24)
    packed = io.BytesIO()
    Image.merge("RGB", (grain,) * 3).save(packed, "JPEG", quality=80)
    with Pdf.new() as pdf:
        while len(pdf.pages) * len(packed.getvalue()) < _BYTES:
            unlike = packed.getvalue() + os.urandom(16)  # no page is the same as another
            picture = Stream(
                pdf,
                unlike,
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=_SIDES[0],
                Height=_SIDES[1],
                ColorSpace=Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=Name.DCTDecode,
            )
            page = pdf.add_blank_page(page_size=(595.2, 841.9)).obj
            page.Contents = Stream(pdf, b"q 595.2 0 0 841.9 0 0 cm /Scan Do Q")
            page.Resources = Dictionary(XObject=Dictionary(Scan=pdf.make_indirect(picture)))
        pdf.save(file)
        return len(pdf.pages)


class _Desk:
    """The scan, in clear and sealed, and what is done with it."""

    def __init__(self, folder: Path, room: ReadingRoom) -> None:
        self.folder, self._room = folder, room
        self.clear, self._sealed, self._copy = (folder / name for name in ("scan.pdf", "scan.age", "copy"))
        self._identity = Identity.new()
        self.key = folder / "key"
        self.key.write_text(self._identity.encoded())
        self.pages = _scan(self.clear)
        with self.clear.open("rb") as source:
            seal(source, self._sealed, self._identity)

    def mark_in_clear(self) -> None:
        with self.clear.open("rb") as source, self._copy.open("wb") as target:
            self._room.mark(source, MARK, target)

    def write_anew(self) -> None:
        call("qpdf", str(self.clear), str(self.folder / "anew"))

    def mark_sealed(self) -> None:
        with self._opened() as source, DurableFile(self._copy) as target:
            self._room.mark(source, MARK, target)

    def unseal_and_write(self) -> None:
        clear, copy = self.folder / "unsealed", self.folder / "theirs"
        call("age", "-d", "-i", str(self.key), "-o", str(clear), str(self._sealed))
        call("qpdf", str(clear), str(copy))
        call("sync", str(copy))
        clear.unlink()

    def first_page(self) -> None:
        self._room.release()
        with self._opened() as source:
            self._room.page_sizes(source, kept="scan")
        self._page(1)

    def turn_pages(self) -> None:
        for page in self._turned():
            self._page(page)

    def theirs(self, *pages: int) -> None:
        for page in pages or self._turned():
            number = str(page)
            shown = str(self.folder / "page")
            call("pdftoppm", "-r", str(_DPI), "-f", number, "-l", number, str(self.clear), shown)

    def _page(self, page: int) -> None:
        with self._opened() as source:
            self._room.page_image(source, page, _DPI, kept="scan")

    def _turned(self) -> range:
        return range(1, self.pages, self.pages // _TURNED)

    def _opened(self) -> SealedReader:
        return SealedReader(self._sealed, self._identity)


def main() -> None:
    """Print the times and ratios."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name, ReadingRoom() as room:
        desk = _Desk(Path(name), room)
        compare(
            f"Mark a scan of 300 MB, {desk.pages} pages",
            Rival("mark, from file to file", desk.mark_in_clear),
            Rival("qpdf, which only writes it anew", desk.write_anew, "qpdf"),
            goal="1.3",
        )
        compare(
            "From the sealed master to a durable copy",
            Rival("mark, nothing else in clear", desk.mark_sealed),
            Rival("age -d; qpdf; sync", desk.unseal_and_write, "age"),
            goal="2",
        )
        compare(
            "Ten of its pages to the screen, from the sealed master",
            Rival("the worker", desk.turn_pages),
            Rival("pdftoppm, from a file in clear", desk.theirs, "pdftoppm"),
            goal="1.5",
        )
        compare(
            "Its first page, opened for it",
            Rival("the worker", desk.first_page),
            Rival("pdftoppm, from a file in clear", partial(desk.theirs, 1), "pdftoppm"),
            goal="100 ms",
        )


if __name__ == "__main__":
    main()
