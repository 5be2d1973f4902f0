"""Copies of one vault's ledger side by side: how far each is genuine, and from which the vault goes on.

Rule: a copy counts as far as its chain verifies from the first entry, and no further. Two copies that differ
at an entry are two histories, and never mixed. The vault goes on from a newer ledger as far as it is genuine,
with the header beside it, so that nobody gets back in whom the newer keys keep out. Only what is damaged, or
opens with other keys, counts for nothing: a disk that failed for a moment is no reason to lose an entry.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from desktop.custody import ledger
from desktop.custody.errors import TamperError, UnknownReferenceError
from desktop.custody.ledger import EMPTY, Head, Stored
from desktop.custody.register import Register
from desktop.office.backing_up import SEAL, named_masters
from desktop.store import header_keys
from desktop.store import restore as store
from desktop.store import vault as vaults
from desktop.store.backup_errors import BackupDamagedError, OtherHistoryError
from desktop.store.device import DeviceSecretPlace
from desktop.store.errors import (
    DeviceSecretMissingError,
    NotAVaultError,
    WrongPassphraseError,
    WrongRecoverySecretError,
)
from desktop.store.header import Header, load_header
from desktop.store.ledger_file import Kept
from desktop.store.manifest import Manifest, authenticate
from desktop.store.slots import Bounds
from desktop.store.vault import Vault

_OTHER_KEYS = (
    DeviceSecretMissingError,
    UnknownReferenceError,
    WrongPassphraseError,
    WrongRecoverySecretError,
)
"""What is told of a copy that was made under former keys, or before there was that operator, or after."""

_OF_MASTERS = re.compile(rb'"sealed":|"kind":"disposal-')
"""Stands in every entry that changes which masters are named."""


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

    def vault_key(self, header: Header) -> bytes:
        """Return the key that the header seals. Errors as `open`."""
        if self.secret is not None:
            return header_keys.open_recovery(header, self.secret).vault_key
        device = self.place.fetch(header.vault, header.body.device)
        return header_keys.unlock(header, self.passphrase, device, self.bounds, self.operator).vault_key


class LedgerCopy:
    """The ledger of a copy that was opened, as far as it is genuine. Raises CannotReadError."""

    def __init__(self, vault: Vault, trouble: TamperError | None = None) -> None:
        """Read the masters' keys, unless there is `trouble` with them already, and the entries."""
        self.vault = vault
        self.rows: list[Stored] = []
        self.identities: list[Kept] = []
        """The masters' keys, as far as they can be read."""
        self.keys_whole = False
        """Whether every key that it has could be read."""
        self.trouble = trouble
        """What is wrong with the first entry that is not genuine, or with the masters' keys."""
        try:
            if trouble is None:
                self.identities = vault.identities()  # first: after a damaged page nothing more can be read
                self.keys_whole = True
        except TamperError as error:
            self.trouble = error
        try:
            for row in ledger.verified(vault.rows()):
                self.rows.append(row)
        except TamperError as error:
            self.trouble = error

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.vault.folder

    @property
    def head(self) -> Head:
        """The last genuine entry."""
        return Head(self.rows[-1][0], self.rows[-1][3]) if self.rows else EMPTY

    def holds(self, head: Head) -> bool:
        """Tell whether `head` is an entry of this history."""
        return 0 < head.number <= len(self.rows) and self.rows[head.number - 1][3] == head.digest


@dataclass(frozen=True, slots=True)
class Chosen:
    """From which copy the vault goes on (`base`).

    `number` is the last entry of the backup. `known` are numbers of entries that some copy tells of.
    `is_present`: it is the ledger that was in use. `former`: a copy there has newer keys, of which the head
    kept outside for these keys knows nothing.
    """

    base: LedgerCopy
    number: int
    known: tuple[int, ...] = ()
    is_present: bool = False
    former: bool = False
    beside: LedgerCopy | None = None
    """The newer ledger where the vault does not go on from it, such as one that tells another history."""
    ended: frozenset[str] = frozenset()
    """Masters whose keys a newer ledger has no more, though the entry that tells why is not genuine in it."""

    @property
    def head(self) -> Head:
        """The last entry, before that of the restore."""
        return self.base.head

    def digest(self, number: int) -> bytes | None:
        """Return the digest of an entry, or None."""
        return self.base.rows[number - 1][3] if 0 < number <= len(self.base.rows) else None


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
    known = found.known if found else ()
    try:
        backup = _backup(keys, stack, manifest, working / "backup")
    except _OTHER_KEYS:
        # Its masters are the same, and the newer ledger has their keys.
        if later is None or manifest is None or not later.holds(manifest.head):
            raise
        choice = Chosen(later, manifest.head.number, known, is_present=not required)
        return _as_far_as_genuine(keys, stack, choice)
    if later and later.holds(backup.head) and later.head != backup.head:
        choice = Chosen(later, backup.head.number, known, is_present=not required)
        return _as_far_as_genuine(keys, stack, choice, backup.identities)
    if later and required and not backup.holds(later.head):
        raise OtherHistoryError(other=newer, number=_parting(backup, later))
    is_present = later is not None and not later.trouble and later.head == backup.head and not required
    former = found is not None and found.generation > backup.vault.generation
    return Chosen(backup, backup.head.number, known, is_present, former, later)


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
            if self.copy.trouble and not self.copy.rows:
                self.copy.vault.close()
                self.copy = LedgerCopy(stack.enter_context(keys.open(laid_out)), self.copy.trouble)
        except (TamperError, NotAVaultError, *_OTHER_KEYS):
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


def _as_far_as_genuine(
    keys: Keys, stack: ExitStack, choice: Chosen, identities: Sequence[Kept] = ()
) -> Chosen:
    """Go on from the newer copy; where it is damaged, from a ledger made anew of what is genuine in it.

    `identities` are those of the backup. The vault ends with no entry at which it would name a master whose
    key is lost: it would be amiss for ever. Keys that a renewal left behind were ended by a disposal, whose
    entry is not genuine any more; they do not come back from the backup (T16).
    """
    later = choice.base
    if later.trouble is None:
        return choice
    ended = _ended(later)
    kept = (dict(identities) | dict(later.identities)) if not later.keys_whole else dict(later.identities)
    enough = _reach(later.rows, kept.keys() | ended)
    if enough < choice.number:
        raise later.trouble
    rows, header = later.rows[:enough], later.vault.header
    named = _names(rows)
    later.vault.close()
    store.write_ledger(
        later.folder, keys.vault_key(header), rows, [pair for pair in kept.items() if pair[0] in named]
    )
    return Chosen(_opened(keys, stack, later.folder), choice.number, choice.known, ended=ended & named)


def _ended(later: LedgerCopy) -> frozenset[str]:
    """Return the masters that its genuine entries name, and whose keys its last renewal left behind."""
    register = Register().fold(later.rows)
    if not later.keys_whole or register.generation >= later.vault.generation:
        return frozenset()
    return frozenset(master.name for master in named_masters(register)) - dict(later.identities).keys()


def _reach(rows: Sequence[Stored], known: AbstractSet[str]) -> int:
    """Return up to which entry every master that is named then is known."""
    register, enough, whole = Register(), 0, True
    for count, row in enumerate(rows, 1):
        register.fold([row])
        if _OF_MASTERS.search(row[2]):
            whole = {master.name for master in named_masters(register)} <= known
        if whole:
            enough = count
    return enough


def _names(rows: list[Stored]) -> set[str]:
    return {master.name for master in named_masters(Register().fold(rows))}


def _parting(one: LedgerCopy, other: LedgerCopy) -> int:
    """Return the first entry at which two histories differ."""
    pairs = zip(one.rows, other.rows, strict=False)
    return next((a[0] for a, b in pairs if a[3] != b[3]), min(len(one.rows), len(other.rows)) + 1)
