"""What waits at the end of reviews: copies to destroy, papers to come back, reviews to close.

Rule: one query feeds the list of today, the window and the commands (C15); nothing here is stored.
"""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import approved_exceptions, batches, closing, destruction, holder_certificates

if TYPE_CHECKING:
    from desktop.custody.approved_exceptions import ApprovedException
    from desktop.custody.batches import Batch
    from desktop.custody.holder_certificates import HolderCertificate
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review


class ToDestroy(NamedTuple):
    """A concluded review of which copies lie here that are in no batch yet, and since when."""

    review: "Review"
    copies: int
    since: date


class Ending(NamedTuple):
    """What waits, each list in the order in which it should be seen to."""

    to_destroy: list[ToDestroy]
    batches: "list[Batch]"
    """Those under way, with or without a sheet that awaits its code."""
    certificates: "list[HolderCertificate]"
    """Holders' certificates that are not back."""
    exceptions: "list[ApprovedException]"
    """Approved exceptions to look at again."""
    to_close: "list[Review]"
    """Reviews of which nothing is in the way of closing."""


def waiting(register: "Register", day: date) -> Ending:
    """Return what waits at the end of reviews on `day`."""
    return Ending(
        _to_destroy(register),
        batches.opened(register),
        holder_certificates.waiting(register),
        approved_exceptions.to_look_at(register, day),
        closing.ready(register),
    )


def batch_words(batch: "Batch") -> str:
    """Return how far an open batch is, and with whom, in one line."""
    numbers = "1 number" if len(batch.items) == 1 else f"{len(batch.items)} numbers"
    return f"{numbers}, with {batch.how.witness}"


def _to_destroy(register: "Register") -> list[ToDestroy]:
    left: dict[str, list[date]] = {}
    for copy in destruction.to_destroy(register, ""):
        excepted = approved_exceptions.standing(register, copy.copy) is not None
        if not excepted and batches.with_copy(register, copy.copy) is None:
            left.setdefault(register.documents[copy.document].review, []).append(copy.since)
    found = []
    for name, since in left.items():
        review = register.reviews[name]
        found.append(ToDestroy(review, len(since), max(review.concluded or min(since), min(since))))
    return sorted(found, key=lambda one: one.since)
