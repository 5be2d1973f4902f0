"""A second wall around the worker that reads documents: bubblewrap, where the system has it (T11). Linux.

Rule: inside there is no network, no other process, no folder of a person's, no vault: nothing but what it
takes to start the program, read-only. The worker gives up the rest by itself, as it does without this wall
(see confinement), so no document stays shut where bubblewrap is missing or the kernel refuses it. It is
looked for only where systems install it, never along a search path.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROGRAM = Path("/usr/bin/bwrap")
_PROBE_SECONDS = 10
_APART = (
    "--unshare-user",
    "--unshare-ipc",
    "--unshare-pid",
    "--unshare-net",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--die-with-parent",
    "--new-session",
    "--cap-drop",
    "ALL",
)
_LIBRARIES = ("/lib", "/lib64", "/lib32", "/usr/lib", "/usr/lib64", "/usr/local/lib")
_CHANCE = "/dev/urandom"
_LIST_OF_LIBRARIES = "/etc/ld.so.cache"
_INSIDE = "/bwrap"


def wall(program: Path | None = None) -> list[str] | None:
    """Return what a command is to begin with to run inside, or None where that cannot be had here.

    Tried once with a program that does nothing: a kernel that gives ordinary users no namespaces refuses.
    """
    program = program or PROGRAM
    if sys.platform != "linux" or not program.is_file():
        return None
    begin = [str(program), *_APART, *_in_sight()]
    probe = [*begin, "--ro-bind", str(program), _INSIDE, "--", _INSIDE, "--version"]
    try:
        tried = subprocess.run(  # noqa: S603 - the system's own program, by its full path
            probe,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return [*begin, "--remount-ro", "/", "--"] if tried.returncode == 0 else None


def _in_sight() -> Iterator[str]:
    """Yield the options that show what it takes to start: libraries, the interpreter, our own code."""
    for name in _LIBRARIES:
        folder = Path(name)
        if folder.is_symlink():
            yield from ("--symlink", str(folder.readlink()), name)
        elif folder.is_dir():
            yield from ("--ro-bind", name, name)
    yield from ("--ro-bind-try", _LIST_OF_LIBRARIES, _LIST_OF_LIBRARIES)
    yield from ("--dev-bind", _CHANCE, _CHANCE)
    for folder in _of_the_program():
        yield from ("--ro-bind", str(folder), str(folder))
    yield from ("--chdir", "/")


def _of_the_program() -> list[Path]:
    """Return the folders of the program, outer ones first, so that none covers another."""
    executable = Path(sys.executable)
    if getattr(sys, "frozen", False):
        return [executable.parent]
    ours = Path(__file__).resolve().parents[1]
    wanted = {Path(sys.base_prefix), Path(sys.prefix), ours, ours.parent / "resources"}
    wanted |= {Path(place) for place in sys.path if place and "-packages" in place}
    return sorted(folder for folder in wanted if folder.is_dir())
