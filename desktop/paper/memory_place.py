"""A place for files that is in memory and not on a disk: for a program that can work only with files (T13).

Rule: nothing of a document is ever written to a disk. Only file systems that the system itself keeps in
memory are taken (tmpfs, ramfs); where there is none there is no place, and the work is refused. What a
program that was killed left there goes with the next use, and with the computer's power.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = "strongroom-conversion-"
"""How such a folder's name begins."""

_IN_MEMORY = {"tmpfs", "ramfs"}
_MOUNT_POINT = 4
"""The field of /proc/self/mountinfo that names the mount point; the file system follows the dash."""


class NoMemoryPlaceError(Exception):
    """No file system of this computer is surely in memory."""


@contextmanager
def memory_place() -> Iterator[Path]:
    """Make a folder for its owner alone in memory, and take it away with all in it.

    Raises NoMemoryPlaceError.
    """
    import fcntl  # noqa: PLC0415 - not on Windows, which has no such place either

    clear()
    for folder in _candidates():
        with suppress(OSError):
            place = Path(tempfile.mkdtemp(prefix=NAME, dir=folder))
            break
    else:
        raise NoMemoryPlaceError
    held = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)  # tells others that it is in use; goes with this process
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(held)


def clear() -> None:
    """Take away what conversions left that were killed: only our own folders that nobody holds."""
    for folder in _candidates():
        for place in folder.glob(f"{NAME}*"):
            with suppress(OSError):
                _clear(place)


def _clear(place: Path) -> None:
    import fcntl  # noqa: PLC0415 - not on Windows

    held = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(held).st_uid == os.getuid():
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(place)
    finally:
        os.close(held)


def _candidates() -> list[Path]:
    if sys.platform != "linux":
        return []
    wanted = (Path("/dev/shm"), Path(f"/run/user/{os.getuid()}"))  # noqa: S108 - only where it is in memory
    return [folder for folder in wanted if folder in _mounted_in_memory() and folder.is_dir()]


def _mounted_in_memory() -> set[Path]:
    found: dict[Path, bool] = {}
    with suppress(OSError):
        for line in Path("/proc/self/mountinfo").read_text("utf-8").splitlines():
            before, _dash, after = line.partition(" - ")
            point, kind = before.split()[_MOUNT_POINT], after.split()[0]
            found[Path(point)] = kind in _IN_MEMORY  # the last mount on a point is the one that is seen
    return {point for point, in_memory in found.items() if in_memory}
