"""The review of a review's record at its date: destroy, extend, or transfer to an archive (G3, T8, T14).

Rule: the date starts this and never a deletion; two people decide (`record_deciding`). A decision covers what
was in custody when its sheet was made: it lapses when the date is moved, when a document comes in, or when a
restore has lost entries. Holds are asked apart, by every act that destroys (`holds.refuse_destruction`).
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import msgspec

from desktop.custody import dates, kept_until, sheet_codes
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Line
from desktop.custody.kept_until import Earlier, Standing

if TYPE_CHECKING:
    from desktop.custody.register import Register

Decision = Literal["destroy", "extend", "transfer"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
RECORD_CODE = "RR1"
"""How the machine-readable code of a sheet of a record's review begins."""


class Covered(msgspec.Struct, frozen=True):
    """A document as it was in custody when the sheet was made: its last version."""

    document: str
    version: int


class RecordReview(msgspec.Struct, frozen=True):
    """One review of the record of a review."""

    record_review: str
    review: str
    decision: Decision
    reason: str
    first: str
    second: str
    authority: str
    """For a destruction before its date; else what the two rely on, or empty."""
    until: date | None
    """To when it is extended."""
    to_whom: str
    """The archive to which it is transferred."""
    stands: date | None
    """The date that stood when the sheet was made."""
    covers: tuple[Covered, ...]
    begun: date
    entry: int
    code: str
    """The code on the sheet, as it is compared."""
    decided: date | None = None
    decided_in: int = 0
    withdrawn: date | None = None
    why: str = ""
    """Why it was withdrawn."""
    transferred: date | None = None
    receipt: str = ""
    """Who signed for the record at the archive, and how that is known."""

    @property
    def open(self) -> bool:
        """Whether its sheet has not come back."""
        return self.decided is None and self.withdrawn is None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.withdrawn:
            return "withdrawn"
        if self.transferred:
            return "transferred"
        return "decided" if self.decided else "awaiting signature"

    @property
    def decides(self) -> str:
        """What is decided, in words."""
        match self.decision:
            case "destroy":
                return "destroy the record"
            case "extend":
                return f"keep the record until {dates.day(self.until) if self.until else 'later'}"
            case "transfer":
                return f"transfer the record to {self.to_whom}"


class RecordReviewBegun(Event, frozen=True, kw_only=True, tag="record-review-begun"):
    """Two people are to decide about a record: their sheet awaits signature."""

    record_review: str
    review: str
    decision: Decision
    reason: str
    first: str
    second: str
    authority: str = ""
    until: date | None = None
    to_whom: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Add it with what is in custody; the sheet's code comes from this entry's digest."""
        kept = register.kept_until.get(self.review)
        register.record_reviews[self.record_review] = RecordReview(
            self.record_review,
            self.review,
            self.decision,
            self.reason,
            self.first,
            self.second,
            self.authority,
            self.until,
            self.to_whom,
            kept.day if kept else None,
            covered(register, self.review),
            line.hand.day,
            line.number,
            sheet_codes.made(line, "review of a record"),
        )

    def said(self) -> str:
        """Return who is to decide what."""
        until = f" until {dates.day(self.until)}" if self.until else ""
        to_whom = f" to {self.to_whom}" if self.to_whom else ""
        authority = f" Authority: {self.authority}." if self.authority else ""
        return (
            f"{self.record_review}: {self.first} and {self.second} are to decide whether to {self.decision}"
            f" the record of review {self.review}{until}{to_whom}.{authority} Reason: {self.reason}"
        )


class RecordReviewDecided(Event, frozen=True, kw_only=True, tag="record-review-decided"):
    """The sheet came back signed by both: its code was typed."""

    words: ClassVar[str] = (
        "{record_review}: {first} and {second} signed; it is decided to {decision} the record."
    )

    record_review: str
    decision: Decision
    first: str
    second: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the decision; an extension moves the date."""
        found, day = register.record_reviews[self.record_review], line.hand.day
        _noted(register, self.record_review, decided=day, decided_in=line.number)
        kept = register.kept_until.get(found.review)
        if kept is None:
            return
        if found.decision == "extend" and found.until is not None:
            moved = Earlier(kept.day, kept.confirmed, day, f"{self.record_review}: {found.reason}")
            changes = {"day": found.until, "extended": self.record_review, "earlier": (*kept.earlier, moved)}
            register.kept_until[found.review] = msgspec.structs.replace(kept, to_destroy="", **changes)
        else:
            decided = self.record_review if found.decision == "destroy" else ""
            register.kept_until[found.review] = msgspec.structs.replace(kept, to_destroy=decided)


class RecordReviewWithdrawn(Event, frozen=True, kw_only=True, tag="record-review-withdrawn"):
    """A review of a record was given up, or its decision taken back."""

    words: ClassVar[str] = "{record_review} was withdrawn: {why}"

    record_review: str
    why: str

    def change(self, register: "Register", line: Line) -> None:
        """Keep it as withdrawn."""
        _noted(register, self.record_review, withdrawn=line.hand.day, why=self.why)
        review = register.record_reviews[self.record_review].review
        kept = register.kept_until.get(review)
        if kept is not None and kept.to_destroy == self.record_review:
            register.kept_until[review] = msgspec.structs.replace(kept, to_destroy="")


class RecordTransferred(Event, frozen=True, kw_only=True, tag="record-review-transferred"):
    """The archive signed for the record."""

    words: ClassVar[str] = "{record_review}: the record was transferred on {day}. Receipt: {receipt}"

    record_review: str
    day: date
    receipt: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the receipt; what is kept here is kept until it is decided about."""
        _noted(register, self.record_review, transferred=self.day, receipt=self.receipt)


Events = RecordReviewBegun | RecordReviewDecided | RecordReviewWithdrawn | RecordTransferred


def destruction_decided(register: "Register", document: str) -> RecordReview:
    """Return the standing decision of two people to destroy the record that a document is of.

    Raises WrongStateError where there is none, or where it has lapsed. Holds are asked apart.
    """
    found = register.document(document)
    decided = _last(register, found.review, "destroy")
    why = "without a decision of two people to destroy it" if decided is None else lapse(register, decided)
    if decided is not None and not why:
        current = Covered(found.document, found.current.version)
        why = "" if current in decided.covers else f"not among what {decided.record_review} decided about"
    if decided is None or why:
        raise WrongStateError(
            thing=found.document,
            state=why if decided is None else f"covered by {decided.record_review} no longer: {why}",
            act="destroyed",
            advice=f"Two people decide about the record of {found.review} first. Nothing was destroyed.",
        )
    return decided


def lapse(register: "Register", found: RecordReview) -> str:
    """Return why what two people signed holds no longer, or an empty text."""
    kept = register.kept_until.get(found.review)
    stands = kept.day if kept else None
    if stands != found.stands and not (kept and kept.extended == found.record_review):
        return f"the date was moved to {dates.day(stands)}" if stands else "no date stands"
    new = [one.document for one in covered(register, found.review) if one not in found.covers]
    if new:
        return f"{', '.join(new)} came in, or a new version of it"
    if any(restored.lost != 0 and restored.entry > found.entry for restored in register.restores):
        return "a restore lost entries since, and a hold may have been among them"
    if found.decision == "destroy":
        return kept_until.of(register, found.review).differs
    return ""


def covered(register: "Register", review: str) -> tuple[Covered, ...]:
    """Return the documents that a review's record has now, each with its last version."""
    return tuple(
        Covered(known.document, known.current.version)
        for known in register.documents.values()
        if known.review == review
    )


def awaiting(register: "Register", record_review: str) -> RecordReview:
    """Return a review of a record whose sheet is not back; raise WrongStateError for another."""
    found = register.record_review(record_review)
    if not found.open:
        raise WrongStateError(
            thing=found.record_review, state=found.state, act="signed", advice="Begin another one."
        )
    return found


def of_review(register: "Register", review: str) -> list[RecordReview]:
    """Return the reviews of a review's record, in order."""
    return [known for known in register.record_reviews.values() if known.review == review]


def under_way(register: "Register", review: str) -> RecordReview | None:
    """Return the one that waits for its signatures or for its carrying out, or None."""
    for known in reversed(of_review(register, review)):
        if known.open:
            return known
        if known.state == "decided" and known.decision != "extend" and not lapse(register, known):
            return known
    return None


def due(register: "Register", day: date) -> list[Standing]:
    """Return the records whose date has come and about which nothing is decided or awaits signature (K1)."""
    return [
        standing
        for standing in kept_until.every(register)
        if standing.kept is not None
        and kept_until.reached(register, standing.kept, day)
        and under_way(register, standing.review.review) is None
    ]


def to_sign(register: "Register") -> Sequence[RecordReview]:
    """Return those whose sheet awaits signature."""
    return [known for known in register.record_reviews.values() if known.open]


def to_transfer(register: "Register") -> Sequence[RecordReview]:
    """Return the decided transfers for which nobody has signed yet."""
    return [
        known
        for known in register.record_reviews.values()
        if known.decision == "transfer" and known.state == "decided" and not lapse(register, known)
    ]


def _last(register: "Register", review: str, decision: Decision) -> RecordReview | None:
    """Return the last decision about a record, if it is that one and was not withdrawn."""
    decided = [one for one in of_review(register, review) if one.decided and not one.withdrawn]
    return decided[-1] if decided and decided[-1].decision == decision else None


def _noted(register: "Register", record_review: str, **changes: object) -> None:
    known = register.record_reviews[record_review]
    register.record_reviews[record_review] = msgspec.structs.replace(known, **changes)
