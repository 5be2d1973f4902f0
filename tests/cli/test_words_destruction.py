"""The end of a review in words: copies destroyed here, by a holder, kept by exception; the review closed."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.custody import numbers
from tests.cli.spoken import REVIEW, Desk, code_in, ready_to_conclude, text_of

HOW = ("--method", "Cross-cut shredder", "--place", "Room 2")
BY_CHAIR = ("--approved-by", "A. Chair", "--authority", "Chair of the Board", "--written", "2026-03-02")


@pytest.fixture
def ended(desk: Desk) -> Desk:
    """Return a vault whose review is concluded: D-0001/1 is out, D-0001/2 in the safe, D-0001/3 spoilt."""
    lent = ("copy", "sign-out", "D-0001/1", "--person", "P-0001", "--request", "R-0001")
    slip = desk.json(*lent, "--due", "2026-03-20", "--out", desk.papers)
    desk.json("copy", "confirm", "D-0001/1", "--slip-code", slip["slip_code"])
    with closing(desk.office()) as office:
        office.do(numbers.allot, document="D-0001", number_of_copies=1)
    desk.json("copy", "spoil", "D-0001/3", "--reason", "A jam")
    ready_to_conclude(desk)
    desk.json("review", "conclude", REVIEW, "--authority", "The Board")
    return desk


def begun(desk: Desk, witness: str = "Wilma Witness") -> dict[str, Any]:
    return desk.json("destruction", "begin", "--witness", witness, *HOW)


def in_the_way(desk: Desk) -> list[str]:
    return [one["copy"] for one in desk.json("review", "in-the-way", REVIEW)["in_the_way"]]


def sheeted(desk: Desk) -> str:
    """Return the code on the sheet of a batch of the copy in the safe."""
    begun(desk)
    desk.json("destruction", "tick", "DB-0001", "D-0001/2", "--pages", "2")
    return code_in(desk.json("destruction", "sheet", "DB-0001", "--out", desk.papers)["sheet"])


def refused(desk: Desk, *words: str | Path) -> tuple[str, int]:
    """Return the error, and the code with which the program ended."""
    return desk.refused(*words)["error"], desk(*words).code


def test_a_review_goes_from_its_conclusion_to_its_closing(ended: Desk) -> None:
    desk = ended
    assert in_the_way(desk) == ["D-0001/1", "D-0001/2"]
    close = ("review", "close", REVIEW, "--authority", "The Board")
    refusal = desk.refused(*close)
    assert refusal["error"] == "ReviewNotEndedError"
    assert "D-0001/1 (recalled, P-0001), D-0001/2 (in safe)" in refusal["message"]
    assert [one["copy"] for one in desk.json("destruction", "due")["copies"]] == ["D-0001/2"]
    begin = begun(desk)
    assert (begin["batch"], begin["level"], begin["state"]) == ("DB-0001", "P-5", "under way")
    ticked = desk.json("destruction", "tick", "DB-0001", "D-0001/2", "--pages", "2")
    assert (ticked["ticked"], ticked["incident"], ticked["pages"]) == (True, None, 2)
    waste = desk.json("destruction", "tick", "DB-0001", "D-0001/3", "--pages", "1")
    assert [one["waste"] for one in waste["copies"]] == [False, True]
    desk.json("destruction", "amend", "DB-0001", "--bag", "Seal 0012")
    sheet = desk.json("destruction", "sheet", "DB-0001", "--out", desk.papers)
    for told in ("Wilma Witness", "Seal 0012", "D-0001/3 (waste)", "A. Keeper"):
        assert told in text_of(sheet["sheet"])
    done = ("destruction", "complete", "DB-0001", "--code", code_in(sheet["sheet"]), "--out", desk.papers)
    answer = desk.json(*done)
    assert (answer["state"], answer["why_late"], answer["pages"]) == ("destroyed", None, 3)
    assert "Certificate of destruction" in text_of(answer["certificate"])
    assert refused(desk, *done) == ("WrongStateError", 14)
    sent = desk.json("destruction", "holder-certificate", "D-0001/1", "--out", desk.papers)
    back = ("destruction", "by-holder", "D-0001/1", "--code", code_in(sent["certificate"]))
    facts = ("--on", "2026-03-02", "--method", "Shredded", "--pages", "2")
    assert refused(desk, *back, *facts, "--witness", "B. Nurse")[0] == "WitnessError"
    assert desk.json(*back, *facts, "--witness", "L. Ray")["state"] == "destroyed by holder"
    assert in_the_way(desk) == []
    answer = desk.json(*close)
    assert (answer["closed"], answer["numbers"], answer["excepted"]) == ("2026-03-02", 3, 0)
    assert refused(desk, *close)[0] == "WrongStateError"
    assert desk.json("vault", "verify")["ok"]


def test_a_copy_that_is_kept_and_one_that_is_lost_are_excepted_in_writing_and_the_review_is_closed(
    ended: Desk,
) -> None:
    desk = ended
    desk.json("copy", "lost", "D-0001/2", "--what", "It is not in the safe")
    kept = ("exception", "keep", "D-0001/1", *BY_CHAIR, "--reason", "Its rules", "--look-again", "2026-03-04")
    assert refused(desk, "exception", "keep", "D-0001/2", *BY_CHAIR, "--reason", "x")[0] == "WrongStateError"
    assert desk.json(*kept)["state"] == "kept by holder"
    assert in_the_way(desk) == ["D-0001/2"]
    accepted = desk.json("exception", "accept", "D-0001/2", *BY_CHAIR, "--reason", "It burnt with the house")
    assert accepted["state"] == "lost", "an exception changes nothing that is true"
    close = ("review", "close", REVIEW, "--authority", "The Board")
    assert "I-0001 (a lost copy, not closed)" in desk.refused(*close)["message"]
    (also,) = desk.json("review", "in-the-way", REVIEW)["also"]
    assert (also["what"], "what was found" in also["remedy"]) == ("I-0001", True)
    assert "a lost copy, not closed" in desk("review", "in-the-way", REVIEW).out
    desk.json("incident", "assess", "I-0001", "--no-risk", "--reason", "It burnt")
    desk.json("incident", "close", "I-0001", "--found", "It burnt with the house")
    assert desk.json(*close)["excepted"] == 2
    end = ("--authority", "The Chair", "--why", "It is over")
    assert refused(desk, "exception", "end", "D-0001/2", *end)[0] == "WrongStateError"
    desk.json("exception", "look-again", "D-0001/1", "--why", "It goes on", "--on", "2027-03-02")
    listed = desk.json("exception", "list", "--review", REVIEW)["exceptions"]
    assert [(one["copy"], one["kind"], one["stands"], one["look_again"]) for one in listed] == [
        ("D-0001/1", "kept by holder", True, "2027-03-02"),
        ("D-0001/2", "accepted as it is", True, None),
    ]
    paper = desk.json("exception", "paper", REVIEW, "--out", desk.papers)["list"]
    assert "It burnt with the house" in text_of(paper)
    assert desk.json("exception", "end", "D-0001/1", *end)["state"] == "recalled"
    assert in_the_way(desk) == ["D-0001/1"], "a closed review names what turned up since"


def test_pages_that_are_lost_for_good_are_accepted_before_the_rest_is_destroyed(ended: Desk) -> None:
    desk = ended
    begun(desk)
    tick = ("destruction", "tick", "DB-0001", "D-0001/2", "--pages", "1")
    short = desk.json(*tick)
    assert (short["ticked"], short["incident"], short["copies"]) == (False, "I-0001", [])
    assert refused(desk, *tick)[0] == "WrongStateError"
    desk.json("incident", "close", "I-0001", "--found", "The page is not to be found")
    left = ("exception", "accept-short", "D-0001/2", *BY_CHAIR, "--reason", "Lost", "--pages")
    assert refused(desk, *left, "2")[0] == "FactMissingError"
    desk.json(*left, "1")
    assert desk.json(*tick)["ticked"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("tick", "DB-0001", "D-0001/1", "--pages", "2"), "WrongStateError"),
        (("tick", "DB-0001", "D-0001/99", "--pages", "2"), "UnknownReferenceError"),
        (("tick", "DB-0009", "D-0001/2", "--pages", "2"), "UnknownReferenceError"),
        (("take-out", "DB-0001", "D-0001/2", "--reason", "Wanted"), "WrongStateError"),
        (("amend", "DB-0001", "--level", "P-3"), "FactMissingError"),
        (("amend", "DB-0001", "--witness", "KEEPER, a."), "WitnessError"),
        (("amend", "DB-0001", "--place", "Room 2"), "FactMissingError"),
        (("sheet", "DB-0001", "--out", "papers"), "FactMissingError"),
        (("complete", "DB-0001", "--code", "0000-0000", "--out", "papers"), "WrongStateError"),
        (("certificate", "DB-0001", "--out", "papers"), "WrongStateError"),
        (("holder-certificate", "D-0001/2", "--out", "papers"), "WrongStateError"),
        (("holder-certificate-again", "D-0001/1", "--out", "papers"), "WrongStateError"),
    ],
    ids=lambda one: one if isinstance(one, str) else " ".join(one[:3]),
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    ended: Desk, words: tuple[str, ...], error: str
) -> None:
    begun(ended)
    ended.folder.joinpath("papers").mkdir(exist_ok=True)
    said = tuple(ended.papers if word == "papers" else word for word in words)
    assert ended.refused("destruction", *said)["error"] == error
    assert ended.json("destruction", "show", "DB-0001")["copies"] == []
    assert in_the_way(ended) == ["D-0001/1", "D-0001/2"]


def test_a_code_that_is_wrong_or_late_or_held_up_destroys_nothing(ended: Desk) -> None:
    desk = ended
    code = sheeted(desk)
    done = ("destruction", "complete", "DB-0001", "--out", desk.papers, "--code")
    assert refused(desk, *done, "0000-0000") == ("DestructionCodeError", 95)
    desk.now += timedelta(days=1)
    assert refused(desk, *done, code) == ("LateCodeError", 100)
    late = ("--why-late", "The power failed", "--at", "2026-03-02T14:30")
    desk.json("hold", "raise", "--authority", "Coroner", "--reason", "Inquest", "--about", "D-0001")
    assert refused(desk, *done, code, *late) == ("HeldError", 103)
    assert in_the_way(desk) == ["D-0001/1", "D-0001/2"]
    gone = ("incident", "open", "--matter", "other", "--what", "The paper was gone already")
    opened = desk.json(*gone, "--about", "db-0001")["incident"]
    assert desk.json("incident", "show", opened)["about"] == "DB-0001"
    lifting = ("--authority", "Coroner", "--why", "Over", "--witness", "Wilma Witness", "--out", desk.papers)
    lift = code_in(desk.json("hold", "lift", "H-0001", *lifting)["sheet"])
    desk.json("hold", "lifted", "H-0001", "--code", lift)
    answer = desk.json(*done, code, *late)
    assert (answer["destroyed"], answer["entered"]) == (
        "2026-03-02T14:30:00+00:00",
        "2026-03-03T14:00:00+00:00",
    )
    assert "The power failed" in text_of(answer["certificate"])


def test_a_batch_is_taken_apart_and_given_up(ended: Desk) -> None:
    desk = ended
    sheeted(desk)
    desk.json("destruction", "take-out", "DB-0001", "D-0001/2", "--reason", "The court asks for it")
    given_up = desk.json("destruction", "abandon", "DB-0001", "--reason", "The shredder broke")
    assert (given_up["state"], given_up["copies"]) == ("abandoned", [])
    assert [one["state"] for one in desk.json("destruction", "list")["batches"]] == ["abandoned"]
    assert refused(desk, "destruction", "tick", "DB-0001", "D-0001/2", "--pages", "2")[0] == "WrongStateError"


def test_a_lost_copy_that_was_excepted_is_listed_as_overdue_and_on_today_no_more(ended: Desk) -> None:
    desk = ended
    desk.now = desk.now.replace(month=4)
    desk.json("copy", "lost", "D-0001/1", "--what", "Left on a train")

    def overdue() -> tuple[list[str], int, list[str]]:
        listed = [one["copy"] for one in desk.json("copy", "list", "--overdue")["copies"]]
        chased = [one["copy"] for one in desk.json("letter", "due")["copies"]]
        return listed, desk.json("vault", "status")["overdue"], chased

    assert overdue() == (["D-0001/1"], 1, [])
    desk.json("exception", "accept", "D-0001/1", *BY_CHAIR, "--reason", "It is not found")
    assert overdue() == ([], 0, [])
