"""One print job: its printer is asked, it is entered, sent and followed to its end (C1, T13).

Rule: a printer is asked for and judged before anything is entered, and what the system keeps of prints is
read each time. A form that is printed goes through a pipe: no file of it is made.
"""

import io

from desktop.custody import print_jobs, printers
from desktop.custody.errors import CancelledError, WrongStateError
from desktop.custody.print_jobs import End, PrintJobSent, Setup
from desktop.custody.printing_errors import NoPrintSystemError, PrinterNotReadyError
from desktop.office.drawing import Compose, drawing
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step
from desktop.paper.print_system import PrintSystem

_TITLE = "Strongroom {:04d}"


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
    system = yield from system_of(office)
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


def system_of(office: Office) -> Procedure[PrintSystem]:
    """Return the print system, or raise NoPrintSystemError, recorded as a refusal."""
    system = office.printers
    if system is None:
        error = NoPrintSystemError(why="there is none that this program can speak to")
        yield from office.refused("print", error)
        raise error
    return system


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
