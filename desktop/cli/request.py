"""request: access requests and their decisions (D2).

Rule: a request names one person and one document; it is decided once, and refused ones are listed too. What
an agreed request still waits for, such as legal advice, is told with the decision.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, entered, recorded, sentence, table
from desktop.custody import access, showing
from desktop.custody.access import MODES, UNDER, AccessRequested, Request
from desktop.custody.register import Register
from desktop.custody.showing import DocumentShown


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("request", "Access requests and their decisions.")
    _record_verb(group)
    made = group.verb(
        "decide",
        decide,
        "record what was decided",
        '--vault FOLDER R-0001 --agreed --by "A. Chair" --reason "Member of the panel" --until 2026-06-30',
    )
    made.add_argument("request", metavar="REQUEST", help="such as R-0001")
    outcome = made.add_mutually_exclusive_group(required=True)
    outcome.add_argument("--agreed", dest="agreed", action="store_true", help="access was agreed")
    outcome.add_argument("--refused", dest="agreed", action="store_false", help="access was refused")
    made.add_argument("--by", metavar="NAME", required=True, help="who decided")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")
    made.add_argument(
        "--until",
        metavar="DATE",
        type=day("The last day of access"),
        help="the last day of access, if there is one",
    )
    made.add_argument("--conditions", metavar="TEXT", default="", help="on what conditions")
    made = group.verb(
        "view-here",
        view_here,
        "record that the person is shown the document at this desk, under a request to view it",
        "--vault FOLDER R-0002",
    )
    made.add_argument("request", metavar="REQUEST", help="such as R-0002")
    made = group.verb(
        "list",
        list_,
        "list the requests, refused ones too",
        "--vault FOLDER --review SCR-2026-01",
        common=NOW,
    )
    made.add_argument("--review", metavar="R", help="only those for documents of this review")
    return group.parser


def _record_verb(group: Group) -> None:
    made = group.verb(
        "record",
        record,
        "record that a person asked for access to a document",
        '--vault FOLDER --person P-0001 --document D-0001 --purpose "Panel meeting" --mode hard-copy',
    )
    made.add_argument("--person", metavar="P", required=True, help="who asks")
    made.add_argument("--document", metavar="D", required=True, help="for what")
    made.add_argument("--purpose", metavar="TEXT", required=True, help="in the words of whoever asks")
    made.add_argument("--mode", metavar="MODE", required=True, help=f"one of: {', '.join(MODES)}")
    made.add_argument(
        "--under", metavar="U", default=UNDER[0], help=f"by what authority; one of: {', '.join(UNDER)}"
    )
    made.add_argument(
        "--order",
        metavar="TEXT",
        default="",
        help="reference and date of the order, as of a court or inquiry",
    )
    made.add_argument(
        "--asked-by", metavar="NAME", default="", help="who asked, if it was on the person's behalf"
    )


def record(desk: Desk, asked: Namespace) -> Answer:
    """Record a request."""
    outcome = desk.do(
        access.ask,
        person=asked.person,
        document=asked.document,
        purpose=asked.purpose,
        mode=asked.mode,
        under=asked.under,
        order=asked.order,
        asked_by=asked.asked_by,
    )
    event = next(event for event in outcome.events if isinstance(event, AccessRequested))
    told = sentence(
        "{request}: {person} asked for {document}; it awaits its decision.",
        request=event.request,
        person=_person(desk.office().register, event.person),
        document=event.document,
    )
    return Answer({"request": event.request, **recorded(outcome)}, f"{told}\n{entered(outcome)}")


def decide(desk: Desk, asked: Namespace) -> Answer:
    """Record a decision."""
    outcome = desk.do(
        access.decide,
        request=asked.request,
        agreed=asked.agreed,
        by=asked.by,
        reason=asked.reason,
        until=asked.until,
        conditions=asked.conditions,
    )
    register = desk.office().register
    request = register.request(asked.request)
    told = sentence("{request} was {decision}.", request=request.request, decision=request.state)
    awaits = access.awaited(register, request, outcome.hand.day)
    fields = {
        "request": request.request,
        "decision": request.state,
        "awaits": awaits or None,
        **recorded(outcome),
    }
    waits = f" Nothing can go out under it yet: {awaits}" if awaits else ""
    return Answer(fields, f"{told}{waits}\n{entered(outcome)}")


def view_here(desk: Desk, asked: Namespace) -> Answer:
    """Record that a person is shown a document here."""
    outcome = desk.do(showing.show, request=asked.request)
    shown = next(event for event in outcome.events if isinstance(event, DocumentShown))
    told = sentence(
        "{document} (version {version}) may be shown to {person} now, under {request}.",
        document=shown.document,
        version=shown.version,
        person=_person(desk.office().register, shown.person),
        request=shown.request,
    )
    fields = {
        "request": shown.request,
        "document": shown.document,
        "version": shown.version,
        **recorded(outcome),
    }
    return Answer(fields, f"{told}\n{entered(outcome)}")


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the requests."""
    register = desk.reading().register
    review = register.review(asked.review).review if asked.review else None
    found = [
        request
        for request in register.requests.values()
        if review in {None, register.documents[request.document].review}
    ]
    rows = [
        (
            request.request,
            _person(register, request.person),
            request.document,
            MODES[request.mode],
            request.authority,
            request.asked,
            request.state,
            request.decision.until if request.decision else None,
        )
        for request in found
    ]
    columns = ("request", "person", "document", "mode", "under", "asked", "state", "until")
    text = table(columns, rows, empty="Nobody asked for access yet.")
    return Answer({"requests": [_fields(request) for request in found]}, text)


def _person(register: Register, reference: str) -> str:
    return f"{reference} {register.people[reference].name}"


def _fields(request: Request) -> dict[str, object]:
    decision = request.decision
    return {
        "request": request.request,
        "person": request.person,
        "document": request.document,
        "purpose": request.purpose,
        "mode": request.mode,
        "under": request.under,
        "order": request.order,
        "asked_by": request.asked_by,
        "asked": request.asked,
        "decision": request.state if decision else None,
        "by": decision.by if decision else None,
        "reason": decision.reason if decision else None,
        "decided": decision.day if decision else None,
        "until": decision.until if decision else None,
        "conditions": decision.conditions if decision else None,
    }
