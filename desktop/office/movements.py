"""A copy goes out and comes back: the act, and the paper that goes with it.

Rule: the entry comes first and the slip is made from it, so a slip never tells of a loan that is not in the
ledger; a slip that could not be made is made again from the same entry.
"""

from datetime import date, datetime
from typing import NamedTuple

from desktop.custody import incidents, loans, sheet_codes, transfers
from desktop.office import papers, wordings
from desktop.office.office import Office, Outcome
from desktop.office.papers import Made, Place, Printed
from desktop.office.procedure import Procedure


class Handover(NamedTuple):
    """Which copy goes to whom, under which request, until when."""

    copy: str
    person: str
    request: str
    due: date


class SignedOut(NamedTuple):
    """The last entry of it, the slip, and the code on the signed part; so with a transfer."""

    outcome: Outcome
    slip: Made
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
    receipt: Made | None


def sign_out(
    office: Office, handover: Handover, place: Place, *, at: datetime | None = None
) -> Procedure[SignedOut]:
    """Sign a copy out (C4, C5) and make its two-part slip.

    Errors as `papers.place_ready` and `papers.make`.
    """
    yield from papers.place_ready(office, place)
    outcome = yield from office.act(
        loans.sign_out, at=at, terms=wordings.terms(office.register), **handover._asdict()
    )
    return (yield from _with_slip(office, outcome, handover.copy, place))


def transfer(
    office: Office, handed_on: Transfer, place: Place, *, at: datetime | None = None
) -> Procedure[SignedOut]:
    """Hand a copy on from its holder to the next (C8), and make its three-part slip. Errors as `sign_out`."""
    yield from papers.place_ready(office, place)
    outcome = yield from office.act(
        transfers.transfer, at=at, terms=wordings.terms(office.register), **handed_on._asdict()
    )
    return (yield from _with_slip(office, outcome, handed_on.copy, place))


def take_back(
    office: Office, brought: Return, place: Place | None = None, *, at: datetime | None = None
) -> Procedure[TakenBack]:
    """Take a copy back (C9); with a `place`, make its return receipt there."""
    if place is not None:
        yield from papers.place_ready(office, place)
    outcome = yield from office.act(loans.take_back, at=at, **brought._asdict())
    copy = office.register.copy(brought.copy)
    opened = [event.incident for event in outcome.events if isinstance(event, incidents.IncidentOpened)]
    receipt = None
    if place is not None:
        receipt = yield from papers.return_receipt(office, copy.copy, place)
    return TakenBack(outcome, str(copy.state), opened[0] if opened else None, receipt)


def _with_slip(office: Office, outcome: Outcome, copy: str, place: Place) -> Procedure[SignedOut]:
    found = office.register.copy(copy)
    slip = yield from papers.slip(office, found.copy, place)
    last = slip.outcome if isinstance(slip, Printed) else outcome
    return SignedOut(last, slip, sheet_codes.printed(found.loans[-1].slip_code))
