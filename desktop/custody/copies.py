"""Numbered copies: their numbers, where each one is, and who answers for it.

Rule: numbers are gapless for each document and never used again (C1); every copy has exactly one
responsible person at every moment (C7); the sum over the states is the numbers allotted (C15).
A print is two acts: the number is allotted first, then the copy is printed or spoilt.
"""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, documents, facts, reviews
from desktop.custody.errors import FactMissingError, LimitReachedError, NumbersUnsureError, WrongStateError
from desktop.custody.hand import CUSTODIAN, Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

MOST_AT_ONCE = 100
"""Copies in one print."""
MOST_MISSING = 1_000
"""Copies of one document that may be accounted for at once after a restore."""


class CopyState(StrEnum):
    """Where a copy is. `allotted` means: a number was given and nobody has said how the print ended."""

    ALLOTTED = "allotted"
    SPOILT = "spoilt"
    IN_SAFE = "in safe"
    AWAITING_SIGNATURE = "awaiting signature"
    SIGNED_OUT = "signed out"

    @property
    def out(self) -> bool:
        """Whether the copy is in a holder's hands."""
        return self in {CopyState.AWAITING_SIGNATURE, CopyState.SIGNED_OUT}


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

    @property
    def loan(self) -> Loan | None:
        """The present loan, while the copy is out."""
        return self.loans[-1] if self.state.out else None

    @property
    def responsible(self) -> str:
        """Who answers for it: a person's reference, or "custodian"."""
        return self.loan.person if self.loan else CUSTODIAN

    @property
    def due(self) -> date | None:
        """When it is due back, while it is out."""
        return self.loan.due if self.loan else None

    def overdue(self, day: date) -> bool:
        """Whether it should have been back before `day`."""
        return self.due is not None and self.due < day


class CopiesAllotted(Event, frozen=True, kw_only=True, tag="copies-allotted"):
    """The next numbers of a document were given, before printing."""

    document: str
    version: int
    first: int
    last: int
    made_for: str = ""
    authority: str = ""
    """For going over the document's limit (C2), with the reason."""
    reason: str = ""

    def said(self) -> str:
        """Return which numbers were given."""
        one = self.first == self.last
        numbers = f"Number {self.first}" if one else f"Numbers {self.first} to {self.last}"
        return f"{numbers} of {self.document} {'was' if one else 'were'} allotted."

    def change(self, register: "Register", line: Line) -> None:
        """Add the copies."""
        _given(register, line, self, made_for=self.made_for)


class CopyPrinted(Event, frozen=True, kw_only=True, tag="copy-printed"):
    """A copy came out whole."""

    words: ClassVar[str] = "{copy} was printed: {pages} pages, in safe."

    copy: str
    pages: int

    def change(self, register: "Register", line: Line) -> None:
        """Put the copy in the safe."""
        moved(register, line, self.copy, CopyState.IN_SAFE, pages=self.pages)


class CopySpoilt(Event, frozen=True, kw_only=True, tag="copy-spoilt"):
    """A number whose copy was not made; it stays."""

    words: ClassVar[str] = "{copy} is spoilt: {reason}."

    copy: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Keep the number as spoilt."""
        moved(register, line, self.copy, CopyState.SPOILT)


class CopiesAccountedFor(Event, frozen=True, kw_only=True, tag="copies-accounted-for"):
    """Somebody found out the highest number ever given of a document, after a restore that lost entries."""

    document: str
    version: int
    first: int
    last: int
    """Below `first` when no number was missing."""

    def said(self) -> str:
        """Return which numbers were missing."""
        missing = f"numbers {self.first} to {self.last} are to be resolved"
        found = missing if self.first <= self.last else "no number was missing"
        return f"The copies of {self.document} were accounted for up to number {self.last}: {found}."

    def change(self, register: "Register", line: Line) -> None:
        """Add the missing copies as allotted; nobody knows yet whether they were printed."""
        _given(register, line, self)
        document = register.documents[self.document]
        register.documents[self.document] = msgspec.structs.replace(document, numbers_unsure=False)


def allot(
    register: "Register",
    hand: Hand,
    *,
    document: str,
    number_of_copies: int,
    made_for: str = "",
    authority: str = "",
    reason: str = "",
) -> list[Event]:
    """Give a document's next numbers, before printing (C1).

    Going over the document's limit needs an authority and a reason (C2).
    """
    found = check_allot(
        register,
        hand,
        document=document,
        number_of_copies=number_of_copies,
        made_for=made_for,
        authority=authority,
        reason=reason,
    )
    within = made(register, found.document) + number_of_copies <= found.limit
    return [
        CopiesAllotted(
            document=found.document,
            version=found.current.version,
            first=found.allotted + 1,
            last=found.allotted + number_of_copies,
            made_for=register.person(made_for).person if made_for else "",
            authority="" if within else facts.needed("the authority", authority),
            reason="" if within else facts.needed("the reason", reason),
        )
    ]


def check_allot(
    register: "Register",
    hand: Hand,
    *,
    document: str,
    number_of_copies: int,
    made_for: str = "",
    authority: str = "",
    reason: str = "",
) -> documents.Document:
    """Return the document that may be printed; refuse a print that may not, before the master is opened."""
    found = register.document(document)
    reviews.still_open(register.reviews[found.review])
    documents.may_be_issued(found)
    if found.numbers_unsure:
        raise NumbersUnsureError(document=found.document)
    facts.counted("the number of copies", number_of_copies, 1, MOST_AT_ONCE)
    if not register.founded.kind(found.kind).copied:
        raise WrongStateError(
            thing=found.document,
            state="a coding schedule",
            act="printed as a numbered copy",
            advice="The coding schedule has its own access decision and is not copied.",
        )
    dates.not_before("The day of printing", hand.day, found.current.taken_in, "the version came later")
    if made_for:
        register.person(made_for)
    wanted = made(register, found.document) + number_of_copies
    if wanted > found.limit and not (authority.strip() and reason.strip()):
        raise LimitReachedError(document=found.document, limit=found.limit, wanted=wanted)
    return found


def printed(register: "Register", hand: Hand, *, copy: str, pages: int | None = None) -> list[Event]:
    """Say that an allotted copy came out whole, with so many pages."""
    found = in_state(register, hand, copy, "printed", CopyState.ALLOTTED)
    version = register.documents[found.document].versions[found.version - 1]
    count = pages if pages is not None else version.pages
    if count is None:
        raise FactMissingError(fact="the number of pages", why="the program cannot count this document's")
    if version.pages not in {None, count}:
        raise FactMissingError(
            fact="the number of pages",
            why=f"the document has {version.pages}; a copy with another number is spoilt",
        )
    return [CopyPrinted(copy=found.copy, pages=facts.counted("the number of pages", count))]


def spoil(register: "Register", hand: Hand, *, copy: str, reason: str) -> list[Event]:
    """Say that an allotted copy was not made, or not whole; its number stays (C1)."""
    found = in_state(register, hand, copy, "spoilt", CopyState.ALLOTTED)
    return [CopySpoilt(copy=found.copy, reason=facts.needed("the reason", reason))]


def account_for(register: "Register", hand: Hand, *, document: str, last: int) -> list[Event]:
    """Say which number was the highest ever given of a document, after a restore that lost entries (C1).

    The missing ones become allotted, of the current version, to be resolved as printed or spoilt.
    """
    found = register.document(document)
    if not found.numbers_unsure:
        raise WrongStateError(
            thing=found.document,
            state="sure of its copy numbers",
            act="accounted for",
            advice="Only a restore that lost entries puts its numbers in doubt.",
        )
    facts.counted("the highest number", last, found.allotted, found.allotted + MOST_MISSING)
    dates.not_before("The day of the act", hand.day, found.current.taken_in, "the version came later")
    return [
        CopiesAccountedFor(
            document=found.document, version=found.current.version, first=found.allotted + 1, last=last
        )
    ]


def tally(register: "Register", document: str) -> dict[CopyState, int]:
    """Return how many copies of a document are in each state (C15)."""
    found = register.document(document).document
    counts = dict.fromkeys(CopyState, 0)
    for copy in register.copies.values():
        if copy.document == found:
            counts[copy.state] += 1
    return counts


def unaccounted(register: "Register", review: str) -> list[Copy]:
    """Return a review's copies that are out, or whose print nobody has accounted for."""
    found = register.review(review).review
    return [
        copy
        for copy in register.copies.values()
        if register.documents[copy.document].review == found
        and (copy.state.out or copy.state == CopyState.ALLOTTED)
    ]


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


def _given(
    register: "Register", line: Line, event: CopiesAllotted | CopiesAccountedFor, made_for: str = ""
) -> None:
    for number in range(event.first, event.last + 1):
        reference = f"{event.document}/{number}"
        register.copies[reference] = Copy(
            reference,
            event.document,
            number,
            event.version,
            CopyState.ALLOTTED,
            line.hand.day,
            made_for=made_for,
        )
    found = register.documents[event.document]
    register.documents[event.document] = msgspec.structs.replace(found, allotted=event.last)


def moved(register: "Register", line: Line, copy: str, state: CopyState, **changes: object) -> None:
    """Put a copy in another state; part of an event."""
    register.copies[copy] = msgspec.structs.replace(
        register.copies[copy], state=state, since=line.hand.day, **changes
    )


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
}
