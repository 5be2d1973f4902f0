"""Dialogs about the course of a review: its decision, more time, its completion and evaluation (E2, E5)."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.custody import deadlines, regimes, reviews, timetable
from desktop.office import review_papers
from desktop.office.office import Act, Outcome
from desktop.office.procedure import Procedure
from desktop.office.review_papers import CalendarFile
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.making import MakePaper
from desktop.ui.dialogs.recording import RecordAct
from desktop.ui.fields import Choice, DayField, PathField, TextArea

_BY = "Who decided it, and where it is minuted."
_TODAY = "Left empty, it is today."


class _OfReview(RecordAct):
    """An act of one review."""

    def __init__(  # noqa: PLR0917 - those of an act's dialog, with the review
        self, desk: Desk, review: str, title: str, verb: str, intro: str, parent: QWidget | None
    ) -> None:
        super().__init__(desk, f"{title} {review}", verb, intro, parent)
        self.review = review

    def day_of(self, label: str, what: str) -> DayField:
        return self.form.add(label, DayField(what), needed=False, hint=_TODAY)


class DecideReview(_OfReview):
    """Record the decision that there is a review."""

    headline = "The decision is recorded; the clock runs from its day."
    after = "Next: tell those who are to be told of it, on the page Told."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the day and the authority."""
        intro = "What is due is counted from the day of the decision, however late it is entered."
        super().__init__(desk, review, "The decision on review", "&Record the decision", intro, parent)
        self.day = self.day_of("&Decided on", "Day of the decision")
        self.authority = self.form.line("&Authority", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return reviews.decide

    def facts(self) -> dict[str, Any]:
        """Return the decision."""
        return {"review": self.review, "day": self.day.day(), "authority": self.authority.text()}


class CorrectReview(_OfReview):
    """Put the days of the notification and the decision right."""

    headline = "The days are put right."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Show them as they stand."""
        intro = (
            "What stood there stays in the ledger. Every deadline counted from these days moves with them."
        )
        super().__init__(desk, review, "The days of review", "&Put them right", intro, parent)
        found = desk.register.reviews[review]
        self.notified = self.form.add("&Notified on", DayField("Day of notification"), needed=False)
        self.notified.set_day(found.notified)
        self.decided = self.form.add("&Decided on", DayField("Day of the decision"), needed=False)
        self.decided.set_day(found.decided)
        self.why = self.form.line("&Reason")
        self.authority = self.form.line("&Authority", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return reviews.correct

    def facts(self) -> dict[str, Any]:
        """Return both days, and why."""
        return {
            "review": self.review,
            "notified": self.notified.day(),
            "decided": self.decided.day(),
            "why": self.why.text(),
            "authority": self.authority.text(),
        }


class ExtendReview(_OfReview):
    """Give more time for the completion."""

    headline = "There is more time; the clock shows both days."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Say by when it is due as it stands."""
        due = deadlines.completion(desk.register, desk.register.reviews[review], desk.today).due
        intro = f"As it stands it is due on {rows.day(due)}." if due else "It has no day by which it is due."
        super().__init__(desk, review, "More time for review", "&Give more time", intro, parent)
        self.until = self.form.add("&New day of completion", DayField("New day of completion"))
        self.why = self.form.add("&Reason", TextArea(2))
        self.plan = self.form.line("Revised &plan", hint="Which version, and where it is.")
        self.authority = self.form.line("&Authority", hint=_BY)
        self.told_who = self.form.line(
            "&Who was told of it", needed=False, hint="Such as the Government Office. It can be added later."
        )
        self.told_on = self.day_of("Told &on", "Day on which they were told")

    def act(self) -> Act:
        """Return the act."""
        return timetable.extend

    def facts(self) -> dict[str, Any]:
        """Return the extension."""
        return {
            "review": self.review,
            "until": self.until.day() or date.min,
            "why": self.why.text(),
            "plan": self.plan.text(),
            "authority": self.authority.text(),
            "told": self.told_who.text(),
            "told_on": self.told_on.day(),
        }


class TellExtension(_OfReview):
    """Record who was told of the last extension."""

    headline = "It is recorded who was told."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask who, and when."""
        intro = "Whoever watches over reviews is told of more time, with the revised plan."
        super().__init__(desk, review, "Told of more time for review", "&Record it", intro, parent)
        self.told_who = self.form.line("&Who was told", hint="Such as the Government Office.")
        self.day = self.day_of("Told &on", "Day on which they were told")

    def act(self) -> Act:
        """Return the act."""
        return timetable.tell_of_extension

    def facts(self) -> dict[str, Any]:
        """Return who was told, and when."""
        return {"review": self.review, "told": self.told_who.text(), "day": self.day.day()}


class CompleteReview(_OfReview):
    """Record that a review is completed."""

    headline = "The review is completed."
    after = "Next: submit its papers, and have the action plan approved. Its conclusion is another act."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the day and the authority."""
        intro = "Completed is a review whose report the Board has agreed. It is concluded later."
        super().__init__(desk, review, "Completion of review", "&Record the completion", intro, parent)
        self.day = self.day_of("&Completed on", "Day of completion")
        self.authority = self.form.line("&Authority", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return timetable.complete

    def facts(self) -> dict[str, Any]:
        """Return the completion."""
        return {"review": self.review, "day": self.day.day(), "authority": self.authority.text()}


class RecordEvaluation(_OfReview):
    """Record a letter of evaluation."""

    headline = "The evaluation is recorded."
    after = "The letter itself is taken into custody as a document."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Offer the grades of the review's regime."""
        regime = regimes.of(desk.register, desk.register.reviews[review])
        term = regime.term("evaluation")
        within = f" within {term.words} of the letter's day" if term else ""
        intro = f"A review evaluated as {regimes.INADEQUATE} is answered{within}."
        super().__init__(desk, review, "Evaluation of review", "&Record the evaluation", intro, parent)
        self.letter = self.form.add("Day of the &letter", DayField("Day of the letter"))
        self.grade = self.form.add("&Grade", Choice(rows.as_said(regime.grades)))
        self.by = self.form.line("&Whose evaluation it is", hint="Such as Ofsted.")

    def act(self) -> Act:
        """Return the act."""
        return timetable.evaluate

    def facts(self) -> dict[str, Any]:
        """Return the evaluation."""
        return {
            "review": self.review,
            "letter": self.letter.day() or date.min,
            "grade": self.grade.value(),
            "by": self.by.text(),
        }


class AnswerEvaluation(_OfReview):
    """Record the answer to an evaluation."""

    headline = "The answer is recorded."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask what was answered."""
        intro = "An action plan that meets what the evaluation found."
        super().__init__(desk, review, "Answer to the evaluation of", "&Record the answer", intro, parent)
        waiting = timetable.to_answer(desk.register.reviews[review])
        letters = [(one.letter.isoformat(), f"{rows.day(one.letter)}, {one.by}") for one in waiting]
        self.letter = self.form.add("Which &letter", Choice(letters, prompt=""))
        self.how = self.form.add("&What was answered", TextArea(2))
        self.day = self.day_of("Answered &on", "Day of the answer")

    def act(self) -> Act:
        """Return the act."""
        return timetable.answer

    def facts(self) -> dict[str, Any]:
        """Return the answer."""
        letter = date.fromisoformat(self.letter.value()) if self.letter.value() else None
        return {
            "review": self.review,
            "how": self.how.text(),
            "day": self.day.day(),
            "letter": letter,
        }


class GiveRegime(_OfReview):
    """Hold a review under another regime."""

    headline = "The review is held under another regime; its deadlines are counted by that one."

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Offer the other regimes."""
        now = regimes.of(desk.register, desk.register.reviews[review])
        intro = f"Now: {now.label}. {regimes.terms(now)}"
        super().__init__(desk, review, "Regime of review", "&Change the regime", intro, parent)
        others = [one for one in desk.register.founded.settings.regimes if one.regime != now.regime]
        self.regime = self.form.add(
            "Held &under",
            Choice([(one.regime, one.label + (", unconfirmed" if one.doubtful else "")) for one in others]),
            hint="What each sets stands on the screen Vault, in the Board's data.",
        )
        self.before = deadlines.days(desk.register, review, desk.today)
        self.why = self.form.line("&Reason")
        self.authority = self.form.line("&Authority", hint=_BY)

    def act(self) -> Act:
        """Return the act."""
        return regimes.give

    def told(self, result: Outcome) -> Told:
        """Return what was recorded, and which deadlines moved by it."""
        told = super().told(result)
        now = deadlines.days(self.desk.register, self.review, self.desk.today)
        moved = deadlines.moved(self.before, now)
        return told._replace(facts=[*told.facts, ("Deadlines moved", "\n".join(moved) or "None")])

    def facts(self) -> dict[str, Any]:
        """Return the regime, and why."""
        self.before = deadlines.days(self.desk.register, self.review, self.desk.today)
        return {
            "review": self.review,
            "regime": self.regime.value(),
            "why": self.why.text(),
            "authority": self.authority.text(),
        }


class ClockPaper(MakePaper):
    """Make the paper of a review's clock."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "What is due, how it was counted, and the course of the review as a timeline."
        super().__init__(desk, f"The clock of review {review}", intro, parent)
        self.review = review

    def paper_in(self, folder: Path) -> Procedure[Path]:
        """Return the procedure."""
        return review_papers.clock(self.desk.office, self.review, folder)


class ExportDue(ActDialog):
    """Write what is due as a file for a calendar program."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Ask for the file."""
        intro = (
            "A calendar program takes the file in, and moves what has moved when it is given a new one. It"
            " names a review by its reference and what is due by its label, nothing more."
        )
        super().__init__(desk, "Due dates for a calendar", "&Write the file", intro, parent)
        offered = [("all", "Every review"), *rows.reviews_offered(desk.register)]
        self.review = self.form.add("&Review", Choice(offered, prompt=""))
        self.review.choose(review)
        self.file = self.form.add("&File", PathField("File", "save", "Calendar (*.ics)"))
        if desk.paper_folder:
            self.file.propose(desk.paper_folder, "due-dates.ics")
        self.earlier.hide()

    def gather(self) -> Procedure[CalendarFile]:
        """Return the procedure."""
        file = self.file.path() or Path()
        if file.suffix.lower() != ".ics":
            file = file.with_name(f"{file.name}.ics")
        self.desk.paper_folder = file.parent
        chosen = self.review.value()
        return review_papers.calendar(self.desk.office, "" if chosen == "all" else chosen, file)

    def told(self, result: CalendarFile) -> Told:
        """Return the file."""
        return Told(
            f"Saved: {result.file.name}.",
            [
                ("Due dates", f"{len(result.due):,}"),
                ("Folder", str(result.file.parent)),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "The file is not protected.",
            folder=result.file.parent,
        )
