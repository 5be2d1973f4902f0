"""The open vault: navigation on the left, the screen beside it, the status line below.

Rule: the shell is made when a vault is opened and thrown away when it is locked, with everything it showed.
"""

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.custody import finding
from desktop.custody.errors import StrongroomError
from desktop.custody.finding import Found, Search
from desktop.custody.text import shown
from desktop.office import opening
from desktop.ui.banner import Banner, Notice
from desktop.ui.checking import DueCheck
from desktop.ui.desk import Desk
from desktop.ui.find import SCREENS, FindBox, FoundPage
from desktop.ui.notices import JobBar
from desktop.ui.screens.disclosure import DisclosureScreen
from desktop.ui.screens.documents import DocumentsScreen
from desktop.ui.screens.ending import EndScreen
from desktop.ui.screens.incidents import IncidentsScreen
from desktop.ui.screens.ledger import LedgerScreen
from desktop.ui.screens.muster import CopiesAndMuster
from desktop.ui.screens.paged import PagedScreen
from desktop.ui.screens.people import PeopleScreen
from desktop.ui.screens.requests import RequestsScreen
from desktop.ui.screens.retention import RetentionScreen
from desktop.ui.screens.reviews import ReviewPages
from desktop.ui.screens.today import TodayScreen
from desktop.ui.screens.vault import VaultScreen
from desktop.ui.tables import begins_a_search
from desktop.ui.texts import words

if TYPE_CHECKING:
    from desktop.ui.screens.screen import Screen

Paged = PagedScreen | RequestsScreen | CopiesAndMuster | VaultScreen
"""The screens of several pages."""

_LONGEST_NAME = 60
_LETTERS = {"End of review": "E", "Retention": "R"}
"""Screens that open by a letter: the ten digits belong to others."""


class _Navigation(QListWidget):
    """The names of the screens; what is typed here is for the box that finds anything."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Pass on what begins a search."""
        if begins_a_search(event):
            event.ignore()
            return
        super().keyPressEvent(event)


class Shell(QWidget):
    """The screens. `lock_asked` tells that the person wants to lock the vault."""

    lock_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show today."""
        super().__init__(parent)
        self.desk = desk
        self.today = TodayScreen(desk)
        self.check = DueCheck(desk, self)
        self.screens: dict[str, Screen | Paged] = {
            screen.title: screen
            for screen in (
                self.today,
                ReviewPages(desk),
                DocumentsScreen(desk),
                CopiesAndMuster(desk),
                RequestsScreen(desk),
                DisclosureScreen(desk),
                EndScreen(desk),
                PeopleScreen(desk),
                IncidentsScreen(desk),
                RetentionScreen(desk),
                LedgerScreen(desk),
                VaultScreen(desk),
            )
        }
        self.navigation = _Navigation()
        self.box = FindBox(desk)
        self.found = FoundPage()
        self._before = self.today.title
        self.pages = QStackedWidget()
        self.lock = QPushButton("&Lock")
        self.status = words("", "quiet")
        self.job_bar = JobBar()
        self.banner = Banner()
        self._lay_out()
        self.today.went.connect(self.go)
        self.box.answered.connect(self._show_found)
        self.box.failed.connect(self._refuse_to_find)
        self.box.handed_on.connect(self._go_on)
        self.found.opened.connect(self._open_found)
        self.found.left.connect(self._leave_found)
        self.check.said.connect(self.today.tell_check)
        desk.changed.connect(self._tell)
        desk.lanes.moved.connect(self._follow)
        self._tell()
        self.banner.tell(_standing(desk))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let what is typed outside any field begin a search."""
        if begins_a_search(event):
            self.box.begin(event.text())
            return
        super().keyPressEvent(event)

    def go(self, title: str, identity: str = "") -> None:
        """Show a screen, and a row of it if one is named."""
        self.navigation.setCurrentRow(list(self.screens).index(title))
        if identity:
            self.screens[title].reveal(identity)
        else:
            self.screens[title].enter()

    def _show_found(self, search: Search) -> None:
        """Open what was found alone, or show what was found."""
        exact = [found for found in search.found if found.why == finding.ITS_REFERENCE]
        alone = exact if len(exact) == 1 else search.found
        if len(alone) == 1 and (exact or search.total == 1):
            self._open_found(alone[0])
            self.box.rest()
            return
        self._turn_to_found()
        self.found.tell(search)

    def _refuse_to_find(self, error: StrongroomError) -> None:
        self._turn_to_found()
        self.found.refuse(error)

    def _turn_to_found(self) -> None:
        self._before = self._shown_title() or self._before
        self.navigation.setCurrentRow(-1)
        self.pages.setCurrentWidget(self.found)

    def _open_found(self, found: Found) -> None:
        """Show a row where its noun is shown; a letter, where what it is about is."""
        register = self.desk.register
        if found.noun == "letter":
            about = finding.named(register, register.letters[found.reference].about.split(",")[0])
            found = about or found
        title = SCREENS.get(found.noun, self.today.title)
        self.go(title, found.reference)

    def _leave_found(self) -> None:
        self.go(self._before)
        self.box.ready()

    def _go_on(self) -> None:
        """Go on from the box to what is shown."""
        shown = self._shown_title()
        if shown:
            self.screens[shown].enter()
        else:
            self.found.table.setFocus()

    def _shown_title(self) -> str:
        """Return the title of the screen that is shown, or nothing while that is what was found."""
        shown = self.pages.currentWidget()
        return next((title for title, screen in self.screens.items() if screen is shown), "")

    def _lay_out(self) -> None:
        gap = self.fontMetrics().height()
        self.navigation.setObjectName("navigation")
        self.navigation.setAccessibleName("Screens")
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        digits = itertools.count(1)
        for title, screen in self.screens.items():
            key = f"Ctrl+{_LETTERS.get(title) or next(digits) % 10}"
            item = QListWidgetItem(title)
            item.setToolTip(key)
            item.setSizeHint(QSize(0, gap * 2))
            self.navigation.addItem(item)
            self.pages.addWidget(screen)
            QShortcut(QKeySequence(key), self, lambda title=title: self.go(title))
        self.pages.addWidget(self.found)
        QShortcut(QKeySequence("Ctrl+K"), self, self.box.ready)
        self.navigation.currentRowChanged.connect(self._turn)
        self.navigation.setCurrentRow(0)
        self.lock.setToolTip("Ctrl+L")
        self.lock.setAccessibleName("Lock the vault")
        self.lock.setAutoDefault(True)
        self.lock.clicked.connect(self.lock_asked)
        side = QWidget()
        side.setObjectName("side")
        side.setFixedWidth(self.fontMetrics().averageCharWidth() * 22)
        column = QVBoxLayout(side)
        column.setContentsMargins(gap // 2, gap, gap // 2, gap)
        column.addWidget(self.navigation, 1)
        column.addWidget(self.lock)
        line = QWidget()
        line.setObjectName("status")
        row = QHBoxLayout(line)
        row.setContentsMargins(gap, gap // 3, gap, gap // 3)
        row.addWidget(self.status, 1)
        row.addWidget(self.job_bar, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top())
        right.addWidget(self.banner)
        right.addWidget(self.pages, 1)
        right.addWidget(line)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addLayout(right, 1)

    def _top(self) -> QWidget:
        """Return the strip with the box that finds anything."""
        gap = self.fontMetrics().height()
        strip = QWidget()
        strip.setObjectName("top")
        row = QHBoxLayout(strip)
        row.setContentsMargins(gap * 3 // 2, gap // 3, gap * 3 // 2, gap // 3)
        self.box.setMaximumWidth(self.fontMetrics().averageCharWidth() * 70)
        row.addWidget(self.box, 4)
        row.addStretch(1)
        return strip

    def _turn(self, row: int) -> None:
        if row >= 0:
            self.pages.setCurrentIndex(row)

    def _tell(self) -> None:
        register = self.desk.register
        operator = register.operators[self.desk.office.vault.operator].name
        self.status.setText(
            f"{shown(register.founded.name, _LONGEST_NAME)}. {shown(operator, _LONGEST_NAME)}."
            f" Ledger entry {register.head.number:,}."
        )
        waiting = len(self.today.tasks())
        item = self.navigation.item(0)
        item.setText(f"Today ({waiting:,})" if waiting else "Today")

    def _follow(self) -> None:
        jobs = self.desk.lanes.jobs
        self.job_bar.follow(jobs[0] if jobs else None)


def _standing(desk: Desk) -> Notice | None:
    """Return what holds for the whole vault, if anything does, the gravest first."""
    finding = desk.office.finding
    if finding is not None:
        title = "This vault is not as it was left"
        safe = (
            f"What stands in it up to entry {desk.register.head.number:,} can be read, and papers can be"
            " checked against it; nothing can be recorded."
        )
        after = f"{finding.hint} To restore, lock the vault and choose “Restore from a backup…”."
        return Notice(title, f"{finding.message} {safe}", after, grave=True)
    if not desk.closed:
        return None
    text = "Nothing can be recorded here, so no document can be shown and no copy can be made or lent."
    again = "lock the vault here and unlock it without “For reading only”."
    holder = _holder(desk)
    if holder is None:
        return Notice("Open for reading only", text, f"To record something, {again}")
    title = f"Open for reading only: {holder.who} on {holder.host} has had it open since {holder.since_when}"
    text += f" What is entered there (program {holder.pid}) from now on does not appear here."
    return Notice(title, text, f"To record something, have it closed there, {again}")


def _holder(desk: Desk) -> opening.Holder | None:
    try:
        return opening.holder(desk.office.vault.folder)
    except StrongroomError:  # it was open a moment ago; who has it is the least of what is wrong now
        return None
