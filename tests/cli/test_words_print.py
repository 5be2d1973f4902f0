"""Printing and filing scans in words: a real CUPS, a real pile, and the answers that scripts read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.paper import cups
from tests.cli.spoken import Desk
from tests.paper.print_server import PrintServer, print_server
from tests.paper.scanned_papers import as_before, blank, drawn, pile, scanned


@pytest.fixture(scope="module")
def running() -> Iterator[PrintServer]:
    """A CUPS that keeps no pages."""
    with print_server() as server:
        yield server


@pytest.fixture
def server(running: PrintServer, monkeypatch: pytest.MonkeyPatch) -> PrintServer:
    """The CUPS of this computer, as far as the program can tell."""
    running.empty()
    monkeypatch.setattr(cups, "of_this_computer", lambda: running.cups)
    return running


def test_a_print_from_the_list_of_printers_to_the_count_of_its_sheets(
    desk: Desk, server: PrintServer
) -> None:
    listed = {one["printer"]: one for one in desk.json("printers", "list")["printers"]}
    assert listed["Desk"]["may_be_used"]
    assert not listed["ToFile"]["may_be_used"]
    words = ("copy", "print", "D-0001", "--number-of-copies", "2", "--two-sided")
    made = desk.json(*words, "--printer", "Desk")
    assert [(one["copy"], one["job"]) for one in made["copies"]] == [
        ("D-0001/3", "PJ-0001"),
        ("D-0001/4", "PJ-0002"),
    ]
    assert len(server.printed()) == 2
    assert desk.refused(*words, "--printer", "ToFile")["error"] == "PrinterRefusedError"
    assert desk.refused(*words, "--printer", "Paused")["error"] == "PrinterNotReadyError"
    assert desk.refused(*words)["error"] == "UsageError"
    waits = desk.json("printers", "jobs", "--uncounted")["jobs"]
    assert [one["job"] for one in waits] == ["PJ-0001", "PJ-0002"]
    sheets = str(made["copies"][0]["sheets"])
    counted = desk.json("printers", "count", "PJ-0001", "--whole", sheets)
    assert (counted["whole"], counted["spoilt"], counted["copy_state"]) == (int(sheets), 0, "in safe")


@pytest.mark.usefixtures("server")
def test_an_exception_is_made_and_ended_in_words(desk: Desk) -> None:
    desk.json("printers", "except", "Elsewhere", "--authority", "The Chair", "--reason", "No other")
    listed = {one["printer"]: one for one in desk.json("printers", "list")["printers"]}
    assert listed["Elsewhere"]["excepted"]
    desk.json("printers", "end-exception", "Elsewhere", "--reason", "One of our own")
    assert (
        desk.refused("printers", "end-exception", "Elsewhere", "--reason", "Twice")["error"]
        == "UnknownReferenceError"
    )


def test_a_slip_is_printed_scanned_back_and_filed(desk: Desk, server: PrintServer, tmp_path: Path) -> None:
    out = ("--person", "P-0001", "--request", "R-0001", "--due", "2026-03-16", "--out", desk.papers)
    slip = Path(desk.json("copy", "sign-out", "D-0001/1", *out)["slip"])
    assert desk.json("printers", "print", slip, "--printer", "Desk")["end"] == "completed"
    first, second = drawn(server.printed()[0], tmp_path / "drawn")
    second = as_before(second)
    file = pile([scanned(second, 2), blank(), scanned(first, 177)], tmp_path / "pile.tif")
    looked = desk.json("scan", "file", file, "--look")["pages"]
    assert [(one["about"], one["blank"]) for one in looked] == [
        (None, False),
        (None, True),
        ("D-0001/1", False),
    ]
    filed = desk("scan", "file", file, "--json")
    assert filed.code == 3, "a page without a code was left over"
    assert (filed.json["filed"], filed.json["left"]) == (1, 1)
    assert filed.json["pages"][2]["state"] == "signed out"
    by_hand = ("--page", "1", "--about", "D-0001/1", "--paper", "holder's part")
    assert desk.json("scan", "file-by-hand", file, *by_hand)["scan"] == "SN-0002"
    assert [one["by_code"] for one in desk.json("scan", "list", "--about", "D-0001/1")["scans"]] == [
        True,
        False,
    ]
    desk.json("scan", "view", "SN-0001", "--out", tmp_path / "seen.pdf")
    assert (tmp_path / "seen.pdf").read_bytes().startswith(b"%PDF")
    assert desk.json("vault", "verify")["ok"]


def test_copies_are_issued_with_their_slips_in_words(desk: Desk, server: PrintServer) -> None:
    person = ("--name", "Sam Invented", "--post", "Nurse", "--agency", "Invented Trust")
    desk.json("person", "add", *person, "--role", "panel member")
    asked = ("--person", "P-0002", "--document", "D-0001", "--purpose", "A meeting", "--mode", "hard-copy")
    request = desk.json("request", "record", *asked)["request"]
    desk.json("request", "decide", request, "--agreed", "--by", "The Chair", "--reason", "On the panel")
    row = ("copy", "issue", "D-0001", "--request", "R-0001", "--request", request, "--due", "2026-03-16")
    made = desk.json(*row, "--printer", "Desk", "--two-sided")["copies"]
    assert [(one["copy"], one["person"], one["state"]) for one in made] == [
        ("D-0001/3", "P-0001", "awaiting signature"),
        ("D-0001/4", "P-0002", "awaiting signature"),
    ]
    assert len(server.printed()) == 4
    confirmed = desk.json("copy", "confirm", "D-0001/3", "--slip-code", made[0]["slip_code"])
    assert confirmed["state"] == "signed out"
    stopped = desk.refused(*row, "--printer", "Jammed")
    assert stopped["error"] == "RowStoppedError"
    assert "D-0001/5 is spoilt" in stopped["message"]
    assert desk.refused(*row)["error"] == "UsageError"


def test_slips_come_out_of_a_printer_in_words(desk: Desk, server: PrintServer) -> None:
    out = ("copy", "sign-out", "D-0001/1", "--person", "P-0001", "--request", "R-0001", "--due", "2026-03-16")
    assert desk.refused(*out)["error"] == "UsageError"
    assert desk.refused(*out, "--out", desk.papers, "--printer", "Desk")["error"] == "UsageError"
    assert desk.refused(*out, "--out", desk.papers, "--tray", "One")["error"] == "UsageError"
    signed = desk.json(*out, "--printer", "Desk")
    assert (signed["slip"], signed["slip_job"]) == (None, "PJ-0001")
    again = desk.json("copy", "slip-again", "D-0001/1", "--printer", "Desk")
    assert (again["slip"], again["slip_job"]) == (None, "PJ-0002")
    assert len(server.printed()) == 2
    assert desk("copy", "confirm", "D-0001/1", "--slip-code", signed["slip_code"]).code == 0
