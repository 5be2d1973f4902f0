"""A copy that its holder destroys: a certificate goes out, is signed by two, and its code is typed back.

Rule (F2): only a paper copy that is out, and recalled or of a concluded review; never a held one. Holder and
witness are two different people. Until the code is typed the copy is with its holder, who answers for it;
an electronic copy ends with its own declaration instead.
"""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from desktop.custody import copies, dates, facts, holds, incidents, sheet_codes, witness
from desktop.custody.copies import Copy, CopyState, Loan
from desktop.custody.ending_errors import DestructionCodeError
from desktop.custody.errors import WitnessError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

HOLDER_CODE = "HD1"
"""How the machine-readable code of a holder's certificate begins."""
_THERE = (*copies.WITH_HOLDER, CopyState.DAMAGED)
"""States of a copy that its holder can destroy."""


class HolderCertificate(msgspec.Struct, frozen=True):
    """The certificate that a copy's holder was sent, and what came back."""

    copy: str
    person: str
    loan: int
    """The entry of the loan's sign-out."""
    sent: date
    entry: int
    code: str
    """The code on the certificate, as it is compared."""
    destroyed: date | None = None
    """The day it was destroyed, as both signed."""
    method: str = ""
    witness: str = ""
    pages: int | None = None
    received: date | None = None


class HolderCertificateSent(Event, frozen=True, kw_only=True, tag="holder-certificate-sent"):
    """A copy's holder was sent the certificate of its destruction, to be filled in and signed by two."""

    copy: str
    person: str

    def said(self) -> str:
        """Return to whom it goes."""
        return f"The certificate of destruction of {self.copy} was made for its holder, {self.person}."

    def change(self, register: "Register", line: Line) -> None:
        """Keep it; its code comes from this entry's digest, and an earlier one's counts no more."""
        loan = register.copies[self.copy].loans[-1].entry
        code = sheet_codes.made(line, "holder's certificate")
        made = HolderCertificate(self.copy, self.person, loan, line.hand.day, line.number, code)
        register.holder_certificates[self.copy] = made


class CopyDestroyedByHolder(Event, frozen=True, kw_only=True, tag="copy-destroyed-by-holder"):
    """The certificate came back signed by the holder and a witness: its code was typed."""

    copy: str
    person: str
    destroyed: date
    method: str
    witness: str
    pages: int

    def said(self) -> str:
        """Return who destroyed it, when, how and before whom."""
        return (
            f"{self.copy} was destroyed by its holder, {self.person}, on {dates.day(self.destroyed)}:"
            f" {self.pages} pages. Method: {self.method.rstrip('.')}. Witness: {self.witness}."
        )

    def change(self, register: "Register", line: Line) -> None:
        """End the loan and the copy."""
        loans = copies.loan_noted(register.copies[self.copy], returned=line.hand.day)
        copies.moved(register, line, self.copy, CopyState.DESTROYED_BY_HOLDER, loans=loans)
        register.holder_certificates[self.copy] = msgspec.structs.replace(
            register.holder_certificates[self.copy],
            destroyed=self.destroyed,
            method=self.method,
            witness=self.witness,
            pages=self.pages,
            received=line.hand.day,
        )


class HolderMiscounted(Event, frozen=True, kw_only=True, tag="holder-miscounted"):
    """A holder's certificate tells of too few or too many pages; the copy is not accounted for."""

    copy: str
    pages: int
    expected: int

    def said(self) -> str:
        """Return how it was counted."""
        return f"The certificate of {self.copy} tells of {self.pages} pages for {self.expected}."


Events = HolderCertificateSent | CopyDestroyedByHolder | HolderMiscounted


def send(register: "Register", hand: Hand, *, copy: str) -> list[Event]:
    """Make the certificate that a copy's holder fills in and signs with a witness."""
    found, loan = _there(register, hand, copy, "destroyed by its holder")
    return [HolderCertificateSent(copy=found.copy, person=loan.person)]


def receive(
    register: "Register",
    hand: Hand,
    *,
    copy: str,
    code: str,
    destroyed: date,
    method: str,
    witness_name: str,
    pages: int,
) -> list[Event]:
    """Record by the code of the signed certificate that the holder destroyed a copy (F2).

    Pages that do not agree leave the copy with its holder, and open an incident.
    """
    found, loan = _there(register, hand, copy, "destroyed by its holder")
    sent = sent_for(register, found.copy)
    if sheet_codes.read(register, HOLDER_CODE, found.copy, code) != sent.code:
        raise DestructionCodeError(paper="certificate", subject=found.copy)
    holder = register.people[loan.person]
    name = witness.named(register, "the witness's name", witness_name)
    if witness.same_person(name, holder.name):
        raise WitnessError(name=name, why=f"that is {holder.person}, who destroyed the copy")
    dates.not_ahead("The day it was destroyed", destroyed, hand.day)
    dates.not_before("The day it was destroyed", destroyed, loan.signed_out, "the copy was signed out later")
    method = facts.needed("the method", method)
    expected = found.pages or 0
    facts.counted("the number of pages", pages, 0)
    if pages != expected:
        counted = f"Pages on the holder's certificate: {pages}; expected: {expected}."
        what = f"{counted} {holder.name} stays responsible."
        return [
            HolderMiscounted(copy=found.copy, pages=pages, expected=expected),
            incidents.open_incident(register, matter="pages", about=found.copy, what=what),
        ]
    return [
        CopyDestroyedByHolder(
            copy=found.copy,
            person=loan.person,
            destroyed=destroyed,
            method=method,
            witness=name,
            pages=pages,
        )
    ]


def awaited(register: "Register", copy: Copy) -> HolderCertificate | None:
    """Return the certificate that is awaited of a copy's present holder, or None."""
    sent = register.holder_certificates.get(copy.copy)
    return sent if sent and copy.loan and sent.loan == copy.loan.entry else None


def waiting(register: "Register") -> list[HolderCertificate]:
    """Return the certificates that are awaited, oldest first."""
    found = (awaited(register, register.copies[name]) for name in register.holder_certificates)
    return sorted((sent for sent in found if sent), key=lambda sent: sent.entry)


def sent_for(register: "Register", copy: str) -> HolderCertificate:
    """Return the certificate that is awaited of a copy; raise WrongStateError if none is."""
    found = register.copy(copy)
    sent = awaited(register, found)
    if sent is None:
        raise WrongStateError(
            thing=found.copy,
            state="without a certificate that its holder was sent",
            act="entered as destroyed by its holder",
            advice="Make the certificate, and have holder and witness sign it.",
        )
    return sent


def _there(register: "Register", hand: Hand, copy: str, act: str) -> tuple[Copy, Loan]:
    """Return a copy that its holder may destroy, with its loan."""
    found = copies.in_state(register, hand, copy, act, *_THERE)
    copies.paper_only(found, act)
    document = register.documents[found.document]
    if found.loan is None:
        advice = "It lies here: put it in a batch and destroy it before a witness."
        raise WrongStateError(thing=found.copy, state="in the safe", act=act, advice=advice)
    if found.loan.recalled is None and register.reviews[document.review].concluded is None:
        raise WrongStateError(
            thing=found.copy,
            state="neither recalled nor of a concluded review",
            act=act,
            advice="Recall it first, with the reason for which it may be destroyed.",
        )
    holds.refuse_destruction(register, found.document)
    return found, found.loan
