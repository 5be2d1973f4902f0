"""Asking for copies back on the command line: ladder, letters, telephone log, a holder who leaves."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.spoken import Desk


@pytest.fixture
def lent(desk: Desk) -> Desk:
    """Return a desk with D-0001/1 signed out to P-0001 until Friday 20 March 2026."""
    out = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-20", "--out", desk.papers)
    code = desk.json("copy", "sign-out", "D-0001/1", *out)["slip_code"]
    desk.json("copy", "confirm", "D-0001/1", "--slip-code", code)
    return desk


def on(desk: Desk, day: int) -> Desk:
    """Move the clock to noon of a day of March."""
    desk.now = desk.now.replace(day=day)
    return desk


def test_the_letters_that_are_due_are_written_once_and_can_be_shown_and_made_again(lent: Desk) -> None:
    folder = lent.folder / "letters"
    assert lent.json("letter", "due")["copies"] == []
    assert "No letter is due today" in lent("letter", "chase", "--out", folder).out
    (due,) = on(lent, 23).json("letter", "due")["copies"]
    assert (due["copy"], due["next"], due["now"], due["days"]) == ("D-0001/1", "reminder 1", True, 3)
    made = lent.json("letter", "chase", "--out", folder)
    (letter,) = made["letters"]
    assert letter["letter"] == "LE-0001"
    assert Path(letter["file"]).read_bytes().startswith(b"%PDF-")
    assert 0 < made["entry"] <= made["head"]["number"]
    assert lent.json("letter", "chase", "--out", folder)["letters"] == []
    (known,) = lent.json("letter", "list", "--about", "d-0001/1")["letters"]
    assert (known["letter"], known["to"][0]) == ("LE-0001", "B. Nurse")
    assert lent.json("letter", "list", "--about", "D-0009")["letters"] == []
    shown = lent.json("letter", "show", "LE-0001")
    assert shown["rows"][0]["Copy"] == "D-0001/1"
    text = lent("letter", "show", "LE-0001").out
    assert all(paragraph in text for paragraph in shown["paragraphs"])
    assert all(cell in text for cell in shown["rows"][0].values())
    assert (shown["marking"], "OFFICIAL-SENSITIVE" in text) == ("OFFICIAL-SENSITIVE", True)
    again = lent.json("letter", "again", "LE-0001", "--out", folder)
    assert Path(again["letter"]).name == "LE-0001-reminder-1-2.pdf"


def test_a_copy_climbs_the_whole_ladder_in_words(lent: Desk) -> None:
    folder = lent.folder / "letters"
    on(lent, 23).json("letter", "chase", "--out", folder)
    lent.json("copy", "call", "D-0001/1", "--spoke-to", "B. Nurse", "--said", "Tomorrow")
    on(lent, 30).json("letter", "chase", "--out", folder)
    lent.now += timedelta(days=10)
    assert lent.json("letter", "chase", "--out", folder)["to_escalate"] == ["D-0001/1"]
    facts = ("--to", "The Chief Executive", "--reason", "No answer", "--out", folder)
    done = lent.json("copy", "escalate", "D-0001/1", *facts)
    assert (done["state"], len(done["letters"])) == ("escalated", 1)
    chased = lent.json("copy", "chased", "D-0001/1")
    assert [one["what"] for one in chased["chased"]] == [
        "reminder 1",
        "telephone call",
        "reminder 2",
        "escalation",
    ]
    assert chased["next"] is None
    assert "Next: telephone." in lent("copy", "chased", "D-0001/1").out
    assert lent.json("copy", "list", "--state", "escalated")["copies"][0]["responsible"] == "P-0001"


def test_one_or_all_copies_of_a_person_are_recalled(lent: Desk) -> None:
    facts = ("--reason", "The panel meets early", "--by", "9 March 2026")
    done = lent.json("copy", "recall", "--person", "P-0001", *facts, "--out", lent.folder / "letters")
    assert done["copies"] == [{"copy": "D-0001/1", "by": "2026-03-09"}]
    assert [letter["letter"] for letter in done["letters"]] == ["LE-0001"]
    assert lent.json("copy", "recall", "D-0001/1", *facts)["letters"] == []
    assert lent.json("copy", "show", "D-0001/1")["due"] == "2026-03-09"
    both = lent("copy", "recall", "D-0001/1", "--person", "P-0001", *facts)
    assert both.code == 2
    assert lent("copy", "recall", *facts).code == 2
    assert lent.refused("copy", "recall", "D-0001/2", *facts)["error"] == "WrongStateError"


def test_a_single_reminder_is_written_for_an_overdue_copy_alone(lent: Desk) -> None:
    words = ("copy", "remind", "D-0001/1", "--out", lent.folder / "letters")
    assert lent.refused(*words)["error"] == "WrongStateError"
    assert len(on(lent, 21).json(*words)["letters"]) == 1


def test_the_chasing_list_is_a_paper_that_is_recorded(lent: Desk) -> None:
    file = lent.folder / "list.pdf"
    made = on(lent, 23).json("letter", "chasing-list", "--out", file)
    assert made["list"] == str(file)
    assert file.read_bytes().startswith(b"%PDF-")
    assert lent("letter", "chasing-list", "--out", lent.folder / "list.txt").code == 2


def test_a_holder_leaves_with_a_copy_out(lent: Desk) -> None:
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "More", "--mode", "view")
    lent.json("request", "record", *asked)
    facts = ("--on", "2026-03-12", "--reason", "Retires", "--out", lent.folder / "letters")
    done = lent.json("person", "leave", "P-0001", *facts)
    assert done["copies"] == [{"copy": "D-0001/1", "state": "recalled", "by": "2026-03-12"}]
    assert (done["requests"], len(done["letters"])) == (["R-0002"], 1)
    (person,) = on(lent, 13).json("person", "list")["people"]
    assert person["authorised"] is False
    again = lent.refused("person", "leave", "P-0001", "--reason", "Again")
    assert "Recall D-0001/1 instead" in again["hint"]


def test_who_leaves_is_told_with_what_is_out_and_what_is_undecided(lent: Desk) -> None:
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "More", "--mode", "view")
    lent.json("request", "record", *asked)
    text = lent("person", "leave", "P-0001", "--reason", "Retires").out
    assert "D-0001/1" in text
    assert "Still to be decided: R-0002." in text


def test_a_letter_without_an_address_says_that_it_is_to_be_handed_over(lent: Desk) -> None:
    folder = lent.folder / "letters"
    assert (
        "No address of B. Nurse is known: hand LE-0001 over."
        in on(lent, 23)("letter", "chase", "--out", folder).out
    )
    lent.json("person", "contact", "P-0001", "--address", "1 Example Row")
    assert "No address" not in on(lent, 30)("letter", "chase", "--out", folder).out
