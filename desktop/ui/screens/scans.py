"""Scanned papers: the signed slips and sheets that came back, as they were scanned (C14)."""

from collections.abc import Sequence

from desktop.custody.scans import Scan
from desktop.ui import rows
from desktop.ui.dialogs.filing import FileScans
from desktop.ui.dialogs.scans import ExportScan, SeeScan
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column


class ScansScreen(Screen):
    """The scanned papers."""

    title = "Scanned papers"
    noun = "scanned paper"
    empty_title = "No scanned paper is filed yet."
    empty_hint = (
        "Scan the signed slips, receipts and sheets that came back, all in one pile; each goes to its copy by"
        " the code on it."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Scan", lambda scan: scan.scan, lambda scan: rows.reference_key(scan.scan)),
            Column("Paper", lambda scan: rows.capital(scan.which)),
            Column("About", lambda scan: scan.about, lambda scan: rows.reference_key(scan.about)),
            Column("Filed", lambda scan: rows.short_day(scan.filed), lambda scan: scan.filed),
            Column("By", lambda scan: "its code" if scan.code else "hand"),
        ]

    def rows(self) -> Sequence[Scan]:
        """Return the scans, newest first."""
        return list(reversed(self.desk.register.scans.values()))

    def identify(self, row: Scan) -> str:
        """Return the reference."""
        return row.scan

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&See it…", lambda scan: SeeScan(desk, scan, window()), needs_row, main=True, records=False
            ),
            Offer("&File scanned papers…", lambda _scan: FileScans(desk, window()), always, on_row=False),
            Offer(
                "&Write it as a file…", lambda scan: ExportScan(desk, scan, window()), needs_row, rare=True
            ),
        ]

    def details(self, row: Scan) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a scan."""
        return row.scan, [
            ("Paper", rows.capital(row.which)),
            ("About", row.about),
            ("Filed", rows.day(row.filed)),
            ("By", "its code" if row.code else "hand: it confirmed nothing"),
            ("Of the file", row.master.file_name),
            ("Ledger entry", str(row.entry)),
        ]
