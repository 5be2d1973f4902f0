"""One program, one vault (T15): the lock that a program holds for as long as it has the vault open.

Rule: the operating system's lock is what counts, so a crash leaves nothing to clean up. The text in
`vault.lock` only tells the second program who was first, and only the one who holds the lock writes it.

On Linux the lock is an open-file-description lock (fcntl(2), F_OFD_SETLK): it belongs to this one
opening of the file, in any process or thread, and can be asked about without being taken. Elsewhere it
can only be tried, so there asking takes it for an instant, and whoever wants it tries more than once.

A file can be taken away while it is locked, and a new one would let a second program in. Windows lets nobody
take away a file that is open; elsewhere the folder itself is locked too (flock(2)), before the file is looked
at. A folder on a share that knows no such lock is guarded by the file alone.
"""

import getpass
import os
import platform
import struct
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from desktop.custody import dates
from desktop.store.durable import reason, writing
from desktop.store.errors import CannotReadError, NotAVaultError, VaultBusyError
from desktop.store.smallfile import read_small

LOCK_NAME = "vault.lock"

_LARGEST_TEXT = 4096
_TRIES = 5
_BETWEEN_TRIES = 0.05  # seconds


class Holder(msgspec.Struct, frozen=True):
    """Who has the vault open: account, computer, process number, and since when (ISO 8601)."""

    who: str
    host: str
    pid: int
    since: str

    @property
    def since_when(self) -> str:
        """Since when, as people read it; as it stands where it is no time."""
        try:
            return dates.moment(datetime.fromisoformat(self.since))
        except ValueError:
            return self.since


_UNKNOWN = Holder(who="another program", host="this computer", pid=0, since="an unknown time")


class VaultLock:
    """The lock of the vault in `folder`, from construction until `release` or the end of the process.

    A child made by fork keeps it too; a child that runs another program does not.

    Raises VaultBusyError, naming who has it; NotAVaultError when there is no such folder;
    CannotWriteError when the folder does not let itself be locked.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / LOCK_NAME
        with writing(path):
            if not folder.is_dir():
                raise NotAVaultError(folder=folder, why="there is no such folder")
            self._held = _take(folder)
            try:
                if self._held:
                    _sign(self._held[-1])
            except OSError:
                _let_go(self._held)  # or this program would keep itself out
                raise
        if not self._held:
            first = _written(path) or _UNKNOWN
            raise VaultBusyError(who=first.who, host=first.host, pid=first.pid, since=first.since_when)

    def release(self) -> None:
        """Let others open the vault. The file stays: taking it away could split the lock in two."""
        held, self._held = self._held, []
        if held:
            with suppress(OSError):  # a note of who had it does no harm
                os.ftruncate(held[-1], 0)
            _let_go(held)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def holder(folder: Path) -> Holder | None:
    """Return who has the vault in `folder` open, or None. Takes nothing and keeps nobody waiting.

    Raises CannotReadError.
    """
    path = folder / LOCK_NAME
    try:
        if folder.exists() and not folder.is_dir():
            raise NotAVaultError(folder=folder, why="it is a file")
        if not (_is_taken(path) if path.exists() else _folder_is_taken(folder)):
            return None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotReadError(file=path, why=reason(error)) from error
    return _written(path) or _UNKNOWN


def _this_program() -> Holder:
    return Holder(
        who=_account(),
        host=platform.node(),
        pid=os.getpid(),
        since=datetime.now().astimezone().isoformat(timespec="minutes"),
    )


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, ImportError, OSError):  # an account without a name, as in some containers
        return "somebody"


def _written(path: Path) -> Holder | None:
    """Return what the holder wrote, or None when it has not got so far or it is not readable."""
    try:
        return msgspec.json.decode(read_small(path, _LARGEST_TEXT), type=Holder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _is_named(file: int, path: Path) -> bool:
    """Tell whether `path` still names the open `file`; a lock on a file taken away keeps nobody out."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _sign(file: int) -> None:
    """Write who has the vault over what a crash may have left."""
    os.ftruncate(file, 0)
    os.lseek(file, 0, os.SEEK_SET)
    os.write(file, msgspec.json.encode(_this_program()))


def _take(folder: Path) -> list[int]:
    """Return the descriptors that hold the lock, the file's last; none when another has it."""
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_BETWEEN_TRIES)
        held: list[int] = []
        try:
            if _take_folder(folder, held) and _take_file(folder / LOCK_NAME, held):
                return held
        except OSError:
            _let_go(held)
            raise
        _let_go(held)
    return []


def _take_file(path: Path, held: list[int]) -> bool:
    file = os.open(path, os.O_RDWR | os.O_CREAT | _CAREFULLY, 0o600)
    held.append(file)
    return _lock(file) and _is_named(file, path)


def _let_go(held: list[int]) -> None:
    for descriptor in reversed(held):
        with suppress(OSError):  # it is closed all the same, and the lock with it
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    _CAREFULLY = os.O_BINARY | os.O_NOINHERIT
    _FAR = 1 << 30  # Windows locks forbid reading too, so the byte that is locked lies far behind the text

    def _lock(file: int) -> bool:
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

elif sys.platform == "linux":
    import fcntl

    _CAREFULLY = os.O_NOFOLLOW | os.O_CLOEXEC
    _WHOLE_FILE = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)  # struct flock64

    def _lock(file: int) -> bool:
        try:
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, _WHOLE_FILE)
        except BlockingIOError:
            return False
        return True

else:
    import fcntl

    _CAREFULLY = os.O_NOFOLLOW | os.O_CLOEXEC

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


if sys.platform == "win32":

    def _take_folder(_folder: Path, _held: list[int]) -> bool:
        return True  # nobody can take the file away

    def _folder_is_taken(_folder: Path) -> bool:
        return False

else:

    def _take_folder(folder: Path, held: list[int]) -> bool:
        held.append(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _CAREFULLY))
        return not _is_flocked(held[0], fcntl.LOCK_EX)

    def _folder_is_taken(folder: Path) -> bool:
        """Ask by sharing the lock for an instant: only where there is no file to ask about."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | _CAREFULLY)
        try:
            return _is_flocked(descriptor, fcntl.LOCK_SH)
        finally:
            os.close(descriptor)

    def _is_flocked(descriptor: int, kind: int) -> bool:
        """Take the lock unless another has it; tell whether another has."""
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a share that knows no lock on a folder
            return False
        return False


if sys.platform == "linux":

    def _is_taken(path: Path) -> bool:
        file = os.open(path, os.O_RDONLY | _CAREFULLY)
        try:
            answer = fcntl.fcntl(file, fcntl.F_OFD_GETLK, _WHOLE_FILE)
        finally:
            os.close(file)
        kind: int = struct.unpack_from("h", answer)[0]
        return kind != fcntl.F_UNLCK

else:

    def _is_taken(path: Path) -> bool:
        file = os.open(path, os.O_RDWR | _CAREFULLY)
        try:
            return not _lock(file)
        finally:
            os.close(file)
