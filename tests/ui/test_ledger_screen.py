"""The ledger on the screen: entries are chosen, turned page by page, and exported as they are shown (H4)."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.custody import loans, people
from desktop.custody.observations import LedgerSearched
from desktop.office import accounts
from desktop.office.accounts import View
from desktop.ui.dialogs.papers import ExportLedger
from desktop.ui.screens.ledger import LedgerScreen
from tests.ui.hands import REVIEW, WAIT, Hands
from tests.ui.test_accessible import mnemonics, nameless


@pytest.fixture
def screen(hands: Hands, qtbot: QtBot) -> Iterator[LedgerScreen]:
    """Return the ledger's screen over a vault with a copy that is out."""
    hands.copy_out()
    made = LedgerScreen(hands.desk)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    settle(hands)
    yield made
    settle(hands)


def settle(hands: Hands) -> None:
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)


def numbers(screen: LedgerScreen) -> list[int]:
    return [screen.model.row(screen.model.index(at, 0)).number for at in range(screen.model.rowCount())]


def ask(hands: Hands, screen: LedgerScreen, about: str = "") -> list[int]:
    """Type what is wanted and press Enter; return the numbers that are then shown."""
    screen.choice.about.setText(about)
    hands.qtbot.keyClick(screen.choice.about, Qt.Key.Key_Return)
    settle(hands)
    return numbers(screen)


def test_the_entries_about_a_copy_are_shown_newest_first_and_everything_again(
    hands: Hands, screen: LedgerScreen
) -> None:
    every = numbers(screen)
    shown = ask(hands, screen, "d-0001/1")
    kinds = [screen.model.row(screen.model.index(at, 0)).kind for at in range(len(shown))]
    assert kinds == ["copy-signed-out", "copy-printed", "copies-allotted"]
    assert screen._head.text().startswith("Entries about D-0001/1: 3.")
    screen.choice.show_all.click()
    settle(hands)
    assert numbers(screen)[1:] == every
    assert screen.choice.about.text() == ""


def test_a_choice_is_one_entry_however_often_its_pages_are_read(
    hands: Hands, screen: LedgerScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.screens.ledger._PAGE", 2)
    head = hands.desk.register.head.number
    first = ask(hands, screen, REVIEW)
    screen._older.click()
    settle(hands)
    assert numbers(screen) != first
    assert max(numbers(screen)) < min(first)
    screen._newer.click()
    settle(hands)
    assert numbers(screen) == first
    assert not screen._newer.isVisible()
    assert hands.desk.register.head.number == head + 1
    told = hands.finish(accounts.entries(hands.desk.office, head))
    assert [entry.kind for entry in told] == [LedgerSearched.__struct_config__.tag]


def test_what_is_chosen_follows_the_ledger_as_it_grows(hands: Hands, screen: LedgerScreen) -> None:
    before = ask(hands, screen, "D-0001/1")
    hands.do(loans.take_back, copy="D-0001/1", pages=3, condition="Good")
    settle(hands)
    assert len(numbers(screen)) == len(before) + 1


def test_what_is_in_no_register_is_said_and_what_was_shown_stays(hands: Hands, screen: LedgerScreen) -> None:
    shown = ask(hands, screen, "P-0001")
    assert ask(hands, screen, "P-0099") == shown
    assert screen.choice.complaint.isVisible()
    assert screen.choice.about.text() == "P-0099"
    screen.choice.since.line.setText("yesterday")
    screen.choice.ask()
    assert "cannot be yesterday" in screen.choice.complaint.message.text()
    assert numbers(screen) == shown


def test_days_and_operators_are_chosen_too(hands: Hands, screen: LedgerScreen) -> None:
    screen.choice.until.set_day(hands.desk.today - timedelta(days=1))
    assert ask(hands, screen) == []
    screen.choice.until.set_day(hands.desk.today)
    screen.choice.by.choose("O-0001")
    assert len(ask(hands, screen, REVIEW)) > 3
    assert "by O-0001" in screen._head.text()


def test_a_late_entry_shows_both_days(hands: Hands, screen: LedgerScreen) -> None:
    earlier = hands.desk.office.clock() - timedelta(minutes=30)
    facts: dict[str, Any] = {
        "name": "Kim Placeholder",
        "post": "Nurse",
        "agency": "Example",
        "role": "Reader",
    }
    hands.finish(hands.desk.office.act(people.add, at=earlier, **facts))
    settle(hands)
    first = screen.model.row(screen.model.index(0, 0))
    assert first.late
    assert "; entered " in screen.model.data(screen.model.index(0, 1))
    assert "(late entry)" in dict(screen.details(first)[1])["Entered"]


def test_what_is_shown_is_what_is_exported(hands: Hands, screen: LedgerScreen) -> None:
    shown = ask(hands, screen, "D-0001/1")
    export = next(offer for offer in screen.offers if offer.label == "&Export…").dialog(None)
    assert isinstance(export, ExportLedger)
    hands.show(export)
    assert export.wanted == View(about="D-0001/1")
    export.file.set_path(hands.folder / "extract.csv")
    assert hands.outcome(export) == "Ledger saved: extract.csv."
    rows = list(csv.reader(io.StringIO((hands.folder / "extract.csv").read_text("utf-8-sig"))))
    assert [int(row[0]) for row in rows[1:]] == shown[::-1]


def test_every_control_has_a_name_and_no_two_share_a_key(hands: Hands, screen: LedgerScreen) -> None:
    assert hands.desk.register.head.number
    assert nameless(screen) == []
    keys = [*mnemonics(screen), "m", "u", "l"]
    assert sorted(keys) == sorted(set(keys))


def test_a_choice_of_any_length_is_shown_a_page_at_a_time(
    hands: Hands, screen: LedgerScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.screens.ledger._PAGE", 3)
    screen.choice.by.choose("O-0001")
    assert len(ask(hands, screen)) == 3
    assert f": {hands.desk.register.head.number:,}." in screen._head.text()
