"""The program with a window: fonts, style, the lanes, and the main window.

Rule: nothing is read from the person's settings and nothing is kept there. An error that nobody foresaw
is reported where every such error is, told to the person, and closes the window.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.resources import resource
from desktop.ui import farewell
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


def run(
    mishap: Callable[[BaseException], str],
    vault: Path | None = None,
    key_file: Path | None = None,
    passphrase: str | None = None,
    advice: Sequence[str] = (),
) -> int:
    """Open the window and return the exit code; `passphrase` is only ever that of the worked example.

    `mishap` reports an error that nobody foresaw, and returns what the person is told of it. `advice` is what
    stands on the first page: sentences about this computer.
    """
    application = QApplication([sys.argv[0]])
    dress(application)
    lanes = Lanes()
    window = MainWindow(lanes, vault, key_file)
    window.unlock_page.advise(advice)
    faults: list[BaseException] = []

    def fault(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        faults.append(error)
        if len(faults) == 1:  # others that follow from it, while its message stands, add nothing
            lanes.cancel_all()
            _say_fault(window, mishap(error))
            application.exit(1)

    before, sys.excepthook = sys.excepthook, fault
    try:
        window.show()
        if vault is not None and passphrase is not None:
            facts = Unlocking(vault, passphrase, key_file)
            QTimer.singleShot(0, window, lambda: window.unlock_vault(facts))
        with farewell.heeded(window):
            return application.exec()
    finally:
        sys.excepthook = before
        lanes.stop()


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


def _say_fault(window: MainWindow, told: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Critical, "Strongroom", told, parent=window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
