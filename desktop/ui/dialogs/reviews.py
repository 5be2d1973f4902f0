"""Dialogs about a review: opening one."""

from PySide6.QtWidgets import QWidget

from desktop.custody import reviews
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, DayField


class OpenReview(ActDialog):
    """Open a review."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = "A review is known by its reference alone. Never use a child's name."
        super().__init__(desk, "Open a review", "&Open the review", intro, parent)
        self.reference = self.form.line("&Reference", hint="For example SCR-2026-01.")
        self.authority = self.form.line(
            "&Authority", hint="Who decided that there is a review, and where it is minuted."
        )
        self.notified = self.form.add("Day of &notification", DayField("Day of notification"), needed=False)
        self.decided = self.form.add("Day of the &decision", DayField("Day of the decision"), needed=False)
        known = desk.register.founded.settings.regimes
        self.regime = self.form.add(
            "Held &under",
            Choice(
                [
                    (one.regime, f"{one.label}{', in part unconfirmed' if one.doubtful else ''}")
                    for one in known
                ],
                prompt="",
            ),
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            reviews.open_review,
            at=self.earlier.moment(),
            reference=self.reference.text(),
            authority=self.authority.text(),
            notified=self.notified.day(),
            decided=self.decided.day(),
            regime=self.regime.value() if self.regime.currentIndex() else "",
        )

    def told(self, result: Outcome) -> Told:
        """Return what was opened."""
        reference = self.reference.text().strip()
        return Told(
            f"Review {reference} is open.",
            [("Ledger entry", str(result.entry))],
            "Next: enter its children by code, tell those who are to be told, and take its documents in.",
        )
