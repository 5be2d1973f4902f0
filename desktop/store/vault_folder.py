"""The vault's folder: which files are the vault's own, and which are strays.

Rule: what the vault does not know is listed, never removed; only a ledger under former keys, which a renewal
left behind, is tidied away, and only once nothing is amiss with the one in use.
"""

import contextlib
import itertools
import os
import re
from collections.abc import Callable
from pathlib import Path

from desktop.custody.errors import StrongroomError
from desktop.store.attempts import ATTEMPTS_NAME
from desktop.store.durable import PARTIAL, erase, reason, sync_folder, writing
from desktop.store.errors import (
    CannotReadError,
    HeaderOlderError,
    LedgerMissingError,
    VaultUnfinishedError,
)
from desktop.store.header import HEADER_NAME, Header, load_header
from desktop.store.header import refuse_used_folder as refuse_what_is_there
from desktop.store.kept_head import KEPT_NAME
from desktop.store.ledger_file import LEDGER, LedgerFile, ledger_name, make_private_file
from desktop.store.lock import LOCK_NAME, VaultLock
from desktop.store.slots import ledger_key

MASTERS = "masters"

MASTER_NAME = re.compile(r"[0-9a-f]{32}\.age\Z")

_JOURNAL = "-journal"


class Undo(contextlib.ExitStack):
    """What is undone, in reverse order, if a job fails; no error of an undo replaces the first error."""

    def add(self, step: Callable[..., object], *facts: object) -> None:
        """Have `step(*facts)` done if the job fails."""
        self.callback(_quietly, step, *facts)


def _quietly(step: Callable[..., object], *facts: object) -> None:
    with contextlib.suppress(OSError, StrongroomError):
        step(*facts)


def refuse_used_folder(folder: Path) -> None:
    """Raise VaultUnfinishedError for the beginnings of a vault, and as the header's own refusal."""
    if _is_unfinished(folder):
        raise VaultUnfinishedError(folder=folder)
    refuse_what_is_there(folder)


def begin(folder: Path, undo: Undo) -> VaultLock:
    """Make the folder of a new vault, or take an empty one, and lock it."""
    refuse_used_folder(folder)
    make_folder(folder, undo)
    lock = VaultLock(folder)
    undo.add((folder / LOCK_NAME).unlink)
    undo.add(lock.release)
    refuse_used_folder(folder)  # again: somebody else may have made a vault meanwhile
    return lock


def make_ledger(folder: Path, header: Header, vault_key: bytes, undo: Undo) -> LedgerFile:
    """Make the ledger of a new vault, whose folder is empty but for the lock."""
    make_folder(folder / MASTERS, undo)
    path = folder / ledger_name(header.generation)
    for name in (path.name, f"{path.name}{_JOURNAL}", KEPT_NAME):
        undo.add((folder / name).unlink)
    make_private_file(path)
    return LedgerFile(path, ledger_key(vault_key), create=True)


def make_folder(folder: Path, undo: Undo) -> None:
    """Make a folder for its owner alone; `undo` takes it away again, if it is empty."""
    with writing(folder):
        if folder.is_dir():
            folder.chmod(0o700)
            return
        folder.mkdir(mode=0o700, parents=True)
        undo.add(os.rmdir, folder)  # the one call that never removes what is in it
        sync_folder(folder.parent)


def strays(folder: Path, ledger_file: str, named: frozenset[str]) -> list[str]:
    """Return the files in a vault that nothing names: left by a crash, or put there.

    `named` are the masters that entries name. Raises CannotReadError.
    """
    ours = {
        HEADER_NAME,
        ledger_file,
        f"{ledger_file}{_JOURNAL}",
        KEPT_NAME,
        MASTERS,
        LOCK_NAME,
        ATTEMPTS_NAME,
    }
    found = {path.name for path in _listed(folder)}
    if MASTERS in found:
        found |= {f"{MASTERS}/{path.name}" for path in _listed(folder / MASTERS) if path.name not in named}
    return sorted(found - ours)


def tidy(folder: Path, generation: int) -> None:
    """Write over the ledgers under keys before `generation`, and take them away: they have former keys."""
    for path in _listed(folder):
        name = LEDGER.fullmatch(path.name.removesuffix(_JOURNAL))
        if name and int(name[1]) < generation:
            with contextlib.suppress(StrongroomError):  # then it stays a stray
                erase(path)


def next_generation(folder: Path, header: Header) -> int:
    """Return the number of the next keys: the first of which no file is there, not even one a crash left."""
    taken = set(_generations(folder))
    return next(number for number in itertools.count(header.generation + 1) if number not in taken)


def holds(folder: Path, header: Header) -> bool:
    """Tell whether the header in the folder surely is this one."""
    try:
        return load_header(folder) == header
    except StrongroomError:
        return False


def open_ledger(folder: Path, header: Header, vault_key: bytes, *, read_only: bool = False) -> LedgerFile:
    """Open the ledger that the header names. Raises HeaderOlderError, and as `LedgerFile`."""
    path = folder / ledger_name(header.generation)
    try:
        return LedgerFile(path, ledger_key(vault_key), read_only=read_only)
    except LedgerMissingError:
        if any(found > header.generation for found in _generations(folder)):
            raise HeaderOlderError(file=path.name) from None
        raise


def _generations(folder: Path) -> list[int]:
    names = (LEDGER.fullmatch(path.name.removesuffix(_JOURNAL)) for path in _listed(folder))
    return [int(name[1]) for name in names if name]


def _is_unfinished(folder: Path) -> bool:
    """Tell whether nothing is in a folder but what is made of a vault before its header."""
    try:
        names = {path.name for path in folder.iterdir()} - {LOCK_NAME}
        if MASTERS in names:
            names |= {path.name for path in (folder / MASTERS).iterdir()}
    except OSError:
        return False
    first = ledger_name(1)
    begun = {MASTERS, KEPT_NAME, first, f"{first}{_JOURNAL}"}
    return bool(names) and all(name in begun or name.endswith(PARTIAL) for name in names)


def _listed(folder: Path) -> list[Path]:
    """Return what is in a folder; a file in its place has nothing in it."""
    try:
        return list(folder.iterdir())
    except NotADirectoryError:
        return []
    except OSError as error:
        raise CannotReadError(file=folder, why=reason(error)) from error
