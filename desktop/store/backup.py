"""Making a backup: copies of a vault's files in a folder, and the manifest that lists them.

Rule: an interrupted backup never spoils the one before. New files come first, each durable and read back;
the manifest, replaced in one step, is the commit point; only then goes what it no longer lists. Header and
ledger therefore have a new name in each backup. A master never changes, so one that is there is not
copied again, and one that the vault has lost stays where a backup still has it. Where backup and vault tell
different things of one, the ledger decides which is genuine.
"""

import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from desktop.custody.errors import TamperError
from desktop.custody.ledger import Head
from desktop.store import copying
from desktop.store.backup_errors import BackupRefusedError
from desktop.store.backup_folder import MASTERS, FolderLock, look_at, tidy
from desktop.store.copying import Digest, Progress, quiet
from desktop.store.durable import sync_folder, write_durably, writing
from desktop.store.errors import CannotReadError, CannotWriteError, DiskFullError
from desktop.store.header import HEADER_NAME
from desktop.store.manifest import (
    MANIFEST_NAME,
    Entry,
    Manifest,
    Seal,
    authenticate,
    encode_manifest,
    load_manifest,
    make_manifest,
)

_SPARE = 1024 * 1024
_LINE = 160
"""Bytes that a master takes in the manifest, at most."""

Verify = Callable[[Path], None]
"""Raises TamperError or CannotReadError unless the file is the sealed master that an entry names."""


@dataclass(frozen=True, slots=True)
class Source:
    """The vault as it stands at one head. `files`: names in `folder` of all that a backup must hold.

    `doubted`: what an earlier backup holds is not to be believed by its size, since a drill found it wrong.
    """

    folder: Path
    vault: str
    generation: int
    head: Head
    files: tuple[str, ...]
    doubted: bool = False

    @property
    def ledger(self) -> str:
        """The ledger's file."""
        return next(name for name in self.files if name.startswith("ledger"))

    @property
    def masters(self) -> tuple[str, ...]:
        """The sealed masters."""
        return tuple(name for name in self.files if name.startswith(f"{MASTERS}/"))


@dataclass(slots=True)
class Made:
    """What a backup copied, in files and bytes, and what is wrong with masters in the vault, by name.

    `missing`: neither the vault nor the backup has it to read. `kept`: the backup has it, and the vault has
    lost it or has something else under its name.
    """

    files_copied: int = 0
    bytes_copied: int = 0
    missing: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class Backup:
    """A backup being made in `folder`, which `look_at` has seen; `earlier` is what it found there.

    In this order: `copy_ledger`, `copy_masters`, `commit`. The first reads the ledger's file and belongs to
    the thread that owns it, or an entry could be half written. Leaving off anywhere does no harm. From
    construction to `close` (`commit` closes it too) nobody else can make a backup in that folder.
    """

    def __init__(
        self, folder: Path, source: Source, earlier: Manifest | None, seal: Seal, verify: Verify
    ) -> None:
        """Lock the folder, which is made if need be.

        Raises BackupRefusedError while another backup is made there, or where one was since `earlier`;
        ManifestAlteredError for a manifest under the present keys that they did not seal.
        """
        self.made = Made()
        self._folder = folder
        self._source = source
        self._seal = seal
        self._verify = verify
        self._entries: list[Entry] = []
        self._there = {entry.name: entry for entry in earlier.body.files} if earlier else {}
        # Another generation's seal cannot be checked; its masters are then compared with the vault's.
        self._trusted = earlier is not None and earlier.body.generation == source.generation
        self._lock = FolderLock(folder)
        try:
            self._refuse_changed(earlier)
            if earlier and self._trusted:
                authenticate(earlier, seal, folder)
            self._plan = [self._planned(name) for name in source.masters]
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let others make backups in the folder."""
        self._lock.release()

    @property
    def to_do(self) -> int:
        """Bytes that `copy_masters` tells its progress of."""
        return 2 * sum(plan.size or 0 for plan in self._plan if plan.how != "keep")

    def copy_ledger(self) -> None:
        """Copy header and ledger, as they are now, beside those of the backup before.

        Raises DiskFullError before anything is written where the whole backup would not fit, and errors
        as `copying.copy`.
        """
        self._refuse_too_large()
        mark = f"{self._source.head.number}-{secrets.token_hex(4)}"
        self._copy(HEADER_NAME, f"header-{mark}.json")
        self._copy(self._source.ledger, f"ledger-{mark}.db")
        tidy(self._folder, frozenset(self._there) | {entry.name for entry in self._entries}, masters=False)
        with writing(self._folder / MASTERS):
            (self._folder / MASTERS).mkdir(mode=0o700, exist_ok=True)

    def copy_masters(self, progress: Progress = quiet) -> None:
        """Copy the masters that the backup lacks.

        Errors as `copying.copy`. What was copied by then is not copied again the next time.
        """
        for name, how, size in self._plan:
            entry = None
            if how == "keep":
                entry = self._there[name]
                if entry.size != size:
                    self.made.kept.append(name)
            elif how == "compare":
                entry = self._compared(name, progress)
            if entry:
                self._entries.append(entry)
                continue
            try:
                self._copy(name, name, progress)
            except (FileNotFoundError, CannotReadError):  # a failing disk is no reason to save nothing
                self.made.missing.append(name)

    def commit(self, medium: str, made: datetime) -> Manifest:
        """Put the manifest in place, durably, remove what it no longer lists, and close.

        Raises CannotWriteError where a file of the backup is not there as it was written, before or after.
        """
        self._refuse_lost()
        source = self._source
        manifest = make_manifest(
            vault=source.vault,
            medium=medium,
            generation=source.generation,
            head=source.head,
            made=made,
            files=self._entries,
            seal=self._seal,
        )
        path = self._folder / MANIFEST_NAME
        with writing(self._folder):
            sync_folder(self._folder)
        write_durably(path, encode_manifest(manifest))
        if load_manifest(self._folder) != manifest:
            raise CannotWriteError(file=path, why="the disk did not keep what was written")
        tidy(self._folder, frozenset(entry.name for entry in manifest.body.files), masters=True)
        self._refuse_lost()
        self.close()
        return manifest

    def _refuse_lost(self) -> None:
        for entry in self._entries:
            path = self._folder / entry.name
            if copying.size_of(path) != entry.size:
                raise CannotWriteError(file=path, why="the disk did not keep what was written")

    def _refuse_changed(self, earlier: Manifest | None) -> None:
        """Refuse a folder in which, now that it is locked, lies something else than was looked at."""
        if look_at(self._folder, self._source.folder, self._source.vault) != earlier:
            raise BackupRefusedError(
                folder=self._folder,
                why="another one was made there a moment ago",
                advice="See that nobody else backs up to it, and try again.",
            )

    def _planned(self, name: str) -> "_Planned":
        """Say what is to be done about a master."""
        listed = self._there.get(name)
        there, here = copying.size_of(self._folder / name), copying.size_of(self._source.folder / name)
        how: _How = "copy"
        if listed and listed.size == there:
            how = "keep" if self._trusted and not self._source.doubted else "compare"
        elif not listed and there is not None and here == there:
            how = "compare"  # left by an interrupted backup, whole or not
        return _Planned(name, how, here)

    def _refuse_too_large(self) -> None:
        own = [self._source.folder / name for name in (HEADER_NAME, self._source.ledger)]
        needed = sum(copying.size_of(path) or 0 for path in own)
        needed += sum(plan.size or 0 for plan in self._plan if plan.how == "copy")
        needed += _SPARE + _LINE * len(self._plan)
        with writing(self._folder):
            free = shutil.disk_usage(self._folder).free
        if needed > free:
            whole = f"the backup: it takes {_mebibytes(needed)}, and {_mebibytes(free)} are free"
            raise DiskFullError(file=whole)

    def _copy(self, name: str, called: str, progress: Progress = quiet) -> None:
        done = copying.copy(self._source.folder / name, self._folder / called, progress)
        self._entries.append(Entry(called, done.sha256, done.size))
        self.made.files_copied += 1
        self.made.bytes_copied += done.size

    def _compared(self, name: str, progress: Progress) -> Entry | None:
        """Return the entry of a master that stays as the backup has it; None: copy the vault's."""
        held, own = self._folder / name, self._source.folder / name
        theirs, ours = _digest(held, progress), _digest(own, progress)
        if theirs is None:
            return None
        if theirs != ours:
            if ours and self._is_genuine(own):
                return None
            listed = self._there.get(name)
            as_written = listed is not None and listed.sha256 == theirs.sha256
            if not (as_written or self._is_genuine(held)):
                return None  # neither is worth more than the other, and a drill names it
            self.made.kept.append(name)
        return Entry(name, *theirs)

    def _is_genuine(self, path: Path) -> bool:
        try:
            self._verify(path)
        except (TamperError, CannotReadError):
            return False
        return True


_How = Literal["keep", "compare", "copy"]


class _Planned(NamedTuple):
    name: str
    how: _How
    size: int | None  # in the vault


def _digest(path: Path, progress: Progress) -> Digest | None:
    try:
        return copying.digest(path, progress)
    except (FileNotFoundError, CannotReadError):
        return None


def _mebibytes(size: int) -> str:
    return f"{-(-size // 2**20):,} MiB"
