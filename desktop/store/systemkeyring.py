"""This system's own keyring, chosen from a fixed list and made directly.

Rule: neither the environment nor a configuration file has a say. The `keyring` library's own choice can
be led to a backend that keeps nothing, or keeps it in clear; and its constructors obey variables named
KEYRING_PROPERTY_..., so they are left out: they do nothing else.

A Secret Service that hangs would be waited for without end: the library knows no limit, since a person may be
asked to unlock it meanwhile. So it is asked for a sign of life first, which has one.

Importing this costs more time than showing the unlock prompt: `desktop.store.device` does it late.
"""

import sys
from contextlib import closing
from typing import TypeVar

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

if sys.platform == "win32":
    from keyring.backends.Windows import WinVaultKeyring
    from win32ctypes.pywin32 import pywintypes  # type: ignore[import-not-found]  # there on Windows alone

    FAILURES: tuple[type[Exception], ...] = (KeyringError, OSError, pywintypes.error)
elif sys.platform == "darwin":
    from keyring.backends.macOS import Keyring as Keychain

    FAILURES: tuple[type[Exception], ...] = (KeyringError, OSError)
else:
    from jeepney import DBusAddress, DBusErrorResponse, new_method_call  # type: ignore[import-untyped]
    from keyring.backends.SecretService import Keyring as SecretService
    from secretstorage import SecretStorageException, dbus_init

    FAILURES: tuple[type[Exception], ...] = (
        KeyringError,
        OSError,
        SecretStorageException,
        DBusErrorResponse,
    )

ANSWERS_WITHIN = 10
"""Seconds in which a keyring gives a sign of life: it may have to be started first."""

_Backend = TypeVar("_Backend", bound=KeyringBackend)


def system_keyring() -> KeyringBackend:
    """Return the keyring of this system; then, and whenever it is asked, any of FAILURES may come."""
    keyring: KeyringBackend
    if sys.platform == "win32":
        keyring = _unconfigured(WinVaultKeyring)
        keyring.persist = "local machine"  # the default roams to other computers
    elif sys.platform == "darwin":
        keyring = _unconfigured(Keychain)
        keyring.keychain = None  # KEYCHAIN_PATH may have named another
    else:
        _await_answer()
        keyring = _unconfigured(SecretService)
    return keyring


def _unconfigured(backend: type[_Backend]) -> _Backend:
    return backend.__new__(backend)


if sys.platform not in {"win32", "darwin"}:

    def _await_answer() -> None:
        """Have the Secret Service give a sign of life; a refusal is one too. Raises one of FAILURES."""
        service = DBusAddress("/", bus_name="org.freedesktop.secrets", interface="org.freedesktop.DBus.Peer")
        with closing(dbus_init()) as bus:
            try:
                bus.send_and_get_reply(new_method_call(service, "Ping"), timeout=ANSWERS_WITHIN)
            except TimeoutError:
                raise TimeoutError(f"it gave no answer in {ANSWERS_WITHIN} seconds") from None
