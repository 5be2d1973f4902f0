"""Where the original and the marks go on a page of a copy. Pure arithmetic; lengths in points.

Rule: each page of a copy is an upright sheet of its own, from (0, 0), whatever boxes, rotation and unit the
original had. The original is shown whole and a little smaller in the middle; the marks have the margins to
themselves. A page too small for its marks is placed on a larger sheet, one beyond 200 inches is made smaller.
"""

from typing import NamedTuple

_LEAST = 340.0
"""The smallest side of a sheet: about A6 across, so that every mark can be read."""
_MOST = 14_400.0
"""The largest side that readers of PDF must support (ISO 32000-1, annex C)."""
_A4_SIDE = 595.28
_FARTHEST = 1e12
_THINNEST = 1e-4
_LETTER = (0.0, 0.0, 612.0, 792.0)
_TOP = 41.0
_BOTTOM = 53.0
_SIDE = 14.0


class Matrix(NamedTuple):
    """A coordinate transformation as PDF writes it: x' = ax + cy + e, y' = bx + dy + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def then(self, after: "Matrix") -> "Matrix":
        """Return this transformation followed by `after`."""
        return Matrix(
            self.a * after.a + self.b * after.c,
            self.a * after.b + self.b * after.d,
            self.c * after.a + self.d * after.c,
            self.c * after.b + self.d * after.d,
            self.e * after.a + self.f * after.c + after.e,
            self.e * after.b + self.f * after.d + after.f,
        )

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


class Box(NamedTuple):
    """A rectangle by its lower left and upper right corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Its width, never negative."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height, never negative."""
        return self.top - self.bottom


class Sheet(NamedTuple):
    """A sheet's size, and the scale of its marks (1 on A4)."""

    width: float
    height: float
    scale: float


class Placing(NamedTuple):
    """A page of the original on its sheet."""

    sheet: Sheet
    visible: Box
    """What a reader shows of the original, in the original's own coordinates."""
    matrix: Matrix
    """From the original's own coordinates to the sheet's."""


def box(numbers: object) -> Box | None:
    """Return the rectangle of two corners in any order, or None if `numbers` describe none."""
    try:
        a, b, c, d = (float(number) for number in numbers)  # type: ignore[attr-defined]
    except (TypeError, ValueError, OverflowError):
        return None
    found = Box(min(a, c), min(b, d), max(a, c), max(b, d))
    usable = all(abs(edge) <= _FARTHEST for edge in found) and min(found.width, found.height) >= _THINNEST
    return found if usable else None


def visible(media: Box | None, crop: Box | None) -> Box:
    """Return what a reader shows: the crop box within the media box; without either, US Letter."""
    whole = media or Box(*_LETTER)
    if crop is None:
        return whole
    left, right = max(whole.left, crop.left), min(whole.right, crop.right)
    bottom, top = max(whole.bottom, crop.bottom), min(whole.top, crop.top)
    return Box(left, bottom, right, top) if left < right and bottom < top else whole


def place(shown: Box, rotation: int, unit: float) -> Placing:
    """Return where a page goes that shows `shown`, turned clockwise by `rotation` degrees.

    `unit` is the size of the original's unit in points.
    """
    upright, width, height = _upright(shown, rotation)
    natural = min(unit, _MOST / max(width, height))
    width, height = width * natural, height * natural
    sheet_width, sheet_height = max(width, _LEAST), max(height, _LEAST)
    scale = max(0.8, min(sheet_width, sheet_height) / _A4_SIDE)
    left, bottom = _SIDE * scale, _BOTTOM * scale
    room_across = sheet_width - 2 * left
    room_up = sheet_height - bottom - _TOP * scale
    shrink = min(1.0, room_across / width, room_up / height)
    factor = natural * shrink
    matrix = upright.then(
        Matrix(
            factor,
            0,
            0,
            factor,
            left + (room_across - width * shrink) / 2,
            bottom + (room_up - height * shrink) / 2,
        )
    )
    return Placing(Sheet(round(sheet_width, 2), round(sheet_height, 2), scale), shown, matrix)


def _upright(shown: Box, rotation: int) -> tuple[Matrix, float, float]:
    match rotation // 90 % 4:
        case 0:
            return Matrix(1, 0, 0, 1, -shown.left, -shown.bottom), shown.width, shown.height
        case 1:
            return Matrix(0, -1, 1, 0, -shown.bottom, shown.right), shown.height, shown.width
        case 2:
            return Matrix(-1, 0, 0, -1, shown.right, shown.top), shown.width, shown.height
        case _:
            return Matrix(0, 1, -1, 0, shown.top, -shown.left), shown.height, shown.width
