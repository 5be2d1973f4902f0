"""A review of two years, from its notification to the disposal of its masters, read from its papers.

Twelve agencies, sixty documents, forty copies, ninety requests: the story is `years_stages`. What is told
here is read by strangers (pdftotext, qpdf, Python's own csv) and compared with what the program answers.
"""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.endtoend.daily_desk import rows, sound, words
from tests.endtoend.years_desk import AGENCIES, HEAD, OFSTED, PEOPLE, REPORT, SCR, Years
from tests.endtoend.years_end import BY_HOLDER, OFSTEDS
from tests.endtoend.years_plan import rows_of
from tests.endtoend.years_second import LOST


def told(board: Years, paper: str, *facts: str) -> None:
    """See that a paper tells these facts."""
    read = [words(Path(board.kept[paper]), order) for order in ("-layout", "-raw")]
    for fact in facts:
        assert any(fact in one for one in read), (paper, fact)


def test_the_review_was_as_large_as_a_real_one(years: Years) -> None:
    assert len(years.json("review", "show", SCR)["agencies"]) == len(AGENCIES) == 12
    assert len(years.json("document", "list", "--review", SCR)["documents"]) == 60
    assert len(years.json("copy", "list", "--review", SCR)["copies"]) == 40
    asked = [
        years.json(noun, "list")["requests"] for noun in ("request", "interest", "foi", "subject-access")
    ]
    assert [len(one) for one in asked] == [50, 28, 6, 6]
    assert Counter(one["decision"] for one in asked[0]) == {"agreed": 44, "refused": 6}
    assert Counter(one["outcome"] for one in asked[1]) == {"sent": 22, "declined": 4, "withdrawn": 2}


def in_clear(board: Years) -> list[Path]:
    """Return the papers that open without a passphrase."""
    slips = board.papers.glob("E-*-passphrase.pdf")
    encrypted = {slip.with_name(f"{slip.name[:6]}-executive-summary.pdf") for slip in slips}
    encrypted.add(board.papers / f"{REPORT}-copy-15.pdf")
    return [paper for paper in sorted(board.folder.rglob("*.pdf")) if paper not in encrypted]


def all_is_well_with(board: Years, papers: list[Path]) -> None:
    """See that papers are sound, and that every checkpoint on them matches the ledger."""
    heads = set()
    for paper in papers:
        assert sound(paper), paper.name
        heads.update(HEAD.findall(words(paper)))
    assert len(heads) > len(papers) // 4
    for head in sorted(heads):
        assert board.json("slip", "check", head)["slip"] == "matches", head


def test_a_paper_of_each_kind_is_sound_and_its_checkpoint_matches(years: Years) -> None:
    of_each = {re.sub(r"\d+", "", paper.name): paper for paper in in_clear(years)}
    assert len(of_each) > 50
    all_is_well_with(years, list(of_each.values()))


@pytest.mark.long
def test_every_paper_is_sound_and_every_checkpoint_matches(years: Years) -> None:
    papers = in_clear(years)
    assert len(papers) > 300
    all_is_well_with(years, papers)


def test_every_number_has_its_end(years: Years) -> None:
    listed = {one["copy"]: one["state"] for one in years.json("copy", "list")["copies"]}
    assert Counter(listed.values()) == {
        "destroyed here": 36,
        "destroyed by holder": 1,
        "kept by holder": 1,
        "lost": 1,
        "declared deleted": 1,
    }
    assert (listed[BY_HOLDER], listed[OFSTEDS], listed[LOST]) == (
        "destroyed by holder",
        "kept by holder",
        "lost",
    )


def test_the_certificates_name_every_copy_with_its_pages_and_both_people(years: Years) -> None:
    ended = [one["copy"] for one in years.json("copy", "list", "--state", "destroyed here")["copies"]]
    certified = []
    for batch in ("DB-0001", "DB-0002"):
        read = words(Path(years.kept[batch]))
        for fact in ("A. Keeper", "Wren Witness", "Cross-cut shredder", "P-5", f"Bag {batch[-1]}", "Room 1"):
            assert fact in read, (batch, fact)
        certified += [copy for copy in ended if f"{copy} " in read]
    assert sorted(certified) == sorted(ended)
    told(years, "holder's certificate", BY_HOLDER, "Person A Invented")
    told(years, "exceptions", OFSTEDS, LOST, "G. Chair", "under its own Act", "1 March 2028")


def test_the_clock_and_the_calendar_tell_the_same_days(years: Years) -> None:
    told(years, "clock", "2 August 2026", "30 November 2026", "9 April 2026", "Example Crown Court")
    calendar = Calendar.from_ical(Path(years.kept["calendar"]).read_bytes())
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == f"{SCR}: Completion of the review due"
    assert event.decoded("DTSTART") == date(2026, 11, 30)


def test_who_was_told_of_the_decision_stands_on_the_checklist(years: Years) -> None:
    facts = ("Youth Justice Board", "Prisons and Probation Ombudsman", "By letter", "4 February 2026")
    told(years, "checklist", *facts, "Told by the police, in person")


def test_the_plan_is_the_same_on_paper_in_the_workbook_and_in_the_register(years: Years) -> None:
    plan = years.json("plan", "list", "--review", SCR)["objectives"]
    table = rows_of(years.papers / "plan-for-agencies.xlsx")
    assert [row[0] for row in table[1:]] == [one["objective"] for one in plan]
    for one, row in zip(plan, table[1:], strict=True):
        assert {one["recommendation"], one["outcome"], one["action"], one["person"]} <= set(row)
        told(years, "plan", one["recommendation"], one["action"], one["agency"])
        assert one["state"] == "met"
    told(years, "report 1", "Staff were trained, quarter 1, agency 12", "12 open, 0 met")
    told(years, "report 2", "Audit 6 was good")


def test_the_pack_tells_the_panel_what_the_register_says(years: Years) -> None:
    told(years, "pack", SCR, "Person A Invented", LOST, OFSTEDS, "DB-0002", "inadequate", "Wren Witness")
    wider = words(Path(years.kept["wider pack"]))
    for person in (
        *(f"Person {chr(65 + number)} Invented" for number in range(12)),
        "Wren Witness",
        "G. Chair",
    ):
        assert person not in wider
    assert len(rows(years.folder / "pack" / "copies.csv")) == 40


def test_the_access_log_has_every_request_and_every_copy(years: Years) -> None:
    logged = Counter(row["section"] for row in rows(Path(years.kept["access table"])))
    assert (logged["access request"], logged["executive summary"]) == (50, 28)
    assert logged["copy"] >= 40
    read = words(Path(years.kept["access log"]))
    assert all(f"R-{number:04}" in read for number in range(1, 51))


def test_what_was_lost_was_told_to_the_commissioner_and_accepted_in_the_end(years: Years) -> None:
    told(years, "lost report", LOST, "It was left on a train", "15 September 2026, 08:30")
    shown = years.json("copy", "show", LOST)
    assert (shown["state"], shown["responsible"]) == ("lost", PEOPLE[10])
    assert years.json("copy", "show", OFSTEDS)["responsible"] == OFSTED


def test_the_date_and_its_working_are_on_the_schedule_and_the_decision_on_its_sheet(years: Years) -> None:
    told(years, "schedule", "1 March 2087", "2087 has no 29 February", "75", "Rory Records")
    told(years, "record review", "RR-0001", "Rory Records", "Hanna Head", "Its date is over", REPORT)
