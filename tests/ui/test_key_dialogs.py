"""Who can open the vault: an operator added and removed, a passphrase changed, and nothing left typed."""

from pathlib import Path

import pytest

from desktop.office import opening
from desktop.office.opening import Bounds
from desktop.store.errors import WrongPassphraseError
from desktop.ui.dialogs.keys import AddOperator, ChangePassphrase, RemoveOperator
from desktop.ui.secret import key_file_needed
from tests.ui.hands import PASSPHRASE, Hands

OTHER = "another invented passphrase"


def add(hands: Hands, name: str = "Sam Placeholder") -> AddOperator:
    dialog = hands.show(AddOperator(hands.desk))
    dialog.name.setText(name)
    dialog.passphrase.line.setText(OTHER)
    dialog.passphrase.again.setText(OTHER)
    return dialog


def opens(folder: Path, passphrase: str, cheap: Bounds, key: str = "device.key") -> str:
    office = opening.unlock(
        folder / "vault", passphrase=passphrase, key_file=folder / key, bounds=cheap, read_only=True
    )
    office.close()
    return office.vault.operator


def test_a_deputy_added_here_opens_the_vault(hands: Hands, tmp_path: Path, cheap: Bounds) -> None:
    dialog = add(hands)
    assert hands.outcome(dialog) == "Sam Placeholder is now operator O-0002."
    assert dialog.passphrase.line.text() == dialog.passphrase.again.text() == ""
    assert opens(tmp_path, OTHER, cheap) == "O-0002"


def test_two_passphrases_that_differ_add_nobody(hands: Hands) -> None:
    dialog = add(hands)
    dialog.passphrase.again.setText(OTHER.upper())
    assert hands.refused(dialog) == "The two passphrases differ."
    assert dialog.passphrase.line.text() == ""
    assert list(hands.desk.register.operators) == ["O-0001"]


def test_closing_a_dialog_forgets_the_passphrases_typed_there(hands: Hands) -> None:
    dialog = add(hands)
    dialog.hide()
    assert (dialog.passphrase.line.text(), dialog.passphrase.again.text()) == ("", "")
    assert not dialog.passphrase.line.isUndoAvailable()


def test_the_passphrase_is_changed_by_who_knows_the_present_one(
    hands: Hands, tmp_path: Path, cheap: Bounds
) -> None:
    dialog = hands.show(ChangePassphrase(hands.desk))
    for typed, expected in (("not the present one", "That passphrase does not open"), (PASSPHRASE, "")):
        dialog.present.setText(typed)
        dialog.passphrase.line.setText(OTHER)
        dialog.passphrase.again.setText(OTHER)
        if expected:
            assert hands.refused(dialog).startswith(expected)
            assert dialog.present.text() == ""
        else:
            assert hands.outcome(dialog) == "Your passphrase is changed."
    assert opens(tmp_path, OTHER, cheap) == "O-0001"
    with pytest.raises(WrongPassphraseError):
        opens(tmp_path, PASSPHRASE, cheap)


def test_an_operator_is_removed_with_a_new_key_file_and_a_reason(
    hands: Hands, tmp_path: Path, cheap: Bounds
) -> None:
    hands.outcome(add(hands))
    assert key_file_needed(hands.desk)
    dialog = hands.show(RemoveOperator(hands.desk, hands.desk.register.operators["O-0002"]))
    assert hands.refused(dialog) == "Fill in: Reason."
    dialog.reason.setPlainText("Left the Board")
    assert hands.refused(dialog) == "Fill in: New key file."
    dialog.key_file.field.set_path(tmp_path / "new.key")
    assert hands.outcome(dialog) == "Sam Placeholder is no operator any more."
    assert hands.desk.register.operators["O-0002"].removed == hands.desk.today
    with pytest.raises(WrongPassphraseError):
        opens(tmp_path, OTHER, cheap, "new.key")
    assert opens(tmp_path, PASSPHRASE, cheap, "new.key") == "O-0001"


def test_the_last_operator_stays(hands: Hands, tmp_path: Path) -> None:
    dialog = hands.show(RemoveOperator(hands.desk, hands.desk.register.operators["O-0001"]))
    dialog.reason.setPlainText("Tired")
    dialog.key_file.field.set_path(tmp_path / "new.key")
    assert "cannot be removed" in hands.refused(dialog)
    assert not (tmp_path / "new.key").exists()
