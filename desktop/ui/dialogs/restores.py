"""What a restore or a recovery comes to, and what it leaves to be done (A4, A5, C1)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import numbers
from desktop.custody.documents import Document
from desktop.custody.register import Register
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure
from desktop.office.restoring import Restored
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Count, PathField
from desktop.ui.secret import steps


class AccountForNumbers(ActDialog):
    """Say which was the highest copy number of a document before the restore."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        """Show the highest number that the ledger knows."""
        known = f"{document.document}/{document.allotted}" if document.allotted else "no copy"
        intro = (
            f"{rows.document_line(desk.register, document.document)}. The ledger was restored and knows of"
            f" {known}; later copies may be on paper. Look at the copies in the safe, the slips and the"
            " access logs for the highest number there is."
        )
        super().__init__(desk, f"Copy numbers of {document.document}", "&Record it", intro, parent)
        self.document = document.document
        self._known = document.allotted
        self.last = self.form.add(
            "Highest &copy number",
            Count(document.allotted, document.allotted + numbers.MOST_MISSING),
            hint="If no later copy was made, leave the number that stands here.",
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            numbers.account_for,
            at=self.earlier.moment(),
            document=self.document,
            last=self.last.number() or 0,
        )

    def told(self, result: Outcome) -> Told:
        """Return the numbers that are to be resolved."""
        last = self.desk.register.documents[self.document].allotted
        missing = last - self._known
        after = (
            "Next: say of each of them under Today whether it was printed or spoilt."
            if missing
            else "Copies can be printed again."
        )
        return Told(
            f"The next copy of {self.document} gets number {last + 1}.",
            [
                ("To be resolved", rows.counted(missing, "number") if missing else ""),
                ("Ledger entry", str(result.entry)),
            ],
            after,
        )


class RestorePaper(ActDialog):
    """Make the record of the last restore, for operator and witness to sign."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        intro = "What was restored, from what, and what was lost. The operator and the witness sign it."
        super().__init__(desk, "Record of the restore", "&Make the record", intro, parent)
        self.folder = self.form.add("&Folder for the record", PathField("Folder for the record", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return papers.restore_paper(self.desk.office, self.folder.path() or Path())

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return Told(f"Record saved: {result.name}.", [("Folder", str(result.parent))], folder=result.parent)


class Announcement(ActDialog):
    """Tells what came of something that was asked for before the vault was open."""

    def __init__(self, desk: Desk, told: Told, parent: QWidget | None = None) -> None:
        """Show it at once; there is nothing to fill in."""
        super().__init__(desk, told.title, "", "", parent)
        self._show_outcome(told)


def after_restore(found: Restored, register: Register) -> Told:
    """Return what came of a restore, and what to do next."""
    after = steps(
        *_after_loss(found, register),
        "Verify the vault, and make a new backup.",
        "Keep what was put aside until the new backup was tested." if found.put_aside else "",
    )
    return Told("The vault is restored, and open.", _restored(found, register), after)


def after_recovery(office: Office, found: Restored | None) -> Told:
    """Return what came of a recovery, and of the restore before it if there was one; and what to do next."""
    register = office.register
    gone = ", ".join(known.name for known in register.operators.values() if known.removed is not None)
    facts = [
        ("Custodian", f"{register.custodian.name} ({register.custodian.operator})"),
        ("Opens it no more", gone),
        *(_restored(found, register) if found else [("Ledger entry", str(register.head.number))]),
    ]
    after = steps(
        "Make new recovery shares: whoever was there has seen the words.",
        *(_after_loss(found, register) if found else ()),
        "Add the other operators again." if gone else "",
        "Verify the vault, and make a new backup on each medium: the keys are new.",
    )
    return Told("The vault is recovered, and open.", facts, after)


def _restored(found: Restored, register: Register) -> Sequence[tuple[str, str]]:
    lost = "nobody knows how many" if found.lost is None else f"{found.lost:,}"
    return [
        ("From the backup", f"entries 1 to {found.number:,}"),
        ("From a newer ledger", rows.counted(found.replayed, "entry", "entries") if found.replayed else ""),
        ("Entries lost", "none" if found.lost == 0 else lost),
        ("Disposed of again", ", ".join(found.disposed)),
        ("Holds that stand again", ", ".join(found.held)),
        ("Masters missing", ", ".join(found.missing)),
        ("Copy numbers in doubt", ", ".join(_unsure(register))),
        ("Put aside", str(found.put_aside) if found.put_aside else ""),
        ("Ledger entry", str(register.head.number)),
    ]


def _after_loss(found: Restored, register: Register) -> Sequence[str]:
    """Return what is to be done because something was lost; nothing if nothing was."""
    said = []
    if found.missing:
        said.append("Look for the missing masters in older backups, and keep those as they are.")
    if _unsure(register):
        said.append(
            "Under Today, say which copy number of each document was the highest; none is printed before."
        )
    if found.lost != 0:
        said.append("Restore again with every certificate of disposal and replay file made since the backup.")
        said.append("Enter what was lost once more from your signed papers, as late entries.")
    return said


def _unsure(register: Register) -> list[str]:
    return [document.document for document in register.documents.values() if document.numbers_unsure]
