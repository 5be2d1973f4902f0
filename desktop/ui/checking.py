"""The check that the program makes by itself: after unlocking the vault is verified, when that is due (B7).

Rule: it is never in the way of other work, it can be stopped, and what it found is said on Today.
"""

from PySide6.QtCore import QObject, Signal

from desktop.custody.errors import CancelledError, StrongroomError
from desktop.custody.today import today
from desktop.office import verification
from desktop.office.verification import Verification
from desktop.ui import rows
from desktop.ui.desk import Desk

_MOST_NAMED = 5


class DueCheck(QObject):
    """Verifies the vault when that is due. `said` tells what it does, and then what it found."""

    said = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        """Be ready."""
        super().__init__(parent)
        self._desk = desk

    def start(self) -> None:
        """Begin, if a check is due and its outcome can be recorded."""
        due = today(self._desk.register, self._desk.today).check_due
        if due is None or self._desk.closed:
            return
        self.said.emit(f"{due.why} They are being checked now; you can go on working, or stop it below.")
        self._desk.run(
            verification.verify(self._desk.office), owner=self, done=self._found, failed=self._failed
        )

    def _found(self, found: Verification) -> None:
        checked = (
            f"{rows.counted(found.masters, 'master')}, {rows.counted(found.entries, 'entry', 'entries')}"
        )
        if found.ok:
            self.said.emit(f"The vault was checked just now ({checked}): nothing is wrong.")
            return
        named = [f"{problem.where}: {problem.what}" for problem in found.problems[:_MOST_NAMED]]
        if len(found.problems) > _MOST_NAMED:
            named.append(f"and {len(found.problems) - _MOST_NAMED:,} more")
        problems = "; ".join(named)
        self.said.emit(
            f"The vault was checked just now ({checked}), and not all is right. {problems}. Issue nothing of"
            " what is named, keep the vault as it is, and see to the incidents below."
        )

    def _failed(self, error: StrongroomError) -> None:
        if isinstance(error, CancelledError):
            self.said.emit("The check was stopped; it begins again when the vault is next unlocked.")
        else:
            self.said.emit(f"The vault could not be checked: {error.message} {error.hint}")
