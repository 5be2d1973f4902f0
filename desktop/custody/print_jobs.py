"""Print jobs: what was sent to which printer, how it ended, and the sheets that somebody counted (C1).

Rule: a job is entered before it is sent, under a title that is its entry's number alone. A copy counts as
printed only when its job is known to have come out; any other end leaves a spoilt number. How many sheets
came out whole and how many were ruined, a person counts: no printer is believed.
"""

from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from desktop.custody import copies, dates, facts, mishaps, numbers
from desktop.custody.copies import CopyState
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

End = Literal["completed", "failed", "cancelled", "not known"]


class Setup(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a job is printed; `tray` empty is the printer's own choice."""

    printer: str
    two_sided: bool = False
    colour: bool = False
    tray: str = ""


class PrintJob(msgspec.Struct, frozen=True):
    """One job: a copy or a paper, sent to a printer."""

    job: str
    about: str
    """A copy's reference, or the paper in words."""
    setup: Setup
    pages: int
    sheets: int
    """As many as it should take."""
    sent: date
    entry: int
    end: End | None = None
    why: str = ""
    counted: date | None = None
    good: int = 0
    spoilt: int = 0

    @property
    def title(self) -> str:
        """What the print system calls the job: no name, no review (T13)."""
        return f"Strongroom {self.entry:04d}"

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.counted:
            return f"{self.end or 'not known'}, sheets counted"
        return self.end or "sent"


class PrintJobSent(Event, frozen=True, kw_only=True, tag="print-job-sent"):
    """Something is sent to a printer."""

    job: str
    about: str
    setup: Setup
    pages: int
    sheets: int

    def said(self) -> str:
        """Return what was sent where, and how many sheets it should take."""
        how = ", ".join(
            filter(
                None,
                (
                    "both sides" if self.setup.two_sided else "one side",
                    "colour" if self.setup.colour else "black and white",
                    f"from {self.setup.tray}" if self.setup.tray else "",
                ),
            )
        )
        sheets = "1 sheet" if self.sheets == 1 else f"{self.sheets} sheets"
        return f"{self.about} was sent to the printer {self.setup.printer} as {self.job}: {sheets}, {how}."

    def change(self, register: "Register", line: Line) -> None:
        """Note the job."""
        register.print_jobs[self.job] = PrintJob(
            self.job, self.about, self.setup, self.pages, self.sheets, line.hand.day, line.number
        )


class PrintJobEnded(Event, frozen=True, kw_only=True, tag="print-job-ended"):
    """The print system said how a job ended, or can say no more."""

    job: str
    end: End
    why: str = ""

    def said(self) -> str:
        """Return how it ended."""
        how = "how it ended is not known" if self.end == "not known" else f"it {_ENDED[self.end]}"
        return f"{self.job}: {how}{f' ({self.why})' if self.why else ''}."

    def change(self, register: "Register", line: Line) -> None:
        """Note the end."""
        _noted(register, self.job, end=self.end, why=self.why)


class SheetsCounted(Event, frozen=True, kw_only=True, tag="sheets-counted"):
    """Somebody counted the sheets of a job."""

    job: str
    good: int
    spoilt: int
    fate: str = ""
    """What became of the spoilt ones."""

    def said(self) -> str:
        """Return how many came out whole and how many were ruined."""
        sheets = "1 sheet" if self.good == 1 else f"{self.good} sheets"
        spoilt = f"; spoilt: {self.spoilt}, {self.fate}" if self.spoilt else "; none spoilt"
        return f"{self.job} was counted: {sheets} whole{spoilt}."

    def change(self, register: "Register", line: Line) -> None:
        """Note the count."""
        _noted(register, self.job, counted=line.hand.day, good=self.good, spoilt=self.spoilt)


Events = PrintJobSent | PrintJobEnded | SheetsCounted


def sheets(pages: int, *, two_sided: bool) -> int:
    """Return how many sheets so many pages take."""
    return (pages + 1) // 2 if two_sided else pages


def send(register: "Register", hand: Hand, *, about: str, setup: Setup, pages: int) -> list[Event]:
    """Enter that something is sent to a printer; what is sent is ready."""
    return [
        PrintJobSent(
            job=register.next_reference("PJ", register.print_jobs),
            about=facts.needed("what is printed", about),
            setup=setup,
            pages=facts.counted("the number of pages", pages),
            sheets=sheets(pages, two_sided=setup.two_sided),
        )
    ]


def end(register: "Register", hand: Hand, *, job: str, how: End, why: str = "") -> list[Event]:
    """Enter how a job ended."""
    found = register.print_job(job)
    if found.end is not None:
        raise WrongStateError(
            thing=found.job, state=found.end, act="ended again", advice="Its end is on the record."
        )
    return [PrintJobEnded(job=found.job, end=how, why=why.strip().rstrip("."))]


def complete_copy(
    register: "Register", hand: Hand, *, job: str, copy: str, pages: int, as_pictures: int = 0
) -> list[Event]:
    """Enter that the job of a copy came out, and with it that the copy is printed."""
    if register.print_job(job).about != copy:
        raise FactMissingError(fact="the job", why=f"{job} is not the job of {copy}")
    return [
        *end(register, hand, job=job, how="completed"),
        *numbers.printed(register, hand, copy=copy, pages=pages, as_pictures=as_pictures),
    ]


def count_sheets(
    register: "Register", hand: Hand, *, job: str, good: int, spoilt: int, fate: str = ""
) -> list[Event]:
    """Enter the sheets of a job that somebody counted: whole ones, spoilt ones, and what became of those.

    A copy of which too few sheets are whole is damaged until it is mended, wherever it is by now. Of a spoilt
    one no sheet is whole, so it is said first whether a number was printed or is spoilt.
    """
    found = register.print_job(job)
    if found.counted is not None:
        raise WrongStateError(
            thing=found.job,
            state=f"counted on {dates.day(found.counted)}",
            act="counted again",
            advice="The count is on the record; a sheet that turned up since is an incident.",
        )
    dates.not_before("The day of the count", hand.day, found.sent, "it was sent later")
    facts.counted("the number of whole sheets", good, 0)
    facts.counted("the number of spoilt sheets", spoilt, 0)
    copy = register.copies.get(found.about)
    if copy is not None and copy.state == CopyState.ALLOTTED:
        raise WrongStateError(
            thing=copy.copy,
            state=copy.state,
            act="counted",
            advice="Say first whether it was printed or spoilt; then count its sheets.",
        )
    most = 0 if copy is not None and copy.state == CopyState.SPOILT else found.sheets
    if good > most:
        why = f"{good} are more than the {most} that {found.job} can have"
        raise FactMissingError(fact="the number of whole sheets", why=why)
    became = facts.needed("what became of the spoilt sheets", fate).rstrip(".") if spoilt else ""
    counted = SheetsCounted(job=found.job, good=good, spoilt=spoilt, fate=became)
    if copy is None or good == most or copy.unfit or copy.state in copies.GONE:
        return [counted]
    dates.not_before("The day of the count", hand.day, copy.since, f"{copy.copy} was moved later")
    what = f"{good} of its {most} sheets came out whole in {found.job}"
    return [counted, *mishaps.damaged(register, copy, what)]


def to_count(register: "Register") -> list[PrintJob]:
    """Return the jobs whose sheets nobody has counted, oldest first."""
    return [found for found in register.print_jobs.values() if found.counted is None]


def _noted(register: "Register", job: str, **changes: object) -> None:
    register.print_jobs[job] = msgspec.structs.replace(register.print_jobs[job], **changes)


_ENDED: dict[End, str] = {
    "completed": "came out",
    "failed": "failed",
    "cancelled": "was cancelled",
    "not known": "is not known",
}
