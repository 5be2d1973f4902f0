"""What becomes of masters that the vault, or the backup, has lost or changed (A5, T6)."""

import hashlib
from pathlib import Path

from desktop.custody.ledger import Head
from desktop.store.manifest import MANIFEST_NAME, Entry, encode_manifest, load_manifest, make_manifest
from desktop.store.renewal import NewKeys
from desktop.store.vault import Vault
from tests.store.backups import (
    back_up,
    begun,
    content,
    head,
    is_whole,
    take_in,
)


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


def test_after_new_keys_a_master_that_was_damaged_in_the_vault_stays_as_the_backup_has_it(
    vault: Vault, folder: Path
) -> None:
    one = vault.files()[2]
    back_up(vault, folder)
    kept = content(folder)[one]
    vault.renew(head(vault), [b"renewed"], NewKeys())
    damage(vault.folder / one)

    for _ in range(2):
        assert back_up(vault, folder).kept == [one]
        assert content(folder)[one] == kept
        assert is_whole(folder)
        vault.renew(head(vault), [b"renewed again"], NewKeys())

    (vault.folder / one).unlink()
    assert back_up(vault, folder).kept == [one]
    assert is_whole(folder)


def test_after_new_keys_a_master_that_was_damaged_in_the_backup_is_copied_again(
    vault: Vault, folder: Path
) -> None:
    one = vault.files()[2]
    back_up(vault, folder)
    vault.renew(head(vault), [b"renewed"], NewKeys())
    damage(folder / one)

    made = back_up(vault, folder)
    assert (made.files_copied, made.kept) == (3, [])
    assert content(folder)[one] == (vault.folder / one).read_bytes()
    assert is_whole(folder)


def test_what_a_manifest_under_former_keys_claims_never_keeps_a_genuine_master_out(
    vault: Vault, folder: Path
) -> None:
    one = vault.files()[2]
    back_up(vault, folder)
    vault.renew(head(vault), [b"renewed"], NewKeys())
    damage(folder / one)
    forge(folder, one)
    assert is_whole(folder)

    assert back_up(vault, folder).kept == []
    assert content(folder)[one] == (vault.folder / one).read_bytes()


def test_where_no_genuine_master_is_left_the_one_that_was_copied_is_not_written_over(
    vault: Vault, folder: Path
) -> None:
    one = vault.files()[2]
    damage(vault.folder / one)
    back_up(vault, folder)
    kept = content(folder)[one]
    vault.renew(head(vault), [b"renewed"], NewKeys())
    (vault.folder / one).write_bytes(bytes(len(kept)))

    assert back_up(vault, folder).kept == [one]
    assert content(folder)[one] == kept


def test_a_master_damaged_in_the_vault_since_a_backup_was_interrupted_is_kept_as_it_was_copied(
    vault: Vault, folder: Path
) -> None:
    one = vault.files()[2]
    with begun(vault, folder) as backup:
        backup.copy_ledger()
        backup.copy_masters()
    kept = content(folder)[one]
    damage(vault.folder / one)

    assert back_up(vault, folder).kept == [one]
    assert content(folder)[one] == kept
    assert is_whole(folder)


def damage(master: Path) -> None:
    """Change the last byte, so that the size tells nothing."""
    data = master.read_bytes()
    master.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def forge(folder: Path, name: str) -> None:
    """Have the manifest list the master as it lies there; without the key its seal does not fit."""
    body = load_manifest(folder).body
    found = Entry(
        name, hashlib.sha256((folder / name).read_bytes()).hexdigest(), (folder / name).stat().st_size
    )
    forged = make_manifest(
        vault=body.vault,
        medium=body.medium,
        generation=body.generation,
        head=Head(body.number, bytes.fromhex(body.digest)),
        made=body.made,
        files=[found if entry.name == name else entry for entry in body.files],
        seal=lambda _data: "00" * 32,
    )
    (folder / MANIFEST_NAME).write_bytes(encode_manifest(forged))
