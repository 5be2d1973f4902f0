"""review told, checklist: who is told of the decision, by whom, when and how (E3).

Rule: a body is told on a day, or need not be, with the reason.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, UsageError, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, head, recorded, sentence, table
from desktop.custody import notifications
from desktop.custody.register import Register
from desktop.custody.reviews import Review
from desktop.office import review_papers


def add_verbs(group: Group) -> None:
    """Add the verbs about who is told."""
    made = group.verb(
        "told",
        told,
        "record that bodies were told of the decision, or need not be",
        '--vault FOLDER SCR-2026-01 --body Ofsted --by "The Chair" --how "By letter" --on 2026-03-02',
    )
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    made.add_argument("--body", metavar="BODY", action="append", required=True, help="may be given again")
    made.add_argument("--by", metavar="WHO", help="who told them")
    made.add_argument("--how", metavar="TEXT", help="how, such as by letter")
    made.add_argument(
        "--on", metavar="DATE", type=day("The day on which they were told"), help="when; today unless given"
    )
    made.add_argument("--not-needed", metavar="WHY", help="they need not be told, and why")
    made = group.verb(
        "checklist",
        checklist,
        "show who is to be told of the decision; with --out the checklist is made, to be signed",
        "--vault FOLDER SCR-2026-01 --out FOLDER",
        common=NOW,
    )
    made.add_argument("review", metavar="REVIEW", help="the review's reference")
    made.add_argument("--out", metavar="FOLDER", type=path, help="where the checklist goes")


def told(desk: Desk, asked: Namespace) -> Answer:
    """Record who was told, or need not be."""
    if asked.not_needed is not None:
        if asked.by or asked.how or asked.on:
            raise UsageError("--not-needed goes without --by, --how and --on.", "Give the one or the others.")
        outcome = desk.do(notifications.excuse, review=asked.review, bodies=asked.body, why=asked.not_needed)
    elif not (asked.by and asked.how):
        raise UsageError("Who told them, and how, is missing.", "Give --by and --how, or --not-needed.")
    else:
        outcome = desk.do(
            notifications.tell,
            review=asked.review,
            bodies=asked.body,
            teller=asked.by,
            how=asked.how,
            day=asked.on,
        )
    register = desk.office().register
    fields = {**told_fields(register, register.review(asked.review)), **recorded(outcome)}
    lines = "\n".join(sentence("{said}", said=event.said()) for event in outcome.events)
    return Answer(fields, f"{lines}\n{entered(outcome)}")


def checklist(desk: Desk, asked: Namespace) -> Answer:
    """Show the checklist, or make it."""
    office = desk.office() if asked.out else desk.reading()
    review = office.register.review(asked.review)
    lines = notifications.checklist(office.register, review)
    text = table(
        ("who", "by whom", "what is known"),
        [(line.body, line.teller, line.known.words if line.known else "to be told") for line in lines],
        empty="Nobody is on the list.",
    )
    fields = told_fields(office.register, review)
    if not asked.out:
        return Answer(fields, text)
    file = desk.run(review_papers.checklist(office, review.review, asked.out))
    last = office.register.head
    fields |= {"file": str(file), "entry": last.number, "head": head(last)}
    return Answer(fields, sentence("The checklist is in {file}.", file=file))


def told_fields(register: Register, review: Review) -> dict[str, object]:
    """Return who was told, as JSON has it."""
    lines = notifications.checklist(register, review)
    return {
        "review": review.review,
        "told": [
            {
                "body": line.body,
                "told": line.known.day,
                "by": line.known.teller or None,
                "how": line.known.how or None,
                "not_needed": line.known.why or None,
            }
            for line in lines
            if line.known
        ],
        "to_tell": [line.body for line in lines if line.known is None],
    }
