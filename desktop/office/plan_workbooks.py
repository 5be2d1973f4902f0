"""An action plan as a workbook, both ways: exported for the agencies, and read when it comes back (E6).

Rule: a workbook that comes back is a foreign document: it is opened in the worker alone. What it would add
and change is shown first; it is entered by an act of its own, all of it or nothing, as it was read.
"""

import hashlib
import io
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import action_plans, dates, ledger, plan_import
from desktop.custody.errors import FactMissingError, FileRefusedError
from desktop.custody.plan_import import Preview
from desktop.custody.plan_rows import SheetRow, sheet_row
from desktop.custody.plan_sheet import Sheet
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Step
from desktop.office.sealing import opened_file
from desktop.paper import workbook_reading

_MOST_BYTES = 16 * 1024 * 1024
_HOW = (
    (
        "Change",
        "Any cell of the seven columns, or the agency; give the reason when you read the workbook in.",
    ),
    ("Progress", "Write it on a new line below what stands under Evidence of Progress."),
    ("Add", "A new row, with its reference left empty."),
    ("Leave", "The reference and the state. A row that is deleted stays in the plan."),
    ("Dates", "As dates, or day first: 2 March 2026, 02/03/2026."),
)


class WorkbookRead(NamedTuple):
    """A workbook that was read, and what it would do."""

    file: Path
    sheet: Sheet
    sha256: str
    agency: str
    preview: Preview


def export(office: Office, review: str, file: Path) -> Procedure[Path]:
    """Write the action plan of a review as a workbook, and record it."""
    if file.suffix.lower() != ".xlsx":
        raise FactMissingError(fact="the file's name", why="it does not end in .xlsx")
    found = yield from office.asked("export of the action plan", lambda: office.register.review(review))
    outcome = yield from papers.recorded(office, "The action plan as a workbook", found.review, [file])
    rows = [sheet_row(known) for known in action_plans.objectives(office.register, found.review)]
    about = [*_about(office, found.review, outcome), *_HOW]
    making = _written(office, rows, about, file)
    return (yield from papers.after(office, "The action plan was asked for.", "the workbook", making))


def read(office: Office, review: str, file: Path, *, agency: str = "") -> Procedure[WorkbookRead]:
    """Read a workbook and say what it would do; nothing is entered.

    `agency` is whose rows are that name none. Raises FileRefusedError, and as `workbook_reading.sheet`.
    """
    yield from office.asked("reading of a workbook", lambda: office.register.review(review))
    data: bytes = yield Step("bench", lambda _progress: _bytes(file), "Reading the workbook")
    sheet: Sheet = yield Step(
        "bench",
        lambda _progress: workbook_reading.sheet(office.room, io.BytesIO(data), name=file.name),
        "Reading the workbook",
    )
    found = plan_import.preview(office.register, review=review, sheet=sheet, agency=agency)
    return WorkbookRead(file, sheet, hashlib.sha256(data).hexdigest(), agency, found)


def enter(
    office: Office, found: WorkbookRead, *, reason: str = "", at: datetime | None = None
) -> Procedure[Outcome]:
    """Enter what a workbook adds and changes, as it stands against the plan now."""
    return (
        yield from office.act(
            plan_import.enter,
            at=at,
            review=found.preview.review,
            sheet=found.sheet,
            sha256=found.sha256,
            reason=reason,
            agency=found.agency,
        )
    )


def _written(
    office: Office, rows: list[SheetRow], about: list[tuple[str, str]], file: Path
) -> Procedure[Path]:
    marking, made = office.register.founded.settings.marking, office.hand().day

    def make(_progress: object) -> bytes:
        from desktop.paper import workbook  # noqa: PLC0415 - no start of the program should wait for it

        return workbook.plan(rows, about, marking, made)

    data: bytes = yield Step("bench", make, "Making the workbook")
    yield Step("bench", lambda _progress: papers.put(file, data), "Writing")
    return file


def _about(office: Office, review: str, outcome: Outcome) -> list[tuple[str, str]]:
    plan = action_plans.of(office.register, review)
    return [
        ("Board", office.register.founded.name),
        ("Review", review),
        ("Action plan", plan.state),
        ("Made", dates.day(outcome.hand.day)),
        ("Ledger checkpoint", ledger.checkpoint(outcome.head)),
    ]


def _bytes(file: Path) -> bytes:
    with opened_file(file) as (source, size):
        if size > _MOST_BYTES:
            advice = "The action plan alone is far smaller: copy its sheet into a workbook of its own."
            raise FileRefusedError(file=file.name, why="it is larger than 16 MiB", advice=advice)
        return source.read()
