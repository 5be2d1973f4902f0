"""A PDF made of a document that is none: of pictures by the program itself, else by LibreOffice (B8).

Rule: the reading worker looks first, since it is shut off furthest: it makes pages of pictures itself, and
lets an office document on to LibreOffice only once it has counted what is packed in it. The conversion has a
worker of its own, which ends with it. Without LibreOffice, or where it cannot be shut off, no rendition is
made, and somebody attaches one.
"""

import desktop
from desktop.paper import memory_place
from desktop.paper.channel import ConversationError, DeadlineError
from desktop.paper.errors import NoRenditionError, WorkerFailedError, WorkerTimeoutError
from desktop.paper.libreoffice import installed
from desktop.paper.messages import Composed, Convert, Limits, OfficeFormat, Refused
from desktop.paper.reading_room import ReadingRoom
from desktop.paper.refusals import refusal
from desktop.paper.work import Progress, Sink, Source, Work
from desktop.paper.worker_process import WorkerProcess

LARGEST = 256 * 1024 * 1024
"""Bytes of a rendition."""
LIMITS = Limits(seconds=120.0, processor_seconds=300)
"""Of a conversion. LibreOffice has limits of its own on memory: see conversion_worker."""


def render(
    room: ReadingRoom,
    document: Source,
    target: Sink,
    *,
    progress: Progress | None = None,
    name: str = "The document",
) -> str:
    """Write a PDF made of `document` to `target`; return what made it, with its version.

    After an error what stands in `target` is worthless. Raises NoRenditionError, and as `ReadingRoom.mark`.
    """
    found = room.compose(document, target, most=LARGEST, progress=progress, name=name)
    if found is None:
        return f"Strongroom {desktop.__version__}"
    return _converted(document, found, target, progress, name)


def _converted(
    document: Source, kind: OfficeFormat, target: Sink, progress: Progress | None, name: str
) -> str:
    program = installed()
    if program is None:
        raise NoRenditionError(document=name, why="LibreOffice, which makes them, is not on this computer")
    job = Work(document, name, LIMITS, target=target, progress=progress, most=LARGEST)
    worker = None
    try:
        worker = WorkerProcess(LIMITS, "conversion")
        answer = worker.converse(Convert(job.size, kind), job)
    except DeadlineError as error:
        raise WorkerTimeoutError(document=name, seconds=round(job.allowed)) from error
    except ConversationError as error:
        raise WorkerFailedError(document=name) from error
    finally:
        if worker is not None:
            worker.kill()
        memory_place.clear()
    if isinstance(answer, Refused):
        raise refusal(answer, name, LIMITS)
    if not isinstance(answer, Composed) or not job.written:
        raise WorkerFailedError(document=name)
    return program.name
