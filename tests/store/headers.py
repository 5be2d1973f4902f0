"""Headers made for tests, and an independent hand that knows their format from its description alone."""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.store.header import Header, Keys, Unlocked, create_header, encode_header, renew, unlock
from desktop.store.slots import Bounds, make_slot

VAULT = "0a" * 16
DEVICE = bytes(range(32))
ADMINISTRATOR, DEPUTY = "O-0001", "O-0002"
PASSPHRASE, OTHER = "invented words of an example", "other invented words of it"
FOUR_TIB = 2**32 - 1

# Written by format 2 as it is described; its key is the bytes 32 to 63, its recovery secret 64 to 79.
FIRST = (
    b'{"body":{"device":"c7c6d6d7fe24abfa73375e932b417d22","format":2,"generation":2,"recovery":{"needed":'
    b'2,"number":1,"of":3,"public":"d695b684f9c178e1bd5c4345795cd24abce7490a0b13b90f252f2ae28ab93a4f","sea'
    b'led":"c7850136ef886932e969864c27bfc19c3202edc2e75bff44d305e5390890263b9bec0f3afe5995776ca51a172ace66'
    b'4d092dcb71782ceeed6626c31f032710b0dee16b01198074855075dcaa022d772c"},"slots":[{"kdf":{"lanes":1,"mem'
    b'ory_kib":64,"passes":1},"operator":"O-0001","private":"c1456c4679586552a630151bf88dee84547c9fb3e156e'
    b'1924280c24c7743765b3455a3568705aa000253357134a8c4469e7434ab3930a67686b2f1653ef8013e","public":"dd510'
    b'faeb4045823d67d011cca9ccd7da6de97467d667c8e57d0e655a651fb3f","salt":"880f259bbe89bc9c5554f6088efd772'
    b'd","sealed":"80ec24e98cdadaa77822353687cbcfd07e41926eac21db38d3750fd77236c52dd9cfae2e54205228d9d61dc'
    b'db67bb218869bbd3af613273c6fe7de23e6c3dfa35b0d7196dc82532cc56000e1ccfc8a62"}],"vault":"0a0a0a0a0a0a0a'
    b'0a0a0a0a0a0a0a0a0a"},"check":"44d65bf1eeb075ca1e6ef96cd23b73725598a5b2293daaf6e96ba7d21051a7a5","dev'
    b'ice_seal":"6c8867c7b8039228766b95cd87b012a335182a1ba8b631d391a6349996b86e04","vault_seal":"c16007e9b'
    b'd7e5b97b06147302863759cf872e0cb4d3f645eb356dbb2128dd9f8"}\n'
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
        slots = [*self.header.body.slots, make_slot(self.header.vault, operator, passphrase, **self.secrets())]
        keys = Keys(self.unlocked.vault_key, self.device)
        header = renew(self.header, self.header.generation + 1, slots, keys)
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
