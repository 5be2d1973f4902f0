"""After locking nothing of the vault is left: on the screen, for a screen reader, in the fields."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.custody import people, reviews
from desktop.office.opening import Bounds
from desktop.ui.dialogs.papers import AccessLog
from desktop.ui.dialogs.reviews import OpenReview
from desktop.ui.dialogs.viewing import Pages, ViewDocument
from desktop.ui.fields import DayField
from desktop.ui.gate import Founding
from desktop.ui.main_window import MainWindow
from desktop.ui.screens.documents import DocumentsScreen
from desktop.ui.viewer.pictures import Pictures
from desktop.ui.work import Lanes
from tests.ui.hands import PASSPHRASE, WAIT, Hands

BOARD = "Marker Board of Quillshire (invented)"
KEEPER = "Keeper Quillfeather"
PERSON = "Reader Quillby"
REVIEW = "SCR-QUILL-7"
TYPED = "typed about Quillstone"
MARKER = "quill"


@pytest.fixture
def window(
    dressed: QApplication, lanes: Lanes, tmp_path: Path, cheap: Bounds, qtbot: QtBot
) -> Iterator[MainWindow]:
    """Return a window on a vault in which every name holds the marker."""
    assert dressed
    made = MainWindow(lanes, bounds=cheap)
    made.show()
    made.unlock_page.other.click()
    facts = Founding(tmp_path / "vault", PASSPHRASE, BOARD, KEEPER, "", tmp_path / "device.key")
    page = made.create_page
    for line, text in ((page.board, BOARD), (page.operator, KEEPER), (page.passphrase, PASSPHRASE)):
        line.setText(text)
    made.create_vault(facts)
    qtbot.waitUntil(lambda: made.shell is not None, timeout=WAIT)
    assert made.desk is not None
    hands = Hands(made.desk, qtbot, tmp_path)
    hands.do(reviews.open_review, reference=REVIEW, authority="The Chair")
    post = {
        "post": "Nurse at Quillham",
        "agency": "Quill Health",
        "role": "panel member",
        "authority": "m. 4",
    }
    hands.do(people.add, name=PERSON, **post)
    yield made
    made.close()
    qtbot.waitUntil(lambda: not made.isVisible() and not lanes.jobs, timeout=WAIT)
    shiboken6.delete(made)


def lock(window: MainWindow, qtbot: QtBot) -> None:
    window.lock_vault()
    qtbot.waitUntil(lambda: not window.lanes.jobs and not window._locking, timeout=WAIT)
    qtbot.wait(50)  # what is thrown away goes when nothing else is to be done


def texts(widget: QWidget) -> Iterator[str]:
    """Yield all that a widget says or could say again."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.whatsThis())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.text()
        widget.undo()
        yield widget.text()
        widget.redo()
    if isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
        widget.undo()
        yield widget.toPlainText()
        widget.redo()
    if isinstance(widget, QComboBox):
        yield from map(widget.itemText, range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from map(widget.tabText, range(widget.count()))
    if isinstance(widget, QMenu):
        for action in widget.actions():
            yield from (action.text(), action.toolTip(), action.statusTip())
    if isinstance(widget, QTableView):
        model = widget.model()
        cells = [(at, to) for at in range(model.rowCount()) for to in range(model.columnCount())]
        yield from (str(model.index(*cell).data()) for cell in cells)


def spoken(widget: QWidget) -> Iterator[str]:
    """Yield all that a screen reader finds at a widget and below it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    waiting: list[QAccessibleInterface | None] = [interface]
    while waiting:
        one = waiting.pop()
        if one is None or not one.isValid():
            continue
        yield from (one.text(kind) for kind in QAccessible.Text if kind != QAccessible.Text.UserText)
        waiting += [one.child(at) for at in range(one.childCount())]


def found() -> set[str]:
    """Return every text with the marker, in any window, shown or not."""
    every = [text for widget in QApplication.allWidgets() for text in texts(widget)]
    every += [text for top in QApplication.topLevelWidgets() for text in spoken(top)]
    return {text for text in every if MARKER in text.casefold() or PASSPHRASE in text}


def on_screen() -> list[QWidget]:
    """Return what stands over the window: it is the only one of its kind."""
    tops = QApplication.topLevelWidgets()
    return [top for top in tops if top.isVisible() and not isinstance(top, MainWindow)]


def open_dialog(window: MainWindow) -> None:
    assert window.desk is not None
    dialog = OpenReview(window.desk, window)
    dialog.open()
    dialog.reference.setText(TYPED)


def open_list(window: MainWindow) -> None:
    assert window.desk is not None
    dialog = AccessLog(window.desk, parent=window)
    dialog.open()
    dialog.review.showPopup()


def open_outcome(window: MainWindow) -> None:
    assert window.desk is not None
    dialog = OpenReview(window.desk, window)
    dialog.open()
    dialog.complaint.say(f"{TYPED} is there already.", TYPED)


def open_words_at_the_pointer(window: MainWindow) -> None:
    QToolTip.showText(window.mapToGlobal(QPoint(20, 20)), TYPED, window)


def open_menu_of_a_field(window: MainWindow) -> None:
    open_dialog(window)
    field = next(line for line in window.findChildren(QLineEdit) if line.text() == TYPED and line.isVisible())
    place = QPoint(2, 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, field.mapToGlobal(place))
    QApplication.sendEvent(field, event)


def open_calendar(window: MainWindow) -> None:
    assert window.desk is not None
    dialog = OpenReview(window.desk, window)
    dialog.open()
    dialog.findChildren(DayField)[0]._pick.click()


@pytest.mark.parametrize(
    "opened",
    [
        lambda _window: None,
        open_dialog,
        open_list,
        open_outcome,
        open_words_at_the_pointer,
        open_menu_of_a_field,
        open_calendar,
    ],
    ids=["nothing", "dialog", "list", "message", "tooltip", "menu", "calendar"],
)
def test_after_locking_nothing_of_the_vault_is_left(
    window: MainWindow, qtbot: QtBot, opened: Callable[[MainWindow], None]
) -> None:
    assert window.shell is not None
    for title in window.shell.screens:
        window.shell.go(title)
        qtbot.waitUntil(lambda: not window.lanes.jobs, timeout=WAIT)
    opened(window)
    assert {text for text in found() if PERSON in text}, "the walk sees what is there"
    assert on_screen() or opened.__name__ == "<lambda>"
    window.lock_vault()
    assert on_screen() == [], "it is off the screen at once"
    lock(window, qtbot)
    assert found() == set()


def test_locking_while_a_menu_of_a_table_is_open_goes_well(window: MainWindow, qtbot: QtBot) -> None:
    assert window.shell is not None
    window.shell.go("People")
    table = window.shell.screens["People"].table  # type: ignore[union-attr]
    seen: list[QWidget] = []

    def look_and_lock() -> None:
        seen.extend(on_screen())
        window.lock_vault()

    QTimer.singleShot(100, window, look_and_lock)
    view = table.viewport()
    place, reason = view.rect().center(), QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view, QContextMenuEvent(reason, place, view.mapToGlobal(place)))
    assert any(isinstance(one, QMenu) for one in seen)
    assert on_screen() == []
    lock(window, qtbot)
    assert found() == set()


def test_no_page_of_a_document_is_left(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    assert window.desk is not None
    assert window.shell is not None
    hands = Hands(window.desk, qtbot, tmp_path)
    hands.open_review()
    document = window.desk.register.documents[hands.take_in()]
    window.shell.go("Documents")
    screen = window.shell.screens["Documents"]
    assert isinstance(screen, DocumentsScreen)
    dialog = ViewDocument(window.desk, document, window)
    dialog.open()
    dialog.purpose.setPlainText(TYPED)
    dialog.verb.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(Pages)), timeout=WAIT)
    (pages,) = window.findChildren(Pages)
    qtbot.waitUntil(lambda: hasattr(pages, "view") and pages.pictures.at_rest, timeout=WAIT)
    lock(window, qtbot)
    assert not window.findChildren(Pages)
    assert not window.findChildren(Pictures)
    assert found() == set()


def test_no_passphrase_comes_back_by_undoing(window: MainWindow, qtbot: QtBot) -> None:
    lock(window, qtbot)
    line = window.unlock_page.passphrase
    QTest.keyClicks(line, PASSPHRASE)
    window.unlock_page.facts()
    line.setEchoMode(QLineEdit.EchoMode.Normal)
    line.undo()
    assert line.text() == ""


def test_what_was_typed_before_leaving_is_forgotten(window: MainWindow, qtbot: QtBot) -> None:
    lock(window, qtbot)
    window.unlock_page.passphrase.setText(PASSPHRASE)
    window.create_page.passphrase.setText(PASSPHRASE)
    window.leave()
    assert found() == set()
