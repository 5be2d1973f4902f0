"""The vault as one folder: header, ledger and sealed masters, opened by one program for one operator.

Rule: file first, entry last: a crash may leave a stray sealed file, never an entry without its master.
A vault exists from the moment its header is written, which is the last step of making it. Whoever holds
an open vault holds its lock; a vault opened for reading only holds none and enters nothing. After each entry
the head of the ledger is kept outside the vault, and compared when it is next opened.
"""

import contextlib
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from desktop.custody import ledger
from desktop.custody.errors import StrongroomError
from desktop.custody.ledger import EMPTY, Head, Row, Stored
from desktop.custody.replays import Replay
from desktop.store import header as headers
from desktop.store import header_keys, replay_file, sealed, vault_folder
from desktop.store.age import Identity, IdentityError
from desktop.store.attempts import Attempts
from desktop.store.device import DeviceSecretPlace, new_device_secret
from desktop.store.durable import DurableFile
from desktop.store.errors import (
    HeaderAlteredError,
    LedgerUnreadableError,
    MasterMissingError,
    OtherKeysError,
    WriteForbiddenError,
    WrongPassphraseError,
)
from desktop.store.header import Header, Recovery
from desktop.store.kept_head import KeptHead
from desktop.store.ledger_file import Kept, LedgerFile, ledger_name
from desktop.store.lock import VaultLock
from desktop.store.renewal import Access, NewKeys, renew
from desktop.store.slots import Bounds, calibrate, subkey
from desktop.store.vault_folder import MASTER_NAME, MASTERS, Undo

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
        self, folder: Path, operator: str, access: Access, ledger_file: LedgerFile, lock: VaultLock | None
    ) -> None:
        self.folder = folder
        self.operator = operator
        self._access = access
        self._ledger = ledger_file
        self._lock = lock
        self.notes = self._kept_head()  # None where no device secret is known

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written."""
        return self._lock is None

    def close(self) -> None:
        """Keep the head, close the ledger, give up the lock, wipe the keys; twice does no harm."""
        self._end()
        self.freeze()

    def freeze(self) -> None:
        """Enter nothing any more, and let others open the vault."""
        if self._lock:
            self._lock.release()
        self._lock = None

    def rows(self, after: int = 0) -> Iterator[Stored]:
        """Yield the stored entries after number `after`, unverified."""
        return self._ledger.rows(after)

    def digest(self, number: int) -> bytes | None:
        """Return the digest of entry `number`, or None."""
        return self._ledger.digest(number)

    def append(
        self,
        expected: Head,
        bodies: Sequence[bytes],
        master: SealedMaster | None = None,
        ended: frozenset[str] = frozenset(),
    ) -> list[Row]:
        """Chain `bodies` to the head they were decided on; durable at return. `ended` as `LedgerFile.append`.

        Errors as `LedgerFile.append`, and WriteForbiddenError in a vault opened for reading.
        """
        self._writable()
        rows = _chained(expected, bodies)
        kept = [(master.name, master.opener.encoded())] if master else []
        self._ledger.append(expected, rows, kept, ended)
        self._note(rows)
        return rows

    def renew(self, expected: Head, bodies: Sequence[bytes], new: NewKeys) -> list[Row]:
        """Chain `bodies` to the head they were decided on, in a ledger under new keys (`renewal`).

        Errors as `renewal.renew`. After an error that leaves in doubt which keys count, nothing more is
        entered: the vault is to be opened again.
        """
        self._writable()
        rows = _chained(expected, bodies)
        try:
            access, fresh = renew(self.folder, self._ledger, self._access, new, expected=expected, rows=rows)
        except BaseException:
            if not vault_folder.holds(self.folder, self.header):
                self.freeze()
            raise
        quietly = contextlib.suppress(StrongroomError, OSError)  # the renewal counts: nothing may deny it now
        with quietly:
            self._end()
        self._access, self._ledger = access, fresh
        self.notes = self._kept_head()
        self._note(rows)
        with quietly:
            self.tidy()
        return rows

    def seal(self, source: BinaryIO, progress: sealed.Progress | None = None) -> SealedMaster:
        """Seal what `source` gives under an opaque name and a key of its own. Errors as `sealed.seal`."""
        self._writable()
        identity = Identity.new()
        name = f"{secrets.token_hex(16)}.age"
        done = sealed.seal(source, self._path(name), identity, progress=progress)
        return SealedMaster(name, identity, done.sha256, done.size)

    def discard(self, master: SealedMaster) -> None:
        """Remove a sealed master that no entry names: the undo of `seal`. What cannot be is a stray."""
        with contextlib.suppress(OSError):
            self._path(master.name).unlink()

    def discard_unless_entered(self, master: SealedMaster) -> None:
        """Remove a sealed master unless the ledger holds its key; ask on the ledger's thread."""
        if self._ledger.identity(master.name) is None:
            self.discard(master)

    def identity(self, name: str) -> Identity:
        """Return the identity of a master; ask on the ledger's thread. Raises MasterMissingError."""
        kept = self._ledger.identity(name)
        if kept is None:
            raise MasterMissingError(file=name, why="the ledger no longer has its key")
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
        return vault_folder.strays(self.folder, self.ledger_path.name, named)

    @property
    def header(self) -> Header:
        """The header under the present keys."""
        return self._access.header

    @property
    def place(self) -> DeviceSecretPlace | None:
        """Where the device secret lies; None where it is not known."""
        return self._access.place

    @property
    def ledger_path(self) -> Path:
        """The ledger's file under the present keys."""
        return self.folder / ledger_name(self.header.generation)

    @property
    def generation(self) -> int:
        """The number of the present keys."""
        return self.header.generation

    @property
    def next_generation(self) -> int:
        """The number that a renewal gives its keys."""
        return vault_folder.next_generation(self.folder, self.header)

    @property
    def recovery(self) -> Recovery | None:
        """What the recovery shares open, if there are any."""
        return self.header.body.recovery

    def prove_recovery(self, secret: bytes) -> None:
        """Check that the recovery secret opens the vault as it is now; raise WrongRecoverySecretError."""
        header_keys.open_recovery(headers.load_header(self.folder), secret)

    def confirm_passphrase(self, passphrase: str) -> None:
        """Check that it is the present operator's; raise WrongPassphraseError."""
        if self._access.device is None:
            raise WrongPassphraseError
        header_keys.unlock(self.header, passphrase, self._access.device, self._access.bounds, self.operator)

    def compare_head(self, place: DeviceSecretPlace | None = None) -> bool:
        """Compare the head kept outside (or in `place`) with the ledger. As `KeptHead.compare`."""
        if place:
            with contextlib.closing(KeptHead(self.folder, place, self.header, self._access.signing)) as notes:
                return notes.compare(self._ledger.head(), self._ledger.digest)
        return self.notes is not None and self.notes.compare(self._ledger.head(), self._ledger.digest)

    def keep_head(self, head: Head) -> None:
        """Keep `head` outside in place of what is kept there; soon."""
        if self.notes:
            self.notes.note(head)

    @property
    def head_trouble(self) -> StrongroomError | None:
        """Why the head could not be kept outside, if it could not."""
        return self.notes.trouble if self.notes else None

    def tidy(self) -> None:
        """Take away the ledgers and the notes that a crash left; only once nothing is amiss."""
        vault_folder.tidy(self.folder, self.generation)
        if self.notes:
            self.notes.settle(self._ledger.head())

    def files(self) -> list[str]:
        """Return what a backup holds, as names in the folder; ask on the ledger's thread."""
        masters = sorted(self._path(name).name for name in self.masters())
        return [headers.HEADER_NAME, self.ledger_path.name, *(f"{MASTERS}/{name}" for name in masters)]

    def masters(self) -> list[str]:
        """Return the name of every master whose key is kept; ask on the ledger's thread."""
        return self._ledger.masters()

    def identities(self) -> list[Kept]:
        """Return every master's name and identity; ask on the ledger's thread."""
        return self._ledger.identities()

    def seal_text(self, use: str, data: bytes) -> str:
        """Return a seal over `data` that only who has the vault's key can make (64 hex digits)."""
        return hmac.new(subkey(self._access.key, use), data, hashlib.sha256).hexdigest()

    def replay_file(self, replay: Replay) -> bytes:
        """Return what a restore must be told as a file that this vault signs."""
        return replay_file.encode(replay, self._access.signing)

    def open_copy(self, folder: Path) -> "Vault":
        """Open a copy of this vault for reading, with this vault's keys.

        Raises OtherKeysError for a copy made before the keys were renewed; errors as `unlock`.
        """
        header = headers.load_header(folder)
        try:
            signing = header_keys.signing_key(header, self._access.key)
        except HeaderAlteredError:
            raise OtherKeysError(folder=folder) from None
        ledger_file = vault_folder.open_ledger(folder, header, self._access.key, read_only=True)
        access = Access(header, self._access.key, signing, None, None, self._access.bounds)
        return Vault(folder, self.operator, access, ledger_file, None)

    @property
    def attempts(self) -> Attempts:
        """The failed unlocks that no entry tells of yet."""
        return Attempts(self.folder)

    def _path(self, name: str) -> Path:
        if not MASTER_NAME.fullmatch(name):  # somebody with the key wrote it: no path is made of it
            raise LedgerUnreadableError(why="it names a master as this program names none")
        return self.folder / MASTERS / name

    def _writable(self) -> None:
        if self.read_only:
            raise WriteForbiddenError

    def _kept_head(self) -> KeptHead | None:
        if self.place is None or self._access.device is None:
            return None
        return KeptHead(self.folder, self.place, self.header, self._access.signing)

    def _end(self) -> None:
        if self.notes:
            self.notes.close()
        self._ledger.close()
        self._access.wipe()

    def _note(self, rows: Sequence[Stored]) -> None:
        if rows:
            self.keep_head(Head(rows[-1][0], rows[-1][3]))


def create(
    folder: Path, passphrase: str, place: DeviceSecretPlace, bounds: Bounds, founding: Founding
) -> Vault:
    """Make a vault in a new or empty folder and return it open; on failure nothing of it is left.

    Errors as `vault_folder.begin`, `header_keys.create_header`, the device secret's place, and disk.
    """
    folder = folder.resolve()
    with Undo() as undo:
        lock = vault_folder.begin(folder, undo)
        identity, secret = headers.new_vault_id(), new_device_secret()
        header, unlocked = header_keys.create_header(
            identity, FIRST_OPERATOR, passphrase, device_secret=secret, kdf=calibrate(bounds), bounds=bounds
        )
        place.store(identity, header.body.device, secret)
        undo.add(place.forget, identity, header.body.device)
        ledger_file = vault_folder.make_ledger(folder, header, unlocked.vault_key, undo)
        access = Access(header, unlocked.vault_key, unlocked.signing, secret, place, bounds)
        vault = Vault(folder, FIRST_OPERATOR, access, ledger_file, lock)
        undo.add(vault.close)
        undo.add((folder / headers.HEADER_NAME).unlink)
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

    Errors as `headers.load_header`, `header_keys.unlock`, the device secret's place, VaultBusyError, and
    as `LedgerFile`.
    """
    folder = folder.resolve()
    header = headers.load_header(folder)
    with Undo() as undo:
        lock = None
        if not read_only:
            lock = VaultLock(folder)
            undo.add(lock.release)
        secret = place.fetch(header.vault, header.body.device)
        try:
            unlocked = header_keys.unlock(header, passphrase, secret, bounds, operator)
        except WrongPassphraseError:
            Attempts(folder).note()
            raise
        ledger_file = vault_folder.open_ledger(folder, header, unlocked.vault_key, read_only=read_only)
        undo.pop_all()
    access = Access(header, unlocked.vault_key, unlocked.signing, secret, place, bounds)
    return Vault(folder, unlocked.operator, access, ledger_file, lock)


def recover(folder: Path, secret: bytes, operator: str, bounds: Bounds) -> Vault:
    """Open the vault with its recovery secret alone, for `operator` (A4).

    The next thing done is a renewal with a new device secret and a passphrase of the operator's; nobody
    else can open the vault after it. Errors as `header_keys.open_recovery`, VaultBusyError, and as
    `LedgerFile`.
    """
    folder = folder.resolve()
    header = headers.load_header(folder)
    with Undo() as undo:
        lock = VaultLock(folder)
        undo.add(lock.release)
        found = header_keys.open_recovery(header, secret)
        ledger_file = vault_folder.open_ledger(folder, header, found.vault_key)
        undo.pop_all()
    access = Access(header, found.vault_key, found.signing, None, None, bounds)
    return Vault(folder, operator, access, ledger_file, lock)


def _chained(expected: Head, bodies: Sequence[bytes]) -> list[Row]:
    salts = [secrets.token_bytes(ledger.SALT_BYTES) for _ in bodies]
    return list(ledger.chain(expected, bodies, salts))
