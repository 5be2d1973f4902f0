"""The vault's own screen, what of it stands under Today, and the check that is made after unlocking."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.custody import restores
from desktop.office import backing_up, keys, recovery
from desktop.store.errors import TailCutError
from desktop.ui.desk import Desk
from desktop.ui.dialogs.backup import BackUp, ProveBackup
from desktop.ui.dialogs.handover import ConfirmHandover
from desktop.ui.dialogs.papers import VerifyVault
from desktop.ui.dialogs.recovery import DrillShares, MakeShares
from desktop.ui.dialogs.restores import AccountForNumbers, RestorePaper
from desktop.ui.screens.cards import Card, TableCard
from desktop.ui.screens.vault import VaultScreen
from desktop.ui.shell import Shell
from tests.office.share_holders import HOLDERS
from tests.ui.hands import WAIT, Hands

ABOUT = {"label": "Blue drive", "place": "The bank", "keeper": "The Chair"}


@pytest.fixture
def shell(desk: Desk, qtbot: QtBot) -> Iterator[Shell]:
    """Return the shell of a new vault, on the screen of the vault."""
    made = Shell(desk)
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    made.go("Vault")
    yield made
    qtbot.waitUntil(lambda: not desk.lanes.jobs, timeout=WAIT)


@pytest.fixture
def screen(shell: Shell) -> VaultScreen:
    found = shell.screens["Vault"]
    assert isinstance(found, VaultScreen)
    return found


def offered(card: Card) -> dict[str, str]:
    """Return each act's name, and why it cannot be done ("" if it can)."""
    return {
        button.accessibleName(): "" if button.isEnabled() else button.toolTip()
        for _offer, button in card.buttons
    }


def cells(card: TableCard, column: int) -> list[str]:
    model = card.model
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def back_up(hands: Hands, folder: str = "drive", **about: str) -> None:
    hands.finish(backing_up.back_up(hands.desk.office, hands.folder / folder, **{**ABOUT, **about}))


def make_shares(hands: Hands) -> None:
    making = recovery.make_shares(
        hands.desk.office, needed=2, holders=HOLDERS, folder=hands.folder / "sheets"
    )
    hands.finish(making)


def later(desk: Desk, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """Let so many days pass."""
    clock = desk.office.clock

    def then() -> datetime:
        return clock() + timedelta(days=days)

    monkeypatch.setattr(desk.office, "clock", then)


def test_a_new_vault_says_what_to_do_first(screen: VaultScreen) -> None:
    assert screen.backups.standing.text() == "To do. No backup has been made."
    assert screen.backups.advice.text().startswith("Plug in a drive")
    assert screen.shares.standing.text().startswith("To do. There are no recovery shares")
    assert "Choose two people or more" in screen.shares.advice.text()
    assert not screen.backups.table.isVisible()
    assert screen.summary.text().endswith("To be seen to: recovery shares, backups.")


def test_what_cannot_be_done_yet_says_why(screen: VaultScreen) -> None:
    assert offered(screen.shares)["Drill the shares"] == "Make recovery shares first."
    assert offered(screen.backups)["Test a backup"] == "There is no backup yet."
    assert offered(screen.keys)["Hand over"] == "Add the next custodian as an operator first."
    assert offered(screen.keys)["Type the sheet's code"] == "No handover awaits signature."
    assert offered(screen.checks)["Verify now"] == ""


def test_a_removed_operator_stays_in_sight_in_words_and_paler(screen: VaultScreen, hands: Hands) -> None:
    office = hands.desk.office
    hands.finish(keys.add_operator(office, name="Sam Placeholder", passphrase="an invented one"))  # noqa: S106 - opens nothing
    removing = keys.remove_operator(
        office, operator="O-0002", reason="Left", new_key_file=hands.folder / "new.key"
    )
    hands.finish(removing)
    assert cells(screen.keys, 1)[0] == "custodian, at the keyboard"
    assert cells(screen.keys, 1)[1].startswith("removed ")
    model = screen.keys.model
    inks = [model.data(model.index(row, 0), Qt.ItemDataRole.ForegroundRole) for row in (0, 1)]
    assert inks[0] is None
    assert inks[1] is not None
    screen.keys.table.choose("O-0002")
    assert offered(screen.keys)["Remove"] == "This operator was removed already."


def test_a_backup_is_told_with_its_head_and_its_state(screen: VaultScreen, hands: Hands) -> None:
    back_up(hands)
    assert screen.backups.standing.text() == "To do. A backup is to be tested."
    assert cells(screen.backups, 1) == ["never tested"]
    hands.finish(backing_up.drill(hands.desk.office, hands.folder / "drive"))
    assert screen.backups.standing.text().startswith("In order. The last backup was made on")
    assert cells(screen.backups, 1) == ["in order"]
    told = screen.backups.details.told()
    assert told["Head of the backup"].startswith("2: ")
    assert "nothing was wrong, 1 entry behind the vault" in told["Tested"]


def test_a_backup_under_former_keys_is_to_be_made_again(screen: VaultScreen, hands: Hands) -> None:
    back_up(hands)
    make_shares(hands)
    assert screen.backups.standing.text() == "To do. A backup opens with former keys."
    assert cells(screen.backups, 1) == ["made under former keys, never tested"]
    back_up(hands)
    assert cells(screen.backups, 1) == ["never tested"]


def test_long_labels_and_names_stand_whole_in_the_details(screen: VaultScreen, hands: Hands) -> None:
    long = "The old grey stick " * 12
    back_up(hands, label=long, place=f"{long} place")
    assert long.strip() in screen.backups.details.told()["Medium"].replace("\u200b", "")
    assert page(screen).minimumSizeHint().width() <= 1366


def test_enter_on_a_medium_backs_up_to_it(screen: VaultScreen, hands: Hands) -> None:
    back_up(hands)
    screen.backups.table.opened.emit()
    (dialog,) = hands.opened(BackUp)
    assert dialog.medium.value() == "M-0001"
    dialog.close()


@pytest.mark.parametrize(
    ("matter", "kind", "card"),
    [
        ("Backup due", BackUp, "Backups"),
        ("Recovery shares to make", MakeShares, "Recovery shares"),
    ],
)
def test_what_the_vault_needs_stands_under_today_with_its_act(
    shell: Shell, hands: Hands, matter: str, kind: type[QDialog], card: str
) -> None:
    hands.open_review()
    shell.go("Today")
    shell.today.reveal(matter)
    shell.today._actions[0][2].click()
    (dialog,) = shell.window().findChildren(kind)
    dialog.close()
    shell.today.table.opened.emit()
    assert shell.navigation.currentItem().text() == "Vault"
    focused = shell.focusWidget()
    assert focused is not None
    cards = [one for one in shell.screens["Vault"].findChildren(Card) if one.isAncestorOf(focused)]
    assert [one.title for one in cards] == [card]


def test_the_rest_of_what_the_vault_needs_is_under_today_too(
    shell: Shell, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.open_review()
    hands.take_in()
    make_shares(hands)
    back_up(hands)
    hands.do(
        restores.restore, source="M-0001", number=3, lost=1, reason="The disk failed", witness="Wren Witness"
    )
    later(hands.desk, monkeypatch, 40)
    kinds = {
        task.matter: type(shell.today._see_to(task)) for task in shell.today.tasks() if task.matter != "Due"
    }
    assert kinds == {
        "Copy numbers in doubt": AccountForNumbers,
        "Check due": VerifyVault,
        "Backup due": BackUp,
        "Recovery drill due": DrillShares,
        "Backup to test": ProveBackup,
    }
    assert ConfirmHandover not in kinds.values()


def test_a_check_that_is_due_is_made_after_unlocking_and_its_outcome_said_on_today(
    shell: Shell, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.open_review()
    hands.take_in()
    shell.check.start()
    assert not hands.desk.lanes.jobs
    later(hands.desk, monkeypatch, 40)
    shell.go("Today")
    shell.check.start()
    assert "They are being checked now" in shell.today._checked.text()
    assert hands.desk.lanes.jobs
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    assert shell.today._checked.text().endswith("nothing is wrong.")
    assert hands.desk.register.checked == hands.desk.today
    assert "Check due" not in [task.matter for task in shell.today.tasks()]


def test_a_mismatch_found_by_that_check_opens_an_incident_and_is_named(
    shell: Shell, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.open_review()
    hands.take_in()
    (master,) = (hands.desk.office.vault.folder / "masters").iterdir()
    damage(master)
    later(hands.desk, monkeypatch, 40)
    shell.check.start()
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    assert "not all is right" in shell.today._checked.text()
    assert "D-0001, version 1" in shell.today._checked.text()
    assert "Open incident" in [task.matter for task in shell.today.tasks()]


def test_that_check_can_be_stopped_and_is_due_still(
    shell: Shell, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.open_review()
    hands.take_in()
    later(hands.desk, monkeypatch, 40)
    shell.check.start()
    hands.desk.lanes.jobs[0].cancel()
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    assert shell.today._checked.text().startswith("The check was stopped")
    assert "Check due" in [task.matter for task in shell.today.tasks()]


def test_a_vault_that_is_not_the_one_it_knew_says_what_is_safe_and_records_nothing(
    hands: Hands, qtbot: QtBot
) -> None:
    office = hands.desk.office
    office.finding = TailCutError(ends=1, place="the keyring of this computer", kept=9)
    office.vault.freeze()
    shell = Shell(hands.desk)
    qtbot.addWidget(shell)
    shell.show()
    shell.go("Vault")
    assert shell.banner.isVisible()
    said = " ".join(label.text() for label in shell.banner.findChildren(QLabel))
    assert "The end of the ledger was cut off" in said
    assert "up to entry 1 can be read" in said
    assert "choose “Restore from a backup…”" in said
    found = shell.screens["Vault"]
    assert isinstance(found, VaultScreen)
    assert "The end of the ledger was cut off" in offered(found.keys)["Add an operator"]
    assert offered(found.checks)["Verify now"] == ""
    shell.check.start()
    assert not hands.desk.lanes.jobs


def test_text_at_twice_the_size_keeps_every_card_in_reach(
    hands: Hands, dressed: QApplication, qtbot: QtBot
) -> None:
    back_up(hands)
    usual = dressed.font()
    large = QFont(usual)
    large.setPointSizeF(usual.pointSizeF() * 2)
    dressed.setFont(large)
    try:
        found = VaultScreen(hands.desk)
        qtbot.addWidget(found)
        found.resize(1100, 700)
        found.show()
        assert page(found).width() <= found.viewport().width()
    finally:
        dressed.setFont(usual)


def page(screen: VaultScreen) -> QWidget:
    found = screen.widget()
    assert found is not None
    return found


def damage(master: Path) -> None:
    master.chmod(0o600)
    data = bytearray(master.read_bytes())
    data[-1] ^= 1
    master.write_bytes(bytes(data))


def test_the_record_of_a_restore_is_made_for_both_to_sign(hands: Hands) -> None:
    back_up(hands)
    hands.do(
        restores.restore, source="M-0001", number=3, lost=1, reason="The disk failed", witness="Wren Witness"
    )
    paper = hands.show(RestorePaper(hands.desk))
    paper.folder.set_path(hands.folder / "papers")
    assert hands.outcome(paper) == "Record saved: restore-record.pdf."
    assert (hands.folder / "papers" / "restore-record.pdf").is_file()
