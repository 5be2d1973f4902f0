"""The main window: the gate while the vault is locked, the shell while it is open.

Rule: locking stops every job, lets it undo what it must, closes the vault on the lane that opened it, and
throws away whatever was shown. The title never names a case. Closing the window locks first.
"""

import functools
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QStackedWidget

from desktop.custody.errors import StrongroomError
from desktop.office.procedure import Procedure, Step
from desktop.ui.gate import CreatePage, Founding, GatePage, Unlocking, UnlockPage
from desktop.ui.idle import IdleWatch
from desktop.ui.work import Lanes

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.office.office import Clock, Office
    from desktop.office.opening import Bounds
    from desktop.ui.desk import Desk
    from desktop.ui.shell import Shell

Result = TypeVar("Result")
Dialog = Callable[..., QDialog]

_SIZE = (200, 54)
"""Average characters across, lines down."""

_SOON = 300
"""Milliseconds after the prompt stands in which nobody has typed a passphrase yet."""


class MainWindow(QMainWindow):
    """The window of the program; it holds at most one open vault."""

    def __init__(
        self,
        lanes: Lanes,
        vault: "Path | None" = None,
        key_file: "Path | None" = None,
        bounds: "Bounds | None" = None,
        clock: "Clock | None" = None,
    ) -> None:
        """Show the gate. `bounds` and `clock` are given by tests alone."""
        super().__init__()
        self.lanes = lanes
        self._bounds = bounds
        self._clock = clock
        self.desk: Desk | None = None
        self.shell: Shell | None = None
        self._closing = False
        self._locking = False
        self._warm = False
        self.unlock_page = UnlockPage(vault, key_file)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.unlock_page)
        self.idle = IdleWatch(lambda: bool(lanes.jobs), parent=self)
        self.setWindowTitle("Strongroom")
        self.setCentralWidget(self._stack)
        self._vault_menu = self._menus()
        width, height = _SIZE
        metrics, screen = self.fontMetrics(), self.screen().availableGeometry()
        self.resize(
            min(metrics.averageCharWidth() * width, int(screen.width() * 0.96)),
            min(metrics.lineSpacing() * height, int(screen.height() * 0.92)),
        )
        self.unlock_page.asked.connect(self.unlock_vault)
        self.unlock_page.turned.connect(lambda: self._show_gate(self.create_page))
        self.idle.left.connect(self.lock_vault)
        self._show_gate(self.unlock_page)

    @functools.cached_property
    def create_page(self) -> CreatePage:
        """The page that makes a vault; few ever see it, so the prompt does not wait for it."""
        page = CreatePage()
        page.asked.connect(self.create_vault)
        page.turned.connect(lambda: self._show_gate(self.unlock_page))
        self._stack.addWidget(page)
        return page

    def unlock_vault(self, facts: Unlocking) -> None:
        """Open a vault with what was typed."""
        self._open(self.unlock_page, facts, "Unlocking the vault")

    def create_vault(self, facts: Founding) -> None:
        """Make a vault and open it."""
        self.unlock_page.folder.set_path(facts.folder)
        self.unlock_page.key_file.set_path(facts.key_file)
        self._open(self.create_page, facts, "Making the vault")

    def lock_vault(self) -> None:
        """Close the vault and show the gate; whatever is open on the screen goes at once."""
        if self.desk is None or self._locking:
            return
        self._locking = True
        self.idle.stop()
        self.lanes.cancel_all()
        for dialog in self.findChildren(QDialog):
            dialog.hide()
            dialog.deleteLater()
        office, shell, desk = self.desk.office, self.shell, self.desk
        self.desk = self.shell = None
        if shell is not None:
            self._stack.removeWidget(shell)
            shell.hide()
            shell.deleteLater()
        desk.deleteLater()
        self._vault_menu.setEnabled(False)
        self._show_gate(self.unlock_page)
        self.unlock_page.rest(resting=True)
        self.lanes.when_idle(lambda: self._close_office(office))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close once every job has ended and the vault is locked."""
        if self.desk is None and not self.lanes.jobs and not self._locking:
            event.accept()
            return
        event.ignore()
        self._closing = True
        self.lanes.cancel_all()
        self.lock_vault()
        self.lanes.when_idle(self._close_at_last)

    def _close_at_last(self) -> None:
        self.close()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Have what lies behind the gate loaded while the person types."""
        super().showEvent(event)
        if not self._warm:
            self._warm = True
            QTimer.singleShot(_SOON, self, lambda: self.lanes.run(_vault_step(_load, "Starting"), owner=self))

    def _open(self, page: GatePage, facts: Unlocking | Founding, label: str) -> None:
        def work() -> "Office":
            from desktop.ui import inside  # noqa: PLC0415 - the prompt does not wait for it

            return inside.opened(facts, self._bounds, self._clock)

        job = self.lanes.run(
            _vault_step(work, label), owner=self, done=self._opened, failed=page.refuse, progress=page.follow
        )
        page.follow(job)

    def _opened(self, office: "Office") -> None:
        from desktop.ui import inside  # noqa: PLC0415 - loaded by now

        page = self._stack.currentWidget()
        if isinstance(page, GatePage):
            page.follow(None)
            page.complaint.clear()
        self.desk = inside.Desk(office, self.lanes, self)
        if self._closing:
            self.lock_vault()
            return
        self.shell = inside.Shell(self.desk)
        self.shell.lock_asked.connect(self.lock_vault)
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        self._fill_menu(inside.VAULT_MENU)
        self._vault_menu.setEnabled(True)
        self._print_large(self._large_print.isChecked())
        self.shell.navigation.setFocus()
        self.idle.start()

    def _close_office(self, office: "Office") -> None:
        procedure = _vault_step(office.close, "Locking")
        self.lanes.run(procedure, owner=self, done=lambda _none: self._locked(), failed=self._not_locked)

    def _locked(self) -> None:
        self._locking = False
        self.unlock_page.follow(None)
        self.unlock_page.passphrase.setFocus()
        if self._closing:
            self.close()

    def _not_locked(self, error: StrongroomError) -> None:
        self._locked()
        self.unlock_page.complaint.tell(error)

    def _show_gate(self, page: GatePage) -> None:
        page.complaint.clear()
        self._stack.setCurrentWidget(page)
        if page.form.first is not None:
            QTimer.singleShot(0, page.form.first, page.form.first.setFocus)

    def _menus(self) -> QMenu:
        program = self.menuBar().addMenu("Strongroo&m")
        quit_program = QAction("&Quit", self)
        quit_program.setShortcut(QKeySequence("Ctrl+Q"))
        quit_program.triggered.connect(self.close)
        program.addAction(quit_program)
        vault = self.menuBar().addMenu("Va&ult")
        vault.setEnabled(False)
        return vault

    def _fill_menu(self, offered: Iterable[tuple[str, str, Dialog]]) -> None:
        if not self._vault_menu.isEmpty():
            return
        for label, keys, dialog in offered:
            action = self._vault_menu.addAction(label)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _on, dialog=dialog: self._start(dialog))
        self._vault_menu.addSeparator()
        self._large_print = self._vault_menu.addAction("Papers in large &print")
        self._large_print.setCheckable(True)
        self._large_print.toggled.connect(self._print_large)
        lock = self._vault_menu.addAction("&Lock")
        lock.setShortcut(QKeySequence("Ctrl+L"))
        lock.triggered.connect(self.lock_vault)

    def _print_large(self, large: bool) -> None:  # noqa: FBT001 - what a checked action tells
        if self.desk is not None:
            self.desk.office.large_print = large

    def _start(self, dialog: Dialog) -> None:
        if self.desk is not None:
            dialog(self.desk, parent=self).open()


def _load() -> None:
    from desktop.ui import inside  # noqa: F401, PLC0415 - so that it is there when the vault opens


def _vault_step(work: Callable[[], Result], label: str) -> Procedure[Result]:
    """Do one thing on the lane that owns the ledger's file: the key derivation never freezes the window."""
    result: Result = yield Step("vault", lambda _progress: work(), label)
    return result
