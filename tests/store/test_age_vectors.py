"""C2SP's 143 vectors for the age v1 format, every one judged.

69 are what a master could be, binary and for an X25519 identity (or empty): they are judged exactly, the
kind of failure and the bytes released before it included. 74 use what no master uses: 33 are armoured,
24 are for a passphrase and 17 for a hybrid identity. Each of those is refused as no master of ours,
whatever the vector expects of a full age program (12 of them are sound files: 7, 1 and 4).
"""

import hashlib
import io
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop.store import age
from desktop.store.errors import MasterAlteredError
from desktop.store.sealed import SealedReader, copy_out, verify

FAILURES: dict[str, type[age.AgeError]] = {
    "no match": age.NoMatchError,
    "HMAC failure": age.MacError,
    "header failure": age.HeaderError,
    "payload failure": age.PayloadError,
}


@dataclass(frozen=True)
class Vector:
    name: str
    expect: str
    payload: str
    file_key: bytes
    identity: age.Identity | None
    feature: str
    file: bytes

    def written(self, folder: Path) -> Path:
        path = folder / self.name
        path.write_bytes(self.file)
        return path


def read_vector(path: Path) -> Vector:
    head, _, file = path.read_bytes().partition(b"\n\n")
    fields = [line.split(": ", 1) for line in head.decode().splitlines()]
    first = {line[0]: line[1] for line in reversed(fields)}
    x25519 = [value for name, value in fields if name == "identity" and value.startswith("AGE-SECRET-KEY-1")]
    feature = "armoured" if "armored" in first else ""
    if not (feature or x25519):
        feature = "passphrase" if "passphrase" in first else "hybrid" if "identity" in first else ""
    return Vector(
        name=path.name,
        expect=first["expect"],
        payload=first.get("payload", ""),
        file_key=bytes.fromhex(first.get("file key", "")),
        identity=age.Identity.parse(x25519[0]) if x25519 else None,
        feature=feature,
        file=zlib.decompress(file) if "compressed" in first else file,
    )


@pytest.fixture
def vectors(corpora: Path) -> list[Vector]:
    return [read_vector(path) for path in sorted((corpora / "age").iterdir())]


def authenticated(vector: Vector, identity: age.Identity) -> bytes:
    """Return the plaintext of the authentic chunks, by the letter of STREAM and without our reader."""
    start, _ = age.open_file(vector.file, identity)
    nonce, rest = vector.file[start - 16 : start], vector.file[start:]
    key = HKDF(algorithm=SHA256(), length=32, salt=nonce, info=b"payload").derive(vector.file_key)
    plain = b""
    for number in range(len(rest) // 65552 + 1):
        chunk = rest[number * 65552 : (number + 1) * 65552]
        for mark in (b"\0", b"\1") if len(chunk) == 65552 else (b"\1",):
            try:
                opened = ChaCha20Poly1305(key).decrypt(number.to_bytes(11, "big") + mark, chunk, None)
            except InvalidTag:
                continue
            plain += opened
            if mark == b"\1":
                return plain
            break
        else:
            return plain
    return plain


def test_every_vector_is_judged_and_counted(vectors: list[Vector]) -> None:
    assert Counter(vector.feature for vector in vectors) == {
        "": 69,
        "armoured": 33,
        "passphrase": 24,
        "hybrid": 17,
    }
    sound = Counter(vector.feature for vector in vectors if vector.expect == "success")
    assert sound == {"": 14, "armoured": 7, "passphrase": 1, "hybrid": 4}


def test_sound_x25519_vectors_open_with_the_right_contents(vectors: list[Vector], tmp_path: Path) -> None:
    for vector in vectors:
        if not vector.feature and vector.expect == "success":
            assert vector.identity, vector.name
            path = vector.written(tmp_path)
            with SealedReader(path, vector.identity) as reader:
                assert hashlib.sha256(reader.read()).hexdigest() == vector.payload, vector.name
            verify(path, vector.identity, vector.payload)


def test_broken_x25519_vectors_fail_for_the_reason_the_vector_names(
    vectors: list[Vector], tmp_path: Path
) -> None:
    for vector in vectors:
        if not vector.feature and vector.expect != "success":
            identity = vector.identity or age.Identity.new()
            with pytest.raises(MasterAlteredError) as refused:
                copy_out(vector.written(tmp_path), identity, io.BytesIO())
            assert type(refused.value.__cause__) is FAILURES[vector.expect], vector.name


def test_before_a_payload_fails_only_authentic_bytes_are_released(
    vectors: list[Vector], tmp_path: Path
) -> None:
    for vector in vectors:
        if not vector.feature and vector.expect == "payload failure":
            assert vector.identity, vector.name
            authentic = authenticated(vector, vector.identity)
            assert hashlib.sha256(authentic).hexdigest() == vector.payload, vector.name

            released = io.BytesIO()
            with pytest.raises(MasterAlteredError):
                copy_out(vector.written(tmp_path), vector.identity, released)
            assert authentic.startswith(released.getvalue()), vector.name


def test_vectors_with_features_no_master_uses_are_refused(vectors: list[Vector], tmp_path: Path) -> None:
    for vector in vectors:
        if vector.feature:
            identity = vector.identity or age.Identity.new()
            with pytest.raises(MasterAlteredError) as refused:
                SealedReader(vector.written(tmp_path), identity)
            assert isinstance(refused.value.__cause__, age.HeaderError | age.NoMatchError), vector.name
