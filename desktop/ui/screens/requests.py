"""Requests: for access to a document, and from outside for the executive summary; a page for each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget, QWidget

from desktop.custody.access import MODES, Request
from desktop.custody.interest import Interest
from desktop.ui import rows
from desktop.ui.desk import Desk
from desktop.ui.dialogs.interest import AnswerInterest, RecordInterest
from desktop.ui.dialogs.papers import AccessLog
from desktop.ui.dialogs.requests import DecideRequest, RecordRequest
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
            ("Asked", rows.day(row.asked)),
        ]
        if row.decision:
            facts += [
                ("Decided by", row.decision.by),
                ("Decided", rows.day(row.decision.day)),
                ("Reason", row.decision.reason),
                ("Until", rows.day(row.decision.until)),
                ("Conditions", row.decision.conditions),
            ]
        return row.request, facts

    def _possible(self, _row: Request | None) -> str:
        register = self.desk.register
        if not register.people:
            return "Add a person first."
        return "" if register.documents else "Take a document into custody first."


class InterestScreen(Screen):
    """The executive-summary requests."""

    title = "Executive-summary requests"
    noun = "executive-summary request"
    empty_title = "Nobody has asked for the executive summary yet."
    empty_hint = "Requests from families, the public, the press and others are recorded here for the Panel."

    def columns(self) -> Sequence[Column]:
        """Return the columns."""
        return [
            Column("Request", lambda asked: asked.interest, lambda asked: rows.reference_key(asked.interest)),
            Column("State", lambda asked: asked.state, whole=True),
            Column("Who asks", lambda asked: asked.name),
            Column("Category", lambda asked: asked.category),
            Column("Format", lambda asked: asked.format),
            Column("Review", lambda asked: asked.review),
            Column("Received", lambda asked: rows.short_day(asked.received), lambda asked: asked.received),
        ]

    def rows(self) -> Sequence[Interest]:
        """Return the requests, newest first."""
        return list(reversed(self.desk.register.interest.values()))

    def identify(self, row: Interest) -> str:
        """Return the reference."""
        return row.interest

    def make_offers(self) -> Sequence[Offer]:
        """Return what may be done."""
        desk = self.desk
        return [
            Offer(
                "&Record a request…",
                lambda _row: RecordInterest(desk, "", self.window()),
                self._possible,
                main=True,
                on_row=False,
            ),
            Offer("&Answer…", lambda asked: AnswerInterest(desk, asked, self.window()), _unanswered),
            Offer("Access lo&g…", lambda asked: AccessLog(desk, asked.review, self.window()), needs_row),
        ]

    def details(self, row: Interest) -> tuple[str, Sequence[tuple[str, str]]]:
        """Return what is known of a request."""
        return row.interest, [
            ("State", row.state),
            ("Who asks", row.name),
            ("Category", row.category),
            ("Format", row.format),
            ("Review", row.review),
            ("Reason", row.reason),
            ("Received", rows.day(row.received)),
            ("Answered", rows.day(row.answer.day) if row.answer else ""),
            ("Told", row.answer.why if row.answer else ""),
        ]

    def _possible(self, _row: Interest | None) -> str:
        return "" if self.desk.register.reviews else "Open a review first."


class RequestsScreen(QTabWidget):
    """Both kinds of request."""

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

    def enter(self) -> None:
        """Put the cursor on the page that is shown."""
        (self.interest if self.currentWidget() is self.interest else self.access).enter()

    def reveal(self, identity: str) -> None:
        """Choose the request of that id, of whichever kind."""
        screen = self.interest if identity.startswith("E-") else self.access
        self.setCurrentWidget(screen)
        screen.reveal(identity)


def _until(asked: Request) -> str:
    return rows.short_day(asked.decision.until) if asked.decision else ""


def _undecided(asked: Request | None) -> str:
    if asked is None:
        return needs_row(asked)
    return f"It is {asked.state}; a decision is made once." if asked.decision else ""


def _unanswered(asked: Interest | None) -> str:
    if asked is None:
        return needs_row(asked)
    final = asked.answer is not None and asked.answer.outcome != "waiting for publication"
    return f"It was answered: {asked.state}." if final else ""
