"""A transfer on a real disk: the two entries stand together, and the slip is made from them."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from desktop.custody import access, people
from desktop.custody.errors import PagesDisagreeError, UnknownReferenceError
from desktop.custody.loans import CopyReturned, CopySignedOut
from desktop.custody.observations import ActRefused
from desktop.office import incidents, papers
from desktop.office.errors import PaperNotWrittenError
from desktop.office.movements import Handover, Transfer, sign_out, transfer
from desktop.office.office import Office
from desktop.office.papers import file_of
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import run
from desktop.store.errors import CannotWriteError
from tests.factory import Facts, a_small_disk
from tests.office.at_work import agreed, events, reopened

DUE = date(2026, 3, 16)


@pytest.fixture
def handed_on(office: Office, document: str, out: Path) -> Transfer:
    """Return the transfer of a copy that P-0001 holds, to P-0002, that is still to be made."""
    run(print_copies(office, Order(document, 1), out))
    run(sign_out(office, Handover(f"{document}/1", "P-0001", agreed(office, document), DUE), out))
    post, agency = "Head of Service", "Example Health Trust"
    office.do(people.add, name="Jo Other", post=post, agency=agency, role="reader")
    asked: Facts = {"person": "P-0002", "document": document, "purpose": "To prepare", "mode": "hard-copy"}
    office.do(access.ask, **asked)
    office.do(access.decide, request="R-0002", agreed=True, by="The Chair", reason="Stands in")
    return Transfer(f"{document}/1", "P-0002", "R-0002", DUE, 2, "Good")


def words_of(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as form:
        return "\n".join(page.get_textpage().get_text_range() for page in form)


def test_a_transfer_is_two_entries_together_and_one_slip(
    office: Office, handed_on: Transfer, out: Path
) -> None:
    done = run(transfer(office, handed_on, out))
    returned, issued = events(office)[-2:]
    assert isinstance(returned, CopyReturned)
    assert isinstance(issued, CopySignedOut)
    assert issued.terms.clauses
    assert words_of(file_of(done.slip)).count(done.slip_code) == 1


def test_the_slip_of_a_transfer_is_made_again_from_the_same_two_entries(
    office: Office, handed_on: Transfer, out: Path
) -> None:
    done = run(transfer(office, handed_on, out))
    again = reopened(office)
    slip = run(papers.slip_again(again, handed_on.copy, out))
    assert slip != done.slip
    for words in (done.slip_code, "Former holder's receipt", "Jo Other", "Good"):
        assert words in words_of(file_of(slip))
    again.close()


def test_a_transfer_whose_slip_cannot_be_written_stands_and_says_so(
    office: Office, handed_on: Transfer, out: Path, tmp_path: Path
) -> None:
    with a_small_disk(tmp_path / "small", "8k") as disk:
        with pytest.raises(PaperNotWrittenError, match="is signed out"):
            run(transfer(office, handed_on, disk))
        assert list(disk.iterdir()) == []
    assert office.register.copy(handed_on.copy).responsible == "P-0002"
    assert file_of(run(papers.slip_again(office, handed_on.copy, out))).exists()


def test_nothing_is_handed_on_when_the_folder_for_its_slip_cannot_be(
    office: Office, handed_on: Transfer, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(CannotWriteError):
        run(transfer(office, handed_on, tmp_path / "file"))
    assert office.register.copy(handed_on.copy).responsible == "P-0001"


def test_a_transfer_that_is_refused_leaves_only_the_refusal(
    office: Office, handed_on: Transfer, out: Path
) -> None:
    before = len(list(out.iterdir()))
    with pytest.raises(PagesDisagreeError):
        run(transfer(office, handed_on._replace(pages=1), out))
    assert len(list(out.iterdir())) == before
    assert isinstance(events(office)[-1], ActRefused)


def test_the_report_of_an_unknown_incident_leaves_no_paper(office: Office, out: Path) -> None:
    with pytest.raises(UnknownReferenceError):
        run(incidents.report(office, "I-0009", out))
    assert not out.exists()
