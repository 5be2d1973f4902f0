"""Retention in any order of acts: no date moves by itself, and nothing ends that may not (G1 to G4)."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from desktop.custody import (
    children,
    hold_lifting,
    holds,
    kept_until,
    record_deciding,
    record_reviews,
    restores,
    retention_rules,
    witness,
)
from desktop.custody.ending_errors import HeldError
from desktop.custody.errors import RuleError
from desktop.custody.hand import Event
from desktop.custody.retention_rules import DiedYoung, Term
from tests.custody.ended import LIFTING, OFFICER, PLAIN, SECOND, concluded, confirmed
from tests.factory import REVIEW, Facts, march

PICK = st.integers(0, 11)
DOCUMENT = "D-0001"
NAMES = (OFFICER, "Hanna Head", "HEAD Hanna", "Kit Counsel")
RULES = (
    PLAIN,
    msgspec.structs.replace(PLAIN, version="2", terms=(Term("closure", 1),)),
    msgspec.structs.replace(PLAIN, version="3", terms=(Term("birth", 20), Term("conclusion", 2))),
    msgspec.structs.replace(
        PLAIN, version="4", terms=(Term("birth", 30),), died_young=DiedYoung(3, unless_sibling=True)
    ),
    msgspec.structs.replace(PLAIN, version="5", terms=(Term("last action", 2),), combine="earliest"),
)


class Retention(RuleBasedStateMachine):
    """A custodian who does everything about a record in any order, on days that only go on."""

    @initialize()
    def begin(self) -> None:
        self.desk = concluded()
        self.day = march(4)
        confirmed(self.desk)

    def do(self, act: Callable[..., Sequence[Event]], **facts: Any) -> bool:
        """Try an act; tell whether it was done. The date moves by two acts alone."""
        known = self.desk.register.kept_until.get(REVIEW)
        before = known.day if known else None
        held = holds.on(self.desk.register, DOCUMENT)
        try:
            events = self.desk.do(act, self.day, **facts)
        except RuleError:
            return False
        now = self.desk.register.kept_until.get(REVIEW)
        if (now.day if now else None) != before:
            assert act in {kept_until.confirm, record_deciding.decide}
            assert events
        if act is record_deciding.decide and now is not None and now.to_destroy:
            assert not held
        return True

    @rule(days=st.sampled_from([0, 1, 30, 366, 400]))
    def days_go_by(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(pick=PICK)
    def adopt(self, pick: int) -> None:
        facts: Facts = {"agreed_with": OFFICER, "authority": "Minutes", "why": "Another"}
        self.do(retention_rules.adopt, rule=RULES[pick % len(RULES)], **facts)

    @rule(pick=PICK, years=st.integers(0, 20))
    def a_child(self, pick: int, years: int) -> None:
        born = date(2004, 2, 29) + timedelta(days=200 * pick) if pick % 3 else None
        died = date(2005 + years, 1, 1) if years % 3 == 1 and 2005 + years > 2011 else None
        facts: Facts = {"born": born, "died": died, "relation": "sibling" if pick % 4 == 3 else "subject"}
        code = f"Child {'ABC'[pick % 3]}"
        if not self.do(children.add, review=REVIEW, code=code, **facts):
            right: Facts = {"why": "Put right", "authority": "The Chair", "in_custody": False, "code": code}
            self.do(children.correct, review=REVIEW, child=code, **facts, **right)

    @rule(pick=PICK)
    def confirm(self, pick: int) -> None:
        wanted = kept_until.of(self.desk.register, REVIEW).to_confirm or march(9)
        facts: Facts = {"agreed_by": OFFICER, "why": "It differs" if pick % 4 else "", "no_sibling": "Known"}
        self.do(kept_until.confirm, review=REVIEW, day=wanted, **facts)

    @rule(pick=PICK, other=PICK)
    def review_the_record(self, pick: int, other: int) -> None:
        facts: Facts = {"first": NAMES[pick % 4], "second": NAMES[other % 4], "reason": "Its time"}
        decision = ("destroy", "destroy", "extend", "transfer")[pick % 4]
        facts |= {"authority": "A court" if other % 3 == 0 else "", "to_whom": "The archive"}
        until = self.day + timedelta(days=500 * other)
        self.do(record_deciding.begin, review=REVIEW, decision=decision, until=until, **facts)

    @rule(waits=st.booleans())
    def two_decide_to_destroy(self, *, waits: bool) -> None:
        facts: Facts = {
            "first": OFFICER,
            "second": "Hanna Head",
            "reason": "Its time",
            "authority": "A court",
        }
        if self.do(record_deciding.begin, review=REVIEW, decision="destroy", **facts) and not waits:
            known = list(self.desk.register.record_reviews.values())[-1]
            assert self.do(record_deciding.decide, record_review=known.record_review, code=known.code)

    @rule(pick=PICK)
    def end_a_review(self, pick: int) -> None:
        known = list(self.desk.register.record_reviews.values())
        if known and pick % 4:
            self.do(record_deciding.decide, record_review=known[-1].record_review, code=known[-1].code)
        elif known:
            self.do(record_deciding.withdraw, record_review=known[-1].record_review, why="Another thought")

    @rule(pick=PICK)
    def hold_or_lift(self, pick: int) -> None:
        standing = holds.in_force(self.desk.register)
        if not standing or not pick % 3:
            about = ([], [REVIEW], [DOCUMENT])[pick % 3]
            self.do(holds.raise_hold, about=about, authority="The coroner", reason="An inquest")
            return
        hold = standing[pick % len(standing)].hold
        if self.do(hold_lifting.begin_lifting, hold=hold, **LIFTING) and pick % 2:
            self.day += timedelta(days=1 if pick % 5 else 5)
        lifting = self.desk.register.holds[hold].lifting
        self.do(hold_lifting.lift, hold=hold, code=lifting.code if lifting else "")

    @rule(pick=PICK)
    def restore(self, pick: int) -> None:
        facts: Facts = {"source": "M-0001", "number": 3, "reason": "The disk", "witness": SECOND}
        self.do(restores.restore, lost=pick % 2, **facts)

    @invariant()
    def a_date_stands_only_with_its_working(self) -> None:
        for kept in self.desk.register.kept_until.values():
            assert kept.computed in {step.day for step in kept.steps}
            assert kept.day >= kept.computed or kept.extended

    @invariant()
    def what_may_be_destroyed_was_decided_by_two_and_still_stands(self) -> None:
        register = self.desk.register
        try:
            decided = record_reviews.destruction_decided(register, DOCUMENT)
        except RuleError:
            return
        kept = register.kept_until[REVIEW]
        assert not witness.same_person(decided.first, decided.second)
        assert decided.decided is not None
        assert decided.decided >= kept.day or decided.authority
        assert (kept.day, kept.to_destroy) == (decided.stands, decided.record_review)
        assert kept_until.of(register, REVIEW).computed.day == kept.computed
        assert all(one.lost == 0 or one.entry < decided.entry for one in register.restores)

    @invariant()
    def every_hold_in_force_forbids(self) -> None:
        held = holds.on(self.desk.register, DOCUMENT)
        try:
            holds.refuse_destruction(self.desk.register, DOCUMENT)
        except HeldError as error:
            named = error.message
        else:
            named = ""
        assert [hold.hold for hold in held if hold.hold not in named] == []
        assert bool(named) is bool(held)


def test_the_rules_of_retention_hold_after_any_sequence_of_acts() -> None:
    run_state_machine_as_test(Retention, settings=settings(max_examples=80, stateful_step_count=40))
