"""Dialogs about a record's date, and what two people decide at it (G1 to G3)."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import clock, kept_until, record_deciding, record_reviews
from desktop.custody.kept_until import Standing
from desktop.custody.record_reviews import RecordReview
from desktop.office import retention
from desktop.office.office import Outcome
from desktop.office.papers import Made
from desktop.office.procedure import Procedure
from desktop.office.retention import ReviewBegun
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.paper_again import PaperAgain
from desktop.ui.fields import Choice, DayField, PathField, TextArea

DECISIONS = (
    ("destroy", "Destroy the record"),
    ("extend", "Keep it longer, until a new date"),
    ("transfer", "Transfer it to an archive"),
)


class ConfirmDate(ActDialog):
    """Confirm the date that the working gives."""

    def __init__(self, desk: Desk, standing: Standing, parent: QWidget | None = None) -> None:
        """Show the working, and ask who agreed."""
        review, wanted = standing.review.review, standing.to_confirm
        intro = f"By the rule in force the record of {review} is kept until {rows.day(wanted)}."
        super().__init__(desk, f"Confirm the date of {review}", "&Confirm the date", intro, parent)
        self.review, self.day = review, wanted
        self.working = self.form.say("\n".join(step.said for step in standing.computed.steps))
        if standing.differs:
            self.differs = self.form.say(f"It differs: {standing.differs}.")
        self.agreed_by = self.form.line("&Agreed by", hint="Such as the records officer.")
        self.why = self.form.add(
            "&Why it is another than before", TextArea(2), needed=standing.kept is not None
        )
        self.form.hide_field(self.why, hidden=standing.kept is None)
        alone = standing.computed.without_sibling
        self.no_sibling = self.form.add(
            "How it is &known that no brother or sister lives", TextArea(2), needed=bool(alone)
        )
        self.form.hide_field(self.no_sibling, hidden=not alone)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            kept_until.confirm,
            at=self.earlier.moment(),
            review=self.review,
            day=self.day or date.max,
            agreed_by=self.agreed_by.text(),
            why=self.why.text(),
            no_sibling=self.no_sibling.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the date that stands."""
        kept = self.desk.register.kept_until[self.review]
        next_ = "At the date the record is reviewed by two people; nothing is destroyed by the date itself."
        facts = [("Kept until", rows.day(kept.day)), ("Ledger entry", str(result.entry))]
        return Told(f"The date of {self.review} stands.", facts, next_)


class ReviewRecord(ActDialog):
    """Begin a review of a record: the sheet on which two people decide."""

    def __init__(self, desk: Desk, standing: Standing, parent: QWidget | None = None) -> None:
        """Ask what they are to decide, and who they are."""
        kept, review = standing.kept, standing.review.review
        until = f"It is kept until {rows.day(kept.day)}." if kept else "No date is confirmed."
        intro = f"{until} Two people decide on a sheet; nothing is decided until its code is typed back."
        super().__init__(desk, f"Review the record of {review}", "&Make the sheet", intro, parent)
        self.review = review
        self.decision = self.form.add("What is to be &decided", Choice(DECISIONS))
        self.until = self.form.add("&New date", DayField("The new date"))
        self.to_whom = self.form.line("&Archive")
        self.reason = self.form.add("&Reason", TextArea(2))
        early = kept is not None and desk.today < kept.day
        hint = f"Needed to destroy it before {rows.day(kept.day)}." if kept and early else ""
        self.authority = self.form.line("A&uthority", needed=False, hint=hint)
        self.first = self.form.line("&First person")
        self.second = self.form.line("&Second person", hint="Another person than the first.")
        self.folder = self.form.add("F&older for the sheet", PathField("Folder for the sheet", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.decision.currentIndexChanged.connect(lambda _at: self._fit_decision())
        self._fit_decision()

    def gather(self) -> Procedure[ReviewBegun]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        decision = self.decision.value()
        return retention.begin_review(
            self.desk.office,
            review=self.review,
            decision=decision,
            reason=self.reason.text(),
            first=self.first.text(),
            second=self.second.text(),
            authority=self.authority.text(),
            until=self.until.day() if decision == "extend" else None,
            to_whom=self.to_whom.text(),
            folder=self.folder.path() or Path(),
            at=self.earlier.moment(),
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the sheet, where it is what is missing."""
        desk, review, parent = self.desk, self.review, self.parentWidget()

        def again() -> None:
            known = record_reviews.under_way(desk.register, review)
            if known is not None:
                RecordSheetAgain(desk, known, parent).open()

        return [("&Make the sheet…", again)]

    def told(self, result: ReviewBegun) -> Told:
        """Return the sheet."""
        found = self.desk.register.record_reviews[result.record_review]
        facts = [
            ("To decide", rows.capital(found.decides)),
            ("Sheet", result.sheet.name),
            ("Folder", str(result.sheet.parent)),
            ("Ledger entry", str(result.outcome.entry)),
        ]
        next_ = "Print the sheet, have both sign it, and type its code. Until then nothing is decided."
        return Told(f"{result.record_review} is begun.", facts, next_, folder=result.sheet.parent)

    def _fit_decision(self) -> None:
        decision = self.decision.value()
        self.form.hide_field(self.until, hidden=decision != "extend")
        self.form.hide_field(self.to_whom, hidden=decision != "transfer")


class DecideRecord(ActDialog):
    """Record a decision by the code of the signed sheet."""

    def __init__(self, desk: Desk, found: RecordReview, parent: QWidget | None = None) -> None:
        """Ask for the code."""
        intro = f"To {found.decides}. Have the sheet before you, signed by {found.first} and {found.second}."
        super().__init__(
            desk, f"{found.record_review}: the sheet is back", "&Record the decision", intro, parent
        )
        self.reference = found.record_review
        self.code = self.form.line("&Code on the signed sheet", hint=rows.SLIP_HINT)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            record_deciding.decide,
            at=self.earlier.moment(),
            record_review=self.reference,
            code=self.code.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return what was decided, and what comes next."""
        found = self.desk.register.record_reviews[self.reference]
        next_ = {
            "destroy": "File the signed sheet. Nothing is destroyed yet: that has its own act, and holds are"
            " asked again there.",
            "extend": "File the signed sheet. The date is moved.",
            "transfer": "File the signed sheet. Make the package of the review for the archive, and record"
            " here who signed for it.",
        }[found.decision]
        facts = [("Decided", rows.capital(found.decides)), ("Ledger entry", str(result.entry))]
        return Told(f"{self.reference} is decided.", facts, next_)


class WithdrawRecord(ActDialog):
    """Give up a review of a record, or take back its decision."""

    def __init__(self, desk: Desk, found: RecordReview, parent: QWidget | None = None) -> None:
        """Ask why."""
        intro = f"To {found.decides}: {found.state}."
        super().__init__(desk, f"Withdraw {found.record_review}", "&Withdraw", intro, parent)
        self.reference = found.record_review
        self.why = self.form.add("Wh&y", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            record_deciding.withdraw,
            at=self.earlier.moment(),
            record_review=self.reference,
            why=self.why.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is withdrawn."""
        return Told(f"{self.reference} is withdrawn.", [("Ledger entry", str(result.entry))])


class RecordHandedOver(ActDialog):
    """Record that the archive signed for a record."""

    def __init__(self, desk: Desk, found: RecordReview, parent: QWidget | None = None) -> None:
        """Ask who signed, and when."""
        intro = f"To {found.decides}. The package and its receipt are made under Vault."
        super().__init__(
            desk, f"{found.record_review}: the archive signed", "&Record the receipt", intro, parent
        )
        self.reference = found.record_review
        self.receipt = self.form.line("&Who signed, and how that is known")
        self.day = self.form.add("&Day of the receipt", DayField("The day of the receipt"))
        self.day.set_day(desk.today)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            record_deciding.transferred,
            at=self.earlier.moment(),
            record_review=self.reference,
            receipt=self.receipt.text(),
            day=self.day.day(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is with the archive."""
        next_ = "What is kept here stays. Two people decide about it in another review of the record."
        return Told(f"{self.reference} is transferred.", [("Ledger entry", str(result.entry))], next_)


class CompareClock(ActDialog):
    """Record that the computer's date was compared with another clock."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask with what."""
        intro = f"This computer shows {rows.moment(desk.office.clock().astimezone())}."
        super().__init__(desk, "Is the computer's date right?", "It is &right", intro, parent)
        self.against = self.form.line("&Compared with", hint="Such as the speaking clock, or a newspaper.")
        self.earlier.hide()

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(clock.compare, against=self.against.text())

    def told(self, result: Outcome) -> Told:
        """Return that it is trusted."""
        return Told("The computer's date is right.", [("Ledger entry", str(result.entry))])


class SchedulePaper(PaperAgain):
    """Make the retention schedule of a record."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, f"The retention schedule of {review}", "schedule", parent)
        self.review = review

    @classmethod
    def of_standing(cls, desk: Desk, standing: Standing, parent: QWidget) -> "SchedulePaper":
        """Return the dialog for the record that stands so."""
        return cls(desk, standing.review.review, parent)

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return retention.schedule(self.desk.office, self.review, self.chosen())


class RecordSheetAgain(PaperAgain):
    """Make the paper of a review of a record once more."""

    def __init__(self, desk: Desk, found: RecordReview, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, f"The sheet of {found.record_review} once more", "sheet", parent)
        self.reference = found.record_review

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return retention.sheet_again(self.desk.office, self.reference, self.chosen())
