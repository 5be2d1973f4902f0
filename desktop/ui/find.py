"""Finding anything from anywhere: a box over the screens, and the page of what was found (K2).

Rule: a search is made when Enter is pressed, and recorded as one. A hand-held scanner types a code and Enter:
whatever is found alone opens at once, and the box is ready for the next. What is typed outside any field goes
into the box, so a scanner need not be aimed.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.custody.errors import StrongroomError
from desktop.custody.finding import LONGEST, Index, Search
from desktop.office import finding
from desktop.office.finding import Searched
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.fields import emptied
from desktop.ui.notices import Complaint
from desktop.ui.tables import Column, RowsModel, Table
from desktop.ui.texts import harmless, words

if TYPE_CHECKING:
    from desktop.ui.work import Job

SCREENS = {
    "person": "People",
    "review": "Reviews",
    "document": "Documents",
    "copy": "Copies",
    "access request": "Requests",
    "executive-summary request": "Requests",
    "submission": "Disclosure",
    "case of third-party health information": "Disclosure",
    "agency action plan": "Disclosure",
    "incident": "Incidents",
    "request for information": "Requests",
    "hold": "Retention",
    "disposal": "Retention",
    "review of a record": "Retention",
    "legal advice": "Disclosure",
    "muster": "Copies",
    "scanned paper": "Copies",
    "print job": "Copies",
    "proceedings": "Reviews",
    "destruction batch": "End of review",
    "objective": "Reviews",
    "Overview Panel pack": "Reviews",
    "operator": "Vault",
    "backup medium": "Vault",
}
"""Where each noun is shown."""

_WHAT = "A scanned code, a reference, a name or other words; then Enter. Each search is recorded."

_HINT = (
    "Every word must match; capitals and accents do not matter. Try fewer words, or a reference such as"
    " D-0001/3. Documents that are kept apart are never found."
)


class FindBox(QLineEdit):
    """The box. `answered` brings what was found, `failed` why nothing was; `handed_on` gives them away."""

    answered = Signal(object)
    failed = Signal(object)
    handed_on = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.desk = desk
        self._index = Index()
        self._job: Job | None = None
        self._asked = ""
        self._opened = False
        self.setPlaceholderText("Find anything (Ctrl+K)")
        self.setAccessibleName("Find anything")
        self.setAccessibleDescription(_WHAT)
        self.setToolTip(f"{_WHAT} (Ctrl+K)")
        self.setMaxLength(LONGEST)
        self.setClearButtonEnabled(True)
        for clear in self.findChildren(QToolButton):
            clear.setAccessibleName("Empty the box")
        self.returnPressed.connect(self.search)

    def search(self) -> None:
        """Look for what was typed; the same again, at once, only goes on to what it found."""
        typed = self.text().strip()
        if self._job is not None or not typed:
            return
        if typed == self._asked:
            self.handed_on.emit()
            return
        self._asked, self._opened = typed, False
        searching = finding.search(self.desk.office, typed, self._index)
        self._job = self.desk.run(searching, owner=self, done=self._done, failed=self._failed)

    def begin(self, typed: str) -> None:
        """Take the cursor with what was typed outside any field, as a scanner does that nobody aimed."""
        self.ready()
        self.setText(typed)

    def ready(self) -> None:
        """Take the cursor, with what was typed chosen, so that the next word or scan replaces it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._asked = ""

    def rest(self) -> None:
        """Take the cursor back after what was found alone was opened; Enter again only goes on to it."""
        asked = self._asked
        self.ready()
        self._asked, self._opened = asked, True

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Read the register's words while somebody types, so that Enter need not wait."""
        super().focusInEvent(event)
        self._asked = ""
        QTimer.singleShot(0, self, self._read)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Forget what was found alone and opened, once the person goes elsewhere in the window."""
        super().focusOutEvent(event)
        if self._opened and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._opened = False
            self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Empty the box with Escape, and leave an empty one."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.text():
                self.handed_on.emit()
            emptied(self)
            return
        super().keyPressEvent(event)

    def _read(self) -> None:
        self._index.read(self.desk.register)

    def _done(self, searched: Searched) -> None:
        self._job = None
        self.answered.emit(searched.search)

    def _failed(self, error: StrongroomError) -> None:
        self._job, self._asked = None, ""
        self.failed.emit(error)


class FoundPage(QWidget):
    """What a search found. `opened` names a row to be shown; `left` that the person goes back."""

    opened = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without rows."""
        super().__init__(parent)
        self.heading = words("", "title")
        self.count = words("", "quiet")
        self.hint = words("")
        self.complaint = Complaint()
        self.model = RowsModel(_COLUMNS, lambda row: f"{row.noun} {row.reference}", self)
        self.table = Table(self.model, "Found, table")
        self.table.opened.connect(lambda: self.opened.emit(self.table.chosen_row()))
        QShortcut(
            QKeySequence(Qt.Key.Key_Escape),
            self,
            self.left.emit,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        gap = self.fontMetrics().height()
        column = QVBoxLayout(self)
        column.setContentsMargins(gap * 3 // 2, gap, gap * 3 // 2, gap // 2)
        column.setSpacing(gap * 3 // 4)
        for widget in (self.heading, self.count, self.hint, self.complaint):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addStretch(0)

    def tell(self, search: Search) -> None:
        """Show what a search found, best first."""
        self.complaint.clear()
        found = search.found
        title = f"Found for “{search.words}”" if found else f"Nothing is found for “{search.words}”"
        more = (
            f"The best {len(found)} of {search.total:,}; more words find fewer."
            if search.total > len(found)
            else ""
        )
        self.heading.setText(harmless(title))
        self.count.setText(more or f"{search.total:,} found. Enter opens the chosen one, Escape goes back.")
        self.count.setVisible(bool(found))
        self.hint.setText(harmless(search.advice or _HINT))
        self.hint.setVisible(not found)
        self.table.setVisible(bool(found))
        self.model.set_rows(found)
        self.table.fit()
        self.setAccessibleName(harmless(f"{title}. {self.count.text() if found else self.hint.text()}"))
        if found:
            self.table.selectRow(0)
            self.table.setFocus()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def refuse(self, error: StrongroomError) -> None:
        """Say why nothing was looked for."""
        self.heading.setText("Find anything")
        self.count.hide()
        self.hint.hide()
        self.table.hide()
        self.complaint.tell(error)


_COLUMNS = (
    Column("Reference", lambda row: row.reference, lambda row: rows.reference_key(row.reference)),
    Column("What", lambda row: row.noun[0].upper() + row.noun[1:], whole=True),
    Column("Found by", lambda row: row.why, whole=True),
    Column("Which", lambda row: row.line),
)
