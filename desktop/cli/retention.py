"""retention: until when the record of a review is kept, and what two people decide at the date (G1 to G3).

Rule: a date is confirmed as its working gives it; at the date nothing is destroyed by itself. The rules are
in `retention_rule`, the reviews of records in `retention_review`.
"""

from argparse import Namespace

from desktop.cli import printers, retention_review, retention_rule
from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import clock, dates, kept_until, record_reviews
from desktop.custody.kept_until import Standing
from desktop.custody.register import Register
from desktop.office import retention


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("retention", "Until when records are kept, by which rule, and what is decided at the date.")
    _dates(group)
    retention_review.verbs(group)
    retention_rule.verbs(group)
    made = group.verb(
        "clock-compared",
        clock_compared,
        "record that the computer's date was compared with another clock, and is right",
        '--vault FOLDER --against "The speaking clock"',
        common=NOW,
    )
    made.add_argument("--against", metavar="TEXT", required=True, help="with what it was compared")
    return group.parser


def _dates(group: Group) -> None:
    made = group.verb(
        "list", list_, "list the records with their dates", "--vault FOLDER --ahead", common=NOW
    )
    made.add_argument("--due", action="store_true", help="only those whose review is due")
    made.add_argument("--ahead", action="store_true", help="only those that are due, or within six months")
    made = group.verb("show", show, "show a record's date and its working", "--vault FOLDER R", common=NOW)
    made.add_argument("review", metavar="REVIEW", help="such as SCR-2026-01")
    made = group.verb(
        "confirm",
        confirm,
        "confirm the date that the working gives",
        '--vault FOLDER SCR-2026-01 --date 2086-04-03 --agreed-by "The records officer"',
    )
    made.add_argument("review", metavar="REVIEW", help="such as SCR-2026-01")
    made.add_argument(
        "--date", metavar="DATE", type=day("The date to be confirmed"), required=True, help="as it is shown"
    )
    made.add_argument("--agreed-by", metavar="NAME", required=True, help="who agreed to it")
    made.add_argument("--why", metavar="TEXT", default="", help="why it is another than before")
    made.add_argument(
        "--no-sibling", metavar="TEXT", default="", help="how it is known that no brother or sister lives"
    )
    made = group.verb(
        "schedule",
        schedule,
        "make the retention schedule of a record",
        "--vault FOLDER R --out FOLDER",
        common=NOW,
    )
    made.add_argument("review", metavar="REVIEW", help="such as SCR-2026-01")
    printers.add_place(made, "schedule")


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the records."""
    office = desk.reading()
    register, today = office.register, office.hand().day
    due = {one.review.review for one in record_reviews.due(register, today)}
    found = [
        one
        for one in kept_until.every(register)
        if not (asked.due or asked.ahead)
        or one.review.review in due
        or (asked.ahead and one.kept is not None and kept_until.comes_up(one.kept, today))
    ]
    rows = [
        (
            one.review.review,
            one.kept.day if one.kept else None,
            one.computed.day,
            "review of the record is due" if one.review.review in due else one.asks,
        )
        for one in found
    ]
    text = table(("review", "kept until", "computed", "to do"), rows, empty="There is no such record.")
    fields = [{**_fields(register, one), "due": one.review.review in due} for one in found]
    return Answer({"records": fields}, text)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show a record's date and working."""
    register = desk.reading().register
    standing = kept_until.of(register, asked.review)
    kept = standing.kept
    facts: list[tuple[str, object]] = [
        ("Review", standing.review.review),
        ("Kept until", kept.day if kept else "no date is confirmed"),
        ("Computed today", standing.computed.said),
        ("To do", standing.asks or None),
    ]
    if kept is not None:
        facts += [("Confirmed", kept.confirmed), ("Agreed by", kept.agreed_by), ("By rule", kept.rule)]
        facts += [("Extended by", kept.extended)] if kept.extended else []
    rows = [(step.what, step.how, step.day) for step in standing.computed.steps]
    text = table(("counted from", "how", "date"), rows, empty="There is nothing to count from.")
    return Answer(_fields(register, standing), f"{pairs(facts)}\n\n{text}")


def confirm(desk: Desk, asked: Namespace) -> Answer:
    """Confirm a date."""
    outcome = desk.do(
        kept_until.confirm,
        review=asked.review,
        day=asked.date,
        agreed_by=asked.agreed_by,
        why=asked.why,
        no_sibling=asked.no_sibling,
    )
    register = desk.office().register
    standing = kept_until.of(register, asked.review)
    told = sentence(
        "The record of review {review} is kept until {day}.", review=standing.review.review, day=asked.date
    )
    return Answer({**_fields(register, standing), **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def schedule(desk: Desk, asked: Namespace) -> Answer:
    """Make the schedule."""
    office = desk.office()
    made = desk.run(retention.schedule(office, asked.review, printers.place(asked)))
    return printers.paper("schedule", made, office)


def clock_compared(desk: Desk, asked: Namespace) -> Answer:
    """Record that the date was compared."""
    outcome = desk.do(clock.compare, against=asked.against)
    told = sentence("The computer's date, {day}, is right.", day=dates.day(outcome.hand.day))
    return Answer({"day": outcome.hand.day, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def _fields(register: Register, standing: Standing) -> dict[str, object]:
    kept, computed = standing.kept, standing.computed
    under_way = record_reviews.under_way(register, standing.review.review)
    return {
        "review": standing.review.review,
        "kept_until": kept.day if kept else None,
        "confirmed": kept.confirmed if kept else None,
        "agreed_by": kept.agreed_by if kept else None,
        "rule": kept.rule if kept else None,
        "extended": (kept.extended or None) if kept else None,
        "computed": computed.day,
        "missing": list(computed.missing),
        "working": [{"what": one.what, "how": one.how, "day": one.day} for one in computed.steps],
        "difference": standing.differs or None,
        "record_review": under_way.record_review if under_way else None,
    }
