"""Copies: every number, where its copy is, and who answers for it."""

from collections.abc import Callable, Sequence

from desktop.custody.copies import Copy, CopyState
from desktop.ui import rows
from desktop.ui.dialogs.copies import ResolveCopy
from desktop.ui.dialogs.loans import ConfirmSlip, ReceiptAgain, SignOut, SlipAgain, TakeBack
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column


class CopiesScreen(Screen):
    """The numbered copies."""

    title = "Copies"
    noun = "copy"
    empty_title = "No copy has been made yet."
    empty_hint = "Choose a document under Documents, and print numbered copies of it."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        register = self.desk.register
        return [
            Column("Copy", lambda copy: copy.copy, lambda copy: rows.reference_key(copy.copy)),
            Column("State", lambda copy: rows.copy_state(copy, self.desk.today), whole=True),
            Column("Responsible", lambda copy: rows.person_name(register, copy.responsible)),
            Column("Due back", lambda copy: rows.short_day(copy.due), lambda copy: rows.day_key(copy.due)),
            Column("Document", self._kind),
            Column("Pages", lambda copy: str(copy.pages or ""), lambda copy: copy.pages or 0, right=True),
            Column("Since", lambda copy: rows.short_day(copy.since), lambda copy: copy.since),
        ]

    def rows(self) -> Sequence[Copy]:
        """Return the copies in the order of their references."""
        return sorted(self.desk.register.copies.values(), key=lambda copy: rows.reference_key(copy.copy))

    def identify(self, row: Copy) -> str:
        """Return the reference."""
        return row.copy

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk, unsigned = self.desk, CopyState.AWAITING_SIGNATURE
        out = (unsigned, CopyState.SIGNED_OUT)
        return [
            Offer(
                "&Sign out…",
                lambda copy: SignOut(desk, copy, self.window()),
                _only(CopyState.IN_SAFE),
                main=True,
            ),
            Offer("&Confirm the slip…", lambda copy: ConfirmSlip(desk, copy, self.window()), _only(unsigned)),
            Offer("&Take back…", lambda copy: TakeBack(desk, copy, self.window()), _only(*out)),
            Offer("Sli&p once more…", lambda copy: SlipAgain(desk, copy, self.window()), _only(*out)),
            Offer(
                "&Return receipt once more…",
                lambda copy: ReceiptAgain(desk, copy, self.window()),
                _brought_back,
            ),
            Offer(
                "Printed or sp&oilt…",
                lambda copy: ResolveCopy(desk, copy, self.window()),
                _only(CopyState.ALLOTTED),
            ),
        ]

    def details(self, row: Copy) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a copy, with every loan."""
        register = self.desk.register
        loans = "\n".join(
            f"{register.people[loan.person].name} under {loan.request}: out {rows.day(loan.signed_out)},"
            f" {'back ' + rows.day(loan.returned) if loan.returned else 'due ' + rows.day(loan.due)}"
            for loan in reversed(row.loans)
        )
        found = [one for one in register.incidents.values() if one.about == row.copy]
        incidents = "\n".join(
            f"{one.incident}: {one.what} {'Closed: ' + one.found if one.closed else 'Open.'}" for one in found
        )
        return row.copy, [
            ("State", rows.copy_state(row, self.desk.today)),
            ("Since", rows.day(row.since)),
            ("Responsible", rows.person_line(register, row.responsible)),
            ("Due back", rows.day(row.due)),
            ("Document", rows.document_line(register, row.document)),
            ("Version", str(row.version)),
            ("Pages", f"{row.pages:,}" if row.pages else "not known"),
            ("Printed for", rows.person_line(register, row.made_for)),
            ("Loans", loans),
            ("Incidents", incidents),
        ]

    def _kind(self, copy: Copy) -> str:
        document = self.desk.register.documents[copy.document]
        return f"{rows.kind_of(self.desk.register, document)}, {document.edition}"


def _brought_back(copy: Copy | None) -> str:
    if copy is None:
        return needs_row(copy)
    return "" if copy.brought_back else "The copy was never brought back."


def _only(*states: CopyState) -> Callable[[Copy | None], str]:
    """Return what says why a copy that is in none of `states` does not fit."""

    def unfit(copy: Copy | None) -> str:
        if copy is None:
            return needs_row(copy)
        return "" if copy.state in states else f"The copy is {copy.state}."

    return unfit
