"""The dialog that hands documents over: sealed for a recipient, or in clear with a witness."""

from pathlib import Path

import bagit
import pytest

from desktop.custody.entries import from_bytes
from desktop.custody.packages import PackageMade
from desktop.store.age import Identity
from desktop.ui.dialogs.packages import MakePackage
from tests.ui.hands import REVIEW, Hands

IDENTITY = Identity(bytes(range(1, 33)))


@pytest.fixture
def dialog(hands: Hands, tmp_path: Path) -> MakePackage:
    """Return the dialog over a vault with one document, its folder and reason filled in."""
    hands.open_review()
    hands.take_in()
    shown = hands.show(MakePackage(hands.desk, REVIEW))
    shown.folder.set_path(tmp_path / "package")
    shown.reason.setPlainText("The Board ends")
    return shown


def made(hands: Hands) -> PackageMade:
    rows = list(hands.desk.office.vault.rows())
    events = [from_bytes(body, number).event for number, _salt, body, _digest in rows]
    (event,) = [event for event in events if isinstance(event, PackageMade)]
    return event


def test_a_package_is_made_for_a_recipient(hands: Hands, dialog: MakePackage, tmp_path: Path) -> None:
    assert hands.refused(dialog) == "Fill in: Recipient's public key."
    dialog.recipient.setText(IDENTITY.recipient())
    assert hands.outcome(dialog) == "The package is made."
    bagit.Bag(str(tmp_path / "package")).validate()
    assert dialog.said is not None
    assert dict(dialog.said.facts)["Sealed for"] == IDENTITY.recipient()


def test_a_secret_key_is_refused_and_not_repeated(hands: Hands, dialog: MakePackage, tmp_path: Path) -> None:
    dialog.recipient.setText(IDENTITY.encoded())
    complaint = hands.refused(dialog)
    assert complaint.startswith("What was given is a secret key")
    assert IDENTITY.encoded()[20:40] not in complaint
    assert not (tmp_path / "package").exists()


def test_in_clear_asks_for_a_witness_instead_of_a_recipient(
    hands: Hands, dialog: MakePackage, tmp_path: Path
) -> None:
    assert dialog.witness.isHidden() or not dialog.witness.isVisible()
    dialog.recipient.setText("left from before")
    dialog.how.choose("clear")
    assert not dialog.recipient.isVisible()
    assert hands.refused(dialog) == "Fill in: Witness."
    dialog.witness.setText("Wren Witness")
    assert hands.outcome(dialog) == "The package is made."
    assert dialog.said is not None
    assert "locked away" in dialog.said.next
    assert (tmp_path / "package" / "data" / "masters" / "D-0001-v1.pdf").is_file()
