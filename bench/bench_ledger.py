"""P7: open, verify and fold 10,000 and 100,000 entries, against hashlib chaining the same bytes.

No garbage is looked for meanwhile: the office opens a vault so.
"""

import gc
import hashlib
import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from paired import Rival, compare

from desktop.custody import ledger
from desktop.custody.entries import to_bytes
from desktop.custody.hand import Hand
from desktop.custody.observations import PaperMade
from desktop.custody.people import PersonAdded
from desktop.custody.register import Register
from desktop.store.ledger_file import LedgerFile, make_private_file

_KEY = bytes(range(32))


def _fill(path: Path, entries: int) -> None:
    hand = Hand("O-0001", datetime(2026, 3, 2, 14, tzinfo=UTC))
    bodies = [
        to_bytes(
            hand,
            PersonAdded(person=f"P-{n:04d}", name=f"Invented {n}", post="Post", agency="Agency")
            if n % 2
            else PaperMade(paper="A report", about=f"SCR-{n}"),
        )
        for n in range(entries)
    ]
    rows = list(ledger.chain(ledger.EMPTY, bodies, [secrets.token_bytes(ledger.SALT_BYTES) for _ in bodies]))
    make_private_file(path)
    with LedgerFile(path, _KEY, create=True) as file:
        file.append(ledger.EMPTY, rows)


def main() -> None:
    """Print the times and ratios."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        for entries in (10_000, 100_000):
            path = Path(folder) / f"{entries}.db"
            _fill(path, entries)
            with LedgerFile(path, _KEY, read_only=True) as file:
                bodies = [body for _number, _salt, body, _digest in file.rows()]

            def ours(path: Path = path) -> None:
                with LedgerFile(path, _KEY, read_only=True) as file:
                    Register().fold(ledger.verified(file.rows()))

            def chaining(bodies: list[bytes] = bodies) -> None:
                digest = b""
                for body in bodies:
                    digest = hashlib.sha256(digest + body).digest()

            gc.disable()
            compare(
                f"Open, verify and fold {entries:,} entries",
                Rival("open + verify + fold", ours),
                Rival("hashlib, the same bytes", chaining),
                goal="ratio at least 0.125",
            )
            gc.enable()


if __name__ == "__main__":
    main()
