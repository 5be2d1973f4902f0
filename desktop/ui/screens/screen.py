"""A screen: a table of one noun, what may be done with the chosen row, and its details.

Rule: every act is an entry of the table's menu, and a button or, where it is rare, an entry of “More…”; one
that does not fit the chosen row is disabled and says why. A screen reads the register only while it is shown.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.act_dialog import ActDialog
from desktop.ui.desk import Desk
from desktop.ui.flow import FlowLayout
from desktop.ui.tables import Column, RowsModel, Table
from desktop.ui.texts import Facts, harmless, words

_NARROW = 120
"""Average characters under which the details go below the table."""

_LEAST = 11
"""Lines of text that a table is high at least; where there is no room for it, the screen scrolls."""


class Offer(NamedTuple):
    """Something that may be done: its label, its dialog, and why it does not fit a row ("" if it does)."""

    label: str
    dialog: Callable[[Any], QDialog]
    unfit: Callable[[Any], str]
    main: bool = False
    on_row: bool = True
    """Whether it is done with the chosen row; the first such that fits is what Enter does."""
    records: bool = True
    """Whether it needs a vault in which something can be recorded."""
    rare: bool = False
    """Whether it is offered under “More…” and in the table's menu, without a button of its own."""


def needs_row(row: object) -> str:
    """Return why nothing can be done without a row."""
    return "" if row is not None else "Choose a row first."


def always(_row: object) -> str:
    """Return that it fits, whatever is chosen."""
    return ""


class Screen(QWidget):
    """One screen. Subclasses say what is shown; `title` names it in the navigation."""

    title = ""
    noun = ""
    empty_title = ""
    empty_hint = ""
    chooses_new = True
    """Whether the row that an act made is chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen; it reads the register when it is first shown."""
        super().__init__(parent)
        self.desk = desk
        self._stale = True
        self.offers = self.make_offers()
        self.model = RowsModel(self.columns(), self.identify, self)
        self.table = Table(self.model, f"{self.title}, table")
        self.filter = QLineEdit()
        self.count = words("", "quiet")
        self.details_title = words("", "heading")
        self.details_facts = Facts()
        self._pages = QStackedWidget()
        self._split = QSplitter()
        self._actions: list[tuple[Offer, QAction, QPushButton]] = []
        self._rare: list[tuple[Offer, QAction]] = []
        self.more = QPushButton("Mor&e…")
        self._lay_out()
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(self._open_chosen)
        self.filter.textChanged.connect(self._filter)
        desk.changed.connect(self._register_changed)

    def columns(self) -> Sequence[Column]:
        """Return the columns of the table."""
        raise NotImplementedError

    def rows(self) -> Sequence[Any]:
        """Return the rows, as they stand in the register."""
        raise NotImplementedError

    def identify(self, row: Any) -> str:
        """Return a row's id."""
        raise NotImplementedError

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done here; the first is offered by an empty screen too."""
        raise NotImplementedError

    def details(self, row: Any) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return a heading and the facts about a row."""
        raise NotImplementedError

    def reveal(self, identity: str) -> None:
        """Choose the row of that id."""
        self.filter.clear()
        self.refresh()
        self.table.choose(identity)
        self.table.setFocus()

    def enter(self) -> None:
        """Put the cursor where work begins: in the table, or on the first act that can be done."""
        if self.model.total:
            self.table.setFocus()
            return
        buttons = [button for _offer, _action, button in self._actions] + ([self.more] if self._rare else [])
        first = next((button for button in buttons if button.isEnabled()), None)
        if first is not None:
            first.setFocus()

    def refresh(self) -> None:
        """Read the register again."""
        self._stale = False
        self.model.set_rows(self.rows())
        self.table.fit()
        self._filter(self.filter.text())
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.selectRow(0)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read what changed while the screen was not shown."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the details below the table where there is no room beside it."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * _NARROW
        self._split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)

    def above(self) -> QWidget | None:
        """Return what stands over the table, if anything."""
        return None

    def _register_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _filter(self, text: str) -> None:
        self.model.set_filter(text)
        every, seen = self.model.total, self.model.rowCount()
        self.count.setText(f"{seen:,} of {every:,}" if text.strip() else f"{every:,}")
        self.count.setAccessibleName(f"{seen} of {every} rows shown")
        self._pages.setCurrentIndex(1 if every else 0)
        self.filter.setEnabled(bool(every))

    def _show_chosen(self) -> None:
        row = self.table.chosen_row()
        title, facts = self.details(row) if row is not None else ("Nothing is chosen.", ())
        self.details_title.setText(harmless(title))
        self.details_facts.tell(facts)
        for offer, action, button in self._actions:
            why = self._unfit(offer, row)
            action.setEnabled(not why)
            button.setEnabled(not why)
            button.setToolTip(why)
            button.setAccessibleDescription(why)
        for offer, action in self._rare:
            why = self._unfit(offer, row)
            action.setEnabled(not why)
            action.setToolTip(why)

    def _open_chosen(self) -> None:
        row = self.table.chosen_row()
        common = [(offer, action) for offer, action, _button in self._actions]
        for offer, action in [*common, *self._rare]:
            if offer.on_row and action.isEnabled():
                self._start(offer, row)
                return

    def _start(self, offer: Offer, row: Any) -> None:
        if self._unfit(offer, row):
            return
        dialog = offer.dialog(row)
        if isinstance(dialog, ActDialog):
            before = self._identities()
            dialog.acted.connect(lambda _result: self._choose_new(before))
        dialog.open()

    def _identities(self) -> list[str]:
        return [self.identify(row) for row in self.model.every]

    def _choose_new(self, before: Sequence[str]) -> None:
        """Choose the row that an act made, so that what is done next is done with it."""
        if not self.chooses_new:
            return
        if self._stale:
            self.refresh()
        known = set(before)
        new = next((identity for identity in self._identities() if identity not in known), None)
        if new is None:
            return
        if not self.model.find(new).isValid():
            self.filter.clear()
        self.table.choose(new)

    def _unfit(self, offer: Offer, row: Any) -> str:
        """Return why an offer cannot be taken up now, or nothing."""
        return (offer.records and self.desk.closed) or offer.unfit(row)

    def _lay_out(self) -> None:
        gap = self.fontMetrics().height()
        top = QHBoxLayout()
        top.addWidget(words(self.title, "title"), 1)
        top.addWidget(self.count)
        self.filter.setPlaceholderText("Filter (Ctrl+F)")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName(f"{self.title}, filter")
        self.filter.setMinimumWidth(self.fontMetrics().averageCharWidth() * 28)
        for clear in self.filter.findChildren(QToolButton):
            clear.setAccessibleName("Clear the filter")
        QShortcut(QKeySequence.StandardKey.Find, self, self.filter.setFocus)
        top.addWidget(self.filter)
        split = self._split
        split.setHandleWidth(gap // 2)
        self.table.setMinimumHeight(gap * _LEAST)
        split.addWidget(self.table)
        split.addWidget(self._details_pane())
        split.setSizes([3_000, 1_000])
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(split)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(gap * 3 // 2, gap, gap * 3 // 2, gap // 2)
        column.setSpacing(gap * 3 // 4)
        column.addLayout(top)
        above = self.above()
        if above is not None:
            column.addWidget(above)
        column.addWidget(self._buttons())
        column.addWidget(self._pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(_scrolled(inside))

    def _buttons(self) -> QWidget:
        bar = QWidget()
        flow = FlowLayout(bar, self.fontMetrics().height() // 2)
        for offer in self.offers:
            action = QAction(offer.label, self)
            action.triggered.connect(lambda _on, offer=offer: self._start(offer, self.table.chosen_row()))
            self.table.addAction(action)
            if offer.rare:
                self._rare.append((offer, action))
                continue
            button = self._button(offer)
            flow.addWidget(button)
            self._actions.append((offer, action, button))
        if self._rare:
            flow.addWidget(self._more())
        return bar

    def _more(self) -> QPushButton:
        """Return the button that lets down what is rare."""
        menu = QMenu(self.more)
        menu.setToolTipsVisible(True)  # they say why something is disabled
        menu.addActions([action for _offer, action in self._rare])
        self.more.setMenu(menu)
        self.more.setAutoDefault(True)
        self.more.setAccessibleName("More")
        self.more.setAccessibleDescription("What is seldom done with the chosen row")
        return self.more

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(offer.label)
        button.setObjectName("verb" if offer.main else "")
        button.setAutoDefault(True)  # Enter presses it, as the space bar does
        button.setAccessibleName(offer.label.replace("&", "").rstrip("…"))
        button.clicked.connect(lambda _on: self._start(offer, self.table.chosen_row()))
        return button

    def _details_pane(self) -> QWidget:
        inside = QWidget()
        inside.setObjectName("details")
        column = QVBoxLayout(inside)
        column.addWidget(self.details_title)
        column.addWidget(self.details_facts)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("details")
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(f"Details of the {self.noun}")
        area.setMinimumWidth(self.fontMetrics().averageCharWidth() * 36)
        return area

    def _empty_page(self) -> QWidget:
        page = QFrame()
        page.setObjectName("empty")
        column = QVBoxLayout(page)
        column.addStretch(2)
        for text, tone in ((self.empty_title, "heading"), (self.empty_hint, "quiet")):
            label = words(text, "heading" if tone == "heading" else "quiet")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(3)
        return page


def _scrolled(inside: QWidget) -> QScrollArea:
    """Return what shows `inside` whole, or a part of it where the screen is small or the text large."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it are the stops of Tab
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
