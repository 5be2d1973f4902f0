"""The card of what the Board keeps as data: a row for each, changed only with authority (B4, C6, D3)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog

from desktop.custody.board import Kind
from desktop.custody.notifications import NotifiedBody
from desktop.custody.regimes import Regime
from desktop.custody.today import Today
from desktop.office.wordings import Text
from desktop.ui.desk import Desk
from desktop.ui.dialogs.regimes import AddNotifiedBody, RemoveNotifiedBody, SetRegime
from desktop.ui.dialogs.settings import (
    AddSetting,
    ChangeCopyLimit,
    ChangeKind,
    ChangeWording,
    RemoveSetting,
    Setting,
    board_data,
)
from desktop.ui.dialogs.wordings import ChangeText, RestoreText
from desktop.ui.screens.cards import TableCard
from desktop.ui.screens.screen import Offer, always, needs_row
from desktop.ui.tables import Column

_SORTS = {
    "marking": "Protective marking",
    "limit": "Copies of a document",
    "returns": "Found copies go to",
    "kind": "Kind of document",
    "recipient": "Standing recipient",
    "category": "Category of who asks",
    "briefed body": "Body briefed in advance",
    "body of the process": "Body of the process",
    "wording": "Wording",
    "body told of the conclusion": "Body told of a conclusion",
    "regime": "Regime of reviews",
    "notified body": "Body told of a decision",
}
_LISTED = {
    "recipient",
    "category",
    "briefed body",
    "body of the process",
    "body told of the conclusion",
    "notified body",
}


class BoardCard(TableCard):
    """What the Board keeps as data."""

    def __init__(self, desk: Desk) -> None:
        """Build the card."""
        super().__init__(
            desk,
            "The Board's data",
            [
                Offer("Change…", self._change, _changeable),
                Offer("Add to the data…", lambda _row: AddSetting(desk, self.window()), always, on_row=False),
                Offer("Take away…", self._take_away, _removable),
                Offer(
                    "Add a regime…", lambda _row: SetRegime(desk, None, self.window()), always, on_row=False
                ),
                Offer(
                    "Add a body that is told…",
                    lambda _row: AddNotifiedBody(desk, self.window()),
                    always,
                    on_row=False,
                ),
            ],
            [
                Column("What", lambda row: _SORTS[row.sort], whole=True),
                Column("Name", lambda row: row.name),
                Column("How it is treated", lambda row: row.known),
            ],
            lambda row: f"{row.sort} {row.name} {row.known}",
            lambda _row: False,
        )

    def refresh(self, _now: Today) -> None:
        """Read the register."""
        found = board_data(self.desk)
        self.show_rows(found)
        kinds = sum(row.sort == "kind" for row in found)
        self.standing.setText(f"{kinds} kinds of document, and what else is no rule but the Board's choice.")
        self.advice.setText("A change is recorded with who decided it; what was recorded before stays.")
        self.facts.tell([])
        self.facts.hide()
        self.judge()

    def about(self, row: Setting) -> Sequence[tuple[str, str]]:
        """Return the whole of a row."""
        return [(_SORTS[row.sort], row.name), ("How it is treated", row.known)]

    def _change(self, row: Setting) -> QDialog:
        if isinstance(row.value, Kind):
            return ChangeKind(self.desk, row.value, self.window())
        if isinstance(row.value, Text):
            return ChangeText(self.desk, row.value, self.window())
        if isinstance(row.value, Regime):
            return SetRegime(self.desk, row.value, self.window())
        if row.sort == "limit":
            return ChangeCopyLimit(self.desk, self.window())
        return ChangeWording(self.desk, row, self.window())

    def _take_away(self, row: Setting) -> QDialog:
        if isinstance(row.value, Text):
            return RestoreText(self.desk, row.value, self.window())
        if isinstance(row.value, NotifiedBody):
            return RemoveNotifiedBody(self.desk, row.value, self.window())
        return RemoveSetting(self.desk, row, self.window())


def _changeable(row: Setting | None) -> str:
    if row is None:
        return needs_row(row)
    return "Take it away, and add what stands in its place." if row.sort in _LISTED else ""


def _removable(row: Setting | None) -> str:
    if row is None:
        return needs_row(row)
    if row.sort == "regime":
        return "A regime stays, since reviews are held under it; it can be changed."
    if row.sort == "kind":
        return "A kind stays, since documents are of it; it can be changed."
    if isinstance(row.value, Text):
        return "" if row.value.own else "It is the shipped wording; it can be changed."
    return "" if row.sort in _LISTED else "There is always one; it can be changed."
