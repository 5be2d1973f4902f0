"""Headers made for tests, and an independent hand that knows their format from its description alone."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.store.header import Header, encode_header
from desktop.store.header_keys import Keys, Unlocked, create_header, renew, unlock
from desktop.store.slots import Bounds, make_slot

VAULT = "0a" * 16
DEVICE = bytes(range(32))
ADMINISTRATOR, DEPUTY = "O-0001", "O-0002"
PASSPHRASE, OTHER = "invented words of an example", "other invented words of it"
FOUR_TIB = 2**32 - 1

# Written by format 2 as it is described; its key is the bytes 32 to 63, its recovery
# secret 64 to 79, its signing key 96 to 127.
FIRST = (
    b'{"body":{"device":"c7c6d6d7fe24abfa73375e932b417d22","format":2,"generation":2,"recovery":{"needed":'
    b'2,"number":1,"of":3,"public":"59650594d265a978dd86d75aebe3a3322cab0879cf6832a152b14b61ff29430e","sea'
    b'led":"947a24df8aa3daacb869403a3f81961e07f5379a3b5853a992217b14c8bfa125155a65dff539678104c132f54212f0'
    b'bc3c1b95e96d34ccb090bc03d6c0b5d8a722dc2d0c8ed783dfd9a1e485fa753a25"},"signer":"174553b456dddfc6908ec'
    b'ab1c101fe6ab21e2baa0617795b7d43a63482993fd5","signing":"f6ea5543d3fbcacba2c1ca918b3b84f696a67c07964d'
    b'7fb98a6ec619e9f9c56fc661f59da044ac15a76723044092a153","slots":[{"kdf":{"lanes":1,"memory_kib":64,"pa'
    b'sses":1},"operator":"O-0001","private":"343ccd5f7cbe7a6dfc6296809a701b654ce39396afbb1b2362e81bbac2e0'
    b"359a58a66191944f9884e21bffb348be9a5c19350f0ac03c8c0167a352f599db04f80e704f853e4f9c7b0babde23bb12097f"
    b'0e591393b99fedbe5cfbacf8825b1d35","public":"d490b77b58ee05323a83641af947905bc19e11821d9824c8c3c5ab36'
    b'9414e333","salt":"964fd4f54ece138fa3b2e6699270c34b","sealed":"6985d6797efe436bf63f33d1324eee96090f28'
    b"5d94d9a90fcb6fa4b58051025ef1a1a26426c20a0dea1a7cd64234fa7e5ba5cdb5590300a1ce7315a9128a129919131674ee"
    b'3efefeb6d8b3137fc2449c"}],"vault":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"},"check":"ee6733e360ec59b4e5c4d'
    b'983ea7b8955e74e778c3a569c77ace422a62a2dc5a2","device_seal":"77e7092e38288f07152355b6c514199a6f450bf4'
    b'6a6f9a9e036a41cb1e9c0ecb","signature":"b10d261f1828fb25cc076bfdefa7b8e9b4226850bbf879199eb726e7d1aa0'
    b'58684eb04e35c0f7cb9966de3ce7d245df07b79aeb9b30fa9bd08c5eac3162feb03"}\n'
)


@dataclass(frozen=True)
class Made:
    """A vault's header with all that is needed to use it."""

    header: Header
    unlocked: Unlocked
    bounds: Bounds
    device: bytes = DEVICE

    def unlock(self, passphrase: str, operator: str | None = None) -> Unlocked:
        return unlock(self.header, passphrase, self.device, self.bounds, operator)

    def secrets(self) -> dict[str, Any]:
        keys = {"device_secret": self.device, "vault_key": self.unlocked.vault_key}
        return keys | {"kdf": self.bounds.floor, "bounds": self.bounds}

    def keys(self, vault_key: bytes | None = None) -> Keys:
        return Keys(vault_key or self.unlocked.vault_key, self.device, self.unlocked.signing)

    def with_deputy(self, passphrase: str = OTHER, operator: str = DEPUTY) -> "Made":
        signer = self.header.body.signer
        new = make_slot(self.header.vault, operator, passphrase, signer=signer, **self.secrets())
        header = renew(self.header, self.header.generation + 1, [*self.header.body.slots, new], self.keys())
        return Made(header, self.unlocked, self.bounds, self.device)


def create(bounds: Bounds, vault: str = VAULT, device: bytes = DEVICE) -> Made:
    header, unlocked = create_header(
        vault, ADMINISTRATOR, PASSPHRASE, device_secret=device, kdf=bounds.floor, bounds=bounds
    )
    return Made(header, unlocked, bounds, device)


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def subkey(key: bytes, use: str) -> bytes:
    """HKDF-SHA256 without salt, of one block (RFC 5869)."""
    fixed = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(fixed, f"strongroom/1/{use}".encode() + b"\x01", "sha256")


def rewritten(header: Header, change: Callable[[Any], object], device: bytes | None = None) -> bytes:
    """Change a header and make its check right again; with the device secret, its seal too."""
    raw = json.loads(encode_header(header))
    change(raw)
    if device is not None:
        raw["device_seal"] = hmac.digest(
            subkey(device, "device-seal"), canonical(raw["body"]), "sha256"
        ).hex()
    raw.pop("check")
    return canonical(raw | {"check": hashlib.sha256(canonical(raw)).hexdigest()}) + b"\n"


def kdf_set(**settings: int) -> Callable[[Any], object]:
    return lambda raw: raw["body"]["slots"][0]["kdf"].update(settings)
