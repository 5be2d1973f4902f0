"""Prints: what was sent to which printer, how each job ended, and the sheets that were counted (C1)."""

from collections.abc import Sequence

from desktop.custody.print_jobs import PrintJob
from desktop.ui import rows
from desktop.ui.dialogs.printing import CountSheets, EndException, ExceptPrinter, PrintPaper
from desktop.ui.screens.screen import Offer, Screen, always, needs_row
from desktop.ui.tables import Column


class PrintsScreen(Screen):
    """The print jobs."""

    title = "Prints"
    noun = "print job"
    empty_title = "Nothing was printed yet."
    empty_hint = "Print copies of a document under Documents, or a paper that was saved."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Job", lambda job: job.job, lambda job: rows.reference_key(job.job)),
            Column("What", lambda job: job.about),
            Column("How it ended", lambda job: rows.capital(job.state), whole=True),
            Column("Sheets", lambda job: str(job.sheets), lambda job: job.sheets, right=True),
            Column("Whole", lambda job: str(job.good) if job.counted else "", right=True),
            Column("Spoilt", lambda job: str(job.spoilt) if job.counted else "", right=True),
            Column("Printer", lambda job: job.setup.printer),
            Column("Sent", lambda job: rows.short_day(job.sent), lambda job: job.sent),
        ]

    def rows(self) -> Sequence[PrintJob]:
        """Return the jobs, newest first."""
        return list(reversed(self.desk.register.print_jobs.values()))

    def identify(self, row: PrintJob) -> str:
        """Return the reference."""
        return row.job

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer("&Count the sheets…", lambda job: CountSheets(desk, job, window()), _uncounted, main=True),
            Offer("&Print a paper…", lambda _job: PrintPaper(desk, None, window()), always, on_row=False),
            Offer(
                "Ma&ke an exception of a printer…",
                lambda _job: ExceptPrinter(desk, window()),
                always,
                on_row=False,
                rare=True,
            ),
            Offer(
                "En&d an exception…",
                lambda _job: EndException(desk, window()),
                self._no_exception,
                on_row=False,
                rare=True,
            ),
        ]

    def details(self, row: PrintJob) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a job."""
        setup = row.setup
        return row.job, [
            ("What", row.about),
            ("Printer", setup.printer),
            ("Sides", "both" if setup.two_sided else "one"),
            ("Colour", "yes" if setup.colour else "black and white"),
            ("Tray", setup.tray),
            ("Pages", f"{row.pages:,}"),
            ("Sheets it takes", f"{row.sheets:,}"),
            ("How it ended", rows.capital(row.end or "not known")),
            ("Why", rows.capital(row.why)),
            ("Counted", rows.day(row.counted) if row.counted else "not yet"),
            ("Whole sheets", f"{row.good:,}" if row.counted else ""),
            ("Spoilt sheets", f"{row.spoilt:,}" if row.counted else ""),
            ("Title in the printer", row.title),
        ]

    def _no_exception(self, _job: PrintJob | None) -> str:
        standing = any(one.ended is None for one in self.desk.register.printers.values())
        return "" if standing else "No printer is an exception."


def _uncounted(job: PrintJob | None) -> str:
    if job is None:
        return needs_row(job)
    return "Its sheets were counted." if job.counted else ""
