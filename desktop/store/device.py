"""The device secret (A3): the second part of a vault's key, in the system's keyring or in a key file.

Rule: a secret counts as stored only once it was read back. Both places write it the same way, as text
with a check, so that it can be copied by hand and a mistake is noticed. A secret is asked for by its public
fingerprint: a renewal stores a new one beside the one before, which still opens former backups.

The same places keep the head of the ledger, as `desktop.store.kept_head` writes it.

A keyring may ask the person to unlock it, and waits for the answer: call from where waiting is allowed.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.store.durable import erase, reason, sync_folder, write_all, write_durably, writing
from desktop.store.errors import (
    DeviceSecretMissingError,
    KeyFileExistsError,
    KeyFileUnusableError,
    KeyringUnavailableError,
)
from desktop.store.secret import wipe
from desktop.store.smallfile import read_small

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SECRET_BYTES = 32

_CHECK_BYTES = 3  # 35 bytes are 56 letters of base32, without padding
_LETTERS = 56
_GROUP = 4
_GROUPS_A_LINE = 7
_LARGEST_KEY_FILE = 4096
_NAMED_VAULT = re.compile(r"\bvault ([0-9a-f]{32})\b")

if sys.platform == "win32":
    _NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_BINARY | os.O_NOINHERIT
else:
    _NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class DeviceSecretPlace(Protocol):
    """A place outside the vault that keeps device secrets and heads. `device` is a secret's fingerprint."""

    @property
    def name(self) -> str:
        """What a person calls the place, inside a sentence."""

    @property
    def where(self) -> str:
        """What the ledger keeps of the place, so that `places_to_forget` finds it after a crash."""

    def store(self, vault: str, device: str, secret: bytes) -> None:
        """Keep `secret`, durably; it was read back when this returns."""

    def fetch(self, vault: str, device: str) -> bytes:
        """Return the secret of `vault`, or raise DeviceSecretMissingError."""

    def forget(self, vault: str, device: str) -> None:
        """Keep it and its head no longer. Without a word when it is not there."""

    def forget_secret(self, vault: str, device: str) -> None:
        """Keep the secret no longer; the head that is kept stays, and tells of a vault that is put back."""

    def keep_head(self, vault: str, device: str, text: str) -> None:
        """Keep `text` in place of what was kept for the same secret."""

    def kept_head(self, vault: str, device: str) -> str | None:
        """Return what `keep_head` kept, or None."""


def places_to_forget(former: str, present: DeviceSecretPlace | None) -> list[DeviceSecretPlace]:
    """Return where former device secrets may lie: in the present place, and where the ledger says one lay.

    A key file is sought beside the present one too: a stick does not always have the same path.
    """
    places: list[DeviceSecretPlace] = [present] if present else []
    if former == Keyring.where:
        places.append(Keyring())
    elif former:
        places.append(KeyFile(Path(former)))
        if isinstance(present, KeyFile):
            places.append(KeyFile(Path(present.where).with_name(Path(former).name)))
    return places


def new_device_secret() -> bytes:
    """Return a new device secret: 32 random bytes."""
    return secrets.token_bytes(SECRET_BYTES)


def secret_as_text(secret: bytes) -> str:
    """Return `secret` as 56 letters and digits of base32 (RFC 4648, 6), its check among them."""
    return base64.b32encode(secret + _check(secret)).decode()


def secret_from_text(text: str) -> bytes:
    """Return the secret that `text` spells; hyphens, spaces, lines and capitals do not matter.

    Raises ValueError, which says nothing of the text, when it spells none.
    """
    letters = re.sub(r"[\s-]", "", text)
    try:
        data = base64.b32decode(letters, casefold=True, map01="L")
    except (binascii.Error, ValueError):
        raise ValueError("not base32") from None
    secret, check = data[:SECRET_BYTES], data[SECRET_BYTES:]
    if len(letters) != _LETTERS or not hmac.compare_digest(check, _check(secret)):
        raise ValueError("the check does not fit")
    return secret


class Keyring:
    """The operating system's keyring: Secret Service, Windows Credential Manager or macOS Keychain.

    Every method raises KeyringUnavailableError when it is absent, locked or failing.
    """

    name = "the keyring of this computer"
    where = "keyring"

    def store(self, vault: str, device: str, secret: bytes) -> None:
        """Keep `secret` in the keyring, beside those kept for the same vault before."""
        text = secret_as_text(secret)
        service = _service(vault, _SECRET, device)
        with _asking() as keyring:
            keyring.set_password(service, _SECRET, text)
            kept = keyring.get_password(service, _SECRET)
        if kept is None or not hmac.compare_digest(kept.encode(), text.encode()):
            raise KeyringUnavailableError(why="it took the device secret but did not keep it")

    def fetch(self, vault: str, device: str) -> bytes:
        """Return the secret the keyring has for `vault`, or raise DeviceSecretMissingError."""
        with _asking() as keyring:
            text = keyring.get_password(_service(vault, _SECRET, device), _SECRET)
        if text is None:
            raise DeviceSecretMissingError(why="the keyring of this computer has none for this vault")
        try:
            return secret_from_text(text)
        except ValueError:
            why = "what the keyring of this computer has for this vault is damaged"
            raise DeviceSecretMissingError(why=why) from None

    def forget(self, vault: str, device: str) -> None:
        """Take the secret of `vault`, and the head with it, out of the keyring."""
        self._take_out(vault, device, (_SECRET, _HEAD))

    def forget_secret(self, vault: str, device: str) -> None:
        """Take the secret alone out of the keyring."""
        self._take_out(vault, device, (_SECRET,))

    def keep_head(self, vault: str, device: str, text: str) -> None:
        """Keep the head in the keyring."""
        with _asking() as keyring:
            keyring.set_password(_service(vault, _HEAD, device), _HEAD, text)

    def kept_head(self, vault: str, device: str) -> str | None:
        """Return the head that the keyring has; nothing that could be one, if it is not even text."""
        with _asking() as keyring:
            try:
                return keyring.get_password(_service(vault, _HEAD, device), _HEAD)
            except UnicodeDecodeError:
                return ""

    @staticmethod
    def _take_out(vault: str, device: str, kept: Sequence[str]) -> None:
        with _asking() as keyring:
            for what in kept:
                service = _service(vault, what, device)
                if keyring.get_password(service, what) is not None:
                    keyring.delete_password(service, what)


class KeyFile:
    """A device secret in a small text file, for a computer without a keyring; the head in one beside it.

    It is never written over anything. Raises KeyFileExistsError, KeyFileUnusableError, and
    DiskFullError or CannotWriteError when it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._head = path.with_name(f"{path.name}.head")

    @property
    def name(self) -> str:
        """The file beside the key file, as a person calls it."""
        return f"the file {self._head.name} beside the key file"

    @property
    def where(self) -> str:
        """The whole path of the key file."""
        return str(self._path.absolute())

    def store(self, vault: str, device: str, secret: bytes) -> None:
        """Make the file, for its owner alone."""
        with writing(self._path):
            try:
                handle = os.open(self._path, _NEW_FILE, 0o600)
            except FileExistsError:
                raise KeyFileExistsError(path=self._path) from None
        try:
            with writing(self._path):
                _fill(handle, _key_file_text(vault, secret).encode())
                sync_folder(self._path.parent)
            self._confirm(vault, device, secret)
        except BaseException:
            with suppress(OSError):  # the first error is the one to tell
                self._path.unlink()
            raise

    def fetch(self, vault: str, device: str) -> bytes:  # noqa: ARG002 - a file holds one secret
        """Return the secret in the file, unless the file names another vault."""
        named, secret = self._read()
        if named not in {None, vault}:
            raise DeviceSecretMissingError(why=f"{self._path} is the key file of another vault")
        return secret

    def forget(self, vault: str, device: str) -> None:  # noqa: ARG002 - a file holds one secret
        """Take the file away, if it says that it is the key file of `vault`, and the head beside it."""
        try:
            self._refuse_another(vault)
        except DeviceSecretMissingError:
            return
        with writing(self._path):
            self._head.unlink(missing_ok=True)
            self._path.unlink()
            sync_folder(self._path.parent)

    def forget_secret(self, vault: str, device: str) -> None:  # noqa: ARG002 - a file holds one secret
        """Write over the file and take it away, if it says that it is the key file of `vault`."""
        self._refuse_another(vault)
        erase(self._path)

    def keep_head(self, vault: str, device: str, text: str) -> None:
        """Keep the head in a file beside the key file."""
        write_durably(self._head, f"# {_head_of(vault, device)}\n{text}\n".encode())

    def kept_head(self, vault: str, device: str) -> str | None:
        """Return the head in the file beside the key file, unless it is of other keys."""
        try:
            data = read_small(self._head, _LARGEST_KEY_FILE)
        except FileNotFoundError:
            return None
        except OSError:
            return ""  # something stands in its place: nothing that could be a note
        first, _, text = data.decode(errors="replace").partition("\n")
        # Whatever it says is for the caller to judge; only a note of other keys is none of this vault's.
        return text.strip() if first == f"# {_head_of(vault, device)}" or not _HEAD_OF.match(first) else None

    def _refuse_another(self, vault: str) -> None:
        if self._read()[0] != vault:
            raise KeyFileUnusableError(path=self._path, why="it is not the key file of this vault")

    def _confirm(self, vault: str, device: str, secret: bytes) -> None:
        if not hmac.compare_digest(self.fetch(vault, device), secret):
            raise KeyFileUnusableError(path=self._path, why="the disk did not keep what was written")

    def _read(self) -> tuple[str | None, bytes]:
        """Return the vault the file names, if it names one, and the secret."""
        try:
            data = read_small(self._path, _LARGEST_KEY_FILE)
        except FileNotFoundError:
            raise DeviceSecretMissingError(why=f"there is no file {self._path}") from None
        except OSError as error:
            raise KeyFileUnusableError(path=self._path, why=reason(error)) from error
        if len(data) > _LARGEST_KEY_FILE:
            raise KeyFileUnusableError(path=self._path, why="it is too large to be one")
        try:
            return self._parse(data)
        finally:
            wipe(data)

    def _parse(self, data: bytes) -> tuple[str | None, bytes]:
        if b"\0" in data:  # as `erase` leaves it if it is cut short
            raise DeviceSecretMissingError(why=f"{self._path} was written over, since it is used no more")
        lines = data.decode("utf-8-sig", errors="replace").splitlines()
        try:
            secret = secret_from_text("".join(line for line in lines if not line.startswith("#")))
        except ValueError:
            why = "there is no device secret in it, or a letter of it is wrong"
            raise KeyFileUnusableError(path=self._path, why=why) from None
        named = _NAMED_VAULT.search("\n".join(line for line in lines if line.startswith("#")))
        return (named[1] if named else None), secret


_SECRET = "device secret"  # noqa: S105 - its name, not the secret
_HEAD = "ledger head"
_HEAD_OF = re.compile(r"# The end of the ledger of vault [0-9a-f]{32}, keys [0-9a-f]{32}")


def _service(vault: str, what: str, device: str) -> str:
    """Return a name of its own for each vault, its keys, and what is kept.

    Windows keeps one user to a name: a second secret under the same one would move the first.
    """
    return f"strongroom vault {vault} {what} {device[:8]}"


def _head_of(vault: str, device: str) -> str:
    return f"The end of the ledger of vault {vault}, keys {device}"


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"strongroom device secret" + secret).digest()[:_CHECK_BYTES]


def _key_file_text(vault: str, secret: bytes) -> str:
    text = secret_as_text(secret)
    groups = [text[at : at + _GROUP] for at in range(0, len(text), _GROUP)]
    first, second = "-".join(groups[:_GROUPS_A_LINE]), "-".join(groups[_GROUPS_A_LINE:])
    return (
        f"# Strongroom key file of vault {vault}: needed with the passphrase."
        f" Keep it away from the vault and its backups.\n{first}\n{second}\n"
    )


def _fill(handle: int, text: bytes) -> None:
    try:
        write_all(lambda rest: os.write(handle, rest), text)
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _asking() -> Iterator["KeyringBackend"]:
    """Give this system's keyring; its many ways to fail become one KeyringUnavailableError.

    It is imported here because that takes longer than showing the prompt for the passphrase.
    """
    from desktop.store.systemkeyring import FAILURES, system_keyring  # noqa: PLC0415 (late, see above)

    try:
        yield system_keyring()
    except FAILURES as error:
        raise KeyringUnavailableError(why=str(error).rstrip("!. ") or type(error).__name__) from error
    except UnicodeDecodeError:
        raise KeyringUnavailableError(why="what it holds for this vault is not text") from None
