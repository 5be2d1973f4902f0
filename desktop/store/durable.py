"""Writing files that stand whole and durable under their name, or not at all (T10).

Rule: bytes go to a file in the same folder, readable by its owner alone, and it gets its name only once they
are on the disk; the folder is synced too. A file that must be new has no name at all until then, where the
system can do that, so that no crash leaves a part of it under any; else it has a temporary name.
An error from fsync is final: the kernel may have dropped the bytes, and a second fsync would say all is well.
"""

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from desktop.store.errors import CannotReadError, CannotWriteError, DiskFullError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PARTIAL = ".partial"
"""How a temporary name ends. A crash may leave such a file; it is a stray, and nothing refers to it."""

_SYNC_EVERY = 16 * 1024 * 1024  # more often costs the writer more than the last sync saves
_NOT_OPEN = -1
_NO_NAMELESS = {errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL}
_A_LITTLE = 256 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT} if sys.platform != "win32" else {errno.ENOSPC}
_datasync: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)


def write_durably(path: Path, data: "ReadableBuffer") -> None:
    """Put a file of `data` at `path`, in place of one that is there; durable at return.

    Raises DiskFullError or CannotWriteError; what was there before is then untouched, unless it was
    the folder that could not be synced.
    """
    with DurableFile(path) as file:
        file.write(data)


class DurableFile:
    """A file being written. Leaving `with` gives it its name, durably; an exception leaves nothing.

    A long file is synced while it is written, in a thread of its own, so that the last sync is short.
    With `replace=False` it never takes the place of a file that is there, and a crash leaves nothing of it
    (but on a disk that knows no file without a name). Raises DiskFullError or CannotWriteError.
    """

    def __init__(self, path: Path, *, replace: bool = True) -> None:
        self._path = path
        self._replace = replace
        self._unsynced = 0
        self._syncing: Future[None] | None = None
        self._syncer = ThreadPoolExecutor(1, "sync")  # starts its thread with the first sync
        with writing(path):
            self._refuse_to_replace()
            self._partial: Path | None = None
            self._file = _NOT_OPEN if replace else _nameless_file(path.parent)
            if self._file == _NOT_OPEN:
                # mkstemp: a new file, mode 0600. Its name is short: `path` may have the longest there is.
                self._file, name = tempfile.mkstemp(PARTIAL, "", path.parent)
                self._partial = Path(name)

    def write(self, data: "ReadableBuffer") -> int:
        """Write all of `data`; return its length in bytes."""
        with writing(self._path):
            size = write_all(lambda rest: os.write(self._file, rest), data)
            self._unsynced += size
            if self._unsynced >= _SYNC_EVERY and (self._syncing is None or self._syncing.done()):
                self._wait_for_sync()
                self._syncing = self._syncer.submit(_datasync, self._file)
                self._unsynced = 0
        return size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                with writing(self._path):
                    self._finish()
        finally:
            self._discard()

    def _finish(self) -> None:
        self._wait_for_sync()
        os.fsync(self._file)
        if self._partial is None:
            _give_name(self._file, self._path)
            os.fsync(self._file)  # that it has a name is the file's own fact, where no journal keeps both
        else:
            self._close()
            self._refuse_to_replace()
            self._partial.replace(self._path)
        try:
            self._close()
            sync_folder(self._path.parent)
        except OSError:
            if not self._replace:
                with suppress(OSError):  # the first error is the one to tell
                    self._path.unlink()
            raise

    def _wait_for_sync(self) -> None:
        if self._syncing is not None:
            self._syncing.result()

    def _discard(self) -> None:
        """Leave nothing behind; after `_finish` there is nothing left to do."""
        self._syncer.shutdown(cancel_futures=True)
        with suppress(OSError):  # the first error is the one to tell
            self._close()
        if self._partial is not None:
            with suppress(OSError):
                self._partial.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._file != _NOT_OPEN:
            file, self._file = self._file, _NOT_OPEN
            os.close(file)

    def _refuse_to_replace(self) -> None:
        if not self._replace and os.path.lexists(self._path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _nameless_file(folder: Path) -> int:
    """Return a new file without a name in `folder`, or _NOT_OPEN where its disk knows none (FAT, shares)."""
    if sys.platform != "linux":
        return _NOT_OPEN
    try:
        file = os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno in _NO_NAMELESS:
            return _NOT_OPEN
        raise
    if os.path.lexists(_link_of(file)):
        return file
    os.close(file)  # without /proc it could never be given a name
    return _NOT_OPEN


def _give_name(file: int, path: Path) -> None:
    """Give a file without one its name; raise FileExistsError where that is taken."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # Only when told of a folder does Python call linkat(2), which can follow the link to the file itself.
        os.link(_link_of(file), path.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _link_of(file: int) -> str:
    return f"/proc/self/fd/{file}"


def is_full(folder: Path) -> bool:
    """Tell whether the disk of `folder`, or this account's share of it, is full, by trying."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            write_all(lambda rest: os.write(file.fileno(), rest), bytes(_A_LITTLE))
            os.fsync(file.fileno())
    except OSError as error:
        return error.errno in _NO_ROOM
    return False


def erase(path: Path) -> None:
    """Write over a file and take it away, durably; without a word where there is none.

    What was in it is out of reach of who reads the disk as files. Most disks write elsewhere than they are
    told, so that this proves nothing of what lies on them. A link goes, and what it leads to stays as it is.
    """
    with writing(path):
        try:
            found = path.lstat()
        except FileNotFoundError:
            return
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            with path.open("r+b", buffering=0) as file:
                for at in range(0, found.st_size, _A_LITTLE):
                    write_all(file.write, bytes(min(_A_LITTLE, found.st_size - at)))
                os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)


def write_all(write: Callable[[memoryview], int], data: "ReadableBuffer") -> int:
    """Write all of `data` by a `write` that may take less at a time; return the length in bytes."""
    rest = memoryview(data).cast("B")
    size = len(rest)
    while rest:
        rest = rest[write(rest) :]
    return size


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable. Windows has no such call, and NTFS keeps a journal of names."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Tell a person why `path` could not be written, in place of an OSError."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFullError(file=path) from error
        raise CannotWriteError(file=path, why=reason(error)) from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Tell a person why `path` could not be read or looked at, in place of an OSError."""
    try:
        yield
    except OSError as error:
        raise CannotReadError(file=path, why=reason(error)) from error


def reason(error: OSError) -> str:
    """Return the operating system's own words, as the end of a sentence."""
    words = error.strerror or type(error).__name__
    return words[:1].lower() + words[1:]
