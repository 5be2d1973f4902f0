"""submission: what was submitted to inspectorates and others, when, to whom, and its receipt (D6).

Rule: only anonymised editions go, and past the gates unless to a body of the process; a submission is
outstanding until its receipt is in.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, paper, recorded, sentence, table
from desktop.custody import submissions
from desktop.custody.submissions import Submission
from desktop.office import disclosing
from desktop.office.disclosing import Order


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("submission", "What was submitted to inspectorates and others, and its receipt.")
    made = group.verb(
        "record",
        record,
        "record a submission and make its sheet",
        '--vault FOLDER --document D-0001 --to Ofsted --how "by hand" --out FOLDER',
    )
    made.add_argument(
        "--document",
        metavar="D-0001",
        action="append",
        required=True,
        dest="documents",
        help="what is submitted; may be given more than once",
    )
    made.add_argument(
        "--to",
        metavar="NAME",
        required=True,
        help="the body it goes to; board show lists those of the process",
    )
    made.add_argument("--how", metavar="TEXT", required=True, help="by what way it goes")
    made.add_argument("--address", metavar="TEXT", default="", help="of the body")
    made.add_argument("--note", metavar="TEXT", default="", help="a note for the sheet")
    made.add_argument("--review", metavar="R", help="of which review; without it, that of the first document")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the sheet is to lie")
    _receipt_verb(group)
    made = group.verb(
        "sheet",
        sheet,
        "make the sheet of a submission once more",
        "--vault FOLDER SU-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("submission", metavar="SUBMISSION", help="such as SU-0001")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the sheet is to lie")
    made = group.verb("list", list_, "list the submissions", "--vault FOLDER --outstanding", common=NOW)
    made.add_argument("--outstanding", action="store_true", help="only those without a receipt")
    return group.parser


def _receipt_verb(group: Group) -> None:
    made = group.verb(
        "receipt",
        receipt,
        "record that the body has it, by the code of the signed sheet or by what else shows it",
        '--vault FOLDER SU-0001 --by "C. Clerk" --code XXXX-XXXX',
    )
    made.add_argument("submission", metavar="SUBMISSION", help="such as SU-0001")
    made.add_argument("--by", metavar="NAME", required=True, help="who received it")
    made.add_argument("--code", metavar="CODE", default="", help="as on the part that came back signed")
    made.add_argument(
        "--evidence", metavar="TEXT", default="", help="without the signed part: what shows that it arrived"
    )


def record(desk: Desk, asked: Namespace) -> Answer:
    """Record a submission and make its sheet."""
    order = Order(
        review=asked.review or "",
        documents_sent=asked.documents,
        body=asked.to,
        how=asked.how,
        address=asked.address,
        note=asked.note,
    )
    done = desk.run(disclosing.submit(desk.office(), order, asked.out, at=asked.at))
    told = sentence("{submission} awaits its receipt.", submission=done.submission)
    text = pairs([("To", asked.to), ("Sheet", done.sheet)])
    fields = {"submission": done.submission, "sheet": str(done.sheet), **recorded(done.outcome)}
    return Answer(fields, f"{told}\n{text}\n{entered(done.outcome)}")


def receipt(desk: Desk, asked: Namespace) -> Answer:
    """Record the receipt of a submission."""
    outcome = desk.do(
        submissions.receive,
        submission=asked.submission,
        by=asked.by,
        code=asked.code,
        evidence=asked.evidence,
    )
    found = desk.office().register.submission(asked.submission)
    told = sentence("{submission}: {state}.", submission=found.submission, state=found.state)
    fields = {"submission": found.submission, "state": found.state, **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")


def sheet(desk: Desk, asked: Namespace) -> Answer:
    """Make the sheet of a submission once more."""
    office = desk.office()
    file = desk.run(disclosing.sheet_again(office, asked.submission, asked.out))
    return paper("sheet", file, office.register.head)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the submissions."""
    register = desk.reading().register
    found = submissions.outstanding(register) if asked.outstanding else list(register.submissions.values())
    rows = [
        (known.submission, known.review, known.body, _documents(known), known.sent, known.state)
        for known in found
    ]
    columns = ("submission", "review", "to", "documents", "sent", "state")
    empty = "No receipt is outstanding." if asked.outstanding else "Nothing was submitted yet."
    text = table(columns, rows, empty=empty)
    return Answer({"submissions": [_fields(known) for known in found]}, text)


def _documents(known: Submission) -> str:
    return ", ".join(item.document for item in known.items)


def _fields(known: Submission) -> dict[str, object]:
    receipt = known.receipt
    return {
        "submission": known.submission,
        "review": known.review,
        "to": known.body,
        "address": known.address,
        "documents": [{"document": item.document, "version": item.version} for item in known.items],
        "how": known.how,
        "sent": known.sent,
        "state": known.state,
        "received": receipt.day if receipt else None,
        "received_by": receipt.by if receipt else None,
        "evidence": receipt.evidence if receipt else None,
    }
