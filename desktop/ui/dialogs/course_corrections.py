"""Dialogs that put right, or strike out, what was entered wrongly of a review's course (E2).

Rule: each shows what stands, and says afterwards which deadlines moved.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.custody import course_corrections, deadlines, regimes
from desktop.custody.course import Completion, Evaluation, Extension
from desktop.custody.reviews import Review
from desktop.office.office import Act, Outcome
from desktop.ui import rows
from desktop.ui.act_dialog import Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.recording import RecordAct
from desktop.ui.fields import Choice, DayField, TextArea

_INTRO = "What stood there stays in the ledger, with the reason for the change."


class _Correction(RecordAct):
    """A correction of one review's course, with its reason and authority."""

    headline = "It is put right."

    def __init__(
        self, desk: Desk, review: str, title: str, verb: str = "&Put it right", parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, f"{title} {review}", verb, _INTRO, parent)
        self.review = review
        self.before = deadlines.days(desk.register, review, desk.today)

    def ask_why(self) -> None:
        """Ask for the reason and the authority, below everything else."""
        self.why = self.form.line("&Reason for the change")
        self.authority = self.form.line("&Authority", hint="Who decided it, and where it is minuted.")

    def reasons(self) -> dict[str, Any]:
        """Return which review, and why."""
        self.before = deadlines.days(self.desk.register, self.review, self.desk.today)
        return {"review": self.review, "why": self.why.text(), "authority": self.authority.text()}

    def told(self, result: Outcome) -> Told:
        """Return what was recorded, and which deadlines moved by it."""
        told = super().told(result)
        now = deadlines.days(self.desk.register, self.review, self.desk.today)
        moved = deadlines.moved(self.before, now)
        return told._replace(facts=[*told.facts, ("Deadlines moved", "\n".join(moved) or "None")])


class CorrectExtension(_Correction):
    """Put right what was entered of more time."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Show the last extension as it stands; another can be chosen."""
        super().__init__(desk, review, "More time for review", parent=parent)
        found = list(reversed(desk.register.reviews[review].extensions))
        self.which = self.form.add("&Which", Choice([_offered(one) for one in found], prompt=""))
        self.until = self.form.add("&New day of completion", DayField("New day of completion"))
        self.day = self.form.add("&Given on", DayField("Day of the extension"))
        self.because = self.form.add("Why there is &more time", TextArea(2))
        self.plan = self.form.line("Re&vised plan")
        self.decided_by = self.form.line("&By whose decision")
        self.told_who = self.form.line("Who was t&old of it", needed=False)
        self.told_on = self.form.add("Tol&d on", DayField("Day on which they were told"), needed=False)
        self.ask_why()
        self.which.currentIndexChanged.connect(lambda _at: self._fill())
        self._fill()

    def act(self) -> Act:
        """Return the act."""
        return course_corrections.correct_extension

    def facts(self) -> dict[str, Any]:
        """Return the extension as it is from now on, and why."""
        after = Extension(
            self.until.day() or date.min,
            self.day.day() or date.min,
            self.because.text(),
            self.plan.text(),
            self.decided_by.text(),
            self.told_who.text(),
            self.told_on.day(),
        )
        return {"until": date.fromisoformat(self.which.value()), "after": after, **self.reasons()}

    def _fill(self) -> None:
        if not self.which.value():
            return
        review = self.desk.register.reviews[self.review]
        found = course_corrections.extension(review, date.fromisoformat(self.which.value()))
        for field, day in ((self.until, found.until), (self.day, found.day), (self.told_on, found.told_on)):
            field.set_day(day)
        self.because.setPlainText(found.why)
        for line, text in (
            (self.plan, found.plan),
            (self.decided_by, found.authority),
            (self.told_who, found.told),
        ):
            line.setText(text)


class CorrectCompletion(_Correction):
    """Put the completion of a review right."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Show it as it stands."""
        super().__init__(desk, review, "Completion of review", parent=parent)
        found = desk.register.reviews[review].completed
        self.day = self.form.add("&Completed on", DayField("Day of completion"))
        self.day.set_day(found.day if found else None)
        self.minuted = self.form.line("&Where it is minuted")
        self.minuted.setText(found.authority if found else "")
        self.ask_why()

    def act(self) -> Act:
        """Return the act."""
        return course_corrections.correct_completion

    def facts(self) -> dict[str, Any]:
        """Return the completion as it is from now on, and why."""
        return {"after": Completion(self.day.day() or date.min, self.minuted.text()), **self.reasons()}


class CorrectEvaluation(_Correction):
    """Put an evaluation right, or the answer to it."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Show the last evaluation as it stands; another can be chosen."""
        super().__init__(desk, review, "Evaluation of review", parent=parent)
        known = desk.register.reviews[review]
        found = list(reversed(known.evaluations))
        grades = dict.fromkeys((*regimes.of(desk.register, known).grades, *(one.grade for one in found)))
        offered = [(one.letter.isoformat(), f"{rows.day(one.letter)}, {one.by}") for one in found]
        self.which = self.form.add("Which l&etter", Choice(offered, prompt=""))
        self.letter = self.form.add("Day of the &letter", DayField("Day of the letter"))
        self.grade = self.form.add("&Grade", Choice(rows.as_said(tuple(grades))))
        self.by = self.form.line("&Whose evaluation it is")
        self.answered = self.form.add("A&nswered on", DayField("Day of the answer"), needed=False)
        self.how = self.form.add("What was answere&d", TextArea(2), needed=False)
        self.ask_why()
        self.which.currentIndexChanged.connect(lambda _at: self._fill())
        self._fill()

    def act(self) -> Act:
        """Return the act."""
        return course_corrections.correct_evaluation

    def facts(self) -> dict[str, Any]:
        """Return the evaluation as it is from now on, and why."""
        after = Evaluation(
            self.letter.day() or date.min,
            self.grade.value(),
            self.by.text(),
            self.answered.day(),
            self.how.text(),
        )
        return {"letter": date.fromisoformat(self.which.value()), "after": after, **self.reasons()}

    def _fill(self) -> None:
        if not self.which.value():
            return
        review = self.desk.register.reviews[self.review]
        found = course_corrections.evaluation(review, date.fromisoformat(self.which.value()))
        self.letter.set_day(found.letter)
        self.grade.choose(found.grade)
        self.by.setText(found.by)
        self.answered.set_day(found.answered)
        self.how.setPlainText(found.how)


class StrikeOutOfCourse(_Correction):
    """Strike out more time, a completion or an evaluation that never was."""

    headline = "It is struck out."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Offer everything that was entered."""
        super().__init__(desk, review, "Strike out of the course of review", "&Strike it out", parent)
        self.what = self.form.add("&What", Choice(entered(desk.register.reviews[review])))
        self.ask_why()

    def act(self) -> Act:
        """Return the act for what was chosen."""
        kind = self.what.value().partition(" ")[0]
        if kind == "extension":
            return course_corrections.strike_out_extension
        evaluation = kind == "evaluation"
        return (
            course_corrections.strike_out_evaluation
            if evaluation
            else course_corrections.strike_out_completion
        )

    def facts(self) -> dict[str, Any]:
        """Return what is struck out, and why."""
        kind, _, day = self.what.value().partition(" ")
        names = {"extension": "until", "evaluation": "letter"}
        which = {names[kind]: date.fromisoformat(day)} if kind in names else {}
        return {**which, **self.reasons()}


def entered(review: Review) -> Sequence[tuple[str, str]]:
    """Return what was entered of a review's course, each with what it is known by here."""
    found = [(f"extension {day}", f"More time {said}") for day, said in map(_offered, review.extensions)]
    if review.completed:
        found.append(("completion", f"Completed on {rows.day(review.completed.day)}"))
    found += [
        (
            f"evaluation {one.letter.isoformat()}",
            f"Evaluated as {one.grade}, {rows.day(one.letter)}, {one.by}",
        )
        for one in review.evaluations
    ]
    return found


def _offered(one: Extension) -> tuple[str, str]:
    return one.until.isoformat(), f"until {rows.day(one.until)}"
