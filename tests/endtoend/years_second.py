"""August to December 2026: forty copies go out and come back, one is lost, and the review is completed."""

from tests.endtoend.years_desk import AGENCIES, OFSTED, PEOPLE, REPORT, SCR, SUMMARY, Years, code_on, many

CHRONOLOGY, HEALTH = "D-0027", "D-0028"
IMRS = tuple(f"D-{number:04}" for number in range(3, 27, 2))
LOST, DAMAGED = "D-0005/1", "D-0007/1"
PRINTED = {REPORT: 14, CHRONOLOGY: 6, HEALTH: 4, "D-0001": 3, **dict.fromkeys(IMRS, 1)}
KEPT_OUT = (f"{REPORT}/1", f"{REPORT}/2", f"{REPORT}/3", f"{REPORT}/13", f"{CHRONOLOGY}/1")
"""Copies whose holders have them until the review is concluded."""


def august_copies_are_printed_and_handed_out(board: Years) -> None:
    board.on("2026-08-03")
    for document, number in PRINTED.items():
        board.json("copy", "print", document, "--number-of-copies", str(number), *board.out)
    members = [*PEOPLE, OFSTED]
    for number, person in enumerate(members, 1):
        board.hand_over(f"{REPORT}/{number}", person, "2028-12-29" if person == OFSTED else "2026-09-30")
    for document, person in zip(IMRS, reversed(PEOPLE), strict=True):
        board.hand_over(f"{document}/1", person, "2026-09-30")
    for number, person in enumerate(PEOPLE[:5], 1):
        board.hand_over(f"{CHRONOLOGY}/{number}", person, "2026-10-30")
    for number, person in enumerate(PEOPLE[:4], 1):
        board.hand_over(f"{HEALTH}/{number}", person, "2026-10-30")


def august_some_are_refused_some_read_at_the_desk_and_one_has_a_file(board: Years) -> None:
    board.on("2026-08-10")
    for person in PEOPLE[:6]:
        asked = (
            "--person",
            person,
            "--document",
            "D-0043",
            "--purpose",
            "To see the names",
            "--mode",
            "view",
        )
        request = board.json("request", "record", *asked)["request"]
        why = ("--refused", "--by", "G. Chair", "--reason", "The names are not needed for this")
        assert board.json("request", "decide", request, *why)["decision"] == "refused"
    for person in PEOPLE[:5]:
        request = board.asked_and_agreed(person, "D-0029", "view")
        board.json("request", "view-here", request)
    for person in PEOPLE[5:8]:
        board.asked_and_agreed(person, "D-0001")
    request = board.asked_and_agreed("P-0017", REPORT, "electronic")
    sent = ("--person", "P-0017", "--request", request, "--delete-by", "2026-10-30", *board.out)
    told = board.json("copy", "send", REPORT, *sent)
    board.json("copy", "confirm", told["copy"], "--slip-code", told["slip_code"])
    assert told["copy"] == f"{REPORT}/15"


def september_one_copy_is_lost_and_the_commissioner_told_in_time(board: Years) -> None:
    board.on("2026-09-14", "09:00")
    told = board.json("copy", "lost", LOST, "--what", "It was left on a train")
    assert told["clock_ends"].startswith("2026-09-17T09:00")
    board.kept["lost incident"] = told["incident"]
    board.on("2026-09-15", "09:00")
    risk = ("--risk", "--reason", "It names the family", "--told-commissioner", "2026-09-15T08:30")
    board.json("incident", "assess", told["incident"], *risk)
    board.kept["lost report"] = board.json("incident", "report", told["incident"], *board.out)["report"]


def october_most_come_back_and_the_rest_are_asked_for(board: Years) -> None:
    board.on("2026-09-30")
    missing = (LOST, DAMAGED, f"{REPORT}/12", *KEPT_OUT)
    for copy in [f"{REPORT}/{number}" for number in range(1, 13)] + [f"{one}/1" for one in IMRS]:
        if copy not in missing:
            board.give_back(copy)
    board.json("copy", "damaged", DAMAGED, "--what", "Coffee on page 1")
    board.on("2026-10-01")
    letters = board.json("letter", "chase", *board.out)["letters"]
    assert {one["copy"] for one in board.json("copy", "list", "--overdue")["copies"]} == {
        f"{REPORT}/1",
        f"{REPORT}/2",
        f"{REPORT}/3",
        f"{REPORT}/12",
        LOST,
        DAMAGED,
    }
    assert letters
    said = ("--spoke-to", "The secretary", "--said", "Comes back on Monday")
    board.json("copy", "call", f"{REPORT}/12", *said)


def october_a_member_leaves_and_another_takes_the_copy(board: Years) -> None:
    board.on("2026-10-05")
    left = board.json("person", "leave", PEOPLE[11], "--reason", "A new post", *board.out)
    assert [one["copy"] for one in left["copies"]] == [f"{REPORT}/12"]
    request = board.asked_and_agreed(PEOPLE[10], REPORT)
    board.kept["second copy"] = request
    counted = ("--pages", "4", "--condition", "Good", "--other-readers", "None")
    after = ("--person", PEOPLE[10], "--request", request, "--due", "2026-10-30", *board.out)
    told = board.json("copy", "transfer", f"{REPORT}/12", *after, *counted)
    board.json("copy", "confirm", f"{REPORT}/12", "--slip-code", told["slip_code"])
    board.on("2026-10-30")
    board.give_back(f"{REPORT}/12")
    board.give_back(DAMAGED)
    for number in range(2, 6):
        board.give_back(f"{CHRONOLOGY}/{number}")
    for number in range(1, 5):
        board.give_back(f"{HEALTH}/{number}")
    board.json("copy", "deleted", f"{REPORT}/15", "--declared-by", "Vic Author, by e-mail")


def november_two_people_count_every_copy(board: Years) -> None:
    board.on("2026-11-09")
    begun = board.json("muster", "begin", "--first", "A. Keeper", "--second", "W. Itness", *board.out)
    board.kept["muster sheet"] = begun["sheet"]
    for one in board.json("copy", "list")["copies"]:
        if one["copy"] in begun["copies"]:
            out = one["responsible"] != "custodian"
            gone = one["copy"] == LOST or one["form"] == "electronic"
            seen = "not-seen" if gone else "with-its-holder" if out else "in-the-safe"
            counted = () if seen == "not-seen" else ("--pages", board.pages(one["copy"]))
            board.json("muster", "count", one["copy"], "--seen", seen, *counted)
    code = code_on(begun["sheet"])
    finished = board.json("muster", "finish", "--code", code, *board.out)
    assert finished["discrepancies"] == []


def november_the_trial_ends_and_the_review_is_completed_and_submitted(board: Years) -> None:
    board.on("2026-11-16")
    assert not board.json("proceedings", "conclude", "PP-0002", "--outcome", "Guilty of neglect")["holds"]
    board.on("2026-11-23")
    found = board.json("review", "complete", SCR, "--authority", "The Board, minute 12")
    (completion,) = [one for one in found["deadlines"] if one["what"] == "completion"]
    assert (completion["due"], completion["state"]) == ("2026-11-30", "met")
    advice = ("--document", REPORT, "--adviser", "H. Counsel", "--gist", "May be submitted as it stands")
    board.json("advice", "record", *advice, "--consulted", "All twelve agencies agree")
    papers = ("--document", REPORT, "--document", SUMMARY, "--to", "Ofsted", "--how", "By courier")
    sheet = board.json("submission", "record", *papers, *board.out)["sheet"]
    code = code_on(sheet)
    board.json("submission", "receipt", "SU-0001", "--by", "O. Clerk", "--code", code)


def december_twelve_agencies_send_their_plans_and_the_summary_is_published(board: Years) -> None:
    board.on("2026-12-07")
    for agency in AGENCIES:
        board.receive("Action plan", 1, "single-agency-action-plan", "identified", "--agency", agency)
    board.receive("Consolidated plan", 2, "consolidated-action-plan", "anonymised")
    steps = ("--document", SUMMARY, "--by", "The Board, minute 14")
    begun = board.json("publication", "decide", SCR, *steps)
    assert board.refused("publication", "publish", SCR, "--where", "Our website")["message"]
    gist = "The trial is over; the coroner has no objection"
    board.json("publication", "consider", SCR, "--by", "The panel", "--gist", gist)
    bodies = [one.removesuffix(" has not been briefed") for one in begun["missing"] if "briefed" in one]
    board.json("publication", "brief", SCR, *many("--body", *bodies))
    board.json("publication", "check-anonymisation", SCR, "--by", "N. Checker")
    done = board.json("publication", "publish", SCR, "--where", "The website of the Board")
    assert (done["state"], done["missing"]) == ("published", [])
