"""Recovery shares in the window: made, drilled share by share, revoked; and no word stays in a field."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop.ui.dialogs.recovery import DrillShares, MakeShares, RevokeShares
from tests.office.share_holders import HOLDERS, words_on
from tests.ui.hands import Hands


def make(hands: Hands, key_file: Path | None = None) -> list[str]:
    """Make a set of three shares, two of which are needed; return what stands on the sheets."""
    dialog = hands.show(MakeShares(hands.desk))
    dialog.holders.setPlainText("\n".join(HOLDERS))
    dialog.folder.set_path(hands.folder / "sheets")
    dialog.key_file.field.set_path(key_file)
    title = hands.outcome(dialog)
    number = max(hands.desk.register.recoveries)
    assert title == f"Set {number} is made: any 2 of 3 shares open the vault."
    assert dialog.said is not None
    assert dialog.said.folder is None, "a file browser would keep pictures of the words"
    sheets = sorted((hands.folder / "sheets").glob(f"recovery-set-{number}-share-*.pdf"))
    return [words_on(sheet) for sheet in sheets]


@pytest.fixture
def shares(hands: Hands) -> list[str]:
    """Return the words of a set of shares that was just made."""
    return make(hands)


def test_the_sheets_of_a_set_are_said_to_be_secret_before_they_are_made(hands: Hands) -> None:
    dialog = hands.show(MakeShares(hands.desk))
    assert "The sheets are secret" in dialog.folder.line.accessibleDescription()
    assert dialog.folder.path() is None
    assert not dialog.key_file.field.isVisible()


def test_what_the_numbers_mean_is_said_as_they_are_chosen(hands: Hands) -> None:
    dialog = hands.show(MakeShares(hands.desk))
    assert dialog._meaning.text() == "0 holders so far; with 2 needed, name at least 3."
    dialog.holders.setPlainText("\n".join([*HOLDERS, "", "  "]))
    assert dialog._meaning.text() == "Any 2 of the 3 sheets open the vault; 1 sheet may be lost."
    dialog.needed.setValue(3)
    assert dialog._meaning.text() == "Any 3 of the 3 sheets open the vault; no sheet may be lost."


def test_a_holder_named_twice_is_refused_and_the_names_stay(hands: Hands) -> None:
    dialog = hands.show(MakeShares(hands.desk))
    dialog.holders.setPlainText("Robin Invented\nrobin  invented")
    dialog.folder.set_path(hands.folder)
    assert "named twice" in hands.refused(dialog)
    assert dialog.names() == ["Robin Invented", "robin  invented"]


def test_a_drill_proves_the_shares_and_enters_which_took_part(hands: Hands, shares: list[str]) -> None:
    dialog = hands.show(DrillShares(hands.desk))
    dialog.folder.set_path(hands.folder / "papers")
    for words in shares[1:]:
        hands.qtbot.keyClicks(dialog.shares.line, words)
        hands.qtbot.keyClick(dialog.shares.line, Qt.Key.Key_Return)
    assert dialog.shares.said.text() == "Taken: shares 2, 3. These are enough."
    assert dialog.isVisible()
    assert hands.outcome(dialog) == "The shares open the vault."
    assert dialog.shares.texts() == []
    present = hands.desk.register.recovery
    assert present is not None
    assert present.drilled == hands.desk.today
    assert list((hands.folder / "papers").glob("*.pdf"))


def test_enter_in_the_field_takes_the_share_and_does_not_press_the_verb(
    hands: Hands, shares: list[str]
) -> None:
    dialog = hands.show(DrillShares(hands.desk))
    hands.qtbot.keyClicks(dialog.shares.line, shares[0])
    hands.qtbot.keyClick(dialog.shares.line, Qt.Key.Key_Enter)
    assert not hands.desk.lanes.jobs
    assert dialog.shares.said.text() == "Taken: share 1. 1 share more needed."
    assert dialog.shares.line.text() == ""
    assert hands.refused(dialog) == "More shares are needed."


def test_a_mistyped_word_is_named_at_the_field_and_what_was_typed_stays(
    hands: Hands, shares: list[str]
) -> None:
    dialog = hands.show(DrillShares(hands.desk))
    words = shares[0].split()
    typed = " ".join([*words[:6], "zzzz", *words[7:]])
    dialog.shares.line.setText(typed)
    dialog.shares.next.click()
    assert "word 7 is no word of the list" in dialog.shares.complaint.message.text()
    assert dialog.shares.line.text() == typed
    dialog.shares.line.setText(shares[0])
    assert dialog.shares.take()
    assert not dialog.shares.complaint.isVisible()


def test_one_sheet_twice_and_a_sheet_of_another_set_are_refused_at_once(
    hands: Hands, shares: list[str]
) -> None:
    others = make(hands, hands.folder / "new.key")
    dialog = hands.show(DrillShares(hands.desk))
    for words, said in ((shares[0], ""), (shares[0], "taken already"), (others[1], "another set")):
        dialog.shares.line.setText(words)
        assert dialog.shares.take() is not bool(said)
        assert said in dialog.shares.complaint.message.text()
    assert len(dialog.shares.texts()) == 1


def test_shares_of_a_former_set_open_nothing_and_the_drill_says_so(hands: Hands, shares: list[str]) -> None:
    make(hands, hands.folder / "new.key")
    dialog = hands.show(DrillShares(hands.desk))
    for words in shares[:2]:
        dialog.shares.line.setText(words)
        dialog.shares.take()
    assert "do not open this vault" in hands.refused(dialog)


def test_the_words_are_hidden_shown_on_request_and_gone_when_the_dialog_goes(
    hands: Hands, shares: list[str]
) -> None:
    dialog = hands.show(DrillShares(hands.desk))
    field = dialog.shares
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    field.show_words.setChecked(True)
    assert field.line.echoMode() == QLineEdit.EchoMode.Normal
    field.line.setText(shares[0])
    field.take()
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    field.line.setText(shares[1])
    dialog.hide()
    assert (field.texts(), field.line.text(), field.line.isUndoAvailable()) == ([], "", False)


def test_revoking_needs_a_reason_and_a_new_key_file(hands: Hands, shares: list[str]) -> None:
    assert shares
    dialog = hands.show(RevokeShares(hands.desk))
    dialog.reason.setPlainText("A sheet was lost")
    assert hands.refused(dialog) == "Fill in: New key file."
    dialog.key_file.field.set_path(hands.folder / "new.key")
    assert hands.outcome(dialog) == "The shares are revoked: their sheets open nothing new."
    assert hands.desk.register.recovery is None
