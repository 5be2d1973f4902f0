"""What is on the record though nothing in custody moved: refusals, failed unlocks, papers, checks, views.

Rule (H3): refused acts, failed unlocks, views, prints, exports are entries too. What a refusal quotes is
what the person was told, never what was typed as a secret.
"""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import documents, facts
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import shown

if TYPE_CHECKING:
    from desktop.custody.register import Register


class View(msgspec.Struct, frozen=True):
    """Somebody saw a document's contents: who, when and why (B9)."""

    document: str
    version: int
    rendition: int
    """Of which it was the rendition that was seen; 0: the original itself."""
    by: str
    """The operator's reference; `viewer` is the name they had."""
    viewer: str
    at: datetime
    purpose: str
    how: str
    entry: int


class _Observation(Event, frozen=True):
    def change(self, register: "Register", line: Line) -> None:
        """Nothing in custody moved."""


class ActRefused(_Observation, frozen=True, kw_only=True, tag="act-refused"):
    """A rule said no."""

    words: ClassVar[str] = "Refused ({act}): {told}"

    act: str
    rule: str
    told: str


class UnlocksFailed(_Observation, frozen=True, kw_only=True, tag="unlocks-failed"):
    """The vault was not opened with what was typed."""

    words: ClassVar[str] = "Failed attempts to unlock the vault: {count}; the last on {last}."

    count: int
    first: datetime
    last: datetime


class PaperMade(_Observation, frozen=True, kw_only=True, tag="paper-made"):
    """A report, receipt or export was made."""

    words: ClassVar[str] = "{paper} was made: {about}."

    paper: str
    about: str


class DocumentViewed(_Observation, frozen=True, kw_only=True, tag="document-viewed"):
    """Somebody saw a document's contents (B9)."""

    words: ClassVar[str] = "{document} (version {version}) was viewed by {viewer} {how}. Purpose: {purpose}."

    document: str
    version: int
    viewer: str
    purpose: str
    how: str
    rendition: int = 0

    def change(self, register: "Register", line: Line) -> None:
        """Note the view."""
        register.views.append(
            View(
                self.document,
                self.version,
                self.rendition,
                line.hand.by,
                self.viewer,
                line.hand.at,
                self.purpose,
                self.how,
                line.number,
            )
        )


class LedgerSearched(_Observation, frozen=True, kw_only=True, tag="ledger-searched"):
    """Somebody read the entries about something, by somebody, or between two days."""

    words: ClassVar[str] = "The ledger was searched for {sought}. Found: {found}."

    sought: str
    found: int


class VaultVerified(_Observation, frozen=True, kw_only=True, tag="vault-verified"):
    """Ledger and masters were checked."""

    words: ClassVar[str] = "The vault was verified. Masters: {masters}; problems: {problems}."

    masters: int
    problems: int

    def change(self, register: "Register", line: Line) -> None:
        """Note the day of the check; a master that does not verify has an entry of its own."""
        register.checked = line.hand.day


class HeadNotKept(_Observation, frozen=True, kw_only=True, tag="head-not-kept"):
    """No head of the ledger was found outside the vault, so an older vault would not have been noticed."""

    words: ClassVar[str] = "No head of the ledger was found in {place}: this opening was not compared."

    place: str


def refused(act: str, rule: str, told: str) -> ActRefused:
    """Return the entry of a refusal."""
    return ActRefused(act=act, rule=rule, told=shown(told, 500))


def unlocks_failed(
    register: "Register", hand: Hand, *, count: int, first: datetime, last: datetime
) -> list[Event]:
    """Record that the vault was not opened with what was typed."""
    return [UnlocksFailed(count=count, first=first, last=last)]


def paper_made(register: "Register", hand: Hand, *, paper: str, about: str) -> list[Event]:
    """Record that a paper was made."""
    return [PaperMade(paper=paper, about=about)]


def view(
    register: "Register", hand: Hand, *, document: str, purpose: str, how: str, original: bool = False
) -> list[Event]:
    """Record that the operator views a document, and for what purpose (B9).

    What is seen is the rendition in use, if there is one and not the `original` was asked for. Raises
    DisposedError: a disposal may have come while the master was verified.
    """
    found = register.document(document)
    documents.still_kept(found)
    return [
        DocumentViewed(
            document=found.document,
            version=found.current.version,
            viewer=register.operators[hand.by].name,
            purpose=facts.needed("the purpose", purpose),
            how=how,
            rendition=0 if original else len(found.current.renditions),
        )
    ]


def views(register: "Register", document: str) -> list[View]:
    """Return who viewed a document, when and why, in the order of the entries (B9)."""
    found = register.document(document).document
    return [view for view in register.views if view.document == found]


def ledger_searched(register: "Register", hand: Hand, *, sought: str, found: int) -> list[Event]:
    """Record that the ledger was searched, and how many entries were found."""
    return [LedgerSearched(sought=sought, found=found)]


def head_not_kept(register: "Register", hand: Hand, *, place: str) -> list[Event]:
    """Record that there was nothing outside the vault to compare its head with, and where it was sought."""
    return [HeadNotKept(place=place)]


def vault_verified(register: "Register", hand: Hand, *, masters: int, problems: int) -> list[Event]:
    """Record that the vault was verified."""
    return [VaultVerified(masters=masters, problems=problems)]
