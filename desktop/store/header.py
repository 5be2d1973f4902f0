"""The header of a vault: who may open it, and how. One small file, `header.json`, beside the ledger.

Rule: nothing in the header is believed before it is authenticated. In this order:
 1. the bytes are canonical JSON and carry their own SHA-256 (`check`): damage is named without a key;
 2. the device secret is the vault's, and seals the body (`device_seal`): altered settings or salts are
    named as tampering before a passphrase is used on them (T3);
 3. the settings are within the bounds; only then is a passphrase stretched;
 4. the vault key seals the body too (`vault_seal`): a thief with the device secret alone cannot re-seal.

A header never changes but by a renewal: each change of who can open the vault makes new keys, a new
generation, and a header sealed anew, and only from one that was authenticated itself. An older header of
the same vault is as genuine as today's: it is the head of the ledger, kept elsewhere, that tells them
apart (T4).
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from desktop.custody.errors import AlreadyThereError, UnknownReferenceError
from desktop.store.durable import reason, write_durably
from desktop.store.errors import (
    CannotReadError,
    DeviceSecretMissingError,
    HeaderAlteredError,
    NotAVaultError,
    OtherFormatError,
    VaultExistsError,
    WrongPassphraseError,
    WrongRecoverySecretError,
)
from desktop.store.lock import LOCK_NAME
from desktop.store.slots import (
    KEY_BYTES,
    Bounds,
    KdfSettings,
    PublicKey,
    SealedKey,
    Slot,
    VaultId,
    make_slot,
    open_key,
    open_slot,
    seal_key,
    subkey,
)
from desktop.store.smallfile import read_small

HEADER_NAME = "header.json"
FORMAT = 2
LARGEST_HEADER = 64 * 1024
"""Bytes; more is refused unread."""
MOST_SLOTS = 16

# A damaged header is told from a file of something else by what no single fault can take away.
_MARKS = (b'"device_seal"', b'"vault_seal"')
_NEIGHBOURS = ("ledger-*.db", "masters")
_ENCODER = msgspec.json.Encoder(order="sorted")

_Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Recovery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The vault key sealed to the key pair that the recovery secret gives (A4).

    `number` counts the sets of shares that were ever made; `needed` of the `of` shares give the secret.
    """

    number: Annotated[int, msgspec.Meta(ge=1, lt=2**31)]
    needed: Annotated[int, msgspec.Meta(ge=2, le=16)]
    of: Annotated[int, msgspec.Meta(ge=2, le=16)]
    public: PublicKey
    sealed: SealedKey


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is sealed. `generation` counts the keys; `device` is a public fingerprint of the device secret."""

    format: Annotated[int, msgspec.Meta(ge=FORMAT, le=FORMAT)]
    vault: VaultId
    generation: Annotated[int, msgspec.Meta(ge=1, lt=2**31)]
    device: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
    slots: Annotated[tuple[Slot, ...], msgspec.Meta(min_length=1, max_length=MOST_SLOTS)]
    recovery: Recovery | None


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A header whose `check` is right; nothing more is known before `authenticate`."""

    body: Body
    check: _Digest
    device_seal: _Digest
    vault_seal: _Digest

    @property
    def vault(self) -> str:
        """The vault's identity: 32 hex digits, chosen by chance at its creation."""
        return self.body.vault

    @property
    def generation(self) -> int:
        """How often the keys were made: once at the creation, and once at each renewal."""
        return self.body.generation

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators who have a slot, in the order they were added."""
        return tuple(slot.operator for slot in self.body.slots)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The key of an opened vault, and whose passphrase opened it (A2)."""

    vault_key: bytes = field(repr=False)
    operator: str


@dataclass(frozen=True, slots=True)
class NewRecovery:
    """A recovery secret (16 bytes) that will open the vault, and into how many shares it was split."""

    secret: bytes = field(repr=False)
    number: int
    needed: int
    of: int


@dataclass(frozen=True, slots=True)
class Keys:
    """What seals a header: the vault key and the device secret (32 bytes each)."""

    vault: bytes = field(repr=False)
    device: bytes = field(repr=False)


def new_vault_id() -> str:
    """Return the identity of a vault about to be created; the device secret is stored under it."""
    return secrets.token_hex(16)


def create_header(
    vault: str, operator: str, passphrase: str, *, device_secret: bytes, kdf: KdfSettings, bounds: Bounds
) -> tuple[Header, Unlocked]:
    """Return the header of a new vault with a new key, and that key. Errors as `make_slot`."""
    keys = Keys(secrets.token_bytes(KEY_BYTES), device_secret)
    slot = make_slot(
        vault,
        operator,
        passphrase,
        device_secret=device_secret,
        vault_key=keys.vault,
        kdf=kdf,
        bounds=bounds,
    )
    device = fingerprint(device_secret, vault)
    body = Body(format=FORMAT, vault=vault, generation=1, device=device, slots=(slot,), recovery=None)
    return _sealed(body, keys), Unlocked(vault_key=keys.vault, operator=operator)


def encode_header(header: Header) -> bytes:
    """Return the one spelling of `header`: sorted names, no spaces, one newline at the end."""
    return _ENCODER.encode(header) + b"\n"


def parse_header(data: bytes) -> Header:
    """Return the header that `data` spells, unauthenticated.

    Raises HeaderAlteredError for anything but the exact bytes the program wrote, OtherFormatError for an
    undamaged header of another format (of which `body.format` and `check` stay as they are).
    """
    raw = _undamaged(data)
    found = raw["body"].get("format") if isinstance(raw.get("body"), dict) else None
    if type(found) is int and found > 0 and found != FORMAT:
        raise OtherFormatError(found=found, known=FORMAT)
    try:
        header = msgspec.convert(raw, Header)
    except msgspec.ValidationError:
        raise HeaderAlteredError(why="it does not have the parts of a header") from None
    if len(set(header.operators)) != len(header.operators):
        raise HeaderAlteredError(why="an operator is named twice")
    return header


def authenticate(header: Header, device_secret: bytes) -> None:
    """Check the device secret and its seal. Derives nothing from a passphrase.

    Raises DeviceSecretMissingError when the secret is another vault's, HeaderAlteredError.
    """
    if not hmac.compare_digest(header.body.device, fingerprint(device_secret, header.vault)):
        raise DeviceSecretMissingError(why="the one given belongs to another vault")
    if not hmac.compare_digest(header.device_seal, _device_seal(header.body, device_secret)):
        raise HeaderAlteredError(why="the seal of the device secret does not fit it")


def unlock(
    header: Header, passphrase: str, device_secret: bytes, bounds: Bounds, operator: str | None = None
) -> Unlocked:
    """Open the slot of `operator`, or the first slot that the passphrase opens.

    Each slot tried costs a derivation, about a second. Name the operator wherever there are several:
    of two who chose the same passphrase, the first would be taken for the other.

    Raises WrongPassphraseError, DeviceSecretMissingError, HeaderAlteredError, KeySettingsError,
    TooLittleMemoryError, UnknownReferenceError for an operator without a slot.
    """
    authenticate(header, device_secret)
    slots = header.body.slots if operator is None else (_slot_of(header, operator),)
    for slot in slots:
        bounds.check(slot.kdf, slot.operator)
    unlocked = _first_that_opens(slots, header.vault, passphrase, device_secret, bounds)
    confirm_vault_key(header, unlocked.vault_key)
    return unlocked


def open_recovery(header: Header, secret: bytes) -> bytes:
    """Return the vault key that the recovery secret opens, without device secret and passphrase (A4).

    Raises WrongRecoverySecretError, HeaderAlteredError.
    """
    recovery = header.body.recovery
    if recovery is None:
        raise WrongRecoverySecretError(why="no recovery shares were made for it")
    private = _recovery_key(secret, header.vault)
    if private.public_key().public_bytes_raw().hex() != recovery.public:
        raise WrongRecoverySecretError(why="they are of another vault, or of an earlier set")
    try:
        vault_key = open_key(
            recovery.sealed, private.private_bytes_raw(), _recovery_info(header.vault, recovery)
        )
    except InvalidTag:
        raise HeaderAlteredError(why="what the recovery shares open is damaged") from None
    confirm_vault_key(header, vault_key)
    return vault_key


def confirm_vault_key(header: Header, vault_key: bytes) -> None:
    """Check the seal of the vault key; raise HeaderAlteredError."""
    if not hmac.compare_digest(header.vault_seal, _vault_seal(header.body, vault_key)):
        raise HeaderAlteredError(why="the seal of the vault key does not fit it")


def renew(
    header: Header,
    generation: int,
    slots: Sequence[Slot],
    keys: Keys,
    recovery: NewRecovery | None = None,
    *,
    keep_recovery: bool = True,
) -> Header:
    """Return the header of the next generation: its slots, its keys, and who can recover it.

    `slots` hold the new vault key already. A recovery that is there gets it too, unless another takes its
    place. Raises AlreadyThereError for more slots than a vault can have.
    """
    if len(slots) > MOST_SLOTS:
        raise AlreadyThereError(
            noun="operator", reference=f"number {MOST_SLOTS}", advice="No vault has more operators than that."
        )
    present = header.body.recovery if keep_recovery else None
    if recovery:
        public = _recovery_key(recovery.secret, header.vault).public_key().public_bytes_raw().hex()
        present = Recovery(recovery.number, recovery.needed, recovery.of, public, sealed="")
    if present:
        sealed = seal_key(keys.vault, present.public, _recovery_info(header.vault, present))
        present = msgspec.structs.replace(present, sealed=sealed)
    device = fingerprint(keys.device, header.vault)
    body = msgspec.structs.replace(
        header.body, generation=generation, device=device, slots=tuple(slots), recovery=present
    )
    return _sealed(body, keys)


def refuse_used_folder(folder: Path) -> None:
    """Raise VaultExistsError unless `folder` is absent or empty (the lock file does not count)."""
    try:
        names = {path.name for path in folder.iterdir()} - {LOCK_NAME}
    except FileNotFoundError:
        return
    except NotADirectoryError:
        raise VaultExistsError(folder=folder, why="it is a file, not a folder") from None
    except OSError as error:
        raise CannotReadError(file=folder, why=reason(error)) from error
    if HEADER_NAME in names:
        raise VaultExistsError(folder=folder, why="there is a vault in it already")
    if names:
        raise VaultExistsError(folder=folder, why="it is not empty")


def load_header(folder: Path) -> Header:
    """Read the header of the vault in `folder`, unauthenticated.

    Raises NotAVaultError for a folder that is none, CannotReadError, and as `parse_header`.
    """
    try:
        data = read_small(folder / HEADER_NAME, LARGEST_HEADER)
    except (FileNotFoundError, NotADirectoryError):
        raise NotAVaultError(folder=folder, why=_what_it_is(folder)) from None
    except OSError as error:
        raise CannotReadError(file=folder / HEADER_NAME, why=reason(error)) from error
    try:
        return parse_header(data)
    except HeaderAlteredError:
        if any(mark in data for mark in _MARKS) or any(any(folder.glob(name)) for name in _NEIGHBOURS):
            raise
        raise NotAVaultError(folder=folder, why=f"its {HEADER_NAME} is something else") from None


def save_header(folder: Path, header: Header) -> None:
    """Write the header durably: after a crash the folder holds the one before or this one, whole."""
    write_durably(folder / HEADER_NAME, encode_header(header))


def _undamaged(data: bytes) -> dict[str, Any]:
    """Return the JSON object in `data` if its bytes are canonical and its check is right."""
    if len(data) > LARGEST_HEADER:
        raise HeaderAlteredError(why="it is larger than any header")
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise HeaderAlteredError(why="it cannot be read") from None
    if not isinstance(raw, dict) or _ENCODER.encode(raw) + b"\n" != data:
        raise HeaderAlteredError(why="it is not written the way the program writes it")
    if raw.get("check") != _check({name: part for name, part in raw.items() if name != "check"}):
        raise HeaderAlteredError(why="its check does not fit it")
    return raw


def _sealed(body: Body, keys: Keys) -> Header:
    # Read back as a stranger would, so that nothing is sealed which could not be opened again.
    body = msgspec.json.decode(_ENCODER.encode(body), type=Body)
    device_seal, vault_seal = _device_seal(body, keys.device), _vault_seal(body, keys.vault)
    check = _check({"body": body, "device_seal": device_seal, "vault_seal": vault_seal})
    return Header(body=body, check=check, device_seal=device_seal, vault_seal=vault_seal)


def _slot_of(header: Header, operator: str) -> Slot:
    for slot in header.body.slots:
        if slot.operator == operator:
            return slot
    raise UnknownReferenceError(noun="operator", reference=operator)


def _first_that_opens(
    slots: Sequence[Slot], vault: str, passphrase: str, device_secret: bytes, bounds: Bounds
) -> Unlocked:
    for slot in slots:
        try:
            vault_key = open_slot(slot, vault, passphrase, device_secret, bounds)
        except WrongPassphraseError:
            continue
        return Unlocked(vault_key=vault_key, operator=slot.operator)
    raise WrongPassphraseError


def _what_it_is(folder: Path) -> str:
    if folder.is_dir():
        return f"it has no {HEADER_NAME}"
    return "it is a file" if folder.exists() else "there is no such folder"


def fingerprint(device_secret: bytes, vault: str) -> str:
    """Return the public name of a device secret: 32 hex digits."""
    return subkey(device_secret, "device-fingerprint", vault)[:16].hex()


def _recovery_key(secret: bytes, vault: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(subkey(secret, "recovery", vault))


def _recovery_info(vault: str, recovery: Recovery) -> bytes:
    return f"strongroom/1/recovery/{vault}/{recovery.number}".encode()


def _device_seal(body: Body, device_secret: bytes) -> str:
    return _seal(body, subkey(device_secret, "device-seal"))


def _vault_seal(body: Body, vault_key: bytes) -> str:
    return _seal(body, subkey(vault_key, "vault-seal"))


def _seal(body: Body, key: bytes) -> str:
    return hmac.new(key, _ENCODER.encode(body), hashlib.sha256).hexdigest()


def _check(parts: dict[str, Any]) -> str:
    return hashlib.sha256(_ENCODER.encode(parts)).hexdigest()
