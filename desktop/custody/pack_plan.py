"""In a pack for the Overview Panel: the action plan, objective by objective, and how far it is (E6)."""

from collections import Counter
from typing import TYPE_CHECKING

from desktop.custody import action_plans, dates, plan_progress
from desktop.custody.blocks import Block, Chart, Column, Facts, Paragraph, Series, Table
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import sentence, some

if TYPE_CHECKING:
    from desktop.custody.objectives import Objective

TITLE = "The action plan"
HEADINGS = ("objective", "recommendation", "action", "agency", "responsible", "target", "state", "ended")
_COLUMNS = (
    Column("No.", 0.9),
    Column("Recommendation and action", 4.4),
    Column("Agency, who is responsible", 2.4),
    Column("Target", 1.5),
    Column("How it stands", 2.8),
)


def plan_chapter(scope: Scope) -> Chapter:
    """Return the plan's state, its objectives by agency, and each objective."""
    plan = action_plans.of(scope.register, scope.review.review)
    mine = action_plans.objectives(scope.register, scope.review.review)
    if plan.none_made:
        why = scope.plain(plan.none_made.reason)
        return Chapter(TITLE, [Paragraph(f"There are no recommendations. {why}")])
    if not mine:
        return Chapter(TITLE, [Paragraph("No objective is on the record.")])
    states = Counter(one.state for one in mine)
    late = sum(one.overdue(scope.day) for one in mine)
    due = plan_progress.next_report(scope.register, scope.review.review)
    said = (
        f"The plan is {plan.state}. {sentence(some(len(mine), 'objective'))}: {states['met']:,} met,"
        f" {states['open']:,} open ({late:,} after the target date), {states['withdrawn']:,} withdrawn."
    )
    presented = [dates.day(one.presented) for one in plan.reports if one.presented]
    facts = [
        ("Signed up", ", ".join(dict.fromkeys(one.agency for one in plan.sign_ups)) or "Nobody yet"),
        ("Approved", dates.day(plan.approval.day) if plan.approval else "Not yet"),
        ("Progress reported to the Board", ", ".join(presented) or "Not yet"),
        ("Next report due", dates.day(due) if due else "None"),
        ("Signed off", dates.day(plan.signed_off.day) if plan.signed_off else "Not yet"),
    ]
    blocks: list[Block] = [
        Paragraph(said),
        Facts(facts, columns=2),
        _chart(mine),
        Table(_COLUMNS, [_line(scope, one) for one in mine]),
    ]
    return Chapter(TITLE, blocks, [Sheet("action-plan", HEADINGS, [_row(scope, one) for one in mine])])


def _chart(mine: "list[Objective]") -> Chart:
    """Return the objectives by agency, as they stand."""
    agencies = list(dict.fromkeys(one.wording.agency for one in mine))
    counted = Counter((one.wording.agency, one.state) for one in mine)
    series = [
        Series(sentence(state), [counted[agency, state] for agency in agencies])
        for state in ("met", "open", "withdrawn")
        if any(counted[agency, state] for agency in agencies)
    ]
    words = "; ".join(
        f"{agency} {sum(counted[agency, state] for state in ('met', 'open', 'withdrawn'))}, of which"
        f" {counted[agency, 'met']} met"
        for agency in agencies
    )
    return Chart("Objectives by agency", "bars", agencies, series, f"{words}.")


def _line(scope: Scope, one: "Objective") -> list[str]:
    wording = one.wording
    overdue = " (after the target date)" if one.overdue(scope.day) else ""
    return [
        one.objective,
        f"{scope.plain(wording.recommendation)}\n{scope.plain(wording.action)}",
        f"{wording.agency}, {wording.person}",
        dates.day(wording.target),
        f"{sentence(one.state)}{overdue}{_ended(scope, one)}",
    ]


def _ended(scope: Scope, one: "Objective") -> str:
    if one.met:
        return f", {dates.day(one.met.day)}: {scope.plain(one.met.evidence)}"
    if one.withdrawn:
        return f", {dates.day(one.withdrawn.day)}: {scope.plain(one.withdrawn.reason)}"
    last = one.notes[-1] if one.notes else None
    return f". {dates.day(last.day)}: {scope.plain(last.evidence)}" if last else ""


def _row(scope: Scope, one: "Objective") -> list[str]:
    ended = one.met or one.withdrawn
    return [
        one.objective,
        scope.plain(one.wording.recommendation),
        scope.plain(one.wording.action),
        one.wording.agency,
        one.wording.person,
        one.wording.target.isoformat(),
        one.state,
        ended.day.isoformat() if ended else "",
    ]
