"""The muster in the window: begun, counted by keyboard and scanner, finished, and read afterwards (C13)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.custody import marks, muster, numbers, sheet_codes
from desktop.ui.desk import Desk
from desktop.ui.dialogs.muster import (
    AbandonMuster,
    BeginMuster,
    ChangeSchedule,
    CountCopy,
    CountSheetAgain,
    DiscrepanciesAgain,
    ExtraFound,
    FinishMuster,
    next_step,
)
from desktop.ui.screens.muster import CopiesAndMuster, MusterScreen
from desktop.ui.screens.today import TodayScreen
from tests.ui.hands import WAIT, Hands
from tests.ui.test_accessible import mnemonics, nameless


@pytest.fixture
def screen(hands: Hands, qtbot: QtBot) -> Iterator[MusterScreen]:
    """Return the page of the muster over a vault with two copies in the safe."""
    hands.copy_in_safe()
    hands.print("D-0001")
    pages = CopiesAndMuster(hands.desk)
    qtbot.addWidget(pages)
    pages.resize(1300, 800)
    pages.setCurrentWidget(pages.muster)
    pages.show()
    yield pages.muster
    qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)


def begun(hands: Hands, **scope: str) -> str:
    hands.do(muster.begin, first="Jo Example", second="Sam Second", **scope)
    return next(reversed(hands.desk.register.musters))


def typed(hands: Hands, screen: MusterScreen, text: str) -> str:
    """Type a line as a person or a scanner does; return what was said of it."""
    screen.line.setFocus()
    hands.qtbot.keyClicks(screen.line, text)
    hands.qtbot.keyClick(screen.line, Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    return screen.last.text() or screen.complaint.message.text()


def code(desk: Desk) -> str:
    return sheet_codes.printed(muster.the_open_one(desk.register, "finished").code)


def offered(screen: MusterScreen) -> dict[str, bool]:
    """Return each act's name, and whether it can be done now."""
    buttons = {button.accessibleName(): button.isEnabled() for _offer, _action, button in screen._actions}
    return buttons | {
        offer.label.replace("&", "").rstrip("…"): action.isEnabled() for offer, action in screen._rare
    }


def test_a_muster_is_begun_with_its_sheet_and_shown_at_once(hands: Hands, screen: MusterScreen) -> None:
    assert not screen.line.isVisible()
    dialog = hands.show(BeginMuster(hands.desk))
    assert dialog.first.text() == "Jo Example"
    dialog.second.setText("Sam Second")
    dialog.folder.set_path(hands.folder / "papers")
    assert hands.outcome(dialog) == "MU-0001 is begun."
    assert list((hands.folder / "papers").glob("MU-0001-count-sheet.pdf"))
    assert screen.model.rowCount() == 2
    assert screen.standing.text() == "0 of 2 counted. Every copy, by Jo Example and Sam Second."
    assert screen.line.isVisible()


def test_once_a_muster_is_begun_the_cursor_waits_in_the_line(hands: Hands, screen: MusterScreen) -> None:
    screen.window().setFocus()
    begin = next(offer for offer in screen.offers if offer.main)
    dialog = begin.dialog(None)
    assert isinstance(dialog, BeginMuster)
    hands.show(dialog)
    dialog.second.setText("Sam Second")
    dialog.folder.set_path(hands.folder / "papers")
    hands.outcome(dialog)
    dialog.close()
    assert screen.window().focusWidget() is screen.line


def test_the_same_person_as_both_counters_is_refused_with_everything_typed_kept(
    hands: Hands, screen: MusterScreen
) -> None:
    dialog = hands.show(BeginMuster(hands.desk))
    dialog.second.setText("example, jo")
    dialog.folder.set_path(hands.folder / "papers")
    assert "cannot be both counters" in hands.refused(dialog)
    assert dialog.second.text() == "example, jo"
    assert not screen.line.isVisible()


def test_counts_are_entered_line_by_line_without_the_cursor_leaving_the_line(
    hands: Hands, screen: MusterScreen
) -> None:
    begun(hands)
    assert typed(hands, screen, "d-0001/1 3") == "D-0001/1: in the safe, 3 pages. Agrees."
    assert typed(hands, screen, "2 2") == (
        "D-0001/2: in the safe, 2 pages. Discrepancy: 2 pages counted, 3 recorded."
    )
    assert screen.line.hasFocus()
    assert screen.line.text() == ""
    assert (screen.progress.value(), screen.progress.maximum()) == (2, 2)
    counts = hands.desk.register.musters["MU-0001"].counts
    assert [(count.copy, count.pages) for count in counts.values()] == [("D-0001/1", 3), ("D-0001/2", 2)]


def test_the_scan_of_a_page_counts_its_copy(hands: Hands, screen: MusterScreen) -> None:
    begun(hands)
    scanned = marks.page_code(hands.desk.register.founded.vault, "D-0001/2", 3)
    assert typed(hands, screen, scanned) == "D-0001/2: in the safe. Agrees."
    assert list(hands.desk.register.musters["MU-0001"].counts) == ["D-0001/2"]


def test_scans_that_follow_each_other_at_once_are_all_entered(hands: Hands, screen: MusterScreen) -> None:
    begun(hands)
    for number in (1, 2):
        screen.line.setText(f"D-0001/{number}")
        screen.enter_line()
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    assert list(hands.desk.register.musters["MU-0001"].counts) == ["D-0001/1", "D-0001/2"]


def test_a_line_that_names_no_copy_says_so_and_the_next_one_is_entered(
    hands: Hands, screen: MusterScreen
) -> None:
    begun(hands)
    assert typed(hands, screen, "D-0001/77") == "There is no copy D-0001/77 in this vault."
    assert screen.complaint.isVisible()
    assert typed(hands, screen, "D-0001/1") == "D-0001/1: in the safe. Agrees."
    assert not screen.complaint.isVisible()


def test_where_it_was_seen_is_chosen_once_for_the_lines_that_follow(
    hands: Hands, screen: MusterScreen
) -> None:
    begun(hands)
    screen.seen.choose("not seen")
    assert typed(hands, screen, "D-0001/1") == (
        "D-0001/1: not seen. Discrepancy: recorded as in safe, but not seen."
    )
    assert screen.seen.value() == "not seen"


def test_a_count_with_its_remark_is_entered_by_a_dialog(hands: Hands, screen: MusterScreen) -> None:
    begun(hands)
    dialog = hands.show(CountCopy(hands.desk, hands.copy("D-0001/1")))
    dialog.seen.choose("in the safe")
    dialog.pages.setValue(2)
    dialog.note.setPlainText("The last page is gone")
    assert hands.outcome(dialog) == "D-0001/1 differs from the register."
    screen.table.choose("D-0001/1")
    assert screen.details_facts.told()["Remark"] == "The last page is gone"


def test_a_muster_is_finished_with_its_code_and_its_discrepancies_stay_to_be_read(
    hands: Hands, screen: MusterScreen
) -> None:
    begun(hands)
    typed(hands, screen, "D-0001/1 3")
    found = hands.show(ExtraFound(hands.desk))
    found.what.setPlainText("Seven loose pages")
    hands.outcome(found)
    dialog = hands.show(FinishMuster(hands.desk))
    assert dialog.left.text() == "Still to be counted: 1 copy; each is a discrepancy now."
    dialog.folder.set_path(hands.folder / "papers")
    dialog.code.setText("0000-0000")
    assert "not the code" in hands.refused(dialog)
    dialog.code.setText(code(hands.desk))
    assert hands.outcome(dialog) == "MU-0001 is finished: 2 discrepancies."
    assert not screen.line.isVisible()
    shown = {screen.model.row(screen.model.index(at, 0)).name: at for at in range(screen.model.rowCount())}
    assert list(shown) == ["D-0001/1", "D-0001/2", "Find 1"]
    assert screen.model.data(screen.model.index(shown["D-0001/2"], 4)) == "I-0001"
    assert "2 discrepancies" in screen.standing.text()
    again = hands.show(DiscrepanciesAgain(hands.desk, hands.desk.register.musters["MU-0001"]))
    again.folder.set_path(hands.folder / "papers")
    assert hands.outcome(again) == "List of discrepancies saved: MU-0001-discrepancies-2.pdf."


def test_what_can_be_done_depends_on_whether_a_muster_is_under_way(
    hands: Hands, screen: MusterScreen
) -> None:
    assert [name for name, on in offered(screen).items() if on] == ["Begin a muster", "Schedule"]
    begun(hands)
    assert [name for name, on in offered(screen).items() if not on] == [
        "Begin a muster",
        "List of discrepancies once more",
    ]
    dialog = hands.show(AbandonMuster(hands.desk))
    dialog.reason.setText("The fire alarm")
    assert hands.outcome(dialog) == "MU-0001 is abandoned."
    assert [name for name, on in offered(screen).items() if on] == ["Begin a muster", "Schedule"]
    assert "The fire alarm" in screen.standing.text()


def test_an_earlier_muster_is_chosen_and_shown(hands: Hands, screen: MusterScreen) -> None:
    begun(hands)
    hands.do(muster.abandon, reason="The fire alarm")
    begun(hands, place="safe")
    assert screen.which.value() == "MU-0002"
    screen.which.choose("MU-0001")
    assert "The fire alarm" in screen.standing.text()
    assert not screen.line.isVisible()
    screen.reveal("MU-0002")
    assert screen.line.hasFocus()


def test_a_sheet_is_made_once_more(hands: Hands, screen: MusterScreen) -> None:
    begun(hands)
    dialog = hands.show(CountSheetAgain(hands.desk))
    dialog.folder.set_path(hands.folder / "papers")
    assert hands.outcome(dialog) == "Count sheet saved: MU-0001-count-sheet.pdf."
    assert screen.line.isVisible()


def test_every_control_of_the_page_and_of_its_dialogs_has_a_name_and_a_key_of_its_own(
    hands: Hands, screen: MusterScreen
) -> None:
    begun(hands)
    hands.qtbot.waitUntil(screen.line.isVisible, timeout=WAIT)
    assert nameless(screen) == []
    keys = [*mnemonics(screen), "m", "u", "l"]
    assert sorted(keys) == sorted(set(keys))
    dialogs = [
        ChangeSchedule(hands.desk),
        ExtraFound(hands.desk),
        FinishMuster(hands.desk),
        AbandonMuster(hands.desk),
        CountSheetAgain(hands.desk),
        CountCopy(hands.desk, hands.copy("D-0001/1")),
        BeginMuster(hands.desk),
        DiscrepanciesAgain(hands.desk, hands.desk.register.musters["MU-0001"]),
    ]
    for dialog in dialogs:
        hands.show(dialog)
        assert nameless(dialog) == []
        assert sorted(mnemonics(dialog)) == sorted(set(mnemonics(dialog))), type(dialog).__name__
        dialog.close()


def test_a_muster_of_many_numbers_and_long_names_keeps_its_table(hands: Hands, screen: MusterScreen) -> None:
    authority = {"authority": "The Chair", "reason": "A large panel"}
    for _ in range(3):
        hands.do(numbers.allot, document="D-0001", number_of_copies=100, **authority)
    hands.do(muster.begin, first="Jo Example", second="Sam " + "Sec" * 300)
    assert screen.model.rowCount() == 302
    assert screen.table.height() > screen.height() // 3


@pytest.mark.usefixtures("screen")
def test_today_says_that_a_muster_is_due_and_leads_to_it(hands: Hands) -> None:
    begun(hands)
    today = TodayScreen(hands.desk)
    hands.qtbot.addWidget(today)
    (task,) = [task for task in today.tasks() if task.matter == "Muster due"]
    assert task.about == "Muster MU-0001 is not finished: 0 of 2 copies counted."
    went: list[tuple[str, str]] = []
    today.went.connect(lambda title, row: went.append((title, row)))
    today.show()
    today.reveal(today.identify(task))
    hands.qtbot.keyClick(today.table, Qt.Key.Key_Return)
    assert went == [("Copies", "MU-")]
    assert isinstance(hands.show(next_step(hands.desk)), FinishMuster)
    hands.do(muster.abandon, reason="The fire alarm")
    assert isinstance(hands.show(next_step(hands.desk)), BeginMuster)


@pytest.mark.usefixtures("screen")
def test_the_schedule_is_changed(hands: Hands) -> None:
    dialog = hands.show(ChangeSchedule(hands.desk))
    assert dialog.days.value() == 90
    dialog.days.setValue(60)
    dialog.authority.setText("Minute 4")
    assert hands.outcome(dialog) == "A muster is due every 60 days."
