"""The worker that has LibreOffice make a PDF of one office document, and then ends (B8, T11).

Rule: it holds no keys and is shut off before it sees the document (`seclusion`): no network, nothing written
to a disk. The document was looked through before by the reading worker, which is shut off further still. What
comes out is no more believed than any document from outside.
"""

import logging
import os
import sys
from pathlib import Path

from desktop import hardening
from desktop.paper.channel import Channel, ConversationError, Data
from desktop.paper.libreoffice import Allowed, LibreOffice, convert, installed
from desktop.paper.line import Line
from desktop.paper.memory_place import NoMemoryPlaceError, memory_place
from desktop.paper.messages import (
    PIECE,
    Answer,
    Begin,
    Composed,
    Convert,
    Limits,
    Ready,
    Reason,
    Refused,
    Step,
)
from desktop.paper.seclusion import Secluded, SeclusionError, run_secluded

PLACE_BYTES = 512 * 1024 * 1024
"""What the document, the PDF and the profile may take together."""
MEMORY_BYTES = 1024**3
LARGEST_FILE = 256 * 1024 * 1024


def main() -> int:
    """Serve one conversion. Returns the exit code of the process."""
    logging.disable(logging.CRITICAL)
    answers = os.dup(1)
    os.dup2(2, 1)
    line = Line(Channel(0, answers))
    found = installed()
    if found is None:
        return _refuse(line, "not-converted")
    try:
        return run_secluded(
            lambda secluded: _work(line, found, secluded), PLACE_BYTES, found.program.parent.parent
        )
    except (SeclusionError, NoMemoryPlaceError):
        return _refuse(line, "not-secluded")


def _work(line: Line, found: LibreOffice, secluded: Secluded) -> int:
    # A core that the system pipes to a program knows no limit of size; without memory it tells nothing.
    Path("/proc/self/coredump_filter").write_text("0")
    hardening.harden()
    if secluded.place is not None:
        return _served(line, found, secluded.place)
    with memory_place() as place:
        return _served(line, found, place)


def _served(line: Line, found: LibreOffice, place: Path) -> int:
    try:
        begin = _begun(line)
        order = line.next_order()
        if not isinstance(order, Convert):
            return 2
        line.tell(_converted(line, order, found, place, begin.limits))
    except ConversationError:
        return 0
    return 0


def _refuse(line: Line, reason: Reason) -> int:
    """Refuse whatever is asked."""
    try:
        _begun(line)
        line.next_order()
        line.tell(Refused(reason))
    except ConversationError:
        return 0
    return 0


def _begun(line: Line) -> Begin:
    begin = line.next_order()
    if not isinstance(begin, Begin):
        raise ConversationError
    line.tell(Ready())
    return begin


def _converted(line: Line, order: Convert, found: LibreOffice, place: Path, limits: Limits) -> Answer:
    document = place / f"document.{order.format}"
    with document.open("xb") as target:
        room = memoryview(bytearray(PIECE))
        for offset in range(0, order.size, PIECE):
            piece = room[: order.size - offset]
            line.fill(offset, piece)
            target.write(piece)
    # The room stops a worker in time; this is for one whose room is gone.
    seconds = 2 * limits.allowance(order.size, 0)
    allowed = Allowed(seconds, limits.processor_seconds, MEMORY_BYTES, LARGEST_FILE)
    made = convert(
        found, document, order.format, place=place, allowed=allowed, alive=lambda: line.tell(Step(0, 2))
    )
    if made is None:
        return Refused("not-converted")
    with made.open("rb") as source:
        while data := source.read(PIECE):
            line.tell(Data(data))
    return Composed()


if __name__ == "__main__":
    sys.exit(main())
