"""An original page as one form XObject, to be placed on its sheet. Runs inside the worker.

Rule: the content is not rewritten; a form XObject keeps whatever graphics state it leaves behind to itself.
Comments and filled-in fields are drawn where they stood, from the appearance the document carries. What
cannot be placed this way raises one of `DAMAGE` or `NeedsPictureError`; the page is then placed as a picture.
"""

import math
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from desktop.paper.sheet import Box, Matrix, Placing, box, place, visible

_HIDDEN = 1 | 2
_PRINTS = 4
_NOT_ON_SCREEN = 32
_NEVER_SHOWN = {"/Popup", "/Link"}
_DRAWN_BY_READERS = {
    "/Highlight",
    "/Underline",
    "/StrikeOut",
    "/Squiggly",
    "/Square",
    "/Circle",
    "/Ink",
    "/FreeText",
}
_EMPTY = {"", "/Off"}
_CONTENT_TRAVELS = {"/Length", "/Filter", "/DecodeParms"}
_RESOURCES = {
    "/ExtGState",
    "/ColorSpace",
    "/Pattern",
    "/Shading",
    "/XObject",
    "/Font",
    "/ProcSet",
    "/Properties",
}
_SHAPE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")
_XOBJECT, _FORM = Name.XObject, Name.Form
_MOST_ANNOTATIONS = 10_000


class NeedsPictureError(Exception):
    """The page shows something that only a program that draws it can place."""


class View(NamedTuple):
    """What a reader shows of a page, and how."""

    shown: Box
    rotation: int
    unit: float


class Frame(NamedTuple):
    """What pages of one shape have in common: how they are placed, and the operators that do it."""

    placing: Placing
    shown: Object
    """What is seen of the original, as an array."""
    sheet: Object
    """The sheet's own box."""
    moved: bytes
    """The operator that takes the original's coordinates to the sheet's."""


class Drawn(NamedTuple):
    """An annotation's appearance, and where it goes in the page's own coordinates."""

    form: Object
    matrix: Matrix


class Originals:
    """The original pages of one document, as forms."""

    def __init__(self, pdf: Pdf) -> None:
        """Serve the pages of `pdf`."""
        self._pdf = pdf
        self._made: dict[tuple[int, int], Object] = {}
        self._frames: dict[bytes, Frame] = {}

    def frame(self, page: Object) -> Frame:
        """Return how `page` is placed: worked out once for all pages that say the same of themselves."""
        said = b"|".join(
            value.unparse() if isinstance(value, Object) else repr(value).encode()
            for value in map(page.get, _SHAPE)
        )
        if said not in self._frames:
            self._frames[said] = frame_of(place(*view(page)))
        return self._frames[said]

    def form(self, page: Object, shown: Object) -> Object | None:
        """Return the page's content as a form XObject that shows `shown`, or None if the page has none."""
        contents = page.get("/Contents")
        if isinstance(contents, Array):
            streams = [part for part in contents if isinstance(part, Stream)]
        else:
            streams = [contents] if isinstance(contents, Stream) else []
        if not streams:
            return None
        resources = _resources(page)
        if len(streams) == 1:
            form = self._own(streams[0])
        else:
            joined = b"\n".join(stream.read_bytes() for stream in streams)
            form = Stream(self._pdf, zlib.compress(joined, 6), Filter=Name.FlateDecode)
        form.Type = _XOBJECT
        form.Subtype = _FORM
        form.BBox = shown
        form.Resources = resources
        return form

    def _own(self, stream: Object) -> Object:
        """Return the stream itself if this page alone draws it, else another with the same data."""
        if stream.objgen not in self._made and "/Subtype" not in stream:
            self._made[stream.objgen] = stream
            for key in stream.keys() - _CONTENT_TRAVELS:
                del stream[key]
            return stream
        other = Stream(self._pdf, stream.read_raw_bytes())
        for key in ("/Filter", "/DecodeParms"):
            if key in stream:
                other[key] = stream[key]
        return other


def frame_of(placing: Placing) -> Frame:
    """Return what pages that are placed so have in common."""
    return Frame(
        placing,
        Array([round(edge, 4) for edge in placing.visible]),
        Array([0, 0, placing.sheet.width, placing.sheet.height]),
        concatenated(placing.matrix),
    )


def concatenated(matrix: Matrix) -> bytes:
    """Return the operator that puts `matrix` before all that follows."""
    return f"{numbers(*matrix)} cm".encode()


def numbers(*values: float) -> str:
    """Write numbers as PDF does, never with an exponent, to six figures however small."""
    return " ".join(_number(value) for value in values)


def _number(value: float) -> str:
    places = 5 - math.floor(math.log10(abs(value))) if 0 < abs(value) < 1 else 4
    return f"{value:.{min(places, 20)}f}".rstrip("0").rstrip(".") or "0"


def view(page: Object) -> View:
    """Return what a reader shows of `page`; a value that is no value is taken as missing."""
    rotation = page.get("/Rotate")
    unit = page.get("/UserUnit")
    try:
        unit_size = float(unit) if unit is not None else 1.0
        turned = int(rotation) if rotation is not None else 0
    except (TypeError, ValueError, OverflowError):
        unit_size, turned = 1.0, 0
    shown = visible(box(page.get("/MediaBox")), box(page.get("/CropBox")))
    return View(shown, turned, unit_size if 0 < unit_size < float("inf") else 1.0)


def annotations(page: Object) -> Iterator[Drawn]:
    """Yield what a reader draws over the page. Raises `NeedsPictureError` where only drawing it will do."""
    listed = page.get("/Annots")
    if not isinstance(listed, Array):
        return
    if len(listed) > _MOST_ANNOTATIONS:
        raise NeedsPictureError
    for annotation in listed:
        place = box(annotation.get("/Rect")) if _is_shown(annotation) else None
        if place is None:
            continue
        if "/OC" in annotation:
            raise NeedsPictureError
        form = _appearance(annotation)
        if form is None:
            _check_nothing_lost(annotation)
        else:
            form.Type = Name.XObject
            form.Subtype = Name.Form
            matrix = _placed(form, place)
            if matrix is not None:
                yield Drawn(form, matrix)


def _is_shown(annotation: Object) -> bool:
    if not isinstance(annotation, Dictionary) or str(annotation.get("/Subtype")) in _NEVER_SHOWN:
        return False
    flags = annotation.get("/F")
    if not isinstance(flags, int):
        return True
    return not flags & _HIDDEN and (bool(flags & _PRINTS) or not flags & _NOT_ON_SCREEN)


def _appearance(annotation: Object) -> Object | None:
    every = annotation.get("/AP")
    normal = every.get("/N") if isinstance(every, Dictionary) else None
    if isinstance(normal, Stream):
        return normal
    state = annotation.get("/AS")
    if isinstance(normal, Dictionary) and isinstance(state, Name):
        chosen = normal.get(str(state))
        return chosen if isinstance(chosen, Stream) else None
    return None


def _check_nothing_lost(annotation: Object) -> None:
    """Raise `NeedsPictureError` for what carries no appearance, but which readers draw all the same."""
    every = annotation.get("/AP")
    if isinstance(every, Dictionary) and "/N" in every:
        return  # a state, such as an empty tick box, that looks like nothing
    if str(annotation.get("/Subtype")) in _DRAWN_BY_READERS:
        raise NeedsPictureError
    if annotation.get("/Subtype") == Name.Widget and _inherited(annotation, "/FT") != Name.Sig:
        value = _inherited(annotation, "/V")
        if "/MK" in annotation or (value is not None and str(value) not in _EMPTY):
            raise NeedsPictureError


def _inherited(field: Object, key: str) -> object:
    for _ in range(16):
        if key in field:
            return field[key]
        parent = field.get("/Parent")
        if not isinstance(parent, Dictionary):
            break
        field = parent
    return None


def _placed(form: Object, place: Box) -> Matrix | None:
    """Return the matrix that fits the appearance to its rectangle (ISO 32000-1, 12.5.5, algorithm 8.1)."""
    bounds = box(form.get("/BBox"))
    if bounds is None:
        return None
    own = form.get("/Matrix")
    matrix = (
        Matrix(*(float(number) for number in own)) if isinstance(own, Array) else Matrix(1, 0, 0, 1, 0, 0)
    )
    corners = [matrix.at(x, y) for x in (bounds.left, bounds.right) for y in (bounds.bottom, bounds.top)]
    around = box(
        (
            min(x for x, _ in corners),
            min(y for _, y in corners),
            max(x for x, _ in corners),
            max(y for _, y in corners),
        )
    )
    if around is None:
        return None
    across, up = place.width / around.width, place.height / around.height
    return Matrix(across, 0, 0, up, place.left - around.left * across, place.bottom - around.bottom * up)


def _resources(page: Object) -> Object:
    resources = page.get("/Resources")
    if not isinstance(resources, Dictionary):
        return Dictionary()
    for key in resources.keys() - _RESOURCES:
        del resources[key]
    return resources
