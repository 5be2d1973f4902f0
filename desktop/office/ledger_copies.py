"""Copies of one vault's ledger side by side: how far each is genuine, and from which the vault goes on.

Rule: a copy counts as far as its chain verifies from the first entry, and no further. Two copies that differ
at an entry are two histories, and never mixed. A newer ledger whose chain is whole is taken as it is, with
the header beside it, so that nobody gets back in whom the newer keys keep out; where its chain breaks, the
entries before the break are replayed after those of the backup.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from desktop.custody import ledger
from desktop.custody.errors import StrongroomError, TamperError, UnknownReferenceError
from desktop.custody.keys import KeysRenewed
from desktop.custody.ledger import EMPTY, Head, Stored
from desktop.custody.register import from_bytes
from desktop.office.backing_up import SEAL
from desktop.store import restore as store
from desktop.store import vault as vaults
from desktop.store.backup_errors import BackupDamagedError, OtherHistoryError
from desktop.store.device import DeviceSecretPlace
from desktop.store.errors import (
    CannotReadError,
    DeviceSecretMissingError,
    WrongPassphraseError,
    WrongRecoverySecretError,
)
from desktop.store.header import load_header
from desktop.store.ledger_file import Kept
from desktop.store.manifest import Manifest, authenticate
from desktop.store.slots import Bounds
from desktop.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens the copies of one vault for one operator: a passphrase, or a recovery secret."""

    passphrase: str = field(repr=False)
    place: DeviceSecretPlace
    operator: str | None
    bounds: Bounds
    secret: bytes | None = field(default=None, repr=False)

    def open(self, folder: Path) -> Vault:
        """Unlock the copy in `folder`. Errors as `vaults.unlock` and `vaults.recover`."""
        if self.secret is not None:
            return vaults.recover(folder, self.secret, self.operator or vaults.FIRST_OPERATOR, self.bounds)
        return vaults.unlock(folder, self.passphrase, self.place, self.bounds, operator=self.operator)


class LedgerCopy:
    """The ledger of a copy that was opened, as far as it is genuine."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.rows: list[Stored] = []
        self.trouble: StrongroomError | None = None
        """What is wrong with the first entry that is not genuine, or cannot be read."""
        try:
            for row in ledger.verified(vault.rows()):
                self.rows.append(row)
        except (TamperError, CannotReadError) as error:
            self.trouble = error

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.vault.folder

    @property
    def head(self) -> Head:
        """The last genuine entry."""
        return _head(self.rows) if self.rows else EMPTY

    def holds(self, head: Head) -> bool:
        """Tell whether `head` is an entry of this history."""
        return 0 < head.number <= len(self.rows) and self.rows[head.number - 1][3] == head.digest

    def identities(self) -> list[Kept]:
        """Return the masters' keys, as far as they can be read."""
        try:
            return self.vault.identities()
        except (TamperError, CannotReadError):
            return []


@dataclass(frozen=True, slots=True)
class Chosen:
    """From which copy the vault goes on (`base`), and with which entries after it (`rows`).

    `number` is the last entry of the backup. `known` are numbers of entries that some copy tells of.
    `is_present`: it is the ledger that was in use. `former`: a copy there has newer keys, of which the head
    kept outside for these keys knows nothing.
    """

    base: LedgerCopy
    number: int
    replayed: list[Stored] = field(default_factory=list)
    rows: list[Stored] = field(default_factory=list)
    identities: list[Kept] = field(default_factory=list)
    known: tuple[int, ...] = ()
    is_present: bool = False
    former: bool = False

    @property
    def head(self) -> Head:
        """The last entry, before that of the restore."""
        return _head(self.rows) if self.rows else self.base.head

    def digest(self, number: int) -> bytes | None:
        """Return the digest of an entry, or None."""
        rows = [*self.base.rows, *self.rows]
        return rows[number - 1][3] if 0 < number <= len(rows) else None


def chosen(
    keys: Keys,
    stack: ExitStack,
    manifest: Manifest | None,
    working: Path,
    *,
    newer: Path | None,
    required: bool,
) -> Chosen:
    """Choose between the backup laid out in `working`, with its manifest, and the ledger in `newer`.

    A newer one that is not `required` may be damaged, locked, or another history; it then counts for nothing.
    What is opened stays open as long as `stack`. Raises OtherHistoryError, BackupDamagedError,
    ManifestAlteredError; errors as `vaults.unlock` and `lay_out`.
    """
    found = _Newer(keys, stack, newer, working / "newer", required=required) if newer else None
    later = found.copy if found else None
    try:
        backup = _backup(keys, stack, manifest, working / "backup")
    except (
        DeviceSecretMissingError,
        UnknownReferenceError,
        WrongPassphraseError,
        WrongRecoverySecretError,
    ):
        # Made under former keys, or before there was that operator. Its masters are the same, and the newer
        # ledger has their keys.
        if later is None or later.trouble or manifest is None or not later.holds(manifest.head):
            raise
        return _as_it_is(later, manifest.head.number, required=required)
    former = found is not None and found.generation > backup.vault.generation
    if later is None or backup.holds(later.head):
        return Chosen(backup, backup.head.number, identities=backup.identities(), former=former)
    if not later.holds(backup.head):
        if required:
            raise OtherHistoryError(other=newer, number=_parting(backup, later))
        return Chosen(backup, backup.head.number, identities=backup.identities(), former=former)
    if later.trouble is None:
        return _as_it_is(later, backup.head.number, required=required)
    rows = _before_new_keys(later.rows[backup.head.number :])
    identities = list((dict(backup.identities()) | dict(later.identities())).items())
    known = (later.head.number, *(found.known if found else ()))
    return Chosen(backup, backup.head.number, rows, rows, identities, known, former=former)


class _Newer:
    """What was called newer: a backup, or a vault; its header and ledger are laid out beside the other."""

    def __init__(self, keys: Keys, stack: ExitStack, folder: Path, laid_out: Path, *, required: bool) -> None:
        self.copy: LedgerCopy | None = None
        self.generation = 0
        self.known: tuple[int, ...] = ()
        try:
            manifest = store.lay_out(folder, laid_out, masters=False).manifest
            self.known = (manifest.body.number,) if manifest else ()
            self.generation = load_header(laid_out).generation
            self.copy = _opened(keys, stack, laid_out)
        except StrongroomError:
            if required:
                raise


def _backup(keys: Keys, stack: ExitStack, manifest: Manifest | None, folder: Path) -> LedgerCopy:
    """Open the backup's ledger, which must be whole, and the one its manifest tells of."""
    backup = _opened(keys, stack, folder)
    if backup.trouble:
        raise backup.trouble
    if manifest:
        authenticate(manifest, lambda data: backup.vault.seal_text(SEAL, data), folder)
        if manifest.head != backup.head:
            why = f"it ends with entry {backup.head.number}, the manifest with {manifest.body.number}"
            raise BackupDamagedError(file=manifest.ledger.name, why=why)
    return backup


def _opened(keys: Keys, stack: ExitStack, folder: Path) -> LedgerCopy:
    return LedgerCopy(stack.enter_context(keys.open(folder)))


def _as_it_is(later: LedgerCopy, number: int, *, required: bool) -> Chosen:
    """Go on from the newer copy: with its header, and all its entries."""
    return Chosen(
        later,
        number,
        later.rows[number:],
        identities=later.vault.identities(),
        is_present=not required,
    )


def _before_new_keys(rows: list[Stored]) -> list[Stored]:
    """Return the rows before the first act with new keys.

    Who could open the vault after it stands in a header that only those keys seal.
    """
    records = [from_bytes(body, number) for number, _salt, body, _digest in rows]
    renewed = next((record.hand for record in records if isinstance(record.event, KeysRenewed)), None)
    # An act's entries have one hand; those of another act in the same second go with them.
    end = next((n for n, record in enumerate(records) if record.hand == renewed), len(rows))
    return rows[:end]


def _parting(one: LedgerCopy, other: LedgerCopy) -> int:
    """Return the first entry at which two histories differ."""
    pairs = zip(one.rows, other.rows, strict=False)
    return next((a[0] for a, b in pairs if a[3] != b[3]), min(len(one.rows), len(other.rows)) + 1)


def _head(rows: list[Stored]) -> Head:
    return Head(rows[-1][0], rows[-1][3])
