"""Dialogs about a review's action plan: sign-up, approval, progress reports, sign-off, papers (E6)."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.custody import action_plans, plan_decisions, plan_progress
from desktop.office import action_plans as procedures
from desktop.office import plan_workbooks
from desktop.office.action_plans import Reported
from desktop.office.office import Act, Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, DayField, PathField, TextArea


class _OfPlan(ActDialog):
    """Something that is done with the plan of one review."""

    def __init__(self, desk: Desk, review: str, words: tuple[str, str, str], parent: QWidget | None) -> None:
        title, verb, intro = words
        super().__init__(desk, title, verb, intro, parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("Re&view", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.review.choose(review)

    def act(self, act: Act, **facts: Any) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(act, at=self.earlier.moment(), review=self.review.value(), **facts)

    def told(self, result: Any) -> Told:
        """Return where the plan stands."""
        register, review = self.desk.register, self.review.value()
        plan = action_plans.of(register, review)
        lacking = [] if plan.settled else action_plans.not_signed_up(register, review)
        facts = [
            ("Not signed up", ", ".join(lacking)),
            ("Next progress report", rows.day(plan_progress.next_report(register, review))),
            ("Ledger entry", str(result.entry)),
        ]
        return Told(f"The action plan of {review}: {plan.state}.", facts)


class SignUp(_OfPlan):
    """Record that an agency's authorised officer signed up to the plan."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask who signed for which agency."""
        intro = "Each agency with a part in the plan signs up to it at a senior level."
        super().__init__(desk, review, ("Sign-up to the plan", "&Record it", intro), parent)
        lacking = action_plans.not_signed_up(desk.register, review) if review else []
        self.agency = self.form.line("A&gency")
        self.agency.setText(lacking[0] if lacking else "")
        self.agency.setCursorPosition(0)  # a long name is read from its beginning
        self.officer = self.form.line("Authorised &officer")
        self.post = self.form.line("&Post", needed=False)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        facts = {"agency": self.agency.text(), "officer": self.officer.text(), "post": self.post.text()}
        return self.act(plan_decisions.sign_up, **facts)


class _OfTheBoard(_OfPlan):
    """A decision of the Board about the plan."""

    decision: Act

    def __init__(self, desk: Desk, review: str, words: tuple[str, str, str], parent: QWidget | None) -> None:
        super().__init__(desk, review, words, parent)
        self.authority = self.form.line("Where it is &minuted", hint="For example: Board, minute 7.")
        self.meeting = self.form.add("&Day of the meeting", DayField("Day of the meeting"))
        self.meeting.set_day(desk.today)

    def decided(self, act: Act) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(act, authority=self.authority.text(), meeting=self.meeting.day())


class ApprovePlan(_OfTheBoard):
    """Record that the Board approved the plan."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the meeting."""
        intro = "From then on progress is reported to the Board each quarter, until every objective is met."
        super().__init__(desk, review, ("Approval by the Board", "&Record the approval", intro), parent)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.decided(plan_decisions.approve)


class SignOffPlan(_OfTheBoard):
    """Record that the Board signed the plan off."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the meeting, and say what is open."""
        intro = "Every objective is met by then, or withdrawn. Afterwards the plan changes no more."
        super().__init__(desk, review, ("Sign-off by the Board", "&Record the sign-off", intro), parent)
        left = action_plans.still_open(desk.register, review) if review else []
        if left:
            self.form.say(f"Still open: {', '.join(known.objective for known in left)}.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.decided(plan_decisions.sign_off)


class NoRecommendations(_OfPlan):
    """Record that a review makes no recommendations."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask by whose authority, and why."""
        intro = "The review then needs no action plan to be concluded."
        super().__init__(desk, review, ("No recommendations", "&Record it", intro), parent)
        self.authority = self.form.line("&Authority", hint="Who decided it, and where it is minuted.")
        self.reason = self.form.add("Rea&son", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        facts = {"authority": self.authority.text(), "reason": self.reason.text()}
        return self.act(plan_decisions.make_none, **facts)


class AmendPlan(_OfPlan):
    """Open a plan again that was approved or settled."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask what asks for it."""
        intro = (
            "Agencies sign up, the Board approves and signs off anew. What was decided stays on the record."
            " After the conclusion only an evaluation as inadequate opens it."
        )
        super().__init__(desk, review, ("Amend the plan", "&Open the plan", intro), parent)
        self.ground = self.form.add(
            "&What asks for it", TextArea(2), hint="For example: the review was evaluated as inadequate."
        )
        self.authority = self.form.line("&Authority", hint="Who decided it, and where it is minuted.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(plan_decisions.amend, ground=self.ground.text(), authority=self.authority.text())


class MakeReport(_OfPlan):
    """Make the next progress report for the Board."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "The report says how every objective stands now. It can be made again, as it was."
        super().__init__(desk, review, ("Progress report", "&Make the report", intro), parent)
        self.folder = self.form.add("&Folder", PathField("Folder for the report", "folder"))
        self.folder.set_path(desk.paper_folder)

    def gather(self) -> Procedure[Reported]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        folder = self.folder.path() or Path()
        return procedures.report(self.desk.office, self.review.value(), folder, at=self.earlier.moment())

    def told(self, result: Reported) -> Told:
        """Return where it is."""
        return Told(
            f"Progress report {result.number} is made.",
            [("Report", result.paper.name), ("Folder", str(result.paper.parent))],
            "Once the Board had it, record the meeting.",
            folder=result.paper.parent,
        )


class ReportPresented(_OfPlan):
    """Record the meeting at which the Board had a progress report."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the meeting."""
        intro = "The last report that was made. The next is due a quarter after the meeting."
        super().__init__(desk, review, ("Progress reported", "&Record the meeting", intro), parent)
        self.meeting = self.form.add("&Day of the meeting", DayField("Day of the meeting"))
        self.meeting.set_day(desk.today)
        self.minute = self.form.line("Where it is &minuted", needed=False)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(plan_progress.present, meeting=self.meeting.day(), minute=self.minute.text())


class _PaperOfPlan(_OfPlan):
    """Make a paper or a workbook of the plan."""

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return Told(f"Saved: {result.name}.", [("Folder", str(result.parent))], folder=result.parent)


class PlanPaper(_PaperOfPlan):
    """Make the plan as a paper, or the last progress report once more."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask which, and for the folder."""
        intro = "In the seven columns, with what became of each row."
        super().__init__(desk, review, ("The plan as a paper", "&Make the paper", intro), parent)
        which = [("plan", "The plan as it stands"), ("report", "The last progress report, as it was")]
        self.which = self.form.add("&Which", Choice(which, prompt=""))
        self.folder = self.form.add("&Folder", PathField("Folder for the paper", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        make = procedures.report_again if self.which.value() == "report" else procedures.paper
        return make(self.desk.office, self.review.value(), self.folder.path() or Path())


class ExportPlan(_PaperOfPlan):
    """Write the plan as a workbook."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Propose a file."""
        intro = "Agencies fill it in and send it back. It says itself how; nothing in it runs."
        super().__init__(desk, review, ("The plan as a workbook", "&Write the workbook", intro), parent)
        self.file = self.form.add("&File", PathField("The workbook", "save", "Workbook (*.xlsx)"))
        self.file.propose(desk.paper_folder or Path.home(), "action-plan.xlsx")
        self.earlier.hide()

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        return plan_workbooks.export(self.desk.office, self.review.value(), self.file.path() or Path())
