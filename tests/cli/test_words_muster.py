"""A muster said in words: begun, counted, finished or abandoned, and read."""

from pathlib import Path

from desktop.custody import marks, muster, sheet_codes
from tests.cli.spoken import Desk

COUNTERS = ("--first", "A. Keeper", "--second", "S. Second")


def begin(desk: Desk, *more: str) -> dict[str, object]:
    return desk.json("muster", "begin", *COUNTERS, "--out", desk.papers, *more)


def code(desk: Desk) -> str:
    office = desk.office(read_only=True)
    try:
        return sheet_codes.printed(muster.the_open_one(office.register, "finished").code)
    finally:
        office.close()


def test_a_muster_goes_from_the_sheet_to_the_list_of_discrepancies(desk: Desk) -> None:
    begun = begin(desk)
    assert (begun["muster"], begun["copies"]) == ("MU-0001", ["D-0001/1", "D-0001/2"])
    assert Path(str(begun["sheet"])).exists()
    counted = desk.json("muster", "count", "D-0001/1", "--seen", "in-the-safe", "--pages", "2")
    assert counted["counts"] == [{"copy": "D-0001/1", "seen": "in the safe", "pages": 2, "discrepancy": None}]
    assert counted["left"] == ["D-0001/2"]
    desk.json("muster", "extra", "--what", "A bundle without a number")
    done = desk.json("muster", "finish", "--code", code(desk), "--out", desk.papers)
    assert Path(done["list"]).exists()
    assert [(one["about"], one["incident"]) for one in done["discrepancies"]] == [
        ("D-0001/2", "I-0001"),
        ("MU-0001", "I-0002"),
    ]
    assert [one["matter"] for one in desk.json("incident", "list")["incidents"]] == ["muster", "muster"]
    shown = desk.json("muster", "show", "MU-0001")
    assert (shown["state"], shown["left"], shown["discrepancies"]) == ("finished", [], done["discrepancies"])
    assert desk.json("muster", "discrepancies", "MU-0001", "--out", desk.papers)["list"] != done["list"]


def test_several_copies_are_counted_in_one_go_by_reference_and_by_scan(desk: Desk) -> None:
    begin(desk)
    office = desk.office(read_only=True)
    scanned = marks.page_code(office.register.founded.vault, "D-0001/2", 1)
    office.close()
    counted = desk.json("muster", "count", "d-0001/1", scanned, "--seen", "in-the-safe")
    assert [one["copy"] for one in counted["counts"]] == ["D-0001/1", "D-0001/2"]
    assert counted["left"] == []
    assert "Still to be counted: 0." in desk("muster", "count", "D-0001/1", "--seen", "in-the-safe").out


def test_one_wrong_copy_among_several_leaves_all_of_them_uncounted(desk: Desk) -> None:
    begin(desk)
    refused = desk.refused("muster", "count", "D-0001/1", "D-0001/9", "--seen", "in-the-safe")
    assert refused["message"] == "There is no copy D-0001/9 in this vault."
    assert desk.json("muster", "show", "MU-0001")["counts"] == []


def test_the_same_person_as_both_counters_is_refused(desk: Desk) -> None:
    refused = desk.refused(
        "muster", "begin", "--first", "A. Keeper", "--second", "O-0001", "--out", desk.papers
    )
    assert refused["error"] == "SameCounterError"
    assert desk.json("muster", "list")["musters"] == []


def test_a_muster_is_abandoned_with_a_reason_and_another_can_begin(desk: Desk) -> None:
    begin(desk, "--place", "safe")
    assert desk.refused("muster", "begin", *COUNTERS, "--out", desk.papers)["error"] == "MusterOpenError"
    assert desk.json("muster", "abandon", "--reason", "The fire alarm")["muster"] == "MU-0001"
    begin(desk, "--review", "SCR-2026-01")
    listed = desk.json("muster", "list")["musters"]
    assert [(one["muster"], one["state"], one["place"], one["review"]) for one in listed] == [
        ("MU-0001", "abandoned", "the safe", None),
        ("MU-0002", "under way", None, "SCR-2026-01"),
    ]
    assert "The fire alarm" in desk("muster", "show", "MU-0001").out


def test_a_muster_of_a_saturday_is_entered_late_with_both_times(desk: Desk) -> None:
    desk.json("muster", "begin", *COUNTERS, "--out", desk.papers, "--at", "2026-03-02T12:00")
    desk.json("muster", "count", "D-0001/1", "--seen", "in-the-safe", "--at", "2026-03-02T12:30")
    entry = desk.json("ledger", "list", "--last", "1")["entries"][0]
    assert (entry["happened"][:16], entry["recorded"][:16]) == ("2026-03-02T12:30", "2026-03-02T14:00")


def test_the_schedule_is_changed_in_words(desk: Desk) -> None:
    assert desk.json("muster", "schedule", "--every", "60", "--authority", "The Board")["every"] == 60
    assert "every 30 days" in desk("muster", "schedule", "--every", "30", "--authority", "The Board").out
