"""Papers come straight out of a real CUPS: receipts, sheets, letters, with no file of them (C1, T13)."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from desktop.custody.print_jobs import Setup
from desktop.custody.printing_errors import PrinterNotReadyError, PrinterRefusedError
from desktop.office import letters, muster, papers
from desktop.office.errors import PaperNotPrintedError
from desktop.office.movements import Handover, Return, sign_out, take_back
from desktop.office.office import Office
from desktop.office.papers import Made, Printed
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import run
from tests.office.at_work import agreed
from tests.office.test_writing_letters import FACTS, TO
from tests.paper.print_server import PrintServer

DESK = Setup("Desk")


@pytest.fixture
def lent(office: Office, document: str, out: Path) -> str:
    """Return a copy that is signed out."""
    run(print_copies(office, Order(document, 1), out))
    handover = Handover(f"{document}/1", "P-0001", agreed(office, document), date(2026, 3, 16))
    run(sign_out(office, handover, out))
    return f"{document}/1"


def came_out(office: Office, made: Made, server: PrintServer) -> str:
    """Return what stands on the paper that came out last, of the job that the register knows as completed."""
    assert isinstance(made, Printed)
    assert office.register.print_jobs[made.job].end == "completed"
    with pypdfium2.PdfDocument(server.printed()[-1]) as paper:
        return "\n".join(page.get_textpage().get_text_bounded() for page in paper)


def test_receipts_sheets_and_letters_come_out_and_no_file_of_them_is_made(
    office: Office, document: str, lent: str, out: Path, server: PrintServer
) -> None:
    before = sorted(out.iterdir())
    assert "Accession receipt" in came_out(
        office, run(papers.accession_receipt(office, document, DESK)), server
    )
    letter = run(letters.write(office, "reminder-1", TO, lent, FACTS, where=DESK))
    assert "Robin Invented" in came_out(office, letter, server)
    begun = run(muster.begin(office, first="A. Counter", second="B. Counter", where=DESK))
    assert "Count sheet" in came_out(office, begun.sheet, server)
    pages = office.register.copy(lent).pages or 0
    back = run(take_back(office, Return(lent, pages, "Good"), DESK))
    assert back.receipt is not None
    assert "Return receipt" in came_out(office, back.receipt, server)
    assert sorted(out.iterdir()) == before


def test_a_printer_that_may_not_be_used_is_refused_before_anything_is_entered(
    office: Office, server: PrintServer
) -> None:
    for name, error in (("ToFile", PrinterRefusedError), ("Paused", PrinterNotReadyError)):
        with pytest.raises(error):
            run(muster.begin(office, first="A. Counter", second="B. Counter", where=Setup(name)))
    assert not office.register.musters
    assert server.printed() == []


@pytest.mark.usefixtures("lent")
def test_an_act_whose_paper_does_not_come_out_stands_and_its_paper_is_made_again(
    office: Office, server: PrintServer
) -> None:
    with pytest.raises(
        PaperNotPrintedError, match=r"MU-0001 is begun.*its count sheet was not printed"
    ) as told:
        run(muster.begin(office, first="A. Counter", second="B. Counter", where=Setup("Jammed")))
    assert "Do not repeat the act" in told.value.hint
    assert list(office.register.musters) == ["MU-0001"]
    assert "Count sheet" in came_out(office, run(muster.sheet_again(office, DESK)), server)
