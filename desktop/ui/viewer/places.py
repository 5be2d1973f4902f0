"""Where each page stands when all pages of a document lie under each other. Pure arithmetic; pixels.

Rule: finding what is seen, and laying all out at another size, takes as long for five thousand pages as for
five; only how many are side by side makes one go through them all. Whatever a document says of its pages,
none is laid out larger than paper can be.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

UNKNOWN = (595.0, 842.0)
"""How large a page is taken to be that cannot be measured: A4, in points."""
LARGEST = 14_400.0
"""The longest side of a page in points, as PDF has it; a page that says more is shown as small as that."""
LARGEST_FIT = 6.0
"""Pixels for a point to which a page is enlarged at most to fit: one that is narrow as a line is high too."""
GAP = 14.0


class Place(NamedTuple):
    """A page's rectangle; `left` is measured from the left edge of the widest row."""

    left: float
    top: float
    width: float
    height: float
    scale: float
    """Pixels for a point of this page."""


class Rows:
    """The pages in rows, one or two across, in points."""

    def __init__(self, sizes: Sequence[tuple[float, float]], across: int = 1) -> None:
        """Set pages of these sizes in rows."""
        self.across = across
        self.sizes = list(map(_measured, sizes))
        self._shrunk = [min(LARGEST / max(*size, LARGEST), 1.0) for size in sizes]
        rows = [self.sizes[first : first + across] for first in range(0, len(sizes), across)]
        self.above = [0.0, *accumulate(max(height for _width, height in row) for row in rows)]
        """How high all rows above one are, and last of all those there are."""
        self._widest: dict[int, float] = {}
        """Of the rows of so many pages."""
        for row in rows:
            wide = sum(width for width, _height in row)
            self._widest[len(row)] = max(self._widest.get(len(row), 0.0), wide)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.above) - 1

    def width(self, scale: float) -> float:
        """Return how many pixels the widest row takes; `scale` is pixels for a point."""
        return max((wide * scale + GAP * (pages - 1) for pages, wide in self._widest.items()), default=0.0)

    def fitting_width(self, room: float) -> float:
        """Return the scale at which the widest pages fill a width, as near as can be."""
        widest = max((width for width, _height in self.sizes), default=UNKNOWN[0])
        return min(max(room - GAP * (self.across + 1), 1.0) / (widest * self.across), LARGEST_FIT)

    def fitting_page(self, page: int, room: tuple[float, float]) -> float:
        """Return the scale at which a page, from 0, is seen whole."""
        width, height = self.sizes[page]
        across = max(room[0] - GAP * (self.across + 1), 1.0) / (width * self.across)
        return min(across, max(room[1] - 2 * GAP, 1.0) / height, LARGEST_FIT)

    def shrunk(self, page: int) -> float:
        """Return how much smaller than it says a page, from 0, is shown: 1 for all that paper can be."""
        return self._shrunk[page]


class Places:
    """The rows at one size, each in the middle of the widest."""

    def __init__(self, rows: Rows, scale: float) -> None:
        """Lay out rows; `scale` is pixels for a point."""
        self.scale = scale
        self._rows = rows
        self.width = rows.width(scale)
        self.height = self._top(len(rows))

    def place(self, page: int) -> Place:
        """Return where a page, from 0, stands."""
        row, within = divmod(page, self._rows.across)
        pages = self._rows.sizes[page - within : page - within + self._rows.across]
        widths = [width * self.scale for width, _height in pages]
        left = (self.width - sum(widths) - GAP * (len(widths) - 1)) / 2
        tallest = (self._rows.above[row + 1] - self._rows.above[row]) * self.scale
        height = pages[within][1] * self.scale
        return Place(
            left + sum(widths[:within]) + GAP * within,
            self._top(row) + (tallest - height) / 2,
            widths[within],
            height,
            self.scale * self._rows.shrunk(page),
        )

    def seen(self, top: float, bottom: float) -> range:
        """Return the pages, from 0, of which something stands between two heights."""
        first = self._row_at(top)
        last = max(self._row_at(bottom), first) + 1
        return range(first * self._rows.across, min(last * self._rows.across, len(self._rows.sizes)))

    def at(self, height: float) -> int:
        """Return the page, from 0, whose row stands at a height: the first of the row."""
        return self._row_at(height) * self._rows.across

    def _row_at(self, height: float) -> int:
        """Return the row that stands at a height, or else the one above it; the first at least."""
        return max(bisect_right(range(len(self._rows)), height, key=self._top) - 1, 0)

    def _top(self, row: int) -> float:
        return GAP * (row + 1) + self._rows.above[row] * self.scale


def _measured(size: tuple[float, float]) -> tuple[float, float]:
    width, height = size
    if not (width > 0 and height > 0):
        return UNKNOWN
    shrunk = min(LARGEST / max(width, height), 1.0)
    return width * shrunk, height * shrunk
