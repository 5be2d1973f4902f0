"""The action plans: every objective, what is done with it, and what agencies and the Board do (E6)."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QWidget

from desktop.custody import action_plans, plan_progress, plan_rows
from desktop.custody.objectives import Objective
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.action_plans import (
    AmendPlan,
    ApprovePlan,
    ExportPlan,
    MakeReport,
    NoRecommendations,
    PlanPaper,
    ReportPresented,
    SignOffPlan,
    SignUp,
)
from desktop.ui.dialogs.objectives import (
    AddObjective,
    ChangeObjective,
    MeetObjective,
    NoteProgress,
    ReopenObjective,
    WithdrawObjective,
)
from desktop.ui.dialogs.plan_import import ReadWorkbook
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column

_OfReview = Callable[[Desk, str, QWidget | None], QDialog]


class ActionPlanScreen(Screen):
    """The objectives of every review's plan."""

    title = "Action plan"
    noun = "objective"
    empty_title = "There is no objective yet."
    empty_hint = "Add one, or read a workbook under “More…”. A review may also make no recommendations."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Objective", lambda row: row.objective, lambda row: rows.reference_key(row.objective)),
            Column("State", self._state, whole=True),
            Column("Target", lambda row: rows.short_day(row.wording.target), lambda row: row.wording.target),
            Column("Agency", lambda row: row.wording.agency),
            Column("Action", lambda row: " ".join(row.wording.action.split())),
            Column("Review", lambda row: row.review),
        ]

    def rows(self) -> Sequence[Objective]:
        """Return the objectives, those that are open first."""
        return sorted(
            self.desk.register.objectives.values(), key=lambda row: (not row.open, row.wording.target)
        )

    def identify(self, row: Objective) -> str:
        """Return the reference."""
        return row.objective

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Add an objective…",
                lambda _row: AddObjective(desk, window()),
                self._possible,
                main=True,
                on_row=False,
            ),
            Offer("Note pro&gress…", lambda row: NoteProgress(desk, row, window()), _open),
            Offer("&Met…", lambda row: MeetObjective(desk, row, window()), _open),
            Offer("&Change…", lambda row: ChangeObjective(desk, row, window()), _open),
            Offer("&Withdraw…", lambda row: WithdrawObjective(desk, row, window()), _open, rare=True),
            Offer("&Open again…", lambda row: ReopenObjective(desk, row, window()), _ended, rare=True),
            *(self._of_review(label, dialog) for label, dialog in _OF_REVIEW),
        ]

    def details(self, row: Objective) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return the whole row, and how its plan stands."""
        said, register = row.wording, self.desk.register
        plan = action_plans.of(register, row.review)
        changes = [f"{rows.day(one.day)}: {one.reason}" for one in row.changes]
        return row.objective, [
            ("State", self._state(row)),
            ("Recommendation", said.recommendation),
            ("Outcome", said.outcome),
            ("Action", said.action),
            ("Target date", rows.day(said.target)),
            ("Responsible", f"{said.person}, {said.agency}"),
            ("Evidence of progress", "\n".join(plan_rows.evidence(row))),
            ("Cross reference", said.cross_reference),
            ("Changed", "\n".join(changes)),
            (f"Plan of {row.review}", plan.state),
            ("Not signed up", ", ".join(action_plans.not_signed_up(register, row.review))),
            ("Next progress report", rows.day(plan_progress.next_report(register, row.review))),
        ]

    def _of_review(self, label: str, dialog: _OfReview) -> Offer:
        """Offer something with the plan of the chosen row's review, or of one that is asked for."""
        return Offer(
            label,
            lambda row: dialog(self.desk, row.review if row else self._only(), self.window()),
            self._possible,
            on_row=False,
            rare=True,
        )

    def _only(self) -> str:
        known = list(self.desk.register.reviews)
        return known[0] if len(known) == 1 else ""

    def _possible(self, _row: Objective | None) -> str:
        return "" if self.desk.register.reviews else "Open a review first."

    def _state(self, row: Objective) -> str:
        return "overdue" if row.overdue(self.desk.today) else row.state


def _open(row: Objective | None) -> str:
    if row is None:
        return needs_row(row)
    return "" if row.open else f"It is {row.state}."


def _ended(row: Objective | None) -> str:
    if row is None:
        return needs_row(row)
    return "It is open." if row.open else ""


_OF_REVIEW: tuple[tuple[str, _OfReview], ...] = (
    ("&Sign-up of an agency…", SignUp),
    ("A&pproval by the Board…", ApprovePlan),
    ("Progress &report…", MakeReport),
    ("Pro&gress reported…", ReportPresented),
    ("Sign-o&ff by the Board…", SignOffPlan),
    ("&No recommendations…", NoRecommendations),
    ("Am&end the plan…", AmendPlan),
    ("Pape&r of the plan…", PlanPaper),
    ("E&xport a workbook…", ExportPlan),
    ("&Import a workbook…", ReadWorkbook),
)
"""What is done with a whole plan, in the order in which it is done."""
