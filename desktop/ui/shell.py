"""The open vault: navigation on the left, the screen beside it, the status line below.

Rule: the shell is made when a vault is opened and thrown away when it is locked, with everything it showed.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.custody.text import shown
from desktop.ui.desk import Desk
from desktop.ui.notices import JobBar
from desktop.ui.screens.copies import CopiesScreen
from desktop.ui.screens.documents import DocumentsScreen
from desktop.ui.screens.ledger import LedgerScreen
from desktop.ui.screens.people import PeopleScreen
from desktop.ui.screens.requests import RequestsScreen
from desktop.ui.screens.reviews import ReviewsScreen
from desktop.ui.screens.today import TodayScreen
from desktop.ui.texts import words

if TYPE_CHECKING:
    from desktop.ui.screens.screen import Screen

_LONGEST_NAME = 60


class Shell(QWidget):
    """The seven screens. `lock_asked` tells that the person wants to lock the vault."""

    lock_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show today."""
        super().__init__(parent)
        self.desk = desk
        self.today = TodayScreen(desk)
        self.screens: dict[str, Screen | RequestsScreen] = {
            screen.title: screen
            for screen in (
                self.today,
                ReviewsScreen(desk),
                DocumentsScreen(desk),
                CopiesScreen(desk),
                RequestsScreen(desk),
                PeopleScreen(desk),
                LedgerScreen(desk),
            )
        }
        self.navigation = QListWidget()
        self.pages = QStackedWidget()
        self.lock = QPushButton("&Lock")
        self.status = words("", "quiet")
        self.job_bar = JobBar()
        self._lay_out()
        self.today.went.connect(self.go)
        desk.changed.connect(self._tell)
        desk.lanes.moved.connect(self._follow)
        self._tell()

    def go(self, title: str, identity: str = "") -> None:
        """Show a screen, and a row of it if one is named."""
        self.navigation.setCurrentRow(list(self.screens).index(title))
        if identity:
            self.screens[title].reveal(identity)
        else:
            self.screens[title].enter()

    def _lay_out(self) -> None:
        gap = self.fontMetrics().height()
        self.navigation.setObjectName("navigation")
        self.navigation.setAccessibleName("Screens")
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, (title, screen) in enumerate(self.screens.items(), 1):
            item = QListWidgetItem(title)
            item.setToolTip(f"Ctrl+{number}")
            item.setSizeHint(QSize(0, gap * 2))
            self.navigation.addItem(item)
            self.pages.addWidget(screen)
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda title=title: self.go(title))
        self.navigation.currentRowChanged.connect(self.pages.setCurrentIndex)
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
        right.addWidget(self.pages, 1)
        right.addWidget(line)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addLayout(right, 1)

    def _tell(self) -> None:
        register = self.desk.register
        operator = register.operators[self.desk.office.vault.operator].name
        reading = ". Read only: nothing can be recorded" if self.desk.office.vault.read_only else ""
        self.status.setText(
            f"{shown(register.founded.name, _LONGEST_NAME)}. {shown(operator, _LONGEST_NAME)}."
            f" Ledger entry {register.head.number:,}{reading}."
        )
        waiting = len(self.today.tasks())
        item = self.navigation.item(0)
        item.setText(f"Today ({waiting:,})" if waiting else "Today")

    def _follow(self) -> None:
        jobs = self.desk.lanes.jobs
        self.job_bar.follow(jobs[0] if jobs else None)
