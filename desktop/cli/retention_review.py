"""The commands of `retention` about reviews of records: what two people decide, and its papers (G3, T8)."""

from argparse import Namespace

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, Parser, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import record_deciding, record_reviews
from desktop.custody.record_reviews import DECISIONS, RecordReview
from desktop.custody.register import Register
from desktop.office import retention
from desktop.office.office import Outcome


def verbs(group: Group) -> None:
    """Add these commands."""
    _begin(group)
    made = group.verb(
        "decide",
        decide,
        "record the decision by the code of the sheet that both signed",
        "--vault FOLDER RR-0001 --code XXXX-XXXX",
    )
    _of(made).add_argument("--code", metavar="CODE", required=True, help="the code on the signed sheet")
    made = group.verb(
        "withdraw",
        withdraw,
        "give up a review of a record, or take its decision back",
        '--vault FOLDER RR-0001 --why "A new fact"',
    )
    _of(made).add_argument("--why", metavar="TEXT", required=True, help="why")
    made = group.verb(
        "transferred",
        transferred,
        "record that the archive signed for a record",
        '--vault FOLDER RR-0001 --receipt "A. Archivist, on the receipt of the package"',
    )
    _of(made).add_argument(
        "--receipt", metavar="TEXT", required=True, help="who signed, and how that is known"
    )
    made.add_argument(
        "--on", metavar="DATE", type=day("The day of the receipt"), help="when; by default today"
    )
    made = group.verb(
        "sheet",
        sheet,
        "make the paper of a review of a record again",
        "--vault FOLDER RR-0001 --out FOLDER",
        common=NOW,
    )
    _of(made)
    printers.add_place(made, "sheet")
    group.verb("reviews", reviews, "list the reviews of records", "--vault FOLDER", common=NOW)


def _begin(group: Group) -> None:
    made = group.verb(
        "review",
        review,
        "begin a review of a record: make the sheet on which two people decide",
        '--vault FOLDER SCR-2026-01 --decision extend --until 2096-01-01 --reason "Research" --first "A. Lee"'
        ' --second "B. Officer" --out FOLDER',
    )
    made.add_argument("review", metavar="REVIEW", help="such as SCR-2026-01")
    made.add_argument("--decision", metavar="D", required=True, help=f"one of: {', '.join(DECISIONS)}")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")
    made.add_argument("--first", metavar="NAME", required=True, help="who decides")
    made.add_argument("--second", metavar="NAME", required=True, help="who decides too; another person")
    made.add_argument(
        "--authority", metavar="TEXT", default="", help="needed to destroy a record before its date"
    )
    made.add_argument(
        "--until", metavar="DATE", type=day("The day to which it is extended"), help="of an extension"
    )
    made.add_argument("--to", metavar="ARCHIVE", default="", help="of a transfer")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the sheet goes")


def review(desk: Desk, asked: Namespace) -> Answer:
    """Begin a review of a record."""
    done = desk.run(
        retention.begin_review(
            desk.office(),
            review=asked.review,
            decision=asked.decision,
            reason=asked.reason,
            first=asked.first,
            second=asked.second,
            authority=asked.authority,
            until=asked.until,
            to_whom=asked.to,
            folder=asked.out,
            at=asked.at,
        )
    )
    register = desk.office().register
    found = register.record_review(done.record_review)
    fields = {**_fields(register, found), "sheet": str(done.sheet), **recorded(done.outcome)}
    lines = [
        sentence("{reference} is begun: {decides}.", reference=found.record_review, decides=found.decides),
        sentence("Both sign the sheet; nothing is decided until its code is typed: {file}", file=done.sheet),
        entered(done.outcome),
    ]
    return Answer(fields, "\n".join(lines))


def decide(desk: Desk, asked: Namespace) -> Answer:
    """Record the decision."""
    outcome = desk.do(record_deciding.decide, record_review=asked.record_review, code=asked.code)
    return _told(desk, asked.record_review, outcome)


def withdraw(desk: Desk, asked: Namespace) -> Answer:
    """Give a review of a record up."""
    outcome = desk.do(record_deciding.withdraw, record_review=asked.record_review, why=asked.why)
    return _told(desk, asked.record_review, outcome)


def transferred(desk: Desk, asked: Namespace) -> Answer:
    """Record the archive's receipt."""
    outcome = desk.do(
        record_deciding.transferred, record_review=asked.record_review, receipt=asked.receipt, day=asked.on
    )
    return _told(desk, asked.record_review, outcome)


def sheet(desk: Desk, asked: Namespace) -> Answer:
    """Make the paper again."""
    office = desk.office()
    made = desk.run(retention.sheet_again(office, asked.record_review, printers.place(asked)))
    return printers.paper("sheet", made, office)


def reviews(desk: Desk, _asked: Namespace) -> Answer:
    """List the reviews of records."""
    register = desk.reading().register
    every = list(register.record_reviews.values())
    rows = [
        (
            one.record_review,
            one.review,
            one.state,
            one.decides,
            f"{one.first}, {one.second}",
            one.decided or one.begun,
        )
        for one in every
    ]
    columns = ("reference", "review", "state", "decision", "by", "on")
    text = table(columns, rows, empty="No record was reviewed yet.")
    return Answer({"record_reviews": [_fields(register, one) for one in every]}, text)


def _of(made: Parser) -> Parser:
    made.add_argument("record_review", metavar="RR", help="such as RR-0001")
    return made


def _told(desk: Desk, reference: str, outcome: Outcome) -> Answer:
    register = desk.office().register
    found = register.record_review(reference)
    told = sentence("{reference} is {state}.", reference=found.record_review, state=found.state)
    return Answer({**_fields(register, found), **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def _fields(register: Register, found: RecordReview) -> dict[str, object]:
    return {
        "record_review": found.record_review,
        "review": found.review,
        "state": found.state,
        "decision": found.decision,
        "reason": found.reason,
        "first": found.first,
        "second": found.second,
        "authority": found.authority or None,
        "until": found.until,
        "to": found.to_whom or None,
        "covers": [{"document": one.document, "version": one.version} for one in found.covers],
        "begun": found.begun,
        "decided": found.decided,
        "withdrawn": found.withdrawn,
        "transferred": found.transferred,
        "lapsed": record_reviews.lapse(register, found) or None,
    }
