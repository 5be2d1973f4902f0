"""The ledger as it is read: newest entries first, the older ones when they are asked for (H4)."""

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

_AT_FIRST = 500


class LedgerScreen(Screen):
    """The entries."""

    title = "Ledger"
    noun = "entry"
    empty_title = "Reading the ledger…"
    empty_hint = ""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin without entries; the newest are read when the screen is shown."""
        self._accounts: list[Account] = []
        self._wanted = _AT_FIRST
        self._head = selectable(words(""))
        self._older = QPushButton("Show o&lder entries")
        self._older.clicked.connect(self._read_older)
        super().__init__(desk, parent)

    def above(self) -> QWidget:
        """Return the head, and the way to the older entries."""
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._head, 1)
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
        """Return the entries read so far, newest first."""
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
            ),
            Offer("&Check a slip…", lambda _row: CheckSlip(desk, self.window()), always, on_row=False),
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
        """Read what was added; show it when it has been read."""
        self._stale = False
        head = self.desk.register.head
        self._head.setText(f"Head of the ledger: {ledger.checkpoint(head)}")
        newest = self._accounts[0].number if self._accounts else max(head.number - self._wanted, 0)
        self.desk.run(accounts.entries(self.desk.office, newest), owner=self, done=self._add)

    def _read_older(self) -> None:
        self._wanted *= 2
        self._accounts = []
        self.refresh()

    def _add(self, entries: list[Account]) -> None:
        newest = self._accounts[0].number if self._accounts else 0
        self._accounts = [entry for entry in reversed(entries) if entry.number > newest] + self._accounts
        super().refresh()
        self._older.setVisible(bool(self._accounts) and self._accounts[-1].number > 1)
