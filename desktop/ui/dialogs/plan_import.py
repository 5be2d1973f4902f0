"""The dialogs for a workbook that comes back: it is read and shown, and only then entered (E6)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QTableView, QWidget

from desktop.custody import objectives
from desktop.custody.plan_import import PlanRead, Preview
from desktop.office import plan_workbooks
from desktop.office.office import Outcome
from desktop.office.plan_workbooks import WorkbookRead
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, PathField
from desktop.ui.tables import Column, RowsModel, Table

Line = tuple[int, str, str]
"""A row of the workbook: its number, what would be done, and how."""


class ReadWorkbook(ActDialog):
    """Read a workbook; nothing is entered."""

    def __init__(self, desk: Desk, review: str, parent: QWidget | None = None) -> None:
        """Ask for the file."""
        intro = "It is read and shown row by row. Nothing is entered before you have seen it."
        super().__init__(desk, "Read a workbook", "&Read it", intro, parent)
        offered = rows.reviews_offered(desk.register, concluded=False)
        self.review = self.form.add("Re&view", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.review.choose(review)
        self.file = self.form.add("&File", PathField("The workbook", "open", "Workbook (*.xlsx)"))
        self.agency = self.form.line(
            "A&gency of rows that name none", needed=False, hint="For a plan in the seven columns alone."
        )
        self.earlier.hide()

    def gather(self) -> Procedure[WorkbookRead]:
        """Return the procedure."""
        file = self.file.path() or Path()
        return plan_workbooks.read(self.desk.office, self.review.value(), file, agency=self.agency.text())

    def told(self, result: WorkbookRead) -> Told:
        """Return how it was read, with the way on."""
        found, desk, parent = result.preview, self.desk, self.parentWidget()
        facts = [
            ("To be added", _count(found.added)),
            ("To be changed", _count(found.changed)),
            ("Progress", _count(found.noted)),
            ("As they are", ", ".join(found.same)),
            ("Without a row", ", ".join(found.missing)),
            ("Columns not read", ", ".join(found.unread)),
            ("Problems", "; ".join(one.told for one in found.problems)),
        ]
        if found.problems:
            after = "Nothing can be entered. Put each right in the workbook, save it, and read it again."
            return Told(f"{result.file.name} has problems.", facts, after)
        if found.nothing:
            return Told(
                f"{result.file.name} says what the register says.", facts, "There is nothing to enter."
            )
        follow = [("&Show it row by row…", lambda: EnterWorkbook(desk, result, parent).open())]
        return Told(f"{result.file.name} was read. Nothing is entered yet.", facts, follow=follow)


class EnterWorkbook(ActDialog):
    """Show what a workbook would do, row by row, and enter all of it."""

    def __init__(self, desk: Desk, found: WorkbookRead, parent: QWidget | None = None) -> None:
        """Show the rows."""
        count = rows.counted(len(lines(found.preview)), "line")
        intro = f"{found.file.name}, for {found.preview.review}: {count}. All of it is entered, or nothing."
        super().__init__(desk, "What the workbook would do", "&Enter all of it", intro, parent)
        self.found = found
        columns = [
            Column("Row", lambda line: str(line[0]), lambda line: line[0], right=True),
            Column("What", lambda line: line[1], whole=True),
            Column("How", lambda line: line[2]),
        ]
        self.model = RowsModel(columns, lambda line: f"{line[0]} {line[1]}", self)
        self.model.set_rows(lines(found.preview))
        table: QTableView = Table(self.model, "What the workbook would do")
        table.setMinimumHeight(self.fontMetrics().height() * 14)
        self.table = self.form.add("What it would &do", table, needed=False)
        if found.preview.missing:
            self.form.say(f"Without a row, and left as they are: {', '.join(found.preview.missing)}.")
        self.reason = self.form.line(
            "&Reason",
            needed=bool(found.preview.changed),
            hint="Why rows are changed, or come after the approval.",
        )

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return plan_workbooks.enter(
            self.desk.office, self.found, reason=self.reason.text(), at=self.earlier.moment()
        )

    def told(self, result: Outcome) -> Told:
        """Return what was entered."""
        read = next(event for event in result.events if isinstance(event, PlanRead))
        facts = [
            ("Added", str(read.added)),
            ("Changed", str(read.changed)),
            ("With progress", str(read.noted)),
            ("Ledger entry", str(result.entry)),
        ]
        return Told("The workbook is entered.", facts)


def lines(found: Preview) -> list[Line]:
    """Return what a workbook would do, row by row."""
    told: list[Line] = [(one.row, "to be added", objectives.told(one.wording)) for one in found.added]
    told += [
        (one.row, f"{one.before.objective} to be changed", _changes(one.before.wording, one.after))
        for one in found.changed
    ]
    told += [(one.row, f"progress of {one.objective}", one.evidence) for one in found.noted]
    return sorted(told)


def _changes(before: objectives.Wording, after: objectives.Wording) -> str:
    return "; ".join(objectives.difference_told(one) for one in objectives.differences(before, after))


def _count(found: Sequence[object]) -> str:
    return str(len(found)) if found else ""
