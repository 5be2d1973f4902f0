"""Action plans in a real vault: papers that can be made again, workbooks that go out and come back (E6)."""

import re
from pathlib import Path

import pypdfium2
import pytest
import xlsxwriter

from desktop.custody import ledger, objective_ends, objectives, plan_decisions
from desktop.custody.ending_errors import PlanSheetError
from desktop.custody.errors import FactMissingError, FileRefusedError, WrongStateError
from desktop.custody.observations import ActRefused
from desktop.office import action_plans, plan_workbooks
from desktop.office.errors import OutputInVaultError
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.paper.errors import DocumentTooLargeError
from desktop.store.errors import CannotWriteError
from tests.custody.planned import WORDING
from tests.factory import REVIEW, Facts
from tests.office.at_work import agrees_with_the_disk, last


@pytest.fixture
def planned(office: Office) -> Office:
    """An office with an approved plan of one objective."""
    office.do(objectives.add, review=REVIEW, wording=WORDING)
    office.do(plan_decisions.approve, review=REVIEW, authority="Minute 4")
    return office


def text_of(file: Path) -> str:
    """Return the text of a paper but for the heads of the ledger on it, which go on."""
    with pypdfium2.PdfDocument(file) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    return re.sub(r"\d+: (?:[0-9A-Z]{4}-?)+", "", " ".join(" ".join(pages).split()))


def test_a_progress_report_made_again_says_what_it_said(planned: Office, out: Path) -> None:
    end: Facts = {"evidence": "All are trained", "agreed_by": "The panel"}
    planned.do(objective_ends.meet, objective="OB-0001", **end)
    first = run(action_plans.report(planned, REVIEW, out)).paper
    planned.do(objective_ends.reopen, objective="OB-0001", reason="One team was left out")
    planned.do(objectives.change, objective="OB-0001", reason="Anew", action="Train the last team")
    again = run(action_plans.report_again(planned, REVIEW, out, 1))
    assert "All are trained" in text_of(first)
    assert (again != first, text_of(again)) == (True, text_of(first))
    agrees_with_the_disk(planned)


def test_no_report_is_entered_where_its_paper_cannot_be_written(planned: Office, out: Path) -> None:
    out.parent.mkdir(exist_ok=True)
    out.write_text("a file where a folder is wanted", "utf-8")
    before = planned.register.head
    with pytest.raises(CannotWriteError):
        run(action_plans.report(planned, REVIEW, out))
    assert planned.register.action_plans[REVIEW].reports == ()
    assert planned.register.head.number <= before.number + 1
    out.unlink()
    assert run(action_plans.report(planned, REVIEW, out)).number == 1


def test_a_workbook_goes_out_and_comes_back_unchanged(planned: Office, tmp_path: Path) -> None:
    file = run(plan_workbooks.export(planned, REVIEW, tmp_path / "plan.xlsx"))
    found = run(plan_workbooks.read(planned, REVIEW, file))
    assert (found.preview.same, found.preview.nothing) == (["OB-0001"], True)
    with pytest.raises(WrongStateError, match="says already"):
        run(plan_workbooks.enter(planned, found))
    assert isinstance(last(planned), ActRefused)
    agrees_with_the_disk(planned)


def test_what_was_read_is_compared_with_the_plan_as_it_is_when_it_is_entered(
    planned: Office, tmp_path: Path
) -> None:
    file = run(plan_workbooks.export(planned, REVIEW, tmp_path / "plan.xlsx"))
    planned.do(objectives.change, objective="OB-0001", reason="Anew", action="Another")
    found = run(plan_workbooks.read(planned, REVIEW, file))
    planned.do(objective_ends.meet, objective="OB-0001", evidence="All", agreed_by="The panel")
    with pytest.raises(PlanSheetError, match="OB-0001 is met"):
        run(plan_workbooks.enter(planned, found, reason="As agreed"))
    assert planned.register.objectives["OB-0001"].wording.action == "Another"


def test_no_workbook_is_written_into_the_vault_nor_under_another_ending(
    planned: Office, tmp_path: Path
) -> None:
    with pytest.raises(OutputInVaultError):
        run(plan_workbooks.export(planned, REVIEW, tmp_path / "vault" / "plan.xlsx"))
    with pytest.raises(FactMissingError, match="xlsx"):
        run(plan_workbooks.export(planned, REVIEW, tmp_path / "plan.xls"))
    assert list((tmp_path / "vault").glob("*.xls*")) == []


def test_a_workbook_that_is_far_too_large_is_not_even_opened(planned: Office, tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    with file.open("wb") as target:
        target.truncate(16 * 1024 * 1024 + 1)
    with pytest.raises(FileRefusedError, match="16 MiB"):
        run(plan_workbooks.read(planned, REVIEW, file))


def test_a_workbook_with_more_rows_than_a_plan_has_is_refused_in_words(
    planned: Office, tmp_path: Path
) -> None:
    file = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number in range(5_000):
            sheet.write(number, 0, "x")
    with pytest.raises(DocumentTooLargeError) as refused:
        run(plan_workbooks.read(planned, REVIEW, file))
    assert "2,000" in refused.value.message


def test_the_paper_of_the_plan_carries_the_head_that_it_shows(planned: Office, out: Path) -> None:
    paper = run(action_plans.paper(planned, REVIEW, out))
    with pypdfium2.PdfDocument(paper) as pdf:
        foot = pdf[0].get_textpage().get_text_range()
    assert ledger.checkpoint(planned.register.head).split(":")[0] in foot
    assert "Train every team" in text_of(paper)
