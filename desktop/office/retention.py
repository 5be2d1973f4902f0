"""Retention with its papers: schedules, rules, and the sheets on which two people decide (G1 to G3).

Rule: the entry comes first and the paper is made from the register after it, so it can be made again.
"""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import kept_until, record_deciding, retention_papers
from desktop.custody.record_reviews import RecordReviewBegun
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.papers import Made, Paper, Place
from desktop.office.procedure import Procedure


class ReviewBegun(NamedTuple):
    """The entry of a review of a record, its reference, and the sheet for both to sign."""

    outcome: Outcome
    record_review: str
    sheet: Path


def begin_review(
    office: Office,
    *,
    review: str,
    decision: str,
    reason: str,
    first: str,
    second: str,
    folder: Path,
    authority: str = "",
    until: date | None = None,
    to_whom: str = "",
    at: datetime | None = None,
) -> Procedure[ReviewBegun]:
    """Begin a review of a record, and make its sheet in `folder`; its code, typed back, decides."""
    yield from papers.ready(office, [folder / "sheet.pdf"], any_name=True)
    outcome = yield from office.act(
        record_deciding.begin,
        at=at,
        review=review,
        decision=decision,
        reason=reason,
        first=first,
        second=second,
        authority=authority,
        until=until,
        to_whom=to_whom,
    )
    begun = next(event for event in outcome.events if isinstance(event, RecordReviewBegun))
    return ReviewBegun(
        outcome, begun.record_review, papers.file_of((yield from _sheet(office, begun.record_review, folder)))
    )


def sheet_again(office: Office, record_review: str, where: Place) -> Procedure[Made]:
    """Make the paper of a review of a record once more, and record it."""
    found = yield from office.asked("sheet of a record", lambda: office.register.record_review(record_review))
    paper = "The review of the record, again,"
    yield from papers.placed(office, paper, found.record_review, where)
    return (yield from _sheet(office, found.record_review, where))


def schedule(office: Office, review: str, where: Place) -> Procedure[Made]:
    """Make the retention schedule of a review's record, and record it."""
    standing = yield from office.asked("retention schedule", lambda: kept_until.of(office.register, review))
    found = standing.review.review
    yield from papers.placed(office, "The retention schedule", found, where)
    made = Paper("It is recorded.", "the schedule", f"retention-schedule-{_file_name(found)}")
    return (
        yield from papers.make(
            office, where, made, lambda register, hand: retention_papers.schedule(register, hand, found)
        )
    )


def rules_paper(office: Office, where: Place) -> Procedure[Made]:
    """Make the paper of the rules of retention, and record it."""
    yield from papers.placed(office, "The rules of retention", "the rules", where)
    made = Paper("It is recorded.", "the rules", "rules-of-retention")
    return (yield from papers.make(office, where, made, retention_papers.rules_paper))


def _sheet(office: Office, record_review: str, where: Place) -> Procedure[Made]:
    made = Paper(f"{record_review} is begun.", "its sheet", f"{record_review}-review-of-the-record")
    return (
        yield from papers.make(
            office,
            where,
            made,
            lambda register, hand: retention_papers.review_sheet(register, hand, record_review),
        )
    )


def _file_name(review: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in review)
