"""People: who may be granted access, how they are reached, what they hold."""

from collections.abc import Sequence

from desktop.custody.people import Person
from desktop.ui import rows
from desktop.ui.dialogs.people import AddPerson, AddStanding, ChangeContact, EndRole, GiveRole
from desktop.ui.dialogs.requests import RecordRequest
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column


class PeopleScreen(Screen):
    """The people."""

    title = "People"
    noun = "person"
    empty_title = "Nobody has been entered yet."
    empty_hint = "Add the people who may ask for access or hold a copy, with the role that lets them."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Name", lambda person: person.name),
            Column("Post", lambda person: person.post),
            Column("Agency", lambda person: person.agency),
            Column("Access", self._access, whole=True),
            Column("Copies held", lambda person: str(len(self._held(person))), right=True),
            Column(
                "Reference", lambda person: person.person, lambda person: rows.reference_key(person.person)
            ),
        ]

    def rows(self) -> Sequence[Person]:
        """Return the people by name."""
        return sorted(self.desk.register.people.values(), key=lambda person: person.name.casefold())

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

    def _access(self, person: Person) -> str:
        return "may be granted" if person.authorised(self.desk.today) else "no role in force"

    def _held(self, person: Person) -> list[str]:
        copies = self.desk.register.copies.values()
        return [copy.copy for copy in copies if copy.responsible == person.person]

    def _has_a_role(self, person: Person | None) -> str:
        if person is None:
            return needs_row(person)
        running = any(role.end is None or role.end > self.desk.today for role in person.roles)
        return "" if running else "No role is in force."
