"""A screen of several pages: each is a screen of its own, behind a tab.

Rule: a page is one line of the screen's `pages`. A reference is shown on the page whose references begin like
it, and otherwise on the first.
"""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from PySide6.QtWidgets import QTabWidget, QWidget

from desktop.ui.desk import Desk
from desktop.ui.screens.screen import Screen


class Page(NamedTuple):
    """A page: its screen, the name of its tab, and how the references begin that it shows."""

    screen: type[Screen]
    tab: str
    begins: str = ""


class PagedScreen(QTabWidget):
    """The pages. Subclasses say which there are, and what kind of thing the tabs choose."""

    title = ""
    kinds = ""
    """What a screen reader is told that the tabs are."""
    pages: ClassVar[Sequence[Page]] = ()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show the first page."""
        super().__init__(parent)
        self.setAccessibleName(self.kinds)
        self.setDocumentMode(True)
        self.screens = [(page, page.screen(desk)) for page in self.pages]
        for page, screen in self.screens:
            self.addTab(screen, page.tab)

    @property
    def first(self) -> Screen:
        """The first page."""
        return self.screens[0][1]

    def enter(self) -> None:
        """Put the cursor on the page that is shown."""
        self.screens[self.currentIndex()][1].enter()

    def reveal(self, identity: str) -> None:
        """Choose the row of that id, on the page that is about it."""
        fitting = [
            screen for page, screen in self.screens if page.begins and identity.startswith(page.begins)
        ]
        screen = fitting[0] if fitting else self.first
        self.setCurrentWidget(screen)
        screen.reveal(identity)
