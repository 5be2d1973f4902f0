"""January to April 2028: the review is concluded, its copies come back and are destroyed; it is closed."""

from tests.endtoend.years_desk import REPORT, SCR, Years, code_on
from tests.endtoend.years_second import KEPT_OUT, LOST

BOARD = ("--authority", "The Board, minute 40")
BY_HOLDER, OFSTEDS = f"{REPORT}/1", f"{REPORT}/13"
BACK = tuple(copy for copy in KEPT_OUT if copy not in {BY_HOLDER, OFSTEDS})
IN_WRITING = ("--approved-by", "G. Chair", "--written", "2028-03-01", "--authority", "Chair's letter")


def january_the_conclusion_is_refused_and_says_what_is_missing(board: Years) -> None:
    board.on("2028-01-10")
    early = board.refused("review", "conclude", SCR, *BOARD)
    assert early["error"] == "NotReadyError"
    bodies = board.json("board", "show")["told_of_conclusion"]
    for missing in ("action plan", *bodies):
        assert missing in early["message"], missing
    board.json("plan", "sign-off", "--review", SCR, *BOARD)
    for body in bodies:
        board.json("review", "inform", SCR, "--body", body, "--whom", "The duty desk", "--how", "by letter")
    assert board.json("review", "ready", SCR)["ready"]


def january_the_review_is_concluded_and_every_copy_is_recalled(board: Years) -> None:
    board.on("2028-01-17")
    done = board.json("review", "conclude", SCR, *BOARD, *board.out)
    assert sorted(done["recalled"]) == sorted((*KEPT_OUT, LOST)), done
    assert len(done["letters"]) == len({board.loans[copy] for copy in KEPT_OUT})
    board.kept |= {f"recall {number}": one["file"] for number, one in enumerate(done["letters"])}
    after = board.refused("copy", "print", REPORT, "--number-of-copies", "1", *board.out)
    assert "concluded" in after["message"]
    early = board.refused("review", "close", SCR, *BOARD)
    assert early["error"] == "ReviewNotEndedError"
    assert LOST in early["message"]


def february_a_backup_is_made_copies_come_back_and_one_holder_destroys_its_own(board: Years) -> None:
    board.on("2028-02-07")
    drive = ("--label", "Drive 1", "--kept-at", "A bank", "--keeper", "C. Keeper")
    board.json("vault", "backup", "--to", board.folder / "drive", *drive)
    for copy in BACK:
        board.give_back(copy)
    paper = board.json("destruction", "holder-certificate", BY_HOLDER, *board.out)["certificate"]
    board.kept["holder's certificate"] = paper
    board.on("2028-02-21")
    facts = ("--on", "2028-02-18", "--method", "Cross-cut", "--witness", "Lou Ray", "--pages", "4")
    signed = ("--code", code_on(paper))
    done = board.json("destruction", "by-holder", BY_HOLDER, *signed, *facts)
    assert done["state"] == "destroyed by holder"


def march_the_inspectorate_keeps_its_copy_and_the_lost_one_is_accepted(board: Years) -> None:
    board.on("2028-03-06")
    keeps = ("--reason", "An inspectorate keeps papers under its own Act")
    assert board.json("exception", "keep", OFSTEDS, *IN_WRITING, *keeps)["state"] == "kept by holder"
    lost = ("--reason", "Searched for over a year; the Commissioner closed the case")
    board.json("exception", "accept", LOST, *IN_WRITING, *lost)
    board.kept["exceptions"] = board.json("exception", "paper", SCR, *board.out)["list"]


def march_two_people_destroy_the_rest_in_two_batches(board: Years) -> None:
    board.on("2028-03-13")
    due = [one["copy"] for one in board.json("destruction", "due", "--review", SCR)["copies"]]
    assert len(due) == 36
    for number, copies in enumerate((due[:20], due[20:]), 1):
        board.on(f"2028-03-{12 + number}")
        how = ("--method", "Cross-cut shredder", "--place", "Room 1", "--bag", f"Bag {number}")
        same = board.refused("destruction", "begin", "--witness", "A. Keeper", *how)
        assert same["error"] == "WitnessError"
        batch = board.json("destruction", "begin", "--witness", "Wren Witness", *how)["batch"]
        for copy in copies:
            board.json("destruction", "tick", batch, copy, "--pages", board.pages(copy))
        sheet = board.json("destruction", "sheet", batch, *board.out)["sheet"]
        wrong = board.refused("destruction", "complete", batch, "--code", "0000-0000", *board.out)
        assert wrong["error"] == "DestructionCodeError"
        done = board.json("destruction", "complete", batch, "--code", code_on(sheet), *board.out)
        assert len(done["copies"]) == len(copies)
        board.kept[batch] = done["certificate"]


def march_the_review_is_closed_and_the_panel_has_its_packs(board: Years) -> None:
    board.on("2028-03-20")
    left = board.json("review", "in-the-way", SCR)
    assert left["in_the_way"] == []
    assert board.kept["lost incident"] in [one["what"] for one in left["also"]]
    for one in left["also"]:
        board.json("incident", "close", one["what"], "--found", "Searched for; nothing more is to be done")
    closed = board.json("review", "close", SCR, *BOARD)
    assert (closed["numbers"], closed["excepted"]) == (40, 2)
    for name, wider in (("pack", ()), ("wider pack", ("--wider",))):
        made = board.json("report", "panel-pack", "--review", SCR, "--out", board.folder / name, *wider)
        board.kept[name] = made["paper"]
    log = board.json("report", "access-log", "--review", SCR, "--out", board.papers / "access-log.pdf")
    board.kept |= {"access log": log["file"], "access table": log["csv"]}


def april_the_rule_of_retention_is_confirmed_and_the_date_with_it(board: Years) -> None:
    board.on("2028-04-03")
    assert board.json("retention", "rule")["confirmed"] is False
    agreed = ("--agreed-with", "Rory Records", "--authority", "The Board, minute 41")
    board.json("retention", "adopt", "--preset", "1", *agreed)
    found = board.json("retention", "show", SCR)
    board.kept["kept until"] = found["computed"]
    confirmed = ("--date", found["computed"], "--agreed-by", "Rory Records")
    board.json("retention", "confirm", SCR, *confirmed)
    board.kept["schedule"] = board.json("retention", "schedule", SCR, *board.out)["schedule"]


END = (
    january_the_conclusion_is_refused_and_says_what_is_missing,
    january_the_review_is_concluded_and_every_copy_is_recalled,
    february_a_backup_is_made_copies_come_back_and_one_holder_destroys_its_own,
    march_the_inspectorate_keeps_its_copy_and_the_lost_one_is_accepted,
    march_two_people_destroy_the_rest_in_two_batches,
    march_the_review_is_closed_and_the_panel_has_its_packs,
    april_the_rule_of_retention_is_confirmed_and_the_date_with_it,
)
