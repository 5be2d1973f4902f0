"""The worker: the only process that opens a document from outside (T11). It holds no keys and opens no files.

Rule: the document is read through the pipe, piece by piece, and what is made of it goes back the same way.
One job at a time; between jobs the worker keeps nothing of a document but the one that is being read on
screen, open, for as long as jobs about it follow (see lectern). An error it does not know ends
it: the reading room notices, says so, and starts another.
"""

import io
import logging
import os
import sys
from collections import OrderedDict
from typing import BinaryIO, cast

import msgspec

from desktop import hardening
from desktop.paper import containers, image_pages, marking, reading, scanned, tabulating, words
from desktop.paper.channel import Channel, ConversationError, Data
from desktop.paper.confinement import confine, start_clock, stop_clock
from desktop.paper.lectern import Lectern
from desktop.paper.line import Line
from desktop.paper.messages import (
    PIECE,
    Answer,
    Begin,
    Compose,
    Composed,
    Inspect,
    Job,
    Limits,
    Made,
    MarkCopy,
    Measure,
    Painted,
    Picture,
    Ready,
    Refused,
    Release,
    Seek,
    Spell,
    Step,
    Told,
)
from desktop.paper.reading import Refusal
from desktop.paper.scan_messages import Codes, FindCodes, Taken, TakePage
from desktop.paper.workbook_messages import Tabulate, Tabulated

_BLOCK = 256 * 1024
_BLOCKS_KEPT = 16
_AHEAD = PIECE // _BLOCK
"""Blocks in one piece."""
_BUFFER = 64 * 1024
_SMALL = 4 * PIECE
"""Bytes of a document that is read as a whole."""


class PipeDocument(io.RawIOBase):
    """The document, as a seekable file whose bytes come through the pipe when they are read.

    Keeps the 16 blocks used last (4 MiB): readers of PDF go back and forth over a few places.
    """

    def __init__(self, line: Line, size: int) -> None:
        """Read a document of `size` bytes over `line`."""
        super().__init__()
        self._line = line
        self._size = size
        self._place = 0
        self._next = -1
        self._blocks: OrderedDict[int, memoryview] = OrderedDict()

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move; beyond the end is allowed, before the start is not."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        """Return the place in bytes from the start."""
        return self._place

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]
        """Fill `buffer` whole, less only at the end of the document: PDFium takes less for an error."""
        wanted = max(0, min(len(buffer), self._size - self._place))
        filled = 0
        place = memoryview(buffer).cast("B")
        while wanted - filled >= _BLOCK:  # into its place at once: whoever reads so much does not come back
            length = min(wanted - filled, PIECE)
            self._line.fill(self._place, place[filled : filled + length])
            filled += length
            self._place += length
        while filled < wanted:
            number, start = divmod(self._place, _BLOCK)
            part = self._block(number)[start : start + wanted - filled]
            place[filled : filled + len(part)] = part
            filled += len(part)
            self._place += len(part)
        return filled

    def _block(self, number: int) -> memoryview:
        if number in self._blocks:
            self._blocks.move_to_end(number)
        else:
            self._fetch(number, _AHEAD if number == self._next else 1)
        return self._blocks[number]

    def _fetch(self, number: int, count: int) -> None:
        """Ask for a block, and for those after it too when the document is being read in order."""
        length = min(count * _BLOCK, self._size - number * _BLOCK)
        data = memoryview(bytearray(length))
        self._line.fill(number * _BLOCK, data)
        self._next = number + count
        for at in range(length - 1 - (length - 1) % _BLOCK, -1, -_BLOCK):  # the one that is wanted comes last
            self._blocks[number + at // _BLOCK] = data[at : at + _BLOCK]
            self._blocks.move_to_end(number + at // _BLOCK)
        while len(self._blocks) > _BLOCKS_KEPT:
            self._blocks.popitem(last=False)


class PipeTarget(io.RawIOBase):
    """Where results are written: they leave through the pipe."""

    def __init__(self, line: Line) -> None:
        """Write over `line`."""
        super().__init__()
        self._line = line

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]
        """Send at most one piece."""
        part = memoryview(data)[:PIECE]
        self._line.tell(Data(part))
        return len(part)


def run(line: Line, order: Job, limits: Limits, lectern: Lectern) -> Answer:
    """Do one job and return its last answer."""
    match order:
        case Inspect():
            return reading.inspect(_document(line, order.size))
        case MarkCopy():
            with _target(line) as target:
                made = marking.mark(
                    _document(line, order.size),
                    order.mark,
                    target,
                    limits,
                    _telling_each_percent(line),
                    lock=order.lock,
                )
            return Made(made.pages, made.placed_as_image)
        case Picture() | Measure() | Spell() | Seek():
            return _read(line, order, limits, lectern)
        case Release():
            lectern.clear()
            return Told(0)
        case FindCodes() | TakePage():
            return _scanned(line, order, limits)
        case Compose() | Tabulate():
            return _of_an_office(line, order, limits)
        case _:
            raise ConversationError  # a conversion is another worker's


def _read(
    line: Line, order: Picture | Measure | Spell | Seek, limits: Limits, lectern: Lectern
) -> Painted | Told:
    """Draw or read the document that lies on the lectern, or is laid there."""
    opened = lectern.open(_in_pieces(line, order.size), order.kept)
    with _target(line) as target:
        match order:
            case Picture():
                painted = reading.paint_page(opened, order.page, order.dpi, limits.pixels, grey=order.grey)
                target.write(painted.pixels)
                return Painted(painted.width, painted.height, 1 if painted.channels == 1 else 4)
            case Measure():
                packed = reading.sizes(opened, limits)
                target.write(packed)
                return Told(len(opened))
            case Spell():
                found = words.words_on(opened, order.page)
                target.write(msgspec.msgpack.encode(found))
                return Told(len(found))
            case Seek():
                hits = list(
                    words.find(opened, order.text, order.first, order.last, _telling_each_percent(line))
                )
                target.write(msgspec.msgpack.encode(hits))
                return Told(len(hits))


def _scanned(line: Line, order: FindCodes | TakePage, limits: Limits) -> Codes | Taken:
    document = _document(line, order.size)
    if isinstance(order, FindCodes):
        return scanned.codes(document, order.page, limits)
    with _target(line) as target:
        scanned.alone(document, order.page, order.turned, target)
    return Taken()


def _of_an_office(line: Line, order: Compose | Tabulate, limits: Limits) -> Composed | Tabulated:
    if isinstance(order, Compose):
        return _composed(line, order, limits)
    why, packed = tabulating.tabulate(_document(line, order.size))
    with _target(line) as target:
        target.write(packed)
    return Tabulated(why)


def _composed(line: Line, order: Compose, limits: Limits) -> Composed:
    document = _document(line, order.size)
    if image_pages.is_picture(document):
        with _target(line) as target:
            most = msgspec.structs.replace(limits, pages=min(limits.pages, order.pages))
            image_pages.compose(document, target, most, _telling_each_percent(line))
        return Composed()
    found = containers.format_of(document)
    if found is None:
        raise Refusal("no-rendition")
    return Composed(found)


def main() -> int:
    """Serve jobs until the reading room closes the pipe. Returns the exit code of the process."""
    hardening.harden()
    logging.disable(logging.CRITICAL)
    reading.warm_up()
    marking.warm_up()
    image_pages.warm_up()
    containers.warm_up()
    scanned.warm_up()
    tabulating.warm_up()
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints does not get into the conversation
    channel = Channel(0, answers)
    line = Line(channel)
    try:
        begin = line.next_order()
        if not isinstance(begin, Begin):
            return 2
        confine(begin.limits, descriptors=answers + 1)
        line.tell(Ready())
        lectern = Lectern()
        while True:
            order = line.next_order()
            if not isinstance(order, Job):
                return 2
            line.tell(_answer(line, order, begin.limits, lectern))
    except ConversationError:
        return 0


def _answer(line: Line, order: Job, limits: Limits, lectern: Lectern) -> Answer:
    start_clock(limits, order.size)
    try:
        return run(line, order, limits, lectern)
    except Refusal as refusal:
        return Refused(refusal.reason, refusal.page)
    except MemoryError:
        return Refused("memory")
    finally:
        lectern.settle()
        stop_clock()


def _telling_each_percent(line: Line) -> marking.Report:
    """Tell the first step and one for each percent: two steps a page would cost a fifth of the time."""
    told = -1

    def report(done: int, total: int) -> None:
        nonlocal told
        percent = 100 * done // total
        if percent > told:
            told = percent
            line.tell(Step(done, total))

    return report


def _document(line: Line, size: int) -> BinaryIO:
    """Return the document, read already where it is small: qpdf goes to and fro in it for every few bytes."""
    document = _in_pieces(line, size)
    return io.BytesIO(document.read(size)) if size <= _SMALL else document


def _in_pieces(line: Line, size: int) -> BinaryIO:
    return io.BufferedReader(PipeDocument(line, size), _BUFFER)


def _target(line: Line) -> BinaryIO:
    return cast("BinaryIO", io.BufferedWriter(cast("io.RawIOBase", PipeTarget(line)), _BUFFER))


if __name__ == "__main__":
    sys.exit(main())
