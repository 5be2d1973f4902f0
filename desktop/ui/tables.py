"""Tables: a read-only model of frozen rows with named columns, filtered and sorted in memory.

Rule: a cell is text made harmless by `shown`; status is a word. A row is known by its id, so that the choice
stays where it was when the register moves on.
"""

import html
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip, QWidget

from desktop.custody.text import shown

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_WIDEST = 44
"""Characters of a column before it is shortened with an ellipsis; the details show the whole."""
_MEASURED = 200
"""Rows of a long table by which the widths of its columns are judged."""
_NARROWEST = 14
"""Characters that a column keeps where there is no room for all."""


class Column(NamedTuple):
    """A named column: what a row says in it, and by what it is sorted (the text, unless `key` says)."""

    title: str
    text: Callable[[Any], str]
    key: Callable[[Any], Any] | None = None
    right: bool = False
    whole: bool = False
    """Its text is a state, and never cut; nor is what has a `key`: a date, a number, a reference."""
    last: bool = False
    """It gives way after the other prose: what the row is looked for by."""


class RowsModel(QAbstractTableModel):
    """Rows under named columns. `identify` gives a row's id."""

    def __init__(
        self, columns: Sequence[Column], identify: Callable[[Any], str], parent: QObject | None = None
    ) -> None:
        """Begin without rows."""
        super().__init__(parent)
        self.columns = columns
        self._identify = identify
        self._rows: Sequence[Any] = ()
        self._wanted = ""
        self._order: tuple[int, Qt.SortOrder] | None = None
        self._cells: list[tuple[str, ...]] = []
        self._shown: list[int] = []

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._rows = rows
        self._cells = [tuple(shown(column.text(row)) for column in self.columns) for row in rows]
        self._arrange()

    def set_filter(self, text: str) -> None:
        """Keep only the rows in which every word of `text` stands; capitals do not matter."""
        self.beginResetModel()
        self._wanted = text
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order in which the rows came."""
        self.beginResetModel()
        self._order = (column, order) if column >= 0 else None
        self._arrange()

    @property
    def total(self) -> int:
        """Return how many rows there are, shown or not."""
        return len(self._rows)

    @property
    def every(self) -> Sequence[Any]:
        """Return all rows, shown or not."""
        return self._rows

    def row(self, index: Index) -> Any:
        """Return the row at `index`."""
        return self._rows[self._shown[index.row()]]

    def find(self, identity: str) -> QModelIndex:
        """Return the index of the row of that id, or none."""
        for place, number in enumerate(self._shown):
            if self._identify(self._rows[number]) == identity:
                return self.index(place, 0)
        return _NOWHERE

    def identity(self, index: Index) -> str:
        """Return the id of the row at `index`."""
        return self._identify(self.row(index))

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text and side."""
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._cells[self._shown[index.row()]][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(right=self.columns[index.column()].right)
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(right=self.columns[section].right)
        return None

    def _arrange(self) -> None:
        """End the reset that the caller began, before a row could be mistaken for another."""
        words = self._wanted.casefold().split()
        whole = (" ".join(cells).casefold() for cells in self._cells)
        self._shown = [number for number, text in enumerate(whole) if all(word in text for word in words)]
        if self._order is not None:
            number, order = self._order
            column = self.columns[number]
            key = column.key or (lambda row: column.text(row).casefold())
            self._shown.sort(
                key=lambda at: key(self._rows[at]), reverse=order == Qt.SortOrder.DescendingOrder
            )
        self.endResetModel()


class Table(QTableView):
    """A table of rows: one row is chosen at a time; Enter or a double click opens it."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, model: RowsModel, name: str, parent: QWidget | None = None) -> None:
        """Show `model` under the accessible name `name`."""
        super().__init__(parent)
        self.rows = model
        self._widths: list[int] = []
        self._wanted = ""
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(_MEASURED)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def chosen_row(self) -> Any:
        """Return the chosen row, or None."""
        index = self.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def choose(self, identity: str) -> None:
        """Choose the row of that id, if it is shown."""
        index = self.rows.find(identity)
        if index.isValid():
            self.selectRow(index.row())
            self.scrollTo(index)

    def fit(self) -> None:
        """Give each column the width of its text, up to a limit; height follows the font."""
        metrics = self.fontMetrics()
        widest = metrics.averageCharWidth() * _WIDEST
        self.verticalHeader().setDefaultSectionSize(int(metrics.height() * 1.9))
        heading = self.horizontalHeader().sectionSizeHint
        self._widths = [
            min(max(self.sizeHintForColumn(at), heading(at)), widest) for at in range(self.rows.columnCount())
        ]
        for at, width in enumerate(self._widths):
            self.setColumnWidth(at, width)
        self._share_out()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the new width out among the columns."""
        super().resizeEvent(event)
        if self._widths and event.size().width() != event.oldSize().width():
            self._share_out()

    def _share_out(self) -> None:
        """Let the columns of prose give way, the widest first, where there is no room for all."""
        heading = self.horizontalHeader().sectionSizeHint
        least = self.fontMetrics().averageCharWidth() * _NARROWEST
        prose = [at for at, one in enumerate(self.rows.columns) if not (one.whole or one.right or one.key)]
        room = self.viewport().width() - sum(self._widths)
        room += sum(self._widths[at] for at in prose)
        kept = [at for at in prose if self.rows.columns[at].last]
        prose = [at for at in prose if at not in kept]
        for at in kept:
            others = sum(max(least, heading(one)) for one in prose)
            width = min(self._widths[at], max(room - others, least, heading(at)))
            self.setColumnWidth(at, width)
            room -= width
        for left, at in enumerate(sorted(prose, key=self._widths.__getitem__)):
            width = min(self._widths[at], max(room // (len(prose) - left), least, heading(at)))
            self.setColumnWidth(at, width)
            room -= width

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say the whole of a shortened text where the pointer rests on it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.shortened(self.indexAt(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def shortened(self, index: Index) -> str:
        """Return the whole text of a cell that shows only a part of it, or nothing."""
        if not index.isValid() or self.sizeHintForIndex(index).width() <= self.columnWidth(index.column()):
            return ""
        return f"<span>{html.escape(str(index.data()))}</span>"  # lines of it are broken

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """Tell that another row was chosen."""
        super().currentChanged(current, previous)
        self.chosen.emit()

    def keyPressEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Open the chosen row with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit()
            return
        if begins_a_search(event):
            event.ignore()  # it goes on to whoever finds anything
            return
        super().keyPressEvent(event)

    def _remember(self) -> None:
        index = self.currentIndex()
        self._wanted = self.rows.identity(index) if index.isValid() else ""

    def _restore(self) -> None:
        if self._wanted:
            self.choose(self._wanted)
        self.chosen.emit()


def begins_a_search(event: QKeyEvent) -> bool:
    """Return whether a key writes something: typed outside a field, it begins a search."""
    command = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    command |= Qt.KeyboardModifier.MetaModifier
    return event.text().isprintable() and bool(event.text().strip()) and not event.modifiers() & command


def _side(*, right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
