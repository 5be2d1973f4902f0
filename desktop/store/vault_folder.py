"""The vault's folder: which files are the vault's own, and which are strays.

Rule: what the vault does not know is listed, never removed; only a ledger under former keys, which a renewal
left behind, is tidied away, and only once nothing is amiss with the one in use.
"""

import contextlib
import os
from pathlib import Path

from desktop.store.attempts import ATTEMPTS_NAME
from desktop.store.durable import reason, sync_folder, writing
from desktop.store.errors import CannotReadError, HeaderOlderError, LedgerMissingError
from desktop.store.header import HEADER_NAME, Header
from desktop.store.kept_head import KEPT_NAME
from desktop.store.ledger_file import LEDGER, LedgerFile, ledger_name
from desktop.store.lock import LOCK_NAME
from desktop.store.slots import ledger_key

MASTERS = "masters"

_JOURNAL = "-journal"


def make_folder(folder: Path, undo: contextlib.ExitStack) -> None:
    """Make a folder for its owner alone; `undo` takes it away again, if it is empty."""
    with writing(folder):
        if folder.is_dir():
            folder.chmod(0o700)
            return
        folder.mkdir(mode=0o700, parents=True)
        sync_folder(folder.parent)
    undo.callback(_remove_if_empty, folder)


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
    try:
        found = {path.name for path in folder.iterdir()} - ours
        masters = folder / MASTERS
        if masters.is_dir():
            found |= {f"{MASTERS}/{path.name}" for path in masters.iterdir() if path.name not in named}
    except OSError as error:
        raise CannotReadError(file=folder, why=reason(error)) from error
    return sorted(found)


def tidy(folder: Path, generation: int) -> None:
    """Take away the ledgers under keys before `generation`."""
    for path in folder.iterdir():
        name = LEDGER.fullmatch(path.name.removesuffix(_JOURNAL))
        if name and int(name[1]) < generation:
            with contextlib.suppress(OSError):  # then it stays a stray
                path.unlink()


def next_generation(folder: Path, header: Header) -> int:
    """Return the number of the next keys: no file of it is there, not even one a crash left."""
    return max(header.generation, *_generations(folder), 0) + 1


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
    return [int(name[1]) for path in folder.iterdir() if (name := LEDGER.fullmatch(path.name))]


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        os.rmdir(folder)  # noqa: PTH106 - the one call that never removes what is in it
