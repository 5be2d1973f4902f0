"""A backup is checked byte for byte, and laid out as a vault whole or not at all (A5)."""

from pathlib import Path

import pytest

from desktop.custody.errors import CancelledError
from desktop.store import vault as vaults
from desktop.store.backup_errors import (
    BackupDamagedError,
    RestoreRefusedError,
)
from desktop.store.device import KeyFile
from desktop.store.errors import (
    CannotReadError,
    NotAVaultError,
    VaultBusyError,
)
from desktop.store.lock import LOCK_NAME, VaultLock
from desktop.store.manifest import load_manifest
from desktop.store.placing import WORKING, put_in_place, working_folder
from desktop.store.restore import check_backup, lay_out
from desktop.store.vault import Vault
from tests.factory import CHEAP, PASSPHRASE
from tests.store.backups import MEBIBYTE, back_up, content, stopping, take_in

# --- checking


def test_each_fault_in_a_backup_is_named_and_none_hides_another(vault: Vault, folder: Path) -> None:
    third, fourth = take_in(vault, b"a third document"), take_in(vault, b"a 4th, as long..")
    missing, one = sorted(
        set(vault.files()[2:]) - {third, fourth}, key=lambda name: (vault.folder / name).stat().st_size
    )
    back_up(vault, folder)
    data = bytearray((folder / one).read_bytes())
    data[MEBIBYTE] ^= 1
    (folder / one).write_bytes(data)
    (folder / third).rename(folder / "aside")
    (folder / fourth).rename(folder / third)
    (folder / "aside").rename(folder / fourth)
    (folder / missing).unlink()
    (folder / "masters" / "extra.txt").write_bytes(b"")
    ledger = load_manifest(folder).ledger.name
    with (folder / ledger).open("ab") as file:
        file.write(b"\0")

    checked = check_backup(folder)
    said = dict(checked.faults)
    assert said.keys() == {one, third, fourth, missing, ledger}
    assert said[missing] == "it is missing"
    assert said[one] == said[third] == said[fourth] == "its bytes are not those that were copied"
    assert "bytes instead of" in said[ledger]
    assert checked.strays == ["masters/extra.txt"]


def test_a_link_in_a_backup_is_not_followed(vault: Vault, folder: Path) -> None:
    back_up(vault, folder)
    one = vault.files()[2]
    (folder / one).unlink()
    (folder / one).symlink_to(vault.folder / one)
    assert dict(check_backup(folder).faults) == {one: "it is missing"}
    (fault,) = lay_out(folder, folder.with_name("laid")).faults
    assert fault.file == one


# --- laying it out again


def test_a_restored_vault_is_the_one_that_was_backed_up(vault: Vault, folder: Path, tmp_path: Path) -> None:
    back_up(vault, folder)
    names = vault.files()
    assert lay_out(folder, tmp_path / "again") == (load_manifest(folder), [])

    assert content(tmp_path / "again") == {name: (vault.folder / name).read_bytes() for name in names}
    key = KeyFile(tmp_path / "vault.key")
    with vaults.unlock(tmp_path / "again", PASSPHRASE, key, CHEAP, read_only=True) as again:
        assert list(again.rows()) == list(vault.rows())


def test_a_vault_put_aside_can_be_laid_out_again(vault: Vault) -> None:
    vault.close()
    before = content(vault.folder)
    aside = vault.folder.rename(vault.folder.with_name("aside"))

    assert lay_out(aside, vault.folder) == (None, [])
    again = content(vault.folder)
    assert {name: data for name, data in before.items() if name != "vault.lock"} == again


def test_nothing_is_restored_over_anything(vault: Vault, folder: Path, tmp_path: Path) -> None:
    back_up(vault, folder)
    lay_out(folder, tmp_path / "laid")
    (tmp_path / "file").write_bytes(b"")
    for target, why in (
        (vault.folder, "not empty"),
        (tmp_path / "file", "a file"),
        (tmp_path / "no" / "such", "does not exist"),
    ):
        with pytest.raises(RestoreRefusedError, match=why):
            put_in_place(tmp_path / "laid", target)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "vault.lock").write_bytes(b"")
    put_in_place(tmp_path / "laid", tmp_path / "empty")
    assert (tmp_path / "empty" / "header.json").exists()


@pytest.mark.parametrize("which", ["header", "ledger"])
def test_a_backup_without_its_header_or_ledger_is_not_laid_out(
    vault: Vault, folder: Path, tmp_path: Path, which: str
) -> None:
    back_up(vault, folder)
    (folder / getattr(load_manifest(folder), which).name).unlink()
    with pytest.raises(BackupDamagedError, match="missing"):
        lay_out(folder, tmp_path / "again")


def test_a_master_that_cannot_be_restored_is_left_out_and_named(
    vault: Vault, folder: Path, tmp_path: Path
) -> None:
    back_up(vault, folder)
    one, two = vault.files()[2:]
    data = (folder / one).read_bytes()
    (folder / one).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    laid = lay_out(folder, tmp_path / "laid")
    assert [fault.file for fault in laid.faults] == [one]
    assert not (tmp_path / "laid" / one).exists()
    assert (tmp_path / "laid" / two).exists()


def test_a_cancelled_restore_leaves_nothing(vault: Vault, folder: Path, tmp_path: Path) -> None:
    back_up(vault, folder)
    there = set(tmp_path.iterdir())
    for after in (1, 2, 5):
        with pytest.raises(CancelledError), working_folder(tmp_path / "again") as working:
            lay_out(folder, working / "backup", stopping(after))
        assert set(tmp_path.iterdir()) == there


def test_what_a_crashed_restore_left_goes_with_the_next(tmp_path: Path) -> None:
    left = tmp_path / f"again{WORKING}" / "backup" / "masters"
    left.mkdir(parents=True)
    (left / "half.partial").write_bytes(b"half")
    (left.parent.parent / LOCK_NAME).touch()
    with working_folder(tmp_path / "again") as working:
        assert not (working / "backup").exists()
    assert not left.parent.parent.exists()


def test_two_restores_to_one_place_do_not_mix(tmp_path: Path) -> None:
    with working_folder(tmp_path / "again") as working, VaultLock(tmp_path):
        with pytest.raises(VaultBusyError), working_folder(tmp_path / "again"):
            pytest.fail("two are at work there")
        assert working.is_dir()


def test_a_folder_that_is_neither_backup_nor_vault_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotAVaultError, match="neither"):
        lay_out(tmp_path / "empty", tmp_path / "again 0")
    with pytest.raises(NotAVaultError, match="no such folder"):
        lay_out(tmp_path / "nothing", tmp_path / "again 1")
    (tmp_path / "empty" / "header.json").mkdir()
    with pytest.raises(CannotReadError):
        lay_out(tmp_path / "empty", tmp_path / "again 2")
