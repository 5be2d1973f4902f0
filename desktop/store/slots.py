"""Key slots: one operator's passphrase, with the device secret, wraps the key of the vault (A1-A3).

Rule: no derivation runs on settings outside the bounds, and whatever is wrong with a passphrase,
the answer is the same `WrongPassphraseError`. A slot opens only in its own vault, for its own
operator, with its own settings. Each operator has a key pair, so that the keys of the vault can be
renewed without the passphrases of those who are not there; beside the private key lies the public key of the
vault's signer, so that nobody but who had the vault open can have made the header it stands in:

    stretched = Argon2id(NFKC(passphrase) as UTF-8, salt, settings)                      RFC 9106
    inner     = ChaCha20-Poly1305(HKDF-SHA256(stretched), private key + signer)          RFC 8439, 5869
    private   = ChaCha20-Poly1305(HKDF-SHA256(device secret, salt), inner)
    sealed    = HPKE(public key, vault key; info=vault, operator, a subkey of the device secret)  RFC 9180

Passphrases are `str`, and Python can neither wipe a string nor say how often it was copied: what is left of
one, and of the keys on the way, is overwritten when the vault is locked (`secret`), as far as it is freed.
"""

import os
import re
import secrets
import sys
import time
import unicodedata
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop.custody.errors import FactMissingError
from desktop.store.errors import (
    HeaderAlteredError,
    KeySettingsError,
    TooLittleMemoryError,
    WrongPassphraseError,
)

KEY_BYTES = 32
SHORTEST_PASSPHRASE = 8
LONGEST_PASSPHRASE = 1024
"""Characters. Putting combining marks in order takes quadratic time: half a million of them, six minutes."""

_SALT_BYTES = 16
_NONCE = bytes(12)  # a key made from a salt (and a device secret) only ever encrypts one and the same text
_TARGET_SECONDS = 1.0
_LANES = 4
_PASSES = 3
_MEMORY_STEP_KIB = 64 * 1024
_SURROGATE = re.compile("[\ud800-\udfff]")

_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)

VaultId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
OperatorId = Annotated[str, msgspec.Meta(pattern=r"^O-[0-9]{4,8}\Z")]
PublicKey = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
SealedKey = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{160}\Z")]
"""A key of 32 bytes as HPKE seals it: 32 bytes of the sender's public key, then 48 of ciphertext."""


class KdfSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Argon2id settings: memory in KiB, passes over it, and lanes (RFC 9106, 3.1)."""

    memory_kib: Annotated[int, msgspec.Meta(ge=1, lt=2**32)]
    passes: Annotated[int, msgspec.Meta(ge=1, lt=2**32)]
    lanes: Annotated[int, msgspec.Meta(ge=1, lt=2**24)]

    def __str__(self) -> str:
        """Return the settings as a person reads them."""
        return f"{self.memory_kib} KiB, {self.passes} passes, {self.lanes} lanes"


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One operator's key pair and the vault key sealed to it; bytes are in lower-case hex."""

    operator: OperatorId
    kdf: KdfSettings
    salt: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
    public: PublicKey
    private: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{192}\Z")]
    sealed: SealedKey


@dataclass(frozen=True, slots=True)
class Bounds:
    """The settings between which a derivation may run, both ends included (T3)."""

    floor: KdfSettings
    ceiling: KdfSettings

    def check(self, kdf: KdfSettings, operator: str) -> None:
        """Refuse settings outside the bounds, or that Argon2id does not define, with KeySettingsError."""
        if not (
            self.floor.memory_kib <= kdf.memory_kib <= self.ceiling.memory_kib
            and self.floor.passes <= kdf.passes <= self.ceiling.passes
            and self.floor.lanes <= kdf.lanes <= self.ceiling.lanes
            and kdf.memory_kib >= 8 * kdf.lanes
        ):
            raise KeySettingsError(operator=operator, settings=kdf)


STANDARD_BOUNDS = Bounds(
    floor=KdfSettings(memory_kib=256 * 1024, passes=3, lanes=1),
    ceiling=KdfSettings(memory_kib=4 * 1024 * 1024, passes=16, lanes=16),
)
"""The only bounds the program passes: no file, option or environment variable leads to others."""


def subkey(key: bytes, use: str, *context: str, salt: bytes | None = None) -> bytes:
    """Return 32 bytes for one `use` of `key`; each use and context gives a key of its own."""
    info = "/".join(("strongroom/1", use, *context)).encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(key)


def ledger_key(vault_key: bytes) -> bytes:
    """Return the raw key (32 bytes) of the ledger's database."""
    return subkey(vault_key, "ledger")


def make_slot(
    vault: str,
    operator: str,
    passphrase: str,
    *,
    device_secret: bytes,
    vault_key: bytes,
    signer: str,
    kdf: KdfSettings,
    bounds: Bounds,
) -> Slot:
    """Seal `vault_key` to a new key pair of `operator`, which the passphrase opens.

    `signer` is the public key of who seals the vault's headers.

    Raises FactMissingError for a passphrase that cannot be used (under 8 characters, over 1,024,
    not text), KeySettingsError for settings outside `bounds`.
    """
    bounds.check(kdf, operator)
    secret = _new_passphrase(passphrase)
    salt = secrets.token_bytes(_SALT_BYTES)
    pair = X25519PrivateKey.generate()
    bound_to = _bound_to(vault, operator, kdf)
    kek = subkey(_stretch(secret, salt, kdf), "slot", vault, operator)
    inner = ChaCha20Poly1305(kek).encrypt(_NONCE, pair.private_bytes_raw() + bytes.fromhex(signer), bound_to)
    public = pair.public_key().public_bytes_raw().hex()
    return Slot(
        operator=operator,
        kdf=kdf,
        salt=salt.hex(),
        public=public,
        private=_outer(device_secret, vault, operator, salt).encrypt(_NONCE, inner, bound_to).hex(),
        sealed=seal_key(vault_key, public, _info(device_secret, vault, operator)),
    )


class OpenedSlot(NamedTuple):
    """What a passphrase gives: an operator's private key (32 bytes) and the signer of headers (hex)."""

    private: bytes
    signer: str


def open_slot(slot: Slot, vault: str, passphrase: str, device_secret: bytes, bounds: Bounds) -> OpenedSlot:
    """Open the layers of a slot with its passphrase; the vault key is taken by `key_in` after that.

    Raises KeySettingsError before anything is derived, WrongPassphraseError for whatever is wrong
    with the passphrase, TooLittleMemoryError, HeaderAlteredError for a slot of another device secret.
    """
    bounds.check(slot.kdf, slot.operator)
    try:
        secret = _normalised(passphrase)
    except ValueError:
        raise WrongPassphraseError from None
    kek = subkey(_stretch(secret, bytes.fromhex(slot.salt), slot.kdf), "slot", vault, slot.operator)
    try:
        inner = _inner(slot, vault, device_secret)
    except InvalidTag:
        raise HeaderAlteredError(why="a slot in it is not sealed by the device secret") from None
    try:
        opened = ChaCha20Poly1305(kek).decrypt(_NONCE, inner, _bound_to(vault, slot.operator, slot.kdf))
    except InvalidTag:
        raise WrongPassphraseError from None
    return OpenedSlot(opened[:KEY_BYTES], opened[KEY_BYTES:].hex())


def key_in(slot: Slot, vault: str, private: bytes, device_secret: bytes) -> bytes:
    """Return the vault key (32 bytes) that is sealed in `slot`; raise HeaderAlteredError."""
    try:
        return open_key(slot.sealed, private, _info(device_secret, vault, slot.operator))
    except InvalidTag:
        raise HeaderAlteredError(why="what the passphrase opens in it is damaged") from None


def renew_slot(slot: Slot, vault: str, *, known: bytes, device_secret: bytes, vault_key: bytes) -> Slot:
    """Return the slot with a new vault key, under a device secret in place of the one `known`.

    The operator's passphrase and key pair stay as they are. Raises InvalidTag if `known` is not the
    slot's device secret.
    """
    salt = bytes.fromhex(slot.salt)
    inner = _inner(slot, vault, known)
    outer = _outer(device_secret, vault, slot.operator, salt)
    return msgspec.structs.replace(
        slot,
        private=outer.encrypt(_NONCE, inner, _bound_to(vault, slot.operator, slot.kdf)).hex(),
        sealed=seal_key(vault_key, slot.public, _info(device_secret, vault, slot.operator)),
    )


def seal_key(key: bytes, public: str, info: bytes) -> str:
    """Seal a key of 32 bytes to an X25519 public key (both keys as they are, the answer in hex)."""
    recipient = X25519PublicKey.from_public_bytes(bytes.fromhex(public))
    return _HPKE.encrypt(key, recipient, info=info).hex()


def open_key(sealed: str, private: bytes, info: bytes) -> bytes:
    """Return the key that `seal_key` sealed; raise InvalidTag if it was sealed otherwise."""
    return _HPKE.decrypt(bytes.fromhex(sealed), X25519PrivateKey.from_private_bytes(private), info=info)


def calibrate(bounds: Bounds) -> KdfSettings:
    """Return settings that take about one second on this computer, within `bounds`.

    Memory comes first (RFC 9106, 4), up to a quarter of what the computer has; passes are added
    only when memory is at its limit. Slow computers wait longer: nothing goes under the floor.
    """
    if bounds.floor == bounds.ceiling:
        return bounds.floor
    floor, ceiling = bounds.floor, bounds.ceiling
    lanes = _within(_LANES, floor.lanes, ceiling.lanes)
    passes = _within(_PASSES, floor.passes, ceiling.passes)
    probe = KdfSettings(memory_kib=_MEMORY_STEP_KIB, passes=passes, lanes=lanes)
    steps = int(_TARGET_SECONDS / min(_seconds(probe), _seconds(probe)))
    most = min(ceiling.memory_kib, max(floor.memory_kib, _physical_memory_kib() // 4))
    memory = _within(steps * _MEMORY_STEP_KIB, floor.memory_kib, most)
    spare = steps * _MEMORY_STEP_KIB // memory
    return KdfSettings(
        memory_kib=memory, passes=_within(passes * spare, floor.passes, ceiling.passes), lanes=lanes
    )


def _new_passphrase(passphrase: str) -> bytes:
    """Return the bytes of a passphrase somebody chooses now, or say what is wrong with it."""
    fact = "a passphrase"
    try:
        secret = _normalised(passphrase)
    except ValueError:
        why = f"it must be text of {SHORTEST_PASSPHRASE} to {LONGEST_PASSPHRASE} characters"
        raise FactMissingError(fact=fact, why=why) from None
    if len(secret.decode()) < SHORTEST_PASSPHRASE:
        raise FactMissingError(fact=fact, why=f"it must have at least {SHORTEST_PASSPHRASE} characters")
    return secret


def _normalised(passphrase: str) -> bytes:
    """Return the NFKC form as UTF-8, so that every keyboard spells it alike; or raise ValueError."""
    if not 0 < len(passphrase) <= LONGEST_PASSPHRASE or _SURROGATE.search(passphrase):
        raise ValueError  # before encoding: a UnicodeEncodeError would carry the passphrase
    return unicodedata.normalize("NFKC", passphrase).encode()


def _stretch(secret: bytes, salt: bytes, kdf: KdfSettings) -> bytes:
    argon = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    )
    try:
        return argon.derive(secret)
    except MemoryError:
        raise TooLittleMemoryError(mebibytes=kdf.memory_kib // 1024) from None


def _bound_to(vault: str, operator: str, kdf: KdfSettings) -> bytes:
    """Return the additional data of a slot: what it may not be separated from."""
    return f"strongroom/1/{vault}/{operator}/{kdf.memory_kib}/{kdf.passes}/{kdf.lanes}".encode()


def _outer(device_secret: bytes, vault: str, operator: str, salt: bytes) -> ChaCha20Poly1305:
    """Return the cipher of a private key's outer layer, that of the device secret."""
    return ChaCha20Poly1305(subkey(device_secret, "slot-device", vault, operator, salt=salt))


def _inner(slot: Slot, vault: str, device_secret: bytes) -> bytes:
    """Return the private key in its inner layer, that of the passphrase."""
    outer = _outer(device_secret, vault, slot.operator, bytes.fromhex(slot.salt))
    bound_to = _bound_to(vault, slot.operator, slot.kdf)
    return outer.decrypt(_NONCE, bytes.fromhex(slot.private), bound_to)


def _info(device_secret: bytes, vault: str, operator: str) -> bytes:
    """Return what the sealing is bound to; who has a private key alone still lacks a part of it."""
    return subkey(device_secret, "slot-key", vault, operator)


def _seconds(kdf: KdfSettings) -> float:
    start = time.perf_counter()
    _stretch(b"calibration", bytes(_SALT_BYTES), kdf)
    return time.perf_counter() - start


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _MemoryStatus(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", wintypes.DWORD),
            ("load", wintypes.DWORD),
            ("physical", ctypes.c_ulonglong),
            ("rest", ctypes.c_ulonglong * 6),
        )

    def _physical_memory_kib() -> int:
        status = _MemoryStatus()
        status.length = ctypes.sizeof(status)
        ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status.physical) // 1024

else:

    def _physical_memory_kib() -> int:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
