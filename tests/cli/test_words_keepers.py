"""Keys, shares, backups and the handover, said in words: each does what it says, and leaves an entry."""

import io
import shutil
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.cli.spoken import PASSPHRASE, Desk

DEPUTY = "a deputy's invented words"
NEW = "an invented passphrase of later"


def secret_file(desk: Desk, name: str, *lines: str) -> Path:
    file = desk.folder / name
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    file.chmod(0o600)
    return file


def add_deputy(desk: Desk) -> str:
    file = secret_file(desk, "deputy", DEPUTY)
    return str(desk.json("operator", "add", "--name", "D. Deputy", "--new-passphrase-file", file)["operator"])


def words_on(sheet: str) -> str:
    """Return the share that stands on a sheet: what its code gives to a hand-held reader."""
    import zxingcpp  # noqa: PLC0415 - only here
    from pypdfium2 import PdfDocument  # noqa: PLC0415

    with PdfDocument(sheet) as paper:
        picture = paper[0].render(scale=200 / 72, grayscale=True).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


def make_shares(desk: Desk) -> list[str]:
    holders = ("--holder", "A. Chair", "--holder", "B. Lawyer", "--holder", "C. Keeper")
    made = desk.json("recovery", "make", "--needed", "2", *holders, "--out", desk.folder / "sheets")
    assert made["recovery"] == 1
    return [words_on(sheet) for sheet in made["sheets"]]


def reopened(desk: Desk, **paths: Path) -> dict[str, Any]:
    """Say `vault status` with another vault, key file or passphrase file."""
    given = {
        "vault": desk.vault,
        "key-file": desk.folder / "key",
        "passphrase-file": desk.folder / "passphrase",
    }
    given |= {name.replace("_", "-"): path for name, path in paths.items()}
    options = [part for name, path in given.items() for part in (f"--{name}", path)]
    return desk.plain(*options, "vault", "status", "--json").json


def test_a_deputy_is_added_removed_and_has_no_way_back(desk: Desk) -> None:
    assert add_deputy(desk) == "O-0002"
    refused = desk.refused("operator", "remove", "O-0002", "--reason", "Left the Board")
    assert refused["error"] == "KeyFileNeededError"
    new = desk.folder / "new key"
    desk.json("operator", "remove", "O-0002", "--reason", "Left the Board", "--new-key-file", new)
    assert desk.refused("vault", "status")["error"] == "DeviceSecretMissingError"
    (desk.folder / "key").unlink()
    new.rename(desk.folder / "key")
    listed = desk.json("operator", "list")["operators"]
    assert [(one["operator"], one["custodian"], one["removed"]) for one in listed] == [
        ("O-0001", True, None),
        ("O-0002", False, "2026-03-02"),
    ]


def test_a_passphrase_is_changed(desk: Desk) -> None:
    new = secret_file(desk, "later", NEW)
    desk.json("operator", "change-passphrase", "--new-passphrase-file", new)
    assert desk.refused("vault", "status")["error"] == "WrongPassphraseError"
    assert reopened(desk, passphrase_file=new)["documents"] == 1


def test_a_passphrase_is_changed_through_a_pipe_that_gives_each_once(desk: Desk) -> None:
    words = ("--vault", desk.vault, "--key-file", desk.folder / "key", "--passphrase-file", "-")
    change = ("operator", "change-passphrase", "--new-passphrase-file", "-", "--json")
    said = desk.plain(*words, *change, stdin=io.StringIO(f"{PASSPHRASE}\n{NEW}\n"))
    assert said.json["operator"] == "O-0001"


def test_a_vault_reached_through_a_link_is_the_vault(desk: Desk) -> None:
    (desk.folder / "link").symlink_to(desk.vault)
    words = ("--vault", desk.folder / "link", "--key-file", desk.folder / "key")
    opened = ("--passphrase-file", desk.folder / "passphrase", "person", "add-standing", "--json")
    assert desk.plain(*words, *opened).json["entry"]


def test_a_drill_in_a_folder_named_from_here_is_a_drill(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drive = desk.folder / "drive"
    desk.json("vault", "backup", "--to", drive, "--label", "Drive 1", "--kept-at", "Bank", "--keeper", "B")
    (desk.folder / "private").mkdir()
    monkeypatch.chdir(desk.folder)
    assert desk.json("vault", "drill", "--from", "drive", "--private", "private")["ok"]


def test_a_backup_is_made_drilled_and_restored_from(desk: Desk) -> None:
    drive = desk.folder / "drive"
    place = ("--label", "Drive 1", "--kept-at", "The bank", "--keeper", "B. Keeper")
    first = desk.json("vault", "backup", "--to", drive, *place)
    assert (first["backup"], first["files_copied"]) == ("M-0001", 3)
    again = desk.json("vault", "backup", "--to", drive)
    assert again["backup"] == "M-0001"
    assert again["files_copied"] < 3
    drilled = desk.json("vault", "drill", "--from", drive)
    assert (drilled["ok"], drilled["masters"], drilled["problems"]) == (True, 1, [])
    (medium,) = desk.json("medium", "list")["media"]
    assert (medium["label"], medium["place"], medium["former_keys"]) == ("Drive 1", "The bank", False)
    keys = ("--key-file", desk.folder / "key", "--passphrase-file", desk.folder / "passphrase")
    restored = desk.plain(*keys, "vault", "restore", "--from", drive, "--to", desk.vault, "--json").json
    assert restored["lost"] == 0
    assert restored["replayed"] > 0
    assert Path(restored["put_aside"]).is_dir()
    assert desk.json("vault", "verify")["ok"]


def test_a_vault_that_was_never_restored_has_no_restore_to_record(desk: Desk) -> None:
    assert desk.refused("vault", "restore-record", "--out", desk.papers)["error"] == "WrongStateError"


def test_a_restore_passes_over_no_vault_that_lies_there(desk: Desk) -> None:
    drive, other = desk.folder / "drive", desk.folder / "other"
    desk.json("vault", "backup", "--to", drive, "--label", "Drive 1", "--kept-at", "Bank", "--keeper", "B")
    shutil.copytree(desk.vault, other)
    desk.json("person", "add-standing")
    keys = ("--key-file", desk.folder / "key", "--passphrase-file", desk.folder / "passphrase")
    words = ("vault", "restore", "--from", drive, "--to", desk.vault, "--newer", other, "--json")
    assert "a vault lies there" in desk.plain(*keys, *words).refusal["message"]


def test_a_restore_with_a_loss_wants_a_witness_and_then_no_number_is_given_twice(desk: Desk) -> None:
    drive = desk.folder / "drive"
    desk.json("vault", "backup", "--to", drive, "--label", "Drive 1", "--kept-at", "Bank", "--keeper", "B")
    desk.json("copy", "print", "D-0001", "--number-of-copies", "2", "--out", desk.papers)
    shutil.rmtree(desk.vault)
    keys = ("--key-file", desk.folder / "key", "--passphrase-file", desk.folder / "passphrase")
    words = (*keys, "vault", "restore", "--from", drive, "--to", desk.vault)
    refused = desk.plain(*words, "--json").refusal
    assert refused["error"] == "LossNotWitnessedError"
    assert "witness" in refused["hint"]
    witnessed = ("--witness", "W. Witness", "--reason", "The disk broke")
    restored = desk.plain(*words, *witnessed, "--json").json
    assert restored["lost"] >= 3
    record = desk.json("vault", "restore-record", "--out", desk.papers)["record"]
    with pikepdf.open(record) as paper:
        assert len(paper.pages) == 1
    printing = ("copy", "print", "D-0001", "--number-of-copies", "1", "--out", desk.folder / "more")
    assert desk.refused(*printing)["error"] != ""
    desk.json("copy", "account-for", "D-0001", "--last", "4")
    assert desk.json(*printing)["copies"][0]["copy"] == "D-0001/5"


def test_an_older_vault_put_back_is_named_by_every_command(desk: Desk) -> None:
    shutil.copytree(desk.vault, desk.folder / "yesterday")
    desk.json("person", "add-standing")
    shutil.rmtree(desk.vault)
    (desk.folder / "yesterday").rename(desk.vault)
    assert desk.refused("person", "add-standing")["error"] == "OlderVaultError"
    read = desk("document", "list", "--quiet")
    assert read.code == 81
    assert "D-0001" in read.out
    assert "older state of the vault" in read.err
    checked = desk.json("vault", "verify")
    assert checked["ok"] is False
    assert checked["problems"][0]["where"] == "the vault as a whole"


def test_shares_are_drilled_and_open_a_vault_that_has_lost_its_key_and_passphrase(desk: Desk) -> None:
    first, second, third = make_shares(desk)
    drilled = desk.json("recovery", "drill", "--share-file", secret_file(desk, "two", first, third))
    assert drilled["shares"] == [1, 3]
    one = secret_file(desk, "one", first)
    assert desk.refused("recovery", "drill", "--share-file", one)["error"] == "SharesDoNotFitError"
    for lost in ("key", "passphrase"):
        (desk.folder / lost).unlink()
    new, key = secret_file(desk, "later", NEW), desk.folder / "new key"
    words = ("--vault", desk.vault, "--key-file", key, "recovery", "use", "--operator", "O-0001")
    files = ("--share-file", secret_file(desk, "shares", second, first), "--new-passphrase-file", new)
    assert desk.plain(*words, *files, "--json").json["operator"] == "O-0001"
    assert reopened(desk, key_file=key, passphrase_file=new)["documents"] == 1


def test_on_a_new_computer_a_backup_and_two_shares_are_enough(desk: Desk) -> None:
    first, second, _third = make_shares(desk)
    drive = desk.folder / "drive"
    desk.json("vault", "backup", "--to", drive, "--label", "Drive 1", "--kept-at", "Bank", "--keeper", "B")
    shutil.rmtree(desk.vault)
    for lost in ("key", "key.head", "passphrase"):
        (desk.folder / lost).unlink()
    shares = ("--share-file", secret_file(desk, "shares", first, second))
    restore = ("vault", "restore", "--from", drive, "--to", desk.vault, *shares)
    assert desk.plain(*restore, "--json").refusal["error"] == "LossNotWitnessedError"
    witnessed = ("--witness", "W. Witness", "--reason", "The computer broke")
    assert desk.plain(*restore, *witnessed, "--json").json["lost"] is None
    key, new = desk.folder / "new key", secret_file(desk, "later", NEW)
    use = ("--vault", desk.vault, "--key-file", key, "recovery", "use", "--new-passphrase-file", new)
    assert desk.plain(*use, *shares, "--json").json["operator"] == "O-0001"
    assert reopened(desk, key_file=key, passphrase_file=new)["documents"] == 1


def test_a_mistyped_share_is_named_and_is_not_repeated(desk: Desk) -> None:
    first, second, _third = make_shares(desk)
    mistyped = " ".join(["zzzz", *first.split()[1:]])
    files = ("--share-file", secret_file(desk, "two", mistyped, second))
    refused = desk.refused("recovery", "drill", *files)
    assert refused["error"] == "ShareMistypedError"
    assert first.split()[5] not in str(refused)


def test_revoked_shares_open_nothing(desk: Desk) -> None:
    first, second, _third = make_shares(desk)
    new = desk.folder / "new key"
    desk.json("recovery", "revoke", "--reason", "A sheet was lost", "--new-key-file", new)
    words = ("--vault", desk.vault, "--key-file", desk.folder / "third key", "recovery", "use")
    files = ("--share-file", secret_file(desk, "two", first, second))
    passphrase = ("--new-passphrase-file", secret_file(desk, "later", NEW))
    refused = desk.plain(*words, *files, *passphrase, "--json").refusal
    assert refused["error"] == "WrongRecoverySecretError"


def test_the_vault_is_handed_over_with_a_sheet_that_comes_back_signed(desk: Desk) -> None:
    add_deputy(desk)
    new = desk.folder / "new key"
    made = desk.json(
        "handover", "make", "--to", "O-0002", "--authority", "The Chair", "--out", desk.papers,
        "--new-key-file", new,
    )  # fmt: skip
    assert made["custodian"] == "O-0002"
    with pikepdf.open(made["sheet"]) as sheet:
        assert len(sheet.pages) >= 2
    (desk.folder / "key").unlink()
    new.rename(desk.folder / "key")
    assert desk.refused("handover", "confirm", "--code", "AAAA-AAAA")["error"] == "HandoverCodeError"
    again = desk.json("handover", "sheet", "--out", desk.papers)["sheet"]
    assert Path(again).is_file()
    assert PASSPHRASE not in Path(again).read_bytes().decode("latin-1")


def test_a_deputy_hands_the_vault_over_before_a_witness_alone(desk: Desk) -> None:
    add_deputy(desk)
    words = ("handover", "make", "--to", "O-0002", "--authority", "The Chair", "--out", desk.papers)
    deputy = ("--operator", "O-0002", "--passphrase-file", desk.folder / "deputy")
    opened = ("--vault", desk.vault, "--key-file", desk.folder / "key", *deputy)
    key = ("--new-key-file", desk.folder / "new key")
    assert desk.plain(*opened, *words, *key, "--json").refusal["error"] == "FactMissingError"
    witnessed = ("--witness", "W. Witness")
    assert desk.plain(*opened, *words, *key, *witnessed, "--json").json["custodian"] == "O-0002"


def test_a_medium_is_moved_and_its_end_is_certified(desk: Desk) -> None:
    desk.json(
        "vault", "backup", "--to", desk.folder / "drive", "--label", "Drive 1", "--kept-at", "Bank",
        "--keeper", "B. Keeper",
    )  # fmt: skip
    desk.json("medium", "move", "M-0001", "--kept-at", "The safe", "--keeper", "A. Keeper")
    how = ("--how", "Shredded", "--witness", "W. Witness", "--out", desk.papers)
    destroyed = desk.json("medium", "destroy", "M-0001", *how)
    assert Path(destroyed["certificate"]).is_file()
    (medium,) = desk.json("medium", "list")["media"]
    assert (medium["place"], medium["destroyed"]) == ("The safe", "2026-03-02")
    refused = desk.refused("vault", "backup", "--to", desk.folder / "drive")
    assert refused["error"] == "WrongStateError"
    assert Path(desk.json("medium", "certificate", "M-0001", "--out", desk.papers)["certificate"]).is_file()


def test_a_copy_of_the_vault_is_verified_without_a_word_in_it(desk: Desk) -> None:
    shutil.copytree(desk.vault, desk.folder / "copy")
    words = ("--vault", desk.folder / "copy", "--key-file", desk.folder / "key")
    passphrase = ("--passphrase-file", desk.folder / "passphrase")
    before = {path: path.read_bytes() for path in (desk.folder / "copy").rglob("*") if path.is_file()}
    assert desk.plain(*words, *passphrase, "vault", "verify", "--read-only", "--json").json["ok"]
    assert before == {path: path.read_bytes() for path in (desk.folder / "copy").rglob("*") if path.is_file()}
