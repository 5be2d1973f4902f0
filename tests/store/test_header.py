"""The header opens a vault to its operators, and to no thief or meddler (A1, A2, A3, T3)."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.custody.errors import AlreadyThereError, UnknownReferenceError
from desktop.store.errors import (
    DeviceSecretMissingError,
    HeaderAlteredError,
    KeySettingsError,
    WrongPassphraseError,
    WrongRecoverySecretError,
)
from desktop.store.header import (
    MOST_SLOTS,
    encode_header,
    new_vault_id,
    parse_header,
)
from desktop.store.header_keys import (
    Keys,
    NewRecovery,
    authenticate,
    open_recovery,
    renew,
    unlock,
)
from desktop.store.slots import Bounds, renew_slot
from tests.store.headers import (
    ADMINISTRATOR,
    DEPUTY,
    DEVICE,
    FOUR_TIB,
    OTHER,
    PASSPHRASE,
    VAULT,
    Made,
    create,
    kdf_set,
    rewritten,
)

# --- what it opens


def test_a_vault_opens_with_the_passphrase_of_its_operator(made: Made) -> None:
    assert made.unlock(PASSPHRASE) == made.unlocked
    assert made.unlocked.operator == ADMINISTRATOR
    assert len(made.unlocked.vault_key) == 32


@pytest.mark.parametrize("odd", [OTHER, "", "x" * 10_000_000, "\ud800" * 12, "\0"])
def test_whatever_is_wrong_with_a_passphrase_the_answer_is_the_same(made: Made, odd: str) -> None:
    with pytest.raises(WrongPassphraseError) as refusal:
        made.with_deputy("third invented words of it").unlock(odd)
    assert str(refusal.value) == "That passphrase does not open this vault."


def test_each_operator_opens_the_same_vault_and_is_named(made: Made) -> None:
    both = made.with_deputy()
    assert both.unlock(PASSPHRASE) == made.unlocked
    assert both.unlock(OTHER) == replace(made.unlocked, operator=DEPUTY)
    assert both.unlock(OTHER, DEPUTY).operator == DEPUTY


def test_the_passphrase_of_one_operator_does_not_open_for_another(made: Made) -> None:
    with pytest.raises(WrongPassphraseError):
        made.with_deputy().unlock(PASSPHRASE, DEPUTY)


def test_an_operator_without_a_slot_is_named(made: Made) -> None:
    with pytest.raises(UnknownReferenceError, match="O-0009"):
        made.unlock(PASSPHRASE, "O-0009")


def test_of_two_operators_with_the_same_passphrase_each_is_taken_for_who_they_say(made: Made) -> None:
    both = made.with_deputy(PASSPHRASE)
    assert both.unlock(PASSPHRASE, DEPUTY).operator == DEPUTY
    assert both.unlock(PASSPHRASE, ADMINISTRATOR).operator == ADMINISTRATOR


def test_a_vault_has_at_most_sixteen_operators(made: Made) -> None:
    full = made
    for number in range(2, MOST_SLOTS + 1):
        full = full.with_deputy(f"{OTHER} {number}", f"O-{number:04}")
    assert full.unlock(f"{OTHER} {MOST_SLOTS}").operator == f"O-{MOST_SLOTS:04}"
    assert parse_header(encode_header(full.header)) == full.header
    with pytest.raises(AlreadyThereError, match="16"):
        full.with_deputy(operator="O-0017")


def test_two_vaults_have_nothing_in_common(cheap: Bounds) -> None:
    assert new_vault_id() != new_vault_id()
    assert create(cheap).unlocked.vault_key != create(cheap).unlocked.vault_key


def test_a_key_is_not_shown_by_accident(made: Made) -> None:
    assert made.unlocked.vault_key.hex() not in repr(made.unlocked)
    assert repr(made.unlocked.signing) not in repr(made.unlocked)
    assert repr(made.unlocked.vault_key) not in repr(made.unlocked)


# --- what a thief or a meddler can do


@pytest.mark.parametrize(
    "change",
    [
        kdf_set(memory_kib=32),
        kdf_set(memory_kib=FOUR_TIB, passes=2**32 - 1),
        kdf_set(memory_kib=128),
        lambda raw: raw["body"]["slots"][0].update(salt="00" * 16),
        lambda raw: raw["body"]["slots"][0].update(sealed="00" * 80),
        lambda raw: raw["body"]["slots"][0].update(operator="O-0007"),
        lambda raw: raw["body"]["slots"].pop(),
        lambda raw: raw["body"]["slots"].reverse(),
        lambda raw: raw.update(device_seal="00" * 32),
    ],
)
def test_a_forged_header_is_named_before_any_passphrase_is_tried(
    made: Made, change: Callable[[Any], object]
) -> None:
    forged = parse_header(rewritten(made.with_deputy().header, change))
    with pytest.raises(HeaderAlteredError, match="device secret"):
        authenticate(forged, DEVICE)
    for passphrase in (PASSPHRASE, "a wrong one", ""):
        with pytest.raises(HeaderAlteredError):
            unlock(forged, passphrase, DEVICE, made.bounds)


@pytest.mark.parametrize("settings", [{"memory_kib": 63}, {"memory_kib": FOUR_TIB}, {"passes": 2**31}])
def test_settings_outside_the_bounds_are_named_even_when_the_device_secret_sealed_them(
    made: Made, settings: dict[str, int]
) -> None:
    forged = parse_header(rewritten(made.with_deputy().header, kdf_set(**settings), DEVICE))
    with pytest.raises(KeySettingsError):
        unlock(forged, OTHER, DEVICE, made.bounds)


@pytest.mark.parametrize(
    "change", [lambda raw: raw["body"]["slots"].pop(), lambda raw: raw["body"]["slots"].reverse()]
)
def test_who_has_the_device_secret_alone_cannot_seal_a_changed_header(
    made: Made, change: Callable[[Any], object]
) -> None:
    forged = parse_header(rewritten(made.with_deputy().header, change, DEVICE))
    with pytest.raises(HeaderAlteredError, match="signature"):
        unlock(forged, PASSPHRASE, DEVICE, made.bounds)


def test_a_forged_signature_is_named(made: Made) -> None:
    forged = parse_header(rewritten(made.header, lambda raw: raw.update(signature="00" * 64)))
    with pytest.raises(HeaderAlteredError, match="signature"):
        unlock(forged, PASSPHRASE, DEVICE, made.bounds)


def test_a_slot_of_another_vault_does_not_open_this_one(made: Made, cheap: Bounds) -> None:
    other = create(cheap, new_vault_id())
    slots = json.loads(encode_header(other.header))["body"]["slots"]

    def transplant(raw: Any) -> None:
        raw["body"]["slots"] = slots

    with pytest.raises(HeaderAlteredError):
        unlock(parse_header(rewritten(made.header, transplant)), PASSPHRASE, DEVICE, cheap)
    with pytest.raises(HeaderAlteredError):
        unlock(parse_header(rewritten(made.header, transplant, DEVICE)), PASSPHRASE, DEVICE, cheap)


def test_who_has_the_device_secret_alone_cannot_make_a_header_that_the_passphrase_opens(made: Made) -> None:
    key, thief = bytes(range(100, 132)), bytes(32)
    renewed = renew_slot(made.header.body.slots[0], VAULT, known=DEVICE, device_secret=DEVICE, vault_key=key)
    own = Ed25519PrivateKey.from_private_bytes(thief).public_key().public_bytes_raw().hex()
    for signer, told in ((own, "signer of this vault"), (made.header.body.signer, "signature")):
        body = msgspec.structs.replace(made.header.body, signer=signer)
        header = msgspec.structs.replace(made.header, body=body)
        forged = renew(header, 2, [renewed], Keys(key, DEVICE, thief))
        with pytest.raises(HeaderAlteredError, match=told):
            unlock(forged, PASSPHRASE, DEVICE, made.bounds)


def test_the_device_secret_of_another_vault_is_told_from_an_alteration(made: Made) -> None:
    with pytest.raises(DeviceSecretMissingError, match="another vault"):
        unlock(made.header, PASSPHRASE, DEVICE[::-1], made.bounds)


# --- what the recovery shares open


SECRET = bytes(range(64, 80))


def recoverable(made: Made) -> Made:
    recovery = NewRecovery(SECRET, number=1, needed=2, of=3)
    header = renew(made.header, 2, made.header.body.slots, made.keys(), recovery)
    return Made(header, made.unlocked, made.bounds)


def test_the_recovery_secret_opens_the_vault_without_device_and_passphrase(made: Made) -> None:
    assert open_recovery(recoverable(made).header, SECRET) == replace(made.unlocked, operator="")


def test_who_has_no_share_cannot_make_a_header_that_the_shares_open(made: Made) -> None:
    header, thief = recoverable(made).header, bytes(32)
    own = Ed25519PrivateKey.from_private_bytes(thief).public_key().public_bytes_raw().hex()
    for signer in (own, header.body.signer):
        body = msgspec.structs.replace(header.body, signer=signer)
        forged = renew(
            msgspec.structs.replace(header, body=body), 3, body.slots, Keys(bytes(32), DEVICE, thief)
        )
        with pytest.raises((WrongRecoverySecretError, HeaderAlteredError)):
            open_recovery(forged, SECRET)


def test_another_recovery_secret_is_told_from_a_vault_without_one(made: Made) -> None:
    with pytest.raises(WrongRecoverySecretError, match="another vault, or of an earlier set"):
        open_recovery(recoverable(made).header, SECRET[::-1])
    with pytest.raises(WrongRecoverySecretError, match="no recovery shares"):
        open_recovery(made.header, SECRET)


def test_the_same_secret_in_another_vault_opens_nothing(made: Made, cheap: Bounds) -> None:
    taken = json.loads(encode_header(recoverable(made).header))["body"]["recovery"]
    other = recoverable(create(cheap, new_vault_id())).header
    forged = parse_header(rewritten(other, lambda raw: raw["body"].update(recovery=taken)))
    with pytest.raises(WrongRecoverySecretError):
        open_recovery(forged, SECRET)


def test_a_header_that_was_altered_is_not_recovered_from(made: Made) -> None:
    header = recoverable(made).with_deputy().header
    for change in (
        lambda raw: raw["body"]["slots"].pop(),
        lambda raw: raw["body"]["recovery"].update(sealed="00" * 80),
        lambda raw: raw["body"]["recovery"].update(number=2),
    ):
        with pytest.raises(HeaderAlteredError):
            open_recovery(parse_header(rewritten(header, change, DEVICE)), SECRET)


def test_a_renewal_keeps_the_recovery_there_is_replaces_it_or_takes_it_away(made: Made) -> None:
    header, slots = recoverable(made).header, made.header.body.slots
    keys = made.keys(bytes(range(9, 41)))
    assert open_recovery(renew(header, 3, slots, keys), SECRET).vault_key == keys.vault
    second = renew(header, 3, slots, keys, NewRecovery(SECRET[::-1], 2, 2, 2))
    assert open_recovery(second, SECRET[::-1]).vault_key == keys.vault
    gone = renew(header, 3, slots, keys, keep_recovery=False)
    for later in (second, gone):
        with pytest.raises(WrongRecoverySecretError):
            open_recovery(later, SECRET)
