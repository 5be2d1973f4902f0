"""Another witness to what a program changes: strace, which sees every system call of it and its children.

Rule: each thread has a trace of its own, so no line is cut by another's; a path in a call is taken as strace
tells it, whole. A path under a file system in memory that a process put there for itself is told as such, for
it and all that it started. Where there is no strace, tests that need it say so.
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
_STARTING = {"clone", "clone3", "fork", "vfork"}
_CALL = re.compile(r"(?P<call>\w+)\((?P<facts>.*)\) += (?P<result>-?\d+|\?)")
_NAME = re.compile(r'(?:(?:AT_FDCWD|\d+)<(?P<folder>[^>]*)>, )?"(?P<name>(?:[^"\\]|\\.)*)"')
_FILE = re.compile(r"\d+<(?P<path>/[^>]*)>")
_COVERED = re.compile(r'mount\("tmpfs", "(?P<folder>[^"]*)", .* = 0$')
_STARTED = re.compile(r"= (?P<inside>\d+)(?: /\* (?P<process>\d+) in strace's PID NS \*/)?$")


class Change(NamedTuple):
    """A call that changes a file, by its name in the shim's journal, and whether it succeeded.

    `in_memory`: the path is one in memory that only the process and what it started can see.
    """

    call: str
    path: Path
    done: bool
    in_memory: bool = False


_WALLS = frozenset({Path("/newroot"), Path("/oldroot")})
"""Where bubblewrap builds what its program sees: in memory, and nobody else sees it."""


def command(traces: Path) -> list[str]:
    """Return the words before a command that let strace watch it; its traces are `traces`.PID."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("the strace program is not installed")
    traced = ",".join(sorted(_OPENING | set(_BY_FILE) | set(_BY_NAME) | _STARTING | {"mount"}))
    return [
        strace,
        "-ff",
        "-qq",
        "-y",
        "--decode-pids=pidns",
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
    """Yield every call that changes a file, process by process."""
    calls = {
        int(trace.suffix[1:]): trace.read_text("utf-8", "replace").splitlines()
        for trace in sorted(traces.parent.glob(f"{traces.name}.*"))
    }
    waiting: dict[int, frozenset[Path]] = {}
    started = {process for lines in calls.values() for process in filter(None, map(_started, lines))}
    waiting.update(dict.fromkeys(calls.keys() - started, _WALLS))
    while waiting:
        process, covered = waiting.popitem()
        for line in calls.pop(process, []):
            if over := _COVERED.match(line):
                covered |= {Path(over["folder"])}
            elif (child := _started(line)) is not None:
                waiting[child] = covered
            elif found := _CALL.match(line):
                yield from (
                    change._replace(in_memory=any(map(change.path.is_relative_to, covered)))
                    for change in _change(found["call"], found["facts"], not found["result"].startswith("-"))
                )


def _started(line: str) -> int | None:
    """Return the process that a call started, by its number for strace."""
    if line.partition("(")[0] not in _STARTING or not (found := _STARTED.search(line)):
        return None
    return int(found["process"] or found["inside"])


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
