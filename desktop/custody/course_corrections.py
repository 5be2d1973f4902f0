"""What was entered of a review's course and was wrong: more time, its completion, an evaluation (E2).

Rule: nothing is erased. What is put right, or struck out since it never was so, is an entry of its own, with
the reason and the authority; the clock, the timeline and whatever else is computed follow it. What rests on
it and would not fit any more stands in the way; what only has to be known is told.
"""

from datetime import date
from typing import TYPE_CHECKING, NoReturn

import msgspec

from desktop.custody import action_plans, dates, facts, regimes, timetable
from desktop.custody.course import Completion, Evaluated, Evaluation, Extension
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review


class _Correction(Event, frozen=True, kw_only=True):
    """Something of a review's course was entered wrongly."""

    review: str
    why: str
    authority: str

    def _told(self, what: str) -> str:
        return f"{what} Authority: {self.authority}. Reason: {self.why}"


class ExtensionCorrected(_Correction, frozen=True, kw_only=True, tag="review-extension-corrected"):
    """More time for the completion was put right."""

    until: date
    """Until when it was, as it stood."""
    after: Extension

    def change(self, register: "Register", line: Line) -> None:
        """Put it right, in its place."""
        known = register.reviews[self.review].extensions
        right = tuple(self.after if one.until == self.until else one for one in known)
        _note(register, self.review, extensions=right)

    def said(self) -> str:
        """Return what stands now, and why."""
        found = self.after
        told = f"{found.told}, {dates.day(found.told_on)}" if found.told and found.told_on else "nobody yet"
        return self._told(
            f"The extension of review {self.review} to {dates.day(self.until)} was put right: given on"
            f" {dates.day(found.day)} until {dates.day(found.until)}, since: {found.why} (revised plan:"
            f" {found.plan}; authority: {found.authority}; told: {told})."
        )


class ExtensionStruckOut(_Correction, frozen=True, kw_only=True, tag="review-extension-struck-out"):
    """There was no such extension."""

    until: date
    told: str = ""
    """Who had been told of it."""

    def change(self, register: "Register", line: Line) -> None:
        """Leave it out from now on."""
        known = register.reviews[self.review].extensions
        _note(register, self.review, extensions=tuple(one for one in known if one.until != self.until))

    def said(self) -> str:
        """Return what was struck out, who had been told of it, and why."""
        told = f" Told of it had been: {self.told}." if self.told else ""
        what = f"The extension of review {self.review} to {dates.day(self.until)} was struck out.{told}"
        return self._told(what)


class CompletionCorrected(_Correction, frozen=True, kw_only=True, tag="review-completion-corrected"):
    """The completion was put right."""

    after: Completion

    def change(self, register: "Register", line: Line) -> None:
        """Put it right."""
        _note(register, self.review, completed=self.after)

    def said(self) -> str:
        """Return what stands now, and why."""
        return self._told(
            f"The completion of review {self.review} was put right: on {dates.day(self.after.day)}, by"
            f" {self.after.authority}."
        )


class CompletionStruckOut(_Correction, frozen=True, kw_only=True, tag="review-completion-struck-out"):
    """The review was not completed after all."""

    def change(self, register: "Register", line: Line) -> None:
        """Let its clock run again."""
        _note(register, self.review, completed=None)

    def said(self) -> str:
        """Return what was struck out, and why."""
        return self._told(f"The completion of review {self.review} was struck out: it is not completed.")


class EvaluationCorrected(_Correction, frozen=True, kw_only=True, tag="review-evaluation-corrected"):
    """An evaluation, or the answer to it, was put right."""

    letter: date
    """The day of its letter, as it stood."""
    after: Evaluation

    def change(self, register: "Register", line: Line) -> None:
        """Put it right, in its place."""
        found = self.after
        changes = {name: getattr(found, name) for name in Evaluation.__struct_fields__}
        _evaluations(
            register,
            self.review,
            [
                msgspec.structs.replace(one, **changes) if one.letter == self.letter else one
                for one in register.reviews[self.review].evaluations
            ],
        )

    def said(self) -> str:
        """Return what stands now, and why."""
        found = self.after
        answered = (
            f"answered on {dates.day(found.answered)}: {found.how}" if found.answered else "not answered"
        )
        return self._told(
            f"The evaluation of review {self.review} by the letter of {dates.day(self.letter)} was put right:"
            f" {found.grade}, by {found.by}, letter of {dates.day(found.letter)}, {answered}."
        )


class EvaluationStruckOut(_Correction, frozen=True, kw_only=True, tag="review-evaluation-struck-out"):
    """There was no such evaluation of this review."""

    letter: date
    answered: date | None = None
    """When it was answered, if it was: the answer goes with it."""

    def change(self, register: "Register", line: Line) -> None:
        """Leave it out from now on, with its answer."""
        known = register.reviews[self.review].evaluations
        _evaluations(register, self.review, [one for one in known if one.letter != self.letter])

    def said(self) -> str:
        """Return what was struck out, and why."""
        answer = f", with the answer of {dates.day(self.answered)}" if self.answered else ""
        return self._told(
            f"The evaluation of review {self.review} by the letter of {dates.day(self.letter)} was struck"
            f" out{answer}."
        )


Events = (
    ExtensionCorrected
    | ExtensionStruckOut
    | CompletionCorrected
    | CompletionStruckOut
    | EvaluationCorrected
    | EvaluationStruckOut
)


def correct_extension(
    register: "Register", hand: Hand, *, review: str, until: date, after: Extension, why: str, authority: str
) -> list[Event]:
    """Put right the extension to `until`; `after` says everything as it is from now on."""
    found = register.review(review)
    before = extension(found, until)
    wanted = _extension(hand, after)
    _is_new(before, wanted, f"the extension to {dates.day(until)}")
    _fits(register, found, before, wanted)
    return [ExtensionCorrected(review=found.review, until=until, after=wanted, **_reasons(why, authority))]


def strike_out_extension(
    register: "Register", hand: Hand, *, review: str, until: date, why: str, authority: str
) -> list[Event]:
    """Strike out an extension that never was given; a later one stands by itself."""
    found = register.review(review)
    known = extension(found, until)
    told = f"{known.told}, {dates.day(known.told_on)}" if known.told and known.told_on else ""
    return [ExtensionStruckOut(review=found.review, until=until, told=told, **_reasons(why, authority))]


def correct_completion(
    register: "Register", hand: Hand, *, review: str, after: Completion, why: str, authority: str
) -> list[Event]:
    """Put the completion right; `after` says its day, and where that is minuted."""
    found = register.review(review)
    before = _completion(found, "put right")
    minuted = facts.needed("where the completion is minuted", after.authority)
    wanted = Completion(timetable.completion_day(found, hand, after.day), minuted)
    _is_new(before, wanted, "the completion")
    return [CompletionCorrected(review=found.review, after=wanted, **_reasons(why, authority))]


def strike_out_completion(
    register: "Register", hand: Hand, *, review: str, why: str, authority: str
) -> list[Event]:
    """Strike out a completion that was entered by mistake; its clock runs again."""
    found = register.review(review)
    _completion(found, "struck out")
    rests = f"the conclusion of {dates.day(found.concluded)}" if found.concluded else ""
    for one in found.evaluations:
        rests = rests or f"the letter of evaluation of {dates.day(one.letter)}"
    if rests:
        raise WrongStateError(
            thing=f"The completion of {found.review}",
            state=f"what {rests} rests on",
            act="struck out",
            advice="Put its day right instead. An evaluation entered by mistake is struck out first.",
        )
    return [CompletionStruckOut(review=found.review, **_reasons(why, authority))]


def correct_evaluation(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    letter: date,
    after: Evaluation,
    why: str,
    authority: str,
) -> list[Event]:
    """Put right the evaluation by a letter, with its answer; `after` says everything as it is from now on."""
    found = register.review(review)
    before = evaluation(found, letter)
    others = [one.letter for one in found.evaluations if one is not before]
    timetable.check_letter(found, hand, after.letter, others)
    grades = regimes.of(register, found).grades
    wanted = Evaluation(
        after.letter,
        facts.one_of("the grade", after.grade, tuple(dict.fromkeys((*grades, before.grade)))),
        facts.needed("whose evaluation it is", after.by),
        *_answer(hand, after),
    )
    if wanted.answered and wanted.grade != regimes.INADEQUATE:
        raise WrongStateError(
            thing=f"The evaluation of {dates.day(letter)}",
            state=f"answered on {dates.day(wanted.answered)}",
            act=f"one as {wanted.grade}",
            advice=f"Only one as {regimes.INADEQUATE} is answered: take the answer away with the same act.",
        )
    if wanted.grade != regimes.INADEQUATE:
        _opened_nothing(register, found, before, f"given the grade {wanted.grade}")
    _is_new(as_given(before), wanted, f"the evaluation of {dates.day(letter)}")
    return [EvaluationCorrected(review=found.review, letter=letter, after=wanted, **_reasons(why, authority))]


def strike_out_evaluation(
    register: "Register", hand: Hand, *, review: str, letter: date, why: str, authority: str
) -> list[Event]:
    """Strike out an evaluation that is none of this review, with its answer."""
    found = register.review(review)
    known = evaluation(found, letter)
    _opened_nothing(register, found, known, "struck out")
    given = _reasons(why, authority)
    return [EvaluationStruckOut(review=found.review, letter=letter, answered=known.answered, **given)]


def extension(review: "Review", until: date) -> Extension:
    """Return the extension of a review to `until`."""
    found = next((one for one in review.extensions if one.until == until), None)
    if found is None:
        _unknown(f"extension of review {review.review} to", until)
    return found


def evaluation(review: "Review", letter: date) -> Evaluated:
    """Return the evaluation of a review by the letter of that day."""
    found = next((one for one in review.evaluations if one.letter == letter), None)
    if found is None:
        _unknown(f"evaluation of review {review.review} by a letter of", letter)
    return found


def as_given(found: Evaluated) -> Evaluation:
    """Return what was given of an evaluation, without the entry by which it is known."""
    return Evaluation(**{name: getattr(found, name) for name in Evaluation.__struct_fields__})


def _extension(hand: Hand, after: Extension) -> Extension:
    """Return an extension as it is kept; raise what is wrong with it alone."""
    day = dates.not_ahead("The day of the extension", after.day, hand.day)
    dates.not_before("The new day of completion", after.until, day, "it lies before the day of the extension")
    told = facts.optional("who was told", after.told)
    if bool(told) != (after.told_on is not None):
        raise FactMissingError(fact="who was told, and when", why="one of the two was given alone")
    return Extension(
        after.until,
        day,
        facts.needed("the reason of the extension", after.why),
        facts.needed("the revised plan", after.plan),
        facts.needed("the authority of the extension", after.authority),
        told,
        dates.not_ahead("The day on which they were told", after.told_on, hand.day) if told else None,
    )


def _fits(register: "Register", review: "Review", before: Extension, wanted: Extension) -> None:
    """Raise ImpossibleDateError if an extension would be none, or not be before a later one."""
    place = review.extensions.index(before)
    earlier, later = review.extensions[:place], review.extensions[place + 1 :]
    due = timetable.completion_due(register, msgspec.structs.replace(review, extensions=earlier))
    told = {"what": "The new day of completion", "date": dates.day(wanted.until)}
    if due is not None and wanted.until <= due:
        raise ImpossibleDateError(**told, why=f"without it the review is due on {dates.day(due)}")
    if later and wanted.until >= later[0].until:
        raise ImpossibleDateError(
            **told, why=f"it was extended after that to {dates.day(later[0].until)}, which rests on it"
        )


def _answer(hand: Hand, after: Evaluation) -> tuple[date | None, str]:
    how = facts.optional("what was answered", after.how)
    if bool(how) != (after.answered is not None):
        raise FactMissingError(fact="what was answered, and when", why="one of the two was given alone")
    if after.answered is None:
        return None, ""
    on = dates.not_ahead("The day of the answer", after.answered, hand.day)
    dates.not_before("The day of the answer", on, after.letter, "the letter is of a later day")
    return on, how


def _opened_nothing(register: "Register", review: "Review", known: Evaluated, act: str) -> None:
    """Refuse an act on the evaluation by which the action plan is open again after the conclusion."""
    if action_plans.of(register, review.review).reconsidered == known.entry:
        raise WrongStateError(
            thing=f"The evaluation of {dates.day(known.letter)}",
            state="what opened the action plan again",
            act=act,
            advice="Have the Board approve the plan as it is and sign it off first; then do this.",
        )


def _completion(review: "Review", act: str) -> Completion:
    if review.completed is None:
        raise WrongStateError(
            thing=f"Review {review.review}",
            state="not completed",
            act=f"one whose completion is {act}",
            advice="See the review's clock.",
        )
    return review.completed


def _is_new(before: object, wanted: object, what: str) -> None:
    if wanted == before:
        raise FactMissingError(fact=what, why="what was given is what stands there already")


def _reasons(why: str, authority: str) -> dict[str, str]:
    return {"why": facts.needed("the reason", why), "authority": facts.needed("the authority", authority)}


def _unknown(noun: str, day: date) -> NoReturn:
    raise UnknownReferenceError(noun=noun, reference=dates.day(day), listed="the review as it is shown")


def _evaluations(register: "Register", review: str, found: list[Evaluated]) -> None:
    _note(register, review, evaluations=tuple(found))


def _note(register: "Register", review: str, **changes: object) -> None:
    register.reviews[review] = msgspec.structs.replace(register.reviews[review], **changes)
