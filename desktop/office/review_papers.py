"""The papers of a review's course, and its due dates for a calendar program: each is an entry first (H3).

Rule: a calendar file names a review by its reference and what is due by its label, and nothing more: it
leaves the vault for a program that shows it to whoever looks over a shoulder.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from desktop.custody import due_dates, review_papers
from desktop.custody.due_dates import DueDate
from desktop.custody.errors import FactMissingError
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Step


class CalendarFile(NamedTuple):
    """The file that was made, and what stands in it."""

    outcome: Outcome
    file: Path
    due: Sequence[DueDate]


def clock(office: Office, review: str, folder: Path) -> Procedure[Path]:
    """Make the paper of a review's clock, and record it (E2)."""
    found = yield from office.asked("clock of a review", lambda: office.register.review(review))
    file = papers.free_name(folder, f"{_name(found.review)}-clock")
    yield from papers.recorded(office, "The clock", found.review, [file])
    making = papers.drawn(
        office, lambda register, hand: review_papers.clock(register, hand, found.review), file
    )
    return (yield from papers.after(office, "The clock was asked for.", "the paper of it", making))


def checklist(office: Office, review: str, folder: Path) -> Procedure[Path]:
    """Make the checklist of who is told of a review's decision, and record it (E3)."""
    found = yield from office.asked("checklist of who is told", lambda: office.register.review(review))
    file = papers.free_name(folder, f"{_name(found.review)}-told")
    yield from papers.recorded(office, "The checklist of who is told", found.review, [file])
    making = papers.drawn(
        office, lambda register, hand: review_papers.checklist(register, hand, found.review), file
    )
    return (yield from papers.after(office, "The checklist was asked for.", "the paper of it", making))


def calendar(office: Office, review: str, file: Path) -> Procedure[CalendarFile]:
    """Write the due dates of a review, or of all, as iCalendar; the making is an entry."""
    if file.suffix.lower() != ".ics":
        raise FactMissingError(fact="the file's name", why="it does not end in .ics")
    today = office.clock().date()
    due = yield from office.asked("due dates", lambda: due_dates.of(office.register, review, today))
    about = office.register.review(review).review if review.strip() else "every review"
    outcome = yield from papers.recorded(office, "The calendar of due dates", about, [file])
    making = _written(file, due, outcome.hand.recorded.date(), office.register.founded.vault)
    yield from papers.after(office, "The due dates were asked for.", "the calendar", making)
    return CalendarFile(outcome, file, due)


def _written(file: Path, due: Sequence[DueDate], made: date, vault: str) -> Procedure[None]:
    def write(_progress: object) -> None:
        from desktop.paper import due_calendar  # noqa: PLC0415 - seldom needed, and slow to load

        papers.put(file, due_calendar.as_ics(due, made, vault))

    yield Step("bench", write, "Writing the calendar")


def _name(review: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "-" for c in review)
