"""Fields of a form: a day, a moment, a choice, a file, a folder, a count.

Rule: a field gives what was typed as a plain value; whether it will do is for the rules to say. Choosing a
file leaves no list of recent files behind (T13).
"""

import contextlib
import html
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Literal

import shiboken6
from PySide6.QtCore import QDate, QRect, QSettings, Qt, QTime, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.custody import dates
from desktop.custody.errors import ImpossibleDateError
from desktop.custody.text import shown
from desktop.ui.tables import begins_a_search

_MOST_SHOWN = 90
_MOST_LINES = 7
"""Of a list of boxes, before it scrolls."""


class DayField(QWidget):
    """A day: typed ("2 March 2026" or "2026-03-02"), or picked from a calendar. Empty is no day."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        """Ask for the day of `what`."""
        super().__init__(parent)
        self._what = what
        self.line = QLineEdit(self)
        self.line.setAccessibleName(what)
        self.line.setPlaceholderText("2 March 2026")
        self._pick = QPushButton("Calendar…", self)
        self._pick.setAccessibleName(f"{what}: pick from a calendar")
        self._pick.setAutoDefault(False)
        self._pick.clicked.connect(self._open_calendar)
        row = _row(self)
        row.addWidget(self.line, 1)
        row.addWidget(self._pick)
        self.setFocusProxy(self.line)

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self.line.setText(dates.day(day) if day else "")

    def day(self) -> date | None:
        """Return the day; raise ImpossibleDateError for what is no day."""
        return dates.parse_day(self.line.text(), self._what) if self.line.text().strip() else None

    def _open_calendar(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setAccessibleName(f"Calendar for {self._what}")
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        with contextlib.suppress(ImpossibleDateError):
            typed = self.day()
            calendar.setSelectedDate(
                QDate(typed.year, typed.month, typed.day) if typed else QDate.currentDate()
            )
        calendar.activated.connect(self._take)
        calendar.clicked.connect(self._take)
        calendar.activated.connect(calendar.close)
        calendar.clicked.connect(calendar.close)
        calendar.move(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.show()
        calendar.setFocus()

    def _take(self, day: QDate) -> None:
        self.set_day(date(day.year(), day.month(), day.day()))


class MomentField(QWidget):
    """A day and a time of that day. Without a day it is no moment."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        """Begin without a day, at noon."""
        super().__init__(parent)
        self.day_field = DayField(f"The day {what}", self)
        self.time_field = QTimeEdit(QTime(12, 0), self)
        self.time_field.setDisplayFormat("HH:mm")
        self.time_field.setMinimumHeight(_height(self))
        self.time_field.setAccessibleName(f"The time {what}")
        self.line = self.day_field.line
        row = _row(self)
        row.addWidget(self.day_field, 1)
        row.addWidget(self.time_field)
        self.setFocusProxy(self.day_field)

    def moment(self) -> datetime | None:
        """Return the moment in this computer's time, or None; raise ImpossibleDateError for no day."""
        day = self.day_field.day()
        if day is None:
            return None
        at = self.time_field.time()
        return datetime.combine(day, time(at.hour(), at.minute())).astimezone()


class CheckList(QListWidget):
    """Several of some known things: each with a box that the space bar ticks."""

    def __init__(self, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Offer pairs of value and text, none of them ticked."""
        super().__init__(parent)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.offer(options)

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other things, none of them ticked."""
        self.clear()
        for value, text in options:
            item = QListWidgetItem(shown(text), self)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setCheckState(Qt.CheckState.Unchecked)
        if options:
            self.setCurrentRow(0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Take the height of the lines as they are broken at the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as what is offered, within bounds."""
        self.doItemsLayout()
        line = max(self.sizeHintForRow(0), self.fontMetrics().lineSpacing())
        whole = self.visualItemRect(self.item(self.count() - 1)) if self.count() else QRect()
        needed = whole.bottom() + self.verticalOffset() + 1
        height = min(max(needed, 2 * line), _MOST_LINES * line) + 2 * self.frameWidth()
        if height != self.height():
            self.setFixedHeight(height)

    def tick(self, values: Sequence[str]) -> None:
        """Tick these, and no others; the first of them is where the cursor begins."""
        for at in reversed(range(self.count())):
            ticked = self.item(at).data(Qt.ItemDataRole.UserRole) in values
            self.item(at).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            if ticked:
                self.setCurrentRow(at)

    def values(self) -> list[str]:
        """Return those that are ticked, in order."""
        items = [self.item(at) for at in range(self.count())]
        return [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]


class EarlierField(QWidget):
    """“It happened earlier”: the moment of a late entry, hidden until it is asked for (C7)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin closed."""
        super().__init__(parent)
        self.box = QCheckBox("It &happened earlier (a late entry shows both times)", self)
        self._moment = MomentField("it happened", self)
        self.day_field, self.time_field = self._moment.day_field, self._moment.time_field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        column.addWidget(self._moment)
        self._moment.hide()
        self.box.toggled.connect(self._moment.setVisible)
        self.box.toggled.connect(lambda on: self.day_field.setFocus() if on else None)

    def moment(self) -> datetime | None:
        """Return the moment in this computer's time, or None; raise ImpossibleDateError for no day."""
        if not self.box.isChecked():
            return None
        dates.parse_day(self.day_field.line.text(), "The day it happened")  # an empty one is none
        return self._moment.moment()


class Choice(QComboBox):
    """One of some known things: what is shown, and the value behind it. Nothing is chosen beforehand."""

    def __init__(
        self, options: Sequence[tuple[str, str]], prompt: str = "Choose…", parent: QWidget | None = None
    ) -> None:
        """Offer pairs of value and text; with an empty `prompt` the first is chosen."""
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)
        self.setMinimumHeight(_height(self))
        self._prompt = prompt
        self.currentTextChanged.connect(self._say_whole)
        self.offer(options)

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other things; what was chosen stays if it is among them."""
        before = self.value()
        self.clear()
        if self._prompt:
            self.addItem(self._prompt, "")
        for value, text in options:
            self.addItem(shown(text, _MOST_SHOWN), value)
        self.choose(before)

    def value(self) -> str:
        """Return the chosen value, or an empty text."""
        return str(self.currentData() or "")

    def choose(self, value: str) -> None:
        """Choose a value, if it is offered."""
        self.setCurrentIndex(max(self.findData(value), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let what is typed on a screen go on to whoever finds anything; in a dialog it chooses."""
        if begins_a_search(event) and not isinstance(self.window(), QDialog):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _say_whole(self, text: str) -> None:
        """Say the whole of what is chosen where the pointer rests: the field may show a part of it."""
        self.setToolTip(f"<span>{html.escape(text)}</span>" if self.value() else "")


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, lines: int = 3, parent: QWidget | None = None) -> None:
        """Show so many lines."""
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(int(self.fontMetrics().lineSpacing() * (lines + 1)))
        self.setMaximumHeight(int(self.fontMetrics().lineSpacing() * (lines + 2)))

    def text(self) -> str:
        """Return what was typed."""
        return self.toPlainText()


class Count(QSpinBox):
    """A number; with `blank` the least one stands for "not counted" and shows as that text."""

    def __init__(self, least: int, most: int, blank: str = "", parent: QWidget | None = None) -> None:
        """Take numbers from `least` to `most`."""
        super().__init__(parent)
        self.setRange(least, most)
        self.setMinimumHeight(_height(self))
        self.setGroupSeparatorShown(True)
        self._blank = blank
        if blank:
            self.setSpecialValueText(blank)
            self.setValue(least)

    def number(self) -> int | None:
        """Return the number, or None when it was left blank."""
        return None if self._blank and self.value() == self.minimum() else self.value()


class PathField(QWidget):
    """A file or folder of this computer: typed, or chosen."""

    chosen = Signal()

    def __init__(
        self,
        what: str,
        mode: Literal["open", "save", "folder", "files"],
        kinds: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Ask for `what`; `kinds` filters files ("PDF (*.pdf)")."""
        super().__init__(parent)
        self._what, self._mode, self._kinds = what, mode, kinds
        self.line = QLineEdit(self)
        self.line.setAccessibleName(what)
        self._choose = QPushButton("Choose…", self)
        self._choose.setAccessibleName(f"{what}: choose")
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._open_chooser)
        row = _row(self)
        row.addWidget(self.line, 1)
        row.addWidget(self._choose)
        self.setFocusProxy(self.line)
        self.line.editingFinished.connect(self.chosen)

    def path(self) -> Path | None:
        """Return the path, or None; "~" is the person's own folder."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def paths(self) -> list[Path]:
        """Return every path where there may be several: they stand apart by semicolons."""
        parts = [part.strip() for part in self.line.text().split(";")]
        return [Path(part).expanduser() for part in parts if part]

    def set_path(self, path: Path | None) -> None:
        """Show a path."""
        self.line.setText(str(path) if path else "")

    def propose(self, folder: Path, name: str) -> None:
        """Show `name` in `folder`, with a number where there is such a file: none is ever replaced."""
        file, number = folder / name, 1
        while file.exists():
            number += 1
            file = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        self.set_path(file)

    def _open_chooser(self) -> None:
        dialog = QFileDialog(self.window(), self._what)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)  # the system's own keeps recent files
        if self._mode == "folder":
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        elif self._mode == "open":
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        elif self._mode == "files":
            dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        else:
            dialog.setFileMode(QFileDialog.FileMode.AnyFile)
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # no file is ever replaced
        if self._kinds:
            dialog.setNameFilters([*self._kinds.split(";;"), "Any file (*)"])
        start = next(iter(self.paths()), Path.home())
        there = next((folder for folder in (start, *start.parents) if folder.is_dir()), Path.home())
        dialog.setDirectory(str(there))
        if dialog.exec() and dialog.selectedFiles():
            self.line.setText("; ".join(str(Path(file)) for file in dialog.selectedFiles()))
            self.chosen.emit()
        shiboken6.delete(dialog)  # only then does Qt write its list of folders, which goes at once
        QSettings(QSettings.Scope.UserScope, "QtProject").remove("FileDialog")


def emptied(line: QLineEdit) -> None:
    """Empty a field and its history: what `clear` empties, Ctrl+Z would bring back."""
    line.setText("")


def _height(widget: QWidget) -> int:
    """Return the height of a line of text with room about it, so that all fields are of one height."""
    return int(widget.fontMetrics().height() * 1.9)


def _row(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    return row
