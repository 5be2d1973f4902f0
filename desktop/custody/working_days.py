"""Working days as the Freedom of Information Act 2000 counts them, with the working shown.

Rule: a working day is any day but a Saturday, a Sunday, Christmas Day, Good Friday, and a bank holiday in any
part of the United Kingdom (section 10(6)). The day of receipt is day 0. Days while a fee is awaited
do not count, the first and the last of them included (section 10(2)). A year whose bank holidays are not
known is not counted through (D7).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from desktop.custody import calendar
from desktop.custody.calendar import Holiday
from desktop.custody.errors import HolidaysUnknownError

_DAY = timedelta(days=1)
_CHRISTMAS = (12, 25)


class Skipped(NamedTuple):
    """A day that did not count, and why."""

    day: date
    why: str


class Pause(NamedTuple):
    """Days that do not count, the first and the last included, and why."""

    first: date
    last: date
    why: str


class Working(NamedTuple):
    """How a number of working days was counted: from day 0 to the last."""

    start: date
    day: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]


def count(start: date, days: int, holidays: Mapping[date, Holiday], pauses: Sequence[Pause] = ()) -> Working:
    """Return the working day that is `days` after `start`, which is day 0, and how it was counted.

    Raises HolidaysUnknownError where a year that is reached has no bank holidays in `holidays`.
    """
    years = {day.year for day in holidays}
    counted, skipped = list[date](), list[Skipped]()
    for day in _after(start):
        if day.year not in years:
            raise HolidaysUnknownError(year=day.year)
        why = _paused(day, pauses) or no_working_day(day, holidays)
        if why:
            skipped.append(Skipped(day, why))
            continue
        counted.append(day)
        if len(counted) == days:
            break
    return Working(start, counted[-1], tuple(counted), tuple(skipped))


def no_working_day(day: date, holidays: Mapping[date, Holiday]) -> str:
    """Return why `day` is no working day under section 10(6), or an empty text."""
    weekend = calendar.weekend(day)
    if weekend:
        return weekend
    holiday = holidays.get(day)
    if holiday is not None:
        return f"bank holiday: {holiday.title}"
    if (day.month, day.day) == _CHRISTMAS:
        return "Christmas Day"
    return "Good Friday" if day == calendar.good_friday(day.year) else ""


def _after(start: date) -> Iterator[date]:
    day = start
    while True:
        day += _DAY
        yield day


def _paused(day: date, pauses: Sequence[Pause]) -> str:
    return next((pause.why for pause in pauses if pause.first <= day <= pause.last), "")
