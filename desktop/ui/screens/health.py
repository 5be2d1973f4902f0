"""Third-party health information: each case, its decision and the reasons (D10)."""

from collections.abc import Sequence

from desktop.custody.health import Case
from desktop.ui import rows
from desktop.ui.dialogs.health import AskHealth, DecideHealth, HealthRecord
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column


class HealthScreen(Screen):
    """The cases."""

    title = "Third-party health"
    noun = "case"
    empty_title = "No case is recorded yet."
    empty_hint = (
        "Whether health information about anybody but the child is disclosed to a review is decided case by"
        " case, with reasons either way."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Case", lambda row: row.health, lambda row: rows.reference_key(row.health)),
            Column("State", lambda row: row.state, whole=True),
            Column("About", lambda row: row.concerned),
            Column("Holder", lambda row: row.holder),
            Column("Review", lambda row: row.review),
            Column("Asked", lambda row: rows.short_day(row.asked), lambda row: row.asked),
        ]

    def rows(self) -> Sequence[Case]:
        """Return the cases, newest first."""
        return list(reversed(self.desk.register.health.values()))

    def identify(self, row: Case) -> str:
        """Return the reference."""
        return row.health

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Record a case…",
                lambda _row: AskHealth(desk, window()),
                self._possible,
                main=True,
                on_row=False,
            ),
            Offer("&Decide…", lambda row: DecideHealth(desk, row, window()), _decided),
            Offer("Ma&ke the record…", lambda row: HealthRecord(desk, row, window()), _undecided),
        ]

    def details(self, row: Case) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a case."""
        made = row.decision
        facts = [
            ("State", row.state),
            ("About", row.concerned),
            ("Holder of the record", row.holder),
            ("Asked by", row.asked_by),
            ("Asked", rows.day(row.asked)),
            ("Sought", row.sought),
            ("Purpose", row.purpose),
            ("Review", row.review),
        ]
        if made:
            facts += [
                ("Disclosed", made.what),
                ("Reason", made.reason),
                ("Decided", f"{rows.day(made.day)}, {made.by}"),
            ]
        return row.health, facts

    def _possible(self, _row: Case | None) -> str:
        return "" if self.desk.register.reviews else "Open a review first."


def _decided(row: Case | None) -> str:
    if row is None:
        return needs_row(row)
    return f"It was decided: {row.state}." if row.decision else ""


def _undecided(row: Case | None) -> str:
    if row is None:
        return needs_row(row)
    return "" if row.decision else "It awaits its decision."
