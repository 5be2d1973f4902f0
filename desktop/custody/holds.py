"""Holds: nothing that one is about is destroyed until all of them are lifted (G4).

Rule: a hold names what it is about (a review or a document; none: the whole vault), its authority and
the day on which it is looked at again. An open request under the Freedom of Information Act or for subject
access raises one by itself, and only the end of the request lifts it, or what comes after that: see
`held_after`. To destroy what was asked for, so
that it need not be given, is an offence. One that was raised by hand is lifted by two people: see
`hold_lifting`.
"""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from desktop.custody import dates, facts
from desktop.custody.ending_errors import HeldError
from desktop.custody.errors import UnknownReferenceError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.custody.register import Register

EVERYTHING = "everything in the vault"


class Lifting(msgspec.Struct, frozen=True):
    """The sheet on which two people are to sign that a hold is lifted."""

    asked: date
    """The day it was entered; it lapses by the end of the next day on which the office is open."""
    by: str
    witness: str
    authority: str
    why: str
    entry: int
    code: str
    """The code on the sheet, as it is compared."""


class Hold(msgspec.Struct, frozen=True, omit_defaults=True):
    """One hold."""

    hold: str
    about: tuple[str, ...]
    """References of reviews and documents; none: the whole vault."""
    authority: str
    reason: str
    raised: date
    cause: str = ""
    """The request that raised it, or empty when somebody did."""
    look_again: date | None = None
    lifted: date | None = None
    why: str = ""
    """Why it was lifted, and by whose authority."""
    lifting: Lifting | None = None
    """The last sheet to lift it, whether it came back or not."""
    stands_to: date | None = None
    """The last day on which it stands after its request was closed; None: while the request is open."""

    @property
    def subject(self) -> str:
        """What it is about, in words."""
        return named(self.about)


class HoldRaised(Event, frozen=True, kw_only=True, tag="hold-raised"):
    """A hold was raised."""

    hold: str
    about: tuple[str, ...] = ()
    authority: str
    reason: str
    cause: str = ""
    look_again: date | None = None

    def change(self, register: "Register", line: Line) -> None:
        """Add the hold."""
        register.holds[self.hold] = Hold(
            self.hold,
            self.about,
            self.authority,
            self.reason,
            line.hand.day,
            self.cause,
            self.look_again,
        )

    def said(self) -> str:
        """Return what is held and why."""
        about = named(self.about)
        return f"Hold {self.hold} was raised on {about}. Authority: {self.authority}. Reason: {self.reason}"


class HoldMoved(Event, frozen=True, kw_only=True, tag="hold-moved"):
    """A request named more of what it asks for, was closed, or a hold is looked at again on another day."""

    hold: str
    about: tuple[str, ...] = ()
    look_again: date | None = None
    why: str
    stands_to: date | None = None
    """The last day on which it outlasts its request, once that was closed."""

    def change(self, register: "Register", line: Line) -> None:
        """Note what it is about now, and when it is looked at."""
        register.holds[self.hold] = msgspec.structs.replace(
            register.holds[self.hold],
            about=self.about,
            look_again=self.look_again,
            stands_to=self.stands_to,
        )

    def said(self) -> str:
        """Return what it is about now."""
        again = f" It is looked at again on {dates.day(self.look_again)}." if self.look_again else ""
        if self.stands_to:
            again = f" It stands until the end of {dates.day(self.stands_to)}."
        return f"Hold {self.hold} stands on {named(self.about)}.{again} Reason: {self.why}"


class HoldLifted(Event, frozen=True, kw_only=True, tag="hold-lifted"):
    """A hold was lifted."""

    hold: str
    authority: str
    why: str
    witness: str = ""
    """Who signed with the operator; empty where the end of its cause lifted it."""

    def change(self, register: "Register", line: Line) -> None:
        """Note the end."""
        why = f"{self.why} Authority: {self.authority}"
        register.holds[self.hold] = msgspec.structs.replace(
            register.holds[self.hold], lifted=line.hand.day, why=why
        )

    def said(self) -> str:
        """Return by whose authority, why, and who signed."""
        signed = f"Signed by the operator and {self.witness}. " if self.witness else ""
        return f"Hold {self.hold} was lifted. {signed}Authority: {self.authority}. Reason: {self.why}"


Events = HoldRaised | HoldMoved | HoldLifted


def raise_hold(
    register: "Register",
    hand: Hand,
    *,
    about: "Sequence[str]",
    authority: str,
    reason: str,
    look_again: date | None = None,
) -> list[Event]:
    """Raise a hold by hand, such as for an inquest or an inquiry; without `about` it is on everything."""
    if look_again is not None:
        dates.not_before("The day it is looked at again", look_again, hand.day, "it lies before today")
    return [
        HoldRaised(
            hold=register.next_reference("H", register.holds),
            about=subjects(register, about),
            authority=facts.needed("the authority", authority),
            reason=facts.needed("the reason", reason),
            look_again=look_again,
        )
    ]


def look_again(register: "Register", hand: Hand, *, hold: str, day: date, why: str) -> list[Event]:
    """Record that a hold was looked at and stands, and when it is looked at next."""
    found = standing(register, hold, "kept")
    dates.not_before("The day it was looked at", hand.day, found.raised, "it was raised later")
    dates.not_before("The day it is looked at again", day, hand.day, "it lies before today")
    kept = facts.needed("why it stands", why)
    return [
        HoldMoved(hold=found.hold, about=found.about, look_again=day, why=kept, stands_to=found.stands_to)
    ]


def raised_by(
    register: "Register", cause: str, about: tuple[str, ...], authority: str, reason: str
) -> HoldRaised:
    """Return the event of the hold that an open request raises; part of another act."""
    hold = register.next_reference("H", register.holds)
    return HoldRaised(hold=hold, about=about, authority=authority, reason=reason, cause=cause)


def moved(register: "Register", cause: str, about: tuple[str, ...], why: str) -> list[Event]:
    """Return the events that bring the holds of a request to what it is about now."""
    return [
        HoldMoved(hold=hold.hold, about=about, look_again=hold.look_again, why=why)
        for hold in of_cause(register, cause)
        if hold.about != about
    ]


def lifted_with(register: "Register", cause: str, why: str) -> list[Event]:
    """Return the events that lift the holds of a request which ends."""
    return [HoldLifted(hold=hold.hold, authority=cause, why=why) for hold in of_cause(register, cause)]


def of_cause(register: "Register", cause: str) -> list[Hold]:
    """Return the holds in force that a request raised."""
    return [hold for hold in in_force(register) if hold.cause == cause]


def in_force(register: "Register") -> list[Hold]:
    """Return every hold that is not lifted."""
    return [hold for hold in register.holds.values() if hold.lifted is None]


def on(register: "Register", document: str) -> list[Hold]:
    """Return the holds in force on a document: its own, those of its review, and those on everything."""
    found = register.document(document)
    held = {found.document, found.review}
    return [hold for hold in in_force(register) if not hold.about or held & set(hold.about)]


def refuse_destruction(register: "Register", document: str, instead: str = "") -> None:
    """Raise HeldError, naming each, while any hold in force is on the document, its review or everything.

    Every act that destroys asks this inside itself, with the register it decides on. `instead` says in a
    sentence what may go on without the document.
    """
    found = on(register, document)
    if found:
        said = "; ".join(f"{hold.hold} on {hold.subject} ({hold.authority})" for hold in found)
        raise HeldError(document=register.document(document).document, holds=said, instead=instead)


def told(events: "Iterable[Event]") -> list[str]:
    """Return in sentences what an act did to holds."""
    said = []
    for event in events:
        match event:
            case HoldRaised():
                said.append(f"Hold {event.hold} was raised on {named(event.about)}.")
            case HoldMoved(stands_to=date() as last):
                said.append(f"Hold {event.hold} stands until the end of {dates.day(last)}.")
            case HoldMoved():
                said.append(f"Hold {event.hold} is now on {named(event.about)}.")
            case HoldLifted():
                said.append(f"Hold {event.hold} was lifted.")
    return said


def subjects(register: "Register", about: "Sequence[str]") -> tuple[str, ...]:
    """Return the references of reviews and documents as they are kept, each once."""
    return tuple(dict.fromkeys(_subject(register, reference) for reference in about))


def named(about: "Sequence[str]") -> str:
    """Return what a hold is about, in words."""
    return ", ".join(about) or EVERYTHING


def _subject(register: "Register", reference: str) -> str:
    try:
        return register.review(reference).review
    except UnknownReferenceError:
        pass
    try:
        return register.document(reference).document
    except UnknownReferenceError:
        raise UnknownReferenceError(noun="review or document", reference=reference) from None


def standing(register: "Register", reference: str, act: str) -> Hold:
    """Return the hold in force of that reference; raise WrongStateError for one that is lifted."""
    found = register.hold(reference)
    if found.lifted is not None:
        raise WrongStateError(
            thing=found.hold,
            state=f"lifted since {dates.day(found.lifted)}",
            act=act,
            advice="A new hold can be raised.",
        )
    return found
