"""When nobody is there: the vault locks itself after a while, and after the computer has slept (A1).

Rule: what counts is the wall clock, looked at every few seconds, so that time spent asleep counts too. While
a job runs the vault stays open. Only the window that has the focus is watched, never the whole application:
a filter there would be called for every event of every widget.
"""

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

IDLE_SECONDS = 15 * 60
_LOOK_EVERY = 10
_ASLEEP = 60
"""Seconds between two looks that can only mean that the computer slept."""

_SIGNS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Watches the person's hands. `left` tells that nobody is there."""

    left = Signal()

    def __init__(
        self,
        busy: Callable[[], bool],
        clock: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        """Be ready; `busy` says whether a job runs, `clock` gives seconds."""
        super().__init__(parent)
        self._busy = busy
        self._clock = clock
        self._window: QWindow | None = None
        self._touched = self._looked = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY * 1000)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch."""
        self._looked = self._clock()
        self._timer.start()
        application = _application()
        application.focusWindowChanged.connect(self._watch)
        self._watch(application.focusWindow())

    def stop(self) -> None:
        """Watch no more."""
        if self._timer.isActive():
            self._timer.stop()
            _application().focusWindowChanged.disconnect(self._watch)
            self._watch(None)

    def look(self) -> None:
        """See whether somebody is there."""
        now = self._clock()
        slept = not 0 <= now - self._looked < _ASLEEP
        self._looked = now
        if self._busy():
            self._touched = now
        if slept or now - self._touched >= IDLE_SECONDS:
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's name
        """Take note of a key or a movement; let it pass."""
        if event.type() in _SIGNS:
            self._touched = self._clock()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if self._window is not None and shiboken6.isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        self._touched = self._clock()
        if window is not None:
            window.installEventFilter(self)


def _application() -> QGuiApplication:
    application = QGuiApplication.instance()
    if not isinstance(application, QGuiApplication):
        raise TypeError(application)  # there is no window without one
    return application
