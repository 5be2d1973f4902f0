"""What the reading room and its worker say to each other of scanned papers; it crosses as `messages` do.

Rule: of what stands on a page only text that is made like a code of our own papers is told.
"""

import re
from typing import Annotated, Literal

import msgspec

CODE = re.compile(
    r"[A-Z]{2}\d [0-9A-Z]{4} [0-9A-Z/-]{1,40}(?: \d{1,9}| [A-Z]?\d{1,4}/\d{1,4}S?)? [0-9A-Z]{4,16}", re.ASCII
)
"""How every code on our own papers is made."""
Turned = Literal[0, 90, 180, 270]
"""By how many degrees, with the clock."""

_Code = Annotated[str, msgspec.Meta(pattern=f"^{CODE.pattern}$", max_length=100)]
_Size = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_Page = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class FindCodes(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: say which of our codes stand on page `page` (from 1)."""

    size: _Size
    page: _Page


class TakePage(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: send back page `page` (from 1) as a PDF of its own, turned."""

    size: _Size
    page: _Page
    turned: Turned


class Codes(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: the codes on a page, how it is to be turned to stand upright, if it is blank."""

    texts: Annotated[tuple[_Code, ...], msgspec.Meta(max_length=16)]
    turned: Turned
    blank: bool


class Taken(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: the page was sent whole."""


ScanJob = FindCodes | TakePage
ScanAnswer = Codes | Taken
