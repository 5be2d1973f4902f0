"""An agency that publishes its own action plan (D9): the Chair is told first, the next Board hears of it.

Rule: nothing is recorded as published before the Chair was told and the timing discussed; once it is out, a
report of what was published, when and to whom is due at the next meeting of the Board, until it was there.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import dates, facts
from desktop.custody.errors import ImpossibleDateError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.register import Register


class Publication(msgspec.Struct, frozen=True):
    """What was published, when, where and to whom."""

    day: date
    where: str
    to_whom: str


class AgencyPlan(msgspec.Struct, frozen=True):
    """One agency's plan on its way to publication."""

    plan: str
    review: str
    agency: str
    told_by: str
    chair: str
    """Who was told as the Chair."""
    told: date
    timing: str
    """What was discussed about the timing."""
    intended: date | None = None
    members_told: date | None = None
    published: Publication | None = None
    next_board: date | None = None
    """The meeting at which the report is due."""
    reported: date | None = None
    reported_by: str = ""
    withdrawn: date | None = None
    why: str = ""

    @property
    def state(self) -> str:
        """In words: how far it is."""
        if self.withdrawn:
            return "withdrawn"
        if self.reported:
            return "reported to the Board"
        if self.published:
            return "published, report due"
        return "members told" if self.members_told else "Chair told"

    @property
    def report_due(self) -> bool:
        """Whether the Board still waits for the report."""
        return self.published is not None and self.reported is None


class PlanNotified(Event, frozen=True, kw_only=True, tag="agency-plan-notified"):
    """An agency told the Chair that it will publish its action plan."""

    words: ClassVar[str] = (
        "{plan}: {told_by} told {chair}, the Chair, that {agency} will publish its action plan of {review}."
        " Timing: {timing}."
    )

    plan: str
    review: str
    agency: str
    told_by: str
    chair: str
    timing: str
    intended: date | None = None

    def change(self, register: "Register", line: Line) -> None:
        """Add the plan."""
        register.agency_plans[self.plan] = AgencyPlan(
            self.plan,
            self.review,
            self.agency,
            self.told_by,
            self.chair,
            line.hand.day,
            self.timing,
            self.intended,
        )


class PlanMembersTold(Event, frozen=True, kw_only=True, tag="agency-plan-members-told"):
    """The Chair passed it on to the members of the Board."""

    words: ClassVar[str] = "The members of the Board were told of {plan}."

    plan: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the day."""
        _noted(register, self.plan, members_told=line.hand.day)


class PlanPublished(Event, frozen=True, kw_only=True, tag="agency-plan-published"):
    """The agency published its plan."""

    words: ClassVar[str] = "{plan} was published {where}, to {to_whom}."

    plan: str
    where: str
    to_whom: str
    next_board: date | None = None

    def change(self, register: "Register", line: Line) -> None:
        """Note the publication; the report is due at the next meeting."""
        published = Publication(line.hand.day, self.where, self.to_whom)
        _noted(register, self.plan, published=published, next_board=self.next_board)


class PlanBoardSet(Event, frozen=True, kw_only=True, tag="agency-plan-board-set"):
    """The meeting at which the report is due was named, or named anew."""

    words: ClassVar[str] = "The report on {plan} is due at the Board's meeting of {next_board}. {reason}"

    plan: str
    next_board: date
    reason: str = ""

    def change(self, register: "Register", line: Line) -> None:
        """Note the meeting."""
        _noted(register, self.plan, next_board=self.next_board)


class PlanReported(Event, frozen=True, kw_only=True, tag="agency-plan-reported"):
    """The report was before the Board."""

    words: ClassVar[str] = "The report on {plan} was before the Board, from {by}."

    plan: str
    by: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the day of the meeting."""
        _noted(register, self.plan, reported=line.hand.day, reported_by=self.by)


class PlanWithdrawn(Event, frozen=True, kw_only=True, tag="agency-plan-withdrawn"):
    """The agency does not publish it after all."""

    words: ClassVar[str] = "{plan} will not be published: {why}."

    plan: str
    why: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the end."""
        _noted(register, self.plan, withdrawn=line.hand.day, why=self.why)


def notify(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    agency: str,
    told_by: str,
    chair: str,
    timing: str,
    intended: date | None = None,
) -> list[Event]:
    """Record that the Chair was told, before anything is published (D9)."""
    found = register.review(review)
    dates.not_before("The day the Chair was told", hand.day, found.opened, "the review was opened later")
    if intended is not None:
        dates.not_before(
            "The intended day of publication", intended, hand.day, "the Chair is told before it is published"
        )
    return [
        PlanNotified(
            plan=register.next_reference("AP", register.agency_plans),
            review=found.review,
            agency=facts.needed("the agency", agency),
            told_by=facts.needed("who told the Chair", told_by),
            chair=facts.needed("the Chair's name", chair),
            timing=facts.needed("what was discussed about the timing", timing),
            intended=intended,
        )
    ]


def tell_members(register: "Register", hand: Hand, *, plan: str) -> list[Event]:
    """Record that the members of the Board were told."""
    found = _going_on(register, plan, "passed on to the members")
    if found.members_told:
        raise _state(found, "passed on to the members again", "The members were told already.")
    dates.not_before("The day the members were told", hand.day, found.told, "the Chair was told later")
    return [PlanMembersTold(plan=found.plan)]


def publish(
    register: "Register",
    hand: Hand,
    *,
    plan: str,
    where: str,
    to_whom: str,
    next_board: date | None = None,
) -> list[Event]:
    """Record that the agency published its plan; a report is then due to the next Board."""
    found = _going_on(register, plan, "published")
    if found.published:
        raise _state(found, "published again", "A further publication is a plan of its own: tell the Chair.")
    dates.not_before(
        "The day of publication", hand.day, found.told, "the Chair was told later; if so, open an incident"
    )
    if next_board is not None:
        _check_board(next_board, hand.day)
    return [
        PlanPublished(
            plan=found.plan,
            where=facts.needed("where it was published", where),
            to_whom=facts.needed("to whom", to_whom),
            next_board=next_board,
        )
    ]


def set_board(
    register: "Register", hand: Hand, *, plan: str, next_board: date, reason: str = ""
) -> list[Event]:
    """Name the meeting at which the report is due; another one than before needs a reason."""
    found = _published(register, plan, "given a meeting")
    published = found.published.day if found.published else hand.day
    dates.not_before("The day of the act", hand.day, published, "the plan was published later")
    _check_board(next_board, published)
    if found.next_board not in {None, next_board}:
        reason = facts.needed("why the report goes to another meeting", reason)
    return [PlanBoardSet(plan=found.plan, next_board=next_board, reason=facts.optional("the reason", reason))]


def report(register: "Register", hand: Hand, *, plan: str, by: str) -> list[Event]:
    """Record that the report was before the Board, on the day of its meeting."""
    found = _published(register, plan, "reported")
    published = found.published.day if found.published else hand.day
    dates.not_before("The day of the meeting", hand.day, published, "the plan was published later")
    return [PlanReported(plan=found.plan, by=facts.needed("who reported", by))]


def withdraw(register: "Register", hand: Hand, *, plan: str, why: str) -> list[Event]:
    """Record that the agency does not publish its plan after all."""
    found = _going_on(register, plan, "withdrawn")
    if found.published:
        raise _state(found, "withdrawn", "It is out; report it to the Board.")
    dates.not_before("The day of the act", hand.day, found.told, "the Chair was told later")
    return [PlanWithdrawn(plan=found.plan, why=facts.needed("why it is not published", why))]


def reports_due(register: "Register") -> list[AgencyPlan]:
    """Return the plans whose report the Board waits for: by their meeting, those without one last."""
    due = [found for found in register.agency_plans.values() if found.report_due]
    return sorted(due, key=lambda found: (found.next_board or date.max, found.plan))


def _check_board(meeting: date, earliest: date) -> None:
    if meeting < earliest:
        raise ImpossibleDateError(
            what="The next meeting of the Board",
            date=dates.day(meeting),
            why="it lies before the publication",
        )


def _going_on(register: "Register", plan: str, act: str) -> AgencyPlan:
    found = register.agency_plan(plan)
    if found.withdrawn or found.reported:
        raise _state(found, act, "What happened stays on the record; another publication is a new one.")
    return found


def _published(register: "Register", plan: str, act: str) -> AgencyPlan:
    found = _going_on(register, plan, act)
    if not found.published:
        raise _state(found, act, "Record first that it was published.")
    return found


def _state(found: AgencyPlan, act: str, advice: str) -> WrongStateError:
    return WrongStateError(thing=found.plan, state=found.state, act=act, advice=advice)


def _noted(register: "Register", plan: str, **changes: object) -> None:
    register.agency_plans[plan] = msgspec.structs.replace(register.agency_plans[plan], **changes)
