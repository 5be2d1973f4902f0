"""Pieces of text on the screen: headings, paragraphs, and facts with their labels.

Rule: text is plain and made harmless by `shown`, never read as mark-up; sizes follow the system's font.
"""

import re
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.custody.text import shown

Tone = Literal["title", "heading", "plain", "quiet", "strong", "error", "label"]
_SIZES: dict[Tone, float] = {"title": 1.6, "heading": 1.2}
_BOLD: frozenset[Tone] = frozenset({"title", "heading", "strong", "error"})
_LONGEST = 2_000
_ENDLESS = re.compile(r"[^\s/\\-]{41,}")
_BREAK = "\u200b"  # no width, no mark: only a place where a line may end
_SHORT_NAME = 20
"""Characters of a label that are kept on one line."""


def harmless(text: str) -> str:
    """Return text of several lines made safe to show, line by line; an endless word may break anywhere."""
    lines = "\n".join(shown(line, _LONGEST) for line in text.split("\n"))
    return _ENDLESS.sub(lambda word: _BREAK.join(word[0]), lines)


def words(text: str, tone: Tone = "plain", parent: QWidget | None = None) -> QLabel:
    """Return a label that says `text` literally and wraps."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(harmless(text))
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * _SIZES.get(tone, 1.0))
    font.setBold(tone in _BOLD)
    label.setFont(font)
    return label


def selectable(label: QLabel) -> QLabel:
    """Let the text be selected and copied, with the keyboard too."""
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


class Facts(QWidget):
    """Pairs of label and value, one under the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(self.fontMetrics().height() // 3)
        self._grid.setHorizontalSpacing(self.fontMetrics().height())
        self._grid.setColumnStretch(1, 1)

    def tell(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these pairs instead; a pair without a value is left out."""
        while (item := self._grid.takeAt(0)) is not None:
            if (label := item.widget()) is not None:
                label.hide()
                label.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for number, (name, value) in enumerate(pair for pair in rows if pair[1]):
            said = selectable(words(value))
            said.setAccessibleName(f"{name}: {harmless(value)}")
            self._grid.addWidget(_short(name), number, 0, top)
            self._grid.addWidget(said, number, 1)

    def told(self) -> dict[str, str]:
        """Return what is shown."""
        items = [self._grid.itemAt(at) for at in range(self._grid.count())]
        cells = [item.widget() for item in items if item is not None]
        said = [label.text() for label in cells if isinstance(label, QLabel)]
        return dict(zip(said[::2], said[1::2], strict=True))


def _short(name: str) -> QLabel:
    label = words(name, "label")
    label.setWordWrap(len(name) > _SHORT_NAME)
    label.setMaximumWidth(label.fontMetrics().averageCharWidth() * _SHORT_NAME * 3 // 2)
    return label
