"""Days as people read and write them: "2 March 2026" on screen and paper, ISO 8601 in data."""

from datetime import date, datetime

from desktop.custody.errors import ImpossibleDateError

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_LEAST_LETTERS = 3
"""Of a month's name; fewer would be a guess."""


def day(value: date) -> str:
    """Return a day as it is shown and printed, such as "2 March 2026"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """Return a moment as it is shown and printed, such as "2 March 2026, 14:05"."""
    return f"{day(value)}, {value:%H:%M}"


def not_before(what: str, value: date, earliest: date, why: str) -> None:
    """Raise ImpossibleDateError if `value` lies before `earliest`."""
    if value < earliest:
        raise ImpossibleDateError(what=what, date=day(value), why=why)


def not_ahead(what: str, value: date | None, today: date) -> date:
    """Return the day something happened, by default `today`; raise ImpossibleDateError if it lies ahead."""
    if value is not None and value > today:
        raise ImpossibleDateError(what=what, date=day(value), why="it lies ahead")
    return value or today


def parse_day(text: str, what: str) -> date:
    """Return the day that `text` names: ISO 8601 ("2026-03-02") or as it is shown ("2 March 2026")."""
    words = text.replace(",", " ").split()
    try:
        if len(words) == 3:  # noqa: PLR2004 - day, month, year
            written = words[1].lower() if len(words[1]) >= _LEAST_LETTERS else "?"
            month = next(n for n, name in enumerate(_MONTHS, 1) if name.lower().startswith(written))
            return date(int(words[2]), month, int(words[0]))
        return date.fromisoformat(text.strip())
    except (ValueError, OverflowError, StopIteration):
        why = "it is no day such as 2 March 2026 or 2026-03-02"
        raise ImpossibleDateError(what=what, date=text, why=why) from None
