"""The world breaks under the open window: the vault is gone, a folder is unplugged, a file is in the way."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.custody.copies import CopyState
from desktop.ui.act_dialog import ActDialog
from desktop.ui.dialogs.copies import PrintCopies
from desktop.ui.dialogs.documents import AccessionReceipt, TakeIn
from desktop.ui.dialogs.keys import AddOperator
from desktop.ui.dialogs.loans import ReceiptAgain, SignOut, SlipAgain, TakeBack
from desktop.ui.dialogs.papers import ExportLedger, VerifyVault
from desktop.ui.dialogs.reviews import OpenReview
from tests.ui.hands import PASSPHRASE, REVIEW, WAIT, Hands, pdf


@pytest.fixture
def behind(hands: Hands) -> QWidget:
    """Return the window behind the dialogs, which owns those that another one opens."""
    window = QWidget()
    hands.qtbot.addWidget(window)
    return window


def follow(hands: Hands, dialog: ActDialog, label: str, kind: type[ActDialog]) -> ActDialog:
    """Press a button of the outcome; return the dialog it opens."""
    found = next(one for one in dialog.findChildren(QPushButton) if one.text() == label)
    assert found.isVisible()
    before = set(hands.opened(kind))
    found.click()
    opened = next(one for one in hands.opened(kind) if one not in before)
    hands.shown(opened)
    return opened


def test_a_vault_that_was_taken_away_is_told_by_every_act(hands: Hands) -> None:
    hands.open_review()
    shutil.rmtree(hands.desk.office.vault.folder)
    review = hands.show(OpenReview(hands.desk))
    review.reference.setText("SCR-2026-02")
    review.authority.setText("The Chair")
    assert hands.refused(review)
    operator = hands.show(AddOperator(hands.desk))
    operator.name.setText("Dana Deputy")
    operator.passphrase.line.setText("a deputy's invented one")
    operator.passphrase.again.setText("a deputy's invented one")
    assert hands.refused(operator)
    taking = hands.show(TakeIn(hands.desk))
    taking.file.set_path(pdf(hands.folder / "received.pdf"))
    taking.kind.choose("overview-report")
    taking.edition.choose("anonymised")
    assert hands.refused(taking)
    verifying = hands.show(VerifyVault(hands.desk))
    hands.submit(verifying)
    assert verifying.complaint.isVisible() or (verifying.said and verifying.said.title != "Nothing is wrong.")
    assert list(hands.desk.register.reviews) == [REVIEW]


def submit_and_unplug(hands: Hands, dialog: ActDialog, folder: Path) -> None:
    """Press the verb, and take the folder away when the act is done and its paper is being drawn."""

    def unplug() -> None:
        if folder.exists() and any(job.label == "Drawing" for job in hands.desk.lanes.jobs):
            shutil.rmtree(folder)

    hands.desk.lanes.moved.connect(unplug)
    hands.submit(dialog)
    hands.desk.lanes.moved.disconnect(unplug)
    assert "That is in the ledger" in dialog.complaint.message.text()
    assert dialog.complaint.isVisible()
    assert not dialog.verb.isVisible()


def test_a_slip_that_could_not_be_written_is_made_again_from_where_that_is_told(
    hands: Hands, behind: QWidget
) -> None:
    dialog = hands.show(SignOut(hands.desk, hands.copy_in_safe(), behind))
    dialog.folder.set_path(hands.folder / "slips")
    submit_and_unplug(hands, dialog, hands.folder / "slips")
    again = follow(hands, dialog, "&Make the slip…", SlipAgain)
    assert isinstance(again, SlipAgain)
    again.folder.set_path(hands.folder / "slips")
    assert hands.outcome(again).startswith("Slip saved: D-0001-copy-1-slip-")


def test_a_receipt_that_could_not_be_written_is_made_again_from_where_that_is_told(
    hands: Hands, behind: QWidget
) -> None:
    copy, _code = hands.copy_out()
    dialog = hands.show(TakeBack(hands.desk, copy, behind))
    dialog.folder.set_path(hands.folder / "receipts")
    dialog.pages.setValue(3)
    dialog.condition.setText("good")
    submit_and_unplug(hands, dialog, hands.folder / "receipts")
    assert hands.copy(copy.copy).state == CopyState.IN_SAFE
    again = follow(hands, dialog, "&Make the receipt…", ReceiptAgain)
    assert isinstance(again, ReceiptAgain)
    again.folder.set_path(hands.folder / "receipts")
    assert hands.outcome(again).startswith("Return receipt saved: D-0001-copy-1-return-receipt-")


def test_a_print_that_was_stopped_says_what_counts_and_offers_the_others(
    hands: Hands, behind: QWidget
) -> None:
    hands.open_review()
    document = hands.desk.register.documents[hands.take_in(pages=40)]
    dialog = hands.show(PrintCopies(hands.desk, document, behind))
    dialog.number.setValue(20)
    dialog.folder.set_path(hands.folder / "copies")
    dialog.verb.click()
    lanes = hands.desk.lanes
    hands.qtbot.waitUntil(
        lambda: any(job.label.startswith("Making copy") for job in lanes.jobs), timeout=WAIT
    )
    dialog.reject()  # as somebody who leaves: what was made is told all the same
    hands.qtbot.waitUntil(lambda: not lanes.jobs, timeout=WAIT)
    assert dialog.isVisible()
    assert "The print stopped. Copies made:" in dialog.complaint.message.text()
    assert not [one for one in hands.desk.register.copies.values() if one.state == CopyState.ALLOTTED]
    others = follow(hands, dialog, "&Print the others…", PrintCopies)
    assert isinstance(others, PrintCopies)


def test_a_paper_never_lands_in_the_vault_nor_on_a_file_that_is_there(hands: Hands) -> None:
    hands.open_review()
    document = hands.take_in()
    receipt = hands.show(AccessionReceipt(hands.desk, document))
    receipt.folder.set_path(hands.desk.office.vault.folder / "papers")
    assert "would lie in the folder of the vault" in hands.refused(receipt)
    hands.desk.paper_folder = hands.folder
    for name in ("ledger.jsonl", "ledger-2.jsonl"):
        export = hands.show(ExportLedger(hands.desk))
        assert export.file.path() == hands.folder / name
        assert hands.outcome(export) == f"Ledger saved: {name}."
    in_the_way = hands.show(ExportLedger(hands.desk))
    in_the_way.file.set_path(hands.folder / "ledger.jsonl")
    assert "is there already" in hands.refused(in_the_way)


def test_enter_pressed_twice_does_an_act_once(hands: Hands) -> None:
    copy = hands.copy_in_safe()
    dialog = hands.show(SignOut(hands.desk, copy))
    dialog.folder.set_path(hands.folder / "slips")
    for _ in range(2):
        hands.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    assert len(hands.copy(copy.copy).loans) == 1
    assert len(list((hands.folder / "slips").iterdir())) == 1
    assert not dialog.complaint.isVisible()


def test_enter_that_is_held_down_does_nothing(hands: Hands) -> None:
    dialog = hands.show(SignOut(hands.desk, hands.copy_in_safe()))
    dialog.folder.set_path(hands.folder / "slips")
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, autorep=True)
    before = len(hands.desk.register.copies["D-0001/1"].loans)
    QApplication.sendEvent(dialog, held)
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)  # the printers are looked for
    assert len(hands.copy("D-0001/1").loans) == before
    assert dialog.verb.isEnabled()


def test_a_deputy_gets_a_passphrase_of_their_own(hands: Hands) -> None:
    dialog = hands.show(AddOperator(hands.desk))
    dialog.name.setText("Dana Deputy")
    dialog.passphrase.line.setText("a deputy's invented one")
    dialog.passphrase.again.setText("a deputy's other one")
    dialog.submit()
    assert dialog.complaint.message.text() == "The two passphrases differ."
    assert not hands.desk.lanes.jobs
    for passphrase in ("short", PASSPHRASE):
        dialog.passphrase.line.setText(passphrase)
        dialog.passphrase.again.setText(passphrase)
        assert "passphrase" in hands.refused(dialog)
        assert dialog.passphrase.line.text() == dialog.passphrase.again.text() == ""
    dialog.passphrase.line.setText("a deputy's invented one")
    dialog.passphrase.again.setText("a deputy's invented one")
    assert hands.outcome(dialog) == "Dana Deputy is now operator O-0002."
    assert [one.name for one in hands.desk.register.operators.values()] == ["Jo Example", "Dana Deputy"]
