"""Chasing as procedures: the act, and the letters that are part of it, as files or printed.

Rule: the letters are entered in the same act as the recall, the reminder, the escalation or the leaving, and
made from their entries; one that could not be made is made again. Without a place no letter is written.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import chasing, dates, leaving
from desktop.custody.chasing_list import chasing_list
from desktop.custody.letters import Wording
from desktop.office import letters, papers, wordings
from desktop.office.office import Office, Outcome
from desktop.office.papers import Made, Place
from desktop.office.procedure import Procedure


class Chased(NamedTuple):
    """An act of chasing, and its letters in the order of the act."""

    outcome: Outcome
    letters: list[Made]

    @property
    def references(self) -> list[str]:
        """The references of the letters."""
        return letters.written(self.outcome.events)


def recall(
    office: Office,
    copies: Sequence[str],
    reason: str,
    *,
    by: date | None = None,
    where: Place | None = None,
    at: datetime | None = None,
) -> Procedure[Chased]:
    """Recall one or many copies; with a place, write a letter to each holder."""
    wording = yield from _wording(office, "recall", where)
    outcome = yield from office.act(
        chasing.recall, at=at, copies=tuple(copies), reason=reason, by=by, wording=wording
    )
    return (yield from _with_papers(office, outcome, where))


def chase(office: Office, where: Place) -> Procedure[Chased]:
    """Write every letter of the ladder that is due today, in one act; none is due: no entry."""
    worded = yield from _ladder_wordings(office, where)
    outcome = yield from office.act(chasing.chase, wordings=worded)
    return (yield from _with_papers(office, outcome, where))


def remind(office: Office, copies: Sequence[str], where: Place) -> Procedure[Chased]:
    """Write the next letter of the ladder about each of some copies."""
    worded = yield from _ladder_wordings(office, where)
    outcome = yield from office.act(chasing.remind, copies=tuple(copies), wordings=worded)
    return (yield from _with_papers(office, outcome, where))


class Escalation(NamedTuple):
    """Which copy is escalated, to whom and why; `address` where they stand in no register."""

    copy: str
    to: str
    reason: str
    address: str = ""


def escalate(
    office: Office, escalation: Escalation, *, where: Place | None = None, at: datetime | None = None
) -> Procedure[Chased]:
    """Escalate a copy; with a place, write the letter that tells what was done so far."""
    wording = yield from _wording(office, "escalation", where)
    outcome = yield from office.act(chasing.escalate, at=at, wording=wording, **escalation._asdict())
    return (yield from _with_papers(office, outcome, where))


def leave(
    office: Office,
    person: str,
    reason: str,
    *,
    on: date | None = None,
    where: Place | None = None,
    at: datetime | None = None,
) -> Procedure[Chased]:
    """Enter that a person leaves; with a place, write the letter that lists what they still have."""
    wording = yield from _wording(office, "leaving", where)
    outcome = yield from office.act(
        leaving.leave, at=at, person=person, reason=reason, on=on, wording=wording
    )
    return (yield from _with_papers(office, outcome, where))


def make_list(office: Office, file: Path) -> Procedure[Path]:
    """Make the chasing list of today as `file`, and record it."""
    day = office.hand().day
    yield from papers.recorded(office, "The chasing list", dates.day(day), [file])
    making = papers.drawn(office, lambda register, hand: chasing_list(register, hand, day), file)
    return (yield from papers.after(office, "The chasing list was asked for.", "the list", making))


def _wording(office: Office, name: str, where: Place | None) -> Procedure[Wording | None]:
    if where is None:
        return None
    yield from papers.place_ready(office, where)
    return wordings.letter(office.register, name)


def _ladder_wordings(office: Office, where: Place) -> Procedure[dict[str, Wording]]:
    """Return the wordings of the letters that the Board's ladders name."""
    yield from papers.place_ready(office, where)
    settings = office.register.founded.settings
    names = {rung.letter for rung in (*settings.ladder, *settings.slip_ladder) if rung.letter}
    return {name: wordings.letter(office.register, name) for name in names}


def _with_papers(office: Office, outcome: Outcome, where: Place | None) -> Procedure[Chased]:
    made = list[Made]()
    if where is not None:
        for letter in letters.written(outcome.events):
            made.append((yield from letters.paper(office, letter, where)))
    return Chased(outcome, made)
