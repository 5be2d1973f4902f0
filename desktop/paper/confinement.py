"""What the worker gives up before it sees a document.

Rule: by the time a document arrives the process can open no file and no socket, start no program, write
to no disk and use only so much memory and time. Everything it needs is imported before.

On Linux: RLIMIT_NOFILE at what is open already (so every open, socket and pipe fails), RLIMIT_FSIZE 0,
RLIMIT_CORE 0, RLIMIT_NPROC 0, RLIMIT_AS; no new privileges; not dumpable; and, where the kernel lets an
ordinary user do so, a network namespace of its own with nothing in it. If the kernel refuses that, the
process goes on: without descriptors it cannot make a socket either way, and a filter on system calls refuses
all but local ones, and any look into another process. Around it all may stand a second wall (see bubblewrap),
which is not needed for any of this. The machine's fonts cannot be opened:
a document that embeds no fonts is drawn with those inside PDFium. Other POSIX systems: the resource limits.
Windows has none of these: there the only limit is time, kept by a watchdog inside the worker.
"""

import ctypes
import faulthandler
import sys

from desktop.paper import syscall_filter
from desktop.paper.messages import Limits

_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def confine(limits: Limits, descriptors: int) -> None:
    """Give up everything but the first `descriptors` descriptors, memory and time. Cannot be undone."""
    if sys.platform == "win32":
        return
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        syscall_filter.install(libc)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    import resource  # noqa: PLC0415 - not on Windows

    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, descriptors),
    ):
        resource.setrlimit(kind, (most, most))


def start_clock(limits: Limits, size: int) -> None:
    """Allow one job its time. The parent's own deadline comes first where it can wait on a pipe."""
    if sys.platform == "win32":
        faulthandler.dump_traceback_later(limits.allowance(size, limits.pages), exit=True)
        return
    import resource  # noqa: PLC0415 - not on Windows

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + limits.processor_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def stop_clock() -> None:
    """End the time of a job that is done."""
    if sys.platform == "win32":
        faulthandler.cancel_dump_traceback_later()
