"""April to July: people outside ask, the summary is published, and everybody who waited is answered."""

from pathlib import Path

from tests.endtoend.daily_desk import FIRST, Board, a_report
from tests.endtoend.daily_spring import code_at_the_foot


def all_copies_of_one_person_are_recalled(board: Board) -> None:
    board.on("2026-04-14", "12:00")
    facts = ("--person", "P-0001", "--reason", "Her roles have ended", "--by", "2026-04-16")
    told = board.json("copy", "recall", *facts, "--out", board.papers)
    assert told["copies"] == [{"copy": "D-0002/2", "by": "2026-04-16"}]
    board.on("2026-04-16")
    back = ("--pages", "3", "--condition", "Good", "--receipt-to", board.papers)
    assert board.json("copy", "return", "D-0002/2", *back)["state"] == "in safe"


def people_outside_ask_for_the_executive_summary_and_wait(board: Board) -> None:
    board.on("2026-04-17")
    a_report(board.received / "overview.pdf", "Overview report, anonymised", 3)
    assert board.take_in("overview.pdf", "overview-report", "anonymised") == "D-0008"
    a_report(board.received / "summary.pdf", "Executive summary", 2)
    assert board.take_in("summary.pdf", "executive-summary", "anonymised") == "D-0009"
    asked = (
        ("Mo Grandparent", "family", "paper", "She was my grandchild", "8 Example Row\nSampletown"),
        ("Exampleton Gazette", "press", "electronic", "For our readers", "news@example.invalid"),
        ("Prof. Scholar", "researcher", "paper", "A study", "9 Example Row"),
        ("Pat Public", "public", "electronic", "I live there", "10 Example Row"),
        ("Cllr Member", "elected member", "paper", "My ward", "11 Example Row"),
    )
    for name, category, form, reason, address in asked:
        who = ("--name", name, "--category", category, "--format", form, "--review", FIRST)
        request = board.json("interest", "record", *who, "--reason", reason, "--address", address)["request"]
        waits = ("--outcome", "waiting for publication", "--out", board.papers)
        if name != "Cllr Member":
            board.json("interest", "answer", request, *waits)
    early = board.refused("interest", "answer", "E-0001", "--outcome", "sent", "--out", board.papers)
    assert early["error"] == "GateClosedError"
    declined = ("--outcome", "declined", "--why", "Asked in a private capacity", "--out", board.papers)
    board.json("interest", "answer", "E-0005", *declined)
    board.json("interest", "answer", "E-0003", "--outcome", "withdrawn")
    waiting = board.json("interest", "list", "--waiting")["requests"]
    assert [one["request"] for one in waiting] == ["E-0001", "E-0002", "E-0004"]


def publication_is_refused_until_every_step_is_on_record(board: Board) -> None:
    board.on("2026-04-24")
    begun = board.json("publication", "decide", FIRST, "--document", "D-0009", "--by", "The Board")
    early = board.refused("publication", "publish", FIRST, "--where", "The website of the Board")
    assert "anonymisation" in early["message"]
    gist = ("--gist", "An inquest is to come; the Coroner does not object")
    board.json("publication", "consider", FIRST, "--by", "The panel", *gist)
    bodies = [one.removesuffix(" has not been briefed") for one in begun["missing"] if "briefed" in one]
    told = [word for body in bodies[:7] for word in ("--body", body)]
    board.json("publication", "brief", FIRST, *told, "--day", "2026-04-23")
    others = [word for body in bodies[7:] for word in ("--body", body)]
    board.json("publication", "brief", FIRST, *others, "--not-needed", "The child was not in custody")
    board.json("publication", "check-anonymisation", FIRST, "--by", "N. Checker")
    board.on("2026-05-05")
    where = ("--where", "The website of the Board")
    assert board.json("publication", "publish", FIRST, *where)["state"] == "published"
    board.json("publication", "form", FIRST, "--out", board.papers)


def all_who_wait_are_answered_in_one_go_with_letters_and_files(board: Board) -> None:
    board.on("2026-05-06")
    out = ("--review", FIRST, "--out", board.papers, "--note", "With our condolences")
    told = board.json("interest", "answer-waiting", *out)
    assert [one["request"] for one in told["answered"]] == ["E-0001", "E-0002", "E-0004"]
    assert [one["slip"] is None for one in told["answered"]] == [True, False, False]
    for one in told["answered"]:
        board.kept |= {f"{one['request']} {what}": str(one[what]) for what in ("letter", "file", "slip")}
    assert board.json("interest", "list", "--waiting")["requests"] == []


def the_anonymised_report_is_submitted_and_received(board: Board) -> None:
    by = ("--address", "12 Example Row", "--how", "courier", "--review", FIRST)
    to, out = ("--to", "Ofsted", *by), ("--out", board.papers)
    board.refused("submission", "record", "--document", "D-0003", *to, *out)
    board.refused("submission", "record", "--document", "D-0008", "--to", "Example University", *by, *out)
    advice = ("--document", "D-0008", "--adviser", "H. Counsel", "--gist", "May be submitted as it stands")
    board.json("advice", "record", *advice, "--consulted", "Both agencies agree")
    papers = ("--document", "D-0008", "--document", "D-0009")
    sent = board.json("submission", "record", *papers, *to, *out)
    assert [
        one["submission"] for one in board.json("submission", "list", "--outstanding")["submissions"]
    ] == ["SU-0001"]
    code = code_at_the_foot(Path(sent["sheet"]))
    board.json("submission", "receipt", "SU-0001", "--by", "O. Clerk", "--code", code)
    assert board.json("submission", "list", "--outstanding")["submissions"] == []


def the_chair_is_told_before_an_agency_publishes_its_plan(board: Board) -> None:
    board.on("2026-05-07")
    told = ("--agency", "Invented Health Trust", "--told-by", "M. Director", "--chair", "G. Chair")
    timing = ("--timing", "After the summary is out", "--intended", "2026-05-28", "--review", FIRST)
    assert board.json("agency-plan", "notify", *told, *timing)["plan"] == "AP-0001"
    board.json("agency-plan", "members-told", "AP-0001")
    (letter,) = board.json("letter", "chase", "--out", board.papers)["letters"]
    assert board.json("letter", "list", "--about", "D-0003/1")["letters"][-1]["letter"] == letter["letter"]


def the_agency_publishes_and_the_next_board_hears_of_it(board: Board) -> None:
    board.on("2026-05-29")
    where = ("--where", "The website of the Trust", "--to-whom", "the public", "--next-board", "2026-06-16")
    board.json("agency-plan", "published", "AP-0001", *where)
    (due,) = board.json("agency-plan", "list", "--report-due")["plans"]
    assert due["next_board"] == "2026-06-16"


def the_report_was_before_the_board(board: Board) -> None:
    board.on("2026-06-16")
    board.json("agency-plan", "report", "AP-0001", "--out", board.papers)
    board.json("agency-plan", "reported", "AP-0001", "--by", "M. Director")
    assert board.json("agency-plan", "list", "--report-due")["plans"] == []


def at_the_end_one_copy_is_overdue_and_one_awaits_its_slip(board: Board) -> None:
    board.on("2026-07-21")
    request = board.agreed("P-0002", "D-0003")
    told = board.sign_out("D-0003/5", "P-0002", request, "2026-08-31")
    assert told["due"] == "2026-09-01"
    found = board.json("find", "quill")["found"]
    assert found[0]["reference"] == "P-0003"
    assert board.json("find", "Nobody Atall")["found"] == []
    by_code = board.json("find", board.kept["D-0003/5"])["found"]
    assert by_code[0]["reference"] == "D-0003/5"
    assert [one["copy"] for one in board.json("copy", "list", "--overdue")["copies"]] == ["D-0003/1"]
