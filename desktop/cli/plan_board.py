"""plan: what agencies and the Board do with the plan: sign-up, approval, progress reports, sign-off (E6).

Rule: the day of a meeting is given with it; without one it is the day of the act.
"""

from argparse import Namespace

from desktop.cli.arguments import NOW, Group, Job, Parser, count, day, path
from desktop.cli.desk import Desk
from desktop.cli.interest import only_review
from desktop.cli.plan_answers import plan_fields, plan_of
from desktop.cli.wording import Answer, entered, paper, recorded, sentence
from desktop.custody import action_plans, plan_decisions, plan_progress
from desktop.office import action_plans as procedures
from desktop.office.office import Outcome

_MEETING = day("The meeting of the Board")
_MINUTE = '--authority "Board, minute 7" --meeting 2026-04-14'


def add(group: Group) -> None:
    """Add these verbs to the noun `plan`."""
    made = _verb(
        group,
        "sign-up",
        sign_up,
        "record that an agency's authorised officer signed up to the plan",
        '--agency Trust --officer "B. Officer" --post "Chief Nurse"',
    )
    made.add_argument("--agency", metavar="NAME", required=True, help="which agency")
    made.add_argument("--officer", metavar="NAME", required=True, help="its authorised officer")
    made.add_argument("--post", metavar="TEXT", default="", help="the officer's post")
    _of_the_board(_verb(group, "approve", approve, "record that the Board approved the plan", _MINUTE))
    _of_the_board(
        _verb(
            group,
            "sign-off",
            sign_off,
            "record that the Board signed the plan off: it is implemented",
            _MINUTE,
        )
    )
    made = _verb(
        group,
        "none",
        none,
        "record that a review makes no recommendations, so that there is no plan",
        '--authority "Board, minute 7" --reason "Nothing is to be recommended"',
    )
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")
    made.add_argument("--reason", metavar="TEXT", required=True, help="why there are none")
    made = _verb(
        group,
        "amend",
        amend,
        "open a plan again, such as after an evaluation as inadequate",
        '--ground "Evaluated as inadequate" --authority "Board, minute 9"',
    )
    made.add_argument("--ground", metavar="TEXT", required=True, help="what asks for it")
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")
    _report_verbs(group)


def _report_verbs(group: Group) -> None:
    made = _verb(group, "report", report, "make the next progress report for the Board", "--out FOLDER")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the report goes")
    made = group.verb(
        "report-again",
        report_again,
        "make a progress report once more, as it was",
        "--vault FOLDER --number 1 --out FOLDER",
        common=NOW,
    )
    made.add_argument("--review", metavar="R", help="of which review; not needed while there is only one")
    made.add_argument("--number", metavar="N", type=count, help="which; by default the last")
    made.add_argument("--out", metavar="FOLDER", type=path, required=True, help="where the report goes")
    made = _verb(
        group,
        "presented",
        presented,
        "record the meeting at which the Board had a progress report",
        "--meeting 2026-07-14",
    )
    made.add_argument("--meeting", metavar="DATE", type=_MEETING, help="the day of the meeting")
    made.add_argument("--number", metavar="N", type=count, help="which report; by default the last")
    made.add_argument("--minute", metavar="TEXT", default="", help="where it is minuted")


def _verb(group: Group, name: str, job: Job, about: str, example: str) -> Parser:
    made = group.verb(name, job, about, f"--vault FOLDER {example}")
    made.add_argument("--review", metavar="R", help="of which review; not needed while there is only one")
    return made


def _of_the_board(made: Parser) -> None:
    made.add_argument("--authority", metavar="TEXT", required=True, help="where it is minuted")
    made.add_argument("--meeting", metavar="DATE", type=_MEETING, help="the day of the meeting")


def sign_up(desk: Desk, asked: Namespace) -> Answer:
    """Record a sign-up."""
    review = asked.review or only_review(desk)
    outcome = desk.do(
        plan_decisions.sign_up, review=review, agency=asked.agency, officer=asked.officer, post=asked.post
    )
    return _stands(desk, review, outcome)


def approve(desk: Desk, asked: Namespace) -> Answer:
    """Record the approval."""
    review = asked.review or only_review(desk)
    outcome = desk.do(plan_decisions.approve, review=review, authority=asked.authority, meeting=asked.meeting)
    return _stands(desk, review, outcome)


def sign_off(desk: Desk, asked: Namespace) -> Answer:
    """Record the sign-off."""
    review = asked.review or only_review(desk)
    outcome = desk.do(
        plan_decisions.sign_off, review=review, authority=asked.authority, meeting=asked.meeting
    )
    return _stands(desk, review, outcome)


def none(desk: Desk, asked: Namespace) -> Answer:
    """Record that there are no recommendations."""
    review = asked.review or only_review(desk)
    outcome = desk.do(plan_decisions.make_none, review=review, authority=asked.authority, reason=asked.reason)
    return _stands(desk, review, outcome)


def amend(desk: Desk, asked: Namespace) -> Answer:
    """Open a plan again."""
    review = asked.review or only_review(desk)
    outcome = desk.do(plan_decisions.amend, review=review, ground=asked.ground, authority=asked.authority)
    return _stands(desk, review, outcome)


def report(desk: Desk, asked: Namespace) -> Answer:
    """Make the next progress report."""
    review = asked.review or only_review(desk)
    done = desk.run(procedures.report(desk.office(), review, asked.out, at=asked.at))
    told = sentence("Progress report {number} is in {file}.", number=done.number, file=done.paper)
    after = "Once the Board had it, record the meeting: plan presented"
    fields = {
        "review": done.review,
        "number": done.number,
        "report": str(done.paper),
        **recorded(done.outcome),
    }
    return Answer(fields, f"{told}\n{after}\n{entered(done.outcome)}")


def report_again(desk: Desk, asked: Namespace) -> Answer:
    """Make a progress report once more."""
    office = desk.office()
    review = asked.review or only_review(desk)
    file = desk.run(procedures.report_again(office, review, asked.out, asked.number))
    return paper("report", file, office.register.head)


def presented(desk: Desk, asked: Namespace) -> Answer:
    """Record the meeting that had a progress report."""
    review = asked.review or only_review(desk)
    outcome = desk.do(
        plan_progress.present,
        review=review,
        number=asked.number,
        meeting=asked.meeting,
        minute=asked.minute,
    )
    return _stands(desk, review, outcome)


def _stands(desk: Desk, review: str, outcome: Outcome) -> Answer:
    register = desk.office().register
    plan = plan_of(register, review)
    lines = [sentence("The action plan of {review}: {state}.", review=plan.review, state=plan.state)]
    lacking = [] if plan.settled else action_plans.not_signed_up(register, plan.review)
    if lacking:
        lines.append(sentence("Not signed up yet: {agencies}.", agencies=", ".join(lacking)))
    due = plan_progress.next_report(register, plan.review)
    if due:
        lines.append(sentence("The next progress report is due to the Board by {day}.", day=due))
    fields = {**plan_fields(register, plan), **recorded(outcome)}
    return Answer(fields, "\n".join([*lines, entered(outcome)]))
