"""The dialogs about a loan: out, confirmed, back."""

from datetime import timedelta
from pathlib import Path

from desktop.custody.copies import CopyState
from desktop.ui.dialogs.loans import ConfirmSlip, SignOut, SlipAgain, TakeBack
from tests.ui.hands import Hands


def test_a_copy_is_signed_out_and_the_slip_saved(hands: Hands, tmp_path: Path) -> None:
    dialog = hands.show(SignOut(hands.desk, hands.copy_in_safe()))
    assert dialog.request.value() == "R-0001"
    dialog.folder.set_path(tmp_path / "slips")
    assert hands.outcome(dialog).startswith("Slip saved: D-0001-copy-1-slip")
    assert dialog.said is not None
    assert dialog.said.folder == tmp_path / "slips"
    copy = hands.copy("D-0001/1")
    assert (copy.state, copy.due) == (CopyState.AWAITING_SIGNATURE, hands.desk.today + timedelta(days=14))


def test_the_code_of_the_slip_is_not_on_the_screen(hands: Hands, tmp_path: Path) -> None:
    dialog = hands.show(SignOut(hands.desk, hands.copy_in_safe()))
    dialog.folder.set_path(tmp_path)
    hands.outcome(dialog)
    loan = hands.copy("D-0001/1").loan
    assert loan is not None
    assert loan.slip_code not in str(dialog.said).replace("-", "")


def test_only_agreed_requests_that_fit_are_offered(hands: Hands) -> None:
    copy = hands.copy_in_safe()
    other = hands.take_in(kind="executive-summary")
    hands.agree("P-0001", other)
    dialog = hands.show(SignOut(hands.desk, copy))
    offered = [dialog.request.itemData(at) for at in range(dialog.request.count())]
    assert offered == ["R-0001"]


def test_without_an_agreed_request_there_is_nothing_to_choose(hands: Hands, tmp_path: Path) -> None:
    hands.open_review()
    copy = hands.copy(hands.print(hands.take_in())[0])
    dialog = hands.show(SignOut(hands.desk, copy))
    dialog.folder.set_path(tmp_path)
    assert hands.refused(dialog) == "Fill in: Agreed request."
    assert hands.copy(copy.copy).state == CopyState.IN_SAFE


def test_a_due_day_in_the_past_is_refused(hands: Hands, tmp_path: Path) -> None:
    dialog = hands.show(SignOut(hands.desk, hands.copy_in_safe()))
    dialog.folder.set_path(tmp_path)
    dialog.due.set_day(hands.desk.today - timedelta(days=1))
    assert "it lies before the day it is signed out" in hands.refused(dialog)
    assert hands.copy("D-0001/1").state == CopyState.IN_SAFE


def test_the_signed_slip_is_confirmed_however_its_code_is_typed(hands: Hands) -> None:
    copy, code = hands.copy_out()
    dialog = hands.show(ConfirmSlip(hands.desk, copy))
    hands.qtbot.keyClicks(dialog.code, " ".join(code.lower().replace("-", "")))
    assert hands.outcome(dialog) == "D-0001/1 is signed out."


def test_a_wrong_code_keeps_the_dialog_open_with_what_was_typed(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    dialog = hands.show(ConfirmSlip(hands.desk, copy))
    dialog.code.setText("0000-0000")
    assert hands.refused(dialog) == "That is not the code on the slip of D-0001/1."
    assert dialog.code.text() == "0000-0000"
    assert hands.copy("D-0001/1").state == CopyState.AWAITING_SIGNATURE


def test_a_whole_copy_is_taken_back_with_a_receipt(hands: Hands, tmp_path: Path) -> None:
    copy, _code = hands.copy_out()
    dialog = hands.show(TakeBack(hands.desk, copy))
    assert hands.refused(dialog) == "Fill in: Pages counted."
    dialog.pages.setValue(3)
    dialog.condition.setText("good")
    dialog.folder.set_path(tmp_path / "receipts")
    assert hands.outcome(dialog) == "D-0001/1 is back and in the safe."
    assert len(list((tmp_path / "receipts").iterdir())) == 1


def test_a_short_count_opens_an_incident_and_says_so(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    dialog = hands.show(TakeBack(hands.desk, copy))
    dialog.pages.setValue(2)
    dialog.condition.setText("a page is missing")
    assert hands.outcome(dialog) == "The count is wrong: incident I-0001 is open."
    assert hands.copy("D-0001/1").responsible == "P-0001"


def test_the_number_of_pages_is_not_given_away_before_it_is_counted(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    dialog = hands.show(TakeBack(hands.desk, copy))
    assert dialog.pages.number() is None
    assert dialog.pages.text() == "Not counted yet"


def test_the_slip_is_made_once_more(hands: Hands, tmp_path: Path) -> None:
    copy, _code = hands.copy_out()
    dialog = hands.show(SlipAgain(hands.desk, copy))
    assert hands.refused(dialog) == "Fill in: Folder."
    dialog.folder.set_path(tmp_path / "again")
    assert hands.outcome(dialog).startswith("Slip saved: D-0001-copy-1-slip")
