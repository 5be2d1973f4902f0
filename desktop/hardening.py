"""What the whole process gives up before a secret can be typed: its picture on the disk, and strange code.

Rule: this comes first for the window, the command line and the workers alike, and needs nothing but Python's
own library. A process that crashes leaves no core and no crash dump (T13): both would hold the keys and the
documents that were open. Nobody else on the computer may look into its memory. No module is taken from the
working directory (T17). What the system does not let us give up is told, and the program goes on.

Linux: RLIMIT_CORE 0 and, since a core that is piped to a program ignores that limit, not dumpable, which also
keeps debuggers of the same account out. Windows: no error box, no heap in a report, no library from the
working directory. Other systems: RLIMIT_CORE 0.
"""

import os
import sys

_PR_SET_DUMPABLE = 4  # prctl(2)
_NO_ERROR_BOXES = 0x0001 | 0x0002 | 0x8000
"""SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SEM_NOOPENFILEERRORBOX: winbase.h"""
_NO_HEAP_AND_NO_BOX = 0x01 | 0x20 | 0x40 | 0x80
"""WER_FAULT_REPORTING_FLAG_NOHEAP, _NO_UI, _FLAG_NO_HEAP_ON_QUEUE, _DISABLE_SNAPSHOT_CRASH: werapi.h"""

_CORE = "This system did not let core dumps be switched off: after a crash, one may hold what was open."
_MEMORY = "This system did not close the program's memory: other programs of this account may read it."
_REPORTS = "Windows did not take its crash reports back: after a crash, one may hold what was open."


def forget_the_working_directory() -> None:
    """Import nothing from the directory the program is started in, unless the program itself lies there.

    `python -m` puts it first in `sys.path`, and an empty place in PYTHONPATH stands for it too. To be called
    before anything else is imported; what is imported above is there before the program begins.
    """
    root = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - pathlib is not there yet
    try:
        here = os.path.realpath(os.getcwd())  # noqa: PTH109 - the same
    except OSError:  # it was removed meanwhile: nothing can be imported from it
        here = ""
    if here == root or any(os.path.commonpath([here, own]) == own for own in _of_python(here)):
        return
    sys.path[:] = [place for place in sys.path if place and os.path.realpath(place) != here]


def harden() -> list[str]:
    """Switch off what would carry a secret out of this process; return, in sentences, what could not be.

    Children that run another program inherit the limits and none of the rest: a worker calls this itself.
    """
    return _switched_off()


def _of_python(here: str) -> list[str]:
    """Return the folders of Python itself: somebody may stand in one of them."""
    own = {os.path.realpath(folder) for folder in (sys.prefix, sys.base_prefix)}
    return [folder for folder in own if os.path.splitdrive(folder)[0] == os.path.splitdrive(here)[0]]


if sys.platform == "win32":

    def _switched_off() -> list[str]:
        import ctypes  # noqa: PLC0415 - not before the working directory is forgotten

        kernel = ctypes.WinDLL("kernel32")
        kernel.SetErrorMode(_NO_ERROR_BOXES)
        kernel.SetDllDirectoryW("")  # leaves the working directory out of where libraries are looked for
        return [_REPORTS] if kernel.WerSetFlags(_NO_HEAP_AND_NO_BOX) else []  # an HRESULT: 0 is well

else:

    def _switched_off() -> list[str]:
        told = [] if _no_core() else [_CORE]
        if sys.platform == "linux" and not _not_dumpable():
            told.append(_MEMORY)
        return told

    def _no_core() -> bool:
        import resource  # noqa: PLC0415 - not before the working directory is forgotten

        try:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (OSError, ValueError):
            return False
        return True

    def _not_dumpable() -> bool:
        import ctypes  # noqa: PLC0415 - the same

        try:
            closed: int = ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        except (OSError, AttributeError):  # a C library without it
            return False
        return closed == 0
