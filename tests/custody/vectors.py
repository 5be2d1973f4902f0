"""The test vectors of the ledger: an invented history in which everything happened once.

Its first part is chained once and for all in `ledger.json`. What the program learns later goes on from there:
a file of canonical bodies for each subject in `further/`, one a line, so that no subject's moves another's.
"""

import json
from collections.abc import Sequence
from typing import Any

from desktop.custody import ledger
from desktop.custody.ledger import Head, Row
from desktop.custody.register import Register
from desktop.resources import resource

VECTORS: dict[str, Any] = json.loads(resource("vectors/ledger.json").read_bytes())
ENTRIES: list[dict[str, Any]] = VECTORS["entries"]
YOUNGER: list[dict[str, Any]] = VECTORS["younger"]
"""The ledger of another vault: founded when more was kept as data."""
FOUNDED: list[bytes] = [
    body
    for file in sorted(resource("vectors/founded").glob("*.jsonl"))
    for body in file.read_bytes().splitlines()
]
"""The first entries of vaults that were founded when yet more was kept as data, each of its own vault."""
FURTHER: list[bytes] = [
    body
    for file in sorted(resource("vectors/further").glob("*.jsonl"))
    for body in file.read_bytes().splitlines()
]
"""How the history goes on, subject by subject; each subject's entries stand on the first part alone."""


def rows(entries: Sequence[dict[str, Any]] = ENTRIES) -> list[Row]:
    """Return vectors as a ledger's rows."""
    return [
        Row(
            entry["number"],
            bytes.fromhex(entry["salt"]),
            entry["body"].encode(),
            bytes.fromhex(entry["digest"]),
        )
        for entry in entries
    ]


def foundings() -> list[Row]:
    """Return the first entries of other vaults, each the first of its own ledger."""
    salt = bytes(ledger.SALT_BYTES)
    return [row for body in FOUNDED for row in ledger.chain(ledger.EMPTY, [body], [salt])]


def history() -> list[Row]:
    """Return the whole history: the vectors, and what goes on from them."""
    first = rows()
    head = Head(first[-1].number, first[-1].digest)
    salts = [number.to_bytes(ledger.SALT_BYTES, "big") for number in range(len(FURTHER))]
    return [*first, *ledger.chain(head, FURTHER, salts)]


def first_part() -> Register:
    """Return the register at the end of the part that is chained once and for all."""
    return Register().fold(ledger.verified(rows()))


def folded() -> Register:
    """Return the register at the end of the whole history."""
    return Register().fold(ledger.verified(history()))
