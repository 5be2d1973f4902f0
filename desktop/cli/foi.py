"""foi: requests under the Freedom of Information Act 2000 (D7).

Rule: the clock is computed each time it is asked; more time, and what is withheld, need their reasons.
"""

from argparse import Namespace
from typing import get_args

from desktop.cli import information
from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.information import (
    disclosing_options,
    listed,
    of_request,
    record_options,
    shared_verbs,
    shown,
    told,
)
from desktop.cli.wording import Answer
from desktop.custody import foi
from desktop.custody.register import Register

_OF = "--vault FOLDER F-0001"


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("foi", "Requests under the Freedom of Information Act.")
    made = group.verb(
        "record",
        record,
        "record a request; it raises a hold",
        '--vault FOLDER --name "A. Reader" --asked "The report" --way e-mail --received 2026-03-02',
    )
    record_options(made)
    shared_verbs(group, "F", Register.foi_request)
    _before_the_answer(group)
    _answer(group)
    _review(group)
    made = group.verb("list", list_, "list the requests", "--vault FOLDER --open", common=NOW)
    made.add_argument("--open", action="store_true", help="only those that are not closed")
    of_request(group.verb("show", show, "show all that is on record about a request", _OF, common=NOW), "F")
    return group.parser


def _before_the_answer(group: Group) -> None:
    made = group.verb(
        "opinion",
        opinion,
        "record the qualified person's opinion under section 36",
        f'{_OF} --by "The Chief Executive" --gist "It would inhibit advice"',
    )
    of_request(made, "F").add_argument("--by", metavar="NAME", required=True, help="who gave it")
    made.add_argument("--gist", metavar="TEXT", required=True, help="what it says")
    made.add_argument(
        "--day",
        metavar="DATE",
        type=day("The day of the opinion"),
        help="when it was given; by default today",
    )
    made = group.verb(
        "extend",
        extend,
        "extend the time to weigh the public interest; the asker is told in time",
        f'{_OF} --section 36 --until 2026-04-28 --why "The inquest is open"',
    )
    of_request(made, "F").add_argument("--section", metavar="S", required=True, help="a qualified exemption")
    made.add_argument(
        "--until", metavar="DATE", type=day("The day of the answer"), required=True, help="answered by then"
    )
    made.add_argument("--why", metavar="TEXT", required=True, help="what is weighed, and why it takes longer")
    made.add_argument(
        "--exceptional",
        metavar="TEXT",
        default="",
        help="what is exceptional; needed for more than 40 working days",
    )
    made = group.verb(
        "withhold",
        withhold,
        "withhold one passage under an exemption, with the reasons",
        f'{_OF} --document D-0001 --passage "page 4, the address" --section 40 --standing absolute'
        ' --reasons "Where somebody lives"',
    )
    of_request(made, "F").add_argument("--document", metavar="D", default="", help="in which document")
    made.add_argument("--passage", metavar="TEXT", required=True, help="where it is and what it is about")
    made.add_argument("--section", metavar="S", required=True, help="such as 40(2)")
    made.add_argument("--reasons", metavar="TEXT", required=True, help="why it applies")
    made.add_argument(
        "--standing", metavar="S", default="", help="absolute or qualified, where it may be either"
    )
    made.add_argument(
        "--public-interest", metavar="TEXT", default="", help="for, against, and the balance; if qualified"
    )


def _answer(group: Group) -> None:
    made = group.verb(
        "respond",
        respond,
        "record the answer",
        f'{_OF} --outcome "granted in part" --disclosed D-0001 --reasons "One address"',
    )
    outcomes = ", ".join(get_args(foi.Outcome))
    of_request(made, "F").add_argument("--outcome", metavar="O", required=True, help=f"one of: {outcomes}")
    made.add_argument("--reasons", metavar="TEXT", default="", help="needed unless it is granted")
    disclosing_options(made)


def _review(group: Group) -> None:
    made = group.verb(
        "review",
        review,
        "record that an internal review was asked for",
        f'{_OF} --grounds "The public should know"',
    )
    of_request(made, "F").add_argument("--grounds", metavar="TEXT", required=True, help="why, in their words")
    made.add_argument(
        "--received", metavar="DATE", type=day("The day of receipt"), help="when it came; by default today"
    )
    made = group.verb(
        "extend-review",
        extend_review,
        "extend the internal review, to 40 working days at most",
        f'{_OF} --until 2026-05-14 --why "Four agencies are asked"',
    )
    of_request(made, "F").add_argument(
        "--until", metavar="DATE", type=day("The day of the answer"), required=True, help="answered by then"
    )
    made.add_argument("--why", metavar="TEXT", required=True, help="why it takes longer")
    made = group.verb(
        "answer-review",
        answer_review,
        "record what became of our answer in the internal review",
        f'{_OF} --outcome "answer stands" --reasons "The balance is as before"',
    )
    outcomes = ", ".join(get_args(foi.ReviewOutcome))
    of_request(made, "F").add_argument("--outcome", metavar="O", required=True, help=f"one of: {outcomes}")
    made.add_argument("--reasons", metavar="TEXT", required=True, help="why")
    disclosing_options(made)


def record(desk: Desk, asked: Namespace) -> Answer:
    """Record a request."""
    outcome = information.record(desk, foi.record, asked)
    made = (event for event in outcome.events if isinstance(event, foi.FoiRecorded))
    return told(desk, next(made).foi, outcome)


def opinion(desk: Desk, asked: Namespace) -> Answer:
    """Record the opinion under section 36."""
    facts = {"by": asked.by, "gist": asked.gist, "day": asked.day}
    return told(desk, asked.request, desk.do(foi.give_opinion, request=asked.request, **facts))


def extend(desk: Desk, asked: Namespace) -> Answer:
    """Extend the time to answer."""
    facts = {"section": asked.section, "until": asked.until, "why": asked.why}
    outcome = desk.do(foi.extend, request=asked.request, exceptional=asked.exceptional, **facts)
    return told(desk, asked.request, outcome)


def withhold(desk: Desk, asked: Namespace) -> Answer:
    """Withhold a passage."""
    outcome = desk.do(
        foi.withhold,
        request=asked.request,
        document=asked.document,
        passage=asked.passage,
        section=asked.section,
        standing=asked.standing,
        reasons=asked.reasons,
        public_interest=asked.public_interest,
    )
    return told(desk, asked.request, outcome)


def respond(desk: Desk, asked: Namespace) -> Answer:
    """Record the answer."""
    facts = {"outcome": asked.outcome, "reasons": asked.reasons, "disclosed": asked.disclosed}
    outcome = desk.do(foi.respond, request=asked.request, edition_why=asked.edition_why, **facts)
    return information.answered(desk, asked.request, outcome)


def review(desk: Desk, asked: Namespace) -> Answer:
    """Record that an internal review was asked for."""
    facts = {"grounds": asked.grounds, "received": asked.received}
    return told(desk, asked.request, desk.do(foi.ask_review, request=asked.request, **facts))


def extend_review(desk: Desk, asked: Namespace) -> Answer:
    """Extend the internal review."""
    facts = {"until": asked.until, "why": asked.why}
    return told(desk, asked.request, desk.do(foi.extend_review, request=asked.request, **facts))


def answer_review(desk: Desk, asked: Namespace) -> Answer:
    """Record what became of our answer in the internal review."""
    facts = {"outcome": asked.outcome, "reasons": asked.reasons, "disclosed": asked.disclosed}
    outcome = desk.do(foi.answer_review, request=asked.request, edition_why=asked.edition_why, **facts)
    return told(desk, asked.request, outcome)


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the requests."""
    register = desk.reading().register
    empty = "There is no such request under the Freedom of Information Act."
    return listed(register, list(register.foi.values()), open_only=asked.open, empty=empty)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show a request."""
    register = desk.reading().register
    return shown(register, register.foi_request(asked.request))
