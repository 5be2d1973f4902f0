"""How an action plan and its objectives read in answers: the same fields everywhere."""

from datetime import date

from desktop.custody import action_plans, plan_progress
from desktop.custody.action_plans import ActionPlan
from desktop.custody.objectives import Objective, Wording
from desktop.custody.register import Register


def plan_of(register: Register, review: str) -> ActionPlan:
    """Return the plan of a review."""
    return action_plans.of(register, register.review(review).review)


def wording_fields(said: Wording) -> dict[str, object]:
    """Return what a row says."""
    return {
        "recommendation": said.recommendation,
        "outcome": said.outcome,
        "action": said.action,
        "target": said.target,
        "person": said.person,
        "agency": said.agency,
        "cross_reference": said.cross_reference or None,
    }


def objective_fields(found: Objective, today: date) -> dict[str, object]:
    """Return an objective, with its progress and what it said before."""
    met, withdrawn = found.met, found.withdrawn
    return {
        "objective": found.objective,
        "review": found.review,
        "state": found.state,
        "overdue": found.overdue(today),
        **wording_fields(found.wording),
        "progress": [{"day": one.day, "evidence": one.evidence} for one in found.notes],
        "changes": [
            {"day": one.day, "reason": one.reason, "before": wording_fields(one.before)}
            for one in found.changes
        ],
        "met": {"day": met.day, "evidence": met.evidence, "agreed_by": met.agreed_by} if met else None,
        "withdrawn": (
            {"day": withdrawn.day, "reason": withdrawn.reason, "authority": withdrawn.authority}
            if withdrawn
            else None
        ),
    }


def plan_fields(register: Register, plan: ActionPlan) -> dict[str, object]:
    """Return how a plan stands."""
    return {
        "review": plan.review,
        "state": plan.state,
        "objectives": [known.objective for known in action_plans.objectives(register, plan.review)],
        "open": [known.objective for known in action_plans.still_open(register, plan.review)],
        "approved": plan.approval.day if plan.approval else None,
        "signed_off": plan.signed_off.day if plan.signed_off else None,
        "no_recommendations": plan.none_made.day if plan.none_made else None,
        "amendments": len(plan.amendments),
        "sign_ups": [
            {"agency": one.agency, "officer": one.officer, "post": one.post or None, "day": one.day}
            for one in plan.sign_ups
            if one.round == plan.round
        ],
        "not_signed_up": action_plans.not_signed_up(register, plan.review),
        "reports": [
            {"number": one.number, "made": one.made, "presented": one.presented} for one in plan.reports
        ],
        "next_report": plan_progress.next_report(register, plan.review),
    }
