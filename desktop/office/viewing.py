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
    """Draw page `number` (from 1) of a master as an image."""

    def work(_progress: Progress) -> Image:
        with office.vault.reader(master.sealed, master.opener) as source:
            return office.room.page_image(source, number, dpi, name=document)

    drawn: Image = yield Step("bench", work, f"Drawing page {number}")
    return drawn


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
