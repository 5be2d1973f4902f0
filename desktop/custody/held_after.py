"""The hold of a request outlasts it, while a review of the answer may still be asked for (G4, D7).

Rule: a request under the Freedom of Information Act that was answered and is closed holds what it was about
for 40 working days more, counted from the day on which the closing is entered. A review or a complaint opens
the request, and the hold is that of an open one again. When the last day has passed without either, the hold
is lifted by an act, never by the clock alone (T14); before it, by two people (`hold_lifting`).
"""

from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import clock, dates, holds, working_days
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand
from desktop.custody.holds import Hold, HoldLifted, HoldMoved
from desktop.custody.information import Request

if TYPE_CHECKING:
    from desktop.custody.register import Register

REVIEW_ASKED_WITHIN = 40
"""Working days after the closing, as many as the code of practice gives people to ask for a review."""


def closing(register: "Register", hand: Hand, found: Request, how: str) -> list[Event]:
    """Return the events by which the hold of a request that is closed stands on, or is lifted.

    One that nobody answered, or for subject access, has no internal review: its hold is lifted. Raises
    HolidaysUnknownError where the days run into a year whose bank holidays are not known.
    """
    why = f"{found.request} was closed: {how}"
    if found.law == "subject access" or found.response is None:
        return holds.lifted_with(register, found.request, why)
    begun = max(hand.day, hand.recorded.date())
    last = working_days.count(begun, REVIEW_ASKED_WITHIN, register.holidays).day
    return [
        HoldMoved(hold=hold.hold, about=hold.about, look_again=last, why=why, stands_to=last)
        for hold in holds.of_cause(register, found.request)
    ]


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
            state=f"in force until the end of {dates.day(last)}: a review of {found.cause} may be asked for",
            act="lifted by its day",
            advice="Wait until that day has passed, or have two people lift it, with a sheet.",
        )
    why = f"{found.cause} is closed, and no review was asked for by the end of {dates.day(last)}."
    return [HoldLifted(hold=found.hold, authority=found.cause, why=why)]


def passed(found: Hold, day: date) -> bool:
    """Whether a hold has a last day, and that lies before `day`."""
    return found.stands_to is not None and found.stands_to < day
