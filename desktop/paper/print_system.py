"""What a print system answers, whichever prints: CUPS, or the window on systems that have no CUPS.

Rule: synchronous, and used from one thread at a time. Its errors are PrinterNotReadyError and
NoPrintSystemError.
"""

from collections.abc import Callable
from typing import Protocol

from desktop.custody.print_jobs import End, Setup
from desktop.custody.printers import Keeps, Printer


class PrintSystem(Protocol):
    """What prints on this computer; `paper.cups` on systems that have it, the window's own on others."""

    def printers(self) -> list[Printer]:
        """Return the printers."""

    def printer(self, name: str) -> Printer:
        """Return one printer as it is now."""

    def keeps(self) -> Keeps:
        """Return what is kept of a finished job."""

    def send(self, setup: Setup, title: str, document: bytes) -> str:
        """Send a PDF; return the job's name."""

    def follow(self, printer: str, job: str, progress: Callable[[float], None]) -> tuple[End, str]:
        """Wait for the end of a job."""
