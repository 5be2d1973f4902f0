"""2027: the evaluation is answered, and the action plan carried out, quarter by quarter, until it is met."""

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import xlsxwriter

from tests.endtoend.years_desk import AGENCIES, SCR, Years
from tests.endtoend.years_requests import (
    february_the_holds_of_answered_requests_run_out,
    march_the_holds_of_answered_subject_access_run_out,
)

BOARD = ("--authority", "The Board, minute 21")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def january_the_plan_is_made_and_every_agency_signs_up(board: Years) -> None:
    board.on("2027-01-11")
    for number, agency in enumerate(AGENCIES, 1):
        what = ("--recommendation", f"Recommendation {number}", "--outcome", f"Outcome {number}")
        how = ("--action", f"Action {number}", "--person", f"Lead {number}", "--target", "2027-10-29")
        board.json("plan", "add", "--review", SCR, *what, *how, "--agency", agency)
    assert len(board.json("plan", "standing", "--review", SCR)["not_signed_up"]) == 12
    for number, agency in enumerate(AGENCIES, 1):
        officer = ("--officer", f"Officer {number}", "--post", "Chief Executive")
        board.json("plan", "sign-up", "--review", SCR, "--agency", agency, *officer)
    assert board.json("plan", "approve", "--review", SCR, *BOARD)["state"] == "approved"
    board.kept["plan"] = board.json("plan", "paper", "--review", SCR, *board.out)["plan"]


def february_the_review_is_found_inadequate(board: Years) -> None:
    board.on("2027-02-15")
    board.receive("Letter of evaluation", 1, "evaluation-letter")
    letter = ("--letter", "2027-02-12", "--grade", "inadequate", "--by", "Ofsted")
    found = board.json("review", "evaluated", SCR, *letter)
    (due,) = [one["due"] for one in found["deadlines"] if one["what"] == "evaluation"]
    assert due == "2027-05-12"


def april_agencies_fill_in_a_workbook_and_it_is_entered_whole(board: Years) -> None:
    board.on("2027-04-05")
    book = board.papers / "plan-for-agencies.xlsx"
    board.json("plan", "export", "--review", SCR, "--out", book)
    table = rows_of(book)
    assert len(table) == 13
    evidence = table[0].index("Evidence of Progress")
    for number, row in enumerate(table[1:], 1):
        row[evidence] = f"Staff were trained, quarter 1, agency {number}"
    filled = filled_in(table, board.received / "plan-filled-in.xlsx")
    looked = board.json("plan", "import", filled, "--review", SCR)
    assert (looked["entered"], looked["problems"], len(looked["progress"])) == (False, [], 12)
    entered = board.json("plan", "import", filled, "--review", SCR, "--enter")
    assert entered["entered"]
    again = board.json("plan", "import", filled, "--review", SCR)
    assert (len(again["same"]), again["progress"]) == (12, [])
    _reported(board, 1, "2027-04-20")


def may_the_evaluation_is_answered_before_its_three_months_are_over(board: Years) -> None:
    board.on("2027-05-10")
    board.receive("Answer to the evaluation", 1, "correspondence")
    found = board.json("review", "evaluation-answered", SCR, "--how", "By the plan of 10 May")
    (due,) = [one["state"] for one in found["deadlines"] if one["what"] == "evaluation"]
    assert due == "met"
    assert len(board.json("document", "list", "--review", SCR)["documents"]) == 60


def july_and_october_the_board_hears_of_the_progress(board: Years) -> None:
    board.on("2027-07-05")
    for number in range(1, 7):
        board.json("plan", "progress", f"OB-{number:04}", "--evidence", f"Audit {number} was good")
        board.json(
            "plan", "met", f"OB-{number:04}", "--evidence", "All of it is done", "--agreed-by", "Panel"
        )
    _reported(board, 2, "2027-07-20")
    board.on("2027-10-04")
    _reported(board, 3, "2027-10-19")
    board.on("2027-11-01")
    overdue = board.json("plan", "list", "--review", SCR, "--overdue")["objectives"]
    assert [one["objective"] for one in overdue] == [f"OB-{number:04}" for number in range(7, 13)]


def november_the_inquest_ends_and_its_hold_with_it(board: Years) -> None:
    board.on("2027-11-15")
    outcome = ("--outcome", "A narrative conclusion", "--on", "2027-11-12")
    assert board.json("proceedings", "conclude", "PP-0001", *outcome)["holds"] == []
    assert board.json("hold", "list", "--in-force")["holds"] == []


def december_every_objective_is_met(board: Years) -> None:
    board.on("2027-12-06")
    for number in range(7, 13):
        evidence = ("--evidence", "Seen at the visit", "--agreed-by", "The panel")
        board.json("plan", "met", f"OB-{number:04}", *evidence)
    _reported(board, 4, "2027-12-21")


def _reported(board: Years, number: int, meeting: str) -> None:
    """Make the next progress report, and have the Board hear it."""
    made = board.json("plan", "report", "--review", SCR, *board.out)
    assert made["number"] == number
    board.kept[f"report {number}"] = made["report"]
    board.on(meeting)
    heard = ("--meeting", meeting, "--number", str(number), "--minute", f"Minute {number}")
    board.json("plan", "presented", "--review", SCR, *heard)


def rows_of(book: Path) -> list[list[str]]:
    """Read the cells of a workbook's first sheet as its format says, without any program of ours."""
    with zipfile.ZipFile(book) as parts:
        strings = ET.fromstring(parts.read("xl/sharedStrings.xml"))  # noqa: S314 - made by us
        shared = ["".join(text.itertext()) for text in strings.iter(f"{_MAIN}si")]
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - made by us
    return [[_cell(cell, shared) for cell in row.iter(f"{_MAIN}c")] for row in sheet.iter(f"{_MAIN}row")]


def _cell(cell: ET.Element, shared: list[str]) -> str:
    value = cell.findtext(f"{_MAIN}v") or ""
    return shared[int(value)] if cell.get("t") == "s" else value


def filled_in(table: list[list[str]], file: Path) -> Path:
    """Write a workbook as an agency sends it back: made anew by another hand, days as numbers."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Plan")
    for number, row in enumerate(table):
        for column, cell in enumerate(row):
            if number and table[0][column] == "Target Date":
                sheet.write_number(number, column, float(cell), days)
            else:
                sheet.write_string(number, column, cell)
    book.close()
    file.write_bytes(target.getvalue())
    return file


PLAN = (
    january_the_plan_is_made_and_every_agency_signs_up,
    february_the_holds_of_answered_requests_run_out,
    february_the_review_is_found_inadequate,
    march_the_holds_of_answered_subject_access_run_out,
    april_agencies_fill_in_a_workbook_and_it_is_entered_whole,
    may_the_evaluation_is_answered_before_its_three_months_are_over,
    july_and_october_the_board_hears_of_the_progress,
    november_the_inquest_ends_and_its_hold_with_it,
    december_every_objective_is_met,
)
