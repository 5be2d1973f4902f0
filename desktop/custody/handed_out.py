"""What was handed out as a package, and whether others than its recipient can read it (A7, G5).

Rule: a package is a copy of documents outside the vault, so a disposal has to know of every one.
"""

from datetime import date

import msgspec

IN_CLEAR = "in clear"
"""In place of a recipient: nothing in the package is sealed."""


class Package(msgspec.Struct, frozen=True):
    """One package: what is in it, and who can read it."""

    entry: int
    documents: tuple[str, ...]
    recipient: str
    """The recipient's public key, or "in clear"."""
    made: date
    coding_schedules: bool = False
