"""Dialogs about a loan: signing a copy out, confirming its slip, taking it back."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from desktop.custody import loans, remarks
from desktop.custody.copies import Copy
from desktop.office import movements, papers
from desktop.office.movements import Handover, Return, SignedOut, TakenBack
from desktop.office.office import Outcome
from desktop.office.papers import Made
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.paper_again import PaperAgain
from desktop.ui.dialogs.paper_place import PaperPlace, folder_of
from desktop.ui.fields import Choice, Count, DayField

_USUAL_LOAN = timedelta(days=14)
_MOST_PAGES = 1_000_000


class Lending(ActDialog):
    """What signing a copy out and handing it on share: the agreed request, the day, and the slip."""

    copy: str
    """Which one; subclasses set it, and add the fields in their order."""

    def add_request(self, label: str, offered: Sequence[tuple[str, str]], hint: str, none: str) -> None:
        """Offer agreed requests, or say that there is none."""
        choice = Choice(offered, prompt="" if len(offered) == 1 else "Choose…")
        self.request = self.form.add(label, choice, hint=hint if offered else none)

    def add_due_and_place(self) -> None:
        """Ask for the day on which the copy is due, and where its slip goes."""
        self.due = self.form.add("&Due back", DayField("Due back"))
        self.due.set_day(self.desk.today + _USUAL_LOAN)
        self.place = PaperPlace(self.desk, self.form, self)
        self.folder = self.place.folder

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the slip, where it is what is missing."""
        desk, copy, parent = self.desk, self.desk.register.copies[self.copy], self.parentWidget()
        return [("&Make the slip…", lambda: SlipAgain(desk, copy, parent).open())]

    def told_with_slip(self, result: SignedOut, holder: str, saved: str, printed: str) -> Told:
        """Return who is the `holder` now, and what is done next with a slip that was saved or printed."""
        copy = self.desk.register.copies[self.copy]
        folder = folder_of([result.slip])
        return Told(
            self.place.said(result.slip),
            [
                ("Copy", f"{self.copy}, {copy.state}"),
                (holder, rows.person_line(self.desk.register, copy.responsible)),
                *rows.due_facts(copy),
                ("To be known", "\n".join(remarks.of_loan(self.desk.register, copy, self.desk.today))),
                *self.place.facts(result.slip),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            saved if folder else printed,
            folder=folder,
        )


class SignOut(Lending):
    """Sign a copy out against a two-part slip."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Offer the agreed requests that fit the copy."""
        intro = f"{copy.copy}, {copy.pages} pages: {rows.document_line(desk.register, copy.document)}."
        by = remarks.superseded(desk.register, copy)
        intro += f" It is of version {copy.version}, {by}." if by else ""
        super().__init__(desk, f"Sign out {copy.copy}", "&Sign out", intro, parent)
        self.copy = copy.copy
        self.add_request(
            "Agreed &request",
            rows.requests_for(desk.register, copy, desk.today),
            "Only agreed requests for a hard copy of this document are offered.",
            "No agreed request fits this copy. Record a request and its decision first.",
        )
        self.add_due_and_place()

    def gather(self) -> Procedure[SignedOut]:
        """Return the procedure."""
        place = self.place.value()
        request = self.desk.register.requests[self.request.value()]
        handover = Handover(self.copy, request.person, request.request, self.due.day() or self.desk.today)
        return movements.sign_out(self.desk.office, handover, place, at=self.earlier.moment())

    def told(self, result: SignedOut) -> Told:
        """Return the slip."""
        then = (
            " the pages together and have both parts signed. Keep the office's part, and type its code with"
            " “Confirm the slip”; until then the copy is awaiting signature."
        )
        return self.told_with_slip(result, "Holder", f"Print it, count{then}", f"Count{then}")


class ConfirmSlip(ActDialog):
    """Confirm that the signed slip is back."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask for the code of the slip."""
        holder = rows.person_line(desk.register, copy.responsible)
        super().__init__(
            desk,
            f"Confirm the slip of {copy.copy}",
            "&Confirm",
            f"Signed out to {holder}. Have the signed slip before you.",
            parent,
        )
        self.copy = copy.copy
        self.code = self.form.line("&Code on the signed part", hint=rows.SLIP_HINT)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            loans.confirm, at=self.earlier.moment(), copy=self.copy, slip_code=self.code.text()
        )

    def told(self, result: Outcome) -> Told:
        """Return that the holder has signed."""
        copy = self.desk.register.copies[self.copy]
        return Told(
            f"{self.copy} is {copy.state}.",
            [("Due back", rows.day(copy.due)), ("Ledger entry", str(result.entry))],
            "File the signed slip.",
        )


class TakeBack(ActDialog):
    """Take a copy back."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask for what was counted and seen."""
        holder = rows.person_line(desk.register, copy.responsible)
        intro = f"From {holder}. Count every page together; do not look the number up first."
        super().__init__(desk, f"Take back {copy.copy}", "&Take back", intro, parent)
        self.copy = copy.copy
        self.pages = self.form.add("&Pages counted", Count(-1, _MOST_PAGES, blank="Not counted yet"))
        self.condition = self.form.line("&Condition", hint="For example: good; page 3 torn.")
        self.readers = self.form.line(
            "&Other readers", needed=False, hint="Anybody else who has seen it, as the holder says."
        )
        self.place = PaperPlace(desk, self.form, self, "return receipt", needed=False)
        self.folder = self.place.folder

    def gather(self) -> Procedure[TakenBack]:
        """Return the procedure."""
        pages = self.pages.number() or 0
        brought = Return(self.copy, pages, self.condition.text(), self.readers.text())
        return movements.take_back(
            self.desk.office, brought, self.place.value_if_any(), at=self.earlier.moment()
        )

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to the receipt, where it is what is missing."""
        desk, copy, parent = self.desk, self.desk.register.copies[self.copy], self.parentWidget()
        return [("&Make the receipt…", lambda: ReceiptAgain(desk, copy, parent).open())]

    def told(self, result: TakenBack) -> Told:
        """Return where the copy is now, and the incident if the count was wrong."""
        made = [result.receipt] if result.receipt else []
        facts = [
            ("State", result.state),
            ("Incident", result.incident or ""),
            *self.place.facts(*made),
            ("Ledger entry", str(result.outcome.entry)),
        ]
        folder = folder_of(made)
        if result.incident:
            title = f"The count is wrong: incident {result.incident} is open."
            text = (
                "The holder stays responsible. Keep what was brought back apart, find the missing pages,"
                " and take the copy back again when it is whole."
            )
            return Told(title, facts, text, folder)
        return Told(f"{self.copy} is back and in the safe.", facts, "Sign the receipt together.", folder)


class SlipAgain(PaperAgain):
    """Make the slip of the present loan once more, as a file or out of a printer."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask where it goes."""
        intro = "The same slip with the same terms and code, for when the first was lost or spoilt."
        super().__init__(desk, f"The slip of {copy.copy} once more", "slip", parent, intro)
        self.copy = copy.copy

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return papers.slip_again(self.desk.office, self.copy, self.chosen())

    def remedies(self) -> Sequence[tuple[str, Callable[[], None]]]:
        """Return the way to try again."""
        desk, copy, parent = self.desk, self.desk.register.copies[self.copy], self.parentWidget()
        return [("&Make the slip…", lambda: SlipAgain(desk, copy, parent).open())]


class ReceiptAgain(PaperAgain):
    """Make the receipt of the last return once more."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Ask where it goes."""
        intro = "The receipt of its last return, for when none was made or the first was lost."
        title = f"The return receipt of {copy.copy} once more"
        super().__init__(desk, title, "return receipt", parent, intro)
        self.copy = copy.copy

    def gather(self) -> Procedure[Made]:
        """Return the procedure."""
        return papers.return_receipt_again(self.desk.office, self.copy, self.chosen())
