"""The acts by which two people decide about a record: destroy, extend, or transfer (G3, T8, T14).

Rule: what is asked when the sheet is made is asked again when its code is typed back. Nothing is decided to
be destroyed before its date without an authority for that, while a hold is on any of it, or while the
computer's clock is in doubt.
"""

from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import clock, dates, facts, holds, kept_until, record_reviews, sheet_codes, witness
from desktop.custody.ending_errors import SheetCodeError
from desktop.custody.errors import FactMissingError, WitnessError, WrongStateError
from desktop.custody.hand import Event, Hand
from desktop.custody.kept_until import Standing
from desktop.custody.record_reviews import (
    DECISIONS,
    RECORD_CODE,
    Decision,
    RecordReview,
    RecordReviewBegun,
    RecordReviewDecided,
    RecordReviewWithdrawn,
    RecordTransferred,
)

if TYPE_CHECKING:
    from desktop.custody.register import Register


def begin(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    decision: str,
    reason: str,
    first: str,
    second: str,
    authority: str = "",
    until: date | None = None,
    to_whom: str = "",
) -> list[Event]:
    """Begin a review of a record: what two people are to decide, and sign for.

    A destruction before the date needs the `authority` for that. An extension has its date, `until`; a
    transfer the archive, `to_whom`.
    """
    standing = kept_until.of(register, review)
    found = standing.review.review
    wanted: Decision = facts.one_of("the decision", decision, DECISIONS)
    _one_at_a_time(register, found)
    one, other = _two(register, first, second)
    dates.not_before("The day it is begun", hand.day, standing.review.opened, "the review was opened later")
    begun = RecordReviewBegun(
        record_review=register.next_reference("RR", register.record_reviews),
        review=found,
        decision=wanted,
        reason=facts.needed("the reason", reason),
        first=one,
        second=other,
        authority=facts.optional("the authority", authority),
        until=until if wanted == "extend" else None,
        to_whom=facts.needed("the archive", to_whom) if wanted == "transfer" else "",
    )
    _may(register, hand, begun)
    return [begun]


def decide(register: "Register", hand: Hand, *, record_review: str, code: str) -> list[Event]:
    """Record the decision by the code of the sheet that both signed."""
    found = record_reviews.awaiting(register, record_review)
    if sheet_codes.read(register, RECORD_CODE, found.record_review, code) != found.code:
        raise SheetCodeError(sheet=found.record_review)
    why = f"its sheet was made on {dates.day(found.begun)}"
    dates.not_before("The day it is decided", hand.day, found.begun, why)
    lapsed = record_reviews.lapse(register, found)
    if lapsed:
        raise WrongStateError(
            thing=found.record_review,
            state=f"no longer what the two signed: {lapsed}",
            act="decided",
            advice="Withdraw it, and begin again with a sheet of today.",
        )
    _may(register, hand, found)
    return [
        RecordReviewDecided(
            record_review=found.record_review,
            decision=found.decision,
            first=found.first,
            second=found.second,
        )
    ]


def withdraw(register: "Register", hand: Hand, *, record_review: str, why: str) -> list[Event]:
    """Give up a review of a record, or take back a decision that was not carried out."""
    found = register.record_review(record_review)
    done = found.withdrawn or found.transferred or (found.decided and found.decision == "extend")
    if done:
        raise WrongStateError(
            thing=found.record_review,
            state=found.state,
            act="withdrawn",
            advice="A new review of the record can be begun.",
        )
    dates.not_before("The day it is withdrawn", hand.day, found.decided or found.begun, "it came later")
    return [RecordReviewWithdrawn(record_review=found.record_review, why=facts.needed("the reason", why))]


def transferred(
    register: "Register", hand: Hand, *, record_review: str, receipt: str, day: date | None = None
) -> list[Event]:
    """Record that the archive signed for the record; `receipt` is who signed, and how that is known."""
    found = register.record_review(record_review)
    if found.decision != "transfer" or found.state != "decided":
        raise WrongStateError(
            thing=found.record_review,
            state=found.state if found.decision == "transfer" else f"a decision to {found.decision}",
            act="transferred",
            advice="A decision to transfer comes first; then the package, and the receipt that comes back.",
        )
    signed = dates.not_ahead("The day of the receipt", day, hand.day)
    dates.not_before("The day of the receipt", signed, found.decided or found.begun, "it was decided later")
    kept = facts.needed("who signed for the record", receipt)
    return [RecordTransferred(record_review=found.record_review, day=signed, receipt=kept)]


def _may(register: "Register", hand: Hand, asked: RecordReviewBegun | RecordReview) -> None:
    """Raise what stands against a decision, when its sheet is made and again when it comes back."""
    clock.trusted(register, hand)
    standing = kept_until.of(register, asked.review)
    if asked.decision == "destroy":
        _may_destroy(register, hand, standing, asked.authority)
    if asked.decision == "extend":
        _may_extend(hand, standing, asked.until)


def _may_destroy(register: "Register", hand: Hand, standing: Standing, authority: str) -> None:
    review, kept = standing.review, standing.kept
    why, advice = "", "Confirm the date first. Nothing was changed."
    if review.closed is None:
        why, advice = "of a review that is not closed", "Close the review first. Nothing was changed."
    elif kept is None:
        why = "without a date that was confirmed"
    elif standing.differs:
        why = f"kept until a date that is not the rule's any more: {standing.differs}"
    if why or kept is None:
        thing = f"The record of review {review.review}"
        raise WrongStateError(thing=thing, state=why, act="destroyed", advice=advice)
    if hand.day < kept.day:
        facts.needed(f"the authority to destroy the record before {dates.day(kept.day)}", authority)
    for one in record_reviews.covered(register, review.review):
        holds.refuse_destruction(register, one.document)


def _may_extend(hand: Hand, standing: Standing, until: date | None) -> None:
    kept = standing.kept
    if kept is None:
        raise WrongStateError(
            thing=f"The record of review {standing.review.review}",
            state="without a date",
            act="extended",
            advice="Confirm the date first: what has none is kept anyway. Nothing was changed.",
        )
    if until is None:
        raise FactMissingError(fact="the day to which it is extended", why="nothing was given")
    why = f"it must lie after {dates.day(kept.day)}, the date that stands"
    dates.not_before("The day to which it is extended", until, _day_after(kept.day), why)
    why = "it must lie ahead"
    dates.not_before("The day to which it is extended", until, _day_after(hand.day), why)


def _day_after(day: date) -> date:
    return date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))


def _two(register: "Register", first: str, second: str) -> tuple[str, str]:
    one = witness.named(register, "the first person's name", first)
    other = witness.named(register, "the second person's name", second)
    if witness.same_person(one, other):
        raise WitnessError(name=other, why="that is the same person twice")
    return one, other


def _one_at_a_time(register: "Register", review: str) -> None:
    known = record_reviews.under_way(register, review)
    if known is not None:
        raise WrongStateError(
            thing=f"The record of review {review}",
            state=f"under review: {known.record_review} is {known.state}",
            act="reviewed again now",
            advice=f"Finish {known.record_review}, or withdraw it; then begin another.",
        )
