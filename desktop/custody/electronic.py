"""Electronic copies (D5): a numbered copy as an encrypted PDF for one recipient, and how it ends.

Rule: it leaves only under an agreed decision for an electronic copy. Its number is allotted first, every page
names the recipient, and it awaits signature until the code of the acknowledgement is typed, as with paper.
Its passphrase is on its slip alone and in no entry, so that slip cannot be made again. It is not brought
back: it ends when its recipient declares that it is deleted.

The code of the acknowledgement comes from the entry that allots the number, so that file and slip are whole
before the copy counts as sent; what fails before leaves a spoilt number and nothing that opens.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import access, copies, dates, facts, numbers, reviews, sheet_codes
from desktop.custody.copies import Copy, CopyState, Loan
from desktop.custody.errors import ElectronicSlipError, ImpossibleDateError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.loans import Terms

if TYPE_CHECKING:
    from desktop.custody.register import Register


class Dispatch(msgspec.Struct, frozen=True):
    """An electronic copy as it was ordered: for whom, under which request, to be deleted by when."""

    copy: str
    person: str
    request: str
    due: date
    code: str
    """The code on the part that comes back signed, as it is compared."""
    declared: str = ""
    """Who declared that it is deleted."""


class ElectronicCopyBegun(Event, frozen=True, kw_only=True, tag="electronic-copy-begun"):
    """A number that was just allotted is to become an electronic copy."""

    words: ClassVar[str] = (
        "{copy} is to be an electronic copy for {person} under {request}, to be deleted by {due}."
    )

    copy: str
    person: str
    request: str
    due: date
    terms: Terms

    def change(self, register: "Register", line: Line) -> None:
        """Note what the number is for; the acknowledgement's code comes from this entry's digest."""
        found = register.copies[self.copy]
        register.copies[self.copy] = msgspec.structs.replace(found, form="electronic")
        register.electronic[self.copy] = Dispatch(
            self.copy, self.person, self.request, self.due, sheet_codes.made(line, "acknowledgement")
        )


class ElectronicCopySent(Event, frozen=True, kw_only=True, tag="electronic-copy-sent"):
    """The encrypted file and its slip were made, and go to the recipient by two ways."""

    words: ClassVar[str] = "{copy} was made as an encrypted file: {pages} pages, SHA-256 {sha256}."

    copy: str
    pages: int
    sha256: str
    """Of the encrypted file, in hexadecimal."""
    size: int
    rendition: int = 0
    """From which rendition of its version; 0: from the original itself."""
    as_pictures: int = 0
    """How many pages were placed as pictures of themselves."""

    def change(self, register: "Register", line: Line) -> None:
        """Give the copy to its recipient."""
        found = register.electronic[self.copy]
        loan = Loan(found.person, found.request, line.hand.day, found.due, line.number, found.code)
        loans = (*register.copies[self.copy].loans, loan)
        copies.moved(
            register,
            line,
            self.copy,
            CopyState.AWAITING_SIGNATURE,
            pages=self.pages,
            loans=loans,
            rendition=self.rendition,
            as_pictures=self.as_pictures,
        )


class ElectronicCopyDeleted(Event, frozen=True, kw_only=True, tag="electronic-copy-deleted"):
    """The recipient declared that the file is deleted."""

    words: ClassVar[str] = "{copy} is deleted, as {declared_by} declared. Other readers: {readers}."

    copy: str
    declared_by: str
    readers: str = "none declared"

    def change(self, register: "Register", line: Line) -> None:
        """End the loan; the number stays."""
        loans = copies.loan_noted(register.copies[self.copy], returned=line.hand.day)
        copies.moved(register, line, self.copy, CopyState.DELETED, loans=loans)
        register.electronic[self.copy] = msgspec.structs.replace(
            register.electronic[self.copy], declared=self.declared_by
        )


def begin(
    register: "Register",
    hand: Hand,
    *,
    document: str,
    person: str,
    request: str,
    due: date,
    terms: Terms,
    authority: str = "",
    reason: str = "",
) -> list[Event]:
    """Allot the number of an electronic copy for one person (C1, D5)."""
    check_begin(
        register,
        hand,
        document=document,
        person=person,
        request=request,
        due=due,
        authority=authority,
        reason=reason,
    )
    recipient = register.person(person).person
    allotted = numbers.allot(
        register,
        hand,
        document=document,
        number_of_copies=1,
        made_for=recipient,
        authority=authority,
        reason=reason,
    )
    (given,) = [event for event in allotted if isinstance(event, numbers.CopiesAllotted)]
    return [
        *allotted,
        ElectronicCopyBegun(
            copy=f"{given.document}/{given.first}",
            person=recipient,
            request=register.request(request).request,
            due=due,
            terms=terms,
        ),
    ]


def check_begin(
    register: "Register",
    hand: Hand,
    *,
    document: str,
    person: str,
    request: str,
    due: date,
    authority: str = "",
    reason: str = "",
) -> None:
    """Refuse an electronic copy that may not be sent, before the master is opened (C4, D4)."""
    recipient = register.person(person)
    found = numbers.check_allot(
        register,
        hand,
        document=document,
        number_of_copies=1,
        made_for=recipient.person,
        authority=authority,
        reason=reason,
    )
    asked = register.request(request)
    access.granted(
        register, asked, person=recipient.person, document=found.document, mode="electronic", day=hand.day
    )
    dates.not_before("The day it is to be deleted by", due, hand.day, "it lies before the day it is sent")
    access.still_authorised(register, asked, due)
    until = asked.decision.until if asked.decision else None
    if until is not None and due > until:
        raise ImpossibleDateError(
            what="The day it is to be deleted by",
            date=dates.day(due),
            why=f"access was agreed until {dates.day(until)}",
        )


def sent(
    register: "Register",
    hand: Hand,
    *,
    copy: str,
    pages: int,
    sha256: str,
    size: int,
    as_pictures: int = 0,
) -> list[Event]:
    """Say that the file and the slip of an electronic copy are made: it is with its recipient."""
    found = copies.in_state(register, hand, copy, "sent", CopyState.ALLOTTED)
    if found.form != "electronic":
        raise WrongStateError(
            thing=found.copy,
            state="a number for a paper copy",
            act="sent as a file",
            advice="An electronic copy gets a number of its own when it is sent.",
        )
    reviews.still_open(register.reviews[register.documents[found.document].review])
    counted = facts.counted("the number of pages", pages)
    version = register.documents[found.document].versions[found.version - 1]
    return [
        ElectronicCopySent(
            copy=found.copy,
            pages=counted,
            sha256=sha256,
            size=size,
            rendition=len(version.renditions),
            as_pictures=facts.counted("the number of pages placed as pictures", as_pictures, 0, counted),
        )
    ]


def deleted(
    register: "Register", hand: Hand, *, copy: str, declared_by: str, other_readers: str = ""
) -> list[Event]:
    """Record the recipient's declaration that an electronic copy is deleted: the end of its loan."""
    found = register.copy(copy)
    if found.form != "electronic":
        raise WrongStateError(
            thing=found.copy,
            state="a paper copy",
            act="declared deleted",
            advice="A paper copy is counted back by hand: take it back.",
        )
    found = copies.held(register, hand, copy, "declared deleted")
    readers = facts.optional("the other readers", other_readers)
    return [
        ElectronicCopyDeleted(
            copy=found.copy,
            declared_by=facts.needed("who declared it", declared_by),
            readers=readers or "none declared",
        )
    ]


def dispatch(register: "Register", copy: str) -> Dispatch:
    """Return how an electronic copy was ordered; raise WrongStateError for a paper copy."""
    found = register.copy(copy)
    if found.form != "electronic":
        raise WrongStateError(
            thing=found.copy,
            state="a paper copy",
            act="treated as a file",
            advice="Only an electronic copy was sent as a file.",
        )
    return register.electronic[found.copy]


def slip_once(copy: Copy) -> None:
    """Refuse to make the slip of an electronic copy again: nobody knows its passphrase but the slip."""
    if copy.form == "electronic":
        raise ElectronicSlipError(copy=copy.copy)
