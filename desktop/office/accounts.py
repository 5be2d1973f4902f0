"""The ledger as it is read: entry by entry in words, on paper, as a table, and as JSON lines.

Rule: what is told is what the entry says; the names of operators are added from the register. The whole
body goes out in JSON lines, so that anybody can check it without this program; where only some entries are
asked for, nothing goes out of one that tells of a document kept apart but its digests. A search of the ledger
is an entry, and so is an export (H3).
"""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from desktop.custody import account_paper, observations, package_tables
from desktop.custody.account import Account, Reader, View
from desktop.custody.errors import FactMissingError
from desktop.custody.ledger import Stored
from desktop.office import papers, reports
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step, alone

__all__ = [
    "MOST_PRINTED",
    "Account",
    "ExportedLedger",
    "Found",
    "View",
    "entries",
    "export",
    "numbered",
    "numbers_of",
    "search",
]

MOST_PRINTED = 3_000
"""Entries on one paper; more would be a book, and take minutes to draw."""
_BETWEEN_REPORTS = 1_000


class ExportedLedger(NamedTuple):
    """The file and how many entries it holds."""

    outcome: Outcome
    file: Path
    entries: int


class Found(NamedTuple):
    """The numbers of the entries that were found; `outcome` is None where nothing can be recorded."""

    numbers: Sequence[int]
    outcome: Outcome | None


def entries(office: Office, after: int = 0, most: int | None = None) -> Procedure[list[Account]]:
    """Return the entries after number `after`, in order, at most `most` of them."""
    reader = Reader(office.register)

    def read(_progress: Progress) -> list[Account]:
        return [reader.account(row) for row in itertools.islice(office.vault.rows(after), most)]

    found: list[Account] = yield Step("vault", read, "Reading the ledger")
    return found


def numbered(office: Office, numbers: Sequence[int]) -> Procedure[list[Account]]:
    """Return the entries of these numbers, which are in order."""
    if not numbers:
        return []
    reader, wanted = Reader(office.register), set(numbers)

    def read(_progress: Progress) -> list[Account]:
        rows = itertools.islice(office.vault.rows(numbers[0] - 1), numbers[-1] - numbers[0] + 1)
        return [reader.account(row) for row in rows if row[0] in wanted]

    found: list[Account] = yield Step("vault", read, "Reading the ledger")
    return found


def numbers_of(office: Office, wanted: View) -> Procedure[list[int]]:
    """Return the numbers of the entries that are wanted, in order."""
    return [row[0] for row in (yield from _rows(office, wanted))]


def search(office: Office, wanted: View) -> Procedure[Found]:
    """Return the numbers of the entries that are wanted, and record that they were looked for (H3)."""
    numbers = yield from numbers_of(office, wanted)
    if office.vault.read_only:
        return Found(numbers, None)
    sought = wanted.words(office.register)
    outcome = yield from office.act(observations.ledger_searched, sought=sought, found=len(numbers))
    return Found(numbers, outcome)


def export(office: Office, file: Path, wanted: View | None = None) -> Procedure[ExportedLedger]:
    """Write the entries that are wanted, or all: as a paper (.pdf), a table (.csv), else as JSON lines.

    A line of JSON is number, salt and digest with the body's bytes as they were chained. Raises
    FactMissingError if too many are to be printed; errors as `papers.recorded`.
    """
    wanted = wanted or View()
    rows = yield from _rows(office, wanted)
    yield from office.asked("export of the ledger", lambda: _printable(file, rows))
    about = wanted.words(office.register)
    outcome = yield from papers.recorded(office, "An export of the ledger", about, [file])
    if wanted.whole:
        rows += yield from _after(office, rows)
    reader = Reader(office.register)
    making = _written(office, reader, wanted, rows, file)
    yield from papers.after(office, "An export was asked for.", "the export", making)
    return ExportedLedger(outcome, file, len(rows))


def _printable(file: Path, rows: Sequence[Stored]) -> None:
    if file.suffix.lower() == ".pdf" and len(rows) > MOST_PRINTED:
        why = (
            f"{len(rows):,} entries are too many for a paper, which takes {MOST_PRINTED:,}; a .csv takes all"
        )
        raise FactMissingError(fact="a narrower choice of entries", why=why)


def _rows(office: Office, wanted: View) -> Procedure[list[Stored]]:
    """Read the entries that are wanted; while this step is at work no other act moves the register."""
    reader, last = Reader(office.register), max(office.register.head.number, 1)

    def read(progress: Progress) -> list[Stored]:
        found = []
        for row in office.vault.rows():
            if row[0] % _BETWEEN_REPORTS == 0:
                progress(row[0] / last)
            if wanted.whole or reader.tells(row, wanted):
                found.append(row)
        return found

    found: list[Stored] = yield Step("vault", read, "Reading the ledger", can_stop=True)
    return found


def _after(office: Office, rows: Sequence[Stored]) -> Procedure[list[Stored]]:
    """Return what was entered since: the export itself."""
    last = rows[-1][0] if rows else 0
    later: list[Stored] = yield Step(
        "vault", lambda _progress: list(office.vault.rows(last)), "Reading the ledger"
    )
    return later


def _written(
    office: Office, reader: Reader, wanted: View, rows: Sequence[Stored], file: Path
) -> Procedure[None]:
    kind = file.suffix.lower()
    if kind == ".pdf":
        told = [reader.account(row) for row in rows]
        yield from papers.drawn(
            office,
            lambda register, hand: account_paper.account_paper(register, hand, wanted, told),
            file,
        )
        return

    def data() -> bytes:
        if kind == ".csv":
            told = map(reader.account, rows)
            return reports.as_csv(account_paper.HEADINGS, account_paper.rows(list(told)))
        return b"".join(
            package_tables.line(row, left_out=not wanted.whole and reader.tells_of_apart_alone(row))
            for row in rows
        )

    yield from alone(Step("bench", lambda _progress: papers.put(file, data()), "Writing the ledger"))
