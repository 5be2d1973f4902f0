"""The dialogs about proof: the access log, verifying, checking a slip, the ledger as a file, an incident."""

from pathlib import Path

from desktop.custody import ledger
from desktop.ui.dialogs.incidents import CloseIncident
from desktop.ui.dialogs.loans import TakeBack
from desktop.ui.dialogs.papers import AccessLog, CheckSlip, ExportLedger, VerifyVault
from tests.ui.hands import Hands


def test_the_access_log_is_saved_with_its_table(hands: Hands, tmp_path: Path) -> None:
    hands.copy_out()
    dialog = hands.show(AccessLog(hands.desk))
    assert hands.refused(dialog) == "Fill in: File."
    dialog.file.set_path(tmp_path / "log" / "for the panel")
    assert hands.outcome(dialog) == "Access log saved: for the panel.pdf."
    assert {file.suffix for file in (tmp_path / "log").iterdir()} == {".pdf", ".csv"}


def test_a_whole_vault_verifies(hands: Hands) -> None:
    hands.open_review()
    hands.take_in()
    dialog = hands.show(VerifyVault(hands.desk))
    assert hands.outcome(dialog) == "Nothing is wrong."
    assert dialog.said is not None
    assert ("Masters checked", "1") in dialog.said.facts


def test_an_altered_master_is_listed_with_where_it_is(hands: Hands) -> None:
    hands.open_review()
    hands.take_in()
    sealed = next((hands.folder / "vault" / "masters").iterdir())
    altered = bytearray(sealed.read_bytes())
    altered[-1] ^= 1
    sealed.write_bytes(altered)
    dialog = hands.show(VerifyVault(hands.desk))
    assert hands.outcome(dialog) == "1 problem found."
    assert dialog.said is not None
    assert "D-0001, version 1" in dict(dialog.said.facts)
    assert hands.desk.register.documents["D-0001"].blocked


def typed(hands: Hands) -> str:
    return ledger.checkpoint(hands.desk.register.head).lower().replace("-", " ")


def test_a_slip_matches_however_it_is_typed(hands: Hands) -> None:
    dialog = hands.show(CheckSlip(hands.desk))
    dialog.text.setPlainText(typed(hands))
    assert hands.outcome(dialog).startswith("Matches")


def test_a_slip_of_another_ledger_differs(hands: Hands) -> None:
    other = ledger.Head(hands.desk.register.head.number, bytes(32))
    dialog = hands.show(CheckSlip(hands.desk))
    dialog.text.setPlainText(ledger.checkpoint(other))
    assert hands.outcome(dialog).startswith("Differs")


def test_a_slip_from_beyond_the_head_is_unknown(hands: Hands) -> None:
    other = ledger.Head(hands.desk.register.head.number + 100, bytes(32))
    dialog = hands.show(CheckSlip(hands.desk))
    dialog.text.setPlainText(ledger.checkpoint(other))
    assert hands.outcome(dialog).startswith("Unknown")


def test_a_mistyped_slip_is_noticed_and_kept(hands: Hands) -> None:
    dialog = hands.show(CheckSlip(hands.desk))
    dialog.text.setPlainText("12: ABCD")
    assert "or a letter is wrong" in hands.refused(dialog)
    assert dialog.text.text() == "12: ABCD"


def test_the_ledger_is_exported(hands: Hands, tmp_path: Path) -> None:
    hands.open_review()
    dialog = hands.show(ExportLedger(hands.desk))
    assert hands.refused(dialog) == "Fill in: File."
    dialog.file.set_path(tmp_path / "ledger.jsonl")
    assert hands.outcome(dialog) == "Ledger saved: ledger.jsonl."
    assert len((tmp_path / "ledger.jsonl").read_text("utf-8").splitlines()) == 3


def test_an_incident_is_closed_with_what_was_found(hands: Hands) -> None:
    copy, _code = hands.copy_out()
    back = hands.show(TakeBack(hands.desk, copy))
    back.pages.setValue(1)
    back.condition.setText("pages missing")
    hands.outcome(back)
    dialog = hands.show(CloseIncident(hands.desk, hands.desk.register.incidents["I-0001"]))
    assert hands.refused(dialog) == "Fill in: What was found."
    dialog.found.setPlainText("The pages lay in the envelope")
    assert hands.outcome(dialog) == "Incident I-0001 is closed."
