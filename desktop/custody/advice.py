"""Legal advice on disclosure (D4): which documents it is about, whose it is, when it was given, its gist.

Rule: advice is about the version of a document that was current on the day it was given; a later version
needs advice of its own. The day of the advice and the day of its entry both stand on the record, and
neither a document that was not in custody yet nor a day that lies ahead is advised on.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from desktop.custody import dates, documents, facts
from desktop.custody.errors import FactMissingError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register


class Advised(msgspec.Struct, frozen=True):
    """A version of a document that advice is about."""

    document: str
    version: int


class Advice(msgspec.Struct, frozen=True):
    """Legal advice on whether documents may leave the process of their review."""

    advice: str
    documents: tuple[Advised, ...]
    adviser: str
    day: date
    gist: str
    consulted: str
    """Which agencies' legal advisers were consulted, and what they said; empty if none was."""
    recorded: date
    entry: int

    @property
    def about(self) -> str:
        """The documents with their versions, in words."""
        return ", ".join(f"{on.document} (version {on.version})" for on in self.documents)


class AdviceRecorded(Event, frozen=True, kw_only=True, tag="advice-recorded"):
    """Legal advice was recorded."""

    advice: str
    documents: tuple[Advised, ...]
    adviser: str
    day: date
    gist: str
    consulted: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Add the advice."""
        register.advice[self.advice] = Advice(
            self.advice,
            self.documents,
            self.adviser,
            self.day,
            self.gist,
            self.consulted,
            line.hand.day,
            line.number,
        )

    def said(self) -> str:
        """Return whose advice it is, about what, and its gist."""
        about = ", ".join(f"{on.document} (version {on.version})" for on in self.documents)
        return (
            f"{self.advice}: legal advice of {self.adviser}, {dates.day(self.day)}, about {about}."
            f" Gist: {self.gist}"
        )


def record(
    register: "Register",
    hand: Hand,
    *,
    about: Sequence[str],
    adviser: str,
    gist: str,
    day: date | None = None,
    consulted: str = "",
) -> list[Event]:
    """Record legal advice about documents (D4); `day` is the day it was given, by default that of the act."""
    given = dates.not_ahead("The day of the advice", day, hand.day)
    advised = tuple(dict.fromkeys(_advised(register, document, given) for document in about))
    if not advised:
        raise FactMissingError(fact="the document", why="advice is about one document or more")
    apart = [on.document for on in advised if documents.kept_apart(register, on.document)]
    if apart and len(advised) > 1:
        why = f"{apart[0]} is kept apart, so advice about it is recorded by itself"
        raise FactMissingError(fact="the document", why=why)
    return [
        AdviceRecorded(
            advice=register.next_reference("LA", register.advice),
            documents=advised,
            adviser=facts.needed("the adviser", adviser),
            day=given,
            gist=facts.needed("the gist of the advice", gist),
            consulted=facts.optional("the agencies' advisers", consulted),
        )
    ]


def covering(register: "Register", document: str, version: int, day: date) -> Advice | None:
    """Return the latest advice about that version that had been given by `day`, or None."""
    wanted = Advised(document, version)
    known = [found for found in register.advice.values() if wanted in found.documents and found.day <= day]
    return max(known, key=lambda found: (found.day, found.entry), default=None)


def about_document(register: "Register", document: str) -> list[Advice]:
    """Return all advice about any version of a document, oldest entry first."""
    return [
        found
        for found in register.advice.values()
        if any(advised.document == document for advised in found.documents)
    ]


def _advised(register: "Register", reference: str, day: date) -> Advised:
    found = register.document(reference)
    return Advised(found.document, documents.version_on(found, "The day of the advice", day).version)
