"""Viewing a document: the purpose first, then its pages, and nothing on the disk."""

from pathlib import Path

from PySide6.QtCore import Qt

from desktop.ui.dialogs.viewing import Pages, ViewDocument
from tests.ui.hands import Hands


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def viewed(hands: Hands) -> Pages:
    hands.open_review()
    document = hands.desk.register.documents[hands.take_in(pages=3)]
    dialog = hands.show(ViewDocument(hands.desk, document))
    dialog.purpose.setPlainText("To prepare the meeting")
    hands.submit(dialog)
    assert dialog.pages is not None
    hands.shown(dialog.pages)
    return dialog.pages


def settled(hands: Hands, pages: Pages) -> None:
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs and not pages._drawing)


def test_nothing_is_shown_before_the_purpose_is_given(hands: Hands) -> None:
    hands.open_review()
    document = hands.desk.register.documents[hands.take_in()]
    dialog = hands.show(ViewDocument(hands.desk, document))
    head = hands.desk.register.head
    assert hands.refused(dialog) == "Fill in: For what purpose."
    assert dialog.pages is None
    assert hands.desk.register.head == head


def test_the_view_is_an_entry_and_the_page_is_drawn(hands: Hands) -> None:
    pages = viewed(hands)
    head = hands.desk.register.head.number
    settled(hands, pages)
    assert hands.desk.register.head.number == head
    assert pages.page.pixmap().width() > 100
    assert pages.page.accessibleName() == "Page 1 of 3, an image"


def test_pages_are_turned_and_enlarged_without_a_file(hands: Hands) -> None:
    pages = viewed(hands)
    settled(hands, pages)
    before, width = files(hands.folder), pages.page.pixmap().width()
    hands.qtbot.keyClick(pages, Qt.Key.Key_PageDown)
    pages.turn(1)
    pages.turn(1)
    pages.zoom(1)
    settled(hands, pages)
    assert pages.number.value() == 3
    assert pages.page.accessibleName() == "Page 3 of 3, an image"
    assert pages.page.pixmap().width() > width
    assert files(hands.folder) == before


def test_what_cannot_be_drawn_is_said_where_the_page_would_be(hands: Hands) -> None:
    pages = viewed(hands)
    settled(hands, pages)
    pages.number.setMaximum(99)
    pages.number.setValue(99)
    settled(hands, pages)
    assert pages.complaint.isVisible()
    assert pages.complaint.message.text()
