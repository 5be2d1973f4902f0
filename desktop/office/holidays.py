"""Bank holidays from a file: the form in which they are shipped, or the list that GOV.UK publishes.

Rule: a file is read once and whole; it is taken in as an act, with its source, or refused with the reason
before anything is recorded.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import msgspec

from desktop.custody import calendar
from desktop.custody.calendar import Holiday, Nation, Table
from desktop.custody.errors import FactMissingError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Step
from desktop.store.smallfile import read_small

_DIVISIONS: Mapping[str, Nation] = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}
_LARGEST = 1024 * 1024
"""Bytes; a list of a century has fewer."""


class _Event(msgspec.Struct):
    title: str
    date: date
    notes: str = ""


class _Division(msgspec.Struct):
    events: list[_Event]


def import_file(
    office: Office, file: Path, *, source: str = "", at: datetime | None = None
) -> Procedure[Outcome]:
    """Take the bank holidays of a file in; without `source` the file's own, or its name, is recorded.

    Raises FactMissingError for a file that is no list of bank holidays.
    """
    data = yield Step("bench", lambda _progress: _read(file), "Reading the bank holidays")
    table = yield from office.asked("import of bank holidays", lambda: parsed(data, file.name))
    return (
        yield from office.act(
            calendar.import_years, at=at, source=source.strip() or table.source, days=table.days
        )
    )


def parsed(data: bytes | str, name: str) -> Table:
    """Return the table in a file's bytes; a text in their place says why the file could not be read."""
    if isinstance(data, str):
        raise _unusable(name, data)
    try:
        return msgspec.json.decode(data, type=Table)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    try:
        divisions = msgspec.json.decode(data, type=dict[str, _Division])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _unusable(name, "it is neither a table as shipped nor the list that GOV.UK publishes") from None
    unknown = sorted(set(divisions) ^ set(_DIVISIONS))
    if unknown:
        raise _unusable(
            name, f"it has not just the three parts of the list, but differs in {', '.join(unknown)}"
        )
    days = [
        Holiday(event.date, _named(event), (_DIVISIONS[division],))
        for division, found in divisions.items()
        for event in found.events
    ]
    return Table(
        f"The list of bank holidays that GOV.UK publishes ({name})", tuple(calendar.by_day(days).values())
    )


def _read(file: Path) -> bytes | str:
    try:
        data = read_small(file, _LARGEST)
    except OSError as error:
        return error.strerror or "it cannot be read"
    return data if len(data) <= _LARGEST else "it is too large to be such a list"


def _named(event: _Event) -> str:
    title = event.title.replace("\u2019", "'")
    return f"{title} (substitute day)" if "substitute" in event.notes.casefold() else title


def _unusable(name: str, why: str) -> FactMissingError:
    return FactMissingError(fact=f"the list of bank holidays in {name}", why=why)
