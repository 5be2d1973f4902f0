"""Numbered copies: where each one is, and who answers for it.

Rule: every copy has exactly one responsible person at every moment (C7); the sum over the states is the
numbers allotted (C15). A copy that is lost, damaged or said to be back stays with whoever answered for it
until it is counted back (C11).
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import msgspec

from desktop.custody import dates
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import CUSTODIAN, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.approved_exceptions import ApprovedException
    from desktop.custody.register import Register


class CopyState(StrEnum):
    """Where a copy is. `allotted` means: a number was given and nobody has said how the print ended."""

    ALLOTTED = "allotted"
    SPOILT = "spoilt"
    IN_SAFE = "in safe"
    AWAITING_SIGNATURE = "awaiting signature"
    SIGNED_OUT = "signed out"
    RECALLED = "recalled"
    ESCALATED = "escalated"
    CLAIMED_RETURNED = "claimed returned"
    LOST = "lost"
    DAMAGED = "damaged"
    DELETED = "declared deleted"
    DESTROYED_HERE = "destroyed here"
    DESTROYED_BY_HOLDER = "destroyed by holder"
    KEPT_BY_HOLDER = "kept by holder"


GONE = (
    CopyState.SPOILT,
    CopyState.DELETED,
    CopyState.DESTROYED_HERE,
    CopyState.DESTROYED_BY_HOLDER,
)
"""The states of a number of which there is no copy any more, or never was one."""
ENDS = (*GONE, CopyState.KEPT_BY_HOLDER)
"""The states in which nothing more is asked of a copy (F2); one that its holder keeps may still come back."""
WITH_HOLDER = (
    CopyState.AWAITING_SIGNATURE,
    CopyState.SIGNED_OUT,
    CopyState.RECALLED,
    CopyState.ESCALATED,
)
"""The states of a copy that is with its holder and of which nothing else was said."""
MAY_BE_LOST = (
    CopyState.IN_SAFE,
    *WITH_HOLDER,
    CopyState.CLAIMED_RETURNED,
    CopyState.DAMAGED,
    CopyState.KEPT_BY_HOLDER,
)
"""The states of a copy that is believed to be somewhere."""


class Loan(msgspec.Struct, frozen=True):
    """One sign-out: to whom, under which request, until when, and its slip."""

    person: str
    request: str
    signed_out: date
    due: date
    entry: int
    slip_code: str
    """The code on the holder's signed part, as it is compared."""
    confirmed: date | None = None
    returned: date | None = None
    """The day the copy was counted back whole: the one end of a loan."""
    due_why: str = ""
    """Why it is due on another day than was asked for: the office is closed then (C10)."""
    received_from: str = ""
    """The person who handed it on, in a transfer (C8); empty: it came from the safe."""
    recalled: date | None = None
    recall_reason: str = ""
    recalled_for: date | None = None
    """The day it is asked back by."""
    escalated: date | None = None
    kept: date | None = None
    """The day from which its holder keeps it, by an approved exception (F2)."""

    @property
    def back_by(self) -> date:
        """When it is due back: the day it is recalled for, or else the day on its slip."""
        return self.recalled_for or self.due


class Copy(msgspec.Struct, frozen=True):
    """One numbered copy."""

    copy: str
    document: str
    number: int
    version: int
    state: CopyState
    since: date
    pages: int | None = None
    made_for: str = ""
    """The person it was printed for, or empty: held in safe."""
    loans: tuple[Loan, ...] = ()
    brought_back: int = 0
    """The entry of its last return, whole or not; 0 if there was none."""
    form: Literal["paper", "electronic"] = "paper"
    unfit: bool = False
    """Damaged and not mended."""
    rendition: int = 0
    """From which rendition of its version it was printed; 0: from the original itself."""
    batch: str = ""
    """The batch in which it was destroyed here, as a spoilt one's sheets may be; empty: in none (F2)."""
    as_pictures: int = 0
    """How many of its pages are pictures of themselves, since their content could not be placed (C3)."""

    @property
    def loan(self) -> Loan | None:
        """The present loan, until the copy is counted back, whatever is said of it meanwhile."""
        return self.loans[-1] if self.loans and self.loans[-1].returned is None else None

    @property
    def out(self) -> bool:
        """Whether a holder answers for it."""
        return self.loan is not None

    @property
    def unsigned(self) -> bool:
        """Whether its signed slip is not back (C5); of one that its holder keeps none is awaited."""
        return self.loan is not None and self.loan.confirmed is None and self.loan.kept is None

    @property
    def responsible(self) -> str:
        """Who answers for it: a person's reference, or "custodian"."""
        return self.loan.person if self.loan else CUSTODIAN

    @property
    def due(self) -> date | None:
        """When it is due back, while it is out and not kept by its holder."""
        return self.loan.back_by if self.loan and self.loan.kept is None else None

    @property
    def standing(self) -> CopyState:
        """The state of a printed copy that is neither lost nor said to be back: what its loan tells."""
        if self.loan is not None and self.loan.kept:
            return CopyState.KEPT_BY_HOLDER
        if self.unfit:
            return CopyState.DAMAGED
        if self.loan is None:
            return CopyState.IN_SAFE
        if self.loan.escalated:
            return CopyState.ESCALATED
        if self.loan.recalled:
            return CopyState.RECALLED
        return CopyState.SIGNED_OUT if self.loan.confirmed else CopyState.AWAITING_SIGNATURE


def order(reference: str) -> tuple[int, str, int]:
    """Return what sorts copies by their references: by document, then by number."""
    document, _, number = reference.partition("/")
    return len(document), document, int(number) if number.isdecimal() else 0


def in_order(found: Iterable[Copy]) -> list[Copy]:
    """Return copies by document and number, as they lie in the safe."""
    return sorted(found, key=lambda copy: order(copy.copy))


def tally(register: "Register", document: str) -> dict[CopyState, int]:
    """Return how many copies of a document are in each state (C15)."""
    found = register.document(document).document
    counts = dict.fromkeys(CopyState, 0)
    for copy in register.copies.values():
        if copy.document == found:
            counts[copy.state] += 1
    return counts


def unaccounted(register: "Register", review: str) -> list[Copy]:
    """Return a review's copies that are out or lost, or whose print nobody has accounted for.

    One that its holder keeps by an approved exception is accounted for.
    """
    missing = {CopyState.ALLOTTED, CopyState.LOST}
    return [
        copy
        for copy in of_review(register, review)
        if copy.state in missing or (copy.out and copy.state != CopyState.KEPT_BY_HOLDER)
    ]


def of_review(register: "Register", review: str) -> list[Copy]:
    """Return every number of a review's documents, as they were allotted."""
    found = register.review(review).review
    return [copy for copy in register.copies.values() if register.documents[copy.document].review == found]


def brought_back(copy: Copy) -> int:
    """Return the entry of a copy's last return; raise WrongStateError if it never was brought back."""
    if not copy.brought_back:
        advice = "Only a return has a receipt."
        raise WrongStateError(thing=copy.copy, state=copy.state, act="given a return receipt", advice=advice)
    return copy.brought_back


def in_state(register: "Register", hand: Hand, copy: str, act: str, *states: CopyState) -> Copy:
    """Return the copy if it is in one of `states` and the act is not dated before its last movement."""
    found = register.copy(copy)
    if found.state not in states:
        raise WrongStateError(thing=found.copy, state=found.state, act=act, advice=_ADVICE[found.state])
    dates.not_before(
        "The day of the act", hand.day, found.since, f"{found.copy} was moved on {dates.day(found.since)}"
    )
    return found


def held(register: "Register", hand: Hand, copy: str, act: str) -> Copy:
    """Return the copy if a holder answers for it, in whatever state; otherwise as `in_state`."""
    found = register.copy(copy)
    return in_state(register, hand, copy, act, *([found.state] if found.out else []))


def asked_back(register: "Register", hand: Hand, copy: str, act: str) -> Copy:
    """Return the copy if its holder may be asked for it: as `held`, but for one that the holder keeps."""
    if register.copy(copy).state == CopyState.KEPT_BY_HOLDER:
        return in_state(register, hand, copy, act, *WITH_HOLDER)
    return held(register, hand, copy, act)


def to_come_back(register: "Register", found: Iterable[Copy] | None = None) -> list[Copy]:
    """Return the copies, of all or of those `found`, that holders answer for and are to bring back.

    Those are neither kept by an approved exception, nor accepted as they are.
    """
    return [
        copy
        for copy in (register.copies.values() if found is None else found)
        if copy.out and copy.state != CopyState.KEPT_BY_HOLDER and not accepted(register, copy)
    ]


def accepted(register: "Register", copy: Copy) -> date | None:
    """Return since when a number is accepted as it is, by an exception: it is waited for no more (F1)."""
    return next((known.since for known in register.exceptions.get(copy.copy, ()) if _accepts(known)), None)


def paper_only(copy: Copy, act: str) -> None:
    """Refuse for an electronic copy what is done with paper alone."""
    if copy.form == "electronic":
        advice = "It is a file: it ends with its recipient's declaration that it is deleted."
        raise WrongStateError(thing=copy.copy, state="an electronic copy", act=act, advice=advice)


def loan_noted(copy: Copy, **changes: date | str) -> tuple[Loan, ...]:
    """Return a copy's loans with the last one changed; part of an event."""
    return (*copy.loans[:-1], msgspec.structs.replace(copy.loans[-1], **changes))


def moved(
    register: "Register", line: Line, copy: str, state: CopyState | None = None, **changes: object
) -> None:
    """Put a copy in another state, or without one in the state that its loan tells; part of an event."""
    before = register.copies[copy]
    changed = msgspec.structs.replace(before, since=line.hand.day, **changes)
    register.copies[copy] = msgspec.structs.replace(changed, state=state or changed.standing)
    if copy in register.exceptions and register.copies[copy].state != before.state:
        _settle(register, line, copy)


def noted(register: "Register", line: Line, copy: str, **changes: object) -> None:
    """Note something of a copy; its state follows, unless it is lost or said to be back; part of an event."""
    missing = register.copies[copy].state in {CopyState.LOST, CopyState.CLAIMED_RETURNED}
    moved(register, line, copy, register.copies[copy].state if missing else None, **changes)


def _settle(register: "Register", line: Line, copy: str) -> None:
    """End what accepted a number as it was (F1): something became of it."""
    register.exceptions[copy] = tuple(
        msgspec.structs.replace(known, settled=line.hand.day) if _accepts(known) else known
        for known in register.exceptions[copy]
    )


def _accepts(known: "ApprovedException") -> bool:
    return known.kind == "accepted as it is" and known.settled is None and known.ended is None


def made(register: "Register", document: str) -> int:
    """Return how many copies of a document were made or are being made: the numbers that are not spoilt."""
    counts = tally(register, document)
    return sum(counts.values()) - counts[CopyState.SPOILT]


_ADVICE = {
    CopyState.ALLOTTED: "Say first whether it was printed or spoilt.",
    CopyState.SPOILT: "A spoilt number is never used again; take another copy.",
    CopyState.IN_SAFE: "It lies in the safe, with the custodian.",
    CopyState.AWAITING_SIGNATURE: (
        "It is with its holder, and the signed slip is not back: type the slip's code, make the slip again,"
        " or take the copy back."
    ),
    CopyState.SIGNED_OUT: "It is with its holder, whose signed slip is here; the copy can be taken back.",
    CopyState.DELETED: "Its recipient declared that the file is deleted; a new electronic copy can be sent.",
    CopyState.RECALLED: "It is with its holder, who was asked for it; take it back when it is brought.",
    CopyState.ESCALATED: (
        "It is with its holder, and its recall was escalated; take it back when it is brought."
    ),
    CopyState.CLAIMED_RETURNED: (
        "Its holder says that it was brought back: look for it, then take it back, or say that it was found"
        " with the holder, or that it is lost."
    ),
    CopyState.LOST: "Say first where it was found; if it was brought back, take it back.",
    CopyState.DAMAGED: "If it is out, take it back; once it is in the safe, say whether it could be mended.",
    CopyState.DESTROYED_HERE: "It is gone: its certificate of destruction says when, how and before whom.",
    CopyState.DESTROYED_BY_HOLDER: "It is gone: its holder's certificate says when, how and before whom.",
    CopyState.KEPT_BY_HOLDER: (
        "Its holder keeps it by an approved exception; take it back if it is brought, or end the exception."
    ),
}
