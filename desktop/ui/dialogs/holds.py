"""Dialogs about holds: raised, looked at again, lifted (G4)."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import held_after, hold_lifting, holds
from desktop.custody.holds import Hold
from desktop.office import holding
from desktop.office.holding import LiftingBegun
from desktop.office.office import Outcome
from desktop.office.papers import Made
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.information import documents_offered
from desktop.ui.dialogs.paper_again import PaperAgain
from desktop.ui.fields import CheckList, DayField, PathField, TextArea


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
    """Make the sheet on which two people lift a hold that was raised by hand."""

    def __init__(self, desk: Desk, hold: Hold, parent: QWidget | None = None) -> None:
        """Ask by whose authority, why, and who signs beside."""
        intro = (
            f"{hold.subject}: {hold.reason} ({hold.authority}). The hold stands until both have signed the"
            " sheet and its code is typed back."
        )
        super().__init__(desk, f"Lift {hold.hold}", "&Make the sheet", intro, parent)
        self.hold = hold.hold
        self.authority = self.form.line("&Authority", hint="Who says that it may be lifted.")
        self.why = self.form.add("&Why it is lifted", TextArea(2))
        self.witness = self.form.line("&Second person, who signs too", hint="Another person than you.")
        self.folder = self.form.add("F&older for the sheet", PathField("Folder for the sheet", "folder"))
        self.folder.set_path(desk.paper_folder)

    def gather(self) -> Procedure[LiftingBegun]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return holding.begin_lifting(
            self.desk.office,
            hold=self.hold,
            authority=self.authority.text(),
            why=self.why.text(),
            witness=self.witness.text(),
            folder=self.folder.path() or Path(),
            at=self.earlier.moment(),
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the sheet, where it is what is missing."""
        desk, hold, parent = self.desk, self.hold, self.parentWidget()
        return [
            ("&Make the sheet…", lambda: LiftingSheetAgain(desk, desk.register.holds[hold], parent).open())
        ]

    def told(self, result: LiftingBegun) -> Told:
        """Return the sheet, and until when it counts."""
        register = self.desk.register
        _hold, lifting = hold_lifting.awaiting(register, result.hold)
        last = rows.day(hold_lifting.last_day(register, lifting))
        facts = [
            ("Sheet", result.sheet.name),
            ("Folder", str(result.sheet.parent)),
            ("Type back by the end of", last),
            ("Ledger entry", str(result.outcome.entry)),
        ]
        next_ = "Print the sheet, sign it both, and type its code. Until then the hold stands."
        return Told(f"The sheet to lift {result.hold} is made.", facts, next_, folder=result.sheet.parent)


class HoldLiftedDialog(ActDialog):
    """Lift a hold by the code of the signed sheet."""

    def __init__(self, desk: Desk, hold: Hold, parent: QWidget | None = None) -> None:
        """Ask for the code."""
        found, lifting = hold_lifting.awaiting(desk.register, hold.hold)
        names = f"{desk.register.operators[lifting.by].name} and {lifting.witness}"
        why = lifting.why.rstrip(".")
        intro = f"{found.subject}: {why}. Have the sheet before you, signed by {names}."
        super().__init__(desk, f"Lift {found.hold}: the sheet is back", "&Lift the hold", intro, parent)
        self.hold = found.hold
        last = rows.day(hold_lifting.last_day(desk.register, lifting))
        self.form.say(f"The sheet counts until the end of {last}.")
        self.code = self.form.line("&Code on the signed sheet", hint=rows.SLIP_HINT)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            hold_lifting.lift, at=self.earlier.moment(), hold=self.hold, code=self.code.text()
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is lifted."""
        next_ = "File the signed sheet. Other holds on the same documents stay until they are lifted too."
        return Told(f"{self.hold} is lifted.", [("Ledger entry", str(result.entry))], next_)


class HoldRunsOut(ActDialog):
    """Lift a hold that outlasted its request, once its last day has passed."""

    def __init__(self, desk: Desk, hold: Hold, parent: QWidget | None = None) -> None:
        """Say what it was on, and what is lifted."""
        last = rows.day(hold.stands_to)
        intro = (
            f"{hold.subject}: {hold.cause} is closed, and until the end of {last} a review of its answer was"
            " looked for. If one was asked for, or a complaint made, record that first: the hold then stands."
        )
        super().__init__(desk, f"Lift {hold.hold}: its last day has passed", "&Lift the hold", intro, parent)
        self.hold = hold.hold

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(held_after.run_out, at=self.earlier.moment(), hold=self.hold)

    def told(self, result: Outcome) -> Told:
        """Return that it is lifted."""
        next_ = "Other holds on the same documents stay until they are lifted too."
        return Told(f"{self.hold} is lifted.", [("Ledger entry", str(result.entry))], next_)


class LiftingSheetAgain(PaperAgain):
    """Make the sheet to lift a hold once more, with the same code."""

    def __init__(self, desk: Desk, hold: Hold, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, f"The sheet to lift {hold.hold} once more", "sheet", parent)
        self.hold = hold.hold

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return holding.sheet_again(self.desk.office, self.hold, self.chosen())


class HoldRegister(PaperAgain):
    """Make the register of holds."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, "The register of holds", "register", parent)

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return holding.register_paper(self.desk.office, self.chosen())
