"""Sets of recovery shares for tests."""

from typing import NamedTuple

from desktop.store import shares_worker
from desktop.store.shares_messages import Made, Split


class Set(NamedTuple):
    secret: bytes
    texts: tuple[str, ...]
    needed: int


def a_set(secret: bytes, needed: int, of: int) -> Set:
    """Make shares with the worker's own code, without a process of their own."""
    made = shares_worker.answer(Split(secret, needed, of))
    assert isinstance(made, Made)
    return Set(secret, made.texts, needed)
