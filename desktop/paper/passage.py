"""A passage: literal text set in lines, for the forms.

Rule: no string of a form reaches a parser. ReportLab's own `Paragraph` reads markup and would open
files and addresses named in it; this one knows only characters, so a name such as `<img src=…>` is ink.
"""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from typing import Literal

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from desktop.paper.fonts import Role, literal, runs, width
from desktop.paper.script import in_reading_order
from desktop.paper.structure import Element

_CAPITALS = 0.668  # height of a capital against the type size, of all Atkinson faces
_PIECES = re.compile(r" +|[^ ]+")
_SEAMS = "/@._-"  # where a word too wide for its line is best cut, after the sign
_FEWEST = 2  # lines of a passage left alone at the foot or the head of a page


@dataclass(frozen=True)
class Style:
    """How a passage is set; `size` and `leading` in points."""

    size: float
    leading: float
    role: Role = "text"
    align: Literal["left", "right", "centre"] = "left"
    spacing: float = 0.0
    """Extra space after each character, in points."""
    after: float = 0.0
    """Space under the passage, in points."""

    @property
    def drop(self) -> float:
        """From the top of a line to its baseline: capitals stand in the middle of the leading."""
        return self.leading / 2 + self.size * _CAPITALS / 2


class Passage(Flowable):  # type: ignore[misc] # ReportLab carries no types
    """Literal text, broken into lines where it must be, split between pages where it may be."""

    def __init__(
        self,
        text: str,
        style: Style,
        *,
        mark: str = "",
        left: float = 0.0,
        right: float = 0.0,
        most_lines: int | None = None,
        element: Element | None = None,
    ) -> None:
        """Keep `left` and `right` points free; `mark` (a clause's number) stands in the free left.

        After `most_lines` the text is cut with an ellipsis. `element` is what it is of the form; of none, it
        is an artefact.
        """
        super().__init__()
        self.text = literal(text)
        self.style = style
        self.mark, self.left, self.right = mark, left, right
        self.most_lines = most_lines
        self.element = element
        self.spaceAfter = style.after
        self.lines: list[str] = []
        self._set_for: float | None = None

    def _of_lines(self, lines: list[str], mark: str) -> "Passage":
        part = Passage("", self.style, mark=mark, left=self.left, right=self.right, element=self.element)
        part.lines, part._set_for, part.width = lines, self._set_for, self.width
        return part

    def repeated(self) -> "Passage":
        """Return the passage as it stands once more on a later page, as an artefact."""
        part = copy(self)
        part.element = None
        return part

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Set the lines for `width` points; return the room taken."""
        del height
        if self._set_for != width:
            room = width - self.left - self.right
            self.lines = [line for given in self.text.split("\n") for line in self._broken(given, room)]
            if self.most_lines is not None and len(self.lines) > self.most_lines:
                self.lines = self._cut(self.lines[: self.most_lines], room)
            self._set_for, self.width = width, width
        self.height = len(self.lines) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the passage in two, the first no higher than `height` points; nothing if that cannot be."""
        self.wrap(width, height)
        fit = int(height / self.style.leading)
        if fit >= len(self.lines):
            return [self]
        fit = min(fit, len(self.lines) - _FEWEST)
        if fit < _FEWEST:
            return []
        first, rest = self._of_lines(self.lines[:fit], self.mark), self._of_lines(self.lines[fit:], "")
        rest.spaceAfter = self.spaceAfter
        return [first, rest]

    def draw(self) -> None:
        """Draw the lines on the canvas, from the top."""
        base = self.height - self.style.drop
        with self.canv.ink_of(self.element):
            if self.mark:
                draw_line(self.canv, self.mark, replace(self.style, role="strong"), (0, base), self.left)
            for line in self.lines:
                draw_line(self.canv, line, self.style, (self.left, base), self.width - self.left - self.right)
                base -= self.style.leading

    def lead(self, width: float) -> float:
        """Return the height in points of the lines that must not be parted from a heading."""
        self.wrap(width, 0)
        return min(len(self.lines), _FEWEST) * self.style.leading

    def widest_word(self) -> float:
        """Return the width of the widest word, in points."""
        return max((self._width(word) for word in self.text.split()), default=0.0)

    def natural_width(self) -> float:
        """Return the width of the longest line, were none broken, in points."""
        return max(self._width(line) for line in self.text.split("\n"))

    def _width(self, text: str) -> float:
        return _width(text, self.style)

    def _broken(self, text: str, room: float) -> Iterator[str]:
        line, used = "", 0.0
        for piece in _PIECES.findall(text):
            wide = self._width(piece)
            if used + wide > room and line.strip() and not piece.isspace():
                yield line  # with the space it was broken at, so that who listens hears two words
                line, used = "", 0.0
            if wide > room and not piece.isspace():
                *full, line = self._chopped(piece, room)
                yield from full
                used = self._width(line)
            else:
                line, used = line + piece, used + wide
        yield line.rstrip(" ")

    def _chopped(self, word: str, room: float) -> list[str]:
        """Cut a word that is wider than the room, after a seam where there is a late one."""
        pieces, piece, used = [], "", 0.0
        for character in word:
            wide = self._width(character)
            if piece and used + wide > room:
                seam = 1 + max(piece.rfind(sign) for sign in _SEAMS)
                cut = seam if seam > len(piece) / 2 else len(piece)
                pieces.append(piece[:cut])
                piece = piece[cut:]
                used = self._width(piece)
            piece, used = piece + character, used + wide
        return [*pieces, piece]

    def _cut(self, lines: list[str], room: float) -> list[str]:
        last = lines[-1]
        while last and self._width(last + "…") > room:
            last = last[:-1]
        return [*lines[:-1], last.rstrip() + "…"]


def draw_line(canvas: Canvas, line: str, style: Style, at: tuple[float, float], room: float) -> None:
    """Draw one line of literal text from `at` (points: left end, baseline) within `room` points."""
    words = line.rstrip(" ")
    free = room - _width(words, style)
    start = {"left": 0.0, "right": free, "centre": free / 2}[style.align]
    ink = canvas.beginText(at[0] + start, at[1])
    ink.setCharSpace(style.spacing)
    for run in runs(in_reading_order(words) + line[len(words) :], style.role):
        ink.setFont(run.font, style.size)
        ink.textOut(run.text)
    canvas.drawText(ink)


def _width(line: str, style: Style) -> float:
    gaps = max(0, sum(len(run.text) for run in runs(line, style.role)) - 1)
    return width(line, style.role, style.size) + style.spacing * gaps
