"""What the system must have beside Python, and how it gets there on Debian.

Rule: only what is missing is installed, only as root, and only on a system with apt-get; anybody
else is shown one line to copy. Elsewhere (Windows, other Linux systems) nothing is looked for.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

# What Qt loads, and the package that holds it; found by loading it, since an image may carry it unpackaged.
WINDOW = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
SCREEN = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# Programs that the tests use as judges, and the package that holds each.
JUDGES = {
    "Xvfb": "xvfb",
    "age": "age",
    "bwrap": "bubblewrap",
    "cupsd": "cups-daemon",
    "dbus-run-session": "dbus-daemon",
    "faketime": "faketime",
    "gcc": "gcc",
    "gnome-keyring-daemon": "gnome-keyring",
    "lp": "cups-client",
    "java": "default-jre-headless",
    "mkfs.ext4": "e2fsprogs",
    "mkfs.xfs": "xfsprogs",
    "pdftoppm": "poppler-utils",
    "qpdf": "qpdf",
    "soffice": "libreoffice-writer-nogui",
    "strace": "strace",
}
# Judges of papers that are kept, which are no programs of their own, and the package that holds each.
JARS = {
    "javax.activation.jar": "libactivation-java",
    "jaxb-api.jar": "libjaxb-api-java",
    "preflight.jar": "libpdfbox2-java",
}


def can_show_a_window() -> bool:
    """Return whether there is a display to open a window on."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def need_window_libraries(*, screen: bool) -> None:
    """Bring the libraries Qt loads, with those for a real screen if `screen`; stop if they cannot be had."""
    wanted = WINDOW | SCREEN if screen else WINDOW
    if not _bring([package for library, package in wanted.items() if not _loads(library)]):
        sys.exit("The window cannot open without these system libraries.")


def want_judges() -> None:
    """Bring the programs the tests use as judges; where they cannot be had, their tests say so."""
    missing = [package for program, package in JUDGES.items() if not shutil.which(program)]
    missing += [package for library, package in SCREEN.items() if not _loads(library)]  # for Xvfb
    missing += [package for jar, package in JARS.items() if not Path("/usr/share/java", jar).exists()]
    if "gcc" in missing:
        missing.append("libc6-dev")  # what it compiles with, which Debian only recommends with it
    if not _bring(missing):
        print("Going on: tests that need these programs will say so.")


def bring_venv() -> None:
    """Bring what Debian leaves out of its Python: the part that makes environments."""
    version = sysconfig.get_python_version()
    if not _bring([f"python{version}-venv"]):
        sys.exit("Python cannot make an environment without it.")


def _bring(packages: list[str]) -> bool:
    """Install `packages`, or name them; return whether nothing is missing any more."""
    if not packages or sys.platform != "linux":
        return True
    line = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        print("Missing on this system (by their names on Debian):", *packages)
        return False
    if os.geteuid() != 0:
        print("Missing on this system. Copy this line, then try again:\n")
        print(f"    sudo apt-get update && sudo {shlex.join(line)}\n")
        return False
    print("Installing system packages:", *packages, flush=True)
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["apt-get", "update"], line):
        command = [*words, "-qq", "-o", "Dpkg::Use-Pty=0"]
        done = subprocess.run(
            command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )
    return done.returncode == 0


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
