"""No crash leaves a picture of the memory, nobody looks in, nothing comes from the working directory."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
HARDEN = (
    "import sys; sys.path.insert(0, sys.argv[1]); from desktop import hardening; told = hardening.harden()\n"
)
SAY = "print('ready', *told, flush=True); sys.stdin.readline()\n"
SOFT = "import sys; told = []\n"
SECRET = "an invented secret in memory"  # noqa: S105 - invented

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what is looked at is in /proc")
AS_ROOT = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0, reason="only root can try as somebody else"
)


@contextmanager
def running(source: str, folder: Path, **more: Any) -> Iterator[subprocess.Popen[str]]:
    """Run Python on `source` in `folder`, with core dumps allowed, until it says something."""
    pipe = subprocess.PIPE
    python = python_for(more) if more else sys.executable
    command = _with_cores([python, "-I", "-c", source, str(ROOT)])
    process = subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe, text=True, **more)
    with process:
        try:
            yield process
        finally:
            process.kill()


def _with_cores(command: list[str]) -> list[str]:
    return ["/bin/sh", "-c", 'ulimit -c unlimited 2>/dev/null; exec "$0" "$@"', *command]


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def limit(process: int) -> tuple[str, str]:
    """Return the soft and the hard limit of core files, as the system tells it to everybody."""
    found = re.search(
        r"^Max core file size +(\S+) +(\S+) ", Path(f"/proc/{process}/limits").read_text(), re.MULTILINE
    )
    assert found is not None
    return found[1], found[2]


def killed_by(process: subprocess.Popen[str], number: signal.Signals) -> bool:
    """Kill the process as a crash would; return whether the system says that it dumped its core."""
    os.kill(process.pid, number)
    _pid, status = os.waitpid(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == -number
    return os.WCOREDUMP(status)


@ON_LINUX
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT], ids=lambda number: number.name)
def test_a_crash_leaves_no_core(tmp_path: Path, number: signal.Signals) -> None:
    with running(HARDEN + SAY, tmp_path) as process:
        assert said(process) == "ready"
        assert limit(process.pid) == ("0", "0")
        assert not killed_by(process, number)
    assert list(tmp_path.iterdir()) == []


@ON_LINUX
def test_without_hardening_the_same_crash_would_leave_one(tmp_path: Path) -> None:
    with running(SOFT + SAY, tmp_path) as process:
        said(process)
        if limit(process.pid)[0] == "0":
            pytest.skip("core dumps are off on this computer for everybody")
        assert killed_by(process, signal.SIGSEGV) or list(tmp_path.iterdir())


ATTACH = """
import ctypes, sys
libc = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH = 16
answer = libc.ptrace(PTRACE_ATTACH, int(sys.argv[2]), None, None)
print("refused" if answer else "attached", flush=True)
"""
READ = """
import sys
try:
    open(f"/proc/{sys.argv[2]}/mem", "rb")
except OSError:
    print("refused", flush=True)
else:
    print("opened", flush=True)
"""


def python_for(account: dict[str, Any]) -> str:
    """Return a Python that somebody else may run: ours may lie where only root goes."""
    for python in filter(None, (sys.executable, shutil.which("python3", path=os.defpath))):
        with contextlib.suppress(PermissionError):
            subprocess.run([python, "-I", "-c", "pass"], cwd="/", check=True, capture_output=True, **account)
            return python
    pytest.skip("there is no Python here that another account may run")


def as_account(number: int) -> dict[str, Any]:
    return {"user": number, "group": number, "extra_groups": ()}


def tried(source: str, process: int, number: int) -> str:
    account = as_account(number)
    command = [python_for(account), "-I", "-c", source, str(ROOT), str(process)]
    done = subprocess.run(command, cwd="/", check=True, capture_output=True, text=True, **account)
    return str(done.stdout).strip()


@ON_LINUX
@AS_ROOT
@pytest.mark.parametrize(
    ("attempt", "done"), [(ATTACH, "attached"), (READ, "opened")], ids=["attach", "read"]
)
def test_nobody_looks_into_the_memory_not_even_the_same_account(attempt: str, done: str) -> None:
    with running(HARDEN + SAY, Path("/"), **as_account(NOBODY)) as process:
        assert said(process) == "ready"
        assert Path(f"/proc/{process.pid}/environ").stat().st_uid == 0, "not dumpable: its files are root's"
        assert tried(attempt, process.pid, NOBODY) == "refused"
        assert tried(attempt, process.pid, NOBODY - 1) == "refused"
    with running(SOFT + SAY, Path("/"), **as_account(NOBODY)) as process:
        said(process)
        assert Path(f"/proc/{process.pid}/environ").stat().st_uid == NOBODY
        assert tried(attempt, process.pid, NOBODY) == done, "the attempt is one that can succeed"


@ON_LINUX
def test_what_cannot_be_switched_off_is_told_and_the_program_goes_on(tmp_path: Path) -> None:
    refuse = "import resource; resource.setrlimit = lambda *_: (_ for _ in ()).throw(OSError(1, 'no'))\n"
    with running(refuse + HARDEN + SAY, tmp_path) as process:
        assert said(process).startswith("ready This system did not let core dumps be switched off")
    odd = "import ctypes; ctypes.CDLL = lambda _name: object()\n"  # a C library without prctl
    with running(odd + HARDEN + SAY, tmp_path) as process:
        assert said(process).startswith("ready This system did not close the program's memory")


@ON_LINUX
def test_a_traceback_of_a_crash_holds_no_contents(tmp_path: Path) -> None:
    waits = f"def open_vault(secret):\n    {SAY}open_vault({SECRET!r})"
    crash = f"import faulthandler; faulthandler.enable()\n{waits}"
    with running(HARDEN + crash, tmp_path) as process:
        assert said(process) == "ready"
        killed_by(process, signal.SIGSEGV)
        assert process.stderr is not None
        told = process.stderr.read()
    assert "open_vault" in told
    assert SECRET not in told


def started(*words: str, cwd: Path, **more: str) -> subprocess.Popen[str]:
    """Start the program as a person does, where core dumps are allowed."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", **more}
    pipe = subprocess.PIPE
    command = _with_cores([sys.executable, "-m", "desktop", *words])
    return subprocess.Popen(
        command, cwd=cwd, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )


def hardened_soon(process: subprocess.Popen[str]) -> bool:
    for _ in range(400):
        if limit(process.pid) == ("0", "0"):
            return True
        time.sleep(0.05)
    return False


@ON_LINUX
@pytest.mark.parametrize("words", ["--vault {} --passphrase-file - vault status", "--vault {}"])
def test_the_command_line_and_the_window_are_hardened_before_a_passphrase_is_typed(
    tmp_path: Path, words: str
) -> None:
    with started(*words.format(tmp_path / "vault").split(), cwd=tmp_path, HOME=str(tmp_path)) as process:
        try:
            assert hardened_soon(process)
            assert process.poll() is None
            assert not killed_by(process, signal.SIGSEGV)
        finally:
            process.kill()
    assert not list(tmp_path.glob("core*"))


@ON_LINUX
def test_the_worker_is_hardened(tmp_path: Path) -> None:
    source = "from desktop.paper.worker import main; sys.exit(main())"
    with running(f"import sys; sys.path.insert(0, sys.argv[1]); {source}", tmp_path) as process:
        assert hardened_soon(process)
        assert not killed_by(process, signal.SIGSEGV)
    assert list(tmp_path.iterdir()) == []


PLANTED = (
    "json.py",
    "msgspec.py",
    "argparse.py",
    "datetime.py",
    "platformdirs.py",
    "ctypes.py",
    "PySide6.py",
)


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """Return a folder with modules that would give themselves away."""
    for name in PLANTED:
        (tmp_path / name).write_text("raise SystemExit('taken from the working directory')")
    return tmp_path


def answered(cwd: Path, *words: str, path: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": path, "HOME": str(cwd / "home")}
    command = [sys.executable, *words]
    return subprocess.run(
        command, cwd=cwd, env=environment, check=False, capture_output=True, text=True, input=""
    )


ASK = ("--json", "--vault", "nowhere", "--passphrase-file", "-", "vault", "status")
AS_SCRIPT = """import sys
from desktop.__main__ import main
sys.argv[:] = ["strongroom", *sys.argv[1:]]
sys.exit(main())
"""
SCRIPT = ("-c", AS_SCRIPT)


@pytest.mark.parametrize(
    ("start", "path"),
    [
        (("-m", "desktop"), str(ROOT)),
        (("-m", "desktop"), f"{os.pathsep}{ROOT}"),
        (SCRIPT, f"{os.pathsep}{ROOT}"),
    ],
    ids=["as a module", "with an empty place in the path", "as the script"],
)
def test_nothing_is_imported_from_the_working_directory(
    planted: Path, start: tuple[str, ...], path: str
) -> None:
    done = answered(planted, *start, *ASK, path=path)
    assert "taken from the working directory" not in done.stderr
    assert '"NotAVaultError"' in done.stderr


def test_what_is_planted_would_be_taken_by_a_program_that_does_not_take_care(planted: Path) -> None:
    done = answered(planted, "-c", "import msgspec", path="")
    assert "taken from the working directory" in done.stderr


def test_the_checkout_still_runs_from_its_own_folder() -> None:
    done = answered(ROOT, "-m", "desktop", *ASK, path="")
    assert '"NotAVaultError"' in done.stderr
