"""Printing through CUPS, by its own programs: which printers there are, a job sent, watched, taken back.

Rule: only the print system of this computer is spoken to. What is printed goes through a pipe, so no file of
ours holds it; programs are named whole, no shell reads a word, and no setting of the person's reaches them.
A job counts as finished only when the system says that it came out: one that is held, or whose printer stops
or is gone, is taken back at once, so that it is not printed later behind somebody's back.
"""

import contextlib
import re
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from desktop.custody.print_jobs import End, Setup
from desktop.custody.printers import Keeps, Printer
from desktop.custody.printing_errors import NoPrintSystemError, PrinterNotReadyError

_FOLDERS = ("/usr/bin", "/usr/sbin", "/bin")
_SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd")
_SETTINGS = Path("/etc/cups/cupsd.conf")
_SECONDS = 30.0
_BETWEEN = 0.4
"""Seconds between two looks at a job."""

_OPTION = re.compile(r"""([\w.-]+)(?:=((?:'(?:[^'\\]|\\.)*'|\\.|[^\s'])*))?""")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\\(.)|([^'\\]+)")
_DEVICES = re.compile(r"^device for ([^-:\s][^:\s]*):", re.MULTILINE)
"""Not those that begin with a dash, which the programs would take for one of their options."""
_SENT = re.compile(r"request id is (\S+-\d+) ")
_ENDED = re.compile(r"is already (completed|canceled|aborted)", re.IGNORECASE)
_STOPPED = re.compile(r"^printer \S+ disabled since[^\n]*\n\s*([^\n]*)", re.MULTILINE)
_STATUS = re.compile(r"^\s*Status: *(\S[^\n]*)", re.MULTILINE)
_ALERTS = re.compile(r"^\s*Alerts: *([^\n]*)", re.MULTILINE)
_HELD = re.compile(r"resources-are-not-ready|job-hold-until-specified|job-stopped|printer-stopped")
_TWO_SIDED, _COLOUR, _CLASS, _REMOTE = 0x10, 0x8, 0x1, 0x2
"""CUPS's cups_ptype_e."""
_TRAYS = re.compile(r"^InputSlot/[^:]*: *([^\n]*)", re.MULTILINE)
_KEEP = re.compile(r"^\s*Preserve(Job(?:Files|History))\s+(\S+)", re.MULTILINE | re.IGNORECASE)


class Cups(NamedTuple):
    """The CUPS of this computer; `server` as its programs take it."""

    server: str
    settings: Path = _SETTINGS
    patience: float = 60.0
    """Seconds for which a printer may do nothing while a job waits for it."""

    def printers(self) -> list[Printer]:
        """Return its printers. Raises NoPrintSystemError."""
        said = self._run("lpstat", "-v")
        if "No destinations added" in said.stderr or not said.stdout.strip():
            self._answers()
            return []
        return [self._printer(name) for name in _DEVICES.findall(said.stdout)]

    def printer(self, name: str) -> Printer:
        """Return one printer as it is now. Raises NoPrintSystemError, PrinterNotReadyError."""
        if name not in _DEVICES.findall(self._run("lpstat", "-v").stdout):
            self._answers()
            raise PrinterNotReadyError(printer=name, why="there is no such printer on this computer")
        return self._printer(name)

    def keeps(self) -> Keeps:
        """Return what is kept of a finished job: by the settings, or by what CUPS does unasked."""
        try:
            found = {
                name.lower(): value.lower() for name, value in _KEEP.findall(self.settings.read_text("utf-8"))
            }
        except (OSError, UnicodeDecodeError):
            said = self._run("cupsctl")
            found = {
                name.lower(): value.lower()
                for name, value in re.findall(r"^Preserve(Job\w+)=(\S+)", said.stdout, re.MULTILINE)
            }
            if said.returncode or not said.stdout.strip():
                return "unknown"
        if found.get("jobhistory", "yes") in _NO:
            return "nothing"
        return "names" if found.get("jobfiles", "86400") in _NO else "files"

    def send(self, setup: Setup, title: str, document: bytes) -> str:
        """Send a document as a job; return its name. Raises PrinterNotReadyError, NoPrintSystemError."""
        options = [
            f"sides={'two-sided-long-edge' if setup.two_sided else 'one-sided'}",
            f"print-color-mode={'color' if setup.colour else 'monochrome'}",
            "job-sheets=none",
            "print-scaling=none",
            "document-format=application/pdf",
            *([f"media-source={setup.tray}", f"InputSlot={setup.tray}"] if setup.tray else []),
        ]
        words = [word for option in options for word in ("-o", option)]
        said = self._run("lp", "-d", setup.printer, "-t", title, "-n", "1", *words, "-", given=document)
        found = _SENT.search(said.stdout)
        if found is None:
            self._answers()
            raise PrinterNotReadyError(printer=setup.printer, why=_reason(said.stderr, "it took nothing"))
        return found[1]

    def follow(self, printer: str, job: str, progress: Callable[[float], None]) -> tuple[End, str]:
        """Wait for a job's end, and return how it ended, with why; what `progress` raises takes it back."""
        idle_since = None
        try:
            while True:
                progress(0.0)
                seen = self._look(printer, job)
                if seen is not None:
                    return seen
                idle = " is idle." in self._run("lpstat", "-p", printer).stdout
                idle_since = (idle_since or time.monotonic()) if idle else None
                if idle_since is not None and time.monotonic() - idle_since > self.patience:
                    return "failed", self._taken_back(job, "it does nothing, though a job waits")
                time.sleep(_BETWEEN)
        except BaseException:
            self.take_back(job)
            raise

    def take_back(self, job: str) -> bool:
        """Cancel a job that is not finished; return whether it surely waits no more."""
        with contextlib.suppress(NoPrintSystemError):
            said = self._run("cancel", job)
            return said.returncode == 0 or bool(_ENDED.search(said.stderr)) or "does not exist" in said.stderr
        return False

    def _look(self, printer: str, job: str) -> tuple[End, str] | None:
        """Return how a job ended, or None while it is being printed."""
        waiting = self._run("lpstat", "-l", "-W", "not-completed", "-o", printer)
        mine = _part_of(waiting.stdout, job)
        if not mine:
            return self._ended(printer, job)
        stopped = _STOPPED.search(self._run("lpstat", "-p", printer).stdout)
        status = _STATUS.search(mine)
        alerts = _ALERTS.search(mine)
        why = status[1] if status else ""
        if stopped:
            why = stopped[1] or why or "it stopped"
        elif not (alerts and _HELD.search(alerts[1])):
            return None
        return "failed", self._taken_back(job, _plain(why) or "it did not take the job")

    def _taken_back(self, job: str, why: str) -> str:
        """Take a job back, and return why, with what may be left of it."""
        return why if self.take_back(job) else f"{why}; the job could not be taken back and may yet come out"

    def _ended(self, printer: str, job: str) -> tuple[End, str]:
        """Ask how a job that waits no more has ended: only a refused cancel tells that."""
        said = self._run("cancel", job)
        found = _ENDED.search(said.stderr)
        done = found is not None and found[1].lower() == "completed"
        if not done and printer not in _DEVICES.findall(self._run("lpstat", "-v").stdout):
            return "failed", "the printer is gone"
        if found is None:
            return "not known", "the print system does not say how it ended"
        ends: dict[str, End] = {"completed": "completed", "canceled": "cancelled", "aborted": "failed"}
        end = ends[found[1].lower()]
        listed = self._run("lpstat", "-l", "-W", "completed", "-o", printer).stdout
        status = _STATUS.search(_part_of(listed, job))
        return end, _plain(status[1]) if status and end != "completed" else ""

    def _printer(self, name: str) -> Printer:
        said = _options(self._run("lpoptions", "-p", name).stdout)
        kind = int(said.get("printer-type", "0") or 0)
        accepts = said.get("printer-is-accepting-jobs", "true") == "true"
        waiting = "" if accepts else "it takes no jobs"
        stopped = _STOPPED.search(self._run("lpstat", "-p", name).stdout)
        if stopped:
            waiting = f"it is stopped ({_plain(stopped[1]) or 'no reason is given'})"
        trays = _TRAYS.search(self._run("lpoptions", "-p", name, "-l").stdout)
        device = said.get("device-uri", "")
        return Printer(
            name=name,
            device=re.sub(r"//[^/@]*@", "//", device) if not kind & _REMOTE else f"ipp://elsewhere/{name}",
            model=said.get("printer-make-and-model", ""),
            waiting=waiting,
            shared=said.get("printer-is-shared", "false") == "true" and self._shares(),
            several=bool(kind & _CLASS),
            two_sided=bool(kind & _TWO_SIDED),
            colour=bool(kind & _COLOUR),
            trays=[tray.lstrip("*") for tray in trays[1].split()] if trays else (),
        )

    def _shares(self) -> bool:
        """Whether this computer offers its printers to others at all; where that cannot be read, it may."""
        said = self._run("cupsctl").stdout
        found = re.search(r"^_share_printers=(\d)", said, re.MULTILINE)
        return found is None or found[1] == "1"

    def _answers(self) -> None:
        """Raise NoPrintSystemError unless the print system runs."""
        if "is running" not in self._run("lpstat", "-r").stdout:
            raise NoPrintSystemError(why="its scheduler does not run")

    def _run(self, program: str, *words: str, given: bytes | None = None) -> "Said":
        try:
            done = subprocess.run(  # noqa: S603 - the system's own program, and words that no shell reads
                [_found(program), "-h", self.server, *words],
                input=given if given is not None else b"",
                capture_output=True,
                timeout=_SECONDS if given is None else None,
                env={"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "SOFTWARE": ""},
                cwd="/",
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoPrintSystemError(why=f"{program} does not answer") from error
        return Said(
            done.returncode, *(part.decode("utf-8", "replace") for part in (done.stdout, done.stderr))
        )


class Said(NamedTuple):
    """What a program of the print system said."""

    returncode: int
    stdout: str
    stderr: str


def of_this_computer() -> Cups | None:
    """Return the CUPS of this computer, or None where there is none."""
    with contextlib.suppress(NoPrintSystemError):
        _found("lp")
        server = next((socket for socket in _SOCKETS if Path(socket).exists()), "localhost:631")
        return Cups(server)
    return None


def _found(program: str) -> str:
    for folder in _FOLDERS:
        file = Path(folder) / program
        if file.is_file():
            return str(file)
    raise NoPrintSystemError(why=f"the program {program} is not on this computer")


def _options(said: str) -> dict[str, str]:
    """Return the attributes that lpoptions lists: name=value, with values quoted as a shell would."""
    return {
        found[1]: "".join(
            re.sub(r"\\(.)", r"\1", one[1]) if one[1] is not None else one[2] or one[3] or ""
            for one in _QUOTED.finditer(found[2] or "")
        )
        for found in _OPTION.finditer(said)
    }


def _part_of(listed: str, job: str) -> str:
    """Return what a list of jobs says of one, or an empty text."""
    parts: Sequence[str] = re.split(r"^(?=\S)", listed, flags=re.MULTILINE)
    return next((part for part in parts if part.split(None, 1)[:1] == [job]), "")


def _reason(said: str, otherwise: str) -> str:
    return _plain(said.strip().rpartition("\n")[2].removeprefix("lp:").removeprefix(" Error -")) or otherwise


def _plain(why: str) -> str:
    """Return a reason as the end of a sentence."""
    text = " ".join(why.split()).rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


_NO = frozenset({"no", "off", "false", "0"})
