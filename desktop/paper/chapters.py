"""The chapters of a long form: their titles, and the contents that say on which page each begins.

Rule: a page number is drawn once all pages are laid out, as the last page's is, so a form is laid out once.
In the file both lead to the chapter, for who reads on a screen.
"""

from collections.abc import Sequence
from hashlib import sha256

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.paper.passage import Passage
from desktop.paper.sizes import Sizes
from desktop.paper.structure import Element

_RULE = 0.9
_HAIRLINE = 0.3
_PAGE = 16 * mm
_COLUMNS_AT = 10  # titles from which contents stand in two columns


class ChapterTitle(Passage):
    """The title of a chapter: it is a bookmark, and the line under it runs over the page."""

    def __init__(self, text: str, sizes: Sizes, element: Element) -> None:
        """Keep the title."""
        super().__init__(text, sizes.chapter, element=element)

    def draw(self) -> None:
        """Draw it, and remember its page."""
        key = _key(self.text)
        self.canv.bookmarkHorizontal(key, 0, self.height)
        self.canv.addOutlineEntry(self.text, key, 0, 0)
        self.canv.chapters[self.text] = self.canv.getPageNumber()
        super().draw()
        with self.canv.ink_of(None):
            self.canv.setLineWidth(_RULE)
            self.canv.line(0, -0.5 * mm, self.width, -0.5 * mm)


class ContentsList(Flowable):  # type: ignore[misc] # ReportLab carries no types
    """The titles of the chapters, each with its page."""

    def __init__(self, titles: Sequence[str], sizes: Sizes, within: Element) -> None:
        """Keep the titles."""
        super().__init__()
        self.sizes = sizes
        self.within = within
        self.titles = [
            Passage(title, sizes.body, right=_PAGE, element=within.add("TOCI")) for title in titles
        ]

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Set the titles; return the room taken."""
        del height
        self.width = width
        self._across = 2 if len(self.titles) >= _COLUMNS_AT and not self.sizes.large else 1
        self._column = (width - self.sizes.gutter * 2 * (self._across - 1)) / self._across
        self._down = -(-len(self.titles) // self._across)
        self._line = self.sizes.body.leading + 1.6 * mm
        heights = [title.wrap(self._column, 0)[1] + 1.6 * mm for title in self.titles]
        columns = [sum(heights[at : at + self._down]) for at in range(0, len(heights), self._down or 1)]
        self.height = max(columns, default=0.0)
        return width, self.height

    def lead(self, width: float) -> float:
        """Return the height: a heading stays with all of it."""
        return float(self.wrap(width, 0)[1])

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part it where it must be, between two titles."""
        self.wrap(width, height)
        fit = min(int(height / self._line), len(self.titles) - 1)
        if self._across > 1 or fit < 1:
            return []
        return [self._with(self.titles[:fit]), self._with(self.titles[fit:])]

    def _with(self, titles: Sequence[Passage]) -> "ContentsList":
        part = ContentsList([], self.sizes, self.within)
        part.titles = list(titles)
        return part

    def draw(self) -> None:
        """Draw the titles, a line under each, and leave its page to be drawn at the end."""
        for number, title in enumerate(self.titles):
            if number % self._down == 0:
                y = self.height
            x = number // self._down * (self._column + self.sizes.gutter * 2)
            y -= title.height + 1.6 * mm
            title.drawOn(self.canv, x, y + 0.8 * mm)
            with self.canv.ink_of(None):
                self.canv.setLineWidth(_HAIRLINE)
                self.canv.line(x, y, x + self._column, y)
            self.canv.saveState()
            self.canv.translate(x + self._column - _PAGE, y + 0.8 * mm)
            self.canv.doForm(_key(title.text))
            self.canv.restoreState()
            rect = (x, y, x + self._column, y + title.height)
            self.canv.linkRect("", _key(title.text), rect, relative=1)
            self.canv.contents.append((title.text, self.sizes))


def draw_pages(canvas: Canvas, contents: Sequence[tuple[str, Sizes]], chapters: dict[str, int]) -> None:
    """Draw what only the finished form could tell: on which page each chapter begins."""
    for title, sizes in dict(contents).items():
        canvas.beginForm(_key(title))
        page = Passage(f"{chapters[title]}", sizes.page)
        page.wrap(_PAGE, 0)
        page.drawOn(canvas, 0, 0)
        canvas.endForm()


def _key(title: str) -> str:
    """Return what a chapter is called within the file, where no name may hold a space."""
    return f"chapter-{sha256(title.encode()).hexdigest()[:16]}"
