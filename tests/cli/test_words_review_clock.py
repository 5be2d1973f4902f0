"""The course of a review in words: children, agencies, deadlines, who is told, proceedings."""

from datetime import date
from pathlib import Path
from typing import Any

from icalendar import Calendar

from tests.cli.spoken import REVIEW, Desk, text_of

_BY = ("--authority", "The Chair (invented)")
_WHY = ("--why", "The minute came", *_BY)


def due(found: dict[str, Any], what: str) -> dict[str, Any]:
    (one,) = (one for one in found["deadlines"] if one["what"] == what)
    return dict(one)


def decided(desk: Desk) -> dict[str, Any]:
    desk.json("review", "correct", REVIEW, "--notified", "2026-01-31", *_WHY)
    return desk.json("review", "decide", REVIEW, "--decided", "2026-02-28", *_BY)


def test_a_decision_that_is_entered_late_counts_from_its_own_day(desk: Desk) -> None:
    found = decided(desk)
    assert (due(found, "decision")["state"], due(found, "completion")["due"]) == ("met", "2026-08-28")
    assert desk.refused("review", "decide", REVIEW, *_BY)["error"] == "AlreadyThereError"


def test_an_impossible_order_of_days_is_refused_and_nothing_is_entered(desk: Desk) -> None:
    before = desk.json("vault", "status")["entries"]
    desk.json("review", "correct", REVIEW, "--notified", "2026-02-01", *_WHY)
    refused = desk.refused("review", "decide", REVIEW, "--decided", "2026-01-31", *_BY)
    assert refused["error"] == "ImpossibleDateError"
    assert "notification" in refused["message"]
    assert desk.json("vault", "status")["entries"] == before + 2  # the correction, and what was refused


def test_a_child_is_entered_put_right_and_struck_out(desk: Desk) -> None:
    made = desk.json("review", "child-add", REVIEW, "--code", "child a", "--born", "2012-02-29")
    assert made["children"][0]["code"] == "Child A"
    assert desk.refused("review", "child-add", REVIEW, "--code", "Amy")["error"] == "FactMissingError"
    died = ("--died", "2012-02-28")
    assert (
        desk.refused("review", "child-correct", REVIEW, "--child", "Child A", *died, *_WHY)["error"]
        == "ImpossibleDateError"
    )
    right = ("--died", "2025-11-01", "--died-in-custody")
    found = desk.json("review", "child-correct", REVIEW, "--child", "Child A", *right, *_WHY)
    assert found["children"] == [
        {
            "code": "Child A",
            "born": "2012-02-29",
            "died": "2025-11-01",
            "relation": "subject",
            "in_custody": True,
        }
    ]
    unknown = desk.json("review", "child-correct", REVIEW, "--child", "Child A", "--born-unknown", *_WHY)
    assert (unknown["children"][0]["born"], unknown["children"][0]["died"]) == (None, "2025-11-01")
    alive = desk.json("review", "child-correct", REVIEW, "--child", "Child A", "--not-died", *_WHY)
    assert (alive["children"][0]["died"], alive["children"][0]["in_custody"]) == (None, False)
    assert desk.json("review", "child-strike-out", REVIEW, "--child", "child a", *_WHY)["children"] == []


def test_a_regime_that_is_given_says_which_deadlines_moved(desk: Desk) -> None:
    decided(desk)
    given = ("review", "give-regime", REVIEW, "--regime", "cspr-2019", *_WHY)
    moved = desk.json(*given)["moved"]
    assert any(one.startswith("Completion of the review") or "Decision" in one for one in moved), moved
    again = desk("review", "give-regime", REVIEW, "--regime", "scr-2009", *_WHY)
    assert "28 August 2026 (before: " in again.out


def test_more_time_after_the_deadline_is_given_and_told_of(desk: Desk) -> None:
    decided(desk)
    more = ("--why", "A trial", "--plan", "Plan 2", *_BY)
    refused = desk.refused("review", "extend", REVIEW, "--until", "2026-08-28", *more)
    assert "no extension" in refused["message"]
    found = desk.json("review", "extend", REVIEW, "--until", "2026-12-01", *more)
    assert (due(found, "completion")["due"], due(found, "completion")["state"]) == ("2026-12-01", "extended")
    waiting = desk.json("vault", "today")["waiting"]
    assert "extension to be told of" in {one["matter"] for one in waiting}
    told = desk.json("review", "extension-told", REVIEW, "--told", "Government Office")
    assert told["extensions"][0]["told_on"] == "2026-03-02"


def test_more_time_that_was_entered_wrongly_is_put_right_then_struck_out(desk: Desk) -> None:
    decided(desk)
    more = ("--why", "A trial", "--plan", "Plan 2", *_BY)
    desk.json("review", "extend", REVIEW, "--until", "2026-12-01", *more)
    which = ("--extension", "2026-12-01")
    given = ("--until", "2026-11-01", "--told", "Government Office", "--told-on", "2026-03-01")
    right = desk.json("review", "extension-correct", REVIEW, *which, *given, *_WHY)
    assert right["moved"] == ["Completion of the review: 1 November 2026 (before: 1 December 2026)"]
    (stands,) = right["extensions"]
    assert (stands["until"], stands["plan"], stands["told_on"]) == ("2026-11-01", "Plan 2", "2026-03-01")
    refused = desk.refused("review", "extension-strike-out", REVIEW, *which, *_WHY)
    assert refused["error"] == "UnknownReferenceError"
    which = ("--extension", "2026-11-01")
    untold = desk.json("review", "extension-correct", REVIEW, *which, "--not-told", *_WHY)
    assert (untold["extensions"][0]["told"], untold["moved"]) == (None, [])
    out = desk("review", "extension-strike-out", REVIEW, *which, *_WHY).out
    assert "Completion of the review: 28 August 2026 (before: 1 November 2026)" in out
    assert "Reason: The minute came" in out


def test_a_completion_and_an_evaluation_that_were_entered_wrongly_are_put_right_then_struck_out(
    desk: Desk,
) -> None:
    decided(desk)
    assert desk.refused("review", "completion-correct", REVIEW, *_WHY)["error"] == "WrongStateError"
    desk.json("review", "complete", REVIEW, *_BY)
    right = desk.json("review", "completion-correct", REVIEW, "--on", "2026-03-01", *_WHY)
    assert right["completed"] == "2026-03-01"
    letter = ("--letter", "2026-03-02")
    desk.json("review", "evaluated", REVIEW, *letter, "--grade", "inadequate", "--by", "Ofsted")
    desk.json("review", "evaluation-answered", REVIEW, "--how", "A plan")
    which = ("--evaluation", "2026-03-02")
    taken = desk.json("review", "evaluation-correct", REVIEW, *which, "--not-answered", *_WHY)
    assert (taken["evaluations"][0]["answered"], due(taken, "evaluation")["state"]) == (None, "running")
    held = desk.refused("review", "completion-strike-out", REVIEW, *_WHY)
    assert "letter of evaluation of 2 March 2026" in held["message"]
    gone = desk.json("review", "evaluation-strike-out", REVIEW, *which, *_WHY)
    assert (gone["evaluations"], len(gone["moved"])) == ([], 1)
    open_again = desk.json("review", "completion-strike-out", REVIEW, *_WHY)
    assert (open_again["completed"], due(open_again, "completion")["state"]) == (None, "running")


def test_agencies_their_reports_and_the_people_of_a_review(desk: Desk) -> None:
    decided(desk)
    desk.json("review", "agency-add", REVIEW, "--agency", "Example Police", "--requested", "2026-01-31")
    desk.json("review", "agency-add", REVIEW, "--agency", "Example School")
    desk.json("review", "imr-request", REVIEW, "--agency", "Example School", "--on", "2026-03-01")
    came = desk.json("review", "imr-came", REVIEW, "--agency", "Example Police")
    assert came["agencies"][0] == {
        "agency": "Example Police",
        "requested": "2026-01-31",
        "came": "2026-03-02",
    }
    clock = desk.json("review", "clock", REVIEW)["deadlines"]
    assert [(one["agency"], one["due"]) for one in clock if one["what"] == "imr"] == [
        ("Example Police", "2026-03-31"),
        ("Example School", "2026-05-01"),
    ]
    given = ("--name", "Example Constabulary", "--not-come", *_WHY)
    desk.json("review", "agency-correct", REVIEW, "--agency", "Example Police", *given)
    desk.json("review", "agency-strike-out", REVIEW, "--agency", "Example School", *_WHY)
    person = desk.json(
        "person", "add", "--name", "Robin Author", "--post", "Consultant", "--agency", "independent",
        "--role", "adviser", "--review", REVIEW,
    )["person"]  # fmt: skip
    office = ("--office", "overview-author")
    made = desk.json(
        "review", "appoint", REVIEW, *office, "--person", person, "--independence", "No ties", *_BY
    )
    assert made["appointments"][0]["office"] == "overview author"
    ended = desk.json("review", "end-appointment", REVIEW, *office, *_WHY)
    assert ended["appointments"][0]["to"] == "2026-03-02"
    shown = desk.json("review", "show", REVIEW)
    assert [one["agency"] for one in shown["agencies"]] == ["Example Constabulary"]


def test_who_is_told_and_the_checklist_on_paper(desk: Desk) -> None:
    decided(desk)
    desk.json("review", "child-add", REVIEW, "--code", "A", "--died", "2025-11-01", "--died-in-custody")
    told = ("--body", "Ofsted", "--body", "The coroner", "--by", "The Chair", "--how", "By letter")
    found = desk.json("review", "told", REVIEW, *told, "--on", "2026-03-01")
    assert {"Youth Justice Board", "Prisons and Probation Ombudsman"} <= set(found["to_tell"])
    assert "Ofsted" not in found["to_tell"]
    desk.json("review", "told", REVIEW, "--body", "Parents or carers", "--not-needed", "None is known")
    assert desk("review", "told", REVIEW, "--body", "Ofsted").code == 2
    made = desk.json("review", "checklist", REVIEW, "--out", desk.papers)
    printed = text_of(Path(made["file"]))
    for words in ("Who is told of the decision", "The coroner", "1 March 2026", "Need not be told"):
        assert words in printed
    assert "2025" not in printed


def test_the_clock_on_paper_shows_the_working_and_no_date_of_a_child(desk: Desk) -> None:
    decided(desk)
    desk.json("review", "child-add", REVIEW, "--code", "Child A", "--born", "2012-02-29")
    desk.json("proceedings", "open", "--review", REVIEW, "--kind", "criminal", "--before", "Example Court")
    printed = text_of(Path(desk.json("review", "clock", REVIEW, "--out", desk.papers)["file"]))
    for words in ("28 August 2026", "6 months later", "Example Court", "Decided that there is a review"):
        assert words in printed, printed
    assert "Child A" in printed
    assert "29 February" not in printed


def test_an_inquest_holds_the_papers_until_it_is_concluded(desk: Desk) -> None:
    opened = ("--review", REVIEW, "--kind", "inquest", "--before", "HM Coroner (invented)")
    made = desk.json("proceedings", "open", *opened, "--opened", "2026-02-01")
    assert (made["proceedings"], made["holds"]) == ("PP-0001", ["H-0001"])
    refused = desk.refused("proceedings", "conclude", "PP-0001", "--outcome", "Over", "--on", "2026-01-31")
    assert "opened later" in refused["message"]
    assert desk.json("hold", "list", "--in-force")["holds"][0]["cause"] == "PP-0001"
    desk.json("proceedings", "note", "PP-0001", "--note", "Adjourned", "--next", "2026-09-01")
    done = desk.json("proceedings", "conclude", "PP-0001", "--outcome", "Narrative conclusion")
    assert (done["state"], done["holds"], done["next_on"]) == ("concluded", [], None)
    again = desk.json("proceedings", "reopen", "PP-0001", "--why", "Only adjourned")
    assert again["holds"] == ["H-0002"]
    assert [one["state"] for one in desk.json("proceedings", "list", "--open")["proceedings"]] == ["open"]
    assert "PP-0001" in desk("proceedings", "show", "PP-0001").out


def calendar_of(file: str) -> dict[str, Any]:
    events = Calendar.from_ical(Path(file).read_bytes()).walk("VEVENT")
    return {str(event["SUMMARY"]): event for event in events}


def test_the_calendar_is_read_back_by_another_program_and_moves_what_moved(desk: Desk) -> None:
    decided(desk)
    desk.json("review", "agency-add", REVIEW, "--agency", "Example Police", "--requested", "2026-03-01")
    desk.json("review", "child-add", REVIEW, "--code", "Child A", "--born", "2012-02-29")
    first = desk.json("review", "calendar", "--out", desk.papers / "first.ics")
    events = calendar_of(first["file"])
    assert sorted(events) == [
        f"{REVIEW}: Completion of the review due",
        f"{REVIEW}: Individual Management Review 1 due",
    ]
    written = Path(first["file"]).read_text("utf-8")
    assert not any(word in written for word in ("Child", "Police", "2012", "Chair"))
    more = ("--until", "2026-12-01", "--why", "A trial", "--plan", "Plan 2", *_BY)
    desk.json("review", "extend", REVIEW, *more)
    second = desk.json("review", "calendar", "--review", REVIEW, "--out", desk.papers / "second.ics")
    title = f"{REVIEW}: Completion of the review due"
    moved = calendar_of(second["file"])[title]
    assert moved["UID"] == events[title]["UID"]
    assert (events[title]["DTSTART"].dt, moved["DTSTART"].dt) == (date(2026, 8, 28), date(2026, 12, 1))
    assert moved["DTEND"].dt == date(2026, 12, 2)
    assert desk.refused("review", "calendar", "--out", desk.papers / "due.txt")["error"] == "FactMissingError"


def test_a_review_is_held_under_another_regime_and_one_is_added(desk: Desk) -> None:
    decided(desk)
    shown = {one["regime"]: one for one in desk.json("board", "show")["regimes"]}
    assert shown["cspr-2019"]["times"] == {"decision": "15 working days (unconfirmed)"}
    assert [name for name, one in shown.items() if one["unconfirmed"]] == ["scr-2010", "cspr-2019"]
    found = desk.json("review", "give-regime", REVIEW, "--regime", "scr-2010", *_WHY)
    assert found["regime"] == "scr-2010"
    made = desk.json("board", "set-regime", "scr-2010", "--completion", "9 months", "--confirmed", *_BY)
    assert made["regime"]["times"]["completion"] == "9 months"
    assert not made["regime"]["unconfirmed"]
    assert due(desk.json("review", "clock", REVIEW), "completion")["due"] == "2026-11-28"
    new = ("--label", "Our own", "--completion", "1 month", "--publication", "Nothing.", "--source", "Us")
    assert desk.json("board", "set-regime", "own", *new, *_BY)["regime"]["times"] == {"completion": "1 month"}
    for odd in ("six months", "0 months", "3 weeks", "٣ months"):
        refused = desk.refused("board", "set-regime", "own", "--completion", odd, *_BY)
        assert refused["error"] == "FactMissingError"
    desk.json("board", "add-notified-body", "Example Inspectorate", *_BY)
    assert "Example Inspectorate" in desk.json("review", "checklist", REVIEW)["to_tell"]
    desk.json("board", "remove-notified-body", "example inspectorate", *_BY)


def test_an_inadequate_evaluation_waits_for_its_answer(desk: Desk) -> None:
    decided(desk)
    desk.json("review", "complete", REVIEW, "--on", "2026-03-01", *_BY)
    letter = ("--letter", "2026-03-02", "--by", "Ofsted")
    found = desk.json("review", "evaluated", REVIEW, *letter, "--grade", "inadequate")
    assert due(found, "evaluation")["due"] == "2026-06-02"
    done = desk.json("review", "evaluation-answered", REVIEW, "--how", "An action plan")
    assert (due(done, "evaluation")["state"], done["evaluations"][0]["answered"]) == ("met", "2026-03-02")
