"""Filing scanned papers: a pile is read page by page, and each page goes where its code says (C14).

Rule: a pile is first only looked at, no further than its limit; that can be stopped, and nothing is kept of a
page until it is filed. A page is filed by its code or as a person says who looked at it; it is taken alone
out of the file, sealed and read back before its entry, and one page that cannot be read or filed does not
hold up the others. The files themselves stay where they are.
"""

import contextlib
import functools
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from desktop.custody import scans
from desktop.custody.documents import Master
from desktop.custody.errors import CancelledError, FileRefusedError, RuleError, StrongroomError, VaultError
from desktop.custody.printing_errors import PaperNotFiledError
from desktop.custody.scans import PaperFiled, Reading
from desktop.office import papers
from desktop.office.altered import incident
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step, alone
from desktop.office.sealing import entered, opened_file, sealed_bytes
from desktop.paper import scan_reading
from desktop.paper.errors import (
    DocumentTooLargeError,
    NoRenditionError,
    WorkerFailedError,
    WorkerTimeoutError,
)
from desktop.paper.reading_room import Image
from desktop.paper.scan_messages import Codes, Turned
from desktop.paper.work import Source
from desktop.store.age import Identity
from desktop.store.durable import DurableFile
from desktop.store.errors import MasterAlteredError, MasterMissingError

_MOST = 512 * 1024 * 1024
"""Bytes of a PDF made of pictures."""
_DPI = 60.0
_UNREAD = (RuleError, WorkerFailedError, WorkerTimeoutError)
"""What a page or a file can do to whoever reads it; everything else stops the pile."""
_MOST_UNREAD = 3
"""Pages of a file that end or outlast the worker before the file is given up: each may take half a minute."""


class Sheet(NamedTuple):
    """One page of a pile, and what it is by its code; `number` is 0 for a file that cannot be read."""

    file: Path
    number: int
    reading: Reading
    turned: Turned = 0
    blank: bool = False
    made: bytes = b""
    """The PDF that was made of the file's pictures; none: it is a PDF itself."""

    @property
    def named(self) -> str:
        """Which page it is, in words."""
        return f"{self.file.name}, page {self.number}" if self.number else self.file.name

    @property
    def ready(self) -> bool:
        """Whether its code says where it goes."""
        return not self.reading.why_not


class _Seen(NamedTuple):
    """The codes on each page of a file, and the PDF that was made of its pictures."""

    pages: list[Codes | StrongroomError]
    made: bytes


class Destination(NamedTuple):
    """Where a person says that a page goes."""

    about: str
    paper: str


class Filed(NamedTuple):
    """A page that was filed, or why it was not; `outcome` is None then."""

    sheet: Sheet
    outcome: Outcome | None
    scan: str = ""
    about: str = ""
    paper: str = ""
    told: str = ""


def look(office: Office, files: Sequence[Path]) -> Procedure[list[Sheet]]:
    """Read every page of a pile; nothing is recorded. A file beyond the limit of pages is named, not read."""
    sheets: list[Sheet] = []
    for at, file in enumerate(files):
        left = scans.MOST_PAGES - sum(bool(sheet.number) for sheet in sheets)
        part = functools.partial(_seen, office, file, (at, len(files)), left)
        seen: _Seen | StrongroomError = yield Step("bench", part, f"Reading {file.name}", can_stop=True)
        if isinstance(seen, StrongroomError):
            sheets.append(Sheet(file, 0, _unread(seen)))
            continue
        sheets += [
            _sheet(office, file, number, found, seen.made) for number, found in enumerate(seen.pages, 1)
        ]
    return _each_once(sheets)


def picture(office: Office, sheet: Sheet, dpi: float = _DPI) -> Procedure[Image]:
    """Draw a page of a pile."""

    def work(progress: Progress) -> Image:
        with _pages(office, sheet.file, sheet.made) as source:
            return office.room.page_image(
                source,
                sheet.number,
                dpi,
                progress=lambda done, of: progress(done / of),
                name=sheet.file.name,
            )

    drawn: Image = yield Step("bench", work, f"Drawing page {sheet.number}", can_stop=True)
    return drawn


def file_sheet(
    office: Office, sheet: Sheet, destination: Destination | None = None, *, at: datetime | None = None
) -> Procedure[Filed]:
    """File one page, by its code or where a person says. Raises PaperNotFiledError, recorded as a refusal."""
    if destination is not None:
        yield from office.asked("filing", lambda: scans.subject(office.register, destination.about))
    elif not sheet.ready:
        error = PaperNotFiledError(why=sheet.reading.why_not, advice=sheet.reading.advice)
        yield from office.refused("filing", error)
        raise error
    data: bytes = yield Step(
        "bench", lambda _progress: _taken(office, sheet), f"Taking page {sheet.number}", can_stop=True
    )
    sealed, master = yield from sealed_bytes(office, data)
    master = _named(master, sheet)
    if destination is None:
        reading = sheet.reading
        act = office.act(
            scans.file_paper,
            at=at,
            sealed_master=sealed,
            master=master,
            payload=reading.payload,
            page=reading.page.payload if reading.page else "",
        )
    else:
        act = office.act(
            scans.file_by_hand, at=at, sealed_master=sealed, master=master, **destination._asdict()
        )
    outcome = yield from entered(office, sealed, act)
    event = next(event for event in outcome.events if isinstance(event, PaperFiled))
    told = sheet.reading.told if destination is None else "It was filed by hand, and confirms nothing."
    return Filed(sheet, outcome, event.scan, event.about, event.paper, told)


def file_pile(
    office: Office,
    sheets: Sequence[Sheet],
    destinations: dict[int, Destination] | None = None,
    *,
    at: datetime | None = None,
) -> Procedure[list[Filed]]:
    """File the pages of a pile that can be; `destinations` says by place in the list where a person puts one.

    What a rule refuses is told with its page, and the others go on. What the world refuses stops the pile;
    what was filed before stands.
    """
    filed: list[Filed] = []
    chosen = destinations or {}
    for place, sheet in enumerate(sheets):
        if place not in chosen and not sheet.ready:
            filed.append(_left(sheet))
            continue
        try:
            filed.append((yield from file_sheet(office, sheet, chosen.get(place), at=at)))
        except CancelledError:
            raise
        except RuleError as error:
            filed.append(Filed(sheet, None, told=f"{error.message} {error.hint}"))
    return filed


def begin_view(office: Office, scan: str) -> Procedure[Identity]:
    """Verify a scanned paper and enter that somebody looks at it; return what opens it."""
    found = yield from office.asked("view of a scanned paper", lambda: office.register.scan(scan))
    opener = yield from _verified(office, found)
    if not office.vault.read_only:
        yield from office.act(scans.seen, scan=found.scan, how="in the window")
    return opener


def page(office: Office, scan: str, opener: Identity, dpi: float) -> Procedure[Image]:
    """Draw a scanned paper, which is one page."""
    master = office.register.scan(scan).master

    def work(_progress: Progress) -> Image:
        with office.vault.reader(master.sealed, opener) as source:
            return office.room.page_image(source, 1, dpi, name=scan)

    drawn: Image = yield Step("bench", work, "Drawing the paper")
    return drawn


def export(office: Office, scan: str, out: Path) -> Procedure[Outcome]:
    """Write a scanned paper in clear to `out`, which must not exist, and enter it."""
    found = yield from office.asked("export of a scanned paper", lambda: office.register.scan(scan))
    yield from papers.ready(office, [out])
    opener = yield from _verified(office, found)
    outcome = yield from office.act(scans.seen, scan=found.scan, how="as a file in clear")

    def work(_progress: Progress) -> None:
        with DurableFile(out, replace=False) as target:
            office.vault.copy_out(found.master.sealed, opener, target)

    writing = Step("bench", work, "Writing the paper in clear")
    yield from papers.after(office, "The export was entered.", "the paper", alone(writing))
    return outcome


def _verified(office: Office, found: scans.Scan) -> Procedure[Identity]:
    """Verify a scan's sealed file; a mismatch opens an incident."""
    master = found.master
    try:
        opener: Identity = yield Step(
            "vault", lambda _progress: office.vault.identity(master.sealed), "Finding the key"
        )
        yield Step(
            "bench",
            lambda _progress: office.vault.verify(master.sealed, opener, master.sha256, lambda _done: None),
            "Checking the paper",
        )
    except (MasterAlteredError, MasterMissingError) as error:
        if not office.vault.read_only:
            yield from incident(office, scans.KeptScan(found, master), error.message)
        raise
    return opener


def _seen(
    office: Office, file: Path, place: tuple[int, int], most: int, progress: Progress
) -> _Seen | StrongroomError:
    """Return the codes on each page of a file, or why it cannot be read, as with more than `most` pages."""

    def made(done: int, of: int) -> None:
        progress((place[0] + done / of / 2) / place[1])

    try:
        with _pages(office, file, most=most, progress=made) as source:
            pages = office.room.inspect(source, name=file.name).pages
            if not pages:
                return _no_scan(file)
            if pages > most:
                return _beyond(file)
            found: list[Codes | StrongroomError] = []
            begun = 0.5 if isinstance(source, io.BytesIO) else 0.0
            for number in range(1, pages + 1):
                part = (place[0] + begun + (1 - begun) * (number - 1) / pages) / place[1]
                found.append(_codes(office, source, number, file.name, functools.partial(progress, part)))
                failed = [one for one in found if isinstance(one, VaultError)]
                if len(failed) > _MOST_UNREAD:
                    return failed[-1]
                progress((place[0] + begun + (1 - begun) * number / pages) / place[1])
            return _Seen(found, source.getvalue() if isinstance(source, io.BytesIO) else b"")
    except CancelledError:
        raise
    except _UNREAD as error:
        return error


def _codes(
    office: Office, source: Source, number: int, name: str, waiting: Callable[[], None]
) -> Codes | StrongroomError:
    """Return the codes on a page, or why it cannot be read; `waiting` may raise to stop it."""
    try:
        return scan_reading.codes(
            office.room, source, number, progress=lambda _done, _of: waiting(), name=name
        )
    except CancelledError:
        raise
    except _UNREAD as error:
        return error


def _unread(error: StrongroomError) -> Reading:
    return Reading(why_not=error.message.removesuffix("."), advice=error.hint)


def _sheet(office: Office, file: Path, number: int, found: Codes | StrongroomError, made: bytes) -> Sheet:
    if isinstance(found, StrongroomError):
        return Sheet(file, number, _unread(found), made=made)
    reading = scans.read(office.register, found.texts)
    if found.blank:
        reading = Reading(why_not="it is blank", advice="Leave it out.")
    return Sheet(file, number, reading, found.turned, found.blank, made)


def _each_once(sheets: list[Sheet]) -> list[Sheet]:
    """Say of a page whose paper lies in the pile already that it is there twice."""
    first: dict[str, Sheet] = {}
    told = []
    for sheet in sheets:
        before = first.setdefault(sheet.reading.payload, sheet) if sheet.ready else sheet
        if before is sheet:
            told.append(sheet)
            continue
        why = f"it is the same paper as {before.named}"
        advice = "Leave it out, or file it by hand beside the other."
        told.append(sheet._replace(reading=Reading(sheet.reading.about, why_not=why, advice=advice)))
    return told


def _taken(office: Office, sheet: Sheet) -> bytes:
    """Return a page alone, read again where a code says what it is: the file may be another one by now."""
    taken, name = io.BytesIO(), sheet.file.name
    with _pages(office, sheet.file, sheet.made) as source:
        scan_reading.page_alone(office.room, source, sheet.number, sheet.turned, taken, name=name)
    if (
        sheet.ready
        and sheet.reading.payload not in scan_reading.codes(office.room, taken, 1, name=name).texts
    ):
        raise FileRefusedError(
            file=name, why="it is not what was looked at before", advice="Read the pile again, then file it."
        )
    return taken.getvalue()


@contextlib.contextmanager
def _pages(
    office: Office,
    file: Path,
    known: bytes = b"",
    *,
    most: int = scans.MOST_PAGES,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Source]:
    """Open a scan as a PDF: as it is, or as it was `known` or is now made of its pictures in memory."""
    if known:
        yield io.BytesIO(known)
        return
    with opened_file(file) as (source, _size):
        if office.room.inspect(source, name=file.name).format == "pdf":
            yield source
            return
        made = io.BytesIO()
        try:
            failed = office.room.compose(
                source, made, most=_MOST, pages=most, progress=progress, name=file.name
            )
        except DocumentTooLargeError as error:
            if error.facts["limit"] != f"{most:,} pages":
                raise
            raise _beyond(file) from error
        except NoRenditionError as error:  # nobody asked for a rendition
            raise _no_scan(file) from error
        if failed is not None:
            raise _no_scan(file)
        yield made


def _no_scan(file: Path) -> FileRefusedError:
    advice = "Have the scanner save PDF, JPEG, PNG or TIFF, without a password."
    return FileRefusedError(
        file=file.name, why="it is no scan: it has no pages that can be shown", advice=advice
    )


def _beyond(file: Path) -> FileRefusedError:
    return FileRefusedError(
        file=file.name,
        why=f"with it the pile has more than {scans.MOST_PAGES:,} pages",
        advice="File the others first, or have the scanner save shorter files.",
    )


def _named(master: Master, sheet: Sheet) -> Master:
    name = sheet.named.encode("utf-8", "replace").decode()
    return msgspec.structs.replace(master, file_name=name)


def _left(sheet: Sheet) -> Filed:
    return Filed(sheet, None, told=f"Not filed: {sheet.reading.why_not}. {sheet.reading.advice}")
