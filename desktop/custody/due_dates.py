"""The days on which something of a review is due, for a calendar outside the vault (E2).

Rule: a due date is the review's reference and a label, nothing more: no child, no person, no agency, no
court. It is known by what does not change when its day does, so that a calendar moves it and does not
double it.
"""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import deadlines, holds

if TYPE_CHECKING:
    from desktop.custody.register import Register


class DueDate(NamedTuple):
    """A day, what is due on it, and the key by which it is known again."""

    day: date
    review: str
    label: str
    key: str

    @property
    def title(self) -> str:
        """What a calendar shows."""
        return f"{self.review}: {self.label}"


def of(register: "Register", review: str, day: date) -> list[DueDate]:
    """Return what is due of one review, or of all if none is named; earliest first."""
    only = register.review(review).review if review.strip() else ""
    found = [
        DueDate(one.due, one.review, _label(one), one.key)
        for one in deadlines.open_in(register, day)
        if one.due is not None and only in {"", one.review}
    ]
    found += [
        DueDate(one.next_on, one.review, f"{one.proceedings}, next day", one.proceedings)
        for one in register.proceedings.values()
        if one.concluded is None and one.next_on is not None and only in {"", one.review}
    ]
    found += [
        DueDate(hold.look_again, review_of, f"{hold.hold} to look at again", f"{review_of} {hold.hold}")
        for hold in holds.in_force(register)
        if hold.look_again is not None
        for review_of in hold.about
        if review_of in register.reviews and only in {"", review_of}
    ]
    return sorted(found)


def _label(one: deadlines.Deadline) -> str:
    return f"{one.label} {one.place} due" if one.place else f"{one.label} due"
