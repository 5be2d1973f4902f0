"""Printing numbered copies: allot, mark, then printed or spoilt, copy by copy.

Rule: the number is in the ledger before a page is made (C1); whatever happens afterwards ends in "printed",
"spoilt", or, after a crash, in an allotted copy that somebody resolves. The master is verified whole
before anything is made of it (B7). A copy as a file is written only where the person asked for it.
"""

import io
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from desktop.custody import copies, dates, documents, incidents
from desktop.custody.errors import CancelledError, RuleError, StrongroomError, VaultError
from desktop.custody.marks import Mark
from desktop.office import papers
from desktop.office.errors import PrintStoppedError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step
from desktop.paper.reading_room import Marked
from desktop.store.age import Identity
from desktop.store.durable import DurableFile
from desktop.store.errors import MasterAlteredError, MasterMissingError


class PrintedCopy(NamedTuple):
    """One copy that came out whole, as a PDF file in the chosen folder."""

    copy: str
    file: Path
    pages: int


class Printed(NamedTuple):
    """A print: its last outcome, and each copy."""

    outcome: Outcome
    copies: list[PrintedCopy]


class OpenMaster(NamedTuple):
    """A master that was verified whole: its sealed file, and what opens it."""

    sealed: str
    opener: Identity


class Order(NamedTuple):
    """What is to be printed."""

    document: str
    number_of_copies: int
    made_for: str = ""
    authority: str = ""
    reason: str = ""


def print_copies(
    office: Office, order: Order, folder: Path, *, at: datetime | None = None
) -> Procedure[Printed]:
    """Print numbered copies of a document as PDF files in `folder`.

    Raises what allotting raises (nothing is recorded but the refusal); MasterAlteredError after opening
    an incident; CannotMarkError and whatever stops a print after making the numbers it had got spoilt.
    """
    yield from office.check(copies.check_allot, at=at, **order._asdict())
    yield from papers.ready(office, _files(office, order, folder))
    master = yield from verified_master(office, order.document)
    yield from _rehearsed(office, order.document, master)
    allotted = yield from office.act(copies.allot, at=at, **order._asdict())
    event = next(e for e in allotted.events if isinstance(e, copies.CopiesAllotted))
    made: list[PrintedCopy] = []
    outcome = allotted
    for number in range(event.first, event.last + 1):
        copy = f"{event.document}/{number}"
        try:
            printed = yield from _make(office, copy, folder)
        except GeneratorExit:
            raise  # as after a crash: the number stays allotted, and somebody resolves it
        except BaseException as error:
            if isinstance(error, MasterAlteredError | MasterMissingError):
                yield from office.act(incidents.master_altered, document=event.document, what=error.message)
            yield from _spoil(office, event, number, error, at)
            if isinstance(error, VaultError | CancelledError | KeyboardInterrupt):
                why = str(error) or "It was interrupted."
                spoilt = ", ".join(map(str, range(number, event.last + 1)))
                raise PrintStoppedError(why=why, made=len(made), spoilt=spoilt) from error
            raise
        outcome = yield from office.act(copies.printed, at=at, copy=copy, pages=printed.pages)
        made.append(printed)
    return Printed(outcome, made)


def verified_master(office: Office, document: str) -> Procedure[OpenMaster]:
    """Verify a document's current master whole, and return it; a mismatch opens an incident.

    Of a vault that is open for reading only it is told and not entered.
    """
    found = yield from office.asked("opening of a master", lambda: office.register.document(document))
    yield from office.asked("opening of a master", lambda: documents.may_be_issued(found))
    master = found.current.master
    try:
        opener: Identity = yield Step(
            "vault", lambda _progress: office.vault.identity(master.sealed), "Finding the key"
        )
        yield Step(
            "bench",
            lambda progress: office.vault.verify(
                master.sealed, opener, master.sha256, lambda done: progress(done / master.size)
            ),
            "Checking the master",
            can_stop=True,
        )
    except (MasterAlteredError, MasterMissingError) as error:
        if not office.vault.read_only:
            yield from office.act(incidents.master_altered, document=found.document, what=error.message)
        raise
    return OpenMaster(master.sealed, opener)


def mark_of(office: Office, copy: str) -> Mark:
    """Return what every page of a copy carries (C3)."""
    register = office.register
    found = register.copy(copy)
    document = register.documents[found.document]
    board = register.founded
    described = documents.described(board.kind(document.kind), document.agency)
    holder = register.people[found.made_for].title if found.made_for else "Held in safe"
    return Mark(
        vault=board.vault,
        copy=found.copy,
        number=found.number,
        marking=board.settings.marking,
        review=document.review,
        document=f"{described}, {document.edition} edition, version {found.version}",
        holder=holder,
        day=dates.day(found.since),
        returns=board.returns,
    )


def file_name(copy: str) -> str:
    """Return the name of a copy's file: only its reference, so a folder listing tells nothing."""
    return f"{copy.replace('/', '-copy-')}.pdf"


def _files(office: Office, order: Order, folder: Path) -> list[Path]:
    document = office.register.document(order.document)
    numbers = range(document.allotted + 1, document.allotted + order.number_of_copies + 1)
    return [folder / file_name(f"{document.document}/{number}") for number in numbers]


def _rehearsed(office: Office, document: str, master: OpenMaster) -> Procedure[None]:
    """Refuse a document that cannot be marked before a number is given: spoilt numbers stay for ever."""
    nothing = Mark("0000", f"{document}/0", 0, "", "", "", "", "", "")

    def work(_progress: Progress) -> None:
        with office.vault.reader(master.sealed, master.opener) as source:
            if not office.room.inspect(source, name=document).markable:
                office.room.mark(source, nothing, io.BytesIO(), name=document)

    try:
        yield Step("bench", work, "Reading")
    except RuleError as error:
        yield from office.refused("print copies", error)
        raise


def _make(office: Office, copy: str, folder: Path) -> Procedure[PrintedCopy]:
    mark = mark_of(office, copy)
    found = office.register.copy(copy)
    master = office.register.documents[found.document].versions[found.version - 1].master
    opener: Identity = yield Step(
        "vault", lambda _progress: office.vault.identity(master.sealed), "Finding the key"
    )
    file = folder / file_name(copy)

    def work(progress: Progress) -> Marked:
        with (
            office.vault.reader(master.sealed, opener) as document,
            DurableFile(file, replace=False) as target,
        ):
            return office.room.mark(
                document,
                mark,
                target,
                progress=lambda step, steps: progress(step / steps),
                name=found.document,
            )

    marked: Marked = yield Step("bench", work, f"Making copy {found.number}", can_stop=True)
    return PrintedCopy(copy, file, marked.pages)


def _spoil(
    office: Office, allotted: copies.CopiesAllotted, number: int, error: BaseException, at: datetime | None
) -> Procedure[None]:
    """Make the numbers that got no copy spoilt; a killed program leaves them allotted instead."""
    told = isinstance(error, StrongroomError) and not isinstance(error, CancelledError)
    reason = str(error).rstrip(".") if told else "the print was stopped"
    for left in range(number, allotted.last + 1):
        yield from office.act(copies.spoil, at=at, copy=f"{allotted.document}/{left}", reason=reason)
