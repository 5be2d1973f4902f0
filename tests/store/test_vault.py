"""A vault as one folder: made whole or not at all, opened by one program, its masters beside its ledger."""

import contextlib
import errno
import io
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop.custody import ledger
from desktop.custody.errors import TamperError
from desktop.custody.ledger import EMPTY, Head
from desktop.store import durable
from desktop.store import vault as vaults
from desktop.store.device import KeyFile
from desktop.store.errors import (
    CannotWriteError,
    DeviceSecretMissingError,
    DiskFullError,
    KeyFileExistsError,
    LedgerMissingError,
    LedgerMovedError,
    LedgerUnreadableError,
    MasterMissingError,
    NotAVaultError,
    VaultBusyError,
    VaultExistsError,
    VaultUnfinishedError,
    WriteForbiddenError,
    WrongPassphraseError,
)
from desktop.store.lock import VaultLock
from desktop.store.renewal import NewKeys
from desktop.store.vault import FIRST_OPERATOR, SealedMaster, Vault
from tests.factory import CHEAP, PASSPHRASE, a_small_disk


def make(folder: Path, key: Path) -> Vault:
    return vaults.create(folder, PASSPHRASE, KeyFile(key), CHEAP, lambda _vault: [b"founded"])


def unlock(folder: Path, passphrase: str = PASSPHRASE, *, read_only: bool = False) -> Vault:
    return vaults.unlock(folder, passphrase, KeyFile(folder.parent / "key"), CHEAP, read_only=read_only)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A vault that was made and closed."""
    make(tmp_path / "vault", tmp_path / "key").close()
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    """The same vault, open."""
    with unlock(folder) as vault:
        yield vault


def head_of(vault: Vault) -> Head:
    *_, (number, _salt, _body, digest) = ledger.verified(vault.rows())
    return Head(number, digest)


def seal(vault: Vault, document: bytes = b"an invented document") -> SealedMaster:
    return vault.seal(io.BytesIO(document))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_vault_has_its_header_its_ledger_and_a_place_for_masters(folder: Path) -> None:
    names = {"header.json", "ledger-1.db", "masters", "vault.lock", "head"}
    assert {path.name for path in folder.iterdir()} == names
    with unlock(folder) as vault:
        assert [body for _, _, body, _ in ledger.verified(vault.rows())] == [b"founded"]
        assert (vault.operator, vault.read_only) == (FIRST_OPERATOR, False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no modes")
@pytest.mark.parametrize("made_before", [True, False])
def test_only_its_owner_may_read_any_of_it(tmp_path: Path, *, made_before: bool) -> None:
    folder = tmp_path / "vault"
    if made_before:
        folder.mkdir(mode=0o755)
    with make(folder, tmp_path / "key") as vault:
        seal(vault)
    with pytest.raises(WrongPassphraseError):
        unlock(folder, "another invented one")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}
    assert {name for name, mode in modes.items() if mode & 0o077} == set()
    assert "attempts" in modes


@pytest.mark.parametrize("name", ["letter.txt", "header.json", "masters"])
def test_a_vault_is_not_made_in_a_folder_with_anything_in_it(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / name).write_text("mine")
    with pytest.raises(VaultExistsError):
        make(folder, tmp_path / "key")
    assert contents(tmp_path) == {f"vault/{name}": b"mine"}


def test_a_vault_is_not_made_over_another(folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(VaultExistsError, match="a vault in it already"):
        make(folder, folder.parent / "key2")
    assert contents(folder) == before
    assert not (folder.parent / "key2").exists()


@pytest.mark.parametrize("made_before", [True, False])
def test_a_vault_that_cannot_be_made_leaves_nothing(tmp_path: Path, *, made_before: bool) -> None:
    folder, key = tmp_path / "vault", tmp_path / "key"
    if made_before:
        folder.mkdir()

    def failing(_vault: str) -> list[bytes]:
        raise RuntimeError("an invented failure")

    with pytest.raises(RuntimeError, match="invented"):
        vaults.create(folder, PASSPHRASE, KeyFile(key), CHEAP, failing)
    assert [path.name for path in tmp_path.rglob("*")] == (["vault"] if made_before else [])
    make(folder, key).close()


@pytest.mark.parametrize(
    "left", [{"ledger-1.db"}, {"ledger-1.db", "masters"}, {"ledger-1.db", "masters", "head", "x.partial"}]
)
def test_a_vault_that_was_begun_and_not_finished_is_named_as_that(folder: Path, left: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in left and path.is_file():
            path.unlink()
    if "x.partial" in left:
        (folder / "x.partial").touch()
    if "masters" not in left:
        (folder / "masters").rmdir()
    before = contents(folder)
    with pytest.raises(VaultUnfinishedError) as refusal:
        make(folder, folder.parent / "key2")
    assert "delete the folder, and the key file" in refusal.value.hint
    assert contents(folder) == before


def test_a_vault_with_documents_whose_header_is_gone_is_none_that_was_not_finished(folder: Path) -> None:
    with unlock(folder) as vault:
        seal(vault)
    (folder / "header.json").unlink()
    with pytest.raises(VaultExistsError, match="not empty"):
        make(folder, folder.parent / "key2")


def test_a_vault_whose_header_cannot_be_made_certain_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = durable.sync_folder

    def sync(folder: Path) -> None:
        if (folder / "header.json").exists():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(folder)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "sync_folder", sync)
        with pytest.raises(CannotWriteError, match=r"header\.json"):
            make(tmp_path / "vault", tmp_path / "key")
    assert list(tmp_path.iterdir()) == []
    make(tmp_path / "vault", tmp_path / "key").close()


def test_what_cannot_be_undone_does_not_hide_what_went_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlink(_path: Path, *, missing_ok: bool = False) -> None:
        raise OSError(errno.EROFS, f"{os.strerror(errno.EROFS)} {missing_ok}")

    def failing(_vault: str) -> list[bytes]:
        raise RuntimeError("an invented failure")

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(RuntimeError, match="invented"):
        vaults.create(tmp_path / "vault", PASSPHRASE, KeyFile(tmp_path / "key"), CHEAP, failing)
    with VaultLock(tmp_path / "vault"):
        pass


def test_a_master_that_cannot_be_discarded_does_not_hide_what_went_wrong(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    master = seal(vault)

    def unlink(_path: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "unlink", unlink)
    vault.discard(master)
    assert vault.strays(frozenset()) == [f"masters/{master.name}"]


def test_a_key_file_that_is_there_is_kept_and_no_vault_is_made(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("somebody's")
    with pytest.raises(KeyFileExistsError):
        make(tmp_path / "vault", tmp_path / "key")
    assert contents(tmp_path) == {"key": b"somebody's"}
    assert not (tmp_path / "vault").exists()


def test_of_two_who_make_a_vault_in_one_folder_the_second_takes_nothing_from_the_first(
    tmp_path: Path, folder: Path
) -> None:
    contested = tmp_path / "contested"
    contested.mkdir()
    with ThreadPoolExecutor(1) as second:
        with VaultLock(contested):
            coming = second.submit(make, contested, tmp_path / "second key")
            time.sleep(0.1)  # whether the second has looked by now or not, the answer must be the same
            for name in ("header.json", "ledger-1.db"):
                shutil.copy(folder / name, contested / name)
        with pytest.raises((VaultExistsError, VaultBusyError)):
            coming.result()
    for name in ("header.json", "ledger-1.db"):
        assert (contested / name).read_bytes() == (folder / name).read_bytes()
    assert not (tmp_path / "second key").exists()


@pytest.mark.parametrize("size", ["8k", "16k", "24k"])
def test_a_vault_that_does_not_fit_on_the_disk_leaves_nothing(tmp_path: Path, size: str) -> None:
    with a_small_disk(tmp_path / "small", size) as disk:
        with pytest.raises(DiskFullError):
            make(disk / "vault", tmp_path / "key")
        assert list(disk.iterdir()) == []
        assert not (tmp_path / "key").exists()


def test_a_folder_that_is_no_vault_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotAVaultError):
        unlock(tmp_path / "nowhere")
    with pytest.raises(NotAVaultError):
        unlock(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", ["", "another invented one", PASSPHRASE + " ", "\ud800", "x" * 1_000_000])
def test_a_wrong_passphrase_is_one_plain_message_and_noted(folder: Path, wrong: str) -> None:
    with pytest.raises(WrongPassphraseError) as refusal:
        unlock(folder, wrong)
    assert refusal.value.message == "That passphrase does not open this vault."
    with unlock(folder) as vault:
        failed = vault.attempts.failed()
        assert failed is not None
        assert failed.times == 1
        vault.attempts.clear()
        assert vault.attempts.failed() is None
    if wrong:
        assert wrong.encode("utf-8", "replace") not in (folder / "header.json").read_bytes()


def test_without_the_device_secret_the_passphrase_opens_nothing(folder: Path) -> None:
    (folder.parent / "key").rename(folder.parent / "elsewhere")
    with pytest.raises(DeviceSecretMissingError):
        unlock(folder)


def test_a_second_program_is_told_who_has_it_open(folder: Path, vault: Vault) -> None:
    with pytest.raises(VaultBusyError, match=str(os.getpid())):
        unlock(folder)
    vault.close()
    unlock(folder).close()


def test_a_vault_that_did_not_open_is_not_left_locked(folder: Path) -> None:
    (folder / "ledger-1.db").rename(folder / "away.db")
    with pytest.raises(LedgerMissingError):
        unlock(folder)
    (folder / "away.db").rename(folder / "ledger-1.db")
    unlock(folder).close()


def test_an_empty_ledger_is_not_taken_for_an_empty_vault(folder: Path) -> None:
    (folder / "ledger-1.db").write_bytes(b"")
    with pytest.raises(LedgerUnreadableError):
        unlock(folder)
    assert (folder / "ledger-1.db").read_bytes() == b""


def test_another_vaults_ledger_is_not_opened(folder: Path, tmp_path: Path) -> None:
    make(tmp_path / "other", tmp_path / "other key").close()
    shutil.copy(tmp_path / "other" / "ledger-1.db", folder / "ledger-1.db")
    with pytest.raises(LedgerUnreadableError):
        unlock(folder)


def test_a_vault_opened_for_reading_writes_nothing(folder: Path) -> None:
    before = contents(folder)
    with unlock(folder, read_only=True) as vault:
        with pytest.raises(WriteForbiddenError):
            vault.append(head_of(vault), [b"more"])
        with pytest.raises(WriteForbiddenError):
            seal(vault)
        with pytest.raises(WriteForbiddenError):
            vault.renew(head_of(vault), [b"more"], NewKeys())
    assert contents(folder) == before


def test_a_vault_can_be_read_while_another_program_has_it_open(folder: Path, vault: Vault) -> None:
    vault.append(head_of(vault), [b"more"])
    with unlock(folder, read_only=True) as reading:
        assert head_of(reading) == head_of(vault)


def test_a_vault_on_a_read_only_disk_can_be_read(folder: Path, tmp_path: Path) -> None:
    with a_small_disk(tmp_path / "small", "1m") as disk:
        shutil.copytree(folder, disk / "vault")
        shutil.copy(folder.parent / "key", disk / "key")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with unlock(disk / "vault", read_only=True) as vault:
            assert head_of(vault).number == 1


def test_an_append_chains_to_the_head_it_was_decided_on(vault: Vault) -> None:
    head = head_of(vault)
    rows = vault.append(head, [b"two", b"three"])
    assert [number for number, *_ in ledger.verified(rows, head)] == [2, 3]
    assert rows[0].salt != rows[1].salt
    assert vault.digest(3) == rows[1].digest
    with pytest.raises(LedgerMovedError):
        vault.append(head, [b"two again"])
    with pytest.raises(LedgerMovedError):
        vault.append(EMPTY, [b"one again"])


def test_a_master_and_its_key_come_into_the_vault_with_one_entry(vault: Vault) -> None:
    sealed = seal(vault)
    with pytest.raises(MasterMissingError):
        vault.identity(sealed.name)
    vault.append(head_of(vault), [b"taken in"], sealed)
    opener = vault.identity(sealed.name)
    vault.verify(sealed.name, opener, sealed.sha256)
    with vault.reader(sealed.name, opener) as document:
        assert document.read() == b"an invented document"


def test_each_master_has_a_key_and_an_opaque_name_of_its_own(vault: Vault) -> None:
    one, other = seal(vault), seal(vault)
    assert one.name != other.name
    with pytest.raises(TamperError):
        vault.verify(one.name, other.opener, one.sha256)
    with pytest.raises(TamperError):
        vault.verify(one.name, one.opener, "0" * 64)


def test_a_master_without_an_entry_is_a_stray_and_can_be_discarded(folder: Path, vault: Vault) -> None:
    kept, stray = seal(vault), seal(vault)
    (folder / "masters" / "x.partial").touch()
    assert vault.strays(frozenset({kept.name})) == sorted([f"masters/{stray.name}", "masters/x.partial"])
    vault.discard(stray)
    vault.discard(stray)
    assert vault.strays(frozenset({kept.name})) == ["masters/x.partial"]


def test_a_master_whose_key_the_ledger_holds_is_never_discarded(vault: Vault) -> None:
    entered, stray = seal(vault), seal(vault)
    vault.append(head_of(vault), [b"taken in"], entered)
    for sealed in (entered, stray):
        vault.discard_unless_entered(sealed)
    assert vault.strays(frozenset()) == [f"masters/{entered.name}"]


def test_a_refused_append_keeps_no_key(vault: Vault) -> None:
    sealed = seal(vault)
    with pytest.raises(LedgerMovedError):
        vault.append(EMPTY, [b"taken in"], sealed)
    with pytest.raises(MasterMissingError):
        vault.identity(sealed.name)


def test_attempts_count_what_was_noted_and_nothing_else(folder: Path) -> None:
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            unlock(folder, "another invented one")
    with (folder / "attempts").open("a", encoding="ascii") as file:
        file.write("nonsense\n2026-03-02\n")
    with unlock(folder) as vault:
        failed = vault.attempts.failed()
    assert failed is not None
    assert failed.times == 3
    assert failed.first <= failed.last


def test_a_file_of_attempts_that_is_a_link_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with contextlib.suppress(OSError):
        (folder / "attempts").symlink_to(tmp_path / "mine")
    with pytest.raises(WrongPassphraseError):
        unlock(folder, "another invented one")
    assert (tmp_path / "mine").read_text() == "mine"
