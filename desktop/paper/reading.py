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

from desktop.paper.active import notes_on
from desktop.paper.messages import SIZE, Inspected, Limits, Note, Reason

_HEADER_WITHIN = 1024
"""Where the header may begin (ISO 32000-1, annex H, note 13)."""
_TRAILER_WITHIN = 1024
"""Where the end must stand (annex H, note 18)."""

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
    """A picture: rows from the top, without padding; one byte (grey) or three (red, green, blue) a pixel."""

    width: int
    height: int
    channels: int
    pixels: bytes


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
    """Open with PDFium. Raises `Refusal` ("not-pdf", "password", "damaged")."""
    if not _is_pdf(document):
        raise Refusal("not-pdf")
    try:
        opened = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as error:
        raise Refusal("password" if "password" in str(error).lower() else "damaged") from error
    try:
        yield opened
    finally:
        opened.close()


def inspect(document: BinaryIO) -> Inspected:
    """Say what the document is. Never raises for what is in it."""
    if not _is_pdf(document):
        return Inspected("other", None, markable=False, notes=("not-pdf",))
    drawn, locked = _pages_to_draw(document)
    if locked:
        return Inspected("pdf", None, markable=False, notes=("password",))
    try:
        with open_exactly(document) as pdf:
            pages = len(pdf.pages)
            notes = notes_on(pdf)
            if pdf.get_warnings():
                notes.append("damaged")
    except Refusal:
        return Inspected("pdf", drawn, markable=bool(drawn), notes=("damaged" if drawn else "unreadable",))
    except DAMAGE:
        pages, notes = drawn or 0, ["damaged"]
    if not (pages or drawn):
        return Inspected(
            "pdf", None, markable=False, notes=("unreadable" if "damaged" in notes else "no-pages",)
        )
    if drawn is not None and drawn != pages:
        notes.append("counts-differ")
    return Inspected("pdf", pages or drawn, markable=bool(pages or drawn), notes=_once(notes))


def sizes(opened: pypdfium2.PdfDocument, limits: Limits) -> bytes:
    """Return how large each page is as it is shown, packed. Raises `Refusal` ("pages")."""
    if len(opened) > limits.pages:
        raise Refusal("pages")
    return b"".join(_size(opened, index) for index in range(len(opened)))


def _size(opened: pypdfium2.PdfDocument, index: int) -> bytes:
    try:
        width, height = opened.get_page_size(index)
    except pypdfium2.PdfiumError:
        width, height = 0.0, 0.0
    usable = width > 0 and height > 0 and math.isfinite(width * height)
    return SIZE.pack(width, height) if usable else SIZE.pack(0.0, 0.0)


def paint_page(opened: pypdfium2.PdfDocument, page: int, dpi: float, most: int, *, grey: bool) -> Pixels:
    """Return page `page` (from 1) of an open document as pixels. Raises `Refusal` ("pixels", "page")."""
    if not 1 <= page <= len(opened):
        raise Refusal("no-such-page", page)
    try:
        sheet = opened[page - 1]
        width, height = sheet.get_size()
        if not (width > 0 and height > 0 and math.isfinite(width * height)):
            raise Refusal("page", page)
        if math.ceil(width * dpi / 72) * math.ceil(height * dpi / 72) > most:
            raise Refusal("pixels", page)
        bitmap = sheet.render(scale=dpi / 72, grayscale=grey, rev_byteorder=True, prefer_bgrx=False)
    except pypdfium2.PdfiumError as error:
        raise Refusal("page", page) from error
    row = bitmap.width * bitmap.n_channels
    whole = bytes(bitmap.buffer)
    if bitmap.stride != row:
        whole = b"".join(
            whole[at : at + row] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride)
        )
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


def _pages_to_draw(document: BinaryIO) -> tuple[int | None, bool]:
    """Return PDFium's count of the pages, if it has one, and whether the document wants a password."""
    try:
        with open_to_draw(document) as opened:
            return len(opened), False
    except Refusal as refusal:
        return None, refusal.reason == "password"


def _once(notes: list[Note]) -> tuple[Note, ...]:
    return tuple(dict.fromkeys(notes))
