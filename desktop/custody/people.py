"""People: who they are, how they are reached, and the roles under which they may be granted access.

Rule: an authorised person is one whose role is in force on the day (D1); access ends when the role
ends. A role that names a review, as panel membership does, counts for that review's documents alone. An
office (such as an inspectorate) may stand as a person.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import AccessEndedError, FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register

STANDING = "standing recipient"
INDEPENDENT = "independent"
"""The agency of somebody who is of none."""


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
    review: str = ""
    """The one review for whose documents it counts; empty for a role that counts for every review."""
    outside: bool = False
    """Whether it stands outside the process of the review, so that the gates apply (D4)."""

    def in_force(self, day: date, review: str | None = None) -> bool:
        """Whether the role lasts on `day`, first and last days included, and counts for `review` if given."""
        lasts = (self.start is None or self.start <= day) and (self.end is None or day <= self.end)
        return lasts and (review is None or self.review in {"", review})


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
        return ", ".join(dict.fromkeys((self.name, *posted(self.post, self.agency))))

    def in_force(self, day: date, review: str | None = None) -> list[Role]:
        """Return the roles that last on `day`; with `review`, those that count for its documents."""
        return [role for role in self.roles if role.in_force(day, review)]

    def authorised(self, day: date, review: str | None = None) -> bool:
        """Whether a role is in force on `day`; with `review`, one that counts for its documents."""
        return bool(self.in_force(day, review))

    def outside(self, day: date, review: str) -> bool:
        """Whether every role that is in force for `review` stands outside its process."""
        roles = self.in_force(day, review)
        return bool(roles) and all(role.outside for role in roles)


class PersonAdded(Event, frozen=True, kw_only=True, tag="person-added"):
    """A person was entered."""

    person: str
    name: str
    post: str
    agency: str
    contact: Contact = Contact()

    def change(self, register: "Register", line: Line) -> None:
        """Add the person."""
        register.people[self.person] = Person(self.person, self.name, self.post, self.agency, self.contact)

    def said(self) -> str:
        """Return who was entered, and under which reference."""
        return f"{self.name} ({', '.join(posted(self.post, self.agency))}) was entered as {self.person}."


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

    person: str
    role: Role

    def change(self, register: "Register", line: Line) -> None:
        """Add the role."""
        person = register.people[self.person]
        register.people[self.person] = msgspec.structs.replace(person, roles=(*person.roles, self.role))

    def said(self) -> str:
        """Return which role, and for which review."""
        return f"{self.person} was given the role: {named(self.role.role, self.role.review)}."


class RoleEnded(Event, frozen=True, kw_only=True, tag="role-ended"):
    """A role came to its end."""

    person: str
    role: str
    end: date
    review: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Set the last day of the role."""
        person = register.people[self.person]
        roles = tuple(
            msgspec.structs.replace(role, end=self.end)
            if (role.role, role.review) == (self.role, self.review) and _lasts(role, self.end)
            else role
            for role in person.roles
        )
        register.people[self.person] = msgspec.structs.replace(person, roles=roles)

    def said(self) -> str:
        """Return which role ends, and when."""
        return f"The role of {self.person} as {named(self.role, self.review)} ends on {dates.day(self.end)}."


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
    review: str = "",
    outside: bool = False,
    contact: Contact | None = None,
) -> list[Event]:
    """Enter a person with the role under which they may be granted access (D1); see `give_role`."""
    person = register.next_reference("P", register.people)
    return [
        PersonAdded(
            person=person,
            name=facts.needed("the name", name),
            post=facts.needed("the post", post),
            agency=facts.needed("the agency", agency),
            contact=_kept(contact or Contact()),
        ),
        RoleGiven(
            person=person,
            role=_role(register, Role(role, authority, start, end, review, outside)),
        ),
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
    review: str = "",
    outside: bool = False,
) -> list[Event]:
    """Give a person a further role, for one `review` or, if none is named, for every one.

    A role on a panel is one of a review's: the only review there is need not be named.
    """
    given = _role(register, Role(role, authority, start, end, review, outside))
    return [RoleGiven(person=register.person(person).person, role=given)]


def end_role(
    register: "Register", hand: Hand, *, person: str, role: str, end: date | None = None, review: str = ""
) -> list[Event]:
    """End a role; its last day is `end`, or the day of the act.

    `review` tells roles of one name apart: the one that counts for every review has none.
    """
    found = register.person(person)
    last = end or hand.day
    wanted = facts.needed("the role", role).casefold()
    of = register.review(review).review if review.strip() else None
    lasting = [
        known
        for known in found.roles
        if known.role.casefold() == wanted and _lasts(known, last) and of in {None, known.review}
    ]
    if not lasting:
        raise WrongStateError(
            thing=f"The role {role} of {found.name}",
            state=f"not in force on {dates.day(last)}",
            act="ended",
            advice="See the person's roles.",
        )
    lasting = [known for known in lasting if known.review == (of or "")] or lasting
    if len({known.review for known in lasting}) > 1:
        why = f"{found.name} has the role {role} for {', '.join(known.review for known in lasting)}"
        raise FactMissingError(fact="the review", why=why)
    return [RoleEnded(person=found.person, role=lasting[0].role, end=last, review=lasting[0].review)]


def panel(register: "Register", review: str, day: date) -> list[Person]:
    """Return who may be granted access to a review's documents on `day`: its panel, and whoever else may."""
    found = register.review(review).review
    return [person for person in register.people.values() if person.authorised(day, found)]


def authorised(person: Person, day: date, review: str) -> None:
    """Raise AccessEndedError unless a role of the person's is in force on `day` and counts for `review`."""
    if not person.authorised(day, review):
        raise AccessEndedError(person=f"{person.person} {person.name}", review=review, day=dates.day(day))


def posted(post: str, agency: str) -> tuple[str, ...]:
    """Return post and agency, each said once; an independent post is not said to be independent again."""
    if folded(agency) == INDEPENDENT and INDEPENDENT in folded(post).split():
        return (post,)
    return tuple(dict.fromkeys(part for part in (post, agency) if part))


def on_a_panel(role: str) -> bool:
    """Whether a role is on the panel of a review, by its name; the Overview Panel is no review's."""
    named = folded(role).split()
    return "panel" in named and "overview" not in named


def named(role: str, review: str) -> str:
    """Return a role in words, with the review for which alone it counts."""
    return f"{role} (review {review})" if review else role


def _kept(contact: Contact) -> Contact:
    kept = {
        fact: facts.optional(f"the {fact.replace('_', ' ')}", text)
        for fact, text in msgspec.structs.asdict(contact).items()
    }
    return Contact(**kept)


def _role(register: "Register", wanted: Role) -> Role:
    """Return a role as it is kept; raise what is wrong with it."""
    if wanted.start and wanted.end:
        dates.not_before("The last day", wanted.end, wanted.start, "it lies before the first")
    role = facts.needed("the role", wanted.role)
    review = register.review(wanted.review).review if wanted.review.strip() else ""
    if not review and on_a_panel(role):
        known = list(register.reviews)
        if len(known) > 1:
            why = f"a {role} is on the panel of one review, and there are {len(known)} reviews"
            raise FactMissingError(fact="the review", why=why)
        review = known[0] if known else ""  # who is entered before any review counts for those to come
    return msgspec.structs.replace(
        wanted, role=role, authority=facts.optional("the authority", wanted.authority), review=review
    )


def _lasts(role: Role, last: date) -> bool:
    """Whether ending the role on `last` would end it: it began by then and has no earlier end."""
    return (role.start is None or role.start <= last) and (role.end is None or role.end > last)
