"""What a document is, how many pages it has, and what a page looks like. Runs inside the worker.

Rule: nothing in a document is believed, followed, run or fetched. Two readers are at hand, qpdf (exact about
structure) and PDFium (forgiving, and draws); what one refuses the other may open.
"""

import contextlib
import io
import math
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import pikepdf
import pypdfium2
from PIL import Image

from desktop.custody.readable import Part
from desktop.paper.active import notes_on
from desktop.paper.messages import SIZE, Inspected, Limits, Note, Reason

_HEADER_WITHIN = 1024
"""Where the header may begin (ISO 32000-1, annex H, note 13)."""
_TRAILER_WITHIN = 1024
"""Where the end must stand (annex H, note 18)."""

_MOST_MENDED = 128 * 1024 * 1024
"""Bytes of a document that is written anew in memory for PDFium."""
_SAMPLED = 8
"""Pages from the first in which text is looked for, besides the middle and the last."""

DAMAGE = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
)
"""What pikepdf raises on objects that are not what they should be; MemoryError is not among them."""


class Refusal(Exception):  # noqa: N818 - an answer to the person, not a fault of the program
    """This cannot be done with this document; the reason is one of a list."""

    def __init__(self, reason: Reason, page: int = 0) -> None:
        """`page` counts from 1; 0 where no page is to blame."""
        super().__init__(reason, page)
        self.reason: Reason = reason
        self.page = page


class Pixels(NamedTuple):
    """A picture: rows from the top, without padding; one byte (grey) or four a pixel.

    Those are blue, green, red and one that says nothing: so PDFium draws the quickest, and a window shows it.
    """

    width: int
    height: int
    channels: int
    pixels: bytes | memoryview


def warm_up() -> None:
    """Load what is otherwise loaded at first use, while files can still be opened."""
    Image.preinit()
    pypdfium2.PdfDocument.new().close()
    locked = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:  # qpdf looks for a source of chance before it deciphers anything
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user=""))
    pikepdf.open(locked).close()


def open_exactly(document: BinaryIO) -> pikepdf.Pdf:
    """Open with qpdf. Raises `Refusal` ("not-pdf", "password", "damaged")."""
    if not _is_pdf(document):
        raise Refusal("not-pdf")
    try:
        return pikepdf.open(document, access_mode=pikepdf.AccessMode.stream, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise Refusal("password") from error
    except DAMAGE as error:
        raise Refusal("damaged") from error


@contextlib.contextmanager
def open_to_draw(document: BinaryIO) -> Iterator[pypdfium2.PdfDocument]:
    """Open with PDFium; what that refuses, as qpdf writes it anew. Raises `Refusal` as `open_exactly`."""
    if not _is_pdf(document):
        raise Refusal("not-pdf")
    try:
        opened = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refusal("password") from error
        opened = _mended(document)
    try:
        yield opened
    finally:
        opened.close()


def _mended(document: BinaryIO) -> pypdfium2.PdfDocument:
    """Open what qpdf makes of a document that PDFium refuses, in memory. Raises `Refusal`."""
    if document.seek(0, io.SEEK_END) > _MOST_MENDED:
        raise Refusal("damaged")
    anew = io.BytesIO()
    try:
        with open_exactly(document) as pdf:
            pdf.save(anew, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return pypdfium2.PdfDocument(anew)
    except (pypdfium2.PdfiumError, *DAMAGE) as error:
        raise Refusal("damaged") from error


def inspect(document: BinaryIO) -> Inspected:
    """Say what the document is. Never raises for what is in it."""
    if not _is_pdf(document):
        return Inspected("other", None, (), ("not-pdf",))
    try:
        seen = _seen(document)
    except Refusal as refusal:
        if refusal.reason == "password":
            return Inspected("pdf", None, (), ("password",))
        seen = _Seen(0)
    pages, notes = _exactly(document)
    if not (pages or seen.pages):
        damaged = not seen.opened and "damaged" in notes
        return Inspected("pdf", None, (), ("unreadable" if damaged else "no-pages",))
    if not pages:
        notes = [*notes, "as-pictures"]
    elif seen.pages and seen.pages != pages:
        notes.append("counts-differ")
    elif not seen.works:
        notes.append("not-drawn")
    marked: tuple[Part, ...] = ("mark",) if pages or "view" in seen.works else ()
    return Inspected("pdf", pages or seen.pages, (*seen.works, *marked), _once(notes))


class _Seen(NamedTuple):
    """What PDFium finds: pages, whether the first and the last can be loaded, and whether there is text."""

    pages: int
    works: tuple[Part, ...] = ()
    opened: bool = False


def _seen(document: BinaryIO) -> _Seen:
    with open_to_draw(document) as opened:
        pages = len(opened)
        if not pages or not (_loads(opened, 0) or _loads(opened, pages - 1)):
            return _Seen(pages, opened=True)
        tried = sorted({*range(min(pages, _SAMPLED)), pages // 2, pages - 1})
        text: tuple[Part, ...] = ("text",) if any(_has_text(opened, index) for index in tried) else ()
        return _Seen(pages, ("view", *text), opened=True)


def _loads(opened: pypdfium2.PdfDocument, index: int) -> bool:
    try:
        page_of(opened, index + 1).close()
    except Refusal:
        return False
    return True


def _has_text(opened: pypdfium2.PdfDocument, index: int) -> bool:
    try:
        page = opened[index]
        text = page.get_textpage()
        found = bool(text.count_chars())
    except pypdfium2.PdfiumError:
        return False
    text.close()
    page.close()
    return found


def _exactly(document: BinaryIO) -> tuple[int, list[Note]]:
    """Return how many pages qpdf counts, and what it finds besides them."""
    try:
        with open_exactly(document) as pdf:
            pages = len(pdf.pages)
            notes = notes_on(pdf)
            if pdf.get_warnings():
                notes.append("damaged")
            return pages, notes
    except (Refusal, *DAMAGE):
        return 0, ["damaged"]


def page_of(opened: pypdfium2.PdfDocument, page: int) -> pypdfium2.PdfPage:
    """Return page `page` (from 1), one that can be seen. Raises `Refusal` ("no-such-page", "page").

    Of a crop box beside the page PDFium makes nothing at all, other readers the whole page, as we do.
    """
    if not 1 <= page <= len(opened):
        raise Refusal("no-such-page", page)
    try:
        sheet = opened[page - 1]
        if not all(sheet.get_size()):
            sheet.set_cropbox(*sheet.get_mediabox())
        width, height = sheet.get_size()
    except pypdfium2.PdfiumError as error:
        raise Refusal("page", page) from error
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise Refusal("page", page)
    return sheet


def sizes(opened: pypdfium2.PdfDocument, limits: Limits) -> bytes:
    """Return how large each page is as it is shown, packed. Raises `Refusal` ("pages")."""
    if len(opened) > limits.pages:
        raise Refusal("pages")
    return b"".join(_size(opened, index) for index in range(len(opened)))


def _size(opened: pypdfium2.PdfDocument, index: int) -> bytes:
    with contextlib.suppress(pypdfium2.PdfiumError, Refusal):
        width, height = opened.get_page_size(index)
        if not (width > 0 and height > 0 and math.isfinite(width * height)):
            sheet = page_of(opened, index + 1)
            width, height = sheet.get_size()
            sheet.close()
        return SIZE.pack(width, height)
    return SIZE.pack(0.0, 0.0)


def paint_page(opened: pypdfium2.PdfDocument, page: int, dpi: float, most: int, *, grey: bool) -> Pixels:
    """Return page `page` (from 1) of an open document as pixels. Raises `Refusal` ("pixels", "page")."""
    try:
        sheet = page_of(opened, page)
        width, height = sheet.get_size()
        if math.ceil(width * dpi / 72) * math.ceil(height * dpi / 72) > most:
            raise Refusal("pixels", page)
        bitmap = sheet.render(scale=dpi / 72, grayscale=grey, prefer_bgrx=True)
    except pypdfium2.PdfiumError as error:
        raise Refusal("page", page) from error
    row = bitmap.width * bitmap.n_channels
    padded = memoryview(bitmap.buffer).cast("B")
    rows = range(0, bitmap.stride * bitmap.height, bitmap.stride)
    whole = padded if bitmap.stride == row else b"".join([padded[at : at + row] for at in rows])
    pixels = Pixels(bitmap.width, bitmap.height, bitmap.n_channels, whole)
    bitmap.close()
    sheet.close()
    return pixels


def _is_pdf(document: BinaryIO) -> bool:
    """Look for the header, or, where that is lost, for the end that only a PDF has."""
    document.seek(0)
    if b"%PDF-" in document.read(_HEADER_WITHIN + 4):
        return True
    document.seek(max(0, document.seek(0, io.SEEK_END) - _TRAILER_WITHIN))
    end = document.read(_TRAILER_WITHIN)
    return b"startxref" in end and b"%%EOF" in end


def _once(notes: list[Note]) -> tuple[Note, ...]:
    return tuple(dict.fromkeys(notes))
