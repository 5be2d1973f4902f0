"""Access requests and their decisions (D2): who asked for which document, why, and what was decided.

Rule: a request names one person and one document (so one edition); its decision is made once, with who
made it and why; refused requests are kept. Only an authorised person can be granted access (D1).
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import msgspec

from desktop.custody import dates, facts, people
from desktop.custody.errors import ImpossibleDateError, NotAgreedError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

Mode = Literal["hard-copy", "view", "electronic"]
MODES: dict[str, str] = {"hard-copy": "hard copy", "view": "view here", "electronic": "electronic copy"}


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was decided, by whom and why; `until` is the last day of access, if it was limited."""

    agreed: bool
    by: str
    reason: str
    day: date
    until: date | None = None
    conditions: str = ""


class Request(msgspec.Struct, frozen=True):
    """One access request."""

    request: str
    person: str
    document: str
    purpose: str
    mode: Mode
    asked: date
    decision: Decision | None = None

    @property
    def state(self) -> str:
        """In words: awaiting decision, agreed or refused."""
        if self.decision is None:
            return "awaiting decision"
        return "agreed" if self.decision.agreed else "refused"


class AccessRequested(Event, frozen=True, kw_only=True, tag="access-requested"):
    """Somebody asked for access."""

    words: ClassVar[str] = "{request}: {person} asked for {document} ({mode}). Purpose: {purpose}."

    request: str
    person: str
    document: str
    purpose: str
    mode: Mode

    def change(self, register: "Register", line: Line) -> None:
        """Add the request."""
        register.requests[self.request] = Request(
            self.request, self.person, self.document, self.purpose, self.mode, line.hand.day
        )


class AccessDecided(Event, frozen=True, kw_only=True, tag="access-decided"):
    """A request was agreed or refused."""

    request: str
    decision: Decision

    def change(self, register: "Register", line: Line) -> None:
        """Note the decision."""
        request = register.requests[self.request]
        register.requests[self.request] = msgspec.structs.replace(request, decision=self.decision)

    def said(self) -> str:
        """Return what was decided."""
        outcome = "agreed" if self.decision.agreed else "refused"
        return f"{self.request} was {outcome} by {self.decision.by}. Reason: {self.decision.reason}."


def ask(
    register: "Register", hand: Hand, *, person: str, document: str, purpose: str, mode: str
) -> list[Event]:
    """Record that a person asked for access to a document (D2)."""
    taken_in = register.document(document).versions[0].taken_in
    dates.not_before("The day of the request", hand.day, taken_in, "the document was not in custody then")
    return [
        AccessRequested(
            request=register.next_reference("R", register.requests),
            person=register.person(person).person,
            document=register.document(document).document,
            purpose=facts.needed("the purpose", purpose),
            mode=facts.one_of("the mode", mode, get_args(Mode)),
        )
    ]


def decide(
    register: "Register",
    hand: Hand,
    *,
    request: str,
    agreed: bool,
    by: str,
    reason: str,
    until: date | None = None,
    conditions: str = "",
) -> list[Event]:
    """Record the decision on a request; it is made once (D2)."""
    found = register.request(request)
    if found.decision is not None:
        raise WrongStateError(
            thing=found.request,
            state=found.state,
            act="decided again",
            advice="A new decision needs a new request; the old one stays on the record.",
        )
    dates.not_before("The day of the decision", hand.day, found.asked, "it lies before the request")
    if agreed:
        people.authorised(register.people[found.person], hand.day)
    if until is not None and (not agreed or until < hand.day):
        why = "it lies before the decision" if agreed else "a refused request has no last day"
        raise ImpossibleDateError(what="The last day of access", date=dates.day(until), why=why)
    decision = Decision(
        agreed,
        facts.needed("who decided", by),
        facts.needed("the reason", reason),
        hand.day,
        until,
        facts.optional("the conditions", conditions),
    )
    return [AccessDecided(request=found.request, decision=decision)]


def granted(
    register: "Register", request: Request, *, person: str, document: str, mode: Mode, day: date
) -> None:
    """Raise unless `request` grants `person` access to `document` in `mode` on `day` (C4)."""
    holder = register.people[person]
    shown = f"{holder.person} {holder.name}"

    def refuse(why: str) -> NotAgreedError:
        return NotAgreedError(person=shown, document=document, why=why)

    if request.person != person:
        raise refuse(f"{request.request} was made by {request.person}")
    if request.document != document:
        raise refuse(f"{request.request} is for {request.document}")
    if request.mode != mode:
        raise refuse(f"{request.request} asks for another mode: {MODES[request.mode]}")
    decision = request.decision
    if decision is None:
        raise refuse(f"{request.request} awaits its decision")
    if not decision.agreed:
        raise refuse(f"{request.request} was refused")
    if day < decision.day:
        raise refuse(f"{request.request} was agreed only on {dates.day(decision.day)}")
    if decision.until is not None and day > decision.until:
        raise refuse(f"{request.request} was agreed until {dates.day(decision.until)}")
    people.authorised(holder, day)
