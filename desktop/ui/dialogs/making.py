"""A dialog that makes a paper of something on the record, in a folder: the same for every form."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.office.procedure import Procedure
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import PathField


class MakePaper(ActDialog):
    """Make one paper. Subclasses say which, in `paper_in`."""

    def __init__(self, desk: Desk, title: str, intro: str, parent: QWidget | None = None) -> None:
        """Ask for the folder."""
        super().__init__(desk, title, "&Make the paper", intro, parent)
        self.folder = self.form.add("&Folder", PathField("Folder for the paper", "folder"))
        self.folder.set_path(desk.paper_folder)
        self.earlier.hide()

    def paper_in(self, folder: Path) -> Procedure[Path]:
        """Return the procedure that makes it in `folder`."""
        raise NotImplementedError

    def gather(self) -> Procedure[Path]:
        """Return the procedure."""
        self.desk.paper_folder = self.folder.path()
        return self.paper_in(self.folder.path() or Path())

    def told(self, result: Path) -> Told:
        """Return where it is."""
        return Told(f"Saved: {result.name}.", [("Folder", str(result.parent))], folder=result.parent)
