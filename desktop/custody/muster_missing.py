"""Copies that a muster did not see: what is to be done for each, and since when one has been missing (C13).

Rule: a muster moves no copy, so somebody decides by the end of the day whether one that was not seen is lost.
The 72 hours of one that then is count from the muster that first missed it, unless it was seen meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import copies
from desktop.custody.copies import Copy, CopyState

if TYPE_CHECKING:
    from desktop.custody.muster import Muster
    from desktop.custody.register import Register

_SOMEWHERE = (CopyState.IN_SAFE, CopyState.DAMAGED, CopyState.KEPT_BY_HOLDER, *copies.WITH_HOLDER)


class Missed(NamedTuple):
    """The muster that first missed a copy, when it ended, and its incident about the copy."""

    muster: str
    at: datetime
    incident: str


def not_seen(register: "Register", found: "Muster") -> list[str]:
    """Return the copies that a finished muster did not see and that are recorded as somewhere, in order."""
    missed = [register.copies[one.about] for one in found.discrepancies if _missed(found, one.about)]
    return [copy.copy for copy in copies.in_order(missed) if copy.state in _SOMEWHERE]


def to_do(missing: Sequence[str]) -> str:
    """Say what is to be done about copies that a muster did not see; nothing without any."""
    if not missing:
        return ""
    named = f"{', '.join(missing)} {'was' if len(missing) == 1 else 'were'} not seen."
    return (
        f"{named} Look for {'it' if len(missing) == 1 else 'each'} now. What is not found by tonight is to be"
        " recorded as lost: the 72 hours within which the Information Commissioner may have to be told count"
        " from this muster."
    )


def missed_since(register: "Register", copy: Copy) -> Missed | None:
    """Return the muster since which a copy has been missing; None once it was seen, or that was settled."""
    first: Missed | None = None
    for found in register.musters.values():
        if found.finished_at is None:
            continue
        if not _missed(found, copy.copy):
            count = found.counts.get(copy.copy)
            first = None if count is not None and count.seen != "not seen" else first
        elif first is None and not _moved_after(register, copy, found):
            incident = next(one.incident for one in found.discrepancies if one.about == copy.copy)
            first = Missed(found.muster, found.finished_at, incident)
    return first if first and register.incidents[first.incident].closed is None else None


def _missed(found: "Muster", copy: str) -> bool:
    """Whether a copy is among a muster's discrepancies and nobody saw it."""
    count = found.counts.get(copy)
    listed = copy in found.listed or count is not None
    seen = count is not None and count.seen != "not seen"
    return listed and not seen and any(one.about == copy for one in found.discrepancies)


def _moved_after(register: "Register", copy: Copy, found: "Muster") -> bool:
    """Whether it went out, came back or was judged lost since, so that an earlier muster tells nothing."""
    handled = max([copy.brought_back, *(loan.entry for loan in copy.loans)])
    ended = found.finished_at
    lost = [one.at for one in register.incidents.values() if (one.matter, one.about) == ("lost", copy.copy)]
    return handled > found.finished_in or any(ended is not None and at >= ended for at in lost)
