"""Agencies' own action plans: from the Chair to the report at the Board (D9)."""

from collections.abc import Sequence

from desktop.custody.agency_plans import AgencyPlan
from desktop.ui import rows
from desktop.ui.dialogs.agency_plans import (
    NextBoard,
    NotifyPlan,
    PlanReport,
    PlanReported,
    PublishPlan,
    TellMembers,
    WithdrawPlan,
)
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column


class AgencyPlansScreen(Screen):
    """The plans."""

    title = "Agencies' plans"
    noun = "plan"
    empty_title = "No agency publishes a plan of its own."
    empty_hint = "The Chair is told first; what was published is reported to the next meeting of the Board."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Plan", lambda row: row.plan, lambda row: rows.reference_key(row.plan)),
            Column("State", lambda row: row.state, whole=True),
            Column("Agency", lambda row: row.agency),
            Column("Review", lambda row: row.review),
            Column(
                "Next Board",
                lambda row: rows.short_day(row.next_board),
                lambda row: rows.day_key(row.next_board),
            ),
        ]

    def rows(self) -> Sequence[AgencyPlan]:
        """Return the plans, newest first."""
        return list(reversed(self.desk.register.agency_plans.values()))

    def identify(self, row: AgencyPlan) -> str:
        """Return the reference."""
        return row.plan

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done, in the order in which it is done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Record a plan…",
                lambda _row: NotifyPlan(desk, window()),
                self._possible,
                main=True,
                on_row=False,
            ),
            Offer("Members t&old…", lambda row: TellMembers(desk, row, window()), _told),
            Offer("&Published…", lambda row: PublishPlan(desk, row, window()), _out),
            Offer("Next &Board…", lambda row: NextBoard(desk, row, window()), _not_due),
            Offer("Make the repor&t…", lambda row: PlanReport(desk, row, window()), _not_out),
            Offer("R&eported…", lambda row: PlanReported(desk, row, window()), _not_due),
            Offer("&Withdrawn…", lambda row: WithdrawPlan(desk, row, window()), _out),
        ]

    def details(self, row: AgencyPlan) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a plan."""
        out = row.published
        return row.plan, [
            ("State", row.state),
            ("Agency", row.agency),
            ("Review", row.review),
            ("Chair told", f"{rows.day(row.told)}, {row.chair}, by {row.told_by}"),
            ("Timing", row.timing),
            ("Intended for", rows.day(row.intended)),
            ("Members told", rows.day(row.members_told)),
            ("Published", f"{rows.day(out.day)}, {out.where}, to {out.to_whom}" if out else ""),
            ("Report due at", rows.day(row.next_board)),
            ("Reported", f"{rows.day(row.reported)}, by {row.reported_by}" if row.reported else ""),
            ("Withdrawn", f"{rows.day(row.withdrawn)}: {row.why}" if row.withdrawn else ""),
        ]

    def _possible(self, _row: AgencyPlan | None) -> str:
        return "" if self.desk.register.reviews else "Open a review first."


def _told(row: AgencyPlan | None) -> str:
    why = needs_row(row) if row is None else _ended(row)
    return why or ("The members were told." if row is not None and row.members_told else "")


def _out(row: AgencyPlan | None) -> str:
    why = needs_row(row) if row is None else _ended(row)
    return why or ("It is published." if row is not None and row.published else "")


def _not_out(row: AgencyPlan | None) -> str:
    if row is None:
        return needs_row(row)
    return "" if row.published else "Record first that it was published."


def _not_due(row: AgencyPlan | None) -> str:
    why = _not_out(row)
    return why or ("It was reported." if row is not None and row.reported else "")


def _ended(row: AgencyPlan) -> str:
    return f"It is {row.state}." if row.withdrawn or row.reported else ""
