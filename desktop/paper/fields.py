"""Where a person signs, and the code that a scanner or a person reads back.

Rule: there is room for a hand, and what belongs to one signature is never cut in two. A code is drawn
as squares, not as a picture, so that it is sharp on any printer.
"""

from collections.abc import Sequence
from typing import Any

import zxingcpp
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.custody.blocks import Code, Signature
from desktop.paper.passage import Passage
from desktop.paper.sizes import Sizes
from desktop.paper.structure import Element

_INSIDE = 3 * mm
_BORDER = 0.6
_CODE = 18 * mm
_BESIDE = 6 * mm  # more than the margin of white that a reader needs
SMALLEST_SQUARE = 0.42 * mm  # 2.5 pixels of a scan at 150 dpi


class SignatureBoxes(Flowable):  # type: ignore[misc] # ReportLab carries no types
    """Places to sign, side by side: the capacity, then lines for signature, name and date."""

    def __init__(self, places: Sequence[Signature], sizes: Sizes, within: Element) -> None:
        """Keep one row of places."""
        super().__init__()
        self.sizes = sizes
        self.boxes = []
        for place in places:
            element = within.add("P")
            capacity = Passage(place.capacity, sizes.strong, most_lines=3, element=element)
            self.boxes.append((capacity, Passage(place.name, sizes.body, most_lines=3, element=element)))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room taken; the boxes share the width."""
        del height
        self.width = width
        self._box = (width - self.sizes.gutter * (len(self.boxes) - 1)) / len(self.boxes)
        inside = self._box - 2 * _INSIDE
        self._label = max(Passage(word, self.sizes.label).natural_width() for word in _LINES) + 2 * mm
        self._capacity = max(capacity.wrap(inside, 0)[1] for capacity, _ in self.boxes)
        self._name = max(
            self.sizes.to_write, *(name.wrap(inside - self._label, 0)[1] + 2 * mm for _, name in self.boxes)
        )
        self.height = 2 * _INSIDE + self._capacity + self.sizes.to_sign + self._name + self.sizes.to_write
        return self.width, self.height

    def draw(self) -> None:
        """Draw the boxes."""
        for number, (capacity, name) in enumerate(self.boxes):
            left = number * (self._box + self.sizes.gutter)
            with self.canv.ink_of(None):
                self.canv.setLineWidth(_BORDER)
                self.canv.rect(left, 0, self._box, self.height)
            self._draw_inside(capacity, name, left + _INSIDE)

    def _draw_inside(self, capacity: Passage, name: Passage, left: float) -> None:
        inside = self._box - 2 * _INSIDE
        y = self.height - _INSIDE
        capacity.drawOn(self.canv, left, y - capacity.height)
        y -= self._capacity
        for word, high in zip(_LINES, (self.sizes.to_sign, self._name, self.sizes.to_write), strict=True):
            y -= high
            label = Passage(word, self.sizes.label, element=capacity.element)
            label.wrap(self._label, 0)
            label.drawOn(self.canv, left, y + 0.6 * mm)
            with self.canv.ink_of(None):
                self.canv.setLineWidth(_BORDER)
                self.canv.line(left + self._label, y, left + inside, y)
            if word == "Name" and name.text:
                name.drawOn(self.canv, left + self._label, y + 0.6 * mm)


_LINES = ("Signature", "Name", "Date")


class CodeStrip(Flowable):  # type: ignore[misc] # ReportLab carries no types
    """A Data Matrix, and beside it the caption and what a person types in its stead."""

    def __init__(self, code: Code, sizes: Sizes, within: Element) -> None:
        """Make the code's squares."""
        super().__init__()
        self.squares = data_matrix(code.payload)
        self.side = max(_CODE, len(self.squares) * SMALLEST_SQUARE)
        self.figure = within.add("Figure", "The same as a code for a scanner")
        self.typed = Passage(code.typed, sizes.typed, most_lines=2, element=within.add("P"))
        self.caption = Passage(code.caption, sizes.small, most_lines=6, element=within.add("P"))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room taken."""
        del height
        beside = width - self.side - _BESIDE
        self._words = self.typed.wrap(beside, 0)[1] + self.caption.wrap(beside, 0)[1]
        self.width, self.height = width, max(self.side, self._words)
        return self.width, self.height

    def draw(self) -> None:
        """Draw the code and the words, and remember the page."""
        self.canv.coded.add(self.canv.getPageNumber())
        with self.canv.ink_of(self.figure):
            draw_squares(self.canv, self.squares, (0, (self.height - self.side) / 2), self.side)
        y = (self.height + self._words) / 2 - self.typed.height
        self.typed.drawOn(self.canv, self.side + _BESIDE, y)
        self.caption.drawOn(self.canv, self.side + _BESIDE, y - self.caption.height)


def data_matrix(payload: str) -> list[list[bool]]:
    """Return the rows of a Data Matrix of `payload`, from the top; true is black."""
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    image: Any = code.to_image(scale=1, add_quiet_zones=False)  # a buffer, though its type does not say so
    rows: list[list[int]] = memoryview(image).tolist()  # type: ignore[assignment] # of two dimensions
    return [[grey == 0 for grey in row] for row in rows]


def draw_squares(
    canvas: Canvas, squares: Sequence[Sequence[bool]], at: tuple[float, float], side: float
) -> None:
    """Draw a code `side` points wide with its lower left corner at `at`; runs of black are one rectangle."""
    unit = side / len(squares)
    ink = canvas.beginPath()
    for row, line in enumerate(squares):
        start = 0
        while start < len(line):
            end = start
            while end < len(line) and line[end]:
                end += 1
            if end > start:
                ink.rect(at[0] + start * unit, at[1] + side - (row + 1) * unit, (end - start) * unit, unit)
            start = end + 1
    canvas.drawPath(ink, stroke=0, fill=1)
