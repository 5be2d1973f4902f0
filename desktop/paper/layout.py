"""How each kind of block stands on the page.

Rule: a heading keeps with what follows it; a place to sign is never cut in two, nor are words to be typed
back; an empty value is a line long and high enough to write on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak

from desktop.custody.blocks import (
    Address,
    Block,
    Chart,
    Code,
    Column,
    Contents,
    Facts,
    Heading,
    Numbered,
    Paragraph,
    Section,
    Signatures,
    Table,
    Timeline,
    Words,
)
from desktop.paper.address import AddressField
from desktop.paper.chapters import ChapterTitle, ContentsList
from desktop.paper.charts import picture
from desktop.paper.fields import CodeStrip, SignatureBoxes
from desktop.paper.grid import HAIRLINE, WRITING_LINE, Grid, Row
from desktop.paper.passage import Passage, Style
from desktop.paper.sizes import Sizes
from desktop.paper.structure import Element, Kind
from desktop.paper.timeline import course

_LABELS = 0.24  # part of the width that labels take beside their values
_LABELS_LARGE = 0.3
_TWO_COLUMNS_MOST = 110 * mm  # clauses that stand higher than this in two columns are set in one
_TWO_COLUMNS_LEAST = 2  # clauses in the first column
_BROAD = 1.3  # columns that a value fills before it has a row of its own
_SHORT = 17  # characters of a date such as "27 September 2026"
_LEAD_MOST = 90 * mm  # lower than any page
_HEAD_RULE = 0.9
_WORD_LEADING = 1.18  # of the type size: each word stands on a line of its own
Field = tuple[str, str]


class _WordGrid(Grid):
    """Words to be typed back: on one page, or their order would be lost between two."""


def flowables(blocks: Sequence[Block], width: float, sizes: Sizes, within: Element) -> Iterator[Flowable]:
    """Yield what the blocks are drawn as, `width` points wide, with the space between them.

    `within` is the part of the form's structure that they are added to.
    """
    waiting: list[Flowable] = []  # kept with what comes next
    heading: Kind = "H3" if any(isinstance(block, Section) for block in blocks) else "H2"
    given = [(block, drawn) for block in blocks if (drawn := _drawn(block, width, sizes, within, heading))]
    followings: list[Block | None] = [*(block for block, _ in given[1:]), None]
    for (block, drawn), following in zip(given, followings, strict=False):
        drawn[-1].spaceAfter = _after(block, following, sizes)
        if isinstance(block, Heading | Section):
            waiting += drawn
        elif _signed_below(block, following):
            yield from _kept(waiting, drawn[:-1], width, sizes)
            waiting = [*([] if drawn[:-1] else waiting), drawn[-1]]
        else:
            yield from _kept(waiting, drawn, width, sizes)
            waiting = []
        if isinstance(block, Contents) and following is not None:
            yield PageBreak()  # what stands over the contents is the cover
    yield from waiting


def _signed_below(block: Block, following: Block | None) -> bool:
    """Whether the block's end stays with what follows: words with their signatures, these with their code."""
    if isinstance(following, Code):
        return isinstance(block, Signatures)
    if isinstance(following, Facts):  # a letter's last words, with the line that is signed
        return isinstance(block, Paragraph) and not any(value for _label, value in following.rows[:1])
    return isinstance(following, Signatures) and not isinstance(block, Table)


def _kept(waiting: list[Flowable], drawn: list[Flowable], width: float, sizes: Sizes) -> list[Flowable]:
    """Keep what waits with the beginning of what it stands over."""
    if not drawn:
        return []
    first = drawn[0]
    if isinstance(first, SignatureBoxes | CodeStrip | _WordGrid):
        return [KeepTogether([*waiting, first]), *drawn[1:]]
    room = sizes.gap * 2 + first.lead(width)  # the gap: what stands before may still be owed its space
    room += sum(item.wrap(width, 0)[1] + item.getSpaceAfter() for item in waiting)
    return [CondPageBreak(min(room, _LEAD_MOST)), *waiting, *drawn]


def _after(block: Block, following: Block | None, sizes: Sizes) -> float:
    """Return the space between two blocks in points."""
    if isinstance(block, Section):
        return sizes.gap
    if isinstance(block, Heading):
        return sizes.gap * 0.4
    if isinstance(following, Section):
        return sizes.gap * 3
    if isinstance(following, Heading | Signatures) or isinstance(block, Signatures):
        return sizes.gap * 1.2
    if isinstance(block, Paragraph) and isinstance(following, Paragraph):
        return sizes.gap * 0.5
    return sizes.gap


def _drawn(block: Block, width: float, sizes: Sizes, within: Element, heading: Kind) -> list[Flowable]:
    match block:
        case Heading() | Paragraph():
            element = within.add(heading if isinstance(block, Heading) else "P")
            return [Passage(block.text, _style(block, sizes), element=element)]
        case Numbered():
            return _numbered(block.items, width, sizes, within.add("L"))
        case Facts():
            return _facts(block, width, sizes, within.add("L"))
        case Table():
            return _table(block, sizes, within)
        case Signatures():
            return _signatures(block, sizes, within)
        case _:
            return [_alone(block, width, sizes, within)]


def _alone(
    block: Section | Contents | Chart | Timeline | Code | Words | Address,
    width: float,
    sizes: Sizes,
    within: Element,
) -> Flowable:
    """Set a block that is one thing on the page."""
    match block:
        case Chart() | Timeline():
            return _drawing(block, width, sizes, within)
        case Section():
            return ChapterTitle(block.text, sizes, within.add("H2"))
        case Contents():
            return ContentsList(block.titles, sizes, within.add("TOC"))
        case Code():
            return CodeStrip(block, sizes, within)
        case Words():
            return _words(block.items, sizes, within.add("L"))
        case Address():
            return AddressField(block, sizes, within)


def _drawing(block: Chart | Timeline, width: float, sizes: Sizes, within: Element) -> Flowable:
    """Set a block that is a picture."""
    if isinstance(block, Timeline):
        return course(block, sizes, within)
    return picture(block, width, sizes, within)


def _style(block: Heading | Paragraph, sizes: Sizes) -> Style:
    if isinstance(block, Heading):
        return sizes.heading
    return {"plain": sizes.body, "strong": sizes.strong, "small": sizes.small}[block.tone]


def _numbered(items: Sequence[str], width: float, sizes: Sizes, within: Element) -> list[Flowable]:
    """Set the clauses with their numbers; short ones in two columns, whose lines are easier to read."""
    figures = Passage(f"{len(items)}", sizes.heading).natural_width() + 4
    clauses = [
        Passage(text, sizes.clause, mark=f"{number}", left=figures, element=within.add("LI").add("LBody"))
        for number, text in enumerate(items, start=1)
    ]
    column = (width - sizes.gutter) / 2
    heights = [clause.wrap(column, 0)[1] for clause in clauses]
    splits = [max(sum(heights[:first]), sum(heights[first:])) for first in range(len(clauses) + 1)]
    first = splits.index(min(splits))
    if sizes.large or first < _TWO_COLUMNS_LEAST or splits[first] > _TWO_COLUMNS_MOST:
        return list(clauses)
    return [Grid([1, 1], [Row([clauses[:first], clauses[first:]], whole=True)], gutter=sizes.gutter)]


def _words(items: Sequence[str], sizes: Sizes, within: Element) -> Flowable:
    """Set the words in two columns, each behind its number and on a rule, so that no eye loses its line."""
    half = (len(items) + 1) // 2
    word = replace(sizes.typed, leading=round(sizes.typed.size * _WORD_LEADING), spacing=0.0)
    number = replace(word, role="figures", align="right")
    entries = [within.add("LI") for _item in items]  # read downwards, though drawn across
    rows = []
    for pair in zip_longest(range(half), range(half, len(items))):
        cells: list[list[Passage]] = []
        for place in pair:
            if place is None:
                cells += [[], []]
                continue
            label, body = entries[place].add("Lbl"), entries[place].add("LBody")
            cells.append([Passage(f"{place + 1}", number, element=label)])
            cells.append([Passage(items[place], word, element=body)])
        rows.append(Row(cells, [(0, 1, HAIRLINE), *([(2, 3, HAIRLINE)] if pair[1] is not None else [])]))
    return _WordGrid([1, 5, 1, 5], rows, gutter=4 * mm)


def _facts(facts: Facts, width: float, sizes: Sizes, within: Element) -> list[Flowable]:
    if facts.columns == 1 or sizes.large:
        labels = _LABELS_LARGE if sizes.large else _LABELS
        return [
            Grid([labels, 1 - labels], [_beside(*row, sizes, within.add("LI"))], gutter=3 * mm)
            for row in facts.rows
        ]
    pairs = _paired(facts.rows, (width - sizes.gutter) / 2, sizes)
    return [Grid([1] * len(pair), [_stacked(pair, sizes, within)], gutter=sizes.gutter) for pair in pairs]


def _paired(fields: Sequence[Field], column: float, sizes: Sizes) -> list[list[Field | None]]:
    """Pair the fields, row by row; a value that is long for a column has a row of its own."""
    rows: list[list[Field | None]] = []
    for field in fields:
        if Passage(field[1], sizes.body).natural_width() > _BROAD * column:
            rows.append([field])
        elif rows and rows[-1][-1] is None:
            rows[-1][-1] = field
        else:
            rows.append([field, None])
    return rows


def _beside(label: str, value: str, sizes: Sizes, within: Element) -> Row:
    """Set a label at the left of its value, on one baseline."""
    style = replace(sizes.label, leading=sizes.body.leading)
    if not value.strip():
        rule = [(1, 1, WRITING_LINE)]
        cells: list[list[Passage]] = [[Passage(label, style, element=within.add("Lbl"))], []]
        return Row(cells, rule, least=sizes.to_write + 1 * mm, above=2 * mm, below=0.5 * mm, at_foot=True)
    cells = [
        [Passage(label, style, element=within.add("Lbl"))],
        [Passage(value, sizes.body, element=within.add("LBody"))],
    ]
    return Row(cells, [(0, 1, HAIRLINE)], above=1.1 * mm, below=0.9 * mm)


def _stacked(pair: Sequence[Field | None], sizes: Sizes, within: Element) -> Row:
    """Set labels side by side, each over its value; no field, nothing."""
    cells = [_field(field, sizes, within) for field in pair]
    rules = [
        (place, place, HAIRLINE if field[1].strip() else WRITING_LINE)
        for place, field in enumerate(pair)
        if field is not None
    ]
    blank = any(field is not None and not field[1].strip() for field in pair)
    least = sizes.label.leading + sizes.to_write if blank else 0.0
    return Row(cells, rules, least=least, above=0.8 * mm, below=0.6 * mm)


def _field(field: Field | None, sizes: Sizes, within: Element) -> list[Passage]:
    if field is None:
        return []
    label, value = field
    item = within.add("LI")
    passages = [Passage(label, sizes.label, element=item.add("Lbl"))]
    return [*passages, Passage(value, sizes.body, element=item.add("LBody"))] if value.strip() else passages


def _table(table: Table, sizes: Sizes, within: Element) -> list[Flowable]:
    told = within.add("Table")
    shares = [column.share for column in table.columns]
    last = len(shares) - 1
    top = told.add("TR")
    titles = [
        [Passage(c.title, _aligned(sizes.column, c), most_lines=4, element=top.add("TH"))]
        for c in table.columns
    ]
    head = Row(titles, [(0, last, _HEAD_RULE)], below=1 * mm, at_foot=True)
    # Short cells stand on the line that a hand fills in; beside longer texts all begin at the top.
    at_foot = table.by_hand and all(len(cell) <= _SHORT for row in table.rows for cell in row)
    rows = [
        Row(
            _cells(row, table.columns, sizes, told.add("TR")),
            _to_fill_in(row) if table.by_hand else [(0, last, HAIRLINE)],
            least=sizes.to_write if table.by_hand else 0.0,
            above=0.9 * mm,
            below=0.9 * mm,
            at_foot=at_foot,
        )
        for row in table.rows
    ]
    grid = Grid(shares, rows, gutter=4 * mm, head=[head], least=_least_widths([head, *rows]))
    grid.spaceAfter = 1 * mm
    return [grid] if rows else [grid, Passage(table.empty, sizes.cell, element=within.add("P"))]


def _cells(
    row: Sequence[str], columns: Sequence[Column], sizes: Sizes, within: Element
) -> list[list[Passage]]:
    return [
        [Passage(cell, _aligned(sizes.cell, column, cell), element=within.add("TD"))]
        for cell, column in zip(row, columns, strict=True)
    ]


def _to_fill_in(row: Sequence[str]) -> list[tuple[int, int, float]]:
    """Return a line under each cell, heavier under those that a hand fills in."""
    return [(at, at, HAIRLINE if cell.strip() else WRITING_LINE) for at, cell in enumerate(row)]


def _least_widths(rows: Sequence[Row]) -> list[list[float]]:
    """Return least widths of columns: for short cells to stand on one line, for whole words, for titles."""
    columns = [[row.cells[place][0] for row in rows] for place in range(len(rows[0].cells))]
    words = [max(cell.widest_word() for cell in column) for column in columns]
    short = [
        max((cell.natural_width() for cell in column if len(cell.text) <= _SHORT), default=0.0)
        for column in columns
    ]
    titles = [cell[0].widest_word() for cell in rows[0].cells]
    return [[max(*pair) for pair in zip(words, short, strict=True)], words, titles]


def _aligned(style: Style, column: Column, cell: str = "") -> Style:
    """Set a column's cells; numbers stand at the right, with their figures under each other."""
    if column.align != "right":
        return style
    role = "figures" if style.role == "text" and not any(map(str.isalpha, cell)) else style.role
    return replace(style, align="right", role=role)


def _signatures(signatures: Signatures, sizes: Sizes, within: Element) -> list[Flowable]:
    """Share the places out in rows."""
    most = 2 if sizes.large else 3
    rows = [signatures.places[first : first + most] for first in range(0, len(signatures.places), most)]
    drawn: list[Flowable] = [SignatureBoxes(row, sizes, within) for row in rows]
    for boxes in drawn:
        boxes.spaceAfter = sizes.gap
    return drawn
