"""The process in which documents are opened, seen from the program that starts it.

Rule: it inherits nothing: no descriptors but its pipes, next to no environment, no working directory, and no
import from one. Whatever goes wrong on its side is a `ConversationError` or a `DeadlineError` on this one.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from desktop.paper.channel import Channel, ConversationError, Data
from desktop.paper.messages import PIECE, Answer, Begin, Job, Limits, Need, Ready, Step
from desktop.paper.work import Work

_START_SECONDS = 60.0
_END_SECONDS = 2.0
_RUN = "import sys; sys.path.insert(0, sys.argv[1]); from desktop.paper.{} import main; sys.exit(main())"

Kind = Literal["reading", "conversion"]
"""Which worker: the one that reads documents, or the one that has another program convert one."""
_MODULES: dict[Kind, str] = {"reading": "worker", "conversion": "conversion_worker"}
_KEEP_FREED = {"MALLOC_MMAP_THRESHOLD_": str(32 * PIECE), "MALLOC_TRIM_THRESHOLD_": str(32 * PIECE)}
"""Have the C library of Linux keep as many bytes that were freed: to get them anew from the system for each
picture of a scan costs more than all else that is done with it."""


class WorkerProcess:
    """One worker, running."""

    def __init__(self, limits: Limits, kind: Kind = "reading", wall: Sequence[str] = ()) -> None:
        """Start it, inside `wall` if there is one, and wait until it is confined.

        Raises `ConversationError`, `DeadlineError`.
        """
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
                [*wall, *_command(kind)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                close_fds=True,
                cwd=Path(sys.executable).anchor,
                env=_environment(),
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                pipesize=PIECE,
            )
        except OSError as error:
            raise ConversationError from error
        if self._popen.stdin is None or self._popen.stdout is None:
            raise ConversationError
        self._place = memoryview(bytearray(PIECE))
        self._channel = Channel(self._popen.stdout.fileno(), self._popen.stdin.fileno())
        self._decoder: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)
        self._channel.deadline = time.monotonic() + _START_SECONDS
        try:
            self._begin(limits)
        except BaseException:
            self.kill()
            raise

    def _begin(self, limits: Limits) -> None:
        self._channel.send(Begin(limits))
        if not isinstance(self._answer(), Ready):
            raise ConversationError

    def _answer(self) -> Answer | Data:
        answer = self._channel.receive(self._place)
        if isinstance(answer, Data):
            return answer
        try:
            return self._decoder.decode(answer)
        except msgspec.DecodeError as error:
            raise ConversationError from error

    @property
    def process(self) -> int:
        """The number of the process that was started: the worker, or the wall around it."""
        return self._popen.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs; the system may have ended it between two jobs."""
        return self._popen.poll() is None

    def converse(self, order: Job, job: Work) -> Answer:
        """Give the order and serve the worker until its last answer."""
        self._channel.deadline = job.deadline
        self._channel.waiting = job.waiting
        self._channel.send(order)
        while True:
            answer = self._answer()
            match answer:
                case Need():
                    self._channel.send(job.piece(answer))
                case Data():
                    job.take(answer)
                case Step():
                    job.step(answer)
                    self._channel.deadline = job.deadline
                case _:
                    return answer

    def end(self) -> None:
        """Let the worker go: it ends when its pipe closes."""
        if self._popen.stdin is not None:
            self._popen.stdin.close()
        try:
            self._popen.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._popen.kill()
        self._clear_up()

    def kill(self) -> None:
        """End the worker at once."""
        self._popen.kill()
        self._clear_up()

    def _clear_up(self) -> None:
        self._popen.wait()
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                pipe.close()


def _command(kind: Kind) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, f"--{kind}-worker"]
    return [
        sys.executable,
        "-I",
        "-B",  # it writes nothing, not even bytecode
        "-c",
        _RUN.format(_MODULES[kind]),
        str(Path(__file__).resolve().parents[2]),
    ]


def _environment() -> dict[str, str]:
    """Return next to nothing: no keys, no paths; Windows cannot start a program without its system folder."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**kept, **_KEEP_FREED, "LC_ALL": "C.UTF-8"}
