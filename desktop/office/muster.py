"""A muster with its papers: the count sheet when it begins, the list of discrepancies when it ends (C13).

Rule: the entry comes first and the paper is made from the register after it, so either can be made again.
"""

from datetime import datetime
from typing import NamedTuple

from desktop.custody import muster, muster_sheet
from desktop.custody.muster import Discrepancy
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.papers import Made, Paper, Place
from desktop.office.procedure import Procedure


class Begun(NamedTuple):
    """The muster's entry, its reference, and its count sheet."""

    outcome: Outcome
    muster: str
    sheet: Made


class Finished(NamedTuple):
    """The entry that ended a muster, what differed, and the list to be signed."""

    outcome: Outcome
    muster: str
    discrepancies: tuple[Discrepancy, ...]
    paper: Made


def begin(
    office: Office,
    *,
    first: str,
    second: str,
    where: Place,
    review: str = "",
    place: str = "",
    at: datetime | None = None,
) -> Procedure[Begun]:
    """Begin a muster, and make its count sheet `where` was said."""
    yield from papers.place_ready(office, where)
    outcome = yield from office.act(
        muster.begin, at=at, first=first, second=second, review=review, place=place
    )
    begun = muster.the_open_one(office.register, "counted")
    return Begun(outcome, begun.muster, (yield from _sheet(office, where)))


def sheet_again(office: Office, where: Place) -> Procedure[Made]:
    """Make the count sheet of the muster under way once more, and record it."""
    begun = yield from office.asked(
        "count sheet", lambda: muster.the_open_one(office.register, "given a count sheet")
    )
    yield from papers.placed(office, "The count sheet, again,", begun.muster, where)
    return (yield from _sheet(office, where))


def finish(office: Office, *, code: str, where: Place, at: datetime | None = None) -> Procedure[Finished]:
    """End the muster under way by its sheet's code, and make the list of discrepancies `where` was said."""
    yield from papers.place_ready(office, where)
    begun = yield from office.asked("finish", lambda: muster.the_open_one(office.register, "finished"))
    outcome = yield from office.act(muster.finish, at=at, code=code)
    ended = office.register.muster_of(begun.muster)
    paper = yield from _list(office, ended.muster, where)
    return Finished(outcome, ended.muster, ended.discrepancies, paper)


def list_again(office: Office, reference: str, where: Place) -> Procedure[Made]:
    """Make the list of a finished muster's discrepancies once more, and record it."""
    ended = yield from office.asked(
        "discrepancy list", lambda: muster_sheet.finished(office.register, reference)
    )
    yield from papers.placed(office, "The list of discrepancies, again,", ended.muster, where)
    return (yield from _list(office, ended.muster, where))


def _sheet(office: Office, where: Place) -> Procedure[Made]:
    begun = muster.the_open_one(office.register, "given a count sheet")
    paper = Paper(f"{begun.muster} is begun.", "its count sheet", f"{begun.muster}-count-sheet")
    return (yield from papers.make(office, where, paper, muster_sheet.count_sheet))


def _list(office: Office, reference: str, where: Place) -> Procedure[Made]:
    paper = Paper(f"{reference} is finished.", "its list", f"{reference}-discrepancies")
    return (
        yield from papers.make(
            office,
            where,
            paper,
            lambda register, hand: muster_sheet.discrepancy_list(register, hand, reference),
        )
    )
