"""Dialogs about access: recording a request and its decision, and the view that was agreed."""

from PySide6.QtWidgets import QWidget

from desktop.custody import access
from desktop.custody.access import Request
from desktop.office import disclosure
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.office.viewing import Viewed
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.viewing import Pages
from desktop.ui.fields import Choice, DayField, TextArea


class RecordRequest(ActDialog):
    """Record that somebody asks for access."""

    def __init__(
        self, desk: Desk, person: str = "", document: str = "", parent: QWidget | None = None
    ) -> None:
        """Show a form in which `person` and `document` may be chosen beforehand."""
        intro = "One person and one document, and so one edition. Refused requests are kept too."
        super().__init__(desk, "Record an access request", "&Record the request", intro, parent)
        self.person = self.form.add("&Who asks", Choice(rows.people_offered(desk.register)))
        self.document = self.form.add("For which &document", Choice(rows.documents_offered(desk.register)))
        self.purpose = self.form.add("For what &purpose", TextArea(2))
        self.mode = self.form.add("H&ow", Choice(rows.modes_offered(), prompt=""))
        self.under = self.form.add(
            "&Under what authority",
            Choice(rows.as_said(access.UNDER), prompt=""),
            hint="All but the first lead out of the process: legal advice or publication comes first.",
        )
        self.order = self.form.line("R&eference and date of the order")
        self.basis = self.form.line("What &it rests on", needed=False, hint="The section, or the letter.")
        self.asked_by = self.form.line(
            "As&ked by", needed=False, hint="Who asked, if it was on the person's behalf."
        )
        self.under.currentIndexChanged.connect(self._show_what_applies)
        self._show_what_applies()
        self.person.choose(person)
        self.document.choose(document)

    def _show_what_applies(self) -> None:
        under = self.under.value()
        self.form.hide_field(self.order, hidden=under not in access.ORDERED)
        self.form.hide_field(self.basis, hidden=under in {access.UNDER[0], *access.ORDERED})

    def _rests_on(self) -> str:
        """Return the order, or what else it rests on, whichever is asked for."""
        under = self.under.value()
        if under == access.UNDER[0]:
            return ""
        return self.order.text() if under in access.ORDERED else self.basis.text()

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        return self.desk.office.act(
            access.ask,
            at=self.earlier.moment(),
            person=self.person.value(),
            document=self.document.value(),
            purpose=self.purpose.text(),
            mode=self.mode.value(),
            under=self.under.value(),
            order=self._rests_on(),
            asked_by=self.asked_by.text(),
        )

    def told(self, result: Outcome) -> Told:
        """Return the request, with its decision as what may come next."""
        request = next(e.request for e in result.events if isinstance(e, access.AccessRequested))
        desk, parent = self.desk, self.parentWidget()
        return Told(
            f"{request} is recorded and awaits its decision.",
            [("Ledger entry", str(result.entry))],
            "Next: record the decision when it is made.",
            follow=[
                (
                    "&Decide it now…",
                    lambda: DecideRequest(desk, desk.register.requests[request], parent).open(),
                )
            ],
        )


class DecideRequest(ActDialog):
    """Record the decision on a request."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Show the request and ask for its decision."""
        person = rows.person_line(desk.register, asked.person)
        document = rows.document_line(desk.register, asked.document)
        under = "" if asked.under == access.UNDER[0] else f" Under: {asked.authority}."
        intro = f"{person} asks for {document}: {access.MODES[asked.mode]}.{under} Purpose: {asked.purpose}"
        super().__init__(desk, f"Decide {asked.request}", "&Record the decision", intro, parent)
        self.request = asked.request
        self.decision = self.form.add("De&cision", Choice([("agreed", "Agreed"), ("refused", "Refused")]))
        self.by = self.form.line("Decided &by", hint="Name and capacity of whoever decided.")
        self.reason = self.form.add("Rea&son", TextArea(2))
        self.until = self.form.add("Last day of &access", DayField("Last day of access"), needed=False)
        self.conditions = self.form.add("Co&nditions", TextArea(2), needed=False)
        self.decision.currentIndexChanged.connect(self._show_what_applies)

    def _show_what_applies(self) -> None:
        refused = self.decision.value() == "refused"
        self.form.hide_field(self.until, hidden=refused)
        self.form.hide_field(self.conditions, hidden=refused)

    def gather(self) -> Procedure[Outcome]:
        """Return the act."""
        agreed = self.decision.value() == "agreed"
        return self.desk.office.act(
            access.decide,
            at=self.earlier.moment(),
            request=self.request,
            agreed=agreed,
            by=self.by.text(),
            reason=self.reason.text(),
            until=self.until.day() if agreed else None,
            conditions=self.conditions.text() if agreed else "",
        )

    def told(self, result: Outcome) -> Told:
        """Return the decision."""
        asked = self.desk.register.requests[self.request]
        what = {
            "hard-copy": "Next: print a numbered copy, or sign out one that lies in the safe.",
            "view": "Next: let them read it here; each view is recorded.",
            "electronic": "Next: make the electronic copy, and its slip with the passphrase.",
        }[asked.mode]
        awaits = access.awaited(self.desk.register, asked, result.hand.day)
        if asked.state != "agreed":
            what = "Tell the person who asked. The refusal stays on the record."
        elif awaits:
            what = "Nothing can go out under it yet: see what it waits for."
        facts = [("Ledger entry", str(result.entry)), ("It waits", awaits)]
        return Told(f"{self.request} is {asked.state}.", facts, what)


class ViewHere(ActDialog):
    """Show a document to the person of a request, at this desk."""

    def __init__(self, desk: Desk, asked: Request, parent: QWidget | None = None) -> None:
        """Name the person, the document and the conditions."""
        person = rows.person_line(desk.register, asked.person)
        intro = f"{person} is shown {rows.document_line(desk.register, asked.document)}."
        super().__init__(desk, f"View here under {asked.request}", "&Show it", intro, parent)
        self.request = asked.request
        self.document = desk.register.documents[asked.document]
        conditions = asked.decision.conditions if asked.decision else ""
        if conditions:
            self.form.say(f"Conditions: {conditions}")
        self.form.say("The view is recorded first. Stay with the person while the pages are open.")
        self.earlier.hide()
        self.pages: Pages | None = None

    def gather(self) -> Procedure[Viewed]:
        """Return the procedure."""
        return disclosure.show_here(self.desk.office, self.request)

    def told(self, result: Viewed) -> Told:
        """Open the pages in the place of this dialog."""
        self.pages = Pages(self.desk, self.document, result, self.parentWidget())
        self.pages.open()
        self.accept()
        return Told("The pages are open.")
