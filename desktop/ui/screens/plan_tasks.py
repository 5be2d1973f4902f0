"""What waits of action plans and conclusions, as rows of Today; they come from its one query (K1)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from PySide6.QtWidgets import QDialog, QWidget

from desktop.custody import action_plans
from desktop.custody.today import Today
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.action_plans import ApprovePlan, MakeReport, ReportPresented, SignOffPlan
from desktop.ui.dialogs.conclusion import ConcludeReview
from desktop.ui.dialogs.objectives import NoteProgress
from desktop.ui.screens.matters import Matter


class Waiting(NamedTuple):
    """A matter with its reference, what it is about, who is concerned, when, its order and its row."""

    matter: Matter
    reference: str
    about: str
    who: str
    when: str
    order: str
    row: Any


def _report(desk: Desk, row: Any, parent: QWidget) -> QDialog:
    return (ReportPresented if row.made else MakeReport)(desk, row.review, parent)


OVERDUE = Matter(
    "Objective overdue",
    "Ask for the progress and note it; record that it is met, or change its target with the reason.",
    NoteProgress,
    "Reviews",
)
PROGRESS = Matter(
    "Progress report to the Board",
    "Make the report, and record the meeting that had it.",
    _report,
    "Reviews",
)
SIGN_OFF = Matter(
    "Action plan to sign off",
    "Every objective is met or withdrawn: have the Board sign the plan off.",
    lambda desk, row, parent: (SignOffPlan if row.approval else ApprovePlan)(desk, row.review, parent),
    "Reviews",
)
CONCLUDE = Matter(
    "Review to conclude",
    "Every condition holds: have it concluded formally; every copy that is out is then recalled.",
    lambda desk, row, parent: ConcludeReview(desk, row.review, parent),
    "Reviews",
)


def waiting(now: Today) -> Iterator[Waiting]:
    """Yield what waits."""
    for known in now.objectives_overdue:
        due = known.wording.target
        when = f"due {rows.short_day(due)}"
        about, who = f"{known.review}: {known.wording.action}", known.wording.person
        yield Waiting(OVERDUE, known.objective, about, who, when, due.isoformat(), known)
    for report in now.progress_due:
        made = f" Report {report.made.number} is made." if report.made else ""
        when = f"due {rows.short_day(report.due)}"
        yield Waiting(PROGRESS, report.review, report.why + made, "", when, report.due.isoformat(), report)
    for plan in now.to_sign_off:
        since = rows.short_day(plan.last)
        order = plan.last.isoformat() if plan.last else ""
        about = action_plans.sign_off_told(plan)
        yield Waiting(SIGN_OFF, plan.review, about, "", f"since {since}", order, plan)
    for review in now.to_conclude:
        about = "Every condition of the conclusion holds."
        opened = review.opened
        yield Waiting(
            CONCLUDE, review.review, about, "", f"opened {rows.short_day(opened)}", opened.isoformat(), review
        )
