"""The dialog for handing documents over to a successor body or an archive (A7)."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.custody.package_receipt import grouped
from desktop.office import packages
from desktop.office.packages import Order, Packaged
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, PathField, TextArea

_SEALED = "sealed"
_HOW = [(_SEALED, "Sealed for the recipient"), ("clear", "In clear, with a witness")]


class MakePackage(ActDialog):
    """Make a package: masters, register, ledger and custody history, with a receipt to sign."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Show an empty form; `review` is chosen beforehand."""
        intro = (
            "Writes documents and their records into a new folder that can be opened and checked without this"
            " program. Nothing leaves the vault: the masters stay."
        )
        super().__init__(desk, "Package for a successor or an archive", "&Make the package", intro, parent)
        offered = [("", "All that is in custody"), *rows.reviews_offered(desk.register)]
        self.review = self.form.add("&What goes in", Choice(offered, prompt=""), needed=False)
        self.review.choose(review)
        self.schedules = self.form.add(
            "Include the c&oding schedules",
            QCheckBox(),
            needed=False,
            hint="Only where their own access decision allows it.",
        )
        self.folder = self.form.add("New &folder", PathField("New folder", "save"))
        if desk.paper_folder:
            self.folder.propose(desk.paper_folder, f"package-{desk.today.isoformat()}")
        self.how = self.form.add("&How it is protected", Choice(_HOW, prompt=""))
        self.recipient = self.form.line(
            "Reci&pient's public key",
            hint="It begins with age1. The recipient makes it, and keeps the secret key to itself.",
        )
        self.witness = self.form.line(
            "W&itness", hint="Somebody else than you, who stands by. The package can be read by anybody."
        )
        self.authority = self.form.line("&Authority", needed=False)
        self.reason = self.form.add("&Reason", TextArea(2))
        self.how.currentIndexChanged.connect(self._show_what_applies)
        self._show_what_applies()
        self.earlier.hide()

    def _sealed(self) -> bool:
        return self.how.value() == _SEALED

    def _show_what_applies(self) -> None:
        self.form.hide_field(self.recipient, hidden=not self._sealed())
        self.form.hide_field(self.witness, hidden=self._sealed())

    def gather(self) -> Procedure[Packaged]:
        """Return the procedure."""
        folder = self.folder.path() or Path()
        self.desk.paper_folder = folder.parent
        order = Order(
            folder,
            self.recipient.text() if self._sealed() else None,
            self.review.value(),
            self.schedules.isChecked(),
            self.authority.text(),
            self.reason.text(),
            "" if self._sealed() else self.witness.text(),
        )
        return packages.make_package(self.desk.office, order)

    def told(self, result: Packaged) -> Told:
        """Return what was handed over."""
        handed = result.handed
        left_out = handed.coding_schedules and not handed.with_coding_schedules
        facts = [
            ("Documents", f"{handed.documents:,}"),
            ("Versions", f"{handed.versions:,}"),
            ("Coding schedules left out", f"{handed.coding_schedules:,}" if left_out else ""),
            ("Manifest", grouped(handed.manifest)),
            ("Sealed for", handed.recipient or "Nobody: it is in clear"),
            ("Folder", str(result.folder)),
            ("Ledger entry", str(handed.entry)),
        ]
        follow = "Next: print receipt.pdf from the folder, and have both parts signed by both sides."
        if not handed.recipient:
            follow += " Keep the folder locked away: whoever can read it can read everything."
        return Told("The package is made.", facts, follow, folder=result.folder)
