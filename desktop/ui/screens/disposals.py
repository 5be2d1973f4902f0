"""Disposals: what was decided to end, what awaits two signatures, and what is not complete yet (G5, G6).

Rule: how far a disposal is, is computed from what still holds its documents; nobody sets it here.
"""

from collections.abc import Sequence

from desktop.custody import disposal_traces
from desktop.custody.disposals import Disposal
from desktop.ui import rows
from desktop.ui.dialogs.disposals import (
    AbandonDisposal,
    AccountForTrace,
    CompleteDisposal,
    DisposalCertificate,
    DisposalSheetAgain,
    FinalCertificate,
    PrepareDisposal,
    ReplayFile,
    offered,
)
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column


class DisposalsScreen(Screen):
    """The disposals of masters."""

    title = "Disposals"
    noun = "disposal"
    empty_title = "Nothing was disposed of yet."
    empty_hint = (
        "What the review of a record decided to destroy is disposed of here: by two people, with a signed"
        " sheet whose code destroys the keys."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Reference", lambda row: row.disposal, lambda row: rows.reference_key(row.disposal)),
            Column("State", self._state, whole=True),
            Column("Documents", lambda row: ", ".join(row.documents)),
            Column("Second person", lambda row: row.second),
            Column(
                "Prepared", lambda row: rows.short_day(row.prepared), lambda row: rows.day_key(row.prepared)
            ),
            Column("Keys removed", lambda row: rows.short_day(row.done), lambda row: rows.day_key(row.done)),
            Column("Still held by", self._still, lambda row: len(self._open(row)), right=True),
        ]

    def rows(self) -> Sequence[Disposal]:
        """Return the disposals, newest first."""
        return list(reversed(self.desk.register.disposals.values()))

    def identify(self, row: Disposal) -> str:
        """Return the reference."""
        return row.disposal

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Prepare a disposal…",
                lambda _row: PrepareDisposal(desk, window()),
                self._nothing_decided,
                main=True,
                on_row=False,
            ),
            Offer("Comple&te…", lambda row: CompleteDisposal(desk, row, window()), self._not_open),
            Offer("&Account for…", lambda row: AccountForTrace(desk, row, window()), self._all_known),
            Offer("Ce&rtificate…", lambda row: DisposalCertificate(desk, row, window()), _not_done),
            Offer("&Final certificate…", lambda row: FinalCertificate(desk, row, window()), self._incomplete),
            Offer(
                "&Sheet again…",
                lambda row: DisposalSheetAgain(desk, row, window()),
                self._not_open,
                rare=True,
            ),
            Offer("Abando&n…", lambda row: AbandonDisposal(desk, row, window()), _not_waiting, rare=True),
            Offer(
                "&Write a replay file…",
                lambda _row: ReplayFile(desk, window()),
                always,
                on_row=False,
                rare=True,
            ),
        ]

    def details(self, row: Disposal) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a disposal, and what holds its documents."""
        register = self.desk.register
        grounds = "\n".join(
            f"{one.document}: {one.rule}. {one.decision}, {one.authority}" for one in row.items
        )
        told = [
            (trace.what, trace.settled or f"{trace.where}. {trace.to_do}.")
            for trace in disposal_traces.traces(register, row)
        ]
        complete = disposal_traces.completed(register, row)
        return f"{row.disposal}: {self._state(row)}", [
            ("Grounds", grounds),
            ("Code counts until the end of", rows.day(row.last_day) if row.waits else ""),
            ("Keys removed", rows.day(row.done)),
            ("Complete since", rows.day(complete)),
            ("Left behind", "; ".join(row.left)),
            ("Abandoned", row.reason),
            *told,
        ]

    def _state(self, row: Disposal) -> str:
        return disposal_traces.state(self.desk.register, row, self.desk.today)

    def _open(self, row: Disposal) -> list[str]:
        return [one.what for one in disposal_traces.unsettled(self.desk.register, row)] if row.done else []

    def _still(self, row: Disposal) -> str:
        return str(len(self._open(row))) if row.done else ""

    def _nothing_decided(self, _row: Disposal | None) -> str:
        return "" if offered(self.desk) else "It was not decided to destroy any record."

    def _not_open(self, row: Disposal | None) -> str:
        if row is None:
            return needs_row(row)
        return "" if row.open(self.desk.today) else f"It is {self._state(row)}."

    def _all_known(self, row: Disposal | None) -> str:
        if row is None or row.done is None:
            return _not_done(row)
        open_ = disposal_traces.unsettled(self.desk.register, row)
        if any(one.reference.isdigit() for one in open_):
            return ""
        return (
            "No package, export or vault put aside is open." if not open_ else "Only backup media are open."
        )

    def _incomplete(self, row: Disposal | None) -> str:
        if row is None or row.done is None:
            return _not_done(row)
        return "" if disposal_traces.is_complete(self.desk.register, row) else "It is not complete yet."


def _not_done(row: Disposal | None) -> str:
    if row is None:
        return needs_row(row)
    return "" if row.done else "Its keys are not removed."


def _not_waiting(row: Disposal | None) -> str:
    if row is None:
        return needs_row(row)
    return "" if row.waits else "It is done or abandoned already."
