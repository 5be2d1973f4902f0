"""April to July: requests for information and their clocks, among bank holidays; holds and health."""

from tests.endtoend.daily_desk import FIRST, Board


def a_request_for_information_comes_on_a_saturday_and_raises_a_hold(board: Board) -> None:
    board.on("2026-04-14", "11:00")
    asked = ("--name", "Ivo Asker", "--address", "7 Example Row, Sampletown", "--way", "e-mail")
    what = ("--asked", "All papers of the review", "--received", "2026-04-11", "--review", FIRST)
    told = board.json("foi", "record", *asked, *what)
    assert (told["request"], told["due"]) == ("F-0001", "2026-05-11")
    board.json("foi", "letter", "F-0001", "--kind", "acknowledgement", "--out", board.papers)
    board.json("foi", "copied", "F-0001", "--what", "request", "--to", "G. Chair", "--out", board.papers)
    (hold,) = board.json("hold", "list", "--in-force")["holds"]
    assert (hold["cause"], hold["about"]) == ("F-0001", [FIRST])


def somebody_asks_for_what_is_held_about_herself(board: Board) -> None:
    asked = ("--name", "Joan Subject", "--asked", "What is held about me", "--way", "letter")
    told = board.json("subject-access", "record", *asked, "--review", FIRST)
    assert (told["request"], told["due"]) == ("S-0001", "2026-05-14")
    told = board.json("subject-access", "identity", "S-0001", "--what", "A passport or a driving licence")
    assert told["due"] is None
    board.json("subject-access", "letter", "S-0001", "--kind", "question", "--out", board.papers)


def she_proves_who_she_is(board: Board) -> None:
    board.on("2026-04-20")
    told = board.json("subject-access", "came", "S-0001", "--what", "identity")
    assert told["due"] == "2026-05-20"
    board.json("subject-access", "letter", "S-0001", "--kind", "acknowledgement", "--out", board.papers)


def health_information_about_somebody_else_is_weighed_case_by_case(board: Board) -> None:
    about = ("--about", "Adult B", "--holder", "Invented Health Trust", "--asked-by", "E. Overton")
    wanted = ("--sought", "Dates of admission", "--purpose", "The chronology", "--review", FIRST)
    assert board.json("health", "ask", *about, *wanted)["case"] == "TH-0001"
    (open_case,) = board.json("health", "list", "--undecided")["cases"]
    assert open_case["case"] == "TH-0001"
    board.on("2026-04-22")
    decided = ("--by", "K. Guardian", "--reason", "The dates alone are needed", "--what", "Two dates")
    board.json("health", "decide", "TH-0001", "--outcome", "disclosed in part", *decided)
    board.json("health", "form", "TH-0001", "--out", board.papers)


def clarification_on_day_nineteen_starts_the_days_again_and_a_new_holiday_moves_them(board: Board) -> None:
    board.on("2026-05-08")
    assert board.json("foi", "clarify", "F-0001", "--what", "Which papers?")["due"] is None
    board.json("foi", "letter", "F-0001", "--kind", "question", "--out", board.papers)
    board.on("2026-05-12")
    assert board.json("foi", "came", "F-0001", "--what", "clarification")["due"] == "2026-06-10"
    proclaimed = (
        "--day",
        "2026-06-05",
        "--name",
        "A proclaimed holiday",
        "--source",
        "The Gazette (invented)",
    )
    board.json("holidays", "add", *proclaimed)
    assert board.json("foi", "clock", "F-0001")["due"] == "2026-06-11"
    board.json("foi", "working", "F-0001", "--out", board.papers)


def a_complex_subject_access_request_gets_two_months_more(board: Board) -> None:
    board.on("2026-05-18")
    told = board.json("subject-access", "extend", "S-0001", "--why", "Papers of three agencies")
    assert told["due"] == "2026-07-20"
    board.json("subject-access", "letter", "S-0001", "--kind", "extension", "--out", board.papers)
    board.json("subject-access", "working", "S-0001", "--out", board.papers)


def section_36_extends_only_after_the_opinion_of_the_qualified_person(board: Board) -> None:
    board.on("2026-06-08")
    longer = ("--section", "36", "--until", "2026-07-08", "--why", "The public interest is weighed")
    assert board.refused("foi", "extend", "F-0001", *longer)["message"]
    opinion = ("--by", "L. Qualified", "--gist", "Would inhibit the free exchange of views")
    board.json("foi", "opinion", "F-0001", *opinion)
    assert board.json("foi", "extend", "F-0001", *longer)["due"] == "2026-07-08"
    board.json("foi", "letter", "F-0001", "--kind", "extension", "--out", board.papers)


def the_answer_withholds_passages_with_reasons_and_never_a_whole_kind(board: Board) -> None:
    board.on("2026-07-06")
    whole = ("--outcome", "refused", "--reasons", "It is a serious case review")
    board.refused("foi", "respond", "F-0001", *whole)
    about = ("--review", FIRST, "--document", "D-0002", "--document", "D-0003")
    told = board.json("foi", "subject", "F-0001", *about)
    assert {"D-0002", "D-0003"} <= set(told["about"])
    board.json("hold", "list", "--in-force")
    passage = ("--document", "D-0002", "--passage", "Page 2, lines 3 to 9", "--reasons", "Told in confidence")
    board.json("foi", "withhold", "F-0001", *passage, "--section", "41")
    views = ("--document", "D-0003", "--passage", "Page 4", "--reasons", "Would inhibit", "--section", "36")
    board.json("foi", "withhold", "F-0001", *views, "--public-interest", "Openness weighs less than candour")
    part = ("--outcome", "granted in part", "--reasons", "Two passages are withheld", "--disclosed", "D-0003")
    board.refused("foi", "respond", "F-0001", *part)
    edition = ("--edition-why", "Everybody whom it names is a public officer")
    assert board.json("foi", "respond", "F-0001", *part, *edition)["relied_on"]
    board.json("foi", "letter", "F-0001", "--kind", "response", "--out", board.papers)
    members = ("--to", "G. Chair", "--to", "The members of the Board")
    board.json("foi", "copied", "F-0001", "--what", "response", *members, "--out", board.papers)


def a_review_of_the_answer_is_asked_for_and_a_complaint_follows(board: Board) -> None:
    board.on("2026-07-10")
    told = board.json("foi", "review", "F-0001", "--grounds", "The public ought to know")
    assert told["due"] == "2026-08-11"
    board.json("foi", "letter", "F-0001", "--kind", "review", "--out", board.papers)
    board.on("2026-07-17")
    stands = ("--outcome", "answer stands", "--reasons", "The balance was struck rightly")
    board.json("foi", "answer-review", "F-0001", *stands)
    board.json("foi", "letter", "F-0001", "--kind", "review-response", "--out", board.papers)
    board.json("foi", "complain", "F-0001", "--what", "Too much is withheld", "--reference", "IC-1")
    board.on("2026-07-20")
    board.json("foi", "complaint-ended", "F-0001", "--outcome", "Not upheld")
    board.json("foi", "close", "F-0001", "--how", "Answered; the complaint was not upheld")


def the_subject_has_her_answer_in_time_and_a_hold_by_hand_stays(board: Board) -> None:
    inquest = (
        "--about",
        FIRST,
        "--authority",
        "The Coroner",
        "--reason",
        "Inquest",
        "--look-again",
        "2026-10-01",
    )
    hold = board.json("hold", "raise", *inquest)["hold"]
    passage = ("--passage", "The name of a neighbour", "--ground", "Somebody else's data")
    board.json("subject-access", "withhold", "S-0001", *passage, "--reasons", "No consent")
    part = ("--outcome", "granted in part", "--reasons", "One name is withheld")
    board.json("subject-access", "respond", "S-0001", *part)
    board.json("subject-access", "letter", "S-0001", "--kind", "response", "--out", board.papers)
    board.json("subject-access", "close", "S-0001", "--how", "Answered")
    left = [one["hold"] for one in board.json("hold", "list", "--in-force")["holds"]]
    assert hold in left  # beside those of requests whose answer may still be reviewed
    board.json("hold", "look-again", hold, "--on", "2026-12-01", "--why", "The inquest is adjourned")
