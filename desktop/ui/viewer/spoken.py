"""The words of the page that is looked at, for a screen reader and for large letters (K3).

Rule: words are what the document says it writes; a scanned page has none, and that is said. They cannot be
copied: what leaves the window is an export, which is recorded. What was copied elsewhere stays.
"""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.custody.errors import StrongroomError
from desktop.custody.text import shown
from desktop.office import viewing
from desktop.office.printing import OpenMaster
from desktop.ui.desk import Desk

_LONGEST = 400
_NEAR = 0.6
"""Part of a line's height by which words of one line may stand apart."""


class _Area(Protocol):
    @property
    def top(self) -> float: ...
    @property
    def bottom(self) -> float: ...


class _Word(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def area(self) -> _Area: ...


class PageWords(QPlainTextEdit):
    """Shows the words of one page."""

    def __init__(self, desk: Desk, document: str, master: OpenMaster, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._desk, self._document, self._master = desk, document, master
        self._page = 0
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)  # no drag, no menu
        self.setAccessibleName("The words of the page")

    def show_page(self, page: int) -> None:
        """Read the words of a page, from 1, while they are to be seen."""
        if page == self._page or not self.isVisible():
            return
        self._page = page
        self._desk.run(
            viewing.words(self._desk.office, self._document, self._master, page),
            owner=self,
            done=lambda words: self._tell(page, in_lines(words) or "No words: the page is a picture."),
            failed=lambda error: self._failed(page, error),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move; what would copy does nothing."""
        if any(map(event.matches, (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut))):
            event.accept()
            return
        super().keyPressEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's name
        """Let nothing be copied by any other way either."""
        return None  # type: ignore[return-value]  # an object of Python would outlive Python on the clipboard

    def _failed(self, page: int, error: StrongroomError) -> None:
        self._tell(page, error.message)

    def _tell(self, page: int, text: str) -> None:
        if page == self._page:
            self.setPlainText(text)
            self.setAccessibleName(f"The words of page {page}")


def in_lines(words: Sequence[_Word]) -> str:
    """Return words line by line, as they stand on the page."""
    lines: list[list[str]] = []
    bottom = float("-inf")
    for word in words:
        high = word.area.bottom - word.area.top
        if not lines or abs(word.area.bottom - bottom) > high * _NEAR:
            lines.append([])
            bottom = word.area.bottom
        lines[-1].append(shown(word.text, _LONGEST))
    return "\n".join(" ".join(line) for line in lines)
