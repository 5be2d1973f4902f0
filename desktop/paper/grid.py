"""Rows of passages in columns: the ground of facts and tables on the forms.

Rule: a row stays whole unless it is taller than `TALL`; then it is split within its cells, so that a
reason of ten thousand characters prints to its end. The heading rows come again on every page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.paper.passage import Passage

TALL = 70 * mm
HAIRLINE = 0.3
WRITING_LINE = 0.75
_MOST, _OVER = 40 * mm, 2.0  # an endless word, such as an address of a page, may not starve the other columns
Cell = Sequence[Passage]


@dataclass(frozen=True)
class Row:
    """Cells side by side. `rules` are lines under it: first column, last column, weight in points."""

    cells: Sequence[Cell]
    rules: Sequence[tuple[int, int, float]] = ()
    least: float = 0.0
    """Least height in points, of room to write in by hand."""
    above: float = 0.0
    below: float = 0.0
    at_foot: bool = False
    """Whether the cells stand on the rule, not under the row above."""
    whole: bool = False
    """Whether the row is never split, however tall: it must be lower than a page."""

    def height(self, widths: Sequence[float]) -> float:
        """Return the height in points when the columns are `widths` points wide."""
        tallest = max(_height(cell, wide) for cell, wide in zip(self.cells, widths, strict=True))
        return max(tallest + self.above + self.below, self.least)

    def again(self) -> Self:
        """Return the row as it is repeated on a later page: an artefact, which is not told twice."""
        return replace(self, cells=[[passage.repeated() for passage in cell] for cell in self.cells])

    def split(self, widths: Sequence[float], height: float) -> tuple[Self, Self] | None:
        """Return the row in two, the first within `height` points; None if nothing of it fits."""
        parts = [
            _split(cell, wide, height - self.above) for cell, wide in zip(self.cells, widths, strict=True)
        ]
        if any(cell and not first for cell, (first, _) in zip(self.cells, parts, strict=True)):
            return None
        first = replace(self, cells=[part[0] for part in parts], rules=(), below=0.0, least=0.0)
        return first, replace(self, cells=[part[1] for part in parts])


@dataclass
class _Set:
    """A grid as set for one width."""

    widths: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    head: float = 0.0


class Grid(Flowable):  # type: ignore[misc] # ReportLab carries no types
    """Rows whose columns share the width by `shares`, `gutter` points apart."""

    def __init__(
        self,
        shares: Sequence[float],
        rows: Sequence[Row],
        *,
        gutter: float,
        head: Sequence[Row] = (),
        least: Sequence[Sequence[float]] = (),
    ) -> None:
        """Keep the rows. `least` are least widths of the columns, the first that fit count."""
        super().__init__()
        self.least = least
        self.shares = shares
        self.rows = rows
        self.gutter = gutter
        self.head = head
        self._set = _Set()
        self.spaceAfter = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Set all rows for `width` points; return the room taken."""
        del height
        widths = self._widths(width - self.gutter * (len(self.shares) - 1))
        starts = [sum(widths[:number]) + self.gutter * number for number in range(len(widths))]
        heights = [row.height(widths) for row in self.rows]
        self._set = _Set(widths, starts, heights, sum(row.height(widths) for row in self.head))
        self.width, self.height = width, self._set.head + sum(heights)
        return self.width, self.height

    def lead(self, width: float) -> float:
        """Return the height in points of the heading and the first row: what must not be parted."""
        self.wrap(width, 0)
        return float(self._set.head + min(TALL, sum(self._set.heights[:1])))

    def _widths(self, room: float) -> list[float]:
        """Share out the room, where it can be with every column as wide as it must be at least."""
        most = [max(_MOST, _OVER * room * share / sum(self.shares)) for share in self.shares]
        wanted = ([min(pair) for pair in zip(least, most, strict=True)] for least in self.least)
        least = next((least for least in wanted if sum(least) <= room), [0.0] * len(self.shares))
        wide = dict(enumerate(self.shares))
        narrow: dict[int, float] = {}
        while wide:
            unit = (room - sum(narrow.values())) / sum(wide.values())
            short = {place: least[place] for place, share in wide.items() if share * unit < least[place]}
            if not short:
                break
            narrow |= short
            wide = {place: share for place, share in wide.items() if place not in short}
        return [narrow[place] if place in narrow else wide[place] * unit for place in range(len(least))]

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the grid in two, the first within `height` points; nothing if not even a row fits."""
        self.wrap(width, height)
        room = height - self._set.head
        fit, used = 0, 0.0
        while fit < len(self.rows) and used + self._set.heights[fit] <= room:
            used += self._set.heights[fit]
            fit += 1
        if fit == len(self.rows):
            return [self]
        first, rest = list(self.rows[:fit]), list(self.rows[fit:])
        if (
            self._set.heights[fit] > TALL
            and not rest[0].whole
            and (halves := rest[0].split(self._set.widths, room - used))
        ):
            first.append(halves[0])
            rest[0] = halves[1]
        again = [row.again() for row in self.head]
        return [self._with(first, 0, self.head), self._with(rest, self.spaceAfter, again)] if first else []

    def _with(self, rows: Sequence[Row], after: float, head: Sequence[Row]) -> "Grid":
        grid = Grid(self.shares, rows, gutter=self.gutter, head=head, least=self.least)
        grid.spaceAfter = after
        return grid

    def draw(self) -> None:
        """Draw the heading rows, the rows and their rules."""
        top = self.height
        for row in [*self.head, *self.rows]:
            top = self._draw_row(row, top)

    def _draw_row(self, row: Row, top: float) -> float:
        high = row.height(self._set.widths)
        for cell, start, wide in zip(row.cells, self._set.starts, self._set.widths, strict=True):
            below = high - row.above - row.below - _height(cell, wide) if row.at_foot else 0.0
            y = top - row.above - below
            for passage in cell:
                y -= passage.wrap(wide, high)[1]
                passage.drawOn(self.canv, start, y)
                y -= passage.style.after
        with self.canv.ink_of(None):
            for first, last, weight in row.rules:
                self.canv.setLineWidth(weight)
                end = self._set.starts[last] + self._set.widths[last]
                self.canv.line(self._set.starts[first], top - high, end, top - high)
        return top - high


def _height(cell: Cell, width: float) -> float:
    return sum(passage.wrap(width, 0)[1] + passage.style.after for passage in cell)


def _split(cell: Cell, width: float, height: float) -> tuple[list[Passage], list[Passage]]:
    """Return what of a cell fits in `height` points, and what is left."""
    first: list[Passage] = []
    for number, passage in enumerate(cell):
        high = passage.wrap(width, height)[1]
        if high <= height:
            first.append(passage)
            height -= high + passage.style.after
            continue
        halves = passage.split(width, height)
        return [*first, *halves[:1]], [*(halves[1:] or [passage]), *cell[number + 1 :]]
    return first, []
