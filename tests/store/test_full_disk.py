"""A full disk is named, and nothing half written stays: tried on a file system that is really full (T10)."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store import age
from desktop.store.durable import DurableFile, write_durably
from desktop.store.errors import DiskFullError
from desktop.store.sealed import copy_out, seal, verify

MEBIBYTE = 1024 * 1024
IDENTITY = age.Identity(bytes(range(32)))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "strongroom-test", str(folder)]
    if (
        sys.platform == "win32"
        or os.geteuid()
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("only root can mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_named_and_nothing_is_left(small_disk: Path) -> None:
    write_durably(small_disk / "header.json", b"one")

    with pytest.raises(DiskFullError, match=r"header\.json"):
        write_durably(small_disk / "header.json", bytes(4 * MEBIBYTE))
    assert (small_disk / "header.json").read_bytes() == b"one"
    assert [path.name for path in small_disk.iterdir()] == ["header.json"]
    write_durably(small_disk / "header.json", b"two")


def test_a_full_disk_while_sealing_is_named_and_nothing_is_left(small_disk: Path) -> None:
    with pytest.raises(DiskFullError, match="master"):
        seal(io.BytesIO(bytes(20 * MEBIBYTE)), small_disk / "master", IDENTITY)
    assert list(small_disk.iterdir()) == []

    facts = seal(io.BytesIO(bytes(MEBIBYTE)), small_disk / "master", IDENTITY)
    verify(small_disk / "master", IDENTITY, facts.sha256)


def test_a_full_disk_while_copying_out_is_named_and_nothing_is_left(tmp_path: Path, small_disk: Path) -> None:
    path = tmp_path / "master"
    seal(io.BytesIO(bytes(20 * MEBIBYTE)), path, IDENTITY)

    def copied() -> None:
        with DurableFile(small_disk / "document.pdf") as out:
            copy_out(path, IDENTITY, out)

    with pytest.raises(DiskFullError, match=r"document\.pdf"):
        copied()
    assert list(small_disk.iterdir()) == []

    with (small_disk / "stream.pdf").open("wb", buffering=0) as out, pytest.raises(DiskFullError):
        copy_out(path, IDENTITY, out)
