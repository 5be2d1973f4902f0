"""A restore of the vault from a backup, and what it may have forgotten (A5).

Rule: a restore that lost entries has a reason and a witness. After it no reference is given out again, and
no copy number of a document before somebody has said which was the last (C1). What the lost entries said
stands on the papers that were made of them, nowhere else.
"""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from desktop.custody import facts
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.witness import second_person

if TYPE_CHECKING:
    from desktop.custody.register import Register

UNKNOWN_LOSS = 10_000
"""The least of references passed over when nobody knows how many entries were lost: years of a Board's."""
_MOST_LOST = 10_000_000


class Restored(NamedTuple):
    """One restore, as its entry tells it: see VaultRestored."""

    source: str
    number: int
    lost: int | None
    replayed: int
    reason: str
    witness: str
    by: str
    day: date
    entry: int


class VaultRestored(Event, frozen=True, kw_only=True, tag="vault-restored"):
    """The vault was restored from a backup; `number` is the last entry that came with it.

    `replayed` entries after it came from a newer ledger; `lost` entries were in neither (None: not known).
    """

    source: str
    number: int
    lost: int | None = None
    replayed: int = 0
    reason: str = ""
    witness: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Pass over what may have been given out, and doubt the copy numbers, if entries were lost."""
        hand = line.hand
        told = (self.source, self.number, self.lost, self.replayed, self.reason, self.witness)
        register.restores.append(Restored(*told, hand.by, hand.day, line.number))
        if self.lost == 0:
            return
        # An entry has at most one reference of each kind. Where the loss is not known, the digest tells two
        # restores of one backup apart (255 times in 256), so that the second gives out other ones.
        register.skipped += UNKNOWN_LOSS * (1 + line.digest[0]) if self.lost is None else self.lost
        for reference, document in register.documents.items():
            if register.founded.kind(document.kind).copied:
                register.documents[reference] = msgspec.structs.replace(document, numbers_unsure=True)

    def said(self) -> str:
        """Return from what it was restored, and what was lost."""
        lost = {None: "It is not known what was lost.", 0: "Nothing was lost."}.get(
            self.lost, f"Entries lost: {self.lost}."
        )
        replayed = f" Entries from a newer ledger: {self.replayed}." if self.replayed else ""
        why = f" Reason: {self.reason}." if self.reason else ""
        seen = f" Witness: {self.witness}." if self.witness else ""
        told = f"The vault was restored from {self.source} as of entry {self.number}."
        return f"{told} {lost}{replayed}{why}{seen}"


def restore(
    register: "Register",
    hand: Hand,
    *,
    source: str,
    number: int,
    lost: int | None,
    replayed: int = 0,
    reason: str = "",
    witness: str = "",
) -> list[Event]:
    """Record a restore, once the entries that a newer ledger tells of stand in the ledger again.

    `number` is the last entry of the backup, `replayed` counts those that came from a newer ledger. `lost`
    counts the entries that were ever written after these, in whatever vault was there before; None if that
    is not known. An earlier restore's losses count too where it went back as far (see `lost_from`).
    """
    check_restore(register, hand, lost=lost, reason=reason, witness=witness)
    return [
        VaultRestored(
            source=facts.needed("what it was restored from", source),
            number=facts.counted("the last entry of the backup", number, 1, register.head.number),
            lost=lost,
            replayed=facts.counted("the number of entries from a newer ledger", replayed, 0, _MOST_LOST),
            reason=facts.optional("the reason", reason),
            witness=second_person(register, hand, witness) if witness.strip() or lost != 0 else "",
        )
    ]


def check_restore(
    register: "Register", hand: Hand, *, lost: int | None, reason: str = "", witness: str = ""
) -> None:
    """Refuse a restore with a loss that has no reason or no second person, before anything is replaced."""
    if lost is not None:
        facts.counted("the number of entries lost", lost, 0, _MOST_LOST)
    if lost != 0:
        facts.needed("the reason", reason)
    if witness.strip() or lost != 0:
        second_person(register, hand, witness)


def lost_from(former: "Register", restored: "Register") -> int:
    """Return how many entries `restored` lacks of `former`, of which it is an earlier state.

    What `former` had itself lost by a restore since then counts too: its references were passed over there,
    and would be given out again here.
    """
    return former.head.number + former.skipped - restored.head.number - restored.skipped
