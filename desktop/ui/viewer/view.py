"""The pages of a document under each other, to be scrolled, enlarged and searched.

Rule: only what is seen is painted and drawn, so a thousand pages scroll like ten. What is not drawn yet says
which page it is. The arrow keys, Page Up, Page Down, Home and End move it; nothing of it can be copied.
"""

from collections.abc import Sequence
from typing import Literal, Protocol

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.custody.text import shown
from desktop.ui.viewer.paint import Area, Found, Look, paint
from desktop.ui.viewer.pictures import Pictures, Wanted
from desktop.ui.viewer.places import GAP, Places, Rows

Fit = Literal["width", "page", ""]
"""Whether pages are as wide as the view, wholly seen, or of a size that was chosen."""
ZOOMS = (25, 50, 75, 100, 125, 150, 200, 300, 400)
"""Per cent of the size on paper."""
_POINTS = 72.0
_AHEAD = 1
"""Rows that are drawn before they are seen."""


class Hit(Protocol):
    """A place where a text was found; the page counts from 1."""

    page: int
    areas: Sequence[Area]


class PageView(QAbstractScrollArea):
    """Shows pages. `turned` tells which page, from 1, is looked at now; `zoomed` that the size changed."""

    turned = Signal(int)
    zoomed = Signal()

    def __init__(
        self, sizes: list[tuple[float, float]], pictures: Pictures, mark: str, parent: QWidget | None = None
    ) -> None:
        """Show the first page as wide as the view."""
        super().__init__(parent)
        self._pictures, self._mark = pictures, shown(mark)
        self.fit: Fit = "width"
        self._zoom = 1.0
        self.current = 1
        self._hits: dict[int, list[Hit]] = {}
        self._present: Hit | None = None
        self._rows = Rows(sizes)
        self._places = Places(self._rows, 1.0)
        self._laying_out = False
        """While pages are being placed the scroll bars tell nothing of where somebody looks."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("pages")
        # Were it to come only once pages are laid out, they would be narrower then, the first drawn twice.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().valueChanged.connect(self._moved)
        self.horizontalScrollBar().valueChanged.connect(self._moved)
        pictures.came.connect(self._picture_came)
        self._name()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._rows.sizes)

    @property
    def across(self) -> int:
        """How many pages stand side by side."""
        return self._rows.across

    @property
    def zoom(self) -> int:
        """The size of a page in per cent of that on paper."""
        return round(self._places.scale * _POINTS / self.logicalDpiX() * 100)

    @property
    def dpi(self) -> float:
        """How many dots to the inch pages are drawn with now."""
        return self._wanted(0).dpi

    @property
    def drawn(self) -> bool:
        """Whether all that is seen is drawn."""
        return self.isVisible() and all(self._pictures.has(self._wanted(page)) for page in self._seen())

    def go_to(self, page: int) -> None:
        """Bring a page, from 1, to the top."""
        page = min(max(page, 1), self.pages)
        self.verticalScrollBar().setValue(int(self._places.place(page - 1).top - GAP))
        self._turn(page)

    def set_fit(self, fit: Fit) -> None:
        """Let pages be as wide as the view, or be seen whole."""
        self.fit = fit
        self._lay_out()

    def set_zoom(self, per_cent: int) -> None:
        """Let pages be of a certain size."""
        self.fit, self._zoom = "", min(max(per_cent, ZOOMS[0]), ZOOMS[-1]) / 100
        self._lay_out()

    def step_zoom(self, step: int) -> None:
        """Take the next larger size, or with -1 the next smaller one."""
        now = self.zoom
        sizes = [size for size in ZOOMS if (size - now) * step > 0]
        if sizes:
            self.set_zoom(min(sizes) if step > 0 else max(sizes))

    def set_across(self, across: int) -> None:
        """Show one page or two side by side."""
        self._rows = Rows(self._rows.sizes, across)
        self._lay_out()

    def show_hits(self, hits: Sequence[Hit], present: Hit | None) -> None:
        """Frame what was found; bring the one that is looked at into sight."""
        self._hits = {}
        for hit in hits:
            self._hits.setdefault(hit.page - 1, []).append(hit)
        self._present = present
        if present is not None:
            self._reveal(present)
        self.viewport().update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a size at which a page can be read."""
        return QSize(int(self._places.width + 2 * GAP), 600)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the pages anew."""
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Enlarge with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move; Home and End go to the first and the last page."""
        match event.key():
            case Qt.Key.Key_Home:
                self.go_to(1)
            case Qt.Key.Key_End:
                self.go_to(self.pages)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what is seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._seen():
            place = self._on_screen(page)
            if place.intersects(QRectF(event.rect())):
                paint(painter, place, self._look(page))
        painter.end()

    def _look(self, page: int) -> Look:
        refused = self._pictures.refused.get(page)
        told = f"Page {page + 1}" if refused is None else f"Page {page + 1}: {refused.message}"
        found = [Found(hit.areas, hit is self._present) for hit in self._hits.get(page, ())]
        picture = self._pictures.picture(self._wanted(page))
        return Look(picture, told, self._mark, found, self._scale(page))

    def _wanted(self, page: int) -> Wanted:
        return Wanted(page, self._scale(page) * _POINTS * self.devicePixelRatioF())

    def _scale(self, page: int) -> float:
        return self._places.scale * self._rows.shrunk(page)

    def _seen(self) -> range:
        top = self.verticalScrollBar().value()
        return self._places.seen(top, top + self.viewport().height())

    def _on_screen(self, page: int) -> QRectF:
        place = self._places.place(page)
        spare = max((self.viewport().width() - self._places.width) / 2, GAP)
        left = place.left + spare - self.horizontalScrollBar().value()
        return QRectF(left, place.top - self.verticalScrollBar().value(), place.width, place.height)

    def _lay_out(self) -> None:
        """Place the pages anew; the page that is looked at stays in sight, where it was."""
        room = float(self.viewport().width()), float(self.viewport().height())
        before, bar = self._places, self.verticalScrollBar()
        anchor = self.current - 1
        within = (bar.value() - before.place(anchor).top) / before.scale
        if self.fit == "width":
            scale = self._rows.fitting_width(room[0])
        elif self.fit == "page":
            scale = self._rows.fitting_page(anchor, room)
        else:
            scale = self._zoom * self.logicalDpiX() / _POINTS
        self._places = Places(self._rows, scale)
        self._laying_out = True
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self.fontMetrics().height() * 2)
        bar.setRange(0, max(int(self._places.height - room[1]), 0))
        wide = int(self._places.width + 2 * GAP - room[0])
        self._widen(max(wide, 0))
        bar.setValue(int(self._places.place(anchor).top + within * scale))
        self._laying_out = False
        self.zoomed.emit()
        self._ask()

    def _widen(self, reach: int) -> None:
        """Let the view move so far across; what was in its middle stays there."""
        bar = self.horizontalScrollBar()
        middle = (bar.value() + bar.pageStep() / 2) / (bar.maximum() + bar.pageStep())
        bar.setPageStep(self.viewport().width())
        bar.setRange(0, reach)
        bar.setValue(int(middle * (reach + bar.pageStep()) - bar.pageStep() / 2))

    def _moved(self) -> None:
        if not self._laying_out:
            self._turn(self._looked_at())
            self._ask()

    def _ask(self) -> None:
        """Have drawn what is seen, and what is seen next."""
        seen = self._seen()
        ahead = range(seen.stop, min(seen.stop + _AHEAD * self.across, self.pages))
        self._pictures.want([self._wanted(page) for page in (*seen, *ahead)])
        self.viewport().update()

    def _looked_at(self) -> int:
        """Return the page, from 1, that stands in the upper part of the view; at the very end, the last."""
        bar = self.verticalScrollBar()
        if bar.maximum() == 0:
            return self.current
        if bar.value() == bar.maximum():
            return self.pages
        return self._places.at(bar.value() + self.viewport().height() / 3) + 1

    def _turn(self, page: int) -> None:
        if page != self.current:
            self.current = page
            self._name()
            self.turned.emit(page)

    def _reveal(self, hit: Hit) -> None:
        place = self._places.place(hit.page - 1)
        top = place.top + (hit.areas[0].top if hit.areas else 0) * place.scale
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        if not bar.value() <= top <= bar.value() + self.viewport().height() * 0.8:
            bar.setValue(int(top - self.viewport().height() / 3))
        left = self._on_screen(hit.page - 1).left() + (hit.areas[0].left if hit.areas else 0) * place.scale
        if not 0 <= left <= self.viewport().width() * 0.8:
            across.setValue(int(across.value() + left - self.viewport().width() / 3))
        self._turn(hit.page)

    def _picture_came(self, page: int) -> None:
        if page in self._seen():
            self.viewport().update()

    def _name(self) -> None:
        self.setAccessibleName(f"Page {self.current} of {self.pages}; the arrow keys move it")
