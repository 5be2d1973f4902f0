"""One job for the worker: the document it may read, what may be made of it, and how far that is.

Rule: the worker is not believed. It reads only inside the document, writes no more than a copy can need, and
says its count of pages once, within the limits.
"""

import hashlib
import io
import time
from collections.abc import Callable
from typing import Protocol

from desktop.paper.channel import ConversationError, Data
from desktop.paper.messages import PIECE, Limits, Need, Step

Progress = Callable[[int, int], None]
"""Told how much of how much is done; may raise, which cancels the job."""


class Source(Protocol):
    """What a document is read from."""

    def seek(self, offset: int, whence: int = ..., /) -> int:
        """Go to a place."""

    def readinto(self, place: memoryview, /) -> int | None:
        """Fill `place` with what comes next, or a part of it; return how many bytes, none at the end."""


class Sink(Protocol):
    """What a copy is written to."""

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        """Write all of `data`, and keep no hold of it: its place is used again."""


class Work:
    """One document, what may be made of it, and how far that is."""

    def __init__(
        self,
        document: Source,
        name: str,
        limits: Limits,
        *,
        target: Sink | None = None,
        progress: Progress | None = None,
        most: int | None = None,
        digested: bool = False,
    ) -> None:
        """Serve `document`; write to `target` at most `most` bytes, or what a copy may have.

        What is written is `digested` where that is wanted: of pictures for the screen nobody wants it.
        """
        self.name = name
        self.size = document.seek(0, io.SEEK_END)
        self.digest = hashlib.sha256()
        self.written = 0
        self.steps = 0
        self.allowed = limits.allowance(self.size, 0)
        self._started = time.monotonic()
        self._done = 0
        self._document = document
        self.limits = limits
        self._place = memoryview(bytearray(min(self.size, PIECE)))
        """Into which the bytes that the worker asks for are read."""
        self._target = target
        self._progress = progress
        self._most = most
        self._digested = digested

    @property
    def deadline(self) -> float:
        """When the job has had its time."""
        return self._started + self.allowed

    def piece(self, need: Need) -> Data:
        """Return the bytes that the worker asked for."""
        if need.offset + need.length > self.size:
            raise ConversationError
        place = self._place[: need.length]
        self._document.seek(need.offset)
        filled = 0
        while filled < need.length and (got := self._document.readinto(place[filled:])):
            filled += got
        return Data(place[:filled])

    def take(self, output: Data) -> None:
        """Write what the worker made, as far as it may be."""
        pages = self.steps // 2
        most = self._most
        if most is None:
            most = 2 * self.size + self.limits.growth_bytes + pages * self.limits.growth_per_page
        data = output.data
        if self._target is None or self.written + len(data) > most:
            raise ConversationError
        self._target.write(data)
        if self._digested:
            self.digest.update(data)
        self.written += len(data)

    def step(self, step: Step) -> None:
        """Pass on how far the worker is. The number of pages is said once and counts from then on."""
        if not self.steps:
            self.steps = step.total
            self.allowed = self.limits.allowance(self.size, step.total // 2)
        if (
            step.total != self.steps
            or step.total > 2 * self.limits.pages
            or not self._done <= step.done <= step.total
        ):
            raise ConversationError
        self._done = step.done
        if self._progress is not None:
            self._progress(step.done, step.total)

    def waiting(self) -> None:
        """Let whoever watches the job end it while the worker says nothing."""
        if self._progress is not None:
            self._progress(self._done, max(self.steps, 1))
