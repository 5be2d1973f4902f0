"""An objective of an action plan: its row in the plan, what was done about it, and how it ended (E6).

Rule: a row is never removed. What it said before stays with it, with the reason for the change; what was
noted of its progress is never altered. It ends met, with the evidence and whoever agreed, or withdrawn.
"""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

import msgspec

from desktop.custody import action_plans, dates, facts
from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.hand import Event, Hand, Line

if TYPE_CHECKING:
    from desktop.custody.action_plans import ActionPlan
    from desktop.custody.register import Register


class Wording(msgspec.Struct, frozen=True):
    """What a row of the plan says, but for its evidence of progress."""

    recommendation: str
    outcome: str
    action: str
    target: date
    """By when the action is to be done."""
    person: str
    """Who is responsible for it."""
    agency: str
    cross_reference: str = ""


class Note(msgspec.Struct, frozen=True):
    """Evidence of progress, as it stood on a day."""

    day: date
    evidence: str
    entry: int


class Change(msgspec.Struct, frozen=True):
    """What a row said before it was changed, and why it was."""

    day: date
    reason: str
    before: Wording
    entry: int


class Met(msgspec.Struct, frozen=True):
    """By what it is shown that an objective is met, and who agreed."""

    day: date
    evidence: str
    agreed_by: str
    entry: int


class Withdrawn(msgspec.Struct, frozen=True):
    """Why an objective is not pursued, and by whose authority."""

    day: date
    reason: str
    authority: str
    entry: int


class Former(msgspec.Struct, frozen=True):
    """How an objective had ended that was opened again: on which day, and by which entry."""

    end: Met | Withdrawn
    reopened: date
    entry: int


class Objective(msgspec.Struct, frozen=True):
    """One row of a review's action plan."""

    objective: str
    review: str
    wording: Wording
    added: date
    entry: int
    reason: str = ""
    """Why it came after the approval, if it did."""
    notes: tuple[Note, ...] = ()
    changes: tuple[Change, ...] = ()
    met: Met | None = None
    withdrawn: Withdrawn | None = None
    former: tuple[Former, ...] = ()
    """How it had ended, each time it was opened again."""

    @property
    def open(self) -> bool:
        """Whether it is neither met nor withdrawn."""
        return self.met is None and self.withdrawn is None

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.met:
            return "met"
        return "withdrawn" if self.withdrawn else "open"

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """Everything it ever said, oldest first."""
        return (*(change.before for change in self.changes), self.wording)

    def overdue(self, day: date) -> bool:
        """Whether it is open after its target date."""
        return self.open and self.wording.target < day


class ObjectiveAdded(Event, frozen=True, kw_only=True, tag="objective-added"):
    """A row was added to a plan."""

    objective: str
    review: str
    wording: Wording
    reason: str = ""

    def said(self) -> str:
        """Return what is to be done, by whom and when."""
        why = f" Reason: {self.reason}" if self.reason else ""
        return f"{self.objective} was added to the action plan of {self.review}: {told(self.wording)}.{why}"

    def change(self, register: "Register", line: Line) -> None:
        """Add the row."""
        day = line.hand.day
        register.objectives[self.objective] = Objective(
            self.objective, self.review, self.wording, day, line.number, self.reason
        )
        action_plans.noted(register, self.review, day)


class ObjectiveChanged(Event, frozen=True, kw_only=True, tag="objective-changed"):
    """A row says something else."""

    objective: str
    before: Wording
    after: Wording
    reason: str

    def said(self) -> str:
        """Return what it said and what it says."""
        changed = "; ".join(map(difference_told, differences(self.before, self.after)))
        return f"{self.objective} was changed: {changed}. Reason: {self.reason}"

    def change(self, register: "Register", line: Line) -> None:
        """Put the row in place of what it said, which is kept."""
        known, day = register.objectives[self.objective], line.hand.day
        before = Change(day, self.reason, known.wording, line.number)
        _noted(register, self.objective, day, wording=self.after, changes=(*known.changes, before))


class ProgressNoted(Event, frozen=True, kw_only=True, tag="objective-progress-noted"):
    """Evidence of progress came in."""

    words: ClassVar[str] = "{objective}: progress on {on}: {evidence}"

    objective: str
    on: date
    evidence: str

    def change(self, register: "Register", line: Line) -> None:
        """Add the note."""
        known = register.objectives[self.objective]
        note = Note(self.on, self.evidence, line.number)
        _noted(register, self.objective, line.hand.day, notes=(*known.notes, note))


class ObjectiveMet(Event, frozen=True, kw_only=True, tag="objective-met"):
    """An objective is achieved."""

    words: ClassVar[str] = "{objective} is met, agreed by {agreed_by}: {evidence}"

    objective: str
    evidence: str
    agreed_by: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the end."""
        day = line.hand.day
        met = Met(day, self.evidence, self.agreed_by, line.number)
        _noted(register, self.objective, day, met=met)


class ObjectiveWithdrawn(Event, frozen=True, kw_only=True, tag="objective-withdrawn"):
    """An objective is not pursued any more."""

    words: ClassVar[str] = "{objective} is withdrawn: {reason}. Authority: {authority}."

    objective: str
    reason: str
    authority: str

    def change(self, register: "Register", line: Line) -> None:
        """Note the end."""
        day = line.hand.day
        withdrawn = Withdrawn(day, self.reason, self.authority, line.number)
        _noted(register, self.objective, day, withdrawn=withdrawn)


class ObjectiveReopened(Event, frozen=True, kw_only=True, tag="objective-reopened"):
    """An objective that had ended is open again."""

    words: ClassVar[str] = "{objective}, which was {was}, is open again: {reason}"

    objective: str
    was: str
    reason: str

    def change(self, register: "Register", line: Line) -> None:
        """Open it; how it had ended stays."""
        known, day = register.objectives[self.objective], line.hand.day
        end = known.met or known.withdrawn
        former = (*known.former, Former(end, day, line.number)) if end else known.former
        _noted(register, self.objective, day, met=None, withdrawn=None, former=former)


Events = (
    ObjectiveAdded | ObjectiveChanged | ProgressNoted | ObjectiveMet | ObjectiveWithdrawn | ObjectiveReopened
)

NAMES = {
    "recommendation": "the recommendation",
    "outcome": "the outcome",
    "action": "the action",
    "target": "the target date",
    "person": "the person responsible",
    "agency": "the agency",
    "cross_reference": "the cross reference",
}
"""How each field of a row is called in a sentence."""


def add(register: "Register", hand: Hand, *, review: str, wording: Wording, reason: str = "") -> list[Event]:
    """Add a row to a review's plan; once the Board approved the plan, with the reason."""
    plan = action_plans.changeable(register, hand, review, "given another objective")
    reference = register.next_reference("OB", register.objectives)
    return [added(plan, reference, wording, reason)]


def added(plan: "ActionPlan", reference: str, wording: Wording, reason: str) -> ObjectiveAdded:
    """Return the event that adds a row; part of an act."""
    if plan.approval:
        reason = facts.needed("the reason, since the Board approved the plan already", reason)
    return ObjectiveAdded(
        objective=reference,
        review=plan.review,
        wording=checked(wording),
        reason=facts.optional("the reason", reason),
    )


def change(
    register: "Register",
    hand: Hand,
    *,
    objective: str,
    reason: str,
    recommendation: str | None = None,
    outcome: str | None = None,
    action: str | None = None,
    target: date | None = None,
    person: str | None = None,
    agency: str | None = None,
    cross_reference: str | None = None,
) -> list[Event]:
    """Change what a row says; what is None stays."""
    wanted = {
        "recommendation": recommendation,
        "outcome": outcome,
        "action": action,
        "target": target,
        "person": person,
        "agency": agency,
        "cross_reference": cross_reference,
    }
    found = still_open(register, hand, objective, "changed")
    given = {name: value for name, value in wanted.items() if value is not None}
    return [changed(found, msgspec.structs.replace(found.wording, **given), reason)]


def changed(found: Objective, wording: Wording, reason: str) -> ObjectiveChanged:
    """Return the event that changes what a row says; part of an act."""
    after = checked(wording)
    if after == found.wording:
        raise WrongStateError(
            thing=found.objective,
            state="as it is wanted already",
            act="changed to the same",
            advice="Nothing was changed.",
        )
    return ObjectiveChanged(
        objective=found.objective,
        before=found.wording,
        after=after,
        reason=facts.needed("the reason", reason),
    )


def progress(
    register: "Register", hand: Hand, *, objective: str, evidence: str, day: date | None = None
) -> list[Event]:
    """Note evidence of progress, as it stood on a day, by default the day of the act."""
    found = still_open(register, hand, objective, "given progress")
    on = dates.not_ahead("The day of the progress", day, hand.day)
    return [ProgressNoted(objective=found.objective, on=on, evidence=facts.needed("the evidence", evidence))]


def overdue(register: "Register", day: date) -> list[Objective]:
    """Return the open objectives whose target date is past, the longest overdue first."""
    late = [
        known
        for known in register.objectives.values()
        if known.overdue(day) and action_plans.going_on(register, known.review)
    ]
    return sorted(late, key=lambda known: (known.wording.target, known.objective))


def still_open(register: "Register", hand: Hand, objective: str, act: str) -> Objective:
    """Return the objective if it is open and its plan may be changed."""
    found = register.objective(objective)
    action_plans.changeable(register, hand, found.review, "changed")
    if not found.open:
        advice = "What was recorded stays; if it was a mistake, open it again with the reason."
        raise WrongStateError(thing=found.objective, state=found.state, act=act, advice=advice)
    dates.not_before("The day of the act", hand.day, found.added, f"{found.objective} was added later")
    return found


def as_of(found: Objective, entry: int) -> Objective:
    """Return an objective as it stood at an entry of the ledger, so that a report can be made again."""
    later = [change for change in found.changes if change.entry > entry]
    ends = [found.met, found.withdrawn, *(one.end for one in found.former if one.entry > entry)]
    then = [end for end in ends if end is not None and end.entry <= entry]
    return msgspec.structs.replace(
        found,
        wording=later[0].before if later else found.wording,
        notes=tuple(note for note in found.notes if note.entry <= entry),
        changes=tuple(change for change in found.changes if change.entry <= entry),
        met=next((end for end in then if isinstance(end, Met)), None),
        withdrawn=next((end for end in then if isinstance(end, Withdrawn)), None),
        former=tuple(one for one in found.former if one.entry <= entry),
    )


def checked(wording: Wording) -> Wording:
    """Return what a row is to say, as it is kept; refuse one without what a plan sets out."""
    if not wording.target:
        raise FactMissingError(fact=NAMES["target"], why="nothing was given")
    return Wording(
        facts.needed(NAMES["recommendation"], wording.recommendation),
        facts.needed(NAMES["outcome"], wording.outcome),
        facts.needed(NAMES["action"], wording.action),
        wording.target,
        facts.needed(NAMES["person"], wording.person),
        facts.needed(NAMES["agency"], wording.agency),
        facts.optional(NAMES["cross_reference"], wording.cross_reference),
    )


def told(wording: Wording) -> str:
    """Return who does what by when, in words."""
    return f"{wording.action} ({wording.person}, {wording.agency}, by {dates.day(wording.target)})"


def differences(before: Wording, after: Wording) -> list[tuple[str, object, object]]:
    """Return what differs between two wordings: the field in words, what it was, what it is."""
    return [
        (NAMES[field].removeprefix("the "), getattr(before, field), getattr(after, field))
        for field in NAMES
        if getattr(before, field) != getattr(after, field)
    ]


def difference_told(difference: tuple[str, object, object]) -> str:
    """Return a difference between two wordings in words."""
    name, before, after = difference
    return f"{name} “{_shown(before)}” became “{_shown(after)}”"


def _shown(value: object) -> object:
    return dates.day(value) if isinstance(value, date) else value


def _noted(register: "Register", objective: str, day: date, **changes: object) -> None:
    found = msgspec.structs.replace(register.objectives[objective], **changes)
    register.objectives[objective] = found
    action_plans.noted(register, found.review, day)
