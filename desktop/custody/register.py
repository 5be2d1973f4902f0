"""The Register: the present state of custody, folded from the ledger's entries.

Rule: nothing stands here that no entry explains. An act reads it and returns events; only `Register.fold`
changes it. "How did it stand on 3 March" is a fold that stops there.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from desktop.custody import last_actions, late
from desktop.custody.entries import from_bytes
from desktop.custody.errors import LedgerAlteredError, UnknownReferenceError, VaultNotFoundedError
from desktop.custody.hand import Line
from desktop.custody.ledger import EMPTY, Head, Stored

if TYPE_CHECKING:
    from datetime import date, datetime

    from desktop.custody import (
        access,
        action_plans,
        advice,
        agency_plans,
        approved_exceptions,
        batches,
        board,
        calendar,
        chases,
        clock,
        conclusion,
        copies,
        disposal_traces,
        disposals,
        documents,
        electronic,
        handed_out,
        handover,
        health,
        holder_certificates,
        holds,
        incidents,
        information,
        interest,
        kept_until,
        keys,
        letters,
        media,
        muster,
        objectives,
        observations,
        panel_pack,
        people,
        print_jobs,
        printers,
        proceedings,
        publication_round,
        record_reviews,
        restores,
        retention_rules,
        reviews,
        scans,
        submissions,
        wordings,
    )

Value = TypeVar("Value")


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
        self.advice: dict[str, advice.Advice] = {}
        self.publications: dict[str, tuple[publication_round.Publication, ...]] = {}
        self.copies: dict[str, copies.Copy] = {}
        self.interest: dict[str, interest.Interest] = {}
        self.electronic: dict[str, electronic.Dispatch] = {}
        self.submissions: dict[str, submissions.Submission] = {}
        self.health: dict[str, health.Case] = {}
        self.agency_plans: dict[str, agency_plans.AgencyPlan] = {}
        self.incidents: dict[str, incidents.Incident] = {}
        self.late: dict[str, tuple[late.Late, ...]] = {}
        """The late entries about each copy."""
        self.views: list[observations.View] = []
        self.media: dict[str, media.Medium] = {}
        self.printers: dict[str, printers.Excepted] = {}
        self.print_jobs: dict[str, print_jobs.PrintJob] = {}
        self.spool: printers.Keeps | None = None
        """What the system was last seen to keep of prints."""
        self.scans: dict[str, scans.Scan] = {}
        self.musters: dict[str, muster.Muster] = {}
        self.recoveries: dict[int, keys.Recovery] = {}
        self.holidays: dict[date, calendar.Holiday] = {}
        self.holiday_sources: dict[int, str] = {}
        self.closed_days: dict[date, str] = {}
        self.foi: dict[str, information.Request] = {}
        self.subject_access: dict[str, information.Request] = {}
        self.holds: dict[str, holds.Hold] = {}
        self.proceedings: dict[str, proceedings.Proceedings] = {}
        self.packs: dict[str, panel_pack.Pack] = {}
        self.letters: dict[str, letters.Letter] = {}
        self.wordings: dict[str, wordings.BoardWording] = {}
        self.chases: dict[str, tuple[chases.Chased, ...]] = {}
        self.handovers: tuple[handover.Handover, ...] = ()
        self.generation = 1
        self.skipped = 0
        self.restores: list[restores.Restored] = []
        self.checked: date | None = None
        self.last_recorded: datetime | None = None
        self.latest_recorded: datetime | None = None
        """The latest time of any entry, since the clock was last compared with another (T14)."""
        self.clock_doubt: clock.ClockChanged | None = None
        """What the clock did, until it is compared with another (T14)."""
        self._at_the_end()

    def _at_the_end(self) -> None:
        """Begin with nothing planned or destroyed, and nothing decided of how long anything is kept."""
        self.action_plans: dict[str, action_plans.ActionPlan] = {}
        """By their reviews."""
        self.objectives: dict[str, objectives.Objective] = {}
        self.informed: dict[str, tuple[conclusion.Informed, ...]] = {}
        """The bodies that were told of each review's conclusion."""
        self.retention_rules: tuple[retention_rules.Adopted, ...] = ()
        self.kept_until: dict[str, kept_until.KeptUntil] = {}
        """By review."""
        self.record_reviews: dict[str, record_reviews.RecordReview] = {}
        self.last_actions: dict[str, date] = {}
        """By review, the day of the last entry that concerns it."""
        self.batches: dict[str, batches.Batch] = {}
        self.holder_certificates: dict[str, holder_certificates.HolderCertificate] = {}
        self.exceptions: dict[str, tuple[approved_exceptions.ApprovedException, ...]] = {}
        """The approved exceptions of each copy, the last of which holds."""
        self.packages: list[handed_out.Package] = []
        self.disposals: dict[str, disposals.Disposal] = {}
        self.settled: dict[int, disposal_traces.Settled] = {}
        """What became of what left the vault, by the entry it left with."""
        self.former_devices: tuple[str, ...] = ()
        """The fingerprints of former device secrets, as far as entries tell of them."""

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
            last_actions.note(self, record.hand, record.event)
            if record.hand.happened is not None:
                late.note(self, number, record.hand, record.event)
            self.last_recorded = record.hand.recorded
            if self.latest_recorded is None or self.last_recorded > self.latest_recorded:
                self.latest_recorded = self.last_recorded
        self.head = Head(number, digest)
        return self

    @property
    def founded(self) -> "board.Board":
        """The Board; every act after the first has one."""
        if self.board is None:
            raise VaultNotFoundedError
        return self.board

    @property
    def custodian(self) -> "board.Operator":
        """The operator who answers for the vault (A6)."""
        return self.operators[self.founded.custodian]

    @property
    def restored(self) -> "restores.Restored | None":
        """The last restore, or None."""
        return self.restores[-1] if self.restores else None

    @property
    def recovery(self) -> "keys.Recovery | None":
        """The present set of recovery shares, or None."""
        last = next(reversed(self.recoveries.values()), None)
        return last if last is not None and last.ended is None else None

    def operator(self, reference: str) -> "board.Operator":
        """Return the operator of that reference, removed or not."""
        return _found(self.operators, "operator", reference)

    def medium(self, reference: str) -> "media.Medium":
        """Return the backup medium of that reference."""
        return _found(self.media, "medium", reference)

    def review(self, reference: str) -> "reviews.Review":
        """Return the review of that reference; capitals do not matter."""
        wanted = reference.strip().casefold()
        for name, review in self.reviews.items():
            if name.casefold() == wanted:
                return review
        raise UnknownReferenceError(noun="review", reference=reference)

    def person(self, reference: str) -> "people.Person":
        """Return the person of that reference."""
        return _found(self.people, "person", reference)

    def document(self, reference: str) -> "documents.Document":
        """Return the document of that reference."""
        return _found(self.documents, "document", reference)

    def request(self, reference: str) -> "access.Request":
        """Return the access request of that reference."""
        return _found(self.requests, "request", reference)

    def advice_of(self, reference: str) -> "advice.Advice":
        """Return the legal advice of that reference."""
        return _found(self.advice, "legal advice", reference)

    def copy(self, reference: str) -> "copies.Copy":
        """Return the copy of that reference."""
        return _found(self.copies, "copy", reference)

    def interest_of(self, reference: str) -> "interest.Interest":
        """Return the executive-summary request of that reference."""
        return _found(self.interest, "executive-summary request", reference)

    def submission(self, reference: str) -> "submissions.Submission":
        """Return the submission of that reference."""
        return _found(self.submissions, "submission", reference)

    def health_case(self, reference: str) -> "health.Case":
        """Return the case of third-party health information of that reference."""
        return _found(self.health, "case of third-party health information", reference)

    def agency_plan(self, reference: str) -> "agency_plans.AgencyPlan":
        """Return the agency's action plan of that reference."""
        return _found(self.agency_plans, "agency action plan", reference)

    def print_job(self, reference: str) -> "print_jobs.PrintJob":
        """Return the print job of that reference."""
        return _found(self.print_jobs, "print job", reference)

    def scan(self, reference: str) -> "scans.Scan":
        """Return the scanned paper of that reference."""
        return _found(self.scans, "scanned paper", reference)

    def objective(self, reference: str) -> "objectives.Objective":
        """Return the objective of an action plan of that reference."""
        return _found(self.objectives, "objective", reference)

    def letter(self, reference: str) -> "letters.Letter":
        """Return the letter of that reference."""
        return _found(self.letters, "letter", reference)

    def incident(self, reference: str) -> "incidents.Incident":
        """Return the incident of that reference."""
        return _found(self.incidents, "incident", reference)

    def muster_of(self, reference: str) -> "muster.Muster":
        """Return the muster of that reference."""
        return _found(self.musters, "muster", reference)

    def batch(self, reference: str) -> "batches.Batch":
        """Return the destruction batch of that reference."""
        return _found(self.batches, "destruction batch", reference)

    def foi_request(self, reference: str) -> "information.Request":
        """Return the request under the Freedom of Information Act of that reference."""
        return _found(self.foi, "freedom of information request", reference)

    def subject_access_request(self, reference: str) -> "information.Request":
        """Return the request for subject access of that reference."""
        return _found(self.subject_access, "subject access request", reference)

    def information(self, reference: str) -> "information.Request":
        """Return the request for information of that reference, under whichever law."""
        known = self.foi if reference.strip().upper() in self.foi else self.subject_access
        return _found(known, "request for information", reference)

    def hold(self, reference: str) -> "holds.Hold":
        """Return the hold of that reference."""
        return _found(self.holds, "hold", reference)

    def record_review(self, reference: str) -> "record_reviews.RecordReview":
        """Return the review of a record of that reference."""
        return _found(self.record_reviews, "review of a record", reference)

    def proceedings_of(self, reference: str) -> "proceedings.Proceedings":
        """Return the proceedings of that reference."""
        return _found(self.proceedings, "proceedings", reference)

    def pack_of(self, reference: str) -> "panel_pack.Pack":
        """Return the Overview Panel pack of that reference."""
        return _found(self.packs, "Overview Panel pack", reference)

    def disposal(self, reference: str) -> "disposals.Disposal":
        """Return the disposal of that reference."""
        return _found(self.disposals, "disposal", reference)

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
