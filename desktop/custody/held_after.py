"""The hold of a request outlasts it, while a review or a complaint may still be asked for (G4, D7, D8).

Rule: a request that was answered and is closed holds what it was about for longer, counted from the day on
which the closing is entered: under the Freedom of Information Act for 40 working days, in which a review may
be asked for; of subject access for three months, in which a complaint is to be brought. Either opens
the request, and the hold is that of an open one again. When the last day has passed without either, the hold
is lifted by an act, never by the clock alone (T14); before it, by two people (`hold_lifting`).
"""

from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import clock, clocks, dates, holds, working_days
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand
from desktop.custody.holds import Hold, HoldLifted, HoldMoved
from desktop.custody.information import Request

if TYPE_CHECKING:
    from desktop.custody.register import Register

REVIEW_ASKED_WITHIN = 40
"""Working days after the closing, as many as the code of practice gives people to ask for a review."""
COMPLAINED_WITHIN = 3
"""Months after the closing, within which the Information Commissioner asks people to bring a complaint."""


def closing(register: "Register", hand: Hand, found: Request, how: str) -> list[Event]:
    """Return the events by which the hold of a request that is closed stands on, or is lifted.

    That of one that nobody answered is lifted: there is nothing to complain of. Raises HolidaysUnknownError
    where working days run into a year whose bank holidays are not known.
    """
    why = f"{found.request} was closed: {how}"
    if found.response is None:
        return holds.lifted_with(register, found.request, why)
    last = _last_day(register, found, max(hand.day, hand.recorded.date()))
    return [
        HoldMoved(hold=hold.hold, about=hold.about, look_again=last, why=why, stands_to=last)
        for hold in holds.of_cause(register, found.request)
    ]


def told(found: Request) -> str:
    """Return for how long the hold of a request stands after its closing, and why; nothing: it is lifted."""
    if found.response is None:
        return ""
    if found.law == "subject access":
        return f"{COMPLAINED_WITHIN} months more, as a complaint may still be made"
    return f"{REVIEW_ASKED_WITHIN} working days more, as a review may still be asked for"


def reopening(register: "Register", found: Request) -> list[Event]:
    """Return the events by which a hold that outlasts its request is that of an open one; none: it fell."""
    return [
        HoldMoved(hold=hold.hold, about=hold.about, why=f"{found.request} is open again")
        for hold in holds.of_cause(register, found.request)
    ]


def run_out(register: "Register", hand: Hand, *, hold: str) -> list[Event]:
    """Lift a hold that outlasted its request, once its last day has passed and no review was asked for."""
    found = holds.standing(register, hold, "lifted")
    last = found.stands_to
    if last is None:
        raise WrongStateError(
            thing=found.hold,
            state="in force, and it has no last day",
            act="lifted by its day",
            advice=(
                f"It stands until {found.cause} is closed, or longer."
                if found.cause
                else "It was raised by hand: two people lift it, with a sheet."
            ),
        )
    clock.trusted(register, hand)
    if not passed(found, min(hand.day, hand.recorded.date())):
        raise WrongStateError(
            thing=found.hold,
            state=f"in force until the end of {dates.day(last)}: {_still_possible(register, found)}",
            act="lifted by its day",
            advice="Wait until that day has passed, or have two people lift it, with a sheet.",
        )
    nothing = "no complaint was made" if _of_access(register, found) else "no review was asked for"
    why = f"{found.cause} is closed, and {nothing} by the end of {dates.day(last)}."
    return [HoldLifted(hold=found.hold, authority=found.cause, why=why)]


def passed(found: Hold, day: date) -> bool:
    """Whether a hold has a last day, and that lies before `day`."""
    return found.stands_to is not None and found.stands_to < day


def _last_day(register: "Register", found: Request, begun: date) -> date:
    if found.law == "subject access":
        return clocks.later_by_months(begun, COMPLAINED_WITHIN)
    return working_days.count(begun, REVIEW_ASKED_WITHIN, register.holidays).day


def _of_access(register: "Register", found: Hold) -> bool:
    return found.cause in register.subject_access


def _still_possible(register: "Register", found: Hold) -> str:
    if _of_access(register, found):
        return f"a complaint about {found.cause} may be made"
    return f"a review of {found.cause} may be asked for"
