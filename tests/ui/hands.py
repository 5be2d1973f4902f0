"""Somebody's hands at the desk: what the tests of the window do over and over, against a real vault."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.custody import access, people, reviews
from desktop.custody.copies import Copy
from desktop.office import movements, opening, printing, take_in
from desktop.office.movements import Handover, SignedOut
from desktop.office.office import Office, Outcome
from desktop.office.opening import Bounds
from desktop.office.printing import Order
from desktop.office.procedure import Procedure, Step
from desktop.office.take_in import Accession
from desktop.ui.act_dialog import ActDialog
from desktop.ui.desk import Desk
from desktop.ui.work import Lanes

Result = TypeVar("Result")
Dialog = TypeVar("Dialog", bound=ActDialog)
PASSPHRASE = "an invented passphrase of the tests"  # noqa: S105 - opens nothing but what the tests make
BOARD = "Exampleshire Safeguarding Children Board (invented)"
REVIEW = "SCR-2026-01"
WAIT = 90_000
"""Milliseconds after which a wait is given up."""


def pdf(file: Path, pages: int = 3) -> Path:
    """Write a small PDF."""
    canvas = Canvas(str(file))
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"An invented document, page {number}")
        canvas.showPage()
    canvas.save()
    return file


class Hands:
    """Somebody at the desk: does what a test needs done, and waits for it as a person would."""

    def __init__(self, desk: Desk, qtbot: QtBot, folder: Path) -> None:
        self.desk = desk
        self.qtbot = qtbot
        self.folder = folder
        self._shown: list[QDialog] = []

    def finish(self, procedure: Procedure[Result]) -> Result:
        """Drive a procedure on the lanes; return what came of it."""
        return finished(self.desk, procedure, self.desk, self.qtbot)

    def do(self, act: Callable[..., Any], **facts: Any) -> Outcome:
        return self.finish(self.desk.office.act(act, **facts))

    def open_review(self, reference: str = REVIEW) -> str:
        self.do(reviews.open_review, reference=reference, authority="Chair's decision (invented)")
        return reference

    def add_person(self, name: str = "Amina Sample") -> str:
        facts = {"post": "Designated Nurse", "agency": "Exampleshire Health", "role": "senior representative"}
        outcome = self.do(people.add, name=name, authority="minute 4", **facts)
        return outcome.events[0].person  # type: ignore[no-any-return, attr-defined]

    def take_in(self, pages: int = 3, kind: str = "overview-report") -> str:
        file = pdf(self.folder / f"received-{kind}.pdf", pages)
        accession = Accession(REVIEW, kind, "anonymised")
        return self.finish(take_in.take_in(self.desk.office, file, accession)).document

    def agree(self, person: str, document: str) -> str:
        asked = self.do(access.ask, person=person, document=document, purpose="To prepare", mode="hard-copy")
        request = asked.events[0].request  # type: ignore[attr-defined]
        self.do(access.decide, request=request, agreed=True, by="The Chair", reason="Needed")
        return request  # type: ignore[no-any-return]

    def print(self, document: str, count: int = 1) -> list[str]:
        order = Order(document, count)
        done = self.finish(printing.print_copies(self.desk.office, order, self.folder / "copies"))
        return [copy.copy for copy in done.copies]

    def copy_in_safe(self) -> Copy:
        """Open a review, take a document in, let somebody have access, and print one copy."""
        self.open_review()
        document = self.take_in()
        self.agree(self.add_person(), document)
        return self.desk.register.copies[self.print(document)[0]]

    def sign_out(self, copy: Copy) -> SignedOut:
        """Sign a copy out to whoever was agreed to first."""
        request = next(r for r in self.desk.register.requests.values() if r.document == copy.document)
        due = self.desk.today + timedelta(days=14)
        handover = Handover(copy.copy, request.person, request.request, due)
        return self.finish(movements.sign_out(self.desk.office, handover, self.folder / "slips"))

    def copy_out(self) -> tuple[Copy, str]:
        """Have a copy signed out; return it with the code of its slip."""
        signed = self.sign_out(self.copy_in_safe())
        return self.copy("D-0001/1"), signed.slip_code

    def copy(self, reference: str) -> Copy:
        return self.desk.register.copies[reference]

    def show(self, dialog: Dialog) -> Dialog:
        self._shown.append(dialog)
        dialog.open()
        return dialog

    def shown(self, dialog: QDialog) -> None:
        """Remember a dialog that another one opened."""
        self._shown.append(dialog)

    def opened(self, kind: type[Dialog]) -> list[Dialog]:
        """Return the dialogs of a kind that are on the screen."""
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

    def put_away(self) -> None:
        """Close every dialog that was shown."""
        for dialog in filter(shiboken6.isValid, self._shown):
            dialog.close()
            shiboken6.delete(dialog)

    def submit(self, dialog: ActDialog) -> None:
        """Press the verb and wait for the answer."""
        dialog.verb.click()
        self.qtbot.waitUntil(lambda: not self.desk.lanes.jobs, timeout=WAIT)

    def refused(self, dialog: ActDialog) -> str:
        """Press the verb; return the complaint of a dialog that stays open with it."""
        self.submit(dialog)
        assert dialog.isVisible()
        assert dialog.complaint.isVisible()
        assert dialog.verb.isEnabled()
        return dialog.complaint.message.text()

    def outcome(self, dialog: ActDialog) -> str:
        """Press the verb; return the title of what came of it."""
        self.submit(dialog)
        assert not dialog.complaint.isVisible(), dialog.complaint.message.text()
        assert dialog.said is not None
        return dialog.said.title


def finished(lanes: Lanes | Desk, procedure: Procedure[Result], owner: QObject, qtbot: QtBot) -> Result:
    """Drive a procedure on the lanes; return what came of it, or raise what it raised."""
    results: list[Result] = []
    errors: list[Exception] = []
    lanes.run(procedure, owner=owner, done=results.append, failed=errors.append)
    qtbot.waitUntil(lambda: bool(results or errors), timeout=WAIT)
    if errors:
        raise errors[0]
    return results[0]


def opened(folder: Path, bounds: Bounds) -> Procedure[Office]:
    """Make a vault where its ledger will be used: on the vault lane."""
    office: Office = yield Step(
        "vault",
        lambda _progress: opening.create(
            folder / "vault",
            passphrase=PASSPHRASE,
            board_name=BOARD,
            operator="Jo Example",
            key_file=folder / "device.key",
            bounds=bounds,
        ),
        "Making",
    )
    return office


def closed(office: Office) -> Procedure[None]:
    """Close a vault where it was opened."""
    yield Step("vault", lambda _progress: office.close(), "Locking")
