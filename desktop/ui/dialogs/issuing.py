"""The dialog of a row: copies of a document, each signed out and followed by its slip (C1, C4, C5)."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from desktop.custody import copies, remarks
from desktop.custody.documents import Document
from desktop.office import issuing
from desktop.office.issuing import Issued, Row
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.loans import SlipAgain
from desktop.ui.dialogs.printing import PrinterFields, came_out
from desktop.ui.fields import CheckList, DayField, TextArea

_USUAL_LOAN = timedelta(days=14)


class IssueCopies(ActDialog):
    """Print a copy for each agreed request, sign it out, and let its slip follow it."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        """Offer the agreed requests of the document; those of people who have no copy yet are ticked."""
        line = rows.document_line(desk.register, document.document)
        intro = f"{line}. Copy and slip come out of the printer one after the other, for each person in turn."
        super().__init__(desk, "Print and sign out", "&Print and sign out", intro, parent)
        self.document = document
        offered = rows.requests_for_a_copy(desk.register, document, desk.today)
        made = copies.made(desk.register, document.document)
        tally = f"{made} of at most {document.limit} copies are made."
        none = "No agreed request for a hard copy of it stands. Record a request and its decision first."
        self.requests = self.form.add(
            "Agreed re&quests",
            CheckList(offered),
            hint=f"One copy for each that is ticked. {tally}" if offered else none,
        )
        self._made = made
        self.requests.tick(
            [
                request
                for request, _text in offered
                if not rows.has_a_copy(desk.register, desk.register.requests[request])
            ]
        )
        self.due = self.form.add("&Due back", DayField("Due back"))
        self.due.set_day(desk.today + _USUAL_LOAN)
        self.fields = PrinterFields(desk, self.form, self)
        self.authority = self.form.line("&Authority for going over the limit")
        self.reason = self.form.add("R&eason for going over the limit", TextArea(2))
        self.requests.itemChanged.connect(self._show_what_applies)
        self._show_what_applies()

    def _over(self) -> bool:
        return self._made + len(self.requests.values()) > self.document.limit

    def _show_what_applies(self, _item: object = None) -> None:
        self.form.hide_field(self.authority, hidden=not self._over())
        self.form.hide_field(self.reason, hidden=not self._over())

    def gather(self) -> Procedure[Issued]:
        """Return the procedure."""
        row = Row(
            self.document.document,
            tuple(self.requests.values()),
            self.due.day() or self.desk.today,
            self.authority.text() if self._over() else "",
            self.reason.text() if self._over() else "",
        )
        return issuing.issue(self.desk.office, row, self.fields.setup(), at=self.earlier.moment())

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the slip that is missing, if one is, and to the rest of the row."""
        desk, parent = self.desk, self.parentWidget()
        document = desk.register.documents[self.document.document]
        rest = ("&Print the rest…", lambda: IssueCopies(desk, document, parent).open())
        last = desk.register.copies.get(f"{document.document}/{document.allotted}")
        if last is None or not issuing.slip_missing(desk.register, last.copy):
            return [rest]
        return [("&Make the slip…", lambda: SlipAgain(desk, last, parent).open()), rest]

    def told(self, result: Issued) -> Told:
        """Return which copy is whose, and the sheets to be counted."""
        register = self.desk.register
        names = ", ".join(made.copy for made in result.copies)
        told = came_out(
            self.desk, result.jobs, f"Printed and signed out: {names}.", result.outcome, self.parentWidget()
        )
        holders = [
            (made.copy, "\n".join([rows.person_line(register, made.person), *self._to_be_known(made.copy)]))
            for made in result.copies
        ]
        text = (
            "Lay each copy with the slip that came out after it. Count the pages together with the holder and"
            " have both parts signed; until the code of the office's part is typed, or the part is scanned,"
            f" the copy is awaiting signature. {told.next}"
        )
        return told._replace(facts=[*holders, *told.facts], next=text)

    def _to_be_known(self, copy: str) -> list[str]:
        found = self.desk.register.copies[copy]
        return [
            *(f"{name}: {fact}" for name, fact in rows.due_facts(found) if fact),
            *remarks.of_loan(self.desk.register, found, self.desk.today),
        ]
