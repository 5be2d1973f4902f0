"""P9, P10, P12: mark 500 pages of text as one numbered copy, against what else marks pages.

Peers do the like work, as a person would write it: an overlay of 500 pages with the same lines and light
number in the same fonts, embedded, and on each page its code as a picture, made by the same library; qpdf,
pdftk, pypdf or PyMuPDF lays it over. Where the overlay is ready only the laying over is timed. What the
document could do besides being read stays in a peer's copy; ours leaves it behind.

pypdf and PyMuPDF are never a part of this program: PEERS in the environment names a Python that has them.
"""

import io
import os
import tempfile
from functools import partial
from pathlib import Path

import zxingcpp
from paired import Rival, call, compare
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.custody.marks import Mark, page_code
from desktop.paper.reading_room import ReadingRoom
from desktop.paper.specimens import Specimen, make
from desktop.resources import resource

_PAGES = 500
MARK = Mark(
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


def overlay(path: Path, *, inline: bool = True) -> None:
    """Write the peers' overlay; pypdf cannot read its pictures `inline`."""
    for face in ("Regular", "Bold"):
        registerFont(TTFont(face, str(resource(f"fonts/AtkinsonHyperlegible-{face}.ttf"))))
    canvas = Canvas(str(path), A4)
    for page in range(1, _PAGES + 1):
        code = page_code(MARK.vault, MARK.copy, page)
        about_page = f"Copy 3 of D-0001 · page {page} of {_PAGES} · {MARK.holder} · {MARK.day}"
        for face, size, up, line in (
            ("Bold", 11, 819, MARK.marking),
            ("Regular", 8.5, 808, f"{MARK.review} · {MARK.document}"),
            ("Regular", 8.5, 41, about_page),
            ("Regular", 7.5, 30, f"If found, return to: {MARK.returns}"),
            ("Bold", 11, 14.5, MARK.marking),
        ):
            canvas.setFont(face, size)
            canvas.drawCentredString(A4[0] / 2, up, line)
        canvas.setFont("Regular", 6)
        canvas.drawString(14, 19, code)
        if inline:
            canvas.drawInlineImage(_picture(code), 547, 14, 34, 34)
        else:
            canvas.drawImage(ImageReader(_picture(code)), 547, 14, 34, 34)
        canvas.translate(A4[0] / 2, A4[1] / 2)
        canvas.rotate(55)
        canvas.setFillAlpha(0.13)
        canvas.setFont("Bold", 140)
        canvas.drawCentredString(0, -49, f"COPY {MARK.number}")
        canvas.showPage()
    canvas.save()


def _picture(code: str) -> Image.Image:
    drawn = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    return Image.fromarray(drawn.to_image(scale=1, add_quiet_zones=False))


_PYPDF = """
import sys, pypdf
writer, over = pypdf.PdfWriter(clone_from=sys.argv[1]), pypdf.PdfReader(sys.argv[2])
for page, mark in zip(writer.pages, over.pages):
    page.merge_page(mark)
writer.write(sys.argv[3])
"""
_PYMUPDF = """
import sys, pymupdf
document, over = pymupdf.open(sys.argv[1]), pymupdf.open(sys.argv[2])
for page in document:
    page.show_pdf_page(page.rect, over, page.number)
document.save(sys.argv[3], garbage=1)
"""


def main() -> None:
    """Print the times, ratios and growth."""
    text = "Invented text that fills a page of a report. " * 40
    original = make(Specimen("Invented", "Nobody", [(f"Chapter {n}", [text]) for n in range(_PAGES)]))
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name, ReadingRoom() as room:
        folder = Path(name)
        files = [str(folder / part) for part in ("in.pdf", "over.pdf", "out.pdf")]
        Path(files[0]).write_bytes(original)
        out = io.BytesIO()
        pages = room.mark(io.BytesIO(original), MARK, out).pages
        growth = (len(out.getvalue()) - len(original)) / pages

        def ours() -> None:
            room.mark(io.BytesIO(original), MARK, io.BytesIO())

        def theirs() -> None:
            overlay(Path(files[1]))
            call("qpdf", files[0], "--overlay", files[1], "--", files[2])

        compare(
            f"Mark a copy of {pages} pages",
            Rival("mark (worker warm)", ours),
            Rival("reportlab; qpdf --overlay", theirs, "qpdf"),
            goal="6",
        )
        compare(
            "The same, their overlay ready",
            Rival("mark (worker warm)", ours),
            *_laying_over(files, str(folder / "apart.pdf")),
            goal="1.5 (pdftk)",
        )
        print(f"  growth {growth:.0f} bytes a page (goal at most 600)")


def _laying_over(files: list[str], apart: str) -> list[Rival]:
    original, over, out = files
    overlay(Path(apart), inline=False)
    python = os.environ.get("PEERS", "")
    return [
        Rival("qpdf --overlay", partial(call, "qpdf", original, "--overlay", over, "--", out), "qpdf"),
        Rival(
            "pdftk multistamp", partial(call, "pdftk", original, "multistamp", over, "output", out), "pdftk"
        ),
        Rival("pypdf", partial(call, python, "-c", _PYPDF, original, apart, out), python or "PEERS"),
        Rival("PyMuPDF", partial(call, python, "-c", _PYMUPDF, original, over, out), python or "PEERS"),
    ]


if __name__ == "__main__":
    main()
