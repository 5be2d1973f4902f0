"""Dialogs that make a paper that can always be made again from the register."""

from PySide6.QtWidgets import QWidget

from desktop.office.papers import Made, Place
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.paper_place import PaperPlace, folder_of


class PaperAgain(ActDialog):
    """Make a paper, or make it once more; what it says is what stands in the register."""

    def __init__(self, desk: Desk, title: str, paper: str, parent: QWidget | None, intro: str = "") -> None:
        """Ask where it goes; `paper` is what the paper is called."""
        super().__init__(desk, title, f"&Make the {paper}", intro, parent)
        self.place = PaperPlace(desk, self.form, self, paper, "&Folder")
        self.folder = self.place.folder
        self.earlier.hide()

    def chosen(self) -> Place:
        """Return the folder, which is offered the next time, or how it is printed."""
        return self.place.value()

    def told(self, result: Made) -> Told:
        """Return where it is."""
        return Told(self.place.said(result), self.place.facts(result), folder=folder_of([result]))
