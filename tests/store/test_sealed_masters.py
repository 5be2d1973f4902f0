"""Sealed masters: whole round trips, reading at any place, and every way a master can be altered."""

import errno
import hashlib
import io
import os
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.store import age
from desktop.store.errors import (
    CannotReadError,
    CannotWriteError,
    MasterAlteredError,
    MasterMissingError,
)
from desktop.store.sealed import Sealed, SealedReader, copy_out, seal, verify

MEBIBYTE = 1024 * 1024
IDENTITY = age.Identity(bytes(range(32)))


class CancelledError(Exception):
    pass


def pattern(size: int) -> bytes:
    """Return bytes in which no two chunks are alike."""
    return hashlib.shake_128(size.to_bytes(8, "big")).digest(size)


def sealed(folder: Path, plain: bytes) -> tuple[Path, Sealed]:
    path = folder / "master"
    path.unlink(missing_ok=True)
    return path, seal(io.BytesIO(plain), path, IDENTITY)


def assert_refused(path: Path, sha256: str) -> None:
    with pytest.raises(MasterAlteredError):
        verify(path, IDENTITY, sha256)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("masters")


@given(size=st.integers(min_value=0, max_value=3 * 65536))
@example(0)
@example(1)
@example(65535)
@example(65536)
@example(65537)
@example(131072)
@example(MEBIBYTE - 1)
@example(MEBIBYTE)
@example(MEBIBYTE + 1)
@example(2 * MEBIBYTE)
@example(9 * MEBIBYTE + 12345)
@settings(max_examples=30)
def test_what_was_sealed_comes_out_again(folder: Path, size: int) -> None:
    plain = pattern(size)
    path, facts = sealed(folder, plain)
    out = io.BytesIO()

    copy_out(path, IDENTITY, out)
    verify(path, IDENTITY, facts.sha256)

    assert out.getvalue() == plain
    assert facts == Sealed(
        sha256=hashlib.sha256(plain).hexdigest(),
        size=size,
        sealed_size=path.stat().st_size,
    )


class Trickle(io.RawIOBase):
    """A source that gives a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self._data.read(min(size, 9999))


def test_a_source_that_gives_a_few_bytes_at_a_time_is_sealed_whole(tmp_path: Path) -> None:
    plain = pattern(2 * MEBIBYTE + 7)

    facts = seal(Trickle(plain), tmp_path / "master", IDENTITY)  # type: ignore[arg-type]

    assert (facts.size, facts.sha256) == (len(plain), hashlib.sha256(plain).hexdigest())
    verify(tmp_path / "master", IDENTITY, facts.sha256)


@given(
    moves=st.lists(
        st.tuples(
            st.sampled_from([io.SEEK_SET, io.SEEK_CUR, io.SEEK_END]),
            st.integers(min_value=-3_000_000, max_value=3_000_000),
            st.integers(min_value=0, max_value=200_000) | st.sampled_from([65536, 1_200_000]),
        )
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_at_any_place_agrees_with_the_plaintext(
    folder: Path, moves: list[tuple[int, int, int]]
) -> None:
    plain = pattern(40 * 65536 + 99)  # more chunks than the reader keeps
    path = folder / "sought"
    if not path.exists():
        seal(io.BytesIO(plain), path, IDENTITY)
    model = io.BytesIO(plain)

    with SealedReader(path, IDENTITY) as reader:
        assert reader.size == len(plain)
        for whence, offset, count in moves:
            here = {io.SEEK_SET: 0, io.SEEK_CUR: model.tell(), io.SEEK_END: len(plain)}[whence]
            if here + offset < 0:
                with pytest.raises(ValueError, match="before the start"):
                    reader.seek(offset, whence)
            else:
                assert reader.seek(offset, whence) == model.seek(here + offset)
            assert reader.read(count) == model.read(count)
            assert reader.tell() == model.tell()


def test_a_closed_reader_keeps_no_plaintext_and_reads_no_more(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path, b"plain")
    reader = SealedReader(path, IDENTITY)
    reader.read()
    reader.close()
    reader.close()

    assert not reader._kept
    with pytest.raises(ValueError, match="closed"):
        reader.read(1)


@pytest.mark.parametrize("size", [0, 200])
def test_every_change_of_one_byte_is_refused(tmp_path: Path, size: int) -> None:
    path, facts = sealed(tmp_path, pattern(size))
    master = path.read_bytes()

    for place in range(len(master)):
        for flip in (0x01, 0x20, 0x80):
            altered = bytearray(master)
            altered[place] ^= flip
            path.write_bytes(altered)
            assert_refused(path, facts.sha256)


@given(place=st.integers(min_value=0), flip=st.integers(min_value=1, max_value=255))
@settings(max_examples=60)
def test_a_change_in_a_master_of_several_chunks_is_refused(folder: Path, place: int, flip: int) -> None:
    path, facts = sealed(folder, pattern(3 * 65536 + 5))
    altered = bytearray(path.read_bytes())
    altered[place % len(altered)] ^= flip
    path.write_bytes(altered)

    assert_refused(path, facts.sha256)


@pytest.mark.parametrize("size", [0, 200])
def test_every_truncation_is_refused_on_opening(tmp_path: Path, size: int) -> None:
    path, _ = sealed(tmp_path, pattern(size))
    master = path.read_bytes()

    for length in range(len(master)):
        path.write_bytes(master[:length])
        with pytest.raises(MasterAlteredError):
            SealedReader(path, IDENTITY)


@given(length=st.integers(min_value=0))
@example(0)
@settings(max_examples=60)
def test_a_truncation_of_a_master_of_several_chunks_is_refused_on_opening(folder: Path, length: int) -> None:
    path, facts = sealed(folder, pattern(3 * 65536))
    master = path.read_bytes()
    start = facts.sealed_size - age.sealed_size(facts.size)
    for cut in (length % facts.sealed_size, start + (length % 3) * age.SEALED_CHUNK):
        path.write_bytes(master[:cut])
        with pytest.raises(MasterAlteredError):
            SealedReader(path, IDENTITY)


@pytest.mark.parametrize("size", [0, 200, 65536, 65537])
@pytest.mark.parametrize("more", [1, 16, 17, 65552, 65553])
def test_bytes_after_the_end_are_refused_on_opening(tmp_path: Path, size: int, more: int) -> None:
    path, _ = sealed(tmp_path, pattern(size))
    with path.open("ab") as file:
        file.write(bytes(more))

    with pytest.raises(MasterAlteredError):
        SealedReader(path, IDENTITY)


def test_exchanged_chunks_are_refused(tmp_path: Path) -> None:
    path, facts = sealed(tmp_path, pattern(3 * 65536))
    master = path.read_bytes()
    start = len(master) - age.sealed_size(facts.size)
    one, two = (master[start + n * age.SEALED_CHUNK :][: age.SEALED_CHUNK] for n in (0, 1))
    path.write_bytes(master[:start] + two + one + master[start + 2 * age.SEALED_CHUNK :])

    assert_refused(path, facts.sha256)


def test_only_bytes_before_an_altered_chunk_are_given_out(tmp_path: Path) -> None:
    plain = pattern(40 * 65536)
    path, facts = sealed(tmp_path, plain)
    altered = bytearray(path.read_bytes())
    altered[facts.sealed_size - age.sealed_size(facts.size) + 20 * age.SEALED_CHUNK + 5] ^= 1
    path.write_bytes(altered)
    out = io.BytesIO()

    with pytest.raises(MasterAlteredError):
        copy_out(path, IDENTITY, out)
    assert out.getvalue()
    assert plain.startswith(out.getvalue())

    with SealedReader(path, IDENTITY) as reader:
        assert reader.read(20 * 65536) == plain[: 20 * 65536]
        buffer = bytearray(10)
        with pytest.raises(MasterAlteredError):
            reader.readinto(buffer)
        assert buffer == bytes(10)
        large = bytearray(22 * 65536)
        reader.seek(0)
        with pytest.raises(MasterAlteredError):
            reader.readinto(large)
        assert large[20 * 65536 :] == bytes(2 * 65536)
        reader.seek(21 * 65536)
        assert reader.read(65536) == plain[21 * 65536 : 22 * 65536]


def test_a_master_that_is_cut_while_it_is_read_gives_out_nothing_in_place_of_what_is_gone(
    tmp_path: Path,
) -> None:
    path, facts = sealed(tmp_path, b"\x01" * 10 * 65536)
    with SealedReader(path, IDENTITY) as reader:
        os.truncate(path, facts.sealed_size - 4 * age.SEALED_CHUNK)
        with pytest.raises(MasterAlteredError):
            reader.readinto(bytearray(10 * 65536))


def test_a_close_that_fails_takes_nothing_back_of_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, done = sealed(tmp_path, b"plain")

    class FailingIO(io.FileIO):
        def close(self) -> None:
            super().close()
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def opened(path: Path, mode: str, **_how: object) -> FailingIO:
        return FailingIO(path, mode)

    monkeypatch.setattr(Path, "open", opened)
    verify(path, IDENTITY, done.sha256)
    with pytest.raises(MasterAlteredError, match="not sealed for this key"):
        SealedReader(path, age.Identity.new())


def test_a_master_sealed_for_another_key_is_refused(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path, b"plain")

    with pytest.raises(MasterAlteredError, match="not sealed for this key"):
        SealedReader(path, age.Identity.new())


def test_an_older_document_under_the_same_key_is_refused(tmp_path: Path) -> None:
    path, _ = sealed(tmp_path, b"older")

    assert_refused(path, hashlib.sha256(b"newer").hexdigest())


def test_a_missing_master_is_named(tmp_path: Path) -> None:
    with pytest.raises(MasterMissingError, match="master-1"):
        SealedReader(tmp_path / "master-1", IDENTITY)


def test_a_folder_in_the_place_of_a_master_is_named(tmp_path: Path) -> None:
    with pytest.raises(MasterAlteredError, match="it is no file"):
        SealedReader(tmp_path, IDENTITY)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders there")
def test_a_pipe_in_the_place_of_a_master_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.age")
    with pytest.raises(MasterAlteredError, match="it is no file"):
        SealedReader(tmp_path / "pipe.age", IDENTITY)


def test_a_master_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path, facts = sealed(tmp_path, b"first")

    with pytest.raises(CannotWriteError):
        seal(io.BytesIO(b"second"), path, IDENTITY)
    verify(path, IDENTITY, facts.sha256)


class Unreadable(io.BytesIO):
    """A source whose disk fails after some bytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= 5 * MEBIBYTE:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)


def test_a_source_that_cannot_be_read_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(CannotReadError, match="input/output error"):
        seal(Unreadable(bytes(6 * MEBIBYTE)), tmp_path / "master", IDENTITY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [10, 20 * MEBIBYTE])
def test_cancelling_leaves_no_file_and_no_thread(tmp_path: Path, size: int) -> None:
    before = threading.active_count()
    told = []

    def progress(done: int) -> None:
        told.append(done)
        if done >= size // 2:
            raise CancelledError

    with pytest.raises(CancelledError):
        seal(io.BytesIO(bytes(size)), tmp_path / "master", IDENTITY, progress=progress)
    assert list(tmp_path.iterdir()) == []
    assert threading.active_count() == before
    assert told == sorted(told)


def test_checking_tells_its_progress_and_can_be_cancelled(tmp_path: Path) -> None:
    path, facts = sealed(tmp_path, bytes(5 * MEBIBYTE))
    told: list[int] = []
    verify(path, IDENTITY, facts.sha256, progress=told.append)
    assert told == [n * MEBIBYTE for n in range(1, 6)]

    def cancel(_: int) -> None:
        raise CancelledError

    before = threading.active_count()
    with pytest.raises(CancelledError):
        verify(path, IDENTITY, facts.sha256, progress=cancel)
    assert threading.active_count() == before


def test_a_small_document_is_sealed_and_checked_without_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(_: threading.Thread) -> None:
        raise AssertionError

    monkeypatch.setattr(threading.Thread, "start", start)
    path, facts = sealed(tmp_path, pattern(MEBIBYTE))

    verify(path, IDENTITY, facts.sha256)
    copy_out(path, IDENTITY, io.BytesIO())
