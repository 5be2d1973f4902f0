"""Printing on a real printer: copies with their numbers, and any paper that was made (C1, T13).

Rule: a printer is asked for and judged before anything is entered, and what the system keeps of prints is
read and told each time. Each copy is a job of its own, in the order of the numbers, and the next is sent only
when the one before came out: so a printer that fails half way leaves spoilt numbers and nothing in doubt.
What is printed is held in memory and goes through a pipe.
"""

import io
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import numbers, print_jobs, printers
from desktop.custody.errors import FactMissingError, StrongroomError
from desktop.custody.print_jobs import Setup
from desktop.custody.printers import Printer
from desktop.office.office import Office, Outcome
from desktop.office.print_queue import ready, sent, system_of
from desktop.office.printing import Make, Order, mark_of, produced, version_marked
from desktop.office.procedure import Procedure, Progress, Step
from desktop.office.sealing import opened_file
from desktop.paper.print_system import PrintSystem

_LARGEST_PAPER = 64 * 1024 * 1024


class Choice(NamedTuple):
    """A printer that may be chosen, or why not; `told` is what is to be known of the print system."""

    printer: Printer
    why_not: str
    excepted: bool


class Choices(NamedTuple):
    """The printers of this computer, and what is to be told of its print system."""

    printers: list[Choice]
    told: str


class PaperPrinted(NamedTuple):
    """A paper that came out: its job, and the entry of its end."""

    outcome: Outcome
    job: str
    pages: int


class CopyOnPaper(NamedTuple):
    """One copy that came out of a printer, and its job."""

    copy: str
    job: str
    pages: int
    as_pictures: int = 0


class CopiesOnPaper(NamedTuple):
    """A print on a printer: its last outcome, and each copy."""

    outcome: Outcome
    copies: list[CopyOnPaper]


def choices(office: Office) -> Procedure[Choices]:
    """Return the printers of this computer, whether each may be used, and what is kept of prints."""
    system = yield from system_of(office)
    found, keeps = yield Step(
        "bench", lambda _progress: (system.printers(), system.keeps()), "Looking for printers"
    )
    return Choices([_choice(office, printer) for printer in found], printers.TOLD[keeps])


def except_printer(office: Office, name: str, *, authority: str, reason: str) -> Procedure[Outcome]:
    """Enter a printer that the rule refuses as an exception, as it is joined now."""
    system = yield from system_of(office)
    printer: Printer = yield Step("bench", lambda _progress: system.printer(name), "Asking the printer")
    return (
        yield from office.act(printers.except_printer, printer=printer, authority=authority, reason=reason)
    )


def print_copies(
    office: Office, order: Order, setup: Setup, *, at: datetime | None = None
) -> Procedure[CopiesOnPaper]:
    """Print numbered copies on a printer; errors as `printing.print_copies`, and as `ready`."""
    yield from office.check(numbers.check_allot, at=at, **order._asdict())
    system = yield from ready(office, setup)
    make = maker(office, system, setup, at)
    return CopiesOnPaper(*(yield from produced(office, order, make, at)))


def maker(office: Office, system: PrintSystem, setup: Setup, at: datetime | None) -> Make[CopyOnPaper]:
    """Return what prints one copy and enters that it came out."""

    def make(copy: str) -> Procedure[tuple[CopyOnPaper, Outcome]]:
        data = io.BytesIO()
        found = office.register.copy(copy)
        marked = yield from version_marked(
            office,
            found.document,
            found.version,
            mark_of(office, copy),
            lambda: nullcontext(data),
            label=f"Making copy {found.number}",
        )
        label = f"Printing copy {found.number}"
        job = yield from sent(office, system, setup, copy, data.getvalue(), marked.pages, label)
        outcome = yield from office.act(
            print_jobs.complete_copy,
            at=at,
            job=job,
            copy=copy,
            pages=marked.pages,
            as_pictures=marked.placed_as_image,
        )
        return CopyOnPaper(copy, job, marked.pages, marked.placed_as_image), outcome

    return make


def print_paper(office: Office, file: Path, setup: Setup) -> Procedure[PaperPrinted]:
    """Print a paper that lies in a file: a slip, a receipt, a letter, a sheet. Errors as `ready`."""

    def read(_progress: Progress) -> tuple[bytes, int]:
        with opened_file(file) as (source, size):
            seen = office.room.inspect(source, name=file.name)
            if size > _LARGEST_PAPER or seen.format != "pdf" or not seen.pages:
                raise FactMissingError(fact="the paper", why=f"{file.name} is no PDF that can be printed")
            source.seek(0)
            return source.read(), seen.pages

    try:
        data, pages = yield Step("bench", read, "Reading the paper")
    except StrongroomError as error:
        yield from office.refused("print a paper", error)
        raise
    system = yield from ready(office, setup)
    about = f"The paper {file.stem}"
    job = yield from sent(office, system, setup, about, data, pages, "Printing")
    outcome = yield from office.act(print_jobs.end, job=job, how="completed")
    return PaperPrinted(outcome, job, pages)


def told(office: Office) -> str:
    """Return what a person is told at every print of what this computer keeps, or an empty text."""
    return printers.TOLD[office.register.spool] if office.register.spool else ""


def sheets_of(office: Office, jobs: Sequence[str]) -> int:
    """Return how many sheets jobs take."""
    return sum(office.register.print_job(job).sheets for job in jobs)


def _choice(office: Office, printer: Printer) -> Choice:
    known = office.register.printers.get(printer.name)
    excepted = known is not None and known.ended is None and known.device == printer.device
    return Choice(printer, printers.why_not(printer), excepted)
