"""Small pictures of all pages, to find one by its look and go there.

Rule: a small picture is drawn only once its place in the strip is seen, and after the pages themselves; a
large one is never made small in its stead, which would keep the window busy.
"""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QListView, QWidget

from desktop.ui.viewer.pictures import Pictures, Wanted
from desktop.ui.viewer.places import UNKNOWN

_POINTS = 72.0
_ACROSS = 9
"""Average characters that a small picture is wide."""
_EDGE = QColor("#8b97a5")
_NO_INDEX = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class _Pages(QAbstractListModel):
    """The pages as rows of a list."""

    def __init__(self, sizes: list[tuple[float, float]], side: int, pictures: Pictures) -> None:
        super().__init__()
        self._sizes, self._side, self._pictures = sizes, side, pictures
        self._blank = QPixmap(side, side)
        self._blank.fill(QColor("#e9edf1"))

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802 - Qt's name
        """Return how many pages there are."""
        return 0 if parent.isValid() else len(self._sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a page's number and its picture."""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{index.row() + 1}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"Page {index.row() + 1}"
            case Qt.ItemDataRole.DecorationRole:
                picture = self._pictures.exactly(self.wanted(index.row()))
                return self._blank if picture is None else self._small(picture)
        return None

    def wanted(self, page: int) -> Wanted:
        """Return how a page is drawn for the strip."""
        width, height = self._sizes[page]
        longest = max(width, height) or UNKNOWN[1]
        return Wanted(page, self._side / longest * _POINTS)

    def _small(self, picture: QImage) -> QPixmap:
        size = picture.size().scaled(self._side, self._side, Qt.AspectRatioMode.KeepAspectRatio)
        small = QPixmap(size.expandedTo(QSize(1, 1)))
        painter = QPainter(small)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(small.rect(), picture)
        painter.setPen(_EDGE)
        painter.drawRect(small.rect().adjusted(0, 0, -1, -1))
        painter.end()
        return small


class Strip(QListView):
    """The small pictures. `chosen` tells which page, from 1, was chosen."""

    chosen = Signal(int)

    def __init__(
        self, sizes: list[tuple[float, float]], pictures: Pictures, parent: QWidget | None = None
    ) -> None:
        """Show the first ones."""
        super().__init__(parent)
        side = self.fontMetrics().averageCharWidth() * _ACROSS * 2
        self._rows, self._pictures = _Pages(sizes, side, pictures), pictures
        self.setIconSize(QSize(side, side))
        self.setUniformItemSizes(True)
        self.setSpacing(2)
        self.setObjectName("strip")
        self.setAccessibleName("Pages, small")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFixedWidth(side + self.fontMetrics().averageCharWidth() * 10)
        self._told = 0
        """The page that was shown by the view, and so is not to be gone to once more."""
        self.setModel(self._rows)  # last: whatever else is set has all rows placed anew
        self.selectionModel().currentChanged.connect(self._choose)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.draw_seen())
        pictures.came.connect(self._came)

    def show_page(self, page: int) -> None:
        """Choose a page, from 1, because it is looked at."""
        self._told = page
        self.setCurrentIndex(self._rows.index(page - 1))

    def seen(self) -> list[Wanted]:
        """Return what is to be drawn for the rows that are seen."""
        if not self.isVisible():
            return []
        top, bottom = (
            self.indexAt(self.viewport().rect().topLeft()),
            self.indexAt(self.viewport().rect().bottomLeft()),
        )
        first = max(top.row(), 0)
        last = bottom.row() if bottom.isValid() else min(first + 30, self._rows.rowCount() - 1)
        return [self._rows.wanted(page) for page in range(first, last + 1)]

    def draw_seen(self) -> None:
        """Have drawn what is seen, after all that is wanted already."""
        self._pictures.want_later(self.seen())

    def _choose(self, now: QModelIndex) -> None:
        if now.row() + 1 != self._told:
            self._told = now.row() + 1
            self.chosen.emit(self._told)

    def _came(self, page: int) -> None:
        """Show a picture that came. Of a change of its data the list would place all rows anew."""
        self.update(self._rows.index(page))
