"""The process that dies: it has the program loaded, and makes a child for each act that is to be killed.

Rule: it runs under the shim (shim.c), stays single-threaded, and does nothing of the act itself: each order
is a line of JSON, done by a forked child with a folder, streams and temporary folder of its own. Whatever the
child leaves running is waited for here, so that nothing of it is still writing when it is judged.
"""

import ctypes
import gc
import io
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import msgspec

from tests.crash import judge, scenario
from tests.crash.orders import Case, Died, Verdict, read

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: what an act's process leaves behind becomes a child of this one
_PATIENCE = 20.0  # seconds for a worker to notice that its program is gone


def main() -> int:
    """Serve orders until standard input ends."""
    libc = ctypes.CDLL(None)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    scenario.load()
    gc.freeze()
    for line in sys.stdin.buffer:
        order = read(line)
        answer = _killed(libc, order.case) if order.what == "act" else _judged(order.case)
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _killed(libc: ctypes.CDLL, case: Case) -> Died:
    """Run the act in a child that the shim kills."""

    def act() -> int:
        journal = os.open(case.journal, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        answers = case.answers.open("a", encoding="utf-8")
        errors = case.errors.open("w", encoding="utf-8")
        libc.crash_arm(os.fsencode(case.folder), case.at, int(case.torn), journal)
        return scenario.run(case, answers, errors)

    status = _in_a_child(case, act)
    left = _left_behind()
    return Died(
        by_the_shim=os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
        code=os.waitstatus_to_exitcode(status),
        left_behind=left,
    )


def _judged(case: Case) -> Verdict:
    """Judge in a child, so that no verdict depends on the one before."""
    file = case.journal.with_suffix(".verdict")

    def judging() -> int:
        try:
            verdict = judge.judged(case)
        except BaseException:  # noqa: BLE001 - the judge's own faults must not pass for a clean vault
            verdict = Verdict([f"The judge could not go on: {traceback.format_exc()}"], 0)
        file.write_bytes(msgspec.json.encode(verdict))
        return 0

    _in_a_child(case, judging)
    _left_behind()
    return msgspec.json.decode(file.read_bytes(), type=Verdict)


def _in_a_child(case: Case, work: Callable[[], int]) -> int:
    """Do `work` in a child of its own and return how it ended, as waitpid tells it."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    code = 70
    try:
        os.setsid()
        sys.stdin = io.StringIO()
        for name, folder in case.places().items():
            os.environ[name] = str(folder)
        tempfile.tempdir = None
        code = work()
    except BaseException:  # noqa: BLE001 - told where a person finds it, and never twice by parent and child
        traceback.print_exc()
    finally:
        os._exit(code)


def _left_behind() -> int:
    """Wait for what the child left running; return how many had to be killed."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            found, _status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return 0
        if found == 0:
            if time.monotonic() > end:
                return _end_them()
            time.sleep(0.005)


def _end_them() -> int:
    children = [
        int(task)
        for children in Path("/proc/self/task").glob("*/children")
        for task in children.read_text("ascii").split()
    ]
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return len(children)


if __name__ == "__main__":
    sys.exit(main())
