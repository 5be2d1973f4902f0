"""An action plan in any order of acts, and the conclusion it leads to, beside one kept by hand (E6, E7).

The oracle keeps in the simplest way what each objective is and what the Board decided: a sign-off only of
what it approved and when all are met or withdrawn, a conclusion only when every condition holds, and from it
no copy out that is not recalled.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.custody import (
    action_plans,
    conclusion,
    loans,
    objective_ends,
    objectives,
    plan_decisions,
    plan_progress,
)
from desktop.custody.chases import CopyRecalled
from desktop.custody.conclusion import Telling
from desktop.custody.errors import RuleError
from desktop.custody.hand import Event
from tests.custody.planned import WORDING
from tests.factory import REVIEW, TERMS, Desk, Facts, a_desk, march

if TYPE_CHECKING:
    from desktop.custody.objectives import Objective

PICK = st.integers(0, 5)
BOARD: Facts = {"review": REVIEW, "authority": "The Board, minute 3"}


class Plans(RuleBasedStateMachine):
    """A Board that does everything with a plan in any order, on days that only go on."""

    @initialize()
    def begin(self) -> None:
        self.desk: Desk = a_desk()
        self.desk.lent()
        self.day = march(4)
        self.states: dict[str, str] = {}
        self.approved = self.signed_off = self.none = self.concluded = False
        self.told: set[str] = set()
        self.reports: dict[int, tuple[int, list[Objective]]] = {}

    def do(self, act: Callable[..., Sequence[Event]], **facts: Any) -> Sequence[Event]:
        """Try an act; return what it entered, nothing if it was refused. After the conclusion all are."""
        before = self.desk.register.head
        try:
            events = self.desk.do(act, self.day, **facts)
        except RuleError:
            events = []
        if not events:
            assert self.desk.register.head == before
            return []
        assert not self.concluded
        return events

    @property
    def settled(self) -> bool:
        return self.signed_off or self.none

    def one(self, pick: int) -> str:
        known = list(self.states)
        return known[pick % len(known)] if known else "OB-0001"

    @rule(days=st.sampled_from([0, 1, 40]))
    def days_go_by(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(pick=PICK)
    def add(self, pick: int) -> None:
        reason = "It came later" if pick % 2 else ""
        done = self.do(objectives.add, review=REVIEW, wording=WORDING, reason=reason)
        assert bool(done) == (not self.settled and not self.concluded and bool(reason or not self.approved))
        if done:
            self.states[f"OB-{len(self.states) + 1:04}"] = "open"

    @rule(pick=PICK, note=PICK)
    def change_or_note(self, pick: int, note: int) -> None:
        known = self.one(pick)
        possible = self.states.get(known) == "open" and not self.settled and not self.concluded
        if note % 2:
            done = self.do(objectives.progress, objective=known, evidence=f"Step {note}")
        else:
            action = f"Another {self.desk.register.head.number}"
            done = self.do(objectives.change, objective=known, reason="It was late", action=action)
        assert bool(done) == possible

    @rule(pick=PICK, met=st.booleans())
    def end(self, pick: int, *, met: bool) -> None:
        known = self.one(pick)
        possible = self.states.get(known) == "open" and not self.settled and not self.concluded
        if met:
            done = self.do(objective_ends.meet, objective=known, evidence="All", agreed_by="The panel")
        else:
            facts: Facts = {"reason": "A guide came out", "authority": "The Board"}
            done = self.do(objective_ends.withdraw, objective=known, **facts)
        assert bool(done) == possible
        if done:
            self.states[known] = "met" if met else "withdrawn"

    @rule(pick=PICK)
    def reopen(self, pick: int) -> None:
        known = self.one(pick)
        ended = self.states.get(known) in {"met", "withdrawn"}
        done = self.do(objective_ends.reopen, objective=known, reason="One was left out")
        assert bool(done) == (ended and not self.settled and not self.concluded)
        if done:
            self.states[known] = "open"

    @rule()
    def all_end(self) -> None:
        for known, state in self.states.items():
            if state == "open" and self.do(
                objective_ends.meet, objective=known, evidence="All", agreed_by="The panel"
            ):
                self.states[known] = "met"

    @rule(pick=PICK)
    def sign_up(self, pick: int) -> None:
        agency = WORDING.agency if pick % 2 else "Another agency"
        self.do(plan_decisions.sign_up, review=REVIEW, agency=agency, officer="B. Officer")

    @rule()
    def approve(self) -> None:
        done = self.do(plan_decisions.approve, **BOARD)
        pursued = set(self.states.values()) - {"withdrawn"}
        possible = bool(pursued) and not (self.approved or self.settled or self.concluded)
        assert bool(done) == possible
        self.approved |= bool(done)

    @rule()
    def sign_off(self) -> None:
        done = self.do(plan_decisions.sign_off, **BOARD)
        ended = bool(self.states) and "open" not in self.states.values()
        assert bool(done) == (ended and self.approved and not self.settled and not self.concluded)
        self.signed_off |= bool(done)

    @rule()
    def none_made(self) -> None:
        if self.do(plan_decisions.make_none, **BOARD, reason="There is nothing to recommend"):
            assert "open" not in self.states.values()
            assert "met" not in self.states.values()
            self.none = True

    @rule()
    def amend(self) -> None:
        done = self.do(plan_decisions.amend, **BOARD, ground="It was found inadequate")
        assert bool(done) == ((self.approved or self.settled) and not self.concluded)
        if done:
            self.approved = self.signed_off = self.none = False
            self.told.clear()

    @rule()
    def report(self) -> None:
        done = self.do(plan_progress.make_report, review=REVIEW)
        assert bool(done) == (self.approved and not self.settled and not self.concluded)
        if done:
            register = self.desk.register
            then = (register.head.number, action_plans.objectives(register, REVIEW))
            self.reports[len(self.reports) + 1] = then

    @rule()
    def present(self) -> None:
        self.do(plan_progress.present, review=REVIEW)

    @rule(pick=PICK)
    def inform(self, pick: int) -> None:
        bodies = self.desk.register.founded.settings.told_of_conclusion
        body = bodies[pick % len(bodies)]
        done = self.do(conclusion.inform, review=REVIEW, body=body, whom="The desk", how="by letter")
        assert bool(done) == (self.settled and body not in self.told and not self.concluded)
        if done:
            self.told.add(body)

    @rule(with_it=st.booleans())
    def conclude(self, *, with_it: bool) -> None:
        bodies = set(self.desk.register.founded.settings.told_of_conclusion)
        left = bodies - self.told
        telling = [Telling(body, "The desk", "by letter") for body in sorted(left)] if with_it else []
        out = {copy.copy for copy in self.desk.register.copies.values() if copy.out}
        done = self.do(conclusion.conclude, **BOARD, telling=telling)
        assert bool(done) == (self.settled and (with_it or not left) and not self.concluded)
        if done:
            self.concluded = True
            assert {event.copy for event in done if isinstance(event, CopyRecalled)} == out

    @rule()
    def lend_or_take_back(self) -> None:
        (copy,) = self.desk.register.copies.values()
        if copy.out:
            self.desk.do(loans.take_back, self.day, copy=copy.copy, pages=3, condition="good")
        else:
            facts: Facts = {"person": "P-0001", "request": "R-0001", "terms": TERMS}
            self.do(loans.sign_out, copy=copy.copy, due=self.day + timedelta(days=7), **facts)

    @invariant()
    def each_objective_is_what_was_done_to_it(self) -> None:
        found = action_plans.objectives(self.desk.register, REVIEW)
        assert {known.objective: known.state for known in found} == self.states

    @invariant()
    def the_plan_is_what_the_board_decided(self) -> None:
        plan = action_plans.of(self.desk.register, REVIEW)
        decided = bool(plan.approval), bool(plan.signed_off), bool(plan.none_made)
        assert decided == (self.approved, self.signed_off, self.none)
        assert bool(self.desk.register.reviews[REVIEW].concluded) == self.concluded

    @invariant()
    def a_report_made_again_says_what_it_said(self) -> None:
        for entry, then in self.reports.values():
            found = action_plans.objectives(self.desk.register, REVIEW)
            assert [objectives.as_of(known, entry) for known in found if known.entry <= entry] == then

    @invariant()
    def no_copy_is_out_unasked_for_after_the_conclusion(self) -> None:
        if self.concluded:
            copies = self.desk.register.copies.values()
            assert all(copy.loan is not None and copy.loan.recalled_for for copy in copies if copy.out)


def test_an_action_plan_in_any_order_ends_only_as_the_rules_say() -> None:
    run_state_machine_as_test(Plans, settings=settings(max_examples=40, stateful_step_count=40))
