"""Where a paper goes: a PDF file in a folder, or straight out of a printer; fields that dialogs share.

Rule: a paper has one side and no colour, since its parts go to several people. No printer is chosen by
itself: the file is what it was before there were printers.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.office import print_room
from desktop.office.papers import Made, Place
from desktop.ui.desk import Desk
from desktop.ui.dialogs.printing import PrinterFields
from desktop.ui.fields import PathField
from desktop.ui.form import Form


class PaperPlace:
    """The fields that say where a paper goes; where none is `needed`, it may go nowhere."""

    def __init__(
        self,
        desk: Desk,
        form: Form,
        owner: QWidget,
        paper: str = "slip",
        label: str = "",
        *,
        needed: bool = True,
        hint: str = "",
    ) -> None:
        """Ask for a printer, or for a folder in place of one; `paper` is what the paper is called."""
        self._desk, self._form, self._paper = desk, form, paper
        self.printing = PrinterFields(
            desk, form, owner, otherwise="None: a PDF file in a folder", paper=paper
        )
        label = label or f"&Folder for the {paper}"
        title = f"Folder for the {paper}"
        self.folder = form.add(label, PathField(title, "folder"), needed=needed, hint=hint)
        self.folder.set_path(desk.paper_folder)
        self.printing.printer.currentIndexChanged.connect(self._show_what_applies)
        self._show_what_applies()

    def value(self) -> Place:
        """Return the folder, which is proposed again the next time, or how the paper is printed."""
        return self.value_if_any() or Path()

    def value_if_any(self) -> Place | None:
        """Return as `value`; None where no folder and no printer was chosen."""
        if self.printing.name:
            return self.printing.setup()
        self._desk.paper_folder = self.folder.path() or self._desk.paper_folder
        return self.folder.path()

    def said(self, made: Made) -> str:
        """Return that the paper is there, for the head of the outcome."""
        name = f"{self._paper[:1].upper()}{self._paper[1:]}"
        return f"{name} saved: {made.name}." if isinstance(made, Path) else f"The {self._paper} came out."

    def facts(self, *made: Made) -> list[tuple[str, str]]:
        """Return where papers are, for the outcome: the file, or the jobs that printed them."""
        files = [paper for paper in made if isinstance(paper, Path)]
        if files:
            name = f"{self._paper[:1].upper()}{self._paper[1:]}"
            return [(name, ", ".join(file.name for file in files)), ("Folder", str(files[0].parent))]
        jobs = [self._desk.register.print_jobs[paper.job] for paper in made if not isinstance(paper, Path)]
        if not jobs:
            return []
        told = print_room.told(self._desk.office)
        return [
            ("Printer", jobs[0].setup.printer),
            ("Print job", ", ".join(job.job for job in jobs)),
            ("To be known", told),
        ]

    def show(self, *, shown: bool) -> None:
        """Show the fields, or hide them where there is no such paper."""
        self._form.hide_field(self.printing.printer, hidden=not shown)
        self._form.hide_field(self.folder, hidden=not shown)

    def _show_what_applies(self) -> None:
        self._form.hide_field(self.folder, hidden=bool(self.printing.name))


def folder_of(made: Sequence[Made]) -> Path | None:
    """Return the folder in which papers lie, or None where they were printed or there is none."""
    return next((paper.parent for paper in made if isinstance(paper, Path)), None)
