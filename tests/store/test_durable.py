"""A file stands whole and durable under its name, or not at all, whatever the disk says."""

import errno
import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from desktop.store.durable import DurableFile, is_full, write_durably
from desktop.store.errors import CannotWriteError, DiskFullError
from tests.factory import a_small_disk

MEBIBYTE = 1024 * 1024


def failing(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def test_what_is_written_stands_under_its_name_for_its_owner_alone(tmp_path: Path) -> None:
    write_durably(tmp_path / "header.json", b"one")
    write_durably(tmp_path / "header.json", b"two")

    assert (tmp_path / "header.json").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["header.json"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "header.json").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has files without a name")
def test_a_file_that_must_be_new_has_no_name_for_a_crash_to_leave(tmp_path: Path) -> None:
    with DurableFile(tmp_path / "copy.pdf", replace=False) as file:
        file.write(b"a document in clear")
        assert list(tmp_path.iterdir()) == []

    assert (tmp_path / "copy.pdf").read_bytes() == b"a document in clear"
    assert stat.S_IMODE((tmp_path / "copy.pdf").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has files without a name")
@pytest.mark.parametrize("there", [True, False])
def test_on_a_disk_that_knows_no_file_without_a_name_it_has_a_temporary_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool
) -> None:
    real = os.open

    def opened(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise failing(errno.EOPNOTSUPP)
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", opened)

    def written() -> None:
        with DurableFile(tmp_path / "copy.pdf", replace=False) as file:
            file.write(b"a document")
            assert [path.suffix for path in tmp_path.iterdir()] == [".partial"]
            if there:
                (tmp_path / "copy.pdf").write_bytes(b"first")

    if there:
        with pytest.raises(CannotWriteError, match="file exists"):
            written()
    else:
        written()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "copy.pdf": b"first" if there else b"a document"
    }


def test_the_name_appears_only_when_all_is_written(tmp_path: Path) -> None:
    with DurableFile(tmp_path / "master") as file:
        file.write(b"half")
        assert not (tmp_path / "master").exists()
        file.write(b" and half")

    assert (tmp_path / "master").read_bytes() == b"half and half"


def test_an_interrupted_write_leaves_what_was_there(tmp_path: Path) -> None:
    write_durably(tmp_path / "header.json", b"one")

    def interrupted() -> None:
        with DurableFile(tmp_path / "header.json") as file:
            file.write(b"two")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (tmp_path / "header.json").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["header.json"]


@pytest.mark.parametrize("late", [False, True], ids=["there before", "there meanwhile"])
def test_a_file_that_must_be_new_takes_no_place_of_another(tmp_path: Path, late: bool) -> None:  # noqa: FBT001
    master = tmp_path / "master"

    def written() -> None:
        if not late:
            master.write_bytes(b"first")
        with DurableFile(master, replace=False) as file:
            file.write(b"second")
            master.write_bytes(b"first")

    with pytest.raises(CannotWriteError, match="file exists"):
        written()
    assert master.read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["master"]


def test_the_longest_name_a_folder_takes_can_be_written(tmp_path: Path) -> None:
    write_durably(tmp_path / ("n" * 255), b"one")

    assert (tmp_path / ("n" * 255)).read_bytes() == b"one"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="no such file or directory"):
        write_durably(tmp_path / "none" / "header.json", b"one")


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "header.json").mkdir()

    with pytest.raises(CannotWriteError):
        write_durably(tmp_path / "header.json", b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["header.json"]


@pytest.mark.parametrize(
    ("number", "error"),
    [(errno.EIO, CannotWriteError), (errno.ENOSPC, DiskFullError), (errno.EDQUOT, DiskFullError)],
)
def test_an_error_of_the_closing_sync_is_final(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    calls = []

    def fsync(file: int) -> None:
        calls.append(file)
        raise failing(number)

    monkeypatch.setattr(os, "fsync", fsync)

    with pytest.raises(error):
        write_durably(tmp_path / "header.json", b"one")
    assert len(calls) == 1
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_a_sync_under_way_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel tells an error once: the closing fsync, which is real here, succeeds."""

    def datasync(_: int) -> None:
        raise failing(errno.EIO)

    monkeypatch.setattr("desktop.store.durable._datasync", datasync)

    with pytest.raises(CannotWriteError):
        write_durably(tmp_path / "master", bytes(32 * MEBIBYTE))
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_whose_folder_cannot_be_synced_is_taken_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def fsync(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise failing(errno.EIO)
        real(file)

    monkeypatch.setattr(os, "fsync", fsync)

    def written() -> None:
        with DurableFile(tmp_path / "master", replace=False) as file:
            file.write(b"one")

    with pytest.raises(CannotWriteError):
        written()
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_synced_after_the_file_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows cannot sync a folder")
    synced = []
    real = os.fsync

    def fsync(file: int) -> None:
        real(file)
        is_folder = stat.S_ISDIR(os.fstat(file).st_mode)
        synced.append(("folder" if is_folder else "file", (tmp_path / "master").exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    write_durably(tmp_path / "master", b"one")

    assert synced == [("file", False), ("folder", True)]


def test_a_small_file_starts_no_thread_and_a_long_one_leaves_none(tmp_path: Path) -> None:
    before = threading.active_count()
    with DurableFile(tmp_path / "small") as file:
        file.write(bytes(MEBIBYTE))
        assert threading.active_count() == before
    with DurableFile(tmp_path / "long") as file:
        for _ in range(80):
            file.write(bytes(MEBIBYTE))

    assert threading.active_count() == before
    assert (tmp_path / "long").stat().st_size == 80 * MEBIBYTE


def test_a_full_disk_is_known_by_trying(tmp_path: Path) -> None:
    assert not is_full(tmp_path)
    with a_small_disk(tmp_path / "small", "128k") as disk:
        assert is_full(disk)
        assert list(disk.iterdir()) == []
