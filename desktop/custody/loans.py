"""A loan: a copy signed out to a holder against a two-part slip, confirmed, and taken back.

Rule: a copy leaves only under a current agreed decision for that person and document (C4). Until the code
of the signed slip is typed it is awaiting signature (C5). A short count on return opens an incident
and leaves the holder responsible (C9).
"""

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import (
    access,
    closed_days,
    codes,
    copies,
    dates,
    documents,
    facts,
    incidents,
    reviews,
    sheet_codes,
)
from desktop.custody.copies import Copy, CopyState, Loan
from desktop.custody.errors import (
    ImpossibleDateError,
    NotAgreedError,
    SlipCodeError,
    SlipOfAnotherError,
    WrongStateError,
)
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

SLIP_CODE = "SL1"
"""How the machine-readable code of a slip begins; then the vault, the copy and the code that is typed."""
_PAYLOAD = re.compile(rf"{SLIP_CODE} (\S{{4}}) (\S+/\d+) (\S+)", re.ASCII | re.IGNORECASE)


class Terms(msgspec.Struct, frozen=True):
    """The terms of a loan, as they stand on the slip; kept whole with each loan (C5)."""

    version: str
    clauses: tuple[str, ...]


class CopySignedOut(Event, frozen=True, kw_only=True, tag="copy-signed-out"):
    """A copy was handed over against a slip."""

    copy: str
    person: str
    request: str
    due: date
    pages: int
    terms: Terms
    due_why: str = ""
    """Why it is due on another day than was asked for; a sentence (C10)."""
    received_from: str = ""
    """The person who handed it on, in a transfer (C8)."""

    def said(self) -> str:
        """Return who got it, from whom if not from the safe, and until when."""
        how = f"handed on by {self.received_from}" if self.received_from else "signed out"
        told = (
            f"{self.copy} was {how} to {self.person} under {self.request}, due back on {dates.day(self.due)}."
        )
        return f"{told} {self.due_why}".rstrip()

    def change(self, register: "Register", line: Line) -> None:
        """Give the copy to its holder; the slip's code comes from this entry's digest."""
        loan = Loan(
            self.person,
            self.request,
            line.hand.day,
            self.due,
            line.number,
            sheet_codes.made(line, "slip"),
            due_why=self.due_why,
            received_from=self.received_from,
        )
        loans = (*register.copies[self.copy].loans, loan)
        copies.moved(register, line, self.copy, CopyState.AWAITING_SIGNATURE, loans=loans)


class SlipConfirmed(Event, frozen=True, kw_only=True, tag="slip-confirmed"):
    """The signed slip came back: its code was typed."""

    words: ClassVar[str] = "The signed slip of {copy} came back."

    copy: str

    def change(self, register: "Register", line: Line) -> None:
        """Note that the holder signed."""
        loans = copies.loan_noted(register.copies[self.copy], confirmed=line.hand.day)
        copies.noted(register, line, self.copy, loans=loans)


class CopyReturned(Event, frozen=True, kw_only=True, tag="copy-returned"):
    """A copy was counted back whole."""

    copy: str
    pages: int
    condition: str
    other_readers: str = ""

    def said(self) -> str:
        """Return how it was counted, and its condition."""
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        return f"{self.copy} was taken back: {pages}. Condition: {self.condition.rstrip('.')}."

    def change(self, register: "Register", line: Line) -> None:
        """Put the copy back in the safe; a damaged one stays damaged until it is mended."""
        loans = copies.loan_noted(register.copies[self.copy], returned=line.hand.day)
        copies.moved(register, line, self.copy, loans=loans, brought_back=line.number)


class ReturnMiscounted(Event, frozen=True, kw_only=True, tag="return-miscounted"):
    """A copy was brought back with too few or too many pages; its holder stays responsible."""

    copy: str
    pages: int
    expected: int
    condition: str
    other_readers: str = ""

    def said(self) -> str:
        """Return how it was counted, and its condition."""
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        told = f"{self.copy} was miscounted: {pages} for {self.expected}."
        return f"{told} Condition: {self.condition.rstrip('.')}."

    def change(self, register: "Register", line: Line) -> None:
        """Leave the copy with its holder; it is there, so it is lost no more."""
        copies.moved(register, line, self.copy, brought_back=line.number)


def sign_out(
    register: "Register", hand: Hand, *, copy: str, person: str, request: str, due: date, terms: Terms
) -> list[Event]:
    """Sign a copy out to a person under an agreed request (C4, C5)."""
    found = copies.in_state(register, hand, copy, "signed out", CopyState.IN_SAFE)
    copies.paper_only(found, "signed out")
    return [issued(register, hand, found, person=person, request=request, due=due, terms=terms)]


def issued(
    register: "Register",
    hand: Hand,
    copy: Copy,
    *,
    person: str,
    request: str,
    due: date,
    terms: Terms,
    received_from: str = "",
) -> CopySignedOut:
    """Return the event that gives a copy to its next holder; raise unless that person may have it (C4)."""
    document = register.documents[copy.document]
    reviews.still_open(register.reviews[document.review])
    documents.may_be_issued(document)
    holder = register.person(person)
    asked = register.request(request)
    access.granted(
        register,
        asked,
        person=holder.person,
        document=document.document,
        mode="hard-copy",
        day=hand.day,
        version=copy.version,
    )
    if copy.made_for and copy.made_for != holder.person:
        raise NotAgreedError(
            person=f"{holder.person} {holder.name}",
            document=copy.copy,
            why=f"its pages name {copy.made_for} as the holder",
        )
    day, why = _due_back(register, hand, asked, due)
    return CopySignedOut(
        copy=copy.copy,
        person=holder.person,
        request=asked.request,
        due=day,
        due_why=why,
        pages=copy.pages or 0,
        terms=terms,
        received_from=received_from,
    )


def confirm(register: "Register", hand: Hand, *, copy: str, slip_code: str) -> list[Event]:
    """Confirm that the signed slip is back, by the code on it, typed or scanned (C5).

    What a scanner reads names its vault and its copy; both must be these.
    """
    found = copies.held(register, hand, copy, "confirmed")
    loan = present_loan(register, found.copy)
    if loan.confirmed is not None:
        raise WrongStateError(
            thing=found.copy,
            state="confirmed",
            act="confirmed again",
            advice=f"Its signed slip came back on {dates.day(loan.confirmed)}. Nothing was changed.",
        )
    vault, named, code = _read(register, found, slip_code)
    if vault != register.founded.vault:
        raise SlipOfAnotherError(copy=found.copy, whose="a copy of another vault")
    if (named, code) == (found.copy, loan.slip_code):
        return [SlipConfirmed(copy=found.copy)]
    whose = _whose(register, code) or (named if named != found.copy else "")
    if whose:
        raise SlipOfAnotherError(copy=found.copy, whose=whose)
    raise SlipCodeError(copy=found.copy)


def take_back(
    register: "Register", hand: Hand, *, copy: str, pages: int, condition: str, other_readers: str = ""
) -> list[Event]:
    """Take a copy back with its pages counted and its condition seen (C9), whatever was said of it."""
    found = copies.held(register, hand, copy, "taken back")
    copies.paper_only(found, "taken back")
    facts.counted("the number of pages", pages, 0)
    condition = facts.needed("the condition", condition)
    readers = facts.optional("the other readers", other_readers)
    expected = found.pages or 0
    if pages == expected:
        return [CopyReturned(copy=found.copy, pages=pages, condition=condition, other_readers=readers)]
    what = f"Pages brought back: {pages}; expected: {expected}. {_holder(register, found)} stays responsible."
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


def payload(register: "Register", copy: Copy, loan: Loan) -> str:
    """Return the machine-readable code of a loan's slip."""
    return sheet_codes.payload(register, SLIP_CODE, copy.copy, loan.slip_code)


def _holder(register: "Register", copy: Copy) -> str:
    return f"{register.people[copy.responsible].name} ({copy.responsible})"


def _due_back(register: "Register", hand: Hand, asked: access.Request, wanted: date) -> tuple[date, str]:
    """Return the day on which a copy is due back, an open one (C10), and why it is not the `wanted` one."""
    dates.not_before("The day it is due back", wanted, hand.day, "it lies before the day it is signed out")
    access.still_authorised(register, asked, wanted)
    until = asked.decision.until if asked.decision else None
    if until is not None and wanted > until:
        raise ImpossibleDateError(
            what="The day it is due back",
            date=dates.day(wanted),
            why=f"access was agreed until {dates.day(until)}",
        )
    ends = [until, _role_ends(register, asked, wanted)]
    last = min((end for end in ends if end is not None), default=None)
    return closed_days.due_day(register, wanted, not_after=last, not_before=hand.day)


def _role_ends(register: "Register", asked: access.Request, day: date) -> date | None:
    """Return the last day of the roles that count on `day`; None if one has no end, or none is needed."""
    if asked.ordered:
        return None
    review = register.documents[asked.document].review
    ends = [role.end for role in register.people[asked.person].in_force(day, review)]
    return None if None in ends else max(end for end in ends if end is not None)


def _read(register: "Register", copy: Copy, slip_code: str) -> tuple[str, str, str]:
    """Return the vault, the copy and the code that were typed or scanned; a typed code names `copy`."""
    scanned = _PAYLOAD.fullmatch(" ".join(slip_code.split()))
    if scanned is None:
        return register.founded.vault, copy.copy, codes.plain(slip_code)
    vault, named, code = scanned.groups()
    return vault.upper(), named.upper(), codes.plain(code)


def _whose(register: "Register", slip_code: str) -> str:
    """Return in words whose slip has that code, or an empty text."""
    for copy in register.copies.values():
        for loan in copy.loans:
            if loan.slip_code == slip_code:
                return copy.copy if loan == copy.loan else f"an earlier loan of {copy.copy}"
    return ""
