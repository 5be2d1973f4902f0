"""Where documents from outside are read: the parent's side of the worker (T11).

Rule: the program itself never opens a document. It starts a worker without keys, hands it bytes as it asks
for them, checks every answer, stops it at its limits, and starts another after a job that did not end well.
The master is only ever read. Synchronous; used from one thread at a time; no Qt.
"""

import hashlib
import io
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from desktop.custody.marks import Mark
from desktop.custody.readable import Part
from desktop.paper import bubblewrap
from desktop.paper.channel import ConversationError, DeadlineError
from desktop.paper.errors import (
    DocumentTooLargeError,
    WorkerFailedError,
    WorkerTimeoutError,
)
from desktop.paper.messages import (
    SIZE,
    Answer,
    Compose,
    Composed,
    Hit,
    Inspect,
    Inspected,
    Job,
    Limits,
    Lock,
    Made,
    MarkCopy,
    Measure,
    OfficeFormat,
    Painted,
    Picture,
    Refused,
    Release,
    Seek,
    Spell,
    Told,
    Word,
)
from desktop.paper.refusals import NOTES, refusal
from desktop.paper.work import Progress, Sink, Source, Work
from desktop.paper.worker_process import WorkerProcess

_SECONDS_PER_PICTURE = 10.0
_COLOUR = 4
"""Bytes of a pixel in colour."""
_LONGEST_SOUGHT = 200
_MOST_TOLD = 16 * 1024 * 1024
_WORDS_ON_A_PAGE: msgspec.msgpack.Decoder[list[Word]] = msgspec.msgpack.Decoder(list[Word])
_HITS: msgspec.msgpack.Decoder[list[Hit]] = msgspec.msgpack.Decoder(list[Hit])

Thing = TypeVar("Thing", Word, Hit)
_Answered = TypeVar("_Answered", bound=Answer)


class Inspection(msgspec.Struct, frozen=True):
    """What a document is: `format` "pdf" or "other"; `notes` in words for a person."""

    format: str
    pages: int | None
    works: tuple[Part, ...]
    notes: tuple[str, ...]

    @property
    def markable(self) -> bool:
        """Whether copies can be made of it."""
        return "mark" in self.works


class Marked(msgspec.Struct, frozen=True):
    """A copy as it was written: `sha256` in hex, of the whole output."""

    pages: int
    placed_as_image: int
    sha256: str
    size: int


class Image(msgspec.Struct, frozen=True):
    """A page as pixels: rows from the top without padding; one byte (grey) or four a pixel.

    Those are blue, green, red and one that says nothing.
    """

    width: int
    height: int
    channels: int
    pixels: bytearray


class _Pixels(bytearray):
    """What a picture's pixels come into: no more than put one after the other, since there are millions."""

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        self.extend(data)
        return len(data)


class ReadingRoom:
    """Opens documents in a worker, which starts at first use and is kept warm. Close it when done."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Allow each job `limits`."""
        self._limits = limits or Limits()
        self._worker: WorkerProcess | None = None
        self._wall: list[str] | None = None
        self._looked = False

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """End the worker. The room may be used again."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    @property
    def worker_process(self) -> int | None:
        """The process number of the worker, or None while there is none."""
        return self._worker.process if self._worker else None

    @property
    def walled(self) -> bool:
        """Whether documents are read inside bubblewrap, besides what the worker gives up by itself."""
        if not self._looked:
            self._looked, self._wall = True, bubblewrap.wall()
        return self._wall is not None

    def inspect(self, document: Source, *, name: str = "The document") -> Inspection:
        """Say what `document` is.

        Whatever is in it, raises only `WorkerFailedError`, `WorkerTimeoutError` and `DocumentTooLargeError`.
        """
        job = Work(document, name, self._limits)
        answer = self._do(Inspect(job.size), job)
        if not isinstance(answer, Inspected) or (answer.pages or 0) > 2**31:
            raise self._failed(job)
        notes = tuple(NOTES[note] for note in answer.notes)
        return Inspection(answer.format, answer.pages, answer.works, notes)

    def mark(
        self,
        document: Source,
        mark: Mark,
        target: Sink,
        *,
        lock: Lock | None = None,
        progress: Progress | None = None,
        name: str = "The document",
    ) -> Marked:
        """Write a copy of `document` with `mark` on every page to `target` (C3), encrypted by `lock` (D5).

        The worker that was told a passphrase ends with the job.
        After an error what stands in `target` is worthless. Raises `CannotReadDocumentError`,
        `CannotMarkError`, `DocumentTooLargeError`, `WorkerFailedError`, `WorkerTimeoutError`, and whatever
        `document`, `target` and `progress` raise.
        """
        job = Work(document, name, self._limits, target=target, progress=progress, digested=True)
        try:
            answer = self._do(MarkCopy(job.size, mark, lock), job)
        finally:
            if lock is not None:
                self._dismiss()
        if (
            not isinstance(answer, Made)
            or 2 * answer.pages != job.steps
            or answer.placed_as_image > answer.pages
        ):
            raise self._failed(job)
        return Marked(answer.pages, answer.placed_as_image, job.digest.hexdigest(), job.written)

    def page_image(
        self,
        document: Source,
        page: int,
        dpi: float,
        *,
        grey: bool = False,
        kept: str = "",
        progress: Progress | None = None,
        name: str = "The document",
    ) -> Image:
        """Return page `page` (from 1) of `document` as pixels. Raises as `mark` does.

        Whoever reads one document page by page says what it is called by `kept`, always the same: the worker
        then keeps it open for the next job about it, which begins the sooner.
        """
        pixels = _Pixels()
        job = Work(
            document, name, self._limits, target=pixels, progress=progress, most=self._limits.pixels * _COLOUR
        )
        answer = self._read(Picture(job.size, page, dpi, grey, _called(kept)), job)
        if not isinstance(answer, Painted) or answer.width * answer.height * answer.channels != job.written:
            raise self._failed(job)
        return Image(answer.width, answer.height, answer.channels, pixels)

    def page_sizes(
        self,
        document: Source,
        *,
        kept: str = "",
        progress: Progress | None = None,
        name: str = "The document",
    ) -> list[tuple[float, float]]:
        """Return width and height of each page as it is shown, in points; 0 for one that cannot be read.

        Nothing is drawn. `kept` as in `page_image`. Raises as `mark` does.
        """
        packed = io.BytesIO()
        most = self._limits.pages * SIZE.size
        job = Work(document, name, self._limits, target=packed, progress=progress, most=most)
        answer = self._read(Measure(job.size, _called(kept)), job)
        if not isinstance(answer, Told) or answer.count * SIZE.size != job.written:
            raise self._failed(job)
        return [(width, height) for width, height in SIZE.iter_unpack(packed.getvalue())]

    def words(
        self,
        document: Source,
        page: int,
        *,
        kept: str = "",
        progress: Progress | None = None,
        name: str = "The document",
    ) -> list[Word]:
        """Return the words on page `page` (from 1), and where they are seen.

        `kept` as in `page_image`. Raises as `mark` does.
        """
        packed = io.BytesIO()
        job = Work(document, name, self._limits, target=packed, progress=progress, most=_MOST_TOLD)
        answer = self._read(Spell(job.size, page, _called(kept)), job)
        return self._unpacked(packed, answer, _WORDS_ON_A_PAGE, job)

    def find(
        self,
        document: Source,
        text: str,
        *,
        first: int = 1,
        last: int = 2**31 - 1,
        kept: str = "",
        progress: Progress | None = None,
        name: str = "The document",
    ) -> list[Hit]:
        """Return where `text` stands on the pages from `first` to `last`, in order; no more than 100,000.

        Great and small letters are alike. `kept` as in `page_image`. Raises as `mark` does.
        """
        wanted = text.encode("utf-8", "replace").decode().replace("\0", "").strip()[:_LONGEST_SOUGHT]
        if not wanted:
            return []
        packed = io.BytesIO()
        job = Work(document, name, self._limits, target=packed, progress=progress, most=_MOST_TOLD)
        answer = self._read(Seek(job.size, wanted, first, last, _called(kept)), job)
        return self._unpacked(packed, answer, _HITS, job)

    def release(self) -> None:
        """Have the worker keep no document open any more; whoever closes a document says so."""
        if self._worker is not None:
            job = Work(io.BytesIO(), "The document", self._limits)
            if self._do(Release(), job) != Told(0):
                raise self._failed(job)

    def compose(
        self,
        document: Source,
        target: Sink,
        *,
        most: int,
        pages: int | None = None,
        progress: Progress | None = None,
        name: str = "The document",
    ) -> OfficeFormat | None:
        """Write the pictures in `document` to `target` as a PDF of at most `most` bytes and `pages` pages.

        Of an office document that is safe to unpack nothing is written, and what it is is returned. Raises
        `NoRenditionError` for anything else, and as `mark` does.
        """
        pages = self._limits.pages if pages is None else pages
        limits = msgspec.structs.replace(self._limits, seconds_per_page=_SECONDS_PER_PICTURE, pages=pages)
        job = Work(document, name, limits, target=target, progress=progress, most=most)
        answer = self._do(Compose(job.size, pages), job)
        if not isinstance(answer, Composed) or bool(job.written) == bool(answer.format):
            raise self._failed(job)
        return answer.format

    def ask(
        self,
        document: Source,
        order: Callable[[int], Job],
        answer: type[_Answered],
        target: Sink | None = None,
        *,
        name: str = "The document",
        progress: Progress | None = None,
    ) -> _Answered:
        """Return the answer to an order about `document`, which is told its size. Raises as `mark` does."""
        job = Work(document, name, self._limits, target=target, progress=progress)
        found = self._do(order(job.size), job)
        if not isinstance(found, answer):
            raise self._failed(job)
        return found

    def _read(self, order: Picture | Measure | Spell | Seek, job: "Work") -> Answer:
        """Run a job about a document that may be open already; begin anew if it fails for what is kept."""
        used = self._worker is not None and bool(order.kept)
        try:
            return self._do(order, job)
        except (WorkerFailedError, DocumentTooLargeError):
            if not used or job.written or job.steps:
                raise
            return self._do(order, job)

    def _unpacked(
        self, packed: io.BytesIO, answer: Answer, decoder: "msgspec.msgpack.Decoder[list[Thing]]", job: "Work"
    ) -> "list[Thing]":
        try:
            found = decoder.decode(packed.getvalue())
        except msgspec.DecodeError as error:
            raise self._failed(job) from error
        if answer != Told(len(found)):
            raise self._failed(job)
        return found

    def _do(self, order: Job, job: "Work") -> Answer:
        """Run one job; the worker outlives it only if it ended well."""
        sound = False
        try:
            if self._worker is not None and not self._worker.alive:
                self._dismiss()
            if self._worker is None:
                self._worker = self._started()
            answer = self._worker.converse(order, job)
            sound = not isinstance(answer, Refused)
        except DeadlineError as error:
            raise WorkerTimeoutError(document=job.name, seconds=round(job.allowed)) from error
        except ConversationError as error:
            raise WorkerFailedError(document=job.name) from error
        finally:
            if not sound:
                self._dismiss()
        if isinstance(answer, Refused):
            raise refusal(answer, job.name, job.limits, marking=isinstance(order, MarkCopy))
        return answer

    def _started(self) -> WorkerProcess:
        """Start a worker inside the wall, or without one where it does not start so; `walled` tells."""
        if self.walled:
            try:
                return WorkerProcess(self._limits, wall=self._wall or ())
            except ConversationError:
                self._wall = None
        return WorkerProcess(self._limits)

    def _failed(self, job: "Work") -> WorkerFailedError:
        """Dismiss a worker whose answer makes no sense."""
        self._dismiss()
        return WorkerFailedError(document=job.name)

    def _dismiss(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None


def _called(kept: str) -> str:
    """Return what the worker calls a document that it keeps open: it is told no name of ours."""
    return hashlib.sha256(kept.encode()).hexdigest() if kept else ""
