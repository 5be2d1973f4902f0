"""Cards: parts of a screen, each about one thing, with how it stands, what is known, and what may be done.

Rule: how a thing stands is said in words before anything else. What cannot be done now is disabled and says
why. A card reads the register only when it is told to.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from desktop.ui.desk import Desk
from desktop.ui.flow import FlowLayout
from desktop.ui.screens.screen import Offer
from desktop.ui.tables import Column, Index, RowsModel, Table
from desktop.ui.texts import Facts, harmless, words

_PAST = QColor("#5f6b7a")
"""The ink of what is over: 5.5:1 on white, and a word says it too."""
_MOST_ROWS = 8


class Standing(NamedTuple):
    """How a thing stands: whether it is in order, in a sentence, and what to do first if it is not."""

    in_order: bool
    said: str
    advice: str = ""


class Card(QFrame):
    """One thing: its heading, how it stands, its facts, its acts."""

    def __init__(
        self, desk: Desk, title: str, offers: Sequence[Offer], parent: QWidget | None = None
    ) -> None:
        """Build the card; subclasses fill it in `refresh`."""
        super().__init__(parent)
        self.desk = desk
        self.title = title
        self.setObjectName("card")
        self.setAccessibleName(title)
        self.standing = words("", "strong")
        self.advice = words("", "quiet")
        self.facts = Facts()
        self.buttons: list[tuple[Offer, QPushButton]] = []
        gap = self.fontMetrics().height()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(gap, gap * 3 // 4, gap, gap * 3 // 4)
        self.column.setSpacing(gap // 2)
        for widget in (words(title, "heading"), self.standing, self.advice, self.facts):
            self.column.addWidget(widget)
        self._bar = QWidget()
        flow = FlowLayout(self._bar, gap // 2)
        for offer in offers:
            flow.addWidget(self._button(offer))
        self.column.addStretch(1)
        self.column.addWidget(self._bar)

    def chosen(self) -> Any:
        """Return the row with which something is done, or None."""
        return None

    def tell(self, standing: Standing, facts: Sequence[tuple[str, str]]) -> None:
        """Show how it stands."""
        self.standing.setText(harmless(f"{'In order.' if standing.in_order else 'To do.'} {standing.said}"))
        self.advice.setText(harmless(standing.advice))
        self.advice.setVisible(bool(standing.advice))
        self.facts.tell(facts)
        self.facts.setVisible(bool(facts))
        self.judge()

    def judge(self) -> None:
        """Let only those acts be done that fit."""
        row = self.chosen()
        for offer, button in self.buttons:
            why = (offer.records and self.desk.closed) or offer.unfit(row)
            button.setEnabled(not why)
            button.setToolTip(why)
            button.setAccessibleDescription(why)

    def enter(self) -> None:
        """Put the cursor on the first act that can be done."""
        for _offer, button in self.buttons:
            if button.isEnabled():
                button.setFocus()
                return

    def start(self, offer: Offer) -> None:
        """Open the dialog of an act, if it fits."""
        row = self.chosen()
        if not ((offer.records and self.desk.closed) or offer.unfit(row)):
            offer.dialog(row).open()

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(offer.label)
        button.setObjectName("verb" if offer.main else "")
        button.setAutoDefault(True)  # Enter presses it, as the space bar does
        button.setAccessibleName(offer.label.replace("&", "").rstrip("…"))
        button.clicked.connect(lambda _on: self.start(offer))
        self.buttons.append((offer, button))
        return button


class _Rows(RowsModel):
    """Rows of which some are over, and shown so."""

    def __init__(
        self, columns: Sequence[Column], identify: Callable[[Any], str], over: Callable[[Any], bool]
    ) -> None:
        super().__init__(columns, identify)
        self._over = over

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, in paler ink if its row is over."""
        if role == Qt.ItemDataRole.ForegroundRole and self._over(self.row(index)):
            return _PAST
        return super().data(index, role)


class TableCard(Card):
    """A card with a table of rows, and the details of the chosen one."""

    def __init__(  # noqa: PLR0917 - only its two subclasses call it
        self,
        desk: Desk,
        title: str,
        offers: Sequence[Offer],
        columns: Sequence[Column],
        identify: Callable[[Any], str],
        over: Callable[[Any], bool],
    ) -> None:
        """Build the card with an empty table; `over` tells what is shown in paler ink."""
        super().__init__(desk, title, offers)
        self.model = _Rows(columns, identify, over)
        self.model.setParent(self)
        self.table = Table(self.model, f"{title}, table")
        self.details = Facts()
        self.column.insertWidget(4, self.table)
        self.column.insertWidget(5, self.details)
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(self._open_chosen)

    def chosen(self) -> Any:
        """Return the chosen row, or None."""
        return self.table.chosen_row()

    def about(self, row: Any) -> Sequence[tuple[str, str]]:
        """Return the whole of what is known of a row, where its columns are too narrow for it."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows instead, at a height that fits them."""
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.table.fit()
        lines = min(max(len(rows), 1), _MOST_ROWS)
        frame = 2 * self.table.frameWidth()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + lines * self.table.verticalHeader().defaultSectionSize() + frame)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def enter(self) -> None:
        """Put the cursor in the table, or on an act while there is none."""
        if self.model.total:
            self.table.setFocus()
        else:
            super().enter()

    def _show_chosen(self) -> None:
        row = self.chosen()
        about = self.about(row) if row is not None else ()
        self.details.tell(about)
        self.details.setVisible(bool(about))
        self.judge()

    def _open_chosen(self) -> None:
        for offer, button in self.buttons:
            if offer.on_row and button.isEnabled():
                self.start(offer)
                return
