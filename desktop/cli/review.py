"""review: open, see, conclude and close reviews (E1, E7, F1); further verbs are in the files they are from.

Rule: what is unaccounted for is part of every answer about a review.
"""

from argparse import Namespace

from desktop.cli import (
    conclusion,
    course_corrections,
    review_children,
    review_closing,
    review_course,
    review_parts,
    review_told,
)
from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.conclusion import left_told, review_fields
from desktop.cli.copy_answers import copy_fields
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import copies, regimes, reviews


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("review", "Reviews: opened, seen, on their way, concluded.")
    made = group.verb(
        "open",
        open_review,
        "open a review",
        '--vault FOLDER --reference SCR-2026-01 --authority "Decision of the Chair" --decided 2026-03-02',
    )
    made.add_argument(
        "--reference", metavar="R", required=True, help="the review's own reference, never a name"
    )
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")
    made.add_argument("--notified", metavar="DATE", type=day("The day of notification"), help="when notified")
    made.add_argument("--decided", metavar="DATE", type=day("The day of the decision"), help="when decided")
    made.add_argument("--regime", metavar="R", default="", help="its regime; board show lists them")
    made = group.verb(
        "show", show, "show a review and what is unaccounted for", "--vault FOLDER SCR-2026-01", common=NOW
    )
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    conclusion.add(group)
    review_closing.add(group)
    group.verb("list", list_, "list the reviews", "--vault FOLDER", common=NOW)
    for verbs in (review_children, review_parts, review_course, course_corrections, review_told):
        verbs.add_verbs(group)
    return group.parser


def open_review(desk: Desk, asked: Namespace) -> Answer:
    """Open a review."""
    outcome = desk.do(
        reviews.open_review,
        reference=asked.reference,
        authority=asked.authority,
        notified=asked.notified,
        decided=asked.decided,
        regime=asked.regime,
    )
    review = desk.office().register.review(asked.reference).review
    told = sentence("Review {review} was opened.", review=review)
    return Answer({"review": review, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show a review."""
    register = desk.reading().register
    review = register.review(asked.review)
    left = copies.unaccounted(register, review.review)
    text = pairs(
        [
            ("Review", review.review),
            ("Authority", review.authority),
            ("Notified", review.notified),
            ("Decided", review.decided),
            ("Opened", review.opened),
            ("Held under", regimes.of(register, review).label),
            ("Children", ", ".join(child.words for child in review.children) or None),
            ("Agencies", ", ".join(one.agency for one in review.agencies) or None),
            ("Completed", review.completed.day if review.completed else None),
            ("Concluded", review.concluded),
            ("Closed", review.closed),
        ]
    )
    on = desk.clock().date()
    fields = {
        **review_fields(review),
        "children": [review_children.child_fields(child) for child in review.children],
        **review_parts.part_fields(register, review, on),
        **review_course.course_fields(review),
        **review_told.told_fields(register, review),
        "unaccounted": [copy_fields(register, copy, on) for copy in left],
    }
    return Answer(fields, f"{text}\n\n{left_told(register, left, on)}")


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the reviews."""
    found = desk.reading().register.reviews.values()
    text = table(
        ("review", "opened", "concluded", "authority"),
        [(review.review, review.opened, review.concluded, review.authority) for review in found],
        empty="No review was opened yet.",
    )
    return Answer({"reviews": [review_fields(review) for review in found]}, text)
