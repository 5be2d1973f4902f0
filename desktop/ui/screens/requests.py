"""Requests: for access to a document, and from outside for the executive summary; a page for each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget, QWidget

from desktop.custody import access
from desktop.custody.access import MODES, Request
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.electronic import SendElectronic
from desktop.ui.dialogs.requests import DecideRequest, RecordRequest, ViewHere
from desktop.ui.screens.information import InformationScreen
from desktop.ui.screens.interest import InterestScreen
from desktop.ui.screens.screen import Offer, Screen, needs_row
from desktop.ui.tables import Column


class AccessScreen(Screen):
    """The access requests."""

    title = "Access requests"
    noun = "request"
    empty_title = "Nobody has asked for access yet."
    empty_hint = (
        "Enter the person under People and take the document into custody; then record the request here."
    )

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        register = self.desk.register
        return [
            Column("Request", lambda asked: asked.request, lambda asked: rows.reference_key(asked.request)),
            Column("State", lambda asked: asked.state, whole=True),
            Column("Who asks", lambda asked: rows.person_name(register, asked.person)),
            Column(
                "Document", lambda asked: asked.document, lambda asked: rows.reference_key(asked.document)
            ),
            Column("How", lambda asked: MODES[asked.mode]),
            Column("Asked", lambda asked: rows.short_day(asked.asked), lambda asked: asked.asked),
            Column("Until", _until, lambda asked: rows.day_key(asked.decision and asked.decision.until)),
        ]

    def rows(self) -> Sequence[Request]:
        """Return the requests, newest first."""
        return list(reversed(self.desk.register.requests.values()))

    def identify(self, row: Request) -> str:
        """Return the reference."""
        return row.request

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk = self.desk
        return [
            Offer(
                "&Record a request…",
                lambda _row: RecordRequest(desk, "", "", self.window()),
                self._possible,
                main=True,
                on_row=False,
            ),
            Offer("&Decide…", lambda asked: DecideRequest(desk, asked, self.window()), _undecided),
            Offer(
                "&View here…",
                lambda asked: ViewHere(desk, asked, self.window()),
                lambda asked: self._not_granted(asked, "view"),
            ),
            Offer(
                "Send &electronically…",
                lambda asked: SendElectronic(desk, asked, self.window()),
                lambda asked: self._not_granted(asked, "electronic"),
            ),
        ]

    def details(self, row: Request) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a request."""
        register = self.desk.register
        facts = [
            ("State", row.state),
            ("Who asks", rows.person_line(register, row.person)),
            ("For", rows.document_line(register, row.document)),
            ("Purpose", row.purpose),
            ("How", MODES[row.mode]),
            ("Under", row.authority),
            ("Asked", rows.day(row.asked)),
            ("Asked by", row.asked_by),
        ]
        if row.decision:
            facts += [
                ("Decided by", row.decision.by),
                ("Decided", rows.day(row.decision.day)),
                ("Reason", row.decision.reason),
                ("Until", rows.day(row.decision.until)),
                ("Conditions", row.decision.conditions),
                ("It waits", access.awaited(register, row, self.desk.today)),
            ]
        return row.request, facts

    def _not_granted(self, asked: Request | None, mode: str) -> str:
        if asked is None:
            return needs_row(asked)
        if asked.mode != mode:
            return f"It asks for another mode: {MODES[asked.mode]}."
        if asked.state != "agreed":
            return f"It is {asked.state}."
        return access.awaited(self.desk.register, asked, self.desk.today)

    def _possible(self, _row: Request | None) -> str:
        register = self.desk.register
        if not register.people:
            return "Add a person first."
        return "" if register.documents else "Take a document into custody first."


class RequestsScreen(QTabWidget):
    """Every kind of request."""

    title = "Requests"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Show the access requests first."""
        super().__init__(parent)
        self.setAccessibleName("Kinds of request")
        self.setDocumentMode(True)
        self.access = AccessScreen(desk)
        self.interest = InterestScreen(desk)
        self.addTab(self.access, "A&ccess to documents")
        self.addTab(self.interest, "E&xecutive summary")
        self.information = InformationScreen(desk)
        self.addTab(self.information, "&Information")

    def enter(self) -> None:
        """Put the cursor on the page that is shown."""
        shown = self.currentWidget()
        if isinstance(shown, Screen):
            shown.enter()

    def reveal(self, identity: str) -> None:
        """Choose the request of that id, of whichever kind."""
        of_letter: dict[str, Screen] = {
            "E": self.interest,
            "F": self.information,
            "S": self.information,
        }
        screen = of_letter.get(identity.partition("-")[0], self.access)
        self.setCurrentWidget(screen)
        screen.reveal(identity)


def _until(asked: Request) -> str:
    return rows.short_day(asked.decision.until) if asked.decision else ""


def _undecided(asked: Request | None) -> str:
    if asked is None:
        return needs_row(asked)
    return f"It is {asked.state}; a decision is made once." if asked.decision else ""
