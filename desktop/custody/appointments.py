"""Who chairs the panel of a review, and who writes its overview report (E1).

Rule: the two are different people. The author chairs nothing, sits on no panel of the review and is of no
agency that contributes; nor is the chair of the panel. How it was seen that somebody is independent is
written down. An appointment is a role with its authority: access begins with it, and ends when it ends
(D1).
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from desktop.custody import dates, facts, people, reconsideration
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.people import Person
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

Office = Literal["chair of the panel", "overview author"]
CHAIR: Office = "chair of the panel"
AUTHOR: Office = "overview author"
OFFICES: tuple[Office, ...] = (CHAIR, AUTHOR)


class Appointment(msgspec.Struct, frozen=True, omit_defaults=True):
    """One appointment to an office of a review."""

    office: Office
    person: str
    start: date
    authority: str
    independence: str
    """How it was seen that the person is independent."""
    end: date | None = None
    why: str = ""
    """Why it ended, and by whose authority."""


class Appointed(Event, frozen=True, kw_only=True, tag="review-appointed"):
    """Somebody was appointed to an office of a review."""

    words: ClassVar[str] = (
        "{person} was appointed {office} of review {review}. Authority: {authority}. Independence:"
        " {independence}"
    )

    review: str
    office: Office
    person: str
    authority: str
    independence: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the appointment."""
        made = Appointment(self.office, self.person, line.hand.day, self.authority, self.independence)
        _keep(register, self.review, (*register.reviews[self.review].appointments, made))


class AppointmentEnded(Event, frozen=True, kw_only=True, tag="review-appointment-ended"):
    """An appointment came to its end."""

    words: ClassVar[str] = (
        "{person} is no longer {office} of review {review}. Authority: {authority}. Reason: {why}"
    )

    review: str
    office: Office
    person: str
    why: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the end."""
        why = f"{self.why} Authority: {self.authority}"
        _keep(
            register,
            self.review,
            tuple(
                msgspec.structs.replace(one, end=line.hand.day, why=why)
                if one.office == self.office and one.end is None
                else one
                for one in register.reviews[self.review].appointments
            ),
        )


Events = Appointed | AppointmentEnded


def appoint(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    office: str,
    person: str,
    independence: str,
    authority: str,
) -> list[Event]:
    """Appoint the chair of the panel or the overview author; the person is given that role for the review."""
    found, who = register.review(review), register.person(person)
    reconsideration.check(register, found)
    dates.not_before("The day of the appointment", hand.day, found.opened, "the review was opened later")
    wanted = facts.one_of("the office", office, OFFICES)
    _vacant(found, wanted)
    reason = unfit(register, found, wanted, who, hand.day)
    if reason:
        raise WrongStateError(
            thing=f"The appointment of {who.person} {who.name} as {wanted}",
            state=f"in doubt ({who.name} is {reason})",
            act="made",
            advice="Choose somebody who is independent; enter the person first.",
        )
    authority = facts.needed("the authority", authority)
    made = Appointed(
        review=found.review,
        office=wanted,
        person=who.person,
        authority=authority,
        independence=facts.needed("how independence was seen", independence),
    )
    if any(folded(role.role) == folded(wanted) for role in who.in_force(hand.day, found.review)):
        return [made]
    given = people.give_role(
        register,
        hand,
        person=who.person,
        role=wanted,
        authority=authority,
        start=hand.day,
        review=found.review,
    )
    return [made, *given]


def end(
    register: "Register", hand: Hand, *, review: str, office: str, why: str, authority: str
) -> list[Event]:
    """End an appointment; the role that came with it ends on the same day."""
    found = register.review(review)
    wanted = facts.one_of("the office", office, OFFICES)
    held = present(found, wanted)
    if held is None:
        raise WrongStateError(
            thing=f"The office of {wanted}",
            state=f"held by nobody in review {found.review}",
            act="ended",
            advice="See the review's appointments.",
        )
    dates.not_before("The end of the appointment", hand.day, held.start, "it began later")
    ended = AppointmentEnded(
        review=found.review,
        office=wanted,
        person=held.person,
        why=facts.needed("the reason", why),
        authority=facts.needed("the authority", authority),
    )
    who = register.people[held.person]
    lasting = [
        role
        for role in who.in_force(hand.day)
        if folded(role.role) == folded(wanted) and role.review == found.review and role.end != hand.day
    ]
    if not lasting:
        return [ended]
    taken = people.end_role(register, hand, person=held.person, role=wanted, review=found.review)
    return [ended, *taken]


def present(review: "Review", office: Office) -> Appointment | None:
    """Return the appointment to an office that has not ended, or None."""
    return next((one for one in review.appointments if one.office == office and one.end is None), None)


def doubts(register: "Register", review: "Review", day: date) -> list[str]:
    """Return in sentences whose independence came into doubt since, such as by an agency that was added."""
    told = []
    for office in OFFICES:
        held = present(review, office)
        reason = unfit(register, review, office, register.people[held.person], day) if held else ""
        if held and reason:
            told.append(f"{register.people[held.person].name}, {office}, is {reason}.")
    return told


def unfit(register: "Register", review: "Review", office: Office, person: "Person", day: date) -> str:
    """Return why somebody is not fit for an office of a review, or nothing."""
    other = present(review, AUTHOR if office == CHAIR else CHAIR)
    if other and folded(register.people[other.person].name) == folded(person.name):
        return f"{other.office} of review {review.review}"
    if any(folded(one.agency) == folded(person.agency) for one in review.agencies):
        return f"of {person.agency}, which contributes to review {review.review}"
    if office == CHAIR:
        return ""
    for role in person.in_force(day):
        words = folded(role.role).split()
        here = role.review in {"", review.review}
        if "chair" in words or (here and people.on_a_panel(role.role)):
            return people.named(role.role, role.review)
    return ""


def panel(register: "Register", review: str, day: date) -> "list[Person]":
    """Return the panel of a review on `day`: those with a role on it."""
    found = register.review(review).review
    return [
        person
        for person in register.people.values()
        if any(people.on_a_panel(role.role) and role.review for role in person.in_force(day, found))
    ]


def _vacant(review: "Review", office: Office) -> None:
    held = present(review, office)
    if held is not None:
        raise WrongStateError(
            thing=f"The office of {office}",
            state=f"held by {held.person} in review {review.review}",
            act="given to somebody else",
            advice="End that appointment first, with the reason.",
        )


def _keep(register: "Register", review: str, appointments: tuple[Appointment, ...]) -> None:
    known = register.reviews[review]
    register.reviews[review] = msgspec.structs.replace(known, appointments=appointments)
