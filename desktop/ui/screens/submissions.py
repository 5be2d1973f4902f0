"""Submissions: what was submitted to inspectorates and others, and whose receipt is outstanding (D6)."""

from collections.abc import Sequence

from desktop.custody.submissions import Submission
from desktop.ui import rows
from desktop.ui.dialogs.submissions import RecordReceipt, RecordSubmission, SheetAgain
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column


class SubmissionsScreen(Screen):
    """The submissions."""

    title = "Submissions"
    noun = "submission"
    empty_title = "Nothing was submitted yet."
    empty_hint = (
        "What is sent to Ofsted, the Government Office and others is recorded here, with its receipt."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Submission", lambda row: row.submission, lambda row: rows.reference_key(row.submission)),
            Column("State", lambda row: row.state, whole=True),
            Column("To", lambda row: row.body),
            Column("Documents", lambda row: ", ".join(item.document for item in row.items)),
            Column("Review", lambda row: row.review),
            Column("Sent", lambda row: rows.short_day(row.sent), lambda row: row.sent),
        ]

    def rows(self) -> Sequence[Submission]:
        """Return the submissions, newest first."""
        return list(reversed(self.desk.register.submissions.values()))

    def identify(self, row: Submission) -> str:
        """Return the reference."""
        return row.submission

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, window = self.desk, self.window
        return [
            Offer(
                "&Record a submission…",
                lambda _row: RecordSubmission(desk, window()),
                self._possible,
                main=True,
                on_row=False,
            ),
            Offer("R&eceipt…", lambda row: RecordReceipt(desk, row, window()), _received),
            Offer("&Sheet once more…", lambda row: SheetAgain(desk, row, window()), needs_row),
        ]

    def details(self, row: Submission) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a submission."""
        register, receipt = self.desk.register, row.receipt
        what = "\n".join(
            f"{rows.document_line(register, item.document)}, version {item.version}" for item in row.items
        )
        return row.submission, [
            ("State", row.state),
            ("To", row.body),
            ("Address", row.address),
            ("What", what),
            ("How", row.how),
            ("Sent", rows.day(row.sent)),
            ("Note", row.note),
            ("Received", f"{rows.day(receipt.day)}, {receipt.by}" if receipt else ""),
            ("Shown by", (receipt.evidence or "the code of the signed sheet") if receipt else ""),
        ]

    def _possible(self, _row: Submission | None) -> str:
        return "" if self.desk.register.documents else "Take a document into custody first."


def _received(row: Submission | None) -> str:
    if row is None:
        return needs_row(row)
    return "Its receipt is on the record." if row.receipt else ""
