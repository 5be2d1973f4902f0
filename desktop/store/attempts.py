"""Failed unlocks, kept beside the header until the vault is next open and the ledger takes them over (H3).

Rule: only the time of an attempt is kept, never what was typed. The file needs no key to write, so anybody
may remove it: it tells of the careless, not of the thief.
"""

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from desktop.store.smallfile import private, read_small

ATTEMPTS_NAME = "attempts"
_LARGEST = 64 * 1024


class Failed(NamedTuple):
    """How many times, and when."""

    times: int
    first: datetime
    last: datetime


class Attempts:
    """The failed unlocks of the vault in one folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / ATTEMPTS_NAME

    def note(self) -> None:
        """Add one attempt, now. A file that cannot be written is no reason to hide the wrong passphrase."""
        with contextlib.suppress(OSError):
            if self._path.is_symlink() or (self._path.exists() and self._path.stat().st_size > _LARGEST):
                return
            with open(self._path, "a", encoding="ascii", opener=private) as file:
                file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n")

    def failed(self) -> Failed | None:
        """Return what was noted, or None."""
        try:
            lines = read_small(self._path, _LARGEST + 64).decode("ascii", "replace").split()
        except OSError:
            return None
        moments = []
        for line in lines:
            with contextlib.suppress(ValueError):
                moments.append(datetime.fromisoformat(line))
        now = datetime.now(UTC)
        aware = sorted(moment for moment in moments if moment.tzinfo and moment <= now)
        return Failed(len(aware), aware[0], aware[-1]) if aware else None

    def clear(self) -> None:
        """Forget the attempts, once the ledger tells of them."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
