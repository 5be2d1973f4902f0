"""Dialogs about holds: raised, looked at again, lifted (G4)."""

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop.custody import holds
from desktop.custody.holds import Hold
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.information import documents_offered
from desktop.ui.fields import CheckList, DayField, TextArea


class RaiseHold(ActDialog):
    """Raise a hold by hand."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask what it is about, and why."""
        intro = "Nothing that a hold is about is destroyed until every hold on it is lifted."
        super().__init__(desk, "Raise a hold", "&Raise the hold", intro, parent)
        offered = [*rows.reviews_offered(desk.register), *documents_offered(desk)]
        self.about = self.form.add(
            "&What it is about",
            CheckList(offered),
            needed=False,
            hint="With nothing ticked it is on everything in the vault.",
        )
        self.authority = self.form.line("&Authority", hint="Such as the coroner, or an order of a court.")
        self.reason = self.form.add("R&eason", TextArea(2))
        self.look_again = self.form.add(
            "&Look at it again on", DayField("Day on which it is looked at again"), needed=False
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            holds.raise_hold,
            at=self.earlier.moment(),
            about=self.about.values(),
            authority=self.authority.text(),
            reason=self.reason.text(),
            look_again=self.look_again.day(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the hold."""
        made = next(event for event in result.events if isinstance(event, holds.HoldRaised))
        found = self.desk.register.holds[made.hold]
        return Told(f"{found.hold} is on {found.subject}.", [("Ledger entry", str(result.entry))])


class LookAgain(ActDialog):
    """Record that a hold was looked at and stands."""

    def __init__(self, desk: Desk, hold: Hold, parent: QWidget | None = None) -> None:
        """Ask why it stands and when it is looked at next."""
        intro = f"{hold.subject}: {hold.reason} ({hold.authority})"
        super().__init__(desk, f"Look at {hold.hold} again", "&Record that it stands", intro, parent)
        self.hold = hold.hold
        self.day = self.form.add("&Next on", DayField("Day on which it is looked at again"))
        self.why = self.form.add("&Why it stands", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            holds.look_again,
            at=self.earlier.moment(),
            hold=self.hold,
            day=self.day.day() or date.min,
            why=self.why.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return when it is looked at next."""
        again = rows.day(self.desk.register.holds[self.hold].look_again)
        facts = [("Looked at again", again), ("Ledger entry", str(result.entry))]
        return Told(f"{self.hold} stands.", facts)


class LiftHold(ActDialog):
    """Lift a hold that was raised by hand."""

    def __init__(self, desk: Desk, hold: Hold, parent: QWidget | None = None) -> None:
        """Ask by whose authority, and why."""
        intro = f"{hold.subject}: {hold.reason} ({hold.authority})"
        super().__init__(desk, f"Lift {hold.hold}", "&Lift the hold", intro, parent)
        self.hold = hold.hold
        self.authority = self.form.line("&Authority")
        self.why = self.form.add("&Why it is lifted", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            holds.lift,
            at=self.earlier.moment(),
            hold=self.hold,
            authority=self.authority.text(),
            why=self.why.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is lifted."""
        next_ = "Other holds on the same documents stay until they are lifted too."
        return Told(f"{self.hold} is lifted.", [("Ledger entry", str(result.entry))], next_)
