"""The computer's clock, as far as it can be caught out.

Rule: order comes from the chain and a time is a claim. A clock that went back before the last entry, or that
moved by more than the time that passed, is an entry (H3); nothing else follows from it.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from desktop.custody.hand import Event, Hand

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
