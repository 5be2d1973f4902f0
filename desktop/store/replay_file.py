"""A replay file: what a restore of an older backup must be told, signed by the vault (T16).

Rule: it is canonical JSON with the signature of the vault's own signer, which no renewal changes; nothing is
believed of one that this vault did not sign. It holds no key, and opens nothing.
"""

from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desktop.custody.replays import Replay
from desktop.store.backup_errors import RestoreRefusedError
from desktop.store.durable import reason
from desktop.store.errors import CannotReadError
from desktop.store.smallfile import read_small

LARGEST = 16 * 1024 * 1024
"""Bytes; more is refused unread."""

_CONTEXT = b"strongroom replay 1\0"
_ENCODER = msgspec.json.Encoder(order="sorted")


class _Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    body: Replay
    signature: str


def encode(replay: Replay, signing: bytes) -> bytes:
    """Return a replay as a file, signed with the vault's signing key."""
    signature = Ed25519PrivateKey.from_private_bytes(signing).sign(_CONTEXT + _ENCODER.encode(replay))
    return _ENCODER.encode(_Signed(replay, signature.hex())) + b"\n"


def read(path: Path, vault: str, signer: str) -> Replay:
    """Return what a replay file of `vault` tells; `signer` is the public key in the vault's header.

    Raises RestoreRefusedError for one that this vault did not sign, and CannotReadError.
    """
    try:
        data = read_small(path, LARGEST)
    except OSError as error:
        raise CannotReadError(file=path, why=reason(error)) from error
    try:
        found = msgspec.json.decode(data, type=_Signed)
        signature = bytes.fromhex(found.signature)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
        raise _refused(path, "it is no replay file") from None
    if found.body.vault != vault:
        raise _refused(path, "it is the replay file of another vault")
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer))
    try:
        key.verify(signature, _CONTEXT + _ENCODER.encode(found.body))
    except InvalidSignature:
        raise _refused(path, "it is not as this vault signed it") from None
    return found.body


def _refused(path: Path, why: str) -> RestoreRefusedError:
    advice = "Name a replay file that this vault wrote; or type the documents from the certificates."
    return RestoreRefusedError(folder=path, why=why, advice=advice)
