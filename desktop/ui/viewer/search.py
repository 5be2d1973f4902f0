"""The box that searches a document: how often a text stands in it, and the way from one place to the next.

Rule: a search goes through the document block by block, from the page that is looked at, so its first hit
comes soon and another search can take its place. What was searched is not recorded: the view is (B9). Where
pages could not be searched that is said: nobody takes them for pages on which the text does not stand.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.office import viewing
from desktop.office.printing import OpenMaster
from desktop.ui.desk import Desk
from desktop.ui.texts import words
from desktop.ui.viewer.view import Hit

if TYPE_CHECKING:
    from desktop.ui.work import Job

_BLOCK = 50
"""Pages that are searched in one step."""
_MOST_HITS = 10_000
"""After so many a search ends: nobody goes through more."""
_LONGEST = 200
"""Characters that are looked for."""
_NONE = "Not found. A scanned page has no words to search."


class SearchBar(QWidget):
    """Searches; `found` tells of all hits so far and of the one to look at."""

    found = Signal(object, object)

    def __init__(
        self, desk: Desk, document: str, master: OpenMaster, pages: int, parent: QWidget | None = None
    ) -> None:
        """Wait for a text."""
        super().__init__(parent)
        self._desk, self._document, self._master, self._pages = desk, document, master, pages
        self._sought = ""
        self._left: list[tuple[int, int]] = []
        """The blocks that are to be searched yet, by their first and last pages."""
        self._unread: list[tuple[int, int]] = []
        """Those that could not be searched."""
        self._job: Job | None = None
        self._turn = 0
        """Which search this is; what an earlier one finds is not heard."""
        self.page = 1
        """The page that is looked at, from which a search begins."""
        self.hits: list[Hit] = []
        self.present: Hit | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText("Search in the document")
        self.line.setAccessibleName("Search in the document")
        self.line.setClearButtonEnabled(True)
        self.line.setMaxLength(_LONGEST)
        self.line.setMinimumWidth(self.fontMetrics().averageCharWidth() * 36)
        self.line.returnPressed.connect(self._entered)
        self.line.textChanged.connect(self._emptied)
        self.said = words("", "quiet")
        self.said.setWordWrap(False)
        self.back = self._button("Pre&vious hit", lambda: self.step(-1))
        self.on = self._button("Ne&xt hit", lambda: self.step(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.line, self.back, self.on, self.said):
            row.addWidget(widget)
        row.addStretch(1)
        self._tell()

    def seek(self, text: str) -> None:
        """Begin a search; an empty text ends it."""
        self._turn += 1
        self._sought, self.hits, self.present = text.strip(), [], None
        self._left, self._unread = [], []
        if self._sought:
            first = self.page
            blocks = [*range(first, self._pages + 1, _BLOCK), *range(1, first, _BLOCK)]
            ends = [min(at + _BLOCK - 1, self._pages if at >= first else first - 1) for at in blocks]
            self._left = list(zip(blocks, ends, strict=True))
            self._search(self._turn)
        self.found.emit(self.hits, None)
        self._tell()

    def stop(self) -> None:
        """Search no further."""
        self._turn += 1
        if self._job is not None:
            self._job.cancel()

    def step(self, step: int) -> None:
        """Look at the next hit, or with -1 at the one before."""
        if self.hits:
            self._look_at(self.hits[(self._at() + step) % len(self.hits)])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go on with F3."""
        if event.key() == Qt.Key.Key_F3:
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return
        super().keyPressEvent(event)

    def _emptied(self, text: str) -> None:
        if not text:
            self.seek("")

    def _entered(self) -> None:
        """Search, or go on with what was searched."""
        if self.line.text().strip() == self._sought:
            self.step(1)
        else:
            self.seek(self.line.text())

    def _search(self, turn: int) -> None:
        first, last = self._left[0]
        self._job = self._desk.run(
            viewing.find(
                self._desk.office, self._document, self._master, self._sought, first=first, last=last
            ),
            owner=self,
            done=lambda hits: self._came(turn, hits),
            failed=lambda _error: self._failed(turn),
        )

    def _came(self, turn: int, hits: Sequence[Hit]) -> None:
        if turn != self._turn:
            return
        hits = hits[: _MOST_HITS - len(self.hits)]
        self.hits = sorted([*self.hits, *hits], key=lambda hit: hit.page)
        if hits and self.present is None:
            self._look_at(hits[0])
        elif hits:
            self.found.emit(self.hits, None)
        self._go_on(turn)

    def _failed(self, turn: int) -> None:
        if turn == self._turn:
            self._unread.append(self._left[0])
            self._go_on(turn)

    def _go_on(self, turn: int) -> None:
        """Search the next block, if more is wanted."""
        self._left = self._left[1:] if len(self.hits) < _MOST_HITS else []
        if self._left:
            self._search(turn)
        self._tell()

    def _look_at(self, hit: Hit) -> None:
        self.present = hit
        self.found.emit(self.hits, hit)
        self._tell()

    def _at(self) -> int:
        """Return which hit is looked at, from 0; two may stand in one place."""
        return next((at for at, hit in enumerate(self.hits) if hit is self.present), -1)

    def _tell(self) -> None:
        self.back.setEnabled(bool(self.hits))
        self.on.setEnabled(bool(self.hits))
        told: list[str] = []
        if self.hits:
            more = " and more" if len(self.hits) >= _MOST_HITS else ""
            told.append(f"{self._at() + 1:,} of {len(self.hits):,}{more}")
        elif self._sought and not self._left and not self._unread:
            told.append(_NONE)
        if self._unread:
            told.append(f"Not searched: pages {_ranges(self._unread)}.")
        if self._left:
            told.append("Searching …")
        self.said.setText(" ".join(told))
        self.said.setAccessibleName(self.said.text())

    def _button(self, label: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(label)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button


def _ranges(blocks: Sequence[tuple[int, int]]) -> str:
    return ", ".join(f"{first:,} to {last:,}" for first, last in sorted(blocks))
