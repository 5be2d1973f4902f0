"""One program, one vault: real processes that want the same lock (T15)."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from desktop.store import lock as lock_module
from desktop.store.errors import CannotReadError, CannotWriteError, NotAVaultError, VaultBusyError
from desktop.store.lock import LOCK_NAME, VaultLock, holder

HOLD = """
import pathlib, sys
from desktop.store.errors import VaultBusyError
from desktop.store.lock import VaultLock
sys.stdin.readline()
try:
    lock = VaultLock(pathlib.Path(sys.argv[1]))
except VaultBusyError:
    print("busy", flush=True)
else:
    print("held", flush=True)
sys.stdin.readline()
"""
ASK = """
import pathlib, sys
from desktop.store.lock import holder
print("asking", flush=True)
while True:
    holder(pathlib.Path(sys.argv[1]))
"""


@contextmanager
def program(source: str, folder: Path, root: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", source, str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=root, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_of_four_programs_that_want_the_vault_one_gets_it(tmp_path: Path, root: Path) -> None:
    with ExitStack() as stack:
        programs = [stack.enter_context(program(HOLD, tmp_path, root)) for _ in range(4)]
        for each in programs:
            go(each)
        assert sorted(said(each) for each in programs) == ["busy", "busy", "busy", "held"]


def test_the_second_is_told_who_has_the_vault_and_changes_nothing(tmp_path: Path, root: Path) -> None:
    with program(HOLD, tmp_path, root) as first:
        go(first)
        assert said(first) == "held"
        before = (tmp_path / LOCK_NAME).read_bytes()
        with pytest.raises(VaultBusyError, match=f"program {first.pid}"):
            VaultLock(tmp_path)
        assert (tmp_path / LOCK_NAME).read_bytes() == before

        who = holder(tmp_path)
        assert who is not None
        assert who.pid == first.pid
        assert who.host
        assert who.who
        assert who.since


def test_a_lock_left_by_a_crash_is_taken_over_without_a_word(tmp_path: Path, root: Path) -> None:
    with program(HOLD, tmp_path, root) as first:
        go(first)
        assert said(first) == "held"
        first.send_signal(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        first.wait()
        assert str(first.pid) in (tmp_path / LOCK_NAME).read_text(), "it had no time to tidy up"

        assert holder(tmp_path) is None
        with VaultLock(tmp_path):
            who = holder(tmp_path)
            assert who is not None
            assert who.pid == os.getpid()


def test_asking_who_has_the_vault_never_keeps_anybody_out(tmp_path: Path, root: Path) -> None:
    with program(ASK, tmp_path, root) as asking:
        assert said(asking) == "asking"
        for _ in range(200):
            VaultLock(tmp_path).release()
        assert asking.poll() is None


def test_a_vault_can_be_taken_again_once_it_is_let_go(tmp_path: Path) -> None:
    for _ in range(2):
        with VaultLock(tmp_path) as held:
            assert holder(tmp_path) is not None
        held.release()
        assert holder(tmp_path) is None
    assert (tmp_path / LOCK_NAME).read_bytes() == b""


def test_a_second_window_of_the_same_program_is_kept_out_too(tmp_path: Path) -> None:
    with VaultLock(tmp_path), pytest.raises(VaultBusyError):
        VaultLock(tmp_path)


def test_asking_about_a_vault_that_nobody_ever_opened_leaves_no_trace(tmp_path: Path) -> None:
    assert holder(tmp_path) is None
    assert holder(tmp_path / "nowhere") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"{}", b"[" * 100_000, b'{"who":1}', b"\0" * 10_000])
def test_what_stands_in_the_lock_file_cannot_mislead_the_lock(tmp_path: Path, text: bytes) -> None:
    (tmp_path / LOCK_NAME).write_bytes(text)
    assert holder(tmp_path) is None
    with VaultLock(tmp_path):
        (tmp_path / LOCK_NAME).write_bytes(text)
        who = holder(tmp_path)
        assert who is not None
        assert who.who == "another program"
        with pytest.raises(VaultBusyError, match="another program"):
            VaultLock(tmp_path)


def test_a_hostile_name_in_the_lock_file_stays_on_its_line(tmp_path: Path) -> None:
    with VaultLock(tmp_path):
        text = '{"who":"x\\n\u202ey","host":"h","pid":1,"since":"s"}'
        (tmp_path / LOCK_NAME).write_text(text, encoding="utf-8")
        with pytest.raises(VaultBusyError) as refusal:
            VaultLock(tmp_path)
    assert not {"\n", "\u202e"} & set(refusal.value.message)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")
def test_a_lock_on_a_file_that_was_taken_away_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / LOCK_NAME
    with path.open("wb") as file:
        assert lock_module._is_named(file.fileno(), path)
        path.unlink()
        assert not lock_module._is_named(file.fileno(), path)
        path.touch()
        assert not lock_module._is_named(file.fileno(), path)


def test_a_lock_is_not_written_through_a_link(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"something else")
    (tmp_path / LOCK_NAME).symlink_to(other)
    with pytest.raises(CannotWriteError):
        VaultLock(tmp_path)
    assert other.read_bytes() == b"something else"


def test_a_folder_that_is_not_there_is_not_a_vault(tmp_path: Path) -> None:
    with pytest.raises(NotAVaultError, match="no such folder"):
        VaultLock(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_a_vault_is_called_no_vault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotAVaultError, match="it is a file"):
        holder(tmp_path / "file")


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")
def test_taking_the_lock_file_away_lets_no_second_program_in(tmp_path: Path, root: Path) -> None:
    with program(HOLD, tmp_path, root) as first, program(HOLD, tmp_path, root) as second:
        go(first)
        assert said(first) == "held"
        (tmp_path / LOCK_NAME).unlink()
        who = holder(tmp_path)
        assert who is not None
        assert who.who == "another program"

        go(second)
        assert said(second) == "busy"
        assert not (tmp_path / LOCK_NAME).exists(), "one who is kept out leaves nothing"

        (tmp_path / LOCK_NAME).touch()
        with pytest.raises(VaultBusyError):
            VaultLock(tmp_path)

        go(first)  # it ends
        first.wait()
        assert holder(tmp_path) is None
        VaultLock(tmp_path).release()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away there")
def test_a_vault_that_is_open_cannot_be_opened_under_another_name(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    with VaultLock(vault):
        moved = vault.rename(tmp_path / "moved")
        (moved / LOCK_NAME).unlink()
        with pytest.raises(VaultBusyError):
            VaultLock(moved)


def test_a_number_that_another_program_has_now_is_no_reason_to_keep_anybody_out(
    tmp_path: Path, root: Path
) -> None:
    with program(HOLD, tmp_path, root) as first, program(ASK, tmp_path / "elsewhere", root) as living:
        go(first)
        assert said(first) == "held"
        first.kill()
        first.wait()
        left = (tmp_path / LOCK_NAME).read_text().replace(f'"pid":{first.pid}', f'"pid":{living.pid}')
        (tmp_path / LOCK_NAME).write_text(left)
        assert said(living) == "asking"
        assert holder(tmp_path) is None
        VaultLock(tmp_path).release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such lock")
def test_a_share_that_cannot_lock_a_folder_is_guarded_by_the_file_alone(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl  # noqa: PLC0415 - not on Windows

    def refuse(_descriptor: int, _kind: int) -> None:
        raise OSError(errno.EBADF, "as NFS answers")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with VaultLock(tmp_path), program(HOLD, tmp_path, root) as second:
        go(second)
        assert said(second) == "busy"
    with program(HOLD, tmp_path, root) as first:
        go(first)
        assert said(first) == "held"
        with pytest.raises(VaultBusyError, match=f"program {first.pid}"):
            VaultLock(tmp_path)


def test_a_lock_that_cannot_be_signed_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int, _length: int) -> None:
        raise OSError(errno.EIO, "no")

    with monkeypatch.context() as patch:
        patch.setattr(os, "ftruncate", refuse)
        with pytest.raises(CannotWriteError):
            VaultLock(tmp_path)
    VaultLock(tmp_path).release()


@pytest.mark.skipif(sys.platform == "win32", reason="as POSIX closes files")
def test_a_failing_disk_keeps_no_program_out_once_the_lock_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.close

    def failing(*_facts: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    def closed(descriptor: int) -> None:
        real(descriptor)
        failing()

    with monkeypatch.context() as patch:
        lock = VaultLock(tmp_path)
        patch.setattr(os, "ftruncate", failing)
        patch.setattr(os, "close", closed)
        lock.release()
    with VaultLock(tmp_path):
        pass


@pytest.mark.parametrize("ask", [VaultLock, holder])
def test_a_folder_that_its_disk_does_not_give_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Path], object]
) -> None:
    def failing(_path: Path) -> bool:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "is_dir", failing)
    with pytest.raises((CannotReadError, CannotWriteError), match="input/output error"):
        ask(tmp_path)
