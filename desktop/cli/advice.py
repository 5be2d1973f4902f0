"""advice: legal advice before a document leaves the process of its review (D4).

Rule: advice is about the version that was current on the day it was given.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, paper, recorded, sentence, table
from desktop.custody import advice
from desktop.custody.advice import Advice, AdviceRecorded
from desktop.office import disclosure


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("advice", "Legal advice on disclosure.")
    made = group.verb(
        "record",
        record,
        "record legal advice about one document or more",
        '--vault FOLDER --document D-0001 --adviser "B. Counsel" --gist "May be shown to the court"',
    )
    made.add_argument(
        "--document", metavar="D", action="append", required=True, help="about which; may be given again"
    )
    made.add_argument("--adviser", metavar="NAME", required=True, help="whose advice it is")
    made.add_argument("--gist", metavar="TEXT", required=True, help="what was advised")
    made.add_argument(
        "--day", metavar="DATE", type=day("The day of the advice"), help="when it was given; by default today"
    )
    made.add_argument(
        "--consulted", metavar="TEXT", default="", help="which agencies' legal advisers were consulted"
    )
    made = group.verb("list", list_, "list the legal advice", "--vault FOLDER --document D-0001", common=NOW)
    made.add_argument("--document", metavar="D", help="only advice about this document")
    made = group.verb(
        "form",
        form,
        "make the record of legal advice for the adviser's signature",
        "--vault FOLDER LA-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("advice", metavar="ADVICE", help="such as LA-0001")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the form goes")
    return group.parser


def record(desk: Desk, asked: Namespace) -> Answer:
    """Record legal advice."""
    outcome = desk.do(
        advice.record,
        about=asked.document,
        adviser=asked.adviser,
        gist=asked.gist,
        day=asked.day,
        consulted=asked.consulted,
    )
    reference = next(event.advice for event in outcome.events if isinstance(event, AdviceRecorded))
    found = desk.office().register.advice[reference]
    told = sentence("{advice}: advice about {about}.", advice=reference, about=found.about)
    return Answer({**_fields(found), **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the advice."""
    register = desk.reading().register
    found = list(register.advice.values())
    if asked.document:
        found = advice.about_document(register, register.document(asked.document).document)
    rows = [
        (known.advice, known.day, known.recorded, known.adviser, known.about, known.gist) for known in found
    ]
    columns = ("advice", "given", "recorded", "adviser", "about", "gist")
    text = table(columns, rows, empty="No legal advice is recorded.")
    return Answer({"advice": [_fields(known) for known in found]}, text)


def form(desk: Desk, asked: Namespace) -> Answer:
    """Make the record for signature."""
    office = desk.office()
    file = desk.run(disclosure.advice_record(office, advice=asked.advice, folder=asked.out))
    return paper("form", file, office.register.head)


def _fields(known: Advice) -> dict[str, object]:
    return {
        "advice": known.advice,
        "documents": [{"document": on.document, "version": on.version} for on in known.documents],
        "adviser": known.adviser,
        "day": known.day,
        "recorded": known.recorded,
        "gist": known.gist,
        "consulted": known.consulted,
    }
