"""A marked page compared, as a picture, with what it must look like: the original, placed, under the marks.

The marks of the same sheet are drawn over white and over black. From the two follows, at each point, how much
of what lies beneath shines through, and so what the original must look like under them: everywhere, the
margins included. What remains are edges that fall otherwise on the grid of points.
"""

import io

from PIL import Image, ImageChops, ImageFilter

from desktop.custody.marks import Mark
from desktop.paper.reading_room import ReadingRoom
from desktop.paper.sheet import Box, place
from tests.paper import pdfs

MOST = 0.01
"""The part of a page that may differ by the edges of its letters and pictures alone."""
_WIDTH = 620
"""Points of a picture across: about 75 dpi on A4."""
_TOLD_APART = 40
"""Of 255 levels, after a blur of two points."""


def apart(room: ReadingRoom, document: bytes, copy: bytes, page: int, mark: Mark) -> float:
    """Return which part of page `page` of a copy does not look as it must, 0 to 1."""
    width, height = room.page_sizes(io.BytesIO(document))[page - 1]
    placing = place(Box(0, 0, width, height), 0, 1)
    dpi = 72 * _WIDTH / placing.sheet.width
    actual = seen(room, copy, page, dpi)
    over_white, over_black = (
        _like(seen(room, _marked(room, width, height, shade, mark), 1, dpi), actual) for shade in (1, 0)
    )
    original = seen(room, document, page, dpi * placing.matrix.a)
    beneath = Image.new("RGB", actual.size, "white")
    left, top = placing.matrix.e, placing.sheet.height - placing.matrix.f - height * placing.matrix.d
    beneath.paste(original, (round(left * dpi / 72), round(top * dpi / 72)))
    through = ImageChops.subtract(over_white, over_black)
    expected = ImageChops.add(over_black, ImageChops.multiply(beneath, through))
    return _differing(expected, actual)


def seen(room: ReadingRoom, document: bytes, page: int, dpi: float) -> Image.Image:
    """Return a page as a picture in colour."""
    image = room.page_image(io.BytesIO(document), page, dpi)
    return Image.frombytes("RGB", (image.width, image.height), bytes(image.pixels), "raw", "BGRX")


def _marked(room: ReadingRoom, width: float, height: float, shade: int, mark: Mark) -> bytes:
    """Return a sheet of that size, all of one shade, with the marks. Its number is the mark's own page."""
    content = f"{shade} g 0 0 {width:.4f} {height:.4f} re f".encode()
    target = io.BytesIO()
    blank = pdfs.one_page(f"/MediaBox [0 0 {width:.4f} {height:.4f}]", content)
    room.mark(io.BytesIO(blank), mark, target)
    return target.getvalue()


def _like(picture: Image.Image, other: Image.Image) -> Image.Image:
    return picture if picture.size == other.size else picture.resize(other.size)


def _differing(one: Image.Image, other: Image.Image) -> float:
    soft = [picture.filter(ImageFilter.BoxBlur(2)) for picture in (one, other)]
    far = ImageChops.difference(*soft).convert("L").point(lambda level: 255 * (level > _TOLD_APART))
    return far.histogram()[255] / (far.width * far.height)
