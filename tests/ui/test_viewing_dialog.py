"""Viewing a document: the purpose first, then its pages, and nothing on the disk (B9)."""

import copy
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from desktop.custody.errors import CancelledError
from desktop.office import take_in, viewing
from desktop.office.procedure import Procedure, Progress, Step
from desktop.office.take_in import Accession
from desktop.paper.messages import Hit
from desktop.store.durable import PARTIAL
from desktop.ui.dialogs.viewing import Pages, ViewDocument
from desktop.ui.viewer import pictures, search
from tests.ui.hands import REVIEW, WAIT, Hands


def files(folder: Path) -> set[Path]:
    """Return all but the notes of the head, which are written in a time of their own."""
    return {
        path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("head", PARTIAL))
    }


def viewed(hands: Hands, pages: int = 3) -> Pages:
    hands.open_review()
    pages_shown = viewing_of(hands, hands.take_in(pages=pages))
    hands.qtbot.waitUntil(lambda: pages_shown.view.verticalScrollBar().maximum() > 0, timeout=WAIT)
    settled(hands, pages_shown)
    return pages_shown


def viewing_of(hands: Hands, document: str) -> Pages:
    dialog = hands.show(ViewDocument(hands.desk, hands.desk.register.documents[document]))
    dialog.purpose.setPlainText("To prepare the meeting")
    hands.submit(dialog)
    assert dialog.pages is not None
    hands.shown(dialog.pages)
    settled(hands, dialog.pages)
    return dialog.pages


def taken_in(hands: Hands, file: Path) -> str:
    accession = Accession(REVIEW, "overview-report", "anonymised")
    return hands.finish(take_in.take_in(hands.desk.office, file, accession)).document


def settled(hands: Hands, pages: Pages) -> None:
    hands.qtbot.waitUntil(
        lambda: hasattr(pages, "view") and not hands.desk.lanes.jobs and pages.pictures.at_rest, timeout=WAIT
    )


def test_nothing_is_shown_before_the_purpose_is_given(hands: Hands) -> None:
    hands.open_review()
    document = hands.desk.register.documents[hands.take_in()]
    dialog = hands.show(ViewDocument(hands.desk, document))
    head = hands.desk.register.head
    assert hands.refused(dialog) == "Fill in: For what purpose."
    assert dialog.pages is None
    assert hands.desk.register.head == head


def test_the_view_is_one_entry_and_the_page_is_drawn_as_wide_as_the_window(hands: Hands) -> None:
    before = hands.desk.register.head.number
    pages = viewed(hands)
    entries = hands.desk.register.head.number
    assert entries == before + 3  # the review, the document, the view
    picture = pages.pictures.picture(pages.view._wanted(0))
    assert isinstance(picture, QImage)
    assert abs(picture.width() - pages.view._places.place(0).width) <= 2
    assert pages.view.accessibleName() == "Page 1 of 3; the arrow keys move it"
    pages.turn(1)
    settled(hands, pages)
    assert hands.desk.register.head.number == entries


def test_who_looks_when_and_why_stands_across_every_page(hands: Hands) -> None:
    pages = viewed(hands)
    assert pages.view._mark.startswith("Jo Example · ")
    assert pages.view._mark.endswith(" · To prepare the meeting")
    marked = pages.view.grab().toImage()
    pages.view._mark = ""
    assert pages.view.grab().toImage() != marked


def test_pages_are_turned_by_keys_and_buttons_and_nothing_is_written(hands: Hands) -> None:
    pages = viewed(hands)
    before = files(hands.folder)
    hands.qtbot.keyClick(pages.view, Qt.Key.Key_End)
    assert pages.view.current == 3
    assert not pages.next.isEnabled()
    hands.qtbot.keyClick(pages.view, Qt.Key.Key_Home)
    assert pages.view.current == 1
    assert not pages.previous.isEnabled()
    pages.next.click()
    assert (pages.view.current, pages.number.value()) == (2, 2)
    pages.number.setValue(3)
    assert pages.view.current == 3
    settled(hands, pages)
    assert files(hands.folder) == before


def test_pages_are_enlarged_by_steps_by_choice_and_by_the_wheel(hands: Hands) -> None:
    pages = viewed(hands)
    pages.size_choice.choose("100")
    assert pages.view.zoom == 100
    pages.view.step_zoom(1)
    assert (pages.view.zoom, pages.size_choice.value()) == (125, "125")
    wheel(pages, 120)
    assert pages.view.zoom == 150
    wheel(pages, -120)
    assert pages.view.zoom == 125
    pages.size_choice.choose("page")
    place = pages.view._places.place(0)
    assert place.height <= pages.view.viewport().height()
    pages.view.set_zoom(10_000)
    assert pages.view.zoom == 400
    settled(hands, pages)


def wheel(pages: Pages, turned: int) -> None:
    middle = QPointF(pages.view.viewport().rect().center())
    event = QWheelEvent(
        middle,
        middle,
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's order
    )
    QApplication.sendEvent(pages.view.viewport(), event)


def test_the_page_that_is_looked_at_stays_when_it_is_enlarged_or_two_are_shown(hands: Hands) -> None:
    pages = viewed(hands, pages=30)
    pages.number.setValue(17)
    pages.view.step_zoom(1)
    assert pages.view.current == 17
    pages.two.click()
    assert pages.view.current == 17
    assert pages.view._places.place(16).top == pages.view._places.place(17).top
    settled(hands, pages)


def test_a_thousand_pages_are_scrolled_and_only_what_is_seen_is_drawn(hands: Hands) -> None:
    pages = viewed(hands, pages=1000)
    bar = pages.view.verticalScrollBar()
    for value in range(0, bar.maximum(), bar.maximum() // 50):
        bar.setValue(value)
    bar.setValue(bar.maximum())
    settled(hands, pages)
    assert pages.view.current == 1000
    assert pages.pictures.picture(pages.view._wanted(999)) is not None
    drawn = {kept.page for kept in pages.pictures._kept}
    assert len(drawn) < 120


def test_the_first_page_is_drawn_once_for_the_view_and_once_for_the_strip(hands: Hands) -> None:
    pages = viewed(hands)
    sharpness = sorted(kept.dpi for kept in pages.pictures._kept if kept.page == 0)
    assert len(sharpness) == 2
    assert sharpness[1] == round(pages.view.dpi, 1)


def test_every_page_that_is_seen_in_the_strip_comes_there_as_a_small_picture(hands: Hands) -> None:
    pages = viewed(hands, pages=5)
    settled(hands, pages)
    rows = pages.strip.model()
    shown = [rows.data(rows.index(row, 0), Qt.ItemDataRole.DecorationRole) for row in range(5)]
    ink = [{picture.toImage().pixel(x, y) for x in range(40) for y in range(40)} for picture in shown]
    assert all(0xFFFFFFFF in colours for colours in ink)  # of paper, which the place of a page to come is not


def test_no_more_pictures_are_kept_than_memory_is_meant_for_them(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_MOST_BYTES", 4 * 1024 * 1024)
    pages = viewed(hands, pages=12)
    for number in range(1, 13):
        pages.view.go_to(number)
        settled(hands, pages)
    assert pages.pictures._bytes <= 4 * 1024 * 1024 or len(pages.pictures._kept) == 1
    assert pages.pictures._bytes == sum(len(kept.image.pixels) for kept in pages.pictures._kept.values())


def test_a_text_is_found_on_every_page_and_gone_through_both_ways(hands: Hands) -> None:
    pages = viewed(hands, pages=120)
    pages.number.setValue(60)
    pages.search.line.setText("INVENTED document")
    hands.qtbot.keyClick(pages.search.line, Qt.Key.Key_Return)
    settled(hands, pages)
    assert len(pages.search.hits) == 120
    assert pages.search.present is not None
    assert (pages.search.present.page, pages.view.current) == (60, 60)
    assert pages.search.said.text() == "60 of 120"
    hands.qtbot.keyClick(pages.search.line, Qt.Key.Key_Return)
    assert pages.view.current == 61
    hands.qtbot.keyClick(pages.search, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    pages.search.back.click()
    assert pages.view.current == 59
    settled(hands, pages)
    pages.search.line.clear()
    assert (pages.search.hits, pages.search.said.text()) == ([], "")


def test_what_is_not_found_is_said_and_that_scans_have_no_words(hands: Hands) -> None:
    pages = viewed(hands)
    pages.search.line.setText("nowhere in it")
    hands.qtbot.keyClick(pages.search.line, Qt.Key.Key_Return)
    settled(hands, pages)
    assert pages.search.said.text() == "Not found. A scanned page has no words to search."
    assert not pages.search.on.isEnabled()


def test_a_new_search_takes_the_place_of_one_under_way(hands: Hands) -> None:
    pages = viewed(hands, pages=300)
    pages.search.line.setText("invented")
    hands.qtbot.keyClick(pages.search.line, Qt.Key.Key_Return)
    pages.search.line.setText("page 7")
    hands.qtbot.keyClick(pages.search.line, Qt.Key.Key_Return)
    settled(hands, pages)
    assert {hit.page for hit in pages.search.hits} == {7, *range(70, 80)}


def test_small_pictures_lead_to_their_pages_and_follow_the_view(hands: Hands) -> None:
    pages = viewed(hands, pages=40)
    pages.strip.setCurrentIndex(pages.strip.model().index(29, 0))
    assert pages.view.current == 30
    pages.view.go_to(12)
    assert pages.strip.currentIndex().row() == 11
    settled(hands, pages)
    pages.small.click()
    assert not pages.strip.isVisible()


def test_the_words_of_the_page_are_there_for_a_screen_reader_and_cannot_be_copied(hands: Hands) -> None:
    pages = viewed(hands)
    pages.spoken.click()
    pages.number.setValue(2)
    settled(hands, pages)
    assert pages.words.toPlainText() == "An invented document, page 2"
    assert pages.words.accessibleName() == "The words of page 2"
    QApplication.clipboard().setText("before")
    pages.words.selectAll()
    assert pages.words.textCursor().selectedText() == "An invented document, page 2"
    for keys in (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut):
        hands.qtbot.keySequence(pages.words, QKeySequence(keys))
        assert QApplication.clipboard().text() == "before"
    pages.words.copy()
    assert "invented" not in QApplication.clipboard().text()


def test_words_that_are_marked_with_the_pointer_cannot_be_dragged_elsewhere(hands: Hands) -> None:
    pages = viewed(hands)
    pages.spoken.click()
    settled(hands, pages)
    hands.qtbot.mouseDClick(pages.words.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert not pages.words.textCursor().hasSelection()


def test_a_page_that_cannot_be_drawn_is_said_in_its_place(hands: Hands) -> None:
    pages = viewed(hands)
    pages.pictures._kept.clear()
    pages.pictures._master = pages.pictures._master._replace(sealed="0" * 32)
    pages.view.set_zoom(100)
    settled(hands, pages)
    assert pages.complaint.isVisible()
    assert 0 in pages.pictures.refused
    assert pages.view._look(0).told.startswith("Page 1: ")


def test_a_document_that_cannot_be_opened_says_so_and_can_be_closed(hands: Hands) -> None:
    hands.open_review()
    document = hands.desk.register.documents[hands.take_in()]
    opened = hands.finish(viewing.begin(hands.desk.office, document.document, "To prepare"))
    lost = opened._replace(master=opened.master._replace(sealed="0" * 32))
    pages = Pages(hands.desk, document, lost)
    hands.shown(pages)
    pages.open()
    hands.qtbot.waitUntil(pages.complaint.isVisible, timeout=WAIT)
    assert pages.waiting.text() == "No page of it can be shown."
    assert not hasattr(pages, "view")
    pages.close_button.click()
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)


def test_closing_has_the_worker_close_the_document(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = viewed(hands)
    ended: list[str] = []
    monkeypatch.setattr(hands.desk.office.room, "release", lambda: ended.append("closed"))
    pages.close()
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    assert ended == ["closed"]


def test_a_page_of_any_size_is_drawn_small_and_large(hands: Hands) -> None:
    hands.open_review()
    boxes = [(595, 842), (2, 2), (1, 14_400), (14_400, 14_400), (1_000_000_000, 1_000_000_000)]
    canvas = Canvas(str(hands.folder / "odd.pdf"))
    for box in boxes:
        canvas.setPageSize(box)
        canvas.drawString(0, 0, "An invented page")
        canvas.showPage()
    canvas.save()
    pages = viewing_of(hands, taken_in(hands, hands.folder / "odd.pdf"))
    for size in ("width", "page", "400"):
        pages.size_choice.choose(size)
        for number in range(1, len(boxes) + 1):
            pages.view.go_to(number)
            settled(hands, pages)
            assert pages.view.drawn
    pages.search.seek("invented")
    settled(hands, pages)
    assert pages.pictures.refused == {}
    assert len(pages.search.hits) == len(boxes)
    assert hands.desk.office.room.worker_process is not None


def test_a_narrow_page_and_what_is_found_on_it_are_in_sight_beside_a_wide_one(hands: Hands) -> None:
    hands.open_review()
    canvas = Canvas(str(hands.folder / "plan.pdf"))
    for width in (595, 3_370):
        canvas.setPageSize((width, 842))
        canvas.drawString(width - 60, 400, "invented")
        canvas.showPage()
    canvas.save()
    pages = viewing_of(hands, taken_in(hands, hands.folder / "plan.pdf"))
    pages.size_choice.choose("100")
    middle = pages.view._on_screen(0).center()
    assert abs(middle.x() - pages.view.viewport().width() / 2) <= 2
    pages.size_choice.choose("400")
    pages.search.seek("invented")
    settled(hands, pages)
    for _hit in range(2):
        assert pages.search.present is not None
        page, area = pages.search.present.page, pages.search.present.areas[0]
        place = pages.view._on_screen(page - 1)
        scale = place.width() / (595, 3_370)[page - 1]
        left, top = place.left() + area.left * scale, place.top() + area.top * scale
        assert pages.view.viewport().rect().contains(int(left), int(top))
        pages.search.step(1)


def test_a_text_that_stands_everywhere_is_found_often_enough_and_no_oftener(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_MOST_HITS", 70)
    pages = viewed(hands, pages=120)
    pages.search.seek("invented")
    settled(hands, pages)
    assert pages.search.said.text() == "1 of 70 and more"
    assert [hit.page for hit in pages.search.hits] == list(range(1, 71))


def test_pages_that_cannot_be_searched_are_named_and_the_others_are_searched(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = viewed(hands, pages=120)
    find = viewing.find

    def not_the_second(*facts: Any, **which: Any) -> Procedure[list[Hit]]:
        if which["first"] == 51:
            raise CancelledError(what="Searching", left="")
        return (yield from find(*facts, **which))

    monkeypatch.setattr(viewing, "find", not_the_second)
    pages.search.seek("invented")
    settled(hands, pages)
    assert pages.search.said.text() == "1 of 70 Not searched: pages 51 to 100."
    pages.search.seek("nowhere in it")
    settled(hands, pages)
    assert pages.search.said.text() == "Not searched: pages 51 to 100."


def test_hits_that_stand_in_one_place_are_gone_through_each(hands: Hands) -> None:
    pages = viewed(hands)
    pages.search.seek("invented")
    settled(hands, pages)
    first, *others = pages.search.hits
    pages.search.hits = [first, copy.copy(first), *others]
    told = []
    for _step in range(4):
        pages.search.step(1)
        told.append(pages.search.said.text())
    assert told == ["2 of 4", "3 of 4", "4 of 4", "1 of 4"]


def test_closing_stops_what_is_drawn_and_searched_since_others_wait_for_the_worker(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = viewed(hands)
    waiting: set[str] = set()

    def endless(what: str) -> Procedure[Any]:
        def work(progress: Progress) -> None:
            while True:
                waiting.add(what)
                progress(0.5)

        yield Step("bench" if what == "page" else "vault", work, "Waiting", can_stop=True)

    monkeypatch.setattr(viewing, "page", lambda *_facts: endless("page"))
    monkeypatch.setattr(viewing, "find", lambda *_facts, **_which: endless("search"))
    pages.view.set_zoom(300)
    pages.search.seek("invented")
    hands.qtbot.waitUntil(lambda: waiting == {"page", "search"}, timeout=WAIT)
    kept = pages.pictures._kept
    assert kept
    pages.close()
    assert not kept
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
