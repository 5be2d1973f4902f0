"""A copy goes out and comes back: the act, and the paper that goes with it.

Rule: the entry comes first and the slip is made from it, so a slip never tells of a loan that is not in the
ledger; a slip that could not be made is made again from the same entry.
"""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import incidents, loans, sheet_codes, transfers
from desktop.office import papers, wordings
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure


class Handover(NamedTuple):
    """Which copy goes to whom, under which request, until when."""

    copy: str
    person: str
    request: str
    due: date


class SignedOut(NamedTuple):
    """The loan's entry, the file of its slip, and the code on the signed part; so with a transfer."""

    outcome: Outcome
    slip: Path
    slip_code: str


class Transfer(NamedTuple):
    """Which copy goes on to whom, under which request, until when, and how it was found at the count."""

    copy: str
    person: str
    request: str
    due: date
    pages: int
    condition: str
    other_readers: str = ""


class Return(NamedTuple):
    """What was brought back."""

    copy: str
    pages: int
    condition: str
    other_readers: str = ""


class TakenBack(NamedTuple):
    """Where the copy is now, the incident if the count was wrong, and the receipt if one was made."""

    outcome: Outcome
    state: str
    incident: str | None
    receipt: Path | None


def sign_out(
    office: Office, handover: Handover, folder: Path, *, at: datetime | None = None
) -> Procedure[SignedOut]:
    """Sign a copy out (C4, C5) and make its two-part slip in `folder`."""
    yield from papers.ready(office, [folder / "slip.pdf"], any_name=True)
    outcome = yield from office.act(
        loans.sign_out, at=at, terms=wordings.terms(office.register), **handover._asdict()
    )
    copy = office.register.copy(handover.copy)
    slip = yield from papers.slip(office, copy.copy, folder)
    return SignedOut(outcome, slip, sheet_codes.printed(copy.loans[-1].slip_code))


def transfer(
    office: Office, handed_on: Transfer, folder: Path, *, at: datetime | None = None
) -> Procedure[SignedOut]:
    """Hand a copy on from its holder to the next (C8), and make its three-part slip in `folder`."""
    yield from papers.ready(office, [folder / "slip.pdf"], any_name=True)
    outcome = yield from office.act(
        transfers.transfer, at=at, terms=wordings.terms(office.register), **handed_on._asdict()
    )
    copy = office.register.copy(handed_on.copy)
    slip = yield from papers.slip(office, copy.copy, folder)
    return SignedOut(outcome, slip, sheet_codes.printed(copy.loans[-1].slip_code))


def take_back(
    office: Office, brought: Return, folder: Path | None = None, *, at: datetime | None = None
) -> Procedure[TakenBack]:
    """Take a copy back (C9); with a `folder`, make its return receipt there."""
    if folder is not None:
        yield from papers.ready(office, [folder / "receipt.pdf"], any_name=True)
    outcome = yield from office.act(loans.take_back, at=at, **brought._asdict())
    copy = office.register.copy(brought.copy)
    opened = [event.incident for event in outcome.events if isinstance(event, incidents.IncidentOpened)]
    receipt = None
    if folder is not None:
        receipt = yield from papers.return_receipt(office, copy.copy, folder)
    return TakenBack(outcome, str(copy.state), opened[0] if opened else None, receipt)
