"""What the tests of the window share: a real vault under cheap keys, and somebody's hands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.office.opening import Bounds
from desktop.store.slots import KdfSettings
from desktop.ui.application import dress
from desktop.ui.desk import Desk
from desktop.ui.work import Lanes
from tests.ui.hands import WAIT, Hands, closed, finished, opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the display that draws nothing say so."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints"))


@pytest.fixture(scope="session")
def cheap() -> Bounds:
    """Return bounds under which a key is derived in an instant; only a constructor takes them."""
    settings = KdfSettings(memory_kib=64, passes=1, lanes=1)
    return Bounds(settings, settings)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """Return the application in its own style."""
    dress(qapp)
    return qapp


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    """Return lanes that end with the test."""
    made = Lanes()
    yield made
    made.cancel_all()
    qtbot.waitUntil(lambda: not made.jobs, timeout=WAIT)
    made.stop()


@pytest.fixture
def desk(dressed: QApplication, lanes: Lanes, tmp_path: Path, cheap: Bounds, qtbot: QtBot) -> Iterator[Desk]:
    """Return a desk with a new vault, closed again on its lane."""
    office = finished(lanes, opened(tmp_path, cheap), dressed, qtbot)
    made = Desk(office, lanes)
    yield made
    lanes.cancel_all()
    qtbot.waitUntil(lambda: not lanes.jobs, timeout=WAIT)
    finished(lanes, closed(office), dressed, qtbot)


@pytest.fixture
def hands(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    """Return somebody at the desk."""
    made = Hands(desk, qtbot, tmp_path)
    yield made
    made.put_away()
