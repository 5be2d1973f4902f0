"""person leave: access ends with the post, and every copy is recalled at once (C12).

Rule: the answer lists what the person still has; nothing returns by itself.
"""

from argparse import Namespace

from desktop.cli import printers
from desktop.cli.arguments import Group, day
from desktop.cli.copy_chasing import letters, lines, wanted
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, sentence, table
from desktop.custody import leaving
from desktop.office import chasing as procedures


def add(group: Group) -> None:
    """Add this verb to the noun `person`."""
    made = group.verb(
        "leave",
        leave,
        "enter that a person leaves the post: every role ends, every copy is recalled",
        '--vault FOLDER P-0001 --on 2026-03-31 --reason "A new post elsewhere" --out FOLDER',
    )
    made.add_argument("person", metavar="PERSON", help="such as P-0001")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why, for the record")
    made.add_argument(
        "--on", metavar="DATE", type=day("The last day"), help="the last day; by default the day of the act"
    )
    printers.add_place(made, "letter with the list")


def leave(desk: Desk, asked: Namespace) -> Answer:
    """Enter that a person leaves."""
    office = desk.office()
    done = desk.run(
        procedures.leave(
            office, asked.person, asked.reason, on=asked.on, where=printers.place_if_any(asked), at=asked.at
        )
    )
    person = office.register.person(asked.person)
    still = leaving.left(office.register, person.person)
    told = sentence("{person} {title} leaves; every role ends.", person=person.person, title=person.title)
    day = done.outcome.hand.day
    rows = [
        (copy.copy, copy.state, wanted(copy.due, late=copy.due is not None and copy.due < day))
        for copy in still.copies
    ]
    text = table(("copy", "state", "to be back by"), rows, empty="There is no copy to bring back.")
    requests = [asked_for.request for asked_for in still.requests]
    waiting = [f"Still to be decided: {', '.join(requests)}."] if requests else []
    fields = {
        "person": person.person,
        "copies": [{"copy": copy.copy, "state": str(copy.state), "by": copy.due} for copy in still.copies],
        "requests": requests,
        **letters(done),
    }
    return Answer(fields, "\n".join([told, text, *waiting, *lines(desk, done), entered(done.outcome)]))
