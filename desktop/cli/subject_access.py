"""subject-access: requests of people for what is held about them (D8).

Rule: the clock is computed each time it is asked; more time, and what is withheld, need their reasons.
"""

from argparse import Namespace
from typing import get_args

from desktop.cli import information
from desktop.cli.arguments import NOW, Group, Parser
from desktop.cli.desk import Desk
from desktop.cli.information import (
    listed,
    of_request,
    record_options,
    shared_verbs,
    shown,
    told,
)
from desktop.cli.wording import Answer
from desktop.custody import subject_access
from desktop.custody.register import Register
from desktop.custody.subject_access import SubjectAccessRecorded

_OF = "--vault FOLDER S-0001"


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("subject-access", "Requests of people for what is held about them.")
    made = group.verb(
        "record",
        record,
        "record a request; it raises a hold",
        '--vault FOLDER --name "A. Reader" --asked "What you hold about me" --way letter',
    )
    record_options(made)
    shared_verbs(group, "S", Register.subject_access_request)
    _of_its_own(group)
    made = group.verb("list", list_, "list the requests", "--vault FOLDER --open", common=NOW)
    made.add_argument("--open", action="store_true", help="only those that are not closed")
    of_request(group.verb("show", show, "show all that is on record about a request", _OF, common=NOW), "S")
    return group.parser


def _of_its_own(group: Group) -> None:
    made = group.verb(
        "identity",
        identity,
        "record that proof of identity was asked for; the month begins when it comes",
        f'{_OF} --what "A passport or a driving licence"',
    )
    of_request(made, "S").add_argument("--what", metavar="TEXT", required=True, help="what was asked for")
    made = group.verb(
        "extend",
        extend,
        "extend the time by two months for a complex request",
        f'{_OF} --why "Four agencies hold papers"',
    )
    of_request(made, "S").add_argument("--why", metavar="TEXT", required=True, help="why it is complex")
    made = group.verb(
        "withhold",
        withhold,
        "withhold one passage, with the ground and the reasons",
        f'{_OF} --document D-0001 --passage "page 2, a name" --ground "It tells of somebody else"'
        ' --reasons "No consent"',
    )
    of_request(made, "S").add_argument("--document", metavar="D", default="", help="in which document")
    made.add_argument("--passage", metavar="TEXT", required=True, help="where it is and what it is about")
    made.add_argument("--ground", metavar="TEXT", required=True, help="the exemption, in words")
    made.add_argument("--reasons", metavar="TEXT", required=True, help="why it applies")
    made = group.verb("respond", respond, "record the answer", f"{_OF} --outcome granted --disclosed D-0001")
    outcomes = ", ".join(get_args(subject_access.Outcome))
    of_request(made, "S").add_argument("--outcome", metavar="O", required=True, help=f"one of: {outcomes}")
    made.add_argument("--reasons", metavar="TEXT", default="", help="needed unless it is granted")
    made.add_argument(
        "--disclosed", metavar="D", action="append", default=[], help="which document; may be given again"
    )


def record(desk: Desk, asked: Namespace) -> Answer:
    """Record a request."""
    outcome = information.record(desk, subject_access.record, asked)
    made = (event for event in outcome.events if isinstance(event, SubjectAccessRecorded))
    return told(desk, next(made).subject_access, outcome)


def identity(desk: Desk, asked: Namespace) -> Answer:
    """Record that proof of identity was asked for."""
    outcome = desk.do(subject_access.ask_identity, request=asked.request, what=asked.what)
    return told(desk, asked.request, outcome)


def extend(desk: Desk, asked: Namespace) -> Answer:
    """Extend the time to answer."""
    return told(desk, asked.request, desk.do(subject_access.extend, request=asked.request, why=asked.why))


def withhold(desk: Desk, asked: Namespace) -> Answer:
    """Withhold a passage."""
    outcome = desk.do(
        subject_access.withhold,
        request=asked.request,
        document=asked.document,
        passage=asked.passage,
        ground=asked.ground,
        reasons=asked.reasons,
    )
    return told(desk, asked.request, outcome)


def respond(desk: Desk, asked: Namespace) -> Answer:
    """Record the answer."""
    facts = {"outcome": asked.outcome, "reasons": asked.reasons, "disclosed": asked.disclosed}
    outcome = desk.do(subject_access.respond, request=asked.request, **facts)
    return information.answered(desk, asked.request, outcome)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the requests."""
    register = desk.reading().register
    empty = "There is no such request for subject access."
    return listed(register, list(register.subject_access.values()), open_only=asked.open, empty=empty)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show a request."""
    register = desk.reading().register
    return shown(register, register.subject_access_request(asked.request))
