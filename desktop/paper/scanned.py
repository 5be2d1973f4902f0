"""Scanned papers: codes on a page, whether it is a blank side, the page alone. Runs inside the worker.

Rule: a page is looked at as it lies first, then cleaned, then larger. Only text that is made like one of our
codes leaves the worker. Where a page says that it is the one that was signed, its paper's own code is looked
for too. A page that is kept is kept as it was scanned: its own picture, without whatever else
the file carried.
"""

import contextlib
from collections.abc import Iterator
from itertools import accumulate
from typing import BinaryIO

import pikepdf
import pypdfium2
import zxingcpp
from pikepdf import Pdf
from PIL import Image, ImageFilter

from desktop.custody import paper_pages
from desktop.paper.active import leave_behind
from desktop.paper.messages import Limits
from desktop.paper.pictures import Pictures
from desktop.paper.reading import DAMAGE, Refusal, open_exactly, open_to_draw, paint_page
from desktop.paper.scan_messages import CODE, Codes, Turned

_OURS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
_DPI = 200.0
_CLOSER_DPI = 300.0
_MARGIN = 0.06
"""Of each side: a scanner's shadows and punched holes are no writing."""
_INK = 70
"""How much darker than its paper a point is that was written."""
_LEAST_INK = 0.0004
"""Of a page's points; a blank side shows less."""
_MOST_CODES = 16
_QUARTERS: tuple[Turned, ...] = (0, 90, 180, 270)


def warm_up() -> None:
    """Load what is otherwise loaded at first use, while files can still be opened."""
    zxingcpp.read_barcodes(Image.new("L", (8, 8), "white"), formats=_OURS)
    Image.new("L", (8, 8)).filter(ImageFilter.BoxBlur(1)).filter(ImageFilter.MedianFilter(3))


def codes(document: BinaryIO, page: int, limits: Limits) -> Codes:
    """Return the codes on page `page` (from 1), how it lies, and whether it is blank. Raises `Refusal`."""
    with open_to_draw(document) as opened:
        if not 1 <= page <= len(opened):
            raise Refusal("no-such-page", page)
        first = _drawn(opened, page, _DPI, limits)
        found = _read(first)
        if not found.texts and _blank(first):
            return Codes((), 0, blank=True)
        tries = _tries(opened, page, first, limits)
        while _wanting(found) and (tried := next(tries, None)):
            again = _read(tried)
            found = again if again.texts and not _wanting(again) else found if found.texts else again
    return found


def alone(document: BinaryIO, page: int, turned: int, target: BinaryIO) -> None:
    """Write page `page` as a PDF of its own, turned upright. Raises `Refusal`."""
    with contextlib.ExitStack() as closing, Pdf.new() as made:
        try:
            source = closing.enter_context(open_exactly(document))
            if not 1 <= page <= len(source.pages):
                raise Refusal("no-such-page", page)
            made.pages.append(source.pages[page - 1])
            leave_behind(made, [made.pages[0].obj])
        except DAMAGE:
            picture, width, height = Pictures(document, page, closing).draw(made, page)
            sheet = made.add_blank_page(page_size=(width, height))
            sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=picture))
            sheet.Contents = made.make_stream(f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Picture Do Q".encode())
        if turned:
            made.pages[-1].rotate(turned, relative=True)
        made.save(target, deterministic_id=True)


def _drawn(opened: pypdfium2.PdfDocument, page: int, dpi: float, limits: Limits) -> Image.Image:
    pixels = paint_page(opened, page, dpi, limits.pixels, grey=True)
    return Image.frombytes("L", (pixels.width, pixels.height), pixels.pixels)


def _tries(
    opened: pypdfium2.PdfDocument, page: int, first: Image.Image, limits: Limits
) -> Iterator[Image.Image]:
    """Yield a page again, in the ways in which what was not read may yet be."""
    yield first.filter(ImageFilter.MedianFilter(3))
    with contextlib.suppress(Refusal):
        yield _drawn(opened, page, _CLOSER_DPI, limits)


def _read(picture: Image.Image) -> Codes:
    found = [
        code
        for code in zxingcpp.read_barcodes(
            picture,
            formats=_OURS,
            text_mode=zxingcpp.TextMode.Plain,
        )
        if CODE.fullmatch(code.text)
    ]
    texts = tuple(dict.fromkeys(code.text for code in found))[:_MOST_CODES]
    return Codes(texts, _QUARTERS[round(-found[0].orientation / 90) % 4] if found else 0, blank=False)


def _wanting(found: Codes) -> bool:
    """Return whether no code was found, or only the one of a page on which another stands."""
    pages = [paper_pages.read(text) for text in found.texts]
    return all(pages) and (not pages or any(page.signed for page in pages if page))


def _blank(picture: Image.Image) -> bool:
    """Return whether nothing is written on a page, whatever the colour of its paper."""
    across, down = int(picture.width * _MARGIN), int(picture.height * _MARGIN)
    inner = picture.crop((across, down, picture.width - across, picture.height - down))
    counts = inner.filter(ImageFilter.BoxBlur(1)).histogram()
    points = sum(counts)
    paper = next(grey for grey, darker in enumerate(accumulate(counts)) if 2 * darker >= points)
    return sum(counts[: max(paper - _INK, 0)]) < _LEAST_INK * points
