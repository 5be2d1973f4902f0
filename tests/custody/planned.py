"""What tests of action plans share: a plan with objectives, and a plan that is signed off."""

from datetime import date
from typing import Any

import msgspec

from desktop.custody import objective_ends, objectives, plan_decisions
from desktop.custody.objectives import Objective, Wording
from tests.factory import REVIEW, TODAY, Desk, a_desk

WORDING = Wording(
    "Staff need to see the child",
    "Every child is seen alone",
    "Train every team",
    date(2026, 9, 30),
    "A. Head (invented)",
    "Example Health Trust",
    "IMR 2, 4.1",
)


def an_objective(desk: Desk, *, on: date = TODAY, reason: str = "", **fields: Any) -> str:
    """Add an objective; return its reference."""
    wording = msgspec.structs.replace(WORDING, **fields)
    desk.do(objectives.add, on, review=REVIEW, wording=wording, reason=reason)
    return next(reversed(desk.register.objectives))


def a_plan(*actions: str) -> Desk:
    """Return a desk with a plan of one objective for each action."""
    desk = a_desk()
    for action in actions or ("Train every team",):
        an_objective(desk, action=action)
    return desk


def approved(desk: Desk, *, on: date = TODAY) -> Desk:
    desk.do(plan_decisions.approve, on, review=REVIEW, authority="Minute 4")
    return desk


def met(desk: Desk, *references: str, on: date = TODAY) -> Desk:
    for reference in references or list(desk.register.objectives):
        desk.do(
            objective_ends.meet, on, objective=reference, evidence="All are trained", agreed_by="The panel"
        )
    return desk


def signed_off(desk: Desk, *, on: date = TODAY) -> Desk:
    desk.do(plan_decisions.sign_off, on, review=REVIEW, authority="Minute 9")
    return desk


def the(desk: Desk, reference: str = "OB-0001") -> Objective:
    return desk.register.objectives[reference]
