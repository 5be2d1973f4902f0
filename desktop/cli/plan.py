"""plan: the action plan of a review, row by row, until every objective is met (E6).

Rule: a row is never removed. What ends it says so: met with its evidence, or withdrawn by authority.
"""

from argparse import Namespace
from datetime import date

from desktop.cli import plan_board, plan_exchange
from desktop.cli.arguments import NOW, Group, Parser, day
from desktop.cli.desk import Desk
from desktop.cli.interest import only_review
from desktop.cli.plan_answers import objective_fields, plan_fields, plan_of
from desktop.cli.wording import Answer, entered, pairs, recorded, sentence, table
from desktop.custody import action_plans, objective_ends, objectives, plan_progress, plan_rows
from desktop.custody.objectives import ObjectiveAdded, Wording
from desktop.office.office import Outcome

_TARGET = day("The target date")


def parser() -> Parser:
    """Return the parser of these commands."""
    group = Group("plan", "The action plan of a review.")
    _row_verbs(group)
    _end_verbs(group)
    _read_verbs(group)
    plan_board.add(group)
    plan_exchange.add(group)
    return group.parser


def of_review(made: Parser) -> None:
    """Let a command take the review."""
    made.add_argument("--review", metavar="R", help="of which review; not needed while there is only one")


def _row_verbs(group: Group) -> None:
    made = group.verb(
        "add",
        add,
        "add an objective",
        "--vault FOLDER --recommendation TEXT --outcome TEXT --action TEXT --target 2026-09-30"
        ' --person "A. Head" --agency Trust',
    )
    of_review(made)
    made.add_argument("--recommendation", metavar="TEXT", required=True, help="what the review recommends")
    made.add_argument("--outcome", metavar="TEXT", required=True, help="what is to be better by it")
    made.add_argument("--action", metavar="TEXT", required=True, help="what is to be done")
    made.add_argument("--target", metavar="DATE", type=_TARGET, required=True, help="by when")
    made.add_argument("--person", metavar="NAME", required=True, help="who is responsible")
    made.add_argument("--agency", metavar="NAME", required=True, help="of which agency")
    made.add_argument("--cross-reference", metavar="TEXT", default="", help="where else it stands")
    made.add_argument("--reason", metavar="TEXT", default="", help="why it comes after the approval")
    made = group.verb(
        "change",
        change,
        "change what an objective says; what it said stays in the ledger",
        '--vault FOLDER OB-0001 --target 2026-10-31 --reason "The trainer is ill"',
    )
    _objective(made)
    made.add_argument("--reason", metavar="TEXT", required=True, help="why it is changed")
    for name in ("recommendation", "outcome", "action", "person", "agency", "cross-reference"):
        made.add_argument(
            f"--{name}", metavar="TEXT", help=f"{objectives.NAMES[name.replace('-', '_')]} anew"
        )
    made.add_argument("--target", metavar="DATE", type=_TARGET, help="another target date")
    made = group.verb(
        "progress",
        progress,
        "note evidence of progress",
        '--vault FOLDER OB-0001 --evidence "Half of the teams are trained" --on 2026-06-30',
    )
    _objective(made)
    made.add_argument("--evidence", metavar="TEXT", required=True, help="what shows how far it is")
    made.add_argument(
        "--on", metavar="DATE", type=day("The day of the progress"), help="as of which day; by default today"
    )


def _end_verbs(group: Group) -> None:
    made = group.verb(
        "met",
        met,
        "record that an objective is met",
        '--vault FOLDER OB-0001 --evidence "All teams are trained" --agreed-by "The panel"',
    )
    _objective(made)
    made.add_argument("--evidence", metavar="TEXT", required=True, help="what shows it")
    made.add_argument("--agreed-by", metavar="NAME", required=True, help="who agreed that it is met")
    made = group.verb(
        "withdraw",
        withdraw,
        "record that an objective is not pursued any more",
        '--vault FOLDER OB-0001 --reason "A national guide came out" --authority "Board, minute 5"',
    )
    _objective(made)
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")
    made.add_argument("--authority", metavar="TEXT", required=True, help="by whose decision")
    made = group.verb(
        "reopen",
        reopen,
        "open an objective again that was met or withdrawn",
        '--vault FOLDER OB-0001 --reason "One team was left out"',
    )
    _objective(made)
    made.add_argument("--reason", metavar="TEXT", required=True, help="why")


def _read_verbs(group: Group) -> None:
    made = group.verb(
        "list", list_, "list the objectives", "--vault FOLDER --review SCR-2026-01 --overdue", common=NOW
    )
    made.add_argument("--review", metavar="R", default="", help="only of this review")
    made.add_argument("--overdue", action="store_true", help="only those open after their target date")
    made = group.verb(
        "show", show, "show an objective, with what it said before", "--vault FOLDER OB-0001", common=NOW
    )
    _objective(made)
    made = group.verb("standing", standing, "show how a plan stands", "--vault FOLDER", common=NOW)
    of_review(made)


def _objective(made: Parser) -> None:
    made.add_argument("objective", metavar="OBJECTIVE", help="such as OB-0001")


def add(desk: Desk, asked: Namespace) -> Answer:
    """Add an objective."""
    wording = Wording(
        asked.recommendation,
        asked.outcome,
        asked.action,
        asked.target,
        asked.person,
        asked.agency,
        asked.cross_reference,
    )
    outcome = desk.do(
        objectives.add, review=asked.review or only_review(desk), wording=wording, reason=asked.reason
    )
    added = next(event for event in outcome.events if isinstance(event, ObjectiveAdded))
    return _stands(desk, added.objective, outcome)


def change(desk: Desk, asked: Namespace) -> Answer:
    """Change an objective."""
    given = {name: getattr(asked, name) for name in objectives.NAMES if getattr(asked, name) is not None}
    outcome = desk.do(objectives.change, objective=asked.objective, reason=asked.reason, **given)
    return _stands(desk, asked.objective, outcome)


def progress(desk: Desk, asked: Namespace) -> Answer:
    """Note progress."""
    outcome = desk.do(objectives.progress, objective=asked.objective, evidence=asked.evidence, day=asked.on)
    return _stands(desk, asked.objective, outcome)


def met(desk: Desk, asked: Namespace) -> Answer:
    """Record that an objective is met."""
    outcome = desk.do(
        objective_ends.meet, objective=asked.objective, evidence=asked.evidence, agreed_by=asked.agreed_by
    )
    return _stands(desk, asked.objective, outcome)


def withdraw(desk: Desk, asked: Namespace) -> Answer:
    """Withdraw an objective."""
    outcome = desk.do(
        objective_ends.withdraw, objective=asked.objective, reason=asked.reason, authority=asked.authority
    )
    return _stands(desk, asked.objective, outcome)


def reopen(desk: Desk, asked: Namespace) -> Answer:
    """Open an objective again."""
    return _stands(
        desk,
        asked.objective,
        desk.do(objective_ends.reopen, objective=asked.objective, reason=asked.reason),
    )


def list_(desk: Desk, asked: Namespace) -> Answer:
    """List the objectives."""
    register, today = desk.reading().register, desk.clock().date()
    review = register.review(asked.review).review if asked.review else ""
    found = [
        known
        for known in register.objectives.values()
        if review in {"", known.review} and (not asked.overdue or known.overdue(today))
    ]
    rows = [
        (
            known.objective,
            known.review,
            _state(known, today),
            known.wording.target,
            known.wording.agency,
            " ".join(known.wording.action.split()),
        )
        for known in found
    ]
    empty = "No objective is past its target date." if asked.overdue else "There is no objective yet."
    text = table(("objective", "review", "state", "target", "agency", "action"), rows, empty=empty)
    return Answer({"objectives": [objective_fields(known, today) for known in found]}, text)


def show(desk: Desk, asked: Namespace) -> Answer:
    """Show an objective."""
    register, today = desk.reading().register, desk.clock().date()
    found = register.objective(asked.objective)
    said = found.wording
    text = pairs(
        [
            ("Objective", found.objective),
            ("Review", found.review),
            ("State", _state(found, today)),
            *((name[:1].upper() + name[1:], value) for name, value in _told(said)),
            ("Ended", _ended(found)),
        ]
    )
    notes = table(
        ("day", "evidence of progress"),
        [(one.day, one.evidence) for one in found.notes],
        empty="No progress was noted yet.",
    )
    changes = table(
        ("day", "changed because"),
        [(one.day, one.reason) for one in found.changes],
        empty="It was never changed.",
    )
    return Answer(objective_fields(found, today), f"{text}\n\n{notes}\n\n{changes}")


def standing(desk: Desk, asked: Namespace) -> Answer:
    """Show how a plan stands."""
    register = desk.reading().register
    plan = plan_of(register, asked.review or only_review(desk))
    found = action_plans.objectives(register, plan.review)
    text = pairs(
        [
            ("Review", plan.review),
            ("Action plan", plan.state),
            ("Objectives", len(found)),
            ("Open", len(action_plans.still_open(register, plan.review))),
            ("Approved", plan.approval.day if plan.approval else None),
            ("Not signed up", ", ".join(action_plans.not_signed_up(register, plan.review)) or "nobody"),
            ("Next progress report", plan_progress.next_report(register, plan.review)),
            ("Signed off", plan.signed_off.day if plan.signed_off else None),
        ]
    )
    return Answer(plan_fields(register, plan), text)


def _ended(found: objectives.Objective) -> str | None:
    return plan_rows.evidence(found)[-1] if not found.open else None


def _told(said: Wording) -> list[tuple[str, object]]:
    names = {field: name.removeprefix("the ") for field, name in objectives.NAMES.items()}
    return [(names[field], getattr(said, field) or None) for field in names]


def _state(found: objectives.Objective, today: date) -> str:
    return "overdue" if found.overdue(today) else found.state


def _stands(desk: Desk, objective: str, outcome: Outcome) -> Answer:
    found = desk.office().register.objective(objective)
    told = sentence("{objective}: {state}.", objective=found.objective, state=found.state)
    fields = {**objective_fields(found, outcome.hand.day), **recorded(outcome)}
    return Answer(fields, f"{told}\n{entered(outcome)}")
