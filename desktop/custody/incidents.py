"""Incidents: what went wrong, about what, whether people are at risk, and how it was closed.

Rule: an incident stays on the record; closing it says what was found. A short count (C9), a copy that is
lost or damaged (C11) and a master that does not verify (B7) open one by themselves. A lost copy or a breach
starts the clock of 72 hours within which the Information Commissioner is told, where people are at risk
(UK GDPR, article 33); such an incident is not closed before that was judged. Who is told later is told why
(article 33(1)), so the reason of the delay is kept with it.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

_Unverified = Literal["master", "superseded master", "rendition", "scan"]
Matter = Literal["pages", _Unverified, "lost", "damaged", "muster", "breach", "other"]
BY_HAND: tuple[Matter, ...] = ("breach", "other")
"""What is opened by an act of its own; the others are opened by what went wrong."""
MATTERS: dict[Matter, str] = {
    "pages": "pages that do not agree",
    "master": "a master that does not verify",
    "superseded master": "a superseded master that does not verify",
    "rendition": "a rendition that does not verify",
    "scan": "a scanned paper that does not verify",
    "lost": "a lost copy",
    "damaged": "a damaged copy",
    "muster": "a muster that does not agree",
    "breach": "a breach of confidence",
    "other": "something else",
}
"""Each matter as people read it."""
TIME_TO_TELL = timedelta(hours=72)
"""From when it became known until the Commissioner is told of it, where there is a risk."""

_CLOCKED: tuple[Matter, ...] = ("lost", "breach")
_AN_HOUR = timedelta(hours=1)
_IN_DAYS = timedelta(hours=48)
"""From here on a delay is told in days."""


class Note(msgspec.Struct, frozen=True):
    """Something that was found out or done meanwhile."""

    at: datetime
    text: str


class Assessment(msgspec.Struct, frozen=True):
    """Whether there is a risk to people, why, and when the Information Commissioner was told."""

    at: datetime
    risk: bool
    reason: str
    told_commissioner: datetime | None = None
    why_late: str = ""
    """The reason of the delay, where the Commissioner was told after the 72 hours."""


class Incident(msgspec.Struct, frozen=True):
    """One incident; `about` is the reference of what it is about, or empty."""

    incident: str
    matter: Matter
    about: str
    what: str
    opened: date
    at: datetime
    """When it became known: the clock starts then."""
    clock_ends: datetime | None = None
    """Until when the Commissioner is to be told, if there is a risk."""
    closed: date | None = None
    found: str = ""
    notes: tuple[Note, ...] = ()
    assessments: tuple[Assessment, ...] = ()

    @property
    def assessment(self) -> Assessment | None:
        """The last assessment, which holds."""
        return self.assessments[-1] if self.assessments else None

    @property
    def clock_runs(self) -> bool:
        """Whether somebody has still to judge the risk, or to tell the Commissioner of it."""
        judged = self.assessment
        answered = judged is not None and (not judged.risk or judged.told_commissioner is not None)
        return self.clock_ends is not None and self.closed is None and not answered

    def told_late(self, judged: Assessment) -> bool:
        """Whether the Commissioner was told after the 72 hours, by one of its judgements."""
        told, ends = judged.told_commissioner, self.clock_ends
        return told is not None and ends is not None and told > ends


class IncidentOpened(Event, frozen=True, kw_only=True, tag="incident-opened"):
    """Something went wrong."""

    incident: str
    matter: Matter
    about: str
    what: str
    known_since: datetime | None = None
    """When it became known, if that was before this act: the clock starts then."""

    def said(self) -> str:
        """Return what happened."""
        about = f" about {self.about}" if self.about else ""
        return f"Incident {self.incident} was opened{about}: {self.what}"

    def change(self, register: "Register", line: Line) -> None:
        """Add the incident; a master that does not verify blocks its document."""
        at = self.known_since or line.hand.at
        register.incidents[self.incident] = Incident(
            self.incident,
            self.matter,
            self.about,
            self.what,
            line.hand.day,
            at,
            at + TIME_TO_TELL if self.matter in _CLOCKED else None,
        )
        if self.matter == "master":
            document = register.documents[self.about]
            register.documents[self.about] = msgspec.structs.replace(
                document, blocked=_blocked_by(self.incident)
            )


class IncidentNoted(Event, frozen=True, kw_only=True, tag="incident-noted"):
    """Something was found out or done about an incident."""

    words: ClassVar[str] = "Noted with incident {incident}: {text}"

    incident: str
    text: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the note."""
        known = register.incidents[self.incident]
        notes = (*known.notes, Note(line.hand.at, self.text))
        register.incidents[self.incident] = msgspec.structs.replace(known, notes=notes)


class IncidentAssessed(Event, frozen=True, kw_only=True, tag="incident-assessed"):
    """Somebody judged whether people are at risk."""

    incident: str
    risk: bool
    reason: str
    told_commissioner: datetime | None = None
    why_late: str = ""

    def said(self) -> str:
        """Return what was judged."""
        judged = "a risk" if self.risk else "no risk"
        told = ""
        if self.told_commissioner is not None:
            told = f" The Information Commissioner was told on {dates.moment(self.told_commissioner)}"
            told += f", after the 72 hours. Reason of the delay: {self.why_late}." if self.why_late else "."
        return f"Incident {self.incident} was judged {judged} to people. Reason: {self.reason}.{told}"

    def change(self, register: "Register", line: Line) -> None:
        """Add the assessment; a risk starts the clock of an incident that had none."""
        known = register.incidents[self.incident]
        judged = Assessment(line.hand.at, self.risk, self.reason, self.told_commissioner, self.why_late)
        ends = known.clock_ends or (known.at + TIME_TO_TELL if self.risk else None)
        register.incidents[self.incident] = msgspec.structs.replace(
            known, assessments=(*known.assessments, judged), clock_ends=ends
        )


class IncidentClosed(Event, frozen=True, kw_only=True, tag="incident-closed"):
    """An incident was resolved."""

    words: ClassVar[str] = "Incident {incident} was closed: {found}"

    incident: str
    found: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the end; a block is lifted with the incident that made it."""
        incident = msgspec.structs.replace(
            register.incidents[self.incident], closed=line.hand.day, found=self.found
        )
        register.incidents[self.incident] = incident
        document = register.documents.get(incident.about)
        if document is not None and document.blocked == _blocked_by(self.incident):
            register.documents[incident.about] = msgspec.structs.replace(document, blocked="")


def open_incident(
    register: "Register", *, matter: Matter, about: str, what: str, known_since: datetime | None = None
) -> IncidentOpened:
    """Return the event that opens an incident; part of another act. Its clock counts from `known_since`."""
    incident = register.next_reference("I", register.incidents)
    return IncidentOpened(incident=incident, matter=matter, about=about, what=what, known_since=known_since)


def open_by_hand(register: "Register", hand: Hand, *, matter: str, what: str, about: str = "") -> list[Event]:
    """Open an incident about something in the register, or about nothing that is in it."""
    return [
        open_incident(
            register,
            matter=facts.one_of("the matter", matter, BY_HAND),
            about=_in_register(register, about) if about.strip() else "",
            what=facts.needed("what happened", what),
        )
    ]


def master_altered(
    register: "Register",
    hand: Hand,
    *,
    document: str,
    what: str,
    current: bool = True,
    rendition: bool = False,
) -> list[Event]:
    """Open an incident about a master that does not verify, once while it is open (B7).

    Only the `current` version's blocks the document: copies are made of no other, and a `rendition`, which is
    verified before each of them, can be made again.
    """
    about = register.document(document).document
    matter: Matter = "rendition" if rendition else "master" if current else "superseded master"
    for known in register.incidents.values():
        if (known.about, known.matter) == (about, matter) and known.closed is None:
            return []
    return [open_incident(register, matter=matter, about=about, what=what)]


def note(register: "Register", hand: Hand, *, incident: str, text: str) -> list[Event]:
    """Note what was found out or done about an open incident."""
    known = _known_open(register, hand, incident, "added to")
    return [IncidentNoted(incident=known.incident, text=facts.needed("the note", text))]


def assess(
    register: "Register",
    hand: Hand,
    *,
    incident: str,
    risk: bool,
    reason: str,
    told_commissioner: datetime | None = None,
    why_late: str = "",
) -> list[Event]:
    """Judge whether there is a risk to people, and say when the Information Commissioner was told.

    It may be judged again while the incident is open; the last judgement holds. Where the Commissioner was
    told after the 72 hours, `why_late` is the reason of the delay, and is needed (FactMissingError).
    """
    known = _known_open(register, hand, incident, "judged")
    if told_commissioner is not None:
        what = "The time the Commissioner was told"
        if told_commissioner > hand.at:
            shown = dates.moment(told_commissioner)
            raise ImpossibleDateError(what=what, date=shown, why="it lies after this was judged")
        dates.not_before(what, told_commissioner.date(), known.at.date(), "the incident happened later")
    return [
        IncidentAssessed(
            incident=known.incident,
            risk=risk,
            reason=facts.needed("the reason", reason),
            told_commissioner=told_commissioner,
            why_late=_reason_of_delay(known, told_commissioner, why_late),
        )
    ]


def close(register: "Register", hand: Hand, *, incident: str, found: str) -> list[Event]:
    """Close an incident with what was found; one whose clock still runs is judged first."""
    known = _known_open(register, hand, incident, "closed again")
    if known.clock_runs:
        raise _unanswered(known)
    judged = known.assessment
    if judged is not None:
        dates.not_before("The day of the act", hand.day, judged.at.date(), "the risk was judged later")
    return [IncidentClosed(incident=known.incident, found=facts.needed("what was found", found))]


def clocks(register: "Register") -> list[Incident]:
    """Return the incidents whose clock runs, the most urgent first."""
    running = [known for known in register.incidents.values() if known.clock_runs]
    return sorted(running, key=lambda known: (known.clock_ends, known.incident))


def still_open(register: "Register") -> list[Incident]:
    """Return the incidents that are not closed: those whose clock runs at the head, then the others."""
    running = clocks(register)
    return running + [
        known for known in register.incidents.values() if known.closed is None and not known.clock_runs
    ]


def clock_words(incident: Incident, now: datetime) -> str:
    """Return what the clock of an incident asks for at `now`, and how long is left or since when it ended.

    Nothing where it has no clock. After its end it asks for what is still to be done, and why that is late.
    """
    judged, ends = incident.assessment, incident.clock_ends
    if judged is not None and judged.told_commissioner is not None:
        told = f"Commissioner told {dates.moment(judged.told_commissioner.astimezone(now.tzinfo))}"
        return f"{told}, after the 72 hours" if incident.told_late(judged) else f"{told}, in time"
    if judged is not None and not judged.risk:
        return "judged no risk to people"
    if ends is None or incident.closed is not None:
        return ""
    asks = "judge the risk" if judged is None else "tell the Commissioner"
    if now < ends:
        return f"{_hours(ends - now)} left to {asks}"
    why = ", and say why it is late" if judged else "; if there is one, tell the Commissioner why it is late"
    return f"ended {_ago(now - ends)} ago: {asks} now{why}"


def _hours(span: timedelta) -> str:
    return _counted(span // _AN_HOUR, "hour") if span >= _AN_HOUR else _counted(span.seconds // 60, "minute")


def _ago(span: timedelta) -> str:
    return _counted(span.days, "day") if span >= _IN_DAYS else _hours(span)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _reason_of_delay(known: Incident, told: datetime | None, why_late: str) -> str:
    """Return why the Commissioner was told late; nothing where that was in time."""
    reason = facts.optional("the reason of the delay", why_late)
    ends = known.clock_ends or known.at + TIME_TO_TELL
    if told is None or told <= ends:
        if reason:
            in_time = "the Commissioner was told in time"
            why = in_time if told else "it is not said when the Commissioner was told"
            raise FactMissingError(fact="the delay for which a reason was given", why=why)
        return ""
    if not reason:
        why = f"the 72 hours ended on {dates.moment(ends)}, before the Commissioner was told"
        raise FactMissingError(fact="the reason of the delay", why=why)
    return reason


def _known_open(register: "Register", hand: Hand, incident: str, act: str) -> Incident:
    known = register.incident(incident)
    if known.closed is not None:
        advice = "See what was found when it was closed; open a new incident for what came to light since."
        raise WrongStateError(thing=known.incident, state="closed", act=act, advice=advice)
    dates.not_before("The day of the act", hand.day, known.opened, "the incident was opened later")
    return known


def _unanswered(known: Incident) -> WrongStateError:
    if known.assessment is None:
        state = "not judged"
        advice = "Say first whether there is a risk to people, and when the Commissioner was told of it."
    else:
        state = "a risk of which the Commissioner was not told"
        advice = "Judge it again: with the time the Information Commissioner was told, or as no risk."
    return WrongStateError(thing=known.incident, state=state, act="closed", advice=advice)


def _in_register(register: "Register", about: str) -> str:
    """Return the reference that `about` names, as the register has it."""
    wanted = about.strip().upper()
    for rows in (
        register.copies,
        register.documents,
        register.requests,
        register.people,
        register.media,
        register.interest,
        register.batches,
        register.disposals,
    ):
        if wanted in rows:
            return wanted
    for review in register.reviews:
        if review.casefold() == wanted.casefold():
            return review
    noun = "copy, document, request, person, medium, batch, disposal or review"
    raise UnknownReferenceError(noun=noun, reference=about)


def _blocked_by(incident: str) -> str:
    return f"its master does not verify (incident {incident})"
