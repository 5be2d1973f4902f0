"""A concluded review that an evaluation as inadequate asks to reconsider, and what may be done of it then.

Rule (E2, E7): the conclusion stands, and what it began: copies come back, and none is made or signed out.
But while such a letter waits for its answer, or the action plan is not settled anew after it, the plan may be
amended, a chair and an author appointed, and documents taken in. Without such a letter nothing of that may.
"""

from typing import TYPE_CHECKING

from desktop.custody import dates
from desktop.custody.course import Evaluated
from desktop.custody.errors import ReviewConcludedError
from desktop.custody.regimes import INADEQUATE

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

_NO_LETTER = "An evaluation as inadequate alone opens it again, once its letter is recorded."


def asking(register: "Register", review: "Review") -> Evaluated | None:
    """Return the evaluation that asks to reconsider a review: the earliest letter that is not met yet."""
    plan = register.action_plans.get(review.review)
    opened_by = plan.reconsidered if plan else 0
    settled = plan.settled.entry if plan and plan.settled else None
    waiting = [
        one
        for one in review.evaluations
        if one.to_answer or one.entry == opened_by or (one.grade == INADEQUATE and _after(one, settled))
    ]
    return min(waiting, key=lambda one: one.letter, default=None)


def going_on(register: "Register", review: "Review") -> bool:
    """Whether a review is not concluded, or is concluded and to be reconsidered."""
    return review.concluded is None or asking(register, review) is not None


def check(register: "Register", review: "Review") -> None:
    """Raise ReviewConcludedError if the review was concluded and nothing asks to reconsider it."""
    if review.concluded is not None and not going_on(register, review):
        raise ReviewConcludedError(review=review.review, day=dates.day(review.concluded), advice=_NO_LETTER)


def _after(one: Evaluated, settled: int | None) -> bool:
    """Whether an evaluation came after the entry in which the plan was settled."""
    return settled is not None and one.entry > settled
