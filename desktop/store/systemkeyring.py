"""This system's own keyring, chosen from a fixed list and made directly.

Rule: neither the environment nor a configuration file has a say. The `keyring` library's own choice can
be led to a backend that keeps nothing, or keeps it in clear; and its constructors obey variables named
KEYRING_PROPERTY_..., so they are left out: they do nothing else.

Importing this costs more time than showing the unlock prompt: `desktop.store.device` does it late.
"""

import sys
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
    from jeepney import DBusErrorResponse  # type: ignore[import-untyped]
    from keyring.backends.SecretService import Keyring as SecretService
    from secretstorage import SecretStorageException

    FAILURES: tuple[type[Exception], ...] = (
        KeyringError,
        OSError,
        SecretStorageException,
        DBusErrorResponse,
    )

_Backend = TypeVar("_Backend", bound=KeyringBackend)


def system_keyring() -> KeyringBackend:
    """Return the keyring of this system. It is reached only when asked; then any of FAILURES may come."""
    keyring: KeyringBackend
    if sys.platform == "win32":
        keyring = _unconfigured(WinVaultKeyring)
        keyring.persist = "local machine"  # the default roams to other computers
    elif sys.platform == "darwin":
        keyring = _unconfigured(Keychain)
        keyring.keychain = None  # KEYCHAIN_PATH may have named another
    else:
        keyring = _unconfigured(SecretService)
    return keyring


def _unconfigured(backend: type[_Backend]) -> _Backend:
    return backend.__new__(backend)
