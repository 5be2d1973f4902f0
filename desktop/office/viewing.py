"""Seeing a document: in the window page by page, or as a deliberate export in clear.

Rule: who viewed what, when and why is an entry before anything is shown (B9). Pages are drawn in the worker
without keys and kept nowhere; an export is a file in clear, where the person asked for it and nowhere else.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import observations, renditions
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.printing import OpenMaster, verified_master
from desktop.office.procedure import Procedure, Progress, Step, alone
from desktop.paper.messages import Hit, Word
from desktop.paper.reading_room import Image
from desktop.store.durable import DurableFile


class Viewed(NamedTuple):
    """A document that may now be looked at: its entry, and its master."""

    outcome: Outcome
    master: OpenMaster


class Exported(NamedTuple):
    """A document written in clear; the digest is that of what was written."""

    outcome: Outcome
    sha256: str


def begin(office: Office, document: str, purpose: str, *, at: datetime | None = None) -> Procedure[Viewed]:
    """Verify the current master, and record that the operator looks at it (its rendition) in the window."""
    master = yield from verified_master(office, document)
    outcome = yield from office.act(
        observations.view, at=at, document=document, purpose=purpose, how="in the window"
    )
    return Viewed(outcome, master)


def page(office: Office, document: str, master: OpenMaster, number: int, dpi: float) -> Procedure[Image]:
    """Draw page `number` (from 1) of a master as an image; the worker keeps it open for the next one."""

    def work(progress: Progress) -> Image:
        with office.vault.reader(master.sealed, master.opener) as source:
            return office.room.page_image(
                source,
                number,
                dpi,
                kept=master.sealed,
                progress=lambda done, of: progress(done / of),
                name=document,
            )

    drawn: Image = yield Step("bench", work, f"Drawing page {number}", can_stop=True)
    return drawn


def page_sizes(office: Office, document: str, master: OpenMaster) -> Procedure[list[tuple[float, float]]]:
    """Return how large each page of a master is, in points, without drawing one."""

    def work(progress: Progress) -> list[tuple[float, float]]:
        with office.vault.reader(master.sealed, master.opener) as source:
            return office.room.page_sizes(
                source, kept=master.sealed, progress=lambda done, of: progress(done / of), name=document
            )

    sizes: list[tuple[float, float]] = yield Step("bench", work, "Looking through the pages", can_stop=True)
    return sizes


def words(office: Office, document: str, master: OpenMaster, number: int) -> Procedure[list[Word]]:
    """Return the words of page `number` (from 1) of a master, and where each is seen."""

    def work(progress: Progress) -> list[Word]:
        with office.vault.reader(master.sealed, master.opener) as source:
            return office.room.words(
                source,
                number,
                kept=master.sealed,
                progress=lambda done, of: progress(done / of),
                name=document,
            )

    found: list[Word] = yield Step("bench", work, f"Reading page {number}", can_stop=True)
    return found


def find(
    office: Office, document: str, master: OpenMaster, text: str, *, first: int = 1, last: int = 2**31 - 1
) -> Procedure[list[Hit]]:
    """Return where `text` stands in a master; on some pages only, so that the first hits come soon."""

    def work(progress: Progress) -> list[Hit]:
        with office.vault.reader(master.sealed, master.opener) as source:
            return office.room.find(
                source,
                text,
                first=first,
                last=last,
                kept=master.sealed,
                progress=lambda done, of: progress(done / of),
                name=document,
            )

    hits: list[Hit] = yield Step("bench", work, "Searching", can_stop=True)
    return hits


def end(office: Office) -> Procedure[None]:
    """Have the worker close the document that somebody looked at."""
    yield Step("bench", lambda _progress: office.room.release(), "Closing the document")


def export(
    office: Office,
    document: str,
    purpose: str,
    out: Path,
    *,
    rendition: bool = False,
    at: datetime | None = None,
) -> Procedure[Exported]:
    """Write the current master, or its rendition, in clear to `out`, which must not exist; record why."""
    if rendition:
        yield from office.asked("export", lambda: renditions.in_use(office.register, document))
    yield from papers.ready(office, [out])
    master = yield from verified_master(office, document, original=not rendition)
    found = office.register.document(document)
    outcome = yield from office.act(
        observations.view,
        at=at,
        document=found.document,
        purpose=purpose,
        how="as a file in clear",
        original=not rendition,
    )
    written = found.current.shown if rendition else found.current.master

    def work(_progress: Progress) -> None:
        with DurableFile(out, replace=False) as target:
            office.vault.copy_out(master.sealed, master.opener, target)

    writing = Step("bench", work, "Writing the document in clear", can_stop=True)
    yield from papers.after(office, "The export was entered.", "the document", alone(writing))
    return Exported(outcome, written.sha256)
