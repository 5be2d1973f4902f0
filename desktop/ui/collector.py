"""When Python looks for objects that nothing reaches any more: only when the window's thread has a moment.

Rule: left to itself the search runs in whatever thread happens to make the next object. In a lane it would
end widgets that died in a ring of references, which Qt allows on the window's thread alone: the program would
be gone without a word. So while this lives the search never starts by itself.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 250
"""Milliseconds between two looks at how much has gathered."""


class Collector(QObject):
    """Searches from the thread that made it, as soon after Python would have as its event loop allows."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Take the search over."""
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY)

    def look(self) -> None:
        """Search as far back as Python's own limits say that it is time to."""
        for oldest in (2, 1, 0):
            if gc.get_count()[oldest] > gc.get_threshold()[oldest]:
                gc.collect(oldest)
                return

    def stop(self) -> None:
        """Give the search back to Python, once no other thread can start it."""
        self._timer.stop()
        if self._was_on:
            gc.enable()


def settle() -> None:
    """Leave what lives now out of every later search: a vault just opened, which lives until it is locked."""
    gc.freeze()


def clear() -> None:
    """Search everything at once, also what was settled."""
    gc.unfreeze()
    gc.collect()
