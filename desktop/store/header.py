"""The header of a vault: its form, and its one small file, `header.json`, beside the ledger.

Rule: one spelling is the header, canonical JSON that carries its own SHA-256 (`check`), so that damage is
named without a key. Nothing else in it is believed before `header_keys` has authenticated it.
"""

import hashlib
import secrets
from pathlib import Path
from typing import Annotated, Any

import msgspec

from desktop.store.aside import put_aside_of
from desktop.store.durable import reason, write_durably
from desktop.store.errors import (
    CannotReadError,
    HeaderAlteredError,
    NotAVaultError,
    OtherFormatError,
    VaultExistsError,
)
from desktop.store.lock import LOCK_NAME
from desktop.store.slots import PublicKey, SealedKey, Slot, VaultId
from desktop.store.smallfile import read_small

HEADER_NAME = "header.json"
FORMAT = 2
LARGEST_HEADER = 64 * 1024
"""Bytes; more is refused unread."""
MOST_SLOTS = 16

# A damaged header is told from a file of something else by what no single fault can take away.
_MARKS = (b'"device_seal"', b'"signature"')
_NEIGHBOURS = ("ledger-*.db", "masters")
ENCODER = msgspec.json.Encoder(order="sorted")

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
    signer: PublicKey
    """The Ed25519 key that signs the vault's headers, chosen when the vault is made."""
    signing: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{96}\Z")]
    """The signer's private key, sealed under the vault key."""


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A header whose `check` is right; nothing more is known before it is authenticated."""

    body: Body
    check: _Digest
    device_seal: _Digest
    signature: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}\Z")]

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


def new_vault_id() -> str:
    """Return the identity of a vault about to be created; the device secret is stored under it."""
    return secrets.token_hex(16)


def encode_header(header: Header) -> bytes:
    """Return the one spelling of `header`: sorted names, no spaces, one newline at the end."""
    return ENCODER.encode(header) + b"\n"


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
    if not isinstance(raw, dict) or ENCODER.encode(raw) + b"\n" != data:
        raise HeaderAlteredError(why="it is not written the way the program writes it")
    if raw.get("check") != check_of({name: part for name, part in raw.items() if name != "check"}):
        raise HeaderAlteredError(why="its check does not fit it")
    return raw


def _what_it_is(folder: Path) -> str:
    if folder.is_dir():
        return f"it has no {HEADER_NAME}"
    if folder.exists():
        return "it is a file"
    aside = next((path.name for path in put_aside_of(folder) if (path / HEADER_NAME).exists()), None)
    if aside is None:
        return "there is no such folder"
    return (
        f"there is no such folder, but beside it “{aside}”, which a restore put aside; do that restore again"
    )


def check_of(parts: dict[str, Any]) -> str:
    """Return the digest over the parts of a header that stands in it as `check`."""
    return hashlib.sha256(ENCODER.encode(parts)).hexdigest()
