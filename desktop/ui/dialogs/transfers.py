"""The dialog of a transfer: a copy goes from one holder to the next, through the administrator (C8)."""

from PySide6.QtWidgets import QWidget

from desktop.custody.copies import Copy
from desktop.office import movements
from desktop.office.movements import SignedOut, Transfer
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.loans import Lending
from desktop.ui.fields import Count

_MOST_PAGES = 1_000_000


class TransferCopy(Lending):
    """Count a copy back from its holder and give it to the next, in one act."""

    def __init__(self, desk: Desk, copy: Copy, parent: QWidget | None = None) -> None:
        """Offer the agreed requests of others that fit the copy."""
        holder = rows.person_line(desk.register, copy.responsible)
        intro = f"From {holder}, to somebody else. All three come together: count every page before both."
        super().__init__(desk, f"Transfer {copy.copy}", "&Transfer", intro, parent)
        self.copy = copy.copy
        known = desk.register.requests
        self.add_request(
            "Agreed &request of the next holder",
            [
                (request, text)
                for request, text in rows.requests_for(desk.register, copy, desk.today)
                if known[request].person != copy.responsible
            ],
            "Only agreed requests of others for a hard copy of this document are offered.",
            "Nobody else has an agreed request that fits. Record a request and its decision first.",
        )
        self.pages = self.form.add("&Pages counted", Count(-1, _MOST_PAGES, blank="Not counted yet"))
        self.condition = self.form.line("&Condition", hint="For example: good; page 3 torn.")
        self.readers = self.form.line(
            "&Other readers", needed=False, hint="Anybody else who has seen it, as the former holder says."
        )
        self.add_due_and_place()

    def gather(self) -> Procedure[SignedOut]:
        """Return the procedure."""
        place = self.place.value()
        request = self.desk.register.requests[self.request.value()]
        handed_on = Transfer(
            self.copy,
            request.person,
            request.request,
            self.due.day() or self.desk.today,
            self.pages.number() or 0,
            self.condition.text(),
            self.readers.text(),
        )
        return movements.transfer(self.desk.office, handed_on, place, at=self.earlier.moment())

    def told(self, result: SignedOut) -> Told:
        """Return the slip, and who answers for the copy now."""
        then = (
            " their part. Keep the office's part, and type its code with “Confirm the slip”; until then the"
            " copy is awaiting signature. The receipt is for the former holder."
        )
        return self.told_with_slip(result, "Holder now", f"Print it; each signs{then}", f"Each signs{then}")
