"""Access requests and their decisions (D2): who asked for which document, why, and what was decided.

Rule: a request names one person and one document (so one edition); its decision is made once, with who
made it and why; refused requests are kept. Only an authorised person can be granted access (D1), unless a
court or an inquiry orders it (D11). `granted` is the one place where a decision is relied on: it asks the
gates too, so that nothing leaves the process of the review before its gate is open (D4).
"""

from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

import msgspec

from desktop.custody import dates, documents, facts, gates, people
from desktop.custody.errors import ImpossibleDateError, NotAgreedError, RuleError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

Mode = Literal["hard-copy", "view", "electronic"]
MODES: dict[str, str] = {"hard-copy": "hard copy", "view": "view here", "electronic": "electronic copy"}

Under = Literal["the review", "court order", "inquiry", "legal duty", "other"]
UNDER: tuple[Under, ...] = get_args(Under)
"""By what authority access is asked for; all but the first lie outside the process of the review."""
ORDERED = ("court order", "inquiry")
"""Those that need no role, but the order itself (D11)."""


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
    under: Under = "the review"
    order: str = ""
    """The reference and the date of the order, or of whatever else it is asked under."""
    asked_by: str = ""
    """Who asked on the person's behalf; empty for the person."""

    @property
    def ordered(self) -> bool:
        """Whether a court or an inquiry orders it, so that no role is needed (D11)."""
        return self.under in ORDERED

    @property
    def authority(self) -> str:
        """In words: under what it is asked for, with the order's reference."""
        return ", ".join(filter(None, (self.under, self.order)))

    @property
    def grounds(self) -> str:
        """In words: the purpose, and where it was said, under what and through whom it was asked for."""
        under = f"Under: {self.authority}" if self.under != "the review" else ""
        through = f"Asked by: {self.asked_by}" if self.asked_by else ""
        return "; ".join(filter(None, (self.purpose, under, through)))

    @property
    def state(self) -> str:
        """In words: awaiting decision, agreed or refused."""
        if self.decision is None:
            return "awaiting decision"
        return "agreed" if self.decision.agreed else "refused"


class AccessRequested(Event, frozen=True, kw_only=True, tag="access-requested"):
    """Somebody asked for access."""

    request: str
    person: str
    document: str
    purpose: str
    mode: Mode
    under: Under = "the review"
    order: str = ""
    asked_by: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Add the request."""
        register.requests[self.request] = Request(
            self.request,
            self.person,
            self.document,
            self.purpose,
            self.mode,
            line.hand.day,
            under=self.under,
            order=self.order,
            asked_by=self.asked_by,
        )

    def said(self) -> str:
        """Return who asked for what, under what and why."""
        by = f", through {self.asked_by}," if self.asked_by else ""
        under = (
            ""
            if self.under == "the review"
            else f" Under: {', '.join(filter(None, (self.under, self.order)))}."
        )
        return (
            f"{self.request}: {self.person}{by} asked for {self.document} ({self.mode})."
            f" Purpose: {self.purpose}.{under}"
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
    register: "Register",
    hand: Hand,
    *,
    person: str,
    document: str,
    purpose: str,
    mode: str,
    under: str = "the review",
    order: str = "",
    asked_by: str = "",
) -> list[Event]:
    """Record that a person asked for access to a document (D2), or that it was ordered (D11).

    `order` is the reference and date of the order; `asked_by` who asked on the person's behalf.
    """
    taken_in = register.document(document).versions[0].taken_in
    dates.not_before("The day of the request", hand.day, taken_in, "the document was not in custody then")
    known = facts.one_of("what it is asked under", under, UNDER)
    order = facts.optional("the order", order)
    if known in ORDERED:
        order = facts.needed("the reference and date of the order", order)
    return [
        AccessRequested(
            request=register.next_reference("R", register.requests),
            person=register.person(person).person,
            document=register.document(document).document,
            purpose=facts.needed("the purpose", purpose),
            mode=facts.one_of("the mode", mode, get_args(Mode)),
            under=known,
            order=order,
            asked_by=facts.optional("who asked", asked_by),
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
        documents.still_kept(register.documents[found.document])
        still_authorised(register, found, hand.day)
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


def outside(register: "Register", request: Request, day: date) -> bool:
    """Whether what was asked for would leave the process of the review, so that the gates apply (D4)."""
    if request.under != "the review":
        return True
    review = register.documents[request.document].review
    return register.people[request.person].outside(day, review)


def still_authorised(register: "Register", request: Request, day: date) -> None:
    """Raise AccessEndedError unless a role for the review is in force on `day`, or the access is ordered."""
    if not request.ordered:
        review = register.documents[request.document].review
        people.authorised(register.people[request.person], day, review)


def awaited(register: "Register", request: Request, day: date) -> str:
    """Return what an agreed request still waits for on `day`, or an empty text."""
    if request.decision is None or not request.decision.agreed:
        return ""
    try:
        still_authorised(register, request, day)
        gates.check(register, request.document, outside=outside(register, request, day), day=day)
    except RuleError as error:
        return error.message
    return ""


def granted(
    register: "Register",
    request: Request,
    *,
    person: str,
    document: str,
    mode: Mode,
    day: date,
    version: int | None = None,
) -> None:
    """Raise unless `request` grants the access (C4) and the document's gate is open (D4) on `day`.

    `version` is that of the copy at hand, by default the current one.
    """
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
    still_authorised(register, request, day)
    gates.check(register, document, outside=outside(register, request, day), day=day, version=version)
