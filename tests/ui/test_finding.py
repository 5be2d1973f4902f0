"""The box that finds anything: typed words, a hand-held scanner, and the keys that lead to a row."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTabWidget
from pytestqt.qtbot import QtBot

from desktop.custody import finding as rules
from desktop.custody import marks, mishaps
from desktop.custody.findable import NOUNS
from desktop.office import accounts, chasing
from desktop.ui.desk import Desk
from desktop.ui.find import SCREENS
from desktop.ui.screens.screen import Screen
from desktop.ui.shell import Shell
from desktop.ui.tables import Table
from tests.ui.hands import REVIEW, WAIT, Hands


@pytest.fixture
def shell(desk: Desk, qtbot: QtBot) -> Iterator[Shell]:
    """Return the shell of a new vault."""
    made = Shell(desk)
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=WAIT)
    yield made
    qtbot.waitUntil(lambda: not desk.lanes.jobs, timeout=WAIT)


def scan(shell: Shell, hands: Hands, code: str) -> None:
    """Type a code and Enter into the box, as a hand-held scanner does."""
    hands.qtbot.keyClick(shell, "k", Qt.KeyboardModifier.ControlModifier)
    hands.qtbot.keyClicks(shell.box, code)
    enter(shell, hands)


def enter(shell: Shell, hands: Hands) -> None:
    hands.qtbot.keyClick(shell.focusWidget(), Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)


def shown(shell: Shell) -> tuple[str, str]:
    """Return the title of the screen that is shown, and the id of its chosen row."""
    screen = shell.pages.currentWidget()
    title = shell.navigation.currentItem().text()
    if isinstance(screen, QTabWidget):
        screen = screen.currentWidget()
    assert isinstance(screen, Screen)
    row = screen.table.chosen_row()
    return title, screen.identify(row) if row is not None else ""


def found(shell: Shell) -> list[str]:
    model = shell.found.model
    assert shell.pages.currentWidget() is shell.found
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def page_code(hands: Hands, copy: str) -> str:
    return marks.page_code(hands.desk.register.founded.vault, copy, 2)


def test_a_scanned_page_opens_its_copy(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    scan(shell, hands, page_code(hands, "D-0001/1"))
    assert shown(shell) == ("Copies", "D-0001/1")


def test_two_copies_scanned_one_after_the_other_open_one_after_the_other(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    hands.print("D-0001")
    scan(shell, hands, page_code(hands, "D-0001/1"))
    assert shell.focusWidget() is shell.box
    hands.qtbot.keyClicks(shell.box, page_code(hands, "D-0001/2"))
    enter(shell, hands)
    assert shown(shell) == ("Copies", "D-0001/2")


def test_a_scanner_that_ends_with_two_enters_does_nothing_more(shell: Shell, hands: Hands) -> None:
    hands.copy_out()
    scan(shell, hands, page_code(hands, "D-0001/1"))
    head = hands.desk.register.head
    enter(shell, hands)
    assert hands.desk.register.head == head
    assert isinstance(shell.focusWidget(), Table)
    assert QApplication.activeModalWidget() is None


def test_the_typed_code_of_a_slip_opens_its_copy_and_is_not_kept(shell: Shell, hands: Hands) -> None:
    copy, code = hands.copy_out()
    scan(shell, hands, code.lower())
    assert shown(shell) == ("Copies", copy.copy)
    said = hands.finish(accounts.entries(hands.desk.office))[-1].said
    assert said == "The register was searched for “a slip of D-0001/1”. Found: 1."


def test_words_show_what_they_find_and_enter_opens_the_row(shell: Shell, hands: Hands) -> None:
    hands.copy_out()
    scan(shell, hands, "amina")
    assert found(shell) == ["P-0001", "D-0001/1", "R-0001"]
    assert shell.focusWidget() is shell.found.table
    hands.qtbot.keyClick(shell.found.table, Qt.Key.Key_Down)
    enter(shell, hands)
    assert shown(shell) == ("Copies", "D-0001/1")
    assert isinstance(shell.focusWidget(), Table)


def test_a_request_opens_on_its_own_page(shell: Shell, hands: Hands) -> None:
    hands.copy_out()
    scan(shell, hands, "R-0001")
    assert shell.navigation.currentItem().text() == "Requests"


def test_escape_goes_back_to_the_screen_before_and_to_the_box(shell: Shell, hands: Hands) -> None:
    hands.copy_out()
    shell.go("Documents")
    scan(shell, hands, "amina")
    assert shell.navigation.currentRow() == -1
    hands.qtbot.keyClick(shell.found.table, Qt.Key.Key_Escape)
    assert shown(shell)[0] == "Documents"
    assert shell.focusWidget() is shell.box
    assert shell.box.selectedText() == "amina"


def test_nothing_found_says_what_to_try(shell: Shell, hands: Hands) -> None:
    hands.open_review()
    scan(shell, hands, "nobody at all")
    assert found(shell) == []
    assert shell.found.heading.text() == "Nothing is found for “nobody at all”"
    assert shell.found.hint.text().startswith("Every word must match")
    assert not shell.found.table.isVisible()
    assert shell.focusWidget() is shell.box


def test_a_misread_code_says_to_scan_it_again(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    scan(shell, hands, page_code(hands, "D-0001/1").replace(" 2 ", " 7 "))
    assert "scan it again" in shell.found.hint.text()


def test_the_coding_schedule_is_not_found(shell: Shell, hands: Hands) -> None:
    hands.open_review()
    hands.take_in(kind="coding-schedule")
    scan(shell, hands, "D-0001")
    assert found(shell) == []


def test_a_search_is_recorded_when_it_is_made_and_not_while_it_is_typed(shell: Shell, hands: Hands) -> None:
    hands.open_review()
    head = hands.desk.register.head.number
    hands.qtbot.keyClick(shell, "k", Qt.KeyboardModifier.ControlModifier)
    hands.qtbot.keyClicks(shell.box, REVIEW)
    assert hands.desk.register.head.number == head
    enter(shell, hands)
    assert hands.desk.register.head.number == head + 1


def test_an_empty_box_asks_for_nothing(shell: Shell, hands: Hands) -> None:
    head = hands.desk.register.head
    scan(shell, hands, "   ")
    assert hands.desk.register.head == head


def test_choosing_the_same_screen_again_leaves_what_was_found(shell: Shell, hands: Hands) -> None:
    hands.open_review()
    shell.go("Reviews")
    scan(shell, hands, "nobody")
    assert found(shell) == []
    shell.go("Reviews")
    assert shown(shell)[0] == "Reviews"


def test_escape_empties_the_box_beyond_recall(shell: Shell, hands: Hands) -> None:
    hands.qtbot.keyClicks(shell.box, "amina")
    hands.qtbot.keyClick(shell.box, Qt.Key.Key_Escape)
    hands.qtbot.keyClick(shell.box, "z", Qt.KeyboardModifier.ControlModifier)
    assert shell.box.text() == ""


def test_every_noun_that_is_found_has_its_screen(shell: Shell) -> None:
    assert {noun.noun for noun in NOUNS} == {*SCREENS, "letter"}
    assert set(SCREENS.values()) <= set(shell.screens)


def test_a_letter_opens_what_it_is_about(shell: Shell, hands: Hands) -> None:
    hands.copy_out()
    recalling = chasing.recall(
        hands.desk.office, ["D-0001/1"], "The panel meets", where=hands.folder / "letters"
    )
    hands.finish(recalling)
    scan(shell, hands, "LE-0001")
    assert shown(shell) == ("Copies", "D-0001/1")


def test_an_incident_opens_on_its_own_screen(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    hands.do(mishaps.lose, copy="D-0001/1", what="Not in its place")
    scan(shell, hands, "I-0001")
    assert shown(shell) == ("Incidents", "I-0001")


def test_a_scanner_need_not_be_aimed(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    code = page_code(hands, "D-0001/1")
    copies = shell.screens["Copies"].findChild(Screen)
    assert isinstance(copies, Screen)
    for title, widget in (("Copies", copies.table), ("Reviews", shell.navigation), ("Copies", copies.more)):
        shell.go(title)
        widget.setFocus()
        hands.qtbot.keyClicks(widget, code[:1])
        assert shell.focusWidget() is shell.box
        hands.qtbot.keyClicks(shell.box, code[1:])
        enter(shell, hands)
        assert shown(shell) == ("Copies", "D-0001/1")


def test_keys_that_write_nothing_stay_with_the_table(shell: Shell, hands: Hands) -> None:
    hands.open_review("SCR-1")
    hands.open_review("SCR-2")
    shell.go("Reviews")
    table = shell.focusWidget()
    assert isinstance(table, Table)
    hands.qtbot.keyClick(table, Qt.Key.Key_Down)
    assert shell.focusWidget() is table
    assert table.chosen_row().review == "SCR-1"


def test_a_whole_reference_opens_what_it_names_at_once(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    assert len(rules.find(hands.desk.register, "D-0001")) > 1
    scan(shell, hands, "D-0001")
    assert shown(shell) == ("Documents", "D-0001")


def test_the_box_forgets_what_was_scanned_once_the_person_goes_elsewhere(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    scan(shell, hands, page_code(hands, "D-0001/1"))
    assert shell.box.text()
    shell.go("Incidents")
    shell.navigation.setFocus()
    assert not shell.box.text()
