"""The cells of a workbook. Runs inside the worker.

Rule: a workbook is looked through before the library that reads it sees it: what it unpacks to is counted,
and where its cells stand, since one cell in the last row would have it make room for every row above. No
formula is worked out and nothing is fetched; rows with a formula or an error are told by their numbers.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

import msgspec
import python_calamine

from desktop.custody.plan_sheet import LONGEST, MOST_COLUMNS, MOST_ROWS, Cell, Day, Sheet
from desktop.paper import containers
from desktop.paper.reading import Refusal
from desktop.paper.workbook_messages import Why

LARGEST = 16 * 1024 * 1024
"""Bytes of a workbook."""
MOST_UNPACKED = 64 * 1024 * 1024
MOST_ENTRIES = 2_000

_WANTED = "action plan"
"""What the sheet is called that is read; without one, the first that is shown."""
_BOOK, _BOOK_PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\b(?:\w+:)?id\s*=\s*[\"']([^\"'<>]{1,64})[\"']")
_PART = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ID, _TARGET = (
    re.compile(rb"\b" + name + rb"\s*=\s*[\"']([^\"'<>]{1,256})[\"']") for name in (b"Id", b"Target")
)
_ROW = re.compile(rb"<(?:\w+:)?row\b(?![^>]*\br\s*=)")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(?:\s*<(?:\w+:)?(f)\b)?")
_AT = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MOST_MERGED = 10_000


class _NotRead(Exception):  # noqa: N818 - an answer, not an error
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def warm_up() -> None:
    """Load what the library loads at its first workbook, while files can still be opened."""
    containers.warm_up()


def tabulate(document: BinaryIO) -> tuple[Why, bytes]:
    """Return why a workbook is not read, or its cells as a packed `Sheet`."""
    try:
        return "", msgspec.msgpack.encode(_sheet(document))
    except _NotRead as refused:
        return refused.why, b""


def _sheet(document: BinaryIO) -> Sheet:
    book = _looked_through(document)
    try:
        names, targets = _parts(book)
        book.seek(0)
        with python_calamine.CalamineWorkbook.from_filelike(book) as opened:
            at = _chosen(opened, names)
            formulas = _where_the_cells_are(book, targets.get(names[at]))
            found = opened.get_sheet_by_index(at)
            return _cells(found, formulas, len(opened.sheet_names) - 1)
    except python_calamine.PasswordError as error:
        raise _NotRead("password") from error
    except (python_calamine.CalamineError, zipfile.BadZipFile, KeyError, IndexError, ValueError) as error:
        raise _NotRead("damaged") from error


def _looked_through(document: BinaryIO) -> io.BytesIO:
    """Return the bytes of a workbook that is safe to unpack."""
    size = document.seek(0, io.SEEK_END)
    document.seek(0)
    head = document.read(8)
    if head == _OLE:
        raise _NotRead("old-workbook")
    if not head.startswith(b"PK\3\4"):
        raise _NotRead("no-workbook")
    if size > LARGEST:
        raise _NotRead("size")
    document.seek(0)
    book = io.BytesIO(document.read())
    try:
        with zipfile.ZipFile(book) as opened:
            parts = opened.infolist()
        if _BOOK not in {part.filename for part in parts}:
            raise _NotRead("no-workbook")
        if len(parts) > MOST_ENTRIES:
            raise _NotRead("entries")
        containers.count_unpacked(book, parts, MOST_UNPACKED)
    except Refusal as refusal:
        raise _NotRead("unpacked" if refusal.reason == "unpacked" else "damaged") from refusal
    except containers.DAMAGE as error:
        raise _NotRead("damaged") from error
    return book


def _parts(book: io.BytesIO) -> tuple[list[bytes], dict[bytes, str]]:
    """Return the identities of the sheets in their order, and which part each identity is."""
    with zipfile.ZipFile(book) as opened:
        identities = _SHEET.findall(opened.read(_BOOK))
        relations = _PART.findall(opened.read(_BOOK_PARTS))
    targets = {}
    for relation in relations:
        identity, target = _ID.search(relation), _TARGET.search(relation)
        if identity and target:
            path = target[1].decode("utf-8", "replace")
            targets[identity[1]] = path.removeprefix("/") if path.startswith("/") else f"xl/{path}"
    return identities, targets


def _chosen(opened: python_calamine.CalamineWorkbook, identities: list[bytes]) -> int:
    sheets = opened.sheets_metadata
    if len(sheets) != len(identities):
        raise _NotRead("damaged")
    shown = [
        at
        for at, sheet in enumerate(sheets)
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    if not shown:
        raise _NotRead("no-sheet")
    named = [at for at in shown if " ".join(sheets[at].name.split()).casefold() == _WANTED]
    return (named or shown)[0]


def _where_the_cells_are(book: io.BytesIO, part: str | None) -> tuple[int, ...]:
    """Return the rows with a formula or an error; refuse cells beyond the rows and columns that are read."""
    if part is None:
        raise _NotRead("damaged")
    with zipfile.ZipFile(book) as opened:
        text = opened.read(part)
    if next(itertools.islice(_ROW.finditer(text), MOST_ROWS, None), None) is not None:
        raise _NotRead("rows")
    formulas = set[int]()
    for cell in _CELL.finditer(text):
        place = _AT.search(cell[1])
        if place is None:
            continue
        row = int(place[2])
        if row > MOST_ROWS:
            raise _NotRead("rows")
        if _column(place[1]) > MOST_COLUMNS:
            raise _NotRead("columns")
        if cell[2] or _ERROR.search(cell[1]):
            formulas.add(row)
    return tuple(sorted(formulas))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cells(found: python_calamine.CalamineSheet, formulas: tuple[int, ...], others: int) -> Sheet:
    end = found.end
    if end is not None and end[0] >= MOST_ROWS:
        raise _NotRead("rows")
    if end is not None and end[1] >= MOST_COLUMNS:
        raise _NotRead("columns")
    merged = found.merged_cell_ranges or []
    if len(merged) > _MOST_MERGED:
        raise _NotRead("rows")
    rows = found.to_python(skip_empty_area=False)
    return Sheet(
        found.name,
        tuple(tuple(_cell(cell) for cell in row) for row in rows),
        tuple(_within(merged)),
        formulas,
        others,
    )


def _within(merged: list[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    for (first, _left), (last, _right) in merged:
        yield first + 1, min(last, MOST_ROWS) + 1


def _cell(cell: object) -> Cell:
    match cell:
        case bool() | float() | int():
            return cell
        case datetime():
            return Day(cell.date())
        case date():
            return Day(cell)
        case "" | None:
            return None
        case _:
            return str(cell)[: LONGEST + 1]
