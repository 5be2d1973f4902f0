"""The Register: the present state of custody, folded from the ledger's entries.

Rule: nothing stands here that no entry explains. An act reads it and returns events; only `Register.fold`
changes it. "How did it stand on 3 March" is a fold that stops there.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar, get_args

import msgspec

from desktop.custody import (
    access,
    board,
    clock,
    copies,
    documents,
    handover,
    incidents,
    interest,
    keys,
    loans,
    media,
    observations,
    packages,
    people,
    restores,
    reviews,
)
from desktop.custody.errors import (
    LedgerAlteredError,
    LedgerTooNewError,
    UnknownReferenceError,
    VaultNotFoundedError,
)
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.ledger import EMPTY, Head, Stored

if TYPE_CHECKING:
    from datetime import date, datetime

AnyEvent = (
    board.VaultFounded
    | board.OperatorAdded
    | keys.OperatorRemoved
    | keys.PassphraseChanged
    | keys.KeysRenewed
    | keys.RecoveryMade
    | keys.RecoveryDrilled
    | keys.RecoveryUsed
    | keys.RecoveryRevoked
    | handover.CustodianChanged
    | handover.HandoverConfirmed
    | media.MediumRegistered
    | media.MediumMoved
    | media.BackupMade
    | media.MediumTested
    | media.MediumDestroyed
    | restores.VaultRestored
    | clock.ClockChanged
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
    | copies.CopiesAccountedFor
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
    | packages.PackageMade
    | packages.PackageFinished
    | observations.HeadNotKept
)

Value = TypeVar("Value")

_KINDS = {event.__struct_config__.tag for event in get_args(AnyEvent)}


class Record(msgspec.Struct, frozen=True):
    """The body of an entry: who and when, and what happened."""

    hand: Hand
    event: AnyEvent


class _Kind(msgspec.Struct):
    kind: str


class _Outline(msgspec.Struct):
    """What every entry has, of whatever kind."""

    hand: Hand
    event: _Kind


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Record)


def to_bytes(hand: Hand, event: Event) -> bytes:
    """Return an entry's body: canonical JSON (keys sorted, no white space, UTF-8)."""
    return _encoder.encode({"event": event, "hand": hand})


def from_bytes(body: bytes, number: int) -> Record:
    """Read an entry's body.

    Raises LedgerTooNewError for an event of a kind this program does not know, LedgerAlteredError for
    anything else that no program entered.
    """
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        if _is_of_a_newer_kind(body):
            raise LedgerTooNewError(number=number) from error
        raise LedgerAlteredError(number=number, what="is none that a program makes") from error


def _is_of_a_newer_kind(body: bytes) -> bool:
    try:
        outline = msgspec.json.decode(body, type=_Outline)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return False
    return outline.event.kind not in _KINDS


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
        self.media: dict[str, media.Medium] = {}
        self.recoveries: dict[int, keys.Recovery] = {}
        self.handovers: tuple[handover.Handover, ...] = ()
        self.generation = 1
        self.skipped = 0
        self.restored: restores.Restored | None = None
        self.checked: date | None = None
        self.last_recorded: datetime | None = None

    def fold(self, rows: Iterable[Stored]) -> "Register":
        """Fold verified rows in, in order; return this register."""
        number, digest = self.head
        for number, _salt, body, digest in rows:
            record = from_bytes(body, number)
            try:
                record.event.change(self, Line(number, digest, record.hand))
            except LookupError as error:
                what = "tells of something that was never entered"
                raise LedgerAlteredError(number=number, what=what) from error
            self.last_recorded = record.hand.recorded
        self.head = Head(number, digest)
        return self

    @property
    def founded(self) -> board.Board:
        """The Board; every act after the first has one."""
        if self.board is None:
            raise VaultNotFoundedError
        return self.board

    @property
    def custodian(self) -> board.Operator:
        """The operator who answers for the vault (A6)."""
        return self.operators[self.founded.custodian]

    @property
    def recovery(self) -> keys.Recovery | None:
        """The present set of recovery shares, or None."""
        last = next(reversed(self.recoveries.values()), None)
        return last if last is not None and last.ended is None else None

    def operator(self, reference: str) -> board.Operator:
        """Return the operator of that reference, removed or not."""
        return _found(self.operators, "operator", reference)

    def medium(self, reference: str) -> media.Medium:
        """Return the backup medium of that reference."""
        return _found(self.media, "medium", reference)

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
        """Return the reference the next of its kind gets, such as D-0007.

        Those that entries lost by a restore may have had are passed over.
        """
        return f"{letter}-{len(known) + 1 + self.skipped:04d}"


def _found(known: dict[str, Value], noun: str, reference: str) -> Value:
    try:
        return known[reference.strip().upper()]
    except KeyError:
        raise UnknownReferenceError(noun=noun, reference=reference) from None
