"""An end asked for from outside: at shutdown, by a terminal that closes, by Ctrl-C, the window locks first.

Rule: a signal's own handler does nothing; its number comes through a pipe to the window's thread, where it is
no different from the person closing the window. Windows has no such signals: there the session's end is told.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSocketNotifier

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_ENDS = ("SIGTERM", "SIGHUP", "SIGINT")


@contextlib.contextmanager
def heeded(window: "QWidget") -> Iterator[None]:
    """Close the window when the system or a terminal asks for the program's end."""
    if sys.platform == "win32":
        yield
        return
    here, there = os.pipe()
    for end in (here, there):
        os.set_blocking(end, False)
    notifier = QSocketNotifier(here, QSocketNotifier.Type.Read)

    def close() -> None:
        os.read(here, 64)
        window.close()

    notifier.activated.connect(close)
    known = [getattr(signal, name) for name in _ENDS]
    former = [signal.signal(number, _leave_to_the_window) for number in known]
    woken = signal.set_wakeup_fd(there, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(woken)
        for number, handler in zip(known, former, strict=True):
            signal.signal(number, handler)
        notifier.setEnabled(False)
        os.close(here)
        os.close(there)


def _leave_to_the_window(_number: int, _frame: FrameType | None) -> None:
    pass
