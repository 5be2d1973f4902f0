"""What may befall a copy: said to be back, lost, damaged, found again, mended.

Rule: none of it ends custody; whoever answered for the copy goes on doing so until it is counted back
(C11). A lost or damaged copy opens an incident, which stays open until somebody closes it.
"""

from typing import TYPE_CHECKING, ClassVar

from desktop.custody import copies, dates, facts, incidents, muster_missing
from desktop.custody.copies import Copy, CopyState
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import CUSTODIAN, Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register


class CopyClaimedReturned(Event, frozen=True, kw_only=True, tag="copy-claimed-returned"):
    """Somebody says that a copy was brought back, and it is not here."""

    words: ClassVar[str] = "{said_by} says that {copy} was brought back: {how}. It was not counted back."

    copy: str
    said_by: str
    how: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the claim; the holder still answers for the copy."""
        copies.moved(register, line, self.copy, CopyState.CLAIMED_RETURNED)


class CopyLost(Event, frozen=True, kw_only=True, tag="copy-lost"):
    """Nobody knows where a copy is."""

    words: ClassVar[str] = "{copy} is lost: {what}"

    copy: str
    what: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the loss; whoever had the copy still answers for it."""
        copies.moved(register, line, self.copy, CopyState.LOST)


class CopyDamaged(Event, frozen=True, kw_only=True, tag="copy-damaged"):
    """A copy is not as it was printed."""

    words: ClassVar[str] = "{copy} is damaged: {what}"

    copy: str
    what: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the damage; the copy is not issued again before it is mended."""
        copies.noted(register, line, self.copy, unfit=True)


class CopyFound(Event, frozen=True, kw_only=True, tag="copy-found"):
    """A copy that was lost, or said to be back, was found."""

    words: ClassVar[str] = "{copy} was found by {found_by}: {where}."

    copy: str
    where: str
    found_by: str

    def change(self, register: "Register", line: Line) -> None:
        """Put the copy back in the state that its loan tells."""
        copies.moved(register, line, self.copy)


class CopyMended(Event, frozen=True, kw_only=True, tag="copy-mended"):
    """A damaged copy in the safe is fit to be issued again."""

    words: ClassVar[str] = "{copy} was mended: {found}"

    copy: str
    found: str

    def change(self, register: "Register", line: Line) -> None:
        """Put the copy back in the safe, whole."""
        copies.moved(register, line, self.copy, unfit=False)


def claim_returned(register: "Register", hand: Hand, *, copy: str, said_by: str, how: str) -> list[Event]:
    """Record that somebody says a copy was brought back, though nobody counted it back (C11)."""
    found = copies.in_state(register, hand, copy, "claimed returned", *copies.WITH_HOLDER, CopyState.DAMAGED)
    if not found.out:
        raise WrongStateError(
            thing=found.copy,
            state="in the safe, damaged",
            act="claimed returned",
            advice="It is here; there is nothing to claim.",
        )
    return [
        CopyClaimedReturned(
            copy=found.copy,
            said_by=facts.needed("who says so", said_by),
            how=facts.needed("how it was brought back", how),
        )
    ]


def lose(register: "Register", hand: Hand, *, copy: str, what: str) -> list[Event]:
    """Record that nobody knows where a copy is; this opens an incident with its clock (C11).

    The clock of one that a muster missed, and nobody has seen since, counts from the end of that muster.
    """
    found = copies.in_state(register, hand, copy, "lost", *copies.MAY_BE_LOST)
    what = facts.needed("what happened", what)
    told = f"Lost while {_answering(register, found)} answered for it: {what.rstrip('.')}."
    missed = muster_missing.missed_since(register, found)
    since = None
    if missed is not None and missed.at < hand.at:
        since = missed.at
        told += (
            f" {missed.muster} did not see it ({missed.incident}): the 72 hours count from then,"
            f" {dates.moment(missed.at)}."
        )
    return [
        CopyLost(copy=found.copy, what=what),
        incidents.open_incident(register, matter="lost", about=found.copy, what=told, known_since=since),
    ]


def damage(register: "Register", hand: Hand, *, copy: str, what: str) -> list[Event]:
    """Record that a copy is damaged; this opens an incident (C11)."""
    found = copies.in_state(register, hand, copy, "damaged", CopyState.IN_SAFE, *copies.WITH_HOLDER)
    copies.paper_only(found, "damaged")
    return damaged(register, found, facts.needed("what happened", what))


def damaged(register: "Register", found: Copy, what: str) -> list[Event]:
    """Return the events of a copy that is not whole, wherever it is; part of another act."""
    told = f"Damaged while {_answering(register, found)} answered for it: {what.rstrip('.')}."
    return [
        CopyDamaged(copy=found.copy, what=what),
        incidents.open_incident(register, matter="damaged", about=found.copy, what=told),
    ]


def find(register: "Register", hand: Hand, *, copy: str, where: str, found_by: str) -> list[Event]:
    """Record that a copy was found where it belongs: with its holder, or in the safe if it never left.

    One that is out and is found in the Board's hands is taken back instead: counting it back is the finding.
    """
    found = copies.in_state(register, hand, copy, "found", CopyState.CLAIMED_RETURNED, CopyState.LOST)
    return [
        CopyFound(
            copy=found.copy,
            where=facts.needed("where it was found", where),
            found_by=facts.needed("who found it", found_by),
        )
    ]


def mend(register: "Register", hand: Hand, *, copy: str, found: str) -> list[Event]:
    """Record that a damaged copy in the safe is whole and fit again; `found` says what was done."""
    known = copies.in_state(register, hand, copy, "mended", CopyState.DAMAGED)
    if known.out:
        raise WrongStateError(
            thing=known.copy,
            state=f"damaged and with {known.responsible}",
            act="mended",
            advice="Take it back first, with its pages counted.",
        )
    return [CopyMended(copy=known.copy, found=facts.needed("what was found and done", found))]


def _answering(register: "Register", copy: Copy) -> str:
    if copy.responsible == CUSTODIAN:
        return "the custodian"
    return f"{register.people[copy.responsible].name} ({copy.responsible})"
