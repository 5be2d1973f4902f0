"""What agencies and the Board decide about an action plan: the acts (E6).

Rule: a sign-up, an approval and an amendment are recorded as they happen. Only the sign-off asks for
something: that the Board approved the plan as it stands, and that every objective is met, or withdrawn with
authority.
"""

from datetime import date
from typing import TYPE_CHECKING

from desktop.custody import dates, facts, reconsideration
from desktop.custody.action_plans import (
    ActionPlan,
    AgencySignedUp,
    NoRecommendationsMade,
    PlanAmended,
    PlanApproved,
    PlanSignedOff,
    agencies,
    changeable,
    not_before_last,
    objectives,
    of,
    refused,
    still_open,
)
from desktop.custody.errors import AlreadyThereError, FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.register import Register


def sign_up(
    register: "Register", hand: Hand, *, review: str, agency: str, officer: str, post: str = ""
) -> list[Event]:
    """Record that an agency's authorised officer signed up to the plan."""
    plan = changeable(register, hand, review, "signed up to")
    agency = facts.needed("the agency", agency)
    known = {folded(one): one for one in agencies(register, plan.review)}
    if not known:
        raise _empty("what is signed up to")
    agency = known.get(folded(agency), agency)
    if any(folded(one.agency) == folded(agency) and one.round == plan.round for one in plan.sign_ups):
        advice = "It is on the record; after an amendment the agency signs up again."
        raise AlreadyThereError(noun="The sign-up of", reference=agency, advice=advice)
    return [
        AgencySignedUp(
            review=plan.review,
            agency=agency,
            officer=facts.needed("the authorised officer", officer),
            post=facts.optional("the post", post),
        )
    ]


def approve(
    register: "Register", hand: Hand, *, review: str, authority: str, meeting: date | None = None
) -> list[Event]:
    """Record that the Board approved the plan; from then progress is reported each quarter."""
    plan = changeable(register, hand, review, "approved")
    if plan.approval:
        raise refused(plan, "approved again", f"The Board approved it on {dates.day(plan.approval.day)}.")
    if not agencies(register, plan.review):
        raise _empty("what is approved")
    return [
        PlanApproved(
            review=plan.review,
            meeting=_meeting(register, hand, plan, meeting),
            authority=facts.needed("where it is minuted", authority),
        )
    ]


def sign_off(
    register: "Register", hand: Hand, *, review: str, authority: str, meeting: date | None = None
) -> list[Event]:
    """Record that the Board signed the plan off; it is approved by then, and every objective at its end."""
    plan = changeable(register, hand, review, "signed off")
    left = still_open(register, plan.review)
    if left:
        raise WrongStateError(
            thing=f"The action plan of {plan.review}",
            state=f"not implemented ({', '.join(known.objective for known in left)} open)",
            act="signed off",
            advice="Record of each how it was met, or withdraw it with the authority; then sign off.",
        )
    if not objectives(register, plan.review):
        raise _empty("what is signed off")
    if not plan.approval:
        raise refused(plan, "signed off", _approval_first(register, plan.review))
    return [
        PlanSignedOff(
            review=plan.review,
            meeting=_meeting(register, hand, plan, meeting),
            authority=facts.needed("where it is minuted", authority),
        )
    ]


def make_none(register: "Register", hand: Hand, *, review: str, authority: str, reason: str) -> list[Event]:
    """Say that a review makes no recommendations, so that there is no plan to implement."""
    plan = changeable(register, hand, review, "declared without recommendations")
    there = [known.objective for known in objectives(register, plan.review) if not known.withdrawn]
    if there:
        raise WrongStateError(
            thing=f"The action plan of {plan.review}",
            state=f"one with objectives ({', '.join(there)})",
            act="declared without recommendations",
            advice="Withdraw them with the authority if they fell away, or have them met and signed off.",
        )
    not_before_last(plan, "The day of the act", hand.day)
    return [
        NoRecommendationsMade(
            review=plan.review,
            authority=facts.needed("the authority", authority),
            reason=facts.needed("the reason", reason),
        )
    ]


def amend(register: "Register", hand: Hand, *, review: str, ground: str, authority: str) -> list[Event]:
    """Open a plan again, such as after an evaluation that found the review inadequate.

    After the conclusion only such an evaluation opens it, until plan and answer are settled anew.
    """
    found = register.review(review)
    reconsideration.check(register, found)
    asking = reconsideration.asking(register, found) if found.concluded else None
    plan = of(register, found.review)
    if not (plan.approval or plan.settled):
        raise refused(plan, "amended", "Until the Board approves it, it is simply changed.")
    not_before_last(plan, "The day of the act", hand.day)
    if asking:
        dates.not_before("The day of the act", hand.day, asking.letter, "the letter is of a later day")
    return [
        PlanAmended(
            review=plan.review,
            ground=facts.needed("what asks for it", ground),
            authority=facts.needed("the authority", authority),
            evaluation=asking.entry if asking else 0,
        )
    ]


def _meeting(register: "Register", hand: Hand, plan: ActionPlan, meeting: date | None) -> date:
    day = dates.not_ahead("The meeting of the Board", meeting, hand.day)
    opened = register.reviews[plan.review].opened
    dates.not_before("The meeting of the Board", day, opened, "the review was opened later")
    not_before_last(plan, "The meeting of the Board", day)
    return day


def _approval_first(register: "Register", review: str) -> str:
    if not agencies(register, review):
        return "Every objective was withdrawn: record that the review makes no recommendations."
    return "Record that the Board approved it, with the meeting; it may be the one that signs it off."


def _empty(fact: str) -> FactMissingError:
    return FactMissingError(fact=fact, why="the action plan has no objective yet")
