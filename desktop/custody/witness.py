"""The second person to an act: somebody else than who is at the keyboard.

Rule (F3): two different people, not two accounts of one. Names are compared without capitals, accents,
punctuation, titles, spaces and the order of their words, and a middle name or its initial tells nobody apart;
nor does part of a name, nor a letter of another alphabet that looks the same. An operator may also be
named by reference. One initial alone is no sign of the same person: J. Smith may work with Jane Smith.
"""

import unicodedata
from typing import TYPE_CHECKING

from desktop.custody import facts
from desktop.custody.errors import FactMissingError, WitnessError
from desktop.custody.hand import Hand
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register

_TITLES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "sir", "dame", "lord"),
        *("lady", "rev", "reverend", "cllr", "councillor", "mbe", "obe", "cbe", "phd", "kc", "qc", "jp"),
    )
)
_ALIKE = str.maketrans(
    "авсԁеһніјкӏморԛѕтԝхуαβεηικμνορτυχζı",
    "abcdehhijklmopqstwxyabehikmvoptyxzi",
)
"""Small letters of Cyrillic and Greek which, small or capital, look like these Latin ones."""
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}) | _ALIKE
_WHOLE = 2
"""Words in common that make two names one person's; where a third agrees, one of them may be an initial."""


def second_person(register: "Register", hand: Hand, witness: str) -> str:
    """Return the witness's name as it is recorded; raise WitnessError if it is the operator's own."""
    name = named(register, "the witness's name", witness)
    if same_person(name, register.operators[hand.by].name):
        raise WitnessError(name=name, why="that is the operator who enters the act")
    return name


def named(register: "Register", fact: str, person: str) -> str:
    """Return a person's name as it is recorded: as typed, or the operator's of that reference."""
    name = facts.needed(fact, person)
    operator = register.operators.get(name.upper())
    if operator is None and not any(c.isalpha() for c in name):
        raise FactMissingError(fact=fact, why=f"“{name}” is nobody's name")
    return operator.name if operator else name


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's, or part of one."""
    first, second = _words(one), _words(other)
    if "".join(first) == "".join(second) or sorted(first) == sorted(second):
        return True
    fewer, more = sorted((first, second), key=len)
    return _is_part(fewer, more)


def _is_part(fewer: list[str], more: list[str]) -> bool:
    """Whether each word of a name is in another name, where a longer word may stand for its initial."""
    left, rest = list(more), []
    for word in fewer:
        if len(word) > 1 and word in left:
            left.remove(word)
        else:
            rest.append(word)
    whole = len(fewer) - len(rest)
    for word in rest:
        found = next((one for one in left if word[0] == one[0] and 1 in (len(word), len(one))), None)
        if found is None:
            return False
        left.remove(found)
    return whole >= min(_WHOLE, len(fewer)) or (whole > 0 and len(fewer) > _WHOLE)


def _words(name: str) -> list[str]:
    joined = "".join(c for c in name if c not in "'\u2019\u2018`\u00b4")  # O'Neil and ONeil
    plain = unicodedata.normalize("NFKD", folded(joined).translate(_PLAIN))
    words = "".join(c for c in plain if not unicodedata.combining(c)).split()
    return [word for word in words if word not in _TITLES] or words
