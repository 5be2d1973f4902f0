"""People: who they are, how they are reached, and the roles under which they may be granted access.

Rule: an authorised person is one whose role is in force on the day (D1); access ends when the role
ends. An office (such as an inspectorate) may stand as a person.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import AccessEndedError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

STANDING = "standing recipient"


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a holder is reached, so that a copy can be had back quickly (C5)."""

    telephone: str = ""
    email: str = ""
    address: str = ""
    out_of_hours: str = ""


class Role(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why somebody may be granted access, by what authority and how long."""

    role: str
    authority: str = ""
    start: date | None = None
    end: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the role lasts on `day`; its first and last days count."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class Person(msgspec.Struct, frozen=True):
    """Somebody who may ask for access or hold a copy."""

    person: str
    name: str
    post: str
    agency: str
    contact: Contact
    roles: tuple[Role, ...] = ()

    @property
    def title(self) -> str:
        """Name, post and agency on one line, each said once."""
        return ", ".join(dict.fromkeys(part for part in (self.name, self.post, self.agency) if part))

    def authorised(self, day: date) -> bool:
        """Whether any role is in force on `day`."""
        return any(role.in_force(day) for role in self.roles)


class PersonAdded(Event, frozen=True, kw_only=True, tag="person-added"):
    """A person was entered."""

    words: ClassVar[str] = "{name} ({post}, {agency}) was entered as {person}."

    person: str
    name: str
    post: str
    agency: str
    contact: Contact = Contact()

    def change(self, register: "Register", line: Line) -> None:
        """Add the person."""
        register.people[self.person] = Person(self.person, self.name, self.post, self.agency, self.contact)


class ContactChanged(Event, frozen=True, kw_only=True, tag="contact-changed"):
    """A person's contact details were changed."""

    words: ClassVar[str] = "The contact details of {person} were changed."

    person: str
    contact: Contact

    def change(self, register: "Register", line: Line) -> None:
        """Replace the contact details."""
        person = register.people[self.person]
        register.people[self.person] = msgspec.structs.replace(person, contact=self.contact)


class RoleGiven(Event, frozen=True, kw_only=True, tag="role-given"):
    """A person was given a role."""

    words: ClassVar[str] = "{person} was given the role: {role.role}."

    person: str
    role: Role

    def change(self, register: "Register", line: Line) -> None:
        """Add the role."""
        person = register.people[self.person]
        register.people[self.person] = msgspec.structs.replace(person, roles=(*person.roles, self.role))


class RoleEnded(Event, frozen=True, kw_only=True, tag="role-ended"):
    """A role came to its end."""

    words: ClassVar[str] = "The role of {person} as {role} ends on {end}."

    person: str
    role: str
    end: date

    def change(self, register: "Register", line: Line) -> None:
        """Set the last day of the role."""
        person = register.people[self.person]
        roles = tuple(
            msgspec.structs.replace(role, end=self.end)
            if role.role == self.role and _lasts(role, self.end)
            else role
            for role in person.roles
        )
        register.people[self.person] = msgspec.structs.replace(person, roles=roles)


def add(
    register: "Register",
    hand: Hand,
    *,
    name: str,
    post: str,
    agency: str,
    role: str,
    authority: str = "",
    start: date | None = None,
    end: date | None = None,
    contact: Contact | None = None,
) -> list[Event]:
    """Enter a person with the role under which they may be granted access (D1)."""
    person = register.next_reference("P", register.people)
    return [
        PersonAdded(
            person=person,
            name=facts.needed("the name", name),
            post=facts.needed("the post", post),
            agency=facts.needed("the agency", agency),
            contact=_kept(contact or Contact()),
        ),
        RoleGiven(person=person, role=_role(role, authority, start, end)),
    ]


def add_standing(register: "Register", hand: Hand) -> list[Event]:
    """Enter the standing recipients (C6) that are not there yet, each as an office to be reached."""
    there = {
        (person.post, person.agency)
        for person in register.people.values()
        if any(role.role == STANDING for role in person.roles)
    }
    known, events = list(register.people), list[Event]()
    for wanted in register.founded.settings.standing_recipients:
        if (wanted.post, wanted.agency) not in there:
            person = register.next_reference("P", known)
            known.append(person)
            events += [
                PersonAdded(person=person, name=wanted.post, post=wanted.post, agency=wanted.agency),
                RoleGiven(person=person, role=Role(STANDING, "Settings of the Board")),
            ]
    return events


def change_contact(register: "Register", hand: Hand, *, person: str, contact: Contact) -> list[Event]:
    """Replace how a person is reached."""
    return [ContactChanged(person=register.person(person).person, contact=_kept(contact))]


def give_role(
    register: "Register",
    hand: Hand,
    *,
    person: str,
    role: str,
    authority: str = "",
    start: date | None = None,
    end: date | None = None,
) -> list[Event]:
    """Give a person a further role."""
    return [RoleGiven(person=register.person(person).person, role=_role(role, authority, start, end))]


def end_role(
    register: "Register", hand: Hand, *, person: str, role: str, end: date | None = None
) -> list[Event]:
    """End a role; its last day is `end`, or the day of the act."""
    found = register.person(person)
    last = end or hand.day
    wanted = facts.needed("the role", role).casefold()
    for known in found.roles:
        if known.role.casefold() == wanted and _lasts(known, last):
            return [RoleEnded(person=found.person, role=known.role, end=last)]
    raise WrongStateError(
        thing=f"The role {role} of {found.name}",
        state=f"not in force on {dates.day(last)}",
        act="ended",
        advice="See the person's roles.",
    )


def authorised(person: Person, day: date) -> None:
    """Raise AccessEndedError unless one of the person's roles is in force on `day`."""
    if not person.authorised(day):
        raise AccessEndedError(person=f"{person.person} {person.name}", day=dates.day(day))


def _kept(contact: Contact) -> Contact:
    kept = {
        fact: facts.optional(f"the {fact.replace('_', ' ')}", text)
        for fact, text in msgspec.structs.asdict(contact).items()
    }
    return Contact(**kept)


def _role(role: str, authority: str, start: date | None, end: date | None) -> Role:
    if start and end:
        dates.not_before("The last day", end, start, "it lies before the first")
    return Role(
        role=facts.needed("the role", role),
        authority=facts.optional("the authority", authority),
        start=start,
        end=end,
    )


def _lasts(role: Role, last: date) -> bool:
    """Whether ending the role on `last` would end it: it began by then and has no earlier end."""
    return (role.start is None or role.start <= last) and (role.end is None or role.end > last)
