"""The screens: what each shows, what it offers for the chosen row, and what it says when it is empty."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.custody import access, interest, numbers, people
from desktop.ui.desk import Desk
from desktop.ui.dialogs.copies import ResolveCopy
from desktop.ui.dialogs.requests import DecideRequest
from desktop.ui.dialogs.reviews import OpenReview
from desktop.ui.screens.ledger import LedgerScreen
from desktop.ui.screens.muster import CopiesAndMuster
from desktop.ui.screens.paged import PagedScreen
from desktop.ui.screens.requests import RequestsScreen
from desktop.ui.screens.screen import Screen
from desktop.ui.shell import Shell
from tests.ui.hands import REVIEW, WAIT, Hands


@pytest.fixture
def shell(desk: Desk, qtbot: QtBot) -> Iterator[Shell]:
    """Return the shell of a new vault."""
    made = Shell(desk)
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    yield made
    qtbot.waitUntil(lambda: not desk.lanes.jobs, timeout=WAIT)


def screen(shell: Shell, title: str) -> Screen:
    shell.go(title)
    found = shell.screens[title]
    if isinstance(found, CopiesAndMuster):
        return found.copies
    if isinstance(found, RequestsScreen):
        return found.access
    if isinstance(found, PagedScreen):
        return found.first
    assert isinstance(found, Screen)
    return found


def shown(found: Screen) -> list[list[str]]:
    model = found.model
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def offered(found: Screen) -> dict[str, str]:
    """Return each act's name, and why it cannot be done ("" if it can)."""
    return {
        button.accessibleName(): "" if button.isEnabled() else button.toolTip()
        for _offer, _action, button in found._actions
    }


def test_an_empty_screen_says_what_to_do_next(shell: Shell) -> None:
    for title in ("Reviews", "Documents", "Copies", "Requests", "People"):
        found = screen(shell, title)
        assert found._pages.currentIndex() == 0
        texts = [label.text() for label in found.findChildren(QLabel) if label.isVisible()]
        assert found.empty_title in texts
        assert found.empty_hint in texts


def test_the_cursor_of_an_empty_screen_is_on_what_can_be_done_and_never_in_the_table_behind(
    shell: Shell,
) -> None:
    for title in ("Reviews", "Documents", "Copies", "People", "Incidents"):
        found = screen(shell, title)
        cursor = shell.focusWidget()
        assert isinstance(cursor, QPushButton), title
        assert cursor.isVisible()
        assert cursor.isEnabled()
        assert not found.table.hasFocus()


def test_a_screen_that_does_not_fit_scrolls_and_cuts_nothing_off(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    shell.resize(560, 340)
    for title in ("Documents", "Copies", "People"):
        found = screen(shell, title)
        for button in found.findChildren(QPushButton):
            around = button.parentWidget()
            if button.isVisible() and around is not None:
                assert around.rect().contains(button.geometry()), f"{title}: {button.text()}"
        assert found.table.height() >= found.table.fontMetrics().height() * 11


def test_what_cannot_be_done_yet_is_disabled_and_says_why(shell: Shell) -> None:
    assert offered(screen(shell, "Documents"))["Take in"] == "Open a review first."
    assert offered(screen(shell, "Requests"))["Record a request"] == "Add a person first."
    assert offered(screen(shell, "Copies"))["Sign out"] == "Choose a row first."
    assert offered(screen(shell, "Reviews"))["Open a review"] == ""


def test_the_acts_fit_the_state_of_the_chosen_copy(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    found = screen(shell, "Copies")
    assert [name for name, why in offered(found).items() if not why] == ["Sign out"]
    hands.sign_out(hands.copy("D-0001/1"))
    assert [name for name, why in offered(found).items() if not why] == [
        "Confirm the slip",
        "Take back",
        "Recall",
        "Telephone call",
    ]
    assert offered(found)["Sign out"] == "The copy is awaiting signature."


def test_the_context_menu_offers_the_same_acts(shell: Shell, hands: Hands) -> None:
    hands.copy_in_safe()
    found = screen(shell, "Copies")
    menu = {action.text(): action.isEnabled() for action in found.table.actions()}
    buttons = {button.text(): button.isEnabled() for _offer, _action, button in found._actions}
    rare = {action.text(): action.isEnabled() for _offer, action in found._rare}
    assert menu == buttons | rare
    assert [action.text() for action in found.more.menu().actions()] == list(rare)


def test_a_shown_screen_follows_the_register_and_keeps_the_choice(shell: Shell, hands: Hands) -> None:
    hands.open_review("SCR-1")
    found = screen(shell, "Reviews")
    assert found.table.chosen_row().review == "SCR-1"
    hands.open_review("SCR-2")
    assert [row[0] for row in shown(found)] == ["SCR-2", "SCR-1"]
    assert found.table.chosen_row().review == "SCR-1"


def test_going_to_a_screen_puts_the_cursor_where_work_begins(shell: Shell, hands: Hands) -> None:
    found = screen(shell, "Reviews")
    assert isinstance(shell.focusWidget(), QPushButton)
    hands.open_review()
    shell.go("Reviews")
    assert shell.focusWidget() is found.table


def test_the_filter_counts_what_it_shows(shell: Shell, hands: Hands) -> None:
    hands.add_person("Amina Sample")
    hands.add_person("Brendan Instance")
    found = screen(shell, "People")
    found.filter.setText("brendan")
    assert [row[0] for row in shown(found)] == ["Brendan Instance"]
    assert found.count.text() == "1 of 2"


def test_the_details_tell_the_whole_of_a_row(shell: Shell, hands: Hands) -> None:
    hands.copy_out()
    found = screen(shell, "Copies")
    told = found.details_facts.told()
    assert told["State"] == "awaiting signature"
    assert told["Responsible"].startswith("P-0001: Amina Sample, Designated Nurse")
    assert "under R-0001" in told["Loans"]
    assert told["Document"].endswith(f"anonymised ({REVIEW})")


def test_a_name_of_two_hundred_letters_breaks_nothing(shell: Shell, hands: Hands) -> None:
    name = "Maximiliana" * 18 + "Ex"
    hands.add_person(name)
    found = screen(shell, "People")
    width = shell.width()
    assert found.table.columnWidth(0) < found.table.width()
    assert found.details_facts.told()["Post"] == "Designated Nurse"
    assert found.details_facts.minimumSizeHint().width() < found.table.width()
    assert shell.width() == width


def test_markup_and_hostile_letters_are_shown_literally(shell: Shell, hands: Hands) -> None:
    hands.add_person("<b>Anna</b>\u202e & co")
    found = screen(shell, "People")
    assert shown(found)[0][0] == "<b>Anna</b>\\u202e & co"
    assert found.details_title.text() == "<b>Anna</b>\\u202e & co"


def test_today_gathers_what_waits_and_counts_it_in_the_navigation(shell: Shell, hands: Hands) -> None:
    hands.copy_out()
    document = "D-0001"
    hands.do(numbers.allot, document=document, number_of_copies=1)
    facts = {"category": "press", "format": "paper", "reason": "Our readers ask"}
    hands.do(interest.record, review=REVIEW, name="Gazette (invented)", **facts)
    found = screen(shell, "Today")
    assert [row[0] for row in shown(found)] == [
        "Print to account for",
        "Awaiting signature",
        "Awaiting an answer",
        "Backup due",
        "Recovery shares to make",
    ]
    assert shell.navigation.item(0).text() == "Today (5)"


def test_today_opens_the_act_that_sees_to_the_matter(shell: Shell, hands: Hands) -> None:
    hands.open_review()
    hands.do(numbers.allot, document=hands.take_in(), number_of_copies=1)
    found = screen(shell, "Today")
    found.reveal("Print to account for D-0001/1")
    see_to_it = found.findChild(QPushButton, "verb")
    assert see_to_it is not None
    see_to_it.click()
    dialog = shell.window().findChild(ResolveCopy)
    assert dialog is not None
    dialog.close()


def test_enter_presses_the_button_that_an_empty_screen_offers(shell: Shell, hands: Hands) -> None:
    found = screen(shell, "Reviews")
    shell.activateWindow()
    shell.go("Reviews")
    button = next(one for one in found.findChildren(QPushButton) if one.text() == "&Open a review…")
    assert found.focusWidget() is button
    hands.qtbot.keyClick(button, Qt.Key.Key_Return)
    dialog = shell.window().findChild(OpenReview)
    assert dialog is not None
    dialog.close()


def test_enter_on_today_goes_to_the_row(shell: Shell, hands: Hands) -> None:
    hands.copy_out()
    found = screen(shell, "Today")
    found.reveal("Awaiting signature D-0001/1")
    found.table.opened.emit()
    assert shell.navigation.currentItem().text() == "Copies"
    assert screen(shell, "Copies").table.chosen_row().copy == "D-0001/1"


def test_enter_on_a_request_opens_the_act_that_fits(shell: Shell, hands: Hands) -> None:
    hands.open_review()
    facts = {"purpose": "To read", "mode": "view"}
    hands.do(access.ask, person=hands.add_person(), document=hands.take_in(), **facts)
    screen(shell, "Requests").table.opened.emit()
    dialog = shell.window().findChild(DecideRequest)
    assert dialog is not None
    dialog.close()


def test_a_person_whose_roles_ended_is_shown_so(shell: Shell, hands: Hands) -> None:
    person = hands.add_person()
    yesterday = hands.desk.today - timedelta(days=1)
    hands.do(people.end_role, person=person, role="senior representative", end=yesterday)
    found = screen(shell, "People")
    assert shown(found)[0][3] == "no role in force"
    assert offered(found)["End a role"] == "No role is in force."


def test_the_ledger_lists_the_newest_entry_first(shell: Shell, hands: Hands) -> None:
    hands.open_review()
    found = screen(shell, "Ledger")
    hands.qtbot.waitUntil(lambda: found.model.rowCount() == 2, timeout=WAIT)
    assert shown(found)[0][3].startswith(f"Review {REVIEW} was opened.")
    hands.add_person()
    hands.qtbot.waitUntil(lambda: found.model.rowCount() == 4, timeout=WAIT)
    assert [row[0] for row in shown(found)] == ["4", "3", "2", "1"]


def test_the_ledger_is_read_a_page_at_a_time(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.ui.screens.ledger._PAGE", 2)
    for number in range(5):
        hands.open_review(f"SCR {number}")
    again = Shell(hands.desk)
    hands.qtbot.addWidget(again)
    again.show()
    found = screen(again, "Ledger")
    assert isinstance(found, LedgerScreen)
    hands.qtbot.waitUntil(lambda: [row[0] for row in shown(found)] == ["6", "5"], timeout=WAIT)
    assert not found._newer.isVisible()
    found._older.click()
    hands.qtbot.waitUntil(lambda: [row[0] for row in shown(found)] == ["4", "3"], timeout=WAIT)
    found._older.click()
    hands.qtbot.waitUntil(lambda: [row[0] for row in shown(found)] == ["2", "1"], timeout=WAIT)
    assert not found._older.isVisible()
    found._newer.click()
    found._newer.click()
    hands.qtbot.waitUntil(lambda: [row[0] for row in shown(found)] == ["6", "5"], timeout=WAIT)
    hands.open_review("SCR 5")
    hands.qtbot.waitUntil(lambda: [row[0] for row in shown(found)] == ["7", "6"], timeout=WAIT)


def test_the_status_line_names_board_operator_and_head(shell: Shell, hands: Hands) -> None:
    hands.open_review()
    assert shell.status.text() == (
        "Exampleshire Safeguarding Children Board (invented). Jo Example. Ledger entry 2."
    )


def test_every_screen_opens_by_a_key_of_its_own(shell: Shell) -> None:
    keys = [shell.navigation.item(row).toolTip() for row in range(shell.navigation.count())]
    assert len(keys) == len(shell.screens)
    assert sorted(keys) == sorted(set(keys))
