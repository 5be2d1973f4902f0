"""A stranger opens a vault, or a backup of one, by docs/vault-format.md alone.

Nothing of ours is imported: only published libraries and the age program. It trusts nothing it can check.

    stranger.py FOLDER KEY-FILE         the passphrase, or a recovery secret in hex, on standard input
                                        ("recovery" in the place of the key file)
It prints one JSON object: the entries, and the SHA-256 of every master as the age program opens it.
"""

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Json = dict[str, Any]

HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def subkey(key: bytes, *use: str, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), 32, salt, "/".join(("strongroom/1", *use)).encode()).derive(key)


def seal(key: bytes, value: object) -> str:
    return hmac.new(key, canonical(value), hashlib.sha256).hexdigest()


def opened_with(private: bytes, sealed: str, info: bytes) -> bytes:
    return HPKE.decrypt(bytes.fromhex(sealed), X25519PrivateKey.from_private_bytes(private), info=info)


def checked(file: Path) -> Json:
    """Read a header or a manifest: canonical, with a right check."""
    data = file.read_bytes()
    value: Json = json.loads(data)
    assert data == canonical(value) + b"\n"
    rest = {name: part for name, part in value.items() if name != "check"}
    assert value["check"] == hashlib.sha256(canonical(rest)).hexdigest()
    return value


def device_secret(key_file: Path) -> bytes:
    lines = [line for line in key_file.read_text().splitlines() if not line.startswith("#")]
    data = base64.b32decode("".join(lines).replace("-", ""))
    assert data[32:] == hashlib.sha256(b"strongroom device secret" + data[:32]).digest()[:3]
    return data[:32]


def key_from_slot(header: Json, device: bytes, passphrase: str) -> bytes:
    """Return the vault key by the first slot that the passphrase opens."""
    vault = header["body"]["vault"]
    assert header["body"]["device"] == subkey(device, "device-fingerprint", vault)[:16].hex()
    assert header["device_seal"] == seal(subkey(device, "device-seal"), header["body"])
    text = unicodedata.normalize("NFKC", passphrase).encode()
    for slot in header["body"]["slots"]:
        kdf, operator, salt = slot["kdf"], slot["operator"], bytes.fromhex(slot["salt"])
        settings = f"{kdf['memory_kib']}/{kdf['passes']}/{kdf['lanes']}"
        bound = f"strongroom/1/{vault}/{operator}/{settings}".encode()
        outer = subkey(device, "slot-device", vault, operator, salt=salt)
        inner = ChaCha20Poly1305(outer).decrypt(bytes(12), bytes.fromhex(slot["private"]), bound)
        stretched = Argon2id(
            salt=salt, length=32, iterations=kdf["passes"], lanes=kdf["lanes"], memory_cost=kdf["memory_kib"]
        ).derive(text)
        try:
            key = subkey(stretched, "slot", vault, operator)
            pair = ChaCha20Poly1305(key).decrypt(bytes(12), inner, bound)
        except InvalidTag:
            continue
        private, signer = pair[:32], pair[32:]
        assert signer.hex() == header["body"]["signer"]
        return opened_with(private, slot["sealed"], subkey(device, "slot-key", vault, operator))
    raise SystemExit("The passphrase opens no slot.")


def is_signed(header: Json, key: bytes) -> None:
    """Check the signature of the header, and that the vault key holds the signer's private key."""
    body = header["body"]
    signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(body["signer"]))
    signer.verify(bytes.fromhex(header["signature"]), canonical(body))
    cipher = ChaCha20Poly1305(subkey(key, "signing", body["vault"], str(body["generation"])))
    private = cipher.decrypt(bytes(12), bytes.fromhex(body["signing"]), None)
    assert Ed25519PrivateKey.from_private_bytes(private).public_key() == signer


def key_from_recovery(header: Json, secret: bytes) -> bytes:
    """Return the vault key by the recovery secret (16 bytes), with no passphrase and no device secret."""
    vault, recovery = header["body"]["vault"], header["body"]["recovery"]
    private = subkey(secret, "recovery", vault, header["body"]["signer"])
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    assert public.hex() == recovery["public"]
    info = f"strongroom/1/recovery/{vault}/{recovery['number']}".encode()
    return opened_with(private, recovery["sealed"], info)


def ledger(file: Path, key: bytes) -> tuple[list[Json], dict[str, str]]:
    """Return every entry, its digest recomputed, and each master's identity."""
    connection = sqlcipher.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)
    connection.execute(f"PRAGMA key = \"x'{subkey(key, 'ledger').hex()}'\"")
    rows = connection.execute("SELECT number, salt, body, digest FROM entry ORDER BY number").fetchall()
    identities = dict(connection.execute("SELECT sealed, identity FROM master").fetchall())
    connection.close()
    digest, entries = hashlib.sha256(b"strongroom ledger 1").digest(), []
    for expected, (number, salt, body, stored) in enumerate(rows, 1):
        inner = hashlib.sha256(b"strongroom body 1\0" + salt + body).digest()
        place = number.to_bytes(8, "big")
        digest = hashlib.sha256(b"strongroom entry 1\0" + digest + place + inner).digest()
        assert (number, stored, len(salt)) == (expected, digest, 16)
        assert canonical(json.loads(body)) == body
        entries.append({"number": number, "digest": digest.hex(), **json.loads(body)})
    return entries, identities


def master(file: Path, identity: str) -> str:
    """Return the SHA-256 of a master as the age program opens it."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as key:
        key.write(f"{identity}\n")
        key.flush()
        plain = subprocess.run(["age", "-d", "-i", key.name, file], check=True, capture_output=True).stdout
    return hashlib.sha256(plain).hexdigest()


def main(folder: Path, opener: str, typed: str) -> Json:
    """Open the vault or the backup, check all of it, and return what was found."""
    manifest = checked(folder / "manifest.json") if (folder / "manifest.json").exists() else None
    names = [file["name"] for file in manifest["body"]["files"]] if manifest else ["header.json"]
    header = checked(folder / next(name for name in names if name.startswith("header")))
    body = header["body"]
    assert body["format"] == 2
    if opener == "recovery":
        key = key_from_recovery(header, bytes.fromhex(typed))
    else:
        key = key_from_slot(header, device_secret(Path(opener)), typed)
    is_signed(header, key)
    if manifest:
        assert manifest["seal"] == seal(subkey(key, "manifest"), manifest["body"])
        for file in manifest["body"]["files"]:
            data = (folder / file["name"]).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (file["size"], file["sha256"])
    database = next((n for n in names if n.startswith("ledger")), f"ledger-{body['generation']}.db")
    entries, identities = ledger(folder / database, key)
    if manifest:
        last = entries[-1]
        assert (last["number"], last["digest"]) == (manifest["body"]["number"], manifest["body"]["digest"])
    masters = {}
    for entry in entries:
        kept = entry["event"].get("master")
        if kept and entry["event"]["kind"] in {"document-taken-in", "version-taken-in"}:
            masters[kept["sealed"]] = master(folder / "masters" / kept["sealed"], identities[kept["sealed"]])
            assert masters[kept["sealed"]] == kept["sha256"]
    return {"vault": body["vault"], "entries": entries, "masters": masters}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], sys.stdin.read().removesuffix("\n"))))  # noqa: T201
