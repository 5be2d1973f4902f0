"""Dialogs about what stands for a document that is no PDF, and about how many copies of one there may be."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import limits, readable
from desktop.custody import renditions as register_of_renditions
from desktop.custody.documents import Document
from desktop.office import renditions
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.office.renditions import Rendered
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.viewing import ViewDocument
from desktop.ui.fields import Count, PathField, TextArea


class MakeRendition(ActDialog):
    """Have a PDF made of a document that is none."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        """Say what is done; there is nothing to fill in."""
        intro = (
            f"{rows.document_line(desk.register, document.document)}. A PDF is made of it for viewing and"
            " printing, and kept beside the original, which stays as it is. Of pictures the program makes it"
            " itself; of Word, RTF and OpenDocument files LibreOffice does, where it is installed, shut off"
            " from network and disk."
        )
        super().__init__(desk, f"Make a rendition of {document.document}", "&Make it", intro, parent)
        self.document = document.document

    def gather(self) -> Procedure[Rendered]:
        """Return the procedure."""
        return renditions.make(self.desk.office, self.document, at=self.earlier.moment())

    def told(self, result: Rendered) -> Told:
        """Return what was made."""
        return _rendered(self, result, f"Rendition {result.rendition} was made by {result.made_by}.")


class AttachRendition(ActDialog):
    """Attach a PDF that was made of a document elsewhere."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        """Ask for the file and for who compared it."""
        intro = (
            f"{rows.document_line(desk.register, document.document)}. Make a PDF of it with the program it"
            " was written in, or scan a print; compare the two. It is kept beside the original, which stays."
        )
        super().__init__(desk, f"Attach a rendition to {document.document}", "&Attach it", intro, parent)
        self.document = document.document
        self.file = self.form.add("&PDF", PathField("PDF", "open", "PDF (*.pdf)"))
        self.checked_by = self.form.line("&Compared with the original by")

    def gather(self) -> Procedure[Rendered]:
        """Return the procedure."""
        return renditions.attach(
            self.desk.office,
            self.document,
            self.file.path() or Path(),
            self.checked_by.text(),
            at=self.earlier.moment(),
        )

    def told(self, result: Rendered) -> Told:
        """Return what was attached."""
        return _rendered(self, result, f"Rendition {result.rendition} is attached.")


class CompareRendition(ActDialog):
    """Say who compared the rendition in use with the original."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        """Ask who did."""
        last = document.current.renditions[-1]
        intro = (
            f"{rows.document_line(desk.register, document.document)}. Rendition {last.rendition}, of"
            f" {last.master.pages:,} pages. Until somebody has compared it, its copies and slips say so."
        )
        super().__init__(desk, "Rendition compared", "&Record it", intro, parent)
        self.document = document.document
        self.checked_by = self.form.line("&Compared with the original by")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            register_of_renditions.compare,
            at=self.earlier.moment(),
            document=self.document,
            checked_by=self.checked_by.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return what is recorded."""
        return Told("The comparison is recorded.", [("Ledger entry", str(result.entry))])


class ChangeLimit(ActDialog):
    """Change how many copies of a document there may be."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        """Ask for the number, the authority and the reason."""
        intro = f"{rows.document_line(desk.register, document.document)}. The limit is {document.limit}."
        super().__init__(desk, f"Limit of copies of {document.document}", "&Change the limit", intro, parent)
        self.document = document.document
        self.copies = self.form.add("Co&pies there may be", Count(0, limits.MOST))
        self.copies.setValue(document.limit)
        self.authority = self.form.line("A&uthority", hint="Who decided it, and when.")
        self.reason = self.form.add("&Reason", TextArea(2))

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            limits.limit,
            at=self.earlier.moment(),
            document=self.document,
            number_of_copies=self.copies.value(),
            authority=self.authority.text(),
            reason=self.reason.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the limit."""
        limit = self.desk.register.documents[self.document].limit
        return Told(f"Of {self.document} {limit} copies may be made.", [("Ledger entry", str(result.entry))])


def _rendered(dialog: ActDialog, result: Rendered, title: str) -> Told:
    desk, parent = dialog.desk, dialog.parentWidget()
    document = desk.register.documents[result.document]
    follow = [("&View it…", lambda: ViewDocument(desk, document, parent).open())]
    if not document.current.renditions[-1].checked_by:
        follow.append(("&Compared…", lambda: CompareRendition(desk, document, parent).open()))
    return Told(
        title,
        [
            ("Pages", f"{result.master.pages:,}"),
            ("Use", readable.told(result.master)),
            ("Found", "; ".join(result.master.notes)),
            ("Discrepancy", register_of_renditions.discrepancy(document.current)),
            ("SHA-256", " ".join(result.master.sha256[at : at + 8] for at in range(0, 64, 8))),
            ("Ledger entry", str(result.outcome.entry)),
        ],
        "Compare it with the original before a copy is made of it, page by page: a conversion may leave"
        " something out, and comments do not travel into it.",
        follow=follow,
    )
