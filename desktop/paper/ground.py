"""What stands on every page of a form: marking, part, running title, checkpoint and page number.

Rule: the protective marking stands at the head and the foot of each page, and each page names the
ledger's head it was made from (H2). Pages are counted within their part, since parts are kept apart. Each
page of a paper that comes back says by a code at its foot which it is (C14).
"""

from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.platypus import Frame, PageTemplate

from desktop.custody.blocks import Form, Part
from desktop.custody.paper_pages import PaperPage
from desktop.paper.fields import SMALLEST_SQUARE, data_matrix, draw_squares
from desktop.paper.passage import Passage
from desktop.paper.sizes import Sizes
from desktop.paper.structure import StructuredCanvas

_SIDE = 20 * mm  # clear of punched holes
_EDGE = 8 * mm  # clear of what a printer cannot reach
_GAP = 3 * mm
_RULE = 0.6
_MOST_PAGES = 99  # whose codes there is room for; more is not expected, and would stand higher


class Ground:
    """The pages of one part."""

    def __init__(self, form: Form, number: int, part: Part, sizes: Sizes) -> None:
        """Measure the head and the foot; what is left between them is for the blocks."""
        self.number, self.part, self.sizes = number, part, sizes
        self.size = landscape(A4) if form.wide else A4
        self.width = self.size[0] - 2 * _SIDE
        self.pages = 0
        self._begins = 0
        self._code = len(self._squares(_MOST_PAGES, _MOST_PAGES, signed=True)) * SMALLEST_SQUARE
        self._tab = Passage(part.label, sizes.tab, most_lines=1)
        self._tab_padding = sizes.tab.leading * 0.35
        self._marking = Passage(form.marking, sizes.marking, most_lines=2)
        self._running = Passage(form.named, sizes.small, right=self.beside_tab, most_lines=1)
        self._made = Passage(f"Made {form.made}", sizes.foot_made, most_lines=2)
        folio = Passage(self._folio_words(_MOST_PAGES, _MOST_PAGES), sizes.foot_made)
        widest = max(self._made.natural_width(), folio.natural_width()) + 1  # or rounding would break it
        self._made_width = min(max(widest, 30 * mm), self.width / 3)
        self._made.wrap(self._made_width, 0)
        checkpoint = Passage(
            form.checkpoint,
            sizes.checkpoint,
            right=self._made_width + 2 * _GAP + self._beside_code,
            most_lines=4,
        )
        self._foot = [Passage("Ledger checkpoint", sizes.foot_strong), checkpoint]
        for passage in (self._marking, self._running, *self._foot):
            passage.wrap(self.width, 0)

    @property
    def beside_tab(self) -> float:
        """What the part's tab takes of the width of the page's first line, in points."""
        return self._tab_width + _GAP if self.part.label else 0.0

    @property
    def hanging(self) -> tuple[float, float]:
        """How far below the page's head the first frame begins, and how high it is, in points."""
        return float(self.size[1] - self._top), float(self._top - self._foot_top - 1.5 * _GAP)

    def templates(self) -> list[PageTemplate]:
        """Return the part's first page, whose head is the form's title, and its later pages."""
        return [
            PageTemplate(f"{self.number} first", [self._frame(self._top)], onPage=self._draw_first),
            PageTemplate(f"{self.number} later", [self._frame(self._under_running)], onPage=self._draw_later),
        ]

    def draw_folios(self, canvas: StructuredCanvas) -> None:
        """Draw what only the last page could tell: page x of y of this part, and its code."""
        for page in range(1, self.pages + 1):
            canvas.beginForm(self._folio(page))
            folio = Passage(self._folio_words(page, self.pages), self.sizes.foot_made)
            self._draw_at_right(canvas, folio, self._foot_top)
            self._draw_code(canvas, page)
            canvas.endForm()

    @property
    def _tab_width(self) -> float:
        wanted: float = self._tab.natural_width() + 4 * self._tab_padding
        return min(wanted, float(self.width) / 2)

    @property
    def _tab_height(self) -> float:
        return float(self.sizes.tab.leading + 2 * self._tab_padding)

    @property
    def _top(self) -> float:
        return float(self.size[1] - _EDGE - _GAP - self._marking.height)

    @property
    def _under_running(self) -> float:
        return float(self._top - self._tab_height - _GAP)

    @property
    def _foot_top(self) -> float:
        left = sum(passage.height for passage in self._foot)
        right = self.sizes.foot.leading + self._made.height
        return float(_EDGE + self._marking.height + _GAP + max(left, right, self._code))

    @property
    def _beside_code(self) -> float:
        return self._code + _GAP if self._code else 0.0

    def _frame(self, top: float) -> Frame:
        bottom = self._foot_top + 1.5 * _GAP
        return Frame(_SIDE, bottom, self.width, top - bottom, 0, 0, 0, 0)

    def _draw_first(self, canvas: StructuredCanvas, document: Any) -> None:
        del document
        self.pages += 1
        self._begins = self._begins or canvas.getPageNumber()
        self._marking.drawOn(canvas, _SIDE, self.size[1] - _EDGE - self._marking.height)
        self._marking.drawOn(canvas, _SIDE, _EDGE)
        if self.part.label:
            self._draw_tab(canvas)
        self._draw_foot(canvas)

    def _draw_later(self, canvas: StructuredCanvas, document: Any) -> None:
        self._draw_first(canvas, document)
        base = self._top - self._tab_height
        self._running.drawOn(canvas, _SIDE, base + (self._tab_height - self._running.height) / 2)
        self._rule(canvas, base)

    def _draw_tab(self, canvas: StructuredCanvas) -> None:
        """Draw the part's tab: every other part's is black, so that two parts are told apart at a glance."""
        black = self.number % 2 == 0
        left, base = _SIDE + self.width - self._tab_width, self._top - self._tab_height
        with canvas.ink_of(None):
            canvas.setLineWidth(_RULE)
            canvas.rect(left, base, self._tab_width, self._tab_height, fill=int(black))
        canvas.saveState()
        canvas.setFillGray(1 if black else 0)
        self._tab.wrap(self._tab_width - 4 * self._tab_padding + 0.01, 0)
        self._tab.drawOn(canvas, left + 2 * self._tab_padding, base + self._tab_padding)
        canvas.restoreState()

    def _draw_foot(self, canvas: StructuredCanvas) -> None:
        self._rule(canvas, self._foot_top + 0.4 * _GAP)
        y = self._foot_top
        for passage in self._foot:
            y -= passage.height
            passage.drawOn(canvas, _SIDE, y)
        canvas.doForm(self._folio(self.pages))
        self._draw_at_right(canvas, self._made, self._foot_top - self.sizes.foot.leading)

    def _draw_at_right(self, canvas: StructuredCanvas, passage: Passage, top: float) -> None:
        passage.wrap(self._made_width, 0)
        left = _SIDE + self.width - self._beside_code - self._made_width
        passage.drawOn(canvas, left, top - passage.height)

    def _draw_code(self, canvas: StructuredCanvas, page: int) -> None:
        """Draw the code of a page in the corner, where nothing else stands."""
        squares = self._squares(page, self.pages, signed=self._begins + page - 1 in canvas.coded)
        side = len(squares) * SMALLEST_SQUARE
        if squares:
            with canvas.ink_of(None):
                at = (_SIDE + self.width - side, self._foot_top - side)
                draw_squares(canvas, squares, at, side)

    def _squares(self, page: int, of: int, *, signed: bool) -> list[list[bool]]:
        if not self.part.paper:
            return []
        return data_matrix(PaperPage(self.part.paper, self.part.letter, page, of, signed).payload)

    def _rule(self, canvas: StructuredCanvas, y: float) -> None:
        with canvas.ink_of(None):
            canvas.setLineWidth(_RULE)
            canvas.line(_SIDE, y, _SIDE + self.width, y)

    def _folio_words(self, page: int, of: int) -> str:
        part = f"Part {self.part.letter}, page" if self.part.letter else "Page"
        return f"{part} {page} of {of}"

    def _folio(self, page: int) -> str:
        return f"folio-{self.number}-{page}"
