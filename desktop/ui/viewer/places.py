"""Where each page stands when all pages of a document lie under each other. Pure arithmetic; pixels.

Rule: finding what is seen takes as long for five thousand pages as for five.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

UNKNOWN = (595.0, 842.0)
"""How large a page is taken to be that cannot be measured: A4, in points."""
GAP = 14.0


class Place(NamedTuple):
    """A page's rectangle; `left` is measured from the left edge of the widest row."""

    left: float
    top: float
    width: float
    height: float


class Places:
    """The pages in rows, one or two across, in the middle of the widest row."""

    def __init__(self, sizes: Sequence[tuple[float, float]], scale: float, across: int = 1) -> None:
        """Lay out pages of these sizes in points; `scale` is pixels for a point."""
        self.scale, self.across = scale, across
        self._tops: list[float] = []
        rows = [
            [(w * scale, h * scale) for w, h in map(_measured, sizes[first : first + across])]
            for first in range(0, len(sizes), across)
        ]
        self.width = max((_wide(row) for row in rows), default=0.0)
        self.pages: list[Place] = []
        top = GAP
        for row in rows:
            self._tops.append(top)
            left = (self.width - _wide(row)) / 2
            tallest = max(height for _width, height in row)
            for width, height in row:
                self.pages.append(Place(left, top + (tallest - height) / 2, width, height))
                left += width + GAP
            top += tallest + GAP
        self.height = top

    def seen(self, top: float, bottom: float) -> range:
        """Return the pages, from 0, of which something stands between two heights."""
        first = max(bisect_right(self._tops, top) - 1, 0)
        last = max(bisect_right(self._tops, bottom), first + 1)
        return range(first * self.across, min(last * self.across, len(self.pages)))

    def at(self, height: float) -> int:
        """Return the page, from 0, whose row stands at a height: the first of the row."""
        return min(max(bisect_right(self._tops, height) - 1, 0) * self.across, max(len(self.pages) - 1, 0))


def fitting_width(sizes: Sequence[tuple[float, float]], room: float, across: int) -> float:
    """Return the scale at which the widest pages fill a width, as near as can be."""
    widest = max((_measured(size)[0] for size in sizes), default=UNKNOWN[0])
    return max(room - GAP * (across + 1), 1.0) / (widest * across)


def fitting_page(size: tuple[float, float], room: tuple[float, float], across: int) -> float:
    """Return the scale at which a page is seen whole."""
    width, height = _measured(size)
    return min(
        max(room[0] - GAP * (across + 1), 1.0) / (width * across), max(room[1] - 2 * GAP, 1.0) / height
    )


def _measured(size: tuple[float, float]) -> tuple[float, float]:
    width, height = size
    return size if width > 0 and height > 0 else UNKNOWN


def _wide(row: Sequence[tuple[float, float]]) -> float:
    return sum(width for width, _height in row) + GAP * (len(row) - 1)
