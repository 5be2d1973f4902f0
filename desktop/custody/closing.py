"""The closing of a review: every number is at its end, or excepted by name (F1).

Rule: a review that is not concluded, whose action plan is open again, or of which one number is unaccounted
for, is not closed; each is named.
What is out, lost or in the safe has an end of its own (F2) or a named approver's written exception. Masters
stay, with what befalls them; a copy that turns up afterwards is taken back and destroyed.
"""

from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from desktop.custody import action_plans, approved_exceptions, copies, dates, facts
from desktop.custody.copies import Copy, CopyState
from desktop.custody.ending_errors import ReviewNotEndedError
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

_NAMED = 40
"""How many numbers a refusal names one by one."""


class InTheWay(NamedTuple):
    """A number that keeps its review from being closed, and what is to be done."""

    copy: Copy
    why: str
    remedy: str


class ReviewClosed(Event, frozen=True, kw_only=True, tag="review-closed"):
    """Every copy of a review came to its end."""

    words: ClassVar[str] = (
        "Review {review} was closed. Numbers: {numbers}; excepted: {excepted}. Authority: {authority}."
    )

    review: str
    authority: str
    numbers: int
    excepted: int

    def change(self, register: "Register", line: Line) -> None:
        """Note the day."""
        found = register.reviews[self.review]
        register.reviews[self.review] = msgspec.structs.replace(found, closed=line.hand.day)


def close(register: "Register", hand: Hand, *, review: str, authority: str) -> list[Event]:
    """Close a review of which every number is at its end or excepted (F1)."""
    found = register.review(review)
    if found.closed is not None:
        raise WrongStateError(
            thing=f"Review {found.review}",
            state=f"closed since {dates.day(found.closed)}",
            act="closed again",
            advice="Its masters stay in custody until their retention is decided.",
        )
    why = _unsettled(register, found) or _named(in_the_way(register, found.review))
    if why:
        raise ReviewNotEndedError(review=found.review, what=why)
    numbers = copies.of_review(register, found.review)
    dates.not_before("The closing", hand.day, found.concluded or hand.day, "it was concluded later")
    for copy in numbers:
        dates.not_before("The closing", hand.day, copy.since, f"{copy.copy} was moved later")
    excepted = sum(approved_exceptions.standing(register, copy.copy) is not None for copy in numbers)
    return [
        ReviewClosed(
            review=found.review,
            authority=facts.needed("the authority", authority),
            numbers=len(numbers),
            excepted=excepted,
        )
    ]


def in_the_way(register: "Register", review: str) -> list[InTheWay]:
    """Return the numbers that keep a review from being closed, in order, each with what is to be done."""
    left = [
        copy
        for copy in copies.of_review(register, review)
        if copy.state not in copies.ENDS and approved_exceptions.standing(register, copy.copy) is None
    ]
    return [InTheWay(copy, _why(copy), _remedy(copy)) for copy in copies.in_order(left)]


def ready(register: "Register") -> list["Review"]:
    """Return the concluded reviews that can be closed."""
    return [
        found
        for found in register.reviews.values()
        if not found.closed and not _unsettled(register, found) and _ended(register, found)
    ]


def turned_up(register: "Register") -> list[Copy]:
    """Return the copies of closed reviews that are at no end and under no exception: found since."""
    closed = [review.review for review in register.reviews.values() if review.closed]
    return [one.copy for review in closed for one in in_the_way(register, review)]


def _ended(register: "Register", review: "Review") -> bool:
    return not in_the_way(register, review.review)


def _unsettled(register: "Register", review: "Review") -> str:
    """Return what keeps a review as a whole from being closed, apart from its numbers."""
    if not review.concluded:
        return "it is not concluded"
    if action_plans.of(register, review.review).reconsidered:
        return "its action plan is open again, after an evaluation as inadequate"
    return _doubtful(register, review)


def _doubtful(register: "Register", review: "Review") -> str:
    """Return which documents may have numbers that the vault does not know, after a restore."""
    unsure = [
        known.document
        for known in register.documents.values()
        if known.review == review.review and known.numbers_unsure
    ]
    return f"it is not known which numbers there are of {', '.join(unsure)}" if unsure else ""


def _named(left: list[InTheWay]) -> str:
    if not left:
        return ""
    named = [f"{one.copy.copy} ({one.why})" for one in left[:_NAMED]]
    more = f", and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
    return f"{', '.join(named)}{more}"


def _remedy(copy: Copy) -> str:
    sent = copy.form == "electronic" and copy.out
    return _DECLARED if sent else _REMEDIES[copy.state]


def _why(copy: Copy) -> str:
    return f"{copy.state}, {copy.responsible}" if copy.loan else str(copy.state)


_TAKE_BACK = "Have it back, or its holder's certificate of destruction; or except it."
_DECLARED = "Have its recipient declare that the file is deleted; or except it."
_DESTROY = "Destroy it here, in a batch with a witness."
_REMEDIES = {
    CopyState.ALLOTTED: "Say whether it was printed or spoilt.",
    CopyState.IN_SAFE: _DESTROY,
    CopyState.AWAITING_SIGNATURE: _TAKE_BACK,
    CopyState.SIGNED_OUT: _TAKE_BACK,
    CopyState.RECALLED: _TAKE_BACK,
    CopyState.ESCALATED: _TAKE_BACK,
    CopyState.CLAIMED_RETURNED: "Look for it; take it back, or say that it is lost.",
    CopyState.LOST: "Look for it; if it is lost for good, have that accepted by a written exception.",
    CopyState.DAMAGED: "Take it back if it is out; then destroy it here.",
}
