"""What a Linux desktop says of the session: logind on the system bus, the screen's lock on the session bus.

Rule: only listening, but for two questions to logind: which session this is, and whether it will hold back
sleep until the vault is locked (org.freedesktop.login1, "delay"). No answer is waited for; where there is no
bus or no logind nothing happens, and the idle watch remains. Whoever forges such a word only locks the vault.
"""

import os
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import (
    QDBusConnection,
    QDBusMessage,
    QDBusObjectPath,
    QDBusPendingCallWatcher,
    QDBusUnixFileDescriptor,
)

_LOGIN = "org.freedesktop.login1"
_MANAGER = f"{_LOGIN}.Manager"
_MANAGER_PATH = "/org/freedesktop/login1"
_SESSION = f"{_LOGIN}.Session"
_SCREENS = (
    "org.freedesktop.ScreenSaver",
    *(f"org.{one}.ScreenSaver" for one in ("gnome", "cinnamon", "mate")),
)


class SessionBus(QObject):
    """Hears what the two buses say. `left` tells that nobody is there any more, or soon nobody will be."""

    left = Signal()

    def __init__(
        self,
        system: QDBusConnection | None = None,
        session: QDBusConnection | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Begin to listen; without connections, on the computer's own buses."""
        super().__init__(parent)
        self._system = system or QDBusConnection.systemBus()
        self._session = session or QDBusConnection.sessionBus()
        self._holding = False
        self._hold: int | None = None
        if self._system.isConnected():
            for member in ("PrepareForSleep", "PrepareForShutdown"):
                self._system.connect(_LOGIN, _MANAGER_PATH, _MANAGER, member, self, _slot("_begins(bool)"))
            self._ask("GetSession", ["auto"], self._know_session)
        if self._session.isConnected():
            for screen in _SCREENS:
                self._session.connect("", "", screen, "ActiveChanged", self, _slot("_begins(bool)"))

    def hold(self) -> None:
        """Have sleep wait until `release`, for as long as the system is willing to."""
        if self._system.isConnected() and not self._holding:
            self._holding = True
            why = "The vault is locked first"
            self._ask("Inhibit", ["sleep:shutdown", "Strongroom", why, "delay"], self._keep_hold)

    def release(self) -> None:
        """Let the computer sleep."""
        self._holding = False
        if self._hold is not None:
            os.close(self._hold)
            self._hold = None

    @Slot(bool)
    def _begins(self, begins: bool) -> None:  # noqa: FBT001 - what the bus tells
        if begins:
            self.left.emit()

    @Slot()
    def _lock(self) -> None:
        self.left.emit()

    @Slot("QString", "QVariantMap", "QStringList")
    def _changed(self, _interface: str, now: dict[str, Any], _unsaid: list[str]) -> None:
        if now.get("Active") is False or now.get("LockedHint") is True:
            self.left.emit()

    def _know_session(self, path: QDBusObjectPath) -> None:
        listen, where = self._system.connect, path.path()
        listen(_LOGIN, where, _SESSION, "Lock", self, _slot("_lock()"))
        changed = _slot("_changed(QString,QVariantMap,QStringList)")
        listen(_LOGIN, where, "org.freedesktop.DBus.Properties", "PropertiesChanged", self, changed)

    def _keep_hold(self, hold: QDBusUnixFileDescriptor) -> None:
        descriptor = hold.takeFileDescriptor()
        if self._holding and self._hold is None:
            self._hold = descriptor
        else:  # it was released while the answer was on its way
            os.close(descriptor)

    def _ask(self, method: str, arguments: Sequence[str], then: Callable[[Any], None]) -> None:
        """Ask logind; call `then` with the first thing it answers, if it does."""
        question = QDBusMessage.createMethodCall(_LOGIN, _MANAGER_PATH, _MANAGER, method)
        question.setArguments(list(arguments))
        question.setAutoStartService(False)
        watcher = QDBusPendingCallWatcher(self._system.asyncCall(question), self)

        def answered() -> None:
            answer = watcher.reply()
            if answer.type() == QDBusMessage.MessageType.ReplyMessage:
                then(answer.arguments()[0])
            watcher.deleteLater()

        watcher.finished.connect(answered)


def _slot(signature: str) -> Any:  # PySide takes text, though its types say bytes
    return SLOT(signature)
