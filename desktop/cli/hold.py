"""hold: nothing that one is about is destroyed until all of them are lifted (G4).

Rule: a hold that an open request raised is lifted by closing the request, never by hand.
"""

from argparse import Namespace

import msgspec

from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import holds
from desktop.custody.holds import Hold
from desktop.office.office import Outcome


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("hold", "What must not be destroyed, and why.")
    made = group.verb(
        "raise",
        raise_,
        "raise a hold on reviews, documents, or everything",
        '--vault FOLDER --about SCR-2026-01 --authority "The coroner" --reason "An inquest is open"',
    )
    made.add_argument(
        "--about",
        metavar="REFERENCE",
        action="append",
        default=[],
        help="a review or a document; without it all",
    )
    made.add_argument("--authority", metavar="TEXT", required=True, help="who asks for it")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")
    made.add_argument(
        "--look-again", metavar="DATE", type=day("The day it is looked at again"), help="when it is looked at"
    )
    made = group.verb(
        "look-again",
        look_again,
        "record that a hold was looked at and stands, and when it is looked at next",
        '--vault FOLDER H-0001 --on 2026-09-01 --why "The inquest is adjourned"',
    )
    made.add_argument("hold", metavar="HOLD", help="such as H-0001")
    made.add_argument(
        "--on", metavar="DATE", type=day("The day it is looked at again"), required=True, help="when next"
    )
    made.add_argument("--why", metavar="TEXT", required=True, help="why it stands")
    made = group.verb(
        "lift",
        lift,
        "lift a hold that was raised by hand",
        '--vault FOLDER H-0001 --authority "The coroner" --why "The inquest is over"',
    )
    made.add_argument("hold", metavar="HOLD", help="such as H-0001")
    made.add_argument("--authority", metavar="TEXT", required=True, help="who says that it may be lifted")
    made.add_argument("--why", metavar="TEXT", required=True, help="why")
    made = group.verb(
        "list", list_, "list the holds", "--vault FOLDER --in-force --document D-0001", common=NOW
    )
    made.add_argument("--in-force", action="store_true", help="only those that are not lifted")
    made.add_argument("--document", metavar="D", help="only those in force on this document")
    return group.parser


def raise_(desk: Desk, asked: Namespace) -> Answer:
    """Raise a hold."""
    outcome = desk.do(
        holds.raise_hold,
        about=asked.about,
        authority=asked.authority,
        reason=asked.reason,
        look_again=asked.look_again,
    )
    found = next(reversed(desk.office().register.holds.values()))
    return _told(found, outcome)


def look_again(desk: Desk, asked: Namespace) -> Answer:
    """Look at a hold again."""
    outcome = desk.do(holds.look_again, hold=asked.hold, day=asked.on, why=asked.why)
    return _told(desk.office().register.hold(asked.hold), outcome)


def lift(desk: Desk, asked: Namespace) -> Answer:
    """Lift a hold."""
    outcome = desk.do(holds.lift, hold=asked.hold, authority=asked.authority, why=asked.why)
    return _told(desk.office().register.hold(asked.hold), outcome)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the holds."""
    register = desk.reading().register
    found = holds.on(register, asked.document) if asked.document else list(register.holds.values())
    known = [hold for hold in found if hold.lifted is None or not asked.in_force]
    rows = [
        (
            hold.hold,
            hold.subject,
            hold.raised,
            hold.look_again,
            hold.lifted,
            f"{hold.authority}: {hold.reason}",
        )
        for hold in known
    ]
    columns = ("hold", "about", "raised", "look again", "lifted", "why")
    return Answer(
        {"holds": [_fields(hold) for hold in known]}, table(columns, rows, empty="There is no such hold.")
    )


def _told(hold: Hold, outcome: Outcome) -> Answer:
    said = "{hold} on {subject} is lifted." if hold.lifted else "{hold} is on {subject}."
    line = sentence(said, hold=hold.hold, subject=hold.subject)
    return Answer({**_fields(hold), **recorded(outcome)}, f"{line}\n{entered(outcome)}")


def _fields(hold: Hold) -> dict[str, object]:
    fields = msgspec.structs.asdict(hold)
    return {**fields, "about": list(hold.about)}
