"""How areas of a chart are told apart on paper: patterns of black, never colour (K5).

Rule: beside its pattern each area has an outline, so that white is an area too; the patterns differ in how
dark they are, so that a photocopy tells them apart as well.
"""

from collections.abc import Iterator

from reportlab.pdfgen.canvas import Canvas

_OUTLINE = 0.6
_HATCH = 0.5
_DARK = 0.25
_APART = 3.2
"""Points between the lines of a hatch."""

Rect = tuple[float, float, float, float]
"""Left, bottom, width and height in points."""


def fill(canvas: Canvas, rect: Rect, pattern: int) -> None:
    """Fill a rectangle with one of the patterns, and outline it."""
    left, bottom, wide, high = rect
    if wide <= 0 or high <= 0:
        return
    canvas.saveState()
    canvas.setLineWidth(_OUTLINE)
    kind = pattern % len(_KINDS)
    if kind == 0:
        canvas.setFillGray(_DARK)
        canvas.rect(left, bottom, wide, high, fill=1)
    else:
        clip = canvas.beginPath()
        clip.rect(left, bottom, wide, high)
        canvas.saveState()
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setLineWidth(_HATCH if kind != _DENSE else 1.3)
        canvas.lines(list(_KINDS[kind](rect)))
        canvas.restoreState()
        canvas.rect(left, bottom, wide, high, fill=0)
    canvas.restoreState()


def _none(_rect: Rect) -> Iterator[Rect]:
    return iter(())


def _rising(rect: Rect) -> Iterator[Rect]:
    left, bottom, wide, high = rect
    at = left - high
    while at < left + wide:
        yield at, bottom, at + high, bottom + high
        at += _APART


def _crossed(rect: Rect) -> Iterator[Rect]:
    yield from _level(rect)
    left, bottom, wide, high = rect
    at = left
    while at < left + wide:
        yield at, bottom, at, bottom + high
        at += _APART


def _level(rect: Rect) -> Iterator[Rect]:
    left, bottom, wide, high = rect
    at = bottom + _APART / 2
    while at < bottom + high:
        yield left, at, left + wide, at
        at += _APART


_KINDS = (_none, _rising, _none, _crossed, _rising, _level)
"""Dark, hatched, white, crossed, hatched densely, lined: neighbours differ most."""
_DENSE = 4
