"""Shutting a process off before it starts a program of somebody else's on a document (T11, T13).

Rule: the program reaches no network, and nothing it writes reaches a disk. Where the kernel lets an ordinary
user do so, the process gets namespaces of its own: no network, no other processes, every file system
read-only, people's own folders and other mounts out of sight, and a place to work that is in memory and
vanishes with the last process, however that ends. Where it does not, a filter on system calls still refuses
every socket but local ones, and the place is a folder in memory. If neither can be had, `SeclusionError`.

Linux only. What cannot be undone is done here and inherited by everything started afterwards.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from desktop.paper import syscall_filter

_NAMESPACES = 0x10000000 | 0x00020000 | 0x40000000 | 0x20000000 | 0x08000000
"""CLONE_NEWUSER, NEWNS, NEWNET, NEWPID, NEWIPC: sched.h"""
_PR_SET_PDEATHSIG = 1
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 1, 2, 4, 8
_MS_REC, _MS_PRIVATE = 1 << 14, 1 << 18
_MOUNT_SETATTR = 442
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MOUNT_ATTR_RDONLY = 1
_INSIDE = 1000
"""Who the process is inside: nobody in particular, and not root, so that what it starts has no powers."""
_PLACE = Path("/tmp")  # noqa: S108 - covered by a file system of our own
_OUT_OF_SIGHT = ("/home", "/root", "/mnt", "/media", "/srv", "/run", "/var/tmp", "/dev/shm")  # noqa: S108
_NOT_POSSIBLE = 97


class SeclusionError(Exception):
    """This system does not let a process be shut off."""


class _Attributes(ctypes.Structure):
    """`struct mount_attr` of mount_setattr(2)."""

    _fields_ = (
        ("attr_set", ctypes.c_uint64),
        ("attr_clr", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("userns_fd", ctypes.c_uint64),
    )


class Secluded(NamedTuple):
    """A process that is shut off: `place` is where it may write, or None if it has to find one itself."""

    place: Path | None


def run_secluded(work: Callable[[Secluded], int], place_bytes: int, needed: Path) -> int:
    """Run `work` shut off, in a process of its own where that is possible, and return what it returns.

    `place_bytes` is how much it may write; `needed` is a folder that must stay in sight. Raises
    SeclusionError.
    """
    if sys.platform != "linux":
        raise SeclusionError
    libc = ctypes.CDLL(None, use_errno=True)
    code = _in_a_child(libc, lambda: _in_namespaces(libc, work, place_bytes, needed))
    if code != _NOT_POSSIBLE:
        return code
    if not syscall_filter.install(libc):
        raise SeclusionError
    return work(Secluded(None))


def _in_namespaces(libc: ctypes.CDLL, work: Callable[[Secluded], int], place_bytes: int, needed: Path) -> int:
    try:
        _enter(libc)
        _cover(libc, place_bytes, needed)
    except OSError:
        return _NOT_POSSIBLE

    def begin() -> int:
        with suppress(
            OSError
        ):  # a container's own /proc cannot always be covered; it shows no more than it did
            _mount(libc, "proc", Path("/proc"), _MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
        syscall_filter.install(libc)
        return work(Secluded(_PLACE))

    return _in_a_child(libc, begin)


def _in_a_child(libc: ctypes.CDLL, work: Callable[[], int]) -> int:
    """Run `work` in a child that ends with this process; return its exit code."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() in {parent, 0}:  # 0: the parent is outside of this process's namespace
            code = work()
    finally:
        os._exit(code)


def _enter(libc: ctypes.CDLL) -> None:
    user, group = os.getuid(), os.getgid()
    _checked(libc.unshare(_NAMESPACES))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_INSIDE} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{_INSIDE} {group} 1")


def _cover(libc: ctypes.CDLL, place_bytes: int, needed: Path) -> None:
    """Make every file system read-only, put one in memory over the place, and hide what nobody needs."""
    _checked(libc.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None))
    read_only = _Attributes(attr_set=_MOUNT_ATTR_RDONLY)
    size = ctypes.sizeof(read_only)
    libc.syscall(  # kernels before 5.12 have it not; the rest holds all the same
        _MOUNT_SETATTR, _AT_FDCWD, b"/", _AT_RECURSIVE, ctypes.byref(read_only), size
    )
    guarded = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
    _mount(libc, "tmpfs", _PLACE, guarded, f"size={place_bytes},mode=0700")
    for name in _OUT_OF_SIGHT:
        folder = Path(name)
        if folder.is_dir() and not folder.is_symlink() and not needed.is_relative_to(folder):
            _mount(libc, "tmpfs", folder, guarded | _MS_RDONLY, "size=4k,mode=0700")


def _mount(libc: ctypes.CDLL, kind: str, folder: Path, flags: int, options: str = "") -> None:
    _checked(libc.mount(kind.encode(), os.fsencode(folder), kind.encode(), flags, options.encode() or None))


def _checked(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
