"""health: health information about third parties, disclosed or withheld case by case, with reasons (D10).

Rule: whom it is about stands here by a code or a relation, never by name.
"""

from argparse import Namespace
from typing import get_args

from desktop.cli.arguments import NOW, Group, Parser, path
from desktop.cli.desk import Desk
from desktop.cli.interest import only_review
from desktop.cli.wording import Answer, entered, paper, recorded, sentence, table
from desktop.custody import health
from desktop.custody.health import Case, HealthAsked, Outcome
from desktop.office import disclosing


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("health", "Health information about third parties, decided case by case.")
    made = group.verb(
        "ask",
        ask,
        "record that health information about somebody else is wanted for a review",
        '--vault FOLDER --about "Adult 2" --holder TRUST --asked-by NAME --sought TEXT --purpose TEXT',
    )
    made.add_argument("--about", metavar="TEXT", required=True, help="a code or a relation, never a name")
    made.add_argument("--holder", metavar="NAME", required=True, help="who holds the record")
    made.add_argument("--asked-by", metavar="NAME", required=True, help="who asks")
    made.add_argument("--sought", metavar="TEXT", required=True, help="what is sought")
    made.add_argument("--purpose", metavar="TEXT", required=True, help="what for")
    made.add_argument("--review", metavar="R", help="for which review; not needed while there is only one")
    made = group.verb(
        "decide",
        decide,
        "record the decision on one case, with its reasons",
        '--vault FOLDER TH-0001 --outcome withheld --by NAME --reason "Not necessary"',
    )
    made.add_argument("case", metavar="CASE", help="such as TH-0001")
    made.add_argument("--outcome", metavar="O", required=True, help=f"one of: {', '.join(get_args(Outcome))}")
    made.add_argument("--by", metavar="NAME", required=True, help="who decided")
    made.add_argument(
        "--reason", metavar="TEXT", required=True, help="why it is necessary and proportionate, or withheld"
    )
    made.add_argument("--what", metavar="TEXT", default="", help="what is disclosed")
    made = group.verb(
        "form",
        form,
        "make the record of a decision, to be signed",
        "--vault FOLDER TH-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("case", metavar="CASE", help="such as TH-0001")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the record is to lie")
    made = group.verb("list", list_, "list these cases", "--vault FOLDER --undecided", common=NOW)
    made.add_argument("--undecided", action="store_true", help="only those that await their decision")
    return group.parser


def ask(desk: Desk, asked: Namespace) -> Answer:
    """Record that health information about a third party is wanted."""
    outcome = desk.do(
        health.ask,
        review=asked.review or only_review(desk),
        concerned=asked.about,
        holder=asked.holder,
        asked_by=asked.asked_by,
        sought=asked.sought,
        purpose=asked.purpose,
    )
    reference = next(event.health for event in outcome.events if isinstance(event, HealthAsked))
    told = sentence("{case} awaits its decision.", case=reference)
    return Answer({"case": reference, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def decide(desk: Desk, asked: Namespace) -> Answer:
    """Record the decision on one case."""
    outcome = desk.do(
        health.decide,
        health=asked.case,
        outcome=asked.outcome,
        by=asked.by,
        reason=asked.reason,
        what=asked.what,
    )
    found = desk.office().register.health_case(asked.case)
    told = sentence("{case}: {state}.", case=found.health, state=found.state)
    fields = {"case": found.health, "outcome": found.state, **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def form(desk: Desk, asked: Namespace) -> Answer:
    """Make the record of a decision."""
    office = desk.office()
    file = desk.run(disclosing.health_record(office, asked.case, asked.out))
    return paper("record", file, office.register.head)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the cases."""
    register = desk.reading().register
    found = health.undecided(register) if asked.undecided else list(register.health.values())
    rows = [
        (known.health, known.review, known.concerned, known.holder, known.asked, known.state)
        for known in found
    ]
    columns = ("case", "review", "about", "holder", "asked", "state")
    empty = "No case awaits its decision." if asked.undecided else "There is no such case yet."
    text = table(columns, rows, empty=empty)
    return Answer({"cases": [_fields(known) for known in found]}, text)


def _fields(known: Case) -> dict[str, object]:
    made = known.decision
    return {
        "case": known.health,
        "review": known.review,
        "about": known.concerned,
        "holder": known.holder,
        "asked_by": known.asked_by,
        "sought": known.sought,
        "purpose": known.purpose,
        "asked": known.asked,
        "outcome": made.outcome if made else None,
        "by": made.by if made else None,
        "reason": made.reason if made else None,
        "what": made.what if made else None,
        "decided": made.day if made else None,
    }
