"""An action plan that comes back in a workbook: compared by reference, entered whole or not at all (E6)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import objective_ends, objectives, plan_import
from desktop.custody.ending_errors import PlanSheetError
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.plan_import import Preview
from desktop.custody.plan_rows import COLUMNS, LONGEST_CELL, sheet_row
from desktop.custody.plan_sheet import Cell, Day, Sheet
from tests.custody.planned import WORDING, a_plan, an_objective, approved, the
from tests.factory import REVIEW, Desk, a_desk, march

HEAD: tuple[Cell, ...] = COLUMNS
NEW: tuple[Cell, ...] = (
    "",
    "Guide",
    "Clear duties",
    "Write it",
    Day(date(2027, 1, 31)),
    "B",
    "",
    "",
    "Police",
    "",
)


def exported(desk: Desk) -> list[list[Cell]]:
    """Return the cells of the plan as a workbook has them."""
    rows = [sheet_row(one) for one in desk.register.objectives.values()]
    return [[Day(cell) if isinstance(cell, date) else cell for cell in row] for row in rows]


def sheet(*rows: Any, head: tuple[Cell, ...] = HEAD, **facts: Any) -> Sheet:
    return Sheet("Action plan", (head, *map(tuple, rows)), **facts)


def look(desk: Desk, found: Sheet, **facts: Any) -> Preview:
    return plan_import.preview(desk.register, review=REVIEW, sheet=found, **facts)


def enter(desk: Desk, found: Sheet, *, reason: str = "Agreed at the panel", **facts: Any) -> None:
    desk.do(plan_import.enter, march(9), review=REVIEW, sheet=found, sha256="ab" * 32, reason=reason, **facts)


def problems(desk: Desk, found: Sheet, **facts: Any) -> list[str]:
    """Return what is wrong with a sheet, of which nothing is then entered."""
    before = desk.register.head
    with pytest.raises(PlanSheetError):
        enter(desk, found, **facts)
    assert desk.register.head == before
    return [one.told for one in look(desk, found, **facts).problems]


def a_noted_plan() -> Desk:
    desk = a_plan("Train", "Write a guide")
    desk.do(objectives.progress, march(3), objective="OB-0001", evidence="Begun\nin May")
    desk.do(objectives.progress, march(4), objective="OB-0001", evidence="Half")
    desk.do(objective_ends.meet, march(5), objective="OB-0002", evidence="Done", agreed_by="The panel")
    return desk


def test_a_workbook_that_was_not_touched_says_what_the_register_says() -> None:
    desk = a_noted_plan()
    found = look(desk, sheet(*exported(desk)))
    assert (found.nothing, found.problems, found.same) == (True, [], ["OB-0001", "OB-0002"])
    with pytest.raises(WrongStateError):
        enter(desk, sheet(*exported(desk)))


def test_what_was_edited_is_entered_and_nothing_else() -> None:
    desk = a_noted_plan()
    first, second = exported(desk)
    first[4] = Day(date(2026, 12, 31))
    first[6] = f"{first[6]}\nThree quarters"
    found = sheet(first, second, NEW)
    enter(desk, found)
    one = the(desk)
    assert (one.wording.target, one.wording.action) == (date(2026, 12, 31), "Train")
    assert [(note.day, note.evidence) for note in one.notes][-1] == (march(9), "Three quarters")
    assert (the(desk, "OB-0003").wording.agency, the(desk, "OB-0002").state) == ("Police", "met")
    assert look(desk, sheet(*exported(desk))).nothing


def test_the_same_workbook_read_twice_enters_nothing_twice() -> None:
    desk = a_noted_plan()
    first, second = exported(desk)
    first[6] = f"{first[6]}\nThree quarters"
    found = sheet(first, second, [*NEW[:6], "A draft", *NEW[7:]])
    enter(desk, found)
    again = look(desk, found)
    assert (again.nothing, again.problems) == (True, [])
    assert again.same == ["OB-0001", "OB-0002", "OB-0003"]


def test_a_row_that_was_deleted_is_named_and_stays() -> None:
    desk = a_noted_plan()
    first, _deleted = exported(desk)
    first[3] = "Train all"
    assert look(desk, sheet(first)).missing == ["OB-0002"]
    enter(desk, sheet(first))
    assert the(desk, "OB-0002").state == "met"


def test_rows_may_come_in_any_order_under_headings_in_any_order_below_a_title() -> None:
    desk = a_noted_plan()
    rows = [list(reversed(row)) for row in reversed(exported(desk))]
    found = Sheet("Tabelle", (("The plan",), (), tuple(reversed(COLUMNS)), *map(tuple, rows)))
    assert (look(desk, found).nothing, look(desk, found).problems) == (True, [])


def test_a_plan_in_the_seven_columns_alone_is_read_with_its_agency() -> None:
    desk = a_desk()
    head = COLUMNS[1:8]
    row: tuple[Cell, ...] = ("R", "O", "A", "31 March 2027", "P", "", "")
    assert problems(desk, sheet(row, head=head)) == ["row 2: Agency is empty"]
    enter(desk, sheet(row, head=head), agency="Trust", reason="")
    assert (the(desk).wording.agency, the(desk).wording.target) == ("Trust", date(2027, 3, 31))


@pytest.mark.parametrize(
    "written", ["31/03/2027", "31.3.2027", "31-03-2027", "31 March 2027", "2027-03-31", " 31 mar 2027 "]
)
def test_a_date_as_text_is_read_day_first(written: str) -> None:
    desk = a_desk()
    enter(desk, sheet([*NEW[:4], written, *NEW[5:]]))
    assert the(desk).wording.target == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("31 November 2026", "no day such as"),
        ("31/11/2026", "no day such as"),
        ("03/31/2026", "no day such as"),
        ("1/2/26", "no day such as"),
        ("soon", "no day such as"),
        (46112.0, "is the number 46112; format the cell as a date"),
        (True, "is the number yes"),
        (None, "is empty"),
    ],
)
def test_a_target_that_is_no_day_is_named_by_its_row(written: Cell, told: str) -> None:
    (problem,) = problems(a_desk(), sheet([*NEW[:4], written, *NEW[5:]]))
    assert problem.startswith("row 2: Target Date")
    assert told in problem


def test_every_problem_is_named_and_none_of_the_good_rows_is_entered() -> None:
    desk = a_noted_plan()
    first, second = exported(desk)
    found = sheet(
        first,
        [*second[:3], "Another", *second[4:]],
        ["OB-0009", *NEW[1:]],
        [*NEW[:9], "met"],
        first,
        NEW,
        NEW,
        [],
        ["", "", "", "A", None, "", "", "", "", ""],
        merged=((5, 5),),
        formulas=(7,),
    )
    told = problems(desk, found)
    assert [one.partition(":")[0] for one in told] == ["row 3", "row 4", "row 5", "row 6", "row 7"] + [
        "row 10"
    ] * 5
    for words in (
        "OB-0002 is met, and changes no more",
        "OB-0009 is no objective of this plan",
        "cells are merged",
        "OB-0001 stands in row 2 already",
        "there is a formula",
        "Recommendation is empty",
        "Target Date is empty",
    ):
        assert any(words in one for one in told), words


def test_two_new_rows_that_say_the_same_are_one_too_many() -> None:
    (problem,) = problems(a_desk(), sheet(NEW, NEW))
    assert problem == "row 3: says the same as row 2"


def test_evidence_on_the_record_is_never_altered_by_a_workbook() -> None:
    desk = a_noted_plan()
    first, second = exported(desk)
    for written in ("3 March 2026: Finished", f"Before\n{first[6]}", f"{first[6]} and more"):
        (problem,) = problems(desk, sheet([*first[:6], written, *first[7:]], second))
        assert "differs from what is on the record" in problem
    emptied = look(desk, sheet([*first[:6], "", *first[7:]], second))
    assert (emptied.nothing, emptied.problems) == (True, [])


def test_a_state_is_not_changed_by_a_workbook() -> None:
    desk = a_noted_plan()
    first, second = exported(desk)
    (problem,) = problems(desk, sheet([*first[:9], "met"], second))
    assert "OB-0001 is open" in problem


def test_a_workbook_without_the_headings_is_refused_and_those_it_lacks_are_named() -> None:
    (problem,) = problems(a_desk(), Sheet("Sheet1", (("Recommendation", "Outcome"), ("R", "O"))))
    assert "“Action”, “Target Date”, “Person Responsible”" in problem
    (problem,) = problems(a_desk(), sheet(NEW, head=(*COLUMNS, "Action")))
    assert "“Action” stands there twice" in problem
    (problem,) = problems(a_desk(), sheet())
    assert "no row under the headings" in problem


def test_columns_of_others_are_not_read_and_empty_rows_are_passed_over() -> None:
    found = look(a_desk(), sheet([*NEW, "x"], (), ("", None), head=(*COLUMNS, "Notes")))
    assert (found.unread, found.empty, len(found.added)) == (["Notes"], 2, 1)


def test_a_change_needs_the_reason_and_after_the_approval_a_new_row_does_too() -> None:
    desk = a_noted_plan()
    first, second = exported(desk)
    with pytest.raises(FactMissingError, match="reason"):
        enter(desk, sheet([*first[:3], "Another", *first[4:]], second), reason="")
    approved(desk, on=march(9))
    with pytest.raises(FactMissingError, match="reason"):
        enter(desk, sheet(first, second, NEW), reason="")


def test_a_row_without_a_reference_that_says_what_an_objective_once_said_is_not_added_again() -> None:
    desk = a_plan()
    row = [None, *exported(desk)[0][1:]]
    desk.do(objectives.change, objective="OB-0001", reason="Why", action="Another")
    assert (look(desk, sheet(row)).same, look(desk, sheet(row)).nothing) == (["OB-0001"], True)


def test_numbers_and_truths_in_texts_are_read_as_they_are_shown() -> None:
    desk = a_desk()
    enter(desk, sheet(["", 12.0, 1.5, True, *NEW[4:]]))
    wording = the(desk).wording
    assert (wording.recommendation, wording.outcome, wording.action) == ("12", "1.5", "yes")


def test_evidence_longer_than_a_cell_shows_the_latest_notes_and_still_comes_back_exact() -> None:
    desk = a_plan()
    for number in range(5):
        desk.do(objectives.progress, objective="OB-0001", evidence=f"{number} " + "word " * 1_900)
    (row,) = exported(desk)
    cell = str(row[6])
    assert cell.startswith("Earlier notes stand in the register.")
    assert len(cell) <= LONGEST_CELL
    assert look(desk, sheet(row)).nothing
    row[6] = f"{cell}\nNew"
    assert [one.evidence for one in look(desk, sheet(row)).noted] == ["New"]


TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: any(c.isalnum() for c in text))


@given(st.lists(TEXTS, min_size=5, max_size=5), st.lists(TEXTS, max_size=3))
def test_whatever_a_row_says_it_comes_back_as_it_was(texts: list[str], notes: list[str]) -> None:
    desk = a_desk()
    fields = ("recommendation", "outcome", "action", "person", "agency")
    said: Any = dict(zip(fields, texts, strict=True))
    an_objective(desk, **said)
    for note in notes:
        desk.do(objectives.progress, objective="OB-0001", evidence=note)
    found = look(desk, sheet(*exported(desk)))
    assert (found.nothing, found.problems) == (True, [])
    assert WORDING.cross_reference == the(desk).wording.cross_reference
