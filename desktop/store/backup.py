"""Making a backup: copies of a vault's files in a folder, and the manifest that lists them.

Rule: an interrupted backup never spoils the one before. New files come first, each durable and read back;
the manifest, replaced in one step, is the commit point; only then goes what it no longer lists. Header and
ledger therefore have a new name in each backup. A master never changes, so one that is there is not
copied again, and one that the vault has lost stays where a backup still has it.
"""

import secrets
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from desktop.custody.ledger import Head
from desktop.store import copying
from desktop.store.backup_errors import BackupDamagedError
from desktop.store.backup_folder import MASTERS, tidy
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


@dataclass(frozen=True, slots=True)
class Source:
    """The vault as it stands at one head. `files`: names in `folder` of all that a backup must hold."""

    folder: Path
    vault: str
    generation: int
    head: Head
    files: tuple[str, ...]

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
    the thread that owns it, or an entry could be half written. Leaving off anywhere does no harm.
    """

    def __init__(self, folder: Path, source: Source, earlier: Manifest | None, seal: Seal) -> None:
        """Raise ManifestAlteredError for a manifest under the present keys that they did not seal."""
        self.made = Made()
        self._folder = folder
        self._source = source
        self._seal = seal
        self._entries: list[Entry] = []
        self._there = {entry.name: entry for entry in earlier.body.files} if earlier else {}
        # Another generation's seal cannot be checked; its masters are then compared with the vault's.
        self._trusted = earlier is not None and earlier.body.generation == source.generation
        if earlier and self._trusted:
            authenticate(earlier, seal, folder)
        self._plan = [self._planned(name) for name in source.masters]

    @property
    def to_do(self) -> int:
        """Bytes that `copy_masters` tells its progress of."""
        return 2 * sum(plan.size or 0 for plan in self._plan if plan.how != "keep")

    def copy_ledger(self) -> None:
        """Copy header and ledger, as they are now, beside those of the backup before.

        Raises DiskFullError before anything is written where the whole backup would not fit, and errors
        as `copying.copy`.
        """
        with writing(self._folder):
            if not self._folder.exists():
                self._folder.mkdir(mode=0o700)
                sync_folder(self._folder.parent)
        self._refuse_too_large()
        mark = f"{self._source.head.number}-{secrets.token_hex(4)}"
        self._copy(HEADER_NAME, f"header-{mark}.json")
        self._copy(self._source.ledger, f"ledger-{mark}.db")
        tidy(self._folder, frozenset(self._there) | {entry.name for entry in self._entries}, masters=False)
        with writing(self._folder / MASTERS):
            (self._folder / MASTERS).mkdir(mode=0o700, exist_ok=True)

    def copy_masters(self, progress: Progress = quiet) -> None:
        """Copy the masters that the backup lacks.

        Raises BackupDamagedError for one of which backup and vault tell different things, and errors as
        `copying.copy`. What was copied by then is not copied again the next time.
        """
        for name, how, size in self._plan:
            entry = None
            if how == "keep":
                entry = self._there[name]
            elif how == "compare":
                entry = self._compared(name, progress)
            if entry:
                self._entries.append(entry)
                if entry.size != size:
                    self.made.kept.append(name)
                continue
            try:
                self._copy(name, name, progress)
            except (FileNotFoundError, CannotReadError):  # a failing disk is no reason to save nothing
                self.made.missing.append(name)

    def commit(self, medium: str, made: datetime) -> Manifest:
        """Put the manifest in place, durably, and remove what it no longer lists."""
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
        return manifest

    def _planned(self, name: str) -> "_Planned":
        """Say what is to be done about a master."""
        listed = self._there.get(name)
        there, here = copying.size_of(self._folder / name), copying.size_of(self._source.folder / name)
        how: _How = "copy"
        if listed and listed.size == there:
            how = "keep" if self._trusted else "compare"
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
        """Return the entry of a master in the backup that is the vault's, byte for byte."""
        listed = self._there.get(name)
        theirs, ours = (_digest(folder / name, progress) for folder in (self._folder, self._source.folder))
        as_written = listed is not None and theirs is not None and listed.sha256 == theirs.sha256
        if ours is None:
            return listed if as_written else None
        if ours == theirs:
            return Entry(name, *ours)
        if as_written:
            raise BackupDamagedError(file=name, why="the vault has another file under that name")
        return None


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
