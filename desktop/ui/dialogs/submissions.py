"""Dialogs about submissions: one recorded with its sheet, its receipt, its sheet once more (D6)."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import submissions
from desktop.custody.submissions import Submission
from desktop.office import disclosing
from desktop.office.disclosing import Order, Submitted
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.making import MakePaper
from desktop.ui.fields import CheckList, Choice, PathField, TextArea


class RecordSubmission(ActDialog):
    """Record what is submitted to whom, and make the sheet that goes with it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Offer the reviews, and what of one could be submitted."""
        bodies = ", ".join(desk.register.founded.settings.submitted_to)
        intro = (
            f"Only anonymised editions are offered. Bodies of the process: {bodies}. To any other body, what"
            " has a gate goes once the gate is open."
        )
        super().__init__(desk, "Record a submission", "&Record the submission", intro, parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("Re&view", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.documents = self.form.add("&Documents", CheckList([]))
        self.body = self.form.line(
            "&To which body", hint="One of the process by its name, as above; or another."
        )
        self.address = self.form.add("&Address", TextArea(2), needed=False)
        self.how = self.form.line("Ho&w it goes", hint="For example: by hand, in a sealed envelope.")
        self.note = self.form.line("A &note for the sheet", needed=False)
        self.folder = self.form.add("&Folder for the sheet", PathField("Folder for the sheet", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.review.currentIndexChanged.connect(self._show_documents)
        self._show_documents()

    def _show_documents(self) -> None:
        register, chosen = self.desk.register, self.review.value()
        found = submissions.offered(register, chosen) if chosen else []
        self.documents.offer([(one.document, rows.document_line(register, one.document)) for one in found])

    def gather(self) -> Procedure[Submitted]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        order = Order(
            self.review.value(),
            self.documents.values(),
            self.body.text(),
            self.how.text(),
            self.address.text(),
            self.note.text(),
        )
        return disclosing.submit(
            self.desk.office, order, self.folder.path() or Path(), at=self.earlier.moment()
        )

    def told(self, result: Submitted) -> Told:
        """Return the submission and its sheet."""
        return Told(
            f"{result.submission} is recorded.",
            [
                ("Sheet", result.sheet.name),
                ("Folder", str(result.sheet.parent)),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "Send both parts of the sheet with it. When the signed part is back, record the receipt with its"
            " code.",
            folder=result.sheet.parent,
        )


class RecordReceipt(ActDialog):
    """Record that a body has what was submitted to it."""

    def __init__(self, desk: Desk, found: Submission, parent: QWidget | None = None) -> None:
        """Ask for the code of the signed sheet, or what else shows it."""
        intro = f"Sent to {found.body} on {rows.day(found.sent)}, {found.how}."
        super().__init__(desk, f"Receipt of {found.submission}", "&Record the receipt", intro, parent)
        self.submission = found.submission
        self.by = self.form.line("Received &by", hint="Name and capacity, as signed.")
        self.code = self.form.line("&Code on the signed part", needed=False, hint=rows.SLIP_HINT)
        self.evidence = self.form.add(
            "Or &what shows that it arrived",
            TextArea(2),
            needed=False,
            hint="Needed where the signed part did not come back: for example their letter and its date.",
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            submissions.receive,
            at=self.earlier.moment(),
            submission=self.submission,
            by=self.by.text(),
            code=self.code.text(),
            evidence=self.evidence.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is received."""
        state = self.desk.register.submissions[self.submission].state
        return Told(f"{self.submission}: {state}.", [("Ledger entry", str(result.entry))])


class SheetAgain(MakePaper):
    """Make the sheet of a submission once more."""

    def __init__(self, desk: Desk, found: Submission, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "The same sheet with the same code, for when the first was lost or spoilt."
        super().__init__(desk, f"The sheet of {found.submission} once more", intro, parent)
        self.submission = found.submission

    def paper_in(self, folder: Path) -> Procedure[Path]:
        """Return the procedure."""
        return disclosing.sheet_again(self.desk.office, self.submission, folder)
