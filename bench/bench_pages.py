"""P9, P12: mark 500 pages of text as one numbered copy, against reportlab and qpdf --overlay.

The peer does the like work, as a person would write it: an overlay of 500 pages with the same lines and light
number in the same fonts, embedded, and on each page its code as a picture, made by the same library. What the
document could do besides being read stays in the peer's copy; ours leaves it behind.
"""

import io
import tempfile
from pathlib import Path

import zxingcpp
from paired import Rival, call, compare
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.custody.marks import Mark, page_code
from desktop.paper.reading_room import ReadingRoom
from desktop.paper.specimens import Specimen, make
from desktop.resources import resource

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
    for face in ("Regular", "Bold"):
        registerFont(TTFont(face, str(resource(f"fonts/AtkinsonHyperlegible-{face}.ttf"))))
    canvas = Canvas(str(path), A4)
    for page in range(1, _PAGES + 1):
        code = page_code(_MARK.vault, _MARK.copy, page)
        about_page = f"Copy 3 of D-0001 · page {page} of {_PAGES} · {_MARK.holder} · {_MARK.day}"
        for face, size, up, line in (
            ("Bold", 11, 819, _MARK.marking),
            ("Regular", 8.5, 808, f"{_MARK.review} · {_MARK.document}"),
            ("Regular", 8.5, 41, about_page),
            ("Regular", 7.5, 30, f"If found, return to: {_MARK.returns}"),
            ("Bold", 11, 14.5, _MARK.marking),
        ):
            canvas.setFont(face, size)
            canvas.drawCentredString(A4[0] / 2, up, line)
        canvas.setFont("Regular", 6)
        canvas.drawString(14, 19, code)
        canvas.drawInlineImage(_picture(code), 547, 14, 34, 34)
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(55)
        canvas.setFillAlpha(0.13)
        canvas.setFont("Bold", 140)
        canvas.drawCentredString(0, -49, f"COPY {_MARK.number}")
        canvas.showPage()
    canvas.save()


def _picture(code: str) -> Image.Image:
    drawn = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    return Image.fromarray(drawn.to_image(scale=1, add_quiet_zones=False))


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
