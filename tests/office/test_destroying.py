"""Destruction at the office: the sheet before, the certificate after, and a stop between the two (F3)."""

from pathlib import Path

import pypdfium2
import pytest

from desktop.custody import destruction as rules
from desktop.custody import sheet_codes
from desktop.custody.batches import How
from desktop.custody.ending_errors import DestructionCodeError
from desktop.custody.observations import ActRefused
from desktop.office import destruction
from desktop.office.office import Office
from desktop.office.papers import Made, file_of
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import run
from tests.office.at_work import agrees_with_the_disk, last, reopened, stopped_at

HOW = How("Wilma Witness", "Cross-cut shredder", "P-5", "Room 2", "Seal 12")


@pytest.fixture
def batch(office: Office, document: str, out: Path) -> str:
    """Return a batch with a copy of two pages in it."""
    run(print_copies(office, Order(document, 1), out))
    office.do(rules.begin, how=HOW)
    why = "Superseded"
    copy = f"{document}/1"
    office.do(rules.tick, batch="DB-0001", copy=copy, pages=2, authority="The Chair", reason=why)
    return "DB-0001"


def words_of(made: Made) -> str:
    with pypdfium2.PdfDocument(file_of(made)) as paper:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in paper)


def code(office: Office) -> str:
    sheet = office.register.batches["DB-0001"].sheet
    assert sheet is not None
    return sheet_codes.printed(sheet.code)


def test_a_program_that_stops_between_the_signatures_leaves_the_batch_open_and_its_sheet_to_be_made(
    office: Office, batch: str, out: Path
) -> None:
    first = run(destruction.sheet(office, batch, out))
    assert code(office) in words_of(first.file)
    stopped_at(destruction.complete(office, batch=batch, code=code(office), where=out), "Writing the ledger")
    again = reopened(office)
    assert again.register.batches[batch].open
    second = run(destruction.sheet(again, batch, out))
    assert code(again) in words_of(second.file)
    with pytest.raises(DestructionCodeError):
        run(destruction.complete(again, batch=batch, code="0000-0000", where=out))
    assert isinstance(last(again), ActRefused)
    done = run(destruction.complete(again, batch=batch, code=code(again), where=out))
    said = words_of(done.certificate)
    for told in ("D-0001/1", "P-5", "Room 2", "Seal 12", "Wilma Witness", "The Chair", "masters"):
        assert told in said
    assert agrees_with_the_disk(again)
