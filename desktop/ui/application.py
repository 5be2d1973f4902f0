"""The program with a window: fonts, style, the lanes, and the main window.

Rule: nothing is read from the person's settings and nothing is kept there. An error that nobody foresaw
closes the window and is raised again, so that it is reported where every such error is.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.resources import resource
from desktop.ui.gate import Unlocking
from desktop.ui.main_window import MainWindow
from desktop.ui.work import Lanes

_COLOURS = {
    QPalette.ColorRole.Window: "#f4f5f7",
    QPalette.ColorRole.WindowText: "#1c2430",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f7f8fa",
    QPalette.ColorRole.Text: "#1c2430",
    QPalette.ColorRole.PlaceholderText: "#5f6b7a",
    QPalette.ColorRole.Button: "#ffffff",
    QPalette.ColorRole.ButtonText: "#1c2430",
    QPalette.ColorRole.Highlight: "#1f4e79",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.ToolTipBase: "#1c2430",
    QPalette.ColorRole.ToolTipText: "#ffffff",
}


def run(vault: Path | None = None, key_file: Path | None = None, passphrase: str | None = None) -> int:
    """Open the window and return the exit code; `passphrase` is only ever that of the worked example."""
    application = QApplication([sys.argv[0]])
    dress(application)
    lanes = Lanes()
    window = MainWindow(lanes, vault, key_file)
    faults: list[BaseException] = []

    def fault(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        faults.append(error)
        if len(faults) == 1:
            _say_fault(window)
            application.exit(1)

    before, sys.excepthook = sys.excepthook, fault
    try:
        window.show()
        if vault is not None and passphrase is not None:
            facts = Unlocking(vault, passphrase, key_file)
            QTimer.singleShot(0, window, lambda: window.unlock_vault(facts))
        code = application.exec()
    finally:
        sys.excepthook = before
        lanes.stop()
    if faults:
        raise faults[0]
    return code


def dress(application: QApplication, families: Sequence[str] = ("Bold", "Regular")) -> None:
    """Give the application its name, style, colours and letters; sizes stay the system's."""
    application.setApplicationName("Strongroom")
    application.setStyle("Fusion")
    palette = QPalette(QColor("#ffffff"), QColor("#f4f5f7"))
    for role, colour in _COLOURS.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#6b7684"))
    application.setPalette(palette)
    for family in families:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/AtkinsonHyperlegible-{family}.ttf")))
    font = QFont(application.font())
    font.setFamilies(["Atkinson Hyperlegible", *font.families()])
    application.setFont(font)
    application.setStyleSheet(resource("style/strongroom.qss").read_text("utf-8"))
    application.setWindowIcon(QIcon(str(resource("icons/strongroom.svg"))))


def _say_fault(window: MainWindow) -> None:
    window.lanes.cancel_all()
    QMessageBox.critical(
        window,
        "Strongroom",
        "Strongroom met an error it did not know, and closes. What the ledger holds is safe.",
    )
