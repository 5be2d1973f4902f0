"""A batch on the screen: its copies, put in one by one by a line, and the papers that end it (F3, F4).

Rule: a line is one copy with its pages; a scanned page asks for the pages next. What a line says is for the
rules to judge, and nothing ticks what was not scanned or typed.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desktop.custody import batches, counting, destruction, ending
from desktop.custody.batches import Batch, Item
from desktop.custody.copies import Copy
from desktop.custody.errors import StrongroomError
from desktop.custody.incidents import IncidentOpened
from desktop.office.office import Outcome
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.destruction import (
    AbandonBatch,
    AmendBatch,
    BeginBatch,
    CertificateAgain,
    CompleteBatch,
    MakeSheet,
    TakeOut,
    TickCopy,
)
from desktop.ui.screens.entry import EntryScreen
from desktop.ui.screens.screen import Offer, always, needs_row
from desktop.ui.tables import Column
from desktop.ui.texts import harmless

_MOST_DIGITS = 7


class Line(NamedTuple):
    """A copy in the batch that is shown, or one that is to be destroyed and in no batch."""

    copy: Copy
    item: Item | None


class BatchScreen(EntryScreen):
    """One batch at a time, and what is still to be put in one."""

    title = "Batches to destroy"
    noun = "copy of the batch"
    empty_title = "There is nothing to destroy."
    empty_hint = (
        "Copies of a concluded review that lie here are destroyed by two people, in a batch. A superseded"
        " copy of a review that goes on can be put in one with its authority: begin a batch."
    )

    hint = "Scan a page, or type D-0001/3; then its pages and Enter."

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen."""
        self.pages_line = QLineEdit()
        self.pages_line.setPlaceholderText("counted")
        self.pages_line.setMaxLength(_MOST_DIGITS)
        super().__init__(desk, parent)
        self.which.setAccessibleName("Which batch")
        self.line.returnPressed.connect(self.enter_copy)
        self.pages_line.returnPressed.connect(self.enter_pages)

    def undertakings(self) -> Iterable[tuple[str, Batch]]:
        """Return the batches."""
        return self.desk.register.batches.items()

    def fields(self) -> Sequence[tuple[str, QWidget, int]]:
        """Return the line of a copy, and that of its pages."""
        return [("C&opy or scan", self.line, 3), ("Pa&ges", self.pages_line, 1)]

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        register = self.desk.register
        return [
            Column("Copy", lambda line: line.copy.copy, lambda line: rows.reference_key(line.copy.copy)),
            Column("In the batch", _in_it, whole=True),
            Column("Pages", _pages, lambda line: line.item.pages if line.item else -1, right=True),
            Column("State", lambda line: str(line.copy.state), whole=True),
            Column("Document", lambda line: rows.document_line(register, line.copy.document)),
        ]

    def rows(self) -> Sequence[Line]:
        """Return what is in the batch, then what is to be destroyed and in none."""
        register, found = self.desk.register, self._shown()
        inside = destruction.items_in_order(found) if found else []
        lines = [Line(register.copies[item.copy], item) for item in inside]
        if found is not None and not found.open:
            return lines
        waits = destruction.to_destroy(register, "")
        return [
            *lines,
            *(Line(copy, None) for copy in waits if batches.with_copy(register, copy.copy) is None),
        ]

    def identify(self, row: Line) -> str:
        """Return the copy."""
        return row.copy.copy

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        dialogs: list[tuple[str, Callable[..., QDialog], Callable[[Line | None], str], bool]] = [
            ("&Sheet…", MakeSheet, self._filled, False),
            ("&Type the code…", CompleteBatch, self._sheeted, False),
            (
                "&Put a copy in…",
                _tick,
                self._open,
                False,
            ),
            ("A&mend…", AmendBatch, self._open, True),
            ("&Abandon…", AbandonBatch, self._open, True),
            (
                "&Certificate once more…",
                lambda desk, batch, parent: CertificateAgain(desk, batch.batch, parent),
                self._destroyed,
                True,
            ),
        ]
        return [
            Offer("&Begin a batch…", lambda _row: self._begin(), always, main=True, on_row=False),
            *(
                Offer(
                    label,
                    lambda _row, make=make: make(desk, self._shown(), window()),  # type: ignore[misc]
                    unfit,
                    on_row=False,
                    rare=rare,
                )
                for label, make, unfit, rare in dialogs
            ),
            Offer(
                "Take it o&ut…",
                lambda line: TakeOut(desk, self._known(), line.copy.copy, window()),
                self._removable,
                rare=True,
            ),
        ]

    def details(self, row: Line) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a copy in or for a batch, and of the batch."""
        item, found = row.item, self._shown()
        told: list[tuple[str, str]] = [
            ("State", str(row.copy.state)),
            ("In the batch", _in_it(row)),
            ("Pages counted", _pages(row)),
            ("Ticked", rows.day(item.day) if item else ""),
            ("Authority", item.authority if item else ""),
            ("Reason", item.reason if item else ""),
            ("Document", rows.document_line(self.desk.register, row.copy.document)),
        ]
        if found is not None:
            told += [("Batch", f"{found.batch}, {found.state}"), ("How", batches.told(found.how))]
            told += [("Destroyed", batches.when(found)), ("Why late", found.why_late)]
        return row.copy.copy, told

    def enter_copy(self) -> None:
        """Take a copy from the line: with its pages it is put in, without them they are asked for.

        What may not be put in is said before anybody counts its pages.
        """
        if not self.line.text().strip():
            return
        text, pages = counting.line_read(self.line.text(), "")
        if pages is None:
            self._ask_pages(text)
            return
        self._put_in(text, pages)

    def enter_pages(self) -> None:
        """Put the copy of the line in with the pages that were counted."""
        pages = self.pages_line.text().strip()
        if not self.line.text().strip() or not (pages.isascii() and pages.isdigit()):
            self.complaint.say(
                "Scan or type the copy, then the pages that were counted.", "Nothing was entered."
            )
            return
        self._put_in(self.line.text(), int(pages))

    def _put_in(self, text: str, pages: int) -> None:
        self.complaint.clear()
        act = self.desk.office.act(destruction.tick, batch=self.which.value(), copy=text, pages=pages)
        self.desk.run(act, owner=self, done=self._entered, failed=self.refuse)
        self._wait_for_next()

    def _ask_pages(self, text: str) -> None:
        self.complaint.clear()
        self.last.clear()
        self.pages_line.setFocus()
        check = self.desk.office.check(destruction.check_tick, batch=self.which.value(), copy=text)
        self.desk.run(check, owner=self, done=lambda _none: None, failed=self._not_this_one)

    def _not_this_one(self, error: StrongroomError) -> None:
        """Say why the copy of the line may not be put in, and wait for the next one."""
        self._wait_for_next()
        self.refuse(error)

    def _wait_for_next(self) -> None:
        self.line.clear()
        self.pages_line.clear()
        self.line.setFocus()

    def _begin(self) -> BeginBatch:
        dialog = BeginBatch(self.desk, self.window())
        dialog.acted.connect(lambda _result: self.enter())
        return dialog

    def _entered(self, outcome: Outcome) -> None:
        copy = str(getattr(outcome.events[0], "copy", ""))
        opened = [event.incident for event in outcome.events if isinstance(event, IncidentOpened)]
        kept_out = f"{copy}: its pages do not agree, so it is not in the batch. {', '.join(opened)} is open."
        self.say(kept_out if opened else f"{copy} is in {self.which.value()}.", copy)

    def show_undertaking(self) -> None:
        """Show the batch that is chosen."""
        found = self._shown()
        self.standing.setText(harmless(_told(found)) if found else "")
        self.show_entry(known=found is not None, is_open=found is not None and found.open)

    def _shown(self) -> Batch | None:
        return self.desk.register.batches.get(self.which.value())

    def _known(self) -> Batch:
        return self.desk.register.batches[self.which.value()]

    def _open(self, _row: Line | None) -> str:
        found = self._shown()
        return "" if found is not None and found.open else "No batch is under way here: begin one."

    def _filled(self, row: Line | None) -> str:
        found = self._shown()
        return self._open(row) or ("" if found and found.items else "No copy is in it yet.")

    def _sheeted(self, row: Line | None) -> str:
        found = self._shown()
        return self._open(row) or ("" if found and found.sheet else "Make its sheet first.")

    def _destroyed(self, _row: Line | None) -> str:
        found = self._shown()
        return "" if found is not None and found.destroyed else "This batch is not destroyed."

    def _removable(self, line: Line | None) -> str:
        if line is None:
            return needs_row(line)
        return self._open(line) or ("" if line.item else "It is not in the batch.")


def _tick(desk: Desk, batch: Batch, parent: QWidget) -> TickCopy:
    return TickCopy(desk, batch, parent=parent)


def _told(found: Batch) -> str:
    """Return how far a batch is, in one sentence or two."""
    how = f"{rows.capital(ending.batch_words(found))}. {found.how.method}, {found.how.level}."
    ended = {"destroyed": f" Destroyed {batches.when(found)}.", "abandoned": f" Abandoned: {found.reason}"}
    return f"{how}{ended.get(found.state, '')}"


def _in_it(line: Line) -> str:
    if line.item is None:
        return "not ticked"
    return "waste" if line.item.waste else "ticked"


def _pages(line: Line) -> str:
    return f"{line.item.pages:,}" if line.item else ""
