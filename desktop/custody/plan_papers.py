"""The papers of an action plan: the plan itself in its seven columns, and the progress report (E6).

Rule: a plan shows every row, what became of it, and who signed up; a progress report says what the register
said at its entry, so that one made again is the same. Withdrawn rows stay, with the authority.
"""

from typing import TYPE_CHECKING

import msgspec

from desktop.custody import action_plans, dates, objectives, plan_progress, slips
from desktop.custody.blocks import (
    Block,
    Column,
    Facts,
    Form,
    Heading,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Table,
)
from desktop.custody.errors import FactMissingError
from desktop.custody.hand import Hand
from desktop.custody.plan_rows import SEVEN, evidence, paper_row

if TYPE_CHECKING:
    from desktop.custody.action_plans import ActionPlan, Report
    from desktop.custody.objectives import Objective
    from desktop.custody.register import Register

_SHARES = (2.2, 1.6, 2.2, 1.1, 1.3, 2.4, 1.0)
_COLUMNS = [Column(title, share) for title, share in zip(SEVEN.values(), _SHARES, strict=True)]


def plan_paper(register: "Register", hand: Hand, review: str) -> Form:
    """Return the action plan of a review, as it stands now."""
    plan, found = _with_rows(register, review)
    contents: list[Block] = [
        Facts([("Review", plan.review), *_standing(register, plan, found)], columns=2),
        _rows_or_none(plan, found),
        Heading("Signed up to at a senior level"),
        _sign_ups(register, plan),
        Signatures([Signature("Chair of the Board"), Signature("Chair of the panel")]),
    ]
    title = "Multi-agency action plan"
    return slips.form(register, hand, title, f"Review {plan.review}", [Part("", contents)], wide=True)


def progress_report(register: "Register", hand: Hand, review: str, number: int) -> Form:
    """Return a progress report for the Board, as the register stood at its entry."""
    plan = action_plans.of(register, register.review(review).review)
    report = plan_progress.report_of(plan, number)
    found = [
        objectives.as_of(known, report.entry)
        for known in action_plans.objectives(register, plan.review)
        if known.entry <= report.entry
    ]
    late = [known for known in found if known.overdue(report.made)]
    news = _news(plan, report, found)
    behind: list[Block] = [Heading("Past their target date"), _late_rows(late)]
    contents: list[Block] = [
        Facts(_counts(plan, report, found, late), columns=2),
        *(behind if late else []),
        Heading("Since the report before" if report.number > 1 else "Since the plan was drawn up"),
        Table([Column("Objective", 1), Column("What was done", 6)], news, empty="Nothing was noted."),
        Heading("The whole plan"),
        _rows(found),
        Signatures([Signature("For the panel"), Signature("Received for the Board: Chair")]),
    ]
    subject = f"Review {plan.review}, report {report.number}"
    title = "Progress of the action plan"
    return slips.form(register, hand, title, subject, [Part("", contents)], wide=True)


def _with_rows(register: "Register", review: str) -> "tuple[ActionPlan, list[Objective]]":
    plan = action_plans.of(register, register.review(review).review)
    found = action_plans.objectives(register, plan.review)
    if not found and not plan.none_made:
        raise FactMissingError(fact="the action plan", why=f"{plan.review} has no objective yet")
    return plan, found


def _rows_or_none(plan: "ActionPlan", found: "list[Objective]") -> Block:
    if found or not plan.none_made:
        return _rows(found)
    return Paragraph(f"No recommendations: {plan.none_made.reason}", "strong")


def _rows(found: "list[Objective]") -> Table:
    return Table(_COLUMNS, [paper_row(known) for known in found])


def _late_rows(late: "list[Objective]") -> Table:
    columns = [
        Column("Objective", 1),
        Column("Target Date", 1.2),
        Column("Responsible", 2),
        Column("Action", 4),
    ]
    rows = [
        [
            known.objective,
            dates.day(known.wording.target),
            f"{known.wording.person}, {known.wording.agency}",
            known.wording.action,
        ]
        for known in late
    ]
    return Table(columns, rows)


def _standing(register: "Register", plan: "ActionPlan", found: "list[Objective]") -> list[tuple[str, str]]:
    due = plan_progress.next_report(register, plan.review)
    approval, signed = plan.approval, plan.signed_off
    told = [
        ("State", plan.state[:1].upper() + plan.state[1:]),
        ("Objectives", _numbers(found)),
        (
            "Approved by the Board",
            f"{dates.day(approval.day)}, {approval.authority}" if approval else "Not yet",
        ),
        ("Signed off by the Board", f"{dates.day(signed.day)}, {signed.authority}" if signed else "Not yet"),
        *([("Next progress report", f"By {dates.day(due)}")] if due else []),
    ]
    return [*told, *((f"Amended, {dates.day(one.day)}", one.ground) for one in plan.amendments)]


def _numbers(found: "list[Objective]") -> str:
    open_, met = sum(known.open for known in found), sum(known.met is not None for known in found)
    return f"{open_} open, {met} met, {len(found) - open_ - met} withdrawn"


def _sign_ups(register: "Register", plan: "ActionPlan") -> Table:
    rows = [
        [one.agency, one.officer, one.post, dates.day(one.day)]
        for one in plan.sign_ups
        if one.round == plan.round
    ]
    rows += [[agency, "", "", ""] for agency in action_plans.not_signed_up(register, plan.review)]
    columns = [Column("Agency", 2), Column("Authorised officer", 2), Column("Post", 2), Column("Day", 1.2)]
    return Table(columns, rows, empty="No agency has a part in it.", by_hand=True)


def _counts(
    plan: "ActionPlan", report: "Report", found: "list[Objective]", late: "list[Objective]"
) -> list[tuple[str, str]]:
    meeting = dates.day(report.presented) if report.presented else ""
    return [
        ("Review", plan.review),
        ("As it stood on", dates.day(report.made)),
        ("Objectives", _numbers(found)),
        ("Past their target date", str(len(late)) if late else "None"),
        ("Meeting of the Board", meeting),
    ]


def _news(plan: "ActionPlan", report: "Report", found: "list[Objective]") -> list[list[str]]:
    """Return what was noted, met or withdrawn since the report before."""
    before = next((one.entry for one in plan.reports if one.number == report.number - 1), 0)
    rows = []
    for known in found:
        recent = msgspec.structs.replace(
            known,
            notes=tuple(note for note in known.notes if note.entry > before),
            met=known.met if known.met and known.met.entry > before else None,
            withdrawn=known.withdrawn if known.withdrawn and known.withdrawn.entry > before else None,
        )
        told = evidence(recent)
        told += [
            f"Changed, {dates.day(change.day)}: {change.reason}"
            for change in known.changes
            if change.entry > before
        ]
        if told:
            rows.append([known.objective, "\n".join(told)])
    return rows
