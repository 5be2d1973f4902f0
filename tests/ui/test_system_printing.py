"""Printing through the toolkit, as far as it can be tried without a Windows machine: into a PDF of Qt."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.custody.print_jobs import Setup
from desktop.custody.printing_errors import PrinterNotReadyError
from desktop.ui import system_printing
from desktop.ui.system_printing import SystemPrinting
from tests.ui.hands import Hands, pdf


def test_a_printer_that_is_not_there_is_named(hands: Hands) -> None:
    with pytest.raises(PrinterNotReadyError, match="no such printer"):
        SystemPrinting(hands.desk.office).printer("Nowhere")


def test_what_is_kept_of_prints_is_never_taken_to_be_nothing(hands: Hands) -> None:
    assert SystemPrinting(hands.desk.office).keeps() == "unknown"


def test_each_page_is_drawn_whole_and_in_order(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "printed.pdf"

    def into_a_file(_info: QPrinterInfo, mode: QPrinter.PrinterMode) -> QPrinter:
        printer = QPrinter(mode)
        printer.setOutputFileName(str(out))
        return printer

    into_a_file.PrinterMode = QPrinter.PrinterMode  # type: ignore[attr-defined]
    for name in ("DuplexMode", "ColorMode", "PrinterState", "Unit"):
        setattr(into_a_file, name, getattr(QPrinter, name))
    monkeypatch.setattr(system_printing, "QPrinter", into_a_file)
    document = pdf(tmp_path / "slip.pdf", 2).read_bytes()
    assert (
        SystemPrinting(hands.desk.office).send(Setup("Any"), "Strongroom 0001", document) == "Strongroom 0001"
    )
    with pypdfium2.PdfDocument(out) as printed:
        assert len(printed) == 2
        assert [round(length) for length in printed[0].get_size()] == [595, 842]
        drawn = printed[0].render(scale=0.5, grayscale=True).to_pil()
    assert drawn.getextrema()[0] < 200, "something stands on the page"
