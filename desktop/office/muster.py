"""A muster with its papers: the count sheet when it begins, the list of discrepancies when it ends (C13).

Rule: the entry comes first and the paper is made from the register after it, so either can be made again.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import muster, muster_sheet
from desktop.custody.muster import Discrepancy
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure


class Begun(NamedTuple):
    """The muster's entry, its reference, and its count sheet."""

    outcome: Outcome
    muster: str
    sheet: Path


class Finished(NamedTuple):
    """The entry that ended a muster, what differed, and the list to be signed."""

    outcome: Outcome
    muster: str
    discrepancies: tuple[Discrepancy, ...]
    paper: Path


def begin(
    office: Office,
    *,
    first: str,
    second: str,
    folder: Path,
    review: str = "",
    place: str = "",
    at: datetime | None = None,
) -> Procedure[Begun]:
    """Begin a muster, and make its count sheet in `folder`."""
    yield from papers.ready(office, [folder / "sheet.pdf"], any_name=True)
    outcome = yield from office.act(
        muster.begin, at=at, first=first, second=second, review=review, place=place
    )
    begun = muster.the_open_one(office.register, "counted")
    return Begun(outcome, begun.muster, (yield from _sheet(office, folder)))


def sheet_again(office: Office, folder: Path) -> Procedure[Path]:
    """Make the count sheet of the muster under way once more, and record it."""
    begun = yield from office.asked(
        "count sheet", lambda: muster.the_open_one(office.register, "given a count sheet")
    )
    yield from papers.recorded(
        office, "The count sheet, again,", begun.muster, [folder / "sheet.pdf"], any_name=True
    )
    return (yield from _sheet(office, folder))


def finish(office: Office, *, code: str, folder: Path, at: datetime | None = None) -> Procedure[Finished]:
    """End the muster under way by its sheet's code, and make the list of discrepancies in `folder`."""
    yield from papers.ready(office, [folder / "list.pdf"], any_name=True)
    begun = yield from office.asked("finish", lambda: muster.the_open_one(office.register, "finished"))
    outcome = yield from office.act(muster.finish, at=at, code=code)
    ended = office.register.muster_of(begun.muster)
    paper = yield from _list(office, ended.muster, folder)
    return Finished(outcome, ended.muster, ended.discrepancies, paper)


def list_again(office: Office, reference: str, folder: Path) -> Procedure[Path]:
    """Make the list of a finished muster's discrepancies once more, and record it."""
    ended = yield from office.asked(
        "discrepancy list", lambda: muster_sheet.finished(office.register, reference)
    )
    yield from papers.recorded(
        office, "The list of discrepancies, again,", ended.muster, [folder / "list.pdf"], any_name=True
    )
    return (yield from _list(office, ended.muster, folder))


def _sheet(office: Office, folder: Path) -> Procedure[Path]:
    begun = muster.the_open_one(office.register, "given a count sheet")
    file = papers.free_name(folder, f"{begun.muster}-count-sheet")
    making = papers.drawn(office, muster_sheet.count_sheet, file)
    return (yield from papers.after(office, f"{begun.muster} is begun.", "its count sheet", making))


def _list(office: Office, reference: str, folder: Path) -> Procedure[Path]:
    making = papers.drawn(
        office,
        lambda register, hand: muster_sheet.discrepancy_list(register, hand, reference),
        papers.free_name(folder, f"{reference}-discrepancies"),
    )
    return (yield from papers.after(office, f"{reference} is finished.", "its list", making))
