"""copy issue: copies come out of a printer, each signed out and followed by its slip (C1, C4, C5).

Rule: one copy for each agreed request, in the order in which they are named; the codes of the slips are told
once, as they are printed.
"""

from argparse import Namespace
from datetime import date

from desktop.cli import printers
from desktop.cli.arguments import Group, day
from desktop.cli.copy_answers import responsible
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import loans, remarks
from desktop.office import issuing, print_room
from desktop.office.issuing import IssuedCopy, Row


def add(group: Group) -> None:
    """Add this verb to the noun."""
    made = group.verb(
        "issue",
        issue,
        "print a copy for each agreed request and sign it out, its slip printed after it",
        "--vault FOLDER D-0001 --request R-0001 --request R-0002 --due 2026-03-20 --printer Desk",
    )
    made.add_argument("document", metavar="DOCUMENT", help="such as D-0001")
    made.add_argument(
        "--request",
        metavar="R",
        dest="requests",
        action="append",
        required=True,
        help="an agreed request; once for each copy",
    )
    made.add_argument(
        "--due",
        metavar="DATE",
        type=day("The day they are due back"),
        required=True,
        help="when they are due back",
    )
    printers.add_setup(made, needed=True)
    made.add_argument("--authority", metavar="TEXT", default="", help="for going over the document's limit")
    made.add_argument("--reason", metavar="TEXT", default="", help="for going over the document's limit")


def issue(desk: Desk, asked: Namespace) -> Answer:
    """Print copies, sign them out, and print their slips."""
    office = desk.office()
    row = Row(asked.document, tuple(asked.requests), asked.due, asked.authority, asked.reason)
    done = desk.run(issuing.issue(office, row, printers.setup(asked), at=asked.at))
    register, on = office.register, done.outcome.hand.day
    rows, lines = [], []
    for made in done.copies:
        copy = register.copy(made.copy)
        rows.append((made.copy, responsible(register, copy), copy.due, made.pages, made.job, made.slip_job))
        lines += [sentence("{copy}: {told}", copy=made.copy, told=told) for told in _told(desk, made, on)]
    columns = ("copy", "holder", "due back", "pages", "job", "job of the slip")
    text = "\n".join(
        [
            table(columns, rows, empty=""),
            "",
            *lines,
            printers.came_out(office, done.jobs),
            "When a signed slip is back: copy confirm COPY --slip-code CODE",
            entered(done.outcome),
        ]
    )
    copies = [_fields(desk, made, on) for made in done.copies]
    return Answer({"copies": copies, "told": print_room.told(office) or None, **recorded(done.outcome)}, text)


def _told(desk: Desk, made: IssuedCopy, on: date) -> list[str]:
    """Return what is to be known of a loan: why it is due on another day, and its remarks."""
    register = desk.office().register
    copy = register.copy(made.copy)
    why = loans.present_loan(register, copy.copy).due_why
    return [*([why] if why else []), *remarks.of_loan(register, copy, on)]


def _fields(desk: Desk, made: IssuedCopy, on: date) -> dict[str, object]:
    copy = desk.office().register.copy(made.copy)
    return {
        "copy": made.copy,
        "person": made.person,
        "request": made.request,
        "state": str(copy.state),
        "due": copy.due,
        "pages": made.pages,
        "job": made.job,
        "slip_job": made.slip_job,
        "slip_code": made.slip_code,
        "remarks": _told(desk, made, on),
    }
