"""What the keeping of records asks of somebody today (K1, G1 to G4).

Rule: nothing is asked for before a review is concluded, and nothing destroys anything by waiting.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import hold_lifting, kept_until, record_reviews, retention_rules
from desktop.custody.holds import Hold
from desktop.custody.kept_until import Standing
from desktop.custody.record_reviews import RecordReview

if TYPE_CHECKING:
    from desktop.custody.register import Register


class RetentionDue(NamedTuple):
    """What waits, each list in the order of its references or dates."""

    rule_since: date | None
    """Since when a rule is to be confirmed; None: one is, or no review is concluded."""
    dates: Sequence[Standing]
    """Records whose date is to be confirmed, differs, or cannot be computed."""
    reviews: Sequence[Standing]
    """Records whose date has come."""
    to_sign: Sequence[RecordReview]
    to_transfer: Sequence[RecordReview]
    holds: Sequence[Hold]
    """Holds whose sheet to lift them awaits signature."""


def due(register: "Register", day: date) -> RetentionDue:
    """Return what waits on `day`."""
    concluded = [review.concluded for review in register.reviews.values() if review.concluded is not None]
    adopted = retention_rules.in_force(register)
    return RetentionDue(
        min(concluded) if concluded and adopted is None else None,
        kept_until.asking(register, day) if adopted else [],
        record_reviews.due(register, day),
        record_reviews.to_sign(register),
        record_reviews.to_transfer(register),
        hold_lifting.waiting(register, day),
    )
