"""Putting a vault that was laid out in its place, and the one that was there aside.

Rule: a vault is laid out in a folder of its own beside the place where it shall be, and gets that name only
when it is whole: a restore never merges into a vault or writes over one. Where the system can exchange two
folders, a vault is in the place at every moment, the one before or the restored one; elsewhere a crash
between two renames leaves none there, and the one before beside it, under its dated name.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from desktop.custody.errors import StrongroomError
from desktop.store.aside import name_aside
from desktop.store.backup_errors import RestoreRefusedError
from desktop.store.durable import PARTIAL, reason, sync_folder, writing
from desktop.store.errors import CannotReadError
from desktop.store.exchange import exchange
from desktop.store.lock import LOCK_NAME, VaultLock

WORKING = ".restoring"
"""How the folder beside the target is called in which a restore works: a stray where a crash left it."""

_PARTS = ("backup", "newer")
"""The folders in it, in which copies are laid out as vaults."""

_OURS = re.compile(
    rf"{re.escape(LOCK_NAME)}|({'|'.join(_PARTS)})"
    rf"(/(header\.json|ledger[-0-9]*\.db(-journal)?|head|attempts|{re.escape(LOCK_NAME)}|masters"
    rf"|masters/[0-9a-f]{{32}}\.age|(masters/)?[^/]*{re.escape(PARTIAL)}))?"
)

_SLOT = re.compile(r" put aside ([-0-9]{10})(?: \([0-9]+\))?" + re.escape(WORKING) + r" ([0-9]+)")


def refuse_used(target: Path) -> None:
    """Raise RestoreRefusedError unless `target` is absent or empty (the lock file does not count)."""
    advice = "Choose a folder that does not exist yet."
    if not target.absolute().parent.is_dir():
        raise RestoreRefusedError(folder=target, why="the folder above it does not exist", advice=advice)
    try:
        names = {path.name for path in target.iterdir()} - {LOCK_NAME}
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise RestoreRefusedError(folder=target, why="it is a file", advice=advice) from None
    except OSError as error:
        raise CannotReadError(file=target, why=reason(error)) from error
    if names:
        raise RestoreRefusedError(folder=target, why="it is not empty", advice=advice)


@contextmanager
def working_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target`, for its owner alone, and take it away again.

    What a crash left goes first; a vault that it left on its way aside is put aside. Raises VaultBusyError
    where another restore is at work there, RestoreRefusedError where anything lies there that none can have
    left.
    """
    target = target.absolute()
    folder = target.with_name(target.name + WORKING)
    with writing(folder):
        _refuse_what_is_not_ours(folder, target)
        folder.mkdir(mode=0o700, exist_ok=True)
    lock = VaultLock(folder)
    try:
        _empty(folder)
        _finish(target)
        yield folder
    finally:
        is_empty = False
        with suppress(StrongroomError):  # what is left is sealed, and goes with the next restore
            _empty(folder)
            is_empty = True
        lock.release()
        if is_empty:  # else the lock's file stays, by which the next restore knows it as ours
            with suppress(OSError):
                (folder / LOCK_NAME).unlink()
                folder.rmdir()


def put_in_place(folder: Path, target: Path) -> None:
    """Rename the vault that was laid out in `folder` to `target`, durably; nobody may have it open."""
    refuse_used(target)
    with writing(target):
        if target.is_dir():
            (target / LOCK_NAME).unlink(missing_ok=True)
            target.rmdir()
        _rename(folder, target)


def replace(folder: Path, target: Path, day: date, lock: VaultLock) -> Path:
    """Put the vault that was laid out in `folder` in the place of the one at `target`, durably.

    `lock` is that of `target`, held since it was first looked at: so nothing was entered there meanwhile.
    Return where that one is put aside: beside it, under a dated name. On failure all is as it was. Raises
    CannotWriteError; nobody may have either open.
    """
    target = target.absolute()
    if sys.platform == "win32":
        # A folder with an open file in it cannot be renamed there: nor, then, if another opens it just now.
        lock.release()
    aside = name_aside(target, day)
    with writing(target):
        if not _exchanged(folder, target, aside):
            _moved(folder, target, aside)
    lock.release()
    return aside


def _exchanged(folder: Path, target: Path, aside: Path) -> bool:
    """Exchange the two; False, and nothing changed, where the system cannot."""
    # Its number tells, after a crash, whether the folder under this name is still the one that was restored.
    slot = aside.with_name(f"{aside.name}{WORKING} {folder.stat().st_ino}")
    _rename(folder, slot)
    try:
        if not exchange(slot, target):
            slot.rename(folder)
            return False
        try:
            sync_folder(target.parent)
            slot.rename(aside)
        except OSError:
            exchange(slot, target)
            raise
    except OSError:
        slot.rename(folder)
        raise
    with suppress(OSError):  # all that may be lost is the name, and the next restore gives it again
        sync_folder(target.parent)
    return True


def _moved(folder: Path, target: Path, aside: Path) -> None:
    """Put the one aside, then the other in its place: for a moment there is none."""
    _rename(target, aside)
    try:
        _rename(folder, target)
    except BaseException:
        aside.rename(target)
        raise


def _finish(target: Path) -> None:
    """Put aside the vault that a crash left half-way there; take away one that never was in its place."""
    with writing(target):
        for path in list(target.parent.iterdir()):
            slot = _SLOT.fullmatch(path.name.removeprefix(target.name))
            if slot is None or slot.string == path.name:
                continue
            if path.stat().st_ino == int(slot[2]):
                shutil.rmtree(path)
            else:
                _rename(path, name_aside(target, date.fromisoformat(slot[1])))


def _rename(folder: Path, target: Path) -> None:
    """Rename a folder durably, or leave it where it was."""
    folder.rename(target)
    try:
        for parent in dict.fromkeys((target.absolute().parent, folder.absolute().parent)):
            sync_folder(parent)
    except OSError:
        target.rename(folder)
        raise


def _refuse_what_is_not_ours(folder: Path, target: Path) -> None:
    """Refuse a folder that holds anything but what a restore makes: it is somebody's, and is not emptied."""
    if not os.path.lexists(folder):
        return
    if not folder.is_symlink() and folder.is_dir():
        found = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
        if not found or (LOCK_NAME in found and all(map(_OURS.fullmatch, found))):
            return
    raise RestoreRefusedError(
        folder=target,
        why=f"what lies beside it as “{folder.name}” is not what a restore leaves",
        advice="Move that elsewhere, or choose another folder.",
    )


def _empty(folder: Path) -> None:
    with writing(folder):
        for name in _PARTS:
            if (folder / name).exists():
                shutil.rmtree(folder / name)
