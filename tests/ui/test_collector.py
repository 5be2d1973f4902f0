"""Objects that nothing reaches end on the window's thread, whatever a lane is doing."""

import gc
import threading
import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.office.procedure import Lane, Procedure, Progress, Step
from desktop.ui import collector
from desktop.ui.work import Lanes
from tests.ui.hands import WAIT

HERE = threading.get_ident()


class Ring(QLabel):
    """A widget that holds itself, as one does whose own signal calls a function that knows it."""

    def __init__(self, ended: Callable[[], None]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, ended)

    def hear(self, said: object) -> None:
        self.setText(str(said))


def _many_objects(_progress: Progress) -> int:
    """Make more objects than Python lets gather before it searches, all generations over."""
    return len([[number] for number in range(200_000)])


@pytest.mark.parametrize("lane", ["vault", "bench"])
def test_a_widget_in_a_ring_of_references_never_ends_in_a_lane(
    lane: Lane, lanes: Lanes, qtbot: QtBot
) -> None:
    places: list[int] = []

    def busy() -> Procedure[None]:
        for _ in range(5):
            Ring(lambda: places.append(threading.get_ident()))
            yield Step(lane, _many_objects, "Making objects")

    lanes.run(busy(), owner=lanes)
    qtbot.waitUntil(lambda: not lanes.jobs, timeout=WAIT)
    collector.clear()
    assert places == [HERE] * 5


def test_what_gathered_goes_without_being_asked(lanes: Lanes, qtbot: QtBot) -> None:
    places: list[int] = []
    Ring(lambda: places.append(threading.get_ident()))
    kept = [[number] for number in range(1_000)]
    qtbot.waitUntil(lambda: places == [HERE], timeout=WAIT)
    assert len(kept) == 1_000
    assert not lanes.jobs


def test_a_lane_that_holds_an_ended_job_holds_nothing_of_the_window(lanes: Lanes, qtbot: QtBot) -> None:
    owner, ended = QObject(), list[int]()

    def waiting() -> Procedure[None]:
        yield Step("bench", lambda _progress: None, "Waiting")

    ring = Ring(lambda: ended.append(threading.get_ident()))
    job = lanes.run(waiting(), owner=owner, done=ring.hear, progress=ring.hear)
    qtbot.waitUntil(lambda: not lanes.jobs, timeout=WAIT)
    assert ring.text() == "None"
    del ring.itself, ring
    assert ended == [HERE]
    assert job.label == "Waiting"


def test_what_was_settled_is_searched_again_when_everything_is_cleared(lanes: Lanes) -> None:
    ended: list[int] = []
    ring = Ring(lambda: ended.append(threading.get_ident()))
    collector.settle()
    del ring
    gc.collect()
    assert not ended
    collector.clear()
    assert ended == [HERE]
    assert not gc.isenabled()
    assert not lanes.jobs


@pytest.mark.usefixtures("qapp")
def test_python_searches_by_itself_again_once_the_lanes_have_ended() -> None:
    assert gc.isenabled()
    lanes = Lanes()
    assert not gc.isenabled()
    lanes.stop()
    assert gc.isenabled()
