"""Read the entries about a copy, a person, a review out of 100,000, against decoding the same bodies.

Most entries are counts of musters and papers about a few hundred copies, as a ledger of many years has.
"""

from datetime import UTC, datetime
from functools import partial

import msgspec
from paired import Rival, compare

from desktop.custody import board, ledger
from desktop.custody.account import Reader, View
from desktop.custody.documents import DocumentTakenIn, Master
from desktop.custody.entries import to_bytes
from desktop.custody.hand import Event, Hand
from desktop.custody.ledger import Row
from desktop.custody.numbers import CopiesAllotted, CopyPrinted
from desktop.custody.observations import PaperMade
from desktop.custody.people import PersonAdded
from desktop.custody.register import Register
from desktop.custody.reviews import ReviewOpened

_ENTRIES = 100_000
_COPIES = 300
_VIEWS = (View(about="D-0001/7"), View(about="P-0001"), View(about="SCR-2026-01"), View(by="O-0001"))


def _events() -> list[Event]:
    master = Master(f"{'0' * 32}.age", "0" * 64, 10, "document.pdf", "pdf", 3)
    made: list[Event] = [
        ReviewOpened(review="SCR-2026-01", authority="The Chair"),
        PersonAdded(person="P-0001", name="Invented Name", post="Nurse", agency="Example Trust"),
        DocumentTakenIn(
            document="D-0001",
            review="SCR-2026-01",
            document_kind="minutes",
            label="Minutes",
            edition="anonymised",
            master=master,
            limit=_COPIES,
        ),
        CopiesAllotted(document="D-0001", version=1, first=1, last=_COPIES),
    ]
    made += [CopyPrinted(copy=f"D-0001/{number}", pages=3) for number in range(1, _COPIES + 1)]
    made += [
        PaperMade(paper="The sign-out slip, again,", about=f"D-0001/{number % _COPIES + 1}")
        for number in range(_ENTRIES - len(made))
    ]
    return made


def _rows() -> list[Row]:
    hand = Hand("O-0001", datetime(2026, 3, 2, 14, tzinfo=UTC))
    settings = board.Settings("OFFICIAL", 20, (board.Kind("minutes", "Minutes"),), ())
    founded = board.found(
        hand, board="Invented Board", operator="A. Keeper", vault="TEST", returns="", settings=settings
    )
    bodies = [to_bytes(hand, event) for event in (*founded, *_events())]
    return list(ledger.chain(ledger.EMPTY, bodies, [bytes(ledger.SALT_BYTES)] * len(bodies)))


def _chosen(register: Register, rows: list[Row], wanted: View) -> int:
    reader = Reader(register)
    return sum(reader.tells(row, wanted) for row in rows)


def _decoded(rows: list[Row]) -> int:
    return sum(bool(msgspec.json.decode(row.body)) for row in rows)


def main() -> None:
    """Print the times and ratios."""
    rows = _rows()
    register = Register().fold(rows)
    for wanted in _VIEWS:
        compare(
            f"{wanted.words(register).capitalize()} among {len(rows):,}",
            Rival("choose", partial(_chosen, register, rows, wanted)),
            Rival("fold them", lambda: Register().fold(rows)),
            Rival("only decode them", partial(_decoded, rows)),
            goal="under 1.5 s, in the vault's lane",
        )


if __name__ == "__main__":
    main()
