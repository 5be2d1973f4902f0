"""Incidents: what went wrong, about what, and how it was closed.

Rule: an incident stays on the record; closing it says what was found. A short count (C9) and a master
that does not verify (B7) open one by themselves.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register

Matter = Literal["pages", "master", "superseded master"]


class Incident(msgspec.Struct, frozen=True):
    """One incident; `about` is the reference of a copy or a document."""

    incident: str
    matter: Matter
    about: str
    what: str
    opened: date
    closed: date | None = None
    found: str = ""


class IncidentOpened(Event, frozen=True, kw_only=True, tag="incident-opened"):
    """Something went wrong."""

    words: ClassVar[str] = "Incident {incident} was opened about {about}: {what}"

    incident: str
    matter: Matter
    about: str
    what: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the incident; a master that does not verify blocks its document."""
        register.incidents[self.incident] = Incident(
            self.incident, self.matter, self.about, self.what, line.hand.day
        )
        if self.matter == "master":
            document = register.documents[self.about]
            register.documents[self.about] = msgspec.structs.replace(
                document, blocked=_blocked_by(self.incident)
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


def open_incident(register: "Register", *, matter: Matter, about: str, what: str) -> IncidentOpened:
    """Return the event that opens an incident; part of another act."""
    incident = register.next_reference("I", register.incidents)
    return IncidentOpened(incident=incident, matter=matter, about=about, what=what)


def master_altered(
    register: "Register", hand: Hand, *, document: str, what: str, current: bool = True
) -> list[Event]:
    """Open an incident about a master that does not verify, once while it is open (B7).

    Only the `current` version's blocks the document: copies are made of no other.
    """
    about = register.document(document).document
    matter: Matter = "master" if current else "superseded master"
    for known in register.incidents.values():
        if (known.about, known.matter) == (about, matter) and known.closed is None:
            return []
    return [open_incident(register, matter=matter, about=about, what=what)]


def close(register: "Register", hand: Hand, *, incident: str, found: str) -> list[Event]:
    """Close an incident with what was found."""
    known = register.incident(incident)
    if known.closed is not None:
        raise WrongStateError(
            thing=known.incident,
            state="closed",
            act="closed again",
            advice="See what was found when it was closed.",
        )
    dates.not_before("The day it was closed", hand.day, known.opened, "the incident was opened later")
    return [IncidentClosed(incident=known.incident, found=facts.needed("what was found", found))]


def _blocked_by(incident: str) -> str:
    return f"its master does not verify (incident {incident})"
