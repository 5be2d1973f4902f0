"""Copies go out of a printer with their slips: copy 1, slip 1, copy 2, slip 2 (C1, C4, C5).

Rule: all of a row is judged before the first number is given. Then each copy gets its number, comes out, is
signed out and is followed by its slip, before the next gets a number. The first refusal or failed job stops
the row: a copy that did not come out is spoilt, one that came out and is not signed out is in the safe, one
whose slip did not come out is signed out and its slip is printed again; of the rest no number was given.
A slip goes through the pipe that its copy went through: no file of it is made.
"""

from datetime import date, datetime
from typing import NamedTuple

from desktop.custody import issuing, loans, sheet_codes
from desktop.custody.copies import CopyState
from desktop.custody.errors import StrongroomError
from desktop.custody.print_jobs import Setup
from desktop.custody.register import Register
from desktop.office import papers, print_queue, print_room, printing, wordings
from desktop.office.errors import PaperNotPrintedError, PrintStoppedError, RowStoppedError
from desktop.office.movements import Handover
from desktop.office.office import Office, Outcome
from desktop.office.papers import Printed
from desktop.office.print_room import CopyOnPaper
from desktop.office.printing import Order
from desktop.office.procedure import Procedure
from desktop.paper.print_system import PrintSystem


class Row(NamedTuple):
    """Which document goes to whom: one copy for each agreed request, in their order, all due on one day."""

    document: str
    requests: tuple[str, ...]
    due: date
    authority: str = ""
    reason: str = ""


class IssuedCopy(NamedTuple):
    """One copy that came out and was signed out, with the job of its pages and of its slip."""

    copy: str
    person: str
    request: str
    pages: int
    job: str
    slip_job: str
    slip_code: str


class Issued(NamedTuple):
    """A row that came out whole: its last outcome, and each copy."""

    outcome: Outcome
    copies: list[IssuedCopy]

    @property
    def jobs(self) -> list[str]:
        """The jobs in the order in which they came out."""
        return [job for made in self.copies for job in (made.job, made.slip_job)]


def issue(office: Office, row: Row, setup: Setup, *, at: datetime | None = None) -> Procedure[Issued]:
    """Print, sign out and follow with its slip a copy for each request.

    Raises what `issuing.check_issue` and `print_queue.ready` raise, with nothing done, and RowStoppedError
    once a number was given.
    """
    yield from office.check(issuing.check_issue, at=at, **row._asdict())
    system = yield from print_queue.ready(office, setup)
    yield from printing.proved(office, row.document)
    begun: list[str] = []
    done: list[IssuedCopy] = []
    outcome = None
    for request in row.requests:
        try:
            made, outcome = yield from _one(office, system, setup, row, request, begun, at)
        except (StrongroomError, KeyboardInterrupt) as error:
            if not begun:
                raise
            stopped = begun[-1] if len(begun) > len(done) else ""
            raise _stopped(office, error, stopped, done, row.requests[len(begun) :]) from error
        done.append(made)
    if outcome is None:
        raise TypeError(row)  # a row of nobody was refused
    return Issued(outcome, done)


def slip_missing(register: Register, copy: str) -> bool:
    """Tell whether the last slip of a copy that was sent to a printer did not come out."""
    slips = [job for job in register.print_jobs.values() if job.about == papers.SLIP.format(copy)]
    return bool(slips) and slips[-1].end != "completed"


def _one(  # noqa: PLR0917 - one copy of a row, whole
    office: Office,
    system: PrintSystem,
    setup: Setup,
    row: Row,
    request: str,
    begun: list[str],
    at: datetime | None,
) -> Procedure[tuple[IssuedCopy, Outcome]]:
    asked = office.register.request(request)
    order = Order(row.document, 1, asked.person, row.authority, row.reason)
    printing_it = print_room.maker(office, system, setup, at)

    def make(copy: str) -> Procedure[tuple[CopyOnPaper, Outcome]]:
        begun.append(copy)
        return (yield from printing_it(copy))

    _outcome, (printed,) = yield from printing.numbered(office, order, make, at)
    handover = Handover(printed.copy, asked.person, asked.request, row.due)
    yield from office.act(loans.sign_out, at=at, terms=wordings.terms(office.register), **handover._asdict())
    slip = yield from papers.slip(office, printed.copy, setup)
    if not isinstance(slip, Printed):
        raise TypeError(slip)  # it went to a printer
    code = sheet_codes.printed(loans.present_loan(office.register, printed.copy).slip_code)
    made = IssuedCopy(printed.copy, asked.person, asked.request, printed.pages, printed.job, slip.job, code)
    return made, slip.outcome


def _stopped(
    office: Office, error: BaseException, copy: str, done: list[IssuedCopy], rest: tuple[str, ...]
) -> RowStoppedError:
    """Return what a person is told of a row that stopped at `copy`: where each of its copies is now."""
    cause = error.__cause__ if isinstance(error, PrintStoppedError | PaperNotPrintedError) else None
    found = office.register.copies.get(copy)
    lines = [f"Signed out with their slips: {', '.join(made.copy for made in done) or 'none'}."]
    if found is not None:
        lines.append(f"{found.copy} {_LEFT.get(found.state, f'is {found.state}')}.")
    if rest:
        lines.append(f"Not begun: {', '.join(rest)}.")
    return RowStoppedError(why=str(cause or error) or "It was interrupted.", left=" ".join(lines))


_LEFT = {
    CopyState.SPOILT: "is spoilt: destroy what came out of it",
    CopyState.IN_SAFE: "came out and is not signed out: lock it in the safe",
    CopyState.AWAITING_SIGNATURE: "came out and is signed out, but its slip is missing: print that again",
}
