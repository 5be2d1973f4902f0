"""The ledger as it is read, a page at a time: the newest entries first, all or those about something (H4).

Rule: a page is bounded and is read in the vault's lane, so a ledger of any length never freezes the window.
Choosing entries is a search, which is recorded once; turning pages is not.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.custody import dates, ledger
from desktop.office import accounts
from desktop.office.accounts import Account, View
from desktop.office.procedure import Procedure
from desktop.ui.desk import Desk
from desktop.ui.dialogs.papers import CheckSlip, ExportLedger, VerifyVault
from desktop.ui.screens.ledger_choice import LedgerChoice
from desktop.ui.screens.screen import Offer, Screen, always
from desktop.ui.tables import Column
from desktop.ui.texts import harmless, selectable, words

_PAGE = 500
"""Entries."""


class Page(NamedTuple):
    """The entries of one page, in order, and what is before and behind it in the same choice."""

    wanted: View
    entries: Sequence[Account]
    total: int
    end: int
    """How many of the choice lie up to the end of the page."""


class LedgerScreen(Screen):
    """The entries."""

    title = "Ledger"
    noun = "entry"
    empty_title = "No entry to show."
    empty_hint = "The entries are being read, or none tells of what was chosen."

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin without entries; the newest are read when the screen is shown."""
        self._page = Page(View(), (), 0, 0)
        self._end: int | None = None
        """Where the page ends that is wanted; None: at the newest entry."""
        self._head = selectable(words(""))
        self.choice = LedgerChoice(desk)
        self.choice.chosen.connect(self._choose)
        self._newer = QPushButton("Ne&wer entries")
        self._newer.setAutoDefault(True)
        self._newer.clicked.connect(lambda: self._turn(_PAGE))
        self._older = QPushButton("Ol&der entries")
        self._older.setAutoDefault(True)
        self._older.clicked.connect(lambda: self._turn(-_PAGE))
        super().__init__(desk, parent)

    def above(self) -> QWidget:
        """Return the choice of entries, the head, and the way to other entries."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.choice)
        row = QHBoxLayout()
        row.addWidget(self._head, 1)
        row.addWidget(self._newer)
        row.addWidget(self._older)
        column.addLayout(row)
        return whole

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Entry", lambda entry: str(entry.number), lambda entry: entry.number, right=True),
            Column("When", _when, lambda entry: entry.happened),
            Column("By", lambda entry: entry.by),
            Column("What happened", lambda entry: entry.said),
        ]

    def rows(self) -> Sequence[Account]:
        """Return the entries of the page, newest first."""
        return self._page.entries[::-1]

    def identify(self, row: Account) -> str:
        """Return the number."""
        return str(row.number)

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk = self.desk
        return [
            Offer(
                "&Verify the vault…",
                lambda _row: VerifyVault(desk, self.window()),
                always,
                main=True,
                on_row=False,
                records=False,
            ),
            Offer(
                "&Check a slip…",
                lambda _row: CheckSlip(desk, self.window()),
                always,
                on_row=False,
                records=False,
            ),
            Offer(
                "&Export…",
                lambda _row: ExportLedger(desk, self.window(), self.choice.view),
                always,
                on_row=False,
            ),
        ]

    def details(self, row: Account) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what an entry says."""
        return f"Entry {row.number:,}", [
            ("What happened", row.said),
            ("By", row.by),
            ("Happened", dates.moment(row.happened)),
            ("Entered", dates.moment(row.recorded) + (" (late entry)" if row.late else "")),
            ("Kind", row.kind),
            ("As printed", ledger.checkpoint(ledger.Head(row.number, row.digest))),
        ]

    def refresh(self) -> None:
        """Read the page; show it when it has been read."""
        self._stale = False
        self.desk.run(self._read(self.choice.view, self._end), owner=self, done=self._show)

    def _read(self, wanted: View, end: int | None) -> Procedure[Page]:
        office = self.desk.office
        if wanted.whole:
            total = office.register.head.number
            end = total if end is None else min(end, total)
            entries = yield from accounts.entries(office, max(end - _PAGE, 0), min(end, _PAGE))
        else:
            numbers = yield from accounts.numbers_of(office, wanted)
            total = len(numbers)
            end = total if end is None else min(end, total)
            entries = yield from accounts.numbered(office, numbers[max(end - _PAGE, 0) : end])
        return Page(wanted, entries, total, end)

    def _choose(self) -> None:
        self._end = None
        self.refresh()

    def _turn(self, entries: int) -> None:
        """Go so many entries on; the page of the newest follows the ledger as it grows."""
        total = self._page.total
        end = max((total if self._end is None else self._end) + entries, 1)
        self._end = end if end < total else None
        self.refresh()

    def _show(self, page: Page) -> None:
        if page.wanted != self.choice.view:
            return  # another choice was made meanwhile, and is being read
        first = not self._page.entries
        self._page = page
        head = self.desk.register.head
        self._head.setText(harmless(f"{self._said(page)} Head of the ledger: {ledger.checkpoint(head)}"))
        super().refresh()
        if first and self.isVisible() and not self.choice.has_focus():
            self.table.setFocus()
        self._newer.setVisible(page.end < page.total)
        self._older.setVisible(page.end > len(page.entries))

    def _said(self, page: Page) -> str:
        of = page.wanted.words(self.desk.register)
        return "" if page.wanted.whole else f"{of[0].upper()}{of[1:]}: {page.total:,}."


def _when(entry: Account) -> str:
    happened = dates.moment(entry.happened)
    return f"{happened}; entered {dates.moment(entry.recorded)}" if entry.late else happened
