"""Taking a document into custody: checked, sealed, counted, entered; the receipt is a paper of its own.

Rule: the master is the file byte for byte, whatever it is (B8); it is sealed before anything reads it, and
what reads it is the worker without keys. Nothing is left when any step fails.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from desktop.custody import documents
from desktop.custody.documents import Intake, Master
from desktop.custody.errors import FileRefusedError, StrongroomError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step
from desktop.paper.reading_room import Inspection
from desktop.store.durable import reason
from desktop.store.vault import SealedMaster

_LARGEST = 16 * 1024**3
"""Bytes; a document of more is no document."""


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
    sealed, master = yield from _sealed(office, file)
    outcome = yield from _entered(
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
    sealed, master = yield from _sealed(office, file)
    outcome = yield from _entered(
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


def _sealed(office: Office, file: Path) -> Procedure[tuple[SealedMaster, Master]]:
    try:
        sealed: SealedMaster = yield Step(
            "bench", lambda progress: _seal(office, file, progress), "Sealing", can_stop=True
        )
    except FileRefusedError as error:
        yield from office.refused("take in", error)
        raise
    try:
        yield Step(
            "bench",
            lambda progress: office.vault.verify(
                sealed.name, sealed.opener, sealed.sha256, lambda done: progress(done / sealed.size)
            ),
            "Checking the master",
            can_stop=True,
        )
        found: Inspection = yield Step(
            "bench", lambda _progress: _inspect(office, sealed, file.name), "Reading"
        )
    except BaseException:
        office.vault.discard(sealed)
        raise
    master = Master(
        sealed=sealed.name,
        sha256=sealed.sha256,
        size=sealed.size,
        file_name=file.name.encode("utf-8", "replace").decode(),
        format=found.format,
        pages=found.pages,
        notes=tuple(found.notes),
    )
    return sealed, master


def _entered(office: Office, sealed: SealedMaster, act: Procedure[Outcome]) -> Procedure[Outcome]:
    """Run the act; if it fails, remove the sealed file, but only when the ledger surely does not name it."""
    try:
        return (yield from act)
    except GeneratorExit:
        raise  # nobody can ask the ledger any more: a stray is cheap, a lost master is not
    except BaseException:
        with contextlib.suppress(StrongroomError):  # the first error is the one to tell; a stray is listed
            yield Step("vault", lambda _progress: office.vault.discard_unless_entered(sealed), "Tidying up")
        raise


def _seal(office: Office, file: Path, progress: Progress) -> SealedMaster:
    with _opened(file) as (source, size):
        sealed = office.vault.seal(source, lambda done: progress(done / size))
        if sealed.size != size or os.fstat(source.fileno()).st_size != size:
            office.vault.discard(sealed)
            raise FileRefusedError(
                file=file.name,
                why="it changed while it was read",
                advice="Wait until it is whole, then take it in.",
            )
    return sealed


def _inspect(office: Office, sealed: SealedMaster, name: str) -> Inspection:
    with office.vault.reader(sealed.name, sealed.opener) as document:
        return office.room.inspect(document, name=name)


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[tuple[BinaryIO, int]]:
    """Open a file of a person's choosing: a regular one, neither empty nor absurdly large."""

    def refused(why: str, advice: str) -> FileRefusedError:
        return FileRefusedError(file=file.name or file, why=why, advice=advice)

    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise refused("there is no such file", "Check its name and folder.") from None
    except OSError as error:
        if file.is_dir():
            raise refused("it is a folder", "Take its documents in one by one.") from None
        why = f"it cannot be read ({reason(error)})"
        raise refused(why, "Check that you may read it and that its disk is connected.") from error
    except ValueError:
        raise refused("its name cannot be used", "Give the file another name.") from None
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        if stat.S_ISDIR(mode):
            raise refused("it is a folder", "Take its documents in one by one.")
        raise refused("it is no file but a device or a pipe", "Save the document as a file first.")
    with os.fdopen(handle, "rb") as source:
        size = os.fstat(handle).st_size
        if size == 0:
            raise refused("it is empty", "Ask for the document again.")
        if size > _LARGEST:
            raise refused("it is larger than 16 GiB", "Ask for the document in parts.")
        yield source, size
