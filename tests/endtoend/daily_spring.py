"""March and April: holders leave, copies are handed on, go astray and turn up; two people count all."""

import re
from pathlib import Path

from tests.endtoend.daily_desk import FIRST, Board, words


def a_holder_leaves_and_what_she_has_is_recalled_at_once(board: Board) -> None:
    board.on("2026-03-19")
    facts = ("--on", "2026-03-20", "--reason", "Takes a post elsewhere", "--out", board.papers)
    told = board.json("person", "leave", "P-0003", *facts)
    assert [(one["copy"], one["state"]) for one in told["copies"]] == [("D-0003/2", "recalled")]
    assert told["requests"] == []


def a_copy_is_handed_on_with_one_slip_in_three_parts(board: Board) -> None:
    request = board.agreed("P-0002", "D-0003")
    facts = ("--person", "P-0002", "--request", request, "--due", "2026-05-04", "--condition", "Good")
    short = board.refused("copy", "transfer", "D-0003/1", *facts, "--pages", "4", "--out", board.papers)
    assert "5" in short["message"] + short["hint"]
    readers = ("--other-readers", "The nurse's deputy")
    told = board.json("copy", "transfer", "D-0003/1", *facts, *readers, "--pages", "5", "--out", board.papers)
    assert told["due"] == "2026-05-05"
    board.kept["D-0003/1"] = told["slip_code"]
    board.kept["transfer slip"] = told["slip"]
    board.on("2026-03-20")
    board.confirm("D-0003/1")


def of_two_overlapping_roles_one_ends_and_access_goes_on_until_the_other_does(board: Board) -> None:
    board.on("2026-03-23")
    ended = ("--role", "panel member", "--review", FIRST, "--to", "2026-03-23")
    board.json("person", "end-role", "P-0001", *ended)
    board.on("2026-03-24")
    (nurse,) = [one for one in board.json("person", "list")["people"] if one["person"] == "P-0001"]
    assert nurse["authorised"]
    request = board.agreed("P-0001", "D-0002")
    board.sign_out("D-0002/2", "P-0001", request, "2026-04-17")
    board.confirm("D-0002/2")
    board.json("person", "end-role", "P-0001", "--role", "senior representative", "--to", "2026-03-24")
    board.on("2026-03-25")
    out = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-04-17", "--out", board.papers)
    assert board.refused("copy", "sign-out", "D-0003/3", *out)["error"] == "AccessEndedError"
    board.json("letter", "due")


def a_copy_that_was_brought_back_to_nobody_is_still_its_holders(board: Board) -> None:
    claim = ("--said-by", "B. Marsh", "--how", "Left at the front desk")
    assert board.json("copy", "claim-returned", "D-0002/1", *claim)["state"] == "claimed returned"
    board.on("2026-03-27")
    found = ("--where", "In the post room", "--found-by", "A. Porter")
    assert board.json("copy", "found", "D-0002/1", *found)["state"] == "escalated"
    out = ("--condition", "Page 3 is not there", "--receipt-to", board.papers)
    short = board.json("copy", "return", "D-0002/1", "--pages", "2", *out)
    assert (short["state"], short["incident"]) == ("escalated", "I-0001")
    board.on("2026-03-30")
    whole = ("--pages", "3", "--condition", "Good, page 3 was in the drawer", "--receipt-to", board.papers)
    assert board.json("copy", "return", "D-0002/1", *whole)["state"] == "in safe"
    board.json("incident", "close", "I-0001", "--found", "The page was in a drawer of the holder")


def a_lost_copy_starts_a_clock_of_72_hours_and_the_commissioner_is_told(board: Board) -> None:
    board.on("2026-03-30", "15:30")
    lost = board.json("copy", "lost", "D-0003/2", "--what", "She says it was in her car")
    assert (lost["incident"], lost["clock_ends"][:16]) == ("I-0002", "2026-04-02T15:30")
    board.json("incident", "note", "I-0002", "--text", "The car was searched; nothing")
    board.refused("incident", "close", "I-0002", "--found", "Nothing")
    board.on("2026-04-01", "09:00")
    told = ("--risk", "--told-commissioner", "2026-04-01T08:45")
    board.json("incident", "assess", "I-0002", "--reason", "Names of children", *told)
    board.json("incident", "report", "I-0002", "--out", board.papers)
    assert board.json("vault", "status")["incident_clocks"] == []


def a_court_copy_comes_back_after_easter(board: Board) -> None:
    board.on("2026-04-07")
    overdue = [one["copy"] for one in board.json("copy", "list", "--overdue")["copies"]]
    assert overdue == ["D-0003/2", "D-0003/7"]
    board.json("letter", "due")
    (letter,) = board.json("letter", "chase", "--out", board.papers)["letters"]
    board.json("letter", "show", letter["letter"])
    back = (
        "--pages",
        "5",
        "--condition",
        "Good",
        "--other-readers",
        "The judge",
        "--receipt-to",
        board.papers,
    )
    told = board.json("copy", "return", "D-0003/6", *back)
    assert (told["state"], told["incident"]) == ("in safe", None)


def an_electronic_copy_ends_with_a_declaration(board: Board) -> None:
    declared = ("--declared-by", "E. Overton", "--other-readers", "nobody")
    assert board.json("copy", "deleted", "D-0003/7", *declared)["state"] == "declared deleted"
    board.refused("copy", "return", "D-0003/7", "--pages", "5", "--condition", "Good")


def a_damaged_copy_is_mended_and_another_is_not(board: Board) -> None:
    board.on("2026-04-08")
    assert board.json("copy", "damaged", "D-0005/1", "--what", "Coffee")["state"] == "damaged"
    board.json("copy", "damaged", "D-0006/1", "--what", "Torn across")
    assert board.json("copy", "mend", "D-0005/1", "--found", "All words can be read")["state"] == "in safe"


def a_lost_copy_is_found_and_comes_back(board: Board) -> None:
    board.on("2026-04-09")
    found = ("--where", "Under the seat", "--found-by", "C. Quill")
    assert board.json("copy", "found", "D-0003/2", *found)["state"] == "recalled"
    back = ("--pages", "5", "--condition", "Creased", "--receipt-to", board.papers)
    assert board.json("copy", "return", "D-0003/2", *back)["state"] == "in safe"
    board.json("incident", "close", "I-0002", "--found", "It had slid under the seat; nobody read it")


def two_people_count_every_copy_and_what_differs_is_an_incident(board: Board) -> None:
    board.on("2026-04-10")
    people = ("--first", "A. Keeper", "--second", "W. Itness")
    board.refused("muster", "begin", "--first", "A. Keeper", "--second", "A. Keeper", "--out", board.papers)
    begun = board.json("muster", "begin", *people, "--out", board.papers)
    assert begun["muster"] == "MU-0001"
    code = code_at_the_foot(Path(begun["sheet"]))
    safe = ["D-0002/1", "D-0003/2", "D-0003/3", "D-0003/5", "D-0003/6"]
    board.json("muster", "count", *safe[1:], "--seen", "in-the-safe", "--pages", "5")
    (short,) = board.json("muster", "count", safe[0], "--seen", "in-the-safe", "--pages", "2")["counts"]
    assert short["discrepancy"]
    board.json("muster", "count", "D-0003/4", "--seen", "not-seen", "--note", "Its place is empty")
    board.json("muster", "count", "D-0002/2", "D-0003/1", "--seen", "with-its-holder")
    board.json("muster", "count", "D-0005/1", "D-0006/1", "--seen", "in-the-safe", "--pages", "1")
    board.json("muster", "extra", "--what", "Two loose pages without a number")
    board.refused("muster", "finish", "--code", "0000-0000", "--out", board.papers)
    done = board.json("muster", "finish", "--code", code, "--out", board.papers)
    about = [one["about"] for one in done["discrepancies"]]
    assert {"D-0002/1", "D-0003/4"} <= set(about)
    assert len(about) == 3
    board.kept["muster sheet"], board.kept["discrepancies"] = begun["sheet"], done["list"]


def what_the_count_missed_is_found_again(board: Board) -> None:
    board.on("2026-04-13")
    board.json("copy", "lost", "D-0003/4", "--what", "Not in its place at the muster")
    assert board.state("D-0003/4") == "lost"
    board.on("2026-04-14")
    board.json("copy", "found", "D-0003/4", "--where", "Behind the shelf", "--found-by", "W. Itness")
    assert board.state("D-0003/4") == "in safe"
    lost = [
        one for one in board.json("incident", "list", "--open")["incidents"] if one["about"] == "D-0003/4"
    ]
    for one in lost:
        board.json("incident", "assess", one["incident"], "--no-risk", "--reason", "It never left the safe")
        board.json("incident", "close", one["incident"], "--found", "Behind the shelf")


def code_at_the_foot(sheet: Path) -> str:
    """Read the code of a sheet as whoever types it would: from its paper."""
    found = re.findall(r"(?<![-0-9A-Z])[0-9A-Z]{4}-[0-9A-Z]{4}(?![-0-9A-Z])", words(sheet))
    assert len(set(found)) == 1, found
    return str(found[0])


SPRING = (
    a_holder_leaves_and_what_she_has_is_recalled_at_once,
    a_copy_is_handed_on_with_one_slip_in_three_parts,
    of_two_overlapping_roles_one_ends_and_access_goes_on_until_the_other_does,
    a_copy_that_was_brought_back_to_nobody_is_still_its_holders,
    a_lost_copy_starts_a_clock_of_72_hours_and_the_commissioner_is_told,
    a_court_copy_comes_back_after_easter,
    an_electronic_copy_ends_with_a_declaration,
    a_damaged_copy_is_mended_and_another_is_not,
    a_lost_copy_is_found_and_comes_back,
    two_people_count_every_copy_and_what_differs_is_an_incident,
    what_the_count_missed_is_found_again,
)
