"""The main window: the gate while the vault is locked, the shell while it is open.

Rule: locking stops every job, lets it undo what it must, closes the vault on the lane that opened it, and
throws away whatever was shown. The title never names a case. Closing the window locks first.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QMainWindow, QMenu, QStackedWidget

from desktop.custody.errors import StrongroomError
from desktop.office import opening
from desktop.office.office import Clock, Office
from desktop.office.opening import STANDARD_BOUNDS, Bounds
from desktop.office.procedure import Procedure, Step
from desktop.ui.desk import Desk
from desktop.ui.dialogs.papers import AccessLog, CheckSlip, ExportLedger, VerifyVault
from desktop.ui.gate import CreatePage, Founding, GatePage, Unlocking, UnlockPage
from desktop.ui.idle import IdleWatch
from desktop.ui.shell import Shell
from desktop.ui.work import Lanes

Result = TypeVar("Result")

_SIZE = (150, 46)
"""Average characters across, lines down."""


class MainWindow(QMainWindow):
    """The window of the program; it holds at most one open vault."""

    def __init__(
        self,
        lanes: Lanes,
        vault: Path | None = None,
        key_file: Path | None = None,
        bounds: Bounds = STANDARD_BOUNDS,
        clock: Clock = opening.now,
    ) -> None:
        """Show the gate. `bounds` and `clock` are the program's own; only tests give others."""
        super().__init__()
        self.lanes = lanes
        self._bounds = bounds
        self._clock = clock
        self.desk: Desk | None = None
        self.shell: Shell | None = None
        self._closing = False
        self._locking = False
        self.unlock_page = UnlockPage(vault, key_file)
        self.create_page = CreatePage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.unlock_page)
        self._stack.addWidget(self.create_page)
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
        self.create_page.asked.connect(self.create_vault)
        self.create_page.turned.connect(lambda: self._show_gate(self.unlock_page))
        self.idle.left.connect(self.lock_vault)
        self._show_gate(self.unlock_page)

    def unlock_vault(self, facts: Unlocking) -> None:
        """Open a vault with what was typed."""

        def work() -> Office:
            return opening.unlock(
                facts.folder,
                passphrase=facts.passphrase,
                key_file=facts.key_file,
                bounds=self._bounds,
                clock=self._clock,
            )

        self._open(self.unlock_page, _vault_step(work, "Unlocking the vault"))

    def create_vault(self, facts: Founding) -> None:
        """Make a vault and open it."""

        def work() -> Office:
            return opening.create(
                facts.folder,
                passphrase=facts.passphrase,
                board_name=facts.board,
                operator=facts.operator,
                returns=facts.returns,
                key_file=facts.key_file,
                bounds=self._bounds,
                clock=self._clock,
            )

        self.unlock_page.folder.set_path(facts.folder)
        self.unlock_page.key_file.set_path(facts.key_file)
        self._open(self.create_page, _vault_step(work, "Making the vault"))

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

    def _open(self, page: GatePage, procedure: Procedure[Office]) -> None:
        job = self.lanes.run(
            procedure, owner=self, done=self._opened, failed=page.refuse, progress=page.follow
        )
        page.follow(job)

    def _opened(self, office: Office) -> None:
        for page in (self.unlock_page, self.create_page):
            page.follow(None)
            page.complaint.clear()
        self.desk = Desk(office, self.lanes, self)
        if self._closing:
            self.lock_vault()
            return
        self.shell = Shell(self.desk)
        self.shell.lock_asked.connect(self.lock_vault)
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        self._vault_menu.setEnabled(True)
        self.shell.navigation.setFocus()
        self.idle.start()

    def _close_office(self, office: Office) -> None:
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
        program = self.menuBar().addMenu("&Strongroom")
        quit_program = QAction("&Quit", self)
        quit_program.setShortcut(QKeySequence("Ctrl+Q"))
        quit_program.triggered.connect(self.close)
        program.addAction(quit_program)
        vault = self.menuBar().addMenu("&Vault")
        for label, keys, dialog in (
            ("&Access log…", "", AccessLog),
            ("&Verify…", "", VerifyVault),
            ("&Check a slip…", "Ctrl+K", CheckSlip),
            ("&Export the ledger…", "", ExportLedger),
        ):
            action = vault.addAction(label)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _on, dialog=dialog: self._start(dialog))
        vault.addSeparator()
        lock = vault.addAction("&Lock")
        lock.setShortcut(QKeySequence("Ctrl+L"))
        lock.triggered.connect(self.lock_vault)
        vault.setEnabled(False)
        return vault

    def _start(self, dialog: type[AccessLog | VerifyVault | CheckSlip | ExportLedger]) -> None:
        if self.desk is not None:
            dialog(self.desk, parent=self).open()


def _vault_step(work: Callable[[], Result], label: str) -> Procedure[Result]:
    """Do one thing on the lane that owns the ledger's file: the key derivation never freezes the window."""
    result: Result = yield Step("vault", lambda _progress: work(), label)
    return result
