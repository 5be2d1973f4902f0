"""How an answer is worded for a person: sentences, pairs and tables, safe whatever they quote.

Rule: every value passes through `words`, so a hostile name stays on its line, and a day reads as people
write it.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import dates, ledger
from desktop.custody.ledger import Head
from desktop.custody.text import shown
from desktop.office.office import Outcome

_LONGEST_PATH = 4096
_LONGEST_CELL = 72
_LONGEST_LAST = 1000
_GAP = "  "


class Answer(NamedTuple):
    """What a command answers: fields for --json, the same in words for people, and the exit code."""

    fields: Mapping[str, object]
    text: str
    exit_code: int = 0


def recorded(outcome: Outcome) -> dict[str, object]:
    """Return what the JSON of every act has: the number of its entry, and the head."""
    return {"entry": outcome.entry, "head": head(outcome.head)}


def head(value: Head) -> dict[str, object]:
    """Return a head as JSON has it."""
    return {"number": value.number, "digest": value.digest.hex()}


def entered(outcome: Outcome) -> str:
    """Return the line that says where in the ledger the act stands."""
    return entered_at(outcome.head)


def entered_at(last: Head) -> str:
    """Return the line that names the last entry of an act, of which only the head is at hand."""
    return f"Ledger entry {ledger.checkpoint(last)}"


def paper(name: str, file: Path, last: Head) -> Answer:
    """Return the answer of a command that made one paper, called `name` in the JSON."""
    fields = {name: str(file), "entry": last.number, "head": head(last)}
    return Answer(fields, f"The {name} is in {words(file)}.\n{entered_at(last)}")


def words(value: object, most: int = 200) -> str:
    """Return a value as a person reads it, safe to show on one line."""
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return dates.moment(value)
        case date():
            return dates.day(value)
        case Path():
            return shown(str(value), _LONGEST_PATH)
        case _:
            return shown(str(value), most)


def sentence(template: str, **facts: object) -> str:
    """Return `template` with its facts in words."""
    return template.format(**{name: words(fact) for name, fact in facts.items()})


def pairs(facts: Iterable[tuple[str, object]]) -> str:
    """Return facts below each other, their values aligned."""
    rows = list(facts)
    wide = max(len(name) for name, _ in rows) + 1
    return "\n".join(f"{_padded(f'{name}:', wide)}{_GAP}{words(value)}" for name, value in rows)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    empty: str,
    most: int = _LONGEST_CELL,
) -> str:
    """Return a table with aligned columns, numbers to the right; without rows, the sentence `empty`.

    A cell is cut after `most` characters, but in the last column, which nothing stands behind.
    """
    values = [list(row) for row in rows]
    if not values:
        return empty
    last = len(columns) - 1
    cells = [
        list(columns),
        *(
            [words(value, _LONGEST_LAST if at == last else most) for at, value in enumerate(row)]
            for row in values
        ),
    ]
    widths = [max(_width(row[at]) for row in cells) for at in range(len(columns))]
    numbers = [any(isinstance(row[at], int) for row in values) for at in range(len(columns))]
    lines = [
        _GAP.join(
            _padded(cell, width, right=number)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in cells
    ]
    rule = _GAP.join("-" * (width if at < last else len(columns[at])) for at, width in enumerate(widths))
    return "\n".join([lines[0], rule, *lines[1:]])


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, such as "1 master" or "2 masters"."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun.removesuffix('y')}ies" if noun.endswith("ry") else f"{number} {noun}s"


def _padded(text: str, width: int, *, right: bool = False) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
