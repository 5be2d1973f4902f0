"""The short-lived process for recovery shares: confined, told no more than it must know, never believed."""

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from desktop.store import shares
from desktop.store.shares import SharesWorkerError, combine, split
from desktop.store.shares_messages import LARGEST, Combined, Made, Refused, Split
from tests.store.share_sets import Set, a_set

ROOT = Path(__file__).resolve().parents[2]
LOADED = "[name for name in sys.modules if name.startswith('shamir')]"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows a process in /proc")

TRYING = """
import errno, os, socket, sys
from desktop.store import shares_worker
from desktop.store.shares_messages import Refused

def answer(order):
    tries = {"a file": lambda: os.open(os.devnull, os.O_RDONLY), "a socket": socket.socket, "a pipe": os.pipe}
    for what, attempt in tries.items():
        try:
            attempt()
        except OSError as error:
            print(f"{what}: {errno.errorcode[error.errno]}", file=sys.stderr)
    return Refused()

shares_worker.answer = answer
sys.exit(shares_worker.main())
"""
"""A worker that tries, when it has the secret, what it may not do."""


@pytest.fixture(scope="module")
def three_of_five() -> Set:
    secret = secrets.token_bytes(16)
    return Set(secret, tuple(split(secret, 3, 5)), 3)


def test_only_the_worker_loads_the_library() -> None:
    modules = "desktop.store.shares, desktop.store.vault, desktop.office.opening"
    command = [sys.executable, "-c", f"import sys, {modules}\nprint({LOADED})"]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "[]"
    worker = [sys.executable, "-c", f"import sys, desktop.store.shares_worker\nprint({LOADED})"]
    assert "shamir" in subprocess.run(worker, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import sys; sys.stdin.buffer.read(); sys.exit(1)",
        "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'\\x92\\xa6Secret\\xc4\\x01')",
        "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'\\x91\\xa7Unknown')",
        "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'{}')",
        "import sys; sys.stdin.buffer.read()",
        f"import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'x' * {LARGEST + 1})",
    ],
    ids=["killed", "failed", "cut", "unknown", "other", "silent", "too long"],
)
def test_a_worker_that_dies_or_talks_nonsense_is_told_plainly(
    monkeypatch: pytest.MonkeyPatch, three_of_five: Set, program: str
) -> None:
    monkeypatch.setattr(shares, "_command", lambda: [sys.executable, "-c", program])
    with pytest.raises(SharesWorkerError) as caught:
        split(three_of_five.secret, 2, 3)
    assert caught.value.exit_code == 63
    with pytest.raises(SharesWorkerError):
        combine(three_of_five.texts)


def answering(answer: object) -> list[str]:
    body = msgspec.msgpack.encode(answer)
    program = f"import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({body!r})"
    return [sys.executable, "-c", program]


@pytest.mark.parametrize(
    "answer",
    [
        Made(("academic " * 20,) * 3),
        Made(a_set(bytes(16), 2, 2).texts),
        Made(a_set(bytes(16), 3, 3).texts),
        Made(a_set(bytes(16), 2, 3).texts[::-1]),
        Refused(),
        Combined(bytes(16)),
    ],
    ids=["no shares", "too few", "other k", "order", "refused", "other answer"],
)
def test_shares_that_were_not_made_as_asked_are_never_handed_out(
    monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    real = shares._command()
    commands = iter([answering(answer), real, real])
    monkeypatch.setattr(shares, "_command", lambda: next(commands))
    with pytest.raises(SharesWorkerError):
        split(bytes(16), 2, 3)


def test_shares_of_another_secret_are_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = iter([answering(Made(a_set(b"another secret!!", 2, 3).texts)), shares._command()])
    monkeypatch.setattr(shares, "_command", lambda: next(commands))
    with pytest.raises(SharesWorkerError, match="do not open anything"):
        split(bytes(16), 2, 3)


@pytest.mark.parametrize("answer", [Made(("x",)), Combined(bytes(32))])
def test_an_answer_to_another_question_is_no_secret(
    monkeypatch: pytest.MonkeyPatch, three_of_five: Set, answer: object
) -> None:
    monkeypatch.setattr(shares, "_command", lambda: answering(answer))
    with pytest.raises(SharesWorkerError):
        combine(three_of_five.texts)


def test_a_worker_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, three_of_five: Set) -> None:
    monkeypatch.setattr(shares, "_SECONDS", 0.5)
    monkeypatch.setattr(shares, "_command", lambda: [sys.executable, "-c", "import time; time.sleep(600)"])
    with pytest.raises(SharesWorkerError, match="in time"):
        combine(three_of_five.texts)


def test_what_a_worker_said_before_it_hung_is_kept_by_no_error(
    monkeypatch: pytest.MonkeyPatch, three_of_five: Set
) -> None:
    said = "import sys, time; print('academic acid', flush=True); time.sleep(600)"
    monkeypatch.setattr(shares, "_SECONDS", 2)
    monkeypatch.setattr(shares, "_command", lambda: [sys.executable, "-c", said])
    with pytest.raises(SharesWorkerError, match="in time") as caught:
        combine(three_of_five.texts)
    assert caught.value.__context__ is caught.value.__cause__ is None


def test_a_worker_that_cannot_be_started_is_told_plainly(
    monkeypatch: pytest.MonkeyPatch, three_of_five: Set, tmp_path: Path
) -> None:
    monkeypatch.setattr(shares, "_command", lambda: [str(tmp_path / "not there")])
    with pytest.raises(SharesWorkerError, match="started"):
        combine(three_of_five.texts)


def test_what_is_no_order_ends_the_worker() -> None:
    ran = subprocess.run(shares._command(), input=b"\x93\xa5Split", check=False, capture_output=True)
    assert (ran.returncode, ran.stdout) == (2, b"")


@LINUX
def test_the_worker_is_confined_before_the_secret_comes() -> None:
    """It waits for its order; by then it dumps no core, opens no file, and shows nobody its memory."""
    with subprocess.Popen(
        shares._command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=shares._environment()
    ) as worker:
        try:
            process = Path(f"/proc/{worker.pid}")
            limits = _when_confined(process)
            assert limits["Max core file size"] == "0"
            assert limits["Max file size"] == "0"
            assert int(limits["Max open files"]) <= 8
            if os.geteuid() == 0:
                assert set((process / "environ").read_text().split("\0")) == {"LC_ALL=C.UTF-8", ""}
        finally:
            worker.send_signal(signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on open files")
def test_once_the_secret_is_there_the_worker_opens_no_file_and_no_socket() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", TRYING],
        cwd=ROOT,
        input=msgspec.msgpack.encode(Split(bytes(16), 2, 3)),
        check=True,
        capture_output=True,
    )
    assert ran.stderr.decode().splitlines() == ["a file: EMFILE", "a socket: EMFILE", "a pipe: EMFILE"]
    assert msgspec.msgpack.decode(ran.stdout, type=Refused) == Refused()


def _when_confined(process: Path) -> dict[str, str]:
    for _ in range(500):
        lines = (process / "limits").read_text().splitlines()[1:]
        limits = {line[:26].strip(): line[26:].split()[0] for line in lines}
        if int(limits["Max open files"]) <= 8:
            return limits
        time.sleep(0.02)
    pytest.fail("the worker did not confine itself")


@LINUX
def test_the_secret_is_neither_argument_nor_environment_nor_file(tmp_path: Path, three_of_five: Set) -> None:
    """Every program that is started and every file that is written for a split and a combine is looked at."""
    log = tmp_path / "log"
    program = (
        "import sys; from desktop.store.shares import combine, split;"
        "texts = split(bytes.fromhex(sys.stdin.readline()), 2, 3); combine(texts); print(*texts, sep='\\n')"
    )
    command = ["strace", "-f", "-v", "-s", "4096", "-o", str(log), "-e", "trace=execve,openat,creat"]
    try:
        ran = subprocess.run(
            [*command, sys.executable, "-B", "-c", program],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            input=three_of_five.secret.hex() + "\n",
        )
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("strace is not installed, or not allowed")
    lines = log.read_text(errors="replace").splitlines()
    started = [line for line in lines if "execve(" in line]
    assert sum("shares_worker" in line for line in started) >= 3  # two to split, one to combine
    texts = ran.stdout.splitlines()
    assert len(texts) == 3
    seen = "\n".join(lines)
    assert three_of_five.secret.hex() not in seen
    assert not any(" ".join(text.split()[5:8]) in seen for text in texts)
    written = [line for line in lines if "O_WRONLY" in line or "O_RDWR" in line or "O_CREAT" in line]
    assert [line for line in written if "/dev/null" not in line] == []
