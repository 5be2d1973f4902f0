"""The dialogs for a workbook that comes back: it is read and shown, and only then entered (E6)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.custody import objectives
from desktop.custody.plan_import import PlanRead, Preview
from desktop.custody.plan_sheet import Problem
from desktop.custody.text import shown
from desktop.office import plan_workbooks
from desktop.office.office import Outcome
from desktop.office.plan_workbooks import WorkbookRead
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, PathField
from desktop.ui.tables import Column, RowsModel, Table
from desktop.ui.texts import harmless, selectable

Line = tuple[int, str, str]
"""A row of the workbook: its number, what would be done, and how."""
_NAMED, _PROBLEMS = 12, 6
"""References, and rows with problems, that an outcome names; more are counted."""
_WHOLE, _PART = 600, 200
"""Characters of a chosen line that are shown below the table, and of a text in it before and after."""


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
            ("Problems", "\n".join(_problems(found.problems))),
            ("To be added", _count(found.added)),
            ("To be changed", _count(found.changed)),
            ("Progress", _count(found.noted)),
            ("As they are", _named(found.same)),
            ("Without a row", f"{_named(found.missing)} (they stay)" if found.missing else ""),
            ("Columns not read", _named(found.unread)),
        ]
        if found.problems:
            after = "Nothing was entered. Put each right in the workbook, save it, and read it again."
            return Told(f"{result.file.name} has problems.", facts, after)
        if found.nothing:
            return Told(
                f"{result.file.name} says what the register says.", facts, "There is nothing to enter."
            )
        follow = [("&Show it row by row…", lambda: EnterWorkbook(desk, result, parent).open())]
        return Told(f"{result.file.name} was read. Nothing is entered yet.", facts, follow=follow)


class EnterWorkbook(ActDialog):
    """Show what a workbook would do, row by row, and enter all of it."""

    across = 110

    def __init__(self, desk: Desk, found: WorkbookRead, parent: QWidget | None = None) -> None:
        """Show the rows."""
        count = rows.counted(len(lines(found.preview)), "line")
        intro = f"{found.file.name}, for {found.preview.review}: {count}. All of it is entered, or nothing."
        super().__init__(desk, "What the workbook would do", "&Enter all of it", intro, parent)
        self.found = found
        columns = [
            Column("Row", lambda line: str(line[0]), lambda line: line[0], right=True),
            Column("What", lambda line: line[1], whole=True),
            Column("How", lambda line: _on_one_line(line[2])),
        ]
        self.model = RowsModel(columns, lambda line: f"{line[0]} {line[1]}", self)
        self.model.set_rows(lines(found.preview))
        table = Table(self.model, "What the workbook would do")
        table.setMinimumHeight(self.fontMetrics().height() * 14)
        self.table = self.form.add("What it would &do", table)
        self.whole = selectable(self.form.say(""))
        self.whole.setMinimumHeight(self.fontMetrics().lineSpacing() * 4)
        self.whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        table.chosen.connect(self._say_whole)
        if found.preview.missing:
            self.form.say(f"Without a row, and left as they are: {_named(found.preview.missing)}.")
        self.reason = self.form.line(
            "&Reason",
            needed=bool(found.preview.changed),
            hint="Why rows are changed, or come after the approval.",
        )
        table.fit()
        table.selectRow(0)

    def _say_whole(self) -> None:
        """Say the chosen line whole: the table has room for its beginning."""
        line = self.table.chosen_row()
        if line is not None:
            number, what, how = line
            self.whole.setText(harmless(f"Row {number}, {what}: {shown(_on_one_line(how), _WHOLE)}"))

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
    return "; ".join(
        objectives.difference_told((name, _shortened(was), _shortened(now)))
        for name, was, now in objectives.differences(before, after)
    )


def _count(found: Sequence[object]) -> str:
    return str(len(found)) if found else ""


def _shortened(value: object) -> object:
    return shown(_on_one_line(value), _PART) if isinstance(value, str) else value


def _named(found: Sequence[str]) -> str:
    more = len(found) - _NAMED
    return ", ".join(found) if more <= 0 else f"{', '.join(found[:_NAMED])}, and {more} more"


def _problems(found: Sequence[Problem]) -> list[str]:
    """Return the problems, a row on a line; of many rows the first, and how many more there are."""
    by_row: dict[int, list[str]] = {}
    for one in found:
        by_row.setdefault(one.row, []).append(one.what)
    told = [Problem(row, "; ".join(what)).told for row, what in list(by_row.items())[:_PROBLEMS]]
    more = len(by_row) - len(told)
    lines = [f"{line[:1].upper()}{line[1:]}." for line in told]
    return [*lines, f"And {rows.counted(more, 'more row', 'more rows')}."] if more else lines


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
