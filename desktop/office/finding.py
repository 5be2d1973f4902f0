"""A search of the register, made and recorded (K2, H3).

Rule: whatever was found, a search that was made is an entry; only a vault that is open for reading alone
keeps none of it.
"""

from typing import NamedTuple

from desktop.custody import finding
from desktop.custody.finding import Index, Search
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure


class Searched(NamedTuple):
    """What came of a search, and its entry; `outcome` is None where nothing can be recorded."""

    search: Search
    outcome: Outcome | None


def search(office: Office, text: str, index: Index | None = None) -> Procedure[Searched]:
    """Search the register for `text`, and record it; `index` is kept by whoever searches often."""
    known = index if index is not None else Index()
    found = yield from office.asked("find", lambda: known.search(office.register, text))
    if office.vault.read_only:
        return Searched(found, None)
    outcome = yield from office.act(finding.searched, sought=found.words, found=found.total)
    return Searched(found, outcome)
