"""The test vectors of the ledger: an invented history in which everything happened once."""

import json
from collections.abc import Sequence
from typing import Any

from desktop.custody import ledger
from desktop.custody.ledger import Row
from desktop.custody.register import Register
from desktop.resources import resource

VECTORS: dict[str, Any] = json.loads(resource("vectors/ledger.json").read_bytes())
ENTRIES: list[dict[str, Any]] = VECTORS["entries"]
YOUNGER: list[dict[str, Any]] = VECTORS["younger"]
"""The ledger of another vault: founded when more was kept as data."""


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


def folded() -> Register:
    """Return the register at the end of the vectors' history."""
    return Register().fold(ledger.verified(rows()))
