"""The form of the header: one spelling, one small file, and every fault in it named (T3)."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody.errors import StrongroomError
from desktop.store.durable import write_durably
from desktop.store.errors import (
    CannotReadError,
    HeaderAlteredError,
    NotAVaultError,
    OtherFormatError,
    VaultExistsError,
)
from desktop.store.header import (
    HEADER_NAME,
    LARGEST_HEADER,
    MOST_SLOTS,
    encode_header,
    load_header,
    parse_header,
    refuse_used_folder,
    save_header,
)
from desktop.store.header_keys import Unlocked, authenticate, open_recovery, unlock
from desktop.store.slots import Bounds, KdfSettings
from tests.store.headers import (
    ADMINISTRATOR,
    DEPUTY,
    DEVICE,
    FIRST,
    FOUR_TIB,
    OTHER,
    PASSPHRASE,
    Made,
    canonical,
    kdf_set,
    rewritten,
)

# --- its form


def test_the_first_header_ever_written_still_opens(cheap: Bounds) -> None:
    header = parse_header(FIRST)
    key, signing = bytes(range(32, 64)), bytes(range(96, 128))
    assert unlock(header, PASSPHRASE, DEVICE, cheap) == Unlocked(key, signing, ADMINISTRATOR)
    assert open_recovery(header, bytes(range(64, 80))) == Unlocked(key, signing, "")
    assert encode_header(header) == FIRST


def test_an_independent_hand_writes_the_same_header(made: Made) -> None:
    header = made.with_deputy().header
    data = encode_header(header)
    raw = json.loads(data)
    assert canonical(raw) + b"\n" == data
    assert rewritten(header, lambda _: None, DEVICE) == data
    signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(raw["body"]["signer"]))
    signer.verify(bytes.fromhex(raw["signature"]), canonical(raw["body"]))


def test_every_changed_byte_is_named_as_an_alteration(made: Made, tmp_path: Path) -> None:
    data = encode_header(made.with_deputy().header)
    path = tmp_path / HEADER_NAME
    for at in range(len(data)):
        for mask in (0x01, 0x20, 0x80):
            changed = data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]
            path.write_bytes(changed)
            with pytest.raises(HeaderAlteredError):
                load_header(tmp_path)


def test_every_lost_byte_is_named_as_an_alteration(made: Made) -> None:
    data = encode_header(made.header)
    for at in range(len(data)):
        for changed in (data[:at], data[:at] + data[at + 1 :]):
            with pytest.raises(HeaderAlteredError):
                parse_header(changed)


@pytest.mark.parametrize(
    "respell",
    [
        lambda data: data + b"\n",
        lambda data: data[:-1],
        lambda data: b" " + data,
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b'"format":2', b'"format":2.0'),
        lambda data: data.replace(b'"format":2', b'"format": 1'),
        lambda data: data.replace(b'"format":2', b'"format":2,"format":2'),
        lambda data: data.replace(b'"format"', b'"\\u0066ormat"'),
    ],
)
def test_another_spelling_of_the_same_header_is_not_the_header(
    made: Made, respell: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(HeaderAlteredError):
        parse_header(respell(encode_header(made.header)))


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.update(more=1),
        lambda raw: raw["body"].update(more=1),
        lambda raw: raw["body"]["slots"][0].update(more=1),
        lambda raw: raw["body"].update(slots=[]),
        lambda raw: raw["body"].update(slots=raw["body"]["slots"] * 2),
        lambda raw: raw["body"].update(slots=raw["body"]["slots"] * (MOST_SLOTS + 1)),
        lambda raw: raw["body"].update(format=0),
        lambda raw: raw["body"].update(format="1"),
        lambda raw: raw["body"].update(format=True),
        lambda raw: raw["body"].pop("format"),
        lambda raw: raw["body"].update(vault="0A" * 16),
        lambda raw: raw["body"].update(vault="0a" * 16 + "\n"),
        lambda raw: raw["body"]["slots"][0].update(operator="O-1/.."),
        lambda raw: raw["body"]["slots"][0].update(salt="0a 0" * 8),
        lambda raw: raw.update(body=[]),
        lambda raw: raw.update(signature=None),
        kdf_set(memory_kib=-1),
        kdf_set(passes=0),
        kdf_set(lanes=2**40),
    ],
)
def test_a_header_with_other_parts_is_refused_though_its_check_is_right(
    made: Made, change: Callable[[Any], object]
) -> None:
    with pytest.raises(HeaderAlteredError):
        parse_header(rewritten(made.header, change))


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"null\n", b"[]\n", b"{}\n", b'{"check":1}\n', b"[" * LARGEST_HEADER, b"1" * 5000, b"\xff"],
)
def test_what_is_no_header_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(HeaderAlteredError):
        parse_header(data)


def test_a_header_that_is_too_large_is_refused(made: Made) -> None:
    def grow(raw: Any) -> None:
        raw["more"] = "x" * LARGEST_HEADER

    with pytest.raises(HeaderAlteredError, match="larger"):
        parse_header(rewritten(made.header, grow))


@given(data=st.binary(max_size=300))
def test_no_bytes_at_all_bring_it_down(data: bytes) -> None:
    with pytest.raises(HeaderAlteredError):
        parse_header(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(where=st.sampled_from(["", "body", "slot", "kdf"]), name=st.sampled_from(range(4)), value=json_values)
def test_no_value_in_any_place_brings_it_down(where: str, name: int, value: object) -> None:
    header = parse_header(FIRST)

    def put(raw: Any) -> None:
        slot = raw["body"]["slots"][0]
        place = {"": raw, "body": raw["body"], "slot": slot, "kdf": slot["kdf"]}[where]
        place[sorted(place)[name % len(place)]] = value

    try:
        data = rewritten(header, put)
    except UnicodeEncodeError:
        return
    try:
        found = parse_header(data)
    except (HeaderAlteredError, OtherFormatError):
        return
    if found != header:
        with pytest.raises(StrongroomError):
            authenticate(found, DEVICE)


@pytest.mark.parametrize("format_", [1, 3])
def test_another_format_is_named_though_its_parts_are_unknown(made: Made, format_: int) -> None:
    def other(raw: Any) -> None:
        raw["body"] = {"format": format_, "unknown": ["parts"]}
        raw["third_seal"] = "?"

    with pytest.raises(OtherFormatError, match=f"has format {format_}"):
        parse_header(rewritten(made.header, other))


# --- its file and folder


def test_a_header_is_read_back_as_it_was_written(made: Made, tmp_path: Path) -> None:
    save_header(tmp_path, made.header)
    save_header(tmp_path, made.with_deputy(OTHER).header)
    assert load_header(tmp_path).operators == (ADMINISTRATOR, DEPUTY)
    assert [path.name for path in tmp_path.iterdir()] == [HEADER_NAME]


def test_a_folder_that_is_not_a_vault_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder, why in (
        (tmp_path / "nowhere", "no such"),
        (tmp_path / "file", "a file"),
        (tmp_path, "no head"),
    ):
        with pytest.raises(NotAVaultError, match=why):
            load_header(folder)


@pytest.mark.parametrize("data", [b"", b'{"title": "page"}', b"\xff" * 100])
def test_a_header_of_something_else_is_not_a_vault_unless_a_ledger_is_beside_it(
    tmp_path: Path, data: bytes
) -> None:
    write_durably(tmp_path / HEADER_NAME, data)
    with pytest.raises(NotAVaultError):
        load_header(tmp_path)
    (tmp_path / "ledger-1.db").touch()
    with pytest.raises(HeaderAlteredError):
        load_header(tmp_path)


def test_a_huge_header_is_not_read_to_its_end(made: Made, tmp_path: Path) -> None:
    path = tmp_path / HEADER_NAME
    path.write_bytes(encode_header(made.header))
    os.truncate(path, 1 << 40)
    with pytest.raises(HeaderAlteredError, match="larger"):
        load_header(tmp_path)


def test_a_link_or_folder_in_place_of_the_header_is_refused(made: Made, tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(encode_header(made.header))
    (tmp_path / HEADER_NAME).symlink_to(tmp_path / "real")
    with pytest.raises(CannotReadError, match="it is a link"):
        load_header(tmp_path)
    (tmp_path / HEADER_NAME).unlink()
    (tmp_path / HEADER_NAME).mkdir()
    with pytest.raises(CannotReadError):
        load_header(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_a_pipe_in_place_of_the_header_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / HEADER_NAME)
    with pytest.raises(CannotReadError, match="not a file"):
        load_header(tmp_path)


def test_a_vault_is_created_only_where_there_is_nothing(made: Made, tmp_path: Path) -> None:
    refuse_used_folder(tmp_path / "absent")
    refuse_used_folder(tmp_path)
    (tmp_path / "vault.lock").touch()
    refuse_used_folder(tmp_path)
    (tmp_path / "letter.txt").touch()
    with pytest.raises(VaultExistsError, match="not empty"):
        refuse_used_folder(tmp_path)
    save_header(tmp_path, made.header)
    with pytest.raises(VaultExistsError, match="already"):
        refuse_used_folder(tmp_path)
    with pytest.raises(VaultExistsError, match="a file"):
        refuse_used_folder(tmp_path / "letter.txt")


@given(
    vault=st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
    operators=st.lists(st.integers(1, 99_999_999), min_size=1, max_size=MOST_SLOTS, unique=True),
    memory_kib=st.integers(1, FOUR_TIB),
)
def test_every_header_is_read_back_from_its_bytes(vault: str, operators: list[int], memory_kib: int) -> None:
    (slot,) = parse_header(FIRST).body.slots
    kdf = KdfSettings(memory_kib=memory_kib, passes=1, lanes=1)
    slots = [msgspec.structs.replace(slot, operator=f"O-{number:04}", kdf=kdf) for number in operators]

    def put(raw: Any) -> None:
        raw["body"].update(vault=vault, slots=msgspec.to_builtins(slots))

    data = rewritten(parse_header(FIRST), put)
    assert encode_header(parse_header(data)) == data
    assert parse_header(data).body.slots == tuple(slots)
