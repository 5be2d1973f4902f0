"""Viewing a document: first the purpose, then its pages, drawn one by one and kept nowhere.

Rule: the view is an entry before anything is shown (B9). A page is drawn at the sharpness of the zoom and the
screen, held only while it is shown, and gone when the window is closed or the vault locked.
"""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.custody.documents import Document
from desktop.custody.errors import StrongroomError
from desktop.office import viewing
from desktop.office.procedure import Procedure
from desktop.office.viewing import Viewed
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Count, TextArea
from desktop.ui.notices import Complaint
from desktop.ui.texts import words

ZOOMS = (50, 75, 100, 125, 150, 200, 300, 400)
_DPI = 96


class _Drawn(Protocol):
    """A page as pixels: rows from the top without padding, one byte (grey) or three (RGB) a pixel."""

    width: int
    height: int
    channels: int
    pixels: bytes


class ViewDocument(ActDialog):
    """Ask for what purpose a document is viewed; the pages open when that is on the record."""

    def __init__(self, desk: Desk, document: Document, parent: QWidget | None = None) -> None:
        """Ask for the purpose."""
        intro = (
            f"{rows.document_line(desk.register, document.document)}. The view and its purpose are recorded."
        )
        super().__init__(desk, f"View {document.document}", "&View", intro, parent)
        self.document = document
        self.purpose = self.form.add("For what &purpose", TextArea(2))
        self.earlier.hide()
        self.pages: Pages | None = None

    def gather(self) -> Procedure[Viewed]:
        """Return the procedure."""
        return viewing.begin(self.desk.office, self.document.document, self.purpose.text())

    def told(self, result: Viewed) -> Told:
        """Open the pages in the place of this dialog."""
        self.pages = Pages(self.desk, self.document, result, self.parentWidget())
        self.pages.open()
        self.accept()
        return Told("The pages are open.")


class Pages(QDialog):
    """The pages of a document, one at a time."""

    def __init__(self, desk: Desk, document: Document, viewed: Viewed, parent: QWidget | None = None) -> None:
        """Show the first page."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(document.document)
        self._desk, self._document, self._viewed = desk, document.document, viewed
        self._wanted: tuple[int, int] | None = None
        self._drawing = False
        self.complaint = Complaint()
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setAccessibleName("The page")
        self.area = QScrollArea()
        self.area.setWidget(self.page)
        self.area.setAccessibleName("The page; the arrow keys move it")
        self.area.setWidgetResizable(True)
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number = Count(1, max(document.current.shown.pages or 1, 1))
        self.number.setAccessibleName("Page")
        self.number.valueChanged.connect(lambda _number: self._draw())
        self._zoom = ZOOMS.index(100)
        self.zoom_label = words("100 %", "quiet")
        self._lay_out(rows.document_line(desk.register, document.document))
        QShortcut(QKeySequence("Ctrl+L"), self, desk.lock_asked.emit)
        self._draw()

    def turn(self, step: int) -> None:
        """Go `step` pages on."""
        self.number.setValue(self.number.value() + step)

    def zoom(self, step: int) -> None:
        """Go `step` sizes up."""
        self._zoom = min(max(self._zoom + step, 0), len(ZOOMS) - 1)
        self.zoom_label.setText(f"{ZOOMS[self._zoom]} %")
        self._draw()

    def _lay_out(self, title: str) -> None:
        row = QHBoxLayout()
        for label, name, keys, act in (
            ("&Previous", "Previous page", QKeySequence(Qt.Key.Key_PageUp), lambda: self.turn(-1)),
            ("&Next", "Next page", QKeySequence(Qt.Key.Key_PageDown), lambda: self.turn(1)),
            ("&Smaller", "Zoom out", QKeySequence(QKeySequence.StandardKey.ZoomOut), lambda: self.zoom(-1)),
            ("&Larger", "Zoom in", QKeySequence(QKeySequence.StandardKey.ZoomIn), lambda: self.zoom(1)),
        ):
            button = QPushButton(label)
            button.setAccessibleName(name)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            QShortcut(keys, self, act)
            row.addWidget(button)
            if name == "Next page":
                row.addWidget(words("Page", "label"))
                row.addWidget(self.number)
                row.addWidget(words(f"of {self.number.maximum():,}", "quiet"))
                row.addStretch(1)
                row.addWidget(self.zoom_label)
        close = QPushButton("&Close")
        close.clicked.connect(self.accept)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(words(title, "heading"))
        column.addWidget(self.complaint)
        column.addWidget(self.area, 1)
        column.addLayout(row)
        self.resize(self.screen().availableGeometry().size() * 0.85)

    def _draw(self) -> None:
        self._wanted = (self.number.value(), ZOOMS[self._zoom])
        if self._drawing:
            return
        self._drawing = True
        number, zoom = self._wanted
        dpi = _DPI * zoom / 100 * self.devicePixelRatioF()
        self._desk.run(
            viewing.page(self._desk.office, self._document, self._viewed.master, number, dpi),
            owner=self,
            done=lambda image: self._show((number, zoom), image),
            failed=lambda error: self._complain((number, zoom), error),
        )

    def _show(self, asked: tuple[int, int], image: _Drawn) -> None:
        self.complaint.clear()
        form = (
            QImage.Format.Format_RGB888 if image.channels == len("RGB") else QImage.Format.Format_Grayscale8
        )
        drawn = QImage(image.pixels, image.width, image.height, image.width * image.channels, form)
        pixmap = QPixmap.fromImage(drawn)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.page.setPixmap(pixmap)
        self.page.setAccessibleName(f"Page {asked[0]} of {self.number.maximum()}, an image")
        self._drawn(asked)

    def _complain(self, asked: tuple[int, int], error: StrongroomError) -> None:
        self.page.clear()
        self.complaint.tell(error)
        self._drawn(asked)

    def _drawn(self, asked: tuple[int, int]) -> None:
        self._drawing = False
        if self._wanted != asked:
            self._draw()
