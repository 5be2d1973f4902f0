"""A workbook as an action plan is read from it: rows under headings, and every problem named by its row (E6).

Rule: nothing is guessed. A date is a date, or a day as people here write it; what is neither is a problem of
its row. Rows are told apart by their reference; one without is a new row. Nothing here knows of files.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from desktop.custody import dates
from desktop.custody.errors import ImpossibleDateError
from desktop.custody.plan_rows import AGENCY, COLUMNS, EVIDENCE, REFERENCE, SEVEN, STATE
from desktop.custody.text import folded, shown

MOST_ROWS = 2_000
MOST_COLUMNS = 60
LONGEST = 32_767
"""Characters of one cell: what a workbook takes."""
_HEADINGS_WITHIN = 20
"""Rows in which the headings are looked for; titles may stand above them."""
_NEEDED = ("recommendation", "outcome", "action", "target", "person")
_BRITISH = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


class Day(msgspec.Struct, frozen=True, array_like=True, tag="day"):
    """A cell that holds a date."""

    day: date


Cell = str | int | float | bool | Day | None


class Sheet(msgspec.Struct, frozen=True, array_like=True):
    """The cells of one sheet, from its first row and column; rows are as long as each is."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int], ...] = ()
    """First and last row of cells that were merged, counted from 1."""
    formulas: tuple[int, ...] = ()
    """Rows with a formula, counted from 1."""
    others: int = 0
    """How many further sheets the workbook has."""


class Problem(NamedTuple):
    """What is wrong with a row, counted from 1 as the workbook does; 0: with the sheet."""

    row: int
    what: str

    @property
    def told(self) -> str:
        """The problem with its row."""
        return f"row {self.row}: {self.what}" if self.row else self.what


class ReadRow(NamedTuple):
    """A row as it was read; an empty `reference` is a new row."""

    row: int
    reference: str
    fields: Mapping[str, str]
    target: date
    evidence: str
    state: str


class ReadSheet(NamedTuple):
    """What was read: rows, problems, and the headings of columns that are not read."""

    rows: Sequence[ReadRow]
    problems: Sequence[Problem]
    unread: Sequence[str]
    empty: int
    """Rows without anything in them."""


def read(sheet: Sheet, *, agency: str = "") -> ReadSheet:
    """Return the rows of a sheet; `agency` is whose rows are that name none."""
    at, places, problems = _headings(sheet)
    if problems:
        return ReadSheet((), problems, (), 0)
    rows, empty = list[ReadRow](), 0
    for number, cells in enumerate(sheet.rows[at:], at + 1):
        given = {name: cells[place] for name, place in places.items() if place < len(cells)}
        if all(_text(cell) == "" for cell in given.values()):
            empty += 1
            continue
        found, wrong = _row(sheet, number, given, agency)
        problems += wrong
        rows += [found] if found else []
    if not rows and not problems:
        problems.append(Problem(0, "there is no row under the headings"))
    titles = sheet.rows[at - 1]
    known = set(places.values())
    unread = [shown(_text(cell)) for place, cell in enumerate(titles) if _text(cell) and place not in known]
    return ReadSheet(rows, problems, unread, empty)


def _headings(sheet: Sheet) -> tuple[int, dict[str, int], list[Problem]]:
    """Return the number of the row of the headings, and where each column stands."""
    wanted = {folded(title): title for title in COLUMNS}
    best: tuple[int, dict[str, int]] = (0, {})
    for number, cells in enumerate(sheet.rows[:_HEADINGS_WITHIN], 1):
        found: dict[str, int] = {}
        for place, cell in enumerate(cells):
            title = wanted.get(folded(_text(cell)))
            if title in found:
                twice = Problem(number, f"the heading “{title}” stands there twice")
                return 0, {}, [twice]
            if title:
                found[title] = place
        if len(found) > len(best[1]):
            best = number, found
    missing = [SEVEN[field] for field in _NEEDED if SEVEN[field] not in best[1]]
    if missing:
        named = ", ".join(f"“{title}”" for title in missing)
        where = f"the first {_HEADINGS_WITHIN} rows of the sheet “{shown(sheet.name, 40)}”"
        return 0, {}, [Problem(best[0], f"the headings lack {named}; they are looked for in {where}")]
    return best[0], best[1], []


def _row(
    sheet: Sheet, number: int, given: Mapping[str, Cell], agency: str
) -> tuple[ReadRow | None, list[Problem]]:
    problems = []
    if any(first <= number <= last for first, last in sheet.merged):
        problems.append(Problem(number, "cells are merged; take the merge apart, and fill each cell"))
    if number in sheet.formulas:
        problems.append(Problem(number, "there is a formula, or its error; put the value in its place"))
    texts = {field: _text(given.get(title)) for field, title in SEVEN.items() if field != "target"}
    texts["agency"] = _text(given.get(AGENCY)) or agency.strip()
    for field, text in texts.items():
        if len(text) > (LONGEST if field == "evidence" else _LONGEST_FACT):
            problems.append(Problem(number, f"{_title(field)} is longer than {_LONGEST_FACT:,} characters"))
    problems += [
        Problem(number, f"{_title(field)} is empty")
        for field in (*_NEEDED, "agency")
        if field != "target" and not texts[field]
    ]
    target = _target(number, given.get(SEVEN["target"]), problems)
    if problems or target is None:
        return None, problems
    evidence = texts.pop("evidence")
    reference = _text(given.get(REFERENCE)).upper()
    return ReadRow(number, reference, texts, target, evidence, _text(given.get(STATE))), []


def _target(number: int, cell: Cell, problems: list[Problem]) -> date | None:
    if isinstance(cell, Day):
        return cell.day
    text = _text(cell)
    title = SEVEN["target"]
    if not text:
        problems.append(Problem(number, f"{title} is empty"))
    elif isinstance(cell, bool | int | float):
        problems.append(Problem(number, f"{title} is the number {text}; format the cell as a date"))
    else:
        try:
            return _typed_day(text)
        except ImpossibleDateError:
            why = "is no day such as 2 March 2026 or 02/03/2026 (day first)"
            problems.append(Problem(number, f"{title} “{shown(text, 40)}” {why}"))
    return None


def _typed_day(text: str) -> date:
    """Return a day as people here type it: day, month and year in figures, or as dates are shown."""
    british = _BRITISH.fullmatch(text)
    if british is None:
        return dates.parse_day(text, "The target date")
    day, month, year = map(int, british.groups())
    return dates.parse_day(f"{year:04d}-{month:02d}-{day:02d}", "The target date")


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Day():
            return dates.day(cell.day)
        case bool():
            return "yes" if cell else "no"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
        case _:
            return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _title(field: str) -> str:
    return AGENCY if field == "agency" else SEVEN.get(field, EVIDENCE)


_EXACT = 1e15
_LONGEST_FACT = 10_000
