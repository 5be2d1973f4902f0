"""The head of a letter: the addressee where a window envelope shows it, and beside it what identifies it.

Rule: in a DL envelope (window 90 by 35 mm, 20 mm from its left edge and 20 mm from its foot) nothing of a
letter folded in three shows but the addressee, however the sheet has slipped; the text begins below it.
"""

from collections.abc import Iterator
from dataclasses import replace

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.custody.blocks import Address
from desktop.paper.passage import Passage
from desktop.paper.sizes import Sizes
from desktop.paper.structure import Element

_WINDOW_TOP = 55 * mm  # from the head of the page
_WINDOW_FOOT = 92 * mm
_ADDRESS_WIDTH = 80 * mm
_BESIDE = 106 * mm  # from the left margin: out of the window
_MOST_LINES = 8
_GAP = 2 * mm


class AddressField(Flowable):  # type: ignore[misc] # ReportLab carries no types
    """The head of a letter. `used` is what the page's head and the frame above it take, in points."""

    def __init__(self, address: Address, sizes: Sizes, within: Element) -> None:
        """Keep the lines; a name or address of endless length is cut, for the letter itself has it whole."""
        super().__init__()
        self.sizes = sizes
        left = _MOST_LINES
        addressee, beside = within.add("P"), within.add("L")
        self.lines: list[Passage] = []
        for text in address.lines:
            if left > 0:
                self.lines.append(Passage(text, sizes.body, most_lines=min(left, 4), element=addressee))
                self.lines[-1].wrap(_ADDRESS_WIDTH, 0)
                left -= len(self.lines[-1].lines)
        self.beside = []
        for label, value in address.beside:
            item = beside.add("LI")
            named = Passage(label, sizes.label, element=item.add("Lbl"))
            self.beside.append((named, Passage(value, sizes.body, most_lines=3, element=item.add("LBody"))))
        self.used = 0.0
        self.room = 0.0

    def hang(self, used: float, room: float) -> None:
        """Say where the frame begins below the page's head, and how high it is, in points."""
        self.used, self.room = used, room

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room taken, down to the foot of the window or of what does not fit above it."""
        self.width = width
        top = self.used + max(0.0, self.room - height)
        self._down = max(0.0, _WINDOW_TOP - top)
        address = sum(line.height for line in self.lines)
        beside = sum(
            label.wrap(width - _BESIDE, 0)[1] + value.wrap(width - _BESIDE, 0)[1] + _GAP
            for label, value in self.beside
        )
        self.height = max(_WINDOW_FOOT - top, self._down + max(address, beside))
        return self.width, self.height

    def lead(self, width: float) -> float:
        """Return the height in points of what must not be parted: all of it."""
        return float(self.wrap(width, self.room)[1])

    def draw(self) -> None:
        """Draw the addressee at the left and the labels with their values at the right."""
        y = self.height - self._down
        for line in self.lines:
            y -= line.height
            line.drawOn(self.canv, 0, y)
        y = self.height - self._down
        for label, value in self.beside:
            for passage in (label, value):
                y -= passage.height
                passage.drawOn(self.canv, _BESIDE, y)
            y -= _GAP


def letterhead(board: str, sender: str, sizes: Sizes, within: Element, *, right: float) -> Iterator[Passage]:
    """Yield the Board's name and where an answer goes, as they head a letter; `right` points stay free."""
    name = replace(sizes.heading, size=sizes.subject.size, leading=sizes.subject.leading)
    yield Passage(board, name, right=right, most_lines=2, element=within.add("P"))
    yield Passage(_one_line(sender), sizes.small, right=right, most_lines=2, element=within.add("P"))


def _one_line(text: str) -> str:
    return ", ".join(filter(None, (line.strip(" ,") for line in text.splitlines())))
