"""The project's commands, the same on Debian (`make run`) and on Windows (`make.cmd run`).

Rule: each command brings what it needs by itself, on a machine where nothing was installed by hand,
and needs no more than Python's standard library to start. A command is a function here; its name is
the word to type and its docstring is its line of help.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING

import debian
from environment import PYTHON, ROOT, VENV, prepare, program

if TYPE_CHECKING:
    from collections.abc import Callable

_PYTEST = (str(PYTHON), "-m", "pytest")
_PARTS = ({"cli", "crash", "endtoend"}, {"custody", "ui"})
"""The folders of tests that take about a third of the time each; the rest takes another."""
_LOCKS = {"run": [], "test": ["test", "lint"], "bundle": ["bundle"]}


def run() -> int:
    """Open the window on a worked example; without a display, make its papers instead."""
    if not debian.can_show_a_window():
        print("There is no display here, so the command line makes the worked example.")
        return demo()
    debian.need_window_libraries(screen=True)
    prepare("run")
    return _call(program("strongroom"), "--example")


def demo() -> int:
    """Make the worked example in a new folder, with every paper it prints."""
    prepare("run")
    folder = _new_folder("demo")
    code = _call(program("strongroom"), "demo", folder.name)
    if code == 0:
        print(f"\nThe worked example lies in {folder}: look at its papers there.")
    return code


def test() -> int:
    """Run the tests, headless, but for those that take minutes."""
    _ready_for_tests()
    return _in_parts("-m", "not long")


def test_long() -> int:
    """Run every test, with many more examples for each property."""
    _ready_for_tests()
    return _in_parts("--hypothesis-profile=long")


def lint() -> int:
    """Check style, types and the direction of imports."""
    prepare("test")
    checks = [
        [program("ruff"), "check", "."],
        [program("ruff"), "format", "--check", "."],
        [program("mypy"), "desktop", "tests", "scripts"],
        [program("lint-imports")],
    ]
    return _first_failure([_call(*check) for check in checks])


def bench() -> int:
    """Run the benchmarks and print their ratios; they take minutes."""
    prepare("test")
    return _first_failure(
        [_call(str(PYTHON), str(path)) for path in sorted((ROOT / "bench").glob("bench_*.py"))]
    )


def bundle() -> int:
    """Make the folder in dist/ that runs where no Python is installed."""
    debian.need_window_libraries(screen=True)
    prepare("bundle")
    built = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build")]
    return _call(
        program("pyinstaller"), "--noconfirm", "--clean", "--log-level=WARN", *built, "build_installer.spec"
    )


def lock() -> int:
    """Choose package versions anew from pyproject.toml and write requirements/*.txt."""
    tool = ROOT / "build" / "lock"
    venv.create(tool, with_pip=True)
    uv = tool / ("Scripts" if os.name == "nt" else "bin") / "uv"
    if (code := _call(str(uv.with_name("pip")), "install", "--quiet", "uv")) != 0:
        return code
    quiet = [
        "--quiet",
        "--upgrade",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "--no-emit-find-links",
    ]
    everywhere = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    for name, groups in _LOCKS.items():
        chosen = [f"--group={group}" for group in ["install", *groups]]
        written = f"--output-file=requirements/{name}.txt"
        if (
            code := _call(str(uv), "pip", "compile", "pyproject.toml", *quiet, *everywhere, *chosen, written)
        ) != 0:
            return code
    return 0


def clean() -> int:
    """Remove all that these commands made: .venv, build, dist, caches, worked examples."""
    caches = [ROOT / f".{tool}_cache" for tool in ("import_linter", "mypy", "pytest", "ruff")]
    made = [VENV, ROOT / "build", ROOT / "dist", ROOT / ".hypothesis", *caches, *_demo_folders()]
    for path in made:
        shutil.rmtree(path, ignore_errors=True)
    return 0


def help() -> int:  # noqa: A001 - the word people type
    """Show these lines."""
    for name, command in _COMMANDS.items():
        print(f"  make {name:10} {command.__doc__}")
    return 0


_COMMANDS: dict[str, Callable[[], int]] = {
    command.__name__.replace("_", "-"): command
    for command in (run, test, test_long, lint, demo, bench, bundle, lock, clean, help)
}


def main() -> int:
    """Run the one command that was named."""
    name = sys.argv[1] if len(sys.argv) > 1 else "help"
    if name not in _COMMANDS:
        print(f"There is no command {name!r}. These exist:", file=sys.stderr)
        help()
        return 2
    return _COMMANDS[name]()


def _ready_for_tests() -> None:
    debian.need_window_libraries(screen=False)
    debian.want_judges()
    prepare("test")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _in_parts(*choice: str) -> int:
    """Run the tests in three processes at once: most of their time is waiting, for a disk or another program.

    The first part shows how far it is. What a part that failed has printed stands after all others.
    """
    folders = sorted(path.name for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py")))
    rest = {name for name in folders if not any(name in part for part in _PARTS)}
    parts = [[f"tests/{name}" for name in folders if name in part] for part in (*_PARTS, rest)]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as files:
        told = [Path(folder) / f"part-{number}.txt" for number in range(len(parts))]
        running = [
            subprocess.Popen(
                [*_PYTEST, *choice, *part],
                cwd=ROOT,
                stdout=files.enter_context(file.open("wb")),
                stderr=subprocess.STDOUT,
            )
            for part, file in zip(parts, told, strict=True)
        ]
        _follow(running[0], told[0])
        codes = [process.wait() for process in running]
        for failed, number in sorted((code != 0, number) for number, code in enumerate(codes)):
            if failed or number != 0:
                _show(told[number])
    for part, code in zip(parts, codes, strict=True):
        print("passed:" if code == 0 else f"ended with {code}:", *part, flush=True)
    return _first_failure(codes)


def _follow(process: subprocess.Popen[bytes], file: Path) -> None:
    """Show what a process writes into a file until it has ended."""
    shown = 0
    while process.poll() is None:
        shown = _show(file, shown)
        time.sleep(0.5)
    _show(file, shown)


def _show(file: Path, since: int = 0) -> int:
    """Show what a file holds from a place on; return the place of its end."""
    with file.open("rb") as lines:
        lines.seek(since)
        shutil.copyfileobj(lines, sys.stdout.buffer)
        sys.stdout.flush()
        return lines.tell()


def _new_folder(name: str) -> Path:
    """Return a folder that does not exist yet, so that no earlier example is overwritten."""
    folders = (ROOT / (name if number == 1 else f"{name}-{number}") for number in itertools.count(1))
    return next(folder for folder in folders if not folder.exists())


def _demo_folders() -> list[Path]:
    return [path for path in ROOT.glob("demo*") if path.name == "demo" or path.name[5:].isdigit()]


def _first_failure(codes: list[int]) -> int:
    return next((code for code in codes if code != 0), 0)


def _call(*command: str) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
