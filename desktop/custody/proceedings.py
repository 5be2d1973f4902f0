"""Proceedings beside a review: inquest, criminal, family, disciplinary, inquiry (E4).

Rule: an open inquest or inquiry raises a hold on its review, and its end lifts that hold: the papers may be
asked for, and destroying them then is an offence (G4). Of disciplinary proceedings nothing is kept but that
there are some and when they ended; their contents are not the panel's.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from desktop.custody import dates, facts, holds
from desktop.custody.errors import ImpossibleDateError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

Kind = Literal["inquest", "criminal", "family", "disciplinary", "inquiry", "other"]
KINDS: tuple[Kind, ...] = ("inquest", "criminal", "family", "disciplinary", "inquiry", "other")
HOLDING = {"inquest", "inquiry"}
"""Those that raise a hold while they are open."""


class Proceedings(msgspec.Struct, frozen=True, omit_defaults=True):
    """Proceedings that run beside a review."""

    proceedings: str
    review: str
    kind: Kind
    before: str
    """Before whom they are, such as a court, and by what reference; never a name of the family."""
    opened: date
    contact: str = ""
    """Who keeps the panel informed."""
    next_on: date | None = None
    """The next day that is known, such as a hearing."""
    note: str = ""
    concluded: date | None = None
    outcome: str = ""

    @property
    def state(self) -> str:
        """In words: open or concluded."""
        return "concluded" if self.concluded else "open"

    @property
    def title(self) -> str:
        """What they are, in words."""
        return f"{_TITLES[self.kind]}, {self.before}"


_TITLES: dict[str, str] = {
    "inquest": "Inquest",
    "criminal": "Criminal proceedings",
    "family": "Family proceedings",
    "disciplinary": "Disciplinary proceedings",
    "inquiry": "Inquiry",
    "other": "Other proceedings",
}


class ProceedingsOpened(Event, frozen=True, kw_only=True, tag="proceedings-opened"):
    """Proceedings beside a review became known."""

    proceedings: str
    review: str
    sort: Kind
    before: str
    opened: date
    contact: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Add them."""
        register.proceedings[self.proceedings] = Proceedings(
            self.proceedings, self.review, self.sort, self.before, self.opened, self.contact
        )

    def said(self) -> str:
        """Return what they are, and since when."""
        return (
            f"{self.proceedings} beside review {self.review}: {_TITLES[self.sort].lower()}, {self.before},"
            f" opened on {dates.day(self.opened)}."
        )


class ProceedingsNoted(Event, frozen=True, kw_only=True, tag="proceedings-noted"):
    """Something became known of proceedings: the next day, or how they stand."""

    proceedings: str
    note: str
    next_on: date | None = None

    def change(self, register: "Register", line: Line) -> None:
        """Note it."""
        _note(register, self.proceedings, note=self.note, next_on=self.next_on)

    def said(self) -> str:
        """Return what was noted."""
        following = f" Next: {dates.day(self.next_on)}." if self.next_on else ""
        return f"Of {self.proceedings} it was noted: {self.note}.{following}"


class ProceedingsConcluded(Event, frozen=True, kw_only=True, tag="proceedings-concluded"):
    """Proceedings came to their end."""

    words: ClassVar[str] = "{proceedings} were concluded on {day}. Outcome: {outcome}"

    proceedings: str
    day: date
    outcome: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the end."""
        _note(register, self.proceedings, concluded=self.day, outcome=self.outcome, next_on=None)


class ProceedingsReopened(Event, frozen=True, kw_only=True, tag="proceedings-reopened"):
    """Proceedings go on after all."""

    words: ClassVar[str] = "{proceedings} go on: {why}"

    proceedings: str
    why: str

    def change(self, register: "Register", line: Line) -> None:
        """Take the end away."""
        _note(register, self.proceedings, concluded=None, outcome="")


Events = ProceedingsOpened | ProceedingsNoted | ProceedingsConcluded | ProceedingsReopened


def begin(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    kind: str,
    before: str,
    opened: date | None = None,
    contact: str = "",
) -> list[Event]:
    """Enter proceedings beside a review, open since `opened`; also after its conclusion.

    An inquest or an inquiry raises a hold on the review (G4).
    """
    found = register.review(review)
    of_kind = facts.one_of("the kind of proceedings", kind, KINDS)
    made = ProceedingsOpened(
        proceedings=register.next_reference("PP", register.proceedings),
        review=found.review,
        sort=of_kind,
        before=facts.needed("before whom they are", before),
        opened=dates.not_ahead("The day on which they were opened", opened, hand.day),
        contact=facts.optional("who keeps the panel informed", contact),
    )
    return [made, *_raised(register, made.proceedings, of_kind, found.review, made.before)]


def note(
    register: "Register", hand: Hand, *, proceedings: str, note: str, next_on: date | None = None
) -> list[Event]:
    """Record how open proceedings stand, and the next day that is known."""
    found = _open(register, proceedings, "noted on")
    if next_on is not None:
        dates.not_before("The next day", next_on, hand.day, "it lies before today")
    kept = facts.needed("how they stand", note)
    return [ProceedingsNoted(proceedings=found.proceedings, note=kept, next_on=next_on)]


def conclude(
    register: "Register", hand: Hand, *, proceedings: str, outcome: str, day: date | None = None
) -> list[Event]:
    """Record the end of proceedings with its outcome; the hold that they raised is lifted."""
    found = _open(register, proceedings, "concluded")
    on = dates.not_ahead("The day of their end", day, hand.day)
    dates.not_before("The day of their end", on, found.opened, "they were opened later")
    ended = ProceedingsConcluded(
        proceedings=found.proceedings, day=on, outcome=facts.needed("the outcome", outcome)
    )
    return [ended, *holds.lifted_with(register, found.proceedings, f"{found.proceedings} are concluded")]


def reopen(register: "Register", hand: Hand, *, proceedings: str, why: str) -> list[Event]:
    """Record that concluded proceedings go on, or were never concluded; an inquest raises its hold again."""
    found = register.proceedings_of(proceedings)
    if found.concluded is None:
        raise WrongStateError(
            thing=found.proceedings, state="open", act="opened again", advice="They need not be."
        )
    if hand.day < found.concluded:
        why_not = "they were concluded later"
        raise ImpossibleDateError(what="The day of the act", date=dates.day(hand.day), why=why_not)
    made = ProceedingsReopened(proceedings=found.proceedings, why=facts.needed("why they go on", why))
    return [made, *_raised(register, found.proceedings, found.kind, found.review, found.before)]


def beside(register: "Register", review: str) -> list[Proceedings]:
    """Return the proceedings beside a review, in the order in which they were entered."""
    return [one for one in register.proceedings.values() if one.review == review]


def open_beside(register: "Register", review: str) -> list[Proceedings]:
    """Return those beside a review that are not concluded."""
    return [one for one in beside(register, review) if one.concluded is None]


def expected(register: "Register", day: date) -> list[Proceedings]:
    """Return the open proceedings whose next known day has come: somebody has to find out what happened."""
    found = [
        one
        for one in register.proceedings.values()
        if one.concluded is None and one.next_on is not None and one.next_on <= day
    ]
    return sorted(found, key=lambda one: (one.next_on or day, one.proceedings))


def _raised(
    register: "Register", proceedings: str, kind: str, review: str, before: str
) -> list[holds.HoldRaised]:
    if kind not in HOLDING:
        return []
    reason = f"The {kind} {proceedings} is open"
    return [holds.raised_by(register, proceedings, (review,), before, reason)]


def _open(register: "Register", reference: str, act: str) -> Proceedings:
    found = register.proceedings_of(reference)
    if found.concluded is not None:
        raise WrongStateError(
            thing=found.proceedings,
            state=f"concluded since {dates.day(found.concluded)}",
            act=act,
            advice="If they go on, open them again, with the reason.",
        )
    return found


def _note(register: "Register", proceedings: str, **changes: object) -> None:
    known = register.proceedings[proceedings]
    register.proceedings[proceedings] = msgspec.structs.replace(known, **changes)
