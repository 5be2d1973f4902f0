"""The closing of a review: every number is at its end, or excepted by name (F1).

Rule: a review that is not concluded, whose action plan is open again, of which an incident is open or one
number unaccounted for, is not closed; each is named.
What is out, lost or in the safe has an end of its own (F2) or a named approver's written exception. Masters
stay, with what befalls them; a copy that turns up afterwards is taken back and destroyed.
"""

from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from desktop.custody import action_plans, approved_exceptions, copies, dates, facts, findable, incidents
from desktop.custody.copies import Copy, CopyState
from desktop.custody.ending_errors import ReviewNotEndedError
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

_NAMED = 40
"""How many a refusal names one by one."""


class InTheWay(NamedTuple):
    """A number that keeps its review from being closed, and what is to be done."""

    copy: Copy
    why: str
    remedy: str


class Unsettled(NamedTuple):
    """Something other than a number that keeps its review from being closed, and what is to be done."""

    what: str
    """The reference of an incident or a document, or “Action plan”."""
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
    why = _not_concluded(found) or _named(
        in_the_way(register, found.review), unsettled(register, found.review)
    )
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
    return _told(_numbers_left(register).get(register.review(review).review, []))


def every_in_the_way(register: "Register") -> list[InTheWay]:
    """Return the numbers that keep the concluded reviews from being closed, review by review."""
    left = _numbers_left(register)
    concluded = [found.review for found in register.reviews.values() if found.concluded]
    return [one for review in concluded for one in _told(left.get(review, []))]


def unsettled(register: "Register", review: str) -> list[Unsettled]:
    """Return what else keeps a review from being closed: its plan, documents in doubt, open incidents."""
    found = register.review(review).review
    plan = action_plans.of(register, found)
    return [
        *([_PLAN] if plan.reconsidered else []),
        *(
            Unsettled(
                known.document, "it is not known which numbers there are of it", "Account for its numbers."
            )
            for known in register.documents.values()
            if known.review == found and known.numbers_unsure
        ),
        *(
            Unsettled(known.incident, f"{incidents.MATTERS[known.matter]}, not closed", _INCIDENT)
            for known in incidents.still_open(register)
            if findable.review_of(register, known.about) == found
        ),
    ]


def ready(register: "Register") -> list["Review"]:
    """Return the concluded reviews that can be closed."""
    left = _numbers_left(register)
    return [
        found
        for found in register.reviews.values()
        if found.concluded
        and not found.closed
        and found.review not in left
        and not unsettled(register, found.review)
    ]


def turned_up(register: "Register") -> list[Copy]:
    """Return the copies of closed reviews that are at no end and under no exception: found since."""
    return [
        copy
        for review, left in _numbers_left(register).items()
        if register.reviews[review].closed
        for copy in copies.in_order(left)
    ]


def _not_concluded(review: "Review") -> str:
    return "" if review.concluded else "it is not concluded"


def _numbers_left(register: "Register") -> dict[str, list[Copy]]:
    """Return the numbers that are at no end and under no exception, by their review; one look at each."""
    left: dict[str, list[Copy]] = {}
    for copy in register.copies.values():
        if copy.state not in copies.ENDS and approved_exceptions.standing(register, copy.copy) is None:
            left.setdefault(register.documents[copy.document].review, []).append(copy)
    return left


def _named(left: list[InTheWay], others: list[Unsettled]) -> str:
    named = [f"{one.what} ({one.why})" for one in others]
    named += [f"{one.copy.copy} ({one.why})" for one in left]
    more = f", and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return f"{', '.join(named[:_NAMED])}{more}"


def _told(left: list[Copy]) -> list[InTheWay]:
    return [InTheWay(copy, _why(copy), _remedy(copy)) for copy in copies.in_order(left)]


def _remedy(copy: Copy) -> str:
    sent = copy.form == "electronic" and copy.out
    return _DECLARED if sent else _REMEDIES[copy.state]


def _why(copy: Copy) -> str:
    return f"{copy.state}, {copy.responsible}" if copy.loan else str(copy.state)


_INCIDENT = "Close it with what was found, once the risk is judged if its clock runs."
_PLAN = Unsettled(
    "Action plan",
    "open again, after an evaluation as inadequate",
    "Have the Board approve it and sign it off anew.",
)
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
