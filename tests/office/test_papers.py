"""Papers: each lies where it was asked for, over no other file, not in the vault, and can be made again."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from desktop.custody.errors import WrongStateError
from desktop.custody.observations import ActRefused, PaperMade
from desktop.office import accounts, papers, reports, viewing
from desktop.office.errors import FileInTheWayError, OutputInVaultError, PaperNotWrittenError
from desktop.office.movements import Handover, Return, sign_out, take_back
from desktop.office.office import Office
from desktop.office.papers import file_of
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import run
from desktop.store.errors import CannotWriteError
from tests.factory import a_small_disk
from tests.office.at_work import agreed, events


@pytest.fixture
def lent(office: Office, document: str, out: Path) -> str:
    """Return a copy that is signed out, with its slip in `out`."""
    run(print_copies(office, Order(document, 1), out))
    request = agreed(office, document)
    run(sign_out(office, Handover(f"{document}/1", "P-0001", request, date(2026, 3, 16)), out))
    return f"{document}/1"


def test_a_slip_is_made_again_beside_the_first_from_the_same_entry(
    office: Office, lent: str, out: Path
) -> None:
    first = next(out.glob("*-slip-*.pdf"))
    again = run(papers.slip_again(office, lent, out))
    assert again != first
    assert (file_of(first).exists(), file_of(again).exists()) == (True, True)
    assert any(isinstance(event, PaperMade) and event.about == lent for event in events(office))


def test_a_copy_in_the_safe_has_no_slip_and_no_entry_says_so(
    office: Office, document: str, out: Path
) -> None:
    run(print_copies(office, Order(document, 1), out))
    with pytest.raises(WrongStateError, match="in safe"):
        run(papers.slip_again(office, f"{document}/1", out))
    assert not any(isinstance(event, PaperMade) for event in events(office))


def test_a_return_receipt_is_made_again_whole_or_short(office: Office, lent: str, out: Path) -> None:
    pages = office.register.copy(lent).pages or 0
    with pytest.raises(WrongStateError, match="return receipt"):
        run(papers.return_receipt_again(office, lent, out))
    run(take_back(office, Return(lent, pages - 1, "A page is missing"), out))
    assert file_of(run(papers.return_receipt_again(office, lent, out))).exists()
    run(take_back(office, Return(lent, pages, "Good"), None))
    assert file_of(run(papers.return_receipt_again(office, lent, out))).exists()


def test_a_loan_whose_slip_cannot_be_written_stands_and_says_so(
    office: Office, document: str, out: Path, tmp_path: Path
) -> None:
    run(print_copies(office, Order(document, 1), out))
    request = agreed(office, document)
    handover = Handover(f"{document}/1", "P-0001", request, date(2026, 3, 16))
    with a_small_disk(tmp_path / "small", "8k") as disk:
        with pytest.raises(PaperNotWrittenError, match="is signed out"):
            run(sign_out(office, handover, disk))
        assert list(disk.iterdir()) == []
    assert office.register.copy(f"{document}/1").responsible == "P-0001"
    assert isinstance(events(office)[-1], ActRefused)
    assert file_of(run(papers.slip_again(office, f"{document}/1", out))).exists()


def test_nothing_moves_when_the_folder_for_its_paper_cannot_be(
    office: Office, document: str, out: Path, pdf: Path
) -> None:
    run(print_copies(office, Order(document, 1), out))
    request = agreed(office, document)
    with pytest.raises(CannotWriteError):
        run(sign_out(office, Handover(f"{document}/1", "P-0001", request, date(2026, 3, 16)), pdf))
    assert office.register.copy(f"{document}/1").responsible == "custodian"


@pytest.mark.parametrize("place", ["", "masters", "new/folder"])
def test_nothing_is_written_into_the_vault(office: Office, document: str, place: str) -> None:
    folder = office.vault.folder / place
    before = sorted(office.vault.folder.rglob("*"))
    review = next(iter(office.register.reviews))
    for procedure in (
        print_copies(office, Order(document, 1), folder),
        papers.accession_receipt(office, document, folder),
        reports.make_access_log(office, review, folder / "log.pdf"),
        accounts.export(office, folder / "ledger.db"),
        viewing.export(office, document, "A test", folder / "x.pdf"),
    ):
        with pytest.raises(OutputInVaultError):
            run(procedure)
    assert sorted(office.vault.folder.rglob("*")) == before
    assert not office.register.copies


def test_a_report_never_takes_the_place_of_a_file_that_is_there(office: Office, out: Path) -> None:
    review = next(iter(office.register.reviews))
    out.mkdir()
    (out / "log.csv").write_text("mine")
    with pytest.raises(FileInTheWayError, match=r"log\.csv"):
        run(reports.make_access_log(office, review, out / "log.pdf"))
    assert sorted(path.name for path in out.iterdir()) == ["log.csv"]
    assert (out / "log.csv").read_text() == "mine"
    assert not any(isinstance(event, PaperMade) for event in events(office))


def test_a_paper_is_made_in_large_print_where_that_is_wanted(
    office: Office, document: str, out: Path
) -> None:
    ordinary = run(papers.accession_receipt(office, document, out))
    office.large_print = True
    large = run(papers.accession_receipt(office, document, out))
    with pypdfium2.PdfDocument(ordinary) as small, pypdfium2.PdfDocument(large) as big:
        assert len(big) > len(small)
