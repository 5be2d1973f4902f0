"""Retention: the records with their dates, the holds, disposals and rules; a page for each (G1 to G5).

Rule: a date is shown beside what is computed today, and a difference is said in words.
"""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QWidget

from desktop.custody import kept_until, record_reviews, retention_rules
from desktop.custody.kept_until import Standing
from desktop.custody.record_reviews import RecordReview
from desktop.custody.retention_rules import Adopted
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.retention import (
    CompareClock,
    ConfirmDate,
    DecideRecord,
    RecordHandedOver,
    RecordSheetAgain,
    ReviewRecord,
    SchedulePaper,
    WithdrawRecord,
)
from desktop.ui.dialogs.retention_rules import AdoptRule, RulesPaper
from desktop.ui.screens.disposals import DisposalsScreen
from desktop.ui.screens.holds import HoldsScreen
from desktop.ui.screens.paged import Page, PagedScreen
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column

RULE = "Rule"
"""How the page of the rules is asked for."""
_OfReview = Callable[[Desk, RecordReview, QWidget], QDialog]


class RecordsScreen(Screen):
    """The record of each review: until when it is kept, and what is decided about it."""

    title = "Records"
    noun = "record"
    empty_title = "There is no review yet."
    empty_hint = (
        "The record of each review has a date, counted by the rule in force and confirmed here. At the date"
        " two people decide what becomes of it."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Review", lambda one: one.review.review),
            Column("State", self._state, whole=True),
            Column(
                "Kept until",
                lambda one: rows.short_day(one.kept and one.kept.day),
                lambda one: rows.day_key(one.kept and one.kept.day),
            ),
            Column(
                "Computed today",
                lambda one: rows.short_day(one.computed.day) or "cannot be computed",
                lambda one: rows.day_key(one.computed.day),
            ),
        ]

    def rows(self) -> Sequence[Standing]:
        """Return the records, those whose date comes first at the head."""
        return kept_until.every(self.desk.register)

    def identify(self, row: Standing) -> str:
        """Return the review's reference."""
        return row.review.review

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "Confirm the &date…",
                lambda one: ConfirmDate(desk, one, window()),
                self._unconfirmable,
                main=True,
            ),
            Offer("&Review the record…", lambda one: ReviewRecord(desk, one, window()), self._unreviewable),
            self._of_review("The sheet is &back…", DecideRecord, "awaiting signature"),
            self._of_review("&Archive signed…", RecordHandedOver, "decided", "transfer"),
            Offer(
                "Schedule on &paper…", lambda one: SchedulePaper(desk, one.review.review, window()), needs_row
            ),
            self._of_review("Sheet once &more…", RecordSheetAgain, rare=True),
            self._of_review("&Withdraw…", WithdrawRecord, rare=True),
            Offer(
                "Is the computer's date ri&ght?…",
                lambda _row: CompareClock(desk, window()),
                always,
                on_row=False,
                rare=True,
            ),
        ]

    def details(self, row: Standing) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return the date with its working, and the reviews of the record."""
        kept = row.kept
        facts = [
            ("State", self._state(row)),
            ("Kept until", rows.day(kept.day) if kept else "No date is confirmed"),
            ("Computed today", row.computed.said),
            ("Difference", rows.capital(row.differs)),
            ("Working", "\n".join(step.said for step in row.computed.steps)),
        ]
        if kept is not None:
            facts += [
                ("Confirmed", f"{rows.day(kept.confirmed)}, by rule {kept.rule}"),
                ("Agreed by", kept.agreed_by),
                ("Why", kept.why),
                ("No sibling lives", kept.no_sibling),
                ("Extended by", kept.extended),
                ("Stood before", "\n".join(f"{rows.day(one.day)}: {one.why}" for one in kept.earlier)),
            ]
        known = record_reviews.of_review(self.desk.register, row.review.review)
        facts += [(one.record_review, self._told(one)) for one in known]
        return row.review.review, facts

    def reveal(self, identity: str) -> None:
        """Choose the record of a review, or of a review of a record."""
        known = self.desk.register.record_reviews.get(identity)
        super().reveal(known.review if known else identity)

    def _told(self, found: RecordReview) -> str:
        lapsed = record_reviews.lapse(self.desk.register, found) if found.state == "decided" else ""
        state = f"lapsed: {lapsed}" if lapsed and found.decision != "extend" else found.state
        return f"{rows.capital(found.decides)}, by {found.first} and {found.second}: {state}"

    def _state(self, row: Standing) -> str:
        register, today = self.desk.register, self.desk.today
        under_way = record_reviews.under_way(register, row.review.review)
        if under_way is not None:
            return f"{under_way.record_review} {under_way.state}"
        kept = row.kept
        if row.differs:
            return "date differs"
        if kept is None:
            return "to be confirmed" if row.computed.day else "facts missing"
        if kept_until.reached(register, kept, today):
            return "review due"
        return "within six months" if kept_until.comes_up(kept, today) else "kept"

    def _under_way(self, row: Standing | None) -> RecordReview | None:
        return row and record_reviews.under_way(self.desk.register, row.review.review)

    def _unconfirmable(self, row: Standing | None) -> str:
        if row is None:
            return needs_row(row)
        if retention_rules.in_force(self.desk.register) is None:
            return "Adopt a rule of retention first, under Rules."
        if row.to_confirm:
            return ""
        return "It is confirmed, and nothing differs." if row.computed.day else row.computed.said

    def _unreviewable(self, row: Standing | None) -> str:
        known = self._under_way(row)
        return f"{known.record_review} is {known.state}." if known else needs_row(row)

    def _of_review(
        self, label: str, dialog: _OfReview, state: str = "", decision: str = "", *, rare: bool = False
    ) -> Offer:
        """Return the offer of something done with the review of the record that is under way."""

        def opened(row: Standing) -> QDialog:
            found = self._under_way(row)
            if found is None:
                raise LookupError(row.review.review)  # what does not fit is not offered
            return dialog(self.desk, found, self.window())

        def unfit(row: Standing | None) -> str:
            found = self._under_way(row)
            if found is None:
                return needs_row(row) or "No review of this record is under way."
            fits = state in {"", found.state} and decision in {"", found.decision}
            return "" if fits else f"{found.record_review} is {found.state}, to {found.decision}."

        return Offer(label, opened, unfit, rare=rare)


class RulesScreen(Screen):
    """The rule in force, and those before it."""

    title = "Rules"
    noun = "rule of retention"
    empty_title = "No rule of retention is confirmed yet."
    empty_hint = (
        f"Dates are computed by a rule that is only suggested: {retention_rules.SUGGESTED.words} Agree one"
        " with the records officer, and adopt it here. None is law."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("No.", lambda one: str(one.number), lambda one: one.number, right=True),
            Column("State", self._state, whole=True),
            Column("Rule", lambda one: one.rule.name),
            Column("Agreed with", lambda one: one.agreed_with),
            Column("Adopted", lambda one: rows.short_day(one.adopted), lambda one: one.adopted),
        ]

    def rows(self) -> Sequence[Adopted]:
        """Return the rules, the one in force first."""
        return list(reversed(self.desk.register.retention_rules))

    def identify(self, row: Adopted) -> str:
        """Return its number."""
        return str(row.number)

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer("&Adopt a rule…", lambda _row: AdoptRule(desk, window()), always, main=True, on_row=False),
            Offer("Rules on &paper…", lambda _row: RulesPaper(desk, window()), always, on_row=False),
        ]

    def details(self, row: Adopted) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what a rule says, by whose authority, and with whom it was agreed."""
        return row.rule.name, [
            ("State", self._state(row)),
            ("Kept", row.rule.words),
            ("Version", row.rule.version),
            ("Authority of the rule", row.rule.authority),
            ("Its authority was", row.rule.source),
            ("Agreed with", f"{row.agreed_with}, {rows.day(row.agreed_on)}"),
            ("Adopted by the authority of", row.authority),
            ("Why", row.why),
        ]

    def _state(self, row: Adopted) -> str:
        return "in force" if row == retention_rules.in_force(self.desk.register) else "replaced"


class RetentionScreen(PagedScreen):
    """Records, holds, disposals and rules."""

    title = "Retention"
    kinds = "Records, holds, disposals and rules of retention"
    pages = (
        Page(RecordsScreen, "Re&cords"),
        Page(HoldsScreen, "&Holds", "H-"),
        Page(DisposalsScreen, "Disp&osals", "DP-"),
        Page(RulesScreen, "Rule&s", RULE),
    )
