"""The whole job through the real window, from an empty folder to the access log: what the program is for.

Everything goes through widgets a person would use: fields, buttons, tables. The vault is a real one.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.custody import ledger
from desktop.custody.copies import CopyState
from desktop.office.opening import Bounds
from desktop.ui.act_dialog import ActDialog
from desktop.ui.desk import Desk
from desktop.ui.dialogs.copies import PrintCopies
from desktop.ui.dialogs.documents import TakeIn
from desktop.ui.dialogs.interest import RecordInterest
from desktop.ui.dialogs.loans import ConfirmSlip, SignOut, TakeBack
from desktop.ui.dialogs.papers import AccessLog, CheckSlip, VerifyVault
from desktop.ui.dialogs.people import AddPerson
from desktop.ui.dialogs.requests import DecideRequest, RecordRequest
from desktop.ui.dialogs.reviews import OpenReview
from desktop.ui.main_window import MainWindow
from desktop.ui.screens.paged import PagedScreen
from desktop.ui.screens.requests import RequestsScreen
from desktop.ui.screens.screen import Screen
from desktop.ui.work import Lanes
from tests.ui.hands import BOARD, PASSPHRASE, REVIEW, WAIT, pdf

Dialog = TypeVar("Dialog", bound=ActDialog)


class Person:
    """Somebody before the window, who sees only what it shows."""

    def __init__(self, window: MainWindow, folder: Path, qtbot: QtBot) -> None:
        self.window = window
        self.folder = folder
        self.qtbot = qtbot

    @property
    def desk(self) -> Desk:
        assert self.window.desk is not None
        return self.window.desk

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: not self.window.lanes.jobs, timeout=WAIT)

    def screen(self, title: str) -> Screen:
        shell = self.window.shell
        assert shell is not None
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow, timeout=WAIT)
        (entry,) = shell.navigation.findItems(title, Qt.MatchFlag.MatchExactly)
        key = entry.toolTip().removeprefix("Ctrl+")
        self.qtbot.keyClick(shell, key, Qt.KeyboardModifier.ControlModifier)
        found = shell.screens[title]
        self.qtbot.waitUntil(found.isVisible, timeout=WAIT)
        self.wait()
        if isinstance(found, PagedScreen):
            return found.first
        if isinstance(found, RequestsScreen):
            return found.access
        assert isinstance(found, Screen)
        return found

    def begin(self, screen: Screen, button: str, kind: type[Dialog]) -> Dialog:
        """Press a button of a screen; return the dialog it opens."""
        pressed = next(one for one in screen.findChildren(QPushButton) if one.accessibleName() == button)
        assert pressed.isEnabled(), pressed.toolTip()
        self.qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
        return next(one for one in self.window.findChildren(kind) if one.isVisible())

    def finish(self, dialog: ActDialog) -> dict[str, str]:
        """Press the verb and Close; return what the outcome said."""
        self.qtbot.mouseClick(dialog.verb, Qt.MouseButton.LeftButton)
        self.wait()
        assert dialog.said is not None, dialog.complaint.message.text()
        said = {"title": dialog.said.title, **dict(dialog.said.facts)}
        self.qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
        return said


@pytest.fixture
def person(
    dressed: QApplication, lanes: Lanes, tmp_path: Path, cheap: Bounds, qtbot: QtBot
) -> Iterator[Person]:
    """Return somebody before the window."""
    assert dressed
    window = MainWindow(lanes, tmp_path / "vault", tmp_path / "device.key", bounds=cheap)
    window.show()
    yield Person(window, tmp_path, qtbot)
    window.close()
    qtbot.waitUntil(lambda: not lanes.jobs and window.desk is None, timeout=WAIT)


def create(person: Person) -> None:
    page = person.window.create_page
    person.qtbot.mouseClick(person.window.unlock_page.other, Qt.MouseButton.LeftButton)
    page.folder.set_path(person.folder / "vault")
    page.key_file.set_path(person.folder / "device.key")
    for field, text in (
        (page.board, BOARD),
        (page.operator, "Jo Example"),
        (page.passphrase, PASSPHRASE),
        (page.again, PASSPHRASE),
    ):
        person.qtbot.keyClicks(field, text)
    person.qtbot.mouseClick(page.verb, Qt.MouseButton.LeftButton)
    person.qtbot.waitUntil(lambda: person.window.shell is not None, timeout=WAIT)


def take_in(person: Person) -> None:
    opening = person.begin(person.screen("Reviews"), "Open a review", OpenReview)
    person.qtbot.keyClicks(opening.reference, REVIEW)
    person.qtbot.keyClicks(opening.authority, "Decision of the Chair (invented)")
    person.finish(opening)
    adding = person.begin(person.screen("People"), "Add a person", AddPerson)
    for field, text in (
        (adding.name, "Amina Sample"),
        (adding.post, "Designated Nurse"),
        (adding.agency, "Exampleshire Health Trust"),
        (adding.role.role, "panel member"),
        (adding.contact.telephone, "01632 960001"),
    ):
        person.qtbot.keyClicks(field, text)
    person.finish(adding)
    taking = person.begin(person.screen("Documents"), "Take in", TakeIn)
    taking.file.set_path(pdf(person.folder / "received.pdf", 4))
    taking.kind.choose("overview-report")
    taking.edition.choose("anonymised")
    taking.intake.pages.setValue(4)
    assert person.finish(taking)["Pages"] == "4"


def grant_and_print(person: Person) -> None:
    asking = person.begin(person.screen("Requests"), "Record a request", RecordRequest)
    asking.person.choose("P-0001")
    asking.document.choose("D-0001")
    person.qtbot.keyClicks(asking.purpose, "To prepare the panel's meeting")
    person.finish(asking)
    deciding = person.begin(person.screen("Requests"), "Decide", DecideRequest)
    deciding.decision.choose("agreed")
    person.qtbot.keyClicks(deciding.by, "The Chair (invented)")
    person.qtbot.keyClicks(deciding.reason, "Member of the panel")
    assert person.finish(deciding)["title"] == "R-0001 is agreed."
    printing = person.begin(person.screen("Documents"), "Print copies", PrintCopies)
    printing.number.setValue(2)
    printing.folder.set_path(person.folder / "copies")
    assert person.finish(printing)["title"] == "D-0001/1 to D-0001/2: ready, 4 pages each."


def text_of(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def lend_and_take_back(person: Person) -> str:
    """Return the number and code at the foot of the slip."""
    signing = person.begin(person.screen("Copies"), "Sign out", SignOut)
    signing.folder.set_path(person.folder / "slips")
    person.finish(signing)
    slip = next((person.folder / "slips").glob("*.pdf"))
    checkpoint = ledger.checkpoint(person.desk.register.head)
    loan = person.desk.register.copies["D-0001/1"].loan
    assert loan is not None
    printed = re.sub(r"[\s-]", "", text_of(slip))
    assert loan.slip_code in printed
    assert re.sub(r"[\s-]", "", checkpoint) in printed
    confirming = person.begin(person.screen("Copies"), "Confirm the slip", ConfirmSlip)
    person.qtbot.keyClicks(confirming.code, loan.slip_code.lower())
    assert person.finish(confirming)["title"] == "D-0001/1 is signed out."
    back = person.begin(person.screen("Copies"), "Take back", TakeBack)
    back.pages.setValue(4)
    person.qtbot.keyClicks(back.condition, "good")
    assert person.finish(back)["State"] == "in safe"
    return checkpoint


def answer_for_it(person: Person, checkpoint: str) -> None:
    shell = person.window.shell
    assert shell is not None
    person.screen("Requests")
    requests = shell.screens["Requests"]
    assert isinstance(requests, RequestsScreen)
    requests.setCurrentWidget(requests.interest)
    wish = person.begin(requests.interest, "Record a request", RecordInterest)
    person.qtbot.keyClicks(wish.name, "Exampleton Gazette (invented)")
    wish.category.choose("press")
    person.qtbot.keyClicks(wish.reason, "Our readers ask")
    person.finish(wish)
    log = person.begin(person.screen("Reviews"), "Access log", AccessLog)
    log.file.set_path(person.folder / "log" / "access-log.pdf")
    person.finish(log)
    assert "Exampleton Gazette" in text_of(person.folder / "log" / "access-log.pdf")
    assert "R-0001" in (person.folder / "log" / "access-log.csv").read_text("utf-8-sig")
    verifying = person.begin(person.screen("Ledger"), "Verify the vault", VerifyVault)
    assert person.finish(verifying)["title"] == "Nothing is wrong."
    checking = person.begin(person.screen("Ledger"), "Check a slip", CheckSlip)
    person.qtbot.keyClicks(checking.text, checkpoint.lower())
    assert person.finish(checking)["title"].startswith("Matches")


def test_the_whole_job_from_an_empty_folder_to_the_access_log(person: Person) -> None:
    create(person)
    take_in(person)
    grant_and_print(person)
    checkpoint = lend_and_take_back(person)
    answer_for_it(person, checkpoint)
    copies = person.desk.register.copies
    assert {copy.state for copy in copies.values()} == {CopyState.IN_SAFE}
    assert len(list((person.folder / "copies").iterdir())) == 2
    person.window.lock_vault()
    page = person.window.unlock_page
    person.qtbot.waitUntil(page.verb.isEnabled, timeout=WAIT)
    page.passphrase.setText(PASSPHRASE)
    page.submit()
    person.qtbot.waitUntil(lambda: person.window.shell is not None, timeout=WAIT)
    assert person.desk.register.copies == copies
