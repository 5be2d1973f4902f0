"""Reports as files: the access log for the Overview Panel, on paper and as a table.

Rule: both are made from one fold at one head, and the making is an entry (H3). A cell that a spreadsheet
would run as a formula is written so that it cannot.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from desktop.custody.access_log import HEADINGS, AccessLog, access_log
from desktop.custody.errors import FactMissingError
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Step

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class AccessLogFiles(NamedTuple):
    """The files that were made; `file` is the one asked for. `rows` are those of the table."""

    outcome: Outcome
    file: Path
    csv: Path
    rows: int


def make_access_log(office: Office, review: str, file: Path) -> Procedure[AccessLogFiles]:
    """Make the access log of a review as `file` with a table beside it, or as a table alone (.csv)."""
    kind = file.suffix.lower()
    if kind not in {".pdf", ".csv"}:
        raise FactMissingError(fact="the file's name", why="it ends neither in .pdf nor in .csv")
    found = yield from office.asked("access log", lambda: office.register.review(review))
    table = file if kind == ".csv" else file.with_suffix(".csv")
    files = list(dict.fromkeys((file, table)))
    outcome = yield from papers.recorded(office, "The access log", found.review, files)
    log: AccessLog = access_log(office.register, outcome.hand, found.review)
    making = _written(office, log, file, table)
    yield from papers.after(office, "The access log was asked for.", "the access log", making)
    return AccessLogFiles(outcome, file, table, len(log.rows))


def _written(office: Office, log: AccessLog, file: Path, table: Path) -> Procedure[None]:
    if table != file:
        yield from papers.drawn(office, lambda _register, _hand: log.form, file)
    data = as_csv(HEADINGS, log.rows)
    yield Step("bench", lambda _progress: papers.put(table, data), "Writing the table")


def as_csv(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table as CSV (RFC 4180), UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
