"""Workbooks: what is written stays what it was, and what comes from outside is read or refused (E6, T11)."""

import contextlib
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from desktop.custody.plan_rows import COLUMNS, SheetRow
from desktop.custody.plan_sheet import Day, Sheet
from desktop.paper import workbook
from desktop.paper.errors import CannotReadDocumentError, DocumentTooLargeError
from desktop.paper.reading_room import ReadingRoom
from desktop.paper.workbook_reading import sheet

ODD = (
    "=1+1",
    "+4",
    "-2",
    "@a",
    "=cmd|' /C calc'!A0",
    "http://example.org",
    "<b>&amp;",
    "_x0041_",
    "Zoë 😀\na\x01\tb",
)
BOOK = "xl/workbook.xml"


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as made:
        yield made


def row(**fields: Any) -> SheetRow:
    plain = SheetRow("OB-0001", "R", "O", "A", date(2026, 9, 30), "P", "", "", "Trust", "open")
    return plain._replace(**fields)


def a_plan(*rows: SheetRow, marking: str = "OFFICIAL & SENSITIVE") -> bytes:
    return workbook.plan(rows, [("Review", "SCR-2026-01")], marking, date(2026, 3, 2))


def a_book(fill: Callable[[Any, Any], None]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    made = book.add_worksheet("Sheet1")
    for column, title in enumerate(COLUMNS):
        made.write_string(0, column, title)
    fill(book, made)
    book.close()
    return target.getvalue()


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None], **more: bytes) -> bytes:
    """Return a workbook whose parts were changed; of None nothing is left."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                made.writestr(name, part)
        for name, part in more.items():
            made.writestr(name, part)
    return target.getvalue()


def read(room: ReadingRoom, data: bytes) -> Sheet:
    return sheet(room, io.BytesIO(data), name="plan.xlsx")


def refused(room: ReadingRoom, data: bytes) -> str:
    with pytest.raises((CannotReadDocumentError, DocumentTooLargeError)) as refusal:
        read(room, data)
    assert read(room, a_plan(row())).rows, "the room goes on"
    return refusal.value.message


def test_what_is_written_is_what_is_read_whatever_it_begins_with(room: ReadingRoom) -> None:
    rows = [row(recommendation=text, evidence=text, reference=f"OB-{n:04d}") for n, text in enumerate(ODD, 1)]
    found = read(room, a_plan(*rows))
    assert found.rows[0] == COLUMNS
    assert (found.formulas, found.merged, found.others) == ((), (), 1)
    for written, cells in zip(rows, found.rows[1:], strict=True):
        expected = [Day(cell) if isinstance(cell, date) else (cell or None) for cell in written]
        assert list(cells) == expected


def test_a_written_workbook_has_no_formula_link_macro_or_outside_part_and_its_headings_are_frozen() -> None:
    with zipfile.ZipFile(io.BytesIO(a_plan(*(row(action=text) for text in ODD)))) as opened:
        names = opened.namelist()
        parts = {name: opened.read(name) for name in names}
    first = parts["xl/worksheets/sheet1.xml"]
    assert not [name for name in names if "vba" in name or "external" in name or "hyperlink" in name]
    assert b"<f>" not in first
    assert b'state="frozen"' in first
    assert b"TargetMode" not in b"".join(parts.values())
    assert b"OFFICIAL &amp;&amp; SENSITIVE" in first
    assert b'wrapText="1"' in parts["xl/styles.xml"]
    assert b"d mmmm yyyy" in parts["xl/styles.xml"]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert a_plan(row()) == a_plan(row())


def test_dates_numbers_formulas_errors_and_merged_cells_are_told(room: ReadingRoom) -> None:
    def fill(book: Any, made: Any) -> None:
        days = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        made.write_datetime(1, 4, datetime(2026, 9, 30, 14, 5), days)  # noqa: DTZ001
        made.write_number(2, 4, 46112)
        made.write_formula(3, 1, "=1+1", None, 2)
        made.write_formula(4, 1, "=1/0", None, "#DIV/0!")
        made.merge_range(5, 1, 6, 2, "Both")
        made.write_boolean(7, 1, True)  # noqa: FBT003 - its signature

    found = read(room, a_book(fill))
    assert found.rows[1][4] == Day(date(2026, 9, 30))
    assert found.rows[2][4] == 46112.0
    assert found.rows[7][1] is True
    assert (found.formulas, found.merged) == ((4, 5), ((6, 7),))


def test_the_sheet_of_that_name_is_read_else_the_first_that_is_shown(room: ReadingRoom) -> None:
    def fill(book: Any, _made: Any) -> None:
        hidden = book.add_worksheet("Hidden")
        hidden.hide()
        book.add_worksheet("ACTION  plan").write_string(0, 0, "This one")

    assert read(room, a_book(fill)).rows == (("This one",),)
    assert read(room, a_book(lambda _book, _made: None)).name == "Sheet1"


def test_a_cell_in_the_last_row_or_column_is_refused_before_anything_makes_room_for_it(
    room: ReadingRoom,
) -> None:
    def at(place: bytes) -> bytes:
        cell = b'<row r="2"><c r="' + place + b'"><v>1</v></c></row></sheetData>'
        return repacked(a_plan(row()), lambda _name, part: part.replace(b"</sheetData>", cell))

    assert "over the limit of 2,000 rows" in refused(room, at(b"A1048576"))
    assert "60 columns" in refused(room, at(b"XFD2"))


def test_a_million_rows_are_refused(room: ReadingRoom) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_000_001))

    def change(name: str, part: bytes) -> bytes:
        return b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>" if "sheet1" in name else part

    assert "over the limit" in refused(room, repacked(a_plan(row()), change))
    without = (
        b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 100_000 + b"</sheetData></worksheet>"
    )
    assert "2,000 rows" in refused(
        room, repacked(a_plan(row()), lambda name, part: without if "sheet1" in name else part)
    )


def test_formatted_rows_without_anything_in_them_are_no_reason_to_refuse(room: ReadingRoom) -> None:
    def fill(book: Any, made: Any) -> None:
        made.set_row(60_000, None, book.add_format({"bold": True}))
        made.write_blank(50_000, 0, None, book.add_format({"bold": True}))

    assert read(room, a_book(fill)).rows == (COLUMNS,)


def test_bombs_are_refused(room: ReadingRoom) -> None:
    zeros = b"0" * (80 * 1024 * 1024)
    assert "unpacked" in refused(room, repacked(a_plan(row()), lambda _name, part: part, bomb=zeros))
    many = {f"part{number}": b"" for number in range(2_001)}
    assert "2,000 parts" in refused(room, repacked(a_plan(row()), lambda _name, part: part, **many))


def test_lying_sizes_do_not_hide_a_bomb(room: ReadingRoom) -> None:
    data = bytearray(repacked(a_plan(row()), lambda _name, part: part, bomb=b"0" * (80 * 1024 * 1024)))
    size = (80 * 1024 * 1024).to_bytes(4, "little")
    assert size in data
    assert "unpacked" in refused(room, bytes(data.replace(size, (1).to_bytes(4, "little"))))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"Recommendation,Outcome\n", "no workbook of the kind .xlsx"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "of an older kind, or locked with a password"),
        (b"PK\3\4" + b"\0" * 100, "it is damaged"),
        (a_plan(row())[:-200], "it is damaged"),
    ],
    ids=["a text", "an older workbook", "no real ZIP", "cut short"],
)
def test_what_is_no_sound_workbook_is_refused(room: ReadingRoom, data: bytes, told: str) -> None:
    assert told in refused(room, data)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        (BOOK, b"<workbook><sheets></sheets></workbook>"),
        (BOOK, b"\xff\xfe nonsense"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>99</v></c>"),
        ("xl/sharedStrings.xml", b"<sst><si><t>"),
        (
            BOOK,
            b'<!DOCTYPE a [<!ENTITY b "'
            + b"c" * 1000
            + b'"><!ENTITY d "'
            + b"&b;" * 1000
            + b'">]><workbook><sheets><sheet name="&d;" r:id="rId1"/></sheets></workbook>',
        ),
    ],
    ids=["no sheets", "no XML", "no relations", "cut short", "strings cut short", "entities"],
)
def test_damaged_parts_are_refused_or_read_but_the_room_goes_on(
    room: ReadingRoom, name: str, part: bytes
) -> None:
    data = repacked(a_plan(row()), lambda known, old: part if known == name else old)
    with contextlib.suppress(CannotReadDocumentError, DocumentTooLargeError):
        read(room, data)
    assert read(room, a_plan(row())).rows


def test_a_workbook_without_a_part_that_it_names_is_refused(room: ReadingRoom) -> None:
    gone = repacked(a_plan(row()), lambda name, part: None if "sheet1" in name else part)
    assert "damaged" in refused(room, gone)


def test_macros_are_neither_run_nor_a_reason_to_refuse(room: ReadingRoom) -> None:
    data = repacked(a_plan(row()), lambda _name, part: part, **{"xl/vbaProject.bin": b"\0" * 500})
    assert read(room, data).rows[1][0] == "OB-0001"
