"""The course of a review: its completion, more time for it, and the evaluation of it (E2).

Rule: more time needs a new day, the reason and a revised plan, and the body that watches over the review is
told of it; whether that has been done is asked for until it is recorded. An evaluation that found the
review inadequate is answered. No deadline is stored here but the day that was agreed; what is due,
`deadlines` computes.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, deadlines, facts, regimes
from desktop.custody.course import Completion, Evaluated, Extension
from desktop.custody.errors import AlreadyThereError, FactMissingError, ImpossibleDateError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review


class ReviewExtended(Event, frozen=True, kw_only=True, tag="review-extended"):
    """There is more time for the completion."""

    review: str
    extension: Extension

    def change(self, register: "Register", line: Line) -> None:
        """Add the extension."""
        known = register.reviews[self.review].extensions
        _note(register, self.review, extensions=(*known, self.extension))

    def said(self) -> str:
        """Return until when, why, and who was told."""
        found = self.extension
        told = f" Told: {found.told}, {dates.day(found.told_on)}." if found.told and found.told_on else ""
        return (
            f"The completion of review {self.review} was extended to {dates.day(found.until)}. Revised plan:"
            f" {found.plan}. Authority: {found.authority}.{told} Reason: {found.why}"
        )


class ExtensionTold(Event, frozen=True, kw_only=True, tag="review-extension-told"):
    """Somebody was told of the last extension."""

    words: ClassVar[str] = "{told} was told on {day} of the extension of review {review}."

    review: str
    told: str
    day: date

    def change(self, register: "Register", line: Line) -> None:
        """Note who was told with the last extension."""
        *before, last = register.reviews[self.review].extensions
        after = msgspec.structs.replace(last, told=self.told, told_on=self.day)
        _note(register, self.review, extensions=(*before, after))


class ReviewCompleted(Event, frozen=True, kw_only=True, tag="review-completed"):
    """The review was completed."""

    words: ClassVar[str] = "Review {review} was completed on {day}. Authority: {authority}."

    review: str
    day: date
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the completion."""
        _note(register, self.review, completed=Completion(self.day, self.authority))


class EvaluationCame(Event, frozen=True, kw_only=True, tag="review-evaluated"):
    """A letter of evaluation came."""

    words: ClassVar[str] = "{by} evaluated review {review} as {grade}, by its letter of {letter}."

    review: str
    letter: date
    grade: str
    by: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the evaluation."""
        known = register.reviews[self.review].evaluations
        came = Evaluated(self.letter, self.grade, self.by, entry=line.number)
        _note(register, self.review, evaluations=(*known, came))


class EvaluationAnswered(Event, frozen=True, kw_only=True, tag="review-evaluation-answered"):
    """An evaluation was answered."""

    words: ClassVar[str] = "The evaluation of review {review} of {letter} was answered on {day}: {how}"

    review: str
    letter: date
    day: date
    how: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the answer with the letter that it answers."""
        _note(
            register,
            self.review,
            evaluations=tuple(
                msgspec.structs.replace(one, answered=self.day, how=self.how)
                if one.letter == self.letter and one.to_answer
                else one
                for one in register.reviews[self.review].evaluations
            ),
        )


Events = ReviewExtended | ExtensionTold | ReviewCompleted | EvaluationCame | EvaluationAnswered


def extend(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    until: date,
    why: str,
    plan: str,
    authority: str,
    told: str = "",
    told_on: date | None = None,
) -> list[Event]:
    """Give more time for the completion, by a revised plan; who is told may be recorded later (E2).

    A deadline that has passed is extended too: the clock shows that it had passed.
    """
    found = register.review(review)
    due = completion_due(register, found)
    if due is None or found.completed is not None or found.concluded is not None:
        raise WrongStateError(
            thing=f"Review {found.review}",
            state=_course(found, due),
            act="given more time",
            advice="More time is for a review that was decided on and is not completed.",
        )
    dates.not_before("The new day of completion", until, hand.day, "it lies before the day of the extension")
    if until <= due:
        why_not = f"the review is due on {dates.day(due)} as it stands, so that is no extension"
        raise ImpossibleDateError(what="The new day of completion", date=dates.day(until), why=why_not)
    told = facts.optional("who was told", told)
    if told_on is not None and not told:
        raise FactMissingError(fact="who was told", why="a day is given, and nobody is named")
    on = dates.not_ahead("The day on which they were told", told_on, hand.day) if told else None
    return [
        ReviewExtended(
            review=found.review,
            extension=Extension(
                until,
                hand.day,
                facts.needed("the reason", why),
                facts.needed("the revised plan", plan),
                facts.needed("the authority", authority),
                told,
                on,
            ),
        )
    ]


def tell_of_extension(
    register: "Register", hand: Hand, *, review: str, told: str, day: date | None = None
) -> list[Event]:
    """Record who was told of the last extension, and when."""
    found = register.review(review)
    if not untold(found):
        raise WrongStateError(
            thing=f"Review {found.review}",
            state="not extended, or its extension is known to those concerned",
            act="told of",
            advice="See the review's clock.",
        )
    on = dates.not_ahead("The day on which they were told", day, hand.day)
    return [ExtensionTold(review=found.review, told=facts.needed("who was told", told), day=on)]


def complete(
    register: "Register", hand: Hand, *, review: str, authority: str, day: date | None = None
) -> list[Event]:
    """Record that the review is completed: the Board has agreed its report."""
    found = register.review(review)
    if found.completed is not None:
        raise AlreadyThereError(
            noun="The completion of",
            reference=found.review,
            advice=f"It was completed on {dates.day(found.completed.day)}. If that is wrong, put it right.",
        )
    if found.decided is None:
        raise WrongStateError(
            thing=f"Review {found.review}",
            state="without a recorded decision",
            act="completed",
            advice="Record the decision first, with its own day.",
        )
    on = completion_day(found, hand, day)
    return [ReviewCompleted(review=found.review, day=on, authority=facts.needed("the authority", authority))]


def evaluate(
    register: "Register", hand: Hand, *, review: str, letter: date, grade: str, by: str
) -> list[Event]:
    """Record a letter of evaluation: its own day, its grade, and whose it is."""
    found = register.review(review)
    check_letter(found, hand, letter, [one.letter for one in found.evaluations])
    return [
        EvaluationCame(
            review=found.review,
            letter=letter,
            grade=facts.one_of("the grade", grade, regimes.of(register, found).grades),
            by=facts.needed("whose evaluation it is", by),
        )
    ]


def answer(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    how: str,
    day: date | None = None,
    letter: date | None = None,
) -> list[Event]:
    """Record the answer to an evaluation, by the day of its letter; by default to the earliest that waits."""
    found = register.review(review)
    waiting = next((one for one in to_answer(found) if letter in {None, one.letter}), None)
    if waiting is None:
        raise WrongStateError(
            thing=f"Review {found.review}",
            state=f"not evaluated as inadequate{_by_letter(letter)}, or that is answered",
            act="answered for",
            advice="Record the letter of evaluation first.",
        )
    on = dates.not_ahead("The day of the answer", day, hand.day)
    dates.not_before("The day of the answer", on, waiting.letter, "the letter is of a later day")
    how = facts.needed("what was answered", how)
    return [EvaluationAnswered(review=found.review, letter=waiting.letter, day=on, how=how)]


def completion_day(review: "Review", hand: Hand, day: date | None) -> date:
    """Return the day of a completion; raise ImpossibleDateError for one that does not fit the course."""
    what = "The day of completion"
    on = dates.not_ahead(what, day, hand.day)
    if review.decided is not None:
        dates.not_before(what, on, review.decided, "the review was decided on later")
    if review.concluded is not None and on > review.concluded:
        raise ImpossibleDateError(what=what, date=dates.day(on), why="the review was concluded before")
    for one in review.evaluations:
        if on > one.letter:
            why = f"it was evaluated by a letter of {dates.day(one.letter)}"
            raise ImpossibleDateError(what=what, date=dates.day(on), why=why)
    return on


def check_letter(review: "Review", hand: Hand, letter: date, others: Sequence[date]) -> None:
    """Raise what is wrong with the day of a letter of evaluation, beside the days of `others`."""
    dates.not_ahead("The day of the letter", letter, hand.day)
    earliest = review.completed.day if review.completed else review.decided
    if earliest is not None:
        dates.not_before("The day of the letter", letter, earliest, "the review was not completed by then")
    if letter in others:
        advice = "A later letter is entered with its own day; if this one is wrong, put it right."
        raise AlreadyThereError(noun="The evaluation of", reference=dates.day(letter), advice=advice)


def to_answer(review: "Review") -> list[Evaluated]:
    """Return the evaluations of a review that wait for an answer, by the days of their letters."""
    return sorted((one for one in review.evaluations if one.to_answer), key=lambda one: one.letter)


def completion_due(register: "Register", review: "Review") -> date | None:
    """Return the day by which a review is to be completed as it stands, or None where none can be counted."""
    return deadlines.completion(register, review, date.min).due


def untold(review: "Review") -> Extension | None:
    """Return the last extension while nobody was told of it, or None."""
    last = review.extensions[-1] if review.extensions else None
    return last if last is not None and not last.told else None


def all_untold(register: "Register") -> "list[Review]":
    """Return the reviews on their way that have more time, of which nobody was told yet."""
    return [
        review
        for review in register.reviews.values()
        if review.concluded is None and review.completed is None and untold(review)
    ]


def _course(review: "Review", due: date | None) -> str:
    if review.concluded is not None:
        return f"concluded since {dates.day(review.concluded)}"
    if review.completed is not None:
        return f"completed since {dates.day(review.completed.day)}"
    return (
        "decided on, but has no day by which it is due"
        if review.decided and due is None
        else "not decided on"
    )


def _by_letter(letter: date | None) -> str:
    return f" by a letter of {dates.day(letter)}" if letter else ""


def _note(register: "Register", review: str, **changes: object) -> None:
    register.reviews[review] = msgspec.structs.replace(register.reviews[review], **changes)
