"""A holder leaves the post: every role ends, and every copy is recalled at once (C12, D1).

Rule: leaving ends access, never custody: the person answers for each copy until it is counted back. What they
asked for and was not answered is listed, for somebody to decide; nothing is decided by leaving.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from desktop.custody import access, chasing, copies, dates, facts
from desktop.custody.errors import AccessEndedError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.access import Request
    from desktop.custody.copies import Copy
    from desktop.custody.letters import Wording
    from desktop.custody.people import Role
    from desktop.custody.register import Register


class PersonLeft(Event, frozen=True, kw_only=True, tag="person-left"):
    """A person left, or will leave, the post under which they had access."""

    words: ClassVar[str] = "{person} leaves the post on {on}: every role ends. Reason: {reason}"

    person: str
    on: date
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """End every role that would last longer; one that had not begun never begins."""
        person = register.people[self.person]
        roles = tuple(_ended(role, self.on) for role in person.roles)
        register.people[self.person] = msgspec.structs.replace(person, roles=roles)


class Left(NamedTuple):
    """What a person who leaves still has: copies to bring back, and requests that wait or were agreed."""

    copies: "list[Copy]"
    requests: "list[Request]"


def left(register: "Register", person: str) -> Left:
    """Return what a person still has."""
    holder = register.person(person).person
    held = [register.copies[copy] for copy in chasing.held_by(register, holder)]
    open_requests = [
        asked for asked in register.requests.values() if asked.person == holder and asked.decision is None
    ]
    return Left(held, open_requests)


def without_access(register: "Register", person: str, day: date) -> "list[Copy]":
    """Return the copies that a person answers for and may no longer have on `day`, as no role lasts (D1)."""
    lacking = list["Copy"]()
    for copy in copies.in_order(register.copies[held] for held in chasing.held_by(register, person)):
        try:
            if copy.loan is not None:
                access.still_authorised(register, register.requests[copy.loan.request], day)
        except AccessEndedError:
            lacking.append(copy)
    return lacking


def leave(
    register: "Register",
    hand: Hand,
    *,
    person: str,
    reason: str,
    on: date | None = None,
    wording: "Wording | None" = None,
) -> list[Event]:
    """End every role of a person on a day, their last, and recall every copy they answer for at once (C12).

    With a `wording` a letter with the list of the copies is part of the act, if there are any.
    """
    found = register.person(person)
    last = on or hand.day
    reason = facts.needed("the reason", reason)
    held = chasing.held_by(register, found.person)
    if not any(_lasts(role, last) for role in found.roles):
        recall = f"Every role has ended already. Recall {', '.join(held)} instead."
        raise WrongStateError(
            thing=f"{found.person} {found.name}",
            state=f"without a role after {dates.day(last)}{'' if held else ' and without a copy'}",
            act="taken off as leaving",
            advice=recall if held else "There is nothing to end and nothing to recall.",
        )
    events: list[Event] = [PersonLeft(person=found.person, on=last, reason=reason)]
    if held:
        events += chasing.recalled(
            register,
            [copies.held(register, hand, copy, "recalled") for copy in held],
            max(last, hand.day),
            hand.day,
            wording,
            reason=f"Leaves the post on {dates.day(last)}: {reason}",
            last=dates.day(last),
        )
    return events


def _ended(role: "Role", last: date) -> "Role":
    return msgspec.structs.replace(role, end=last) if _lasts(role, last) else role


def _lasts(role: "Role", last: date) -> bool:
    return role.end is None or role.end > last
