"""Where the axes of a chart are marked: round numbers, and the first days of months, quarters or years."""

from collections.abc import Iterator
from datetime import date
from itertools import count

_MOST_NUMBERS = 5
_ROUND = (1, 2, 5)
_MONTHS = 12


def ticks_of_numbers(most: int) -> list[int]:
    """Return at most six round numbers from 0 to the first that is not below `most`."""
    step = next(
        unit * 10**power for power in count() for unit in _ROUND if unit * 10**power * _MOST_NUMBERS >= most
    )
    return list(range(0, max(most, 1) + step, step))[: -(-max(most, 1) // step) + 1]


def ticks_of_days(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """Return at most `most` first days of months between two days, evenly apart, and what each is called."""
    starts = list(_months(first, last))
    for apart in (1, 3, 6, _MONTHS, 2 * _MONTHS, 5 * _MONTHS, 10 * _MONTHS):
        chosen = [day for day in starts if (day.year * _MONTHS + day.month - 1) % apart == 0]
        if len(chosen) <= most:
            break
    return [(day, f"{day:%b %Y}" if apart < _MONTHS else f"{day.year}") for day in chosen]


def _months(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = date(day.year + day.month // _MONTHS, day.month % _MONTHS + 1, 1)
