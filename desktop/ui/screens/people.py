"""People: who may be granted access, how they are reached, what they hold.

Rule: the list shows everybody, or who may be granted access to one review's documents on a day (D1); the
rules say who that is.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.custody import people
from desktop.custody.errors import ImpossibleDateError
from desktop.custody.people import Person, Role
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.leaving import PersonLeaves
from desktop.ui.dialogs.people import AddPerson, AddStanding, ChangeContact, EndRole, GiveRole
from desktop.ui.dialogs.requests import RecordRequest
from desktop.ui.fields import Choice, DayField
from desktop.ui.flow import FlowLayout
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column
from desktop.ui.texts import harmless, words


class PeopleScreen(Screen):
    """The people."""

    title = "People"
    noun = "person"
    empty_title = "Nobody has been entered yet."
    empty_hint = "Add the people who may ask for access or hold a copy, with the role that lets them."

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the screen; everybody is shown first."""
        self.which = Choice([("", "Everybody")], prompt="")
        self.on = DayField("On which day")
        self.on.set_day(desk.today)
        self.on.line.setMinimumWidth(self.on.fontMetrics().horizontalAdvance("30 September 2026") * 5 // 4)
        self.note = words("", "error")
        super().__init__(desk, parent)
        self.which.currentIndexChanged.connect(lambda _at: self._choose())
        self.on.line.textChanged.connect(lambda _text: self._choose())

    def above(self) -> QWidget:
        """Return whom the list shows: everybody, or who is authorised for a review on a day."""
        bar = QWidget()
        flow = FlowLayout(bar, self.fontMetrics().height() // 2)
        for label, field in (("Show", self.which), ("On", self.on)):
            title = QLabel(label)
            title.setBuddy(field.line if isinstance(field, DayField) else field)
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(title)
            row.addWidget(field)
            flow.addWidget(pair)
        self.which.setAccessibleName("Show everybody, or who is authorised for a review")
        flow.addWidget(self.note)
        self.note.hide()
        return bar

    def refresh(self) -> None:
        """Read the register again, the reviews too."""
        panels = [
            (review, f"Authorised for {review}") for review, _text in rows.reviews_offered(self.desk.register)
        ]
        self.which.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.which.offer([("", "Everybody"), *panels])
        self.which.blockSignals(False)  # noqa: FBT003 - Qt's own
        super().refresh()

    def _choose(self) -> None:
        super().refresh()

    def _filter(self, text: str) -> None:
        super()._filter(text)
        if self.desk.register.people:
            self._pages.setCurrentIndex(1)  # an empty panel is no empty register
        self.note.setText(harmless(self._noted()))
        self.note.setVisible(bool(self.note.text()))

    def _noted(self) -> str:
        """Return why the list is not what was asked for, or empty."""
        try:
            day = self.on.day() or self.desk.today
        except ImpossibleDateError as error:
            return f"{error.message} Today's is shown."
        nobody = self._review() and not self.model.total
        return f"Nobody is authorised for {self._review()} on {rows.day(day)}." if nobody else ""

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Name", lambda person: person.name, last=True),
            Column("Post", lambda person: person.post),
            Column("Agency", lambda person: person.agency),
            Column("Access", self._access, whole=True),
            Column("Role", self._roles),
            Column("Copies held", lambda person: str(len(self._held(person))), right=True),
            Column(
                "Reference", lambda person: person.person, lambda person: rows.reference_key(person.person)
            ),
        ]

    def rows(self) -> Sequence[Person]:
        """Return the people by name: everybody, or those authorised for the chosen review."""
        register, review = self.desk.register, self._review()
        everybody = list(register.people.values())
        found = everybody if review is None else people.panel(register, review, self._day())
        return sorted(found, key=lambda person: person.name.casefold())

    def identify(self, row: Person) -> str:
        """Return the reference."""
        return row.person

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk = self.desk
        return [
            Offer(
                "&Add a person…", lambda _row: AddPerson(desk, self.window()), always, main=True, on_row=False
            ),
            Offer(
                "&Record a request…",
                lambda row: RecordRequest(desk, row.person, "", self.window()),
                needs_row,
            ),
            Offer(
                "Add the &standing recipients…",
                lambda _row: AddStanding(desk, self.window()),
                always,
                on_row=False,
            ),
            Offer("&Change contact…", lambda row: ChangeContact(desk, row, self.window()), needs_row),
            Offer("&Give a role…", lambda row: GiveRole(desk, row, self.window()), needs_row),
            Offer("&End a role…", lambda row: EndRole(desk, row, self.window()), self._has_a_role),
            Offer("Lea&ves the post…", lambda row: PersonLeaves(desk, row, self.window()), needs_row),
        ]

    def details(self, row: Person) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a person."""
        roles = "\n".join(rows.role_line(role, self.desk.today) for role in row.roles)
        return row.name, [
            ("Reference", row.person),
            ("Post", row.post),
            ("Agency", row.agency),
            ("Access", self._access(row)),
            ("Roles", roles),
            ("Telephone", row.contact.telephone),
            ("Out of hours", row.contact.out_of_hours),
            ("E-mail", row.contact.email),
            ("Address", row.contact.address),
            ("Copies held", ", ".join(self._held(row)) or "none"),
        ]

    def _review(self) -> str | None:
        return self.which.value() or None

    def _day(self) -> date:
        try:
            return self.on.day() or self.desk.today
        except ImpossibleDateError:  # what is wrong with it is said above the list
            return self.desk.today

    def _roles(self, person: Person) -> str:
        review = self._review()
        return "; ".join(_role_told(role, review) for role in person.in_force(self._day(), review))

    def _access(self, person: Person) -> str:
        return "may be granted" if person.authorised(self._day(), self._review()) else "no role in force"

    def _held(self, person: Person) -> list[str]:
        copies = self.desk.register.copies.values()
        return [copy.copy for copy in copies if copy.responsible == person.person]

    def _has_a_role(self, person: Person | None) -> str:
        if person is None:
            return needs_row(person)
        running = any(role.end is None or role.end > self.desk.today for role in person.roles)
        return "" if running else "No role is in force."


def _role_told(role: Role, review: str | None) -> str:
    """Return a role in a cell; the review that is chosen above the list need not be said again."""
    told = people.named(role.role, "" if role.review == review else role.review)
    return f"{told}, outside the process" if role.outside else told
