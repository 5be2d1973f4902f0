"""Backups in the window: made, tested with what differs, moved, destroyed; and numbers after a restore."""

from pathlib import Path

import pytest

from desktop.custody import restores
from desktop.ui.dialogs.backup import BackUp, ProveBackup
from desktop.ui.dialogs.media import CertificateAgain, DestroyMedium, MoveMedium
from desktop.ui.dialogs.restores import AccountForNumbers
from tests.ui.hands import Hands


@pytest.fixture
def drive(hands: Hands, tmp_path: Path) -> Path:
    """Return the folder of a backup of a vault with one document."""
    hands.open_review()
    hands.take_in()
    dialog = hands.show(BackUp(hands.desk))
    assert dialog.label.isVisible()
    dialog.label.setText("Blue drive")
    dialog.place.setText("The bank")
    dialog.keeper.setText("The Chair")
    dialog.folder.set_path(tmp_path / "drive")
    assert hands.outcome(dialog) == "The backup is made, and every file of it was read back."
    return tmp_path / "drive"


def test_a_new_medium_is_registered_with_its_first_backup(hands: Hands, drive: Path) -> None:
    medium = hands.desk.register.media["M-0001"]
    assert (medium.label, medium.place, medium.keeper) == ("Blue drive", "The bank", "The Chair")
    assert medium.backed_up == hands.desk.today
    assert (drive / "manifest.json").is_file()


def test_a_known_medium_is_asked_for_its_folder_alone(hands: Hands, drive: Path) -> None:
    dialog = hands.show(BackUp(hands.desk, hands.desk.register.media["M-0001"]))
    assert dialog.medium.value() == "M-0001"
    assert not dialog.label.isVisible()
    dialog.folder.set_path(drive)
    hands.outcome(dialog)
    assert list(hands.desk.register.media) == ["M-0001"]


def test_a_folder_that_holds_something_else_is_refused(hands: Hands, drive: Path, tmp_path: Path) -> None:
    assert drive
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("an invented letter", "utf-8")
    dialog = hands.show(BackUp(hands.desk, hands.desk.register.media["M-0001"]))
    dialog.folder.set_path(tmp_path / "full")
    assert "cannot be made in" in hands.refused(dialog)


def test_a_whole_backup_is_said_to_be_so_with_the_difference(hands: Hands, drive: Path) -> None:
    hands.add_person()
    dialog = hands.show(ProveBackup(hands.desk, hands.desk.register.media["M-0001"]))
    dialog.folder.set_path(drive)
    assert hands.outcome(dialog) == "The backup is whole: it can be restored."
    assert dialog.said is not None
    assert dict(dialog.said.facts)["Difference"] == "3 entries fewer than the vault"


def test_a_damaged_backup_is_told_file_by_file(hands: Hands, drive: Path) -> None:
    (master,) = (drive / "masters").iterdir()
    master.chmod(0o600)
    sealed = master.read_bytes()
    master.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    dialog = hands.show(ProveBackup(hands.desk))
    dialog.folder.set_path(drive)
    assert hands.outcome(dialog) == "1 problem found: do not rely on this backup."
    assert dialog.said is not None
    assert any(master.name in where for where, _what in dialog.said.facts)
    assert hands.desk.register.media["M-0001"].problems == 1


def test_a_medium_that_was_moved_is_kept_elsewhere(hands: Hands, drive: Path) -> None:
    assert drive
    dialog = hands.show(MoveMedium(hands.desk, hands.desk.register.media["M-0001"]))
    dialog.place.setText("Legal Services")
    assert hands.outcome(dialog) == "M-0001 “Blue drive” is now kept at Legal Services."


def test_a_medium_is_destroyed_before_somebody_else_and_certified(hands: Hands, drive: Path) -> None:
    assert drive
    dialog = hands.show(DestroyMedium(hands.desk, hands.desk.register.media["M-0001"]))
    dialog.how.setPlainText("Shredded")
    dialog.witness.setText("Jo Example")
    dialog.folder.set_path(hands.folder / "papers")
    assert "cannot be the witness" in hands.refused(dialog)
    dialog.witness.setText("Wren Witness")
    assert hands.outcome(dialog) == "M-0001 “Blue drive” is destroyed."
    again = hands.show(CertificateAgain(hands.desk, hands.desk.register.media["M-0001"]))
    again.folder.set_path(hands.folder / "papers")
    assert hands.outcome(again).startswith("Certificate saved: M-0001-certificate-2")


def test_a_destroyed_medium_is_not_offered_for_a_backup(hands: Hands, drive: Path) -> None:
    assert drive
    offered = BackUp(hands.desk).medium
    assert [offered.itemData(at) for at in range(offered.count())] == ["", "M-0001", "new"]
    dialog = hands.show(DestroyMedium(hands.desk, hands.desk.register.media["M-0001"]))
    dialog.how.setPlainText("Shredded")
    dialog.witness.setText("Wren Witness")
    dialog.folder.set_path(hands.folder)
    hands.outcome(dialog)
    offered = BackUp(hands.desk).medium
    assert [offered.itemData(at) for at in range(offered.count())] == ["new"]


def test_copy_numbers_after_a_restore_are_accounted_for(hands: Hands, drive: Path) -> None:
    assert drive
    hands.do(
        restores.restore,
        source="M-0001",
        number=3,
        lost=2,
        replayed=0,
        reason="The disk failed",
        witness="Wren Witness",
    )
    document = hands.desk.register.documents["D-0001"]
    assert document.numbers_unsure
    dialog = hands.show(AccountForNumbers(hands.desk, document))
    dialog.last.setValue(2)
    assert hands.outcome(dialog) == "The next copy of D-0001 gets number 3."
    assert [copy.state for copy in hands.desk.register.copies.values()] == ["allotted", "allotted"]
