"""The vault is handed over in the window: new keys, the joint sheet, and its code when both have signed."""

from pathlib import Path

import pypdfium2
import pytest

from desktop.custody import handover, sheet_codes
from desktop.office import keys
from desktop.ui.dialogs.handover import ConfirmHandover, HandOver, SheetAgain
from tests.ui.hands import Hands


@pytest.fixture
def dialog(hands: Hands, tmp_path: Path) -> HandOver:
    """Return the dialog over a vault with a second operator, all filled in."""
    hands.finish(keys.add_operator(hands.desk.office, name="Sam Placeholder", passphrase="an invented one"))  # noqa: S106 - opens nothing
    shown = hands.show(HandOver(hands.desk))
    shown.operator.choose("O-0002")
    shown.authority.setPlainText("The Board's minute 7")
    shown.folder.set_path(tmp_path / "papers")
    shown.key_file.field.set_path(tmp_path / "new.key")
    return shown


def test_only_the_other_operators_are_offered(dialog: HandOver) -> None:
    offered = [dialog.operator.itemData(at) for at in range(dialog.operator.count())]
    assert offered == ["", "O-0002"]


def test_a_handover_makes_the_sheet_and_awaits_its_code(hands: Hands, dialog: HandOver) -> None:
    assert hands.outcome(dialog).startswith("Sam Placeholder is the custodian. Sheet saved: handover-")
    assert handover.awaiting(hands.desk.register) is not None
    (sheet,) = (hands.folder / "papers").glob("handover-*.pdf")
    confirm = hands.show(ConfirmHandover(hands.desk))
    confirm.code.setText("AAAA-AAAA")
    assert "not the code on the handover sheet" in hands.refused(confirm)
    confirm.code.setText(sheet_codes.printed(hands.desk.register.handovers[-1].code))
    assert hands.outcome(confirm) == "The handover is settled: both have signed."
    assert sheet.stat().st_size


def test_the_sheet_once_more_bears_the_same_code(hands: Hands, dialog: HandOver) -> None:
    hands.outcome(dialog)
    again = hands.show(SheetAgain(hands.desk))
    again.folder.set_path(hands.folder / "again")
    assert hands.outcome(again).startswith("Sheet saved: handover-")
    (sheet,) = (hands.folder / "again").glob("*.pdf")
    pages = pypdfium2.PdfDocument(sheet)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    pages.close()
    assert sheet_codes.printed(hands.desk.register.handovers[-1].code) in text


def test_a_key_file_that_is_there_is_never_written_over(hands: Hands, dialog: HandOver) -> None:
    dialog.key_file.field.set_path(hands.folder / "device.key")
    assert "exists already" in hands.refused(dialog)
    assert handover.awaiting(hands.desk.register) is None
