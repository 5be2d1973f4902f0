"""The conclusion of a review: its conditions, whom it was told, and the act itself (E7).

Rule: a review is concluded when its action plan is implemented and signed off, or it makes none,
and the bodies kept for it as data were told. A refusal names every condition that does not hold. By the same
act every copy that is out is recalled; nothing is printed or signed out afterwards (F1).
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from desktop.custody import action_plans, chasing, copies, dates, facts, interest, reviews
from desktop.custody.chases import CopyRecalled
from desktop.custody.copies import Copy, CopyState
from desktop.custody.ending_errors import NotReadyError
from desktop.custody.errors import AlreadyThereError, UnknownReferenceError, WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.letters import Wording
    from desktop.custody.register import Register
    from desktop.custody.reviews import Review

REASON = "The review is concluded: every copy must come back"
"""What a recall by the conclusion gives as its reason."""
_ELSEWHERE = {CopyState.LOST, CopyState.CLAIMED_RETURNED}
"""Where no letter is written: nobody can bring back what is lost, or said to be back."""


class Informed(msgspec.Struct, frozen=True):
    """A body was told that the plan is implemented and the review is to be concluded."""

    body: str
    whom: str
    how: str
    day: date
    entry: int


class BodyInformed(Event, frozen=True, kw_only=True, tag="conclusion-told"):
    """A body was told of a review's conclusion."""

    words: ClassVar[str] = "{body} was told of the conclusion of review {review}: {whom}, {how}."

    review: str
    body: str
    whom: str
    how: str

    def change(self, register: "Register", line: Line) -> None:
        """Add it to those who were told."""
        told = Informed(self.body, self.whom, self.how, line.hand.day, line.number)
        register.informed[self.review] = (*register.informed.get(self.review, ()), told)


class Telling(NamedTuple):
    """Whom of a body was told, and how; as it is given with an act."""

    body: str
    whom: str
    how: str


class Condition(NamedTuple):
    """One condition of a conclusion: whether it holds, by what, or what is to be done."""

    what: str
    met: bool
    told: str
    """By what it holds."""
    missing: str = ""
    """What is missing, as a part of a sentence."""
    remedy: str = ""
    """What is to be done, in a sentence."""


def conditions(register: "Register", review: str, telling: Sequence[Telling] = ()) -> list[Condition]:
    """Return every condition of a review's conclusion; `telling` is what is given with the act."""
    found = register.review(review).review
    given = {folded(one.body) for one in telling}
    bodies = register.founded.settings.told_of_conclusion
    return [*_of_the_plan(register, found), *(_of_body(register, found, body, given) for body in bodies)]


def not_told(register: "Register", review: str) -> list[str]:
    """Return the bodies that are still to be told of a review's conclusion."""
    found = register.review(review).review
    bodies = register.founded.settings.told_of_conclusion
    return [body for body in bodies if not _of_body(register, found, body, set()).met]


def ready(register: "Register", review: str) -> bool:
    """Whether a review is open, and every condition of its conclusion holds."""
    return register.review(review).concluded is None and all(
        condition.met for condition in conditions(register, review)
    )


def undecided(register: "Register", review: str) -> list[str]:
    """Return the requests about a review that wait for a decision or an answer; its end decides none."""
    found = register.review(review).review
    asked = [
        known.request
        for known in register.requests.values()
        if known.decision is None and register.documents[known.document].review == found
    ]
    return [*asked, *(known.interest for known in interest.waiting(register) if known.review == found)]


def inform(register: "Register", hand: Hand, *, review: str, body: str, whom: str, how: str) -> list[Event]:
    """Record that a body was told of the conclusion, once the plan is settled."""
    found = register.review(review)
    reviews.still_open(found)
    plan = action_plans.of(register, found.review)
    if plan.settled is None:
        raise WrongStateError(
            thing=f"The action plan of {found.review}",
            state=plan.state,
            act="told as implemented",
            advice="Bodies are told once the Board has signed it off, or there are no recommendations.",
        )
    why = "the plan was settled later"
    dates.not_before("The day the body was told", hand.day, plan.settled.day, why)
    return [_informed(register, found, Telling(body, whom, how))]


def conclude(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    authority: str,
    telling: Sequence[Telling] = (),
    by: date | None = None,
    wording: "Wording | None" = None,
) -> list[Event]:
    """Conclude a review formally, and recall every copy that is out for an open day (E7, F1).

    `telling` are the bodies told with the act, `by` the day for the copies, at once without one. With a
    `wording` a letter to each holder is part of the act. Raises NotReadyError.
    """
    found = register.review(review)
    reviews.still_open(found)
    authority = facts.needed("the authority", authority)
    told = [_informed(register, found, one) for one in telling]
    _check_named_once(told)
    _check_ready(found, conditions(register, found.review, telling))
    _check_day(register, hand, found)
    wanted = by or hand.day
    dates.not_before("The day the copies are to be back", wanted, hand.day, "it lies before the conclusion")
    out = [
        copies.held(register, hand, copy.copy, "recalled")
        for copy in copies.to_come_back(register, copies.of_review(register, found.review))
    ]
    concluded = reviews.ReviewConcluded(review=found.review, authority=authority)
    return [*told, concluded, *_recalls(register, hand, out, wanted, wording)]


def _of_the_plan(register: "Register", review: str) -> list[Condition]:
    plan = action_plans.of(register, review)
    if plan.none_made:
        by = f"{plan.none_made.reason} ({plan.none_made.authority}, {dates.day(plan.none_made.day)})"
        return [Condition("No recommendations", met=True, told=by)]
    every = action_plans.objectives(register, review)
    left = [known.objective for known in every if known.open]
    named = ", ".join(left)
    was, are, them = (
        ("was", "an objective is", "it") if len(left) == 1 else ("were", "objectives are", "them")
    )
    done = sum(known.met is not None for known in every)
    objectives = Condition(
        "Every objective met or withdrawn",
        met=bool(every) and not left,
        told=f"{done} met, {len(every) - done - len(left)} withdrawn" if every else "",
        missing=f"{are} open ({named})" if left else "the action plan has no objective",
        remedy=(
            f"Record how {named} {was} met, or withdraw {them} with authority."
            if left
            else "Enter the objectives, or record that the review makes no recommendations."
        ),
    )
    signed = plan.signed_off
    return [
        objectives,
        Condition(
            "Action plan signed off by the Board",
            met=signed is not None,
            told=f"{dates.day(signed.day)}, {signed.authority}" if signed else "",
            missing="the Board has not signed off the action plan",
            remedy="Have the Board sign the plan off, and record its meeting.",
        ),
    ]


def _of_body(register: "Register", review: str, body: str, given: set[str]) -> Condition:
    settled = action_plans.of(register, review).settled
    told = [
        known
        for known in register.informed.get(review, ())
        if folded(known.body) == folded(body) and settled is not None and known.entry > settled.entry
    ]
    by = f"{dates.day(told[-1].day)}, {told[-1].whom}, {told[-1].how}" if told else ""
    return Condition(
        f"{body} told",
        met=bool(told) or folded(body) in given,
        told=by or ("with this act" if folded(body) in given else ""),
        missing=f"{body} was not told",
        remedy=f"Tell {body}, and record whom, when and how.",
    )


def _check_ready(review: "Review", found: Sequence[Condition]) -> None:
    missing = [condition for condition in found if not condition.met]
    if missing:
        raise NotReadyError(
            review=review.review,
            missing="; ".join(condition.missing for condition in missing),
            remedy=" ".join(condition.remedy for condition in missing),
        )


def _check_day(register: "Register", hand: Hand, review: "Review") -> None:
    what = "The conclusion"
    dates.not_before(what, hand.day, review.opened, "the review was opened later")
    action_plans.not_before_last(action_plans.of(register, review.review), what, hand.day)
    for told in register.informed.get(review.review, ()):
        dates.not_before(what, hand.day, told.day, f"{told.body} was told on {dates.day(told.day)}")
    for copy in register.copies.values():
        if register.documents[copy.document].review == review.review:
            dates.not_before(what, hand.day, copy.since, f"{copy.copy} was moved later")


def _informed(register: "Register", review: "Review", telling: Telling) -> BodyInformed:
    known = register.founded.settings.told_of_conclusion
    name = facts.needed("the body", telling.body)
    body = next((one for one in known if folded(one) == folded(name)), "")
    if not body:
        listed = "the Board's list of bodies told of a conclusion"
        raise UnknownReferenceError(noun="body told of a conclusion", reference=name, listed=listed)
    if _of_body(register, review.review, body, set()).met:
        advice = "It is on the record; leave it out."
        raise AlreadyThereError(noun="That it was told:", reference=body, advice=advice)
    whom = facts.needed(f"whom of {body}", telling.whom)
    return BodyInformed(review=review.review, body=body, whom=whom, how=facts.needed("how", telling.how))


def _check_named_once(told: Sequence[BodyInformed]) -> None:
    named = [event.body for event in told]
    for body in named:
        if named.count(body) > 1:
            raise AlreadyThereError(noun="Among those told:", reference=body, advice="Name each body once.")


def _recalls(
    register: "Register", hand: Hand, out: Sequence[Copy], wanted: date, wording: "Wording | None"
) -> list[Event]:
    """Return the recalls: with letters to holders, without for what is lost or said to be back."""
    away = [copy for copy in out if copy.state in _ELSEWHERE]
    held = [copy for copy in out if copy.state not in _ELSEWHERE]
    facts_told = {"reason": REASON, "last": ""}
    events = chasing.recalled(register, held, wanted, hand.day, wording, **facts_told)
    quiet = chasing.recalled(register, away, wanted, hand.day, None, **facts_told)
    return [*events, *(event for event in quiet if isinstance(event, CopyRecalled))]
