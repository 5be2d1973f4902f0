"""The computer's clock, as far as it can be caught out.

Rule: order comes from the chain and a time is a claim. A clock that went back before the last entry, or that
moved by more than the time that passed, is an entry (H3). Until somebody has compared the clock with another
one, nothing is decided on a date of retention (T14); nothing else follows from it.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from desktop.custody import dates, facts
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

BACK = timedelta(seconds=60)
"""How far behind the last entry the clock may be: it is set by seconds now and then."""
JUMP = timedelta(minutes=5)
"""How far the clock may be off the time that passed."""

How = Literal["went back", "jumped ahead", "jumped back"]


class ClockChanged(Event, frozen=True, kw_only=True, tag="clock-changed"):
    """The clock did not show what it should: `before` is what it showed at the last entry."""

    words: ClassVar[str] = "The computer's clock {how}: from {before}, at the entry before, to {now}."

    before: datetime
    now: datetime
    how: How

    def change(self, register: "Register", line: Line) -> None:
        """Doubt the clock until it is compared with another."""
        register.clock_doubt = self


class ClockCompared(Event, frozen=True, kw_only=True, tag="clock-compared"):
    """Somebody compared the computer's date with another clock, and it is right."""

    words: ClassVar[str] = "The computer's date was compared and is right: {against}."

    against: str

    def change(self, register: "Register", line: Line) -> None:
        """Trust the clock again."""
        register.clock_doubt = None
        register.latest_recorded = line.hand.recorded


Events = ClockChanged | ClockCompared


def compare(register: "Register", hand: Hand, *, against: str) -> list[Event]:
    """Record against what the computer's date was compared; it is then trusted again."""
    went_back(register, hand)
    return [ClockCompared(against=facts.needed("against what the date was compared", against))]


def trusted(register: "Register", hand: Hand) -> None:
    """Raise WrongStateError while the clock is in doubt, or shows less than the last entry (T14)."""
    went_back(register, hand)
    doubt = register.clock_doubt
    if doubt is not None:
        raise WrongStateError(
            thing="The computer's clock",
            state=f"in doubt: it {doubt.how}, from {dates.moment(doubt.before)} to {dates.moment(doubt.now)}",
            act="relied on for retention",
            advice="Compare the date with another clock, and record it; then try again. Nothing was changed.",
        )


def went_back(register: "Register", hand: Hand) -> None:
    """Raise WrongStateError where the clock shows less than the last entry."""
    last = register.last_recorded
    if last is not None and hand.recorded - last < -BACK:
        raise WrongStateError(
            thing="The computer's clock",
            state=f"behind the last entry, which was made on {dates.moment(last)}",
            act="relied on for retention",
            advice="Set the computer's date right, then try again. Nothing was changed.",
        )


def latest_day(register: "Register", hand: Hand) -> date:
    """Return the day by which a sheet lapses: a clock that was set back gains nothing (T14)."""
    day, last = hand.recorded.date(), register.latest_recorded
    return max(day, last.astimezone(hand.recorded.tzinfo).date()) if last else day


def finding(before: datetime | None, now: datetime, elapsed: timedelta | None = None) -> ClockChanged | None:
    """Return what is wrong with the clock, or None.

    `before` is the time of the last entry (None: there is none), `elapsed` how long ago it was made by a
    clock that nobody sets and that runs on while the computer sleeps (None: not known).
    """
    if before is None:
        return None
    passed = now - before
    if elapsed is not None and abs(passed - elapsed) > JUMP:
        return ClockChanged(before=before, now=now, how="jumped ahead" if passed > elapsed else "jumped back")
    if passed < -BACK:
        return ClockChanged(before=before, now=now, how="went back")
    return None


def look(register: "Register", hand: Hand, *, elapsed: timedelta | None = None) -> list[Event]:
    """Return the entry of a clock that went wrong since the last entry, or none. Comes before other acts."""
    found = finding(register.last_recorded, hand.recorded, elapsed)
    return [found] if found else []
