"""A backup holds what its manifest lists, grows by what is new; an interrupted one spoils nothing (A5)."""

import functools
import itertools
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.custody.errors import CancelledError
from desktop.custody.ledger import Head
from desktop.store import vault as vaults
from desktop.store.backup import Backup, Source
from desktop.store.backup_errors import (
    BackupRefusedError,
    ManifestAlteredError,
    NotABackupError,
)
from desktop.store.backup_folder import refuse_unless_earlier
from desktop.store.device import KeyFile
from desktop.store.errors import (
    CannotWriteError,
    DiskFullError,
)
from desktop.store.manifest import MANIFEST_NAME, load_manifest
from desktop.store.restore import (
    check_backup,
)
from desktop.store.vault import Vault
from tests.factory import CHEAP, PASSPHRASE, a_small_disk
from tests.store.backups import (
    MADE,
    MEBIBYTE,
    a_vault,
    back_up,
    begun,
    content,
    head,
    is_whole,
    stopping,
    take_in,
    verifying,
)

# --- what it holds


def test_a_backup_holds_every_file_of_the_vault_and_says_so(vault: Vault, folder: Path) -> None:
    made = back_up(vault, folder)

    checked = check_backup(folder)
    assert (checked.faults, checked.strays) == ([], [])
    assert checked.manifest.head == head(vault)
    assert {entry.name for entry in checked.manifest.masters} == set(vault.files()[2:])
    assert (made.files_copied, made.bytes_copied) == (4, checked.manifest.size)
    assert (made.missing, made.kept) == ([], [])
    held = content(folder)
    assert {held[name] for name in held if name.startswith("header-")} == {
        (vault.folder / "header.json").read_bytes()
    }
    assert {held[name] for name in held if name.startswith("ledger-")} == {vault.ledger_path.read_bytes()}
    if sys.platform != "win32":
        modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
        assert modes == {0o600}


def test_what_is_there_is_not_copied_again_and_what_is_superseded_goes(vault: Vault, folder: Path) -> None:
    back_up(vault, folder)
    before = {name for name in content(folder) if not name.startswith("masters/")}
    new = take_in(vault, b"a third document")

    made = back_up(vault, folder)
    assert made.files_copied == 3  # header, ledger, and the new master
    now = content(folder)
    assert now[new] == (vault.folder / new).read_bytes()
    assert before & {name for name in now if not name.startswith("masters/")} == {MANIFEST_NAME}
    assert is_whole(folder)


def test_what_the_vault_no_longer_names_leaves_the_backup_too(vault: Vault, folder: Path) -> None:
    back_up(vault, folder)
    gone = vault.files()[-1]
    source = Source(
        vault.folder, vault.header.vault, vault.generation, head(vault), tuple(vault.files()[:-1])
    )
    seal = functools.partial(vault.seal_text, "manifest")
    with Backup(folder, source, load_manifest(folder), seal, verifying(vault)) as backup:
        backup.copy_ledger()
        backup.copy_masters()
        backup.commit("M-0001", MADE)

    assert not (folder / gone).exists()
    assert is_whole(folder)


def test_progress_tells_every_byte_of_the_masters_twice(vault: Vault, folder: Path) -> None:
    told: list[int] = []
    with begun(vault, folder) as backup:
        backup.copy_ledger()
        backup.copy_masters(told.append)
    sizes = [(vault.folder / name).stat().st_size for name in vault.files()[2:]]
    assert sum(told) == backup.to_do == 2 * sum(sizes)


# --- an interrupted backup


def test_cancelled_at_any_block_the_backup_before_stays_whole(vault: Vault, folder: Path) -> None:
    back_up(vault, folder)
    before = load_manifest(folder)
    for document in (b"3", bytes(2 * MEBIBYTE), b"5"):
        take_in(vault, document)

    for after in itertools.count(1):
        try:
            back_up(vault, folder, stopping(after))
        except CancelledError:
            assert is_whole(folder, before)
        else:
            break
    assert after > 4
    assert is_whole(folder)
    assert check_backup(folder).strays == []
    assert load_manifest(folder).head == head(vault)


def test_a_first_backup_that_was_cancelled_is_none_and_goes_on_where_it_was_left(
    vault: Vault, folder: Path
) -> None:
    first = (vault.folder / vault.files()[2]).stat().st_size
    told: list[int] = []

    def stop_at_the_second(count: int) -> None:
        told.append(count)
        if sum(told) > 2 * first:
            raise CancelledError(what="The backup", left="Nothing was changed.")

    with pytest.raises(CancelledError):
        back_up(vault, folder, stop_at_the_second)
    with pytest.raises(NotABackupError):
        check_backup(folder)

    made = back_up(vault, folder)
    assert made.files_copied == 3
    assert is_whole(folder)
    assert check_backup(folder).strays == []


def test_what_an_interrupted_backup_left_is_copied_anew_unless_it_is_the_same(
    vault: Vault, folder: Path
) -> None:
    with pytest.raises(CancelledError):
        back_up(vault, folder, stopping(1))
    for name in vault.files()[2:]:
        (folder / name).write_bytes(bytes((vault.folder / name).stat().st_size))
    assert back_up(vault, folder).files_copied == 4
    assert is_whole(folder)


def test_a_folder_whose_first_backup_left_a_damaged_header_is_refused(vault: Vault, folder: Path) -> None:
    with pytest.raises(CancelledError):
        back_up(vault, folder, stopping(1))
    (header,) = folder.glob("header-*.json")
    header.write_bytes(header.read_bytes()[:-2])
    with pytest.raises(BackupRefusedError):
        back_up(vault, folder)


@pytest.mark.parametrize("first", [True, False], ids=["the first", "a later one"])
def test_whichever_sync_fails_the_backup_before_stays_whole(
    vault: Vault,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    first: bool,  # noqa: FBT001
) -> None:
    if not first:
        back_up(vault, folder)
        take_in(vault, b"a third document")
    before = None if first else load_manifest(folder)
    vault.close()  # or it would keep its head meanwhile
    vault = vaults.unlock(
        vault.folder, PASSPHRASE, KeyFile(folder.with_name("vault.key")), CHEAP, read_only=True
    )
    sync = os.fsync

    for failing in itertools.count(1):
        calls = itertools.count(1)

        def fails(file: int, failing: int = failing, calls: Iterator[int] = calls) -> None:
            if next(calls) == failing:
                raise OSError(5, "an invented fault of the disk")
            sync(file)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fails)
            try:
                back_up(vault, folder)
            except CannotWriteError:
                committed = (folder / MANIFEST_NAME).exists() and load_manifest(folder) != before
                assert committed or before is None or is_whole(folder, before)
                if committed:
                    assert is_whole(folder)
                    before = load_manifest(folder)
            else:
                break
    vault.close()
    assert failing > 8
    assert is_whole(folder)
    assert check_backup(folder).strays == []


def test_a_copy_that_the_disk_did_not_keep_is_noticed_by_reading_it_back(vault: Vault, folder: Path) -> None:
    def spoil(_count: int) -> None:
        for path in (folder / "masters").glob("*.age"):
            path.write_bytes(b"something else")

    with pytest.raises(CannotWriteError, match="did not keep"):
        back_up(vault, folder, spoil)
    with pytest.raises(NotABackupError):
        load_manifest(folder)


def test_a_backup_that_does_not_fit_is_refused_before_anything_is_copied(
    vault: Vault, tmp_path: Path
) -> None:
    with a_small_disk(tmp_path / "small", "2m") as disk:
        with pytest.raises(DiskFullError, match="MiB are free"):
            back_up(vault, disk / "backup")
        assert content(disk) == {}


def test_a_disk_that_fills_up_meanwhile_leaves_the_backup_before(vault: Vault, tmp_path: Path) -> None:
    with a_small_disk(tmp_path / "small", "12m") as disk:
        folder = disk / "backup"
        back_up(vault, folder)
        before = load_manifest(folder)
        take_in(vault, b"small")
        take_in(vault, bytes(4 * MEBIBYTE))

        def fill(_count: int) -> None:
            free = shutil.disk_usage(disk).free
            (disk / "filler").write_bytes(bytes(max(0, free - 4096)))

        with pytest.raises(DiskFullError):
            back_up(vault, folder, fill)
        assert is_whole(folder, before)
        (disk / "filler").unlink()
        back_up(vault, folder)
        assert is_whole(folder)


# --- what may not be written to


def test_a_folder_of_something_else_is_refused_and_left_alone(vault: Vault, folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("invented")
    with pytest.raises(BackupRefusedError, match="not empty"):
        back_up(vault, folder)
    assert content(folder) == {"letter.txt": b"invented"}


def test_a_file_a_link_and_a_folder_that_is_not_connected_are_refused(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BackupRefusedError, match="it is a file"):
        back_up(vault, tmp_path / "file")
    with pytest.raises(BackupRefusedError, match="does not exist"):
        back_up(vault, tmp_path / "drive" / "backup")
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "masters").symlink_to(vault.folder / "masters")
    with pytest.raises(BackupRefusedError, match="link"):
        back_up(vault, linked)


def test_a_backup_lies_neither_in_the_vault_nor_round_it(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(BackupRefusedError, match="it lies in the vault"):
        back_up(vault, vault.folder / "backup")
    with pytest.raises(BackupRefusedError, match="it lies in the vault"):
        back_up(vault, vault.folder)
    with pytest.raises(BackupRefusedError, match="the vault itself lies in it"):
        back_up(vault, tmp_path)
    (tmp_path / "other-name").symlink_to(vault.folder)
    with pytest.raises(BackupRefusedError, match="it lies in the vault"):
        back_up(vault, tmp_path / "other-name" / "backup")


def test_the_backup_of_another_vault_is_refused_begun_or_whole(
    vault: Vault, tmp_path: Path, folder: Path
) -> None:
    with a_vault(tmp_path / "other") as other:
        take_in(other, b"theirs")
        with pytest.raises(CancelledError):
            back_up(other, folder, stopping(2))
        left = content(folder)
        with pytest.raises(BackupRefusedError, match="left of the backup of another vault"):
            back_up(vault, folder)
        assert content(folder) == left
        back_up(other, folder)
    with pytest.raises(BackupRefusedError, match="holds the backup of another vault"):
        back_up(vault, folder)
    assert is_whole(folder)


def test_a_newer_backup_and_one_of_another_history_are_named_and_kept(vault: Vault, folder: Path) -> None:
    back_up(vault, folder)
    number, digest = head(vault)
    found = load_manifest(folder)
    with pytest.raises(BackupRefusedError, match="is newer than this vault"):
        refuse_unless_earlier(found, folder, Head(number - 1, digest), vault.digest)
    with pytest.raises(BackupRefusedError, match=f"another history.*entry {number} differs"):
        refuse_unless_earlier(found, folder, head(vault), lambda _number: bytes(32))
    refuse_unless_earlier(found, folder, head(vault), vault.digest)


def test_a_manifest_that_our_key_did_not_seal_is_named(vault: Vault, folder: Path) -> None:
    back_up(vault, folder)
    with pytest.raises(ManifestAlteredError, match="seal"):
        Backup(
            folder,
            Source(vault.folder, vault.header.vault, vault.generation, head(vault), tuple(vault.files())),
            load_manifest(folder),
            lambda _data: "00" * 32,
            verifying(vault),
        )
    back_up(vault, folder)  # who was refused holds nothing
