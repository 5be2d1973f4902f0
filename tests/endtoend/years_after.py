"""2087: the record's date has come. Two people review it, holds refuse, and its masters are disposed of."""

import shutil

from tests.endtoend.years_desk import REPORT, SCR, Years, code_on

TWO = ("--first", "Rory Records", "--second", "Hanna Head")
WITNESS = ("--witness", "Wren Witness")
HEARD = ("--authority", "The inquiry of 2087")


def decades_pass_and_nothing_is_destroyed_by_itself(board: Years) -> None:
    board.on("2087-02-28")
    assert board.json("retention", "list", "--due")["records"] == []
    board.on("2087-03-03")
    (due,) = board.json("retention", "list", "--due")["records"]
    assert (due["review"], due["kept_until"]) == (SCR, board.kept["kept until"])
    assert "record review due" in board.matters()
    shelf = ("--label", "Drive 2", "--kept-at", "A shelf", "--keeper", "C. Keeper")
    board.json("vault", "backup", "--to", board.folder / "shelf", *shelf)
    shutil.copytree(board.folder / "vault", board.folder / "old" / "vault")
    shutil.copytree(board.folder / "shelf", board.folder / "old" / "shelf")
    shutil.copytree(board.folder / "drive", board.folder / "old" / "drive")
    for name in ("key", "key.head"):
        shutil.copy(board.folder / name, board.folder / "old" / name)


def a_hold_refuses_what_two_people_decide(board: Years) -> None:
    decision = ("--decision", "destroy", "--reason", "Its date is over", *TWO)
    sheet = board.json("retention", "review", SCR, *decision, *board.out)["sheet"]
    hold = board.json("hold", "raise", "--about", SCR, *HEARD, "--reason", "It may ask for all papers")[
        "hold"
    ]
    held = board.refused("retention", "decide", "RR-0001", "--code", code_on(sheet))
    assert (held["error"], hold in held["message"]) == ("HeldError", True)
    lifting = board.json("hold", "lift", hold, *HEARD, "--why", "It is over", *WITNESS, *board.out)["sheet"]
    board.json("hold", "lifted", hold, "--code", code_on(lifting))
    decided = board.json("retention", "decide", "RR-0001", "--code", code_on(sheet))
    assert (decided["state"], len(decided["covers"])) == ("decided", 60)
    board.kept["record review"] = sheet


def a_hold_between_the_two_signatures_stops_the_disposal(board: Years) -> None:
    board.on("2087-03-04")
    documents = [one["document"] for one in board.json("document", "list", "--review", SCR)["documents"]]
    made = board.json("disposal", "prepare", *documents, *WITNESS, *board.out)
    hold = board.json("hold", "raise", "--about", REPORT, *HEARD, "--reason", "One more question")["hold"]
    end = ("--code", code_on(made["sheet"]), *board.out, "--new-key-file", board.folder / "key 2")
    held = board.refused("disposal", "complete", "DP-0001", *end)
    assert (held["error"], hold in held["message"]) == ("HeldError", True)
    assert not (board.folder / "key 2").exists()
    lifting = board.json("hold", "lift", hold, *HEARD, "--why", "Answered", *WITNESS, *board.out)["sheet"]
    board.json("hold", "lifted", hold, "--code", code_on(lifting))
    done = board.json("disposal", "complete", "DP-0001", *end)
    board.key = "key 2"
    assert (done["state"], done["left"]) == ("key removed here", [])
    board.kept |= {"disposal sheet": made["sheet"], "disposal certificate": done["certificate"]}
    assert [one["reference"] for one in done["still_held"]] == ["M-0001", "M-0002"]


def only_when_no_medium_holds_them_is_the_disposal_complete(board: Years) -> None:
    board.on("2087-03-10")
    early = board.refused("disposal", "final-certificate", "DP-0001", *board.out)
    assert "Drive 1" in early["message"]
    shutil.rmtree(board.folder / "drive")
    ended = board.json("medium", "destroy", "M-0001", "--how", "Crushed", *WITNESS, *board.out)
    board.kept["medium"] = ended["certificate"]
    assert board.json("disposal", "show", "DP-0001")["state"] == "key removed here"
    board.json("vault", "backup", "--to", board.folder / "shelf")
    assert board.json("vault", "drill", "--from", board.folder / "shelf")["ok"]
    shown = board.json("disposal", "show", "DP-0001")
    assert (shown["state"], shown["still_held"]) == ("complete", [])
    final = board.json("disposal", "final-certificate", "DP-0001", *board.out)["certificate"]
    board.kept["final certificate"] = final


AFTER = (
    decades_pass_and_nothing_is_destroyed_by_itself,
    a_hold_refuses_what_two_people_decide,
    a_hold_between_the_two_signatures_stops_the_disposal,
    only_when_no_medium_holds_them_is_the_disposal_complete,
)
