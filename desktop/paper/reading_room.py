"""Where documents from outside are read: the parent's side of the worker (T11).

Rule: the program itself never opens a document. It starts a worker without keys, hands it bytes as it asks
for them, checks every answer, stops it at its limits, and starts another after a job that did not end well.
The master is only ever read. Synchronous; used from one thread at a time; no Qt.
"""

import io
from types import TracebackType
from typing import Self

import msgspec

from desktop.custody.errors import StrongroomError
from desktop.custody.marks import Mark
from desktop.paper.errors import (
    CannotMarkError,
    CannotReadDocumentError,
    DocumentTooLargeError,
    WorkerFailedError,
    WorkerTimeoutError,
)
from desktop.paper.messages import (
    Answer,
    ConversationError,
    DeadlineError,
    Inspect,
    Inspected,
    Job,
    Limits,
    Made,
    MarkCopy,
    Note,
    Painted,
    Picture,
    Reason,
    Refused,
)
from desktop.paper.work import Progress, Sink, Source, Work
from desktop.paper.worker_process import WorkerProcess

_WORDS: dict[Note, str] = {
    "not-pdf": "no PDF; it is kept as it is, and cannot be viewed, marked or printed",
    "no-pages": "has no pages",
    "unreadable": "damaged; it cannot be opened as a PDF",
    "password": "needs a password",
    "encrypted": "encrypted, but opens without a password",
    "signed": "signed; the signature does not cover a marked copy",
    "scripts": "has scripts; they do not travel into copies",
    "actions": "has actions that open programs, files or addresses; they do not travel into copies",
    "attachments": "has attachments; they do not travel into copies",
    "xfa": "form (XFA); only its printed pages can be copied",
    "portfolio": "portfolio; only its cover pages can be copied",
    "damaged": "damaged, repaired while reading",
    "counts-differ": "damaged: two ways of reading it count different numbers of pages; count them by eye",
}

_UNREADABLE: dict[Reason, tuple[str, str]] = {
    "not-pdf": ("it is not a PDF", "Attach a PDF made from it to view, mark or print it."),
    "password": ("it needs a password", "Ask for the document without its password and take that in."),
    "no-pages": ("it has no pages", "Ask for it again."),
    "damaged": ("it is damaged beyond repair", "Ask for it again, or scan a print of it."),
    "no-such-page": ("it has no such page", "Choose a page that it has."),
}


class Inspection(msgspec.Struct, frozen=True):
    """What a document is: `format` "pdf" or "other"; `notes` in words for a person."""

    format: str
    pages: int | None
    markable: bool
    notes: tuple[str, ...]


class Marked(msgspec.Struct, frozen=True):
    """A copy as it was written: `sha256` in hex, of the whole output."""

    pages: int
    placed_as_image: int
    sha256: str
    size: int


class Image(msgspec.Struct, frozen=True):
    """A page as pixels: rows from the top without padding; one byte (grey) or three (RGB) a pixel."""

    width: int
    height: int
    channels: int
    pixels: bytes


class ReadingRoom:
    """Opens documents in a worker, which starts at first use and is kept warm. Close it when done."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Allow each job `limits`."""
        self._limits = limits or Limits()
        self._worker: WorkerProcess | None = None

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

    def inspect(self, document: Source, *, name: str = "The document") -> Inspection:
        """Say what `document` is.

        Whatever is in it, raises only `WorkerFailedError`, `WorkerTimeoutError` and `DocumentTooLargeError`.
        """
        job = Work(document, name, self._limits)
        answer = self._do(Inspect(job.size), job)
        if not isinstance(answer, Inspected) or (answer.pages or 0) > 2**31:
            raise self._failed(job)
        notes = tuple(_WORDS[note] for note in answer.notes)
        return Inspection(answer.format, answer.pages, answer.markable, notes)

    def mark(
        self,
        document: Source,
        mark: Mark,
        target: Sink,
        *,
        progress: Progress | None = None,
        name: str = "The document",
    ) -> Marked:
        """Write a copy of `document` with `mark` on every page to `target` (C3).

        After an error what stands in `target` is worthless. Raises `CannotReadDocumentError`,
        `CannotMarkError`, `DocumentTooLargeError`, `WorkerFailedError`, `WorkerTimeoutError`, and whatever
        `document`, `target` and `progress` raise.
        """
        job = Work(document, name, self._limits, target=target, progress=progress)
        answer = self._do(MarkCopy(job.size, mark), job)
        if (
            not isinstance(answer, Made)
            or 2 * answer.pages != job.steps
            or answer.placed_as_image > answer.pages
        ):
            raise self._failed(job)
        return Marked(answer.pages, answer.placed_as_image, job.digest.hexdigest(), job.written)

    def page_image(
        self, document: Source, page: int, dpi: float, *, grey: bool = False, name: str = "The document"
    ) -> Image:
        """Return page `page` (from 1) of `document` as pixels. Raises as `mark` does."""
        pixels = io.BytesIO()
        job = Work(document, name, self._limits, target=pixels, most=self._limits.pixels * 3)
        answer = self._do(Picture(job.size, page, dpi, grey), job)
        if not isinstance(answer, Painted) or answer.width * answer.height * answer.channels != job.written:
            raise self._failed(job)
        return Image(answer.width, answer.height, answer.channels, pixels.getvalue())

    def _do(self, order: Job, job: "Work") -> Answer:
        """Run one job; the worker outlives it only if it ended well."""
        sound = False
        try:
            if self._worker is None:
                self._worker = WorkerProcess(self._limits)
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
            raise _refusal(answer, job.name, self._limits)
        return answer

    def _failed(self, job: "Work") -> WorkerFailedError:
        """Dismiss a worker whose answer makes no sense."""
        self._dismiss()
        return WorkerFailedError(document=job.name)

    def _dismiss(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker = None


def _refusal(refused: Refused, name: str, limits: Limits) -> StrongroomError:
    too_large = {
        "memory": f"{limits.memory_bytes // 2**20} MiB of memory",
        "pages": f"{limits.pages:,} pages",
        "pixels": f"{limits.pixels // 10**6} million pixels a page",
    }
    if refused.reason in too_large:
        return DocumentTooLargeError(document=name, limit=too_large[refused.reason])
    if refused.reason == "page":
        return CannotMarkError(document=name, why=f"page {refused.page} can be neither read nor drawn")
    why, advice = _UNREADABLE[refused.reason]
    return CannotReadDocumentError(document=name, why=why, advice=advice)
