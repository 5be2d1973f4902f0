"""Seeing a scanned paper: in the window, which is recorded, or as a deliberate file in clear."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.custody.errors import StrongroomError
from desktop.custody.scans import Scan
from desktop.office import filing
from desktop.office.office import Outcome
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import PathField
from desktop.ui.notices import Complaint
from desktop.ui.pictures import Drawn, pixmap
from desktop.ui.texts import words

_DPI = 110


class SeeScan(QDialog):
    """One scanned paper."""

    def __init__(self, desk: Desk, scan: Scan, parent: QWidget | None = None) -> None:
        """Verify it, enter the look, and show it."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"{scan.scan}: {scan.paper} of {scan.about}")
        self._desk, self._scan = desk, scan.scan
        self.complaint = Complaint()
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setAccessibleName(f"{rows.capital(scan.paper)} of {scan.about}, an image")
        area = QScrollArea()
        area.setWidget(self.page)
        area.setWidgetResizable(True)
        area.setAccessibleName("The paper; the arrow keys move it")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(words(f"{rows.capital(scan.paper)} of {scan.about}", "heading"))
        column.addWidget(words(f"Filed on {rows.day(scan.filed)}. That you look at it is recorded.", "quiet"))
        column.addWidget(self.complaint)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        QShortcut(QKeySequence("Ctrl+L"), self, desk.lock_asked.emit)
        self.resize(self.screen().availableGeometry().size() * 0.8)
        desk.run(self._shown(), owner=self, done=self._show, failed=self._complain)

    def _shown(self) -> Procedure[Drawn]:
        opener = yield from filing.begin_view(self._desk.office, self._scan)
        return (yield from filing.page(self._desk.office, self._scan, opener, _DPI))

    def _show(self, image: Drawn) -> None:
        self.page.setPixmap(pixmap(image))

    def _complain(self, error: StrongroomError) -> None:
        self.complaint.tell(error)


class ExportScan(ActDialog):
    """Write a scanned paper in clear."""

    def __init__(self, desk: Desk, scan: Scan, parent: QWidget | None = None) -> None:
        """Ask for the file."""
        intro = (
            f"The {scan.paper} of {scan.about}. The file is not protected, and that it is made is recorded."
        )
        super().__init__(desk, f"{scan.scan} as a file", "&Write the file", intro, parent)
        self.scan = scan.scan
        self.file = self.form.add("&File", PathField("File", "save", "PDF (*.pdf)"))
        if desk.paper_folder:
            self.file.propose(desk.paper_folder, f"{scan.scan}.pdf")
        self.earlier.hide()

    def gather(self) -> Procedure[Outcome]:
        """Return the procedure."""
        return filing.export(self.desk.office, self.scan, self.file.path() or Path())

    def told(self, result: Outcome) -> Told:
        """Return where it is."""
        file = self.file.path() or Path()
        return Told(
            f"Saved: {file.name}.", [("Ledger entry", str(result.entry))], "Delete it when it was seen."
        )
