"""A renewal: new keys for the vault, and with them every change of who can open it (A2, A4, A6).

Rule: whoever removes, adds or changes a way in makes all keys anew, so that what somebody knew before opens
nothing that is written after. It is one step: a new ledger file under the new key, with the entries that tell
of the change, is made beside the one in use; then the new header takes the place of the old one, and that
is the moment it counts. A crash before leaves a stray ledger file, a crash after leaves the former one.
"""

import contextlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop.custody.errors import FactMissingError, StrongroomError, UnknownReferenceError
from desktop.custody.ledger import Head, Stored
from desktop.store import header as headers
from desktop.store import header_keys
from desktop.store.device import DeviceSecretPlace, new_device_secret
from desktop.store.errors import WrongPassphraseError, WrongRecoverySecretError
from desktop.store.header import Header
from desktop.store.header_keys import Keys, NewRecovery
from desktop.store.kept_head import KeptHead
from desktop.store.ledger_file import LedgerFile, ledger_name, make_private_file
from desktop.store.secret import own, wipe
from desktop.store.slots import KEY_BYTES, Bounds, Slot, calibrate, ledger_key, make_slot, renew_slot
from desktop.store.vault_folder import Undo, next_generation


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Who can open the vault from now on, where that differs from before.

    `passphrases` are those of operators added or changed; `device` is where a new device secret is to be
    stored (None: it stays as it is); `recovery` takes the place of the shares there are, as does
    `no_recovery`. `ended` are the masters whose keys do not go on into the new ledger (G5).
    """

    passphrases: Mapping[str, str] = field(default_factory=dict, repr=False)
    removed: frozenset[str] = frozenset()
    device: DeviceSecretPlace | None = None
    recovery: NewRecovery | None = None
    no_recovery: bool = False
    ended: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Access:
    """What a vault was opened with, and how it is opened again.

    `device` is the device secret and `place` where it lies; both are None where recovery shares opened it.
    Its keys are copies of its own, which end with it.
    """

    header: Header
    key: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    device: bytes | None = field(repr=False)
    place: DeviceSecretPlace | None
    bounds: Bounds

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", own(self.key))
        object.__setattr__(self, "signing", own(self.signing))
        object.__setattr__(self, "device", own(self.device) if self.device else None)

    def wipe(self) -> None:
        """Wipe the keys; nothing is to be done with it any more."""
        wipe(self.key, self.signing, self.device)


def renew(
    folder: Path, ledger: LedgerFile, access: Access, new: NewKeys, *, expected: Head, rows: Sequence[Stored]
) -> tuple[Access, LedgerFile]:
    """Make new keys, and a ledger under them that ends with `rows`; they count, durably, at return.

    Errors as `make_slot`, `header_keys.renew`, the device secret's place, `LedgerFile.append`; nothing is
    then changed, except where the folder could not be synced after the header was put in its place.
    """
    _refuse_unusable(access, new)
    device = new_device_secret() if new.device else access.device
    if device is None:
        raise FactMissingError(fact="a place for a new device secret", why="the one before is not known")
    keys = Keys(secrets.token_bytes(KEY_BYTES), device, access.signing)
    header = header_keys.renew(
        access.header,
        next_generation(folder, access.header),
        _slots(access, new, keys),
        keys,
        new.recovery,
        keep_recovery=not new.no_recovery,
    )
    with Undo() as undo:
        path = folder / ledger_name(header.generation)
        undo.add(path.unlink)
        undo.add(path.with_name(f"{path.name}-journal").unlink)
        make_private_file(path)
        fresh = LedgerFile(path, ledger_key(keys.vault), create=True)
        undo.add(fresh.close)
        ledger.copy_into(fresh, expected, rows, new.ended)
        head = fresh.head()
        _prove(header, new.recovery, keys)
        if new.device:
            new.device.store(header.vault, header.body.device, device)
            undo.add(new.device.forget, header.vault, header.body.device)
            with contextlib.closing(KeptHead(folder, new.device, header, access.signing)) as kept:
                kept.keep(head)
        try:
            headers.save_header(folder, header)
        except BaseException:
            if _may_count(folder, header):
                undo.pop_all()
                fresh.close()
            raise
        undo.pop_all()
    if new.device:
        _end_former(folder, access, head)
    place = new.device or access.place
    return Access(header, keys.vault, keys.signing, device, place, access.bounds), fresh


def _end_former(folder: Path, access: Access, head: Head) -> None:
    """Have what is kept for the former keys, which open former vaults still, tell that they are former."""
    if access.place:
        former = KeptHead(folder, access.place, access.header, access.signing)
        with contextlib.suppress(StrongroomError), contextlib.closing(former):
            former.end(head)


def _prove(header: Header, recovery: NewRecovery | None, keys: Keys) -> None:
    """See that the recovery secret opens what is about to count, so that no unproved set ever does."""
    if recovery and header_keys.open_recovery(header, recovery.secret).vault_key != keys.vault:
        raise WrongRecoverySecretError(why="they do not give its key")


def _may_count(folder: Path, header: Header) -> bool:
    """Tell whether the new header may have taken its place, though writing it failed."""
    try:
        return headers.load_header(folder).generation == header.generation
    except StrongroomError:
        return True


def _slots(access: Access, new: NewKeys, keys: Keys) -> list[Slot]:
    """Return the slots of those who can open the vault from now on, in their order."""
    header = access.header
    kept = [slot for slot in header.body.slots if slot.operator not in new.removed | new.passphrases.keys()]
    slots: dict[str, Slot] = {}
    if access.device is not None:  # without the former device secret nobody else's slot can be opened
        for slot in kept:
            slots[slot.operator] = renew_slot(
                slot, header.vault, known=access.device, device_secret=keys.device, vault_key=keys.vault
            )
    for operator, passphrase in new.passphrases.items():
        slots[operator] = make_slot(
            header.vault,
            operator,
            passphrase,
            device_secret=keys.device,
            vault_key=keys.vault,
            signer=header.body.signer,
            kdf=calibrate(access.bounds),
            bounds=access.bounds,
        )
    return [slots[operator] for operator in sorted(slots)]


def _refuse_unusable(access: Access, new: NewKeys) -> None:
    """Refuse to remove who has no slot, and a passphrase that somebody uses already."""
    for operator in new.removed - set(access.header.operators):
        raise UnknownReferenceError(noun="operator", reference=operator)
    if access.device is None:
        return
    for passphrase in new.passphrases.values():
        with contextlib.suppress(WrongPassphraseError):
            header_keys.unlock(access.header, passphrase, access.device, access.bounds)
            # Of two operators who share one, the first would be taken for the other.
            raise FactMissingError(fact="a passphrase", why="this one cannot be used here; choose another")
