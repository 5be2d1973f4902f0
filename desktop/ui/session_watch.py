"""When the session is left: sleep, the screen's lock, another user, the end of the session (A1).

Rule: each system says it in its own way; here it is one signal. Whoever listens locks the vault at once, and
the system is asked to wait with sleep for as long as a vault is open. Loaded only when the prompt stands.
"""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


class SessionWatch(QObject):
    """Hears when the session is left: `left`. The idle watch sees to what no system says."""

    left = Signal()

    def __init__(self, window: QWidget) -> None:
        """Begin to listen on behalf of the main window."""
        super().__init__(window)
        self._listener = _listener(window)
        self._listener.left.connect(self.left)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self._end)

    def hold(self) -> None:
        """Ask the system to wait with sleep until `release`: a vault is open."""
        self._listener.hold()

    def release(self) -> None:
        """Let the system sleep: the vault is locked."""
        self._listener.release()

    def _end(self, _manager: object) -> None:
        self.left.emit()


if sys.platform == "win32":
    from desktop.ui.session_windows import SessionWindows

    def _listener(window: QWidget) -> SessionWindows:
        return SessionWindows(int(window.winId()), window)

elif sys.platform == "linux":
    from desktop.ui.session_bus import SessionBus

    def _listener(window: QWidget) -> SessionBus:
        return SessionBus(parent=window)

else:

    class _Nobody(QObject):
        left = Signal()

        def hold(self) -> None:
            pass

        def release(self) -> None:
            pass

    def _listener(window: QWidget) -> _Nobody:
        return _Nobody(window)
