"""The Register: the present state of custody, folded from the ledger's entries.

Rule: nothing stands here that no entry explains. An act reads it and returns events; only `Register.fold`
changes it. "How did it stand on 3 March" is a fold that stops there.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from desktop.custody import (
    access,
    board,
    copies,
    documents,
    incidents,
    interest,
    loans,
    observations,
    people,
    reviews,
)
from desktop.custody.errors import LedgerTooNewError, UnknownReferenceError, VaultNotFoundedError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.ledger import EMPTY, Head, Stored

AnyEvent = (
    board.VaultFounded
    | board.OperatorAdded
    | reviews.ReviewOpened
    | reviews.ReviewConcluded
    | people.PersonAdded
    | people.ContactChanged
    | people.RoleGiven
    | people.RoleEnded
    | documents.DocumentTakenIn
    | documents.VersionTakenIn
    | access.AccessRequested
    | access.AccessDecided
    | copies.CopiesAllotted
    | copies.CopyPrinted
    | copies.CopySpoilt
    | loans.CopySignedOut
    | loans.SlipConfirmed
    | loans.CopyReturned
    | loans.ReturnMiscounted
    | interest.InterestRecorded
    | interest.InterestAnswered
    | incidents.IncidentOpened
    | incidents.IncidentClosed
    | observations.ActRefused
    | observations.UnlocksFailed
    | observations.PaperMade
    | observations.DocumentViewed
    | observations.VaultVerified
)

Value = TypeVar("Value")


class Record(msgspec.Struct, frozen=True):
    """The body of an entry: who and when, and what happened."""

    hand: Hand
    event: AnyEvent


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Record)


def to_bytes(hand: Hand, event: Event) -> bytes:
    """Return an entry's body: canonical JSON (keys sorted, no white space, UTF-8)."""
    return _encoder.encode({"event": event, "hand": hand})


def from_bytes(body: bytes, number: int) -> Record:
    """Read an entry's body; raise LedgerTooNewError for an event this program does not know."""
    try:
        return _decoder.decode(body)
    except msgspec.MsgspecError as error:
        raise LedgerTooNewError(number=number) from error


class Register:
    """The present state. Rows are frozen; look-ups raise UnknownReferenceError with the noun."""

    def __init__(self) -> None:
        self.head = EMPTY
        self.board: board.Board | None = None
        self.operators: dict[str, board.Operator] = {}
        self.reviews: dict[str, reviews.Review] = {}
        self.people: dict[str, people.Person] = {}
        self.documents: dict[str, documents.Document] = {}
        self.requests: dict[str, access.Request] = {}
        self.copies: dict[str, copies.Copy] = {}
        self.interest: dict[str, interest.Interest] = {}
        self.incidents: dict[str, incidents.Incident] = {}

    def fold(self, rows: Iterable[Stored]) -> "Register":
        """Fold verified rows in, in order; return this register."""
        number, digest = self.head
        for number, _salt, body, digest in rows:
            record = from_bytes(body, number)
            record.event.change(self, Line(number, digest, record.hand))
        self.head = Head(number, digest)
        return self

    @property
    def founded(self) -> board.Board:
        """The Board; every act after the first has one."""
        if self.board is None:
            raise VaultNotFoundedError
        return self.board

    def review(self, reference: str) -> reviews.Review:
        """Return the review of that reference; capitals do not matter."""
        wanted = reference.strip().casefold()
        for name, review in self.reviews.items():
            if name.casefold() == wanted:
                return review
        raise UnknownReferenceError(noun="review", reference=reference)

    def person(self, reference: str) -> people.Person:
        """Return the person of that reference."""
        return _found(self.people, "person", reference)

    def document(self, reference: str) -> documents.Document:
        """Return the document of that reference."""
        return _found(self.documents, "document", reference)

    def request(self, reference: str) -> access.Request:
        """Return the access request of that reference."""
        return _found(self.requests, "request", reference)

    def copy(self, reference: str) -> copies.Copy:
        """Return the copy of that reference."""
        return _found(self.copies, "copy", reference)

    def interest_of(self, reference: str) -> interest.Interest:
        """Return the executive-summary request of that reference."""
        return _found(self.interest, "executive-summary request", reference)

    def incident(self, reference: str) -> incidents.Incident:
        """Return the incident of that reference."""
        return _found(self.incidents, "incident", reference)

    def next_reference(self, letter: str, known: Sequence[str] | dict[str, Value]) -> str:
        """Return the reference the next of its kind gets, such as D-0007."""
        return f"{letter}-{len(known) + 1:04d}"


def _found(known: dict[str, Value], noun: str, reference: str) -> Value:
    try:
        return known[reference.strip().upper()]
    except KeyError:
        raise UnknownReferenceError(noun=noun, reference=reference) from None
