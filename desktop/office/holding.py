"""Holds with their papers: the sheet on which two people lift one, and the register of all of them (G4, T8).

Rule: the entry comes first and the paper is made from the register after it, so it can be made again.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import hold_lifting, hold_papers
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.papers import Made, Paper, Place
from desktop.office.procedure import Procedure


class LiftingBegun(NamedTuple):
    """The entry that a hold is to be lifted, and the sheet for both to sign."""

    outcome: Outcome
    hold: str
    sheet: Path


def begin_lifting(
    office: Office,
    *,
    hold: str,
    authority: str,
    why: str,
    witness: str,
    folder: Path,
    at: datetime | None = None,
) -> Procedure[LiftingBegun]:
    """Begin to lift a hold, and make its sheet in `folder`; the hold stands until the code is typed."""
    yield from papers.ready(office, [folder / "sheet.pdf"], any_name=True)
    outcome = yield from office.act(
        hold_lifting.begin_lifting, at=at, hold=hold, authority=authority, why=why, witness=witness
    )
    found = office.register.hold(hold).hold
    return LiftingBegun(outcome, found, papers.file_of((yield from _sheet(office, found, folder))))


def sheet_again(office: Office, hold: str, where: Place) -> Procedure[Made]:
    """Make the sheet to lift a hold once more, and record it; its code is the same."""
    found, _lifting = yield from office.asked(
        "sheet to lift a hold", lambda: hold_lifting.awaiting(office.register, hold)
    )
    paper = "The sheet to lift a hold, again,"
    yield from papers.placed(office, paper, found.hold, where)
    return (yield from _sheet(office, found.hold, where))


def register_paper(office: Office, where: Place) -> Procedure[Made]:
    """Make the register of holds, and record it."""
    yield from papers.placed(office, "The register of holds", "all holds", where)
    made = Paper("It is recorded.", "the register of holds", "register-of-holds")
    return (yield from papers.make(office, where, made, hold_papers.hold_register))


def _sheet(office: Office, hold: str, where: Place) -> Procedure[Made]:
    made = Paper(f"The lifting of {hold} is begun.", "its sheet", f"{hold}-lifting")
    return (
        yield from papers.make(
            office, where, made, lambda register, hand: hold_papers.lifting_sheet(register, hand, hold)
        )
    )
