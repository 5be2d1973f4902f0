"""Requests for information under the law: what was asked, by whom, and what became of it (D7, D8).

Rule: a request stands with the day of receipt and the way it came; what stops its clock, what is withheld and
what was answered are entries of their own. The acts that both laws know stand in `answering`, those of one
law in `foi` and `subject_access`; the clocks are computed in `clocks`, and never stored.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from desktop.custody import dates, holds
from desktop.custody.exemptions import Released, Withheld
from desktop.custody.hand import Event, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

Law = Literal["freedom of information", "subject access"]
Cause = Literal["clarification", "fee", "identity"]
Part = Literal["request", "response"]
CAUSES: dict[str, str] = {
    "clarification": "clarification was asked for",
    "fee": "a fee was asked for",
    "identity": "proof of identity was asked for",
}


class Stop(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that was asked of whoever asked, while the clock stands."""

    cause: Cause
    what: str
    began: date
    ended: date | None = None


class Opinion(msgspec.Struct, frozen=True):
    """The qualified person's opinion under section 36."""

    day: date
    by: str
    gist: str


class Extension(msgspec.Struct, frozen=True, omit_defaults=True):
    """More time, of which the asker was told in time."""

    day: date
    why: str
    section: str = ""
    until: date | None = None
    """The day by which an answer is promised; None where the law says how much longer."""
    exceptional: str = ""


class Copied(msgspec.Struct, frozen=True, omit_defaults=True):
    """The request or the response went to the Chair and the members."""

    what: Part
    to: tuple[str, ...]
    day: date
    why: str = ""


class Response(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was answered."""

    outcome: str
    day: date
    reasons: str = ""
    disclosed: tuple[str, ...] = ()
    edition_why: str = ""
    """Why another edition than the anonymised or redacted one is disclosed."""
    relied_on: tuple[str, ...] = ()
    """The references of the legal advice that let it pass the gates."""


class Disclosure(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was disclosed after the answer: by its internal review, or once a complaint had ended."""

    disclosed: tuple[str, ...]
    edition_why: str = ""
    relied_on: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """In words."""
        relied = f" Advice relied on: {', '.join(self.relied_on)}." if self.relied_on else ""
        why = f" Why in that edition: {self.edition_why}" if self.edition_why else ""
        return f"Disclosed: {', '.join(self.disclosed)}.{relied}{why}"


class Review(msgspec.Struct, frozen=True, omit_defaults=True):
    """An internal review of the response."""

    asked: date
    grounds: str
    until: date | None = None
    why_longer: str = ""
    answered: date | None = None
    outcome: str = ""
    """What became of our answer."""
    reasons: str = ""
    disclosure: Disclosure | None = None


class Complaint(msgspec.Struct, frozen=True, omit_defaults=True):
    """A complaint to the Information Commissioner."""

    day: date
    reference: str
    what: str
    reply_by: date | None = None
    ended: date | None = None
    outcome: str = ""
    disclosure: Disclosure | None = None


class Request(msgspec.Struct, frozen=True, omit_defaults=True):
    """One request for information."""

    request: str
    law: Law
    name: str
    asked: str
    received: date
    way: str
    address: str = ""
    review: str = ""
    documents: tuple[str, ...] = ()
    stops: tuple[Stop, ...] = ()
    opinion: Opinion | None = None
    extension: Extension | None = None
    withheld: tuple[Withheld, ...] = ()
    released: tuple[Released, ...] = ()
    copied: tuple[Copied, ...] = ()
    response: Response | None = None
    reviewed: Review | None = None
    complaint: Complaint | None = None
    closed: date | None = None
    ended: str = ""
    """How it ended."""

    @property
    def waiting(self) -> tuple[Stop, ...]:
        """What was asked of the asker and has not come."""
        return tuple(stop for stop in self.stops if stop.ended is None)

    @property
    def about(self) -> tuple[str, ...]:
        """The review and the documents it asks for; nothing where neither was named."""
        return held(self.review, self.documents)

    @property
    def clock_matters(self) -> bool:
        """Whether somebody has still to answer it, or its internal review."""
        under_review = self.reviewed is not None and self.reviewed.answered is None
        return self.closed is None and (self.response is None or under_review)

    @property
    def state(self) -> str:
        """In words."""
        if self.closed is not None:
            return "closed"
        if self.complaint is not None and self.complaint.ended is None:
            return "before the Information Commissioner"
        if self.reviewed is not None and self.reviewed.answered is None:
            return "internal review"
        if self.response is not None:
            reviewed = f"; reviewed: {self.reviewed.outcome}" if self.reviewed else ""
            return f"answered: {self.response.outcome}{reviewed}"
        if self.waiting:
            return f"stopped: {CAUSES[self.waiting[0].cause]}"
        return "open"


def held(review: str, documents: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the hold of a request is on: its review and its documents; neither: everything."""
    return (*filter(None, [review]), *documents)


class OfARequest(Event, frozen=True, kw_only=True):
    """What happened to one request."""

    request: str

    def _found(self, register: "Register") -> Request:
        known = register.foi.get(self.request)
        return register.subject_access[self.request] if known is None else known

    def _replace(self, register: "Register", **changes: object) -> None:
        kept = register.foi if self.request in register.foi else register.subject_access
        kept[self.request] = msgspec.structs.replace(self._found(register), **changes)


class SubjectNamed(OfARequest, frozen=True, kw_only=True, tag="information-subject-named"):
    """It was found out which documents, or which review, a request is about."""

    review: str = ""
    documents: tuple[str, ...] = ()
    narrower: str = ""
    """Why something that was named before is no longer asked for."""

    def change(self, register: "Register", line: Line) -> None:
        """Note what it is about."""
        self._replace(register, review=self.review, documents=self.documents)

    def said(self) -> str:
        """Return what it is about."""
        why = f" That is less than before: {self.narrower}" if self.narrower else ""
        return f"{self.request} is about {holds.named(held(self.review, self.documents))}.{why}"


class ClockStopped(OfARequest, frozen=True, kw_only=True, tag="information-clock-stopped"):
    """Something was asked of whoever asked; until it comes the clock stands."""

    cause: Cause
    what: str

    def change(self, register: "Register", line: Line) -> None:
        """Note what was asked for."""
        stops = self._found(register).stops
        self._replace(register, stops=(*stops, Stop(self.cause, self.what, line.hand.day)))

    def said(self) -> str:
        """Return what was asked for."""
        return f"{self.request}: {CAUSES[self.cause]}, and the clock stands: {self.what}"


class ClockStarted(OfARequest, frozen=True, kw_only=True, tag="information-clock-started"):
    """What was asked for came, or is no longer waited for."""

    words: ClassVar[str] = "{request}: the {cause} that was asked for came, and the clock goes on."

    cause: Cause

    def change(self, register: "Register", line: Line) -> None:
        """Note the day it came."""
        stops = self._found(register).stops
        ended = tuple(
            msgspec.structs.replace(stop, ended=line.hand.day)
            if stop.cause == self.cause and stop.ended is None
            else stop
            for stop in stops
        )
        self._replace(register, stops=ended)


class PassageWithheld(OfARequest, frozen=True, kw_only=True, tag="information-passage-withheld"):
    """It was decided to withhold a passage."""

    withheld: Withheld

    def change(self, register: "Register", line: Line) -> None:
        """Add the passage."""
        kept = self._found(register).withheld
        self._replace(register, withheld=(*kept, self.withheld))

    def said(self) -> str:
        """Return which passage and why."""
        found = self.withheld
        of = f"{found.document}, " if found.document else ""
        why = f"Ground: {found.title}. Reasons: {found.reasons}"
        return f"{self.request}: withheld is {of}{found.passage}. {why}"


class TimeExtended(OfARequest, frozen=True, kw_only=True, tag="information-time-extended"):
    """The asker was told, in time, that the answer takes longer."""

    extension: Extension

    def change(self, register: "Register", line: Line) -> None:
        """Note the extension."""
        self._replace(register, extension=self.extension)

    def said(self) -> str:
        """Return until when and why."""
        until = f" until {dates.day(self.extension.until)}" if self.extension.until else ""
        return f"{self.request}: the time to answer was extended{until}. Reason: {self.extension.why}"


class RequestCopied(OfARequest, frozen=True, kw_only=True, tag="information-copied"):
    """The request or the response was copied to the Chair and the members."""

    what: Part
    to: tuple[str, ...]
    why: str = ""
    """Why, where the law asks for no such copy."""

    def change(self, register: "Register", line: Line) -> None:
        """Add the copy."""
        kept = self._found(register).copied
        self._replace(register, copied=(*kept, Copied(self.what, self.to, line.hand.day, self.why)))

    def said(self) -> str:
        """Return what was copied and to whom."""
        why = f" Reason: {self.why}" if self.why else ""
        return f"{self.request}: the {self.what} was copied to {', '.join(self.to)}.{why}"


class RequestAnswered(OfARequest, frozen=True, kw_only=True, tag="information-answered"):
    """The request was answered."""

    response: Response

    def change(self, register: "Register", line: Line) -> None:
        """Note the answer."""
        self._replace(register, response=self.response)

    def said(self) -> str:
        """Return what was answered."""
        given = f" Disclosed: {', '.join(self.response.disclosed)}." if self.response.disclosed else ""
        found = self.response
        given += f" Advice relied on: {', '.join(found.relied_on)}." if found.relied_on else ""
        given += f" Why in that edition: {found.edition_why}" if found.edition_why else ""
        why = f" Reasons: {found.reasons}" if found.reasons else ""
        return f"{self.request} was answered: {found.outcome}.{given}{why}"


class ComplaintMade(OfARequest, frozen=True, kw_only=True, tag="information-complaint-made"):
    """The asker complained to the Information Commissioner."""

    words: ClassVar[str] = "{request}: a complaint was made to the Information Commissioner: {what}"

    reference: str = ""
    what: str
    reply_by: date | None = None

    def change(self, register: "Register", line: Line) -> None:
        """Note the complaint."""
        complaint = Complaint(line.hand.day, self.reference, self.what, self.reply_by)
        self._replace(register, complaint=complaint)


class ComplaintEnded(OfARequest, frozen=True, kw_only=True, tag="information-complaint-ended"):
    """The Information Commissioner decided, or the complaint was withdrawn."""

    outcome: str
    disclosure: Disclosure | None = None

    def change(self, register: "Register", line: Line) -> None:
        """Note the end."""
        complaint = self._found(register).complaint
        if complaint is None:
            raise LookupError(self.request)
        ended = msgspec.structs.replace(
            complaint, ended=line.hand.day, outcome=self.outcome, disclosure=self.disclosure
        )
        self._replace(register, complaint=ended)

    def said(self) -> str:
        """Return how it ended, and what was disclosed then."""
        given = f" {self.disclosure.said}" if self.disclosure else ""
        ended = self.outcome if not given or self.outcome.endswith(".") else f"{self.outcome}."
        return f"{self.request}: the complaint to the Information Commissioner ended: {ended}{given}"


class RequestClosed(OfARequest, frozen=True, kw_only=True, tag="information-closed"):
    """Nothing more is to be done about a request."""

    words: ClassVar[str] = "{request} was closed: {how}"

    how: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the end."""
        self._replace(register, closed=line.hand.day, ended=self.how)


class RequestReopened(OfARequest, frozen=True, kw_only=True, tag="information-reopened"):
    """A closed request is open again: a review was asked for, or a complaint was made."""

    words: ClassVar[str] = "{request} is open again."

    def change(self, register: "Register", line: Line) -> None:
        """Take the end away."""
        self._replace(register, closed=None, ended="")


Events = (
    SubjectNamed
    | ClockStopped
    | ClockStarted
    | PassageWithheld
    | TimeExtended
    | RequestCopied
    | RequestAnswered
    | ComplaintMade
    | ComplaintEnded
    | RequestClosed
    | RequestReopened
)
