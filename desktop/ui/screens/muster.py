"""Copies and their muster: a page for the copies, one for the count that is under way, or of the past (C13).

Rule: a count is entered by one line, from the keyboard or a scanner, and the cursor stays in it. What a line
says is for the rules to judge.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.custody import counting
from desktop.custody import muster as rules
from desktop.custody.copies import Copy
from desktop.custody.counting import SEEN
from desktop.custody.muster import Count, Counted, Muster, MusterCounted
from desktop.office.office import Outcome
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.muster import (
    AbandonMuster,
    BeginMuster,
    ChangeSchedule,
    CountCopy,
    CountSheetAgain,
    DiscrepanciesAgain,
    ExtraFound,
    FinishMuster,
)
from desktop.ui.fields import Choice
from desktop.ui.screens.copies import CopiesScreen
from desktop.ui.screens.entry import EntryScreen
from desktop.ui.screens.paged import Page, PagedScreen
from desktop.ui.screens.prints import PrintsScreen
from desktop.ui.screens.scans import ScansScreen
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column
from desktop.ui.texts import harmless


class Line(NamedTuple):
    """A number of a muster, or something else that was found, with what was counted and how it differs."""

    name: str
    copy: Copy | None
    counted: Count | None
    finding: str
    incident: str = ""


class MusterScreen(EntryScreen):
    """The muster under way, or an earlier one."""

    title = "Muster"
    noun = "number of the muster"
    empty_title = "No muster was begun yet."
    empty_hint = (
        "Two people count every copy against the register: begin a muster, and print its count sheet."
    )

    hint = (
        "Scan a page, or type D-0001/3, or D-0001/3 12 with its pages; 4 12 is number 4 of the same document."
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen."""
        self._document = ""
        """The document of the copy counted last."""
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Copies counted")
        self.progress.setTextVisible(False)
        self.seen = Choice(rows.as_said(SEEN), prompt="")
        super().__init__(desk, parent)
        self.which.setAccessibleName("Which muster")
        self.line.returnPressed.connect(self.enter_line)

    def undertakings(self) -> Iterable[tuple[str, Muster]]:
        """Return the musters."""
        return self.desk.register.musters.items()

    def fields(self) -> Sequence[tuple[str, QWidget, int]]:
        """Return where copies are seen, and the line of a count."""
        return [("Seen &where", self.seen, 0), ("&Number or scan", self.line, 1)]

    def beside(self) -> Sequence[QWidget]:
        """Return how much was counted."""
        return [self.progress]

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Number", lambda line: line.name, lambda line: rows.reference_key(line.name)),
            Column("Seen", lambda line: line.counted.seen if line.counted else "", whole=True),
            Column("Pages counted", _pages, _pages_key, right=True),
            Column("Discrepancy", lambda line: line.finding),
            Column("Incident", lambda line: line.incident, lambda line: rows.reference_key(line.incident)),
            Column("Document", lambda line: self._kind(line.copy)),
        ]

    def rows(self) -> Sequence[Line]:
        """Return the numbers in the order of the sheet, then what else was found."""
        found = self._shown()
        if found is None:
            return []
        register = self.desk.register
        differing = rules.differences(register, found) if found.open else found.discrepancies
        told = {one.about: one for one in differing if one.about in register.copies}
        names = dict.fromkeys([*found.listed, *found.counts])
        lines = [
            Line(
                name,
                register.copies[name],
                found.counts.get(name),
                told[name].finding if name in told and (name in found.counts or not found.open) else "",
                told[name].incident if name in told else "",
            )
            for name in sorted(names, key=rows.reference_key)
        ]
        others = [one for one in differing if one.about not in register.copies]
        return [
            *lines,
            *(
                Line(f"Find {number}", None, None, one.finding, one.incident)
                for number, one in enumerate(others, 1)
            ),
        ]

    def identify(self, row: Line) -> str:
        """Return the number."""
        return row.name

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk = self.desk
        return [
            Offer(
                "&Begin a muster…",
                lambda _row: self._begin(),
                self._none_open,
                main=True,
                on_row=False,
            ),
            Offer("Enter a c&ount…", lambda line: CountCopy(desk, line.copy, self.window()), self._countable),
            Offer(
                "Something else &found…",
                lambda _row: ExtraFound(desk, self.window()),
                self._one_open,
                on_row=False,
            ),
            Offer("F&inish…", lambda _row: FinishMuster(desk, self.window()), self._one_open, on_row=False),
            Offer(
                "Count shee&t once more…",
                lambda _row: CountSheetAgain(desk, self.window()),
                self._one_open,
                on_row=False,
                rare=True,
            ),
            Offer(
                "List of &discrepancies once more…",
                self._list_again,
                self._finished,
                on_row=False,
                rare=True,
            ),
            Offer(
                "&Abandon…",
                lambda _row: AbandonMuster(desk, self.window()),
                self._one_open,
                on_row=False,
                rare=True,
            ),
            Offer(
                "S&chedule…",
                lambda _row: ChangeSchedule(desk, self.window()),
                always,
                on_row=False,
                rare=True,
            ),
        ]

    def details(self, row: Line) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what was counted of a number; where the register has it, only once that differs."""
        count = row.counted
        return row.name, [
            ("Document", rows.document_line(self.desk.register, row.copy.document) if row.copy else ""),
            ("Seen", count.seen if count else ""),
            ("Pages counted", _pages(row)),
            ("Counted", rows.day(count.day) if count else ""),
            ("Discrepancy", row.finding),
            ("Incident", row.incident),
            ("Remark", count.note if count else ""),
        ]

    def enter_line(self) -> None:
        """Enter the count that the line says."""
        if not self.line.text().strip():
            return
        text, pages = counting.line_read(self.line.text(), self._document)
        self.complaint.clear()
        act = self.desk.office.act(rules.count, counts=[Counted(text, self.seen.value(), pages)])
        self.desk.run(act, owner=self, done=self._entered, failed=self.refuse)
        self.line.clear()

    def _begin(self) -> BeginMuster:
        dialog = BeginMuster(self.desk, self.window())
        dialog.acted.connect(lambda _result: self.enter())
        return dialog

    def _entered(self, outcome: Outcome) -> None:
        (counted,) = (event for event in outcome.events if isinstance(event, MusterCounted))
        self._document = counted.copy.partition("/")[0]
        pages = "" if counted.pages is None else f", {rows.counted(counted.pages, 'page')}"
        agrees = f"Discrepancy: {counted.finding}." if counted.finding else "Agrees."
        self.say(f"{counted.copy}: {counted.seen}{pages}. {agrees}", counted.copy)

    def show_undertaking(self) -> None:
        """Show the muster that is chosen."""
        found = self._shown()
        is_open = found is not None and found.open
        self.progress.setVisible(is_open)
        self._tell(found)
        self.show_entry(known=found is not None, is_open=is_open)

    def _tell(self, found: Muster | None) -> None:
        """Say how far the muster is."""
        if found is None:
            self.standing.clear()
            return
        of = f"{found.scope}, by {found.first} and {found.second}"
        if found.open:
            left, to_count = rules.standing(self.desk.register, found)
            done = to_count - len(left)
            self.progress.setRange(0, max(to_count, 1))
            self.progress.setValue(done)
            self.progress.setAccessibleDescription(f"{done:,} of {to_count:,}")
            said = f"{done:,} of {to_count:,} counted"
        else:
            said = rows.counted(len(found.discrepancies), "discrepancy", "discrepancies")
            said = f"Abandoned: {found.reason}" if found.abandoned else said
        self.standing.setText(harmless(f"{said}. {of[0].upper()}{of[1:]}."))

    def _shown(self) -> Muster | None:
        return self.desk.register.musters.get(self.which.value())

    def _kind(self, copy: Copy | None) -> str:
        if copy is None:
            return ""
        document = self.desk.register.documents[copy.document]
        return f"{rows.kind_of(self.desk.register, document)}, {document.edition}"

    def _list_again(self, _row: Line | None) -> DiscrepanciesAgain:
        return DiscrepanciesAgain(self.desk, self.desk.register.musters[self.which.value()], self.window())

    def _none_open(self, _row: Line | None) -> str:
        known = rules.under_way(self.desk.register)
        if known is not None:
            return f"{known.muster} is under way."
        return "" if self.desk.register.copies else "There is no copy to count yet."

    def _one_open(self, _row: Line | None) -> str:
        return "" if rules.under_way(self.desk.register) else "No muster is under way."

    def _countable(self, line: Line | None) -> str:
        found = self._shown()
        if found is None or not found.open:
            return "No muster is under way here."
        return needs_row(line and line.copy)

    def _finished(self, _row: Line | None) -> str:
        found = self._shown()
        return "" if found is not None and found.finished else "This muster is not finished."


class CopiesAndMuster(PagedScreen):
    """The copies, their muster, what was printed, and the papers that came back."""

    title = "Copies"
    kinds = "Copies, their muster, prints and scanned papers"
    pages = (
        Page(CopiesScreen, "Numbered copies"),
        Page(MusterScreen, "Muster", "MU-"),
        Page(PrintsScreen, "Prints", "PJ-"),
        Page(ScansScreen, "Scanned papers", "SN-"),
    )

    @property
    def copies(self) -> Screen:
        """The page of the numbered copies."""
        return self.screens[0][1]

    @property
    def muster(self) -> MusterScreen:
        """The page of the muster."""
        return cast("MusterScreen", self.screens[1][1])


def _pages(line: Line) -> str:
    return "" if line.counted is None or line.counted.pages is None else f"{line.counted.pages:,}"


def _pages_key(line: Line) -> int:
    return -1 if line.counted is None or line.counted.pages is None else line.counted.pages
