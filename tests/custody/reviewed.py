"""A review on its way, with good defaults: what tests of its clock share. Everything here is invented."""

from datetime import date

from desktop.custody import appointments, deadlines, reviews, timetable
from desktop.custody.deadlines import Deadline
from desktop.custody.reviews import Review
from tests.factory import REVIEW, Desk, Facts, a_hand

OPENED = date(2026, 1, 5)
NOTIFIED, DECIDED = date(2025, 12, 1), date(2025, 12, 31)
BY: Facts = {"authority": "The Chair (invented)"}


def a_review(*, notified: date | None = NOTIFIED, decided: date | None = DECIDED, regime: str = "") -> Desk:
    """Return a desk with one review."""
    desk = Desk(a_hand(date(2024, 1, 1)))
    dated: Facts = {"notified": notified, "decided": decided, "regime": regime}
    opened = max(filter(None, (OPENED, notified, decided)))
    desk.do(reviews.open_review, opened, reference=REVIEW, **dated, **BY)
    return desk


def review_of(desk: Desk) -> Review:
    """Return the review."""
    return desk.register.reviews[REVIEW]


def clock(desk: Desk, on: date) -> dict[str, Deadline]:
    """Return the deadlines of the review by kind, and agency where there is one."""
    return {one.agency or one.what: one for one in deadlines.of_review(desk.register, review_of(desk), on)}


def extend(desk: Desk, until: date, on: date, **more: object) -> None:
    """Give the review more time."""
    facts: Facts = {"why": "A trial (invented)", "plan": "Revised plan 2", **BY, **more}
    desk.do(timetable.extend, on, review=REVIEW, until=until, **facts)


def complete(desk: Desk, on: date) -> None:
    """Complete the review."""
    desk.do(timetable.complete, on, review=REVIEW, **BY)


def appoint(desk: Desk, office: str, person: str, on: date = OPENED) -> None:
    """Appoint somebody to an office of the review."""
    facts: Facts = {"office": office, "person": person, "independence": "Never worked here", **BY}
    desk.do(appointments.appoint, on, review=REVIEW, **facts)
