"""A disposal in the window: from what was decided, to the sheet, its code and the last medium (G5)."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.custody import kept_until, media, observations, record_deciding, retention_rules
from desktop.office import backing_up
from desktop.ui.dialogs.backup import BackUp
from desktop.ui.dialogs.disposals import (
    AbandonDisposal,
    AccountForTrace,
    CompleteDisposal,
    DisposalCertificate,
    DisposalSheetAgain,
    FinalCertificate,
    PrepareDisposal,
    ReplayFile,
    next_step,
)
from desktop.ui.screens.disposals import DisposalsScreen
from desktop.ui.screens.documents import DocumentsScreen
from desktop.ui.screens.tasks import tasks
from tests.office.disposal_scene import RULE, WITNESS, code_on
from tests.ui.hands import REVIEW, Hands
from tests.ui.test_retention_dialogs import ended

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

PICTURES = os.environ.get("STRONGROOM_PICTURES", "")
"""A folder for pictures of what the tests show, for whoever wants to look."""


def seen(widget: "QWidget", name: str) -> None:
    if PICTURES:
        widget.grab().save(str(Path(PICTURES) / f"{name}.png"))


def decided(hands: Hands) -> None:
    """End a review of one document, with a backup and an export, and decide that its record is destroyed."""
    ended(hands)
    backup = backing_up.back_up(
        hands.desk.office, hands.folder / "drive", label="Drive 1", place="A bank", keeper="C. Keeper"
    )
    hands.finish(backup)
    hands.do(observations.view, document="D-0001", purpose="Advice", how="as a file in clear")
    hands.do(retention_rules.adopt, rule=RULE, agreed_with="Rory Records", authority="The Board")
    day = kept_until.of(hands.desk.register, REVIEW).to_confirm
    hands.do(kept_until.confirm, review=REVIEW, day=day, agreed_by="Rory Records")
    two: dict[str, Any] = {"first": "Hanna Head", "second": "Rory Records", "authority": "Minute 7"}
    hands.do(record_deciding.begin, review=REVIEW, decision="destroy", reason="Its time is over", **two)
    found = hands.desk.register.record_reviews["RR-0001"]
    hands.do(record_deciding.decide, record_review="RR-0001", code=found.code)


def waiting(hands: Hands) -> list[str]:
    return [task.matter for task in tasks(hands.desk) if "ispos" in task.matter]


def prepared(hands: Hands) -> str:
    """Prepare a disposal by its dialog; return the code of its sheet."""
    dialog = hands.show(PrepareDisposal(hands.desk))
    assert dialog.documents.values() == []
    dialog.documents.tick(["D-0001"])
    dialog.witness.setText(WITNESS)
    dialog.folder.set_path(hands.folder / "papers")
    (hands.folder / "papers").mkdir(exist_ok=True)
    seen(dialog, "prepare")
    assert hands.outcome(dialog).endswith("is prepared. Nothing is destroyed yet.")
    (sheet,) = (hands.folder / "papers").glob("DP-*-sheet.pdf")
    return code_on(sheet)


def test_a_record_goes_from_its_decision_to_the_final_certificate(hands: Hands) -> None:
    decided(hands)
    assert waiting(hands) == ["Record to be disposed of"]
    code = prepared(hands)
    assert waiting(hands) == ["Disposal to sign"]
    found = hands.desk.register.disposal("DP-0001")
    dialog = hands.show(CompleteDisposal(hands.desk, found))
    dialog.key_file.field.set_path(hands.folder / "new.key")
    dialog.code.setText("0000-0000")
    assert "not the code" in hands.refused(dialog)
    seen(dialog, "complete-refused")
    dialog.code.setText(code)
    assert hands.outcome(dialog) == "DP-0001: the keys are removed here."
    seen(dialog, "complete-done")
    assert waiting(hands) == ["Disposal not complete"]
    assert not (hands.folder / "device.key").exists()
    screen = DisposalsScreen(hands.desk)
    hands.qtbot.addWidget(screen)
    screen.resize(1200, 700)
    screen.show()
    screen.reveal("DP-0001")
    seen(screen, "screen")
    assert screen.details_facts.told()["Keys removed"]
    settle = hands.show(next_step(hands.desk, hands.desk.register.disposal("DP-0001")))
    assert isinstance(settle, AccountForTrace)
    settle.entry.choose(settle.offered[0])
    settle.fate.choose("destroyed")
    settle.how.setPlainText("The stick was shredded")
    settle.witness.setText(WITNESS)
    seen(settle, "account-for")
    assert hands.outcome(settle) == "It is accounted for."
    assert isinstance(next_step(hands.desk, hands.desk.register.disposal("DP-0001")), BackUp)
    hands.do(media.destroy, medium="M-0001", how="Shredded", witness=WITNESS)
    assert waiting(hands) == []
    for kind in (FinalCertificate, DisposalCertificate):
        again = hands.show(kind(hands.desk, hands.desk.register.disposal("DP-0001")))
        again.folder.set_path(hands.folder / "papers")
        assert hands.outcome(again).startswith(
            ("Certificate saved: DP-0001", "Final certificate saved: DP-0001")
        )
    file = hands.show(ReplayFile(hands.desk))
    file.file.set_path(hands.folder / "replay.json")
    assert hands.outcome(file) == "Saved: replay.json."
    documents = DocumentsScreen(hands.desk)
    hands.qtbot.addWidget(documents)
    documents.reveal("D-0001")
    assert documents.details_facts.told()["State"] == "disposed of"


def test_a_disposal_is_given_up_and_its_sheet_made_again(hands: Hands) -> None:
    decided(hands)
    prepared(hands)
    found = hands.desk.register.disposal("DP-0001")
    again = hands.show(DisposalSheetAgain(hands.desk, found))
    again.folder.set_path(hands.folder / "papers")
    assert hands.outcome(again) == "Sheet saved: DP-0001-sheet-2.pdf."
    dialog = hands.show(AbandonDisposal(hands.desk, found))
    dialog.reason.setPlainText("A hold is coming")
    assert hands.outcome(dialog) == "DP-0001 is abandoned; nothing was destroyed."
    assert waiting(hands) == ["Record to be disposed of"]
