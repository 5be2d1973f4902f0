"""The lanes: results land on the window's thread, nothing freezes, and what was stopped is undone."""

import threading
import time

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from desktop.custody import reviews
from desktop.custody.errors import CancelledError, FactMissingError, StrongroomError
from desktop.office.procedure import Lane, Procedure, Progress, Step
from desktop.ui.desk import Desk
from desktop.ui.work import Job, Lanes
from tests.ui.hands import WAIT

HERE = threading.get_ident()


def _ident(_progress: Progress) -> int:
    return threading.get_ident()


def _where() -> Procedure[list[int]]:
    places = [threading.get_ident()]
    for lane in ("vault", "bench", "vault", "bench"):
        place: int = yield Step(lane, _ident, "Looking")
        places += [place, threading.get_ident()]
    return places


def test_a_body_runs_with_the_window_and_each_step_in_its_own_lane(lanes: Lanes, qtbot: QtBot) -> None:
    results: list[list[int]] = []
    lanes.run(_where(), owner=lanes, done=results.append)
    assert not results
    qtbot.waitUntil(lambda: bool(results), timeout=WAIT)
    body, vault, _, bench, _, vault_again, _, bench_again, _ = results[0]
    assert set(results[0][::2]) == {body} == {HERE}
    assert (vault, bench) == (vault_again, bench_again)
    assert len({body, vault, bench}) == 3


def test_the_window_goes_on_while_a_step_sleeps(lanes: Lanes, qtbot: QtBot) -> None:
    ticks: list[bool] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(True))
    go_on = threading.Event()

    def sleeping() -> Procedure[None]:
        yield Step("vault", lambda _progress: go_on.wait(WAIT / 1000), "Sleeping")

    timer.start(1)
    job = lanes.run(sleeping(), owner=lanes)
    qtbot.waitUntil(lambda: job.label == "Sleeping", timeout=WAIT)
    before = len(ticks)
    qtbot.waitUntil(lambda: len(ticks) > before + 10, timeout=WAIT)
    assert lanes.jobs == [job]
    go_on.set()


def test_a_failure_is_told_with_its_hint(lanes: Lanes, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise FactMissingError(fact="the name", why="it is empty")

    def failing() -> Procedure[None]:
        yield Step("bench", work, "Failing")

    told: list[StrongroomError] = []
    lanes.run(failing(), owner=lanes, failed=told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert told[0].hint == "Put that right and try again. Nothing was changed."
    assert not lanes.jobs


def test_a_procedure_may_undo_and_go_on_after_a_step_failed(lanes: Lanes, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise FactMissingError(fact="x", why="y")

    def careful() -> Procedure[str]:
        try:
            yield Step("bench", work, "Failing")
        except FactMissingError:
            yield Step("vault", _ident, "Undoing")
        return "undone"

    results: list[str] = []
    lanes.run(careful(), owner=lanes, done=results.append)
    qtbot.waitUntil(lambda: results == ["undone"], timeout=WAIT)


def test_cancel_stops_a_step_that_can_and_its_undo_still_runs(lanes: Lanes, qtbot: QtBot) -> None:
    undone: list[str] = []

    def work(progress: Progress) -> None:
        while True:
            time.sleep(0.001)
            progress(0.5)

    def long() -> Procedure[None]:
        try:
            yield Step("bench", work, "Counting", can_stop=True)
        except CancelledError:
            yield Step("vault", lambda _progress: undone.append("undone"), "Undoing")
            raise

    told: list[StrongroomError] = []
    seen: list[float] = []
    job = lanes.run(long(), owner=lanes, failed=told.append, progress=lambda one: seen.append(one.part))
    qtbot.waitUntil(lambda: 0.5 in seen, timeout=WAIT)
    job.cancel()
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert told[0].message == "Counting was cancelled."
    assert undone == ["undone"]


def test_a_step_that_cannot_be_stopped_runs_to_its_end(lanes: Lanes, qtbot: QtBot) -> None:
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        go_on.wait(WAIT / 1000)
        progress(1.0)

    def steady() -> Procedure[str]:
        yield Step("vault", work, "Writing")
        return "written"

    results: list[str] = []
    job = lanes.run(steady(), owner=lanes, done=results.append)
    qtbot.waitUntil(lambda: job.label == "Writing", timeout=WAIT)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: results == ["written"], timeout=WAIT)


def test_nothing_is_told_to_an_owner_that_is_gone(lanes: Lanes, qtbot: QtBot) -> None:
    owner = QObject()
    go_on = threading.Event()
    told: list[object] = []

    def waiting() -> Procedure[str]:
        yield Step("bench", lambda _progress: go_on.wait(WAIT / 1000), "Waiting")
        return "done"

    lanes.run(waiting(), owner=owner, done=told.append, progress=told.append)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=WAIT)
    shiboken6.delete(owner)
    go_on.set()
    qtbot.waitUntil(lambda: not lanes.jobs, timeout=WAIT)
    assert isinstance(told.pop(), Job)
    assert told == []


def test_an_unforeseen_error_is_not_swallowed(lanes: Lanes, qtbot: QtBot) -> None:
    def broken() -> Procedure[None]:
        yield Step("bench", lambda _progress: 1 / 0, "Dividing")

    told: list[object] = []
    with capture_exceptions() as raised:
        lanes.run(broken(), owner=lanes, done=told.append, failed=told.append)
        qtbot.waitUntil(lambda: not lanes.jobs, timeout=WAIT)
    assert [kind for kind, *_ in raised] == [ZeroDivisionError]
    assert told == []


@pytest.mark.parametrize("lane", ["vault", "bench"])
def test_stopping_the_lanes_ends_their_threads_after_the_present_step(lane: Lane, qtbot: QtBot) -> None:
    before = threading.active_count()
    lanes = Lanes()
    ended: list[bool] = []

    def work(_progress: Progress) -> None:
        time.sleep(0.05)
        ended.append(True)

    def slow() -> Procedure[None]:
        yield Step(lane, work, "Working")

    job = lanes.run(slow(), owner=lanes)
    qtbot.waitUntil(lambda: bool(job.label), timeout=WAIT)
    lanes.stop()
    assert ended == [True]
    assert threading.active_count() == before


def test_two_acts_at_once_are_decided_one_after_the_other(desk: Desk, qtbot: QtBot) -> None:
    told: list[object] = []
    for number in range(10):
        act = desk.office.act(reviews.open_review, reference=f"SCR {number}", authority="Chair")
        desk.run(act, owner=desk, failed=told.append)
    qtbot.waitUntil(lambda: not desk.lanes.jobs, timeout=WAIT)
    assert told == []
    assert len(desk.register.reviews) == 10
