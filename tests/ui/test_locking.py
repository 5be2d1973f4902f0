"""Locking: by hand, when nobody is there, after the computer slept, and when the window is closed."""

import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.custody.errors import CancelledError
from desktop.office import opening
from desktop.office.opening import Bounds
from desktop.office.procedure import Procedure, Progress, Step
from desktop.ui.dialogs.papers import AccessLog
from desktop.ui.dialogs.reviews import OpenReview
from desktop.ui.gate import Founding, Unlocking
from desktop.ui.idle import IDLE_SECONDS, IdleWatch
from desktop.ui.main_window import MainWindow
from desktop.ui.screens.screen import Screen
from desktop.ui.work import Lanes
from tests.ui.hands import BOARD, PASSPHRASE, WAIT, Hands


@pytest.fixture
def window(dressed: QApplication, lanes: Lanes, tmp_path: Path, cheap: Bounds, qtbot: QtBot) -> MainWindow:
    """Return a window on a new vault with one review."""
    assert dressed
    made = MainWindow(lanes, bounds=cheap)
    made.show()
    made.create_vault(
        Founding(tmp_path / "vault", PASSPHRASE, BOARD, "Jo Example", "", tmp_path / "device.key")
    )
    qtbot.waitUntil(lambda: made.shell is not None, timeout=WAIT)
    assert made.desk is not None
    Hands(made.desk, qtbot, tmp_path).open_review()
    return made


def locked(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.lanes.jobs and not window._locking, timeout=WAIT)
    assert window.desk is None
    assert window.unlock_page.isVisible() or not window.isVisible()


def test_locking_empties_every_screen_and_frees_the_vault(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, cheap: Bounds
) -> None:
    assert window.shell is not None
    screens: list[QWidget] = list(window.shell.findChildren(Screen))
    window.shell.go("Reviews")
    window.shell.lock.click()
    locked(window, qtbot)
    qtbot.waitUntil(lambda: not any(map(shiboken6.isValid, screens)), timeout=WAIT)
    assert not [label for label in window.findChildren(QLabel) if "SCR-2026" in label.text()]
    assert window.focusWidget() is window.unlock_page.passphrase
    again = opening.unlock(
        tmp_path / "vault", passphrase=PASSPHRASE, key_file=tmp_path / "device.key", bounds=cheap
    )
    again.close()


def test_locking_closes_an_open_dialog_with_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    assert window.desk is not None
    dialog = OpenReview(window.desk, window)
    dialog.open()
    dialog.reference.setText("SCR-2026-02")
    window.lock_vault()
    locked(window, qtbot)
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog), timeout=WAIT)


def test_the_key_that_locks_works_in_a_dialog_too(window: MainWindow, qtbot: QtBot) -> None:
    assert window.desk is not None
    dialog = OpenReview(window.desk, window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT)
    qtbot.keyClick(dialog.reference, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    locked(window, qtbot)
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog), timeout=WAIT)


def test_locking_closes_a_file_chooser_too(window: MainWindow, qtbot: QtBot) -> None:
    assert window.desk is not None
    dialog = AccessLog(window.desk, parent=window)
    dialog.open()
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, window, window.lock_vault))
    dialog.file._choose.click()  # returns when the chooser is closed
    locked(window, qtbot)
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog), timeout=WAIT)
    assert not window.findChildren(QDialog)


def test_locking_stops_a_job_and_waits_for_its_undo(window: MainWindow, qtbot: QtBot) -> None:
    undone: list[bool] = []
    pause = threading.Event()

    def work(progress: Progress) -> None:
        while True:
            pause.wait(0.001)
            progress(0.5)

    def long() -> Procedure[None]:
        try:
            yield Step("bench", work, "Counting", can_stop=True)
        except CancelledError:
            yield Step("vault", lambda _progress: undone.append(True), "Undoing")
            raise

    job = window.lanes.run(long(), owner=window)
    qtbot.waitUntil(lambda: job.part > 0, timeout=WAIT)
    window.lock_vault()
    locked(window, qtbot)
    assert undone == [True]


def test_closing_the_window_locks_first_and_then_closes(window: MainWindow, qtbot: QtBot) -> None:
    office = window.desk.office if window.desk else None
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT)
    locked(window, qtbot)
    assert office is not None


def test_the_window_closes_while_a_vault_is_being_unlocked(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.lock_vault()
    locked(window, qtbot)
    page = window.unlock_page
    page.folder.set_path(tmp_path / "vault")
    page.key_file.set_path(tmp_path / "device.key")
    page.passphrase.setText(PASSPHRASE)
    page.submit()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT)
    locked(window, qtbot)
    assert window.shell is None


def test_the_vault_locks_by_its_keys(window: MainWindow, qtbot: QtBot) -> None:
    lock = next(action for action in window._vault_menu.actions() if action.text() == "&Lock")
    assert lock.shortcut().toString() == "Ctrl+L"
    lock.trigger()
    locked(window, qtbot)


class Clock:
    """Seconds that pass when a test says so."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def watched(clock: Clock, *, busy: bool = False) -> tuple[IdleWatch, list[bool]]:
    watch = IdleWatch(lambda: busy, clock)
    left: list[bool] = []
    watch.left.connect(lambda: left.append(True))
    return watch, left


def pass_time(watch: IdleWatch, clock: Clock, seconds: int) -> None:
    for _ in range(seconds // 10):
        clock.now += 10
        watch.look()


@pytest.mark.usefixtures("qapp")
def test_nobody_there_for_fifteen_minutes_locks(clock: Clock) -> None:
    watch, left = watched(clock)
    pass_time(watch, clock, IDLE_SECONDS - 10)
    assert left == []
    pass_time(watch, clock, 10)
    assert left == [True]


@pytest.mark.usefixtures("qapp")
def test_a_key_starts_the_fifteen_minutes_anew(clock: Clock) -> None:
    watch, left = watched(clock)
    pass_time(watch, clock, IDLE_SECONDS - 10)
    watch.eventFilter(watch, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier))
    pass_time(watch, clock, IDLE_SECONDS - 10)
    assert left == []


@pytest.mark.usefixtures("qapp")
def test_sleep_locks_even_when_it_was_short(clock: Clock) -> None:
    watch, left = watched(clock)
    clock.now += 120
    watch.look()
    assert left == [True]


@pytest.mark.usefixtures("qapp")
def test_a_clock_put_back_locks(clock: Clock) -> None:
    watch, left = watched(clock)
    clock.now -= 3600
    watch.look()
    assert left == [True]


@pytest.mark.usefixtures("qapp")
def test_a_running_job_keeps_the_vault_open(clock: Clock) -> None:
    watch, left = watched(clock, busy=True)
    pass_time(watch, clock, IDLE_SECONDS * 2)
    assert left == []


def test_a_key_in_the_window_and_in_a_dialog_is_noticed(window: MainWindow, qtbot: QtBot) -> None:
    assert window.desk is not None
    dialog = OpenReview(window.desk, window)
    for top in (window, dialog):
        top.show()
        top.activateWindow()
        qtbot.waitUntil(top.isActiveWindow, timeout=WAIT)
        window.idle._touched = 0.0
        QTest.keyClick(top.windowHandle(), Qt.Key.Key_Shift)
        assert window.idle._touched > 0
    window.lock_vault()
    locked(window, qtbot)


def test_an_idle_watch_locks_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.idle.left.emit()
    locked(window, qtbot)


def test_large_print_is_kept_while_the_vault_is_locked(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert window.desk is not None
    assert not window.desk.office.large_print
    window._large_print.trigger()
    assert window.desk.office.large_print
    window.lock_vault()
    locked(window, qtbot)
    window.unlock_vault(Unlocking(tmp_path / "vault", PASSPHRASE, tmp_path / "device.key"))
    qtbot.waitUntil(lambda: window.desk is not None, timeout=WAIT)
    assert window.desk.office.large_print
