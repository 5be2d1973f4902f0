"""Numbers for readers outside: a small one is hidden, so that nothing that is shown lets it be found (F5).

Rule: a number of 1 to 4 is never shown. The totals are, so what else is hidden is chosen such that whoever
knows this rule, and tries it on every number there could be, is left with more than one for each small one:

- One small part alone is hidden with the first other part that is not 0.
- Several are hidden together. Where all of them are 1, or all are 4, their sum would tell that: then every
  part that is not 0 is hidden.
- Of a total that is not larger than the number of its parts no part is shown: all could be 1.
- A table of rows and columns is shown whole or not at all.

Nothing says which of the hidden ones are small.
"""

from collections.abc import Sequence
from typing import NamedTuple

FEW, HIDDEN = "fewer than 5", "not shown"
LEAST = 5
"""The smallest number, but for none at all, that is shown."""

Grid = Sequence[Sequence[int]]


class Shown(NamedTuple):
    """A table with its totals: rows and columns in their order, the totals last."""

    rows: Sequence[Sequence[int]]

    @property
    def columns(self) -> list[list[int]]:
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
    total = sum(numbers)
    if few(total) or 0 < total <= len(numbers):
        return None
    hidden = _hidden(numbers)
    return [HIDDEN if place in hidden else number for place, number in enumerate(numbers)]


def table(numbers: Grid) -> Shown | None:
    """Return a table of counts with its totals, if no number in it is small; None: it may not be shown."""
    lines = [[*line, sum(line)] for line in numbers]
    whole = [*lines, [sum(column) for column in zip(*lines, strict=True)]]
    return None if any(few(number) for line in whole for number in line) else Shown(whole)


def _hidden(numbers: Sequence[int]) -> set[int]:
    """Return the places of what is hidden."""
    some = [place for place, number in enumerate(numbers) if number]
    small = [place for place in some if few(numbers[place])]
    if len(small) == 1:
        return {*small, *[place for place in some if place not in small][:1]}
    if {numbers[place] for place in small} in ({1}, {LEAST - 1}):
        return set(some)
    return set(small)
