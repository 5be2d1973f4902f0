"""The end of a review in the window: copies typed and scanned into a batch, its papers, and the closing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.custody import conclusion, destruction, holds, loans, marks, sheet_codes
from desktop.custody.batches import How
from desktop.custody.closing import InTheWay
from desktop.ui.dialogs.destruction import (
    AbandonBatch,
    AmendBatch,
    BeginBatch,
    CertificateAgain,
    CompleteBatch,
    MakeSheet,
    TakeOut,
    TickCopy,
)
from desktop.ui.dialogs.endings import (
    AcceptCopy,
    AcceptShort,
    CloseReview,
    EndException,
    ExceptionList,
    KeepCopy,
    LookAtException,
    ReceiveCertificate,
    SendCertificate,
)
from desktop.ui.screens.batch import BatchScreen
from desktop.ui.screens.ending import EndScreen
from desktop.ui.screens.tasks import Task, tasks
from tests.factory import before_the_conclusion
from tests.ui.hands import REVIEW, WAIT, Hands
from tests.ui.test_accessible import mnemonics, nameless

HOW = How("Wilma Witness", "Cross-cut shredder", "P-5", "Room 2", "Seal 12")


def concluded(hands: Hands) -> None:
    """Conclude the review with two copies: one is out, signed for, and one lies in the safe."""
    copy, code = hands.copy_out()
    hands.do(loans.confirm, copy=copy.copy, slip_code=code)
    hands.print("D-0001")
    for act, facts in before_the_conclusion(hands.desk.register):
        hands.do(act, **facts)
    hands.do(conclusion.conclude, review=REVIEW, authority="The Board")


def begun(hands: Hands) -> str:
    hands.do(destruction.begin, how=HOW)
    return next(reversed(hands.desk.register.batches))


def code(hands: Hands, batch: str = "DB-0001") -> str:
    sheet = hands.desk.register.batches[batch].sheet
    assert sheet is not None
    return sheet_codes.printed(sheet.code)


def later(hands: Hands, days: int) -> None:
    now = hands.desk.office.clock
    hands.desk.office.clock = lambda: now() + timedelta(days=days)


@pytest.fixture
def pages(hands: Hands, qtbot: QtBot) -> Iterator[EndScreen]:
    """Return the pages of the end of a review, of which one copy is out and one lies in the safe."""
    concluded(hands)
    made = EndScreen(hands.desk)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)


@pytest.fixture
def screen(hands: Hands, pages: EndScreen) -> BatchScreen:
    """Return the page of the batches, with one under way."""
    begun(hands)
    pages.reveal("DB-0001")
    found = pages.currentWidget()
    assert isinstance(found, BatchScreen)
    return found


def entered(hands: Hands, screen: BatchScreen, text: str, pages: str = "") -> str:
    """Type a line as a person or a scanner does, then the pages; return what was said of it."""
    screen.line.setFocus()
    hands.qtbot.keyClicks(screen.line, text)
    hands.qtbot.keyClick(screen.line, Qt.Key.Key_Return)
    if pages:
        assert screen.pages_line.hasFocus()
        hands.qtbot.keyClicks(screen.pages_line, pages)
        hands.qtbot.keyClick(screen.pages_line, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    return screen.complaint.message.text() or screen.last.text()


def inside(hands: Hands) -> list[str]:
    return list(hands.desk.register.batches["DB-0001"].items)


def test_the_code_of_a_page_asks_for_the_pages_and_puts_the_copy_in(
    hands: Hands, screen: BatchScreen
) -> None:
    vault = hands.desk.register.founded.vault
    assert screen.line.hasFocus()
    assert entered(hands, screen, marks.page_code(vault, "D-0001/2", 3), "3") == "D-0001/2 is in DB-0001."
    assert inside(hands) == ["D-0001/2"]
    assert (screen.line.text(), screen.pages_line.text(), screen.line.hasFocus()) == ("", "", True)
    assert screen.standing.text().startswith("1 number, with Wilma Witness.")


def test_a_copy_with_its_pages_is_one_line_and_nothing_is_ticked_twice(
    hands: Hands, screen: BatchScreen
) -> None:
    assert entered(hands, screen, "d-0001/2 3") == "D-0001/2 is in DB-0001."
    assert "D-0001/2" in entered(hands, screen, "D-0001/2 3")
    assert "It is ticked already" in screen.complaint.hint.text()
    assert inside(hands) == ["D-0001/2"]


def test_what_may_not_be_put_in_is_said_before_its_pages_are_counted(
    hands: Hands, screen: BatchScreen
) -> None:
    register = hands.desk.register
    copy = register.copies["D-0001/1"]
    assert copy.loan is not None
    slip = loans.payload(register, copy, copy.loan)
    for text in (slip, marks.page_code("ZZZZ", "D-0001/2", 1), "D-0001/77", "3", "D-0001/1"):
        assert entered(hands, screen, text)
        assert screen.complaint.isVisible(), text
        assert screen.line.hasFocus(), text
        assert screen.line.text() == "", text
    assert inside(hands) == []
    assert entered(hands, screen, "D-0001/2", "3") == "D-0001/2 is in DB-0001."


def test_pages_that_are_no_number_are_asked_for_again(hands: Hands, screen: BatchScreen) -> None:
    assert "the pages that were counted" in entered(hands, screen, "D-0001/2", "three")
    assert screen.line.text() == "D-0001/2"
    assert inside(hands) == []


def test_a_wrong_count_keeps_the_copy_out_and_opens_an_incident(hands: Hands, screen: BatchScreen) -> None:
    assert entered(hands, screen, "D-0001/2 2") == (
        "D-0001/2: its pages do not agree, so it is not in the batch. I-0001 is open."
    )
    assert inside(hands) == []


def test_a_copy_that_is_out_is_not_put_in_and_the_next_line_is(hands: Hands, screen: BatchScreen) -> None:
    assert "D-0001/1" in entered(hands, screen, "D-0001/1 3")
    assert screen.complaint.isVisible()
    assert entered(hands, screen, "D-0001/2 3") == "D-0001/2 is in DB-0001."
    assert not screen.complaint.isVisible()


def test_a_batch_goes_from_its_beginning_to_its_certificate(hands: Hands, pages: EndScreen) -> None:
    papers = hands.folder / "papers"
    begin = hands.show(BeginBatch(hands.desk))
    begin.witness.setText("example, JO")
    begin.method.setText("Cross-cut shredder")
    begin.place.setText("Room 2")
    assert "cannot be the witness" in hands.refused(begin)
    begin.witness.setText("Wilma Witness")
    assert hands.outcome(begin) == "DB-0001 is begun."
    batches = hands.desk.register.batches
    tick = hands.show(TickCopy(hands.desk, batches["DB-0001"]))
    tick.copy.setText("D-0001/2")
    tick.pages.setValue(3)
    assert hands.outcome(tick) == "D-0001/2 is in DB-0001."
    sheet = hands.show(MakeSheet(hands.desk, batches["DB-0001"]))
    sheet.folder.set_path(papers)
    assert hands.outcome(sheet) == "The sheet of DB-0001 is made."
    amend = hands.show(AmendBatch(hands.desk, batches["DB-0001"]))
    assert amend.bag.text() == ""
    amend.bag.setText("Seal 13")
    assert hands.outcome(amend) == "DB-0001 is amended."
    assert batches["DB-0001"].sheet is None, "what both were to sign says otherwise"
    again = hands.show(MakeSheet(hands.desk, batches["DB-0001"]))
    again.folder.set_path(papers)
    assert hands.outcome(again) == "The sheet of DB-0001 is made."
    done = hands.show(CompleteBatch(hands.desk, batches["DB-0001"]))
    assert not done.why_late.isVisible()
    done.folder.set_path(papers)
    done.number.setText("DB-0001")
    done.code.setText("0000-0000")
    assert "That is not the code on the sheet of DB-0001." in hands.refused(done)
    done.code.setText(code(hands))
    assert hands.outcome(done) == "DB-0001 is destroyed: 1 number, 3 pages."
    assert hands.copy("D-0001/2").state == "destroyed here"
    paper = hands.show(CertificateAgain(hands.desk, "DB-0001"))
    paper.folder.set_path(papers)
    assert hands.outcome(paper) == "Certificate saved: DB-0001-certificate-2.pdf."
    pages.reveal("DB-0001")
    screen = pages.currentWidget()
    assert isinstance(screen, BatchScreen)
    assert not screen.line.isVisible()
    assert "Destroyed" in screen.standing.text()


def test_a_copy_is_taken_out_and_a_batch_given_up(hands: Hands, screen: BatchScreen) -> None:
    entered(hands, screen, "D-0001/2 3")
    out = hands.show(TakeOut(hands.desk, hands.desk.register.batches["DB-0001"], "D-0001/2"))
    assert hands.refused(out)
    out.reason.setText("The court asks for it")
    assert hands.outcome(out) == "D-0001/2 is not in DB-0001 any more."
    give_up = hands.show(AbandonBatch(hands.desk, hands.desk.register.batches["DB-0001"]))
    give_up.reason.setText("The shredder broke")
    assert hands.outcome(give_up) == "DB-0001 is abandoned."
    assert not screen.line.isVisible()
    assert "The shredder broke" in screen.standing.text()


def test_a_code_on_a_later_day_asks_why_and_a_hold_meanwhile_stops_it(
    hands: Hands, screen: BatchScreen
) -> None:
    entered(hands, screen, "D-0001/2 3")
    hands.do(destruction.make_sheet, batch="DB-0001")
    signed = hands.desk.register.batches["DB-0001"].sheet
    assert signed is not None
    later(hands, 1)
    dialog = hands.show(CompleteBatch(hands.desk, hands.desk.register.batches["DB-0001"]))
    assert dialog.why_late.isVisible()
    dialog.folder.set_path(hands.folder / "papers")
    dialog.number.setText("DB-0001")
    dialog.code.setText(code(hands))
    assert "is entered late" in hands.refused(dialog)
    hands.do(holds.raise_hold, about=[REVIEW], authority="The coroner", reason="An inquest")
    assert "while it is held" in hands.refused(dialog)
    assert hands.copy("D-0001/2").state == "in safe"


def test_a_holder_destroys_a_copy_before_a_witness(hands: Hands, pages: EndScreen) -> None:
    send = hands.show(SendCertificate(hands.desk, hands.copy("D-0001/1")))
    send.folder.set_path(hands.folder / "papers")
    assert hands.outcome(send) == "Certificate saved: D-0001-copy-1-holder-certificate.pdf."
    again = hands.show(SendCertificate(hands.desk, hands.copy("D-0001/1")))
    again.folder.set_path(hands.folder / "papers")
    assert hands.outcome(again) == "Certificate saved: D-0001-copy-1-holder-certificate-2.pdf."
    back = hands.show(ReceiveCertificate(hands.desk, hands.copy("D-0001/1")))
    back.code.setText(hands.desk.register.holder_certificates["D-0001/1"].code)
    back.day.set_day(hands.desk.today)
    back.method.setText("Shredded")
    back.witness.setText("Sample, Amina")
    back.pages.setValue(3)
    assert "who destroyed the copy" in hands.refused(back)
    back.witness.setText("Wilma Witness")
    assert hands.outcome(back) == "D-0001/1 is destroyed by its holder."
    assert [row.copy.copy for row in closing_rows(pages)] == ["D-0001/2"]


def test_a_review_with_something_in_the_way_is_not_closed_and_each_number_is_seen_to(
    hands: Hands, pages: EndScreen
) -> None:
    close = hands.show(CloseReview(hands.desk, REVIEW))
    assert close.left.text() == "In the way: D-0001/1, D-0001/2."
    close.authority.setText("The Board")
    assert "D-0001/1 (recalled" in hands.refused(close)
    keep = hands.show(excepted(hands, KeepCopy(hands.desk, hands.copy("D-0001/1"))))
    assert hands.outcome(keep) == "The exception of D-0001/1 is on the record."
    assert "D-0001/2 (in safe)" in hands.refused(close)
    assert "D-0001/1" not in close.complaint.message.text()
    accept = hands.show(excepted(hands, AcceptCopy(hands.desk, hands.copy("D-0001/2"))))
    assert hands.outcome(accept) == "The exception of D-0001/2 is on the record."
    assert hands.outcome(close) == f"Review {REVIEW} is closed."
    assert closing_rows(pages) == []
    paper = hands.show(ExceptionList(hands.desk, REVIEW))
    paper.folder.set_path(hands.folder / "papers")
    assert hands.outcome(paper).startswith("List saved: approved-exceptions")


def closing_rows(pages: EndScreen) -> list[InTheWay]:
    return list(pages.screens[0][1].rows())


def excepted(
    hands: Hands, dialog: KeepCopy | AcceptCopy | AcceptShort
) -> KeepCopy | AcceptCopy | AcceptShort:
    """Fill a dialog in that records an exception."""
    dialog.approved_by.setText("The Independent Chair")
    dialog.authority.setText("Letter of the Chair")
    dialog.written.set_day(hands.desk.today)
    dialog.reason.setPlainText("Its own rules ask for it")
    dialog.look_again.set_day(hands.desk.today)
    return dialog


def waiting(hands: Hands) -> dict[str, Task]:
    return {task.matter: task for task in tasks(hands.desk) if task.screen == "End of review"}


def opens(hands: Hands, matter: str) -> type:
    """Return which dialog a row of the list of today opens."""
    parent = QWidget()
    hands.qtbot.addWidget(parent)
    task = waiting(hands)[matter]
    return type(hands.show(task.kind.dialog(hands.desk, task.row, parent)))  # type: ignore[type-var]


@pytest.mark.usefixtures("pages")
def test_each_row_of_today_opens_the_dialog_that_is_its_next_step(hands: Hands) -> None:
    assert opens(hands, "Copies to destroy") is BeginBatch
    begun(hands)
    assert opens(hands, "Copies to destroy") is TickCopy
    assert opens(hands, "Batch under way") is TickCopy
    hands.do(destruction.tick, batch="DB-0001", copy="D-0001/2", pages=3)
    assert opens(hands, "Batch under way") is MakeSheet
    assert "Copies to destroy" not in waiting(hands)
    hands.do(destruction.make_sheet, batch="DB-0001")
    assert opens(hands, "Destruction sheet to sign") is CompleteBatch
    hands.do(destruction.complete, batch="DB-0001", code=code(hands))
    assert list(waiting(hands)) == []
    send = hands.show(SendCertificate(hands.desk, hands.copy("D-0001/1")))
    send.folder.set_path(hands.folder / "papers")
    hands.outcome(send)
    assert opens(hands, "Holder's certificate outstanding") is ReceiveCertificate
    hands.outcome(hands.show(excepted(hands, KeepCopy(hands.desk, hands.copy("D-0001/1")))))
    assert opens(hands, "Exception to look at again") is LookAtException
    assert opens(hands, "Review to close") is CloseReview


@pytest.mark.usefixtures("pages")
def test_an_exception_is_looked_at_again_or_ended_and_the_copy_asked_back(hands: Hands) -> None:
    hands.outcome(hands.show(excepted(hands, KeepCopy(hands.desk, hands.copy("D-0001/1")))))
    (made,) = hands.desk.register.exceptions["D-0001/1"]
    look = hands.show(LookAtException(hands.desk, made))
    look.why.setPlainText("The inspection goes on")
    assert hands.outcome(look) == "The exception of D-0001/1 stands."
    assert "Exception to look at again" not in waiting(hands)
    end = hands.show(EndException(hands.desk, made))
    end.authority.setText("The Chair")
    end.why.setPlainText("The inspection is over")
    assert hands.outcome(end) == "The exception of D-0001/1 is ended."
    assert hands.copy("D-0001/1").state == "recalled"


def test_every_control_of_the_pages_and_dialogs_has_a_name_and_a_key_of_its_own(
    hands: Hands, screen: BatchScreen, pages: EndScreen
) -> None:
    del pages
    assert nameless(screen) == []
    keys = [*mnemonics(screen), "i", "d", "x"]
    assert sorted(keys) == sorted(set(keys))
    copy, batch = hands.copy("D-0001/1"), hands.desk.register.batches["DB-0001"]
    for dialog in (TakeOut(hands.desk, batch, "D-0001/2"), AcceptShort(hands.desk, copy)):
        hands.show(dialog)
        assert nameless(dialog) == []
        assert sorted(mnemonics(dialog)) == sorted(set(mnemonics(dialog))), type(dialog).__name__
