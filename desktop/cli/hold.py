"""hold: nothing that one is about is destroyed until all of them are lifted (G4).

Rule: a hold that was raised by hand is lifted by a sheet that two people sign; one that an open request
raised falls with the request, or when the time for a review of its answer has passed.
"""

from argparse import Namespace

import msgspec

from desktop.cli import printers
from desktop.cli.arguments import NOW, Group, Parser, day, path
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import held_after, hold_lifting, holds
from desktop.custody.holds import Hold
from desktop.office import holding
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
    _lifting(group)
    _papers(group)
    made = group.verb(
        "list", list_, "list the holds", "--vault FOLDER --in-force --document D-0001", common=NOW
    )
    made.add_argument("--in-force", action="store_true", help="only those that are not lifted")
    made.add_argument("--document", metavar="D", help="only those in force on this document")
    return group.parser


def _lifting(group: Group) -> None:
    made = group.verb(
        "lift",
        lift,
        "make the sheet on which two people lift a hold that was raised by hand",
        '--vault FOLDER H-0001 --authority "The coroner" --why "It is over" --witness "C. Ray" --out FOLDER',
    )
    made.add_argument("hold", metavar="HOLD", help="such as H-0001")
    made.add_argument("--authority", metavar="TEXT", required=True, help="who says that it may be lifted")
    made.add_argument("--why", metavar="TEXT", required=True, help="why")
    made.add_argument("--witness", metavar="NAME", required=True, help="who signs too; another person")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the sheet goes")
    made = group.verb(
        "lifted",
        lifted,
        "lift the hold by the code of the sheet that both signed",
        "--vault FOLDER H-0001 --code XXXX-XXXX",
    )
    made.add_argument("hold", metavar="HOLD", help="such as H-0001")
    made.add_argument("--code", metavar="CODE", required=True, help="the code on the signed sheet")
    made = group.verb(
        "run-out",
        run_out,
        "lift a hold that outlasted its request, once its last day has passed",
        "--vault FOLDER H-0001",
    )
    made.add_argument("hold", metavar="HOLD", help="such as H-0001")


def _papers(group: Group) -> None:
    made = group.verb(
        "sheet",
        sheet,
        "make the sheet to lift a hold again",
        "--vault FOLDER H-0001 --out FOLDER",
        common=NOW,
    )
    made.add_argument("hold", metavar="HOLD", help="such as H-0001")
    printers.add_place(made, "sheet")
    made = group.verb(
        "register", register_, "make the register of holds", "--vault FOLDER --out FOLDER", common=NOW
    )
    printers.add_place(made, "paper")


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
    """Make the sheet on which two people lift a hold."""
    done = desk.run(
        holding.begin_lifting(
            desk.office(),
            hold=asked.hold,
            authority=asked.authority,
            why=asked.why,
            witness=asked.witness,
            folder=asked.out,
            at=asked.at,
        )
    )
    register = desk.office().register
    found, lifting = hold_lifting.awaiting(register, done.hold)
    last = hold_lifting.last_day(register, lifting)
    fields = {**_fields(found), "sheet": str(done.sheet), "type_back_by": last, **recorded(done.outcome)}
    lines = [
        sentence(
            "{hold} stands until its sheet is signed and typed back: {file}", hold=done.hold, file=done.sheet
        ),
        sentence("Both sign it; type its code by the end of {day}.", day=last),
        entered(done.outcome),
    ]
    return Answer(fields, "\n".join(lines))


def lifted(desk: Desk, asked: Namespace) -> Answer:
    """Lift a hold by its sheet's code."""
    outcome = desk.do(hold_lifting.lift, hold=asked.hold, code=asked.code)
    return _told(desk.office().register.hold(asked.hold), outcome)


def run_out(desk: Desk, asked: Namespace) -> Answer:
    """Lift a hold whose last day has passed."""
    outcome = desk.do(held_after.run_out, hold=asked.hold)
    return _told(desk.office().register.hold(asked.hold), outcome)


def sheet(desk: Desk, asked: Namespace) -> Answer:
    """Make the sheet again."""
    office = desk.office()
    made = desk.run(holding.sheet_again(office, asked.hold, printers.place(asked)))
    return printers.paper("sheet", made, office)


def register_(desk: Desk, asked: Namespace) -> Answer:
    """Make the register of holds."""
    office = desk.office()
    made = desk.run(holding.register_paper(office, printers.place(asked)))
    return printers.paper("register", made, office)


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
            hold.stands_to,
            hold.lifted,
            f"{hold.authority}: {hold.reason}",
        )
        for hold in known
    ]
    columns = ("hold", "about", "raised", "look again", "stands until", "lifted", "why")
    return Answer(
        {"holds": [_fields(hold) for hold in known]}, table(columns, rows, empty="There is no such hold.")
    )


def _told(hold: Hold, outcome: Outcome) -> Answer:
    said = "{hold} on {subject} is lifted." if hold.lifted else "{hold} is on {subject}."
    line = sentence(said, hold=hold.hold, subject=hold.subject)
    return Answer({**_fields(hold), **recorded(outcome)}, f"{line}\n{entered(outcome)}")


def _fields(hold: Hold) -> dict[str, object]:
    fields = msgspec.structs.asdict(hold)
    lifting = hold.lifting
    waits = (
        {"authority": lifting.authority, "why": lifting.why, "witness": lifting.witness} if lifting else None
    )
    return {**fields, "about": list(hold.about), "lifting": waits}
