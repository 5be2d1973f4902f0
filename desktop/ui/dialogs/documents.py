"""Dialogs about a document: taking one into custody, a new version of it, and its accession receipt."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import readable
from desktop.custody.documents import EDITIONS, Document, Intake, Version
from desktop.office import papers, take_in
from desktop.office.papers import Made
from desktop.office.procedure import Procedure
from desktop.office.take_in import Accession, TakenIn
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.paper_again import PaperAgain
from desktop.ui.dialogs.renditions import MakeRendition
from desktop.ui.fields import Choice, Count, PathField, TextArea
from desktop.ui.form import Form

_MOST_PAGES = 1_000_000
_KINDS = "PDF (*.pdf);;Every file (*)"


class _IntakeFields:
    """From whom, how, and what was counted by hand."""

    def __init__(self, form: Form) -> None:
        self.received_from = form.line("Received &from", needed=False)
        self.arrived = form.line(
            "How it &arrived", needed=False, hint="For example: by hand, sealed envelope."
        )
        self.pages = form.add(
            "&Pages counted by hand",
            Count(0, _MOST_PAGES, blank="Not counted"),
            needed=False,
            hint="The program counts the pages of a PDF too; a difference is noted at once.",
        )
        self.discrepancy = form.add(
            "&Discrepancy", TextArea(2), needed=False, hint="Anything missing, damaged or unexpected."
        )

    def intake(self) -> Intake:
        return Intake(
            self.received_from.text().strip(),
            self.arrived.text().strip(),
            self.pages.number(),
            self.discrepancy.text().strip(),
        )


class TakeIn(ActDialog):
    """Take a document into custody."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Show an empty form; `review` is chosen beforehand."""
        intro = "The file is sealed as it is and never changes. The one you chose stays where it lies."
        super().__init__(desk, "Take a document into custody", "&Take into custody", intro, parent)
        offered = rows.reviews_offered(desk.register, concluded=False)
        kinds = [(kind.kind, kind.label) for kind in desk.register.founded.settings.kinds]
        self.file = self.form.add("F&ile", PathField("File", "open", _KINDS))
        self.review = self.form.add("&Review", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.review.choose(review)
        self.kind = self.form.add("&Kind", Choice(kinds))
        self.agency = self.form.line(
            "A&gency", needed=False, hint="Whose document it is. Needed where each agency writes its own."
        )
        self.edition = self.form.add("&Edition", Choice(rows.as_said(EDITIONS)))
        self.heading = self.form.line("Tit&le", needed=False)
        self.intake = _IntakeFields(self.form)

    def gather(self) -> Procedure[TakenIn]:
        """Return the procedure."""
        accession = Accession(
            self.review.value(),
            self.kind.value(),
            self.edition.value(),
            self.agency.text(),
            self.heading.text(),
            self.intake.intake(),
        )
        return take_in.take_in(
            self.desk.office, self.file.path() or Path(), accession, at=self.earlier.moment()
        )

    def told(self, result: TakenIn) -> Told:
        """Return what was found."""
        return _taken_in(self, result, f"{result.document} is in custody.")


class NewVersion(ActDialog):
    """Take in a new version of a document."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        """Show an empty form."""
        intro = f"{rows.document_line(desk.register, document.document)}. The superseded version stays."
        super().__init__(desk, f"New version of {document.document}", "&Take into custody", intro, parent)
        self.document = document.document
        self.file = self.form.add("F&ile", PathField("File", "open", _KINDS))
        self.reason = self.form.add("&Reason", TextArea(2), hint="Why the present version is superseded.")
        self.intake = _IntakeFields(self.form)

    def gather(self) -> Procedure[TakenIn]:
        """Return the procedure."""
        return take_in.supersede(
            self.desk.office,
            self.file.path() or Path(),
            document=self.document,
            reason=self.reason.text(),
            intake=self.intake.intake(),
            at=self.earlier.moment(),
        )

    def told(self, result: TakenIn) -> Told:
        """Return what was found."""
        return _taken_in(self, result, f"Version {result.version} of {result.document} is in custody.")


class AccessionReceipt(PaperAgain):
    """Make the accession receipt of a document."""

    def __init__(self, desk: Desk, document: str, parent: QWidget | None = None) -> None:
        """Ask where it goes."""
        intro = f"For {rows.document_line(desk.register, document)}. It is signed by both sides."
        super().__init__(desk, "Accession receipt", "receipt", parent, intro)
        self.document = document

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return papers.accession_receipt(self.desk.office, self.document, self.chosen())

    def told(self, result: Made) -> Told:
        """Return where it is, and what to do with it."""
        return super().told(result)._replace(next="Sign it with whoever brought the document.")


def found_in(version: Version) -> Sequence[tuple[str, str]]:
    """Return what the program found in a version, and what was noted."""
    master = version.master
    pages = f"{master.pages:,}" if master.pages is not None else "not counted by the program"
    return [
        ("Pages", pages),
        ("Use", readable.told(version.shown)),
        ("Found", "; ".join(master.notes)),
        ("Discrepancy", version.intake.discrepancy),
        ("Size", f"{master.size:,} bytes"),
        ("SHA-256", " ".join(master.sha256[at : at + 8] for at in range(0, 64, 8))),
    ]


def _taken_in(dialog: ActDialog, result: TakenIn, title: str) -> Told:
    desk, parent = dialog.desk, dialog.parentWidget()
    version = desk.register.documents[result.document].current
    follow = [("Accession &receipt…", lambda: AccessionReceipt(desk, result.document, parent).open())]
    if not version.needs_rendition:
        after = "Next: make the accession receipt and have it signed."
    else:
        after = "Kept byte for byte. It is viewed and printed from a rendition: make one, or attach one."
        document = desk.register.documents[result.document]
        follow.append(("&Make a rendition…", lambda: MakeRendition(desk, document, parent).open()))
    return Told(
        title, [*found_in(version), ("Ledger entry", str(result.outcome.entry))], after, follow=follow
    )
