"""A loan: a copy signed out to a holder against a two-part slip, confirmed, and taken back.

Rule: a copy leaves only under a current agreed decision for that person and document (C4). Until the code
of the signed slip is typed it is awaiting signature (C5). A short count on return opens an incident
and leaves the holder responsible (C9).
"""

import hashlib
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import access, codes, copies, dates, documents, facts, incidents, people, reviews
from desktop.custody.copies import Copy, CopyState, Loan
from desktop.custody.errors import ImpossibleDateError, NotAgreedError, SlipCodeError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

_SLIP_LETTERS = 7


class Terms(msgspec.Struct, frozen=True):
    """The terms of a loan, as they stand on the slip; kept whole with each loan (C5)."""

    version: str
    clauses: tuple[str, ...]


class CopySignedOut(Event, frozen=True, kw_only=True, tag="copy-signed-out"):
    """A copy was handed over against a slip."""

    words: ClassVar[str] = "{copy} was signed out to {person} under {request}, due back on {due}."

    copy: str
    person: str
    request: str
    due: date
    pages: int
    terms: Terms

    def change(self, register: "Register", line: Line) -> None:
        """Give the copy to its holder; the slip's code comes from this entry's digest."""
        loan = Loan(self.person, self.request, line.hand.day, self.due, line.number, _slip_code(line))
        loans = (*register.copies[self.copy].loans, loan)
        copies.moved(register, line, self.copy, CopyState.AWAITING_SIGNATURE, loans=loans)


class SlipConfirmed(Event, frozen=True, kw_only=True, tag="slip-confirmed"):
    """The signed slip came back: its code was typed."""

    words: ClassVar[str] = "The signed slip of {copy} came back."

    copy: str

    def change(self, register: "Register", line: Line) -> None:
        """Note that the holder signed."""
        loans = _ended(register.copies[self.copy], confirmed=line.hand.day)
        copies.moved(register, line, self.copy, CopyState.SIGNED_OUT, loans=loans)


class CopyReturned(Event, frozen=True, kw_only=True, tag="copy-returned"):
    """A copy was counted back whole."""

    words: ClassVar[str] = "{copy} was taken back: {pages} pages. Condition: {condition}."

    copy: str
    pages: int
    condition: str
    other_readers: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Put the copy back in the safe."""
        loans = _ended(register.copies[self.copy], returned=line.hand.day)
        copies.moved(register, line, self.copy, CopyState.IN_SAFE, loans=loans, brought_back=line.number)


class ReturnMiscounted(Event, frozen=True, kw_only=True, tag="return-miscounted"):
    """A copy was brought back with too few or too many pages; its holder stays responsible."""

    words: ClassVar[str] = "{copy} was miscounted: {pages} pages for {expected}. Condition: {condition}."

    copy: str
    pages: int
    expected: int
    condition: str
    other_readers: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Leave the copy where it is: with its holder."""
        state = register.copies[self.copy].state
        copies.moved(register, line, self.copy, state, brought_back=line.number)


def sign_out(
    register: "Register", hand: Hand, *, copy: str, person: str, request: str, due: date, terms: Terms
) -> list[Event]:
    """Sign a copy out to a person under an agreed request (C4, C5)."""
    found = copies.in_state(register, hand, copy, "signed out", CopyState.IN_SAFE)
    document = register.documents[found.document]
    reviews.still_open(register.reviews[document.review])
    documents.may_be_issued(document)
    holder = register.person(person)
    asked = register.request(request)
    access.granted(
        register, asked, person=holder.person, document=document.document, mode="hard-copy", day=hand.day
    )
    if found.made_for and found.made_for != holder.person:
        raise NotAgreedError(
            person=f"{holder.person} {holder.name}",
            document=found.copy,
            why=f"its pages name {found.made_for} as the holder",
        )
    dates.not_before("The day it is due back", due, hand.day, "it lies before the day it is signed out")
    people.authorised(holder, due)
    until = asked.decision.until if asked.decision else None
    if until is not None and due > until:
        raise ImpossibleDateError(
            what="The day it is due back",
            date=dates.day(due),
            why=f"access was agreed until {dates.day(until)}",
        )
    return [
        CopySignedOut(
            copy=found.copy,
            person=holder.person,
            request=asked.request,
            due=due,
            pages=found.pages or 0,
            terms=terms,
        )
    ]


def confirm(register: "Register", hand: Hand, *, copy: str, slip_code: str) -> list[Event]:
    """Confirm that the signed slip is back, by the code on it (C5)."""
    found = copies.in_state(register, hand, copy, "confirmed", CopyState.AWAITING_SIGNATURE)
    if found.loan is None or codes.plain(slip_code) != found.loan.slip_code:
        raise SlipCodeError(copy=found.copy)
    return [SlipConfirmed(copy=found.copy)]


def take_back(
    register: "Register", hand: Hand, *, copy: str, pages: int, condition: str, other_readers: str = ""
) -> list[Event]:
    """Take a copy back with its pages counted and its condition seen (C9)."""
    out = (CopyState.AWAITING_SIGNATURE, CopyState.SIGNED_OUT)
    found = copies.in_state(register, hand, copy, "taken back", *out)
    facts.counted("the number of pages", pages, 0)
    condition = facts.needed("the condition", condition)
    readers = facts.optional("the other readers", other_readers)
    expected = found.pages or 0
    if pages == expected:
        return [CopyReturned(copy=found.copy, pages=pages, condition=condition, other_readers=readers)]
    what = f"Pages brought back: {pages}; expected: {expected}. {found.responsible} stays responsible."
    return [
        ReturnMiscounted(
            copy=found.copy, pages=pages, expected=expected, condition=condition, other_readers=readers
        ),
        incidents.open_incident(register, matter="pages", about=found.copy, what=what),
    ]


def present_loan(register: "Register", copy: str) -> Loan:
    """Return the present loan of a copy that is out; raise WrongStateError for one that is not."""
    found = register.copy(copy)
    if found.loan is None:
        raise WrongStateError(
            thing=found.copy, state=found.state, act="given a slip", advice="Only a copy that is out has one."
        )
    return found.loan


def check_lent(register: "Register", hand: Hand, *, copy: str) -> None:
    """Refuse to make the slip of a copy that is not out."""
    present_loan(register, copy)


def printed_slip_code(code: str) -> str:
    """Return a slip's code as it is printed."""
    return codes.spaced(code)


def _slip_code(line: Line) -> str:
    # Not the digest's own letters: those stand on every paper, and this code on the signed part alone.
    body = codes.letters(hashlib.sha256(b"strongroom slip 1\0" + line.digest).digest(), _SLIP_LETTERS)
    return body + codes.check(body, 1)


def _ended(copy: Copy, **changes: date) -> tuple[Loan, ...]:
    return (*copy.loans[:-1], msgspec.structs.replace(copy.loans[-1], **changes))
