"""Headers made for tests, and an independent hand that knows their format from its description alone."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.store.header import Header, Unlocked, add_slot, create_header, encode_header, unlock
from desktop.store.slots import Bounds

VAULT = "0a" * 16
DEVICE = bytes(range(32))
ADMINISTRATOR, DEPUTY = "O-0001", "O-0002"
PASSPHRASE, OTHER = "invented words of an example", "other invented words of it"
FOUR_TIB = 2**32 - 1

# Written by the first version of the format; it opens for ever. Its key is the bytes 32 to 63.
FIRST = (
    b'{"body":{"device":"c7c6d6d7fe24abfa73375e932b417d22","format":1,"slots":[{"kdf":{"lanes":1,'
    b'"memory_kib":64,"passes":1},"operator":"O-0001","salt":"2353ef72e5aa2d5d4ccc28a1727335b8","wrapped":'
    b'"1151db47e17fbe8666c96c068b44eb7dd9e266458b81655b1cf5373168efa031a70569364f743df991d1305ea7c5c706"}],'
    b'"vault":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"},'
    b'"check":"92a791c5d1fb13281b5597edea210949af3cbbbd913d1fd2b5e38c4974ee7ebf",'
    b'"device_seal":"f60a926c7ca1b49cf87809ef0e5470dc1530eeea9e4780e6e2947d0f6d36eba1",'
    b'"vault_seal":"bc8b21cb42db66a448c31f330b701b16897456dd137ef5a1d768882f968d7695"}\n'
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

    def with_deputy(self, passphrase: str = OTHER, operator: str = DEPUTY) -> "Made":
        header = add_slot(self.header, operator, passphrase, **self.secrets())
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
