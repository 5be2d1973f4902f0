"""What a typed fact must be before it may stand in the ledger.

Rule: text is kept as it was typed, less white space at its ends; it is refused, never cut, when it is
empty where something is needed, longer than the ledger takes, or not writable as UTF-8.
"""

import unicodedata
from typing import TypeVar

from desktop.custody.errors import FactMissingError

One = TypeVar("One", bound=str)

LONGEST = 10_000
"""Characters in one fact."""


def needed(fact: str, text: str | None) -> str:
    """Return `text` without white space at its ends; refuse it when nothing is left."""
    kept = optional(fact, text)
    if not kept:
        raise FactMissingError(fact=fact, why="nothing was given")
    if not any(unicodedata.category(c)[0] not in "CZ" for c in kept):
        raise FactMissingError(fact=fact, why="there is nothing to read in what was given")
    return kept


def optional(fact: str, text: str | None) -> str:
    """Return `text` without white space at its ends, or an empty text."""
    kept = (text or "").strip()
    if len(kept) > LONGEST:
        raise FactMissingError(fact=fact, why=f"longer than {LONGEST:,} characters")
    if not kept.isascii() and any("\ud800" <= c <= "\udfff" for c in kept):
        raise FactMissingError(fact=fact, why="there are characters that cannot be written")
    return kept


def counted(fact: str, number: int, least: int = 1, most: int = 1_000_000) -> int:
    """Return `number` if it lies between `least` and `most`, both included."""
    if not least <= number <= most:
        raise FactMissingError(fact=fact, why=f"{number} is not between {least} and {most:,}")
    return number


def one_of(fact: str, text: str, known: tuple[One, ...]) -> One:
    """Return the one of `known` that `text` names; capitals, hyphens and underscores do not matter."""
    wanted = _folded(text)
    for one in known:
        if _folded(one) == wanted:
            return one
    raise FactMissingError(fact=fact, why=f"“{text}” is not one of {', '.join(known)}")


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
