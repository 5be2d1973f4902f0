"""A folder of files that stands whole under its name, or not at all (T10).

Rule: the files go into a folder beside the one that is wanted, for its owner alone; it gets its name once all
of them are on the disk. What ends earlier leaves nothing. It never takes the place of anything that is there,
but for an empty folder.
"""

import errno
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from desktop.store.durable import PARTIAL, DurableFile, sync_folder, writing

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class NewFolder:
    """A folder being filled. Leaving `with` before `finish` was reached leaves nothing behind.

    Raises DiskFullError or CannotWriteError; also where something is in the way.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            self._refuse_to_replace()
            self._folder = Path(tempfile.mkdtemp(PARTIAL, "folder-", target.parent))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)  # after `finish` there is no such folder

    def put(self, name: str, data: "ReadableBuffer") -> None:
        """Write a file into it, durably."""
        with writing(self._target / name), DurableFile(self._folder / name, replace=False) as file:
            file.write(data)

    def finish(self) -> None:
        """Give the folder its name; durable at return."""
        with writing(self._target):
            sync_folder(self._folder)
            self._refuse_to_replace()
            emptied = self._target.exists()
            if emptied:
                self._target.rmdir()  # Windows renames onto no folder, not even an empty one
            try:
                self._folder.rename(self._target)
            except OSError:
                if emptied:
                    with suppress(OSError):  # the first error is the one to tell
                        self._target.mkdir()
                raise
            sync_folder(self._target.parent)

    def _refuse_to_replace(self) -> None:
        if os.path.lexists(self._target) and not is_empty(self._target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def is_empty(folder: Path) -> bool:
    """Whether this is a folder, and no link to one, with nothing in it."""
    return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
