"""Key slots: a passphrase and a device secret open one vault, for one operator (A1, A2, A3, T3)."""

import unicodedata
from dataclasses import replace

import msgspec
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.custody.errors import FactMissingError
from desktop.store import slots
from desktop.store.errors import (
    HeaderAlteredError,
    KeySettingsError,
    TooLittleMemoryError,
    WrongPassphraseError,
)
from desktop.store.slots import (
    LONGEST_PASSPHRASE,
    STANDARD_BOUNDS,
    Bounds,
    KdfSettings,
    Slot,
    calibrate,
    key_in,
    ledger_key,
    make_slot,
    open_key,
    open_slot,
    renew_slot,
    seal_key,
    subkey,
)

VAULT, OTHER_VAULT = "0a" * 16, "1b" * 16
DEVICE, KEY = bytes(range(32)), bytes(range(32, 64))
SIGNER = "5a" * 32
OPERATOR, PASSPHRASE = "O-0001", "invented words of an example"
FOUR_TIB = 2**32 - 1

ODD = {
    "empty": "",
    "another": "not the words of the example",
    "capitals": PASSPHRASE.upper(),
    "a space more": PASSPHRASE + " ",
    "10 MB": "x" * 10_000_000,
    "10 MB of marks": "a" + "\u0345\u0334" * 5_000_000,
    "lone surrogate": PASSPHRASE + "\ud800",
    "NUL": PASSPHRASE + "\0",
    "newline": PASSPHRASE + "\n",
}
each_odd = pytest.mark.parametrize("odd", ODD.values(), ids=ODD)


def made(cheap: Bounds, passphrase: str = PASSPHRASE, vault: str = VAULT, operator: str = OPERATOR) -> Slot:
    return make_slot(
        vault,
        operator,
        passphrase,
        device_secret=DEVICE,
        vault_key=KEY,
        signer=SIGNER,
        kdf=cheap.floor,
        bounds=cheap,
    )


def empty_slot(kdf: KdfSettings) -> Slot:
    return Slot(
        operator=OPERATOR,
        kdf=kdf,
        salt="00" * 16,
        public="00" * 32,
        private="00" * 96,
        sealed="00" * 80,
    )


def opened(slot: Slot, cheap: Bounds, passphrase: str = PASSPHRASE, device: bytes = DEVICE) -> bytes:
    """Return the vault key that a slot gives."""
    private, signer = open_slot(slot, VAULT, passphrase, device, cheap)
    assert signer == SIGNER
    return key_in(slot, VAULT, private, device)


def test_a_slot_opens_with_its_passphrase_and_device_secret(cheap: Bounds) -> None:
    assert opened(made(cheap), cheap) == KEY


@each_odd
def test_every_wrong_passphrase_has_the_same_plain_answer(cheap: Bounds, odd: str) -> None:
    with pytest.raises(WrongPassphraseError) as refusal:
        open_slot(made(cheap), VAULT, odd, DEVICE, cheap)
    assert refusal.value.message == "That passphrase does not open this vault."
    assert refusal.value.facts == {}
    assert not isinstance(refusal.value.__context__, UnicodeError), "it would carry the passphrase"


@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_spelling_of_a_passphrase_is_the_same_one(cheap: Bounds, text: str) -> None:
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    if len(unicodedata.normalize("NFKC", text)) >= 8:
        assert opened(made(cheap, composed), cheap, apart) == KEY


def test_a_keyboard_that_types_wide_or_joined_letters_opens_the_same_slot(cheap: Bounds) -> None:
    wide = "\uff49\uff4e\uff56\uff45\uff4e\uff54\uff45\uff44 words \ufb01t"
    assert opened(made(cheap, "invented words fit"), cheap, wide) == KEY


@pytest.mark.parametrize(
    "unfit", ["", "seven c", "x" * (LONGEST_PASSPHRASE + 1), PASSPHRASE + "\udfff", "e\u0301" * 7]
)
def test_no_slot_is_made_for_a_passphrase_that_is_unfit(cheap: Bounds, unfit: str) -> None:
    with pytest.raises(FactMissingError, match="passphrase") as refusal:
        made(cheap, unfit)
    assert unfit == "" or unfit not in refusal.value.message


@pytest.mark.parametrize("fit", ["eight ch", "x" * LONGEST_PASSPHRASE, "e\u0301" * 8])
def test_eight_characters_are_enough_and_a_thousand_not_too_many(cheap: Bounds, fit: str) -> None:
    assert opened(made(cheap, fit), cheap, fit) == KEY


def test_a_slot_opens_in_no_other_vault_on_no_other_device_for_no_other_operator(cheap: Bounds) -> None:
    slot = made(cheap)
    elsewhere = [
        (slot, OTHER_VAULT, DEVICE),
        (slot, VAULT, DEVICE[::-1]),
        (msgspec.structs.replace(slot, operator="O-0002"), VAULT, DEVICE),
        (msgspec.structs.replace(slot, kdf=cheap.ceiling), VAULT, DEVICE),
        (msgspec.structs.replace(slot, salt="00" * 16), VAULT, DEVICE),
        (msgspec.structs.replace(slot, private="00" * 96), VAULT, DEVICE),
        (msgspec.structs.replace(slot, sealed="00" * 80), VAULT, DEVICE),
        (msgspec.structs.replace(slot, sealed=made(cheap).sealed), VAULT, DEVICE),
    ]
    for moved, vault, device in elsewhere:
        with pytest.raises(HeaderAlteredError):
            key_in(moved, vault, open_slot(moved, vault, PASSPHRASE, device, cheap).private, device)


def test_the_additional_data_alone_ties_the_settings_to_the_slot(cheap: Bounds) -> None:
    bound = slots._bound_to(VAULT, OPERATOR, cheap.floor)
    others = [
        slots._bound_to(OTHER_VAULT, OPERATOR, cheap.floor),
        slots._bound_to(VAULT, "O-0002", cheap.floor),
        slots._bound_to(VAULT, OPERATOR, cheap.ceiling),
    ]
    assert bound not in others


def test_two_slots_of_the_same_passphrase_have_nothing_in_common(cheap: Bounds) -> None:
    one, two = made(cheap), made(cheap)
    assert one.salt != two.salt
    assert one.public != two.public
    assert one.private != two.private
    assert one.sealed != two.sealed


def test_a_renewed_slot_gives_the_new_key_for_the_same_passphrase(cheap: Bounds) -> None:
    slot, device = made(cheap), DEVICE[::-1]
    renewed = renew_slot(slot, VAULT, known=DEVICE, device_secret=device, vault_key=bytes(32))
    assert opened(renewed, cheap, device=device) == bytes(32)
    for known in (DEVICE, bytes(32)):
        with pytest.raises(HeaderAlteredError):
            open_slot(renewed, VAULT, PASSPHRASE, known, cheap)


def test_a_slot_is_not_renewed_without_its_device_secret(cheap: Bounds) -> None:
    with pytest.raises(InvalidTag):
        renew_slot(made(cheap), VAULT, known=bytes(32), device_secret=DEVICE, vault_key=KEY)


def test_who_has_an_operators_private_key_alone_lacks_the_device_secret() -> None:
    pair = X25519PrivateKey.generate()
    sealed = seal_key(KEY, pair.public_key().public_bytes_raw().hex(), slots._info(DEVICE, VAULT, OPERATOR))
    with pytest.raises(InvalidTag):
        open_key(sealed, pair.private_bytes_raw(), slots._info(bytes(32), VAULT, OPERATOR))


def test_the_standard_bounds_are_those_that_were_promised() -> None:
    assert KdfSettings(memory_kib=256 * 1024, passes=3, lanes=1) == STANDARD_BOUNDS.floor
    assert KdfSettings(memory_kib=4 * 1024 * 1024, passes=16, lanes=16) == STANDARD_BOUNDS.ceiling


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [
        (256 * 1024 - 1, 3, 1),
        (256 * 1024, 2, 1),
        (256 * 1024, 3, 0),
        (4 * 1024 * 1024 + 1, 3, 1),
        (FOUR_TIB, 3, 1),
        (256 * 1024, 17, 1),
        (256 * 1024, 2**32 - 1, 1),
        (256 * 1024, 3, 17),
    ],
)
def test_settings_outside_the_bounds_are_refused_before_anything_is_derived(
    memory_kib: int, passes: int, lanes: int
) -> None:
    kdf = KdfSettings(memory_kib=memory_kib, passes=passes, lanes=lanes)
    slot = empty_slot(kdf)
    with pytest.raises(KeySettingsError):
        open_slot(slot, VAULT, PASSPHRASE, DEVICE, STANDARD_BOUNDS)
    with pytest.raises(KeySettingsError):
        make_slot(
            VAULT,
            OPERATOR,
            PASSPHRASE,
            device_secret=DEVICE,
            vault_key=KEY,
            signer=SIGNER,
            kdf=kdf,
            bounds=STANDARD_BOUNDS,
        )


def test_settings_that_argon2_does_not_define_are_refused() -> None:
    wide = Bounds(floor=KdfSettings(1, 1, 1), ceiling=KdfSettings(64, 1, 16))
    with pytest.raises(KeySettingsError):
        wide.check(KdfSettings(memory_kib=31, passes=1, lanes=4), OPERATOR)


def test_too_little_memory_is_told_as_such(cheap: Bounds) -> None:
    vast = KdfSettings(memory_kib=FOUR_TIB, passes=1, lanes=1)
    slot = empty_slot(vast)
    with pytest.raises(TooLittleMemoryError):
        open_slot(slot, VAULT, PASSPHRASE, DEVICE, replace(cheap, ceiling=vast))


def test_calibration_stays_within_the_bounds_and_a_quarter_of_the_memory() -> None:
    kdf = calibrate(STANDARD_BOUNDS)
    STANDARD_BOUNDS.check(kdf, OPERATOR)
    most = max(STANDARD_BOUNDS.floor.memory_kib, slots._physical_memory_kib() // 4)
    assert kdf.memory_kib <= most


def test_calibration_measures_nothing_where_there_is_no_choice() -> None:
    only = KdfSettings(memory_kib=FOUR_TIB, passes=1, lanes=1)
    assert calibrate(Bounds(floor=only, ceiling=only)) == only


def test_each_use_of_a_key_has_a_key_of_its_own() -> None:
    uses = {subkey(KEY, "a"), subkey(KEY, "b"), subkey(KEY, "a", "b"), subkey(KEY, "a", salt=DEVICE), KEY}
    assert len(uses) == 5
    assert ledger_key(KEY) == subkey(KEY, "ledger") != ledger_key(DEVICE)
