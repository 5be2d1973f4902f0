"""Papers, tables, JSON lines and answers of months of daily use tell the same facts (C15, H4)."""

import base64
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.endtoend.daily_desk import FIRST, Board, lines, rows, words

VIEWS = (
    ("--about", "D-0003"),
    ("--about", "D-0003/2"),
    ("--about", "P-0002"),
    ("--about", FIRST),
    ("--about", "F-0001"),
    ("--by", "O-0001"),
    ("--since", "2026-04-01", "--until", "2026-04-30"),
)


def copies(board: Board) -> list[dict[str, Any]]:
    """Return the copies as they are listed."""
    found: list[dict[str, Any]] = board.json("copy", "list")["copies"]
    return found


def whole_ledger(board: Board, folder: Path) -> list[dict[str, Any]]:
    """Return every entry, from JSON lines."""
    file = folder / "whole.jsonl"
    board.json("ledger", "export", "--out", file)
    return lines(file)


def test_the_sum_over_the_states_is_the_numbers_allotted(lived: Board, tmp_path: Path) -> None:
    listed = copies(lived)
    states = Counter(one["state"] for one in listed)
    by_state = {state: lived.json("copy", "list", "--state", state)["copies"] for state in states}
    assert {state: len(found) for state, found in by_state.items()} == states
    assert states == {
        "in safe": 7,
        "signed out": 1,
        "awaiting signature": 1,
        "damaged": 1,
        "declared deleted": 1,
    }
    numbers: dict[str, list[int]] = {}
    for one in listed:
        document, number = one["copy"].split("/")
        numbers.setdefault(document, []).append(int(number))
    for document, allotted in numbers.items():
        assert sorted(allotted) == list(range(1, len(allotted) + 1)), document
    events = [line["entry"]["event"] for line in whole_ledger(lived, tmp_path)]
    ranges = [event for event in events if event["kind"] == "copies-allotted"]
    allotted_to = Counter(dict.fromkeys(numbers, 0))
    for event in ranges:
        allotted_to[event["document"]] += event["last"] - event["first"] + 1
    assert allotted_to == {document: len(allotted) for document, allotted in numbers.items()}
    printed = len(list(lived.papers.glob("D-*-copy-?.pdf")))
    assert printed == len(listed) == sum(states.values()) == 11


def test_each_copy_has_one_responsible_person_wherever_it_is_shown(lived: Board) -> None:
    people = {one["person"] for one in lived.json("person", "list")["people"]}
    for one in copies(lived):
        shown = lived.json("copy", "show", one["copy"])
        assert {name: shown[name] for name in one} == one
        assert one["responsible"] in {"custodian", *people}
        open_loans = [loan for loan in shown["loans"] if loan["returned"] is None]
        assert [loan["person"] for loan in open_loans] == [one["responsible"]] * (
            one["responsible"] in people
        )
        text = lived("copy", "show", one["copy"]).out
        words = " ".join(text.split())
        assert f"Responsible: {one['responsible']}" in words
        assert f"State: {one['state']}" in words


def test_the_access_log_agrees_with_the_lists_in_paper_and_table(lived: Board, tmp_path: Path) -> None:
    made = lived.json("report", "access-log", "--review", FIRST, "--out", tmp_path / "log.pdf")
    table, read = rows(Path(made["csv"])), words(Path(made["file"]))
    assert made["rows"] == len(table)
    logged: dict[str, list[dict[str, str]]] = {}
    for row in table:
        logged.setdefault(row["section"], []).append(row)
        assert row["reference"] in read
    requests = lived.json("request", "list", "--review", FIRST)["requests"]
    decided = Counter(one["decision"] for one in requests)
    sums = words(Path(made["file"]), "-raw")
    for label, count in (
        ("Requests agreed", decided["agreed"]),
        ("Requests refused", decided["refused"]),
        ("Requests awaiting decision", decided[None]),
        ("Copies numbered", len(copies(lived))),
        ("Copies with holders", sum(one["responsible"] != "custodian" for one in copies(lived))),
        ("Requests from outside", len(lived.json("interest", "list")["requests"])),
    ):
        assert f"{label} {count} " in sums, label
    assert [row["reference"] for row in logged["access request"]] == [one["request"] for one in requests]
    of_review = {one["copy"]: one for one in lived.json("copy", "list", "--review", FIRST)["copies"]}
    assert {row["reference"] for row in logged["copy"]} == set(of_review)
    for row in logged["copy"]:
        if not row["returned"]:
            assert row["outcome"] == of_review[row["reference"]]["state"]
    interest = lived.json("interest", "list", "--review", FIRST)["requests"]
    told = [(row["reference"], row["outcome"], row["answered"]) for row in logged["executive summary"]]
    assert told == [(one["request"], one["outcome"], one["answered"]) for one in interest]


def test_every_letter_on_the_list_lies_there_on_paper_in_the_same_words(lived: Board) -> None:
    letters = lived.json("letter", "list")["letters"]
    assert [one["letter"] for one in letters] == [f"LE-{number:04}" for number in range(1, len(letters) + 1)]
    assert len(letters) == 27
    for one in letters:
        (paper,) = lived.papers.glob(f"{one['letter']}-*.pdf")
        read = words(paper)
        shown = lived.json("letter", "show", one["letter"])
        for line in (one["letter"], one["to"][0], one["subject"], *shown["paragraphs"]):
            assert " ".join(line.split()) in read, (one["letter"], line)
        for reference in shown["about"].split(", "):
            assert reference in read


def test_the_ladder_of_letters_is_what_was_chased(lived: Board) -> None:
    about = [one["wording"] for one in lived.json("letter", "list", "--about", "D-0002/1")["letters"]]
    assert about == ["slip-reminder", "reminder-1", "reminder-2", "escalation"]
    chasing = words(lived.papers / "chasing.pdf")
    for fact in ("D-0002/1", "Ben Marsh", "It was due back on 27", "Reminder 1 was written", "01632 960001"):
        assert fact in chasing
    told = words(next(lived.papers.glob("LE-0005-*.pdf")))
    for fact in ("The Chief Constable", "9 Example Row", "Ben Marsh", "D-0002/1"):
        assert fact in told


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: "-".join(view).strip("-"))
def test_a_view_of_the_ledger_is_the_same_on_paper_as_a_table_as_lines_and_on_the_screen(
    lived: Board, tmp_path: Path, view: tuple[str, ...]
) -> None:
    files = [tmp_path / f"view.{kind}" for kind in ("csv", "jsonl", "pdf")]
    listed = lived.json("ledger", "list", *view)["entries"]
    counts = [lived.json("ledger", "export", *view, "--out", file)["entries"] for file in files]
    # To ask is an entry too, and may be about the same thing: what came after the first answer is left out.
    last = listed[-1]["number"]
    table = [row for row in rows(files[0]) if int(row["entry"]) <= last]
    told = [line for line in lines(files[1]) if line["number"] <= last]
    read = words(files[2], "-raw")
    assert min(counts) >= len(listed) > 5
    numbers = [one["number"] for one in listed]
    assert [int(row["entry"]) for row in table] == [line["number"] for line in told] == numbers
    assert [row["digest"] for row in table] == [line["digest"] for line in told]
    assert [row["digest"] for row in table] == [one["digest"] for one in listed]
    assert [row["what"] for row in table] == [one["said"] for one in listed]
    for row in table:
        assert f"{row['entry']} " in read
        assert " ".join(row["what"].split()) in read, row


def test_a_late_entry_shows_both_its_times_in_table_lines_and_paper(lived: Board, tmp_path: Path) -> None:
    files = [tmp_path / f"view.{kind}" for kind in ("csv", "jsonl", "pdf")]
    for file in files:
        lived.json("ledger", "export", "--about", "D-0002/1", "--out", file)
    (late,) = [row for row in rows(files[0]) if row["late"]]
    assert (late["happened"][:16], late["entered"][:16]) == ("2026-03-03T16:30", "2026-03-04T10:00")
    (line,) = [line for line in lines(files[1]) if str(line["number"]) == late["entry"]]
    assert line["entry"]["hand"]["happened"].startswith("2026-03-03T16:30")
    assert line["entry"]["hand"]["recorded"].startswith("2026-03-04T10:00")
    read = words(files[2], "-raw")
    assert "3 March 2026, 16:30" in read
    assert "4 March 2026, 10:00" in read


def test_the_lines_of_the_whole_ledger_are_gapless_and_hold_what_they_are_digests_of(
    lived: Board, tmp_path: Path
) -> None:
    told = whole_ledger(lived, tmp_path)
    assert [one["number"] for one in told] == list(range(1, len(told) + 1))
    for one in told:
        assert json.loads(base64.b64decode(one["body"])) == one["entry"]


def test_the_working_of_a_clock_is_the_same_on_paper_as_on_the_screen(lived: Board) -> None:
    read = words(lived.papers / "F-0001-working.pdf")
    for fact in (
        "11 April 2026",
        "12 May 2026",
        "A proclaimed holiday",
        "11 June 2026",
        "Spring bank holiday",
    ):
        assert fact in read, fact
    extension = words(next(lived.papers.glob("LE-*-foi-extension.pdf")))
    assert "8 July 2026" in extension
    answer = words(next(lived.papers.glob("LE-*-foi-response.pdf")), "-raw")
    for fact in (
        "lines 3 to 9",
        "Told in confidence",
        "section 41",
        "Page 4",
        "Would inhibit. Public interest: Openness weighs less than candour",
        "Our reasons: Two passages are withheld",
        "we send you: Individual Management Review of Invented Constabulary, identified edition.",
    ):
        assert fact in answer, fact
    sar = words(lived.papers / "S-0001-working.pdf")
    assert "20 April 2026" in sar
    assert "20 July 2026" in sar


def test_the_muster_says_the_same_on_its_sheet_its_list_and_in_its_incidents(lived: Board) -> None:
    shown = lived.json("muster", "show", "MU-0001")
    sheet, listed = words(Path(lived.kept["muster sheet"])), words(Path(lived.kept["discrepancies"]))
    for count in shown["counts"]:
        assert count["copy"] in sheet
    incidents = {one["incident"]: one for one in lived.json("incident", "list")["incidents"]}
    assert len(shown["discrepancies"]) == 3
    for one in shown["discrepancies"]:
        assert one["about"] in listed
        assert one["incident"] in listed
        assert incidents[one["incident"]]["about"] == one["about"]
    for counter in ("A. Keeper", "W. Itness"):
        assert counter in sheet
        assert counter in listed


def test_return_receipts_and_copies_agree_about_the_pages(lived: Board) -> None:
    short, whole = sorted(lived.papers.glob("D-0002-copy-1-return-receipt-*.pdf"))
    assert "2 of 3" in words(short)
    assert "3 of 3" in words(whole)
    court = words(next(lived.papers.glob("D-0003-copy-6-return-receipt-*.pdf")))
    for fact in ("5 of 5", "The judge", "Dov Pleader"):
        assert fact in court
    (loan,) = lived.json("copy", "show", "D-0003/6")["loans"]
    assert (loan["returned"], loan["due"]) == ("2026-04-07", "2026-04-07")
