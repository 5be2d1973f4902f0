"""How a pack for the Overview Panel says numbers and months: in sentences, in charts and in grids of months.

Rule: a chart's words name its numbers, so that who cannot see the picture misses nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from desktop.custody.blocks import Chart, Column, Series, Table

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MANY = 9
"""Numbers that a sentence can hold."""

Month = tuple[int, int]
"""Year and month."""


def some(number: int, noun: str, plural: str = "") -> str:
    """Return how many there are: "no requests", "1 request", "12 requests"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {plural or noun + 's'}" if number else f"no {plural or noun + 's'}"


def sentence(text: str) -> str:
    """Return words as they open a sentence."""
    return text[:1].upper() + text[1:]


def listed(numbers: Mapping[str, int | str]) -> str:
    """Return the numbers in words, or the largest of many."""
    if len(numbers) <= _MANY:
        return f"{sentence('; '.join(f'{name}: {number}' for name, number in numbers.items()))}."
    counted = {name: number for name, number in numbers.items() if isinstance(number, int)}
    most = max(counted, key=lambda name: counted[name])
    return f"The most: {most}, {counted[most]:,}. There are {len(numbers)} bars; each has its number."


def bars(title: str, numbers: Mapping[str, int | str], *, empty: str) -> Chart:
    """Return numbers as bars."""
    words = listed(numbers) if numbers else ""
    labels = [sentence(name) for name in numbers]
    return Chart(title, "bars", labels, [Series("", list(numbers.values()))], words, empty=empty)


def month_of(day: date) -> Month:
    """Return the month of a day."""
    return day.year, day.month


def months(first: date, last: date) -> list[Month]:
    """Return every month between two days, both included."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [(at // 12, at % 12 + 1) for at in range(begin, end + 1)]


def by_month(days: Iterable[date]) -> dict[Month, int]:
    """Return how many days fall in each month, from the first to the last, months without any included."""
    counted = Counter(month_of(day) for day in days)
    if not counted:
        return {}
    first, last = min(counted), max(counted)
    return {month: counted[month] for month in months(date(*first, 1), date(*last, 1))}


def columns(title: str, counted: Mapping[Month, int], *, empty: str) -> Chart:
    """Return numbers of months as columns."""
    labels = [f"{MONTHS[month - 1]} {year}" for year, month in counted]
    words = listed(dict(zip(labels, counted.values(), strict=True))).replace(" bars;", " months;")
    return Chart(
        title, "columns", labels, [Series("", list(counted.values()))], words if counted else "", empty=empty
    )


def grid(counted: Mapping[Month, int], *, empty: str) -> Table:
    """Return numbers of months as a table with a line for each year."""
    heads = [Column("Year", 1.2), *(Column(month, 1, "right") for month in MONTHS)]
    years = sorted({year for year, _month in counted})
    rows = [[str(year), *(str(counted.get((year, month), "")) for month in range(1, 13))] for year in years]
    return Table(heads, rows, empty=empty)


def totals(numbers: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Return those of the numbers that are none at all left out, unless all are."""
    return {name: number for name, number in numbers if number}
