"""A vault that another program has open is opened for reading only: the strip says who, acts why not."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from desktop.office import opening
from desktop.office.opening import Bounds
from desktop.ui import inside
from desktop.ui.banner import Banner, Notice
from desktop.ui.main_window import MainWindow
from desktop.ui.screens.screen import Screen
from desktop.ui.work import Lanes
from tests.ui.hands import BOARD, PASSPHRASE, WAIT

OTHER = """
import sys
from pathlib import Path
from desktop.office import opening
from desktop.store.slots import KdfSettings
settings = KdfSettings(memory_kib=64, passes=1, lanes=1)
bounds = opening.Bounds(settings, settings)
folder, key_file = Path(sys.argv[1]), Path(sys.argv[2])
office = opening.unlock(folder, passphrase=sys.argv[3], key_file=key_file, bounds=bounds)
print("open", flush=True)
sys.stdin.readline()
office.close()
"""


@pytest.fixture
def vault(tmp_path: Path, cheap: Bounds) -> Path:
    folder = tmp_path / "vault"
    key_file = tmp_path / "device.key"
    made = opening.create(
        folder, passphrase=PASSPHRASE, board_name=BOARD, operator="Jo", key_file=key_file, bounds=cheap
    )
    made.close()
    return folder


@pytest.fixture
def other(vault: Path, root: Path) -> Iterator[subprocess.Popen[str]]:
    """Return another program that has the vault open."""
    command = [sys.executable, "-c", OTHER, str(vault), str(vault.with_name("device.key")), PASSPHRASE]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


@pytest.fixture
def window(
    dressed: QApplication, lanes: Lanes, vault: Path, cheap: Bounds, qtbot: QtBot
) -> Iterator[MainWindow]:
    assert dressed
    made = MainWindow(lanes, vault, vault.with_name("device.key"), bounds=cheap)
    made.show()
    yield made
    made.close()
    qtbot.waitUntil(lambda: not lanes.jobs and made.desk is None, timeout=WAIT)


def unlock(window: MainWindow, qtbot: QtBot, *, reading: bool) -> None:
    window.unlock_page.reading.setChecked(reading)
    window.unlock_page.passphrase.setText(PASSPHRASE)
    window.unlock_page.submit()
    qtbot.waitUntil(lambda: window.unlock_page.verb.isEnabled() or window.shell is not None, timeout=WAIT)


@pytest.mark.usefixtures("other")
def test_the_second_is_refused_and_may_read(window: MainWindow, qtbot: QtBot) -> None:
    unlock(window, qtbot, reading=False)
    assert "is already open" in window.unlock_page.complaint.message.text()
    assert window.shell is None
    unlock(window, qtbot, reading=True)
    assert window.shell is not None
    assert not window.unlock_page.reading.isChecked(), "the next time it is asked anew"


def test_the_strip_says_who_has_the_vault_and_what_to_do(
    window: MainWindow, qtbot: QtBot, other: subprocess.Popen[str]
) -> None:
    unlock(window, qtbot, reading=True)
    assert window.shell is not None
    banner = window.shell.banner
    assert banner.isVisible()
    assert banner.title.text().startswith("Open for reading only: ")
    assert "has had it open since" in banner.title.text()
    assert f"program {other.pid}" in banner.text.text()
    assert "lock the vault here" in banner.next.text()
    assert banner.title.text() in banner.accessibleName()


def test_without_another_program_the_strip_names_nobody(window: MainWindow, qtbot: QtBot) -> None:
    unlock(window, qtbot, reading=True)
    assert window.shell is not None
    assert window.shell.banner.title.text() == "Open for reading only"


def test_a_vault_that_is_open_for_writing_has_no_strip(window: MainWindow, qtbot: QtBot) -> None:
    unlock(window, qtbot, reading=False)
    assert window.shell is not None
    assert not window.shell.banner.isVisible()
    assert all(action.isEnabled() for action, _dialog in window._offered)


def test_every_act_is_disabled_and_says_why(window: MainWindow, qtbot: QtBot) -> None:
    unlock(window, qtbot, reading=True)
    assert window.shell is not None
    why = "The vault is open for reading only."
    usable = set()
    for title, shown in window.shell.screens.items():
        window.shell.go(title)
        if isinstance(shown, QTabWidget):
            for at in range(shown.count()):
                shown.setCurrentIndex(at)
        qtbot.waitUntil(lambda: not window.lanes.jobs, timeout=WAIT)
    for screen in window.shell.findChildren(Screen):
        for offer, action, button in screen._actions:
            assert isinstance(button, QPushButton)
            assert action.isEnabled() == button.isEnabled()
            if button.isEnabled():
                usable.add(offer.label)
            elif offer.records:
                assert button.toolTip() == button.accessibleDescription() == why
    assert usable == {"&Verify the vault…", "&Check a slip…"}
    menu = {action.text(): action for action, _dialog in window._offered}
    assert not menu["&Access log…"].isEnabled()
    assert menu["&Access log…"].toolTip() == why
    assert menu["&Verify…"].isEnabled()


def test_after_reading_the_vault_is_unlocked_for_writing_as_ever(window: MainWindow, qtbot: QtBot) -> None:
    unlock(window, qtbot, reading=True)
    window.lock_vault()
    qtbot.waitUntil(lambda: not window.lanes.jobs and not window._locking, timeout=WAIT)
    unlock(window, qtbot, reading=False)
    assert window.shell is not None
    assert not window.shell.banner.isVisible()
    assert all(action.isEnabled() for action, _dialog in window._offered)


@pytest.mark.usefixtures("dressed")
def test_a_strip_says_only_what_it_was_given() -> None:
    banner = Banner()
    banner.tell(Notice("Its end was cut off", "Entry 12 is missing.", "Restore a backup.", grave=True))
    assert not banner.isHidden()
    assert banner.accessibleName() == "Its end was cut off Entry 12 is missing. Restore a backup."
    banner.tell(Notice("A title", "a text"))
    assert banner.next.isHidden()
    banner.tell(None)
    assert banner.isHidden()


def test_a_vault_that_is_not_as_it_was_left_says_so_over_every_screen(
    window: MainWindow, qtbot: QtBot, vault: Path
) -> None:
    unlock(window, qtbot, reading=False)
    window.lock_vault()
    qtbot.waitUntil(lambda: not window.lanes.jobs and not window._locking, timeout=WAIT)
    head = vault.with_name("device.key.head")
    altered, times = re.subn(r"^1:", "2:", head.read_text("ascii"), flags=re.MULTILINE)
    assert times == 1
    head.write_text(altered, "ascii")
    unlock(window, qtbot, reading=False)
    assert window.desk is not None
    assert window.shell is not None
    finding = window.desk.office.finding
    assert finding is not None
    banner = window.shell.banner
    assert banner.isVisible()
    assert banner.objectName() == "grave"
    assert finding.message in banner.accessibleName()
    assert finding.hint in banner.accessibleName()
    assert not any(action.isEnabled() for action, dialog in window._offered if dialog not in inside.READING)
