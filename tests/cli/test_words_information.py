"""Requests for information, holds, bank holidays and closed days, in words."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.spoken import REVIEW, Desk, code_in, text_of

ASKED = (
    "--name",
    "A. Reader",
    "--asked",
    "The overview report",
    "--way",
    "e-mail",
    "--received",
    "2026-03-02",
)

STANDS = "answered: not held; reviewed: answer stands"


def recorded(desk: Desk) -> dict[str, Any]:
    return desk.json("foi", "record", *ASKED, "--document", "D-0001")


def on(desk: Desk, day: str) -> Desk:
    desk.now = datetime.fromisoformat(f"{day}T14:00Z")
    return desk


def test_a_request_under_the_act_from_receipt_to_its_end(desk: Desk) -> None:
    answer = recorded(desk)
    assert (answer["request"], answer["state"], answer["due"]) == ("F-0001", "open", "2026-03-31")
    assert desk.json("hold", "list", "--document", "D-0001")["holds"][0]["cause"] == "F-0001"
    letter = desk.json("foi", "letter", "F-0001", "--kind", "acknowledgement", "--out", desk.papers)["letter"]
    assert "by 31 March 2026 at the latest" in text_of(letter)
    withheld = ("--document", "D-0001", "--passage", "page 1, the address", "--section", "41")
    desk.json("foi", "withhold", "f-0001", *withheld, "--reasons", "It was given in confidence")
    answer = desk.json("foi", "respond", "F-0001", "--outcome", "refused", "--reasons", "Given in confidence")
    assert answer["state"] == "answered: refused"
    letter = desk.json("foi", "letter", "F-0001", "--kind", "response", "--out", desk.papers)["letter"]
    assert "page 1, the address" in text_of(letter)
    for what in ("request", "response"):
        to = ("--to", "C. Chair", "--to", "M. Member", "--to", "N. Member")
        copy = desk.json("foi", "copied", "F-0001", "--what", what, *to, "--out", desk.papers)["copy"]
        assert "N. Member" in text_of(copy)
    desk.json("foi", "close", "F-0001", "--how", "Refused in full")
    assert desk.json("foi", "list", "--open")["requests"] == []
    shown = desk.json("foi", "show", "F-0001")
    assert (shown["closed"], shown["ended"]) == ("2026-03-02", "Refused in full")
    (held,) = desk.json("hold", "list", "--in-force")["holds"]
    assert (held["hold"], held["stands_to"]) == ("H-0001", "2026-04-30")
    early = desk.refused("hold", "run-out", "H-0001")
    assert (early["error"], "30 April 2026" in str(early["message"])) == ("WrongStateError", True)
    desk.now = desk.now.replace(month=5, day=1)
    assert desk.json("hold", "run-out", "H-0001")["lifted"] == "2026-05-01"
    assert desk.json("hold", "list", "--in-force")["holds"] == []


def test_the_working_shows_every_day_and_is_printed(desk: Desk) -> None:
    recorded(desk)
    clock = desk.json("foi", "clock", "F-0001")
    assert clock["due"] == "2026-03-31"
    assert {
        "day": "2026-03-17",
        "what": "Does not count: bank holiday: St Patrick's Day (Northern Ireland)",
        "number": None,
    } in clock["steps"]
    assert clock["steps"][-1] == {"day": "2026-03-31", "what": "A working day", "number": 20}
    assert "17 March 2026" in desk("foi", "clock", "F-0001").out
    page = text_of(desk.json("foi", "working", "F-0001", "--out", desk.papers)["working"])
    assert "Does not count: bank holiday: St Patrick's Day (Northern Ireland)" in page
    assert "31 March 2026 (Tuesday)" in page


def test_a_holiday_that_is_added_moves_the_clock_of_an_open_request(desk: Desk) -> None:
    recorded(desk)
    added = ("--day", "2026-03-20", "--name", "An invented day", "--source", "Proclamation")
    assert desk.json("holidays", "add", *added, "--nation", "Scotland")["nations"] == ["Scotland"]
    assert desk.json("foi", "show", "F-0001")["due"] == "2026-04-01"


def gov_uk(year: int, days: int = 10) -> dict[str, Any]:
    """Return a list in the form that GOV.UK publishes, of one invented year."""
    start = datetime(year, 1, 7)  # noqa: DTZ001 - a day, not a moment
    weekdays = [day for day in (start + timedelta(days=9 * n) for n in range(40)) if day.weekday() < 5][:days]
    events = [
        {
            "title": "Invented \u2019 Day",
            "date": f"{day:%Y-%m-%d}",
            "notes": "Substitute day",
            "bunting": True,
        }
        for day in weekdays
    ]
    parts = ("england-and-wales", "scotland", "northern-ireland")
    return {part: {"division": part, "events": events} for part in parts}


def written(desk: Desk, what: object) -> Path:
    file = desk.folder / "bank-holidays.json"
    file.write_text(json.dumps(what), "utf-8")
    return file


def test_a_clock_that_runs_beyond_the_known_years_says_so_until_they_are_imported(desk: Desk) -> None:
    on(desk, "2035-12-20")
    answer = desk.json("foi", "record", "--name", "A", "--asked", "B", "--way", "letter")
    assert answer["due"] is None
    assert "2036" in answer["standing"]
    assert desk.refused("foi", "working", "F-0001", "--out", desk.papers)["error"] == "HolidaysUnknownError"
    imported = desk.json("holidays", "import", written(desk, gov_uk(2036)))
    assert (imported["years"], imported["days"]) == ([2036], 10)
    assert "GOV.UK" in imported["source"]
    assert desk.json("foi", "show", "F-0001")["due"] is not None
    (first, *_rest) = desk.json("holidays", "list", "--year", "2036")["holidays"]
    assert first["name"] == "Invented ' Day (substitute day)"


def test_the_shipped_form_is_imported_too(desk: Desk) -> None:
    days = [
        {"day": f"2036-{month:02}-0{7 + (month in {6, 9, 12})}", "name": "Invented"} for month in range(1, 13)
    ]
    answer = desk.json("holidays", "import", written(desk, {"source": "An invented list", "days": days}))
    assert answer["source"] == "An invented list"


@pytest.mark.parametrize(
    "what",
    [
        [],
        {"england-and-wales": {"events": []}},
        {"source": "x", "days": []},
        {"source": "x", "days": [{"day": "2036-01-32", "name": "x"}]},
        gov_uk(2036, 3),
        "x" * (1024 * 1024),
    ],
)
def test_a_file_that_is_no_list_of_bank_holidays_is_refused(desk: Desk, what: object) -> None:
    before = desk.json("holidays", "list")
    assert desk.refused("holidays", "import", written(desk, what))["error"] == "FactMissingError"
    assert desk.json("holidays", "list") == before


def test_a_file_that_is_not_there_is_refused(desk: Desk) -> None:
    assert desk.refused("holidays", "import", desk.folder / "none.json")["error"] == "FactMissingError"


def test_clarification_a_fee_and_more_time_in_words(desk: Desk) -> None:
    recorded(desk)
    asked = desk.json("foi", "clarify", "F-0001", "--what", "Which chapter?")
    assert (asked["due"], asked["standing"]) == (
        None,
        "The clock has been stopped since 2 March 2026: clarification was asked for",
    )
    letter = desk.json("foi", "letter", "F-0001", "--kind", "question", "--out", desk.papers)["letter"]
    assert "Which chapter?" in text_of(letter)
    on(desk, "2026-03-04")
    assert desk.json("foi", "came", "F-0001", "--what", "clarification")["due"] == "2026-04-02"
    extension = ("--section", "36", "--until", "2026-04-20", "--why", "To weigh it")
    assert desk.refused("foi", "extend", "F-0001", *extension)["error"] == "OpinionMissingError"
    desk.json("foi", "opinion", "F-0001", "--by", "The Chief Executive", "--gist", "It would inhibit")
    assert desk.json("foi", "extend", "F-0001", *extension)["due"] == "2026-04-20"
    letter = desk.json("foi", "letter", "F-0001", "--kind", "extension", "--out", desk.papers)["letter"]
    assert "20 April 2026" in text_of(letter)


def test_review_and_complaint_in_words(desk: Desk) -> None:
    recorded(desk)
    desk.json("foi", "respond", "F-0001", "--outcome", "not held", "--reasons", "We have none")
    assert desk.json("foi", "review", "F-0001", "--grounds", "You must have")["due"] == "2026-03-31"
    letter = desk.json("foi", "letter", "F-0001", "--kind", "review", "--out", desk.papers)["letter"]
    assert "You must have" in text_of(letter)
    extended = ("--until", "2026-04-20", "--why", "Four agencies are asked")
    assert desk.json("foi", "extend-review", "F-0001", *extended)["due"] == "2026-04-20"
    outcome = ("--outcome", "answer stands", "--reasons", "There is none")
    assert desk.json("foi", "answer-review", "F-0001", *outcome)["state"] == STANDS
    letter = desk.json("foi", "letter", "F-0001", "--kind", "review-response", "--out", desk.papers)["letter"]
    assert "Our answer stands." in text_of(letter)
    assert desk.json("foi", "complain", "F-0001", "--what", "Delay")["state"].startswith(
        "before the Information"
    )
    assert desk.json("foi", "complaint-ended", "F-0001", "--outcome", "Settled")["state"] == STANDS


def test_subject_access_in_words(desk: Desk) -> None:
    asked = ("--name", "A. Reader", "--asked", "Mine", "--way", "letter", "--review", REVIEW)
    assert desk.json("subject-access", "record", *asked)["due"] == "2026-04-02"
    assert desk.json("subject-access", "identity", "S-0001", "--what", "A passport")["due"] is None
    letter = ("subject-access", "letter", "S-0001", "--out", desk.papers, "--kind")
    assert "A passport" in text_of(desk.json(*letter, "question")["letter"])
    on(desk, "2026-03-10")
    assert desk.json("subject-access", "came", "S-0001", "--what", "identity")["due"] == "2026-04-10"
    assert desk.json("subject-access", "extend", "S-0001", "--why", "Four agencies")["due"] == "2026-06-10"
    assert "10 June 2026" in text_of(desk.json(*letter, "extension")["letter"])
    desk.json("subject-access", "subject", "S-0001", "--document", "D-0001")
    withheld = ("--document", "D-0001", "--passage", "page 2, a name", "--ground", "Of somebody else")
    desk.json("subject-access", "withhold", "S-0001", *withheld, "--reasons", "No consent")
    refused = ("--outcome", "granted in part", "--reasons", "One name", "--disclosed", "D-0001")
    assert desk.refused("subject-access", "respond", "S-0001", *refused)["error"] == "GateClosedError"
    desk.json("subject-access", "respond", "S-0001", "--outcome", "refused", "--reasons", "One name")
    assert "page 2, a name" in text_of(desk.json(*letter, "response")["letter"])
    assert "page 2, a name" in desk("subject-access", "show", "S-0001").out


def test_a_passage_is_released_by_the_number_that_show_tells(desk: Desk) -> None:
    recorded(desk)
    withheld = ("--document", "D-0001", "--section", "41", "--reasons", "Confidence", "--passage")
    for passage in ("page 1, the address", "page 2, a name"):
        desk.json("foi", "withhold", "F-0001", *withheld, passage)
    assert "Withheld, 2" in desk("foi", "show", "F-0001").out
    public = ("--why", "It is on the public record")
    assert desk.refused("foi", "release", "F-0001", "--passage", "3", *public)["error"] == "FactMissingError"
    assert desk.json("foi", "release", "F-0001", "--passage", "2", *public)["state"] == "open"
    shown = desk.json("foi", "show", "F-0001")
    assert [one["passage"] for one in shown["withheld"]] == ["page 1, the address"]
    assert [(one["number"], one["why"]) for one in shown["released"]] == [(2, "It is on the public record")]


def test_a_review_and_a_complaint_that_disclose_pass_the_gates(desk: Desk) -> None:
    recorded(desk)
    desk.json("foi", "respond", "F-0001", "--outcome", "not held", "--reasons", "There is none")
    desk.json("foi", "review", "F-0001", "--grounds", "There must be")
    given = ("--disclosed", "D-0001", "--edition-why", "It names public officers")
    changed = ("--outcome", "answer changed", "--reasons", "There is one")
    refused = desk.refused("foi", "answer-review", "F-0001", *changed, *given)
    assert refused["error"] == "GateClosedError"
    desk.json("foi", "complain", "F-0001", "--what", "Delay")
    ended = desk.refused("foi", "complaint-ended", "F-0001", "--outcome", "Ordered", *given)
    assert ended["error"] == "GateClosedError"


def test_a_request_of_the_other_law_is_refused_and_the_refusal_is_an_entry(desk: Desk) -> None:
    recorded(desk)
    assert (
        desk.refused("subject-access", "fee", "F-0001", "--what", "GBP 5")["error"] == "UnknownReferenceError"
    )
    assert desk.json("ledger", "list", "--last", "1")["entries"][0]["kind"] == "act-refused"


def test_a_letter_of_which_nothing_is_on_record_is_refused(desk: Desk) -> None:
    recorded(desk)
    said = desk.refused("foi", "letter", "F-0001", "--kind", "response", "--out", desk.papers)
    assert "it has acknowledgement" in said["message"]


def test_holds_in_words(desk: Desk) -> None:
    why = ("--authority", "The coroner", "--reason", "An inquest")
    assert desk.json("hold", "raise", "--about", REVIEW, *why)["about"] == [REVIEW]
    assert desk.json("hold", "look-again", "H-0001", "--on", "2026-09-01", "--why", "Adjourned")[
        "look_again"
    ] == ("2026-09-01")
    assert "SCR-2026-01" in desk("hold", "list").out
    ends = ("--authority", "The coroner", "--why", "It is over", "--witness", "Wendy Witness")
    made = desk.json("hold", "lift", "H-0001", *ends, "--out", desk.papers)
    assert (made["lifted"], made["type_back_by"]) == (None, "2026-03-03")
    assert made["lifting"] == {"authority": "The coroner", "why": "It is over", "witness": "Wendy Witness"}
    assert "Wendy Witness" in text_of(made["sheet"])
    again = desk.json("hold", "sheet", "H-0001", "--out", desk.papers)["sheet"]
    code = code_in(again)
    assert code == code_in(made["sheet"])
    wrong = desk.refused("hold", "lifted", "H-0001", "--code", "0000-0000")
    assert (wrong["error"], wrong["message"]) == (
        "SheetCodeError",
        "That is not the code on the sheet of H-0001.",
    )
    assert desk.json("hold", "lifted", "H-0001", "--code", code)["lifted"] == "2026-03-02"
    assert desk.refused("hold", "lift", "H-0001", *ends, "--out", desk.papers)["error"] == "WrongStateError"
    assert "Register of holds" in text_of(desk.json("hold", "register", "--out", desk.papers)["register"])


def test_closed_days_in_words(desk: Desk) -> None:
    desk.json("closed-day", "add", "--day", "2026-03-20", "--why", "Training")
    assert desk.json("closed-day", "list")["closed_days"] == [{"day": "2026-03-20", "why": "Training"}]
    assert desk.json("closed-day", "check", "--day", "2026-03-20")["closed"] is True
    assert "it is a Saturday" in desk("closed-day", "check", "--day", "2026-03-21").out
    assert (
        desk.refused("closed-day", "add", "--day", "2026-03-21", "--why", "No")["error"]
        == "AlreadyThereError"
    )
    assert desk.json("closed-day", "follow", "--nation", "Scotland")["nation"] == "Scotland"
    assert desk.json("closed-day", "check", "--day", "2026-08-03")["closed"] is True
    assert "Closed too: weekends, and the bank holidays of Scotland." in desk("closed-day", "list").out
    desk.json("closed-day", "remove", "--day", "2026-03-20", "--why", "It fell through")
    assert desk.json("closed-day", "check", "--day", "2026-03-20")["closed"] is False


def test_what_waits_is_told_with_its_clock_while_another_program_has_the_vault_open(desk: Desk) -> None:
    recorded(desk)
    office = desk.office()
    try:
        status = desk.json("vault", "status")
        assert status["due"]["holidays"] is None
        assert [(clock["reference"], clock["due"]) for clock in status["clocks"]] == [
            ("F-0001", "2026-03-31")
        ]
        assert "F-0001, answer:" in desk("vault", "status").out
        assert "31 March 2026" in desk("foi", "list").out
        assert "F-0001" in desk("foi", "show", "F-0001").out
    finally:
        office.close()


def test_names_with_mark_up_of_any_length_and_direction_come_out_on_every_paper_as_they_are(
    desk: Desk,
) -> None:
    name = "<b>&amp; \u202eReader\u202c \u05d0\u05d1"
    asked = (
        "--name",
        name,
        "--asked",
        "long " * 1_999 + "<end>",
        "--way",
        "<i>e-mail",
        "--address",
        "1\n2\n3",
    )
    desk.json("foi", "record", *asked, "--document", "D-0001")
    withheld = ("--document", "D-0001", "--section", "41", "--reasons", "<u>", "--passage", "long " * 1_999)
    desk.json("foi", "withhold", "F-0001", *withheld)
    desk.json("foi", "respond", "F-0001", "--outcome", "refused", "--reasons", "</p>")
    response = desk.json("foi", "letter", "F-0001", "--kind", "response", "--out", desk.papers)["letter"]
    to = ("--what", "response", "--to", name, "--out", desk.papers)
    copy = desk.json("foi", "copied", "F-0001", *to, "--large-print")["copy"]
    working = desk.json("foi", "working", "F-0001", "--out", desk.papers)["working"]
    assert "<end>" in text_of(response)
    assert "<end>" in text_of(copy)
    assert "<b>&amp;" in text_of(working)
    assert "\u202e" not in desk("foi", "list").out


def test_a_fact_that_is_too_long_is_refused(desk: Desk) -> None:
    asked = ("--name", "A", "--asked", "x" * 10_001, "--way", "letter")
    assert desk.refused("foi", "record", *asked)["error"] == "FactMissingError"


def test_the_answer_to_an_act_says_what_became_of_the_hold(desk: Desk) -> None:
    said = desk("foi", "record", *ASKED)
    assert "Hold H-0001 was raised on everything in the vault." in said.out
    assert "Not named yet, so everything in the vault" in desk("foi", "show", "F-0001").out
    named = desk("foi", "subject", "F-0001", "--review", REVIEW)
    assert f"Hold H-0001 is now on {REVIEW}." in named.out
    both = desk.json("foi", "subject", "F-0001", "--review", REVIEW, "--document", "D-0001")
    assert both["about"] == [REVIEW, "D-0001"]
    why = ("--narrower", "They want the report alone")
    narrowed = desk.json("foi", "subject", "F-0001", "--document", "D-0001", *why)
    assert (narrowed["about"], narrowed["holds"]) == (["D-0001"], ["H-0001"])


def test_a_stopped_clock_is_told_once(desk: Desk) -> None:
    recorded(desk)
    said = desk("foi", "clarify", "F-0001", "--what", "Which chapter?").out
    assert said.startswith(
        "F-0001: The clock has been stopped since 2 March 2026: clarification was asked for.\n"
    )


def test_all_that_is_on_record_about_an_answered_request_is_shown(desk: Desk) -> None:
    recorded(desk)
    desk.json("foi", "respond", "F-0001", "--outcome", "not held", "--reasons", "We have none")
    desk.json("foi", "review", "F-0001", "--grounds", "You must have it")
    outcome = ("--outcome", "answer-changed", "--reasons", "It was found")
    desk.json("foi", "answer-review", "F-0001", *outcome)
    shown = desk("foi", "show", "F-0001").out
    for said in (
        "Answered on 2 March 2026, in time: it was due 31 March 2026 (Tuesday).",
        "not held, on 2 March 2026",
        "asked for on 2 March 2026: You must have it",
        "answer changed, on 2 March 2026: It was found",
    ):
        assert said in shown


def test_what_somebody_asks_about_themselves_is_copied_in_words_only_with_a_reason(desk: Desk) -> None:
    desk.json("subject-access", "record", "--name", "A. Reader", "--asked", "Mine", "--way", "letter")
    copied = ("--what", "request", "--to", "C. Chair", "--why", "She decides", "--out", desk.papers)
    copy = desk.json("subject-access", "copied", "S-0001", *copied)["copy"]
    assert "She decides" in text_of(copy)
    letter = ("--kind", "acknowledgement", "--out", desk.papers)
    assert "hand it over" in desk("subject-access", "letter", "S-0001", *letter).out


def test_a_holiday_names_the_requests_that_it_moves(desk: Desk) -> None:
    recorded(desk)
    added = ("--day", "2026-03-20", "--name", "An invented day", "--source", "Proclamation")
    answer = desk.json("holidays", "add", *added)
    assert answer["moved"] == [{"request": "F-0001", "before": "2026-03-31", "due": "2026-04-01"}]
    again = desk("holidays", "add", "--day", "2026-03-23", *added[2:]).out
    assert "F-0001 is due on another day now: 2 April 2026 (before: 1 April 2026)." in again


def test_a_closed_day_names_the_copies_that_are_due_then(desk: Desk) -> None:
    closed = ("closed-day", "add", "--why", "The building is shut", "--day")
    assert desk.json(*closed, "2026-03-19")["copies_due"] == []
