"""What a person is told while something runs and when it cannot be done.

Rule: a complaint is the error's own message and its hint, in words and never by colour alone, and it is
announced to a screen reader. A job shows what is being done, how far it is, and whether it can be stopped.
"""

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.custody.errors import StrongroomError
from desktop.ui.texts import harmless, selectable, words
from desktop.ui.work import Job

_PARTS = 1000


class Complaint(QFrame):
    """Why something was not done, and what to do next; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.setObjectName("complaint")
        self.message = selectable(words("", "error"))
        self.hint = selectable(words(""))
        column = QVBoxLayout(self)
        column.addWidget(self.message)
        column.addWidget(self.hint)
        self.hide()

    def say(self, message: str, hint: str = "") -> None:
        """Show a message and a hint, and announce them."""
        message = message[:1].upper() + message[1:]
        self.message.setText(harmless(message))
        self.hint.setText(harmless(hint))
        self.hint.setVisible(bool(hint))
        self.setAccessibleName(harmless(f"{message} {hint}".strip()))
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def tell(self, error: StrongroomError) -> None:
        """Show an error."""
        self.say(error.message, error.hint)

    def clear(self) -> None:
        """Say nothing any more."""
        self.message.clear()
        self.hint.clear()
        self.hide()


class JobBar(QWidget):
    """How far a job is, with a button that stops it; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._job: Job | None = None
        self._label = words("", "quiet")
        self._label.setWordWrap(False)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self.stop = QPushButton("&Stop", self)
        self.stop.setAccessibleName("Stop what is being done")
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop)
        self.hide()

    def follow(self, job: Job | None) -> None:
        """Show how far `job` is now, or nothing."""
        self._job = job
        self.setVisible(job is not None)
        if job is None:
            return
        stopping = job.cancelled
        self._label.setText(harmless(f"{job.label}{'; stopping' if stopping else ''}…"))
        self._bar.setRange(0, _PARTS if job.part else 0)  # without a measure it only shows that it is busy
        self._bar.setValue(int(job.part * _PARTS))
        self._bar.setAccessibleDescription(f"{job.label}, {job.part:.0%} done" if job.part else job.label)
        self.stop.setEnabled(not stopping)
        self.stop.setVisible(job.can_stop)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.follow(self._job)


def heading(title: str, intro: str = "") -> QWidget:
    """Return a title with a paragraph under it."""
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(words(title, "title"))
    if intro:
        column.addWidget(words(intro, "quiet"))
    return block
