"""The holds: what must not be destroyed, by whose authority, and the sheet on which two people lift one."""

from collections.abc import Sequence

from desktop.custody import held_after, hold_lifting
from desktop.custody.holds import Hold
from desktop.ui import rows
from desktop.ui.dialogs.holds import (
    HoldLiftedDialog,
    HoldRegister,
    HoldRunsOut,
    LiftHold,
    LiftingSheetAgain,
    LookAgain,
    RaiseHold,
)
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column


class HoldsScreen(Screen):
    """The holds."""

    title = "Holds"
    noun = "hold"
    empty_title = "There is no hold."
    empty_hint = (
        "A hold keeps what it is about from being destroyed. An open request for information raises one by"
        " itself; an inquest or an inquiry has one raised here."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Hold", lambda hold: hold.hold, lambda hold: rows.reference_key(hold.hold)),
            Column("State", self._state, whole=True),
            Column("About", lambda hold: hold.subject),
            Column("Authority", lambda hold: hold.authority),
            Column("Raised", lambda hold: rows.short_day(hold.raised), lambda hold: hold.raised),
            Column(
                "Look again",
                lambda hold: rows.short_day(hold.look_again),
                lambda hold: rows.day_key(hold.look_again),
            ),
        ]

    def rows(self) -> Sequence[Hold]:
        """Return the holds: those in force first, then newest first."""
        every = self.desk.register.holds.values()
        newest = sorted(every, key=lambda hold: rows.reference_key(hold.hold), reverse=True)
        return sorted(newest, key=lambda hold: hold.lifted is not None)

    def identify(self, row: Hold) -> str:
        """Return the reference."""
        return row.hold

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer("&Raise a hold…", lambda _row: RaiseHold(desk, window()), always, main=True, on_row=False),
            Offer("Look &at it again…", lambda hold: LookAgain(desk, hold, window()), _in_force),
            Offer("Li&ft the hold…", lambda hold: LiftHold(desk, hold, window()), _liftable),
            Offer("The sheet is &back…", lambda hold: HoldLiftedDialog(desk, hold, window()), _awaited),
            Offer(
                "Its last day has passe&d…",
                lambda hold: HoldRunsOut(desk, hold, window()),
                self._past,
                rare=True,
            ),
            Offer(
                "Sheet once &more…",
                lambda hold: LiftingSheetAgain(desk, hold, window()),
                _awaited,
                rare=True,
            ),
            Offer(
                "Register on &paper…",
                lambda _row: HoldRegister(desk, window()),
                always,
                on_row=False,
                rare=True,
            ),
        ]

    def details(self, row: Hold) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a hold."""
        return row.hold, [
            ("State", self._state(row)),
            ("About", row.subject),
            ("Authority", row.authority),
            ("Reason", row.reason),
            ("Raised", rows.day(row.raised)),
            ("Raised by", row.cause),
            ("Looked at again", rows.day(row.look_again)),
            ("Stands until the end of", rows.day(row.stands_to)),
            *self._lifting(row),
            ("Lifted", f"{rows.day(row.lifted)}: {row.why}" if row.lifted else ""),
        ]

    def _state(self, hold: Hold) -> str:
        if hold.lifted:
            return "lifted"
        waits = hold in hold_lifting.waiting(self.desk.register, self.desk.today)
        if waits:
            return "in force, sheet to sign"
        if held_after.passed(hold, self.desk.today):
            return "in force, last day passed"
        return f"in force until {rows.short_day(hold.stands_to)}" if hold.stands_to else "in force"

    def _past(self, hold: Hold | None) -> str:
        unfit = _in_force(hold)
        if unfit or hold is None:
            return unfit
        if hold.stands_to is None:
            return "It has no last day."
        passed = held_after.passed(hold, self.desk.today)
        return "" if passed else f"It stands until the end of {rows.day(hold.stands_to)}."

    def _lifting(self, hold: Hold) -> list[tuple[str, str]]:
        """Return what is known of the last sheet to lift a hold that is in force."""
        lifting = hold.lifting
        if lifting is None or hold.lifted:
            return []
        last = hold_lifting.last_day(self.desk.register, lifting)
        until = "counts until" if self.desk.today <= last else "lapsed after"
        return [
            ("Sheet to lift it", f"made on {rows.day(lifting.asked)}, {until} {rows.day(last)}"),
            ("To sign with", lifting.witness),
        ]


def _in_force(hold: Hold | None) -> str:
    if hold is None:
        return needs_row(hold)
    return "It is lifted." if hold.lifted else ""


def _liftable(hold: Hold | None) -> str:
    unfit = _in_force(hold)
    if unfit or hold is None:
        return unfit
    waits = hold.cause and hold.stands_to is None
    return f"It stands until {hold.cause} is closed, or longer." if waits else ""


def _awaited(hold: Hold | None) -> str:
    unfit = _in_force(hold)
    if unfit or hold is None:
        return unfit
    return "" if hold.lifting else "No sheet was made to lift it."
