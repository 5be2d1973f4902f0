"""interest: requests for the executive summary from outside, and what the askers were told (D3).

Rule: the reason stands in the asker's own words.
"""

from argparse import Namespace
from typing import get_args

from desktop.cli.arguments import NOW, Group, Parser, UsageError
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import interest
from desktop.custody.interest import Category, Format, Interest, InterestRecorded, Outcome


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("interest", "Requests for the executive summary from outside.")
    made = group.verb(
        "record",
        record,
        "record that somebody asked for the executive summary",
        '--vault FOLDER --name "A. Reader" --category public --format paper --reason "I live there"',
    )
    made.add_argument("--name", metavar="NAME", required=True, help="who asks")
    made.add_argument(
        "--category", metavar="C", required=True, help=f"one of: {', '.join(get_args(Category))}"
    )
    made.add_argument("--format", metavar="F", required=True, help=f"one of: {', '.join(get_args(Format))}")
    made.add_argument("--reason", metavar="TEXT", required=True, help="in their own words")
    made.add_argument("--review", metavar="R", help="of which review; not needed while there is only one")
    made = group.verb(
        "answer", answer, "record what the asker was told", "--vault FOLDER E-0001 --outcome sent"
    )
    made.add_argument("request", metavar="REQUEST", help="such as E-0001")
    made.add_argument("--outcome", metavar="O", required=True, help=f"one of: {', '.join(get_args(Outcome))}")
    made.add_argument("--why", metavar="TEXT", default="", help="why it was declined, or a note")
    group.verb("list", list_, "list these requests", "--vault FOLDER", common=NOW)
    return group.parser


def record(desk: Desk, asked: Namespace) -> Answer:
    """Record a request for the executive summary."""
    outcome = desk.do(
        interest.record,
        review=asked.review or _only_review(desk),
        name=asked.name,
        category=asked.category,
        format=asked.format,
        reason=asked.reason,
    )
    request = next(event.interest for event in outcome.events if isinstance(event, InterestRecorded))
    told = sentence("{request} awaits an answer.", request=request)
    return Answer({"request": request, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def answer(desk: Desk, asked: Namespace) -> Answer:
    """Record what the asker was told."""
    outcome = desk.do(interest.answer, interest=asked.request, outcome=asked.outcome, why=asked.why)
    known = desk.office().register.interest_of(asked.request)
    told = sentence("{request}: {state}.", request=known.interest, state=known.state)
    fields = {"request": known.interest, "outcome": known.state, **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the requests for the executive summary."""
    found = desk.reading().register.interest.values()
    rows = [
        (known.interest, known.review, known.name, known.category, known.format, known.received, known.state)
        for known in found
    ]
    columns = ("request", "review", "name", "category", "format", "received", "state")
    text = table(columns, rows, empty="Nobody asked for the executive summary yet.")
    return Answer({"requests": [_fields(known) for known in found]}, text)


def _only_review(desk: Desk) -> str:
    reviews = list(desk.office().register.reviews)
    if len(reviews) != 1:
        raise UsageError(f"There are {len(reviews)} reviews.", "Say which one: --review R")
    return reviews[0]


def _fields(known: Interest) -> dict[str, object]:
    return {
        "request": known.interest,
        "review": known.review,
        "name": known.name,
        "category": known.category,
        "format": known.format,
        "reason": known.reason,
        "received": known.received,
        "outcome": known.answer.outcome if known.answer else None,
        "answered": known.answer.day if known.answer else None,
        "why": known.answer.why if known.answer else None,
    }
