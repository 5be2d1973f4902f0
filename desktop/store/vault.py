"""The vault as one folder: header, ledger and sealed masters, opened by one program for one operator.

Rule: file first, entry last: a crash may leave a stray sealed file, never an entry without its master.
A vault exists from the moment its header is written, which is the last step of making it. Whoever holds
an open vault holds its lock; a vault opened for reading only holds none and enters nothing.
"""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from desktop.custody import ledger
from desktop.custody.errors import FactMissingError
from desktop.custody.ledger import EMPTY, Head, Row, Stored
from desktop.store import header as headers
from desktop.store import sealed
from desktop.store.age import Identity, IdentityError
from desktop.store.attempts import ATTEMPTS_NAME, Attempts
from desktop.store.device import DeviceSecretPlace, new_device_secret
from desktop.store.durable import DurableFile, reason, sync_folder, writing
from desktop.store.errors import (
    CannotReadError,
    LedgerUnreadableError,
    MasterMissingError,
    WriteForbiddenError,
    WrongPassphraseError,
)
from desktop.store.ledger_file import LEDGER_NAME, LedgerFile, make_private_file
from desktop.store.lock import LOCK_NAME, VaultLock
from desktop.store.slots import Bounds, calibrate, ledger_key

MASTERS = "masters"
FIRST_OPERATOR = "O-0001"

Founding = Callable[[str], Sequence[bytes]]
"""Given the vault's identity (32 hexadecimal digits), return the bodies of its first entries."""


@dataclass(frozen=True, slots=True)
class SealedMaster:
    """A master that lies sealed in the vault, before an entry names it. Sizes in bytes."""

    name: str
    opener: Identity
    sha256: str
    size: int


class Vault:
    """An open vault. The ledger belongs to the thread that opened it; sealed masters to any one thread."""

    def __init__(
        self, folder: Path, operator: str, ledger_file: LedgerFile, keys: "_Keys", lock: VaultLock | None
    ) -> None:
        self.folder = folder
        self.operator = operator
        self._ledger = ledger_file
        self._keys = keys
        self._lock = lock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written."""
        return self._lock is None

    def close(self) -> None:
        """Close the ledger and give up the lock; closing twice does no harm."""
        self._ledger.close()
        if self._lock:
            self._lock.release()

    def rows(self, after: int = 0) -> Iterator[Stored]:
        """Yield the stored entries after number `after`, unverified."""
        return self._ledger.rows(after)

    def digest(self, number: int) -> bytes | None:
        """Return the digest of entry `number`, or None."""
        return self._ledger.digest(number)

    def append(
        self, expected: Head, bodies: Sequence[bytes], master: SealedMaster | None = None
    ) -> list[Row]:
        """Chain `bodies` to the head they were decided on; durable at return.

        Errors as `LedgerFile.append`, and WriteForbiddenError in a vault opened for reading.
        """
        self._writable()
        salts = [secrets.token_bytes(ledger.SALT_BYTES) for _ in bodies]
        rows = list(ledger.chain(expected, bodies, salts))
        self._ledger.append(expected, rows, (master.name, master.opener.encoded()) if master else None)
        return rows

    def seal(self, source: BinaryIO, progress: sealed.Progress | None = None) -> SealedMaster:
        """Seal what `source` gives under an opaque name and a key of its own. Errors as `sealed.seal`."""
        self._writable()
        identity = Identity.new()
        name = f"{secrets.token_hex(16)}.age"
        done = sealed.seal(source, self._path(name), identity, progress=progress)
        return SealedMaster(name, identity, done.sha256, done.size)

    def discard(self, master: SealedMaster) -> None:
        """Remove a sealed master that no entry names: the undo of `seal`."""
        self._path(master.name).unlink(missing_ok=True)

    def discard_unless_entered(self, master: SealedMaster) -> None:
        """Remove a sealed master unless the ledger holds its key; ask on the ledger's thread."""
        if self._ledger.identity(master.name) is None:
            self.discard(master)

    def identity(self, name: str) -> Identity:
        """Return the identity of a master; ask on the ledger's thread. Raises MasterMissingError."""
        kept = self._ledger.identity(name)
        if kept is None:
            raise MasterMissingError(file=name)
        try:
            return Identity.parse(kept)
        except IdentityError as error:
            raise LedgerUnreadableError(why="a master's key is damaged") from error

    def reader(self, name: str, identity: Identity) -> sealed.SealedReader:
        """Return a master's plaintext as a file to read and seek in. Errors as `SealedReader`."""
        return sealed.SealedReader(self._path(name), identity)

    def verify(
        self, name: str, identity: Identity, sha256: str, progress: sealed.Progress | None = None
    ) -> None:
        """Unseal a whole master and compare its digest (B7). Errors as `sealed.verify`."""
        sealed.verify(self._path(name), identity, sha256, progress=progress)

    def copy_out(self, name: str, opener: Identity, target: DurableFile) -> None:
        """Write a master in clear to a file the person asked for. Errors as `sealed.copy_out`."""
        sealed.copy_out(self._path(name), opener, target)

    def strays(self, named: frozenset[str]) -> list[str]:
        """Return the files in the vault that no entry names: left by a crash, or put there."""
        ours = {headers.HEADER_NAME, LEDGER_NAME, f"{LEDGER_NAME}-journal", MASTERS, LOCK_NAME, ATTEMPTS_NAME}
        try:
            found = {path.name for path in self.folder.iterdir()} - ours
            masters = self.folder / MASTERS
            if masters.is_dir():
                found |= {f"{MASTERS}/{path.name}" for path in masters.iterdir() if path.name not in named}
        except OSError as error:
            raise CannotReadError(file=self.folder, why=reason(error)) from error
        return sorted(found)

    def add_operator(self, operator: str, passphrase: str) -> None:
        """Give an operator a slot of their own. Errors as `headers.add_slot`."""
        self._writable()
        header, keys = headers.load_header(self.folder), self._keys
        with contextlib.suppress(WrongPassphraseError):
            opened = headers.unlock(header, passphrase, keys.device, keys.bounds)
            if opened.operator != operator:  # of two who share one, the first would be taken for the other
                raise FactMissingError(
                    fact="a passphrase", why="this one cannot be used here; choose another"
                )
        # A slot without an entry was left by a crash; it is replaced.
        put = headers.change_passphrase if operator in header.operators else headers.add_slot
        added = put(
            header,
            operator,
            passphrase,
            device_secret=keys.device,
            vault_key=keys.vault,
            kdf=calibrate(keys.bounds),
            bounds=keys.bounds,
        )
        headers.save_header(self.folder, added)

    @property
    def attempts(self) -> Attempts:
        """The failed unlocks that no entry tells of yet."""
        return Attempts(self.folder)

    def _path(self, name: str) -> Path:
        return self.folder / MASTERS / name

    def _writable(self) -> None:
        if self.read_only:
            raise WriteForbiddenError


@dataclass(frozen=True, slots=True, repr=False)
class _Keys:
    vault: bytes
    device: bytes
    bounds: Bounds


def create(
    folder: Path, passphrase: str, place: DeviceSecretPlace, bounds: Bounds, founding: Founding
) -> Vault:
    """Make a vault in a new or empty folder and return it open; on failure nothing of it is left.

    Errors as `headers.refuse_used_folder`, `headers.create_header`, the device secret's place, and disk.
    """
    folder = folder.absolute()
    headers.refuse_used_folder(folder)
    with contextlib.ExitStack() as undo:
        _make_folder(folder, undo)
        lock = VaultLock(folder)
        undo.callback((folder / LOCK_NAME).unlink, missing_ok=True)
        undo.callback(lock.release)
        headers.refuse_used_folder(folder)  # again: somebody else may have made a vault meanwhile
        identity = headers.new_vault_id()
        device = new_device_secret()
        header, unlocked = headers.create_header(
            identity, FIRST_OPERATOR, passphrase, device_secret=device, kdf=calibrate(bounds), bounds=bounds
        )
        place.store(identity, device)
        undo.callback(place.forget, identity)
        _make_folder(folder / MASTERS, undo)
        make_private_file(folder / LEDGER_NAME)
        undo.callback((folder / LEDGER_NAME).unlink, missing_ok=True)
        ledger_file = LedgerFile(folder / LEDGER_NAME, ledger_key(unlocked.vault_key), create=True)
        undo.callback(ledger_file.close)
        vault = Vault(folder, FIRST_OPERATOR, ledger_file, _Keys(unlocked.vault_key, device, bounds), lock)
        vault.append(EMPTY, founding(identity))
        headers.save_header(folder, header)
        undo.pop_all()
    return vault


def unlock(
    folder: Path,
    passphrase: str,
    place: DeviceSecretPlace,
    bounds: Bounds,
    *,
    operator: str | None = None,
    read_only: bool = False,
) -> Vault:
    """Open the vault in `folder`; a wrong passphrase is noted for the ledger (H3).

    Errors as `headers.load_header`, `headers.unlock`, the device secret's place, VaultBusyError, and
    as `LedgerFile`.
    """
    folder = folder.absolute()
    header = headers.load_header(folder)
    with contextlib.ExitStack() as undo:
        lock = None
        if not read_only:
            lock = VaultLock(folder)
            undo.callback(lock.release)
        device = place.fetch(header.vault)
        try:
            unlocked = headers.unlock(header, passphrase, device, bounds, operator)
        except WrongPassphraseError:
            Attempts(folder).note()
            raise
        ledger_file = LedgerFile(folder / LEDGER_NAME, ledger_key(unlocked.vault_key), read_only=read_only)
        undo.pop_all()
    return Vault(folder, unlocked.operator, ledger_file, _Keys(unlocked.vault_key, device, bounds), lock)


def _make_folder(folder: Path, undo: contextlib.ExitStack) -> None:
    with writing(folder):
        if folder.is_dir():
            folder.chmod(0o700)
            return
        folder.mkdir(mode=0o700, parents=True)
        sync_folder(folder.parent)
    undo.callback(_remove_if_empty, folder)


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        os.rmdir(folder)  # noqa: PTH106 - the one call that never removes what is in it
