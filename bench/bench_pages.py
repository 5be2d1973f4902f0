"""P9, P12: mark 500 pages of text as one numbered copy, against reportlab and qpdf --overlay."""

import io
import tempfile
from pathlib import Path

from paired import Rival, call, compare
from reportlab.pdfgen.canvas import Canvas

from desktop.custody.marks import Mark
from desktop.paper.reading_room import ReadingRoom
from desktop.paper.specimens import Specimen, make

_PAGES = 500
_MARK = Mark(
    vault="AB12",
    copy="D-0001/3",
    number=3,
    marking="OFFICIAL-SENSITIVE",
    review="SCR-2026-01",
    document="Overview report, anonymised edition",
    holder="Held in safe",
    day="2 March 2026",
    returns="The Administrator, Exampleshire Safeguarding Children Board (invented)",
)


def _overlay(path: Path) -> None:
    canvas = Canvas(str(path))
    for page in range(1, _PAGES + 1):
        canvas.drawCentredString(297, 820, _MARK.marking)
        canvas.drawCentredString(297, 30, f"Copy 3 of D-0001 page {page} of {_PAGES} {_MARK.holder}")
        canvas.showPage()
    canvas.save()


def main() -> None:
    """Print the times, ratios and growth."""
    text = "Invented text that fills a page of a report. " * 40
    original = make(Specimen("Invented", "Nobody", [(f"Chapter {n}", [text]) for n in range(_PAGES)]))
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name, ReadingRoom() as room:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(original)
        out = io.BytesIO()
        pages = room.mark(io.BytesIO(original), _MARK, out).pages

        def theirs() -> None:
            _overlay(folder / "over.pdf")
            files = [str(folder / part) for part in ("in.pdf", "over.pdf", "out.pdf")]
            call("qpdf", files[0], "--overlay", files[1], "--", files[2])

        compare(
            f"Mark a copy of {pages} pages",
            Rival("mark (worker warm)", lambda: room.mark(io.BytesIO(original), _MARK, io.BytesIO())),
            Rival("reportlab; qpdf --overlay", theirs, "qpdf"),
            goal="6",
        )
        growth = (len(out.getvalue()) - len(original)) / pages
        print(f"  growth {growth:.0f} bytes a page (goal at most 600)")


if __name__ == "__main__":
    main()
