"""A strip over an open vault: what holds for the whole vault, and what to do next.

Rule: it says so in words, not by colour alone; it is read to whoever cannot see it; its text can be selected.
"""

from typing import NamedTuple

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.texts import harmless, selectable, words


class Notice(NamedTuple):
    """What a strip says: a title, a text, and what to do next. `grave` when the vault may not be trusted."""

    title: str
    text: str
    next: str = ""
    grave: bool = False


class Banner(QFrame):
    """The strip; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.title = selectable(words("", "strong"))
        self.text = selectable(words(""))
        self.next = selectable(words(""))
        gap = self.fontMetrics().height()
        column = QVBoxLayout(self)
        column.setContentsMargins(gap, gap // 2, gap, gap // 2)
        column.setSpacing(gap // 4)
        for label in (self.title, self.text, self.next):
            column.addWidget(label)
        self.hide()

    def tell(self, notice: Notice | None) -> None:
        """Show a notice and announce it, or hide."""
        self.setVisible(notice is not None)
        if notice is None:
            return
        self.setObjectName("grave" if notice.grave else "notice")
        for label, text in ((self.title, notice.title), (self.text, notice.text), (self.next, notice.next)):
            label.setText(harmless(text))
            label.setVisible(bool(text))
        self.setAccessibleName(harmless(" ".join(filter(None, notice[:3]))))
        self.style().unpolish(self)  # the name decides the colour
        self.style().polish(self)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
