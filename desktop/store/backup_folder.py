"""The folder of a backup: what may be one, what lies in it, and what is left over there.

Rule: only an empty folder, this vault's own backup, or one begun for this vault and interrupted is ever
written to, and by one program at a time; nothing is removed but files of our own names that no manifest in
force lists.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from desktop.custody.errors import TamperError, VaultError
from desktop.custody.ledger import Head
from desktop.store.backup_errors import BackupRefusedError
from desktop.store.durable import PARTIAL, reading, reason, sync_folder, writing
from desktop.store.errors import CannotReadError, VaultBusyError
from desktop.store.header import LARGEST_HEADER, parse_header
from desktop.store.lock import LOCK_NAME, VaultLock
from desktop.store.manifest import HEADER, LEDGER, MANIFEST_NAME, MASTER, Manifest, load_manifest
from desktop.store.smallfile import read_small

MASTERS = "masters"

_HEADER = re.compile(HEADER)
_TOP = re.compile(rf"{HEADER}|{LEDGER}|[a-z0-9_]+{re.escape(PARTIAL)}")
_MASTER = re.compile(rf"{MASTER}|{MASTERS}/[a-z0-9_]+{re.escape(PARTIAL)}")

_ELSEWHERE = "Choose a new or empty folder, best on a drive of its own."


class FolderLock:
    """The lock of a backup's folder, which is made if need be, from construction until `release`.

    Two backups made there at once would each tidy away what the other has just copied. Raises
    BackupRefusedError, naming who makes the other one, and CannotWriteError.
    """

    def __init__(self, folder: Path) -> None:
        with writing(folder):
            if not folder.exists():
                folder.mkdir(mode=0o700)
                sync_folder(folder.parent)
        try:
            self._held: VaultLock | None = VaultLock(folder)
        except VaultBusyError as busy:
            who, host, pid, since = (busy.facts[name] for name in ("who", "host", "pid", "since"))
            raise BackupRefusedError(
                folder=folder,
                why=f"one is being made there, by {who} on {host} (program {pid}), since {since}",
                advice="Wait until that one is done, or choose another folder.",
            ) from busy
        self._file = folder / LOCK_NAME

    def release(self) -> None:
        """Let others write there. The file goes too: a backup holds what its manifest lists."""
        held, self._held = self._held, None
        if held is None:
            return
        if sys.platform != "win32":  # whoever waits for the file finds that it is not there any more
            self._take_away()
        held.release()
        if sys.platform == "win32":  # while anybody has the file, Windows does not let it be taken away
            self._take_away()

    def _take_away(self) -> None:
        with suppress(OSError):  # one that is left does no harm
            self._file.unlink()


def look_at(folder: Path, vault_folder: Path, vault: str) -> Manifest | None:
    """Return the manifest of the backup of `vault` in `folder`, unauthenticated; None where none is yet.

    Raises BackupRefusedError, naming what is in the way, CannotReadError, and as `load_manifest`.
    """
    _refuse_overlap(folder, vault_folder)
    with reading(folder):
        there, room = folder.exists(), folder.parent.is_dir()
    if not there:
        if not room:
            raise BackupRefusedError(
                folder=folder,
                why="the folder it would lie in does not exist",
                advice="See that the drive is connected, and choose a folder on it.",
            )
        return None
    names = set(_names(folder))
    if MANIFEST_NAME not in names:
        _refuse_used(folder, names, vault)
        return None
    found = load_manifest(folder)
    if found.body.vault != vault:
        raise BackupRefusedError(folder=folder, why="it holds the backup of another vault", advice=_ELSEWHERE)
    return found


def refuse_unless_earlier(
    found: Manifest, folder: Path, head: Head, digest: Callable[[int], bytes | None]
) -> None:
    """Raise BackupRefusedError unless the ledger that ends at `head` goes on from the one in the backup.

    `digest` gives the digest of an entry of this ledger.
    """
    number, known = found.head
    if number > head.number:
        why = f"the backup in it has {number} entries and is newer than this vault, which has {head.number}"
        advice = (
            "Do not lose it: this vault was cut or put back. Restore that backup, or choose another folder."
        )
    elif digest(number) != known:
        why = f"the backup in it tells another history of this vault (entry {number} differs)"
        advice = "Do not lose it: compare both with a printed slip. Choose another folder for this backup."
    else:
        return
    raise BackupRefusedError(folder=folder, why=why, advice=advice)


def strays(folder: Path, listed: frozenset[str]) -> list[str]:
    """Return the files in a backup that its manifest does not list. Raises CannotReadError."""
    return sorted(set(_files(folder)) - listed - {MANIFEST_NAME, LOCK_NAME})


def tidy(folder: Path, keep: frozenset[str], *, masters: bool) -> None:
    """Remove the files of our own names that are not to be kept; with `masters`, sealed masters too.

    Raises CannotReadError or CannotWriteError.
    """
    left = strays(folder, keep)
    for name in (n for n in left if _TOP.fullmatch(n) or (masters and _MASTER.fullmatch(n))):
        with writing(folder / name):
            (folder / name).unlink(missing_ok=True)
    with writing(folder):
        sync_folder(folder)
        if masters:
            sync_folder(folder / MASTERS)


def _refuse_overlap(folder: Path, vault_folder: Path) -> None:
    if lies_in(folder, vault_folder):
        raise BackupRefusedError(
            folder=folder, why="it lies in the vault, and would be lost with it", advice=_ELSEWHERE
        )
    if lies_in(vault_folder, folder):
        raise BackupRefusedError(folder=folder, why="the vault itself lies in it", advice=_ELSEWHERE)


def lies_in(inner: Path, outer: Path) -> bool:
    """Tell whether `inner` is `outer` or in it, whatever their names, and whether they are there or not."""
    with reading(inner):
        inner, outer = inner.resolve(), outer.resolve()
        there = [path for path in (inner, *inner.parents) if path.exists()]
        return inner.is_relative_to(outer) or (outer.exists() and any(path.samefile(outer) for path in there))


def _refuse_used(folder: Path, names: set[str], vault: str) -> None:
    """Refuse a folder without a manifest unless it is empty, or a backup of this vault was begun in it."""
    headers = [name for name in names if _HEADER.fullmatch(name)]
    whose = {_vault_of(folder / name) for name in headers}
    if whose - {vault}:
        raise BackupRefusedError(
            folder=folder, why="it holds what is left of the backup of another vault", advice=_ELSEWHERE
        )
    ours = {name for name in names if _TOP.fullmatch(name)} | ({MASTERS} if headers else set()) | {LOCK_NAME}
    if names - ours:
        raise BackupRefusedError(folder=folder, why="it is not empty, and no backup", advice=_ELSEWHERE)


def _vault_of(header: Path) -> str | None:
    try:
        return parse_header(read_small(header, LARGEST_HEADER)).vault
    except (TamperError, VaultError):
        return None
    except OSError as error:
        raise CannotReadError(file=header, why=reason(error)) from error


def _names(folder: Path) -> list[str]:
    try:
        if (folder / MASTERS).is_symlink():
            raise BackupRefusedError(folder=folder, why=f"its {MASTERS} is a link", advice=_ELSEWHERE)
        return [path.name for path in folder.iterdir()]
    except NotADirectoryError:
        raise BackupRefusedError(folder=folder, why="it is a file", advice=_ELSEWHERE) from None
    except OSError as error:
        raise CannotReadError(file=folder, why=reason(error)) from error


def _files(folder: Path) -> Iterator[str]:
    try:
        for path in folder.iterdir():
            if path.name == MASTERS and path.is_dir() and not path.is_symlink():
                yield from (f"{MASTERS}/{master.name}" for master in path.iterdir())
            else:
                yield path.name
    except OSError as error:
        raise CannotReadError(file=folder, why=reason(error)) from error
