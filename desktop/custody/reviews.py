"""A review: its reference and authority, the days of its notification and decision, and its conclusion.

Rule: a review is named by its reference alone, never by a child. A day that was entered is put right by an
entry of its own, with the reason and the authority (E1). After its conclusion nothing new is printed or
signed out (E7); the act is `conclusion.conclude`.
"""

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts, regimes
from desktop.custody.agencies import Contributing
from desktop.custody.appointments import Appointment
from desktop.custody.children import Child
from desktop.custody.course import Completion, Evaluated, Extension
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    ReviewConcludedError,
)
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.notifications import Notification

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
    regime: str = ""
    """Its regime's short name; empty: the one that reviews are held under unless another is given."""
    decided_by: str = ""
    """The authority of the decision, where it was recorded by itself."""
    agencies: tuple[Contributing, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    completed: Completion | None = None
    extensions: tuple[Extension, ...] = ()
    evaluations: tuple[Evaluated, ...] = ()
    told: tuple[Notification, ...] = ()
    """Who was told of the decision (E3)."""


class ReviewOpened(Event, frozen=True, kw_only=True, tag="review-opened"):
    """A review was opened."""

    words: ClassVar[str] = "Review {review} was opened. Authority: {authority}."

    review: str
    authority: str
    notified: date | None = None
    decided: date | None = None
    regime: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Add the review."""
        register.reviews[self.review] = Review(
            self.review, self.authority, self.notified, self.decided, line.hand.day, regime=self.regime
        )


class ReviewDecided(Event, frozen=True, kw_only=True, tag="review-decided"):
    """It was decided that there is a review that had been opened before."""

    words: ClassVar[str] = "Review {review} was decided on, on {day}. Authority: {authority}."

    review: str
    day: date
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the decision."""
        _note(register, self.review, decided=self.day, decided_by=self.authority)


class ReviewCorrected(Event, frozen=True, kw_only=True, tag="review-corrected"):
    """The days of the notification or the decision were put right."""

    review: str
    notified: date | None
    decided: date | None
    why: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Put the days right."""
        _note(register, self.review, notified=self.notified, decided=self.decided)

    def said(self) -> str:
        """Return what stands now, and why."""
        notified, decided = (dates.day(day) if day else "not known" for day in (self.notified, self.decided))
        return (
            f"The days of review {self.review} were put right: notified {notified}, decided {decided}."
            f" Authority: {self.authority}. Reason: {self.why}"
        )


class ReviewConcluded(Event, frozen=True, kw_only=True, tag="review-concluded"):
    """A review was formally concluded."""

    words: ClassVar[str] = "Review {review} was concluded. Authority: {authority}."

    review: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the day of the conclusion."""
        _note(register, self.review, concluded=line.hand.day)


Events = ReviewOpened | ReviewDecided | ReviewCorrected | ReviewConcluded


def open_review(
    register: "Register",
    hand: Hand,
    *,
    reference: str,
    authority: str,
    notified: date | None = None,
    decided: date | None = None,
    regime: str = "",
) -> list[Event]:
    """Open a review under a reference of its own (E1), held under a regime (E5)."""
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
    _in_order(hand, notified, decided)
    return [
        ReviewOpened(
            review=reference,
            authority=facts.needed("the authority", authority),
            notified=notified,
            decided=decided,
            regime=regimes.named(register, regime).regime if regime.strip() else "",
        )
    ]


def decide(
    register: "Register", hand: Hand, *, review: str, authority: str, day: date | None = None
) -> list[Event]:
    """Record the decision that there is a review; what is due is counted from its own day."""
    found = register.review(review)
    still_open(found)
    if found.decided is not None:
        raise AlreadyThereError(
            noun="The decision on",
            reference=found.review,
            advice=f"It is of {dates.day(found.decided)}. If that is wrong, put it right, with the reason.",
        )
    decided = dates.not_ahead("The day of the decision", day, hand.day)
    _in_order(hand, found.notified, decided)
    return [
        ReviewDecided(review=found.review, day=decided, authority=facts.needed("the authority", authority))
    ]


def correct(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    notified: date | None,
    decided: date | None,
    why: str,
    authority: str,
) -> list[Event]:
    """Put the days of the notification and the decision right; both are given as they stand from now on."""
    found = register.review(review)
    _in_order(hand, notified, decided)
    if (notified, decided) == (found.notified, found.decided):
        raise FactMissingError(fact="the days", why="what was given is what stands there already")
    relying = _relying(found)
    if relying and decided is None:
        raise FactMissingError(fact="the day of the decision", why="what followed from it is on the record")
    if decided is not None and relying and min(relying) < decided:
        raise ImpossibleDateError(
            what="The day of the decision",
            date=dates.day(decided),
            why=f"what followed from it is of {dates.day(min(relying))}",
        )
    return [
        ReviewCorrected(
            review=found.review,
            notified=notified,
            decided=decided,
            why=facts.needed("the reason", why),
            authority=facts.needed("the authority", authority),
        )
    ]


def still_open(review: Review) -> None:
    """Raise ReviewConcludedError if the review was concluded."""
    if review.concluded is not None:
        raise ReviewConcludedError(review=review.review, day=dates.day(review.concluded))


def _in_order(hand: Hand, notified: date | None, decided: date | None) -> None:
    """Raise ImpossibleDateError for a day ahead, or a decision before the notification."""
    for what, value in (("The day of notification", notified), ("The day of the decision", decided)):
        if value is not None and value > hand.day:
            raise ImpossibleDateError(what=what, date=dates.day(value), why="it lies ahead")
    if notified and decided:
        dates.not_before("The day of the decision", decided, notified, "it lies before the notification")


def _relying(review: Review) -> list[date]:
    """Return the days of what could not be before the decision."""
    days = [told.day for told in review.told if told.day is not None]
    days += [one.letter for one in review.evaluations]
    return [*days, review.completed.day] if review.completed else days


def _note(register: "Register", review: str, **changes: object) -> None:
    register.reviews[review] = msgspec.structs.replace(register.reviews[review], **changes)
