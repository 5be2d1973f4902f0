"""A small logind and a small screen lock for the tests, in a process of their own.

Started with the addresses of a system bus and a session bus; each line of standard input is one thing to say;
each line of standard output is one thing that logind was asked, or saw.
"""

import os
import sys
import threading

from jeepney import (  # type: ignore[import-untyped]
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, open_dbus_connection  # type: ignore[import-untyped]

SESSION = "/org/freedesktop/login1/session/_31"
LOGIN = "org.freedesktop.login1"
MANAGER = DBusAddress("/org/freedesktop/login1", LOGIN, f"{LOGIN}.Manager")


def signals() -> dict[str, tuple[bool, Message]]:
    """Return what can be said: on the system bus (or the other), and the message."""

    def changed(name: str, *, value: bool) -> Message:
        place = DBusAddress(SESSION, LOGIN, "org.freedesktop.DBus.Properties")
        told: tuple[object, ...] = (f"{LOGIN}.Session", {name: ("b", value)}, [])
        return new_signal(place, "PropertiesChanged", "sa{sv}as", told)

    def screen(name: str) -> Message:
        place = DBusAddress(f"/{name.replace('.', '/')}", name, name)
        return new_signal(place, "ActiveChanged", "b", (True,))

    return {
        "sleep": (True, new_signal(MANAGER, "PrepareForSleep", "b", (True,))),
        "awake": (True, new_signal(MANAGER, "PrepareForSleep", "b", (False,))),
        "shutdown": (True, new_signal(MANAGER, "PrepareForShutdown", "b", (True,))),
        "lock": (True, new_signal(DBusAddress(SESSION, LOGIN, f"{LOGIN}.Session"), "Lock")),
        "another": (True, changed("Active", value=False)),
        "back": (True, changed("Active", value=True)),
        "hint": (True, changed("LockedHint", value=True)),
        "screen": (False, screen("org.freedesktop.ScreenSaver")),
        "gnome": (False, screen("org.gnome.ScreenSaver")),
    }


def tell(text: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def answer(bus: DBusConnection) -> None:
    """Answer what logind is asked; tell when a hold on sleep is let go."""
    while True:
        asked = bus.receive()
        if asked.header.message_type != MessageType.method_call:
            continue
        member = asked.header.fields[HeaderFields.member]
        if member == "GetSession":
            bus.send(new_method_return(asked, "o", (SESSION,)))
        elif member == "Inhibit":
            here, there = os.pipe()
            bus.send(new_method_return(asked, "h", (there,)))
            os.close(there)
            tell("held " + " ".join(asked.body))
            threading.Thread(target=wait_until_let_go, args=(here,), daemon=True).start()


def wait_until_let_go(pipe: int) -> None:
    """Wait until nobody holds the other end any more."""
    os.read(pipe, 1)
    os.close(pipe)
    tell("released")


def main() -> None:
    """Serve until standard input ends."""
    session = open_dbus_connection(sys.argv[2])
    speaker = open_dbus_connection(sys.argv[1], enable_fds=True)
    speaker.send_and_get_reply(message_bus.RequestName(LOGIN))
    threading.Thread(target=answer, args=(speaker,), daemon=True).start()
    tell("ready")
    known = signals()
    for line in sys.stdin:
        on_system, message = known[line.strip()]
        (speaker if on_system else session).send(message)


if __name__ == "__main__":
    main()
