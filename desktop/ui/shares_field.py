"""The field in which recovery shares are typed, one after another, or read by a hand-held scanner.

Rule: each share is checked as it is taken, and what is wrong is said at the field. The words are hidden
unless the person asks to see them, and they go when the dialog does, and when the vault is locked.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.custody.errors import StrongroomError
from desktop.office.recovery import Share, read_share
from desktop.ui import rows
from desktop.ui.notices import Complaint
from desktop.ui.texts import words


class ShareLine(QLineEdit):
    """A line whose Enter takes what was typed, and does nothing else; a scanner ends with Enter."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keep Enter for the line while something stands in it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.text().strip():
            event.accept()
            if not event.isAutoRepeat():
                self.entered.emit()
            return
        super().keyPressEvent(event)


class SharesField(QWidget):
    """Takes the shares of one set. `taken` tells that there is one more, or one fewer."""

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with none."""
        super().__init__(parent)
        self._shares: list[Share] = []
        self.line = ShareLine()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName("The words of a share")
        self.line.entered.connect(self.take)
        self.show_words = QCheckBox("S&how the words")
        self.show_words.toggled.connect(self._show)
        self.next = _button("&Take this share", self.take)
        self.again = _button("Begi&n again", self.forget)
        self.complaint = Complaint()
        self.said = words("", "quiet")
        self._lay_out()
        self.setFocusProxy(self.line)
        self._tell()

    @property
    def enough(self) -> bool:
        """Whether there are as many as the first says are needed."""
        return bool(self._shares) and len(self._shares) >= self._shares[0].needed

    def texts(self) -> list[str]:
        """Return the words of the shares taken so far."""
        return [share.text for share in self._shares]

    def take(self) -> bool:
        """Check what was typed and keep it; tell whether it is a share that fits to those before."""
        self.complaint.clear()
        text = self.line.text()
        if not text.strip():
            return False
        try:
            share = read_share(text, f"the share typed in place {len(self._shares) + 1}")
        except StrongroomError as error:
            self.complaint.tell(error)
            self.line.setFocus()
            return False
        if any(share.number == known.number for known in self._shares):
            self.complaint.say(f"Share {share.number} was taken already.", "Type the words of another sheet.")
        elif any(share.identifier != known.identifier for known in self._shares):
            self.complaint.say(
                "This sheet is of another set than the first.",
                "All sheets of one set begin with the same two words. Type one of them, or begin again.",
            )
        else:
            self._shares.append(share)
        self._empty_line()
        self._tell()
        self.taken.emit()
        return not self.complaint.isVisibleTo(self)

    def forget(self) -> None:
        """Forget every word."""
        self._shares = []
        self.complaint.clear()
        self._empty_line()
        self._tell()
        self.taken.emit()

    def _empty_line(self) -> None:
        self.line.setText("")
        self.show_words.setChecked(False)
        if self.isVisible():
            self.line.setFocus()

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - what a checked box tells
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)

    def _tell(self) -> None:
        self.again.setEnabled(bool(self._shares))
        if not self._shares:
            self.said.setText("No share was taken yet. The first says how many are needed.")
            return
        numbers = ", ".join(str(share.number) for share in self._shares)
        left = self._shares[0].needed - len(self._shares)
        after = f"{rows.counted(left, 'share')} more needed." if left > 0 else "These are enough."
        self.said.setText(f"Taken: {'share' if len(self._shares) == 1 else 'shares'} {numbers}. {after}")
        self.said.setAccessibleName(self.said.text())

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.next)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        buttons.addWidget(self.show_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addLayout(buttons)
        column.addWidget(self.complaint)
        column.addWidget(self.said)


def _button(label: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(label)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _on: act())
    return button
