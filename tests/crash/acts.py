"""What an act of the story is: words said to the program, and what is said after a crash."""

import shlex
from collections.abc import Callable
from typing import NamedTuple

from tests.crash.orders import Case

Words = tuple[str, ...]

PAPERS = "papers"
"""The folder that a person asked papers into; what lies there is there in clear, and may be."""


class Door(NamedTuple):
    """What opens the vault: the names of the key file and of the passphrase's file, and whose it is."""

    key: str = "key"
    passphrase: str = "passphrase"  # noqa: S105 - the name of a file
    operator: str = "O-0001"


class Act(NamedTuple):
    """One or more commands, and what a person says after a crash.

    `instead` is said when a part or all of the act is in the ledger already; without it, the same commands.
    `then` is what opens the vault once the act is done, where that is another. `work` is done before the
    commands, for what no command does. `days` pass before the act. `points` is how often a quick run kills
    it; at 0 it only makes ready what others need, and is never killed.
    """

    name: str
    commands: tuple[Words, ...]
    instead: tuple[Words, ...] = ()
    then: Door | None = None
    work: Callable[[Case], int] | None = None
    days: int = 0
    points: int = 5


def act(
    name: str, *commands: str, instead: str = "", then: Door | None = None, days: int = 0, points: int = 5
) -> Act:
    """Return an act of these commands, each as one line."""
    said = tuple(tuple(shlex.split(command)) for command in commands)
    again = (tuple(shlex.split(instead)),) if instead else ()
    return Act(name, said, again, then, days=days, points=points)


def ready(name: str, *commands: str, work: Callable[[Case], int] | None = None) -> Act:
    """Return what only makes ready what other acts need."""
    return act(name, *commands, points=0)._replace(work=work)
