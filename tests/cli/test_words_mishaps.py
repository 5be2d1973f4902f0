"""Words that tell what befell a copy, hand it on, and judge an incident."""

import json
from datetime import timedelta
from pathlib import Path

import pypdfium2

from tests.cli.spoken import Desk


def lent(desk: Desk, due: str = "2026-03-20") -> dict[str, object]:
    out = ("--person", "P-0001", "--request", "R-0001", "--due", due, "--out", desk.papers)
    return desk.json("copy", "sign-out", "D-0001/1", *out)


def next_holder(desk: Desk) -> tuple[str, ...]:
    """Enter P-0002 with an agreed request; return what a transfer to them says."""
    person = ("--name", "D. Doctor", "--post", "Doctor", "--agency", "Invented Trust", "--role", "reader")
    desk.json("person", "add", *person)
    asked = ("--person", "P-0002", "--document", "D-0001", "--purpose", "To prepare", "--mode", "hard-copy")
    desk.json("request", "record", *asked)
    desk.json("request", "decide", "R-0002", "--agreed", "--by", "C. Chair", "--reason", "Stands in")
    facts = ("--pages", "2", "--condition", "Good", "--due", "2026-03-20")
    return ("--person", "P-0002", "--request", "R-0002", *facts, "--out", str(desk.folder / "handed-on"))


def text_of(file: object) -> str:
    with pypdfium2.PdfDocument(str(file)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_copy_is_handed_on_against_a_slip_in_three_parts(desk: Desk) -> None:
    first = lent(desk)
    said = next_holder(desk)
    done = desk.json("copy", "transfer", "D-0001/1", *said, "--other-readers", "None")
    assert (done["state"], done["due"], done["due_why"]) == ("awaiting signature", "2026-03-20", None)
    slip = text_of(done["slip"])
    for words in ("Office's part", "New holder's part", "Former holder's receipt", "B. Nurse", "D. Doctor"):
        assert words in slip
    code = str(done["slip_code"])
    assert slip.count(code) == 1
    refused = desk.refused("copy", "confirm", "D-0001/1", "--slip-code", str(first["slip_code"]))
    assert refused["error"] == "SlipOfAnotherError"
    again = desk.json("copy", "slip-again", "D-0001/1", "--out", desk.folder / "again")
    assert code in text_of(again["slip"])
    assert desk.json("copy", "confirm", "D-0001/1", "--slip-code", code)["state"] == "signed out"
    loans = desk.json("copy", "show", "D-0001/1")["loans"]
    assert [loan["received_from"] for loan in loans] == [None, "P-0001"]
    receipt = desk.json("copy", "receipt", "D-0001/1", "--out", desk.folder / "again")
    assert "B. Nurse" in text_of(receipt["receipt"])
    assert "D. Doctor" not in text_of(receipt["receipt"])


def test_a_copy_that_is_short_is_not_handed_on_and_no_slip_is_left(desk: Desk) -> None:
    lent(desk)
    said = [*next_holder(desk)]
    said[said.index("--pages") + 1] = "1"
    assert desk.refused("copy", "transfer", "D-0001/1", *said)["error"] == "PagesDisagreeError"
    assert list((desk.folder / "handed-on").glob("*")) == []
    assert desk.json("copy", "show", "D-0001/1")["responsible"] == "P-0001"


def test_the_answer_and_the_slip_tell_which_day_was_taken_and_why(desk: Desk) -> None:
    done = lent(desk, "2026-03-21")
    assert done["due"] == "2026-03-23"
    assert str(done["due_why"]).startswith("The office is closed on 21 March 2026")
    slip = " ".join(text_of(done["slip"]).split())
    assert slip.count("Due back instead of") == slip.count("21 March 2026 (it is a Saturday)") == 2
    desk.json("copy", "return", "D-0001/1", "--pages", "2", "--condition", "Good")
    out = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-21", "--out", desk.papers)
    assert "so the next open day was taken" in desk("copy", "sign-out", "D-0001/1", *out).out


def test_a_claim_a_loss_and_a_find_leave_the_holder_answering(desk: Desk) -> None:
    lent(desk)
    claim = ("--said-by", "B. Nurse", "--how", "Left at the desk")
    assert desk.json("copy", "claim-returned", "D-0001/1", *claim)["state"] == "claimed returned"
    told = desk("copy", "lost", "D-0001/1", "--what", "Not at the desk")
    assert "Incident I-0001 was opened" in told.out
    assert "Judge by 5 March 2026, 14:00 whether people are at risk" in told.out
    assert "D-0001/1 is lost; P-0001 B. Nurse answers for it." in told.out
    assert desk.json("copy", "list", "--state", "lost")["copies"][0]["unsigned"] is True
    assert [copy["copy"] for copy in desk.json("copy", "list", "--unsigned")["copies"]] == ["D-0001/1"]
    found = ("--where", "In the cabinet", "--found-by", "B. Nurse")
    assert desk.json("copy", "found", "D-0001/1", *found)["state"] == "awaiting signature"
    shown = desk.json("copy", "show", "D-0001/1")
    assert (shown["responsible"], shown["incidents"]) == ("P-0001", ["I-0001"])


def test_a_damaged_copy_is_taken_back_and_mended(desk: Desk) -> None:
    lent(desk)
    damaged = desk.json("copy", "damaged", "D-0001/1", "--what", "Soaked")
    assert (damaged["state"], damaged["incident"], damaged["clock_ends"]) == ("damaged", "I-0001", None)
    back = desk.json("copy", "return", "D-0001/1", "--pages", "2", "--condition", "Wet")
    assert back["state"] == "damaged"
    assert desk.json("copy", "mend", "D-0001/1", "--found", "Dried")["state"] == "in safe"


def test_an_incident_is_opened_noted_judged_reported_and_closed(desk: Desk) -> None:
    opened = desk.json("incident", "open", "--matter", "breach", "--about", "D-0001", "--what", "Read aloud")
    assert (opened["incident"], opened["clock_ends"]) == ("I-0001", "2026-03-05T14:00:00+00:00")
    assert (
        "by 5 March 2026, 14:00" in desk("incident", "note", "I-0001", "--text", "Those there were asked").out
    )
    ends = {"incident": "I-0001", "ends": "2026-03-05T14:00:00+00:00"}
    assert desk.json("vault", "status")["incident_clocks"] == [ends]
    assert "Clock of I-0001 ends:" in desk("vault", "status").out
    refused = desk.refused("incident", "close", "I-0001", "--found", "Nothing")
    assert "not judged" in refused["message"]
    desk.now += timedelta(hours=24)
    judged = ("--risk", "--reason", "It names people", "--told-commissioner", "2026-03-03T09:00+00:00")
    assert desk.json("incident", "assess", "I-0001", *judged)["clock_runs"] is False
    assert desk.json("vault", "status")["incident_clocks"] == []
    shown = desk.json("incident", "show", "I-0001")
    assert shown["assessments"][0]["told_commissioner"] == "2026-03-03T09:00:00+00:00"
    assert [note["text"] for note in shown["notes"]] == ["Those there were asked"]
    assert "Those there were asked" in desk("incident", "show", "I-0001").out
    file = desk.json("incident", "report", "I-0001", "--out", desk.papers)["report"]
    report = text_of(file)
    for words in ("Incident report", "Read aloud", "3 March 2026, 09:00", "It names people"):
        assert words in report
    again = desk.json("incident", "report", "I-0001", "--out", desk.papers)["report"]
    assert again != file
    assert Path(file).exists()
    closed = desk.json("incident", "close", "I-0001", "--found", "Two heard it")
    assert closed["clock_runs"] is False
    assert json.dumps(desk.json("incident", "list")).count("Two heard it") == 1


def test_an_incident_of_another_matter_is_not_opened_by_hand(desk: Desk) -> None:
    said = ("--matter", "lost", "--about", "D-0001/1", "--what", "Gone")
    assert desk.refused("incident", "open", *said)["error"] == "FactMissingError"
    assert (
        desk.refused("incident", "report", "I-0009", "--out", desk.papers)["error"] == "UnknownReferenceError"
    )
