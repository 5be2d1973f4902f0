"""One backup at a time is made in a folder, and it counts only if all of it is there (A5, T15)."""

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store.backup import Backup, Source
from desktop.store.backup_errors import BackupRefusedError
from desktop.store.errors import CannotWriteError
from desktop.store.lock import LOCK_NAME
from desktop.store.manifest import load_manifest
from desktop.store.restore import check_backup
from desktop.store.vault import Vault
from tests.store.backups import MADE, a_vault, back_up, begun, content, head, is_whole, take_in, verifying


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A vault with one master."""
    with a_vault(tmp_path / "vault") as made:
        take_in(made, b"one document")
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backup is to be; not there yet."""
    return tmp_path / "backup"


def test_two_backups_are_never_made_in_one_folder_at_once(vault: Vault, folder: Path) -> None:
    back_up(vault, folder)
    with begun(vault, folder) as first:
        with pytest.raises(BackupRefusedError, match=r"one is being made there, by .+ \(program \d+\)"):
            begun(vault, folder)
        first.copy_ledger()
        with pytest.raises(BackupRefusedError, match="one is being made there"):
            begun(vault, folder)
        first.copy_masters()
        first.commit("M-0001", MADE)
        back_up(vault, folder)
    assert is_whole(folder)
    assert check_backup(folder).strays == []


def test_a_backup_that_was_left_off_lets_the_next_one_in_and_leaves_no_lock(
    vault: Vault, folder: Path
) -> None:
    with begun(vault, folder) as left_off:
        left_off.copy_ledger()
        assert (folder / LOCK_NAME).exists()
    assert LOCK_NAME not in content(folder)
    (folder / LOCK_NAME).write_text("left by a program that was killed")
    back_up(vault, folder)
    assert LOCK_NAME not in content(folder)
    assert is_whole(folder)


def test_a_folder_in_which_another_backup_was_made_since_it_was_looked_at_is_refused(
    vault: Vault, folder: Path
) -> None:
    back_up(vault, folder)
    looked_at = load_manifest(folder)
    back_up(vault, folder)
    before = content(folder)
    source = Source(vault.folder, vault.header.vault, vault.generation, head(vault), tuple(vault.files()))
    seal = functools.partial(vault.seal_text, "manifest")
    with pytest.raises(BackupRefusedError, match="another one was made there a moment ago"):
        Backup(folder, source, looked_at, seal, verifying(vault))
    assert content(folder) == before


@pytest.mark.parametrize("kind", ["header", "ledger", "masters"])
def test_a_backup_of_which_a_file_is_gone_meanwhile_is_never_committed(
    vault: Vault, folder: Path, kind: str
) -> None:
    back_up(vault, folder)
    before, there = load_manifest(folder), set(content(folder))
    take_in(vault, b"a third document")
    with begun(vault, folder) as backup:
        backup.copy_ledger()
        backup.copy_masters()
        (gone,) = (name for name in content(folder).keys() - there if name.startswith(kind))
        (folder / gone).unlink()
        with pytest.raises(CannotWriteError, match=f"{gone}.*did not keep"):
            backup.commit("M-0001", MADE)
    assert is_whole(folder, before)
    back_up(vault, folder)
    assert is_whole(folder)
