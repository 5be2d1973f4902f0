"""Marks every page of a copy (C3). Runs inside the worker.

Rule: a copy is whole or it is not made. Each page is the original's own content on a sheet with the marks
around it; a page that cannot be placed so is placed as a picture of itself, and counted; if that fails too,
the page is named and there is no copy. The same document and mark give the same bytes, unless they are
encrypted: that never happens twice alike.
"""

import contextlib
import hashlib
import io
from collections.abc import Callable
from typing import BinaryIO, NamedTuple

import msgspec
import pikepdf
import zxingcpp
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel

from desktop.custody.marks import Mark
from desktop.paper import fonts
from desktop.paper.active import leave_behind
from desktop.paper.messages import Limits, Lock
from desktop.paper.originals import (
    Drawn,
    Frame,
    NeedsPictureError,
    Originals,
    annotations,
    concatenated,
    frame_of,
    numbers,
)
from desktop.paper.pictures import Pictures
from desktop.paper.reading import DAMAGE, Refusal, open_exactly, open_to_draw
from desktop.paper.sheet import Box, Matrix, place
from desktop.paper.stamp import Stamp

_OUT_OF_MEMORY = "bad_alloc"
"""In the words of an error, where qpdf makes lack of memory look like damage."""

Report = Callable[[int, int], None]
"""Told how many steps of how many are done; a page is two, once marked and once written."""


class MarkedPages(NamedTuple):
    """How many pages were marked, and how many of them as pictures."""

    pages: int
    placed_as_image: int


def warm_up() -> None:
    """Load what is otherwise loaded at first use, while files can still be opened."""
    for role in ("text", "strong", "figures"):
        fonts.runs("Aא", role)
    zxingcpp.create_barcode("A", zxingcpp.BarcodeFormat.DataMatrix)
    with Pdf.new() as pdf:
        pdf.save(io.BytesIO(), deterministic_id=True)
        pdf.save(
            io.BytesIO(), encryption=_encryption(Lock("user", "owner", printing=False))
        )  # opens its chance


def mark(
    document: BinaryIO,
    words: Mark,
    target: BinaryIO,
    limits: Limits,
    report: Report,
    *,
    lock: Lock | None = None,
) -> MarkedPages:
    """Write the copy to `target`, encrypted as it is written where there is a `lock` (D5).

    Raises `Refusal`; what was written to `target` is then worthless.
    """
    with contextlib.ExitStack() as closing:
        pdf, pages, readable = _opened(document, limits, closing)
        pictures = Pictures(document, len(pages), closing)
        marker = _Marker(pdf, words, pictures, len(pages), readable=readable)
        for number, page in enumerate(pages, start=1):
            marker.mark_page(page, number)
            report(number, 2 * len(pages))
        leave_behind(pdf, pages)
        pdf.trailer.ID = Array([pikepdf.String(_identity(words))] * 2)
        pdf.trailer.Info = pdf.make_indirect(Dictionary(Title=pikepdf.String(f"Copy {words.copy}")))
        try:
            pdf.save(
                target,
                static_id=lock is None,  # a digest of all that is written would take longer than the rest
                encryption=_encryption(lock) if lock else False,
                compress_streams=False,
                fix_metadata_version=False,
                preserve_pdfa=False,
                stream_decode_level=None
                if lock
                else StreamDecodeLevel.none,  # none is what encryption does anyway
                object_stream_mode=ObjectStreamMode.generate,
                progress=lambda percent: report(len(pages) + len(pages) * percent // 100, 2 * len(pages)),
            )
        except DAMAGE as error:
            raise Refusal("damaged") from error
        return MarkedPages(len(pages), pictures.placed)


def _identity(words: Mark) -> bytes:
    """Return what a file is known by (ISO 32000-1, 14.4): the copy's own, nothing of the original's."""
    return hashlib.sha256(msgspec.json.encode(words)).digest()[:16]


def _encryption(lock: Lock) -> pikepdf.Encryption:
    """Return AES with 256 bits (ISO 32000-2, 7.6.4.3.4), the document's description included."""
    allowed = pikepdf.Permissions(
        accessibility=True,
        extract=False,
        modify_annotation=False,
        modify_assembly=False,
        modify_form=False,
        modify_other=False,
        print_highres=lock.printing,
        print_lowres=lock.printing,
    )
    return pikepdf.Encryption(user=lock.user, owner=lock.owner, R=6, allow=allowed, aes=True, metadata=True)


def _opened(
    document: BinaryIO, limits: Limits, closing: contextlib.ExitStack
) -> tuple[Pdf, list[Object], bool]:
    """Return the document, its pages and True; where only PDFium reads it, as many blank ones and False."""
    try:
        pdf = closing.enter_context(open_exactly(document))
        count = len(pdf.pages)
    except Refusal as refusal:
        if refusal.reason == "not-pdf":
            raise
        pdf, count = None, 0
    except DAMAGE:
        pdf, count = None, 0
    if pdf is not None and count:
        _check_count(count, limits)
        with contextlib.suppress(*DAMAGE):
            if pdf.Root.AcroForm.get("/NeedAppearances"):
                pdf.generate_appearance_streams()
        return pdf, [page.obj for page in pdf.pages], True
    with open_to_draw(document) as opened:
        count = len(opened)
    if not count:
        raise Refusal("no-pages")
    _check_count(count, limits)
    blank = closing.enter_context(Pdf.new())
    return blank, [blank.make_indirect(Dictionary(Type=Name.Page)) for _ in range(count)], False


def _check_count(count: int, limits: Limits) -> None:
    if count > limits.pages:
        raise Refusal("pages")


class _Marker:
    """Makes the pages of one copy, in place."""

    def __init__(self, pdf: Pdf, words: Mark, pictures: Pictures, pages: int, *, readable: bool) -> None:
        self._pdf = pdf
        self._readable = readable
        self._originals = Originals(pdf)
        self._pictures = pictures
        self._stamp = Stamp(pdf, words, pages)

    def mark_page(self, page: Object, number: int) -> None:
        """Turn an original page into a page of the copy. Raises `Refusal` if it cannot be."""
        try:
            if not self._readable:
                raise NeedsPictureError  # noqa: TRY301 - the same way out as a page that only drawing can place
            frame = self._originals.frame(page)
            drawn = list(annotations(page))
            content, forms = _placed(self._originals.form(page, frame.shown), drawn, frame)
        except (*DAMAGE, NeedsPictureError) as error:
            if _OUT_OF_MEMORY in str(error):
                raise Refusal("memory") from error
            picture, width, height = self._pictures.draw(self._pdf, number)
            frame = frame_of(place(Box(0, 0, width, height), 0, 1))
            content, forms = _placed_picture(picture, frame, width, height)
        sheet = frame.placing.sheet
        forms["/S"] = self._stamp.for_sheet(sheet)
        page.MediaBox = frame.sheet
        page.Resources = Dictionary({"/XObject": Dictionary(forms), "/Font": self._stamp.fonts})
        page.Contents = Stream(self._pdf, content + b"/S Do\n" + self._stamp.on_page(sheet, number))


def _placed(form: Object | None, drawn: list[Drawn], frame: Frame) -> tuple[bytes, dict[str, Object]]:
    """Return the content that draws an original page on its sheet, and the forms it names."""
    if not drawn:
        return (b"q\n%s\n/P Do\nQ\n" % frame.moved, {"/P": form}) if form is not None else (b"", {})
    forms = {f"/A{number}": annotation.form for number, annotation in enumerate(drawn)}
    parts = [b"q", frame.moved]
    if form is not None:
        forms["/P"] = form
        parts.append(b"/P Do")
    shown = frame.placing.visible
    parts.append(f"{numbers(shown.left, shown.bottom, shown.width, shown.height)} re W n".encode())
    for number, annotation in enumerate(drawn):
        parts.append(b"q %s /A%d Do Q" % (concatenated(annotation.matrix), number))
    return b"\n".join([*parts, b"Q\n"]), forms


def _placed_picture(
    picture: Object, frame: Frame, width: float, height: float
) -> tuple[bytes, dict[str, Object]]:
    filled = Matrix(width, 0, 0, height, 0, 0).then(frame.placing.matrix)
    return b"q %s /P Do Q\n" % concatenated(filled), {"/P": picture}
