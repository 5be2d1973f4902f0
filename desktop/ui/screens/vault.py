"""The vault itself: whether its keys, shares, backups and checks are in order, and the Board's data.

Rule: the custodian sees at one glance what is to be done, in words.
"""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop.custody.today import today
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.screens.board_card import BoardCard
from desktop.ui.screens.vault_cards import BackupsCard, ChecksCard, KeysCard, SharesCard
from desktop.ui.texts import harmless, words

_NARROW = 130
"""Average characters under which the cards stand one below the other."""


class VaultScreen(QScrollArea):
    """The cards."""

    title = "Vault"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen; it reads the register when it is first shown."""
        super().__init__(parent)
        self.desk = desk
        self._stale = True
        self.summary = words("")
        self.keys = KeysCard(desk)
        self.shares = SharesCard(desk)
        self.backups = BackupsCard(desk)
        self.checks = ChecksCard(desk)
        self.board = BoardCard(desk)
        self.cards = (self.keys, self.shares, self.backups, self.checks, self.board)
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        desk.changed.connect(self._register_changed)

    def enter(self) -> None:
        """Put the cursor in the first card."""
        self.keys.enter()

    def reveal(self, identity: str) -> None:
        """Show a card by its title, or a medium by its reference."""
        self.refresh()
        card = next((card for card in self.cards if card.title == identity), None)
        if card is None:
            self.backups.table.choose(identity)
            card = self.backups
        card.enter()
        QTimer.singleShot(0, card, lambda: self.ensureWidgetVisible(card))

    def refresh(self) -> None:
        """Read the register again."""
        self._stale = False
        now = today(self.desk.register, self.desk.today)
        for card in self.cards:
            card.refresh(now)
        due = [card.title.lower() for card in self.cards if card.standing.text().startswith("To do")]
        said = f"To be seen to: {', '.join(due)}." if due else "The vault is in order."
        self.summary.setText(harmless(f"{rows.day(self.desk.today)}. {said}"))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read what changed while the screen was not shown."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the cards below each other where there is no room beside."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _NARROW
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._pair.setDirection(way)

    def _register_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _lay_out(self) -> None:
        gap = self.fontMetrics().height()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(gap * 3 // 2, gap, gap * 3 // 2, gap)
        column.setSpacing(gap * 3 // 4)
        column.addWidget(words(self.title, "title"))
        column.addWidget(self.summary)
        self._pair.setSpacing(gap * 3 // 4)
        self._pair.addWidget(self.keys, 3)
        self._pair.addWidget(self.shares, 2)
        column.addLayout(self._pair)
        column.addWidget(self.backups)
        column.addWidget(self.checks)
        column.addWidget(self.board)
        column.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("The vault")
