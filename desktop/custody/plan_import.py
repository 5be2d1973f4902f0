"""An action plan that comes back in a workbook: what it would add and change, and the act that does it (E6).

Rule: what is compared is what is entered. A row is matched by its reference; a new one that stands in the
plan already is not added again. Nothing is deleted, met or withdrawn by a workbook, and evidence that is on
the record is never altered. While one row has a problem, none is entered.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import msgspec

from desktop.custody import action_plans, facts, objectives, plan_sheet
from desktop.custody.ending_errors import PlanSheetError
from desktop.custody.errors import WrongStateError
from desktop.custody.hand import Event, Hand
from desktop.custody.objectives import Objective, Wording
from desktop.custody.plan_rows import EVIDENCE, STATE, as_compared, evidence, sheet_row
from desktop.custody.plan_sheet import Problem, ReadRow, Sheet
from desktop.custody.text import folded

if TYPE_CHECKING:
    from desktop.custody.action_plans import ActionPlan
    from desktop.custody.register import Register

_NAMED = 20
"""Problems that a refusal names; a preview has all."""


class PlanRead(Event, frozen=True, kw_only=True, tag="action-plan-workbook-read"):
    """A workbook was read into a plan; the entries that follow say what changed."""

    words: ClassVar[str] = (
        "A workbook was read into the action plan of {review} (SHA-256 {sha256}): {rows} rows,"
        " {added} added, {changed} changed, {noted} with progress."
    )

    review: str
    sha256: str
    rows: int
    added: int = 0
    changed: int = 0
    noted: int = 0


class Added(NamedTuple):
    """A row that would be added, with its evidence of progress, if it has any."""

    row: int
    wording: Wording
    evidence: str


class Changed(NamedTuple):
    """A row that would say something else."""

    row: int
    before: Objective
    after: Wording


class Noted(NamedTuple):
    """Evidence of progress that would be noted."""

    row: int
    objective: str
    evidence: str


class Preview(NamedTuple):
    """What a workbook would do to a plan, and why it cannot, if it cannot."""

    review: str
    sheet: str
    added: Sequence[Added]
    changed: Sequence[Changed]
    noted: Sequence[Noted]
    same: Sequence[str]
    """The objectives whose rows say what the register says."""
    missing: Sequence[str]
    """The objectives that have no row: they stay."""
    problems: Sequence[Problem]
    unread: Sequence[str]
    """Headings of columns that are not read."""
    empty: int

    @property
    def rows(self) -> int:
        """How many rows the workbook has."""
        known = {one.before.objective for one in self.changed} | {one.objective for one in self.noted}
        return len(self.added) + len(known | set(self.same))

    @property
    def nothing(self) -> bool:
        """Whether nothing is new in it."""
        return not (self.added or self.changed or self.noted)


def preview(register: "Register", *, review: str, sheet: Sheet, agency: str = "") -> Preview:
    """Return what a sheet would do to a review's plan; `agency` is whose rows are that name none."""
    plan = action_plans.of(register, register.review(review).review)
    found = plan_sheet.read(sheet, agency=agency)
    comparing = _Comparing(register, plan)
    for row in found.rows:
        comparing.take(row)
    known = action_plans.objectives(register, plan.review)
    missing = [one.objective for one in known if one.objective not in comparing.seen]
    problems = sorted([*found.problems, *comparing.problems])
    return Preview(
        plan.review,
        sheet.name,
        comparing.added,
        comparing.changed,
        comparing.noted,
        comparing.same,
        missing if found.rows else [],
        problems,
        found.unread,
        found.empty,
    )


def enter(
    register: "Register",
    hand: Hand,
    *,
    review: str,
    sheet: Sheet,
    sha256: str,
    reason: str = "",
    agency: str = "",
) -> list[Event]:
    """Enter what a sheet adds and changes, all of it or nothing; a change needs the reason."""
    plan = action_plans.changeable(register, hand, review, "read from a workbook")
    found = preview(register, review=review, sheet=sheet, agency=agency)
    _refuse_problems(found)
    if found.nothing:
        raise WrongStateError(
            thing="The workbook",
            state="what the register says already",
            act="entered",
            advice="Nothing was changed. If it should differ, look whether it is the right file, and saved.",
        )
    known = list(register.objectives)
    events: list[Event] = [
        PlanRead(
            review=plan.review,
            sha256=sha256,
            rows=found.rows,
            added=len(found.added),
            changed=len(found.changed),
            noted=len(found.noted) + sum(bool(one.evidence) for one in found.added),
        )
    ]
    events += [objectives.changed(one.before, one.after, reason) for one in found.changed]
    events += [
        objectives.ProgressNoted(objective=one.objective, on=hand.day, evidence=one.evidence)
        for one in found.noted
    ]
    for one in found.added:
        reference = register.next_reference("OB", known)
        known.append(reference)
        events.append(objectives.added(plan, reference, one.wording, reason))
        if one.evidence:
            events.append(objectives.ProgressNoted(objective=reference, on=hand.day, evidence=one.evidence))
    return events


def _refuse_problems(found: Preview) -> None:
    if found.problems:
        told = [problem.told for problem in found.problems[:_NAMED]]
        more = len(found.problems) - len(told)
        problems = "; ".join([*told, *([f"and {more} more"] if more else [])])
        raise PlanSheetError(problems=problems)


class _Comparing:
    """Compares the rows of a sheet with a plan, one after the other."""

    def __init__(self, register: "Register", plan: "ActionPlan") -> None:
        self._register = register
        self._plan = plan
        self._known = {
            _compared(wording): one
            for one in action_plans.objectives(register, plan.review)
            for wording in one.wordings
        }
        self._new: dict[Wording, int] = {}
        self.seen: dict[str, int] = {}
        self.added: list[Added] = []
        self.changed: list[Changed] = []
        self.noted: list[Noted] = []
        self.same: list[str] = []
        self.problems: list[Problem] = []

    def take(self, row: ReadRow) -> None:
        """Say what a row would do."""
        wording = Wording(target=row.target, **row.fields)
        if row.reference:
            self._known_row(row, wording)
        elif (known := self._known.get(_compared(wording))) is not None:
            self._there_already(row, known)
        elif (other := self._new.setdefault(_compared(wording), row.row)) != row.row:
            self._problem(row, f"says the same as row {other}")
        else:
            self._new_row(row, wording)

    def _new_row(self, row: ReadRow, wording: Wording) -> None:
        if folded(row.state) not in {"", "open"}:
            self._problem(
                row, f"{STATE} is “{row.state}”; a new row is open, and is met by an act of its own"
            )
            return
        if len(row.evidence) > facts.LONGEST:
            self._problem(row, f"{EVIDENCE} is longer than {facts.LONGEST:,} characters")
            return
        self.added.append(Added(row.row, wording, row.evidence))

    def _there_already(self, row: ReadRow, known: Objective) -> None:
        """Take a row without a reference that was entered before for the row it became."""
        if known.objective in self.seen:
            self._problem(row, f"is {known.objective}, which row {self.seen[known.objective]} is already")
            return
        self.seen[known.objective] = row.row
        noted = {as_compared(note.evidence) for note in known.notes}
        if row.evidence and as_compared(row.evidence) not in noted:
            self._problem(row, f"is {known.objective} already; give the row this reference to note progress")
            return
        self.same.append(known.objective)

    def _known_row(self, row: ReadRow, wording: Wording) -> None:
        known = self._register.objectives.get(row.reference)
        if known is None or known.review != self._plan.review:
            what = f"{row.reference} is no objective of this plan; leave the reference empty for a new row"
            self._problem(row, what)
            return
        if known.objective in self.seen:
            self._problem(row, f"{known.objective} stands in row {self.seen[known.objective]} already")
            return
        self.seen[known.objective] = row.row
        if row.state and folded(row.state) != folded(known.state):
            what = f"{STATE} is “{row.state}”, and {known.objective} is {known.state}"
            self._problem(row, f"{what}; it is met or withdrawn by an act of its own")
            return
        after = _kept_where_alike(known.wording, wording)
        changes = after != known.wording
        new, why = _new_evidence(known, row.evidence)
        if why:
            self._problem(row, why)
        elif (changes or new) and not known.open:
            self._problem(row, f"{known.objective} is {known.state}, and changes no more")
        else:
            self._differs(row, known, after if changes else None, new)

    def _differs(self, row: ReadRow, known: Objective, wording: Wording | None, new: str) -> None:
        if wording is not None:
            self.changed.append(Changed(row.row, known, wording))
        if new:
            self.noted.append(Noted(row.row, known.objective, new))
        if wording is None and not new:
            self.same.append(known.objective)

    def _problem(self, row: ReadRow, what: str) -> None:
        self.problems.append(Problem(row.row, what))


def _new_evidence(known: Objective, cell: str) -> tuple[str, str]:
    """Return what a cell adds to the evidence on the record, and why it cannot be taken, if it cannot."""
    typed = as_compared(cell)
    if not typed or typed == as_compared(sheet_row(known).evidence):
        return "", ""
    told = [as_compared(note) for note in evidence(known)]
    shown = as_compared(sheet_row(known).evidence)
    if typed.startswith(f"{shown}\n") or not shown:
        new = typed.removeprefix(shown).strip()
        long = (
            f"{EVIDENCE} has more than {facts.LONGEST:,} new characters" if len(new) > facts.LONGEST else ""
        )
        return ("", long) if long else (new, "")
    for count in range(len(told) - 1, -1, -1):
        before = "\n".join(told[:count])
        if typed == before or (not before or typed.startswith(f"{before}\n")):
            rest = typed.removeprefix(before).strip()
            later = {as_compared(note.evidence) for note in known.notes[count:]}
            if not rest or rest in later:
                return "", ""
            break
    return "", (
        f"{EVIDENCE} of {known.objective} differs from what is on the record; leave what stands there as the"
        " latest export has it, and write what is new on a line below it"
    )


def _compared(wording: Wording) -> Wording:
    texts = {
        name: as_compared(getattr(wording, name)) for name in wording.__struct_fields__ if name != "target"
    }
    return msgspec.structs.replace(wording, **texts)


def _kept_where_alike(before: Wording, after: Wording) -> Wording:
    """Return what a row is to say: what it said, where a workbook cannot tell the two apart."""
    one, other = _compared(before), _compared(after)
    alike = {
        name: getattr(before, name)
        for name in before.__struct_fields__
        if getattr(one, name) == getattr(other, name)
    }
    return msgspec.structs.replace(after, **alike)
