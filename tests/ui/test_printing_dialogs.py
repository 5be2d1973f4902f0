"""The dialogs about printers: a real CUPS behind them, and the sheets that are counted afterwards."""

from collections.abc import Iterator

import pytest

from desktop.custody.copies import CopyState
from desktop.ui.dialogs.copies import PrintCopies
from desktop.ui.dialogs.issuing import IssueCopies
from desktop.ui.dialogs.loans import SignOut, SlipAgain
from desktop.ui.dialogs.printing import CountSheets, EndException, ExceptPrinter, PrintPaper
from tests.paper.print_server import PrintServer, print_server
from tests.ui.hands import WAIT, Hands, pdf


@pytest.fixture(scope="module")
def running() -> Iterator[PrintServer]:
    """A CUPS that keeps no pages."""
    with print_server() as server:
        yield server


@pytest.fixture
def server(running: PrintServer, hands: Hands) -> PrintServer:
    """The CUPS on which the desk prints, and a document in custody."""
    running.empty()
    hands.desk.office.printers = running.cups
    hands.open_review()
    hands.take_in()
    return running


def asked(hands: Hands) -> PrintCopies:
    """Return the dialog once it knows the printers."""
    dialog = hands.show(PrintCopies(hands.desk, hands.desk.register.documents["D-0001"]))
    hands.qtbot.waitUntil(lambda: dialog.fields.printer.count() > 1, timeout=WAIT)
    return dialog


def test_copies_come_out_of_the_chosen_printer_and_their_sheets_are_counted(
    hands: Hands, server: PrintServer
) -> None:
    dialog = asked(hands)
    dialog.fields.printer.choose("Desk")
    assert not dialog.folder.isVisible()
    dialog.fields.sides.choose("two")
    assert hands.outcome(dialog) == "Printed: D-0001/1."
    assert len(server.printed()) == 1
    counting = hands.show(CountSheets(hands.desk, hands.desk.register.print_jobs["PJ-0001"]))
    assert hands.refused(counting) == "Fill in: Whole sheets."
    counting.whole.setValue(1)
    assert hands.outcome(counting) == "1 sheet whole, 0 spoilt."
    assert hands.copy("D-0001/1").state == CopyState.DAMAGED


@pytest.mark.usefixtures("server")
def test_a_printer_that_may_not_be_used_is_named_and_not_offered(hands: Hands) -> None:
    dialog = asked(hands)
    offered = [dialog.fields.printer.itemText(at) for at in range(dialog.fields.printer.count())]
    assert "ToFile" not in offered
    assert "ToFile: it makes files" in dialog.fields.told.text()
    assert "Paused (it is stopped (out of paper))" in offered
    excepting = hands.show(ExceptPrinter(hands.desk))
    hands.qtbot.waitUntil(lambda: excepting.printer.count() > 1, timeout=WAIT)
    excepting.printer.choose("ToFile")
    excepting.authority.setText("The Chair (invented)")
    excepting.reason.setPlainText("A drill")
    assert hands.outcome(excepting) == "ToFile may be used."
    ending = hands.show(EndException(hands.desk))
    ending.printer.choose("ToFile")
    ending.reason.setPlainText("The drill is over")
    assert hands.outcome(ending) == "ToFile is used no more."


@pytest.mark.usefixtures("server")
def test_a_printer_that_fails_leaves_spoilt_numbers_and_the_dialog_says_what_to_do(hands: Hands) -> None:
    dialog = asked(hands)
    dialog.fields.printer.choose("Jammed")
    hands.submit(dialog)
    assert "Numbers spoilt: 1" in dialog.complaint.accessibleName() or dialog.complaint.isVisible()
    assert hands.copy("D-0001/1").state == CopyState.SPOILT


def test_a_saved_paper_is_printed(hands: Hands, server: PrintServer) -> None:
    dialog = hands.show(PrintPaper(hands.desk, pdf(hands.folder / "slip.pdf", 1)))
    hands.qtbot.waitUntil(lambda: dialog.fields.printer.count() > 1, timeout=WAIT)
    dialog.fields.printer.choose("Desk")
    assert hands.outcome(dialog) == "The paper came out."
    assert len(server.printed()) == 1


def test_a_copy_and_its_slip_come_out_for_each_agreed_request_that_is_ticked(
    hands: Hands, server: PrintServer
) -> None:
    hands.agree(hands.add_person(), "D-0001")
    document = hands.desk.register.documents["D-0001"]
    dialog = hands.show(IssueCopies(hands.desk, document))
    hands.qtbot.waitUntil(lambda: dialog.fields.printer.count() > 1, timeout=WAIT)
    assert dialog.requests.values() == ["R-0001"]
    dialog.fields.printer.choose("Desk")
    assert hands.outcome(dialog) == "Printed and signed out: D-0001/1."
    assert hands.copy("D-0001/1").state == CopyState.AWAITING_SIGNATURE
    assert len(server.printed()) == 2
    again = hands.show(IssueCopies(hands.desk, document))
    assert again.requests.values() == [], "who has a copy is offered, and not ticked"
    assert hands.refused(again).startswith("Fill in: Agreed requests")


def test_a_row_that_stops_says_what_stands_and_offers_the_rest(hands: Hands, server: PrintServer) -> None:
    hands.agree(hands.add_person(), "D-0001")
    dialog = hands.show(IssueCopies(hands.desk, hands.desk.register.documents["D-0001"]))
    hands.qtbot.waitUntil(lambda: dialog.fields.printer.count() > 1, timeout=WAIT)
    dialog.fields.printer.choose("Jammed")
    hands.submit(dialog)
    assert dialog.said is not None
    assert [text for text, _way in dialog.said.follow] == ["&Print the rest…"]
    assert "D-0001/1 is spoilt" in dialog.complaint.accessibleName()
    assert server.printed() == []


def test_a_slip_comes_out_of_the_printer_when_a_copy_is_signed_out_and_once_more(
    hands: Hands, server: PrintServer
) -> None:
    hands.agree(hands.add_person(), "D-0001")
    copy = hands.copy(hands.print("D-0001")[0])
    dialog = hands.show(SignOut(hands.desk, copy))
    hands.qtbot.waitUntil(lambda: dialog.place.printing.printer.count() > 1, timeout=WAIT)
    assert dialog.folder.isVisible()
    dialog.place.printing.printer.choose("Desk")
    assert not dialog.folder.isVisible()
    assert hands.outcome(dialog) == "The slip came out."
    again = hands.show(SlipAgain(hands.desk, hands.copy(copy.copy)))
    hands.qtbot.waitUntil(lambda: again.place.printing.printer.count() > 1, timeout=WAIT)
    again.place.printing.printer.choose("Desk")
    assert hands.outcome(again) == "The slip came out."
    assert len(server.printed()) == 2


def test_a_slip_that_is_missing_from_a_row_is_made_from_where_that_is_told(
    hands: Hands, server: PrintServer
) -> None:
    hands.agree(hands.add_person(), "D-0001")
    dialog = hands.show(IssueCopies(hands.desk, hands.desk.register.documents["D-0001"]))
    hands.qtbot.waitUntil(lambda: dialog.fields.printer.count() > 1, timeout=WAIT)
    dialog.fields.printer.choose("Second")
    hands.submit(dialog)
    assert dialog.said is not None
    assert [text for text, _way in dialog.said.follow] == ["&Make the slip…", "&Print the rest…"]
    assert len(server.printed()) == 1
