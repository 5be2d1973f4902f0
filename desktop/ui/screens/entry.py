"""A muster or a batch on the screen: one at a time, and a line in which its copies are entered.

Rule: a copy is entered by one line, from the keyboard or a scanner, and the cursor stays in it. What a line
says is for the rules to judge. One that was begun since is shown, whoever began it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.custody.errors import StrongroomError
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice
from desktop.ui.notices import Complaint
from desktop.ui.screens.screen import Screen
from desktop.ui.texts import harmless, words

_CHARACTERS = 36
"""As many of the choice are always seen."""


class Undertaking(Protocol):
    """What two people do together over hours or days."""

    @property
    def state(self) -> str:
        """How it stands, in a word or two."""

    @property
    def begun(self) -> date:
        """The day on which it was begun."""


class EntryScreen(Screen):
    """Shows one undertaking. Subclasses say which there are, their fields, and what an entry does."""

    hint = ""
    """What may be typed in the line."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen."""
        self.which = Choice([], prompt="")
        self.which.setMinimumContentsLength(_CHARACTERS)
        self.standing = words("")
        self.line = QLineEdit()
        self.last = words("", "strong")
        self.complaint = Complaint()
        self.entry = QWidget()
        super().__init__(desk, parent)
        self.which.currentIndexChanged.connect(lambda _at: self.show_undertaking())

    def undertakings(self) -> Iterable[tuple[str, Undertaking]]:
        """Return all there ever were, by reference, the oldest first."""
        raise NotImplementedError

    def fields(self) -> Sequence[tuple[str, QWidget, int]]:
        """Return the fields of the line, each with its label and its share of the width."""
        raise NotImplementedError

    def beside(self) -> Sequence[QWidget]:
        """Return what stands beside the choice."""
        return ()

    def show_undertaking(self) -> None:
        """Show the one that is chosen; `show_entry` says whether copies may still be entered."""
        raise NotImplementedError

    def above(self) -> QWidget:
        """Return which it is, how far it is, and the line in which copies are entered."""
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(self.which)
        for widget in self.beside():
            top.addWidget(widget, 1)
        column.addLayout(top)
        column.addWidget(self.standing)
        row = QHBoxLayout(self.entry)
        row.setContentsMargins(0, 0, 0, 0)
        for label, field, share in self.fields():
            title = QLabel(label)
            title.setBuddy(field)
            field.setAccessibleName(label.replace("&", ""))
            row.addWidget(title)
            row.addWidget(field, share)
        self.line.setPlaceholderText(self.hint)
        self.line.setAccessibleDescription(self.hint)
        for widget in (self.entry, self.last, self.complaint):
            column.addWidget(widget)
        return whole

    def refresh(self) -> None:
        """Read the register again; one that was begun since is shown."""
        before = {self.which.itemData(at) for at in range(self.which.count())}
        known = [
            (reference, f"{reference}, {one.state}, {rows.short_day(one.begun)}")
            for reference, one in reversed([*self.undertakings()])
        ]
        self.which.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.which.offer(known)
        if known and known[0][0] not in before:
            self.which.setCurrentIndex(0)
        self.which.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self.show_undertaking()

    def enter(self) -> None:
        """Put the cursor in the line while copies may be entered."""
        if self.entry.isVisibleTo(self):
            self.line.setFocus()
        else:
            super().enter()

    def reveal(self, identity: str) -> None:
        """Show the one of that reference."""
        self.refresh()
        self.which.choose(identity)
        self.enter()

    def show_entry(self, *, known: bool, is_open: bool) -> None:
        """Offer the line while the one that is shown is open; then read the table again."""
        self.entry.setVisible(is_open and not self.desk.closed)
        self.last.setVisible(is_open)
        self.which.setVisible(known)
        if not is_open:
            self.complaint.clear()
        super().refresh()

    def say(self, told: str, copy: str) -> None:
        """Say what came of a line, and choose its copy."""
        self.last.setText(harmless(told))
        self.last.setAccessibleName(harmless(told))
        self.table.choose(copy)

    def refuse(self, error: StrongroomError) -> None:
        """Say why a line was not entered."""
        self.last.clear()
        self.complaint.tell(error)
