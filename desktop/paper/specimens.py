"""Specimen documents for the worked example: invented reports of an invented child, as ordinary PDFs.

Rule: every page says that it is invented. They stand for what a Board receives: text of several pages, one
of them on its side, with tables and long paragraphs.
"""

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

_INVENTED = "INVENTED EXAMPLE: no person, place or event in this document is real"


class Specimen(NamedTuple):
    """One document to be made: its title, who wrote it, and its chapters (heading and paragraphs)."""

    title: str
    author: str
    chapters: Sequence[tuple[str, Sequence[str]]]
    chronology: Sequence[tuple[str, str, str]] = ()
    on_its_side: bool = False


def make(specimen: Specimen) -> bytes:
    """Return the specimen as a PDF; the same specimen gives the same bytes."""
    target = io.BytesIO()
    size = landscape(A4) if specimen.on_its_side else A4
    document = SimpleDocTemplate(
        target,
        pagesize=size,
        leftMargin=25 * mm,
        rightMargin=25 * mm,
        topMargin=25 * mm,
        bottomMargin=25 * mm,
        title=specimen.title,
        author=specimen.author,
        invariant=1,
    )
    document.build(_story(specimen), onFirstPage=_invented, onLaterPages=_invented)
    return target.getvalue()


def _story(specimen: Specimen) -> list[Any]:
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=16, spaceAfter=8)
    heading = ParagraphStyle("heading", body, fontName="Times-Bold", fontSize=14, leading=20, spaceBefore=10)
    title = ParagraphStyle("title", heading, fontSize=22, leading=28, spaceAfter=6)
    story: list[Any] = [Paragraph(specimen.title, title), Paragraph(specimen.author, body), Spacer(1, 8 * mm)]
    for number, (name, paragraphs) in enumerate(specimen.chapters, 1):
        story.append(Paragraph(f"{number}. {name}", heading))
        story += [Paragraph(text, body) for text in paragraphs]
        if number < len(specimen.chapters):
            story.append(PageBreak())
    if specimen.chronology:
        cell = ParagraphStyle("cell", body, fontSize=9, leading=12, spaceAfter=0)
        rows = [[Paragraph(text, cell) for text in row] for row in specimen.chronology]
        grid = Table(rows, colWidths=[30 * mm, 50 * mm, None], repeatRows=1)
        grid.setStyle(
            TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.4, "#888888"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        )
        story.append(grid)
    return story


def _invented(canvas: Any, document: Any) -> None:
    canvas.setFont("Times-Roman", 8)
    width, height = document.pagesize
    canvas.drawCentredString(width / 2, height - 15 * mm, _INVENTED)
    canvas.drawCentredString(width / 2, 12 * mm, f"{canvas.getPageNumber()}")
