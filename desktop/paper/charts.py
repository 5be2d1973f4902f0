"""Charts on the forms: bars that go over pages, columns over months, a line of steps.

Rule: every number stands at its place in figures, so nothing is to be measured off; black ink and patterns
alone (K5). A number that is not shown has no bar, and its words stand where the bar would begin. Where
columns leave no room for their figures they are laid down as bars.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.custody import dates
from desktop.custody.blocks import Chart, Series
from desktop.paper.passage import Passage, Style
from desktop.paper.patterns import fill
from desktop.paper.sizes import Sizes
from desktop.paper.structure import Element
from desktop.paper.ticks import ticks_of_days, ticks_of_numbers

_WHOLE = 95 * mm  # a chart of bars that is lower than this is not parted
_PLOT = 52 * mm
_LABELS_MOST = 0.42  # part of the width
_BROADEST, _HIGHEST = 8 * mm, 5 * mm
"""What one counts at most: two bars of one each need no whole page."""
_AXIS = 0.8
_GRID = 0.25
_STEP_LINE = 1.6
_FEWEST_ROWS = 3  # of bars left alone at the foot of a page
_PLACE_MOST = 24 * mm
_FILLED = 0.68  # part of its place that a column takes
_NEAR = 3  # points between a bar and its figure
_ON_SMALL = 1.3  # row heights of a bar against its type


def picture(chart: Chart, width: float, sizes: Sizes, within: Element) -> "Picture":
    """Return what a chart is drawn as, `width` points wide."""
    figure = within.add("Figure", in_words(chart))
    if not any(series.values for series in chart.series):
        return Picture(chart, sizes, figure)
    if chart.style == "steps":
        return Steps(chart, sizes, figure)
    if chart.style == "columns" and Columns.fits(chart, width, sizes):
        return Columns(chart, sizes, figure)
    return Bars(chart, sizes, figure)


class Picture(Flowable):  # type: ignore[misc] # ReportLab carries no types
    """A chart's title, what it shows in words, and its legend; subclasses draw below them."""

    def __init__(self, chart: Chart, sizes: Sizes, element: Element, *, continued: bool = False) -> None:
        """Keep the chart. One that is `continued` from the page before says so."""
        super().__init__()
        self.chart, self.sizes, self.continued = chart, sizes, continued
        self.element = element
        title = f"{chart.title} (continued)" if continued else chart.title
        self.title = Passage(title, sizes.strong)
        words = "" if continued else chart.words if any(s.values for s in chart.series) else chart.empty
        self.said = [Passage(words, sizes.small)] if words else []
        self.legend = _Legend(chart.series, sizes)
        self.figure = sizes.cell
        self.spaceAfter = 0.0

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room taken."""
        del height
        self.width = width
        self._head = sum(passage.wrap(width, 0)[1] for passage in (self.title, *self.said))
        self._head += self.legend.wrap(width)
        self.height = self._head + self._plot_height(width)
        return width, self.height

    def lead(self, width: float) -> float:
        """Return the height in points that is not parted from a heading."""
        return float(self.wrap(width, 0)[1])

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part it nowhere."""
        del width, height
        return []

    def draw(self) -> None:
        """Draw the head, then the plot."""
        y = self.height
        with self.canv.ink_of(self.element):
            for passage in (self.title, *self.said):
                y -= passage.height
                passage.drawOn(self.canv, 0, y)
            self.legend.draw(self.canv, y)
            self._draw_plot(self.height - self._head)

    def _plot_height(self, width: float) -> float:
        del width
        return 0.0

    def _draw_plot(self, top: float) -> None:
        """Draw below `top`."""


class Bars(Picture):
    """Bars under each other: any number of them, over as many pages as they need."""

    def __init__(
        self, chart: Chart, sizes: Sizes, element: Element, *, first: int = 0, most: int | None = None
    ) -> None:
        """Draw the bars from `first` on; `most` is what the longest of the whole chart counts."""
        super().__init__(chart, sizes, element, continued=first > 0)
        self.first, self.last = first, len(chart.labels)
        self.most = max(map(_total, _stacks(chart)), default=0) if most is None else most
        self.labels = [Passage(label, sizes.cell, most_lines=3) for label in chart.labels]
        self.bar = sizes.cell.size * _ON_SMALL

    def _plot_height(self, width: float) -> float:
        natural = max(label.natural_width() for label in self.labels) + 1
        self._label = min(natural, width * _LABELS_MOST)
        self._rows = [
            max(label.wrap(self._label, 0)[1], self.bar) + self.sizes.cell.leading * 0.35
            for label in self.labels[self.first : self.last]
        ]
        return float(sum(self._rows) + 2 * mm)

    def lead(self, width: float) -> float:
        """Return the height of what stands over the bars and of the first of them, or of all if few."""
        self.wrap(width, 0)
        few = sum(self._rows[:_FEWEST_ROWS])
        return float(self.height if self.height <= _WHOLE else self._head + few)

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part it between two bars; a low one nowhere."""
        if self.wrap(width, 0)[1] <= _WHOLE:
            return []
        room, fit = height - self._head - 2 * mm, 0
        while fit < len(self._rows) and self._rows[fit] <= room:
            room -= self._rows[fit]
            fit += 1
        fit = min(fit, len(self._rows) - _FEWEST_ROWS)
        if fit < _FEWEST_ROWS:
            return []
        here = Bars(self.chart, self.sizes, self.element, first=self.first, most=self.most)
        here.last = self.first + fit
        rest = Bars(self.chart, self.sizes, self.element, first=here.last, most=self.most)
        here.last, rest.last = self.first + fit, self.last
        rest.spaceAfter = self.spaceAfter
        return [here, rest]

    def _draw_plot(self, top: float) -> None:
        start = self._label + 3 * mm
        stacks = _stacks(self.chart)
        figures = max(self._figure_width(stack) for stack in stacks)
        scale = min((self.width - start - figures - _NEAR) / max(self.most, 1), _BROADEST)
        y = top - 1 * mm
        for place, row in zip(range(self.first, self.last), self._rows, strict=True):
            label = self.labels[place]
            label.drawOn(self.canv, 0, y - row / 2 - label.height / 2)
            self._draw_bar(stacks[place], start, y - row / 2, scale)
            y -= row
        self.canv.setLineWidth(_AXIS)
        self.canv.line(start, top, start, y - 1 * mm)

    def _draw_bar(self, stack: Sequence[int | str], left: float, middle: float, scale: float) -> None:
        for pattern, value in enumerate(stack):
            if isinstance(value, int):
                fill(self.canv, (left, middle - self.bar / 2, value * scale, self.bar), pattern)
                left += value * scale
        told = Passage(_figure(stack), self.figure)
        told.wrap(told.natural_width() + 1, 0)
        told.drawOn(self.canv, left + _NEAR, middle - told.height / 2)

    def _figure_width(self, stack: Sequence[int | str]) -> float:
        return Passage(_figure(stack), self.figure).natural_width() + 1


class Columns(Picture):
    """Columns side by side, each with its figure on top and its label below."""

    @staticmethod
    def fits(chart: Chart, width: float, sizes: Sizes) -> bool:
        """Whether each column has room for its figure and for the first word of its label."""
        firsts = [label.split(" ")[0] for label in chart.labels]
        texts = [*firsts, *(_figure(stack) for stack in _stacks(chart))]
        return bool(
            max(Passage(text, sizes.cell).widest_word() for text in texts) + _NEAR
            <= width / len(chart.labels)
        )

    def _plot_height(self, width: float) -> float:
        self._place = min(width / len(self.chart.labels), _PLACE_MOST)
        words = [label.split(" ", 1) for label in self.chart.labels]
        centred = replace(self.sizes.cell, align="centre")
        self._under = [Passage(first, centred) for first, *_rest in words]
        # A month stands over its year, which is written once: where it begins.
        rests = ["".join(rest) for _first, *rest in words]
        self._years = [
            Passage(rest if rest != before else "", self.sizes.cell)
            for before, rest in pairwise(["", *rests])
        ]
        figures = max(Passage(_figure(s), centred).wrap(self._place, 0)[1] for s in _stacks(self.chart))
        self._above = float(figures)
        most = max(map(_total, _stacks(self.chart)))
        self._scale = min(_PLOT / max(most, 1), _HIGHEST)
        self._plot = most * self._scale
        return float(self._plot + self._above + 2 * self.sizes.cell.leading + 3 * mm)

    def _draw_plot(self, top: float) -> None:
        stacks = _stacks(self.chart)
        floor, scale = top - self._above - self._plot - 1 * mm, self._scale
        wide = self._place * _FILLED
        figure = replace(self.figure, align="centre")
        for number, stack in enumerate(stacks):
            middle = (number + 0.5) * self._place
            y = floor
            for pattern, value in enumerate(stack):
                if isinstance(value, int):
                    fill(self.canv, (middle - wide / 2, y, wide, value * scale), pattern)
                    y += value * scale
            told = Passage(_figure(stack), figure)
            told.wrap(self._place, 0)
            told.drawOn(self.canv, middle - self._place / 2, y + 1)
            self._draw_label(number, middle, floor - 1 * mm)
        self.canv.setLineWidth(_AXIS)
        self.canv.line(0, floor, self._place * len(stacks), floor)

    def _draw_label(self, number: int, middle: float, top: float) -> None:
        label, year = self._under[number], self._years[number]
        label.wrap(self._place, 0)
        label.drawOn(self.canv, middle - self._place / 2, top - label.height)
        if year.text:
            wide = year.natural_width() + 1
            year.wrap(wide, 0)
            start = min(max(middle - wide / 2, 0), self.width - wide)
            year.drawOn(self.canv, start, top - label.height - year.height)


class Steps(Picture):
    """A number that changes on certain days: a line that is level between them."""

    def _plot_height(self, width: float) -> float:
        del width
        return float(_PLOT + 2 * self.sizes.cell.leading + 4 * mm)

    def _draw_plot(self, top: float) -> None:
        values = [value for value in self.chart.series[0].values if isinstance(value, int)]
        days = [day.toordinal() for day in self.chart.days]
        numbers = ticks_of_numbers(max(values))
        figures = max(Passage(f"{number}", self.figure).natural_width() for number in numbers)
        left, right = figures + 2 * mm, self.width - figures - 3 * mm
        floor = top - self.sizes.cell.leading / 2 - _PLOT
        across = (right - left) / max(days[-1] - days[0], 1)
        up = _PLOT / max(numbers[-1], 1)
        for number in numbers:
            self.canv.setLineWidth(_AXIS if number == 0 else _GRID)
            self.canv.setDash([] if number == 0 else [1, 3])
            self.canv.line(left, floor + number * up, right, floor + number * up)
            self._write(f"{number}", self.figure, (0, floor + number * up), figures, "right")
        self.canv.setDash([])
        self._draw_days(left, right, floor, across)
        points = [
            (left + (day - days[0]) * across, floor + value * up)
            for day, value in zip(days, values, strict=True)
        ]
        line = self.canv.beginPath()
        line.moveTo(*points[0])
        for (_x, before), (x, after) in pairwise(points):
            line.lineTo(x, before)
            line.lineTo(x, after)
        self.canv.setLineWidth(_STEP_LINE)
        self.canv.setLineJoin(0)
        self.canv.drawPath(line, stroke=1, fill=0)
        self._write(
            f"{values[-1]}", self.figure, (points[-1][0] + 1.5 * mm, points[-1][1]), figures + 2, "left"
        )

    def _draw_days(self, left: float, right: float, floor: float, across: float) -> None:
        """Mark the months, or quarters, or years, as many as have room."""
        first, last = self.chart.days[0], self.chart.days[-1]
        widest = Passage("May 2026", self.sizes.cell).natural_width() + 3 * mm
        end = left - 1.0
        for day, label in ticks_of_days(first, last, max(2, int((right - left) / widest))):
            x = left + (day.toordinal() - first.toordinal()) * across
            told = Passage(label, self.sizes.cell)
            self.canv.setLineWidth(_AXIS)
            self.canv.line(x, floor, x, floor - 1.2 * mm)
            wide = told.natural_width() + 1
            start = min(max(x - wide / 2, 0), self.width - wide)
            if start > end:
                told.wrap(wide, 0)
                told.drawOn(self.canv, start, floor - 1.5 * mm - told.height)
                end = start + wide + 1 * mm

    def _write(self, text: str, style: Style, at: tuple[float, float], room: float, align: str) -> None:
        told = Passage(text, replace(style, align="right" if align == "right" else "left"))
        told.wrap(room, 0)
        told.drawOn(self.canv, at[0], at[1] - told.height / 2)


class _Legend:
    """Which pattern stands for what; nothing where there is one series alone."""

    def __init__(self, series: Sequence[Series], sizes: Sizes) -> None:
        self.names = [Passage(one.name, sizes.cell) for one in series] if len(series) > 1 else []
        self.side = sizes.cell.size
        self.leading = sizes.cell.leading * 1.15

    def wrap(self, width: float) -> float:
        """Place the names in lines; return the height in points."""
        self._places: list[tuple[float, int]] = []
        x, line = 0.0, 0
        for name in self.names:
            wide = min(name.natural_width() + 1, width - self.side - 4)
            if x and x + self.side + 4 + wide > width:
                x, line = 0.0, line + 1
            name.wrap(wide, 0)
            self._places.append((x, line))
            x += self.side + 4 + wide + 5 * mm
        return (line + 1) * self.leading + 1 * mm if self.names else 0.0

    def draw(self, canvas: Canvas, top: float) -> None:
        """Draw below `top`."""
        for pattern, (name, (x, line)) in enumerate(zip(self.names, self._places, strict=True)):
            middle = top - 1 * mm - (line + 0.5) * self.leading
            fill(canvas, (x, middle - self.side / 2, self.side, self.side), pattern)
            name.drawOn(canvas, x + self.side + 4, middle - name.height / 2)


def in_words(chart: Chart) -> str:
    """Return what a chart shows, for who cannot see it: its title, its words, and every number."""
    if not any(series.values for series in chart.series):
        return f"{chart.title}. {chart.empty}"
    labels = chart.labels or [dates.day(day) for day in chart.days]
    numbers = [
        f"{series.name}: "
        + "; ".join(f"{label} {value}" for label, value in zip(labels, series.values, strict=True))
        for series in chart.series
    ]
    return " ".join(filter(None, [f"{chart.title}.", chart.words, *numbers]))


def _stacks(chart: Chart) -> list[list[int | str]]:
    """Return, for each label, the values of all series."""
    return [[series.values[place] for series in chart.series] for place in range(len(chart.labels))]


def _total(stack: Sequence[int | str]) -> int:
    return sum(value for value in stack if isinstance(value, int))


def _figure(stack: Sequence[int | str]) -> str:
    """Return the figure of a bar: its total, or what stands in place of one that is not shown."""
    told = [value for value in stack if isinstance(value, str)]
    return told[0] if told else f"{_total(stack):,}"
