"""After the years, what was disposed of and destroyed does not come back, whatever is put back (T16)."""

import shutil
from pathlib import Path
from typing import Any

from tests.endtoend.daily_desk import words
from tests.endtoend.years_desk import REPORT, SCR, Years
from tests.endtoend.years_end import BY_HOLDER, OFSTEDS

LOSS = ("--witness", "Wren Witness", "--reason", "To try whether anything comes back")


def a_copy(board: Years, folder: Path) -> Years:
    """Return the same desk in another folder, to be ill-treated."""
    for name in ("vault", "old", "shelf"):
        shutil.copytree(board.folder / name, folder / name)
    for file in ("key 2", "key 2.head", "key.head", "passphrase"):
        shutil.copy(board.folder / file, folder)
    return Years(folder, board.now, key=board.key)


def is_gone(board: Years) -> None:
    """See that no document of the review can be had, that every copy is at its end, and all is sound."""
    documents = board.json("document", "list", "--review", SCR)["documents"]
    assert {one["disposed"] for one in documents} == {"DP-0001"}
    for document in (REPORT, "D-0002", "D-0060"):
        shown = ("--purpose", "To try", "--out", board.folder / f"{document}.pdf")
        assert board.refused("document", "view", document, *shown)["error"] == "DisposedError"
    states = {one["copy"]: one["state"] for one in board.json("copy", "list")["copies"]}
    assert len([copy for copy in states if states[copy] == "destroyed here"]) == 36
    assert (states[BY_HOLDER], states[OFSTEDS]) == ("destroyed by holder", "kept by holder")
    verified = board.json("vault", "verify")
    assert (verified["ok"], verified["masters"]) == (True, 0)
    assert not list((board.vault / "masters").iterdir())


def restore(board: Years, source: str, *more: str | Path, to: str = "vault", key: str) -> dict[str, Any]:
    """Restore a backup with a key file."""
    known = ("--key-file", board.folder / key, "--passphrase-file", board.folder / "passphrase", "--json")
    where = ("--from", board.folder / "old" / source, "--to", board.folder / to)
    return board.plain("vault", "restore", *where, *known, *more).json


def test_the_certificates_say_what_can_be_proven_and_when_it_was_complete(years: Years) -> None:
    first = words(Path(years.kept["disposal certificate"]))
    for fact in ("cannot be proven", "Drive 1", "Drive 2", "Wren Witness", REPORT, "4 March 2087"):
        assert fact in first, fact
    last = words(Path(years.kept["final certificate"]))
    assert "complete since 10 March 2087" in last
    assert "Crushed" in words(Path(years.kept["medium"]))


def test_the_record_outlives_its_documents(years: Years) -> None:
    is_gone(years)
    found = years.json("find", "DP-0001")["found"][0]
    assert found["reference"] == "DP-0001"
    shown = years.json("document", "show", REPORT)["documents"][0]
    assert len(shown["sha256"]) == 64


def test_a_backup_from_before_the_disposal_restored_over_the_vault(years: Years, tmp_path: Path) -> None:
    board = a_copy(years, tmp_path)
    shutil.copy(board.folder / "old" / "key", board.folder / "key")
    done = restore(board, "shelf", key=board.key)
    assert done["lost"] == 0
    is_gone(board)


def test_a_backup_from_before_the_destruction_of_copies_restored_over_the_vault(
    years: Years, tmp_path: Path
) -> None:
    board = a_copy(years, tmp_path)
    shutil.copy(board.folder / "old" / "key", board.folder / "key")
    done = restore(board, "drive", key=board.key)
    assert (done["lost"], done["replayed"] > 100) == (0, True)
    is_gone(board)


def test_the_old_folder_put_back_gives_nothing(years: Years, tmp_path: Path) -> None:
    board = a_copy(years, tmp_path)
    shutil.rmtree(board.vault)
    shutil.copytree(board.folder / "old" / "vault", board.vault)
    view = ("document", "view", REPORT, "--purpose", "To try", "--out", board.folder / "out.pdf")
    assert board.refused(*view)["error"] == "DeviceSecretMissingError"
    shutil.copy(board.folder / "old" / "key", board.folder / "key")
    board.key = "key"
    assert board.refused(*view)["error"] == "FormerKeysError"
    assert not (board.folder / "out.pdf").exists()


def test_its_sealed_files_put_back_are_named_and_go_with_the_next_opening(
    years: Years, tmp_path: Path
) -> None:
    board = a_copy(years, tmp_path)
    shutil.copytree(board.folder / "old" / "vault" / "masters", board.vault / "masters", dirs_exist_ok=True)
    found = board.json("vault", "verify", "--read-only")
    assert (len(found["problems"]), {"DP-0001" in one["what"] for one in found["problems"]}) == (60, {True})
    is_gone(board)


def test_the_old_ledger_gives_nothing_in_place_of_the_new_one_or_beside_it(
    years: Years, tmp_path: Path
) -> None:
    board = a_copy(years, tmp_path)
    former, present = board.folder / "old" / "vault" / "ledger-1.db", board.vault / "ledger-2.db"
    shutil.copy(former, board.vault)
    is_gone(board)
    assert not (board.vault / former.name).exists()
    shutil.copy(former, present)
    assert board.refused("document", "list")["error"] == "LedgerUnreadableError"


def test_nothing_that_was_sealed_with_the_former_keys_is_left_here(years: Years) -> None:
    old = years.folder / "old"
    former = (old / "vault" / "ledger-1.db").read_bytes()
    pages = [former[at : at + 4096] for at in range(0, len(former), 4096)]
    ends = [master.read_bytes()[-512:] for master in (old / "vault" / "masters").iterdir()]
    secret = (old / "key").read_bytes().splitlines()[1]
    files = [path for path in years.folder.rglob("*") if path.is_file()]
    here = b"".join(path.read_bytes() for path in files if old not in path.parents)
    there = b"".join(path.read_bytes() for path in files if old in path.parents)
    for one in (*pages, *ends, secret):
        assert one in there  # the control
        assert one not in here


def test_a_medium_attached_later_loses_what_was_on_it(years: Years, tmp_path: Path) -> None:
    board = a_copy(years, tmp_path)
    shelf = board.folder / "old" / "shelf"
    assert len(list((shelf / "masters").iterdir())) == 60
    board.json("vault", "backup", "--to", shelf)
    assert not list((shelf / "masters").iterdir())
    assert board.json("disposal", "show", "DP-0001")["state"] == "complete"
    drive = ("--from", board.folder / "old" / "drive")
    turned_up = board.refused("vault", "drill", *drive)
    assert "open an incident" in turned_up["hint"]


def test_elsewhere_a_replay_file_ends_everything_again(years: Years, tmp_path: Path) -> None:
    board = a_copy(years, tmp_path)
    board.json("disposal", "replay-file", "--out", board.folder / "replay.json")
    shutil.copy(board.folder / "old" / "key", board.folder / "key")
    for source in ("shelf", "drive"):
        told = ("--replay", board.folder / "replay.json", *LOSS)
        done = restore(board, source, *told, to=f"from the {source}", key="key")
        assert len(done["disposed"]) == 60
        found = ("--vault", board.folder / f"from the {source}", "--key-file", board.folder / "key")
        view = ("document", "view", REPORT, "--purpose", "To try", "--out", board.folder / "out.pdf")
        known = ("--passphrase-file", board.folder / "passphrase", "--json")
        assert board.plain(*found, *view, *known).refusal["error"] == "DisposedError"
