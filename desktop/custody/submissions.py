"""Submissions to inspectorates, the Government Office and others (D6): what, when, to whom, and the receipt.

Rule: what is submitted is of the anonymised edition. Submission to a body of the process is a step of the
review itself, so no gate stands there, and which bodies those are is the Board's data; to any other body it
leaves the process, and passes every gate (D4). A submission is outstanding until its receipt is in: signed
with the code of its sheet, or in another way that is described.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from desktop.custody import dates, documents, facts, gates, reviews, sheet_codes
from desktop.custody.errors import EditionRefusedError, FactMissingError, ReceiptCodeError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register

ANONYMISED = "anonymised"
SUBMISSION_CODE = "SU1"
"""How the machine-readable code of a submission's sheet begins; then the vault, the submission, the code."""
_OF_THE_PROCESS = "If the body is one of the process, give its name as it stands in the Board's data."


class Item(msgspec.Struct, frozen=True):
    """One document of a submission, in the version that was current."""

    document: str
    version: int


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who said that it arrived, and how we know: by the code of the signed sheet, or `evidence` in words."""

    by: str
    day: date
    evidence: str = ""


class Submission(msgspec.Struct, frozen=True):
    """One submission."""

    submission: str
    review: str
    body: str
    address: str
    items: tuple[Item, ...]
    how: str
    sent: date
    entry: int
    code: str
    """The code of its sheet, as it is compared."""
    note: str = ""
    receipt: Receipt | None = None

    @property
    def state(self) -> str:
        """In words: whether the receipt is in."""
        return "received" if self.receipt else "awaiting receipt"


class SubmissionSent(Event, frozen=True, kw_only=True, tag="submission-sent"):
    """Documents were submitted to a body."""

    submission: str
    review: str
    body: str
    address: str = ""
    items: tuple[Item, ...]
    how: str
    note: str = ""

    def said(self) -> str:
        """Return what was sent to whom."""
        what = ", ".join(f"{item.document} (version {item.version})" for item in self.items)
        return f"{self.submission}: {what} of {self.review} was submitted to {self.body}, {self.how}."

    def change(self, register: "Register", line: Line) -> None:
        """Add the submission; the code of its sheet comes from this entry's digest."""
        register.submissions[self.submission] = Submission(
            self.submission,
            self.review,
            self.body,
            self.address,
            self.items,
            self.how,
            line.hand.day,
            line.number,
            sheet_codes.made(line, "submission"),
            self.note,
        )


class SubmissionReceived(Event, frozen=True, kw_only=True, tag="submission-received"):
    """The body said that it has what was submitted."""

    submission: str
    by: str
    evidence: str = ""

    def said(self) -> str:
        """Return who received it."""
        known = f": {self.evidence}" if self.evidence else ", by the code of the signed sheet"
        return f"{self.submission} was received by {self.by}{known}."

    def change(self, register: "Register", line: Line) -> None:
        """Note the receipt."""
        found = register.submissions[self.submission]
        receipt = Receipt(self.by, line.hand.day, self.evidence)
        register.submissions[self.submission] = msgspec.structs.replace(found, receipt=receipt)


def submit(
    register: "Register",
    hand: Hand,
    *,
    documents_sent: Sequence[str],
    review: str = "",
    body: str,
    how: str,
    address: str = "",
    note: str = "",
) -> list[Event]:
    """Record that documents of one review, by default the first one's, are submitted to a body (D6).

    Raises EditionRefusedError for another edition than the anonymised one, and GateClosedError as
    `gates.check` for a body outside the process.
    """
    if not documents_sent:
        raise FactMissingError(fact="what is submitted", why="no document was named")
    found = register.review(review or register.document(documents_sent[0]).review)
    body = facts.needed("the body", body)
    named = of_the_process(register, body)
    outside = not named
    items = [_item(register, found, reference, hand.day, outside=outside) for reference in documents_sent]
    return [
        SubmissionSent(
            submission=register.next_reference("SU", register.submissions),
            review=found.review,
            body=named or body,
            address=facts.optional("the address", address),
            items=tuple(dict.fromkeys(items)),
            how=facts.needed("how it was sent", how),
            note=facts.optional("the note", note),
        )
    ]


def receive(
    register: "Register", hand: Hand, *, submission: str, by: str, code: str = "", evidence: str = ""
) -> list[Event]:
    """Record the receipt: by the code of the signed sheet, typed or scanned, or by what shows it arrived."""
    found = register.submission(submission)
    if found.receipt is not None:
        raise WrongStateError(
            thing=found.submission,
            state=f"received on {dates.day(found.receipt.day)}",
            act="received again",
            advice="Its receipt is on the record.",
        )
    dates.not_before("The day of the receipt", hand.day, found.sent, "it was sent later")
    if code.strip():
        if sheet_codes.read(register, SUBMISSION_CODE, found.submission, code) != found.code:
            raise ReceiptCodeError(submission=found.submission)
        evidence = ""
    else:
        evidence = facts.needed("the code of the signed sheet, or what shows that it arrived", evidence)
    return [
        SubmissionReceived(
            submission=found.submission, by=facts.needed("who received it", by), evidence=evidence
        )
    ]


def of_the_process(register: "Register", body: str) -> str:
    """Return a body of the process by its name in the Board's settings; an empty text for any other (D6)."""
    known = register.founded.settings.submitted_to
    return next((one for one in known if folded(one) == folded(body)), "")


def outstanding(register: "Register") -> list[Submission]:
    """Return the submissions without a receipt, oldest first."""
    return [found for found in register.submissions.values() if found.receipt is None]


def offered(register: "Register", review: str) -> "list[documents.Document]":
    """Return what of a review could be submitted: the anonymised editions that are not kept apart."""
    return [
        found
        for found in register.documents.values()
        if found.review == review
        and found.edition == ANONYMISED
        and not register.founded.kind(found.kind).apart
    ]


def _item(
    register: "Register", review: "reviews.Review", reference: str, day: date, *, outside: bool
) -> Item:
    found = register.document(reference)
    if found.review != review.review:
        raise FactMissingError(
            fact="what is submitted", why=f"{found.document} belongs to review {found.review}"
        )
    if found.edition != ANONYMISED or register.founded.kind(found.kind).apart:
        edition = f"the {found.edition} edition"
        apart = register.founded.kind(found.kind).apart
        raise EditionRefusedError(document=found.document, edition="kept apart" if apart else edition)
    documents.may_be_issued(found)
    gates.check(register, found.document, outside=outside, day=day, otherwise=_OF_THE_PROCESS)
    dates.not_before("The day of the submission", day, found.current.taken_in, "the version came later")
    return Item(found.document, found.current.version)
