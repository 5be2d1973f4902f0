"""What Windows says of the session: sleep, the locked screen, a switch of user, the end of the session.

Rule: messages to the main window are only looked at and passed on. Every other window's are let through
unread, for this filter is called for each message of the program.
"""

import ctypes
import sys

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal

if sys.platform == "win32":
    from ctypes import wintypes

    _POWER = 0x0218  # WM_POWERBROADCAST
    _SUSPEND = 0x0004  # PBT_APMSUSPEND
    _SESSION = 0x02B1  # WM_WTSSESSION_CHANGE
    _GONE = {0x2, 0x4, 0x6, 0x7}
    """WTS_CONSOLE_DISCONNECT, _REMOTE_DISCONNECT, _SESSION_LOGOFF, _SESSION_LOCK"""
    _END = 0x0011  # WM_QUERYENDSESSION

    class _Filter(QAbstractNativeEventFilter):
        def __init__(self, watch: "SessionWindows", window: int) -> None:
            super().__init__()
            self._watch = watch
            self._window = window

        def nativeEventFilter(  # noqa: N802 - Qt's name
            self, _kind: QByteArray | bytes | bytearray | memoryview, message: int
        ) -> object:
            told = wintypes.MSG.from_address(int(message))
            if told.hWnd == self._window and _says_farewell(told.message, told.wParam):
                self._watch.left.emit()
            return False, 0

    def _says_farewell(message: int, what: int) -> bool:
        if message == _SESSION:
            return what in _GONE
        return message == _END or (message == _POWER and what == _SUSPEND)

    class SessionWindows(QObject):
        """Hears what Windows tells the main window. `left` tells that nobody is there any more."""

        left = Signal()

        def __init__(self, window: int, parent: QObject | None = None) -> None:
            """Begin to listen for the window of that handle."""
            super().__init__(parent)
            self._filter = _Filter(self, window)
            ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification(wintypes.HWND(window), 0)  # this session
            application = QCoreApplication.instance()
            if application is not None:
                application.installNativeEventFilter(self._filter)

        def hold(self) -> None:
            """Do nothing: Windows waits for a window to take note of sleep, two seconds at most."""

        def release(self) -> None:
            """Do nothing."""
