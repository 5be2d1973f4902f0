"""The age v1 format against the stock `age` program and pyrage, and its text forms."""

import io
import shutil
import subprocess
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store import age, bech32
from desktop.store.sealed import SealedReader, seal

needs_age = pytest.mark.skipif(
    not (shutil.which("age") and shutil.which("age-keygen")), reason="the age program is not installed"
)
SIZES = [0, 1, 65535, 65536, 65537, 131072, 200_000]


def run(*command: str | Path, given: bytes | None = None) -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def pattern(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


@needs_age
@pytest.mark.parametrize("size", SIZES)
def test_the_age_program_opens_what_is_sealed_here(tmp_path: Path, size: int) -> None:
    identity = age.Identity.new()
    key, master = tmp_path / "key.txt", tmp_path / "master"
    key.write_text(identity.encoded())
    seal(io.BytesIO(pattern(size)), master, identity)

    assert run("age", "-d", "-i", key, master) == pattern(size)


@needs_age
@pytest.mark.parametrize("size", SIZES)
def test_what_the_age_program_seals_for_an_identity_is_read_here(tmp_path: Path, size: int) -> None:
    identity = age.Identity.new()
    master = tmp_path / "master"
    run("age", "-r", identity.recipient(), "-o", master, given=pattern(size))

    with SealedReader(master, identity) as reader:
        assert reader.read() == pattern(size)


@needs_age
def test_an_identity_of_age_keygen_is_parsed_and_has_the_same_recipient(tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    run("age-keygen", "-o", key)
    text = key.read_text().splitlines()[-1]

    identity = age.Identity.parse(text)

    assert identity.encoded() == text
    assert identity.recipient() == run("age-keygen", "-y", key).decode().strip()


@given(secret=st.binary(min_size=32, max_size=32), data=st.binary(max_size=300))
def test_pyrage_agrees_on_keys_and_contents(secret: bytes, data: bytes) -> None:
    identity = age.Identity(secret)
    theirs = pyrage.x25519.Identity.from_str(identity.encoded())
    start, stream = age.new_file(identity)
    payload = bytearray(age.sealed_size(len(data)))
    stream.seal_into(memoryview(payload), data, 0, final=True)

    assert str(theirs.to_public()) == identity.recipient()
    assert pyrage.decrypt(start + payload, [theirs]) == data


@given(secret=st.binary(min_size=32, max_size=32))
def test_an_identity_survives_its_text_form(secret: bytes) -> None:
    assert age.Identity.parse(age.Identity(secret).encoded()) == age.Identity(secret)


@given(
    secret=st.binary(min_size=32, max_size=32),
    place=st.integers(min_value=0, max_value=73),
    letter=st.sampled_from("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L1B-ü "),
)
def test_an_identity_with_one_wrong_character_is_refused(secret: bytes, place: int, letter: str) -> None:
    text = age.Identity(secret).encoded()
    wrong = text[:place] + letter + text[place + 1 :]
    if wrong != text:
        with pytest.raises(age.IdentityError) as refused:
            age.Identity.parse(wrong)
        assert wrong not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AGE-SECRET-KEY-1",
        age.Identity(bytes(32)).encoded().lower(),
        age.Identity(bytes(32)).encoded() + "Q",
        age.Identity(bytes(32)).recipient().upper(),
        bech32.encode("age-secret-key-", bytes(31)).upper(),
        bech32.encode("age-secret-key-", bytes(33)).upper(),
        bech32.encode("age-secret-key-pq-", bytes(32)).upper(),
    ],
    ids=["empty", "prefix", "lower case", "longer", "recipient", "31 bytes", "33 bytes", "hybrid"],
)
def test_a_text_that_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(age.IdentityError):
        age.Identity.parse(text)


@given(st.binary(max_size=100))
def test_bech32_gives_back_what_was_encoded(data: bytes) -> None:
    assert bech32.decode("age", bech32.encode("age", data)) == data


def test_bech32_refuses_bits_after_the_data() -> None:
    values = bech32._regroup(bytes(32), 8, 5, pad=True)
    values[-1] = 1  # the last group holds one bit of data and four of padding, which must be zero
    check = bech32._remainder([*bech32._expanded("age"), *values, *[0] * 6]) ^ 1
    letters = [*values, *(check >> shift & 31 for shift in range(25, -1, -5))]

    with pytest.raises(ValueError, match="does not end"):
        bech32.decode("age", "age1" + "".join(bech32._ALPHABET[letter] for letter in letters))


def test_an_identity_is_not_shown_by_its_repr() -> None:
    identity = age.Identity.new()

    assert repr(identity) == "Identity()"


def test_two_files_of_the_same_identity_share_no_key() -> None:
    identity = age.Identity.new()
    sealed = []
    for _ in range(2):
        start, stream = age.new_file(identity)
        payload = bytearray(16)
        stream.seal_into(memoryview(payload), b"", 0, final=True)
        sealed.append((start, bytes(payload)))

    assert sealed[0][0] != sealed[1][0]
    assert sealed[0][1] != sealed[1][1]


def test_a_header_without_end_is_refused_within_the_limit() -> None:
    start = b"age-encryption.org/v1\n" + b"-> grease\n\n" * age.HEADER_LIMIT

    with pytest.raises(age.HeaderError):
        age.open_file(start[: age.HEADER_LIMIT], age.Identity.new())


@given(st.integers(min_value=0, max_value=2**63))
def test_sizes_of_plaintext_and_payload_follow_from_each_other(size: int) -> None:
    assert age.plain_size(age.sealed_size(size)) == size


@pytest.mark.parametrize("size", [0, 15, 65552 + 1, 65552 + 15, 65552 + 16])
def test_a_payload_that_ends_within_a_tag_or_with_an_empty_chunk_is_refused(size: int) -> None:
    with pytest.raises(age.PayloadError):
        age.plain_size(size)
