"""Every secret of a vault, worked out from outside: from its files, its key file, and what people know.

Rule: nothing is taken from the process that is looked into. What is worked out here is all that would open
the vault, its ledger or a master, in each form in which the program ever holds it, and each key on the way.
"""

import base64
import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desktop.office.backing_up import SEAL
from desktop.store import age, header, header_keys, shares, slots
from desktop.store.device import DeviceSecretPlace, secret_as_text
from desktop.store.header import Header
from desktop.store.ledger_file import LedgerFile, ledger_name
from desktop.store.slots import Slot, subkey

Secrets = dict[str, bytes]
_PAGE_SALT = 16
_HMAC_MASK = 0x3A
"""SQLCipher makes the key of its pages' seals from the ledger's key and the masked salt of the file."""


def of_vault(folder: Path, place: DeviceSecretPlace, passphrases: Mapping[str, str]) -> Secrets:
    """Return the secrets of a vault under its present keys; `passphrases` are the operators'."""
    found = header.load_header(folder)
    device = place.fetch(found.vault, found.body.device)
    made = _of_device(device)
    key = b""
    for slot in found.body.slots:
        if slot.operator in passphrases:
            opened, key = _of_slot(found, slot, passphrases[slot.operator], device)
            made |= opened
    made |= _of_key(folder, found, key)
    with LedgerFile(folder / ledger_name(found.generation), slots.ledger_key(key), read_only=True) as ledger:
        for name, identity in ledger.identities():
            made |= of_master(folder / "masters" / name, identity)
    return {f"{name} [{found.generation}]": secret for name, secret in made.items()}


def of_shares(folder: Path, texts: Sequence[str]) -> Secrets:
    """Return the recovery secret that these words give, and the keys made of it."""
    body = header.load_header(folder).body
    secret = shares.combine(texts)
    private = subkey(secret, "recovery", body.vault, body.signer)
    return {
        "recovery secret": secret,
        "recovery secret, hex": secret.hex().encode(),
        "recovery key": private,
    }


def words_of_shares(texts: Sequence[str]) -> Secrets:
    """Return some words of each share as they stand beside each other, in each of Python's forms of text."""
    found: Secrets = {}
    for number, text in enumerate(texts, 1):
        words = " ".join(text.split()[5:13])
        found |= {f"words of share {number}, {form}": words.encode(form) for form in ("utf-8", "utf-16-le")}
    return found


def as_text(name: str, text: str) -> Secrets:
    """Return `text` in each form in which Python or the window may hold it."""
    spelt = unicodedata.normalize("NFKC", text)
    return {f"{name}, {form}": spelt.encode(form) for form in ("utf-8", "utf-16-le", "utf-32-le")}


def of_master(sealed: Path, identity: str) -> Secrets:
    """Return the identity of a sealed master in all its forms, and the keys of its file."""
    opener = age.Identity.parse(identity)
    start = sealed.read_bytes()[: age.HEADER_LIMIT]
    stanzas, _signed, _mac, end = age._parsed(start)
    file_key = age._file_key(stanzas, opener)
    share = age._unbase64(stanzas[0].arguments[0].encode())
    letters = identity.removeprefix("AGE-SECRET-KEY-1")
    return {
        f"identity of {sealed.name}": opener.secret,
        f"identity of {sealed.name}, text": letters.encode(),
        f"identity of {sealed.name}, small letters": letters.lower().encode(),
        f"wrapping key of {sealed.name}": age._wrap_key(opener, share, salt=share + opener.public()),
        f"file key of {sealed.name}": file_key,
        f"payload key of {sealed.name}": age._derived(file_key, start[end : end + 16], b"payload"),
        f"header key of {sealed.name}": age._derived(file_key, b"", b"header"),
    }


def _of_device(device: bytes) -> Secrets:
    text = secret_as_text(device)
    groups = [text[at : at + 4] for at in range(0, len(text), 4)]
    return {
        "device secret": device,
        "device secret, hex": device.hex().encode(),
        "device secret, base32": text.encode(),
        "device secret, UTF-16": text.encode("utf-16-le"),
        "device secret, first line": "-".join(groups[:7]).encode(),
        "device secret, second line": "-".join(groups[7:]).encode(),
        "device secret, base64": base64.b64encode(device)[:-2],
        "key of the device's seal": subkey(device, "device-seal"),
    }


def _of_slot(found: Header, slot: Slot, passphrase: str, device: bytes) -> tuple[Secrets, bytes]:
    """Return what lies on the way from a passphrase to the vault key, and the vault key."""
    bounds = slots.Bounds(slot.kdf, slot.kdf)
    stretched = Argon2id(
        salt=bytes.fromhex(slot.salt),
        length=slots.KEY_BYTES,
        iterations=slot.kdf.passes,
        lanes=slot.kdf.lanes,
        memory_cost=slot.kdf.memory_kib,
    ).derive(unicodedata.normalize("NFKC", passphrase).encode())
    private = slots.open_slot(slot, found.vault, passphrase, device, bounds).private
    who = slot.operator
    return {
        f"stretched passphrase of {who}": stretched,
        f"key from the passphrase of {who}": subkey(stretched, "slot", found.vault, who),
        f"key of the outer layer of {who}": subkey(
            device, "slot-device", found.vault, who, salt=bytes.fromhex(slot.salt)
        ),
        f"device's part in sealing to {who}": subkey(device, "slot-key", found.vault, who),
        f"private key of {who}": private,
        f"private key of {who}, hex": private.hex().encode(),
    }, slots.key_in(slot, found.vault, private, device)


def _of_key(folder: Path, found: Header, key: bytes) -> Secrets:
    ledger = slots.ledger_key(key)
    signing = header_keys.signing_key(found, key)
    with (folder / ledger_name(found.generation)).open("rb") as file:
        salt = bytes(byte ^ _HMAC_MASK for byte in file.read(_PAGE_SALT))
    scalar = hashlib.sha512(signing).digest()
    return {
        "vault key": key,
        "vault key, hex": key.hex().encode(),
        "ledger's key": ledger,
        "ledger's key, hex": ledger.hex().encode(),
        "ledger's key, capitals": ledger.hex().upper().encode(),
        "key of the pages' seals": hashlib.pbkdf2_hmac("sha512", ledger, salt, 2, 32),
        "signing key": signing,
        "signing key, hex": signing.hex().encode(),
        "signing key, spread": scalar[1:31],
        "signing key, prefix": scalar[32:],
        "key of the signing key": subkey(key, "signing", found.vault, str(found.generation)),
        "key of the kept head": subkey(signing, "kept-head", found.vault),
        "key of manifests": subkey(key, SEAL),
    }
