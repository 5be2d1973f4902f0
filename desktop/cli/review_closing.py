"""review close, in-the-way: a review is closed once every number is at its end or excepted (F1).

Rule: each number and each incident that is in the way is named, with what is to be done about it.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import closing
from desktop.custody.register import Register


def add(group: Group) -> None:
    """Add these verbs to the noun."""
    made = group.verb(
        "close",
        close,
        "close a concluded review, of which every copy is at its end or excepted in writing",
        '--vault FOLDER SCR-2026-01 --authority "Board meeting of 2 September 2026"',
    )
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")
    made = group.verb(
        "in-the-way",
        in_the_way,
        "list what keeps a review from being closed, number by number, and what else is open",
        "--vault FOLDER SCR-2026-01",
        common=NOW,
    )
    made.add_argument("review", metavar="REVIEW", help="the review's reference")


def close(desk: Desk, asked: Namespace) -> Answer:
    """Close a review."""
    outcome = desk.do(closing.close, review=asked.review, authority=asked.authority)
    (event,) = (event for event in outcome.events if isinstance(event, closing.ReviewClosed))
    told = sentence(
        "Review {review} is closed. Numbers: {numbers}; excepted: {excepted}. Its masters stay in custody.",
        review=event.review,
        numbers=event.numbers,
        excepted=event.excepted,
    )
    fields = {
        "review": event.review,
        "closed": outcome.hand.day,
        "numbers": event.numbers,
        "excepted": event.excepted,
        **recorded(outcome),
    }
    return Answer(fields, f"{told}\n{entered(outcome)}")


def in_the_way(desk: Desk, asked: Namespace) -> Answer:
    """List what is in the way."""
    register = desk.reading().register
    review = register.review(asked.review).review
    others = closing.unsettled(register, review)
    rows = [(one.what, one.why, one.remedy) for one in others]
    rows += [(one.copy.copy, one.why, one.remedy) for one in closing.in_the_way(register, review)]
    empty = "Every number is at its end or excepted, and nothing else is open."
    text = table(("what", "it is", "what is to be done"), rows, empty=empty)
    also = [{"what": one.what, "why": one.why, "remedy": one.remedy} for one in others]
    return Answer({"review": review, "in_the_way": fields(register, review), "also": also}, text)


def fields(register: Register, review: str) -> list[dict[str, object]]:
    """Return what is in the way of a review's closing as JSON has it."""
    return [
        {"copy": one.copy.copy, "state": str(one.copy.state), "why": one.why, "remedy": one.remedy}
        for one in closing.in_the_way(register, review)
    ]
