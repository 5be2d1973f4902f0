"""The ledger as it is read: entry by entry in words, and as JSON lines.

Rule: what is told is what the entry says; the names of operators are added from the register. The whole
body goes out in an export, so that anybody can check it without this program.
"""

import base64
import itertools
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from desktop.custody.ledger import Stored
from desktop.custody.register import from_bytes
from desktop.office import papers
from desktop.office.office import Office, Outcome
from desktop.office.procedure import Procedure, Progress, Step, alone


class Account(NamedTuple):
    """One entry in words. `happened` differs from `recorded` for a late entry."""

    number: int
    recorded: datetime
    happened: datetime
    by: str
    kind: str
    said: str
    digest: bytes


class ExportedLedger(NamedTuple):
    """The file and how many entries it holds."""

    outcome: Outcome
    file: Path
    entries: int


def entries(office: Office, after: int = 0, most: int | None = None) -> Procedure[list[Account]]:
    """Return the entries after number `after`, in order, at most `most` of them."""
    names = {known.operator: known.name for known in office.register.operators.values()}

    def read(_progress: Progress) -> list[Account]:
        return [_told(row, names) for row in itertools.islice(office.vault.rows(after), most)]

    found: list[Account] = yield Step("vault", read, "Reading the ledger")
    return found


def export(office: Office, file: Path) -> Procedure[ExportedLedger]:
    """Write the ledger as JSON lines: number, salt and digest with the body's bytes as they were chained."""
    outcome = yield from papers.recorded(office, "An export of the ledger", "every entry", [file])
    rows: list[Stored] = yield Step(
        "vault", lambda _progress: list(office.vault.rows()), "Reading the ledger"
    )
    data = b"".join(_line(row) for row in rows)
    writing = Step("bench", lambda _progress: papers.put(file, data), "Writing the ledger")
    yield from papers.after(office, "An export was asked for.", "the export", alone(writing))
    return ExportedLedger(outcome, file, len(rows))


def _told(row: Stored, names: Mapping[str, str]) -> Account:
    number, _salt, body, digest = row
    record = from_bytes(body, number)
    hand, event = record.hand, record.event
    return Account(
        number,
        hand.recorded,
        hand.at,
        names.get(hand.by, hand.by),
        str(event.__struct_config__.tag),
        event.said(),
        digest,
    )


def _line(row: Stored) -> bytes:
    number, salt, body, digest = row
    line = {
        "number": number,
        "digest": digest.hex(),
        "salt": salt.hex(),
        "entry": msgspec.Raw(body),
        "body": base64.b64encode(body).decode(),
    }
    return msgspec.json.encode(line) + b"\n"
