"""A desk at which more than one operator works, and which can be put back to an earlier entry."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec

from desktop.custody import keys, ledger, media, restores
from desktop.custody.hand import Event
from desktop.custody.register import Register
from tests.factory import TODAY, Desk, Facts, a_hand

WITNESS = "Sam Witness"
HOLDERS = ("The Chair", "Jo Invented", "Kim Example")


class KeepersDesk(Desk):
    """A desk of which `by` says whose hand it is."""

    by = "O-0001"

    def do(
        self,
        act: Callable[..., Sequence[Event]],
        on: date = TODAY,
        *,
        happened: date | None = None,
        **facts: Any,
    ) -> Sequence[Event]:
        """Run an act by the hand of whoever is at the desk."""
        hand = msgspec.structs.replace(a_hand(on, happened=happened), by=self.by)
        events = act(self.register, hand, **facts)
        self.enter(hand, events)
        return events

    def renew(self, act: Callable[..., Sequence[Event]], on: date = TODAY, **facts: Any) -> Sequence[Event]:
        """Run an act that goes with new keys."""
        return self.do(act, on, generation=self.register.generation + 1, **facts)

    def deputy(self, name: str = "Dana Deputy") -> str:
        """Add an operator; return the reference."""
        self.renew(keys.add_operator, name=name)
        return next(reversed(self.register.operators))

    def shares(self, needed: int = 2, holders: Sequence[str] = HOLDERS, on: date = TODAY) -> int:
        """Make recovery shares; return the number of the set."""
        self.renew(keys.make_recovery, on, needed=needed, holders=holders)
        return next(reversed(self.register.recoveries))

    def medium(self, label: str = "Blue drive") -> str:
        """Register a medium; return the reference."""
        self.do(media.register_medium, label=label, place="The safe", keeper="Avery Example")
        return next(reversed(self.register.media))

    def back_up(self, medium: str, on: date = TODAY) -> Sequence[Event]:
        """Record a backup of the vault as it stands."""
        head = self.register.head
        facts: Facts = {"number": head.number, "digest": head.digest.hex(), "files": 3, "size": 4_096}
        return self.do(media.back_up, on, medium=medium, generation=self.register.generation, **facts)

    def go_back(self, number: int) -> Register:
        """Put the ledger back to entry `number`, as a restore does before it is entered; return what was."""
        former = self.register
        self.rows = self.rows[:number]
        self.register = Register().fold(ledger.verified(self.rows))
        return former

    def restore(self, number: int, *, known: bool = True, on: date = TODAY) -> None:
        """Restore the vault as of entry `number`; `known` says whether it is known what was lost."""
        former = self.go_back(number)
        lost = restores.lost_from(former, self.register) if known else None
        facts: Facts = {"source": "M-0001", "reason": "The disk failed", "witness": WITNESS}
        self.do(restores.restore, on, number=number, lost=lost, **facts)


def at_two() -> KeepersDesk:
    """Return a desk with one review open and a deputy, O-0002."""
    desk = KeepersDesk()
    desk.with_review()
    desk.deputy()
    return desk
