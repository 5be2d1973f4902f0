"""The age v1 file format (age-encryption.org/v1), as far as sealed masters and packages use it: X25519 keys.

A file is a header, a nonce of 16 bytes and a payload. The header wraps a random file key for each
recipient and carries a MAC made with that key; the payload is sealed in chunks of 64 KiB (STREAM).

Rule: this file knows bytes, not disks, and follows the specification to the letter. A header is
accepted in its one canonical form only, and no byte of a payload leaves before its chunk is authentic.
Why our own: a reader that seeks, and a writer that notices a full disk; any age program opens the result.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop.store import bech32

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

CHUNK = 64 * 1024
"""Bytes of plaintext in each chunk of a payload but the last, which may have fewer."""
TAG = 16
SEALED_CHUNK = CHUNK + TAG
HEADER_LIMIT = 64 * 1024
"""How many bytes are searched for the header and the nonce; those of a master have about 200."""

_VERSION = b"age-encryption.org/v1\n"
_X25519 = "X25519"
_X25519_LABEL = b"age-encryption.org/v1/X25519"
_KEY_LENGTH = 32
_FILE_KEY_LENGTH = 16
_NONCE_LENGTH = 16
_COLUMNS = 64
_STANZA_START = re.compile(rb"-> ([!-~]+(?: [!-~]+)*)")
_ZERO_NONCE = bytes(12)


class AgeError(ValueError):
    """Bytes that are not an age file for this identity. The message is plain words, without the bytes."""


class IdentityError(AgeError):
    """The text is not an X25519 identity."""


class RecipientError(AgeError):
    """The text is not an X25519 recipient."""


class HeaderError(AgeError):
    """The header is not in the one form the specification allows."""


class NoMatchError(AgeError):
    """The header is sound, but no recipient in it is this identity."""


class MacError(AgeError):
    """The header is not the one that was written with the file key."""


class PayloadError(AgeError):
    """A chunk is not authentic, missing, too many, or not where it was written."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The private key that opens a master: an X25519 scalar, never shown by `repr`."""

    secret: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Return a fresh random identity."""
        return cls(os.urandom(_KEY_LENGTH))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the identity that `encoded` wrote; raise IdentityError if `text` is not one."""
        try:
            secret = bech32.decode("age-secret-key-", text.lower()) if text.isupper() else b""
        except ValueError as error:
            raise IdentityError(str(error)) from None
        if len(secret) != _KEY_LENGTH:
            raise IdentityError("the text is not an X25519 identity of age")
        return cls(secret)

    def encoded(self) -> str:
        """Return the text any age program takes in an identity file (AGE-SECRET-KEY-1…)."""
        return bech32.encode("age-secret-key-", self.secret).upper()

    def recipient(self) -> str:
        """Return the public half as text (age1…)."""
        return bech32.encode("age", self.public())

    def public(self) -> bytes:
        """Return the public half: 32 bytes."""
        return X25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class Recipient:
    """The public half of somebody else's identity: a file can be sealed for it, and opened only by them."""

    key: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the recipient that `text` (age1…) names; raise RecipientError if it names none."""
        try:
            key = bech32.decode("age", text)
            if len(key) != _KEY_LENGTH:
                raise RecipientError("the text is not an X25519 recipient of age")
            _wrap(
                bytes(_FILE_KEY_LENGTH), key
            )  # refuses a point of low order before anything is sealed for it
        except ValueError as error:
            raise RecipientError(str(error)) from None
        return cls(key)

    def encoded(self) -> str:
        """Return the text (age1…)."""
        return bech32.encode("age", self.key)

    def public(self) -> bytes:
        """Return the key itself: 32 bytes."""
        return self.key


# --- Header -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stanza:
    kind: str
    arguments: list[str]
    body: bytes


def new_file(recipient: Identity | Recipient) -> "tuple[bytes, Stream]":
    """Return the bytes before the payload of a new file for `recipient`, and the stream that seals it."""
    file_key = os.urandom(_FILE_KEY_LENGTH)
    nonce = os.urandom(_NONCE_LENGTH)
    signed = _VERSION + _written(_wrap(file_key, recipient.public())) + b"---"
    header = signed + b" " + _base64(_header_mac(file_key, signed)) + b"\n"
    return header + nonce, Stream(file_key, nonce)


def open_file(start: bytes, identity: Identity) -> "tuple[int, Stream]":
    """Return where the payload begins (a count of bytes), and the stream that opens it.

    `start` is the file's first HEADER_LIMIT bytes, or all of a shorter one. Raises HeaderError,
    NoMatchError or MacError.
    """
    stanzas, signed, mac, end = _parsed(start)
    file_key = _file_key(stanzas, identity)
    if not hmac.compare_digest(mac, _header_mac(file_key, signed)):
        raise MacError("its header was changed")
    nonce = start[end : end + _NONCE_LENGTH]
    if len(nonce) != _NONCE_LENGTH:
        raise HeaderError("it ends before its payload begins")
    return end + _NONCE_LENGTH, Stream(file_key, nonce)


def _parsed(start: bytes) -> tuple[list[_Stanza], bytes, bytes, int]:
    """Return the stanzas, the bytes under the MAC, the MAC, and the length of the header."""
    if not start.startswith(_VERSION):
        raise HeaderError("it is not a file in the age v1 format")
    lines = _Lines(start, len(_VERSION))
    stanzas: list[_Stanza] = []
    for line in lines:
        if line.startswith(b"---"):
            mac = _unbase64(line.removeprefix(b"--- "))
            if len(mac) != SHA256.digest_size or not stanzas:
                raise HeaderError("its header has no proper end")
            signed = start[: lines.place - len(line) - 1] + b"---"
            return stanzas, signed, mac, lines.place
        stanzas.append(_stanza(line, lines))
    raise HeaderError("its header has no end")


class _Lines(Iterator[bytes]):
    """The lines of a header, without their ends; `place` is where the next one begins."""

    def __init__(self, data: bytes, place: int) -> None:
        self._data = data
        self.place = place

    def __next__(self) -> bytes:
        end = self._data.find(b"\n", self.place)
        if end < 0:
            raise StopIteration
        line = self._data[self.place : end]
        self.place = end + 1
        return line


def _stanza(first: bytes, lines: _Lines) -> _Stanza:
    match = _STANZA_START.fullmatch(first)
    if match is None:
        raise HeaderError("its header has a line that is no recipient")
    kind, *arguments = match[1].decode("ascii").split(" ")
    body = b""
    for line in lines:
        if len(line) > _COLUMNS:
            break
        body += line
        if len(line) < _COLUMNS:
            return _Stanza(kind, arguments, _unbase64(body))
    raise HeaderError("its header has a recipient without its end")


def _written(stanza: _Stanza) -> bytes:
    first = " ".join(["->", stanza.kind, *stanza.arguments]).encode("ascii")
    body = _base64(stanza.body)
    lines = [body[at : at + _COLUMNS] for at in range(0, len(body) + 1, _COLUMNS)]
    return b"\n".join([first, *lines, b""])


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _unbase64(text: bytes) -> bytes:
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        data = b""
    if _base64(data) != text:
        raise HeaderError("its header is not in canonical base64")
    return data


# --- Keys -------------------------------------------------------------------------------------


def _wrap(file_key: bytes, recipient: bytes) -> _Stanza:
    """Wrap the file key for `recipient`, a public key, under a key agreed with a fresh one."""
    ephemeral = Identity.new()
    key = _wrap_key(ephemeral, recipient, salt=ephemeral.public() + recipient)
    body = ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)
    return _Stanza(_X25519, [_base64(ephemeral.public()).decode("ascii")], body)


def _file_key(stanzas: list[_Stanza], identity: Identity) -> bytes:
    if len(stanzas) > 1 and any(stanza.kind == "scrypt" for stanza in stanzas):
        raise HeaderError("its header has a passphrase beside another recipient")
    keys = [_unwrapped(stanza, identity) for stanza in stanzas if stanza.kind == _X25519]
    for key in keys:
        if key is not None:
            return key
    raise NoMatchError("it was not sealed for this key")


def _unwrapped(stanza: _Stanza, identity: Identity) -> bytes | None:
    """Return the file key, or None if the stanza is for another recipient."""
    if len(stanza.arguments) != 1 or len(stanza.body) != _FILE_KEY_LENGTH + TAG:
        raise HeaderError("its header has a recipient of the wrong length")
    share = _unbase64(stanza.arguments[0].encode("ascii"))
    if len(share) != _KEY_LENGTH:
        raise HeaderError("its header has a recipient of the wrong length")
    key = _wrap_key(identity, share, salt=share + identity.public())
    try:
        return ChaCha20Poly1305(key).decrypt(_ZERO_NONCE, stanza.body, None)
    except InvalidTag:
        return None


def _wrap_key(own: Identity, other: bytes, *, salt: bytes) -> bytes:
    private = X25519PrivateKey.from_private_bytes(own.secret)
    try:
        agreed = private.exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError as error:  # a point of low order makes the secret all zero (RFC 7748, 6.1)
        raise HeaderError("its header has a recipient that is no key") from error
    return _derived(agreed, salt, _X25519_LABEL)


def _header_mac(file_key: bytes, signed: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), signed, hashlib.sha256)


def _derived(key: bytes, salt: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_LENGTH, salt=salt, info=label).derive(key)


# --- Payload ----------------------------------------------------------------------------------


class Stream:
    """The payload's chunks: each sealed under its number, the last under a mark that it is the last."""

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))

    def seal_into(self, target: memoryview, plain: "ReadableBuffer", first: int, *, final: bool) -> None:
        """Seal `plain`, the chunks from number `first` on, into `target`, which has just the size for it.

        All are whole chunks but, where `final`, the payload's last.
        """
        source = memoryview(plain)
        for number, is_last, at, sealed_at in _chunks(len(target), first, final=final):
            self._cipher.encrypt_into(
                _nonce(number, is_last),
                source[at : at + CHUNK],
                None,
                target[sealed_at : sealed_at + SEALED_CHUNK],
            )

    def open_into(self, target: memoryview, sealed: "ReadableBuffer", first: int, *, final: bool) -> None:
        """Undo `seal_into`; raise PayloadError if a chunk is not authentic.

        `target` must be the caller's own: where it raises, unauthenticated bytes may stand in it.
        """
        source = memoryview(sealed)
        for number, is_last, at, sealed_at in _chunks(len(source), first, final=final):
            try:
                self._cipher.decrypt_into(
                    _nonce(number, is_last),
                    source[sealed_at : sealed_at + SEALED_CHUNK],
                    None,
                    target[at : at + CHUNK],
                )
            except InvalidTag as error:
                raise PayloadError("a part of it was changed, moved or cut off") from error


def _chunks(sealed: int, first: int, *, final: bool) -> Iterator[tuple[int, bool, int, int]]:
    """Yield each chunk's number, whether it is the payload's last, and its places, open and sealed."""
    count = chunk_count(sealed)
    for index in range(count):
        yield first + index, final and index == count - 1, index * CHUNK, index * SEALED_CHUNK


def _nonce(number: int, is_last: bool) -> bytes:  # noqa: FBT001 - a field of the nonce, not a switch
    return number.to_bytes(11, "big") + bytes([is_last])


def chunk_count(sealed: int) -> int:
    """Return how many chunks a payload of `sealed` bytes has; raise PayloadError if it is none.

    Only an empty file has an empty last chunk.
    """
    whole, rest = divmod(sealed, SEALED_CHUNK)
    if 0 < rest < TAG or (rest == TAG and whole) or not sealed:
        raise PayloadError("it is cut off within a part")
    return whole + (rest > 0)


def plain_size(sealed: int) -> int:
    """Return the bytes of plaintext in a payload of `sealed` bytes; raise PayloadError if it is none."""
    return sealed - chunk_count(sealed) * TAG


def sealed_size(plain: int) -> int:
    """Return the bytes of payload for `plain` bytes of plaintext."""
    return plain + max(1, -(-plain // CHUNK)) * TAG
