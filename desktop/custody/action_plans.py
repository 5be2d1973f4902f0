"""The action plan of a review: signed up to, approved, reported on each quarter, and signed off (E6).

Rule: what agencies and the Board do with the plan is recorded as it happens; only the sign-off asks for
something: that it was approved, and every objective is met or withdrawn. After it the plan changes no more,
unless an evaluation found the review inadequate: then it is amended, signed up to, approved and signed off
anew, also after the conclusion of its review.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, reviews
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand, Line
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.objectives import Objective
    from desktop.custody.register import Register


class SignUp(msgspec.Struct, frozen=True):
    """An agency's authorised officer signed up to the plan; `round` counts its amendments from 0."""

    agency: str
    officer: str
    post: str
    day: date
    round: int


class Decision(msgspec.Struct, frozen=True):
    """What the Board decided about the plan: on which day, where it is minuted, in which entry."""

    day: date
    authority: str
    entry: int


class Report(msgspec.Struct, frozen=True):
    """A progress report: made on a day, as the register stood at its entry, and when the Board had it."""

    number: int
    made: date
    entry: int
    presented: date | None = None
    minute: str = ""


class NoneMade(msgspec.Struct, frozen=True):
    """There are no recommendations: by whose authority, and why."""

    day: date
    authority: str
    reason: str
    entry: int


class Amendment(msgspec.Struct, frozen=True):
    """Why a plan was opened again, and by whose authority."""

    day: date
    ground: str
    authority: str
    evaluation: int = 0
    """The entry of the evaluation that opened it after the conclusion; 0: the review was not concluded."""


class ActionPlan(msgspec.Struct, frozen=True):
    """The plan of one review, without its objectives."""

    review: str
    sign_ups: tuple[SignUp, ...] = ()
    approval: Decision | None = None
    reports: tuple[Report, ...] = ()
    signed_off: Decision | None = None
    none_made: NoneMade | None = None
    amendments: tuple[Amendment, ...] = ()
    last: date | None = None
    """The latest day on which something happened to the plan or an objective."""

    @property
    def round(self) -> int:
        """How often it was amended."""
        return len(self.amendments)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.none_made:
            return "no recommendations"
        if self.signed_off:
            return "signed off"
        if self.approval:
            return "approved"
        return "being amended" if self.amendments else "being drawn up"

    @property
    def settled(self) -> Decision | NoneMade | None:
        """What ended the work on it: the Board's sign-off, or that there are no recommendations."""
        return self.signed_off or self.none_made

    @property
    def reconsidered(self) -> int:
        """The entry of the evaluation that opened it after the conclusion, until it is settled; else 0."""
        return self.amendments[-1].evaluation if self.amendments and not self.settled else 0


class _OfPlan(Event, frozen=True, kw_only=True):
    """Something that happened to a review's plan."""

    review: str


class AgencySignedUp(_OfPlan, frozen=True, kw_only=True, tag="action-plan-signed-up"):
    """An agency's authorised officer signed up to the plan."""

    agency: str
    officer: str
    post: str = ""

    def said(self) -> str:
        """Return who signed up for whom."""
        post = f", {self.post}," if self.post else ""
        return f"{self.officer}{post} signed up to the action plan of {self.review} for {self.agency}."

    def change(self, register: "Register", line: Line) -> None:
        """Add the sign-up."""
        plan, day = of(register, self.review), line.hand.day
        signed = SignUp(self.agency, self.officer, self.post, day, plan.round)
        noted(register, self.review, day, sign_ups=(*plan.sign_ups, signed))


class PlanApproved(_OfPlan, frozen=True, kw_only=True, tag="action-plan-approved"):
    """The Board approved the plan."""

    words: ClassVar[str] = "The Board approved the action plan of {review} on {meeting}: {authority}"

    meeting: date
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the approval; progress is due from its day."""
        approval = Decision(self.meeting, self.authority, line.number)
        noted(register, self.review, self.meeting, approval=approval)


class ProgressReportMade(_OfPlan, frozen=True, kw_only=True, tag="action-plan-report-made"):
    """A progress report for the Board was made."""

    words: ClassVar[str] = "Progress report {number} on the action plan of {review} was made."

    number: int

    def change(self, register: "Register", line: Line) -> None:
        """Add the report."""
        plan, day = of(register, self.review), line.hand.day
        noted(register, self.review, day, reports=(*plan.reports, Report(self.number, day, line.number)))


class ProgressReportPresented(_OfPlan, frozen=True, kw_only=True, tag="action-plan-report-presented"):
    """The Board had a progress report."""

    words: ClassVar[str] = (
        "Progress report {number} on the action plan of {review} was before the Board on {meeting}. {minute}"
    )

    number: int
    meeting: date
    minute: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Note the meeting; the next report is due a quarter later."""
        reports = tuple(
            msgspec.structs.replace(known, presented=self.meeting, minute=self.minute)
            if known.number == self.number
            else known
            for known in of(register, self.review).reports
        )
        noted(register, self.review, self.meeting, reports=reports)


class PlanSignedOff(_OfPlan, frozen=True, kw_only=True, tag="action-plan-signed-off"):
    """The Board signed the plan off: it is implemented."""

    words: ClassVar[str] = "The Board signed off the action plan of {review} on {meeting}: {authority}"

    meeting: date
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the sign-off."""
        signed_off = Decision(self.meeting, self.authority, line.number)
        noted(register, self.review, self.meeting, signed_off=signed_off)


class NoRecommendationsMade(_OfPlan, frozen=True, kw_only=True, tag="no-recommendations-made"):
    """A review ends without recommendations, so there is nothing to plan."""

    words: ClassVar[str] = "Review {review} makes no recommendations: {reason}. Authority: {authority}."

    reason: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note it."""
        day = line.hand.day
        none_made = NoneMade(day, self.authority, self.reason, line.number)
        noted(register, self.review, day, none_made=none_made)


class PlanAmended(_OfPlan, frozen=True, kw_only=True, tag="action-plan-amended"):
    """A plan that was approved or settled is open again."""

    ground: str
    authority: str
    evaluation: int = 0
    """The entry of the evaluation that asks for it, where the review was concluded."""

    def said(self) -> str:
        """Return why, by whose authority, and after what."""
        after = f", after the conclusion (evaluation: entry {self.evaluation})" if self.evaluation else ""
        why = f"{self.ground}. Authority: {self.authority}."
        return f"The action plan of {self.review} is amended{after}: {why}"

    def change(self, register: "Register", line: Line) -> None:
        """Open the plan; agencies and the Board decide anew."""
        plan, day = of(register, self.review), line.hand.day
        amendments = (*plan.amendments, Amendment(day, self.ground, self.authority, self.evaluation))
        noted(
            register,
            self.review,
            day,
            amendments=amendments,
            approval=None,
            signed_off=None,
            none_made=None,
        )


Events = (
    AgencySignedUp
    | PlanApproved
    | ProgressReportMade
    | ProgressReportPresented
    | PlanSignedOff
    | NoRecommendationsMade
    | PlanAmended
)


def of(register: "Register", review: str) -> ActionPlan:
    """Return a review's plan, empty while nothing was entered."""
    return register.action_plans.get(review) or ActionPlan(review)


def objectives(register: "Register", review: str) -> "list[Objective]":
    """Return the objectives of a review's plan, in the order of their references."""
    return [known for known in register.objectives.values() if known.review == review]


def still_open(register: "Register", review: str) -> "list[Objective]":
    """Return the objectives that are neither met nor withdrawn."""
    return [known for known in objectives(register, review) if known.open]


def agencies(register: "Register", review: str) -> list[str]:
    """Return the agencies with an objective that was not withdrawn, each once."""
    named: dict[str, str] = {}
    for known in objectives(register, review):
        if not known.withdrawn:
            named.setdefault(folded(known.wording.agency), known.wording.agency)
    return list(named.values())


def not_signed_up(register: "Register", review: str) -> list[str]:
    """Return the agencies of the plan whose officer has not signed up to it as it stands."""
    plan = of(register, review)
    signed = {folded(known.agency) for known in plan.sign_ups if known.round == plan.round}
    return [agency for agency in agencies(register, review) if folded(agency) not in signed]


def changeable(register: "Register", hand: Hand, review: str, act: str) -> ActionPlan:
    """Return a review's plan, if it may be changed: it is not settled, and the review goes on."""
    found = register.review(review)
    plan = of(register, found.review)
    if not going_on(register, found.review):
        reviews.still_open(found)
    if plan.settled:
        raise refused(plan, act, "It changes no more, unless an evaluation asks for it: record an amendment.")
    dates.not_before("The day of the act", hand.day, found.opened, "the review was opened later")
    return plan


def going_on(register: "Register", review: str) -> bool:
    """Whether a review's plan is worked on: until the conclusion, and when an evaluation opened it after."""
    return register.reviews[review].concluded is None or of(register, review).reconsidered > 0


def to_sign_off(register: "Register") -> list[ActionPlan]:
    """Return the plans whose objectives are all met or withdrawn, and that the Board has not signed off."""
    return [
        plan
        for plan in register.action_plans.values()
        if not plan.settled
        and going_on(register, plan.review)
        and agencies(register, plan.review)
        and not still_open(register, plan.review)
    ]


def sign_off_told(plan: ActionPlan) -> str:
    """Return why a plan is to be signed off, and what comes before that."""
    first = "" if plan.approval else " The Board has not approved the plan as it stands: that comes first."
    return f"Every objective is met or withdrawn.{first}"


def noted(register: "Register", review: str, day: date, **changes: object) -> None:
    """Change a plan; part of an event of `day`."""
    plan = of(register, review)
    register.action_plans[review] = msgspec.structs.replace(plan, last=max(plan.last or day, day), **changes)


def not_before_last(plan: ActionPlan, what: str, day: date) -> None:
    """Raise ImpossibleDateError if `day` lies before the last thing that happened to the plan."""
    if plan.last:
        dates.not_before(what, day, plan.last, f"the plan was changed on {dates.day(plan.last)}")


def refused(plan: ActionPlan, act: str, advice: str) -> WrongStateError:
    """Return what is told of an act that does not fit where the plan stands."""
    return WrongStateError(
        thing=f"The action plan of {plan.review}", state=plan.state, act=act, advice=advice
    )
