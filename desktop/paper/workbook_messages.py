"""What the reading room and its worker say to each other of a workbook; it crosses as `messages` do.

Rule: the cells are the document's own words, and go back as the result, packed; why there are none is a word
from the list here.
"""

from typing import Annotated, Literal

import msgspec

Why = Literal[
    "",
    "no-workbook",
    "old-workbook",
    "password",
    "damaged",
    "no-sheet",
    "size",
    "entries",
    "unpacked",
    "rows",
    "columns",
]
"""Why a workbook was not read; nothing: it was."""


class Tabulate(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: send back the cells of this workbook's sheet, as a packed `Sheet`."""

    size: Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Tabulated(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: the cells were sent whole; or nothing was, and why."""

    why: Why = ""
