"""How an objective ends: met by its evidence, withdrawn by authority; and how it is opened again (E6).

Rule: what ended one stays in the ledger, whatever comes after. None ends before the progress noted for it.
"""

from typing import TYPE_CHECKING

from desktop.custody import action_plans, dates, facts
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand
from desktop.custody.objectives import (
    Objective,
    ObjectiveMet,
    ObjectiveReopened,
    ObjectiveWithdrawn,
    still_open,
)

if TYPE_CHECKING:
    from desktop.custody.register import Register


def meet(register: "Register", hand: Hand, *, objective: str, evidence: str, agreed_by: str) -> list[Event]:
    """Record that an objective is met, by what that is shown, and who agreed."""
    found = still_open(register, hand, objective, "met")
    _not_before_last(hand, found, "The day it was met")
    return [
        ObjectiveMet(
            objective=found.objective,
            evidence=facts.needed("the evidence", evidence),
            agreed_by=facts.needed("who agreed", agreed_by),
        )
    ]


def withdraw(register: "Register", hand: Hand, *, objective: str, reason: str, authority: str) -> list[Event]:
    """Record that an objective is not pursued any more, why, and by whose authority."""
    found = still_open(register, hand, objective, "withdrawn")
    _not_before_last(hand, found, "The day it was withdrawn")
    return [
        ObjectiveWithdrawn(
            objective=found.objective,
            reason=facts.needed("the reason", reason),
            authority=facts.needed("the authority", authority),
        )
    ]


def reopen(register: "Register", hand: Hand, *, objective: str, reason: str) -> list[Event]:
    """Open an objective again that was met or withdrawn, such as by mistake."""
    found = register.objective(objective)
    action_plans.changeable(register, hand, found.review, "changed")
    if found.open:
        advice = "Note its progress, or record how it ends."
        raise WrongStateError(thing=found.objective, state="open", act="opened again", advice=advice)
    ended = found.met or found.withdrawn
    if ended:
        dates.not_before("The day of the act", hand.day, ended.day, f"it ended on {dates.day(ended.day)}")
    reason = facts.needed("the reason", reason)
    return [ObjectiveReopened(objective=found.objective, was=found.state, reason=reason)]


def _not_before_last(hand: Hand, found: Objective, what: str) -> None:
    """Raise ImpossibleDateError if the end lies before the progress noted, or before it was opened again."""
    for note in found.notes:
        dates.not_before(what, hand.day, note.day, f"progress was noted for {dates.day(note.day)}")
    for end in found.former:
        dates.not_before(what, hand.day, end.reopened, f"it was opened again on {dates.day(end.reopened)}")
