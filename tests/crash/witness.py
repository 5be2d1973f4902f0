"""Another witness to what a program changes: strace, which sees every system call of it and its children.

Rule: each thread has a trace of its own, so no line is cut by another's; a path in a call is taken as strace
tells it, whole. Where there is no strace, tests that need it say so.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

_OPENING = {"open", "openat", "creat", "openat2"}
_BY_FILE = {
    "write": "write",
    "pwrite64": "pwrite",
    "writev": "writev",
    "pwritev": "writev",
    "sendfile": "sendfile",
    "copy_file_range": "copy_file_range",
    "fsync": "fsync",
    "fdatasync": "fdatasync",
    "ftruncate": "ftruncate",
    "fallocate": "fallocate",
}
_BY_NAME = {
    "truncate": "ftruncate",
    "rename": "rename",
    "renameat": "rename",
    "renameat2": "rename",
    "link": "link",
    "linkat": "link",
    "symlink": "symlink",
    "symlinkat": "symlink",
    "unlink": "unlink",
    "unlinkat": "unlink",
    "mkdir": "mkdir",
    "mkdirat": "mkdir",
    "rmdir": "rmdir",
    "mknod": "mknod",
    "mknodat": "mknod",
}
_CALL = re.compile(r"(?P<call>\w+)\((?P<facts>.*)\) += (?P<result>-?\d+|\?)")
_NAME = re.compile(r'(?:(?:AT_FDCWD|\d+)<(?P<folder>[^>]*)>, )?"(?P<name>(?:[^"\\]|\\.)*)"')
_FILE = re.compile(r"\d+<(?P<path>/[^>]*)>")


class Change(NamedTuple):
    """A call that changes a file, by its name in the shim's journal, and whether it succeeded."""

    call: str
    path: Path
    done: bool


def command(traces: Path) -> list[str]:
    """Return the words before a command that let strace watch it; its traces are `traces`.PID."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("the strace program is not installed")
    traced = ",".join(sorted(_OPENING | set(_BY_FILE) | set(_BY_NAME)))
    return [
        strace,
        "-ff",
        "-qq",
        "-y",
        "-s",
        "0",
        "-e",
        f"trace={traced}",
        "-e",
        "signal=none",
        "-o",
        str(traces),
    ]


def changes(traces: Path) -> Iterator[Change]:
    """Yield every call that changes a file, thread by thread."""
    for trace in sorted(traces.parent.glob(f"{traces.name}.*")):
        for line in trace.read_text("utf-8", "replace").splitlines():
            found = _CALL.match(line)
            if found:
                yield from _change(found["call"], found["facts"], not found["result"].startswith("-"))


def _change(call: str, facts: str, done: bool) -> Iterator[Change]:  # noqa: FBT001 - a fact of the line
    if call in _BY_FILE:
        to = 0 if call != "copy_file_range" else 1
        files = _FILE.findall(facts)
        if len(files) > to:
            yield Change(_BY_FILE[call], Path(files[to]), done)
        return
    names = list(_NAME.finditer(facts))
    if not names:
        return
    path = Path(names[-1]["folder"] or "/") / names[-1]["name"]
    if call in _BY_NAME:
        yield Change("rmdir" if "AT_REMOVEDIR" in facts else _BY_NAME[call], path, done)
    elif re.search(r"O_CREAT|O_TRUNC|O_TMPFILE", facts) or call == "creat":
        yield Change("open", path, done)
    elif re.search(r"O_WRONLY|O_RDWR", facts):
        yield Change("open for writing", path, done)
