"""Dialogs about an agency that publishes its own action plan: each step to the report at the Board (D9)."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.custody import agency_plans
from desktop.custody.agency_plans import AgencyPlan, PlanNotified
from desktop.office import disclosing
from desktop.office.office import Act, Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.making import MakePaper
from desktop.ui.fields import Choice, DayField, TextArea


class NotifyPlan(ActDialog):
    """Record that the Chair was told that an agency will publish its plan."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "The Chair is told before anything is published, and the timing is discussed."
        super().__init__(desk, "An agency's own action plan", "&Record it", intro, parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("Re&view", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.agency = self.form.line("&Agency")
        self.told_by = self.form.line("&Told by", hint="Who of the agency told the Chair.")
        self.chair = self.form.line("The &Chair", hint="Who was told.")
        self.timing = self.form.add("What was &discussed about the timing", TextArea(2))
        self.intended = self.form.add(
            "&Intended day of publication", DayField("Intended day of publication"), needed=False
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            agency_plans.notify,
            at=self.earlier.moment(),
            review=self.review.value(),
            agency=self.agency.text(),
            told_by=self.told_by.text(),
            chair=self.chair.text(),
            timing=self.timing.text(),
            intended=self.intended.day(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the plan."""
        plan = next(e.plan for e in result.events if isinstance(e, PlanNotified))
        return Told(
            f"{plan} is recorded.",
            [("Ledger entry", str(result.entry))],
            "Next: the members of the Board are told; then record the publication.",
        )


class _Step(ActDialog):
    """One step of a plan."""

    def __init__(self, desk: Desk, found: AgencyPlan, words: tuple[str, str], parent: QWidget | None) -> None:
        title, verb = words
        intro = f"{found.agency}, {found.review}: {found.state}."
        super().__init__(desk, f"{title}, {found.plan}", verb, intro, parent)
        self.plan = found.plan

    def act(self, act: Act, **facts: Any) -> Procedure[Outcome]:
        """Return the act of the step."""
        return self.desk.office.act(act, at=self.earlier.moment(), plan=self.plan, **facts)

    def told(self, result: Outcome) -> Told:
        """Return how far the plan is."""
        found = self.desk.register.agency_plans[self.plan]
        due = rows.day(found.next_board) if found.report_due else ""
        facts = [("Report due at the Board of", due), ("Ledger entry", str(result.entry))]
        return Told(f"{self.plan}: {found.state}.", facts)


class TellMembers(_Step):
    """Record that the members of the Board were told."""

    def __init__(self, desk: Desk, found: AgencyPlan, parent: QWidget | None = None) -> None:
        """Ask for nothing but the day."""
        super().__init__(desk, found, ("Members told", "&Record it"), parent)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(agency_plans.tell_members)


class PublishPlan(_Step):
    """Record that the agency published its plan."""

    def __init__(self, desk: Desk, found: AgencyPlan, parent: QWidget | None = None) -> None:
        """Ask where, to whom, and when the Board meets."""
        super().__init__(desk, found, ("Published", "&Record the publication"), parent)
        self.where = self.form.line("&Where it was published")
        self.to_whom = self.form.line("&To whom")
        self.next_board = self.form.add(
            "Next &meeting of the Board",
            DayField("Next meeting of the Board"),
            needed=False,
            hint="The report is due there. It can be named later.",
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        facts = {"where": self.where.text(), "to_whom": self.to_whom.text()}
        return self.act(agency_plans.publish, next_board=self.next_board.day(), **facts)


class NextBoard(_Step):
    """Name the meeting at which the report is due."""

    def __init__(self, desk: Desk, found: AgencyPlan, parent: QWidget | None = None) -> None:
        """Ask for the day."""
        super().__init__(desk, found, ("Meeting of the Board", "&Record the meeting"), parent)
        self.next_board = self.form.add("&Next meeting of the Board", DayField("Next meeting of the Board"))
        self.next_board.set_day(found.next_board)
        self.reason = self.form.line(
            "Rea&son", needed=False, hint="Needed where the report goes to another meeting than before."
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        day = self.next_board.day() or self.desk.today
        return self.act(agency_plans.set_board, next_board=day, reason=self.reason.text())


class PlanReported(_Step):
    """Record that the report was before the Board."""

    def __init__(self, desk: Desk, found: AgencyPlan, parent: QWidget | None = None) -> None:
        """Ask who reported."""
        super().__init__(desk, found, ("Reported to the Board", "&Record the report"), parent)
        self.by = self.form.line("Reported &by", hint="Who of the agency.")
        self.form.say("The day of the act is the day of the meeting: enter it late if it was earlier.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(agency_plans.report, by=self.by.text())


class WithdrawPlan(_Step):
    """Record that the agency does not publish its plan after all."""

    def __init__(self, desk: Desk, found: AgencyPlan, parent: QWidget | None = None) -> None:
        """Ask why."""
        super().__init__(desk, found, ("Not published", "&Record it"), parent)
        self.why = self.form.add("Wh&y it is not published", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.act(agency_plans.withdraw, why=self.why.text())


class PlanReport(MakePaper):
    """Make the report for the Board, to be signed."""

    def __init__(self, desk: Desk, found: AgencyPlan, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "What was published, when, where and to whom, for the agency and the Chair to sign."
        super().__init__(desk, f"Report on {found.plan}", intro, parent)
        self.plan = found.plan

    def paper_in(self, folder: Path) -> Procedure[Path]:
        """Return the procedure."""
        return disclosing.plan_report(self.desk.office, self.plan, folder)
