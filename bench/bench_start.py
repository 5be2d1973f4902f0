"""P14: from the start of the program to the painted unlock prompt, against a bare window of the toolkit."""

import os
import sys

from paired import Rival, call, compare

_BARE = (
    "from PySide6.QtWidgets import QApplication, QLabel; from PySide6.QtCore import QTimer;"
    "a = QApplication([]); w = QLabel('bare'); w.show(); QTimer.singleShot(0, a.quit); a.exec()"
)
_OURS = (
    "from PySide6.QtWidgets import QApplication; from PySide6.QtCore import QTimer;"
    "from desktop.ui.application import dress; from desktop.ui.main_window import MainWindow;"
    "from desktop.ui.work import Lanes; a = QApplication([]); dress(a); lanes = Lanes();"
    "w = MainWindow(lanes, None, None); w.show(); QTimer.singleShot(0, a.quit); a.exec(); lanes.stop()"
)


def main() -> None:
    """Print the times and ratios."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    compare(
        "Start to the unlock prompt",
        Rival("the program", lambda: call(sys.executable, "-c", _OURS)),
        Rival("a bare window", lambda: call(sys.executable, "-c", _BARE)),
        Rival("python alone", lambda: call(sys.executable, "-c", "pass")),
        goal="at least 0.74 of a bare window's time",
        runs=7,
    )


if __name__ == "__main__":
    main()
