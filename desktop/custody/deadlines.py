"""The clock of a review: what is due when, the working, and how it stands (E2).

Rule: a deadline is computed each time it is asked for, from the days on the record and the review's regime;
it is never stored. It is counted from the day on which a thing happened, however late that was entered, by
calendar months: the corresponding date, or the month's last day where it has none. More time moves a
deadline; what it was before stays in the working.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import agencies, calendar, clocks, dates, plan_progress, regimes, working_days
from desktop.custody.clocks import Step
from desktop.custody.errors import HolidaysUnknownError
from desktop.custody.regimes import Term, What

if TYPE_CHECKING:
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

AHEAD = timedelta(days=30)
"""How long before its day a deadline is to be seen to."""


class State(StrEnum):
    """How a deadline stands."""

    UNKNOWN = "cannot be counted"
    RUNNING = "running"
    EXTENDED = "extended"
    OVERDUE = "overdue"
    MET = "met"
    LATE = "met late"


_OPEN = {State.RUNNING, State.EXTENDED, State.OVERDUE}


class Deadline(NamedTuple):
    """One deadline of a review. Without `due` it cannot be counted; `why` says so."""

    review: str
    what: What
    label: str
    state: State
    due: date | None
    why: str
    steps: tuple[Step, ...]
    done: date | None = None
    agency: str = ""
    """Whose it is, where it is an agency's."""
    place: int = 0
    """Which of several of one kind, from 1; 0 where there is one."""
    known_by: int = 0
    """What tells it from others of its kind for good, where its place may become another's."""
    unconfirmed: bool = False
    """Whether the time itself is still to be confirmed."""

    @property
    def open(self) -> bool:
        """Whether somebody has to see to it."""
        return self.state in _OPEN

    @property
    def title(self) -> str:
        """Its label, and whose it is."""
        return f"{self.label}: {self.agency}" if self.agency else self.label

    @property
    def key(self) -> str:
        """What it is known by, whatever is put right of its days, and whoever is struck out beside it."""
        return f"{self.review} {self.what} {self.known_by or self.place}"

    def standing(self, day: date) -> str:
        """Return how it stands on `day`, in words."""
        if self.due is None:
            return self.state
        days = abs((self.due - (self.done or day)).days)
        counted = f"{days} day{'' if days == 1 else 's'}"
        match self.state:
            case State.OVERDUE:
                return f"overdue by {counted}"
            case State.LATE:
                return f"met {counted} late"
            case State.RUNNING | State.EXTENDED:
                return f"{self.state}, {counted} left" if days else f"{self.state}, due today"
        return self.state


def of_review(register: "Register", review: "Review", day: date) -> list[Deadline]:
    """Return every deadline of a review as it stands on `day`, in the order in which they arise."""
    return [
        *_decision(register, review, day),
        *_reports(register, review, day),
        *([completion(register, review, day)] if _term(register, review, "completion") else []),
        *_evaluations(register, review, day),
        *_progress(register, review, day),
    ]


def days(register: "Register", review: str, day: date) -> dict[str, tuple[str, date | None]]:
    """Return what each deadline of a review is called, and its day, by what it is known by."""
    found = of_review(register, register.review(review), day)
    return {one.key: (one.title, one.due) for one in found}


def moved(
    before: Mapping[str, tuple[str, date | None]], now: Mapping[str, tuple[str, date | None]]
) -> list[str]:
    """Return in words which deadlines are due on another day than before, came, or fell away."""
    told = []
    for key in dict.fromkeys([*before, *now]):
        was, due = (known.get(key, ("", None))[1] for known in (before, now))
        if was != due:
            title = now.get(key, before.get(key, ("", None)))[0]
            then, since = (dates.day(one) if one else "none" for one in (was, due))
            told.append(f"{title}: {since} (before: {then})")
    return told


def completion(register: "Register", review: "Review", day: date) -> Deadline:
    """Return the deadline of the completion; where the regime sets none, it cannot be counted."""
    term = _term(register, review, "completion")
    if term is None:
        label = regimes.of(register, review).label
        why = f"The regime “{label}” sets no time for it."
        return Deadline(review.review, "completion", "Completion", State.UNKNOWN, None, why, ())
    if review.decided is None:
        return _unknown(review, term, "The decision is not recorded.")
    counted = _count(register, review, term, review.decided, "The review was decided on: counted from here")
    done = review.completed.day if review.completed else review.concluded
    extended = review.extensions[-1].until if review.extensions else None
    if counted.due is None or extended is None:
        return _standing(counted, day, done)
    steps = [
        *counted.steps,
        *(Step(one.until, f"Extended on {dates.day(one.day)} until then") for one in review.extensions),
    ]
    moved = counted._replace(due=max(extended, counted.due), steps=tuple(steps))
    return _standing(moved, day, done, extended=True)


def open_in(register: "Register", day: date) -> list[Deadline]:
    """Return the deadlines of every review that somebody has to see to, those that end first at the head.

    Of a concluded review the answer to an evaluation is left, and progress on a plan that it opened again.
    """
    found = [
        one
        for review in register.reviews.values()
        for one in of_review(register, review, day)
        if one.open and counts_still(review, one)
    ]
    return sorted(found, key=lambda one: (one.due or day, one.key))


def counts_still(review: "Review", one: Deadline) -> bool:
    """Whether a deadline is still to be met: after the conclusion only what an evaluation asks for is."""
    return review.concluded is None or one.what in {"evaluation", "progress"}


def to_see_to(register: "Register", day: date) -> list[Deadline]:
    """Return the open deadlines that have passed, or end soon (K1); progress the action plan tells of."""
    return [
        one
        for one in open_in(register, day)
        if one.due is not None and one.due <= day + AHEAD and one.what != "progress"
    ]


def _decision(register: "Register", review: "Review", day: date) -> Iterator[Deadline]:
    term = _term(register, review, "decision")
    if term is None:
        return
    if review.notified is None:
        yield _unknown(review, term, "The day of the notification is not recorded.")
        return
    counted = _count(register, review, term, review.notified, "Notified: counted from here")
    yield _standing(counted, day, review.decided)


def _reports(register: "Register", review: "Review", day: date) -> Iterator[Deadline]:
    """Yield a deadline for each agency that was asked for its report."""
    term = _term(register, review, "imr")
    if term is None:
        return
    for place, agency in enumerate(review.agencies, 1):
        if agency.requested is not None:
            counted = _count(register, review, term, agency.requested, "Asked for: counted from here")
            named = counted._replace(agency=agency.agency, place=place, known_by=agency.entry)
            yield _standing(named, day, agencies.came(register, review, agency))


def _evaluations(register: "Register", review: "Review", day: date) -> Iterator[Deadline]:
    """Yield a deadline for each evaluation that found the review inadequate."""
    term = _term(register, review, "evaluation")
    if term is None:
        return
    inadequate = [one for one in review.evaluations if one.grade == regimes.INADEQUATE]
    for place, one in enumerate(inadequate, 1):
        said = f"Letter of {one.by}, {one.grade}: counted from its day"
        counted = _count(register, review, term, one.letter, said)
        yield _standing(counted._replace(place=place, known_by=one.entry), day, one.answered)


def _progress(register: "Register", review: "Review", day: date) -> Iterator[Deadline]:
    """Yield when the Board is to have the next report on the action plan, while it is to have one."""
    term, due = _term(register, review, "progress"), plan_progress.next_report(register, review.review)
    if term is None or due is None:
        return
    counted = plan_progress.counted_from(register, review.review)
    steps = (
        Step(counted, "Approved, or last reported on: counted from here"),
        Step(due, f"{term.words} later"),
    )
    found = Deadline(review.review, "progress", term.label, State.RUNNING, due, "", steps)
    yield _standing(found._replace(unconfirmed=term.unconfirmed), day, None)


def _term(register: "Register", review: "Review", what: What) -> Term | None:
    return regimes.of(register, review).term(what)


def _count(register: "Register", review: "Review", term: Term, start: date, said: str) -> Deadline:
    """Return a deadline with its day and the working, however it stands."""
    begun = Step(start, said)
    if term.unit == "months":
        due = clocks.later_by_months(start, term.number)
        which = "the corresponding date" if due.day == start.day else "the month's last day"
        later = "one month" if term.number == 1 else f"{term.number} months"
        steps = [begun, Step(due, f"{later.capitalize()} later: {which}{_weekend(due)}")]
    else:
        try:
            working = working_days.count(start, term.number, register.holidays)
        except HolidaysUnknownError as error:
            return _unknown(review, term, error.message)
        due = working.day
        numbered = [Step(day, "A working day", number) for number, day in enumerate(working.counted, 1)]
        skipped = [Step(day, f"Does not count: {why}") for day, why in working.skipped]
        steps = [begun, *sorted([*numbered, *skipped])]
    return Deadline(
        review.review,
        term.what,
        term.label,
        State.RUNNING,
        due,
        "",
        tuple(steps),
        unconfirmed=term.unconfirmed,
    )


def _standing(counted: Deadline, day: date, done: date | None, *, extended: bool = False) -> Deadline:
    """Return a counted deadline with how it stands on `day`."""
    if counted.due is None:
        return counted
    if done is not None:
        state = State.MET if done <= counted.due else State.LATE
    elif counted.due < day:
        state = State.OVERDUE
    else:
        state = State.EXTENDED if extended else State.RUNNING
    return counted._replace(state=state, done=done)


def _unknown(review: "Review", term: Term, why: str) -> Deadline:
    return Deadline(
        review.review, term.what, term.label, State.UNKNOWN, None, why, (), unconfirmed=term.unconfirmed
    )


def _weekend(day: date) -> str:
    """Return which day of a weekend it is, for whoever plans by it; the deadline does not move."""
    weekend = calendar.weekend(day)
    return f" (a {weekend})" if weekend else ""
