"""A procedure: a short list of steps with their undo, written once for both faces.

Rule: the body of a procedure reads and folds the Register and runs where the Register lives; whatever takes
time is a Step, which it yields. The command line runs the steps one after the other; the window runs
each in its lane. What a step raises is raised at its `yield`, so undo is an ordinary `try`.
"""

from collections.abc import Callable, Generator
from typing import Any, Literal, NamedTuple, TypeVar

Result = TypeVar("Result")

Progress = Callable[[float], None]
"""Told the part done, 0 to 1. It raises CancelledError to stop the work."""

Lane = Literal["vault", "bench"]
"""`vault`: the one thread that owns the ledger's file. `bench`: seal, hash, render, draw."""


class Step(NamedTuple):
    """Work for a lane; `label` says what is being done, and `can_stop` whether it may be cancelled."""

    lane: Lane
    work: Callable[[Progress], Any]
    label: str
    can_stop: bool = False


Procedure = Generator[Step, Any, Result]


def run(procedure: Procedure[Result], on_step: Callable[[Step], Progress] | None = None) -> Result:
    """Run a procedure here and now; `on_step` is told each step and gives its progress."""
    try:
        step = next(procedure)
        while True:
            progress = on_step(step) if on_step else quiet
            try:
                result = step.work(progress)
            except BaseException as error:  # noqa: BLE001 - given to the procedure, which lets it pass or undoes
                step = procedure.throw(error)
            else:
                step = procedure.send(result)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]


def alone(step: Step) -> Procedure[Any]:
    """Return one step as a procedure of its own."""
    return (yield step)


def quiet(part: float) -> None:
    """Progress that nobody watches."""
