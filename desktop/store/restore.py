"""Reading a backup: checking every file of it, and laying its files out as a vault again.

Rule: nothing is believed of a backup but what its manifest lists, and each byte is hashed while it is read.
What is laid out is put in its place by `placing`.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from desktop.custody.ledger import Stored
from desktop.store import copying
from desktop.store.attempts import ATTEMPTS_NAME
from desktop.store.backup_errors import BackupDamagedError
from desktop.store.backup_folder import MASTERS, strays
from desktop.store.copying import Digest, Progress, quiet
from desktop.store.durable import reading, reason, writing
from desktop.store.errors import CannotReadError, NotAVaultError
from desktop.store.header import HEADER_NAME, load_header
from desktop.store.ledger_file import Kept, ledger_name
from desktop.store.manifest import MANIFEST_NAME, Entry, Manifest, load_manifest
from desktop.store.vault_folder import Undo, make_ledger

_OF_A_VAULT = re.compile(r"ledger[-0-9]*\.db(-journal)?|head|" + re.escape(ATTEMPTS_NAME))
_MASTER = re.compile(r"[0-9a-f]{32}\.age")


class Fault(NamedTuple):
    """A file of a backup that is not as the manifest lists it: its name there, and what is wrong."""

    file: str
    what: str


class Checked(NamedTuple):
    """A backup that was read whole: its manifest, what is wrong, and the files no manifest lists."""

    manifest: Manifest
    faults: list[Fault]
    strays: list[str]


class LaidOut(NamedTuple):
    """What was laid out: the backup's manifest (None: of a plain vault), and the masters left out."""

    manifest: Manifest | None
    faults: list[Fault]


def check_backup(folder: Path, progress: Progress = quiet) -> Checked:
    """Read every file of the backup in `folder` and compare it with the manifest; needs no key.

    Every fault is named, none hidden behind another. Errors as `load_manifest`.
    """
    manifest = load_manifest(folder)
    faults = [fault for entry in manifest.body.files if (fault := _fault(folder, entry, progress))]
    return Checked(manifest, faults, strays(folder, frozenset(entry.name for entry in manifest.body.files)))


def is_backup(folder: Path) -> bool:
    """Tell whether the folder holds a manifest, sound or not."""
    with reading(folder):
        return (folder / MANIFEST_NAME).exists()


def lay_out(source: Path, folder: Path, progress: Progress = quiet, *, masters: bool = True) -> LaidOut:
    """Copy a backup, or a vault that was put aside, to the new `folder` as a vault.

    `progress` is told every byte twice. A master that is missing or not what was copied is left out and
    named; header and ledger must be as the manifest lists them: BackupDamagedError. Else errors as
    `load_manifest`, NotAVaultError, and as `copying.copy`.
    """
    with writing(folder):
        folder.mkdir(mode=0o700)
        (folder / MASTERS).mkdir(mode=0o700)
    if not is_backup(source):
        return LaidOut(None, _lay_out_vault(source, folder, progress, masters=masters))
    manifest = load_manifest(source)
    own = {
        manifest.header.name: HEADER_NAME,
        manifest.ledger.name: f"ledger-{manifest.body.generation}.db",
    }
    faults = []
    for entry in manifest.body.files if masters else (manifest.header, manifest.ledger):
        fault = _laid(source, entry, folder / own.get(entry.name, entry.name), progress)
        if fault and entry.name in own:
            raise BackupDamagedError(file=fault.file, why=fault.what)
        faults += [fault] if fault else []
    return LaidOut(manifest, faults)


def write_ledger(folder: Path, vault_key: bytes, rows: Sequence[Stored], identities: Sequence[Kept]) -> None:
    """Put a new ledger of `rows` and the masters' keys in place of that of a vault which was laid out."""
    header = load_header(folder)
    path = folder / ledger_name(header.generation)
    with writing(path):
        for name in (path.name, f"{path.name}-journal"):
            (folder / name).unlink(missing_ok=True)
    with Undo() as undo, make_ledger(folder, header, vault_key, undo) as fresh:
        fresh.fill(rows, identities)
        undo.pop_all()


def _lay_out_vault(source: Path, folder: Path, progress: Progress, *, masters: bool) -> list[Fault]:
    """Copy the files of a plain vault; what makes them genuine is in the ledger, and checked there."""
    names = _names(source)
    if HEADER_NAME not in names:
        raise NotAVaultError(folder=source, why=f"it has neither {MANIFEST_NAME} nor {HEADER_NAME}")
    for name in (HEADER_NAME, *filter(_OF_A_VAULT.fullmatch, names)):
        _copied(source / name, folder / name, progress)
    faults = []
    for name in filter(_MASTER.fullmatch, _names(source / MASTERS) if masters else []):
        try:
            _copied(source / MASTERS / name, folder / MASTERS / name, progress)
        except CannotReadError as error:
            faults.append(Fault(f"{MASTERS}/{name}", error.message))
    return faults


def _copied(source: Path, target: Path, progress: Progress) -> None:
    try:
        copying.copy(source, target, progress)
    except FileNotFoundError:
        raise CannotReadError(file=source, why="it is not there any more") from None


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        raise NotAVaultError(folder=folder, why="there is no such folder") from None
    except NotADirectoryError:
        raise NotAVaultError(folder=folder, why="it is a file") from None
    except OSError as error:
        raise CannotReadError(file=folder, why=reason(error)) from error


def _fault(folder: Path, entry: Entry, progress: Progress) -> Fault | None:
    try:
        size = copying.size_of(folder / entry.name)
        found = copying.digest(folder / entry.name, progress) if size == entry.size else None
    except FileNotFoundError:
        size = found = None
    except CannotReadError as error:
        return Fault(entry.name, error.message)
    return _compared(entry, size, found)


def _laid(source: Path, entry: Entry, target: Path, progress: Progress) -> Fault | None:
    """Copy a file of a backup; where it is not what the manifest lists, leave it out and say so."""
    try:
        found = copying.copy(source / entry.name, target, progress)
    except FileNotFoundError:
        return _compared(entry, None, None)
    except CannotReadError as error:
        return Fault(entry.name, error.message)
    fault = _compared(entry, found.size, found)
    if fault:
        with writing(target):
            target.unlink()
    return fault


def _compared(entry: Entry, size: int | None, found: Digest | None) -> Fault | None:
    if size is None:
        return Fault(entry.name, "it is missing")
    if size != entry.size:
        return Fault(entry.name, f"it has {size:,} bytes instead of {entry.size:,}")
    if found is None or found.sha256 != entry.sha256:
        return Fault(entry.name, "its bytes are not those that were copied")
    return None
