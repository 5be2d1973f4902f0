"""Backups made in tests, of vaults made in tests, as the office makes them."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from desktop.custody.errors import CancelledError
from desktop.custody.ledger import EMPTY, Head
from desktop.store import vault as vaults
from desktop.store.age import Identity
from desktop.store.backup import Backup, Made, Source, Verify
from desktop.store.backup_folder import look_at, refuse_unless_earlier
from desktop.store.copying import quiet
from desktop.store.device import KeyFile
from desktop.store.manifest import Manifest
from desktop.store.restore import (
    check_backup,
)
from desktop.store.sealed import SealedReader
from desktop.store.vault import Vault
from tests.factory import CHEAP, PASSPHRASE

MADE = datetime(2026, 3, 2, 12, tzinfo=UTC)
MEBIBYTE = 1024 * 1024


def a_vault(folder: Path) -> Vault:
    key = KeyFile(folder.with_name(f"{folder.name}.key"))
    return vaults.create(folder, PASSPHRASE, key, CHEAP, lambda _vault: [b"founded"])


def take_in(vault: Vault, document: bytes) -> str:
    """Seal a document and enter it; return the master's name in the vault."""
    source = vault.folder.parent / "document"
    source.write_bytes(document)
    with source.open("rb") as file:
        master = vault.seal(file)
    vault.append(head(vault), [b"taken in"], master)
    return f"masters/{master.name}"


def head(vault: Vault) -> Head:
    last = EMPTY
    for number, _salt, _body, digest in vault.rows():
        last = Head(number, digest)
    return last


def begun(vault: Vault, folder: Path) -> Backup:
    """Begin a backup as the office does."""
    earlier = look_at(folder, vault.folder, vault.header.vault)
    if earlier:
        refuse_unless_earlier(earlier, folder, head(vault), vault.digest)
    source = Source(vault.folder, vault.header.vault, vault.generation, head(vault), tuple(vault.files()))
    return Backup(folder, source, earlier, lambda data: vault.seal_text("manifest", data), verifying(vault))


def verifying(vault: Vault) -> Verify:
    """Return what tells whether a master is genuine: here, one that its key opens to the end."""
    identities = dict(vault.identities())

    def verify(path: Path) -> None:
        with SealedReader(path, Identity.parse(identities[path.name])) as master:
            while master.read(MEBIBYTE):
                pass

    return verify


def back_up(vault: Vault, folder: Path, progress: Callable[[int], None] = quiet) -> Made:
    with begun(vault, folder) as backup:
        backup.copy_ledger()
        backup.copy_masters(progress)
        backup.commit("M-0001", MADE)
    return backup.made


def is_whole(folder: Path, manifest: Manifest | None = None) -> bool:
    """Tell whether a backup is that of `manifest`, with every file of it."""
    checked = check_backup(folder)
    return checked.faults == [] and manifest in {None, checked.manifest}


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def stopping(after: int) -> Callable[[int], None]:
    """Return progress that cancels when it is told for the `after`th time."""
    calls = itertools.count(1)

    def told(_count: int) -> None:
        if next(calls) == after:
            raise CancelledError(what="The backup", left="Nothing was changed.")

    return told
