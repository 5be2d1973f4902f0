"""The clocks of requests for information: when an answer is due, and the working, as the law counts (D7, D8).

Rule: a clock is computed from the register each time it is asked, so a bank holiday that is proclaimed later
moves every clock that runs. Freedom of information: 20 working days (section 10); clarification makes the
day it comes day 0 (sections 1(3), 10(6)); days for a fee do not count. An internal review: 20 working
days, at most 40. Subject access: one calendar month from the request, or from the proof of identity or the
fee if that came later; two months more for a complex one; days for clarification do not count; an end
on a weekend or a bank holiday moves to the next working day (UK GDPR, article 12A).
"""

import calendar as months_of_the_year
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from desktop.custody import calendar, dates, holds, working_days
from desktop.custody.errors import HolidaysUnknownError
from desktop.custody.information import CAUSES, Request, Stop
from desktop.custody.working_days import Pause, Working

if TYPE_CHECKING:
    from desktop.custody.register import Register

DAYS = 20
"""Working days for an answer, and for an internal review."""
MOST_DAYS = 40
"""Working days that are the most for an internal review, and that an answer seldom passes."""
MONTHS, MORE_MONTHS = 1, 2
HOLDS_AHEAD = timedelta(days=14)
"""How long before its day a hold is to be looked at again."""
_DAY = timedelta(days=1)
_DECEMBER = 12

What = Literal["answer", "internal review", "reply to the Commissioner", "hold to look at again"]


class Step(NamedTuple):
    """One line of a working: a day and what it is. `number`: which of the days that count."""

    day: date
    said: str
    number: int | None = None


class Clock(NamedTuple):
    """What is due, and when. Without `due` the clock stands, or cannot be told; `why` says so."""

    reference: str
    what: What
    about: str
    due: date | None
    why: str
    steps: tuple[Step, ...] = ()
    done: date | None = None
    """The day on which it was answered."""

    def late(self, day: date) -> bool:
        """Whether it has run out on `day`."""
        return self.due is not None and day > self.due


class Moved(NamedTuple):
    """A request whose day is another since the bank holidays changed; None: it cannot be told."""

    reference: str
    before: date | None
    due: date | None

    @property
    def said(self) -> str:
        """In a sentence, when it is due now and when it was."""
        now, was = (dates.day(day) if day else "not known" for day in (self.due, self.before))
        return f"{self.reference} is due on another day now: {now} (before: {was})."


def running(register: "Register", day: date) -> list[Clock]:
    """Return every clock that somebody has to see to, those that run out first at the head (K1).

    Those of open requests that run or stand, and holds that are soon to be looked at again.
    """
    found = [
        clock
        for request in (*register.foi.values(), *register.subject_access.values())
        if request.closed is None
        for clock in _open(register, request)
    ]
    found += [
        Clock(hold.hold, "hold to look at again", f"{hold.subject}: {hold.reason}", hold.look_again, "")
        for hold in holds.in_force(register)
        if hold.look_again is not None and hold.look_again <= day + HOLDS_AHEAD
    ]
    return sorted(found, key=lambda clock: (clock.due is None, clock.due or day, clock.reference))


def due_days(register: "Register") -> dict[str, date | None]:
    """Return the day on which each request that waits for an answer is due, by its reference."""
    every = (*register.foi.values(), *register.subject_access.values())
    return {one.request: told(register, one).due for one in every if one.clock_matters}


def moved(register: "Register", before: Mapping[str, date | None]) -> list[Moved]:
    """Return the requests that are due on another day than `before`, what `due_days` gave then."""
    now = due_days(register)
    return [Moved(one, before[one], due) for one, due in now.items() if one in before and before[one] != due]


def clock(register: "Register", request: Request) -> Clock:
    """Return the clock of a request that matters now: the open review's, else the answer's.

    Raises HolidaysUnknownError where it runs into a year whose bank holidays are not known.
    """
    if request.reviewed is not None and request.reviewed.answered is None:
        return review_clock(register, request)
    return answer_clock(register, request)


def told(register: "Register", request: Request) -> Clock:
    """Return the clock of a request that matters now; one that cannot be counted says why."""
    try:
        return clock(register, request)
    except HolidaysUnknownError as error:
        what: What = "answer" if request.response is None else "internal review"
        return Clock(request.request, what, _about(request), None, error.message)


def answer_clock(register: "Register", request: Request) -> Clock:
    """Return the clock of the answer. Errors as `clock`."""
    if request.response is None and request.waiting:
        return _standing(request)
    if request.law == "subject access":
        return _month_clock(register, request)
    return _working_clock(register, request)


def review_clock(register: "Register", request: Request) -> Clock:
    """Return the clock of the internal review. Errors as `clock`."""
    review = request.reviewed
    if review is None:
        raise LookupError(request.request)
    working = working_days.count(review.asked, DAYS, register.holidays)
    steps = [*_counted(working, "The internal review was asked for: day 0")]
    if review.until is not None:
        steps.append(Step(review.until, "Until then it was extended"))
    due = review.until or working.day
    why, done = _done(review.answered), review.answered
    return Clock(request.request, "internal review", _about(request), due, why, tuple(steps), done)


def working_day(register: "Register", request: Request, days: int) -> date:
    """Return the working day that is `days` after the day from which an answer is counted."""
    return working_days.count(_receipt(request), days, register.holidays, _pauses(request, "fee")).day


def _open(register: "Register", request: Request) -> list[Clock]:
    """Return the clocks of a request that somebody has to see to."""
    complaint = request.complaint
    found = [told(register, request)] if request.clock_matters else []
    if complaint is not None and complaint.ended is None and complaint.reply_by is not None:
        found.append(
            Clock(request.request, "reply to the Commissioner", _about(request), complaint.reply_by, "")
        )
    return found


def _standing(request: Request) -> Clock:
    first = request.waiting[0]
    why = f"The clock has been stopped since {dates.day(first.began)}: {CAUSES[first.cause]}"
    steps = [Step(request.received, "The request was received")]
    steps += [
        Step(stop.began, f"{_capital(CAUSES[stop.cause])}, and the clock stands") for stop in request.waiting
    ]
    return Clock(request.request, "answer", _about(request), None, why, tuple(steps))


def _working_clock(register: "Register", request: Request) -> Clock:
    start = _receipt(request)
    working = working_days.count(start, DAYS, register.holidays, _pauses(request, "fee"))
    if start == request.received:
        steps = [*_counted(working, "The request was received: day 0")]
    else:
        steps = [Step(request.received, "The request was received")]
        steps += _before_clarification(register, request)
        steps += _counted(working, "Clarification came, and time runs from there: day 0")
    due = working.day
    if request.extension is not None and request.extension.until is not None:
        due = max(due, request.extension.until)  # clarification that came since may have begun 20 days anew
        steps.append(
            Step(
                request.extension.until,
                f"Until then it was extended, to weigh the public interest ({request.extension.section})",
            )
        )
    answered = request.response.day if request.response else None
    return Clock(request.request, "answer", _about(request), due, _done(answered), tuple(steps), answered)


def _before_clarification(register: "Register", request: Request) -> Iterator[Step]:
    """Yield the working days that had run when clarification was asked for, each time it was."""
    start, pauses = request.received, _pauses(request, "fee")
    for stop in request.stops:
        if stop.cause != "clarification":
            continue
        counted = working_days.count(start, DAYS, register.holidays, pauses).counted
        ran = [day for day in counted if day <= stop.began]
        for number, day in enumerate(ran, 1):
            yield Step(day, f"Working day {number}, before clarification")
        on = f", on working day {len(ran)}" if ran else ""
        yield Step(stop.began, f"Clarification was asked for{on}")
        start = stop.ended or start


def _month_clock(register: "Register", request: Request) -> Clock:
    start = max([request.received, *_ended(request.stops, ("identity", "fee"))])
    steps = [Step(request.received, "The request was received")]
    if start > request.received:
        steps.append(Step(start, "What was asked for came (identity, or the fee), and time runs from there"))
    months = MONTHS + (MORE_MONTHS if request.extension else 0)
    due = later_by_months(start, months)
    steps.append(Step(due, _corresponding(start, due, months, extended=request.extension is not None)))
    days = _standing_days(request.stops, start)
    if days:
        due += len(days) * _DAY
        steps += [Step(day, "Does not count: clarification was asked for") for day in days]
        steps.append(Step(due, f"The end, {len(days)} {'day' if len(days) == 1 else 'days'} later for that"))
    due, later = _next_working_day(register, due)
    answered = request.response.day if request.response else None
    every = (*steps, *later)
    return Clock(request.request, "answer", _about(request), due, _done(answered), every, answered)


def later_by_months(start: date, months: int) -> date:
    """Return the corresponding date `months` later, or the month's last day where it has none."""
    years, month = divmod(start.month - 1 + months, _DECEMBER)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, months_of_the_year.monthrange(year, month)[1]))


def _corresponding(start: date, due: date, months: int, *, extended: bool) -> str:
    later = "One month later" if months == 1 else f"{months} months later"
    said = f"{later}: the corresponding date" if due.day == start.day else f"{later}: the month's last day"
    return f"{said} (one month, and two more for a complex request)" if extended else said


def _next_working_day(register: "Register", day: date) -> tuple[date, list[Step]]:
    """Return the day, or the next that is neither at a weekend nor a bank holiday where the office is."""
    nation, steps = register.founded.settings.closed, list[Step]()
    while True:
        calendar.known(register, day.year)
        holiday = register.holidays.get(day)
        closed = calendar.weekend(day) or (
            f"bank holiday: {holiday.name}" if holiday is not None and nation in holiday.nations else ""
        )
        if not closed:
            return day, [*steps, Step(day, "The next working day")] if steps else []
        steps.append(Step(day, f"No working day: {closed}"))
        day += _DAY


def _receipt(request: Request) -> date:
    """Return day 0: the day of receipt, or the day on which clarification came if that is later."""
    return max([request.received, *_ended(request.stops, ("clarification",))])


def _ended(stops: Sequence[Stop], causes: Sequence[str]) -> list[date]:
    return [stop.ended for stop in stops if stop.ended is not None and stop.cause in causes]


def _pauses(request: Request, cause: str) -> list[Pause]:
    return [
        Pause(stop.began, stop.ended, _capital(CAUSES[stop.cause]))
        for stop in request.stops
        if stop.cause == cause and stop.ended is not None
    ]


def _standing_days(stops: Sequence[Stop], start: date) -> list[date]:
    """Return the days for clarification, from the day it was asked to the day it came, after `start`."""
    days = {
        stop.began + distance * _DAY
        for stop in stops
        if stop.cause == "clarification" and stop.ended is not None
        for distance in range((stop.ended - stop.began).days + 1)
    }
    return sorted(day for day in days if day > start)


def _counted(working: Working, began: str) -> list[Step]:
    numbers = {day: number for number, day in enumerate(working.counted, 1)}
    days = [Step(day, "A working day", number) for day, number in numbers.items()]
    days += [Step(day, f"Does not count: {why}") for day, why in working.skipped]
    return [Step(working.start, began), *sorted(days)]


def _done(day: date | None) -> str:
    return f"Answered on {dates.day(day)}" if day else ""


def _about(request: Request) -> str:
    return f"{request.name}: {request.asked}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
