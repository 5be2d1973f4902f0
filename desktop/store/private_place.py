"""The private place in which a backup is drilled: a folder for its owner alone, gone after the drill.

Rule: what a drill that crashed left is sealed, and goes with the next drill there; but only a folder that is
surely a drill's, and of one that is over: it has the name, the owner and the content, and nobody its lock.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop.custody.errors import StrongroomError
from desktop.store.durable import writing
from desktop.store.lock import LOCK_NAME, VaultLock

DRILL = "strongroom-drill-"
"""How the name of such a folder begins."""

LAID_OUT = "vault"
"""What a drill makes in it."""


@contextmanager
def private_place(within: Path | None = None) -> Iterator[Path]:
    """Make a folder (mode 0700), in that of temporary files if need be, and take it away with all in it."""
    within = within or Path(tempfile.gettempdir())
    with writing(within):
        _clear(within)
        place = Path(tempfile.mkdtemp(prefix=DRILL, dir=within))
    lock = None
    try:
        lock = VaultLock(place)
        yield place
    finally:
        if lock:
            lock.release()
        with writing(place):
            shutil.rmtree(place)


def _clear(within: Path) -> None:
    """Take away what drills left that are over."""
    for place in within.glob(f"{DRILL}*"):
        with suppress(OSError, StrongroomError):  # it is another's, in use, or just gone
            if _is_a_drills(place):
                VaultLock(place).release()
                shutil.rmtree(place)


def _is_a_drills(place: Path) -> bool:
    names = {path.name for path in place.iterdir()}
    # One without the lock's file may be a drill's that is just beginning.
    is_ours = not place.is_symlink() and (sys.platform == "win32" or place.stat().st_uid == os.getuid())
    return is_ours and LOCK_NAME in names and names <= {LOCK_NAME, LAID_OUT}
