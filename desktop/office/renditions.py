"""Making a rendition of a document that is no PDF, and attaching one that was made elsewhere (B8).

Rule: the original is verified first and stays as it is. What is made goes through memory from worker to seal:
nothing of it lies in clear on a disk. A rendition is sealed, verified and read like any master before its
entry, and is refused if it is no PDF that can be shown; nothing is left when any step fails.
"""

import io
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import renditions
from desktop.custody.documents import Master
from desktop.custody.errors import FileRefusedError, RuleError
from desktop.custody.renditions import RenditionMade
from desktop.office.office import Office, Outcome
from desktop.office.printing import verified_master
from desktop.office.procedure import Procedure, Progress, Step
from desktop.office.sealing import discarding, entered, sealed_bytes, sealed_file
from desktop.paper import rendering


class Rendered(NamedTuple):
    """A rendition that is now in use: its number, what made it (empty: attached), and its master."""

    outcome: Outcome
    document: str
    version: int
    rendition: int
    made_by: str
    master: Master


def make(office: Office, document: str, *, at: datetime | None = None) -> Procedure[Rendered]:
    """Make a rendition of the current version, and put it beside the original.

    Raises NoRenditionError where the program cannot, and errors as `verified_master`, `ReadingRoom.mark` and
    `Vault.seal`.
    """
    yield from office.check(renditions.check, at=at, document=document)
    found = office.register.document(document)
    original = yield from verified_master(office, found.document, original=True)
    made = io.BytesIO()

    def work(progress: Progress) -> str:
        with office.vault.reader(original.sealed, original.opener) as source:
            return rendering.render(
                office.room,
                source,
                made,
                progress=lambda done, steps: progress(done / steps),
                name=found.document,
            )

    try:
        made_by: str = yield Step("bench", work, "Making the rendition", can_stop=True)
    except RuleError as error:
        yield from office.refused("make rendition", error)
        raise
    sealed, master = yield from sealed_bytes(office, made.getvalue())
    act = office.act(
        renditions.make,
        at=at,
        sealed_master=sealed,
        document=found.document,
        master=master,
        made_by=made_by,
    )
    return _rendered((yield from entered(office, sealed, act)))


def attach(
    office: Office, document: str, file: Path, checked_by: str, *, at: datetime | None = None
) -> Procedure[Rendered]:
    """Put a PDF that was made elsewhere beside the original, as `checked_by` compared it with that."""
    yield from office.check(renditions.check_attach, at=at, document=document, checked_by=checked_by)
    sealed, master = yield from sealed_file(office, file, act="attach rendition")
    if master.format != "pdf" or not master.pages:
        error = FileRefusedError(
            file=file.name,
            why="; ".join(master.notes) or "it has no pages that can be shown",
            advice="Attach a PDF that opens without a password.",
        )
        yield from discarding(office, sealed, "attach rendition", error)
        raise error
    act = office.act(
        renditions.attach,
        at=at,
        sealed_master=sealed,
        document=document,
        master=master,
        checked_by=checked_by,
    )
    return _rendered((yield from entered(office, sealed, act)))


def _rendered(outcome: Outcome) -> Rendered:
    event = next(event for event in outcome.events if isinstance(event, RenditionMade))
    return Rendered(outcome, event.document, event.version, event.rendition, event.made_by, event.master)
