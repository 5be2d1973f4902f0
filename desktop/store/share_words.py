"""One recovery share as a person types it: twenty words of SLIP-0039's list, and the check in the last three.

Rule: what does not matter is not asked for (capitals, spaces, numbering, line breaks, more than four letters
of a word); what is wrong is named by its place, never by its word: a message may end in the ledger, and a
share is a secret. A share that passes is written out as it is printed.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from desktop.custody.errors import RuleError
from desktop.resources import resource

WORDS_OF_A_SHARE = 20
"""Of a secret of 128 bits: 4 words of facts, 13 of the share's value, 3 of its check."""

_LETTERS = 4
"""By which the words of the list are told apart."""
_BITS = 10
_BETWEEN = re.compile(r"[\s.,;:()\[\]|/\u2013\u2014-]+")
_EXTENDABLE = 1 << 4
_CUSTOMISATION = b"shamir_extendable"
# The checksum's generator (SLIP-0039): what each of the ten highest bits adds when it is shifted out.
_GENERATOR = (
    0x00E0E040,
    0x01C1C080,
    0x03838100,
    0x07070200,
    0x0E0E0009,
    0x1C0C2412,
    0x38086C24,
    0x3090FC48,
    0x21B1F890,
    0x03F3F120,
)


class ShareMistypedError(RuleError):
    """What was typed is no whole share; the hint, which is never recorded, may name a word of the list."""

    sentence = "{share} is not as it is printed: {why}."
    hint_text = "Compare it with the sheet, word by word, and type it again.{advice}"
    opens_with_words = True
    exit_code = 28


class SharesDoNotFitError(RuleError):
    """Each share is sound, but together they are not what is needed."""

    sentence = "These shares do not open anything together: {why}."
    hint_text = (
        "Use as many different sheets of one set as they say are needed; all of one set begin with the"
        " same two words. Nothing was changed."
    )
    exit_code = 29


@dataclass(frozen=True, slots=True)
class Share:
    """One sound share of a secret of 16 bytes."""

    identifier: int
    """Tells its set from others: the first two words, the same on every sheet of a set."""
    number: int
    """Of the sheet, from 1."""
    needed: int
    """How many of the set give the secret back."""
    text: str = field(repr=False)
    """The words as they are printed, joined by single spaces."""


def read(text: str, share: str = "the share") -> Share:
    """Return the share that somebody typed; `share` says in an error which of several it was.

    Raises ShareMistypedError, and SharesDoNotFitError for a sound share that is none of this program's.
    """
    numbers = _numbers(text, share)
    if _folded([*_CUSTOMISATION, *numbers]) != 1:
        raise _mistyped(share, _likely(numbers))
    facts = _joined(numbers[:4])
    head, group, number, needed = facts >> 20, facts >> 8 & 0xFFF, facts >> 4 & 0xF, (facts & 0xF) + 1
    first_value_word = numbers[4]
    if not head & _EXTENDABLE or group or needed == 1 or first_value_word >> (_BITS - 2):
        raise SharesDoNotFitError(why="this is a share, though none that Strongroom makes")
    words = _words()
    return Share(head, number + 1, needed, " ".join(words[number] for number in numbers))


def _numbers(text: str, share: str) -> list[int]:
    """Return the places of the typed words in the list."""
    numbers = []
    typed = _typed(text)
    for place, word in enumerate(typed, 1):
        number = _number(word)
        if number is None:
            near = difflib.get_close_matches(word, _words(), n=1)
            advice = f" Did you mean “{near[0]}” as word {place}?" if near else ""
            raise _mistyped(share, f"word {place} is no word of the list", advice)
        numbers.append(number)
    if len(numbers) != WORDS_OF_A_SHARE:
        counted = "1 word" if len(numbers) == 1 else f"{len(numbers) or 'no'} words"
        raise _mistyped(share, f"it has {counted}, and a share has {WORDS_OF_A_SHARE}")
    return numbers


def _mistyped(share: str, why: str, advice: str = "") -> ShareMistypedError:
    return ShareMistypedError(share=share, why=why, advice=advice)


def _typed(text: str) -> list[str]:
    """Return the words without their numbering, in small letters."""
    pieces = _BETWEEN.split(unicodedata.normalize("NFKC", text).casefold())
    return [word for piece in pieces if (word := piece.lstrip("0123456789"))]


def _number(typed: str) -> int | None:
    """Return the place in the list of a word, or of its beginning; None if it is no word of the list."""
    number = _by_beginning().get(typed[:_LETTERS])
    return number if number is not None and _words()[number].startswith(typed) else None


def _likely(numbers: Sequence[int]) -> str:
    """Say where the one wrong word is, if it is one; what it should be is not said (SLIP-0039)."""
    fault = _folded([*_CUSTOMISATION, *numbers]) ^ 1
    places = [place for place in range(len(numbers)) if _explains(place, len(numbers), fault)]
    where = f"most likely word {places[0] + 1} is wrong" if places else "more than one word is wrong"
    return f"its last three words, which are a check on the others, do not agree; {where}"


def _explains(place: int, count: int, fault: int) -> bool:
    """Tell whether some other word at `place` would make the check right."""
    basis: list[int] = []
    for bit in range(_BITS):
        effect = _folded([1 << bit, *[0] * (count - place - 1)], start=0)
        for known in basis:
            effect = min(effect, effect ^ known)
        basis.append(effect)
    for known in basis:
        fault = min(fault, fault ^ known)
    return fault == 0


def _folded(values: Iterable[int], start: int = 1) -> int:
    """Return the remainder that the checksum makes 1 (SLIP-0039, "Checksum")."""
    remainder = start
    for value in values:
        out = remainder >> 2 * _BITS
        remainder = (remainder & 0xFFFFF) << _BITS ^ value
        for bit, added in enumerate(_GENERATOR):
            if out >> bit & 1:
                remainder ^= added
    return remainder


def _joined(numbers: Iterable[int]) -> int:
    joined = 0
    for number in numbers:
        joined = joined << _BITS | number
    return joined


@cache  # a shipped file of 8 KiB that never changes
def _words() -> tuple[str, ...]:
    return tuple(resource("slip39/words.txt").read_text("ascii").split())


@cache
def _by_beginning() -> dict[str, int]:
    return {word[:_LETTERS]: number for number, word in enumerate(_words())}
