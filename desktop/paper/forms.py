"""The printed forms: slips, receipts, logs and reports, one family on A4.

Rule: the same form gives the same bytes. Black ink only; nothing is told by colour. Every string is
literal: none reaches a parser, and no file or address named in one is opened.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, BinaryIO

from reportlab.platypus import BaseDocTemplate, Flowable, NextPageTemplate, PageBreak, Spacer

from desktop.custody.blocks import Address, Form, Part
from desktop.custody.errors import StrongroomError
from desktop.custody.text import shown
from desktop.paper import archive
from desktop.paper.address import AddressField, letterhead
from desktop.paper.chapters import draw_pages
from desktop.paper.fonts import runs
from desktop.paper.ground import Ground
from desktop.paper.layout import flowables
from desktop.paper.passage import Passage
from desktop.paper.sizes import LARGE, ORDINARY, Sizes
from desktop.paper.structure import Element, Spots, StructuredCanvas

_RULE = 1.4


def draw(
    form: Form, target: BinaryIO, *, large: bool = False, told: Callable[[float], None] | None = None
) -> int:
    """Write `form` as a PDF to `target`; return the number of pages. `large` is the large print (K5).

    `told` hears after each page about which part is done, 0 to 1; what it raises ends the drawing.
    """
    sizes = LARGE if large else ORDINARY
    parts = list(form.parts) or [Part("", [])]
    grounds = [Ground(form, number, part, sizes) for number, part in enumerate(parts)]
    root = Element("Document")
    drawn = io.BytesIO()
    title = shown(form.named)
    document = BaseDocTemplate(
        drawn,
        pagesize=grounds[0].size,
        pageTemplates=[template for ground in grounds for template in ground.templates()],
        lang="en-GB",
        displayDocTitle=True,
        invariant=1,  # no time, no chance: the same form gives the same bytes
    )
    story = [item for ground in grounds for item in _story(form, ground, root.add("Sect", ground.part.label))]
    spots: Spots = defaultdict(list)
    teller = _Teller(told, document, grounds, story) if told else None
    if teller:
        document.afterPage = teller.after_page
    try:
        document.build(story, canvasmaker=partial(_Canvas, grounds, spots))
    except _StoppedError:
        if teller and teller.stopped:
            raise teller.stopped from None
        raise
    archive.keep(drawn, target, title, root, spots)
    return sum(ground.pages for ground in grounds)


class _StoppedError(Exception):
    """Ends a drawing: ReportLab makes each exception anew from its text, which not every one survives."""


class _Teller:
    """Tells after each page how far the drawing is, by the height of what is to be drawn."""

    def __init__(
        self,
        told: Callable[[float], None],
        document: BaseDocTemplate,
        grounds: Sequence[Ground],
        story: Sequence[Flowable],
    ) -> None:
        self.stopped: StrongroomError | None = None
        self._told, self._document = told, document
        height = sum(item.wrap(grounds[0].width, 0)[1] for item in story)
        self._pages = max(1.0, height / grounds[0].hanging[1])

    def after_page(self) -> None:
        """Tell; what that raises is kept, and ends the drawing."""
        try:
            self._told(min(1.0, self._document.page / self._pages))
        except StrongroomError as error:
            self.stopped = error
            raise _StoppedError from error


def _story(form: Form, ground: Ground, within: Element) -> list[Flowable]:
    """Return what flows through the pages of one part."""
    sizes = ground.sizes
    turn = [NextPageTemplate(f"{ground.number} first"), PageBreak()] if ground.number else []
    head = _head(form, ground, within)
    blocks = list(flowables(ground.part.blocks, ground.width, sizes, within))
    for block in blocks:
        if isinstance(block, AddressField):
            block.hang(*ground.hanging)
    return [
        *turn,
        NextPageTemplate(f"{ground.number} later"),
        *head,
        _Rule(sizes),
        *blocks,
    ]


def _head(form: Form, ground: Ground, within: Element) -> list[Flowable]:
    """Return what stands above the rule: whose form it is and which; over a letter, whose letter."""
    sizes = ground.sizes
    first = next(iter(ground.part.blocks), None)
    if isinstance(first, Address):
        return list(letterhead(form.board, first.sender, sizes, within, right=ground.beside_tab))
    return [
        Spacer(0, sizes.tab.leading * 0.35),
        Passage(form.board, sizes.board, right=ground.beside_tab, element=within.add("P")),
        Spacer(0, sizes.gap),
        Passage(form.title, sizes.title, element=within.add("H1")),
        Passage(form.subject, sizes.subject, element=within.add("P")),
    ]


class _Rule(Flowable):  # type: ignore[misc] # ReportLab carries no types
    """The rule across the page under a form's head."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = sizes.gap * 0.7, sizes.gap

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room taken."""
        del height
        self.width, self.height = width, _RULE
        return self.width, self.height

    def draw(self) -> None:
        """Draw it, as an artefact."""
        with self.canv.ink_of(None):
            self.canv.setLineWidth(_RULE)
            self.canv.line(0, 0, self.width, 0)


class _Canvas(StructuredCanvas):
    """A canvas that draws the page numbers once the last page is known, and those of chapters."""

    def __init__(self, grounds: Sequence[Ground], spots: Spots, *arguments: Any, **options: Any) -> None:
        (first,) = runs("", "text")  # else ReportLab names a font of its own that is not embedded
        super().__init__(spots, *arguments, **(options | {"initialFontName": first.font}))
        self._grounds = grounds
        self.chapters: dict[str, int] = {}
        """The page on which each chapter began."""
        self.contents: list[tuple[str, Sizes]] = []
        """The chapters whose pages are to be drawn."""

    def save(self) -> None:
        """Finish the document."""
        for ground in self._grounds:
            ground.draw_folios(self)
        draw_pages(self, self.contents, self.chapters)
        super().save()
