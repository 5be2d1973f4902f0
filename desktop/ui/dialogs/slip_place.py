"""Where a slip goes: a PDF file in a folder, or straight out of a printer; fields that dialogs share.

Rule: a slip has one side and no colour, since its parts go to several people. No printer is chosen by itself:
the file is what it was before there were printers.
"""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.custody.print_jobs import Setup
from desktop.office import print_room
from desktop.ui.desk import Desk
from desktop.ui.dialogs.printing import PrinterFields
from desktop.ui.fields import PathField
from desktop.ui.form import Form


class SlipPlace:
    """The fields that say where a slip goes."""

    def __init__(self, desk: Desk, form: Form, owner: QWidget, label: str = "&Folder for the slip") -> None:
        """Ask for a printer, or for a folder in place of one."""
        self._desk, self._form = desk, form
        self.printing = PrinterFields(desk, form, owner, otherwise="None: a PDF file in a folder", slip=True)
        self.folder = form.add(label, PathField(label.replace("&", ""), "folder"))
        self.folder.set_path(desk.paper_folder)
        self.printing.printer.currentIndexChanged.connect(self._show_what_applies)
        self._show_what_applies()

    def value(self) -> Path | Setup:
        """Return the folder, which is proposed again the next time, or how the slip is printed."""
        if self.printing.name:
            return self.printing.setup()
        self._desk.paper_folder = self.folder.path()
        return self.folder.path() or Path()

    def facts(self, place: Path | str) -> list[tuple[str, str]]:
        """Return where the slip is, for the outcome: the file, or the job that printed it."""
        if isinstance(place, Path):
            return [("Folder", str(place.parent))]
        job = self._desk.register.print_jobs[place]
        told = print_room.told(self._desk.office)
        return [("Printer", job.setup.printer), ("Print job", job.job), ("To be known", told)]

    def _show_what_applies(self) -> None:
        self._form.hide_field(self.folder, hidden=bool(self.printing.name))
