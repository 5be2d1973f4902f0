"""What becomes of masters that the vault, or the backup, has lost or changed (A5, T6)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store.backup_errors import (
    BackupDamagedError,
)
from desktop.store.manifest import load_manifest
from desktop.store.renewal import NewKeys
from desktop.store.vault import Vault
from tests.store.backups import (
    MEBIBYTE,
    a_vault,
    back_up,
    content,
    head,
    is_whole,
    take_in,
)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A vault with two masters."""
    with a_vault(tmp_path / "vault") as made:
        take_in(made, b"one document")
        take_in(made, bytes(3 * MEBIBYTE))
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backup is to be; not there yet."""
    return tmp_path / "backup"


def test_a_master_the_vault_has_lost_stays_in_the_backup(vault: Vault, folder: Path) -> None:
    one, two = vault.files()[2:]
    back_up(vault, folder)
    kept = content(folder)
    (vault.folder / one).unlink()
    (vault.folder / two).write_bytes(b"cut")

    made = back_up(vault, folder)
    assert sorted(made.kept) == [one, two]
    assert made.missing == []
    assert {name: content(folder)[name] for name in (one, two)} == {name: kept[name] for name in (one, two)}
    assert is_whole(folder)


def test_a_master_that_neither_has_is_named_and_the_others_are_backed_up(vault: Vault, folder: Path) -> None:
    take_in(vault, b"a third document")
    gone, unreadable, whole = vault.files()[2:]
    (vault.folder / gone).unlink()
    (vault.folder / unreadable).unlink()
    (vault.folder / unreadable).mkdir()

    assert back_up(vault, folder).missing == [gone, unreadable]
    assert is_whole(folder)
    assert [entry.name for entry in load_manifest(folder).masters] == [whole]


def test_a_master_the_backup_has_lost_is_copied_again(vault: Vault, folder: Path) -> None:
    back_up(vault, folder)
    one, two = vault.files()[2:]
    (folder / one).unlink()
    (folder / two).write_bytes(b"cut")

    assert back_up(vault, folder).files_copied == 4
    assert is_whole(folder)


def test_after_new_keys_the_masters_are_compared_instead_of_copied(vault: Vault, folder: Path) -> None:
    back_up(vault, folder)
    vault.renew(head(vault), [b"renewed"], NewKeys())

    made = back_up(vault, folder)
    assert (made.files_copied, load_manifest(folder).body.generation) == (2, vault.generation)
    assert is_whole(folder)


def test_after_new_keys_a_master_that_is_another_in_the_vault_is_never_written_over(
    vault: Vault, folder: Path
) -> None:
    one = vault.files()[2]
    back_up(vault, folder)
    vault.renew(head(vault), [b"renewed"], NewKeys())
    flipped = bytearray((vault.folder / one).read_bytes())
    flipped[-1] ^= 1
    (vault.folder / one).write_bytes(flipped)

    with pytest.raises(BackupDamagedError, match="another file under that name"):
        back_up(vault, folder)
    assert is_whole(folder)

    (vault.folder / one).unlink()
    assert back_up(vault, folder).kept == [one]
    assert is_whole(folder)
