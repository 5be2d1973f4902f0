"""Dialogs about the disposal of masters: sheet, code, certificates, and what still holds them (G5)."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import disposal_grounds, disposal_traces, disposals, documents
from desktop.custody.disposal_traces import FATES
from desktop.custody.disposals import Disposal
from desktop.office import disposing, replaying
from desktop.office.disposing import Completed, Prepared
from desktop.office.office import Outcome
from desktop.office.papers import Made
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.backup import BackUp, ProveBackup
from desktop.ui.dialogs.paper_again import PaperAgain
from desktop.ui.fields import CheckList, Choice, PathField, TextArea
from desktop.ui.secret import NewKeyFile, key_file_needed, steps

_BACK_UP = "Back up to every medium again, and test each: until then they hold what was disposed of."


def next_step(desk: Desk, disposal: Disposal, parent: QWidget | None = None) -> ActDialog:
    """Return the dialog that sees to what still holds the documents: a record to be made, or a backup."""
    open_ = disposal_traces.unsettled(desk.register, disposal)
    if any(one.reference.isdigit() for one in open_):
        return AccountForTrace(desk, disposal, parent)
    to_test = [one for one in open_ if one.to_do == disposal_traces.TEST_IT]
    medium = desk.register.media[open_[0].reference] if open_ else None
    if medium is not None and len(to_test) == len(open_):
        return ProveBackup(desk, medium, parent)
    return BackUp(desk, medium, parent)


class PrepareDisposal(ActDialog):
    """Prepare a disposal, and make its sheet."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Offer what it was decided to destroy; nothing is ticked, and nothing ticks all of it."""
        intro = (
            "Nothing is destroyed yet. Two people tick and sign a sheet; its code, typed by the end of"
            " tomorrow, destroys the keys of what it lists, and nothing brings that back."
        )
        super().__init__(desk, "Prepare a disposal", "&Make the sheet", intro, parent)
        self.documents = self.form.add(
            "&Documents",
            CheckList(offered(desk)),
            hint="What the review of a record decided to destroy. Tick each one.",
        )
        self.witness = self.form.line("&Second person, who signs too", hint="Another person than you.")
        self.folder = self.form.add("F&older for the sheet", PathField("Folder for the sheet", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def gather(self) -> Procedure[Prepared]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return disposing.prepare(
            self.desk.office,
            documents=self.documents.values(),
            witness=self.witness.text(),
            folder=self.folder.path() or Path(),
        )

    def told(self, result: Prepared) -> Told:
        """Return the sheet, and until when its code counts."""
        desk, parent = self.desk, self.parentWidget()
        found = desk.register.disposal(result.disposal)
        return Told(
            f"{found.disposal} is prepared. Nothing is destroyed yet.",
            [
                ("Documents", ", ".join(found.documents)),
                ("Sheet", result.sheet.name),
                ("Folder", str(result.sheet.parent)),
                ("Its code counts until the end of", rows.day(found.last_day)),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "Print the sheet. Tick and sign it, both of you; then type its code.",
            folder=result.sheet.parent,
            follow=[("&Type the code now…", lambda: CompleteDisposal(desk, found, parent).open())],
        )


class CompleteDisposal(ActDialog):
    """Destroy the keys by the code of the signed sheet."""

    def __init__(self, desk: Desk, disposal: Disposal, parent: QWidget | None = None) -> None:
        """Say once more what ends, and ask for the code."""
        names = f"{desk.register.operators[disposal.operator].name} and {disposal.second}"
        intro = f"Have the sheet before you, ticked and signed by {names}."
        super().__init__(desk, f"Complete {disposal.disposal}", "&Destroy the keys", intro, parent)
        self.disposal = disposal.disposal
        listed = "\n".join(documents.shown_as(desk.register, one) for one in disposal.documents)
        self.form.say(f"This ends for good:\n{listed}")
        self.form.say(
            "The vault gets new keys and a new device secret; what was backed up before then opens only with"
            " the recovery shares of its time. Holds, copies and the decision are looked at again first."
        )
        self.code = self.form.line("&Code on the signed sheet", hint=rows.SLIP_HINT)
        self.folder = self.form.add(
            "F&older for the certificate", PathField("Folder for the certificate", "folder")
        )
        self.folder.set_path(desk.paper_folder)
        self.key_file = NewKeyFile(self.form, desk)
        if key_file_needed(desk):
            self.form.say("The key file of today is written over and taken away with it.")
        self.earlier.hide()

    def gather(self) -> Procedure[Completed]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return disposing.complete(
            self.desk.office,
            disposal=self.disposal,
            code=self.code.text(),
            folder=self.folder.path() or Path(),
            new_key_file=self.key_file.field.path(),
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the certificate, where it is what is missing."""
        desk, disposal, parent = self.desk, self.disposal, self.parentWidget()
        self.key_file.used()
        return [
            (
                "&Make the certificate…",
                lambda: DisposalCertificate(desk, desk.register.disposal(disposal), parent).open(),
            )
        ]

    def told(self, result: Completed) -> Told:
        """Return the certificate, and what still holds the documents."""
        file = self.key_file.used()
        return Told(
            f"{result.disposal}: the keys are removed here.",
            [
                ("Certificate", result.certificate.name),
                ("Folder", str(result.certificate.parent)),
                ("Still held by", "\n".join(f"{trace.what}, {trace.where}" for trace in result.still)),
                ("Left behind", "\n".join(result.left)),
                ("New key file", str(file) if file else ""),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            steps(
                "Print the certificate and sign it, both of you; file it with the sheet.",
                _BACK_UP,
                "Copy the new key file to its second place, and destroy every copy of the one before."
                if file
                else "",
                "Make new recovery shares, and destroy the sheets of those before."
                if _shares(self.desk)
                else "",
                "The disposal is complete once all that is listed has ended; Today says what is left.",
            ),
            folder=result.certificate.parent,
        )


class AbandonDisposal(ActDialog):
    """Give up a disposal that is not done."""

    def __init__(self, desk: Desk, disposal: Disposal, parent: QWidget | None = None) -> None:
        """Ask why."""
        intro = f"{', '.join(disposal.documents)}. Nothing was destroyed; the sheet counts no more."
        super().__init__(desk, f"Abandon {disposal.disposal}", "&Abandon it", intro, parent)
        self.disposal = disposal.disposal
        self.reason = self.form.add("&Reason", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            disposals.abandon,
            at=self.earlier.moment(),
            disposal=self.disposal,
            reason=self.reason.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that nothing ended."""
        return Told(
            f"{self.disposal} is abandoned; nothing was destroyed.",
            [("Ledger entry", str(result.entry))],
            "Destroy the sheet.",
        )


class AccountForTrace(ActDialog):
    """Say what became of a package, an exported file or a vault that was put aside."""

    def __init__(self, desk: Desk, disposal: Disposal, parent: QWidget | None = None) -> None:
        """Offer what is open of a disposal."""
        intro = (
            "Two people say what became of what left the vault before. It ends what the program waits for."
        )
        super().__init__(desk, f"What left before {disposal.disposal}", "&Record it", intro, parent)
        open_ = [one for one in disposal_traces.unsettled(desk.register, disposal) if one.reference.isdigit()]
        self.offered = [one.reference for one in open_]
        self.entry = self.form.add(
            "&Which", Choice([(one.reference, f"{one.what} ({one.where})") for one in open_])
        )
        self.fate = self.form.add("What &became of it", Choice(rows.as_said(FATES)))
        self.how = self.form.add("&How that is known", TextArea(2))
        self.witness = self.form.line("&Second person", hint="Another person than you, who saw it too.")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            disposal_traces.settle,
            at=self.earlier.moment(),
            entry=int(self.entry.value() or 0),
            fate=self.fate.value(),
            how=self.how.text(),
            witness=self.witness.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return that it is settled."""
        return Told("It is accounted for.", [("Ledger entry", str(result.entry))])


class DisposalSheetAgain(PaperAgain):
    """Make the sheet of a disposal that awaits signature once more, with the same code."""

    def __init__(self, desk: Desk, disposal: Disposal, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, f"The sheet of {disposal.disposal} once more", "sheet", parent)
        self.disposal = disposal.disposal

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return disposing.sheet_again(self.desk.office, self.disposal, self.chosen())


class DisposalCertificate(PaperAgain):
    """Make the certificate of a disposal, with what holds its documents today."""

    def __init__(self, desk: Desk, disposal: Disposal, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, f"The certificate of {disposal.disposal}", "certificate", parent)
        self.disposal = disposal.disposal

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return disposing.certificate_again(self.desk.office, disposal=self.disposal, where=self.chosen())


class FinalCertificate(PaperAgain):
    """Make the last certificate of a disposal that is complete."""

    def __init__(self, desk: Desk, disposal: Disposal, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, f"The final certificate of {disposal.disposal}", "certificate", parent)
        self.disposal = disposal.disposal

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return disposing.certificate_again(
            self.desk.office, disposal=self.disposal, where=self.chosen(), final=True
        )


class ReplayFile(ActDialog):
    """Write what a restore of an older backup must be told."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the file."""
        intro = (
            "A small file, signed by the vault, that tells a restore which documents were disposed of and"
            " which holds are in force. It holds no key. Keep it with the papers, away from this computer,"
            " and write a new one after each disposal and each hold."
        )
        super().__init__(desk, "A replay file", "&Write it", intro, parent)
        self.file = self.form.add("&File", PathField("Replay file", "save", "Replay file (*.json)"))
        self.earlier.hide()

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        return replaying.write(self.desk.office, self.file.path() or Path())

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return Told(f"Saved: {result.name}.", [("Folder", str(result.parent))], folder=result.parent)


def offered(desk: Desk) -> list[tuple[str, str]]:
    """Return the documents that it was decided to destroy, each with what it is."""
    register = desk.register
    return [
        (one.document, rows.document_line(register, one.document))
        for record in disposal_grounds.decided(register)
        for one in disposal_grounds.undisposed(register, record.review)
    ]


def _shares(desk: Desk) -> bool:
    return disposal_traces.shares_from_before(desk.register) is not None
