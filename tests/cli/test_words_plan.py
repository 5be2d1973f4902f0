"""The action plan in words: row by row, as a workbook both ways, until the conclusion (E6, E7)."""

import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from tests.cli.spoken import REVIEW, Desk, text_of

ROW = {
    "--recommendation": "Staff need to see the child",
    "--outcome": "Every child is seen alone",
    "--action": "=HYPERLINK(0) Train every team",
    "--target": "2026-09-30",
    "--person": "A. Head (invented)",
    "--agency": "Example Health Trust",
}
SEVEN = ("Recommendation", "Outcome", "Action", "Target Date", "Person Responsible")


def add(desk: Desk, **changed: str) -> str:
    given = ROW | {f"--{name}": value for name, value in changed.items()}
    made: str = desk.json("plan", "add", *(word for pair in given.items() for word in pair))["objective"]
    return made


def workbook(file: Path, *rows: tuple[object, ...], headings: tuple[str, ...] = (*SEVEN, "Agency")) -> Path:
    """Write a workbook as an agency would."""
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((headings, *rows)):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
    return file


def test_an_objective_is_added_changed_noted_met_reopened_and_withdrawn(desk: Desk) -> None:
    known = add(desk)
    desk.json("plan", "change", known, "--target", "2026-10-31", "--reason", "The trainer is ill")
    desk.json("plan", "progress", known, "--evidence", "Half", "--on", "2026-03-01")
    assert desk.json("plan", "met", known, "--evidence", "All", "--agreed-by", "The panel")["state"] == "met"
    refused = desk.refused("plan", "progress", known, "--evidence", "More")
    assert (refused["error"], "open it again" in refused["hint"]) == ("WrongStateError", True)
    desk.json("plan", "reopen", known, "--reason", "One team was left out")
    ended = desk.json("plan", "withdraw", known, "--reason", "A guide came out", "--authority", "The Board")
    assert ended["changes"][0]["before"]["target"] == "2026-09-30"
    shown = desk.json("plan", "show", known)
    assert [one["evidence"] for one in shown["progress"]] == ["Half"]
    assert (shown["met"], shown["withdrawn"]["reason"]) == (None, "A guide came out")


def test_a_late_entry_keeps_both_days_and_none_ends_before_its_progress(desk: Desk) -> None:
    known = add(desk)
    desk.json("plan", "progress", known, "--evidence", "Half")
    late = ("--at", "2026-03-01T10:00")
    end = ("--reason", "A guide", "--authority", "The Board")
    assert desk.refused("plan", "withdraw", known, *end, *late)["error"] == "ImpossibleDateError"
    assert desk.json("plan", "list")["objectives"][0]["state"] == "open"


def test_the_board_s_decisions_the_quarter_and_the_sign_off(desk: Desk) -> None:
    known = add(desk)
    desk.json("plan", "sign-up", "--agency", ROW["--agency"], "--officer", "B. Officer (invented)")
    board = ("--authority", "The Board, minute 4")
    desk.json("plan", "met", known, "--evidence", "All", "--agreed-by", "The panel")
    assert "Board approved it" in desk.refused("plan", "sign-off", *board)["hint"]
    desk.json("plan", "reopen", known, "--reason", "One team was left out")
    assert desk.json("plan", "approve", *board)["next_report"] == "2026-06-02"
    made = desk.json("plan", "report", "--out", desk.papers)
    assert "Train every team" in text_of(made["report"])
    desk.json("plan", "presented", "--minute", "Minute 6")
    twice = desk.refused("plan", "presented")
    assert (twice["message"].split(",")[0], "next report" in twice["hint"]) == (
        "Progress report 1 is with the Board since 2 March 2026",
        True,
    )
    assert "OB-0001 open" in desk.refused("plan", "sign-off", *board)["message"]
    desk.json("plan", "met", known, "--evidence", "All", "--agreed-by", "The panel")
    found = desk.json("plan", "sign-off", *board)
    assert (found["state"], found["next_report"], found["not_signed_up"]) == ("signed off", None, [])
    assert (
        desk.refused("plan", "change", known, "--action", "X", "--reason", "Y")["error"] == "WrongStateError"
    )


def test_a_plan_as_a_workbook_has_real_dates_literal_text_and_nothing_that_runs_or_reaches_out(
    desk: Desk, tmp_path: Path
) -> None:
    add(desk)
    add(desk, action="https://example.invalid/ and <b>&amp;")
    file = tmp_path / "plan.xlsx"
    desk.json("plan", "export", "--out", file)
    with zipfile.ZipFile(file) as parts:
        names = parts.namelist()
        inside = "\n".join(parts.read(name).decode() for name in names)
    assert not [name for name in names if re.search("vba|external|embeddings|ActiveX", name, re.IGNORECASE)]
    assert "<f>" not in inside
    assert 'TargetMode="External"' not in inside
    rows = python_calamine.load_workbook(str(file)).get_sheet_by_index(0).to_python()
    cells = dict(zip(rows[0], rows[1], strict=True))
    day = cells["Target Date"]
    assert (day.date() if isinstance(day, datetime) else day) == date(2026, 9, 30)
    assert cells["Action"] == ROW["--action"]
    assert rows[2][rows[0].index("Action")] == "https://example.invalid/ and <b>&amp;"


def test_a_workbook_says_first_what_it_would_do_and_is_entered_whole_or_not_at_all(
    desk: Desk, tmp_path: Path
) -> None:
    add(desk)
    good = ("See the child", "Seen", "Train", date(2026, 9, 30), "C. Lead (invented)", "Example Council")
    file = workbook(tmp_path / "good.xlsx", good, (*good[:2], "Audit", "30/11/2026", *good[4:]))
    before = desk.json("vault", "status")["entries"]
    seen = desk.json("plan", "import", file)
    assert ([one["action"] for one in seen["added"]], seen["missing"]) == (["Train", "Audit"], ["OB-0001"])
    assert desk.json("vault", "status")["entries"] == before
    bad = workbook(tmp_path / "bad.xlsx", good, (*good[:3], "soon", *good[4:]))
    refused = desk.refused("plan", "import", bad, "--enter")
    assert "row 3: Target Date “soon”" in refused["message"]
    assert len(desk.json("plan", "list")["objectives"]) == 1
    entered = desk.json("plan", "import", file, "--enter")
    assert entered["entry"]
    assert [one["target"] for one in desk.json("plan", "list")["objectives"]][1:] == [
        "2026-09-30",
        "2026-11-30",
    ]
    assert "says already" in desk.refused("plan", "import", file, "--enter")["message"]
    assert "add --enter" not in desk("plan", "import", file).out


@pytest.mark.parametrize("words", [(), ("--enter",)])
def test_what_is_no_workbook_is_refused_and_nothing_is_entered(
    desk: Desk, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "plan.xlsx"
    file.write_bytes(b"PK\x03\x04 this is no workbook")
    refused = desk.refused("plan", "import", file, *words)
    assert refused["hint"]
    assert desk.json("plan", "list")["objectives"] == []


def test_a_review_is_concluded_once_nothing_is_missing_and_every_copy_out_is_recalled(desk: Desk) -> None:
    known = add(desk)
    slip = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-04-13", "--out", desk.papers)
    desk.json("copy", "sign-out", "D-0001/1", *slip)
    conclude = ("review", "conclude", REVIEW, "--authority", "The Board, minute 12")
    lacking: dict[str, Any] = desk.refused(*conclude)
    for missing in (known, "has not signed off", "Ofsted", "Government Office"):
        assert missing in lacking["message"], lacking
    desk.json("plan", "withdraw", known, "--reason", "A guide came out", "--authority", "The Board")
    desk.json("plan", "none", "--authority", "The Board", "--reason", "It fell away")
    told = [("--told", body, "The desk", "by letter") for body in ("Ofsted", "Government Office")]
    twice = desk.refused(*conclude, *told[0], *told[1], *told[0])
    assert (twice["error"], twice["hint"]) == ("AlreadyThereError", "Name each body once.")
    done = desk.json(*conclude, *told[0], *told[1], "--by", "2026-03-16", "--out", desk.papers)
    assert (done["recalled"], len(list(desk.papers.glob("LE-0001*.pdf")))) == (["D-0001/1"], 1)
    assert (
        desk.refused("copy", "print", "D-0001", "--number-of-copies", "1", "--out", desk.papers)["error"]
        == "ReviewConcludedError"
    )
    assert desk.refused(*conclude)["error"] == "ReviewConcludedError"


def test_after_the_conclusion_an_evaluation_as_inadequate_opens_the_plan_until_it_is_settled(
    desk: Desk,
) -> None:
    board = ("--authority", "The Board, minute 12")
    desk.json("plan", "none", "--reason", "Nothing to recommend", *board)
    told = [("--told", body, "The desk", "by letter") for body in ("Ofsted", "Government Office")]
    desk.json("review", "conclude", REVIEW, *told[0], *told[1], *board)
    amend = ("plan", "amend", "--ground", "The letter of Ofsted", *board)
    refused = desk.refused(*amend)
    assert (refused["error"], "evaluation as inadequate" in refused["hint"]) == ("ReviewConcludedError", True)
    letter = ("--letter", "2026-03-02", "--grade", "inadequate", "--by", "Ofsted")
    desk.json("review", "evaluated", REVIEW, *letter)
    assert desk.json(*amend)["state"] == "being amended"
    known = add(desk)
    assert desk.json("plan", "approve", *board)["next_report"] == "2026-06-02"
    closing = desk.refused("review", "close", REVIEW, *board)
    assert "Action plan (open again" in closing["message"]
    assert [one["what"] for one in desk.json("review", "in-the-way", REVIEW)["also"]] == ["Action plan"]
    desk.json("plan", "met", known, "--evidence", "All", "--agreed-by", "The panel")
    assert desk.json("plan", "sign-off", *board)["state"] == "signed off"
    assert desk.refused("plan", "met", known, "--evidence", "All", "--agreed-by", "X")["error"] == (
        "ReviewConcludedError"
    )
