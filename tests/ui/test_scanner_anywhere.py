"""A hand-held scanner that nobody aimed: whatever on a screen has the keys, the code opens its copy (K2)."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.custody import marks
from desktop.ui.desk import Desk
from desktop.ui.shell import Shell
from tests.ui.hands import WAIT, Hands

FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
"""What is typed into one of these is meant for it."""


@pytest.fixture
def shell(desk: Desk, hands: Hands, qtbot: QtBot) -> Iterator[Shell]:
    """Return the shell of a vault with a copy in it."""
    hands.copy_in_safe()
    made = Shell(desk)
    qtbot.addWidget(made)
    made.resize(1300, 850)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=WAIT)
    yield made
    qtbot.waitUntil(lambda: not desk.lanes.jobs, timeout=WAIT)


def pages(shell: Shell) -> Iterator[str]:
    """Show every screen, tab by tab; yield its name."""
    for title, screen in shell.screens.items():
        shell.go(title)
        tabs = screen if isinstance(screen, QTabWidget) else None
        for at in range(tabs.count() if tabs else 1):
            if tabs:
                tabs.setCurrentIndex(at)
            QApplication.processEvents()
            yield f"{title}, {tabs.tabText(at)}" if tabs else title


def takers(shell: Shell) -> list[QWidget]:
    """Return whatever on the shown screen can have the keys and is no field to type in."""
    return [
        widget
        for widget in shell.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, FIELDS)
    ]


def test_whatever_has_the_keys_on_a_screen_lets_a_code_go_to_the_box(shell: Shell, hands: Hands) -> None:
    kept = []
    tried = 0
    for name in pages(shell):
        for widget in takers(shell):
            shell.box.setText("")
            widget.setFocus()
            if not widget.hasFocus():
                continue
            tried += 1
            hands.qtbot.keyClick(QApplication.focusWidget(), "S")
            if shell.box.text() != "S":
                kept.append(f"{name}: {type(widget).__name__} {widget.accessibleName()}")
    assert tried > 50
    assert kept == []


@pytest.mark.parametrize("title", ["Today", "Copies", "Requests", "Vault"])
def test_a_code_scanned_on_any_screen_opens_its_copy(shell: Shell, hands: Hands, title: str) -> None:
    shell.go(title)
    code = marks.page_code(hands.desk.register.founded.vault, "D-0001/1", 2)
    for letter in code:
        hands.qtbot.keyClicks(QApplication.focusWidget(), letter)
    hands.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    hands.qtbot.waitUntil(lambda: not hands.desk.lanes.jobs, timeout=WAIT)
    assert shell.navigation.currentItem().text() == "Copies"
    row = shell.screens["Copies"].screens[0][1].table.chosen_row()  # type: ignore[union-attr]
    assert row.copy == "D-0001/1"
