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

from desktop.custody.errors import StrongroomError
from desktop.custody.text import shown
from desktop.office import opening
from desktop.ui.banner import Banner, Notice
from desktop.ui.checking import DueCheck
from desktop.ui.desk import Desk
from desktop.ui.notices import JobBar
from desktop.ui.screens.copies import CopiesScreen
from desktop.ui.screens.documents import DocumentsScreen
from desktop.ui.screens.ledger import LedgerScreen
from desktop.ui.screens.people import PeopleScreen
from desktop.ui.screens.requests import RequestsScreen
from desktop.ui.screens.reviews import ReviewsScreen
from desktop.ui.screens.today import TodayScreen
from desktop.ui.screens.vault import VaultScreen
from desktop.ui.texts import words

if TYPE_CHECKING:
    from desktop.ui.screens.screen import Screen

_LONGEST_NAME = 60


class Shell(QWidget):
    """The eight screens. `lock_asked` tells that the person wants to lock the vault."""

    lock_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show today."""
        super().__init__(parent)
        self.desk = desk
        self.today = TodayScreen(desk)
        self.check = DueCheck(desk, self)
        self.screens: dict[str, Screen | RequestsScreen | VaultScreen] = {
            screen.title: screen
            for screen in (
                self.today,
                ReviewsScreen(desk),
                DocumentsScreen(desk),
                CopiesScreen(desk),
                RequestsScreen(desk),
                PeopleScreen(desk),
                LedgerScreen(desk),
                VaultScreen(desk),
            )
        }
        self.navigation = QListWidget()
        self.pages = QStackedWidget()
        self.lock = QPushButton("&Lock")
        self.status = words("", "quiet")
        self.job_bar = JobBar()
        self.banner = Banner()
        self._lay_out()
        self.today.went.connect(self.go)
        self.check.said.connect(self.today.tell_check)
        desk.changed.connect(self._tell)
        desk.lanes.moved.connect(self._follow)
        self._tell()
        self.banner.tell(_standing(desk))

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
        right.addWidget(self.banner)
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
