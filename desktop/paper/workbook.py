"""An action plan as a workbook: what agencies fill in and send back (E6).

Rule: text stays text, whatever it begins with: no formula, link, macro or outside part is written. Dates are
real dates. Nothing is written to disk on the way, and the same rows give the same bytes.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter

from desktop.custody.plan_rows import COLUMNS, LONGEST_CELL, SheetRow

_WIDTHS = (11, 32, 24, 32, 17, 22, 42, 16, 22, 11)
_NOT_KEPT = str.maketrans("", "", "\ufffe\uffff")  # no XML can hold them
_PLAIN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "d mmmm yyyy",
}


def plan(rows: Sequence[SheetRow], about: Sequence[tuple[str, str]], marking: str, made: date) -> bytes:
    """Return a workbook of these rows, with a second sheet that says what it is and how it is filled in."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _PLAIN)
    day = datetime(made.year, made.month, made.day)  # noqa: DTZ001 - a workbook knows no zones
    book.set_properties({"title": "Action plan", "created": day})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "font_size": 11})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "bottom": 1})
    days = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "align": "left", "bottom": 1})
    sheet = book.add_worksheet("Action plan")
    _set_up(sheet, marking)
    for column, (title, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), days)  # noqa: DTZ001
            else:
                sheet.write_string(number, column, _kept(str(cell)), text)
    _tell(book, about, marking, text)
    book.close()
    return target.getvalue()


def _set_up(sheet: xlsxwriter.workbook.Worksheet, marking: str) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    shown = marking.replace("&", "&&")
    sheet.set_header(f"&C{shown}")
    sheet.set_footer(f"&C{shown}&RPage &P of &N")


def _tell(
    book: xlsxwriter.Workbook,
    about: Sequence[tuple[str, str]],
    marking: str,
    text: xlsxwriter.format.Format,
) -> None:
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.set_header(f"&C{marking.replace('&', '&&')}")
    for number, pair in enumerate(about):
        for column, cell in enumerate(pair):
            sheet.write_string(number, column, _kept(cell), text)


def _kept(text: str) -> str:
    return text.translate(_NOT_KEPT)[:LONGEST_CELL]
