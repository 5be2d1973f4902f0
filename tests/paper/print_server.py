"""A real CUPS of the tests' own: its server, its settings, and printers that print into a folder or fail.

It listens on a socket of its own in a folder of its own. What its printers do is in `_BACKEND`, by the last
part of their address.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from desktop.paper.cups import Cups

_BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
cat "${{6:--}}" > "{out}/$1.part"
case "$DEVICE_URI" in
  */desk) ;;
  */jammed) echo "ERROR: The paper is jammed." >&2; exit 1 ;;
  */second) if [ -e "{out}/before" ]; then echo "ERROR: Out of toner." >&2; exit 1; fi; : > "{out}/before" ;;
  */refuses) exit 5 ;;
  */slow) exec sleep 60 ;;
esac
mv "{out}/$1.part" "{out}/$1.pdf"
printf '%s\\n%s\\n' "$3" "$5" > "{out}/$1.said"
"""
_SERVER = """Listen {folder}/cups.sock
WebInterface No
Browsing No
BrowseLocalProtocols none
DefaultShared No
DefaultAuthType None
LogLevel none
MaxLogSize 0
{keeps}
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """ServerRoot {folder}/root
ServerBin {folder}/programs
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
CacheDir {folder}/cache
StateDir {folder}/state
DataDir /usr/share/cups
ErrorLog {folder}/log/error
AccessLog {folder}/log/access
PageLog {folder}/log/page
User lp
Group lp
SystemGroup root
FileDevice Yes
"""
PRINTERS = {
    "Desk": "usb://Invented/desk",
    "Jammed": "usb://Invented/jammed",
    "Halting": "usb://Invented/jammed",
    "Second": "usb://Invented/second",
    "Refuses": "usb://Invented/refuses",
    "Slow": "usb://Invented/slow",
    "Paused": "usb://Invented/desk",
    "ToFile": "file:///tmp/strongroom-print-to-file",
    "Elsewhere": "socket://192.0.2.7:9100",
}
KEEPS_NAMES = "PreserveJobFiles No\nPreserveJobHistory Yes"


class PrintServer(NamedTuple):
    """A CUPS that runs: how the program speaks to it, and where its printers print."""

    cups: Cups
    folder: Path

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def printed(self) -> list[Path]:
        """Return what came out of its printers, in order."""
        return sorted(self.out.glob("*.pdf"), key=lambda file: int(file.stem))

    def said(self, file: Path) -> tuple[str, str]:
        """Return the title and the options that came with a job."""
        title, options = file.with_suffix(".said").read_text().splitlines()
        return title, options

    def do(self, program: str, *words: str) -> None:
        """Run one of CUPS's programs on it."""
        found = shutil.which(program, path="/usr/sbin:/usr/bin")
        assert found
        subprocess.run([found, "-h", self.cups.server, *words], check=True, capture_output=True)

    def spooled(self) -> list[Path]:
        """Return the pages that it keeps."""
        return list((self.folder / "spool").glob("d*"))

    def empty(self) -> None:
        """Take away what came out."""
        for file in self.out.iterdir():
            file.unlink()


@contextmanager
def print_server(keeps: str = KEEPS_NAMES) -> Iterator[PrintServer]:
    """Run a CUPS; skip, and say so, where there is none or it cannot be run."""
    cupsd = shutil.which("cupsd", path="/usr/sbin:/usr/bin")
    if sys.platform != "linux" or cupsd is None or os.geteuid():
        pytest.skip("NOTHING WAS PRINTED: cupsd is not here, or is not run by root (see scripts/debian.py)")
    folder = Path(tempfile.mkdtemp(prefix="strongroom-cups-"))
    _lay_out(folder, keeps)
    words = [cupsd, "-f", "-c", str(folder / "cupsd.conf"), "-s", str(folder / "cups-files.conf")]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            server = PrintServer(Cups(str(folder / "cups.sock"), folder / "cupsd.conf"), folder)
            _wait_for(folder / "cups.sock")
            for name, device in PRINTERS.items():
                server.do("lpadmin", "-p", name, "-E", "-v", device, "-o", "printer-is-shared=false")
            server.do("lpadmin", "-p", "Halting", "-o", "printer-error-policy=stop-printer")
            server.do("cupsdisable", "-r", "Out of paper", "Paused")
            yield server
        finally:
            running.terminate()
    shutil.rmtree(folder)


def _lay_out(folder: Path, keeps: str) -> None:
    for name in (
        "root/ppd",
        "programs/backend",
        "programs/daemon",
        "programs/filter",
        "cache",
        "state",
        "log",
    ):
        (folder / name).mkdir(parents=True)
    (folder / "spool/tmp").mkdir(parents=True)
    (folder / "out").mkdir()
    folder.chmod(0o755)
    for name in ("root", "root/ppd", "cache", "state", "log", "spool", "spool/tmp", "out"):
        shutil.chown(folder / name, "lp", "lp")
    (folder / "programs/daemon/cups-exec").symlink_to("/usr/lib/cups/daemon/cups-exec")
    for name in ("usb", "socket"):
        backend = folder / "programs/backend" / name
        backend.write_text(_BACKEND.format(out=folder / "out"))
        backend.chmod(0o755)
    (folder / "cupsd.conf").write_text(_SERVER.format(folder=folder, keeps=keeps))
    (folder / "cups-files.conf").write_text(_FILES.format(folder=folder))


def _wait_for(socket: Path) -> None:
    for _ in range(200):
        if socket.exists():
            return
        time.sleep(0.05)
    pytest.fail("cupsd did not start")
