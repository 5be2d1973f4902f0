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
from desktop.custody.errors import CancelledError, FactMissingError, StrongroomError, WrongStateError
from desktop.custody.print_jobs import End, PrintJobSent, Setup
from desktop.custody.printers import Printer
from desktop.custody.printing_errors import NoPrintSystemError, PrinterNotReadyError
from desktop.office.office import Office, Outcome
from desktop.office.papers import Compose, drawing
from desktop.office.printing import Make, Order, mark_of, produced, version_marked
from desktop.office.procedure import Procedure, Progress, Step
from desktop.office.sealing import opened_file
from desktop.paper.print_system import PrintSystem

_LARGEST_PAPER = 64 * 1024 * 1024
_TITLE = "Strongroom {:04d}"


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
    system = yield from _system(office)
    found, keeps = yield Step(
        "bench", lambda _progress: (system.printers(), system.keeps()), "Looking for printers"
    )
    return Choices([_choice(office, printer) for printer in found], printers.TOLD[keeps])


def except_printer(office: Office, name: str, *, authority: str, reason: str) -> Procedure[Outcome]:
    """Enter a printer that the rule refuses as an exception, as it is joined now."""
    system = yield from _system(office)
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


def print_form(
    office: Office, system: PrintSystem, setup: Setup, about: str, compose: Compose
) -> Procedure[tuple[str, Outcome]]:
    """Draw a form and print it, one side of each sheet; return its job and its end. No file of it is made.

    The parts of a form are pages of their own and go to several people, so no part lies on another's back.
    """
    setup = Setup(setup.printer, tray=setup.tray)
    data = yield from drawing(office, compose)
    pages: int = yield Step(
        "bench",
        lambda _progress: office.room.inspect(io.BytesIO(data), name=about).pages or 1,
        "Counting its pages",
    )
    job = yield from sent(
        office, system, setup, about, data, pages, f"Printing {about[:1].lower()}{about[1:]}"
    )
    return job, (yield from office.act(print_jobs.end, job=job, how="completed"))


def ready(office: Office, setup: Setup) -> Procedure[PrintSystem]:
    """Return the print system once its printer may print, and enter what it keeps where that has changed.

    Raises PrinterRefusedError, PrinterNotReadyError, NoPrintSystemError, and WrongStateError for what the
    printer cannot do.
    """
    system = yield from _system(office)
    printer, keeps = yield Step(
        "bench",
        lambda _progress: (system.printer(setup.printer), system.keeps()),
        "Asking the printer",
    )
    yield from office.check(printers.may_print, printer=printer)
    if setup.tray and setup.tray not in printer.trays:
        error = WrongStateError(
            thing=printer.name,
            state=f"without a tray “{setup.tray}”",
            act="used so",
            advice=f"Its trays: {', '.join(printer.trays) or 'none is told'}. Nothing was printed.",
        )
        yield from office.refused("print", error)
        raise error
    yield from office.act(printers.spool_seen, keeps=keeps)
    return system


def told(office: Office) -> str:
    """Return what a person is told at every print of what this computer keeps, or an empty text."""
    return printers.TOLD[office.register.spool] if office.register.spool else ""


def sheets_of(office: Office, jobs: Sequence[str]) -> int:
    """Return how many sheets jobs take."""
    return sum(office.register.print_job(job).sheets for job in jobs)


def _system(office: Office) -> Procedure[PrintSystem]:
    system = office.printers
    if system is None:
        error = NoPrintSystemError(why="there is none that this program can speak to")
        yield from office.refused("print", error)
        raise error
    return system


def _choice(office: Office, printer: Printer) -> Choice:
    known = office.register.printers.get(printer.name)
    excepted = known is not None and known.ended is None and known.device == printer.device
    return Choice(printer, printers.why_not(printer), excepted)


def sent(  # noqa: PLR0917 - one job, whole
    office: Office, system: PrintSystem, setup: Setup, about: str, data: bytes, pages: int, label: str
) -> Procedure[str]:
    """Enter a job, send it and wait for its end; return its reference once it came out.

    Any other end is entered, and raised: PrinterNotReadyError, or what stopped the wait.
    """
    entered = yield from office.act(print_jobs.send, about=about, setup=setup, pages=pages)
    event = next(event for event in entered.events if isinstance(event, PrintJobSent))
    title = _TITLE.format(entered.entry)

    def work(progress: Progress) -> tuple[End, str]:
        progress(0.0)
        return system.follow(setup.printer, system.send(setup, title, data), progress)

    try:
        how, why = yield Step("bench", work, label, can_stop=True)
    except GeneratorExit:
        raise
    except BaseException as error:
        stopped = isinstance(error, CancelledError | KeyboardInterrupt)
        yield from office.act(
            print_jobs.end,
            job=event.job,
            how="cancelled" if stopped else "failed",
            why="" if stopped else str(error),
        )
        raise
    if how != "completed":
        yield from office.act(print_jobs.end, job=event.job, how=how, why=why)
        raise PrinterNotReadyError(printer=setup.printer, why=why or _WHY[how], left=_LEFT)
    return event.job


_LEFT = "Destroy what came out of it, and count the sheets."
_WHY = {
    "failed": "the job failed",
    "cancelled": "the job was cancelled at the printer",
    "not known": "the print system does not say how the job ended",
}
