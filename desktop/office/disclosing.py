"""Submissions, third-party health decisions and agencies' plans, with their papers (D6, D9, D10).

Rule: the entry comes first and the paper is made from it; one that was not made or was lost is made again.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import disclosure_forms, submissions
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure


class Order(NamedTuple):
    """What of a review is submitted to whom, and how it goes; no review: that of the first document."""

    review: str
    documents_sent: Sequence[str]
    body: str
    how: str
    address: str = ""
    note: str = ""


class Submitted(NamedTuple):
    """A submission's entry, its reference, and its sheet."""

    outcome: Outcome
    submission: str
    sheet: Path


def submit(office: Office, order: Order, folder: Path, *, at: datetime | None = None) -> Procedure[Submitted]:
    """Record a submission and make its sheet in `folder` (D6)."""
    yield from papers.ready(office, [folder / "sheet.pdf"], any_name=True)
    outcome = yield from office.act(submissions.submit, at=at, **order._asdict())
    reference = next(e.submission for e in outcome.events if isinstance(e, submissions.SubmissionSent))
    sheet = yield from _sheet(office, reference, folder)
    return Submitted(outcome, reference, sheet)


def sheet_again(office: Office, submission: str, folder: Path) -> Procedure[Path]:
    """Make the sheet of a submission once more, and record it."""
    found = yield from office.asked("submission sheet", lambda: office.register.submission(submission))
    yield from _recorded(office, "The submission sheet, again,", found.submission, folder)
    return (yield from _sheet(office, found.submission, folder))


def health_record(office: Office, health: str, folder: Path) -> Procedure[Path]:
    """Make the record of a decision on third-party health information, and record that (D10)."""
    reference = yield from office.asked("health record", lambda: office.register.health_case(health).health)
    yield from office.asked(
        "health record", lambda: disclosure_forms.health_record(office.register, office.hand(), reference)
    )
    yield from _recorded(office, "The record of the decision", reference, folder)
    making = papers.drawn(
        office,
        lambda register, hand: disclosure_forms.health_record(register, hand, reference),
        papers.free_name(folder, f"{reference}-decision"),
    )
    return (yield from papers.after(office, f"{reference} is decided.", "its record", making))


def plan_report(office: Office, plan: str, folder: Path) -> Procedure[Path]:
    """Make the report on an agency's plan for the Board, and record that (D9)."""
    reference = yield from office.asked("plan report", lambda: office.register.agency_plan(plan).plan)
    yield from office.asked(
        "plan report", lambda: disclosure_forms.plan_report(office.register, office.hand(), reference)
    )
    yield from _recorded(office, "The report for the Board", reference, folder)
    making = papers.drawn(
        office,
        lambda register, hand: disclosure_forms.plan_report(register, hand, reference),
        papers.free_name(folder, f"{reference}-report"),
    )
    return (yield from papers.after(office, f"{reference} is published.", "its report", making))


def _sheet(office: Office, submission: str, folder: Path) -> Procedure[Path]:
    making = papers.drawn(
        office,
        lambda register, hand: disclosure_forms.submission_sheet(register, hand, submission),
        papers.free_name(folder, f"{submission}-sheet"),
    )
    return (yield from papers.after(office, f"{submission} is entered.", "its sheet", making))


def _recorded(office: Office, paper: str, about: str, folder: Path) -> Procedure[Outcome]:
    return papers.recorded(office, paper, about, [folder / "paper.pdf"], any_name=True)
