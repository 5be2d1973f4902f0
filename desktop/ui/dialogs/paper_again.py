"""A dialog that makes a paper in a folder and changes nothing else."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import PathField


class PaperAgain(ActDialog):
    """Make a paper, or make it once more; what it says is what stands in the register."""

    def __init__(self, desk: Desk, title: str, paper: str, parent: QWidget | None) -> None:
        """Ask for the folder; `paper` is what the paper is called."""
        super().__init__(desk, title, f"&Make the {paper}", parent=parent)
        self.folder = self.form.add("&Folder", PathField(f"Folder for the {paper}", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def chosen(self) -> Path:
        """Return the folder, which is offered the next time."""
        self.desk.paper_folder = self.folder.path()
        return self.folder.path() or Path()

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return Told(f"Saved: {result.name}.", [("Folder", str(result.parent))], folder=result.parent)
