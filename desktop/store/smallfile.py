"""Reads the small files on which keys and locks depend: header, key file, lock.

Rule: only a regular file that stands under that very name is read, and never more than was asked.
A link, folder, pipe or device is refused without waiting on it.
"""

import errno
import os
import stat
import sys
from pathlib import Path

if sys.platform == "win32":
    _CAREFULLY = os.O_BINARY | os.O_NOINHERIT
else:
    _CAREFULLY = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def read_small(path: Path, most: int) -> bytes:
    """Return the content of `path`, cut after `most` + 1 bytes so that the caller can tell "too large".

    Raises OSError with words for a person in `strerror`, also when `path` is no regular file.
    """
    if path.is_symlink():
        raise OSError(errno.ELOOP, "it is a link", str(path))
    handle = os.open(path, os.O_RDONLY | _CAREFULLY)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not a file", str(path))
        return file.read(most + 1)


def private(path: str, flags: int) -> int:
    """Open a file for its owner alone, and through no link: an `opener` of `open`."""
    return os.open(path, flags | _CAREFULLY, 0o600)
