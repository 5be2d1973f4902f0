"""Retention in words, on a real vault: the rule, the date, its review by two people, and a clock set back."""

from datetime import datetime, timedelta

import pytest

from tests.cli.spoken import Desk, a_pdf, code_in, ready_to_conclude, text_of

OTHER = "SCR-2026-02"
AGREED = ("--agreed-with", "Rory Records", "--authority", "Minutes")
TWO = ("--first", "Rory Records", "--second", "Hanna Head", "--reason", "Its time is over")


@pytest.fixture
def ended(desk: Desk) -> Desk:
    """Return a vault with a closed review of one document, and a rule of 35 years after the conclusion."""
    desk.json("review", "open", "--reference", OTHER, "--authority", "The Chair")
    of = ("--review", OTHER, "--kind", "overview-report", "--edition", "anonymised")
    desk.json("document", "take-in", a_pdf(desk.folder / "other.pdf"), *of)
    ready_to_conclude(desk, OTHER)
    desk.json("review", "conclude", OTHER, "--authority", "The Board")
    desk.json("review", "close", OTHER, "--authority", "The Board")
    own = ("--name", "35 years", "--rule-authority", "Minutes", "--source", "to-be-checked")
    made = desk.json("retention", "adopt", "--conclusion", "35", *own, *AGREED)
    assert made["rule"]["words"] == "Until 35 years after the review's conclusion."
    confirm = ("--date", "2061-03-02", "--agreed-by", "Rory Records")
    assert desk.json("retention", "confirm", OTHER, *confirm)["kept_until"] == "2061-03-02"
    return desk


def later(desk: Desk, year: int) -> None:
    desk.now = datetime(year, 3, 2, 15, 0, tzinfo=desk.now.tzinfo)


def test_the_rules_that_are_offered_say_where_they_come_from_and_none_is_in_force(desk: Desk) -> None:
    offered = desk.json("retention", "presets")["presets"]
    assert len(offered) == 7
    assert {one["source"] for one in offered} == {"to be checked", "quoted by others", "read in the source"}
    assert desk.json("retention", "rule")["confirmed"] is False
    assert "confirmed by nobody yet" in desk("retention", "rule").out
    assert desk.refused("retention", "adopt", "--preset", "8", *AGREED)["error"] == "UnknownReferenceError"
    nothing = desk.refused("retention", "adopt", "--preset", "3", "--closure", "0", *AGREED)
    assert nothing["message"] == "What the date is counted from: the rule names nothing."


def test_each_rule_that_is_offered_can_be_adopted_after_the_other(desk: Desk) -> None:
    for preset in map(str, range(1, 8)):
        desk.json("retention", "adopt", "--preset", preset, "--why", "Another", *AGREED)
    paper = text_of(desk.json("retention", "rules-paper", "--out", desk.papers)["paper"])
    assert "No rule of retention is presented as law." in paper
    adopted = desk.json("retention", "rule")["adopted"]
    assert [one["number"] for one in adopted] == list(range(1, 8))
    assert all(f"{one['rule']['name']}, version 1" in paper for one in adopted)


def test_a_date_that_cannot_be_computed_names_what_is_missing(desk: Desk) -> None:
    found = desk.json("retention", "show", "SCR-2026-01")
    assert (found["computed"], found["kept_until"]) == (None, None)
    assert found["missing"] == ["a child whom the review is about", "the day of the conclusion"]
    schedule = desk.json("retention", "schedule", "SCR-2026-01", "--out", desk.papers)["schedule"]
    assert "Cannot be computed, for want of a child whom the review is about" in text_of(schedule)


def test_a_changed_rule_shows_the_difference_and_moves_nothing(ended: Desk) -> None:
    ended.json("retention", "adopt", "--preset", "3", "--why", "The council's schedule", *AGREED)
    found = ended.json("retention", "show", OTHER)
    assert (found["kept_until"], found["computed"]) == ("2061-03-02", "2061-03-02")
    ended.json("retention", "adopt", "--preset", "3", "--closure", "40", "--why", "Longer", *AGREED)
    found = ended.json("retention", "show", OTHER)
    assert (found["kept_until"], found["computed"]) == ("2061-03-02", "2066-03-02")
    assert "now it is 2 March 2066" in found["difference"]
    assert "retention date" in ended("vault", "today").out
    confirm = ("--date", "2066-03-02", "--agreed-by", "Rory Records")
    assert ended.refused("retention", "confirm", OTHER, *confirm)["error"] == "FactMissingError"
    moved = ended.json("retention", "confirm", OTHER, *confirm, "--why", "Rule 3")
    assert (moved["kept_until"], moved["difference"]) == ("2066-03-02", None)


def test_two_people_decide_at_the_date_and_what_they_sign_can_be_made_again(ended: Desk) -> None:
    early = ended.refused("retention", "review", OTHER, "--decision", "destroy", *TWO, "--out", ended.papers)
    assert "The authority to destroy the record before 2 March 2061" in early["message"]
    later(ended, 2061)
    assert [one["review"] for one in ended.json("retention", "list", "--due")["records"]] == [OTHER]
    assert "record review due" in ended("vault", "today").out
    begun = ended.json("retention", "review", OTHER, "--decision", "destroy", *TWO, "--out", ended.papers)
    assert (begun["state"], begun["covers"]) == (
        "awaiting signature",
        [{"document": "D-0002", "version": 1}],
    )
    paper = text_of(begun["sheet"])
    for said in ("Review of the record", "Rory Records", "Hanna Head", "2 March 2026 and 35 years", "D-0002"):
        assert said in paper
    again = ended.json("retention", "sheet", "RR-0001", "--out", ended.papers)["sheet"]
    code = code_in(again)
    assert code == code_in(begun["sheet"])
    wrong = ended.refused("retention", "decide", "RR-0001", "--code", "0000-0000")
    assert wrong["error"] == "SheetCodeError"
    assert ended.json("retention", "decide", "RR-0001", "--code", code)["state"] == "decided"
    assert ended.json("retention", "list", "--due")["records"] == []
    assert "destroy the record" in ended("retention", "reviews").out
    gone = ended.json("retention", "withdraw", "RR-0001", "--why", "A new fact")
    assert gone["state"] == "withdrawn"


def test_a_hold_forbids_what_two_people_would_decide(ended: Desk) -> None:
    later(ended, 2061)
    begun = ended.json("retention", "review", OTHER, "--decision", "destroy", *TWO, "--out", ended.papers)
    ended.json("hold", "raise", "--authority", "The inquiry", "--reason", "It forbids it")
    said = ended.refused("retention", "decide", "RR-0001", "--code", code_in(begun["sheet"]))
    assert said["error"] == "HeldError"
    assert "H-0001 on everything in the vault (The inquiry)" in said["message"]


def test_a_record_goes_to_an_archive_or_is_kept_longer(ended: Desk) -> None:
    to = ("--decision", "transfer", "--to", "Example Record Office", "--out", ended.papers)
    begun = ended.json("retention", "review", OTHER, *TWO, *to)
    ended.json("retention", "decide", "RR-0001", "--code", code_in(begun["sheet"]))
    assert "record to transfer" in ended("vault", "today").out
    assert ended.json("retention", "transferred", "RR-0001", "--receipt", "A. Archivist")["state"] == (
        "transferred"
    )
    longer = ("--decision", "extend", "--until", "2071-01-01", "--out", ended.papers)
    begun = ended.json("retention", "review", OTHER, *TWO, *longer)
    ended.json("retention", "decide", "RR-0002", "--code", code_in(begun["sheet"]))
    found = ended.json("retention", "show", OTHER)
    assert (found["kept_until"], found["extended"], found["difference"]) == ("2071-01-01", "RR-0002", None)
    schedule = text_of(ended.json("retention", "schedule", OTHER, "--out", ended.papers)["schedule"])
    for said in ("Extended by", "RR-0001", "Example Record Office", "1 January 2071"):
        assert said in schedule


def test_a_clock_that_is_set_back_leaves_the_review_due_and_decides_nothing(ended: Desk) -> None:
    later(ended, 2061)
    ended.json("ledger", "list")
    ended.json("closed-day", "add", "--day", "2061-12-01", "--why", "Training")
    ended.now -= timedelta(days=3650)
    assert [one["review"] for one in ended.json("retention", "list", "--due")["records"]] == [OTHER]
    words = ("retention", "review", OTHER, "--decision", "destroy", *TWO, "--out", ended.papers)
    assert "behind the last entry" in ended.refused(*words)["message"]
    assert "in doubt: it went back" in ended.refused(*words)["message"]
    assert [one["review"] for one in ended.json("retention", "list", "--due")["records"]] == [OTHER]
    ended.json("retention", "clock-compared", "--against", "A newspaper")
    assert ended.json("retention", "list", "--due")["records"] == []
    assert "before 2 March 2061" in ended.refused(*words)["message"]
    assert ended.json("retention", "show", OTHER)["kept_until"] == "2061-03-02"
