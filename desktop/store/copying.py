"""Copying sealed files from one disk to another so that the copy is known to be on the other one.

Rule: bytes are hashed while they are copied, the copy is durable before it has its name, and then it is
read back from the disk, not from memory, and compared. Only regular files are read, never through a link.
"""

import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from desktop.store.ahead import ahead, buffers
from desktop.store.durable import DurableFile, reason
from desktop.store.errors import CannotReadError, CannotWriteError

Progress = Callable[[int], None]
"""Told the bytes handled since it was last told. What it raises ends the job cleanly: so it is cancelled."""

_BLOCK = 256 * 1024  # small enough to be hashed and written while it is in the cache

if sys.platform == "win32":
    _CAREFULLY = os.O_RDONLY | os.O_BINARY | os.O_NOINHERIT
else:
    _CAREFULLY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Digest(NamedTuple):
    """The SHA-256 of a file's bytes in hexadecimal, and their number."""

    sha256: str
    size: int


def quiet(count: int) -> None:
    """Progress that nobody watches."""


def copy(source: Path, target: Path, progress: Progress = quiet) -> Digest:
    """Copy `source` durably to `target`, in place of one that is there, and read the copy back.

    `progress` is told every byte twice: once copied, once read back. Raises FileNotFoundError where there is
    no `source`, CannotReadError for it alone, DiskFullError, CannotWriteError; `target` is then absent or the
    one before.
    """
    hashed, size = hashlib.sha256(), 0
    with (
        _opened(source) as file,
        DurableFile(target) as copied,
        closing(ahead(_blocks(file, source, hashed.update))) as blocks,
    ):
        for block in blocks:
            size += copied.write(block)
            progress(len(block))
    made = Digest(hashed.hexdigest(), size)
    try:
        kept = digest(target, progress)
    except (FileNotFoundError, CannotReadError):
        kept = None
    if kept != made:
        with suppress(OSError):  # what is wrong with the disk is told anyway
            target.unlink(missing_ok=True)
        raise CannotWriteError(file=target, why="the disk did not keep what was written")
    return made


def digest(path: Path, progress: Progress = quiet) -> Digest:
    """Return the digest of a file as its disk has it. Raises FileNotFoundError and CannotReadError."""
    hashed, size = hashlib.sha256(), 0
    with _opened(path) as file:
        _forget(file.fileno())
        with closing(ahead(_blocks(file, path))) as blocks:
            for block in blocks:
                hashed.update(block)
                size += len(block)
                progress(len(block))
    return Digest(hashed.hexdigest(), size)


def size_of(path: Path) -> int | None:
    """Return the size of a regular file in bytes, or None where there is none. Raises CannotReadError."""
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CannotReadError(file=path, why=reason(error)) from error
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _blocks(
    file: io.FileIO, path: Path, seen: Callable[[memoryview], None] = lambda _block: None
) -> Generator[memoryview]:
    """Yield the bytes of `file`; `seen` is shown each block before, in the thread that reads."""
    ring = buffers(_BLOCK)
    try:
        while count := file.readinto(buffer := next(ring)):
            block = buffer[:count]
            seen(block)
            yield block
    except OSError as error:
        raise CannotReadError(file=path, why=reason(error)) from error


def _opened(path: Path) -> io.FileIO:
    try:
        handle = os.open(path, _CAREFULLY)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise CannotReadError(file=path, why=reason(error)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise CannotReadError(file=path, why="it is not a file")
    return io.FileIO(handle, "rb")


def _forget(handle: int) -> None:
    """Have the system forget what it keeps of the file in memory, where there is a call for it."""
    if sys.platform == "linux":
        with suppress(OSError):  # then what is read may come from memory: a weaker proof, and no fault
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
