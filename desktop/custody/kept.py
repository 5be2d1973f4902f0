"""Everything that is kept sealed: the masters of documents, and the scans of papers that came back.

Rule: whatever looks after sealed files (keys, backups, checks, packages) asks here, so none is forgotten.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop.custody import documents, scans
from desktop.custody.documents import Kept
from desktop.custody.scans import KeptScan

if TYPE_CHECKING:
    from desktop.custody.register import Register


def everything(register: "Register") -> Iterator[Kept | KeptScan]:
    """Yield every sealed file that the register names."""
    yield from documents.masters(register)
    yield from scans.kept(register)
