"""A timeline on the forms: a line of days to scale, and beside it every mark with its day and its label.

Rule: a mark stands on the line where its day is; its label has a row of its own, and a leader joins the
two, so that labels never lie upon each other however close their days are. Black ink; kinds are told apart
by shape, and the legend says which is which (K5). A long one goes on over pages, each with its own part of
the line.
"""

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.custody import dates
from desktop.custody.blocks import Mark, MarkKind, Timeline
from desktop.paper.passage import Passage
from desktop.paper.sizes import Sizes
from desktop.paper.structure import Element
from desktop.paper.ticks import ticks_of_days

_LEADER = 12 * mm
_LINE = 1.4
_THIN = 0.4
_TICK = 1.5 * mm
_FEWEST = 3  # marks left alone at the foot or the head of a page
_LEGEND: tuple[tuple[MarkKind, str], ...] = (
    ("happened", "happened"),
    ("due", "due"),
    ("overdue", "overdue"),
)


def course(timeline: Timeline, sizes: Sizes, within: Element) -> "Course":
    """Return what a timeline is drawn as."""
    told = [f"{dates.day(mark.day)}: {mark.label} ({mark.kind})" for mark in timeline.marks]
    figure = within.add("Figure", "; ".join([f"Timeline, {timeline.words}", *told]))
    return Course(timeline.marks, sizes, figure)


class Course(Flowable):  # type: ignore[misc] # ReportLab carries no types
    """The line with its marks, or the part of it that is on one page."""

    def __init__(self, marks: Sequence[Mark], sizes: Sizes, element: Element, *, first: bool = True) -> None:
        """Keep the marks, earliest first; the legend stands over the `first` part."""
        super().__init__()
        self.marks, self.sizes, self.element, self.first = marks, sizes, element, first
        self.days = [Passage(dates.day(mark.day), sizes.cell) for mark in marks]
        self.labels = [Passage(mark.label, sizes.cell) for mark in marks]
        self.side = sizes.cell.size * 0.62
        self.spaceAfter = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room taken."""
        del height
        cell = self.sizes.cell
        self.width = width
        self._axis = Passage("May 2026", cell).natural_width() + 2 * mm + _TICK
        self._at_day = self._axis + _LEADER + 2 * self.side
        widest = Passage("30 September 2026", cell).natural_width() + 5 * mm
        self._at_label = self._at_day + widest
        room = width - self._at_label
        self._rows = []
        for day, label in zip(self.days, self.labels, strict=True):
            day.wrap(widest, 0)
            self._rows.append(label.wrap(room, 0)[1] + cell.leading * 0.3)
        self._head = cell.leading * 1.5 if self.first else 0.0
        self.height = self._head + sum(self._rows)
        return width, self.height

    def lead(self, width: float) -> float:
        """Return the height of what is not parted from a heading."""
        self.wrap(width, 0)
        return float(self._head + sum(self._rows[:_FEWEST]))

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part it between two marks."""
        self.wrap(width, 0)
        room, fit = height - self._head, 0
        while fit < len(self._rows) and self._rows[fit] <= room:
            room -= self._rows[fit]
            fit += 1
        fit = min(fit, len(self.marks) - _FEWEST)
        if fit < _FEWEST:
            return []
        here = Course(self.marks[:fit], self.sizes, self.element, first=self.first)
        rest = Course(self.marks[fit:], self.sizes, self.element, first=False)
        rest.spaceAfter = self.spaceAfter
        return [here, rest]

    def draw(self) -> None:
        """Draw the legend, the line to scale, and the marks beside it."""
        with self.canv.ink_of(self.element):
            if self.first:
                self._draw_legend()
            top = self.height - self._head
            middles = []
            for row in self._rows:
                middles.append(top - row / 2)
                top -= row
            self._draw_line(middles[0], middles[-1])
            for place, middle in enumerate(middles):
                self._draw_mark(place, middle, self._on_line(place, middles[0], middles[-1]))

    def _on_line(self, place: int, top: float, foot: float) -> float:
        """Return where on the line a mark's day is."""
        first, last = self.marks[0].day.toordinal(), self.marks[-1].day.toordinal()
        part = (self.marks[place].day.toordinal() - first) / max(last - first, 1)
        return top - part * (top - foot)

    def _draw_line(self, top: float, foot: float) -> None:
        self.canv.setLineWidth(_LINE)
        self.canv.line(self._axis, top, self._axis, foot)
        first, last = self.marks[0].day, self.marks[-1].day
        room = int((top - foot) / (self.sizes.cell.leading * 1.6))
        if first == last or room < 1:
            return
        for day, label in ticks_of_days(first, last, max(room, 2)):
            part = (day.toordinal() - first.toordinal()) / (last.toordinal() - first.toordinal())
            if not 0 <= part <= 1:
                continue
            y = top - part * (top - foot)
            self.canv.setLineWidth(_THIN)
            self.canv.line(self._axis - _TICK, y, self._axis, y)
            told = Passage(label, self.sizes.cell)
            told.wrap(self._axis, 0)
            told.drawOn(self.canv, 0, y - told.height / 2)

    def _draw_mark(self, place: int, middle: float, on_line: float) -> None:
        mark, start = self.marks[place], self._axis + _LEADER
        day, label = self.days[place], self.labels[place]
        first_line = middle + label.height / 2 - day.height / 2
        self.canv.setLineWidth(_THIN)
        self.canv.line(self._axis, on_line, start - self.side, first_line)
        draw_shape(self.canv, mark.kind, (start, first_line), self.side)
        day.drawOn(self.canv, self._at_day, first_line - day.height / 2)
        label.drawOn(self.canv, self._at_label, middle - label.height / 2)

    def _draw_legend(self) -> None:
        x, y = 0.0, self.height - self.sizes.cell.leading / 2
        for kind, words in _LEGEND:
            told = Passage(words, self.sizes.cell)
            wide = told.natural_width() + 1
            told.wrap(wide, 0)
            draw_shape(self.canv, kind, (x + self.side, y), self.side)
            told.drawOn(self.canv, x + 2 * self.side + 4, y - told.height / 2)
            x += 2 * self.side + 4 + wide + 6 * mm


def draw_shape(canvas: Canvas, kind: MarkKind, at: tuple[float, float], side: float) -> None:
    """Draw the shape of a mark, `side` points from its middle."""
    x, y = at
    canvas.setLineWidth(1)
    if kind == "overdue":
        path = canvas.beginPath()
        path.moveTo(x - side, y - side * 0.8)
        path.lineTo(x + side, y - side * 0.8)
        path.lineTo(x, y + side)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)
    elif kind == "today":
        canvas.rect(x - side, y - side * 0.25, 2 * side, side * 0.5, stroke=0, fill=1)
    else:
        canvas.circle(x, y, side * 0.8, stroke=1, fill=kind == "happened")
