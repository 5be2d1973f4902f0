"""A workbook as the program sees it: the cells of its sheet, by the worker (E6, T11).

Rule: as in the reading room, whose worker does it; the program itself never opens a workbook from outside.
"""

import io

import msgspec

from desktop.custody.errors import StrongroomError
from desktop.custody.plan_sheet import MOST_COLUMNS, MOST_ROWS, Sheet
from desktop.paper.errors import CannotReadDocumentError, DocumentTooLargeError, WorkerFailedError
from desktop.paper.reading_room import ReadingRoom
from desktop.paper.work import Source
from desktop.paper.workbook_messages import Tabulate, Tabulated, Why

_SAVE = "Save it as an Excel workbook (.xlsx) in the program it was written with."
_UNREADABLE: dict[Why, tuple[str, str]] = {
    "no-workbook": ("it is no workbook of the kind .xlsx", _SAVE),
    "old-workbook": (
        "it is a workbook of an older kind, or locked with a password",
        f"{_SAVE} Use no password.",
    ),
    "password": ("it needs a password", "Save it without one."),
    "damaged": ("it is damaged", "Open it in the program it was written with, and save it anew as .xlsx."),
    "no-sheet": ("it has no sheet that is shown", "Show the sheet with the action plan."),
}
_LIMITS: dict[Why, str] = {
    "size": "16 MiB for a workbook",
    "entries": "2,000 parts in one workbook",
    "unpacked": "64 MiB for a workbook, unpacked",
    "rows": f"{MOST_ROWS:,} rows",
    "columns": f"{MOST_COLUMNS} columns",
}


def sheet(room: ReadingRoom, document: Source, *, name: str = "The workbook") -> Sheet:
    """Return the cells of a workbook's sheet: of “Action plan”, or else of the first that is shown.

    Raises CannotReadDocumentError, DocumentTooLargeError, and as `ReadingRoom.inspect`.
    """
    packed = io.BytesIO()
    answer = room.ask(document, Tabulate, Tabulated, packed, name=name)
    if answer.why:
        raise _refused(answer.why, name)
    try:
        return msgspec.msgpack.decode(packed.getvalue(), type=Sheet)
    except msgspec.DecodeError as error:
        raise WorkerFailedError(document=name) from error


def _refused(why: Why, name: str) -> StrongroomError:
    if why in _LIMITS:
        return DocumentTooLargeError(document=name, limit=_LIMITS[why])
    reason, advice = _UNREADABLE[why]
    return CannotReadDocumentError(document=name, why=reason, advice=advice)
