"""Today: what waits for somebody, with the one act that sees to it (K1).

Rule: one query feeds it; hours that are left are told anew every minute.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.screens import tasks as waiting
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.screens.tasks import Task
from desktop.ui.tables import Column
from desktop.ui.texts import harmless, words

_A_MINUTE = 60_000
"""Milliseconds."""


class TodayScreen(Screen):
    """What waits. `went` names a screen and a row that the person wants to see there."""

    title = "Today"
    noun = "matter"
    empty_title = "Nothing waits today."
    empty_hint = (
        "Copies that are due or overdue, slips to be signed, requests to be decided, and what the vault"
        " itself needs appear here."
    )
    chooses_new = False  # what follows from an act is another matter
    went = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen."""
        self._summary = words("")
        self._checked = words("")
        self._checked.hide()
        self._waiting: list[Task] = []
        self._read_at: tuple[object, date] | None = None
        super().__init__(desk, parent)
        minute = QTimer(self)
        minute.timeout.connect(self._time_passed)
        minute.start(_A_MINUTE)

    def above(self) -> QWidget:
        """Return the counts in words, and what the check after unlocking found."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._summary)
        column.addWidget(self._checked)
        return both

    def tell_check(self, said: str) -> None:
        """Say what the check after unlocking does, or found."""
        self._checked.setText(harmless(said))
        self._checked.setAccessibleName(harmless(said))
        self._checked.setVisible(bool(said))

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("What waits", lambda task: task.matter, whole=True),
            Column("When", lambda task: task.when, lambda task: task.order),
            Column("Which", lambda task: task.reference, lambda task: rows.reference_key(task.reference)),
            Column("Who", lambda task: task.who),
            Column("About", lambda task: task.about),
        ]

    def rows(self) -> Sequence[Task]:
        """Return what waits, most pressing first."""
        self._waiting = self._read()
        counts: dict[str, int] = {}
        alone = {task.matter for task in self._waiting if task.kind.alone}
        for task in self._waiting:
            counts[task.matter] = counts.get(task.matter, 0) + 1
        said = "; ".join(
            name[0].lower() + name[1:] + ("" if name in alone else f" ({count})")
            for name, count in counts.items()
        )
        self._summary.setText(f"{rows.day(self.desk.today)}: {said or 'nothing waits'}.")
        return self._waiting

    def identify(self, row: Task) -> str:
        """Return the matter and the reference."""
        return row.identity

    def make_offers(self) -> Sequence[Offer]:
        """Return what sees to it."""
        return [Offer("&See to it…", self._see_to, needs_row, main=True)]

    def details(self, row: Task) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return the matter at length."""
        return row.matter, [
            ("Which", row.reference),
            ("About", row.about),
            ("Who", row.who),
            ("When", row.when),
            ("What to do", row.kind.advice),
        ]

    def _open_chosen(self) -> None:
        task = self.table.chosen_row()
        if task is not None:
            self.went.emit(task.screen, task.reference or task.kind.card)

    def _see_to(self, task: Task) -> QDialog:
        return task.kind.dialog(self.desk, task.row, self.window())

    def tasks(self) -> list[Task]:
        """Return what waits, most pressing first; it is read once for each change of the register."""
        return self._waiting if self._read_at == self._now() else self._read()

    def _read(self) -> list[Task]:
        self._read_at = self._now()
        self._waiting = waiting.tasks(self.desk)
        return self._waiting

    def _now(self) -> tuple[object, date]:
        return self.desk.register.head, self.desk.today

    def _time_passed(self) -> None:
        if self.isVisible() and waiting.clock_runs(self._waiting):
            self.refresh()
