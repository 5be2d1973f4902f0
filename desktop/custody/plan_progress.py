"""Progress on an action plan, as the Board has it each quarter until every objective is met (E2, E6).

Rule: a report is due three months after the approval, or after the meeting that had the one before. What it
says is what the register said at its entry, so that it can be made again at any time.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from desktop.custody import clocks, dates, facts, regimes, reviews
from desktop.custody.action_plans import (
    ActionPlan,
    ProgressReportMade,
    ProgressReportPresented,
    Report,
    changeable,
    going_on,
    of,
    refused,
    still_open,
)
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand

if TYPE_CHECKING:
    from desktop.custody.register import Register

QUARTER = 3
"""Months after which progress is reported again, where the review's regime says nothing else."""
AHEAD = timedelta(days=14)
"""How long before its day a report is shown as due, so that it can be on the agenda."""


class ReportDue(NamedTuple):
    """A progress report that the Board is to have."""

    review: str
    due: date
    made: Report | None
    """The report that is made and was not presented."""
    why: str


def make_report(register: "Register", hand: Hand, *, review: str) -> list[Event]:
    """Enter that a progress report is made; it says what the register says at this entry."""
    plan = changeable(register, hand, review, "reported on")
    if not plan.approval:
        raise refused(plan, "reported on", "The Board approves it first; progress is reported from then on.")
    return [ProgressReportMade(review=plan.review, number=len(plan.reports) + 1)]


def present(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    number: int | None = None,
    meeting: date | None = None,
    minute: str = "",
) -> list[Event]:
    """Record the meeting at which the Board had a progress report, by default the last that was made."""
    found = register.review(review)
    if not going_on(register, found.review):
        reviews.still_open(found)
    plan = of(register, found.review)
    report = report_of(plan, number)
    if report.presented:
        raise WrongStateError(
            thing=f"Progress report {report.number}",
            state=f"with the Board since {dates.day(report.presented)}",
            act="presented again",
            advice="Make the next report first, then record the meeting that had it.",
        )
    day = dates.not_ahead("The meeting of the Board", meeting, hand.day)
    dates.not_before("The meeting of the Board", day, report.made, "the report was made later")
    minute = facts.optional("the minute", minute)
    return [ProgressReportPresented(review=plan.review, number=report.number, meeting=day, minute=minute)]


def report_of(plan: ActionPlan, number: int | None) -> Report:
    """Return a progress report by its number, by default the last."""
    found = [known for known in plan.reports if number in {None, known.number}]
    if not found:
        which = "a progress report" if number is None else f"progress report {number}"
        raise FactMissingError(fact=which, why=f"none was made for {plan.review}")
    return found[-1]


def next_report(register: "Register", review: str) -> date | None:
    """Return when the Board is to have the next progress report; None once every objective is met (E2)."""
    plan = of(register, review)
    if not (plan.approval and still_open(register, review) and going_on(register, review)) or plan.settled:
        return None
    term = regimes.of(register, register.reviews[review]).term("progress")
    months = term.number if term and term.unit == "months" else QUARTER
    return clocks.later_by_months(counted_from(register, review), months)


def counted_from(register: "Register", review: str) -> date:
    """Return the day from which the next report is counted: the approval's, or that of the last meeting."""
    plan = of(register, review)
    if not plan.approval:
        raise LookupError(review)
    presented = [known.presented for known in plan.reports if known.presented]
    return max([plan.approval.day, *presented])


def reports_due(register: "Register", day: date) -> list[ReportDue]:
    """Return the progress reports that are due by `day`, or made and not presented, earliest first."""
    due = list[ReportDue]()
    for review in register.reviews.values():
        by = next_report(register, review.review)
        if by is None:
            continue
        waiting = [known for known in of(register, review.review).reports if not known.presented]
        made = waiting[-1] if waiting else None
        if made or by - AHEAD <= day:
            left = len(still_open(register, review.review))
            why = f"Progress is due to the Board each quarter until every objective is met; open: {left}."
            due.append(ReportDue(review.review, by, made, why))
    return sorted(due, key=lambda one: (one.due, one.review))
