"""Numbers for readers outside: a small one is hidden, so that nothing that is shown lets it be found (F5).

Rule: a number of 1 to 4 is shown as "fewer than 5". The total is shown, so other numbers are hidden too where
a small one could else be found from totals, rows or columns; then none of the hidden ones says whether it is
small, since that others had to be hidden would tell which small ones there are. Which others are hidden goes
by their place and never by how large they are, for the same reason. A table that no hiding protects is not
shown at all.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

FEW, HIDDEN = "fewer than 5", "not shown"
LEAST = 5
"""The smallest number, but for none at all, that is shown."""

Place = tuple[int, int]
Node = tuple[str, int]
Grid = Sequence[Sequence[int]]


class Shown(NamedTuple):
    """A table with its totals, as it may be shown: rows and columns in their order, the totals last.

    A cell is a number, FEW or HIDDEN.
    """

    rows: Sequence[Sequence[int | str]]

    @property
    def columns(self) -> list[list[int | str]]:
        """The table the other way round."""
        return [list(column) for column in zip(*self.rows, strict=True)]


def few(number: int) -> bool:
    """Whether a number is small enough to point at somebody."""
    return 0 < number < LEAST


def said(number: int) -> str:
    """Return a number by itself, as it may be shown."""
    return FEW if few(number) else f"{number:,}"


def row(numbers: Sequence[int]) -> list[int | str] | None:
    """Return the parts of a total, as they may be shown beside it; None: they may not be."""
    shown = table([list(numbers)])
    return None if shown is None else list(shown.rows[0][:-1])


def table(numbers: Grid) -> Shown | None:
    """Return a table of counts as it may be shown with its totals; None: no hiding protects it.

    Where there is one row or column alone, its total is that of all. A total of 1 to 4 is hidden like any
    number, so that what is small stays so; then nothing else of the table is told.
    """
    whole = _with_totals(numbers)
    total = whole[-1][-1]
    if few(total):
        return None
    hidden = {place for place in _places(whole) if few(_at(whole, place))}
    while exposed := _exposed(whole, hidden):
        candidate = _next_to_hide(whole, hidden, exposed)
        if candidate is None:
            return None
        hidden.add(candidate)
    word = FEW if all(few(_at(whole, place)) for place in hidden) else HIDDEN
    return Shown(
        [
            [word if (i, j) in hidden else value for j, value in enumerate(line)]
            for i, line in enumerate(whole)
        ]
    )


def _with_totals(numbers: Grid) -> list[list[int]]:
    lines = [[*line, sum(line)] for line in numbers]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def _exposed(whole: Grid, hidden: set[Place]) -> list[Place]:
    """Return the small numbers that are hidden in vain."""
    return [place for place in hidden if few(_at(whole, place)) and _solved(whole, hidden, place)]


def _next_to_hide(whole: Grid, hidden: set[Place], exposed: Sequence[Place]) -> Place | None:
    """Return what else to hide: what protects most, parts before totals, then by place; never the last."""
    rows, columns = {place[0] for place in exposed}, {place[1] for place in exposed}
    last = (len(whole) - 1, len(whole[0]) - 1)
    able = [
        place
        for place in _places(whole)
        if place not in hidden and place != last and _at(whole, place) >= LEAST
    ]

    def cost(place: Place) -> tuple[int, bool, bool, Place]:
        beside = place[0] in rows or place[1] in columns
        margin = place[0] == last[0] or place[1] == last[1]
        return len(_exposed(whole, hidden | {place})), not beside, margin, place

    return min(able, key=cost, default=None)


def _solved(whole: Grid, hidden: set[Place], place: Place) -> bool:
    """Whether a hidden number can have no other value, given all that is shown and the bounds of the rest.

    Row and column sums are a flow through the graph of rows and columns, whose edges are the hidden cells;
    two tables that agree with what is shown differ by circles. So a cell has another value just where a
    circle runs through it along which each cell can give or take one.
    """
    up, down = _edges(whole, place)
    others = hidden - {place}
    return not any(
        _may(_at(whole, place), change) and _path(whole, others, end, start)
        for change, (start, end) in ((1, up), (-1, down))
    )


def _path(whole: Grid, hidden: set[Place], start: Node, end: Node) -> bool:
    """Whether `end` is reached from `start` along cells that can give or take one."""
    onward: dict[Node, list[Node]] = {}
    for place in hidden:
        up, down = _edges(whole, place)
        for change, (here, there) in ((1, up), (-1, down)):
            if _may(_at(whole, place), change):
                onward.setdefault(here, []).append(there)
    seen, waiting = {start}, [start]
    while waiting:
        for node in onward.get(waiting.pop(), ()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return end in seen


def _edges(whole: Grid, place: Place) -> tuple[tuple[Node, Node], tuple[Node, Node]]:
    """Return which way a cell leads when it grows, and when it shrinks: a total against what it adds up."""
    ends = ("row", place[0]), ("column", place[1])
    total = (place[0] == len(whole) - 1) != (place[1] == len(whole[0]) - 1)
    grows, shrinks = ends, ends[::-1]
    return (shrinks, grows) if total else (grows, shrinks)


def _may(value: int, change: int) -> bool:
    """Whether a reader cannot rule out that a hidden number is one more or less, did they know its kind."""
    return few(value + change) if few(value) else value + change >= LEAST


def _at(whole: Grid, place: Place) -> int:
    return whole[place[0]][place[1]]


def _places(whole: Grid) -> Iterator[Place]:
    return ((i, j) for i, line in enumerate(whole) for j in range(len(line)))
