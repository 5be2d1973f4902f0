"""Where a vault cannot be unlocked as usual: restored from a backup, or recovered with shares."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.office import backing_up, recovery
from desktop.office.opening import Bounds
from desktop.ui.dialogs.recovery import DrillShares, RevokeShares
from desktop.ui.dialogs.restores import Announcement
from desktop.ui.gate import Founding, Unlocking
from desktop.ui.gate_pages import Recovering, Restoring
from desktop.ui.main_window import MainWindow
from desktop.ui.work import Lanes
from tests.office.share_holders import HOLDERS, words_on
from tests.ui.hands import BOARD, PASSPHRASE, WAIT, Hands

NEW = "an invented new passphrase"


@pytest.fixture
def window(
    dressed: QApplication, lanes: Lanes, tmp_path: Path, cheap: Bounds, qtbot: QtBot
) -> Iterator[MainWindow]:
    """Return a window on a locked vault with one document, its backup, and sheets of two shares of three."""
    assert dressed
    made = MainWindow(lanes, tmp_path / "vault", tmp_path / "device.key", bounds=cheap)
    made.show()
    made.create_vault(
        Founding(tmp_path / "vault", PASSPHRASE, BOARD, "Jo Example", "", tmp_path / "device.key")
    )
    hands = at_work(made, qtbot, tmp_path)
    hands.open_review()
    hands.take_in()
    office = hands.desk.office
    hands.finish(recovery.make_shares(office, needed=2, holders=HOLDERS, folder=tmp_path / "sheets"))
    about = {"label": "Blue drive", "place": "The bank", "keeper": "The Chair"}
    hands.finish(backing_up.back_up(office, tmp_path / "drive", **about))
    hands.add_person()
    locked(made, qtbot)
    yield made
    made.close()
    qtbot.waitUntil(lambda: not lanes.jobs and made.desk is None, timeout=WAIT)


def at_work(window: MainWindow, qtbot: QtBot, folder: Path) -> Hands:
    """Wait until the vault is open."""
    qtbot.waitUntil(lambda: window.shell is not None, timeout=WAIT)
    assert window.desk is not None
    return Hands(window.desk, qtbot, folder)


def locked(window: MainWindow, qtbot: QtBot) -> None:
    window.lock_vault()
    qtbot.waitUntil(lambda: not window.lanes.jobs and not window._locking, timeout=WAIT)


def announced(window: MainWindow) -> Announcement:
    (dialog,) = window.findChildren(Announcement)
    assert dialog.isVisible()
    return dialog


def restoring(window: MainWindow, folder: Path) -> None:
    """Fill in what every restore needs."""
    window.unlock_page.restoring.emit()
    page = window.restore_page
    assert page.isVisible()
    assert page.target.path() == folder / "vault"
    page.source.set_path(folder / "drive")
    page.passphrase.setText(PASSPHRASE)


def shares(folder: Path) -> list[str]:
    return [words_on(sheet) for sheet in sorted((folder / "sheets").glob("*.pdf"))]


def recovering(window: MainWindow, folder: Path, vault: Path) -> None:
    """Fill in what every recovery needs, the shares as a scanner types them."""
    window.unlock_page.recovering.emit()
    page = window.recover_page
    page.folder.set_path(vault)
    for words in shares(folder)[1:]:
        page.shares.line.setText(words)
        QApplication.sendEvent(page.shares.line, key_press())
    assert page.shares.enough
    page.passphrase.line.setText(NEW)
    page.passphrase.again.setText(NEW)
    page.key_file.set_path(folder / "new.key")


def key_press() -> QKeyEvent:
    return QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)


def test_a_restore_beside_the_vault_loses_nothing_and_says_what_is_next(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    restoring(window, tmp_path)
    window.restore_page.submit()
    assert window.restore_page.passphrase.text() == ""
    hands = at_work(window, qtbot, tmp_path)
    assert "P-0001" in hands.desk.register.people
    told = announced(window).said
    assert told is not None
    assert told.title == "The vault is restored, and open."
    facts = dict(told.facts)
    assert facts["Entries lost"] == "none"
    assert Path(facts["Put aside"]).is_dir()
    assert "make a new backup" in told.next


def test_a_restore_that_would_lose_entries_asks_for_a_witness_and_a_reason(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "vault")
    restoring(window, tmp_path)
    page = window.restore_page
    assert not page.loss.witness.isVisible()
    page.submit()
    qtbot.waitUntil(page.verb.isEnabled, timeout=WAIT)
    assert "entries lost after it" in page.complaint.message.text()
    assert page.loss.witness.isVisible()
    assert page.loss.reason.isVisible()
    page.passphrase.setText(PASSPHRASE)
    page.loss.witness.setText("Wren Witness")
    page.loss.reason.setPlainText("The disk failed")
    page.submit()
    hands = at_work(window, qtbot, tmp_path)
    assert hands.desk.register.documents["D-0001"].numbers_unsure
    assert not hands.desk.register.people
    told = announced(window).said
    assert told is not None
    assert dict(told.facts)["Copy numbers in doubt"] == "D-0001"
    assert "which copy number of each document" in told.next


def test_a_wrong_passphrase_restores_nothing_and_the_rest_stays_typed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    restoring(window, tmp_path)
    page = window.restore_page
    page.passphrase.setText("not the passphrase")
    page.submit()
    qtbot.waitUntil(page.verb.isEnabled, timeout=WAIT)
    assert page.complaint.message.text() == "That passphrase does not open this vault."
    assert page.source.path() == tmp_path / "drive"
    assert [path.name for path in tmp_path.iterdir() if "vault" in path.name] == ["vault"]


def test_going_back_forgets_the_secrets_of_the_page(window: MainWindow, tmp_path: Path) -> None:
    restoring(window, tmp_path)
    window.restore_page.other.click()
    assert window.unlock_page.isVisible()
    assert window.restore_page.passphrase.text() == ""
    recovering(window, tmp_path, tmp_path / "vault")
    window.recover_page.shares.line.setText("typed half way")
    window.leave()
    page = window.recover_page
    assert (page.shares.texts(), page.shares.line.text()) == ([], "")
    assert page.passphrase.line.text() == page.passphrase.again.text() == ""


def test_two_shares_open_the_vault_for_an_operator_who_gets_a_new_passphrase(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "device.key").unlink()
    recovering(window, tmp_path, tmp_path / "vault")
    window.recover_page.submit()
    hands = at_work(window, qtbot, tmp_path)
    assert "P-0001" in hands.desk.register.people
    told = announced(window).said
    assert told is not None
    assert told.title == "The vault is recovered, and open."
    assert "Make new recovery shares" in told.next
    assert window.shell is not None
    assert "Recovery shares to make" in [task.matter for task in window.shell.today.tasks()]
    locked(window, qtbot)
    assert window.unlock_page.key_file.path() == tmp_path / "new.key"
    window.unlock_vault(Unlocking(tmp_path / "vault", NEW, tmp_path / "new.key"))
    at_work(window, qtbot, tmp_path)


def test_where_only_a_backup_is_left_it_is_restored_and_recovered_in_one_go(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "vault")
    (tmp_path / "device.key").unlink()
    recovering(window, tmp_path, tmp_path / "vault")
    page = window.recover_page
    assert not page.loss.slip.isVisible()
    page.source.set_path(tmp_path / "drive")
    assert page.loss.slip.isVisible()
    page.who.choose("new")
    page.submit()
    assert page.complaint.message.text() == "Fill in: Name in full."
    page.name.setText("Nia Newcomer")
    page.submit()
    qtbot.waitUntil(page.verb.isEnabled, timeout=WAIT)
    assert "nobody knows what came after it" in page.complaint.message.text()
    page.loss.witness.setText("Wren Witness")
    page.loss.reason.setPlainText("The computer burnt")
    page.passphrase.line.setText(NEW)
    page.passphrase.again.setText(NEW)
    page.submit()
    hands = at_work(window, qtbot, tmp_path)
    assert hands.desk.register.custodian.name == "Nia Newcomer"
    assert hands.desk.office.finding is None
    told = announced(window).said
    assert told is not None
    assert dict(told.facts)["Entries lost"] == "nobody knows how many"
    assert "Make new recovery shares" in told.next


def test_a_backup_is_not_restored_a_second_time_when_what_follows_is_refused(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    shutil.rmtree(tmp_path / "vault")
    recovering(window, tmp_path, tmp_path / "vault")
    page = window.recover_page
    page.source.set_path(tmp_path / "drive")
    page.loss.witness.setText("Wren Witness")
    page.loss.reason.setPlainText("The computer burnt")
    page.key_file.set_path(tmp_path / "device.key")
    page.submit()
    qtbot.waitUntil(page.verb.isEnabled, timeout=WAIT)
    assert "exists already" in page.complaint.message.text()
    assert page.source.path() is None
    page.key_file.set_path(tmp_path / "new.key")
    page.passphrase.line.setText(NEW)
    page.passphrase.again.setText(NEW)
    page.submit()
    at_work(window, qtbot, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("vault")] == ["vault"]


def test_a_refused_recovery_keeps_the_shares_and_forgets_the_passphrase(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    recovering(window, tmp_path, tmp_path / "vault")
    page = window.recover_page
    page.passphrase.line.setText("short")
    page.passphrase.again.setText("short")
    page.submit()
    qtbot.waitUntil(page.verb.isEnabled, timeout=WAIT)
    assert page.complaint.isVisible()
    assert page.shares.enough
    assert page.passphrase.line.text() == ""
    page.passphrase.line.setText(NEW)
    page.passphrase.again.setText(NEW.upper())
    page.submit()
    assert page.complaint.message.text() == "The two passphrases differ."


def test_too_few_shares_are_not_tried(window: MainWindow, tmp_path: Path) -> None:
    window.unlock_page.recovering.emit()
    page = window.recover_page
    page.shares.line.setText(shares(tmp_path)[0])
    page.submit()
    assert page.complaint.message.text() == "More shares are needed."
    assert not window.lanes.jobs


def test_what_is_handed_over_shows_no_secret(tmp_path: Path) -> None:
    facts = (
        Restoring(tmp_path, tmp_path, PASSPHRASE, None, None, "", "", ""),
        Recovering(tmp_path, ("academic acid",), PASSPHRASE, "", "", None),
    )
    assert PASSPHRASE not in repr(facts)
    assert "academic" not in repr(facts)


def test_a_new_key_file_is_the_one_proposed_after_locking(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.unlock_vault(Unlocking(tmp_path / "vault", PASSPHRASE, tmp_path / "device.key"))
    hands = at_work(window, qtbot, tmp_path)
    dialog = hands.show(RevokeShares(hands.desk))
    dialog.reason.setPlainText("A sheet was lost")
    dialog.key_file.field.set_path(tmp_path / "new.key")
    hands.outcome(dialog)
    hands.put_away()
    locked(window, qtbot)
    assert window.unlock_page.key_file.path() == tmp_path / "new.key"


def test_locking_forgets_the_words_of_shares_that_were_being_typed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.unlock_vault(Unlocking(tmp_path / "vault", PASSPHRASE, tmp_path / "device.key"))
    hands = at_work(window, qtbot, tmp_path)
    dialog = DrillShares(hands.desk, window)
    dialog.open()
    dialog.shares.line.setText(shares(tmp_path)[0])
    dialog.shares.take()
    dialog.shares.line.setText("typed half way")
    left: list[str] = []
    dialog.finished.connect(lambda _result: left.append("closed by hand"))
    window._put_away()
    assert (dialog.shares.texts(), dialog.shares.line.text(), left) == ([], "", [])
    locked(window, qtbot)
    assert not window.findChildren(DrillShares)
