"""Dialogs about making copies: printing numbered ones, and saying how an interrupted print ended."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody import copies, numbers
from desktop.custody.copies import Copy
from desktop.custody.documents import Document
from desktop.office import print_room, printing
from desktop.office.office import Outcome
from desktop.office.print_room import CopiesOnPaper
from desktop.office.printing import Order, Printed
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.printing import PrinterFields, came_out
from desktop.ui.fields import Choice, Count, PathField, TextArea


class PrintCopies(ActDialog):
    """Print numbered copies on a printer, or as PDF files."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        """Show the document, its limit and how many there are."""
        super().__init__(
            desk,
            "Print numbered copies",
            "&Print",
            f"{rows.document_line(desk.register, document.document)}. Every page is marked.",
            parent,
        )
        self.document = document
        self._made = copies.made(desk.register, document.document)
        tally = f"{self._made} of at most {document.limit} are made."
        self.number = self.form.add(
            "&Number of copies",
            Count(1, numbers.MOST_AT_ONCE),
            hint=f"{tally} The next number is {document.allotted + 1}.",
        )
        people = [("", "Nobody yet: held in safe"), *rows.people_offered(desk.register)]
        self.made_for = self.form.add(
            "Printed &for",
            Choice(people, prompt=""),
            needed=False,
            hint="The name is printed on every page, and only that person can then be given the copy.",
        )
        self.fields = PrinterFields(desk, self.form, self, otherwise="None: PDF files in a folder")
        self.folder = self.form.add(
            "Fol&der for the files",
            PathField("Folder for the files", "folder"),
            hint="The files are not protected. Print them, then delete them.",
        )
        self.folder.set_path(desk.paper_folder)
        self.authority = self.form.line("&Authority for going over the limit")
        self.reason = self.form.add("&Reason for going over the limit", TextArea(2))
        self.number.valueChanged.connect(self._show_what_applies)
        self.fields.printer.currentIndexChanged.connect(self._show_what_applies)
        self._show_what_applies()

    def _over(self) -> bool:
        return self._made + self.number.value() > self.document.limit

    def _show_what_applies(self) -> None:
        self.form.hide_field(self.folder, hidden=bool(self.fields.name))
        self.form.hide_field(self.authority, hidden=not self._over())
        self.form.hide_field(self.reason, hidden=not self._over())

    def gather(self) -> Procedure[Printed | CopiesOnPaper]:
        """Return the procedure."""
        order = Order(
            self.document.document,
            self.number.value(),
            self.made_for.value(),
            self.authority.text() if self._over() else "",
            self.reason.text() if self._over() else "",
        )
        if self.fields.name:
            return print_room.print_copies(
                self.desk.office, order, self.fields.setup(), at=self.earlier.moment()
            )
        self.desk.paper_folder = self.folder.path()
        return printing.print_copies(
            self.desk.office, order, self.folder.path() or Path(), at=self.earlier.moment()
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to print the others."""
        desk, parent = self.desk, self.parentWidget()
        document = desk.register.documents[self.document.document]
        return [("&Print the others…", lambda: PrintCopies(desk, document, parent).open())]

    def told(self, result: Printed | CopiesOnPaper) -> Told:
        """Return which copies came out."""
        if isinstance(result, CopiesOnPaper):
            names = ", ".join(made.copy for made in result.copies)
            jobs, parent = [made.job for made in result.copies], self.parentWidget()
            told = came_out(self.desk, jobs, f"Printed: {names}.", result.outcome, parent)
            return told._replace(next=f"{told.next} Lock the copies away.")
        first, last = result.copies[0], result.copies[-1]
        names = first.copy if first == last else f"{first.copy} to {last.copy}"
        return Told(
            f"{names}: ready, {first.pages} pages each."
            if first != last
            else f"{names}: ready, {first.pages} pages.",
            [
                (
                    "Pictures",
                    f"{first.as_pictures:,} pages of each, whose content could not be placed as it is"
                    if first.as_pictures
                    else "",
                ),
                ("Files", ", ".join(copy.file.name for copy in result.copies)),
                ("Folder", str(first.file.parent)),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "Print the files, delete them, and lock the copies away. The printer may keep what it printed.",
            folder=first.file.parent,
        )


class ResolveCopy(ActDialog):
    """Say whether an allotted copy was printed or spoilt."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask how the print ended."""
        intro = "Its number was given, but nobody has said how the print ended. Look for the paper."
        super().__init__(desk, f"What became of {copy.copy}?", "&Record", intro, parent)
        self.copy = copy.copy
        self.end = self.form.add(
            "The &copy",
            Choice([("printed", "came out whole"), ("spoilt", "was not made, or not whole: spoilt")]),
        )
        self.pages = self.form.add(
            "&Pages",
            Count(0, 1_000_000, blank="As many as the document has"),
            needed=False,
        )
        self.reason = self.form.add("&Reason", TextArea(2))
        self.end.currentIndexChanged.connect(self._show_what_applies)
        self._show_what_applies()

    def _show_what_applies(self) -> None:
        self.form.hide_field(self.pages, hidden=self.end.value() != "printed")
        self.form.hide_field(self.reason, hidden=self.end.value() != "spoilt")

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        if self.end.value() == "printed":
            return self.desk.office.act(
                numbers.printed, at=self.earlier.moment(), copy=self.copy, pages=self.pages.number()
            )
        return self.desk.office.act(
            numbers.spoil, at=self.earlier.moment(), copy=self.copy, reason=self.reason.text()
        )

    def told(self, result: Outcome) -> Told:
        """Return where the copy is now."""
        copy = self.desk.register.copies[self.copy]
        return Told(
            f"{copy.copy} is now {copy.state}.",
            [("Ledger entry", str(result.entry))],
            "Lock it away." if copy.state == copies.CopyState.IN_SAFE else "Its number is never used again.",
        )
