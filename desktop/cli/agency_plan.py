"""agency-plan: an agency that publishes its own action plan; the Chair first, then the next Board (D9).

Rule: every step is recorded on its own; a published plan waits for its report to the Board.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Parser, day, path
from desktop.cli.desk import Desk
from desktop.cli.interest import only_review
from desktop.cli.wording import Answer, entered, paper, recorded, sentence, table
from desktop.custody import agency_plans
from desktop.custody.agency_plans import AgencyPlan, PlanNotified
from desktop.office import disclosing
from desktop.office.office import Outcome


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("agency-plan", "An agency that publishes its own action plan.")
    _before_verbs(group)
    _after_verbs(group)
    made = group.verb("list", list_, "list these plans", "--vault FOLDER --report-due", common=NOW)
    made.add_argument("--report-due", action="store_true", help="only those the Board waits for")
    return group.parser


def _before_verbs(group: Group) -> None:
    made = group.verb(
        "notify",
        notify,
        "record that the Chair was told that an agency will publish its plan",
        '--vault FOLDER --agency TRUST --told-by NAME --chair NAME --timing "After the summary"',
    )
    made.add_argument("--agency", metavar="NAME", required=True, help="whose plan it is")
    made.add_argument("--told-by", metavar="NAME", required=True, help="who told the Chair")
    made.add_argument("--chair", metavar="NAME", required=True, help="who was told as the Chair")
    made.add_argument("--timing", metavar="TEXT", required=True, help="what was discussed about the timing")
    made.add_argument(
        "--intended", metavar="DATE", type=day("The intended day of publication"), help="the intended day"
    )
    made.add_argument("--review", metavar="R", help="of which review; not needed while there is only one")
    made = group.verb(
        "members-told", members_told, "record that the Board's members were told", "--vault FOLDER AP-0001"
    )
    _plan(made)
    made = group.verb(
        "withdraw", withdraw, "record that it is not published", '--vault FOLDER AP-0001 --why "Merged"'
    )
    _plan(made)
    made.add_argument("--why", metavar="TEXT", required=True, help="why it is not published")


def _after_verbs(group: Group) -> None:
    meeting = day("The next meeting of the Board")
    made = group.verb(
        "published",
        published,
        "record that the agency published it",
        '--vault FOLDER AP-0001 --where "its website" --to-whom "the public" --next-board 2026-04-14',
    )
    _plan(made)
    made.add_argument("--where", metavar="TEXT", required=True, help="where it was published")
    made.add_argument("--to-whom", metavar="TEXT", required=True, help="to whom")
    made.add_argument("--next-board", metavar="DATE", type=meeting, help="the meeting that gets the report")
    made = group.verb(
        "next-board",
        next_board,
        "name the meeting of the Board at which the report is due",
        "--vault FOLDER AP-0001 --on 2026-04-14",
    )
    _plan(made)
    made.add_argument("--on", metavar="DATE", type=meeting, required=True, help="the day of the meeting")
    made.add_argument("--reason", metavar="TEXT", default="", help="why another meeting than before")
    made = group.verb(
        "report",
        report,
        "make the report for the Board, to be signed",
        "--vault FOLDER AP-0001 --out FOLDER",
        common=NOW,
    )
    _plan(made)
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the report is to lie")
    made = group.verb(
        "reported",
        reported,
        "record that the report was before the Board",
        "--vault FOLDER AP-0001 --by NAME",
    )
    _plan(made)
    made.add_argument("--by", metavar="NAME", required=True, help="who reported for the agency")


def _plan(made: Parser) -> None:
    made.add_argument("plan", metavar="PLAN", help="such as AP-0001")


def notify(desk: Desk, asked: Namespace) -> Answer:
    """Record that the Chair was told."""
    outcome = desk.do(
        agency_plans.notify,
        review=asked.review or only_review(desk),
        agency=asked.agency,
        told_by=asked.told_by,
        chair=asked.chair,
        timing=asked.timing,
        intended=asked.intended,
    )
    plan = next(event.plan for event in outcome.events if isinstance(event, PlanNotified))
    return _stands(desk, plan, outcome)


def members_told(desk: Desk, asked: Namespace) -> Answer:
    """Record that the members were told."""
    return _stands(desk, asked.plan, desk.do(agency_plans.tell_members, plan=asked.plan))


def withdraw(desk: Desk, asked: Namespace) -> Answer:
    """Record that it is not published."""
    return _stands(desk, asked.plan, desk.do(agency_plans.withdraw, plan=asked.plan, why=asked.why))


def published(desk: Desk, asked: Namespace) -> Answer:
    """Record that it was published."""
    outcome = desk.do(
        agency_plans.publish,
        plan=asked.plan,
        where=asked.where,
        to_whom=asked.to_whom,
        next_board=asked.next_board,
    )
    return _stands(desk, asked.plan, outcome)


def next_board(desk: Desk, asked: Namespace) -> Answer:
    """Name the meeting at which the report is due."""
    outcome = desk.do(agency_plans.set_board, plan=asked.plan, next_board=asked.on, reason=asked.reason)
    return _stands(desk, asked.plan, outcome)


def report(desk: Desk, asked: Namespace) -> Answer:
    """Make the report for the Board."""
    office = desk.office()
    file = desk.run(disclosing.plan_report(office, asked.plan, asked.out))
    return paper("report", file, office.register.head)


def reported(desk: Desk, asked: Namespace) -> Answer:
    """Record that the report was before the Board."""
    return _stands(desk, asked.plan, desk.do(agency_plans.report, plan=asked.plan, by=asked.by))


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the plans."""
    register = desk.reading().register
    found = agency_plans.reports_due(register) if asked.report_due else list(register.agency_plans.values())
    rows = [
        (known.plan, known.review, known.agency, known.told, known.next_board, known.state) for known in found
    ]
    columns = ("plan", "review", "agency", "Chair told", "next Board", "state")
    empty = "No report is due." if asked.report_due else "No agency publishes a plan of its own."
    text = table(columns, rows, empty=empty)
    return Answer({"plans": [_fields(known) for known in found]}, text)


def _stands(desk: Desk, plan: str, outcome: Outcome) -> Answer:
    found = desk.office().register.agency_plan(plan)
    told = sentence("{plan}: {state}.", plan=found.plan, state=found.state)
    fields = {
        "plan": found.plan,
        "state": found.state,
        "next_board": found.next_board,
        **recorded(outcome),
    }
    return Answer(fields, f"{told}\n{entered(outcome)}")


def _fields(known: AgencyPlan) -> dict[str, object]:
    out = known.published
    return {
        "plan": known.plan,
        "review": known.review,
        "agency": known.agency,
        "told_by": known.told_by,
        "chair": known.chair,
        "told": known.told,
        "timing": known.timing,
        "intended": known.intended,
        "members_told": known.members_told,
        "published": out.day if out else None,
        "where": out.where if out else None,
        "to_whom": out.to_whom if out else None,
        "next_board": known.next_board,
        "reported": known.reported,
        "reported_by": known.reported_by,
        "withdrawn": known.withdrawn,
        "why": known.why,
        "state": known.state,
    }
