"""November and December 2026: forty ask from outside, of whom each has an answer and a reason."""

from tests.endtoend.years_desk import REPORT, SCR, SUMMARY, Years

SENT, DECLINED, WITHDRAWN = 22, 4, 2
CATEGORIES = ("family", "public", "press", "researcher", "elected member", "agency")


def november_twenty_eight_ask_for_the_executive_summary(board: Years) -> None:
    board.on("2026-11-02")
    for number in range(1, SENT + DECLINED + WITHDRAWN + 1):
        form = "paper" if number % 4 else "electronic"
        who = ("--name", f"Asker {number} Invented", "--category", CATEGORIES[number % 6], "--format", form)
        board.json("interest", "record", *who, "--reason", f"Reason {number}", "--review", SCR)
    for number in range(SENT + 1, SENT + DECLINED + 1):
        no = ("--outcome", "declined", "--why", "They asked for the names of staff")
        board.json("interest", "answer", f"E-{number:04}", *no)
    for number in range(SENT + DECLINED + 1, SENT + DECLINED + WITHDRAWN + 1):
        board.json("interest", "answer", f"E-{number:04}", "--outcome", "withdrawn")
    early = board.refused("interest", "answer", "E-0001", "--outcome", "sent")
    assert early["error"] == "GateClosedError"


def november_twelve_ask_under_the_law(board: Years) -> None:
    board.on("2026-11-10")
    for number in range(1, 7):
        asked = ("--name", f"Citizen {number}", "--asked", "All about the review", "--way", "e-mail")
        found = board.json("foi", "record", *asked, "--review", SCR, "--received", "2026-11-07")
        assert (found["request"], found["due"]) == (f"F-{number:04}", "2026-12-07")
    for number in range(1, 7):
        asked = ("--name", f"Subject {number}", "--asked", "All about me", "--way", "letter")
        found = board.json("subject-access", "record", *asked, "--review", SCR)
        assert (found["request"], found["due"]) == (f"S-{number:04}", "2026-12-10")
    in_force = board.json("hold", "list", "--in-force")["holds"]
    assert len(in_force) == 1 + 6 + 6


def december_the_law_is_answered_and_its_holds_stand_for_a_while(board: Years) -> None:
    board.on("2026-12-04")
    whole = ("--outcome", "refused", "--reasons", "It is a serious case review")
    assert board.refused("foi", "respond", "F-0001", *whole)["message"]
    for number in range(1, 7):
        request = f"F-{number:04}"
        passage = (
            "--document",
            REPORT,
            "--passage",
            "Page 3",
            "--section",
            "41",
            "--reasons",
            "Told in trust",
        )
        board.json("foi", "withhold", request, *passage)
        part = ("--outcome", "granted in part", "--reasons", "One page is withheld")
        board.json("foi", "respond", request, *part)
        for what in ("request", "response"):
            board.json("foi", "copied", request, "--what", what, "--to", "G. Chair", *board.out)
        board.json("foi", "close", request, "--how", "Answered in time")
    board.kept["foi working"] = board.json("foi", "working", "F-0001", *board.out)["working"]
    for number in range(1, 7):
        request = f"S-{number:04}"
        board.json(
            "subject-access", "respond", request, "--outcome", "not held", "--reasons", "No paper names them"
        )
        board.json("subject-access", "close", request, "--how", "Answered in time")
    inquest, *answered = board.json("hold", "list", "--in-force")["holds"]
    assert (inquest["cause"], inquest["stands_to"]) == ("PP-0001", None)
    until = {f"F-{number:04}": "2027-02-04" for number in range(1, 7)}
    until |= {f"S-{number:04}": "2027-03-04" for number in range(1, 7)}
    assert {one["cause"]: one["stands_to"] for one in answered} == until


def december_all_who_wait_have_the_summary(board: Years) -> None:
    board.on("2026-12-08")
    done = board.json("interest", "answer-waiting", "--review", SCR, *board.out)
    assert len(done["answered"]) == SENT
    listed = board.json("interest", "list", "--review", SCR)["requests"]
    assert {one["document"] for one in listed if one["outcome"] == "sent"} == {SUMMARY}


def february_the_holds_of_answered_requests_run_out(board: Years) -> None:
    board.on("2027-02-03")
    assert board.refused("hold", "run-out", "H-0002")["error"] == "WrongStateError"
    board.on("2027-02-08")
    run_out(board, "F-")
    left = board.json("hold", "list", "--in-force")["holds"]
    assert {one["cause"][:2] for one in left} == {"PP", "S-"}


def march_the_holds_of_answered_subject_access_run_out(board: Years) -> None:
    board.on("2027-03-08")
    run_out(board, "S-")
    (inquest,) = board.json("hold", "list", "--in-force")["holds"]
    assert inquest["cause"] == "PP-0001"


def run_out(board: Years, causes: str) -> None:
    """Lift the holds by their last days that requests raised whose references begin so."""
    for one in board.json("hold", "list", "--in-force")["holds"]:
        if one["cause"].startswith(causes):
            board.json("hold", "run-out", one["hold"])
