"""Before the vault is open: creating one, unlocking it, and one plain message for a wrong passphrase."""

from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.office.opening import Bounds
from desktop.ui.gate import Founding, Unlocking, usual_folder
from desktop.ui.main_window import MainWindow
from desktop.ui.work import Lanes
from tests.ui.hands import BOARD, PASSPHRASE, WAIT, closed, finished, opened


@pytest.fixture
def vault(dressed: QApplication, lanes: Lanes, tmp_path: Path, cheap: Bounds, qtbot: QtBot) -> Path:
    """Return a vault that lies there, locked."""
    office = finished(lanes, opened(tmp_path, cheap), dressed, qtbot)
    assert office.vault.folder == tmp_path / "vault"
    finished(lanes, closed(office), dressed, qtbot)
    return tmp_path / "vault"


@pytest.fixture
def window(
    dressed: QApplication, lanes: Lanes, tmp_path: Path, cheap: Bounds, qtbot: QtBot
) -> Iterator[MainWindow]:
    """Return a window that proposes the test's own vault."""
    assert dressed
    made = MainWindow(lanes, tmp_path / "vault", tmp_path / "device.key", bounds=cheap)
    made.show()
    yield made
    made.close()
    qtbot.waitUntil(lambda: not lanes.jobs and made.desk is None, timeout=WAIT)


def test_the_cursor_stands_in_the_passphrase_field(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.focusWidget() is window.unlock_page.passphrase, timeout=WAIT)


def test_the_right_passphrase_and_enter_open_the_vault(window: MainWindow, vault: Path, qtbot: QtBot) -> None:
    qtbot.keyClicks(window.unlock_page.passphrase, PASSPHRASE)
    qtbot.keyClick(window.unlock_page.passphrase, Qt.Key.Key_Return)
    assert not window.unlock_page.verb.isEnabled()
    qtbot.waitUntil(lambda: window.shell is not None, timeout=WAIT)
    assert window.desk is not None
    assert window.desk.office.vault.folder == vault
    assert window.windowTitle() == "Strongroom"


def test_a_wrong_passphrase_gets_one_plain_message_and_the_cursor_back(
    window: MainWindow, vault: Path, qtbot: QtBot
) -> None:
    assert vault.is_dir()
    page = window.unlock_page
    for wrong in ("not the passphrase at all", "x", "\u0301" * 40):
        page.passphrase.setText(wrong)
        page.submit()
        qtbot.waitUntil(page.verb.isEnabled, timeout=WAIT)
        assert page.complaint.message.text() == "That passphrase does not open this vault."
        assert page.passphrase.text() == ""
        assert window.focusWidget() is page.passphrase
    assert window.shell is None


def test_a_second_enter_leaves_the_reason_of_the_first_standing(
    window: MainWindow, vault: Path, qtbot: QtBot
) -> None:
    assert vault.is_dir()
    page = window.unlock_page
    qtbot.keyClicks(page.passphrase, "not the passphrase")
    for _ in range(2):
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(page.verb.isEnabled, timeout=WAIT)
    assert page.complaint.message.text() == "That passphrase does not open this vault."


def test_an_empty_passphrase_is_not_tried(window: MainWindow, vault: Path) -> None:
    assert vault.is_dir()
    window.unlock_page.submit()
    assert window.unlock_page.complaint.message.text() == "Fill in: Passphrase."


def test_a_folder_that_is_no_vault_is_named_with_a_hint(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.unlock_page.folder.set_path(tmp_path / "elsewhere")
    window.unlock_page.passphrase.setText(PASSPHRASE)
    window.unlock_page.submit()
    qtbot.waitUntil(window.unlock_page.verb.isEnabled, timeout=WAIT)
    assert "is not a vault" in window.unlock_page.complaint.message.text()
    assert window.unlock_page.complaint.hint.text()


def filled(window: MainWindow, passphrase: str, again: str) -> None:
    window.unlock_page.other.click()
    page = window.create_page
    assert page.isVisible()
    page.board.setText(BOARD)
    page.operator.setText("Jo Example")
    page.folder.set_path(window.unlock_page.folder.path())
    page.key_file.set_path(window.unlock_page.key_file.path())
    page.passphrase.setText(passphrase)
    page.again.setText(again)
    page.submit()


def test_a_vault_is_created_and_opens_at_once(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    filled(window, PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(lambda: window.shell is not None, timeout=WAIT)
    assert window.desk is not None
    assert window.desk.register.founded.name == BOARD
    assert (tmp_path / "device.key").is_file()
    assert window.create_page.passphrase.text() == window.create_page.again.text() == ""


def test_two_passphrases_that_differ_make_nothing(window: MainWindow, tmp_path: Path) -> None:
    filled(window, PASSPHRASE, PASSPHRASE.upper())
    assert window.create_page.complaint.message.text() == "The two passphrases differ."
    assert not (tmp_path / "vault").exists()


def test_a_short_passphrase_is_refused_and_the_rest_kept(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    filled(window, "short", "short")
    qtbot.waitUntil(window.create_page.verb.isEnabled, timeout=WAIT)
    assert window.create_page.complaint.isVisible()
    assert window.create_page.board.text() == BOARD
    assert not (tmp_path / "vault" / "header.json").exists()


def test_a_vault_is_proposed_where_this_system_keeps_a_persons_data() -> None:
    assert usual_folder() == platformdirs.user_data_path("strongroom", appauthor=False) / "vault"


def test_what_is_handed_over_never_shows_the_passphrase(tmp_path: Path) -> None:
    facts = (Unlocking(tmp_path, PASSPHRASE, None), Founding(tmp_path, PASSPHRASE, "b", "o", "", None))
    assert PASSPHRASE not in repr(facts)
