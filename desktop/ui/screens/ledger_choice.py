"""Which entries of the ledger are shown: about what, by whom, of which days.

Rule: what is typed is judged by the rules when it is asked for, and stays as it was typed when it is refused.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.custody import account
from desktop.custody.errors import StrongroomError
from desktop.office import accounts
from desktop.office.accounts import View
from desktop.office.procedure import Procedure
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, DayField
from desktop.ui.flow import FlowLayout
from desktop.ui.notices import Complaint

_HINT = "A reference: SCR-2026-01, D-0001, D-0001/3, P-0001, …"


class LedgerChoice(QWidget):
    """The fields of a choice. `chosen` tells that `view` is another one."""

    chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Begin with every entry."""
        super().__init__(parent)
        self.desk = desk
        self.view = View()
        self.about = QLineEdit()
        self.about.setPlaceholderText(_HINT)
        self.about.setAccessibleDescription(_HINT)
        self.about.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)
        self.by = Choice([], prompt="Anybody")
        self.since = DayField("From")
        self.until = DayField("To")
        self.show_chosen = QPushButton("&Show")
        self.show_all = QPushButton("Show everythin&g")
        self.complaint = Complaint()
        self._lay_out()
        self._offer()
        desk.changed.connect(self._offer)
        for line in (self.about, self.since.line, self.until.line):
            line.returnPressed.connect(self.ask)
        self.show_chosen.clicked.connect(self.ask)
        self.show_all.clicked.connect(self.clear)

    def has_focus(self) -> bool:
        """Tell whether the cursor is in one of the fields."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def ask(self) -> None:
        """Have the entries found that the fields say."""
        self.complaint.clear()
        try:
            since, until = self.since.day(), self.until.day()
        except StrongroomError as error:
            self.complaint.tell(error)
            return

        def search() -> Procedure[View]:
            office = self.desk.office
            wanted = yield from office.asked(
                "ledger search",
                lambda: account.view(
                    office.register, about=self.about.text(), by=self.by.value(), since=since, until=until
                ),
            )
            if not wanted.whole:
                yield from accounts.search(office, wanted)
            return wanted

        self.desk.run(search(), owner=self, done=self._found, failed=self.complaint.tell)

    def clear(self) -> None:
        """Show every entry again."""
        self.about.clear()
        self.by.choose("")
        self.since.set_day(None)
        self.until.set_day(None)
        self.complaint.clear()
        self._found(View())

    def _found(self, wanted: View) -> None:
        self.view = wanted
        self.show_all.setEnabled(not wanted.whole)
        self.chosen.emit()

    def _offer(self) -> None:
        operators = self.desk.register.operators.values()
        self.by.offer([(one.operator, f"{one.name} ({one.operator})") for one in operators])

    def _lay_out(self) -> None:
        fields = QWidget()
        flow = FlowLayout(fields, self.fontMetrics().height() // 2)
        for label, field in (
            ("A&bout", self.about),
            ("B&y", self.by),
            ("&From", self.since),
            ("&To", self.until),
        ):
            title = QLabel(label)
            speaking = field.line if isinstance(field, DayField) else field
            title.setBuddy(speaking)
            speaking.setAccessibleName(f"{label.replace('&', '')}, which entries")
            pair = QWidget()  # kept on one line
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(title)
            row.addWidget(field, 1)
            flow.addWidget(pair)
        for button in (self.show_chosen, self.show_all):
            button.setAutoDefault(True)
            flow.addWidget(button)
        self.show_all.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(fields)
        column.addWidget(self.complaint)
