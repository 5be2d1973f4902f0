"""The hand: who acts, when it is entered, when it happened, and who stood by.

Rule: order comes from the chain; a time is a claim. A late entry keeps both times (C7), and nothing
can have happened after it was entered.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates
from desktop.custody.errors import ImpossibleDateError

if TYPE_CHECKING:
    from desktop.custody.register import Register

CUSTODIAN = "custodian"
"""Who is responsible for what lies in the safe."""


class Hand(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who did it and when. Times carry their offset from UTC; `happened` only on a late entry."""

    by: str
    recorded: datetime
    happened: datetime | None = None
    witness: str = ""

    def __post_init__(self) -> None:
        """Refuse a time after the time of entry."""
        if self.happened is not None and self.happened > self.recorded:
            raise ImpossibleDateError(
                what="the time of the act",
                date=dates.moment(self.happened),
                why="it lies ahead of this entry",
            )

    @property
    def at(self) -> datetime:
        """When it happened, as far as was said."""
        return self.happened or self.recorded

    @property
    def day(self) -> date:
        """The day it happened, where it was entered."""
        return self.at.date()


class Line(msgspec.Struct, frozen=True, gc=False):
    """Where an event stands in the ledger: its entry's number and digest, and the hand."""

    number: int
    digest: bytes
    hand: Hand


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", omit_defaults=True):
    """Something that happened, as an entry records it. Events are only ever added to."""

    words: ClassVar[str] = ""
    """What a list of entries says of it; names its fields in braces."""

    def change(self, register: "Register", line: Line) -> None:
        """Bring the register up to date with this event."""

    def said(self) -> str:
        """Return what happened, in one sentence."""
        facts = {name: _worded(fact) for name, fact in msgspec.structs.asdict(self).items()}
        return self.words.format(**facts)


def _worded(fact: object) -> object:
    if isinstance(fact, datetime):
        return dates.moment(fact)
    return dates.day(fact) if isinstance(fact, date) else fact
