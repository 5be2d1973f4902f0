"""Requests for information at the office: the acts that go with a paper, and the letters.

Rule: the entry comes first and the paper is made from it; a paper that could not be made is made again.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import answering, clocks, information_letters, information_papers
from desktop.office import letters, papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure


class CopiedToMembers(NamedTuple):
    """The entry that says so, and the paper that goes to them."""

    outcome: Outcome
    file: Path


def working(office: Office, request: str, folder: Path) -> Procedure[Path]:
    """Make the working of a request's clock as a paper, and record it (D7)."""
    found = yield from office.asked("working", lambda: office.register.information(request))
    yield from office.asked("working", lambda: clocks.clock(office.register, found))
    file = papers.free_name(folder, f"{found.request}-working")
    yield from papers.recorded(office, "The working of a time limit", found.request, [file])
    making = papers.drawn(
        office, lambda register, hand: information_papers.working(register, hand, found.request), file
    )
    return (yield from papers.after(office, "The working was asked for.", "the working", making))


def copy_to_members(
    office: Office,
    request: str,
    what: str,
    to: Sequence[str],
    folder: Path,
    *,
    why: str = "",
    at: datetime | None = None,
) -> Procedure[CopiedToMembers]:
    """Record that the request or the response goes to the Chair and the members, and make their copy.

    `why` they need it is said of subject access.
    """
    yield from papers.ready(office, [folder / "copy.pdf"], any_name=True)
    outcome = yield from office.act(answering.copied, at=at, request=request, what=what, to=to, why=why)
    found = office.register.information(request)
    known = found.copied[-1]
    file = papers.free_name(folder, f"{found.request}-{known.what}-to-members")
    making = papers.drawn(
        office,
        lambda register, hand: information_papers.copy_to_members(
            register, hand, found.request, known.what, known.to
        ),
        file,
    )
    made = yield from papers.after(office, f"{found.request} is entered as copied.", "the copy", making)
    return CopiedToMembers(outcome, made)


def letter(
    office: Office, request: str, kind: str, folder: Path, *, at: datetime | None = None
) -> Procedure[Path]:
    """Write the letter of a kind about a request, as it stands on the record, and make it in `folder`."""
    found = yield from office.asked(
        "letter", lambda: information_letters.draft(office.register, request, kind)
    )
    about = office.register.information(request).request
    made = yield from letters.write(
        office, found.wording, found.to, about, found.facts, where=folder, table=found.table, at=at
    )
    return papers.file_of(made)
