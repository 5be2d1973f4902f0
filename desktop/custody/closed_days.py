"""The days on which the office is closed: weekends, its nation's bank holidays, and days closed by an act.

Rule: closed days are data (C10). A copy is asked back on a day on which somebody is there to take it: the
next open day, or the last one before access ends. It is said which day was taken and why. One that is due
on a day that was closed later counts as due on the next open day. Closed days have no part in the clocks of
the law, which count by the bank holidays of every nation.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import calendar, copies, dates, facts
from desktop.custody.calendar import NATIONS, Nation
from desktop.custody.errors import AlreadyThereError, ImpossibleDateError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.copies import Copy
    from desktop.custody.register import Register

_DAY = timedelta(days=1)
_FARTHEST = 366
"""Days within which an open day is looked for."""


class DayClosed(Event, frozen=True, kw_only=True, tag="day-closed"):
    """The office will be closed, or was, on a day on which it would be open."""

    words: ClassVar[str] = "The office is closed on {day}: {why}."

    day: date
    why: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the day."""
        register.closed_days[self.day] = self.why


class DayReopened(Event, frozen=True, kw_only=True, tag="day-reopened"):
    """A day that was closed is open after all."""

    words: ClassVar[str] = "The office is open on {day} after all: {why}."

    day: date
    why: str

    def change(self, register: "Register", line: Line) -> None:
        """Take the day away."""
        register.closed_days.pop(self.day, None)


class NationChanged(Event, frozen=True, kw_only=True, tag="office-nation-changed"):
    """The office follows the bank holidays of another nation."""

    words: ClassVar[str] = "The office is closed on the bank holidays of {nation}."

    nation: Nation

    def change(self, register: "Register", line: Line) -> None:
        """Note the nation among the Board's data."""
        board = register.founded
        settings = msgspec.structs.replace(board.settings, closed=self.nation)
        register.board = msgspec.structs.replace(board, settings=settings)


Events = DayClosed | DayReopened | NationChanged


def close_day(register: "Register", hand: Hand, *, day: date, why: str) -> list[Event]:
    """Close the office on a day (C10)."""
    closed = is_closed(register, day)
    if closed:
        advice = f"The office is closed then: {closed}. Nothing was changed."
        raise AlreadyThereError(noun="The closed day", reference=dates.day(day), advice=advice)
    return [DayClosed(day=day, why=facts.needed("why the office is closed", why))]


def reopen_day(register: "Register", hand: Hand, *, day: date, why: str) -> list[Event]:
    """Open the office on a day that an act had closed."""
    if day not in register.closed_days:
        raise WrongStateError(
            thing=dates.day(day),
            state="no day that was closed by hand",
            act="opened",
            advice="Weekends and bank holidays stay closed. See the list of days closed by hand.",
        )
    return [DayReopened(day=day, why=facts.needed("why the office is open", why))]


def follow(register: "Register", hand: Hand, *, nation: str) -> list[Event]:
    """Follow the bank holidays of a nation: on these the office is closed."""
    known = facts.one_of("the nation", nation, NATIONS)
    if known == register.founded.settings.closed:
        advice = "The office follows its bank holidays already. Nothing was changed."
        raise AlreadyThereError(noun="The nation", reference=known, advice=advice)
    return [NationChanged(nation=known)]


def is_closed(register: "Register", day: date) -> str:
    """Return why the office is closed on `day`, or an empty text.

    Beyond the years whose bank holidays are known only weekends and days closed by hand count.
    """
    weekend = calendar.weekend(day)
    if weekend:
        return f"it is a {weekend}"
    holiday = register.holidays.get(day)
    if holiday is not None and register.founded.settings.closed in holiday.nations:
        return f"it is a bank holiday, {holiday.name}"
    return register.closed_days.get(day, "")


def due_day(
    register: "Register", wanted: date, *, not_after: date | None = None, not_before: date | None = None
) -> tuple[date, str]:
    """Return the day on which a copy is asked back, and in words why it is another than `wanted`.

    It is the next day on which the office is open; where that is past `not_after`, the last open day up to
    then. Raises ImpossibleDateError where no day between `not_before` and `not_after` is open.
    """
    closed = is_closed(register, wanted)
    if not closed:
        return wanted, ""
    why = f"The office is closed on {dates.day(wanted)} ({closed})"
    later = _first_open(register, wanted, 1)
    if later is not None and (not_after is None or later <= not_after):
        return later, f"{why}, so the next open day was taken: {_shown(later)}."
    earlier = None
    if not_after is not None:
        last = min(wanted, not_after)
        earlier = _first_open(register, last, -1) if is_closed(register, last) else last
    if earlier is None or (not_before is not None and earlier < not_before):
        why = f"the office is closed then ({closed}), and no other day fits"
        raise ImpossibleDateError(what="The day it is due back", date=dates.day(wanted), why=why)
    return earlier, f"{why} until access ends, so the last open day before was taken: {_shown(earlier)}."


def due_back(register: "Register", copy: "Copy") -> date | None:
    """Return the day on which a copy counts as due: its own, or the next open one where that was closed.

    One that was accepted as it is, such as a lost one, is due no more.
    """
    return None if copy.due is None or copies.accepted(register, copy) else counted_due(register, copy.due)


def counted_due(register: "Register", due: date) -> date:
    """Return the day that counts for one on which a copy is due: the next open one where that is closed."""
    if not is_closed(register, due):
        return due
    return _first_open(register, due, 1) or due


def overdue(register: "Register", copy: "Copy", day: date) -> bool:
    """Whether a copy should have been back before `day`."""
    due = due_back(register, copy)
    return due is not None and due < day


def due_on(register: "Register", day: date) -> "list[Copy]":
    """Return the copies that are out and due back on `day` itself, if the office is closed then."""
    if not is_closed(register, day):
        return []
    return [copy for copy in copies.to_come_back(register) if copy.due == day]


def told(register: "Register", copy: "Copy") -> str:
    """Return in a sentence when a copy due on a closed day counts as due, and who is to be told."""
    due = due_back(register, copy)
    holder = register.people[copy.responsible].name
    counts = f", and counts as due on {_shown(due)}" if due and due != copy.due else ""
    return f"{copy.copy} is due back then{counts}: tell {copy.responsible} {holder}."


def _first_open(register: "Register", start: date, step: int) -> date | None:
    return next((day for day in _days(start, step) if not is_closed(register, day)), None)


def _days(start: date, step: int) -> Iterator[date]:
    for distance in range(1, _FARTHEST + 1):
        try:
            yield start + step * distance * _DAY
        except OverflowError:  # the calendar ends there
            return


def _shown(day: date) -> str:
    return f"{calendar.weekday(day)} {dates.day(day)}"
