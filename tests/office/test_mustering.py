"""A muster at the office: count sheet and list of discrepancies lie where they were asked for (C13)."""

from pathlib import Path

import pypdfium2
import pytest

from desktop.custody import marks, muster, numbers, sheet_codes
from desktop.custody.errors import FactMissingError, MusterCodeError, WrongStateError
from desktop.custody.muster import Counted
from desktop.custody.observations import ActRefused, PaperMade
from desktop.office import muster as mustering
from desktop.office.errors import PaperNotWrittenError
from desktop.office.muster import Begun
from desktop.office.office import Office
from desktop.office.papers import Made, file_of
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import run
from tests.factory import Facts, a_small_disk
from tests.office.at_work import agrees_with_the_disk, events, last


@pytest.fixture
def copy(office: Office, document: str, out: Path) -> str:
    """Return a copy of two pages in the safe."""
    run(print_copies(office, Order(document, 1), out))
    return f"{document}/1"


def begin(office: Office, folder: Path) -> Begun:
    return run(mustering.begin(office, first="A. Counter", second="B. Counter", where=folder))


def words_of(made: Made) -> str:
    with pypdfium2.PdfDocument(file_of(made)) as paper:
        return "\n".join(page.get_textpage().get_text_bounded() for page in paper)


def code(office: Office) -> str:
    return sheet_codes.printed(muster.the_open_one(office.register, "finished").code)


@pytest.mark.usefixtures("copy")
def test_the_count_sheet_names_every_number_and_says_nowhere_what_the_register_expects(
    office: Office, document: str, out: Path
) -> None:
    office.do(numbers.allot, document=document, number_of_copies=2)
    office.do(numbers.spoil, copy=f"{document}/2", reason="The printer jammed")
    begun = begin(office, out)
    said = words_of(begun.sheet)
    assert all(f"{document}/{number}" in said for number in (1, 2, 3))
    assert code(office) in said
    assert not any(state in said.casefold() for state in ("spoilt", "allotted", "✓", "in safe"))
    assert agrees_with_the_disk(office)


def test_three_hundred_copies_stand_on_one_legible_sheet(office: Office, document: str, out: Path) -> None:
    found = office.register.documents[document]
    authority: Facts = {"authority": "The Chair", "reason": "A large panel"}
    for _ in range(3):
        office.do(numbers.allot, document=document, number_of_copies=100, **authority)
    assert found.document == document
    begun = begin(office, out)
    said = words_of(begun.sheet).split()
    assert [word for word in said if word.startswith(f"{document}/")] == [
        f"{document}/{number}" for number in range(1, 301)
    ]
    with pypdfium2.PdfDocument(begun.sheet) as paper:
        assert len(paper) < 20


@pytest.mark.usefixtures("copy")
def test_the_sheet_is_made_again_while_the_muster_is_under_way_and_not_after(
    office: Office, out: Path
) -> None:
    begun = begin(office, out)
    again = run(mustering.sheet_again(office, out))
    assert again != begun.sheet
    assert words_of(again).count(code(office)) == 1
    assert isinstance(last(office), PaperMade)
    office.do(muster.abandon, reason="The fire alarm")
    with pytest.raises(WrongStateError, match="MU-0001 is abandoned"):
        run(mustering.sheet_again(office, out))


def test_the_scan_of_a_page_counts_its_copy_and_one_of_another_vault_does_not(
    office: Office, copy: str, out: Path
) -> None:
    begin(office, out)
    scanned = marks.page_code(office.register.founded.vault, copy, 2)
    office.do(muster.count, counts=[Counted(scanned, "in the safe", 2)])
    assert list(office.register.musters["MU-0001"].counts) == [copy]
    with pytest.raises(FactMissingError, match="another vault"):
        office.do(muster.count, counts=[Counted(marks.page_code("ELSE", copy, 2), "in the safe")])


def test_the_list_of_discrepancies_names_each_with_its_incident_and_is_made_again(
    office: Office, copy: str, out: Path
) -> None:
    begin(office, out)
    office.do(muster.count, counts=[Counted(copy, "in the safe", 1, "The last page is gone")])
    done = run(mustering.finish(office, code=code(office), where=out))
    assert [(one.about, one.incident) for one in done.discrepancies] == [(copy, "I-0001")]
    said = " ".join(words_of(done.paper).split())
    assert all(
        word in said
        for word in ("1 page counted", "2 recorded", "I-0001", "The last page is gone", "A. Counter")
    )
    again = run(mustering.list_again(office, "mu-0001", out))
    assert again != done.paper
    assert agrees_with_the_disk(office)


def test_a_muster_without_a_discrepancy_has_a_list_that_says_so(office: Office, copy: str, out: Path) -> None:
    begin(office, out)
    office.do(muster.count, counts=[Counted(copy, "in the safe", 2)])
    done = run(mustering.finish(office, code=code(office), where=out))
    assert done.discrepancies == ()
    assert "Count and register agree." in words_of(done.paper)


@pytest.mark.usefixtures("copy")
def test_a_wrong_code_ends_nothing_writes_nothing_and_is_an_entry(office: Office, out: Path) -> None:
    begin(office, out)
    before = set(out.iterdir())
    with pytest.raises(MusterCodeError):
        run(mustering.finish(office, code="0000-0000", where=out))
    assert set(out.iterdir()) == before
    assert isinstance(last(office), ActRefused)
    assert office.register.musters["MU-0001"].open


@pytest.mark.usefixtures("copy")
def test_no_list_is_made_of_a_muster_under_way(office: Office, out: Path) -> None:
    begin(office, out)
    with pytest.raises(WrongStateError, match="MU-0001 is under way"):
        run(mustering.list_again(office, "MU-0001", out))
    assert not any(isinstance(event, PaperMade) for event in events(office))


@pytest.mark.usefixtures("copy")
def test_a_sheet_that_cannot_be_written_leaves_the_muster_begun_to_be_made_again(
    office: Office, out: Path, tmp_path: Path
) -> None:
    with (
        a_small_disk(tmp_path / "small", "8k") as small,
        pytest.raises(PaperNotWrittenError, match="MU-0001 is begun"),
    ):
        begin(office, small)
    assert file_of(run(mustering.sheet_again(office, out))).exists()
