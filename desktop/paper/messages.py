"""What the reading room and its worker say to each other; how it crosses the pipe is the channel's.

Rule: messages are small, typed and checked on both sides; an unknown kind or a value out of range ends the
conversation. A worker gives reasons and notes as words from the lists here, never as free text, so nothing a
document contains can put words in the program's mouth.
"""

import struct
from typing import Annotated, Literal

import msgspec

from desktop.custody.marks import Mark
from desktop.custody.readable import Part
from desktop.paper.scan_messages import ScanAnswer, ScanJob
from desktop.paper.workbook_messages import Tabulate, Tabulated

PIECE = 1024 * 1024
"""The most document or output bytes in one message."""
SIZE = struct.Struct("<ff")
"""Width and height of one page as it is shown, in points."""

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Length = Annotated[float, msgspec.Meta(ge=-1e6, le=1e6)]
"""Points."""
PageNumber = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
Kept = Annotated[str, msgspec.Meta(max_length=64)]
"""Under which name the worker keeps a document open for the next job about it; empty: it does not."""
MOST_WORDS = 100_000
"""On one page; and of hits in one search."""
Note = Literal[
    "not-pdf",
    "no-pages",
    "unreadable",
    "password",
    "encrypted",
    "signed",
    "certified",
    "scripts",
    "actions",
    "attachments",
    "xfa",
    "portfolio",
    "damaged",
    "counts-differ",
    "as-pictures",
    "not-drawn",
]
Reason = Literal[
    "not-pdf",
    "password",
    "no-pages",
    "damaged",
    "no-such-page",
    "page",
    "memory",
    "pages",
    "pixels",
    "size",
    "entries",
    "unpacked",
    "no-rendition",
    "not-converted",
    "not-secluded",
]
OfficeFormat = Literal["docx", "doc", "rtf", "odt", "ods", "odp", "odg"]
"""What is converted, called by the usual end of its name."""


LARGEST = 64 * 1024 * 1024
"""Bytes of a document that is converted."""
MOST_ENTRIES = 10_000
"""Parts of one."""
MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes that all its parts may have, unpacked."""


class Limits(msgspec.Struct, frozen=True, array_like=True):
    """What one job of the worker may use. Memory and processor time bind on Linux only (see confinement)."""

    memory_bytes: int = 1024**3
    seconds: float = 30.0
    seconds_per_page: float = 0.25
    seconds_per_mib: float = 0.1
    processor_seconds: int = 3600
    pages: int = 20_000
    pixels: int = 50_000_000
    growth_bytes: int = 64 * 1024 * 1024
    """How much longer than twice the original a copy may be."""
    growth_per_page: int = 4 * 1024 * 1024

    def allowance(self, size: int, pages: int) -> float:
        """Return the seconds of wall time a job may take on `size` bytes and `pages` pages."""
        return (
            self.seconds
            + self.seconds_per_mib * size / 2**20
            + self.seconds_per_page * min(pages, self.pages)
        )


class Begin(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker, first and once: confine yourself to these limits."""

    limits: Limits


class Inspect(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: say what this document of `size` bytes is."""

    size: Count


class Lock(msgspec.Struct, frozen=True, array_like=True):
    """With what a copy is encrypted (D5). It never shows what it holds."""

    user: Annotated[str, msgspec.Meta(min_length=1, max_length=127)]
    """What opens it; as ASCII, of which the format takes 127 bytes."""
    owner: Annotated[str, msgspec.Meta(min_length=1, max_length=127)]
    """What would lift the restrictions; nobody is told it."""
    printing: bool
    """Whether readers are asked to allow printing."""

    def __repr__(self) -> str:
        """Return nothing of the passphrases."""
        return "<lock>"


class MarkCopy(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: send back this document with `mark` on every page, encrypted where there is a lock."""

    size: Count
    mark: Mark
    lock: Lock | None = None


class Picture(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: send back page `page` (from 1) as pixels."""

    size: Count
    page: PageNumber
    dpi: Annotated[float, msgspec.Meta(gt=0, le=2400)]
    grey: bool
    kept: Kept = ""


class Measure(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: send back how large each page is, as packed `SIZE`s."""

    size: Count
    kept: Kept = ""


class Spell(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: send back the words on page `page` (from 1), as a packed list of `Word`."""

    size: Count
    page: PageNumber
    kept: Kept = ""


class Seek(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: send back where `text` stands on these pages, as a packed list of `Hit`."""

    size: Count
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    first: PageNumber
    last: PageNumber
    kept: Kept = ""


class Release(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: keep no document open any more."""

    size: Count = 0


class Compose(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the worker: send back this document's pictures as a PDF, or say what it is instead.

    More than `pages` pictures are refused before the first is unpacked.
    """

    size: Count
    pages: Count


class Convert(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """To the conversion worker: send back this office document as a PDF."""

    size: Count
    format: OfficeFormat


class Ready(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: confined, and waiting for a job."""


class Need(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: send me these bytes of the document."""

    offset: Count
    length: Annotated[int, msgspec.Meta(ge=1, le=PIECE)]


class Step(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: how far it is, of `total` = two steps for each page."""

    done: Count
    total: Count


class Inspected(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: what the document is."""

    format: Literal["pdf", "other"]
    pages: Count | None
    works: Annotated[tuple[Part, ...], msgspec.Meta(max_length=3)]
    notes: Annotated[tuple[Note, ...], msgspec.Meta(max_length=16)]


class Made(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: the copy was sent whole."""

    pages: Count
    placed_as_image: Count


class Painted(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: the pixels were sent whole, rows from the top, without padding."""

    width: Count
    height: Count
    channels: Literal[1, 4]


class Area(msgspec.Struct, frozen=True, array_like=True):
    """Where something stands on a page as it is shown: points from the page's upper left corner."""

    left: Length
    top: Length
    right: Length
    bottom: Length


class Word(msgspec.Struct, frozen=True, array_like=True):
    """One word, as far as the document says what it writes. Its text is the document's, not ours."""

    text: Annotated[str, msgspec.Meta(max_length=400)]
    area: Area


class Hit(msgspec.Struct, frozen=True, array_like=True):
    """One place where a text was found; more than one area where it goes over the end of a line."""

    page: PageNumber
    areas: Annotated[tuple[Area, ...], msgspec.Meta(max_length=64)]


class Told(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: what was asked was sent whole, so many things; or there was nothing to send."""

    count: Count


class Composed(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: the PDF was sent whole; or nothing was sent, since it is an office document."""

    format: OfficeFormat | None = None


class Refused(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """From the worker: this cannot be done with this document."""

    reason: Reason
    page: Count = 0


Job = Inspect | MarkCopy | Picture | Measure | Spell | Seek | Release | Compose | Convert | ScanJob | Tabulate
Order = Begin | Job
Answer = Ready | Need | Step | Inspected | Made | Painted | Told | Composed | ScanAnswer | Tabulated | Refused
