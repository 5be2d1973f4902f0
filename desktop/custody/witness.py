"""The second person to an act: somebody else than who is at the keyboard.

Rule (F3): two different people, not two accounts of one. Names are compared without capitals, accents,
punctuation and the order of their words; an operator may also be named by reference.
"""

import unicodedata
from typing import TYPE_CHECKING

from desktop.custody import facts
from desktop.custody.errors import WitnessError
from desktop.custody.hand import Hand
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register


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
    return operator.name if operator else name


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are one person's."""
    return _words(one) == _words(other)


def _words(name: str) -> list[str]:
    plain = (c for c in unicodedata.normalize("NFKD", folded(name)) if not unicodedata.combining(c))
    return sorted("".join(plain).split())
