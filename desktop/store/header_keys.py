"""What opens a header and seals it: device secret, passphrases, recovery secret, and the vault's signer.

Rule: nothing in the header is believed before it is authenticated. In this order:
 1. the device secret is the vault's, and seals the body (`device_seal`): altered settings or salts are
    named as tampering before a passphrase is used on them (T3);
 2. the settings are within the bounds; only then is a passphrase stretched;
 3. the passphrase gives the public key of the vault's signer, and the body is signed by it (`signature`).
    The signing key is sealed under the vault key: a thief with the device secret alone cannot sign.

A header never changes but by a renewal: each change of who can open the vault makes new keys, a new
generation, and a header sealed anew, and only from one that was authenticated itself. An older header of
the same vault is as genuine as today's: it is the head of the ledger, kept elsewhere, that tells them
apart (T4).
"""

import contextlib
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from desktop.custody.errors import AlreadyThereError, UnknownReferenceError
from desktop.store.errors import (
    DeviceSecretMissingError,
    HeaderAlteredError,
    WrongPassphraseError,
    WrongRecoverySecretError,
)
from desktop.store.header import ENCODER, FORMAT, MOST_SLOTS, Body, Header, Recovery, check_of
from desktop.store.slots import (
    KEY_BYTES,
    Bounds,
    KdfSettings,
    OpenedSlot,
    Slot,
    key_in,
    make_slot,
    open_key,
    open_slot,
    seal_key,
    subkey,
)

_NONCE = bytes(12)  # a vault key is new in each generation, and seals one signing key


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The key of an opened vault, and whose passphrase opened it (A2)."""

    vault_key: bytes = field(repr=False)
    signing: bytes = field(repr=False)
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
    """What seals a header: the vault key, the device secret, and the signing key (32 bytes each)."""

    vault: bytes = field(repr=False)
    device: bytes = field(repr=False)
    signing: bytes = field(repr=False)


def create_header(
    vault: str, operator: str, passphrase: str, *, device_secret: bytes, kdf: KdfSettings, bounds: Bounds
) -> tuple[Header, Unlocked]:
    """Return the header of a new vault with a new key, and that key. Errors as `make_slot`."""
    signer = Ed25519PrivateKey.generate()
    keys = Keys(secrets.token_bytes(KEY_BYTES), device_secret, signer.private_bytes_raw())
    slot = make_slot(
        vault,
        operator,
        passphrase,
        device_secret=device_secret,
        vault_key=keys.vault,
        signer=_public(keys.signing),
        kdf=kdf,
        bounds=bounds,
    )
    body = Body(
        format=FORMAT,
        vault=vault,
        generation=1,
        device=fingerprint(device_secret, vault),
        slots=(slot,),
        recovery=None,
        signer=_public(keys.signing),
        signing=_sealed_signing(keys, vault, 1),
    )
    return _sealed(body, keys), Unlocked(keys.vault, keys.signing, operator)


def authenticate(header: Header, device_secret: bytes) -> None:
    """Check the device secret and its seal. Derives nothing from a passphrase.

    Raises DeviceSecretMissingError when the secret is another vault's, HeaderAlteredError.
    """
    if not hmac.compare_digest(header.body.device, fingerprint(device_secret, header.vault)):
        why = "the one given belongs to another vault, or to former keys of this one"
        raise DeviceSecretMissingError(why=why)
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
    slot, opened = _first_that_opens(slots, header.vault, passphrase, device_secret, bounds)
    if opened.signer != header.body.signer:
        raise HeaderAlteredError(why="it is not signed by the signer of this vault")
    _verify_signature(header)
    vault_key = key_in(slot, header.vault, opened.private, device_secret)
    return Unlocked(vault_key, signing_key(header, vault_key), slot.operator)


def open_recovery(header: Header, secret: bytes) -> Unlocked:
    """Return what the recovery secret opens, without device secret and passphrase (A4); nobody is named.

    Raises WrongRecoverySecretError, HeaderAlteredError.
    """
    recovery = header.body.recovery
    if recovery is None:
        raise WrongRecoverySecretError(why="no recovery shares were made for it")
    private = _recovery_key(secret, header.body)
    if private.public_key().public_bytes_raw().hex() != recovery.public:
        raise WrongRecoverySecretError(why="they are of another vault, or of an earlier set")
    _verify_signature(header)
    try:
        vault_key = open_key(
            recovery.sealed, private.private_bytes_raw(), _recovery_info(header.vault, recovery)
        )
    except InvalidTag:
        raise HeaderAlteredError(why="what the recovery shares open is damaged") from None
    return Unlocked(vault_key, signing_key(header, vault_key), operator="")


def signing_key(header: Header, vault_key: bytes) -> bytes:
    """Return the signing key, which the vault key opens; raise HeaderAlteredError if it is another's."""
    cipher = ChaCha20Poly1305(subkey(vault_key, "signing", header.vault, str(header.generation)))
    try:
        return cipher.decrypt(_NONCE, bytes.fromhex(header.body.signing), None)
    except InvalidTag:
        raise HeaderAlteredError(why="its signing key is not sealed by the vault key") from None


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
        public = _recovery_key(recovery.secret, header.body).public_key().public_bytes_raw().hex()
        present = Recovery(recovery.number, recovery.needed, recovery.of, public, sealed="")
    if present:
        sealed = seal_key(keys.vault, present.public, _recovery_info(header.vault, present))
        present = msgspec.structs.replace(present, sealed=sealed)
    device = fingerprint(keys.device, header.vault)
    body = msgspec.structs.replace(
        header.body,
        generation=generation,
        device=device,
        slots=tuple(slots),
        recovery=present,
        signing=_sealed_signing(keys, header.vault, generation),
    )
    return _sealed(body, keys)


def _sealed(body: Body, keys: Keys) -> Header:
    # Read back as a stranger would, so that nothing is sealed which could not be opened again.
    body = msgspec.json.decode(ENCODER.encode(body), type=Body)
    device_seal = _device_seal(body, keys.device)
    signature = Ed25519PrivateKey.from_private_bytes(keys.signing).sign(ENCODER.encode(body)).hex()
    check = check_of({"body": body, "device_seal": device_seal, "signature": signature})
    return Header(body=body, check=check, device_seal=device_seal, signature=signature)


def _slot_of(header: Header, operator: str) -> Slot:
    for slot in header.body.slots:
        if slot.operator == operator:
            return slot
    raise UnknownReferenceError(noun="operator", reference=operator)


def _first_that_opens(
    slots: Sequence[Slot], vault: str, passphrase: str, device_secret: bytes, bounds: Bounds
) -> tuple[Slot, OpenedSlot]:
    for slot in slots:
        with contextlib.suppress(WrongPassphraseError):
            return slot, open_slot(slot, vault, passphrase, device_secret, bounds)
    raise WrongPassphraseError


def fingerprint(device_secret: bytes, vault: str) -> str:
    """Return the public name of a device secret: 32 hex digits."""
    return subkey(device_secret, "device-fingerprint", vault)[:16].hex()


def _recovery_key(secret: bytes, body: Body) -> X25519PrivateKey:
    # With the signer in it, the public key in the header shows that this signer was there when it was made.
    return X25519PrivateKey.from_private_bytes(subkey(secret, "recovery", body.vault, body.signer))


def _recovery_info(vault: str, recovery: Recovery) -> bytes:
    return f"strongroom/1/recovery/{vault}/{recovery.number}".encode()


def _device_seal(body: Body, device_secret: bytes) -> str:
    return _seal(body, subkey(device_secret, "device-seal"))


def _seal(body: Body, key: bytes) -> str:
    return hmac.new(key, ENCODER.encode(body), hashlib.sha256).hexdigest()


def _public(signing: bytes) -> str:
    return Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw().hex()


def _sealed_signing(keys: Keys, vault: str, generation: int) -> str:
    cipher = ChaCha20Poly1305(subkey(keys.vault, "signing", vault, str(generation)))
    return cipher.encrypt(_NONCE, keys.signing, None).hex()


def _verify_signature(header: Header) -> None:
    signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(header.body.signer))
    try:
        signer.verify(bytes.fromhex(header.signature), ENCODER.encode(header.body))
    except InvalidSignature:
        raise HeaderAlteredError(why="its signature does not fit it") from None
