"""All acts of `test_all_acts`, and those of the vault's keepers: operators, keys, shares, media, handovers,
and restores that lose entries (A2, A4, A5, A6, C1).

The oracle knows the policy, not the program; what was ever given out it remembers over every restore.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from desktop.custody import (
    access,
    advice,
    board,
    documents,
    foi,
    handover,
    holds,
    incidents,
    interest,
    keys,
    letters,
    media,
    muster,
    numbers,
    people,
    restores,
    subject_access,
    submissions,
)
from desktop.custody.hand import Event
from tests.custody.around_disclosure import AroundDisclosure
from tests.custody.everyday import PICK
from tests.custody.keepers import HOLDERS, WITNESS, KeepersDesk
from tests.custody.oracle import Oracle

if TYPE_CHECKING:
    from tests.factory import Facts

NAMES = ("Dana Deputy", "dana  deputy", "Eli Example", "\u202eNoor <b>Newcomer</b>", "", "x" * 10_000)
LABELS = ("Blue drive", "BLUE drive", "Red drive", "Stick 1", "Stick 2", " ")
WITNESSES = (WITNESS, WITNESS, "Avery Example", "avery example", "O-0001", "O-0002", "")
SHARES = st.sampled_from([[1, 2], [2, 3], [3, 2, 1], [1, 2, 3, 4]]) | st.lists(st.integers(0, 4), max_size=4)
STALE = st.sampled_from([False, False, False, True])
ACCESS = (
    board.OperatorAdded,
    keys.OperatorRemoved,
    keys.PassphraseChanged,
    keys.RecoveryMade,
    keys.RecoveryUsed,
    keys.RecoveryRevoked,
    handover.CustodianChanged,
)
"""What changes who can open the vault."""

REFERRED: dict[type[Event], str] = {
    board.OperatorAdded: "operator",
    media.MediumRegistered: "medium",
    people.PersonAdded: "person",
    documents.DocumentTakenIn: "document",
    access.AccessRequested: "request",
    interest.InterestRecorded: "interest",
    incidents.IncidentOpened: "incident",
    letters.LetterWritten: "letter",
    muster.MusterBegun: "muster",
    advice.AdviceRecorded: "advice",
    submissions.SubmissionSent: "submission",
    foi.FoiRecorded: "foi",
    subject_access.SubjectAccessRecorded: "subject_access",
    holds.HoldRaised: "hold",
}
"""The events that give a reference out, and where it stands in them."""


class KeepersOracle(Oracle):
    """What the policy says of those who keep the vault."""

    def __init__(self) -> None:
        super().__init__()
        self.present = {"O-0001"}
        self.custodian = "O-0001"
        self.generation = 1
        self.sets: dict[int, keys.RecoveryMade] = {}
        self.revoked: set[int] = set()
        self.destroyed: set[str] = set()

    def see(self, event: Event, day: date) -> None:
        super().see(event, day)
        match event:
            case board.OperatorAdded():
                self.present.add(event.operator)
            case keys.OperatorRemoved():
                self.present.remove(event.operator)
            case keys.KeysRenewed():
                assert event.generation > self.generation, "a generation came back"
                self.generation = event.generation
            case handover.CustodianChanged():
                assert event.previous == self.custodian != event.operator
                self.custodian = event.operator
            case media.BackupMade() | media.MediumTested() | media.MediumMoved():
                assert event.medium not in self.destroyed, "a destroyed medium was used"
            case media.MediumDestroyed():
                assert event.medium not in self.destroyed, "a medium was destroyed twice"
                self.destroyed.add(event.medium)
            case _:
                self.see_recovery(event)

    def see_recovery(self, event: Event) -> None:
        match event:
            case keys.RecoveryMade():
                assert 2 <= event.needed <= len(event.holders)
                assert len({holder.casefold() for holder in event.holders}) == len(event.holders)
                assert set(self.sets) == self.revoked, "two sets of shares at once"
                self.sets[event.recovery] = event
            case keys.RecoveryRevoked():
                assert event.recovery in set(self.sets) - self.revoked
                self.revoked.add(event.recovery)
            case keys.RecoveryDrilled() | keys.RecoveryUsed():
                assert event.recovery in set(self.sets) - self.revoked, "a revoked set opened the vault"
                made = self.sets[event.recovery]
                assert len(set(event.shares)) >= made.needed
                assert set(event.shares) <= set(range(1, len(made.holders) + 1))
                if isinstance(event, keys.RecoveryUsed):
                    self.custodian = event.operator


def given_by(event: Event) -> list[str]:
    """Return the references and numbers that an event gives out for the first time."""
    if isinstance(event, numbers.CopiesAllotted):
        return [f"{event.document}/{number}" for number in range(event.first, event.last + 1)]
    if isinstance(event, keys.RecoveryMade):
        return [f"set {event.recovery}"]
    return [getattr(event, noun) for made, noun in REFERRED.items() if isinstance(event, made)]


class EveryActOfKeepers(AroundDisclosure):
    """Several operators who do anything at all, and a disk that fails now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.desk: KeepersDesk = KeepersDesk()
        self.oracle: KeepersOracle = KeepersOracle()
        self.history: list[tuple[Event, date] | None] = [None]
        """For each entry what the oracle was shown; None for a refusal."""
        self.given = {"O-0001"}
        self.floor = 1
        self.ends = [1]
        """The entry with which each act ended: an act is on a disk whole or not at all."""

    def do(self, act: Callable[..., Sequence[Event]], *, late: int = 0, **facts: Any) -> Sequence[Event]:
        events = super().do(act, late=late, **facts)
        day = self.today - timedelta(late)
        self.history += [(event, day) for event in events]
        self.history += [None] * (len(self.desk.rows) - len(self.history))  # a refusal; or nothing was due
        for event in events:
            again = self.given.intersection(given_by(event))
            assert not again, f"given out twice: {again}"
            self.given.update(given_by(event))
        if any(isinstance(event, ACCESS) for event in events):
            assert isinstance(events[-1], keys.KeysRenewed)
        assert len(self.history) == len(self.desk.rows)
        self.ends.append(len(self.desk.rows))
        return events

    def renew(
        self, act: Callable[..., Sequence[Event]], *, stale: bool = False, **facts: Any
    ) -> Sequence[Event]:
        """Run an act that goes with new keys; `stale` ones have a generation that was there."""
        return self.do(act, generation=self.register.generation + (0 if stale else 1), **facts)

    def an_operator(self, pick: int) -> str:
        return self.one(self.register.operators, pick, "O")

    def a_medium(self, pick: int) -> str:
        return self.one(self.register.media, pick, "M")

    @initialize()
    def begin(self) -> None:
        super().begin()
        self.renew(keys.add_operator, name="Dana Deputy")
        self.renew(keys.make_recovery, needed=2, holders=HOLDERS)
        self.register_medium(0)
        self.floor = len(self.desk.rows)

    @rule(pick=PICK)
    def somebody_else_sits_down(self, pick: int) -> None:
        here = sorted(self.oracle.present)
        self.desk.by = here[pick % len(here)]

    @rule(name=st.sampled_from(NAMES), stale=STALE)
    def add_operator(self, name: str, *, stale: bool) -> None:
        self.renew(keys.add_operator, name=name, stale=stale)

    @rule(stale=STALE)
    def change_passphrase(self, *, stale: bool) -> None:
        self.renew(keys.change_passphrase, stale=stale)

    @rule(pick=PICK)
    def remove_operator(self, pick: int) -> None:
        operator, here = self.an_operator(pick), set(self.oracle.present)
        by = self.desk.by
        if self.renew(keys.remove_operator, operator=operator, reason="Left the post"):
            assert operator in here - {self.oracle.custodian, by}

    @rule(needed=st.integers(0, 4), holders=st.lists(st.sampled_from([*HOLDERS, "the chair"]), max_size=4))
    def make_recovery(self, needed: int, holders: list[str]) -> None:
        self.renew(keys.make_recovery, needed=needed, holders=holders)

    @rule(sure=st.integers(0, 5))
    def revoke_recovery(self, sure: int) -> None:
        self.renew(keys.revoke_recovery, reason="A sheet was lost" if sure == 5 else "")

    @rule(shares=SHARES)
    def drill(self, shares: list[int]) -> None:
        self.do(keys.drill_recovery, shares=shares)

    @rule(shares=SHARES, name=st.sampled_from(["", "", *NAMES]))
    def recover(self, shares: list[int], name: str) -> None:
        if self.renew(keys.recover, shares=shares, name=name):
            assert self.oracle.present == {self.oracle.custodian}
            self.desk.by = self.oracle.custodian

    @rule(pick=PICK)
    def register_medium(self, pick: int) -> None:
        facts: Facts = {"label": LABELS[pick % len(LABELS)], "place": "The safe", "keeper": "Avery Example"}
        self.do(media.register_medium, **facts)

    @rule(pick=PICK)
    def back_up(self, pick: int) -> None:
        head = self.register.head
        facts: Facts = {"number": head.number, "digest": head.digest.hex(), "files": 1, "size": 1}
        self.do(media.back_up, medium=self.a_medium(pick), generation=self.register.generation, **facts)

    @rule(pick=PICK, problems=st.integers(-1, 2))
    def test_or_move_a_medium(self, pick: int, problems: int) -> None:
        medium = self.a_medium(pick)
        if pick % 2:
            self.do(media.move, medium=medium, place="The bank", keeper="The Chair")
        else:
            self.do(media.test, medium=medium, number=1, problems=problems, behind=1)

    @rule(pick=PICK, witness=st.sampled_from(WITNESSES))
    def destroy_a_medium(self, pick: int, witness: str) -> None:
        name = self.register.operators[self.desk.by].name
        for event in self.do(media.destroy, medium=self.a_medium(pick), how="Shredded", witness=witness):
            assert isinstance(event, media.MediumDestroyed)
            assert event.witness.casefold() != name.casefold()

    @rule(pick=PICK)
    def hand_over(self, pick: int) -> None:
        self.renew(handover.hand_over, operator=self.an_operator(pick), authority="The Board")

    @precondition(lambda self: bool(self.register.handovers))
    @rule(pick=PICK)
    def confirm_handover(self, pick: int) -> None:
        """Type the code of any handover, most often the last."""
        every = self.register.handovers
        last = every[-1]
        code = every[pick % len(every)].code if pick % 3 == 0 else last.code
        if self.do(handover.confirm, code=code):
            assert code == last.code
            assert last.confirmed is None

    @rule(back=st.integers(0, 12), known=st.sampled_from([True, True, False]))
    def restore(self, back: int, *, known: bool) -> None:
        """Lose the last entries, and with them what the oracle was shown, but not what was given out."""
        wanted = max(self.floor, len(self.desk.rows) - back)
        number = max(end for end in self.ends if end <= wanted)
        self.ends = [end for end in self.ends if end <= number]
        former = self.desk.go_back(number)
        del self.history[number:]
        self.oracle = KeepersOracle()
        for seen in filter(None, self.history):
            self.oracle.see(*seen)
        self.desk.by = self.oracle.custodian
        restored_before = former.skipped > self.register.skipped  # not to be known twice is one loss too many
        lost = restores.lost_from(former, self.register) if known or restored_before else None
        facts: Facts = {"reason": "The disk failed", "witness": WITNESS}
        self.do(restores.restore, source="M-0001", number=number, lost=lost, **facts)

    @precondition(lambda self: any(one.numbers_unsure for one in self.register.documents.values()))
    @rule(pick=PICK)
    def account_for(self, pick: int) -> None:
        """Say what the papers show: the highest number that was ever given."""
        unsure = {one.document: one for one in self.register.documents.values() if one.numbers_unsure}
        document = self.one(unsure, pick, "D")
        given = (number.partition("/")[::2] for number in self.given if "/" in number)
        last = max((int(number) for known, number in given if known == document), default=0)
        assert self.do(numbers.account_for, document=document, last=last)

    @invariant()
    def the_custodian_is_one_of_the_operators_who_are_left(self) -> None:
        here = {operator.operator for operator in board.present(self.register)}
        assert here == self.oracle.present
        assert self.register.custodian.operator == self.oracle.custodian
        assert self.oracle.custodian in here

    @invariant()
    def the_generation_is_the_one_of_the_last_renewal(self) -> None:
        assert self.register.generation == self.oracle.generation
        assert all(medium.generation <= self.oracle.generation for medium in self.register.media.values())

    @invariant()
    def a_destroyed_medium_stays_so(self) -> None:
        gone = {medium.medium for medium in self.register.media.values() if medium.destroyed}
        assert gone == self.oracle.destroyed

    @invariant()
    def there_is_one_set_of_shares_at_most(self) -> None:
        recovery = self.register.recovery
        present = {recovery.recovery} if recovery else set()
        assert present == set(self.oracle.sets) - self.oracle.revoked


def test_the_rules_hold_after_any_sequence_of_acts_of_keepers() -> None:
    run_state_machine_as_test(EveryActOfKeepers, settings=settings(max_examples=200, stateful_step_count=50))


@pytest.mark.long
def test_the_rules_hold_after_very_many_sequences_of_acts_of_keepers() -> None:
    run_state_machine_as_test(EveryActOfKeepers, settings=settings(settings.get_profile("long")))
