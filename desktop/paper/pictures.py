"""Pages placed as pictures of themselves, where their content cannot be placed. Runs inside the worker.

Rule: a last resort, counted and told. A picture shows what PDFium shows, comments and filled-in fields
included, at 200 dpi or as much as 20 million pixels allow.
"""

import contextlib
import io
import math
from typing import BinaryIO

import pypdfium2
from pikepdf import Name, Object, Pdf, Stream
from PIL import Image

from desktop.paper.reading import Refusal, open_to_draw, page_of, paint_page

_DPI = 200.0
_PIXELS = 20_000_000
_QUALITY = 90


class Pictures:
    """Draws pages of one document with PDFium, which is opened only if a picture is needed."""

    def __init__(self, document: BinaryIO, pages: int, closing: contextlib.ExitStack) -> None:
        """Draw from `document`, which is to have `pages` pages; what is opened is closed with `closing`."""
        self._document = document
        self._pages = pages
        self._closing = closing
        self._opened: pypdfium2.PdfDocument | None = None
        self.placed = 0
        """How many pages were placed as pictures."""

    def draw(self, pdf: Pdf, page: int) -> tuple[Object, float, float]:
        """Return page `page` as an image in `pdf`, with its width and height in points. Raises `Refusal`."""
        try:
            opened = self._open()
            width, height = page_of(opened, page).get_size()
            most = math.sqrt(_PIXELS / (width * height)) * 72 if width > 0 and height > 0 else _DPI
            pixels = paint_page(opened, page, min(_DPI, most * 0.99), _PIXELS, grey=False)
        except (Refusal, pypdfium2.PdfiumError) as error:
            raise Refusal("page", page) from error
        packed = io.BytesIO()
        drawn = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.pixels, "raw", "BGRX")
        drawn.save(packed, "JPEG", quality=_QUALITY)
        self.placed += 1
        picture = Stream(
            pdf,
            packed.getvalue(),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=pixels.width,
            Height=pixels.height,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        return picture, width, height

    def _open(self) -> pypdfium2.PdfDocument:
        if self._opened is None:
            self._opened = self._closing.enter_context(open_to_draw(self._document))
            with contextlib.suppress(pypdfium2.PdfiumError):
                self._opened.init_forms()
            if len(self._opened) != self._pages:
                raise Refusal("damaged")
        return self._opened
