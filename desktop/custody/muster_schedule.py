"""When the copies are to be mustered: on the Board's schedule, and after each handover (C13).

Rule: only a finished muster of every copy counts; one of a single review or place does not. How many days may
pass is data.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from desktop.custody import counting, dates, facts, muster
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register


MOST_DAYS = 366
"""Between two musters: at least one in a year."""


class MusterDaysChanged(Event, frozen=True, kw_only=True, tag="muster-days-changed"):
    """The copies are to be mustered more often, or less."""

    words: ClassVar[str] = (
        "The days that may pass between two musters were changed from {before} to {after}."
        " Authority: {authority}."
    )

    before: int
    after: int
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Set the days."""
        board = register.founded
        changed = msgspec.structs.replace(board.settings, muster_days=self.after)
        register.board = msgspec.structs.replace(board, settings=changed)


class Due(NamedTuple):
    """Why a muster is due, in one sentence, and since when."""

    why: str
    since: date


def due(register: "Register", day: date) -> Due | None:
    """Return why a muster of every copy is due (C13), or None: the schedule, a handover, one not finished."""
    known = muster.under_way(register)
    if known is not None:
        left = muster.standing(register, known)
        done = left.to_count - len(left.missing)
        why = f"Muster {known.muster} is not finished: {done} of {left.to_count} copies counted."
        return Due(why, known.begun)
    if not any(counting.unlooked_for(copy) for copy in register.copies.values()):
        return None
    last = next((one for one in reversed(register.musters.values()) if one.finished and one.whole), None)
    handed_over = register.handovers[-1] if register.handovers else None
    if handed_over is not None and (last is None or last.finished_in < handed_over.entry):
        why = f"The vault was handed over on {dates.day(handed_over.handed_over)}: count every copy."
        return Due(why, handed_over.handed_over)
    every = timedelta(days=register.founded.settings.muster_days)
    if last is not None and last.finished is not None:
        why = f"The last muster of every copy was finished on {dates.day(last.finished)}."
        return Due(why, last.finished + every) if day - last.finished > every else None
    first = min(
        document.versions[0].taken_in for document in register.documents.values() if document.allotted
    )
    return Due("The copies were never mustered.", first + every) if day - first > every else None


def change_days(register: "Register", hand: Hand, *, days: int, authority: str) -> list[Event]:
    """Say how many days may pass between two musters of every copy."""
    before = register.founded.settings.muster_days
    after = facts.counted("the number of days", days, 1, MOST_DAYS)
    if after == before:
        raise WrongStateError(
            thing="The schedule",
            state=f"a muster every {before} days already",
            act="changed to that",
            advice="Give another number of days, or leave it as it is.",
        )
    return [MusterDaysChanged(before=before, after=after, authority=facts.needed("the authority", authority))]
