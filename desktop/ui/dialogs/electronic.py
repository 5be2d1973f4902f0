"""Dialogs about electronic copies: one sent to somebody, and the declaration that it is deleted (D5)."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import electronic, remarks
from desktop.custody.access import Request
from desktop.custody.copies import Copy
from desktop.office import electronic as sending
from desktop.office.electronic import Order, Sent
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import DayField, PathField

_USUAL_LOAN = timedelta(days=14)


class SendElectronic(ActDialog):
    """Make an electronic copy under an agreed request, with the slip that has its passphrase."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Name the request, and ask by when it is to be deleted."""
        register = desk.register
        intro = (
            f"For {rows.person_line(register, asked.person)}: {rows.document_line(register, asked.document)}."
            " The next copy number is given, every page names the recipient, and the file is encrypted."
        )
        super().__init__(desk, f"Electronic copy under {asked.request}", "&Make the copy", intro, parent)
        self.asked = asked
        self.due = self.form.add("To be &deleted by", DayField("To be deleted by"))
        self.due.set_day(desk.today + _USUAL_LOAN)
        self.authority = self.form.line(
            "&Authority", needed=False, hint="Only for going over the document's limit of copies."
        )
        self.reason = self.form.line("&Reason for going over the limit", needed=False)
        self.folder = self.form.add(
            "&Folder for the file and its slip", PathField("Folder for the file and its slip", "folder")
        )
        self.folder.set_path(desk.paper_folder)

    def gather(self) -> Procedure[Sent]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        order = Order(
            self.asked.document,
            self.asked.person,
            self.asked.request,
            self.due.day() or self.desk.today,
            self.authority.text(),
            self.reason.text(),
        )
        return sending.send(self.desk.office, order, self.folder.path() or Path(), at=self.earlier.moment())

    def told(self, result: Sent) -> Told:
        """Return the file and the slip; the passphrase is shown on no screen."""
        copy = self.desk.register.copies[result.copy]
        return Told(
            f"{result.copy} is made for {rows.person_name(self.desk.register, copy.responsible)}.",
            [
                ("File", result.file.name),
                ("Slip", result.slip.name),
                ("To be deleted by", rows.day(copy.due)),
                ("To be known", "\n".join(remarks.of_loan(self.desk.register, copy, self.desk.today))),
                ("Folder", str(result.file.parent)),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "Send the file. Print the slip and send it by another way: its first page has the passphrase,"
            " which is kept nowhere else. Then delete the slip's file. When the signed part is back, type its"
            " code with “Confirm the slip”.",
            folder=result.file.parent,
        )


class DeclareDeleted(ActDialog):
    """Record the recipient's declaration that an electronic copy is deleted."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask who declared it."""
        recipient = rows.person_line(desk.register, copy.responsible)
        intro = f"Sent to {recipient}. Have the signed declaration before you."
        super().__init__(desk, f"{copy.copy} is deleted", "&Record the declaration", intro, parent)
        self.copy = copy.copy
        self.by = self.form.line("Declared &by", hint="Who, and how: for example by letter of 3 March 2026.")
        self.readers = self.form.line(
            "&Other readers", needed=False, hint="Anybody else who has read it, as they say."
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            electronic.deleted,
            at=self.earlier.moment(),
            copy=self.copy,
            declared_by=self.by.text(),
            other_readers=self.readers.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that its loan has ended."""
        state = self.desk.register.copies[self.copy].state
        return Told(f"{self.copy}: {state}.", [("Ledger entry", str(result.entry))], "File the declaration.")
