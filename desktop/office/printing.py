"""Printing numbered copies: allot, mark, then printed or spoilt, copy by copy.

Rule: the number is in the ledger before a page is made (C1); whatever happens afterwards ends in "printed",
"spoilt", or, after a crash, in an allotted copy that somebody resolves. The master is verified whole
before anything is made of it (B7). A copy as a file is written only where the person asked for it.
"""

import functools
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from desktop.custody import dates, documents, incidents, numbers, renditions
from desktop.custody.errors import CancelledError, RuleError, StrongroomError, VaultError
from desktop.custody.marks import Mark
from desktop.office import papers
from desktop.office.errors import PrintStoppedError
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step
from desktop.paper.messages import Lock
from desktop.paper.reading_room import Marked
from desktop.paper.work import Sink
from desktop.store.age import Identity
from desktop.store.durable import DurableFile
from desktop.store.errors import MasterAlteredError, MasterMissingError


class PrintedCopy(NamedTuple):
    """One copy that came out whole, as a PDF file in the chosen folder."""

    copy: str
    file: Path
    pages: int
    as_pictures: int = 0
    """How many of them are pictures of themselves, since their content could not be placed."""


Made = TypeVar("Made")
Make = Callable[[str], Procedure[tuple[Made, Outcome]]]
"""Makes one copy and enters that it is printed; whatever it raises leaves the number allotted."""


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
    yield from office.check(numbers.check_allot, at=at, **order._asdict())
    yield from papers.ready(office, _files(office, order, folder))

    def make(copy: str) -> Procedure[tuple[PrintedCopy, Outcome]]:
        made = yield from _make(office, copy, folder)
        return made, (
            yield from office.act(
                numbers.printed, at=at, copy=copy, pages=made.pages, as_pictures=made.as_pictures
            )
        )

    return Printed(*(yield from produced(office, order, make, at)))


def produced(
    office: Office, order: Order, make: Make[Made], at: datetime | None
) -> Procedure[tuple[Outcome, list[Made]]]:
    """Verify the master, give the numbers, and make one copy after the other; errors as `print_copies`."""
    yield from proved(office, order.document)
    return (yield from numbered(office, order, make, at))


def proved(office: Office, document: str) -> Procedure[None]:
    """Verify a document's master whole, and refuse one that cannot be marked, before a number is given."""
    master = yield from verified_master(office, document)
    yield from rehearsed(office, document, master)


def numbered(
    office: Office, order: Order, make: Make[Made], at: datetime | None
) -> Procedure[tuple[Outcome, list[Made]]]:
    """Give the numbers and make one copy after the other, of a master that was proved."""
    allotted = yield from office.act(numbers.allot, at=at, **order._asdict())
    event = next(e for e in allotted.events if isinstance(e, numbers.CopiesAllotted))
    made: list[Made] = []
    outcome = allotted
    for number in range(event.first, event.last + 1):
        try:
            printed, outcome = yield from make(f"{event.document}/{number}")
        except GeneratorExit:
            raise  # as after a crash: the number stays allotted, and somebody resolves it
        except BaseException as error:
            if isinstance(error, MasterAlteredError | MasterMissingError):
                shown = office.register.documents[event.document].current
                yield from office.act(
                    incidents.master_altered,
                    document=event.document,
                    what=error.message,
                    rendition=bool(shown.renditions),
                )
            yield from _spoil(office, event, number, error, at)
            if isinstance(error, VaultError | CancelledError | KeyboardInterrupt):
                why = str(error) or "It was interrupted."
                spoilt = ", ".join(map(str, range(number, event.last + 1)))
                raise PrintStoppedError(why=why, made=len(made), spoilt=spoilt) from error
            raise
        made.append(printed)
    return outcome, made


def verified_master(office: Office, document: str, *, original: bool = False) -> Procedure[OpenMaster]:
    """Verify a document's current master whole, and the rendition in use; a mismatch opens an incident.

    Return the rendition, or the master where there is none or the `original` is wanted. Of a vault that is
    open for reading only a mismatch is told and not entered.
    """
    found = yield from office.asked("opening of a master", lambda: office.register.document(document))
    yield from office.asked("opening of a master", lambda: documents.may_be_issued(found))
    opened = yield from _verified(office, found, found.current.master, rendition=False)
    if original or not found.current.renditions:
        return opened
    return (yield from _verified(office, found, found.current.shown, rendition=True))


def _verified(
    office: Office, found: documents.Document, master: documents.Master, *, rendition: bool
) -> Procedure[OpenMaster]:
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
            yield from office.act(
                incidents.master_altered, document=found.document, what=error.message, rendition=rendition
            )
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
    rendition = ", printed from a rendition" if renditions.of_copy(register, copy) else ""
    return Mark(
        vault=board.vault,
        copy=found.copy,
        number=found.number,
        marking=board.settings.marking,
        review=document.review,
        document=f"{described}, {document.edition} edition, version {found.version}{rendition}",
        holder=holder,
        day=dates.day(found.since),
        returns=board.returns,
    )


def file_name(copy: str) -> str:
    """Return the name of a copy's file: only its reference, so a folder listing tells nothing."""
    return f"{copy.replace('/', '-copy-')}.pdf"


def _files(office: Office, order: Order, folder: Path) -> list[Path]:
    document = office.register.document(order.document)
    given = range(document.allotted + 1, document.allotted + order.number_of_copies + 1)
    return [folder / file_name(f"{document.document}/{number}") for number in given]


def rehearsed(office: Office, document: str, master: OpenMaster) -> Procedure[None]:
    """Refuse a document that cannot be marked before a number is given or an act done for it."""
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
    found = office.register.copy(copy)
    file = folder / file_name(copy)
    marked = yield from marked_file(
        office,
        found.document,
        found.version,
        mark_of(office, copy),
        file,
        label=f"Making copy {found.number}",
    )
    return PrintedCopy(copy, file, marked.pages, marked.placed_as_image)


def marked_file(
    office: Office,
    document: str,
    version: int,
    mark: Mark,
    file: Path,
    *,
    label: str,
    lock: Lock | None = None,
) -> Procedure[Marked]:
    """Write a version of a document to `file` with `mark` on every page; errors as `version_marked`."""
    opening = functools.partial(DurableFile, file, replace=False)
    return (yield from version_marked(office, document, version, mark, opening, label=label, lock=lock))


def version_marked(
    office: Office,
    document: str,
    version: int,
    mark: Mark,
    opening: Callable[[], AbstractContextManager[Sink]],
    *,
    label: str,
    lock: Lock | None = None,
) -> Procedure[Marked]:
    """Write a version of a document with `mark` on every page, encrypted where there is a `lock`.

    No plaintext is written on the way. Raises as `ReadingRoom.mark` and whatever `opening` makes.
    """
    master = office.register.documents[document].versions[version - 1].shown
    opener: Identity = yield Step(
        "vault", lambda _progress: office.vault.identity(master.sealed), "Finding the key"
    )

    def work(progress: Progress) -> Marked:
        with office.vault.reader(master.sealed, opener) as source, opening() as target:
            return office.room.mark(
                source,
                mark,
                target,
                lock=lock,
                progress=lambda step, steps: progress(step / steps),
                name=document,
            )

    marked: Marked = yield Step("bench", work, label, can_stop=True)
    return marked


def _spoil(
    office: Office, allotted: numbers.CopiesAllotted, number: int, error: BaseException, at: datetime | None
) -> Procedure[None]:
    """Make the numbers that got no copy spoilt; a killed program leaves them allotted instead."""
    told = isinstance(error, StrongroomError) and not isinstance(error, CancelledError)
    reason = str(error).rstrip(".") if told else "the print was stopped"
    for left in range(number, allotted.last + 1):
        yield from office.act(numbers.spoil, at=at, copy=f"{allotted.document}/{left}", reason=reason)
