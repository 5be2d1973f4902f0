"""The ledger as it is read, a page at a time: the newest entries first (H4).

Rule: a page is bounded, so a ledger of any length never freezes the window.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.custody import dates, ledger
from desktop.office import accounts
from desktop.office.accounts import Account
from desktop.ui.desk import Desk
from desktop.ui.dialogs.papers import CheckSlip, ExportLedger, VerifyVault
from desktop.ui.screens.screen import Offer, Screen, always
from desktop.ui.tables import Column
from desktop.ui.texts import selectable, words

_PAGE = 500
"""Entries."""


class LedgerScreen(Screen):
    """The entries."""

    title = "Ledger"
    noun = "entry"
    empty_title = "Reading the ledger…"
    empty_hint = ""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin without entries; the newest are read when the screen is shown."""
        self._accounts: list[Account] = []
        self._last: int | None = None
        self._head = selectable(words(""))
        self._newer = QPushButton("Ne&wer entries")
        self._newer.setAutoDefault(True)
        self._newer.clicked.connect(lambda: self._turn(_PAGE))
        self._older = QPushButton("Ol&der entries")
        self._older.setAutoDefault(True)
        self._older.clicked.connect(lambda: self._turn(-_PAGE))
        super().__init__(desk, parent)

    def above(self) -> QWidget:
        """Return the head, and the way to other entries."""
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._head, 1)
        row.addWidget(self._newer)
        row.addWidget(self._older)
        return bar

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Entry", lambda entry: str(entry.number), lambda entry: entry.number, right=True),
            Column("When", lambda entry: dates.moment(entry.happened), lambda entry: entry.happened),
            Column("By", lambda entry: entry.by),
            Column("What happened", lambda entry: entry.said),
        ]

    def rows(self) -> Sequence[Account]:
        """Return the entries of the page, newest first."""
        return self._accounts

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
            Offer("&Export…", lambda _row: ExportLedger(desk, self.window()), always, on_row=False),
        ]

    def details(self, row: Account) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what an entry says."""
        late = row.recorded != row.happened
        return f"Entry {row.number:,}", [
            ("What happened", row.said),
            ("By", row.by),
            ("Happened", dates.moment(row.happened)),
            ("Entered", f"{dates.moment(row.recorded)} (late entry)" if late else dates.moment(row.recorded)),
            ("Kind", row.kind),
            ("As printed", ledger.checkpoint(ledger.Head(row.number, row.digest))),
        ]

    def refresh(self) -> None:
        """Read the page; show it when it has been read."""
        self._stale = False
        head = self.desk.register.head
        self._head.setText(f"Head of the ledger: {ledger.checkpoint(head)}")
        last = head.number if self._last is None else self._last
        reading = accounts.entries(self.desk.office, max(last - _PAGE, 0), min(last, _PAGE))
        self.desk.run(reading, owner=self, done=self._show)

    def _turn(self, entries: int) -> None:
        """Go so many entries on; the page of the newest follows the ledger as it grows."""
        head = self.desk.register.head.number
        last = max((head if self._last is None else self._last) + entries, 1)
        self._last = last if last < head else None
        self.refresh()

    def _show(self, entries: list[Account]) -> None:
        first = not self._accounts
        self._accounts = entries[::-1]
        super().refresh()
        if first and self.isVisible():
            self.table.setFocus()
        self._newer.setVisible(self._last is not None)
        self._older.setVisible(bool(entries) and entries[0].number > 1)
