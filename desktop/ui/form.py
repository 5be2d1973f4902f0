"""A form: fields one under the other, each under its label with a mnemonic.

Rule: every field has an accessible name; what may be left empty says so; the form knows which needed field is
still empty, and nothing else about what is right.
"""

from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.fields import CheckList, Choice, Count, DayField, PathField, TextArea
from desktop.ui.texts import words

Field = TypeVar("Field", bound=QWidget)


class Form(QWidget):
    """Fields in one column. `reshaped` tells that a field was hidden or shown."""

    reshaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without fields."""
        super().__init__(parent)
        self._blocks: dict[QWidget, QWidget] = {}
        self._needed: list[tuple[QWidget, str]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(self.fontMetrics().height() * 3 // 4)
        self.first: QWidget | None = None

    def add(self, label: str, field: Field, *, needed: bool = True, hint: str = "") -> Field:
        """Add a field under its label; `hint` is said under it."""
        name = label.replace("&", "")
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.fontMetrics().height() // 5)
        if isinstance(field, QCheckBox):
            field.setText(label)
        else:
            title = QLabel(label if needed else f"{label} (optional)")
            title.setProperty("tone", "label")
            title.setBuddy(_speaking(field))
            title.setWordWrap(True)
            column.addWidget(title)
        column.addWidget(field)
        if hint:
            column.addWidget(words(hint, "quiet"))
        speaking = _speaking(field)
        speaking.setAccessibleName(name)
        speaking.setAccessibleDescription(hint)
        self._column.addWidget(block)
        self._blocks[field] = block
        if needed:
            self._needed.append((field, name))
        self.first = self.first or field
        return field

    def line(self, label: str, *, needed: bool = True, hint: str = "") -> QLineEdit:
        """Add a line of text."""
        return self.add(label, QLineEdit(), needed=needed, hint=hint)

    def passphrase(self, label: str, hint: str = "") -> QLineEdit:
        """Add a line that does not show what is typed."""
        line = self.line(label, hint=hint)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        return line

    def say(self, text: str) -> QLabel:
        """Add a paragraph among the fields."""
        label = words(text)
        self._column.addWidget(label)
        return label

    def hide_field(self, field: QWidget, *, hidden: bool) -> None:
        """Hide a field with its label, or show both."""
        self._blocks[field].setHidden(hidden)
        self.reshaped.emit()

    def missing(self) -> tuple[QWidget, str] | None:
        """Return the first needed field that is shown and empty, and its name."""
        for field, name in self._needed:
            if field.isVisibleTo(self) and _empty(field):
                return field, name
        return None


def _speaking(field: QWidget) -> QWidget:
    """Return what takes the keys of a field: the line in it, where it has one."""
    line = getattr(field, "line", None)
    return line if isinstance(line, QLineEdit) else field


def _empty(field: QWidget) -> bool:
    if isinstance(field, Choice):
        return not field.value()
    if isinstance(field, CheckList):
        return not field.values()
    if isinstance(field, Count):
        return field.number() is None
    if isinstance(field, DayField | PathField):
        return not field.line.text().strip()
    if isinstance(field, QLineEdit | TextArea):
        return not field.text().strip()
    return False
