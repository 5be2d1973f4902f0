"""Who is told of the decision that there is a review, by whom, when and how: a checklist for each (E3).

Rule: which bodies there are is data; some are for a child who died, or died in custody, or lives. Each was
told on a day, or need not be, with the reason. Nothing is told before it was decided. A body that is on no
list may be told too, and what is recorded later of a body stands before what was recorded first.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

When = Literal["always", "a child died", "a child died in custody", "a child lives"]
WHENS: tuple[When, ...] = ("always", "a child died", "a child died in custody", "a child lives")
_LONGEST = 120


class NotifiedBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """A body that is told of the decision, who usually tells it, and for which reviews."""

    body: str
    teller: str = ""
    when: When = "always"


NOTIFIED = (
    NotifiedBody("Ofsted", "The Chair of the Board"),
    NotifiedBody("Government Office", "Ofsted"),
    NotifiedBody("Strategic Health Authority", "The commissioners of the Primary Care Trust"),
    NotifiedBody("Care Quality Commission", "The commissioners of the Primary Care Trust"),
    NotifiedBody("HM Inspectorate of Constabulary", "The police"),
    NotifiedBody("HM Inspectorate of Prisons", "The National Offender Management Service"),
    NotifiedBody("HM Inspectorate of Probation", "The National Offender Management Service"),
    NotifiedBody("Members of the Board", "The chair of the panel"),
    NotifiedBody("Members of the Overview Panel"),
    NotifiedBody("Chief executives of the member agencies"),
    NotifiedBody("Parents or carers", "Decided case by case"),
    NotifiedBody("The coroner", "The chair of the panel", "a child died"),
    NotifiedBody("The child", "Decided case by case", "a child lives"),
    NotifiedBody("Youth Justice Board", "The Chair of the Board", "a child died in custody"),
    NotifiedBody("Prisons and Probation Ombudsman", "The Chair of the Board", "a child died in custody"),
)
"""What vaults founded before this was data rely on, for ever."""


class Notification(msgspec.Struct, frozen=True, omit_defaults=True):
    """A body that was told on `day`, by whom and how; or `why` it need not be."""

    body: str
    day: date | None = None
    teller: str = ""
    how: str = ""
    why: str = ""

    @property
    def words(self) -> str:
        """What is known, in words."""
        if self.day is None:
            return f"Need not be told: {self.why}"
        return f"On {dates.day(self.day)} by {self.teller}: {self.how}"


class Entry(NamedTuple):
    """A line of the checklist: whom, who usually tells, for which reviews, and what is known."""

    body: str
    teller: str
    when: When
    known: Notification | None


class BodyTold(Event, frozen=True, kw_only=True, tag="decision-told"):
    """A body was told of the decision, or need not be."""

    review: str
    notification: Notification

    def change(self, register: "Register", line: Line) -> None:
        """Add what is known of the body."""
        review = register.reviews[self.review]
        told = (*review.told, self.notification)
        register.reviews[self.review] = msgspec.structs.replace(review, told=told)

    def said(self) -> str:
        """Return who was told what by whom, and when."""
        found = self.notification
        known = f"{found.words[0].lower()}{found.words[1:]}"
        return f"Of the decision on review {self.review}, {found.body}: {known}"


class NotifiedBodyAdded(Event, frozen=True, kw_only=True, tag="notified-body-added"):
    """One more body is to be told of decisions."""

    body: NotifiedBody
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Add it at the end of the list."""
        _set(register, (*register.founded.settings.notified, self.body))

    def said(self) -> str:
        """Return whom, and when."""
        return (
            f"{self.body.body} is to be told of the decision on a review ({self.body.when})."
            f" Authority: {self.authority}."
        )


class NotifiedBodyRemoved(Event, frozen=True, kw_only=True, tag="notified-body-removed"):
    """A body is no longer told of decisions."""

    words: ClassVar[str] = (
        "{body} is no longer on the list of those who are told of the decision on a review."
        " Authority: {authority}."
    )

    body: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Take it off the list."""
        known = register.founded.settings.notified
        _set(register, tuple(one for one in known if one.body != self.body))


Events = BodyTold | NotifiedBodyAdded | NotifiedBodyRemoved


def tell(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    bodies: "Sequence[str]",
    teller: str,
    how: str,
    day: date | None = None,
) -> list[Event]:
    """Record that bodies were told of the decision: by whom, how, and on which day (E3)."""
    found = _decided(register, review)
    on = dates.not_ahead("The day on which they were told", day, hand.day)
    if found.decided is not None:
        dates.not_before("The day on which they were told", on, found.decided, "it was decided later")
    teller, how = facts.needed("who told them", teller), facts.needed("how they were told", how)
    return [
        BodyTold(review=found.review, notification=Notification(body, on, teller, how))
        for body in _bodies(register, bodies)
    ]


def excuse(
    register: "Register", hand: Hand, *, review: str, bodies: "Sequence[str]", why: str
) -> list[Event]:
    """Record that bodies need not be told, and why (E3)."""
    found = _decided(register, review)
    why = facts.needed("why they need not be told", why)
    return [
        BodyTold(review=found.review, notification=Notification(body, why=why))
        for body in _bodies(register, bodies)
    ]


def checklist(register: "Register", review: "Review") -> list[Entry]:
    """Return whom a review's decision concerns, and what is known of each: those of the list first."""
    known = {folded(one.body): one for one in review.told}
    expected = [one for one in register.founded.settings.notified if applies(review, one.when)]
    lines = [Entry(one.body, one.teller, one.when, known.pop(folded(one.body), None)) for one in expected]
    return [*lines, *(Entry(one.body, "", "always", one) for one in known.values())]


def outstanding(register: "Register", review: "Review") -> list[Entry]:
    """Return those of whom nothing is known yet; of a review that is not decided on, nobody."""
    if review.decided is None:
        return []
    return [line for line in checklist(register, review) if line.known is None]


def to_tell(register: "Register") -> "list[tuple[Review, list[Entry]]]":
    """Return the reviews, neither concluded nor fully told of, each with those who are still to be told."""
    going_on = [review for review in register.reviews.values() if review.concluded is None]
    found = [(review, outstanding(register, review)) for review in going_on]
    return [(review, left) for review, left in found if left]


def applies(review: "Review", when: When) -> bool:
    """Whether a body is told of this review, by what is known of its children."""
    subjects = [child for child in review.children if child.relation == "subject"]
    match when:
        case "always":
            return True
        case "a child died":
            return any(child.died for child in subjects)
        case "a child died in custody":
            return any(child.in_custody for child in subjects)
        case "a child lives":
            return any(child.died is None for child in subjects)


def add_body(
    register: "Register", hand: Hand, *, body: str, authority: str, teller: str = "", when: str = "always"
) -> list[Event]:
    """Add a body to those that are told of decisions."""
    name = _name(body)
    for known in register.founded.settings.notified:
        if folded(known.body) == folded(name):
            advice = "Take it away first, if it is to be told by somebody else."
            raise AlreadyThereError(noun="The body", reference=known.body, advice=advice)
    added = NotifiedBody(
        name, facts.optional("who tells it", teller), facts.one_of("for which reviews", when, WHENS)
    )
    return [NotifiedBodyAdded(body=added, authority=facts.needed("the authority", authority))]


def remove_body(register: "Register", hand: Hand, *, body: str, authority: str) -> list[Event]:
    """Take a body off those that are told of decisions; what was recorded stays."""
    for known in register.founded.settings.notified:
        if folded(known.body) == folded(body):
            authority = facts.needed("the authority", authority)
            return [NotifiedBodyRemoved(body=known.body, authority=authority)]
    raise UnknownReferenceError(
        noun="body to be told", reference=body, listed="the list of what the Board keeps as data"
    )


def _decided(register: "Register", review: str) -> "Review":
    found = register.review(review)
    if found.decided is None:
        raise WrongStateError(
            thing=f"Review {found.review}",
            state="without a recorded decision",
            act="told of",
            advice="Record the decision first, with its own day.",
        )
    return found


def _bodies(register: "Register", bodies: "Sequence[str]") -> list[str]:
    """Return bodies as the list has them, each once; others as they were typed."""
    if not bodies:
        raise FactMissingError(fact="the body", why="none was named")
    known = {folded(one.body): one.body for one in register.founded.settings.notified}
    named = [_name(body) for body in bodies]
    return list(dict.fromkeys(known.get(folded(name), name) for name in named))


def _name(body: str) -> str:
    name = " ".join(facts.needed("the body", body).split())
    facts.counted("the length of the body's name", len(name), 1, _LONGEST)
    return name


def _set(register: "Register", notified: tuple[NotifiedBody, ...]) -> None:
    board = register.founded
    settings = msgspec.structs.replace(board.settings, notified=notified)
    register.board = msgspec.structs.replace(board, settings=settings)
