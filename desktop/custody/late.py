"""Late entries: what was entered on a later day than it happened, so that both days can be shown (C7).

Rule: a late entry is kept with the copies it is about, in the order in which it was entered.
"""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from desktop.custody.hand import Event, Hand
    from desktop.custody.register import Register


class Late(msgspec.Struct, frozen=True):
    """One late entry: what it says, when that happened, and when it was entered."""

    entry: int
    said: str
    happened: date
    entered: date


def note(register: "Register", number: int, hand: "Hand", event: "Event") -> None:
    """Keep an entry about a copy that was entered on a later day than it happened."""
    copy = getattr(event, "copy", "")
    if copy and hand.day < hand.recorded.date():
        late = Late(number, event.said(), hand.day, hand.recorded.date())
        register.late[copy] = (*register.late.get(copy, ()), late)
