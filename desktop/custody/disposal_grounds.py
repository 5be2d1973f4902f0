"""On what grounds a document may be disposed of, and everything that forbids it (G3, G4, G5).

Rule: a date starts a review of the record, never a disposal: the review's standing decision to destroy does.
Every hold forbids it, and so does a copy that has not come to its end, and a review that is not closed.
"""

from typing import TYPE_CHECKING

import msgspec

from desktop.custody import closing, dates, holds, record_reviews
from desktop.custody.documents import Document
from desktop.custody.errors import WrongStateError

if TYPE_CHECKING:
    from desktop.custody.record_reviews import RecordReview
    from desktop.custody.register import Register

_NAMED = 8
"""How many copies a refusal names one by one."""


class Item(msgspec.Struct, frozen=True, omit_defaults=True):
    """A document of a disposal, with the decision, the rule of retention and the authority it rests on."""

    document: str
    decision: str
    """The review of the record that decided, by reference."""
    rule: str
    authority: str


def ground(register: "Register", reference: str) -> Item:
    """Return on what grounds a document may be disposed of now; refuse it where anything forbids it.

    Raises WrongStateError, HeldError, and as `record_reviews.destruction_decided`.
    """
    found = register.document(reference)
    if found.disposed:
        raise WrongStateError(
            thing=found.document,
            state=f"disposed of already, by {found.disposed}",
            act="disposed of again",
            advice="Nothing is left to be destroyed here.",
        )
    instead = f"What is not held may be disposed of meanwhile: prepare a disposal without {found.document}."
    holds.refuse_destruction(register, found.document, instead)
    decided = record_reviews.destruction_decided(register, found.document)
    _review_closed(register, found)
    _copies_ended(register, found)
    kept = register.kept_until[found.review]
    two = f"{decided.first} and {decided.second}"
    return Item(
        found.document,
        decided.record_review,
        f"Rule {kept.rule}: until {dates.day(kept.day)}",
        f"{two}. {decided.authority}" if decided.authority else two,
    )


def _review_closed(register: "Register", found: Document) -> None:
    review = register.reviews[found.review]
    if review.closed is None:
        raise WrongStateError(
            thing=found.document,
            state=f"part of review {review.review}, which is not closed",
            act="disposed of",
            advice="Close the review first: every copy is then accounted for.",
        )


def _copies_ended(register: "Register", found: Document) -> None:
    open_ = [one for one in closing.in_the_way(register, found.review) if one.copy.document == found.document]
    if open_:
        named = ", ".join(f"{one.copy.copy} ({one.copy.state})" for one in open_[:_NAMED])
        more = f", and {len(open_) - _NAMED} more" if len(open_) > _NAMED else ""
        raise WrongStateError(
            thing=found.document,
            state=f"a document whose copies have not all come to an end: {named}{more}",
            act="disposed of",
            advice="Destroy its copies, or record what became of each, and dispose of the master then.",
        )


def decided(register: "Register") -> list["RecordReview"]:
    """Return the standing decisions to destroy of which a document is still here, in the order of reviews."""
    found: dict[str, RecordReview] = {}
    for document in register.documents.values():
        if document.disposed or document.review in found:
            continue
        try:
            found[document.review] = record_reviews.destruction_decided(register, document.document)
        except WrongStateError:
            continue
    return [found[review] for review in register.reviews if review in found]


def undisposed(register: "Register", review: str) -> list[Document]:
    """Return the documents of a review whose masters are still here."""
    return [one for one in register.documents.values() if one.review == review and not one.disposed]
