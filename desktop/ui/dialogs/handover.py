"""Dialogs about handing the vault over: to whom, the joint sheet, and its code when both have signed (A6)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import board, handover
from desktop.office import handing_over
from desktop.office.handing_over import HandedOver
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.keys import COPY_KEY_FILE
from desktop.ui.fields import Choice, PathField, TextArea
from desktop.ui.secret import NEW_KEYS, NewKeyFile, steps


class HandOver(ActDialog):
    """Hand the vault over to the next custodian."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Offer the other operators."""
        present = desk.register.custodian
        intro = (
            f"The custodian is {present.name}. The next one is an operator already. The vault gets new keys,"
            " and a joint sheet counts everything that is handed over: both count, and both sign."
        )
        super().__init__(desk, "Hand the vault over", "&Hand it over", intro, parent)
        offered = [
            (known.operator, f"{known.name} ({known.operator})")
            for known in board.present(desk.register)
            if known.operator != present.operator
        ]
        self.operator = self.form.add("&To whom", Choice(offered))
        self.authority = self.form.add(
            "&Authority", TextArea(2), hint="Who decided it, and where it is minuted."
        )
        self.witness = self.form.line(
            "&Witness",
            needed=desk.office.vault.operator != present.operator,
            hint="Who stands by. Needed only where it is not the custodian who hands over.",
        )
        self.folder = self.form.add("&Folder for the sheet", PathField("Folder for the sheet", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.key_file = NewKeyFile(self.form, desk)
        self.earlier.hide()

    def gather(self) -> Procedure[HandedOver]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return handing_over.hand_over(
            self.desk.office,
            operator=self.operator.value(),
            authority=self.authority.text(),
            folder=self.folder.path() or Path(),
            new_key_file=self.key_file.field.path(),
            witness=self.witness.text(),
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the sheet, where it is what is missing."""
        desk, parent = self.desk, self.parentWidget()
        return [("&Make the sheet…", lambda: SheetAgain(desk, parent).open())]

    def told(self, result: HandedOver) -> Told:
        """Return the sheet, and what is to be done with it."""
        file = self.key_file.used()
        desk, parent = self.desk, self.parentWidget()
        return Told(
            f"{desk.register.custodian.name} is the custodian. Sheet saved: {result.sheet.name}.",
            [
                ("Folder", str(result.sheet.parent)),
                ("New key file", str(file) if file else ""),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            steps(
                "Print it, count everything together, and sign both parts.",
                "Type the code from the office's part. Until then the handover awaits signature.",
                COPY_KEY_FILE if file else "",
                NEW_KEYS,
                "The former custodian can still open the vault, until the new one removes them.",
            ),
            folder=result.sheet.parent,
            follow=[("&Type the code now…", lambda: ConfirmHandover(desk, parent).open())],
        )


class ConfirmHandover(ActDialog):
    """Confirm that the joint sheet is back, signed by both."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the code of the sheet."""
        last = handover.last_handover(desk.register)
        names = desk.register.operators
        intro = (
            f"From {names[last.previous].name} to {names[last.operator].name}, {rows.day(last.handed_over)}."
            " Have the sheet before you, signed by both."
        )
        super().__init__(desk, "Confirm the handover", "&Confirm", intro, parent)
        self.code = self.form.line("Co&de on the signed sheet", hint=rows.SLIP_HINT)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(handover.confirm, at=self.earlier.moment(), code=self.code.text())

    def told(self, result: Outcome) -> Told:
        """Return that it is settled."""
        return Told(
            "The handover is settled: both have signed.",
            [("Custodian", self.desk.register.custodian.name), ("Ledger entry", str(result.entry))],
            "File the signed sheet. If the former custodian is to have no access any more, remove them as an"
            " operator, and change the holders of recovery shares where that is needed.",
        )


class SheetAgain(ActDialog):
    """Make the joint sheet of the last handover once more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "The sheet of the last handover, with the same code and what is in custody today."
        super().__init__(desk, "The handover sheet once more", "&Make the sheet", intro, parent)
        self.folder = self.form.add("&Folder for the sheet", PathField("Folder for the sheet", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return handing_over.sheet_again(self.desk.office, self.folder.path() or Path())

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return Told(f"Sheet saved: {result.name}.", [("Folder", str(result.parent))], folder=result.parent)
