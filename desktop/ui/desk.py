"""The desk: an open vault as the screens and dialogs see it.

Rule: whatever is done goes through `run`, and whoever shows the register hears of it through `changed`. The
desk remembers, for as long as the vault is open and nowhere else, the folder last chosen for papers and a new
key file.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.custody.errors import StrongroomError
from desktop.custody.register import Register
from desktop.office.office import Office
from desktop.office.procedure import Procedure
from desktop.ui.work import Job, Lanes

if TYPE_CHECKING:
    from pathlib import Path


class Desk(QObject):
    """An open vault with its lanes. `changed` tells that the ledger has grown.

    `lock_asked` tells that the person wants to lock the vault while a dialog has the keys.
    """

    changed = Signal()
    lock_asked = Signal()

    def __init__(self, office: Office, lanes: Lanes, parent: QObject | None = None) -> None:
        """Hold an open office; it is closed by whoever opened it."""
        super().__init__(parent)
        self.office = office
        self.lanes = lanes
        self.paper_folder: Path | None = None
        self.key_file: Path | None = None
        self._told = office.register.head

    @property
    def register(self) -> Register:
        """The present state."""
        return self.office.register

    @property
    def closed(self) -> str:
        """Why nothing can be recorded in this vault, or "" if it can."""
        if self.office.finding is not None and self.office.vault.read_only:
            return f"The vault is open for reading only: {self.office.finding.message}"
        return "The vault is open for reading only." if self.office.vault.read_only else ""

    @property
    def today(self) -> date:
        """The day by the office's clock."""
        return self.office.clock().date()

    def run(
        self,
        procedure: Procedure[Any],
        *,
        owner: QObject,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[StrongroomError], None] | None = None,
        progress: Callable[[Job], None] | None = None,
    ) -> Job:
        """Drive a procedure; afterwards, however it ended, tell of what it wrote. As `Lanes.run`."""
        return self.lanes.run(
            self._telling(procedure), owner=owner, done=done, failed=failed, progress=progress
        )

    def _telling(self, procedure: Procedure[Any]) -> Procedure[Any]:
        try:
            return (yield from procedure)
        finally:
            if self._told != self.office.register.head:
                self._told = self.office.register.head
                self.changed.emit()
