"""Printing through the toolkit, on systems that have no CUPS: so on Windows (T13).

Rule: pages are drawn by the worker at the printer's own sharpness, and only pixels reach the system. What the
system keeps cannot be read here, so it is told each time that it may; how a job ends is known only as far as
the system took it. Not tried on a real Windows machine.
"""

import io
from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.custody.print_jobs import End, Setup
from desktop.custody.printers import Keeps, Printer
from desktop.custody.printing_errors import PrinterNotReadyError
from desktop.office.office import Office
from desktop.ui.pictures import pixels_of

_MOST_DPI = 600
_SHARP_DPI = 300


class SystemPrinting:
    """The printers that the toolkit knows."""

    def __init__(self, office: Office) -> None:
        """Draw pages in the office's reading room."""
        self._room = office.room

    def printers(self) -> list[Printer]:
        """Return the printers."""
        return [_described(found) for found in QPrinterInfo.availablePrinters()]

    def printer(self, name: str) -> Printer:
        """Return one printer as it is now."""
        found = QPrinterInfo.printerInfo(name)
        if found.isNull():
            raise PrinterNotReadyError(printer=name, why="there is no such printer on this computer")
        return _described(found)

    def keeps(self) -> Keeps:
        """Return that it cannot be read."""
        return "unknown"

    def send(self, setup: Setup, title: str, document: bytes) -> str:
        """Draw each page of a PDF on the printer; return the title."""
        printer = QPrinter(QPrinterInfo.printerInfo(setup.printer), QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setFullPage(True)
        printer.setResolution(min(printer.resolution(), _MOST_DPI))
        printer.setDuplex(
            QPrinter.DuplexMode.DuplexLongSide if setup.two_sided else QPrinter.DuplexMode.DuplexNone
        )
        printer.setColorMode(QPrinter.ColorMode.Color if setup.colour else QPrinter.ColorMode.GrayScale)
        source = io.BytesIO(document)
        pages = self._room.inspect(source, name=title).pages or 0
        painter = QPainter()
        if not painter.begin(printer):
            raise PrinterNotReadyError(printer=setup.printer, why="it takes no job")
        whole = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        stopped = 0
        try:
            for number in range(1, pages + 1):
                if number > 1 and not printer.newPage():
                    stopped = number
                    break
                dpi = min(printer.resolution(), _SHARP_DPI)
                drawn = self._room.page_image(source, number, dpi, grey=not setup.colour, name=title)
                painter.drawImage(whole, pixels_of(drawn))
        except BaseException:
            printer.abort()
            raise
        finally:
            painter.end()
        if stopped:
            raise PrinterNotReadyError(printer=setup.printer, why=f"it stopped at page {stopped}")
        if printer.printerState() in {QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error}:
            raise PrinterNotReadyError(printer=setup.printer, why="the job failed")
        return title

    def follow(self, printer: str, job: str, progress: Callable[[float], None]) -> tuple[End, str]:
        """Return that the system took the job: it tells no more."""
        del printer, job
        progress(1.0)
        return "completed", ""


def _described(found: QPrinterInfo) -> Printer:
    state = found.state()
    return Printer(
        name=found.printerName(),
        device="smb://elsewhere" if found.isRemote() else f"local:/{found.printerName()}",
        model=found.makeAndModel() or found.description(),
        waiting="it reports an error" if state == QPrinter.PrinterState.Error else "",
        two_sided=len(found.supportedDuplexModes()) > 1,
        colour=QPrinter.ColorMode.Color in found.supportedColorModes(),
    )
