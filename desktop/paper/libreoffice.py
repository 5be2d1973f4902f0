"""LibreOffice, where it is installed: found, told what it may not do, and run on one document.

Rule: only where systems install it is it looked for, never along a search path. It runs without its starter,
with a profile made for this one run: no macros, nothing linked or fetched, no Java, no copies for recovery,
no list of recent files. Its files are where the caller says, and the caller takes them away.
"""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from desktop.paper.messages import OfficeFormat

if sys.platform != "win32":
    import resource  # loaded now: once a process is shut off, Python itself may be out of sight

_PLACES = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/usr/local/lib/libreoffice/program",
)
_OPT = "/opt"
_PROGRAM = "soffice.bin"
_RESTART = 81
"""What it returns when it has made its profile and wants to be started again."""
_STARTS = 3
_ADDRESSES = 4 * 1024**3
"""Bytes of address space: with its libraries it reserves several times what it uses."""
_PAUSE = 0.1
_PR_SET_PDEATHSIG = 1
_FILTERS: dict[OfficeFormat, tuple[str, str]] = {
    "docx": ("MS Word 2007 XML", "writer"),
    "doc": ("MS Word 97", "writer"),
    "rtf": ("Rich Text Format", "writer"),
    "odt": ("writer8", "writer"),
    "ods": ("calc8", "calc"),
    "odp": ("impress8", "impress"),
    "odg": ("draw8", "draw"),
}
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "CheckDocumentEvents", "false"),
    ("Common/Misc", "UseOpenCL", "false"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Save/Document", "AutoSave", "false"),
    ("Common/History", "PickListSize", "0"),
    ("Recovery/AutoSave", "Enabled", "false"),
    ("Recovery/RecoveryInfo", "Enabled", "false"),
    ("Java/VirtualMachine", "Enable", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
)
"""Beneath org.openoffice.Office; of links, 0 is never in Writer, and 1 is never in Calc."""


class Allowed(NamedTuple):
    """What a run may use: seconds of wall time and of processor, bytes of its own memory and of a file."""

    seconds: float
    processor_seconds: int
    memory_bytes: int
    file_bytes: int


class LibreOffice(NamedTuple):
    """An installed LibreOffice."""

    program: Path
    name: str
    """With its version, such as "LibreOffice 7.4"."""


def installed() -> LibreOffice | None:
    """Return the LibreOffice of this computer, or None."""
    if sys.platform != "linux":
        return None
    opt = sorted(Path(_OPT).glob("libreoffice*/program"), reverse=True)
    for folder in (*map(Path, _PLACES), *opt):
        program = folder / _PROGRAM
        if os.access(program, os.X_OK):
            return LibreOffice(program.resolve(), _name(folder / "bootstraprc"))
    return None


def convert(
    found: LibreOffice,
    document: Path,
    kind: OfficeFormat,
    *,
    place: Path,
    allowed: Allowed,
    alive: Callable[[], None],
) -> Path | None:
    """Return the PDF made of `document`, in `place`; None if none was made.

    `alive` is called while it works, and may raise.
    """
    profile, out = place / "profile", place / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
    reader, application = _FILTERS[kind]
    command = [
        str(found.program),
        "--headless",
        "--invisible",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--nofirststartwizard",
        f"-env:UserInstallation={profile.as_uri()}",
        f"--infilter={reader}",
        "--convert-to",
        f"pdf:{application}_pdf_Export",
        "--outdir",
        str(out),
        str(document),
    ]
    ends = time.monotonic() + allowed.seconds
    for _start in range(_STARTS):
        if _run(command, place, allowed, ends, alive) != _RESTART:
            break
    made = out / f"{document.stem}.pdf"
    return made if made.is_file() and not made.is_symlink() else None


def _run(
    command: list[str], place: Path, allowed: Allowed, ends: float, alive: Callable[[], None]
) -> int | None:
    libc = ctypes.CDLL(None)

    def limit() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        for kind, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_DATA, allowed.memory_bytes),
            (resource.RLIMIT_AS, _ADDRESSES),
            (resource.RLIMIT_FSIZE, allowed.file_bytes),
            (resource.RLIMIT_CPU, allowed.processor_seconds),
        ):
            resource.setrlimit(kind, (most, most))

    environment = {"HOME": str(place), "TMPDIR": str(place), "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    with subprocess.Popen(  # noqa: S603 - a program in a place of the system's own
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=place,
        env=environment,
        start_new_session=True,
        preexec_fn=limit,  # noqa: PLW1509 - the process that starts it has one thread
    ) as running:
        try:
            while running.poll() is None:
                if time.monotonic() > ends:
                    return None
                alive()
                time.sleep(_PAUSE)
        finally:
            running.kill()
        return running.returncode


def _name(bootstrap: Path) -> str:
    try:
        found = re.search(r"^ProductKey=([\w .-]{1,60})$", bootstrap.read_text("utf-8"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        found = None
    return found[1].strip() if found else "LibreOffice"


def _registry() -> str:
    items = "".join(
        f"<item oor:path={quoteattr(f'/org.openoffice.Office.{path}')}>"
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )
