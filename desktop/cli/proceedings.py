"""proceedings: what runs beside a review, and the hold that an open inquest or inquiry raises (E4, G4).

Rule: concluding them lifts their own hold, and no other.
"""

from argparse import Namespace

import msgspec

from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import holds, proceedings
from desktop.custody.proceedings import KINDS, Proceedings
from desktop.custody.register import Register
from desktop.office.office import Outcome


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("proceedings", "Proceedings beside a review: inquest, criminal, family and others.")
    made = group.verb(
        "open",
        open_,
        "enter proceedings beside a review; an inquest or an inquiry raises a hold",
        '--vault FOLDER --review SCR-2026-01 --kind inquest --before "HM Coroner, 12/26" --opened 2026-03-02',
    )
    made.add_argument("--review", metavar="R", required=True, help="the review's reference")
    made.add_argument("--kind", metavar="K", required=True, help=", ".join(KINDS))
    made.add_argument("--before", metavar="TEXT", required=True, help="before whom, such as a court; no name")
    made.add_argument(
        "--opened", metavar="DATE", type=day("The day on which they were opened"), help="since when"
    )
    made.add_argument("--contact", metavar="TEXT", default="", help="who keeps the panel informed")
    made = group.verb(
        "note",
        note,
        "record how proceedings stand, and the next day that is known",
        '--vault FOLDER PP-0001 --note "Adjourned" --next 2026-09-01',
    )
    _reference(made)
    made.add_argument("--note", metavar="TEXT", required=True, help="how they stand")
    made.add_argument("--next", metavar="DATE", type=day("The next day"), help="such as a hearing")
    made = group.verb(
        "conclude",
        conclude,
        "record the end of proceedings; the hold that they raised is lifted",
        '--vault FOLDER PP-0001 --outcome "Narrative conclusion" --on 2026-09-01',
    )
    _reference(made)
    made.add_argument("--outcome", metavar="TEXT", required=True, help="how they ended")
    made.add_argument("--on", metavar="DATE", type=day("The day of their end"), help="today unless given")
    made = group.verb(
        "reopen",
        reopen,
        "record that concluded proceedings go on; an inquest raises its hold again",
        '--vault FOLDER PP-0001 --why "It was only adjourned"',
    )
    _reference(made)
    made.add_argument("--why", metavar="TEXT", required=True, help="why")
    made = group.verb(
        "list", list_, "list the proceedings", "--vault FOLDER --review SCR-2026-01 --open", common=NOW
    )
    made.add_argument("--review", metavar="R", help="only those beside this review")
    made.add_argument("--open", action="store_true", help="only those that are not concluded")
    made = group.verb("show", show, "show proceedings", "--vault FOLDER PP-0001", common=NOW)
    _reference(made)
    return group.parser


def open_(desk: Desk, asked: Namespace) -> Answer:
    """Enter proceedings."""
    outcome = desk.do(
        proceedings.begin,
        review=asked.review,
        kind=asked.kind,
        before=asked.before,
        opened=asked.opened,
        contact=asked.contact,
    )
    return _told(desk, next(reversed(desk.office().register.proceedings)), outcome)


def note(desk: Desk, asked: Namespace) -> Answer:
    """Record how they stand."""
    outcome = desk.do(proceedings.note, proceedings=asked.proceedings, note=asked.note, next_on=asked.next)
    return _told(desk, asked.proceedings, outcome)


def conclude(desk: Desk, asked: Namespace) -> Answer:
    """Record their end."""
    outcome = desk.do(
        proceedings.conclude, proceedings=asked.proceedings, outcome=asked.outcome, day=asked.on
    )
    return _told(desk, asked.proceedings, outcome)


def reopen(desk: Desk, asked: Namespace) -> Answer:
    """Record that they go on."""
    outcome = desk.do(proceedings.reopen, proceedings=asked.proceedings, why=asked.why)
    return _told(desk, asked.proceedings, outcome)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List proceedings."""
    register = desk.reading().register
    only = register.review(asked.review).review if asked.review else ""
    found = [
        one
        for one in register.proceedings.values()
        if only in {"", one.review} and not (asked.open and one.concluded)
    ]
    text = table(
        ("proceedings", "review", "what", "opened", "next", "concluded"),
        [(one.proceedings, one.review, one.title, one.opened, one.next_on, one.concluded) for one in found],
        empty="There are no such proceedings.",
    )
    return Answer({"proceedings": [_fields(register, one) for one in found]}, text)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show proceedings."""
    register = desk.reading().register
    found = register.proceedings_of(asked.proceedings)
    said = sentence(
        "{reference}: {title}, beside {review}, {state}. {note} {outcome}",
        reference=found.proceedings,
        title=found.title,
        review=found.review,
        state=found.state,
        note=found.note,
        outcome=found.outcome,
    )
    return Answer(_fields(register, found), said.strip())


def _told(desk: Desk, reference: str, outcome: Outcome) -> Answer:
    register = desk.office().register
    found = register.proceedings_of(reference)
    said = [sentence("{said}", said=event.said()) for event in outcome.events]
    fields = {**_fields(register, found), **recorded(outcome)}
    return Answer(fields, "\n".join([*said, entered(outcome)]))


def _fields(register: Register, found: Proceedings) -> dict[str, object]:
    held = [hold.hold for hold in holds.of_cause(register, found.proceedings)]
    return {**msgspec.structs.asdict(found), "state": found.state, "holds": held}


def _reference(made: Parser) -> None:
    made.add_argument("proceedings", metavar="PROCEEDINGS", help="such as PP-0001")
