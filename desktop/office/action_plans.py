"""The action plan's papers and workbooks as procedures (E6).

Rule: the entry comes first and the paper is made from it. A workbook that comes back is a foreign document:
it is opened in the worker alone, its rows are looked at, and only then entered, all of them or none.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import action_plans, plan_papers, plan_progress
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure


class Reported(NamedTuple):
    """A progress report that was made: its number, and its paper."""

    outcome: Outcome
    review: str
    number: int
    paper: Path


def paper(office: Office, review: str, folder: Path) -> Procedure[Path]:
    """Make the action plan of a review as a paper, and record it."""
    form = yield from office.asked(
        "action plan", lambda: plan_papers.plan_paper(office.register, office.hand(), review)
    )
    found = office.register.review(review).review
    yield from papers.recorded(office, "The action plan", found, [folder / "plan.pdf"], any_name=True)
    del form  # only whether it can be made was asked
    making = papers.drawn(
        office,
        lambda register, hand: plan_papers.plan_paper(register, hand, found),
        papers.free_name(folder, f"{_named(found)}-action-plan"),
    )
    return (yield from papers.after(office, "The action plan was asked for.", "the paper", making))


def report(office: Office, review: str, folder: Path, *, at: datetime | None = None) -> Procedure[Reported]:
    """Make the next progress report for the Board."""
    yield from papers.ready(office, [folder / "report.pdf"], any_name=True)
    outcome = yield from office.act(plan_progress.make_report, at=at, review=review)
    plan = action_plans.of(office.register, office.register.review(review).review)
    number = plan.reports[-1].number
    return Reported(outcome, plan.review, number, (yield from _report(office, plan.review, number, folder)))


def report_again(office: Office, review: str, folder: Path, number: int | None = None) -> Procedure[Path]:
    """Make a progress report once more, by default the last, as it was; and record it."""
    found = yield from office.asked(
        "progress report again",
        lambda: plan_progress.report_of(
            action_plans.of(office.register, office.register.review(review).review), number
        ),
    )
    name = office.register.review(review).review
    about = f"{name}, report {found.number}"
    yield from papers.recorded(
        office, "The progress report, again,", about, [folder / "report.pdf"], any_name=True
    )
    return (yield from _report(office, name, found.number, folder))


def _report(office: Office, review: str, number: int, folder: Path) -> Procedure[Path]:
    making = papers.drawn(
        office,
        lambda register, hand: plan_papers.progress_report(register, hand, review, number),
        papers.free_name(folder, f"{_named(review)}-progress-report-{number}"),
    )
    done = f"Progress report {number} is entered."
    return (yield from papers.after(office, done, "its paper", making))


def _named(review: str) -> str:
    """Return a review's reference as a part of a file's name."""
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in review)
