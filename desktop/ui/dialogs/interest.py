"""Dialogs about requests for the executive summary from outside (D3)."""

from typing import get_args

from PySide6.QtWidgets import QWidget

from desktop.custody import interest
from desktop.custody.interest import Interest
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, TextArea


class RecordInterest(ActDialog):
    """Record that somebody asks for the executive summary."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "Requests from outside are collated for the Overview Panel."
        super().__init__(desk, "Record an executive-summary request", "&Record the request", intro, parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("Re&view", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.review.choose(review)
        self.name = self.form.line("&Who asks")
        self.category = self.form.add("&Category", Choice(rows.as_said(get_args(interest.Category))))
        self.format = self.form.add("&Format", Choice(rows.as_said(get_args(interest.Format)), prompt=""))
        self.reason = self.form.add("R&eason, in their words", TextArea(3))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            interest.record,
            at=self.earlier.moment(),
            review=self.review.value(),
            name=self.name.text(),
            category=self.category.value(),
            format=self.format.value(),
            reason=self.reason.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the request."""
        reference = next(e.interest for e in result.events if isinstance(e, interest.InterestRecorded))
        return Told(
            f"{reference} is recorded.",
            [("Ledger entry", str(result.entry))],
            "Next: answer it. Nothing leaves before the executive summary is published.",
        )


class AnswerInterest(ActDialog):
    """Record what somebody who asked was told."""

    def __init__(self, desk: Desk, asked: Interest, parent: QWidget | None = None) -> None:
        """Show the request and ask for its answer."""
        who = f"{asked.name} ({asked.category})"
        intro = f"{who} asked about {asked.review} on {rows.day(asked.received)}: {asked.reason}"
        super().__init__(desk, f"Answer {asked.interest}", "&Record the answer", intro, parent)
        self.interest = asked.interest
        self.outcome = self.form.add("&Outcome", Choice(rows.as_said(get_args(interest.Outcome))))
        self.why = self.form.add(
            "&Why, or a note", TextArea(2), needed=False, hint="Needed when it is declined."
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            interest.answer,
            at=self.earlier.moment(),
            interest=self.interest,
            outcome=self.outcome.value(),
            why=self.why.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the answer."""
        state = self.desk.register.interest[self.interest].state
        return Told(f"{self.interest}: {state}.", [("Ledger entry", str(result.entry))])
