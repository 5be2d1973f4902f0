"""What is printed, as blocks: the words and their order, never their place on the page.

Rule: every string is literal text. A form names the head of the ledger it was made from (H2).
`paper` draws these; nothing here knows of points, fonts or PDF.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec


class Heading(msgspec.Struct, frozen=True):
    """The title of a section."""

    text: str


class Paragraph(msgspec.Struct, frozen=True):
    """Running text. `tone`: plain; strong for what must not be overlooked; small for a note."""

    text: str
    tone: Literal["plain", "strong", "small"] = "plain"


class Numbered(msgspec.Struct, frozen=True):
    """Numbered clauses, such as the terms of a slip."""

    items: Sequence[str]


class Facts(msgspec.Struct, frozen=True):
    """Pairs of label and value. An empty value is drawn as a line to be filled in by hand."""

    rows: Sequence[tuple[str, str]]
    columns: Literal[1, 2] = 1


class Column(msgspec.Struct, frozen=True):
    """A table's column; `share` is its part of the width against the other columns."""

    title: str
    share: float = 1.0
    align: Literal["left", "right"] = "left"


class Table(msgspec.Struct, frozen=True):
    """Rows under headings that repeat on each page. `empty` is said when there are no rows.

    `by_hand`: its empty cells are lines to be filled in, and its rows high enough to write in.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    empty: str = "None."
    by_hand: bool = False


class Signature(msgspec.Struct, frozen=True):
    """A place to sign: who in what capacity, with a line for the name (printed if known) and the date."""

    capacity: str
    name: str = ""


class Signatures(msgspec.Struct, frozen=True):
    """Places to sign, side by side."""

    places: Sequence[Signature]


class Code(msgspec.Struct, frozen=True):
    """A machine-readable code beside what a person can type in its stead."""

    payload: str
    typed: str
    caption: str


class Words(msgspec.Struct, frozen=True):
    """Words that somebody types back one by one: numbered, large, in two columns to be read downwards."""

    items: Sequence[str]


class Section(msgspec.Struct, frozen=True):
    """The title of a chapter in a long form of one part; `Contents` lists it with its page."""

    text: str


class Contents(msgspec.Struct, frozen=True):
    """The chapters of a form, each with the page on which it begins."""

    titles: Sequence[str]


class Series(msgspec.Struct, frozen=True):
    """What a chart shows of one kind: a number for each label, or the words that stand in its place."""

    name: str
    values: Sequence[int | str]


class Chart(msgspec.Struct, frozen=True):
    """Numbers as a picture, each written at its place. `words` say what it shows, for who cannot see it.

    "bars" lie under each other, one to a label, and may go over pages; "columns" stand side by side, for
    months; several series stand on each other. "steps" is a line of one series that changes on `days`, and
    has no labels. A number that is not shown has no bar at all, so that no height tells of it.
    """

    title: str
    style: Literal["bars", "columns", "steps"]
    labels: Sequence[str]
    series: Sequence[Series]
    words: str
    days: Sequence[date] = ()
    empty: str = "There is nothing to draw."


MarkKind = Literal["happened", "due", "overdue", "today"]


class Mark(msgspec.Struct, frozen=True):
    """A day on a timeline, and what it is."""

    day: date
    label: str
    kind: MarkKind


class Timeline(msgspec.Struct, frozen=True):
    """Days along a line, each with its label, earliest first. `words` say what it shows, without seeing it.

    What happened, is due and is overdue is told apart by shape, and said in the legend.
    """

    marks: Sequence[Mark]
    words: str


class Address(msgspec.Struct, frozen=True):
    """The head of a letter, first in its part: whom it goes to, where an envelope's window shows it.

    `sender` says where an answer goes; `beside` identifies the letter, as labels and values.
    """

    lines: Sequence[str]
    sender: str
    beside: Sequence[tuple[str, str]]


Block = (
    Heading
    | Paragraph
    | Numbered
    | Facts
    | Table
    | Signatures
    | Code
    | Words
    | Section
    | Contents
    | Chart
    | Timeline
    | Address
)


class Part(msgspec.Struct, frozen=True):
    """A part of a form that is kept by one keeper; each begins on a page of its own.

    `paper` is what each of its pages tells a scanner of the paper's code, `letter` which part of the paper it
    is (see `paper_pages`); without `paper` its pages carry no code.
    """

    label: str
    blocks: Sequence[Block]
    paper: str = ""
    letter: str = ""


class Form(msgspec.Struct, frozen=True):
    """One printed form.

    `title` says which paper this is, `subject` what it is about (a copy, a document, a review),
    `board` whose it is, `marking` the protective marking of every page (top and bottom), `checkpoint`
    the head of the ledger as printed, `made` the day it was made ("2 March 2026"). `wide` lays a
    form of broad tables on its side.
    """

    title: str
    subject: str
    board: str
    marking: str
    checkpoint: str
    made: str
    parts: Sequence[Part]
    wide: bool = False

    @property
    def named(self) -> str:
        """What the form is called: its title, and what it is about if that is said."""
        return f"{self.title} — {self.subject}" if self.subject else self.title
