"""review: open, see, conclude and close reviews (E1, E7, F1).

Rule: what is unaccounted for is part of every answer about a review.
"""

from argparse import Namespace

from desktop.cli import conclusion, review_closing
from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.conclusion import left_told, review_fields
from desktop.cli.copy_answers import copy_fields
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import copies, reviews


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("review", "Open, see, conclude and close reviews.")
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
    made = group.verb(
        "show", show, "show a review and what is unaccounted for", "--vault FOLDER SCR-2026-01", common=NOW
    )
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    conclusion.add(group)
    review_closing.add(group)
    group.verb("list", list_, "list the reviews", "--vault FOLDER", common=NOW)
    return group.parser


def open_review(desk: Desk, asked: Namespace) -> Answer:
    """Open a review."""
    outcome = desk.do(
        reviews.open_review,
        reference=asked.reference,
        authority=asked.authority,
        notified=asked.notified,
        decided=asked.decided,
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
            ("Concluded", review.concluded),
            ("Closed", review.closed),
        ]
    )
    on = desk.clock().date()
    fields = {**review_fields(review), "unaccounted": [copy_fields(register, copy, on) for copy in left]}
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
