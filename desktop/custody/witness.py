"""The second person to an act: somebody else than who is at the keyboard.

Rule (F3): two different people, not two accounts of one. Names are compared without capitals, punctuation
and the order of their words; an operator may also be named by reference.
"""

from typing import TYPE_CHECKING

from desktop.custody import facts
from desktop.custody.errors import WitnessError
from desktop.custody.hand import Hand
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register


def second_person(register: "Register", hand: Hand, witness: str) -> str:
    """Return the witness's name as it is recorded; raise WitnessError if it is the operator's own."""
    name = facts.needed("the witness's name", witness)
    operator = register.operators.get(name.upper())
    name = operator.name if operator else name
    if _words(name) == _words(register.operators[hand.by].name):
        raise WitnessError(name=name, why="that is the operator who enters the act")
    return name


def _words(name: str) -> list[str]:
    return sorted(folded(name).split())
