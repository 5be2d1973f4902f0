"""Dialogs about proof: the access log, verifying the vault, checking a slip, exporting the ledger."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody.ledger import Answer
from desktop.office import accounts, reports, verification
from desktop.office.accounts import ExportedLedger
from desktop.office.procedure import Procedure
from desktop.office.reports import AccessLogFiles
from desktop.office.verification import Verification
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, PathField, TextArea

_MOST_PROBLEMS = 50
_STOP = "Keep the paper and the vault as they are, stop working in it, and tell the Chair."

ANSWERS: dict[Answer, tuple[str, str]] = {
    "matches": (
        "Matches: this vault holds the entry that the paper names.",
        "Up to that entry nothing was changed, removed or added since the paper was made.",
    ),
    "differs": (
        "Differs: the entry of that number is another one.",
        f"The ledger was rewritten after the paper was made, or the paper is another vault's. {_STOP}",
    ),
    "unknown": (
        "Unknown: the ledger has no entry of that number.",
        f"Its end was cut off, an older vault was put back, or the paper is another vault's. {_STOP}",
    ),
}
"""What each answer means, for somebody who has never heard of a ledger."""


class AccessLog(ActDialog):
    """Make the access log of a review."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Ask for the review and the file."""
        intro = "Access requests, copies, and who asked for the executive summary."
        super().__init__(desk, "Access log for the Overview Panel", "&Make the access log", intro, parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("&Review", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.review.choose(review)
        self.file = self.form.add(
            "&File",
            PathField("File", "save", "PDF (*.pdf);;Table (*.csv)"),
            hint="A name in .pdf gives the paper with a table beside it; .csv gives the table alone.",
        )
        if desk.paper_folder:
            self.file.propose(desk.paper_folder, "access-log.pdf")
        self.earlier.hide()

    def gather(self) -> Procedure[AccessLogFiles]:
        """Return the procedure."""
        file = self.file.path() or Path()
        if file.suffix.lower() not in {".pdf", ".csv"}:
            file = file.with_name(f"{file.name}.pdf")
        self.desk.paper_folder = file.parent
        return reports.make_access_log(self.desk.office, self.review.value(), file)

    def told(self, result: AccessLogFiles) -> Told:
        """Return the files."""
        table = "" if result.csv == result.file else result.csv.name
        return Told(
            f"Access log saved: {result.file.name}.",
            [
                ("Table", table),
                ("Rows", f"{result.rows:,}"),
                ("Folder", str(result.file.parent)),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "These files are not protected: give them to the Panel, then delete them.",
            folder=result.file.parent,
        )


class VerifyVault(ActDialog):
    """Verify the ledger and every master."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Say what will be done; a slip may be compared at once."""
        intro = (
            "Reads the whole ledger again from the disk and checks every sealed master. It can be stopped."
        )
        super().__init__(desk, "Verify the vault", "&Verify", intro, parent)
        self.slip = self.form.line(
            "&Number and code of a paper",
            needed=False,
            hint="From the foot of any slip, receipt or report that somebody else has kept.",
        )
        self.earlier.hide()

    def gather(self) -> Procedure[Verification]:
        """Return the procedure."""
        return verification.verify(self.desk.office, self.slip.text().strip() or None)

    def told(self, result: Verification) -> Told:
        """Return what was found, problem by problem."""
        facts = [
            ("Entries checked", f"{result.entries:,}"),
            ("Masters checked", f"{result.masters:,}"),
            ("The paper", " ".join(ANSWERS[result.slip]) if result.slip else ""),
            *[(problem.where, problem.what) for problem in result.problems[:_MOST_PROBLEMS]],
        ]
        if len(result.problems) > _MOST_PROBLEMS:
            facts.append(("And", f"{len(result.problems) - _MOST_PROBLEMS} more problems"))
        if result.ok:
            return Told("Nothing is wrong.", facts)
        count = len(result.problems)
        title = f"{count} problem{'' if count == 1 else 's'} found." if count else "The paper does not match."
        text = "Stop issuing from this vault, keep it as it is, and compare it with the last verified backup."
        return Told(title, facts, text)


class CheckSlip(ActDialog):
    """Check a paper against the ledger."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Ask for the number and code."""
        intro = "Every slip, receipt and report ends with the number and the code of the ledger's last entry."
        super().__init__(desk, "Check a slip", "&Check", intro, parent)
        self.text = self.form.add("&Number and code", TextArea(2), hint=rows.SLIP_HINT)
        self.earlier.hide()

    def gather(self) -> Procedure[Answer]:
        """Return the procedure."""
        return verification.check_slip(self.desk.office, self.text.text())

    def told(self, result: Answer) -> Told:
        """Return what the answer means."""
        title, meaning = ANSWERS[result]
        return Told(title, next=meaning)


class ExportLedger(ActDialog):
    """Write the ledger, or the entries that are shown: as JSON lines, a table or a paper."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, wanted: accounts.View | None = None
    ) -> None:
        """Ask for the file."""
        self.wanted = wanted or accounts.View()
        of = self.wanted.words(desk.register)
        intro = f"{of[0].upper()}{of[1:]}. A paper shows at most {accounts.MOST_PRINTED:,} of them."
        super().__init__(desk, "Export the ledger", "&Export", intro, parent)
        self.file = self.form.add(
            "&File",
            PathField("File", "save", "JSON lines (*.jsonl);;Table (*.csv);;Paper (*.pdf)"),
            hint="A name in .jsonl gives lines with which anybody can check the chain without this program;"
            " .csv gives a table, .pdf a paper. The file names people and documents, and is not protected.",
        )
        if desk.paper_folder:
            name = "ledger.jsonl" if self.wanted.whole else "ledger-extract.pdf"
            self.file.propose(desk.paper_folder, name)
        self.earlier.hide()

    def gather(self) -> Procedure[ExportedLedger]:
        """Return the procedure."""
        file = self.file.path() or Path()
        self.desk.paper_folder = file.parent
        return accounts.export(self.desk.office, file, self.wanted)

    def told(self, result: ExportedLedger) -> Told:
        """Return the file."""
        return Told(
            f"Ledger saved: {result.file.name}.",
            [("Entries", f"{result.entries:,}"), ("Folder", str(result.file.parent))],
            folder=result.file.parent,
        )
