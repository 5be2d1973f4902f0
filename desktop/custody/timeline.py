"""The course of a review as a line of days: what happened, what is due, what is overdue.

Rule: each mark is read from the register, and none is kept. A mark says what happened and never more than
the review's own papers do: no child, no name of the family. What happened on one day in one way is one
mark.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import action_plans, agencies, dates, deadlines, proceedings
from desktop.custody.blocks import Mark, MarkKind, Timeline
from desktop.custody.deadlines import State

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

HAPPENED: MarkKind = "happened"
DUE: MarkKind = "due"
OVERDUE: MarkKind = "overdue"
TODAY: MarkKind = "today"
_SHAPES: dict[MarkKind, str] = {
    "happened": "●",
    "due": "○",
    "overdue": "▲",
    "today": "▬",
}
_NAMED = 2
"""Agencies or bodies of one mark that are named; more are counted."""


def of_review(register: "Register", review: "Review", day: date) -> Timeline:
    """Return the timeline of a review as it stands on `day`, earliest first."""
    happened = [Mark(on, label, HAPPENED) for on, label in _happened(register, review)]
    ahead = [
        Mark(one.due, f"{one.title}: due", OVERDUE if one.state == State.OVERDUE else DUE)
        for one in deadlines.of_review(register, review, day)
        if one.open and one.due is not None and deadlines.counts_still(review, one)
    ]
    ahead += [
        Mark(
            one.next_on,
            f"{one.title} ({one.proceedings}): next day",
            OVERDUE if one.next_on < day else DUE,
        )
        for one in proceedings.open_beside(register, review.review)
        if one.next_on is not None
    ]
    marks = sorted([*happened, *ahead, Mark(day, "Today", TODAY)], key=lambda mark: mark.day)
    return Timeline(marks, _words(marks))


def shape(kind: MarkKind) -> str:
    """Return the sign that stands for a kind of mark in a table."""
    return _SHAPES[kind]


def _happened(register: "Register", review: "Review") -> Iterator[tuple[date, str]]:
    if review.notified:
        yield review.notified, "Notified"
    if review.decided:
        yield review.decided, "Decided that there is a review"
    yield review.opened, "Opened in this vault"
    yield from _agencies(register, review)
    for day, bodies in _by_day((told.day, told.body) for told in review.told):
        yield day, f"Told of the decision: {_counted(bodies, 'bodies')}"
    yield from _course(review)
    yield from _planned(register, review)
    yield from _published(register, review)
    for run in proceedings.beside(register, review.review):
        yield run.opened, f"{run.title} ({run.proceedings}): opened"
        if run.concluded:
            yield run.concluded, f"{run.title} ({run.proceedings}): concluded"


def _course(review: "Review") -> Iterator[tuple[date, str]]:
    for one in review.extensions:
        yield one.day, f"More time for the completion, until {dates.day(one.until)}"
    if review.completed:
        yield review.completed.day, "Completed"
    for found in review.evaluations:
        yield found.letter, f"Evaluated by {found.by}: {found.grade}"
        if found.answered:
            yield found.answered, "Evaluation answered"
    if review.concluded:
        yield review.concluded, "Concluded"
    if review.closed:
        yield review.closed, "Closed: every copy is at its end"


def _planned(register: "Register", review: "Review") -> Iterator[tuple[date, str]]:
    plan = action_plans.of(register, review.review)
    if plan.approval:
        yield plan.approval.day, "Action plan approved"
    for one in plan.amendments:
        yield one.day, "Action plan opened again"
    for report in plan.reports:
        if report.presented:
            yield report.presented, f"Progress report {report.number} before the Board"
    if plan.signed_off:
        yield plan.signed_off.day, "Action plan signed off"


def _agencies(register: "Register", review: "Review") -> Iterator[tuple[date, str]]:
    for day, names in _by_day((one.requested, one.agency) for one in review.agencies):
        yield day, f"Individual Management Reviews asked for: {_counted(names, 'agencies')}"
    came = ((agencies.came(register, review, one), one.agency) for one in review.agencies)
    for day, names in _by_day(came):
        yield day, f"Individual Management Reviews came: {_counted(names, 'agencies')}"


def _published(register: "Register", review: "Review") -> Iterator[tuple[date, str]]:
    for one in register.publications.get(review.review, ()):
        yield one.decided, "Publication decided on"
        if one.published:
            yield one.published.day, "Executive summary published"
        if one.withdrawn:
            yield one.withdrawn.day, "Publication withdrawn"
    sent = ((one.sent, one.body) for one in register.submissions.values() if one.review == review.review)
    for day, bodies in _by_day(sent):
        yield day, f"Papers submitted: {_counted(bodies, 'bodies')}"


def _by_day(pairs: "Iterator[tuple[date | None, str]]") -> Iterator[tuple[date, list[str]]]:
    days: dict[date, list[str]] = {}
    for day, name in pairs:
        if day is not None:
            days.setdefault(day, []).append(name)
    yield from days.items()


def _counted(names: Sequence[str], noun: str) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} {noun}"


def _words(marks: Sequence[Mark]) -> str:
    """Return what the picture shows, for who cannot see it."""
    counts = {kind: sum(mark.kind == kind for mark in marks) for kind in (HAPPENED, DUE, OVERDUE)}
    return ", ".join(f"{count} {kind}" for kind, count in counts.items() if count) or "nothing yet"
