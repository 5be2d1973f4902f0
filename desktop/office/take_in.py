"""Taking a document into custody: checked, sealed, counted, entered; the receipt is a paper of its own.

Rule: the master is the file byte for byte, whatever it is (B8); it is sealed before anything reads it, and
what reads it is the worker without keys. Nothing is left when any step fails.
"""

from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from desktop.custody import documents
from desktop.custody.documents import Intake, Master
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure
from desktop.office.sealing import entered, sealed_file


class TakenIn(NamedTuple):
    """What was taken in: the document's reference, its version, and what the program found."""

    outcome: Outcome
    document: str
    version: int
    master: Master


class Accession(NamedTuple):
    """What stands on the accession: what the document is, from whom and how it came."""

    review: str
    kind: str
    edition: str
    agency: str = ""
    title: str = ""
    intake: Intake = Intake()


def take_in(
    office: Office, file: Path, accession: Accession, *, at: datetime | None = None
) -> Procedure[TakenIn]:
    """Take `file` into custody as a new document (B1)."""
    facts: dict[str, Any] = {
        "review": accession.review,
        "kind": accession.kind,
        "edition": accession.edition,
        "agency": accession.agency,
    }
    yield from office.check(documents.check_take_in, at=at, **facts)
    sealed, master = yield from sealed_file(office, file)
    outcome = yield from entered(
        office,
        sealed,
        office.act(
            documents.take_in,
            at=at,
            sealed_master=sealed,
            master=master,
            title=accession.title,
            intake=accession.intake,
            **facts,
        ),
    )
    document = next(e.document for e in outcome.events if isinstance(e, documents.DocumentTakenIn))
    return TakenIn(outcome, document, 1, master)


def supersede(
    office: Office,
    file: Path,
    *,
    document: str,
    reason: str,
    intake: Intake | None = None,
    at: datetime | None = None,
) -> Procedure[TakenIn]:
    """Take `file` into custody as a new version of a document (B2)."""
    yield from office.check(documents.check_supersede, at=at, document=document, reason=reason)
    sealed, master = yield from sealed_file(office, file)
    outcome = yield from entered(
        office,
        sealed,
        office.act(
            documents.supersede,
            at=at,
            sealed_master=sealed,
            master=master,
            document=document,
            reason=reason,
            intake=intake,
        ),
    )
    event = next(e for e in outcome.events if isinstance(e, documents.VersionTakenIn))
    return TakenIn(outcome, event.document, event.version, master)
