"""What a form's pages mean, for a screen reader: which ink is a heading, a row, a clause, and in what order.

Rule: all ink of a form is either part of its structure or said to be an artefact (what is repeated on every
page, rules, frames). A passage that runs over two pages stays one element (ISO 32000-1, 14.7 and 14.8).
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, Self

from reportlab.pdfgen.canvas import Canvas

Kind = Literal[
    "Document",
    "Sect",
    "TOC",
    "TOCI",
    "H1",
    "H2",
    "H3",
    "P",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "Figure",
]
"""How PDF calls the kinds of element; each is one of its standard types."""


class Spot(NamedTuple):
    """Where ink of an element stands: the page, from 1, and the number of the ink on it."""

    page: int
    number: int


@dataclass(eq=False)
class Element:
    """A part of a form's structure, with what it is made of in reading order."""

    kind: Kind
    told: str = ""
    """What a figure shows, in words; of a section, its title."""
    kids: "list[Element | Spot]" = field(default_factory=list)

    def add(self, kind: Kind, told: str = "") -> "Element":
        """Return a new element at the end of this one."""
        made = Element(kind, told)
        self.kids.append(made)
        return made


Spots = defaultdict[int, list[Element]]
"""The elements by page, from 1, and by the number of their ink on it."""


class StructuredCanvas(Canvas):  # type: ignore[misc] # ReportLab carries no types
    """A canvas that knows whose ink it is, and notes it in `spots`."""

    def __init__(self, spots: Spots, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._spots = spots
        self._inside = False
        self.coded: set[int] = set()
        """The pages on which a code stands that is typed."""

    @contextmanager
    def ink_of(self, element: Element | None) -> Iterator[Self]:
        """Say that what is drawn is ink of an element; of none, that it is an artefact.

        What is drawn within a figure is ink of the figure.
        """
        if self._inside:
            yield self
            return
        if element is None:
            self.addLiteral("/Artifact BMC")
        else:
            known = self._spots[self.getPageNumber()]
            element.kids.append(Spot(self.getPageNumber(), len(known)))
            self.addLiteral(f"/{element.kind} <</MCID {len(known)}>> BDC")
            known.append(element)
        self._inside = True
        yield self
        self._inside = False
        self.addLiteral("EMC")
