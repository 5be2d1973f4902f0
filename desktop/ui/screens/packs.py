"""The packs that were made for the Overview Panel, each with its files and their digests (F5)."""

from collections.abc import Sequence

from desktop.custody.panel_pack import Pack
from desktop.ui import rows
from desktop.ui.dialogs.panel_pack import PanelPack
from desktop.ui.screens.screen import Offer, Screen, always
from desktop.ui.tables import Column


class PacksScreen(Screen):
    """The packs."""

    title = "Packs for the Panel"
    noun = "pack"
    empty_title = "No pack was made yet."
    empty_hint = "“Panel pack” makes one paper with contents and charts, and its tables, of a review."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Pack", lambda pack: pack.pack, lambda pack: rows.reference_key(pack.pack)),
            Column("Review", lambda pack: pack.review),
            Column("Version", lambda pack: pack.version, whole=True),
            Column("State", lambda pack: pack.state, whole=True),
            Column("Files", lambda pack: str(len(pack.files)), right=True),
            Column("Made", lambda pack: rows.short_day(pack.made), lambda pack: pack.made),
        ]

    def rows(self) -> Sequence[Pack]:
        """Return the packs, newest first."""
        return list(reversed(self.desk.register.packs.values()))

    def identify(self, row: Pack) -> str:
        """Return the reference."""
        return row.pack

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk = self.desk
        return [
            Offer(
                "&Panel pack…",
                lambda row: PanelPack(desk, row.review if row else "", self.window()),
                always,
                main=True,
                on_row=False,
            )
        ]

    def details(self, row: Pack) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a pack: its files, each with its digest."""
        return row.pack, [
            ("Review", row.review),
            ("Version", row.version),
            ("Made", rows.day(row.made)),
            ("Ledger entry", str(row.entry)),
            *[(file.name, f"{file.size:,} bytes, SHA-256 {file.sha256}") for file in row.files],
        ]
