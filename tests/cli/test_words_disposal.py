"""A disposal in words, from its sheet to the final certificate, and what a restore is told (G5, T16)."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.cli.spoken import REVIEW, Desk, a_pdf, ready_to_conclude
from tests.office.disposal_scene import code_on

RULE = ("--name", "Ours", "--rule-version", "1", "--rule-authority", "The Board", "--source", "to-be-checked")
AGREED = ("--agreed-with", "Rory Records", "--authority", "The Board")
TWO = ("--first", "Hanna Head", "--second", "Rory Records", "--authority", "Minute 7")
WITNESS = ("--witness", "Wren Witness")


@pytest.fixture
def ended(bare: Desk) -> Desk:
    """A vault with a backup and an export, whose one review has ended and is to be destroyed."""
    desk = bare
    desk.json("vault", "create", "--board", "Invented Board", "--operator", "A. Keeper")
    desk.json("review", "open", "--reference", REVIEW, "--authority", "The Chair")
    for kind in ("overview-report", "minutes"):
        file = a_pdf(desk.folder / f"{kind}.pdf")
        about = ("--review", REVIEW, "--kind", kind, "--edition", "anonymised")
        desk.json("document", "take-in", file, *about)
    medium = ("--label", "Drive 1", "--kept-at", "A bank", "--keeper", "C. Keeper")
    desk.json("vault", "backup", "--to", desk.folder / "drive", *medium)
    desk.json("document", "view", "D-0001", "--purpose", "Advice", "--out", desk.folder / "clear.pdf")
    ready_to_conclude(desk)
    desk.json("review", "conclude", REVIEW, "--authority", "The Board")
    desk.json("review", "close", REVIEW, "--authority", "The Board")
    desk.json("retention", "adopt", *RULE, "--conclusion", "35", *AGREED)
    day = desk.json("retention", "show", REVIEW)["computed"]
    desk.json("retention", "confirm", REVIEW, "--date", day, "--agreed-by", "Rory Records")
    decision = ("--decision", "destroy", "--reason", "It is time", *TWO, "--out", desk.papers)
    made = desk.json("retention", "review", REVIEW, *decision)
    desk.json("retention", "decide", "RR-0001", "--code", code_on(Path(made["sheet"])))
    return desk


def prepared(desk: Desk, *documents: str) -> dict[str, Any]:
    return desk.json("disposal", "prepare", *documents, *WITNESS, "--out", desk.papers)


def completed(desk: Desk, code: str, disposal: str = "DP-0001") -> dict[str, Any]:
    """Complete a disposal; the new key file takes the place of the one before."""
    new = desk.folder / "new"
    words = ("--code", code, "--out", desk.papers, "--new-key-file", new)
    done = desk.json("disposal", "complete", disposal, *words)
    assert not (desk.folder / "key").exists(), "the former key file is gone"
    new.rename(desk.folder / "key")
    new.with_name("new.head").rename(desk.folder / "key.head")
    return done


def text_of(paper: str) -> str:
    with pypdfium2.PdfDocument(paper) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def test_a_disposal_goes_from_its_sheet_to_the_final_certificate(ended: Desk) -> None:
    desk = ended
    made = prepared(desk, "D-0001", "D-0002")
    assert (made["state"], made["until"]) == ("awaiting signature", "2026-03-03")
    sheet = text_of(made["sheet"])
    sha256 = desk.json("document", "show", "D-0001")["documents"][0]["sha256"]
    assert sha256 in sheet.replace("\r\n", "")
    assert "Drive 1" in sheet
    words = ("disposal", "complete", "DP-0001", "--code", "0000-0000", "--out", desk.papers)
    assert desk.refused(*words, "--new-key-file", desk.folder / "new")["error"] == "SheetCodeError"
    code = code_on(Path(made["sheet"]))
    assert desk.refused(*words[:4], code, "--out", desk.papers)["error"] == "KeyFileNeededError"
    done = completed(desk, code)
    assert (done["state"], done["left"]) == ("key removed here", [])
    assert done["still_held"][0]["reference"] == "M-0001"
    assert "cannot be proven" in text_of(done["certificate"])
    view = ("document", "view", "D-0001", "--purpose", "Advice", "--out", desk.folder / "again.pdf")
    assert desk.refused(*view)["error"] == "DisposedError"
    assert desk.json("document", "show", "D-0001")["documents"][0]["disposed"] == "DP-0001"
    assert desk.json("vault", "verify")["ok"]
    final = ("disposal", "final-certificate", "DP-0001", "--out", desk.papers)
    assert "Drive 1" in desk.refused(*final)["message"]
    export = next(one["reference"] for one in done["still_held"] if one["what"].startswith("Export"))
    fate = ("--fate", "destroyed", "--how", "Wiped", *WITNESS)
    desk.json("disposal", "account-for", export, *fate)
    desk.json("vault", "backup", "--to", desk.folder / "drive")
    assert desk.json("vault", "drill", "--from", desk.folder / "drive")["ok"]
    assert "complete since 2 March 2026" in text_of(desk.json(*final)["certificate"])
    desk.now += timedelta(days=7)
    desk.json("vault", "backup", "--to", desk.folder / "drive")
    shown = desk.json("disposal", "list")["disposals"][0]
    assert (shown["state"], shown["still_held"]) == ("complete", []), "a later backup undoes nothing"
    assert shown["complete"] == "2026-03-02"
    assert desk.json("find", "DP-0001")["found"][0]["reference"] == "DP-0001"


def test_a_hold_between_the_two_signatures_and_a_day_too_late_stop_it(ended: Desk) -> None:
    desk = ended
    made = prepared(desk, "D-0001")
    code = code_on(Path(made["sheet"]))
    words = ("disposal", "complete", "DP-0001", "--code", code, "--out", desk.papers)
    new = ("--new-key-file", desk.folder / "new")
    desk.json("hold", "raise", "--authority", "The coroner", "--reason", "An inquest", "--about", REVIEW)
    assert desk.refused(*words, *new)["error"] == "HeldError"
    desk.now += timedelta(days=2)
    late = desk.refused(*words, *new)
    assert "lapsed since the end of 3 March 2026" in late["message"]
    assert not (desk.folder / "new").exists()
    assert desk.json("vault", "verify")["ok"]


def test_a_restore_is_told_by_a_replay_file_and_by_certificates(ended: Desk, tmp_path: Path) -> None:
    desk = ended
    shutil.copy(desk.folder / "key", tmp_path / "old key")
    completed(desk, code_on(Path(prepared(desk, "D-0001")["sheet"])))
    replay = desk.folder / "replay.json"
    desk.json("disposal", "replay-file", "--out", replay)
    back = ("vault", "restore", "--from", desk.folder / "drive", "--key-file", tmp_path / "old key")
    known = ("--passphrase-file", desk.folder / "passphrase", "--json")
    lost = ("--witness", "Wren Witness", "--reason", "The computer was lost")
    for name, told in (("one", ("--replay", replay)), ("two", ("--disposed", "D-0001"))):
        said = desk.plain(*back, "--to", tmp_path / name, *lost, *told, *known).json
        assert said["disposed"] == ["D-0001"]
        opened = ("--vault", tmp_path / name, "--key-file", tmp_path / "old key", *known[:2])
        shown = desk.plain(*opened, "document", "show", "D-0001", "--json").json["documents"][0]
        assert shown["disposed"]
        assert desk.plain(*opened, "vault", "verify", "--json").json["ok"]
