"""closed-day: the days on which the office is closed, so that no copy is asked back then (C10).

Rule: weekends and the bank holidays of the office's nation are closed anyway; others are closed by an act.
"""

from argparse import Namespace
from collections.abc import Sequence

from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import closed_days
from desktop.custody.calendar import NATIONS
from desktop.custody.copies import Copy


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("closed-day", "The days on which the office is closed.")
    made = group.verb(
        "add", add, "close the office on a day", '--vault FOLDER --day 2026-12-29 --why "Between the years"'
    )
    made.add_argument("--day", metavar="DATE", type=day("The closed day"), required=True, help="which day")
    made.add_argument("--why", metavar="TEXT", required=True, help="why it is closed")
    made = group.verb(
        "remove",
        remove,
        "open the office on a day that was closed",
        '--vault FOLDER --day 2026-12-29 --why "Somebody is there"',
    )
    made.add_argument("--day", metavar="DATE", type=day("The closed day"), required=True, help="which day")
    made.add_argument("--why", metavar="TEXT", required=True, help="why it is open")
    made = group.verb(
        "follow",
        follow,
        "close the office on the bank holidays of another nation",
        "--vault FOLDER --nation Scotland",
    )
    made.add_argument("--nation", metavar="NATION", required=True, help=f"one of: {', '.join(NATIONS)}")
    group.verb("list", list_, "list the days that were closed", "--vault FOLDER", common=NOW)
    made = group.verb(
        "check",
        check,
        "say whether the office is closed on a day",
        "--vault FOLDER --day 2026-12-29",
        common=NOW,
    )
    made.add_argument("--day", metavar="DATE", type=day("The day"), required=True, help="which day")
    return group.parser


def add(desk: Desk, asked: Namespace) -> Answer:
    """Close the office on a day."""
    outcome = desk.do(closed_days.close_day, day=asked.day, why=asked.why)
    line = sentence("The office is closed on {day}.", day=asked.day)
    due = closed_days.due_on(desk.office().register, asked.day)
    fields = {"day": asked.day, "copies_due": [copy.copy for copy in due], **recorded(outcome)}
    return Answer(fields, "\n".join([line, *copies_told(desk, due), entered(outcome)]))


def copies_told(desk: Desk, due: Sequence[Copy]) -> list[str]:
    """Return for each copy that is due on a day that was closed when it counts as due, and who has it."""
    register = desk.office().register
    return [sentence("{said}", said=closed_days.told(register, copy)) for copy in due]


def remove(desk: Desk, asked: Namespace) -> Answer:
    """Open the office on a day."""
    outcome = desk.do(closed_days.reopen_day, day=asked.day, why=asked.why)
    line = sentence("The office is open on {day}.", day=asked.day)
    return Answer({"day": asked.day, **recorded(outcome)}, f"{line}\n{entered(outcome)}")


def follow(desk: Desk, asked: Namespace) -> Answer:
    """Follow the bank holidays of a nation."""
    outcome = desk.do(closed_days.follow, nation=asked.nation)
    nation = desk.office().register.founded.settings.closed
    line = sentence("The office is closed on the bank holidays of {nation}.", nation=nation)
    return Answer({"nation": nation, **recorded(outcome)}, f"{line}\n{entered(outcome)}")


def list_(desk: Desk, _asked: Namespace) -> Answer:
    """List the days that were closed by hand."""
    register = desk.reading().register
    known, nation = sorted(register.closed_days.items()), register.founded.settings.closed
    text = table(("day", "why"), known, empty="No day was closed by hand.")
    fields = {"nation": nation, "closed_days": [{"day": one, "why": why} for one, why in known]}
    also = sentence("Closed too: weekends, and the bank holidays of {nation}.", nation=nation)
    return Answer(fields, f"{text}\n{also}")


def check(desk: Desk, asked: Namespace) -> Answer:
    """Say whether the office is closed on a day."""
    register = desk.reading().register
    why = closed_days.is_closed(register, asked.day)
    said = "The office is closed on {day}: {why}." if why else "The office is open on {day}."
    fields = {"day": asked.day, "closed": bool(why), "why": why}
    return Answer(fields, sentence(said, day=asked.day, why=why))
