"""Printers: which may be used, the exceptions that were made, and what the system keeps of a print (T13).

Rule: a page goes only to a printer that is joined to this computer. One that makes files, that stands
elsewhere or that others share is refused, or is an exception with an authority and a reason that is an
entry; an exception ends by itself when its printer is joined in another way. What the system keeps of what
was printed is told at every print until it keeps nothing, and entered once for each change.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import UnknownReferenceError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.printing_errors import PrinterNotReadyError, PrinterRefusedError

if TYPE_CHECKING:
    from desktop.custody.register import Register

Keeps = Literal["files", "unknown", "names", "nothing"]
"""What the system keeps of a finished print: the pages themselves; it cannot be read; only when which job was
printed; nothing, not even that, so that how a job ended cannot be read back."""

_JOINED = frozenset({"local", "usb", "parallel", "serial", "hp", "canon-usb", "gutenprint53+usb", "usblp"})
_REACHED = frozenset({"ipp", "ipps", "http", "https", "lpd", "socket", "ippusb", "hpfax"})
_THIS_COMPUTER = re.compile(r"localhost|127(?:\.\d{1,3}){3}|\[::1\]", re.IGNORECASE)
_MAKES_FILES = re.compile(
    r"\bpdf\b|cups-pdf|\bxps\b|postscript printer to file|onenote|print to file|\bfax\b", re.IGNORECASE
)
_FILE_SCHEMES = frozenset({"file", "cups-pdf", "pdf", "tofile", "pipe", "null"})
_DEVICE = re.compile(r"([A-Za-z][\w.+-]*):(?://(?:[^/@]*@)?(\[[^\]]*\]|[^/:?]*))?")

TOLD: dict[Keeps, str] = {
    "files": (
        "This computer keeps what it printed: the pages lie in its spool in clear. Have PreserveJobFiles set"
        " to No (on Windows: “Keep printed documents” off in the printer's properties)."
    ),
    "unknown": (
        "Whether this computer keeps what it printed cannot be read; it may. Have it looked at by whoever"
        " cares for it: PreserveJobFiles is to be No (on Windows: “Keep printed documents” off)."
    ),
    "names": "",
    "nothing": (
        "This computer forgets finished prints at once, so how a print ended cannot be read back. Have"
        " PreserveJobHistory set to Yes; PreserveJobFiles stays No."
    ),
}
"""What a person is told at every print, until there is nothing to tell."""


class Printer(NamedTuple):
    """A printer as the system describes it. `device` says how it is joined, without names and passwords."""

    name: str
    device: str
    model: str = ""
    waiting: str = ""
    """Why it takes or prints nothing now, or empty."""
    shared: bool = False
    """Whether this computer offers it to others."""
    several: bool = False
    """Whether it is a class of printers, any of which may print."""
    two_sided: bool = False
    colour: bool = False
    trays: Sequence[str] = ()


class Excepted(msgspec.Struct, frozen=True):
    """A printer that is used although the rule refuses it."""

    printer: str
    device: str
    why: str
    authority: str
    reason: str
    since: date
    entry: int
    ended: date | None = None


class PrinterExcepted(Event, frozen=True, kw_only=True, tag="printer-excepted"):
    """A printer may be used although the rule refuses it."""

    words: ClassVar[str] = (
        "The printer {printer} was excepted, though {why}. Authority: {authority}. Reason: {reason}."
    )

    printer: str
    device: str
    why: str
    authority: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the exception."""
        register.printers[self.printer] = Excepted(
            self.printer, self.device, self.why, self.authority, self.reason, line.hand.day, line.number
        )


class PrinterExceptionEnded(Event, frozen=True, kw_only=True, tag="printer-exception-ended"):
    """A printer is used no more."""

    words: ClassVar[str] = "The printer {printer} is excepted no more: {reason}."

    printer: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """End the exception."""
        found = register.printers[self.printer]
        register.printers[self.printer] = msgspec.structs.replace(found, ended=line.hand.day)


class SpoolSeen(Event, frozen=True, kw_only=True, tag="spool-seen"):
    """What the system keeps of prints was read, and is another thing than before."""

    keeps: Keeps

    def said(self) -> str:
        """Return what was read."""
        if self.keeps == "names":
            return "This computer keeps nothing of the pages that it prints."
        return TOLD[self.keeps].partition(". ")[0].partition(" Have ")[0].rstrip(".") + "."

    def change(self, register: "Register", line: Line) -> None:
        """Note it."""
        register.spool = self.keeps


Events = PrinterExcepted | PrinterExceptionEnded | SpoolSeen


def why_not(printer: Printer) -> str:
    """Return why the rule refuses a printer, as the end of a sentence, or an empty text."""
    found = _DEVICE.match(printer.device)
    scheme, host = (found[1].lower(), found[2] or "") if found else ("", "")
    if scheme in _FILE_SCHEMES or _MAKES_FILES.search(f"{printer.name} {printer.model} {scheme}"):
        return "it makes files of what is printed"
    if printer.several:
        return "it is a class of printers, and any of them may print"
    if printer.shared:
        return "this computer shares it with others"
    if scheme in _JOINED or (scheme in _REACHED and _THIS_COMPUTER.fullmatch(host)):
        return ""
    if scheme in _REACHED or scheme in {"smb", "dnssd", "beh"}:
        return "it is reached over the network, so pages leave this computer"
    return "how it is joined to this computer is not known"


def may_print(register: "Register", hand: Hand, *, printer: Printer) -> None:
    """Raise PrinterRefusedError if a printer may not be used, PrinterNotReadyError if it would not print."""
    why = why_not(printer)
    known = register.printers.get(printer.name)
    if why and not (known and known.ended is None and known.device == printer.device):
        raise PrinterRefusedError(printer=printer.name, why=why)
    if printer.waiting:
        raise PrinterNotReadyError(printer=printer.name, why=printer.waiting)


def except_printer(
    register: "Register", hand: Hand, *, printer: Printer, authority: str, reason: str
) -> list[Event]:
    """Let a printer be used that the rule refuses, as long as it is joined as it is now."""
    why = why_not(printer)
    if not why:
        raise WrongStateError(
            thing=printer.name,
            state="a printer that may be used",
            act="excepted",
            advice="Print on it; no exception is needed.",
        )
    known = register.printers.get(printer.name)
    if known and known.ended is None and known.device == printer.device:
        raise WrongStateError(
            thing=printer.name,
            state=f"excepted since {dates.day(known.since)}",
            act="excepted again",
            advice="Print on it. Nothing was changed.",
        )
    return [
        PrinterExcepted(
            printer=printer.name,
            device=printer.device,
            why=why,
            authority=facts.needed("the authority", authority),
            reason=facts.needed("the reason", reason).rstrip("."),
        )
    ]


def end_exception(register: "Register", hand: Hand, *, printer: str, reason: str) -> list[Event]:
    """Use a printer no more that was an exception."""
    known = register.printers.get(printer.strip())
    if known is None or known.ended is not None:
        raise UnknownReferenceError(noun="excepted printer", reference=printer, listed="printers list")
    dates.not_before("The day it ends", hand.day, known.since, "the exception was made later")
    return [
        PrinterExceptionEnded(printer=known.printer, reason=facts.needed("the reason", reason).rstrip("."))
    ]


def spool_seen(register: "Register", hand: Hand, *, keeps: Keeps) -> list[Event]:
    """Enter what the system keeps of prints, where that is another thing than was last entered."""
    return [] if keeps == register.spool else [SpoolSeen(keeps=keeps)]
