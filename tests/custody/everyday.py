"""A custodian who does anything at all with reviews, people, documents and copies, right or wrong.

What must hold after every act is told by an oracle that knows the policy (C1, C4, C7, C15). Machines that do
more are made of this one.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop.custody import (
    access,
    conclusion,
    copies,
    documents,
    incidents,
    ledger,
    loans,
    numbers,
    observations,
    people,
    reviews,
)
from desktop.custody.copies import CopyState
from desktop.custody.entries import from_bytes, to_bytes
from desktop.custody.errors import RuleError
from desktop.custody.hand import Event
from desktop.custody.register import Register
from tests.custody.oracle import Oracle
from tests.factory import REVIEW, TERMS, Desk, Facts, a_hand, a_master, before_the_conclusion, march

PICK = st.integers(0, 1_000)
LATE = st.sampled_from([0, 0, 0, 0, 1, 3])
AHEAD = st.sampled_from([0, 0, 1, 5])
MAYBE_AHEAD = st.none() | AHEAD


class Everyday(RuleBasedStateMachine):
    """A custodian who does anything at all, right or wrong, on time or late."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.oracle = Oracle()
        self.today = march(1)

    @property
    def register(self) -> Register:
        return self.desk.register

    def do(self, act: Callable[..., Sequence[Event]], *, late: int = 0, **facts: Any) -> Sequence[Event]:
        """Run an act as the office does: a refusal is entered, and nothing else is."""
        happened = self.today - timedelta(late) if late else None
        before = standing(self.register)
        try:
            events = self.desk.do(act, self.today, happened=happened, **facts)
        except RuleError as error:
            assert standing(self.register) == before
            told = observations.refused(act.__name__, type(error).__name__, error.message)
            self.desk.enter(a_hand(self.today), [told])
            assert standing(self.register) == before
            return ()
        for event in events:
            self.oracle.see(event, happened or self.today)
        return events

    def one(self, of: Mapping[str, object], pick: int, noun: str) -> str:
        return list(of)[pick % len(of)] if of else f"{noun}-0001"

    def has(self, *states: CopyState) -> bool:
        return any(copy.state in states for copy in self.register.copies.values())

    def copy_in(self, pick: int, *states: CopyState) -> str:
        """Return a copy, most often one to which the act could be done."""
        fitting = {copy.copy: copy for copy in self.register.copies.values() if copy.state in states}
        return self.one(fitting if fitting and pick % 5 else self.register.copies, pick, "D-0001/1")

    @initialize()
    def begin(self) -> None:
        self.do(reviews.open_review, reference=REVIEW, authority="The Chair")
        for until in (None, 5):
            self.person(0, until)
        for edition in (0, 1):
            self.take_in(2, edition, 0)
            self.allot(edition, 2, over=False, late=0)
        for person, document in ((0, 0), (1, 0), (1, 1)):
            self.ask(person, document, "hard-copy", 0)
        for request, agreed, until in (("R-0001", True, None), ("R-0002", True, 5), ("R-0003", False, None)):
            self.decided(request, agreed=agreed, until=until)
        for pick in range(1, 5):
            self.resolve(pick, spoilt=False, late=0)

    @rule(days=st.integers(1, 3))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days)

    @rule(late=LATE, until=MAYBE_AHEAD)
    def person(self, late: int, until: int | None) -> None:
        end = None if until is None else self.today + timedelta(until)
        start = self.today - timedelta(late) if late else None
        names: Facts = {"name": "Robin Invented", "post": "Head", "agency": "Trust"}
        self.do(people.add, **names, role="member", start=start, end=end)

    @rule(pick=PICK, starts=AHEAD)
    def give_role(self, pick: int, starts: int) -> None:
        person = self.one(self.register.people, pick, "P")
        role = "member" if pick % 2 else "observer"
        self.do(people.give_role, person=person, role=role, start=self.today + timedelta(starts))

    @rule(pick=PICK, late=LATE)
    def end_role(self, pick: int, late: int) -> None:
        person = self.one(self.register.people, pick, "P")
        self.do(people.end_role, late=late, person=person, role="Member")

    @rule(kind=st.integers(0, 15), edition=st.integers(0, 2), late=LATE)
    def take_in(self, kind: int, edition: int, late: int) -> None:
        facts = {
            "review": REVIEW,
            "kind": self.register.founded.settings.kinds[kind].kind,
            "edition": documents.EDITIONS[edition],
            "agency": "Trust" if kind % 2 == 0 and kind != 2 else "",
        }
        self.do(documents.take_in, late=late, master=a_master(str(len(self.desk.rows))), **facts)

    @rule(pick=PICK, pages=st.integers(1, 4), late=LATE)
    def supersede(self, pick: int, pages: int, late: int) -> None:
        document = self.one(self.register.documents, pick, "D")
        master = a_master(str(len(self.desk.rows)), pages=pages)
        self.do(documents.supersede, late=late, document=document, reason="A page", master=master)

    @rule(person=PICK, document=PICK, mode=st.sampled_from(["hard-copy", "hard-copy", "view"]), late=LATE)
    def ask(self, person: int, document: int, mode: str, late: int) -> None:
        facts = {
            "person": self.one(self.register.people, person, "P"),
            "document": self.one(self.register.documents, document, "D"),
        }
        self.do(access.ask, late=late, purpose="To prepare", mode=mode, **facts)

    @precondition(lambda self: any(one.decision is None for one in self.register.requests.values()))
    @rule(pick=PICK, until=MAYBE_AHEAD, late=LATE)
    def decide(self, pick: int, until: int | None, late: int) -> None:
        waiting = {one.request: one for one in self.register.requests.values() if one.decision is None}
        request = self.one(waiting if pick % 5 else self.register.requests, pick, "R")
        self.decided(request, agreed=pick % 4 != 0, until=until, late=late)

    def decided(self, request: str, *, agreed: bool, until: int | None, late: int = 0) -> None:
        last = None if until is None else self.today + timedelta(until)
        facts = {"by": "The Chair", "reason": "Known", "agreed": agreed, "until": last}
        self.do(access.decide, late=late, request=request, **facts)

    @rule(pick=PICK, number=st.sampled_from([1, 1, 2, 3, 19]), over=st.booleans(), late=LATE)
    def allot(self, pick: int, number: int, *, over: bool, late: int) -> None:
        facts = {"authority": "The Chair", "reason": "A new member"} if over else {}
        document = self.one(self.register.documents, pick, "D")
        made_for = "P-0001" if pick % 7 == 3 else ""
        self.do(
            numbers.allot, late=late, document=document, number_of_copies=number, made_for=made_for, **facts
        )

    @precondition(lambda self: self.has(CopyState.ALLOTTED))
    @rule(pick=PICK, spoilt=st.sampled_from([False, False, True]), late=LATE)
    def resolve(self, pick: int, *, spoilt: bool, late: int) -> None:
        copy = self.copy_in(pick, CopyState.ALLOTTED)
        if spoilt:
            self.do(numbers.spoil, late=late, copy=copy, reason="The paper jammed")
        else:
            self.do(numbers.printed, late=late, copy=copy)

    @precondition(lambda self: self.has(CopyState.IN_SAFE))
    @rule(request=PICK, pick=PICK, due=AHEAD, late=LATE, twist=st.sampled_from(["", "", "person", "copy"]))
    def sign_out(self, request: int, pick: int, due: int, late: int, twist: str) -> None:
        """Sign a copy out under a request, most often to its person and of its document."""
        asked = list(self.register.requests.values())[request % len(self.register.requests)]
        inside = {one.copy: one for one in self.register.copies.values() if one.state == "in safe"}
        wanted = {copy: one for copy, one in inside.items() if one.document == asked.document}
        facts = {
            "copy": self.one(wanted if wanted and twist != "copy" else inside, pick, "D"),
            "person": self.one(self.register.people, pick, "P") if twist == "person" else asked.person,
            "request": asked.request,
            "due": self.today + timedelta(due),
        }
        self.do(loans.sign_out, late=late, terms=TERMS, **facts)

    @precondition(lambda self: self.has(CopyState.AWAITING_SIGNATURE))
    @rule(pick=PICK, right=st.sampled_from([True, True, False]), late=LATE)
    def confirm(self, pick: int, *, right: bool, late: int) -> None:
        copy = self.copy_in(pick, CopyState.AWAITING_SIGNATURE)
        found = self.register.copies.get(copy)
        code = found.loan.slip_code if found and found.loan and right else "0000-0000"
        self.do(loans.confirm, late=late, copy=copy, slip_code=code)

    @precondition(lambda self: self.has(CopyState.AWAITING_SIGNATURE, CopyState.SIGNED_OUT))
    @rule(pick=PICK, more=st.sampled_from([0, 0, -1, 1]), late=LATE)
    def take_back(self, pick: int, more: int, late: int) -> None:
        copy = self.copy_in(pick, CopyState.AWAITING_SIGNATURE, CopyState.SIGNED_OUT)
        found = self.register.copies.get(copy)
        pages = ((found.pages or 0) if found else 0) + more
        events = self.do(loans.take_back, late=late, copy=copy, pages=pages, condition="Good")
        if more and events:
            assert self.register.copies[copy].responsible == self.oracle.with_whom[copy]

    @rule(pick=PICK, late=LATE)
    def alter_or_mend_a_master(self, pick: int, late: int) -> None:
        still = {one.incident: one for one in self.register.incidents.values() if one.closed is None}
        if still:
            incident = self.one(still, pick, "I")
            self.do(incidents.close, late=late, incident=incident, found="Put back")
        elif pick % 3 == 0:
            document = self.one(self.register.documents, pick, "D")
            self.do(incidents.master_altered, late=late, document=document, what="another document")

    @rule(sure=st.integers(0, 30))
    def conclude(self, sure: int) -> None:
        if sure == 30:
            for act, facts in before_the_conclusion(self.register):
                self.do(act, **facts)
            self.do(conclusion.conclude, review=REVIEW, authority="The Board")

    @invariant()
    def numbers_are_gapless_and_never_reused(self) -> None:
        for document, given in self.oracle.numbers.items():
            assert given == list(range(1, len(given) + 1))
            held = sorted(copy.number for copy in self.register.copies.values() if copy.document == document)
            assert held == given
            assert self.register.documents[document].allotted == len(given)

    @invariant()
    def each_copy_has_exactly_one_responsible_person(self) -> None:
        for reference, copy in self.register.copies.items():
            assert copy.responsible == self.oracle.with_whom.get(reference, "custodian")
        assert set(self.oracle.with_whom) <= set(self.register.copies)

    @invariant()
    def the_sum_over_the_states_is_the_numbers_allotted(self) -> None:
        for document in self.register.documents:
            counts = copies.tally(self.register, document)
            assert sum(counts.values()) == len(self.oracle.numbers.get(document, ()))

    @invariant()
    def spoilt_numbers_stay_spoilt(self) -> None:
        states = {copy: self.register.copies[copy].state for copy in self.oracle.spoilt}
        assert set(states.values()) <= {CopyState.SPOILT}

    def teardown(self) -> None:
        """The ledger's bytes, folded anew, give an equal register, and spell their events the one way."""
        again = Register().fold(ledger.verified(self.desk.rows))
        assert vars(again) == vars(self.register)
        for row in self.desk.rows:
            record = from_bytes(row.body, row.number)
            assert to_bytes(record.hand, record.event) == row.body


def standing(register: Register) -> dict[str, object]:
    """Return all that stands in the register, but for the head and its time."""
    return {
        name: dict(value) if isinstance(value, dict) else value
        for name, value in vars(register).items()
        if name not in {"head", "last_recorded", "latest_recorded"}
    }
