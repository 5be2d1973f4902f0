"""incident: what went wrong, and how it was closed.

Rule: a closed incident stays in the list.
"""

from argparse import Namespace

import msgspec

from desktop.cli.arguments import NOW, Group, Parser
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import incidents


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("incident", "What went wrong, and how it was closed.")
    made = group.verb("list", list_, "list the incidents", "--vault FOLDER --open", common=NOW)
    made.add_argument("--open", action="store_true", help="only those that are not closed")
    made = group.verb(
        "close", close, "close an incident", '--vault FOLDER I-0001 --found "The page was in the safe"'
    )
    made.add_argument("incident", metavar="INCIDENT", help="such as I-0001")
    made.add_argument("--found", metavar="TEXT", required=True, help="what was found")
    return group.parser


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the incidents."""
    known = desk.reading().register.incidents.values()
    found = [incident for incident in known if incident.closed is None or not asked.open]
    text = table(
        ("incident", "about", "opened", "closed", "what"),
        [(one.incident, one.about, one.opened, one.closed, one.what) for one in found],
        empty="There is no such incident.",
    )
    return Answer({"incidents": [msgspec.structs.asdict(incident) for incident in found]}, text)


def close(desk: Desk, asked: Namespace) -> Answer:
    """Close an incident."""
    outcome = desk.do(incidents.close, incident=asked.incident, found=asked.found)
    incident = desk.office().register.incident(asked.incident).incident
    told = sentence("Incident {incident} is closed.", incident=incident)
    return Answer({"incident": incident, **recorded(outcome)}, f"{told}\n{entered(outcome)}")
