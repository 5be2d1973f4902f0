"""Writing files that stand whole and durable under their name, or not at all (T10).

Rule: bytes go to a temporary name in the same folder, readable by its owner alone, and get their name
only once they are on the disk; the folder is synced too, or a power cut may leave the temporary name.
An error from fsync is final: the kernel may have dropped the bytes, and a second fsync would say all is well.
"""

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from desktop.store.errors import CannotWriteError, DiskFullError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PARTIAL = ".partial"
"""How a temporary name ends. A crash may leave such a file; it is a stray, and nothing refers to it."""

_SYNC_EVERY = 16 * 1024 * 1024  # more often costs the writer more than the last sync saves
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
    With `replace=False` it never takes the place of a file that is there. Raises DiskFullError or
    CannotWriteError.
    """

    def __init__(self, path: Path, *, replace: bool = True) -> None:
        self._path = path
        self._replace = replace
        self._unsynced = 0
        self._syncing: Future[None] | None = None
        self._syncer = ThreadPoolExecutor(1, "sync")  # starts its thread with the first sync
        with writing(path):
            self._refuse_to_replace()
            # mkstemp: a new file, mode 0600. The name is short, since `path` may have the longest there is.
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
        self._close()
        self._refuse_to_replace()
        self._partial.replace(self._path)
        try:
            sync_folder(self._path.parent)
        except OSError:
            if not self._replace:
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
        with suppress(OSError):
            self._partial.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._file >= 0:
            file, self._file = self._file, -1
            os.close(file)

    def _refuse_to_replace(self) -> None:
        if not self._replace and os.path.lexists(self._path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


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


def reason(error: OSError) -> str:
    """Return the operating system's own words, as the end of a sentence."""
    words = error.strerror or type(error).__name__
    return words[:1].lower() + words[1:]
