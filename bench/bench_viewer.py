"""A document of 1,000 pages on the screen: its first page, and a hundred stops on the way to the last.

The window reads a sealed master through the worker; pdftoppm draws the same pages from a file in clear. The
longest freeze is the longest time in which the window heard nothing.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from paired import Rival, call, compare
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from desktop.custody import reviews
from desktop.office import opening, take_in, viewing
from desktop.office.opening import Bounds
from desktop.office.procedure import run
from desktop.office.take_in import Accession
from desktop.store.slots import KdfSettings
from desktop.ui.application import dress
from desktop.ui.desk import Desk
from desktop.ui.dialogs.viewing import Pages
from desktop.ui.viewer.view import PageView
from desktop.ui.work import Lanes

_PAGES = 1000
_STOPS = 100
_LINES = 45


def _text(file: Path) -> Path:
    canvas = Canvas(str(file), pageCompression=1)
    for page in range(1, _PAGES + 1):
        for line in range(_LINES):
            canvas.drawString(60, 790 - 16 * line, f"Page {page}, line {line}: some invented words")
        canvas.showPage()
    canvas.save()
    return file


class _Heart(QTimer):
    """Beats each millisecond, and notes the longest time between two beats."""

    def __init__(self) -> None:
        super().__init__()
        self.longest, self._last = 0.0, time.perf_counter()
        self.timeout.connect(self._beat)
        self.start(1)

    def begin(self) -> None:
        """Forget the time since the last beat: the window was not running."""
        self._last = time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


class _Reader:
    """Somebody who opens the document and goes through it."""

    def __init__(self, folder: Path, file: Path) -> None:
        settings = KdfSettings(memory_kib=64, passes=1, lanes=1)
        office = opening.create(
            folder / "vault",
            passphrase="an invented passphrase",  # noqa: S106 - of a vault that is thrown away
            board_name="Invented Board",
            operator="A. Keeper",
            key_file=folder / "device.key",
            bounds=Bounds(settings, settings),
        )
        office.do(reviews.open_review, reference="SCR-2026-01", authority="Invented")
        taken = run(take_in.take_in(office, file, Accession("SCR-2026-01", "minutes", "anonymised")))
        self.document = office.register.documents[taken.document]
        self.lanes = Lanes()
        self.desk = Desk(office, self.lanes)
        self.viewed = run(viewing.begin(office, taken.document, "To measure"))
        self.pages: Pages | None = None

    def open(self) -> None:
        """Open the window, and wait for its first page."""
        if self.pages is not None:
            self.pages.close()
            self._wait(lambda: not self.lanes.jobs)
        self.pages = Pages(self.desk, self.document, self.viewed)
        self.pages.show()
        self._wait(lambda: hasattr(self.pages, "view") and self.view.drawn)

    def go_through(self) -> None:
        """Stop a hundred times, until what is seen is drawn."""
        for stop in range(1, _STOPS + 1):
            self.view.go_to(stop * _PAGES // _STOPS)
            self._wait(lambda: self.view.drawn)

    @property
    def view(self) -> PageView:
        """The pages as they are shown."""
        if self.pages is None:
            raise LookupError
        return self.pages.view

    def _wait(self, ready: Callable[[], object]) -> None:
        while not ready():
            QApplication.processEvents()
            time.sleep(0.0005)  # as an idle window does


def main() -> None:
    """Print the times and ratios."""
    application = QApplication(sys.argv)
    dress(application)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = _text(folder / "text.pdf")
        reader = _Reader(folder, file)
        reader.open()
        zoom = f"{reader.view.dpi:.0f}"
        first = ("pdftoppm", "-r", zoom, "-f", "1", "-l", "1", str(file), str(folder / "first"))
        compare(
            "The first page of 1,000 on the screen, the window opened for it",
            Rival("the window, from the sealed master", reader.open),
            Rival("pdftoppm, from a file in clear", lambda: call(*first), "pdftoppm"),
        )
        heart = _Heart()

        def go_through() -> None:
            heart.begin()
            reader.go_through()

        def stops() -> None:
            for stop in range(1, _STOPS + 1):
                page = str(stop * _PAGES // _STOPS)
                call("pdftoppm", "-r", zoom, "-f", page, "-l", page, str(file), str(folder / "stop"))

        compare(
            "A hundred stops in 1,000 pages, each until all that is seen there is drawn",
            Rival("the window, from the sealed master", go_through),
            Rival("pdftoppm, from a file in clear", stops, "pdftoppm"),
            runs=3,
        )
        print(f"  longest freeze of the window {heart.longest * 1000:.0f} ms   (goal 50 ms)")
        reader.lanes.stop()
        reader.desk.office.close()


if __name__ == "__main__":
    main()
