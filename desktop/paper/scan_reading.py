"""Scanned papers as the program sees them: the codes on a page, and a page alone, by the worker (C14).

Rule: as in the reading room, whose worker does it.
"""

from desktop.paper.reading_room import ReadingRoom
from desktop.paper.scan_messages import Codes, FindCodes, Taken, TakePage, Turned
from desktop.paper.work import Progress, Sink, Source


def codes(
    room: ReadingRoom,
    document: Source,
    page: int,
    *,
    progress: Progress | None = None,
    name: str = "The document",
) -> Codes:
    """Return the codes on page `page` (from 1) of a scan, and how it lies. Raises as `ReadingRoom.mark`."""
    return room.ask(document, lambda size: FindCodes(size, page), Codes, name=name, progress=progress)


def page_alone(
    room: ReadingRoom,
    document: Source,
    page: int,
    turned: Turned,
    target: Sink,
    *,
    name: str = "The document",
) -> None:
    """Write page `page` (from 1) of a scan to `target` as a PDF of its own. Raises as `ReadingRoom.mark`."""
    room.ask(document, lambda size: TakePage(size, page, turned), Taken, target, name=name)
