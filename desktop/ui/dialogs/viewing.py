"""Viewing a document: first the purpose, then its pages, drawn one by one and kept nowhere.

Rule: the view is an entry before anything is shown (B9). What is drawn is held in memory while it may be seen
again, and gone when the window is closed or the vault locked.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from desktop.custody import dates
from desktop.custody.documents import Document
from desktop.custody.errors import StrongroomError
from desktop.office import viewing
from desktop.office.procedure import Procedure
from desktop.office.viewing import Viewed
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, Count, TextArea
from desktop.ui.notices import Complaint
from desktop.ui.texts import words
from desktop.ui.viewer.pictures import Pictures
from desktop.ui.viewer.search import SearchBar
from desktop.ui.viewer.spoken import PageWords
from desktop.ui.viewer.strip import Strip
from desktop.ui.viewer.view import ZOOMS, PageView


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
    """The pages of a document: measured first, then shown."""

    def __init__(self, desk: Desk, document: Document, viewed: Viewed, parent: QWidget | None = None) -> None:
        """Measure the pages."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(document.document)
        self._desk, self._document, self._viewed = desk, document, viewed
        self.complaint = Complaint()
        self.waiting = words("Looking through the pages …", "quiet")
        self.close_button = _button("&Close", self.accept)
        self._column = QVBoxLayout(self)
        self._column.addWidget(words(rows.document_line(desk.register, document.document), "heading"))
        self._column.addWidget(self.complaint)
        self._column.addWidget(self.waiting, 1)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.close_button)
        self._column.addLayout(self._foot)
        self.resize(self.screen().availableGeometry().size() * 0.9)
        QShortcut(QKeySequence("Ctrl+L"), self, desk.lock_asked.emit)
        self.finished.connect(self._end)
        desk.run(
            viewing.page_sizes(desk.office, document.document, viewed.master),
            owner=self,
            done=self._open_pages,
            failed=self._refuse,
        )

    def _end(self) -> None:
        """Leave the worker to others: stop what is under way, and have it close the document."""
        if hasattr(self, "view"):
            self.pictures.stop()
            self.search.stop()
        self._desk.run(viewing.end(self._desk.office), owner=self._desk)

    def _refuse(self, error: StrongroomError) -> None:
        self.waiting.setText("No page of it can be shown.")
        self.complaint.tell(error)

    def _open_pages(self, sizes: list[tuple[float, float]]) -> None:
        """Show the pages in the place of the words that they are being measured."""
        self.waiting.hide()
        reference, master = self._document.document, self._viewed.master
        self.pictures = Pictures(self._desk, reference, master, sizes, self)
        self.view = PageView(sizes, self.pictures, _mark(self._desk, self._viewed))
        self.strip = Strip(sizes, self.pictures)
        self.words = PageWords(self._desk, reference, master)
        self.search = SearchBar(self._desk, reference, master, len(sizes))
        self.number = Count(1, len(sizes))
        self.number.setAccessibleName("Page")
        self.size_choice = Choice(
            [("width", "As wide as the window"), ("page", "Whole page"), *((f"{z}", f"{z} %") for z in ZOOMS)]
        )
        self.size_choice.setAccessibleName("Size")
        self._lay_out()
        self._connect()
        self.view.setFocus()
        self._turned(1)

    def _lay_out(self) -> None:
        panes = QSplitter()
        panes.setChildrenCollapsible(False)
        for pane in (self.strip, self.view, self.words):
            panes.addWidget(pane)
        panes.setStretchFactor(1, 1)
        panes.setSizes([self.strip.width(), self.width(), self.width() // 3])
        self.words.hide()
        self._column.insertLayout(2, self._bar())
        self._column.insertWidget(3, panes, 1)
        self._foot.insertWidget(0, self.search)

    def _bar(self) -> QHBoxLayout:
        """Return the row of what moves and sizes the pages."""
        row = QHBoxLayout()
        self.previous = _button("&Previous", lambda: self.turn(-1), "Previous page")
        self.next = _button("&Next", lambda: self.turn(1), "Next page")
        self.two = _toggle("&Two pages", self._set_two)
        self.small = _toggle("Pa&ges", self.strip.setVisible, "Pages, small")
        self.small.setChecked(True)
        self.spoken = _toggle("&Words", self._set_spoken, "The words of the page")
        smaller = _button("&Smaller", lambda: self.view.step_zoom(-1), "Zoom out")
        larger = _button("&Larger", lambda: self.view.step_zoom(1), "Zoom in")
        of = words(f"of {self.number.maximum():,}", "quiet")
        moving: list[QWidget] = [self.previous, self.next, words("Page", "label"), self.number, of]
        sizing: list[QWidget] = [self.small, self.spoken, self.two, smaller, larger, self.size_choice]
        for widgets in (moving, sizing):
            for widget in widgets:
                row.addWidget(widget)
            if widgets is moving:
                row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.number.valueChanged.connect(self._go_to)
        self.size_choice.currentIndexChanged.connect(lambda _at: self._size())
        self.view.turned.connect(self._turned)
        self.view.zoomed.connect(self._zoomed)
        self.strip.chosen.connect(self.view.go_to)
        self.search.found.connect(self.view.show_hits)
        self.pictures.came.connect(self._came)
        for keys, act in (
            (QKeySequence.StandardKey.ZoomIn, lambda: self.view.step_zoom(1)),
            (QKeySequence.StandardKey.ZoomOut, lambda: self.view.step_zoom(-1)),
            (QKeySequence.StandardKey.Find, self.search.line.setFocus),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def turn(self, step: int) -> None:
        """Go `step` pages on."""
        self.view.go_to(self.view.current + step * self.view.across)

    def _go_to(self, page: int) -> None:
        if page != self.view.current:
            self.view.go_to(page)

    def _turned(self, page: int) -> None:
        self.number.setValue(page)
        self.search.page = page
        self.strip.show_page(page)
        self.words.show_page(page)
        self.previous.setEnabled(page > 1)
        self.next.setEnabled(page + self.view.across <= self.view.pages)
        self._complain(page)

    def _zoomed(self) -> None:
        self.strip.draw_seen()
        kept = self.size_choice.blockSignals(True)  # noqa: FBT003 - Qt's way
        self.size_choice.choose(self.view.fit or f"{self.view.zoom}")
        self.size_choice.blockSignals(kept)

    def _size(self) -> None:
        match self.size_choice.value():
            case "width":
                self.view.set_fit("width")
            case "page":
                self.view.set_fit("page")
            case per_cent:
                self.view.set_zoom(int(per_cent or 100))

    def _set_two(self, two: bool) -> None:  # noqa: FBT001 - what Qt's signal gives
        self.view.set_across(2 if two else 1)
        self._turned(self.view.current)

    def _set_spoken(self, spoken: bool) -> None:  # noqa: FBT001 - what Qt's signal gives
        self.words.setVisible(spoken)
        self.words.show_page(self.view.current)

    def _came(self, page: int) -> None:
        self.strip.draw_seen()
        self._complain(page + 1)

    def _complain(self, page: int) -> None:
        """Say why the page that is looked at could not be drawn."""
        if page == self.view.current:
            error = self.pictures.refused.get(page - 1)
            if error is None:
                self.complaint.clear()
            else:
                self.complaint.tell(error)


def _mark(desk: Desk, viewed: Viewed) -> str:
    """Return what stands across every page: who looks, when and why."""
    view = next(view for view in reversed(desk.register.views) if view.entry == viewed.outcome.entry)
    return f"{view.viewer} · {dates.moment(view.at)} · {view.purpose}"


def _button(label: str, act: Callable[[], None], name: str = "") -> QPushButton:
    button = QPushButton(label)
    button.setAccessibleName(name or label.replace("&", ""))
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked: act())
    return button


def _toggle(label: str, act: Callable[[bool], None], name: str = "") -> QPushButton:
    button = _button(label, lambda: None, name)
    button.setCheckable(True)
    button.toggled.connect(act)
    return button
