"""A package is a sound BagIt folder: the Library of Congress's library and the age program are the judges."""

import hashlib
import io
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from desktop.custody.errors import CancelledError
from desktop.store import age, bech32
from desktop.store.errors import CannotWriteError, DiskFullError
from desktop.store.package import Package, Payload
from tests.factory import a_small_disk

IDENTITY = age.Identity(bytes(range(32)))
RECIPIENT = age.Recipient(IDENTITY.public())
BLOCK = 16 * age.CHUNK
SIZES = (0, 1, age.CHUNK, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK + 7)
FACTS = {"Source-Organization": "Invented Bòard", "Bagging-Date": "2026-03-02"}
ANYBODY = pytest.mark.parametrize("recipient", [None, RECIPIENT], ids=["in clear", "sealed"])


def pattern(size: int) -> bytes:
    return hashlib.shake_128(size.to_bytes(8, "big")).digest(size)


def made(folder: Path, recipient: age.Recipient | None, sizes: tuple[int, ...] = SIZES) -> Payload:
    """Make a package of a file of each size."""
    with Package(folder, recipient) as package:
        for size in sizes:
            digest = package.put(f"masters/{size}.bin", io.BytesIO(pattern(size)))
            assert digest == hashlib.sha256(pattern(size)).hexdigest()
        payload = package.describe(FACTS)
        package.tag("README.txt", b"Read me.\n")
        package.finish()
    return payload


def opened(file: Path, key: Path) -> bytes:
    """Open a file with the stock program."""
    age_program = shutil.which("age")
    if age_program is None:
        pytest.skip("the age program is not installed")
    key.write_text(f"{IDENTITY.encoded()}\n", "ascii")
    return subprocess.run([age_program, "-d", "-i", key, file], check=True, capture_output=True).stdout


@ANYBODY
def test_a_bagit_program_finds_a_package_whole(tmp_path: Path, recipient: age.Recipient | None) -> None:
    payload = made(tmp_path / "package", recipient)
    bag = bagit.Bag(str(tmp_path / "package"))
    bag.validate()
    assert bag.version_info == (1, 0)
    assert bag.info["Source-Organization"] == "Invented Bòard"
    assert bag.info["Payload-Oxum"] == f"{payload.size}.{payload.files}"
    assert payload.files == len(SIZES)
    assert set(bag.algorithms) == {"sha256", "sha512"}
    assert set(bag.tagfile_entries()) == {
        "README.txt",
        "bag-info.txt",
        "bagit.txt",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
    }


def test_the_digest_of_the_manifest_is_that_of_the_file(tmp_path: Path) -> None:
    payload = made(tmp_path / "package", RECIPIENT)
    manifest = (tmp_path / "package" / "manifest-sha256.txt").read_bytes()
    assert payload.manifest == hashlib.sha256(manifest).hexdigest()


@pytest.mark.skipif(sys.platform == "win32", reason="the program is not there")
@pytest.mark.parametrize("name", ["manifest-sha256.txt", "tagmanifest-sha256.txt"])
def test_a_program_that_every_system_has_finds_a_package_whole(tmp_path: Path, name: str) -> None:
    made(tmp_path / "package", RECIPIENT)
    subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", name], cwd=tmp_path / "package", check=True
    )


def test_in_clear_the_files_are_what_was_put_in(tmp_path: Path) -> None:
    made(tmp_path / "package", None)
    for size in SIZES:
        assert (tmp_path / "package" / "data" / "masters" / f"{size}.bin").read_bytes() == pattern(size)


def test_the_stock_age_program_opens_what_was_sealed(tmp_path: Path) -> None:
    made(tmp_path / "package", RECIPIENT)
    for size in SIZES:
        file = tmp_path / "package" / "data" / "masters" / f"{size}.bin.age"
        assert opened(file, tmp_path / "key.txt") == pattern(size)


@ANYBODY
def test_a_flipped_byte_is_found_wherever_it_is(tmp_path: Path, recipient: age.Recipient | None) -> None:
    folder = tmp_path / "package"
    made(folder, recipient, (age.CHUNK, 1))
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = file.read_bytes()
        file.write_bytes(whole[:-2] + bytes([whole[-2] ^ 1]) + whole[-1:] if len(whole) > 1 else b"\0")
        with pytest.raises((bagit.BagError, UnicodeDecodeError)):
            bagit.Bag(str(folder)).validate()
        file.write_bytes(whole)
    bagit.Bag(str(folder)).validate()


def test_a_file_that_was_taken_out_or_put_in_is_found(tmp_path: Path) -> None:
    made(tmp_path / "package", None, (1, 2))
    taken = tmp_path / "package" / "data" / "masters" / "1.bin"
    taken.rename(tmp_path / "taken.bin")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "package")).validate()
    (tmp_path / "taken.bin").rename(taken)
    taken.with_name("more.bin").write_bytes(b"more")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(tmp_path / "package")).validate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_package_is_for_its_owner_alone(tmp_path: Path) -> None:
    made(tmp_path / "package", None, (1,))
    paths = [tmp_path / "package", *(tmp_path / "package").rglob("*")]
    assert {path.stat().st_mode & 0o077 for path in paths} == {0}


def test_a_full_disk_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    with a_small_disk(tmp_path / "small", "3m") as disk:
        with pytest.raises(DiskFullError, match=r"masters"):
            made(disk / "package", RECIPIENT)
        assert list(disk.iterdir()) == []
        made(disk / "package", RECIPIENT, (age.CHUNK,))
        bagit.Bag(str(disk / "package")).validate()


def test_a_package_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int) -> None:
        if done > BLOCK:
            raise CancelledError(what="The package", left="Nothing is left of it.")

    def run() -> None:
        with Package(tmp_path / "package", None) as package:
            package.put("masters/large.bin", io.BytesIO(pattern(5 * BLOCK)), progress=stop)

    with pytest.raises(CancelledError):
        run()
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_is_left_unfinished_leaves_nothing(tmp_path: Path) -> None:
    with Package(tmp_path / "package", None) as package:
        package.put("masters/one.bin", io.BytesIO(b"one"))
        package.describe(FACTS)
    assert list(tmp_path.iterdir()) == []


def test_a_package_takes_the_place_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    with pytest.raises(CannotWriteError):
        made(tmp_path / "package", None)
    assert list((tmp_path / "package").iterdir()) == []

    def overtaken() -> None:
        with Package(tmp_path / "late", None) as package:
            package.put("masters/one.bin", io.BytesIO(b"one"))
            package.describe(FACTS)
            (tmp_path / "late").write_text("somebody else's")
            package.finish()

    with pytest.raises(CannotWriteError):
        overtaken()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["late", "package"]


def test_a_fact_cannot_add_a_line_to_the_bag_info(tmp_path: Path) -> None:
    with Package(tmp_path / "package", None) as package:
        package.put("one", io.BytesIO(b"1"))
        package.describe({"Source-Organization": "A\nPayload-Oxum: 9.9"})
        package.finish()
    bag = bagit.Bag(str(tmp_path / "package"))
    bag.validate()
    assert bag.info["Payload-Oxum"] == "1.1"


def test_a_recipient_comes_back_from_its_text() -> None:
    text = IDENTITY.recipient()
    assert age.Recipient.parse(text) == RECIPIENT
    assert RECIPIENT.encoded() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age1",
        IDENTITY.recipient()[:-1] + ("q" if IDENTITY.recipient()[-1] != "q" else "p"),
        IDENTITY.recipient()[:-1],
        f"{IDENTITY.recipient()} ",
        IDENTITY.recipient().upper(),
        IDENTITY.encoded(),
        IDENTITY.encoded().lower(),
        bech32.encode("age", bytes(31)),
        bech32.encode("age", bytes(33)),
        bech32.encode("agf", bytes(range(32))),
        "age1yubikey1q2w7u3vpya839jxxuq8g0sedh3d740d4xvn639sqhr95ejj8vu3hyfumptt",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA",
    ],
)
def test_what_is_no_recipient_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(age.RecipientError) as refused:
        age.Recipient.parse(text)
    assert not text or text not in str(refused.value)
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize("point", [bytes(32), bytes([1]) + bytes(31)], ids=["zero", "one"])
def test_a_key_for_which_nothing_can_be_sealed_is_refused(point: bytes) -> None:
    with pytest.raises(age.RecipientError):
        age.Recipient.parse(bech32.encode("age", point))
