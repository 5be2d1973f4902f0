"""A timeline on the screen: a line of days to scale, and beside it every mark with its day and its label.

Rule: what is drawn stands in the table beside it too. The widget takes the keyboard: the arrows go from mark
to mark, and each is said. Kinds are told apart by shape; colour says nothing.
"""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.custody import dates
from desktop.custody.blocks import Mark
from desktop.custody.text import shown
from desktop.ui import rows

_MARGIN = 8
_LONGEST = 400
"""Characters of a label that are drawn; the table has the whole."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class Course(QWidget):
    """The line with its marks. `moved` tells which mark is current."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without marks."""
        super().__init__(parent)
        self._marks: Sequence[Mark] = ()
        self._places: list[QRect] = []
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.tell(())

    def tell(self, marks: Sequence[Mark]) -> None:
        """Show these marks instead, earliest first; today's is current."""
        self._marks = marks
        self._current = next((at for at, mark in enumerate(marks) if mark.kind == "today"), 0)
        self._lay_out()
        self._say()

    def go(self, place: int) -> None:
        """Make a mark current, and say it."""
        place = min(max(place, 0), len(self._marks) - 1)
        if self._marks and place != self._current:
            self._current = place
            self._say()
            self.moved.emit(self._current)

    @property
    def current(self) -> int:
        """The place of the current mark."""
        return self._current

    def place_of(self, place: int) -> QRect:
        """Return where a mark's row is."""
        return self._places[place]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for every row."""
        high = self._places[-1].bottom() + _MARGIN if self._places else self.fontMetrics().height() * 4
        return QSize(self.fontMetrics().averageCharWidth() * 60, high)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the labels at the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go from mark to mark."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.go(self._current + _STEPS[key])
        elif key == Qt.Key.Key_Home:
            self.go(0)
        elif key == Qt.Key.Key_End:
            self.go(len(self._marks) - 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the mark that is pressed."""
        at = event.position().toPoint()
        for place, row in enumerate(self._places):
            if row.top() <= at.y() <= row.bottom():
                self.go(place)
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the line, the marks and the leaders between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().base())
        painter.setPen(self.palette().text().color())
        if not self._marks:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Nothing is recorded yet.")
            return
        self._draw_line(painter)
        for place in range(len(self._marks)):
            self._draw_mark(painter, place)

    def _lay_out(self) -> None:
        """Give each mark a row, as high as its label."""
        self._places.clear()
        line, top = self.fontMetrics().lineSpacing(), _MARGIN
        room = max(self.width() - self._at_label() - _MARGIN, line * 4)
        for mark in self._marks:
            box = self.fontMetrics().boundingRect(
                QRect(0, 0, room, line * 40), Qt.TextFlag.TextWordWrap, shown(mark.label, _LONGEST)
            )
            high = max(box.height(), line) + line // 2
            self._places.append(QRect(0, top, self.width(), high))
            top += high
        self.setMinimumHeight(top + _MARGIN)
        self.updateGeometry()
        self.update()

    def _axis(self) -> int:
        return _MARGIN + self.fontMetrics().horizontalAdvance("Sep 2026") + self.fontMetrics().height()

    def _at_mark(self) -> int:
        return self._axis() + self.fontMetrics().height() * 3

    def _at_label(self) -> int:
        day = self.fontMetrics().horizontalAdvance("30 Sep 2026")
        return self._at_mark() + self.fontMetrics().height() * 2 + day

    def _middle(self, place: int) -> int:
        """Return the height at which a mark's first line stands."""
        return self._places[place].top() + self.fontMetrics().lineSpacing() * 3 // 4

    def _on_line(self, place: int) -> float:
        """Return where on the line a mark's day is."""
        first, last = self._marks[0].day.toordinal(), self._marks[-1].day.toordinal()
        top, foot = self._middle(0), self._middle(len(self._marks) - 1)
        part = (self._marks[place].day.toordinal() - first) / max(last - first, 1)
        return top + part * (foot - top)

    def _draw_line(self, painter: QPainter) -> None:
        axis, last = self._axis(), len(self._marks) - 1
        painter.setPen(QPen(self.palette().text().color(), 2))
        painter.drawLine(axis, self._middle(0), axis, self._middle(last))
        painter.setPen(QPen(self.palette().text().color(), 1))
        free = self._middle(0) - self.fontMetrics().height()
        for before, at in pairwise([None, *range(len(self._marks))]):
            mark = self._marks[at or 0]
            new = before is None or (self._marks[before].day.year, self._marks[before].day.month) != (
                mark.day.year,
                mark.day.month,
            )
            y = int(self._on_line(at or 0))
            if new and y - self.fontMetrics().height() // 2 >= free:
                painter.drawLine(axis - 4, y, axis, y)
                base = y + self.fontMetrics().ascent() // 2
                painter.drawText(_MARGIN, base, rows.short_day(mark.day).split(" ", 1)[1])
                free = y + self.fontMetrics().height() // 2

    def _draw_mark(self, painter: QPainter, place: int) -> None:
        mark, row, middle = self._marks[place], self._places[place], self._middle(place)
        ink = self.palette().text().color()
        if place == self._current:
            painter.setPen(QPen(ink, 2 if self.hasFocus() else 1, Qt.PenStyle.DotLine))
            left = self._at_mark() - self.fontMetrics().height()
            painter.drawRect(QRect(left, row.top(), self.width() - left - 2, row.height() - 2))
        painter.setPen(QPen(ink, 1))
        side = self.fontMetrics().height() * 0.36
        painter.drawLine(QPointF(self._axis(), self._on_line(place)), QPointF(self._at_mark() - side, middle))
        self._draw_shape(painter, mark, QPointF(self._at_mark(), middle), side)
        base = middle + (self.fontMetrics().ascent() - self.fontMetrics().descent()) // 2
        painter.drawText(self._at_mark() + self.fontMetrics().height(), base, rows.short_day(mark.day))
        top = middle - self.fontMetrics().lineSpacing() // 2
        room = QRect(self._at_label(), top, self.width() - self._at_label() - _MARGIN, row.height())
        painter.drawText(room, Qt.TextFlag.TextWordWrap, shown(mark.label, _LONGEST))

    def _draw_shape(self, painter: QPainter, mark: Mark, at: QPointF, side: float) -> None:
        ink = self.palette().text()
        painter.setPen(QPen(ink.color(), 1.5))
        painter.setBrush(ink if mark.kind != "due" else self.palette().base())
        if mark.kind == "overdue":
            points = [QPointF(-side, side * 0.8), QPointF(side, side * 0.8), QPointF(0, -side)]
            painter.drawPolygon(QPolygonF([at + point for point in points]))
        elif mark.kind == "today":
            painter.drawRect(QRectF(at.x() - side, at.y() - side * 0.25, 2 * side, side * 0.5))
        else:
            painter.drawEllipse(at, side * 0.8, side * 0.8)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _say(self) -> None:
        """Tell a screen reader which mark is current."""
        if self._marks:
            mark = self._marks[self._current]
            said = f"{dates.day(mark.day)}: {shown(mark.label)}, {mark.kind}"
            self.setAccessibleName(f"Timeline, {self._current + 1} of {len(self._marks)}. {said}")
        else:
            self.setAccessibleName("Timeline, empty")
        self.setAccessibleDescription("Up and down go from mark to mark. The table has the same.")
        self.update()
