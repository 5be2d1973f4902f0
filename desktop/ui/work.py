"""The two lanes: whatever takes time runs in a thread, and its result lands where the widgets live.

Rule: a procedure's own lines run on the thread of the window, each of its steps in the step's lane. The vault
lane is one thread and the only one that ever touches the ledger's file; the bench is one thread
because the reading room serves one at a time. While a step writes or reads the ledger no other procedure
moves on, so an act is always folded before the next is decided. Workers own no QObject, and none ends in one.
"""

import functools
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from desktop.custody.errors import CancelledError, StrongroomError
from desktop.office.procedure import Lane, Procedure, Progress, Step
from desktop.ui.collector import Collector

_BETWEEN_REPORTS = 0.05  # seconds; more would only keep the window busy

Letter = Callable[[], None]


class Job:
    """One procedure under way, as the window sees it; it lives on the window's thread."""

    def __init__(
        self,
        procedure: Procedure[Any],
        owner: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[StrongroomError], None] | None,
        progress: Callable[["Job"], None] | None,
    ) -> None:
        """Keep what is to be told to whom; `Lanes.run` makes jobs."""
        self.procedure = procedure
        self.label = ""
        self.part = 0.0
        self.can_stop = False
        self._owner: QObject | None = owner
        self._done = done
        self._failed = failed
        self._progress = progress
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop: the present step, or the next that can, raises CancelledError."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    def succeed(self, result: object) -> None:
        """Tell the owner, if it still exists, that the procedure ended well."""
        self._tell_the_end(self._done, result)

    def fail(self, error: StrongroomError) -> None:
        """Tell the owner, if it still exists, why the procedure ended."""
        self._tell_the_end(self._failed, error)

    def forget(self) -> None:
        """Let go of all that belongs to the window: a lane may be the last to hold the job."""
        self._owner = self._done = self._failed = self._progress = None

    def _tell_the_end(self, told: Callable[[Any], None] | None, fact: object) -> None:
        owner = self._owner
        self.forget()
        if told and owner is not None and shiboken6.isValid(owner):
            told(fact)

    def report(self) -> None:
        """Tell the owner, if it still exists, how far the job is."""
        if self._progress and self._owner is not None and shiboken6.isValid(self._owner):
            self._progress(self)


class Lanes(QObject):
    """Runs procedures. `moved` tells that a job began, went on or ended."""

    moved = Signal()
    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start both lanes."""
        super().__init__(parent)
        self._letters: queue.SimpleQueue[Letter] = queue.SimpleQueue()
        self._turns: deque[tuple[Job, Callable[[], Step]]] = deque()
        self._writing: Job | None = None
        self._idle: deque[Letter] = deque()
        self.jobs: list[Job] = []
        self._posted.connect(self._open_letters, Qt.ConnectionType.QueuedConnection)
        self._collector = Collector(self)
        self._lanes: dict[Lane, _Lane] = {"vault": _Lane("vault"), "bench": _Lane("bench")}

    def run(
        self,
        procedure: Procedure[Any],
        *,
        owner: QObject,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[StrongroomError], None] | None = None,
        progress: Callable[[Job], None] | None = None,
    ) -> Job:
        """Drive a procedure to its end; nothing is told before this returns, nor once `owner` is gone.

        An error that is no StrongroomError is a fault of the program: it is raised on the window's thread.
        """
        job = Job(procedure, owner, done, failed, progress)
        self.jobs.append(job)
        self._turns.append((job, functools.partial(next, procedure)))
        self._post(self._take_turns)
        return job

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in self.jobs:
            job.cancel()

    def when_idle(self, then: Letter) -> None:
        """Call `then` once no job is under way."""
        self._idle.append(then)
        self._post(self._take_turns)

    def stop(self) -> None:
        """End both threads after the steps they are at."""
        for lane in self._lanes.values():
            lane.stop()
        self._collector.stop()

    def _post(self, letter: Letter) -> None:
        self._letters.put(letter)
        self._posted.emit()

    def _open_letters(self) -> None:
        while not self._letters.empty():
            self._letters.get()()

    def _take_turns(self) -> None:
        while self._turns and self._writing is None:
            self._advance(*self._turns.popleft())
        while self._idle and not self.jobs:
            self._idle.popleft()()

    def _advance(self, job: Job, turn: Callable[[], Step]) -> None:
        try:
            step = turn()
        except StopIteration as end:
            self._end(job)
            job.succeed(end.value)
        except StrongroomError as error:
            self._end(job)
            job.fail(error)
        except BaseException:
            self._end(job)
            job.forget()
            raise
        else:
            if step.lane == "vault":
                self._writing = job
            job.label, job.part, job.can_stop = step.label, 0.0, step.can_stop
            self._lanes[step.lane].put(functools.partial(self._work, job, step))
            job.report()
            self.moved.emit()

    def _end(self, job: Job) -> None:
        self.jobs.remove(job)
        self._post(self._take_turns)
        self.moved.emit()

    def _work(self, job: Job, step: Step) -> None:
        """In a lane: do the work, and post what came of it."""
        try:
            progress = self._progress_of(job, step)
            progress(0.0)
            turn = functools.partial(job.procedure.send, step.work(progress))
        except BaseException as error:  # noqa: BLE001 - given to the procedure, which lets it pass or undoes
            turn = functools.partial(job.procedure.throw, error)
        self._post(functools.partial(self._land, job, turn))

    def _land(self, job: Job, turn: Callable[[], Step]) -> None:
        if self._writing is job:
            self._writing = None
            self._turns.appendleft((job, turn))
        else:
            self._turns.append((job, turn))
        self._take_turns()

    def _progress_of(self, job: Job, step: Step) -> Progress:
        told = 0.0

        def progress(part: float) -> None:
            nonlocal told
            if step.can_stop and job.cancelled:
                raise CancelledError(what=step.label, left="Nothing half done is left.")
            now = time.monotonic()
            if part and now - told >= _BETWEEN_REPORTS:
                told = now
                self._post(functools.partial(self._report, job, part))

        return progress

    def _report(self, job: Job, part: float) -> None:
        if job in self.jobs:
            job.part = min(max(part, 0.0), 1.0)
            job.report()
            self.moved.emit()


class _Lane:
    """One thread that does what is put before it, in order."""

    def __init__(self, name: str) -> None:
        self._work: queue.SimpleQueue[Letter | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"{name} lane", daemon=True)
        self._thread.start()

    def put(self, work: Letter) -> None:
        self._work.put(work)

    def stop(self) -> None:
        self._work.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()
            del work  # a thread that waits keeps nothing alive
