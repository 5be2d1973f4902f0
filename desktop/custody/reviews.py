"""A review: its reference and authority, and its conclusion.

Rule: a review is named by its reference alone, never by a child. After its conclusion nothing new is
printed or signed out (E7).
"""

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts
from desktop.custody.children import Child
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    ReviewConcludedError,
)
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./ _-]{0,39}")
_OURS = re.compile(r"[A-Za-z]{1,2}-\d{4,}(/\d+)?")
"""How the program's own references look: a review of that name would be taken for a document or a person."""


class Review(msgspec.Struct, frozen=True):
    """One serious case review."""

    review: str
    authority: str
    notified: date | None
    decided: date | None
    opened: date
    concluded: date | None = None
    children: tuple[Child, ...] = ()
    closed: date | None = None
    """The day on which every copy of it was at its end (F1)."""


class ReviewOpened(Event, frozen=True, kw_only=True, tag="review-opened"):
    """A review was opened."""

    words: ClassVar[str] = "Review {review} was opened. Authority: {authority}."

    review: str
    authority: str
    notified: date | None = None
    decided: date | None = None

    def change(self, register: "Register", line: Line) -> None:
        """Add the review."""
        register.reviews[self.review] = Review(
            self.review, self.authority, self.notified, self.decided, line.hand.day
        )


class ReviewConcluded(Event, frozen=True, kw_only=True, tag="review-concluded"):
    """A review was formally concluded."""

    words: ClassVar[str] = "Review {review} was concluded. Authority: {authority}."

    review: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the day of the conclusion."""
        review = register.reviews[self.review]
        register.reviews[self.review] = msgspec.structs.replace(review, concluded=line.hand.day)


def open_review(
    register: "Register",
    hand: Hand,
    *,
    reference: str,
    authority: str,
    notified: date | None = None,
    decided: date | None = None,
) -> list[Event]:
    """Open a review under a reference of its own (E1)."""
    reference = facts.needed("the review's reference", reference)
    if not _REFERENCE.fullmatch(reference):
        raise FactMissingError(
            fact="the review's reference", why="it takes up to 40 letters, digits, spaces and . / _ -"
        )
    if _OURS.fullmatch(reference):
        why = "it looks like one that the program gives, such as D-0001; add a word, such as SCR-2026-01"
        raise FactMissingError(fact="the review's reference", why=why)
    taken = {known.casefold(): known for known in register.reviews}
    if reference.casefold() in taken:
        raise AlreadyThereError(
            noun="Review",
            reference=taken[reference.casefold()],
            advice="Give the new review another reference.",
        )
    for what, value in (("The day of notification", notified), ("The day of the decision", decided)):
        if value is not None and value > hand.day:
            raise ImpossibleDateError(what=what, date=dates.day(value), why="it lies ahead")
    if notified and decided:
        dates.not_before("The day of the decision", decided, notified, "it lies before the notification")
    authority = facts.needed("the authority", authority)
    return [ReviewOpened(review=reference, authority=authority, notified=notified, decided=decided)]


def conclude(register: "Register", hand: Hand, *, review: str, authority: str) -> list[Event]:
    """Conclude a review formally: no copy is printed or signed out afterwards (E7)."""
    found = register.review(review)
    still_open(found)
    dates.not_before("The conclusion", hand.day, found.opened, "the review was opened later")
    for copy in register.copies.values():
        if register.documents[copy.document].review == found.review:
            dates.not_before("The conclusion", hand.day, copy.since, f"{copy.copy} was moved later")
    return [ReviewConcluded(review=found.review, authority=facts.needed("the authority", authority))]


def still_open(review: Review) -> None:
    """Raise ReviewConcludedError if the review was concluded."""
    if review.concluded is not None:
        raise ReviewConcludedError(review=review.review, day=dates.day(review.concluded))
