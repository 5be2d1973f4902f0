"""The main window: the gate while the vault is locked, the shell while it is open.

Rule: locking stops every job, lets it undo what it must, closes the vault on the lane that opened it, and
throws away whatever was shown, with what was copied from it. The title never names a case. Closing the window
locks first. Whoever leaves the session leaves a locked vault behind, and the computer sleeps only then.
"""

import functools
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QStackedWidget

from desktop.custody.errors import StrongroomError
from desktop.office.procedure import Procedure, Progress, Step, alone
from desktop.ui import collector
from desktop.ui.clipboard import Copied
from desktop.ui.gate import CreatePage, Founding, GatePage, Unlocking, UnlockPage
from desktop.ui.idle import IdleWatch
from desktop.ui.work import Lanes

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.office.office import Clock, Office
    from desktop.office.opening import Bounds
    from desktop.ui.desk import Desk
    from desktop.ui.gate_pages import Recovering, RecoverPage, RestorePage, Restoring
    from desktop.ui.inside import Facts, Opened
    from desktop.ui.session_watch import SessionWatch
    from desktop.ui.shell import Shell

Result = TypeVar("Result")
Dialog = Callable[..., QDialog]

_SIZE = (200, 54)
"""Average characters across, lines down."""

_RARE_PAGES = ("create_page", "restore_page", "recover_page")
"""Those of the gate that few ever see, by the name under which each is kept once it was made."""

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
        self._left = False
        self._warm = False
        self.copied = Copied(self)
        self._offered: list[tuple[QAction, Dialog]] = []
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
        self.unlock_page.restoring.connect(lambda: self._show_gate(self.restore_page))
        self.unlock_page.recovering.connect(lambda: self._show_gate(self.recover_page))
        self.idle.left.connect(self.lock_vault)
        self._show_gate(self.unlock_page)

    @functools.cached_property
    def create_page(self) -> CreatePage:
        """The page that makes a vault; few ever see it, so the prompt does not wait for it."""
        page = CreatePage()
        page.asked.connect(self.create_vault)
        self._add_page(page)
        return page

    @functools.cached_property
    def restore_page(self) -> "RestorePage":
        """The page that makes a vault of a backup."""
        from desktop.ui.gate_pages import RestorePage  # noqa: PLC0415 - the prompt does not wait for it

        page = RestorePage()
        page.target.set_path(self.unlock_page.folder.path())
        page.key_file.set_path(self.unlock_page.key_file.path())
        page.asked.connect(self.restore_vault)
        self._add_page(page)
        return page

    @functools.cached_property
    def recover_page(self) -> "RecoverPage":
        """The page that opens a vault with recovery shares."""
        from desktop.ui.gate_pages import RecoverPage  # noqa: PLC0415 - the prompt does not wait for it

        page = RecoverPage()
        page.folder.set_path(self.unlock_page.folder.path())
        page.asked.connect(self.recover_vault)
        self._add_page(page)
        return page

    def _add_page(self, page: GatePage) -> None:
        page.turned.connect(lambda: self._turn_back(page))
        self._stack.addWidget(page)

    def _turn_back(self, page: GatePage) -> None:
        page.forget()
        self._show_gate(self.unlock_page)

    def _rare_pages(self) -> list[GatePage]:
        """Return the pages beside the prompt that were made."""
        made = (self.__dict__.get(name) for name in _RARE_PAGES)
        return [page for page in made if page is not None]

    @functools.cached_property
    def session(self) -> "SessionWatch":
        """What the system says of the session; the prompt does not wait for it."""
        from desktop.ui.session_watch import SessionWatch  # noqa: PLC0415 - not before the prompt stands

        watch = SessionWatch(self)
        watch.left.connect(self.leave)
        return watch

    def leave(self) -> None:
        """Lock, because whoever sat here is leaving; a vault that is just being opened is locked at once."""
        self._left = True
        for page in (self.unlock_page, *self._rare_pages()):
            page.forget()
        self.lock_vault()

    def unlock_vault(self, facts: Unlocking) -> None:
        """Open a vault with what was typed."""
        self._open(self.unlock_page, facts, "Unlocking the vault")

    def create_vault(self, facts: Founding) -> None:
        """Make a vault and open it."""
        self.unlock_page.folder.set_path(facts.folder)
        self.unlock_page.key_file.set_path(facts.key_file)
        self._open(self.create_page, facts, "Making the vault")

    def restore_vault(self, facts: "Restoring") -> None:
        """Make a vault of a backup, and open it."""
        self.unlock_page.folder.set_path(facts.target)
        self.unlock_page.key_file.set_path(facts.key_file)
        self._open(self.restore_page, facts, "Restoring the vault", can_stop=True)

    def recover_vault(self, facts: "Recovering") -> None:
        """Open a vault with recovery shares."""
        self.unlock_page.folder.set_path(facts.folder)
        self.unlock_page.key_file.set_path(facts.key_file)
        page = self.recover_page
        if facts.source is None:
            self._open(page, facts, "Recovering the vault")
            return
        from desktop.ui import inside  # noqa: PLC0415 - loaded by now

        self._open_by(
            page, inside.restored_and_recovered(facts, self._bounds, self._clock, page.forget_the_backup)
        )

    def lock_vault(self) -> None:
        """Close the vault and show the gate; whatever is open on the screen goes at once."""
        if self.desk is None or self._locking:
            return
        self._locking = True
        self.idle.stop()
        self.lanes.cancel_all()
        self._put_away()
        office, shell, desk = self.desk.office, self.shell, self.desk
        if desk.key_file is not None:
            self.unlock_page.key_file.set_path(desk.key_file)
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

    def _put_away(self) -> None:
        """Take whatever shows something of the vault off the screen, and out of the clipboard."""
        for top in QApplication.topLevelWidgets():
            if not isinstance(top, QMainWindow):
                top.hide()  # dialogs, menus, lists that are let down, the words at the pointer
        for dialog in self.findChildren(QDialog):
            dialog.deleteLater()
        self.copied.clear()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Close once every job has ended and the vault is locked."""
        if self.desk is None and not self.lanes.jobs and not self._locking:
            self.copied.clear()
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
            QTimer.singleShot(_SOON, self, self._get_ready)

    def _get_ready(self) -> None:
        self.lanes.run(_vault_step(_load, "Starting"), owner=self)
        _ = self.session  # it listens from here on

    def _open(self, page: GatePage, facts: "Facts", label: str, *, can_stop: bool = False) -> None:
        def work(progress: Progress) -> "Opened":
            from desktop.ui import inside  # noqa: PLC0415 - the prompt does not wait for it

            return inside.opened(facts, self._bounds, self._clock, progress)

        self._open_by(page, alone(Step("vault", work, label, can_stop)))

    def _open_by(self, page: GatePage, procedure: "Procedure[Opened]") -> None:
        self._left = False
        job = self.lanes.run(
            procedure, owner=self, done=self._opened, failed=page.refuse, progress=page.follow
        )
        page.follow(job)

    def _opened(self, opened: "Opened") -> None:
        from desktop.ui import inside  # noqa: PLC0415 - loaded by now

        page = self._stack.currentWidget()
        if isinstance(page, GatePage):
            page.follow(None)
            page.complaint.clear()
        self._forget_what_was_typed()
        if opened.office.printers is None:  # no CUPS here: the toolkit prints
            from desktop.ui.system_printing import SystemPrinting  # noqa: PLC0415 - where it is needed

            opened.office.printers = SystemPrinting(opened.office)
        self.desk = inside.Desk(opened.office, self.lanes, self)
        self.desk.lock_asked.connect(self.lock_vault)
        if self._closing or self._left:
            self.lock_vault()
            return
        self.session.hold()
        self.shell = inside.Shell(self.desk)
        self.shell.lock_asked.connect(self.lock_vault)
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        self._fill_menu(inside.VAULT_MENU)
        self._disable_acts(inside.READING)
        self._vault_menu.setEnabled(True)
        self._print_large(self._large_print.isChecked())
        collector.settle()
        self.shell.navigation.setFocus()
        self.idle.start()
        self.shell.check.start()
        if opened.told is not None:
            inside.Announcement(self.desk, opened.told, self).open()

    def _forget_what_was_typed(self) -> None:
        """Leave nothing of the vault on the pages of the gate: the Board and its operator are named there."""
        self.unlock_page.reading.setChecked(False)
        for page in self._rare_pages():
            self._stack.removeWidget(page)
            page.deleteLater()
        for name in _RARE_PAGES:
            self.__dict__.pop(name, None)

    def _close_office(self, office: "Office") -> None:
        closing = _closed(office)
        self.lanes.run(closing, owner=self, done=lambda _none: self._locked(), failed=self._not_locked)

    def _locked(self) -> None:
        self._locking = False
        self.session.release()
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
        vault.setToolTipsVisible(True)  # they say why something is disabled
        vault.setEnabled(False)
        return vault

    def _fill_menu(self, offered: Iterable[tuple[str, str, Dialog]]) -> None:
        if not self._vault_menu.isEmpty():
            return
        for label, keys, dialog in offered:
            action = self._vault_menu.addAction(label)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _on, dialog=dialog: self._start(dialog))
            self._offered.append((action, dialog))
        self._vault_menu.addSeparator()
        self._large_print = self._vault_menu.addAction("Papers in large &print")
        self._large_print.setCheckable(True)
        self._large_print.toggled.connect(self._print_large)
        lock = self._vault_menu.addAction("&Lock")
        lock.setShortcut(QKeySequence("Ctrl+L"))
        lock.triggered.connect(self.lock_vault)

    def _disable_acts(self, reading: Collection[Dialog]) -> None:
        """Let only those dialogs open that need nothing to be recorded, where nothing can be."""
        closed = self.desk.closed if self.desk is not None else ""
        for action, dialog in self._offered:
            why = "" if dialog in reading else closed
            action.setEnabled(not why)
            action.setToolTip(why)

    def _print_large(self, large: bool) -> None:  # noqa: FBT001 - what a checked action tells
        if self.desk is not None:
            self.desk.office.large_print = large

    def _start(self, dialog: Dialog) -> None:
        if self.desk is not None:
            dialog(self.desk, parent=self).open()


def _load() -> None:
    from desktop.ui import inside  # noqa: F401, PLC0415 - so that it is there when the vault opens


def _closed(office: "Office") -> Procedure[None]:
    """Close the office on the lane that opened it; then each lane forgets what it had in memory."""
    yield Step("vault", lambda _progress: office.close(), "Locking")
    collector.clear()  # dialogs, which held keys of documents
    yield Step("bench", lambda _progress: office.forget(), "Locking")
    yield Step("vault", lambda _progress: office.forget(), "Locking")


def _vault_step(work: Callable[[], Result], label: str) -> Procedure[Result]:
    """Do one thing on the lane that owns the ledger's file: the key derivation never freezes the window."""
    result: Result = yield Step("vault", lambda _progress: work(), label)
    return result
