"""Dialogs about health information of third parties: asked for, decided case by case, on paper (D10)."""

from pathlib import Path
from typing import get_args

from PySide6.QtWidgets import QWidget

from desktop.custody import health
from desktop.custody.health import Case, HealthAsked
from desktop.office import disclosing
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.making import MakePaper
from desktop.ui.fields import Choice, TextArea


class AskHealth(ActDialog):
    """Record that health information about somebody else is wanted for a review."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "One case for each person and each question. The decision and its reasons follow."
        super().__init__(desk, "Third-party health information", "&Record the case", intro, parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("Re&view", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.concerned = self.form.line("&Whom it is about", hint="A code or a relation, never a name.")
        self.holder = self.form.line("Who ho&lds the record")
        self.asked_by = self.form.line("Asked &by", hint="For example the author of a management review.")
        self.sought = self.form.add("What is &sought", TextArea(2))
        self.purpose = self.form.add("For what &purpose", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            health.ask,
            at=self.earlier.moment(),
            review=self.review.value(),
            concerned=self.concerned.text(),
            holder=self.holder.text(),
            asked_by=self.asked_by.text(),
            sought=self.sought.text(),
            purpose=self.purpose.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the case, with its decision as what may come next."""
        case = next(e.health for e in result.events if isinstance(e, HealthAsked))
        desk, parent = self.desk, self.parentWidget()
        return Told(
            f"{case} is recorded and awaits its decision.",
            [("Ledger entry", str(result.entry))],
            follow=[
                ("&Decide it now…", lambda: DecideHealth(desk, desk.register.health[case], parent).open())
            ],
        )


class DecideHealth(ActDialog):
    """Record whether the information is disclosed, and why."""

    def __init__(self, desk: Desk, found: Case, parent: QWidget | None = None) -> None:
        """Show the case and ask for its decision."""
        intro = f"{found.asked_by} asked {found.holder} about {found.concerned}: {found.sought}"
        super().__init__(desk, f"Decide {found.health}", "&Record the decision", intro, parent)
        self.health = found.health
        self.outcome = self.form.add("De&cision", Choice(rows.as_said(get_args(health.Outcome))))
        self.what = self.form.add("&What is disclosed", TextArea(2))
        self.reason = self.form.add(
            "Rea&son",
            TextArea(3),
            hint="Why it is necessary and proportionate to disclose this, or why it is withheld.",
        )
        self.by = self.form.line("Decided &by", hint="Name and capacity.")
        self.outcome.currentIndexChanged.connect(self._show_what_applies)

    def _show_what_applies(self) -> None:
        self.form.hide_field(self.what, hidden=self.outcome.value() == "withheld")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            health.decide,
            at=self.earlier.moment(),
            health=self.health,
            outcome=self.outcome.value(),
            by=self.by.text(),
            reason=self.reason.text(),
            what=self.what.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the decision, with its record as what may come next."""
        found = self.desk.register.health[self.health]
        desk, parent = self.desk, self.parentWidget()
        return Told(
            f"{self.health}: {found.state}.",
            [("Ledger entry", str(result.entry))],
            "Next: have whoever decided sign the record.",
            follow=[("&Make the record…", lambda: HealthRecord(desk, found, parent).open())],
        )


class HealthRecord(MakePaper):
    """Make the record of a decision, to be signed."""

    def __init__(self, desk: Desk, found: Case, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "What was asked, what was decided and why, with a place to sign."
        super().__init__(desk, f"Record of {found.health}", intro, parent)
        self.health = found.health

    def paper_in(self, folder: Path) -> Procedure[Path]:
        """Return the procedure."""
        return disclosing.health_record(self.desk.office, self.health, folder)
