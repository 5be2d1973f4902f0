"""The hand of somebody who has the keys and uses the cipher's own library: rows and schema as he likes them.

He opens the vault as its administrator can, and then speaks to the database behind the program's back.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from desktop.custody import ledger
from desktop.custody.ledger import EMPTY, Stored
from tests.tamper.scene import Scene

Statement = str | tuple[str, Sequence[object]]
Bodies = list[bytes]


def sql(scene: Scene, *statements: Statement) -> list[Any]:
    """Run statements on the ledger's database; return what the last one gives."""
    office = scene.office()
    try:
        connection = office.vault._ledger._connection
        rows: list[Any] = []
        for statement in statements:
            text, facts = (statement, ()) if isinstance(statement, str) else statement
            rows = connection.execute(text, facts).fetchall()
        return rows
    finally:
        office.close()


def put(scene: Scene, rows: Iterable[Stored]) -> None:
    """Put `rows` in the place of all entries."""
    sql(scene, "BEGIN", "DELETE FROM entry", *inserted(rows), "COMMIT")


def put_after(scene: Scene, rows: Iterable[Stored]) -> None:
    """Put `rows` after the entries that are there."""
    sql(scene, "BEGIN", *inserted(rows), "COMMIT")


def inserted(rows: Iterable[Stored]) -> list[Statement]:
    return [("INSERT INTO entry VALUES (?, ?, ?, ?)", tuple(row)) for row in rows]


def rechained(rows: Sequence[Stored], change: Callable[[Bodies], object]) -> list[Stored]:
    """Return the rows with their bodies changed, and every digest after that made right again."""
    bodies = [body for _number, _salt, body, _digest in rows]
    change(bodies)
    salts = [salt for _number, salt, _body, _digest in rows]
    salts += [bytes(ledger.SALT_BYTES)] * (len(bodies) - len(salts))
    return list(ledger.chain(EMPTY, bodies, salts[: len(bodies)]))
