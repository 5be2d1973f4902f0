"""review: open, see, conclude and close reviews (E1, E7, F1).

Rule: what is unaccounted for is part of every answer about a review.
"""

from argparse import Namespace
from datetime import date

from desktop.cli import review_closing
from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.copy_answers import copy_fields, copy_table
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import copies, reviews
from desktop.custody.copies import Copy
from desktop.custody.register import Register
from desktop.custody.reviews import Review


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
    made = group.verb(
        "conclude",
        conclude,
        "conclude a review formally; nothing is printed or signed out afterwards",
        '--vault FOLDER SCR-2026-01 --authority "Board meeting of 2 March 2026"',
    )
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")
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
    fields = {**_fields(review), "unaccounted": [copy_fields(register, copy, on) for copy in left]}
    return Answer(fields, f"{text}\n\n{_left_told(register, left, on)}")


def conclude(desk: Desk, asked: Namespace) -> Answer:
    """Conclude a review."""
    outcome = desk.do(reviews.conclude, review=asked.review, authority=asked.authority)
    register = desk.office().register
    review = register.review(asked.review)
    left = copies.unaccounted(register, review.review)
    told = sentence("Review {review} was concluded.", review=review.review)
    on = outcome.hand.day
    fields = {
        **_fields(review),
        "unaccounted": [copy_fields(register, copy, on) for copy in left],
        **recorded(outcome),
    }
    return Answer(fields, f"{told}\n{_left_told(register, left, on)}\n{entered(outcome)}")


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the reviews."""
    found = desk.reading().register.reviews.values()
    text = table(
        ("review", "opened", "concluded", "authority"),
        [(review.review, review.opened, review.concluded, review.authority) for review in found],
        empty="No review was opened yet.",
    )
    return Answer({"reviews": [_fields(review) for review in found]}, text)


def _left_told(register: Register, left: list[Copy], on: date) -> str:
    if not left:
        return "Every copy is accounted for."
    return f"Not yet accounted for:\n{copy_table(register, left, on)}"


def _fields(review: Review) -> dict[str, object]:
    return {
        "review": review.review,
        "authority": review.authority,
        "notified": review.notified,
        "decided": review.decided,
        "opened": review.opened,
        "concluded": review.concluded,
        "closed": review.closed,
    }
