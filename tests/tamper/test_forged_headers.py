"""Headers altered by whoever can write the file, and by a thief who has the device secret besides (T3).

The bytes of a header, one by one, are the affair of tests/store/test_header_form.py, and its seals that of
test_header.py there. Here whole vaults are opened with headers that were added to, or forged as far as a
thief can: he has the folder and the device secret, but no passphrase and no key of the vault.
"""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from desktop.custody.errors import TamperError
from desktop.custody.ledger import EMPTY
from desktop.office import opening
from desktop.store import header_keys, slots
from desktop.store.device import KeyFile
from desktop.store.errors import (
    HeaderAlteredError,
    KeySettingsError,
    LedgerUnreadableError,
    WrongPassphraseError,
)
from desktop.store.header import encode_header, load_header, parse_header
from desktop.store.header_keys import Keys
from desktop.store.ledger_file import LedgerFile
from desktop.store.slots import Bounds, KdfSettings, ledger_key
from tests.factory import CHEAP, PASSPHRASE
from tests.store.headers import rewritten
from tests.tamper.conftest import Count
from tests.tamper.scene import Scene, found

WIDE = Bounds(
    floor=KdfSettings(memory_kib=64, passes=1, lanes=1),
    ceiling=KdfSettings(memory_kib=256, passes=3, lanes=2),
)
OWN_KEY = bytes([0x66]) * 32
"""The key that the thief would like the vault to have."""

Change = Callable[[Any], object]


def device_secret(scene: Scene) -> bytes:
    body = load_header(scene.vault).body
    return KeyFile(scene.key).fetch(body.vault, body.device)


def forged(scene: Scene, change: Change) -> None:
    """Change the header, and seal it as far as the device secret goes."""
    scene.header.write_bytes(rewritten(load_header(scene.vault), change, device_secret(scene)))


def attempts(scene: Scene) -> int:
    """Return how many failed unlocks were noted."""
    file = scene.vault / "attempts"
    return len(file.read_text("ascii").splitlines()) if file.exists() else 0


# --- by whoever can write the file


def test_a_byte_added_anywhere_is_told(today: Scene, count: Count) -> None:
    data = today.header.read_bytes()
    for at in range(len(data) + 1):
        for added in {b"\0", b" ", b"0", b"\n", b"\xff", data[at : at + 1] or b"}"}:
            with pytest.raises(HeaderAlteredError):
                parse_header(data[:at] + added + data[at:])
            count("a byte added to the header", HeaderAlteredError)


def test_two_bytes_exchanged_are_told(today: Scene, count: Count) -> None:
    data = today.header.read_bytes()
    for at in range(len(data) - 1):
        changed = data[:at] + data[at : at + 2][::-1] + data[at + 2 :]
        if changed != data:
            with pytest.raises(HeaderAlteredError):
                parse_header(changed)
            count("two bytes of the header exchanged", HeaderAlteredError)


@pytest.mark.parametrize("read_only", [False, True])
def test_an_altered_header_is_no_failed_attempt(today: Scene, *, read_only: bool) -> None:
    today.header.write_bytes(today.header.read_bytes()[:-1])
    assert found(today, read_only=read_only) is HeaderAlteredError
    assert attempts(today) == 0


# --- by a thief who has the device secret


@pytest.mark.parametrize(
    "settings",
    [
        {"memory_kib": 63},
        {"memory_kib": 1, "passes": 1, "lanes": 1},
        {"memory_kib": 65},
        {"memory_kib": 4 * 1024 * 1024},
        {"memory_kib": 2**32 - 1},
        {"passes": 2},
        {"passes": 2**32 - 1},
        {"lanes": 2},
        {"lanes": 2**24 - 1},
    ],
    ids=str,
)
def test_key_settings_lowered_or_raised_are_told_before_anything_is_derived(
    today: Scene, count: Count, settings: dict[str, int]
) -> None:
    forged(today, lambda raw: raw["body"]["slots"][0]["kdf"].update(settings))
    told = found(today)
    assert told is KeySettingsError
    assert attempts(today) == 0
    count("key settings outside the limits, sealed with the device secret", told)


@pytest.mark.parametrize(
    "settings", [{"memory_kib": 65}, {"passes": 2}, {"memory_kib": 256, "lanes": 2}], ids=str
)
def test_key_settings_changed_within_the_limits_open_nothing(
    today: Scene, count: Count, settings: dict[str, int]
) -> None:
    forged(today, lambda raw: raw["body"]["slots"][0]["kdf"].update(settings))
    with pytest.raises((HeaderAlteredError, WrongPassphraseError)) as refusal:
        opening.unlock(today.vault, passphrase=PASSPHRASE, key_file=today.key, bounds=WIDE)
    count("key settings within the limits, sealed with the device secret", refusal.type)


PARTS: dict[str, Change] = {
    "the salt": lambda raw: raw["body"]["slots"][0].update(salt="00" * 16),
    "the private key": lambda raw: raw["body"]["slots"][0].update(private="00" * 64),
    "the sealed key": lambda raw: raw["body"]["slots"][0].update(sealed="00" * 80),
    "the public key": lambda raw: raw["body"]["slots"][0].update(public="00" * 32),
    "the operator": lambda raw: raw["body"]["slots"][0].update(operator="O-0002"),
    "the generation": lambda raw: raw["body"].update(generation=2),
    "the signature": lambda raw: raw.update(signature="00" * 64),
    "the signer": lambda raw: raw["body"].update(signer="00" * 32),
    "the signing key": lambda raw: raw["body"].update(signing="00" * 48),
    "recovery shares": lambda raw: raw["body"].update(
        recovery={"number": 1, "needed": 2, "of": 3, "public": "00" * 32, "sealed": "00" * 80}
    ),
    "a second slot": lambda raw: raw["body"]["slots"].append(
        raw["body"]["slots"][0] | {"operator": "O-0002"}
    ),
}


@pytest.mark.parametrize("change", PARTS.values(), ids=PARTS)
def test_any_other_part_that_is_forged_is_told_as_an_altered_header(
    today: Scene, count: Count, change: Change
) -> None:
    forged(today, change)
    told = found(today)
    assert told is HeaderAlteredError
    assert attempts(today) == 0
    count("a part of the header, sealed with the device secret", told)


def with_his_own_key(scene: Scene) -> None:
    """Seal a key of the thief's to the operator's public key, and the header with it.

    All that takes is what stands in the header and the device secret.
    """
    header, device = load_header(scene.vault), device_secret(scene)
    keys = Keys(vault=OWN_KEY, device=device, signing=OWN_KEY)
    (slot,) = header.body.slots
    info = slots._info(device, header.vault, slot.operator)
    slot = msgspec.structs.replace(slot, sealed=slots.seal_key(OWN_KEY, slot.public, info))
    body = msgspec.structs.replace(
        header.body,
        slots=(slot,),
        signer=header_keys._public(OWN_KEY),
        signing=header_keys._sealed_signing(keys, header.vault, header.generation),
    )
    scene.header.write_bytes(encode_header(header_keys._sealed(body, keys)))


def test_the_right_passphrase_never_opens_a_key_of_the_thiefs(today: Scene, count: Count) -> None:
    with_his_own_key(today)
    told = found(today)
    assert told is HeaderAlteredError
    count("a header forged for another vault key", told)


def test_the_right_passphrase_never_opens_a_vault_of_the_thiefs(today: Scene, count: Count) -> None:
    """A header for a key of his, a ledger of his under that key, and the head kept outside made anew."""
    rows, head = list(today.rows[:10]), today.key.with_name(f"{today.key.name}.head")
    with_his_own_key(today)
    today.ledger.unlink()
    ledger = today.vault / f"ledger-{json.loads(today.header.read_bytes())['body']['generation']}.db"
    ledger.touch()
    with LedgerFile(ledger, ledger_key(OWN_KEY), create=True) as file:
        file.append(EMPTY, rows)
    head.unlink()
    with pytest.raises(TamperError) as refusal:
        opening.unlock(today.vault, passphrase=PASSPHRASE, key_file=today.key, bounds=CHEAP).close()
    count("a whole vault forged with the device secret", refusal.type)


def test_a_ledger_of_the_thiefs_alone_is_told(today: Scene, count: Count) -> None:
    ledger = today.ledger
    ledger.write_bytes(b"")
    ledger.unlink()
    ledger.touch()
    with LedgerFile(ledger, ledger_key(OWN_KEY), create=True) as file:
        file.append(EMPTY, list(today.rows))
    told = found(today)
    assert told is LedgerUnreadableError
    count("a ledger under a key of the thief's", told)
