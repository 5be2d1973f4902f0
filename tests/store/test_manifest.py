"""The manifest of a backup: one spelling, every fault in it named, no name that leads out of the folder."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody.errors import StrongroomError
from desktop.custody.ledger import Head
from desktop.store.backup_errors import ManifestAlteredError, NotABackupError
from desktop.store.errors import CannotReadError
from desktop.store.manifest import (
    MANIFEST_NAME,
    Entry,
    Manifest,
    authenticate,
    encode_manifest,
    load_manifest,
    make_manifest,
    parse_manifest,
)

HERE = Path("backup")
VAULT = "5a" * 16
HEADER = Entry("header-412-0a1b2c3d.json", "11" * 32, 900)
LEDGER = Entry("ledger-412-0a1b2c3d.db", "22" * 32, 40_960)
ONE, TWO = (Entry(f"masters/{n * 16}.age", n * 32, size) for n, size in (("33", 2**40), ("44", 0)))
MADE = datetime(2026, 3, 2, 12, tzinfo=UTC)

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
sizes = st.integers(0, 2**53 - 1)
masters = st.builds(Entry, st.from_regex(r"masters/[0-9a-f]{32}\.age", fullmatch=True), digests, sizes)


def seal(data: bytes) -> str:
    return hmac.new(b"an invented key", data, hashlib.sha256).hexdigest()


def made(*files: Entry, **facts: Any) -> Manifest:
    usual: dict[str, Any] = {
        "vault": VAULT,
        "medium": "M-0001",
        "generation": 1,
        "head": Head(412, bytes(32)),
        "made": MADE,
        "files": files or (HEADER, LEDGER, TWO, ONE),
        "seal": seal,
    }
    return make_manifest(**(usual | facts))


def canonical(raw: object) -> bytes:
    return json.dumps(raw, sort_keys=True, separators=(",", ":")).encode()


def rewritten(**changes: Any) -> bytes:
    """Return a manifest whose body was changed, and whose check fits it again."""
    raw = json.loads(encode_manifest(made()))
    raw["body"] |= changes
    raw["check"] = hashlib.sha256(canonical({"body": raw["body"], "seal": raw["seal"]})).hexdigest()
    return canonical(raw) + b"\n"


@given(
    st.lists(masters, unique_by=lambda entry: entry.name),
    st.integers(1, 10**12 - 1),
    st.binary(min_size=32, max_size=32),
    st.datetimes(min_value=datetime(1970, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001 - it is given one
)
def test_what_is_written_is_what_is_read(
    files: list[Entry], number: int, digest: bytes, moment: datetime
) -> None:
    manifest = made(HEADER, LEDGER, *files, head=Head(number, digest), made=moment)

    again = parse_manifest(encode_manifest(manifest), HERE)
    assert again == manifest
    assert encode_manifest(again) == encode_manifest(manifest)
    assert again.head == Head(number, digest)
    assert set(again.masters) == set(files)
    authenticate(again, seal, HERE)


def test_an_independent_hand_writes_the_same_manifest() -> None:
    body = {
        "digest": "00" * 32,
        "files": [{"name": e.name, "sha256": e.sha256, "size": e.size} for e in (HEADER, LEDGER, ONE, TWO)],
        "format": 1,
        "generation": 1,
        "made": "2026-03-02T12:00:00Z",
        "medium": "M-0001",
        "number": 412,
        "vault": VAULT,
    }
    whole = {"body": body, "seal": seal(canonical(body))}
    whole["check"] = hashlib.sha256(canonical(whole)).hexdigest()

    assert encode_manifest(made()) == canonical(whole) + b"\n"


def test_it_names_its_parts() -> None:
    manifest = made()
    assert (manifest.header, manifest.ledger, manifest.masters) == (HEADER, LEDGER, (ONE, TWO))
    assert manifest.size == 900 + 40_960 + 2**40


@given(st.data())
def test_every_changed_byte_is_named_as_an_alteration(data: st.DataObject) -> None:
    whole = encode_manifest(made())
    at, mask = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(1, 255))
    with pytest.raises(ManifestAlteredError):
        parse_manifest(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :], HERE)


@given(st.binary(max_size=300))
def test_no_bytes_but_a_manifest_are_one(data: bytes) -> None:
    with pytest.raises(ManifestAlteredError):
        parse_manifest(data, HERE)


@pytest.mark.parametrize(
    "name",
    [
        "../header.json",
        "masters/../../x.age",
        f"masters/{'33' * 16}.age\n",
        f"/masters/{'33' * 16}.age",
        f"masters/{'AA' * 16}.age",
        "masters/x.age",
        "ledger.db",
        "C:\\ledger-1-00000000.db",
        "vault.lock",
        "",
    ],
)
def test_a_name_that_is_none_of_ours_is_refused_whoever_wrote_it(name: str) -> None:
    files = [{"name": e.name, "sha256": e.sha256, "size": e.size} for e in (HEADER, LEDGER)]
    files = sorted(
        [*files, {"name": name, "sha256": "33" * 32, "size": 1}], key=lambda entry: str(entry["name"])
    )

    with pytest.raises(ManifestAlteredError, match="does not have the parts"):
        parse_manifest(rewritten(files=files), HERE)
    with pytest.raises(msgspec.ValidationError):
        made(HEADER, LEDGER, Entry(name, "33" * 32, 1))


@pytest.mark.parametrize(
    "files",
    [
        (HEADER, ONE),
        (LEDGER, ONE),
        (HEADER, LEDGER, ONE, ONE),
        (HEADER, LEDGER, Entry(ONE.name, "55" * 32, 9), ONE),
    ],
    ids=["no ledger", "no header", "twice", "twice, and different"],
)
def test_a_list_that_cannot_be_is_never_sealed(files: tuple[Entry, ...]) -> None:
    with pytest.raises((msgspec.ValidationError, ValueError)):
        made(*files)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 0},
        {"generation": 0},
        {"number": 0},
        {"number": "412"},
        {"medium": "../M-0001"},
        {"vault": "5A" * 16},
        {"made": "2026-03-02T12:00:00"},
        {"made": "yesterday"},
        {"more": 1},
        {"files": []},
    ],
    ids=str,
)
def test_a_body_that_is_none_is_named_though_its_check_fits(changes: dict[str, Any]) -> None:
    with pytest.raises(ManifestAlteredError):
        parse_manifest(rewritten(**changes), HERE)


def test_a_time_spelled_in_another_way_is_not_ours() -> None:
    with pytest.raises(ManifestAlteredError, match="written the way"):
        parse_manifest(rewritten(made="2026-03-02T12:00:00+00:00"), HERE)


def test_whoever_has_no_key_cannot_seal_another_body() -> None:
    altered = parse_manifest(rewritten(number=411), HERE)
    with pytest.raises(ManifestAlteredError, match="seal"):
        authenticate(altered, seal, HERE)


def test_a_manifest_of_a_newer_program_is_named_as_such() -> None:
    with pytest.raises(NotABackupError, match="a newer Strongroom made it"):
        parse_manifest(rewritten(format=2, more="of the future"), HERE)


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder, why in (
        (tmp_path, "it has no"),
        (tmp_path / "no", "no such folder"),
        (tmp_path / "file", "a file"),
    ):
        with pytest.raises(NotABackupError, match=why):
            load_manifest(folder)


def test_a_manifest_that_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_NAME).mkdir()
    with pytest.raises(CannotReadError):
        load_manifest(tmp_path)
    (tmp_path / MANIFEST_NAME).rmdir()
    (tmp_path / "elsewhere").write_bytes(encode_manifest(made()))
    (tmp_path / MANIFEST_NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StrongroomError, match="link"):
        load_manifest(tmp_path)
