"""The custodian chases, transfers, loses, finds and counts copies, sends them as files (C8 to C13, D5)."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from desktop.custody import (
    chasing,
    closed_days,
    copies,
    electronic,
    incidents,
    leaving,
    loans,
    mishaps,
    muster,
    today,
    transfers,
)
from desktop.custody.copies import CopyState
from desktop.custody.counting import SEEN
from desktop.custody.muster import Counted
from tests.custody.everyday import AHEAD, LATE, PICK, Everyday
from tests.factory import REVIEW, TERMS, Facts, march, wording

WORDINGS = {name: wording(name) for name in ("reminder-1", "reminder-2", "slip-reminder", "recall")}
HELD = (
    *copies.WITH_HOLDER,
    CopyState.DAMAGED,
    CopyState.LOST,
    CopyState.CLAIMED_RETURNED,
)


class AroundCopies(Everyday):
    """Whatever befalls a copy, somebody answers for it."""

    @initialize()
    def begin(self) -> None:
        """Begin on a Monday with two copies out, and a request for a file."""
        self.today = march(2)
        super().begin()
        for request in (0, 1):
            self.sign_out(request=request, pick=0, due=2, late=0, twist="")
        self.confirm(pick=1, right=True, late=0)
        self.ask(0, 0, "electronic", 0)
        self.decided("R-0004", agreed=True, until=None)

    @rule(request=PICK, pick=PICK, more=st.sampled_from([0, 0, 0, -1]), late=LATE)
    def transfer(self, request: int, pick: int, more: int, late: int) -> None:
        asked = list(self.register.requests.values())[request % len(self.register.requests)]
        copy = self.copy_in(pick, *copies.WITH_HOLDER)
        found = self.register.copies.get(copy)
        facts: Facts = {
            "copy": copy,
            "person": asked.person,
            "request": asked.request,
            "due": self.today + timedelta(2),
            "pages": ((found.pages or 0) if found else 0) + more,
        }
        events = self.do(transfers.transfer, late=late, condition="Good", terms=TERMS, **facts)
        assert not (events and more), "a short copy was handed on"

    @rule(pick=PICK, late=LATE, what=st.sampled_from(["claim", "lose", "damage", "find", "find", "mend"]))
    def mishap(self, pick: int, late: int, what: str) -> None:
        copy = self.copy_in(pick, CopyState.IN_SAFE, *HELD)
        match what:
            case "claim":
                self.do(mishaps.claim_returned, late=late, copy=copy, said_by="Its holder", how="By post")
            case "lose":
                self.do(mishaps.lose, late=late, copy=copy, what="Left on a train")
            case "damage":
                self.do(mishaps.damage, late=late, copy=copy, what="Tea")
            case "find":
                self.do(mishaps.find, late=late, copy=copy, where="A drawer", found_by="Its holder")
            case _:
                self.do(mishaps.mend, late=late, copy=copy, found="Pages dried")

    @precondition(lambda self: self.register.incidents)
    @rule(pick=PICK, risk=st.booleans())
    def assess(self, pick: int, *, risk: bool) -> None:
        incident = self.one(self.register.incidents, pick, "I")
        self.do(incidents.assess, incident=incident, risk=risk, reason="Who could have read it")

    @rule(pick=PICK, number=st.integers(1, 3), by=AHEAD, late=LATE, letter=st.booleans())
    def recall(self, pick: int, number: int, by: int, late: int, *, letter: bool) -> None:
        wanted = [self.copy_in(pick + more, *HELD) for more in range(number)]
        facts: Facts = {"by": self.today + timedelta(by), "reason": "The Board meets"}
        facts["wording"] = WORDINGS["recall"] if letter else None
        self.do(chasing.recall, late=late, copies=wanted, **facts)

    @rule(pick=PICK, what=st.sampled_from(["chase", "remind", "call", "escalate"]), late=LATE)
    def chase(self, pick: int, what: str, late: int) -> None:
        copy = self.copy_in(pick, *HELD)
        match what:
            case "chase":
                self.do(chasing.chase, late=late, wordings=WORDINGS)
            case "remind":
                self.do(chasing.remind, late=late, copies=[copy], wordings=WORDINGS)
            case "call":
                self.do(chasing.call, late=late, copy=copy, spoke_to="The holder", said="Tomorrow")
            case _:
                self.do(chasing.escalate, late=late, copy=copy, to="The Director", reason="No answer")

    @precondition(lambda self: len(self.register.people) > 1)
    @rule(pick=PICK, late=LATE)
    def leave(self, pick: int, late: int) -> None:
        if pick % 3 == 0:
            person = self.one(self.register.people, pick, "P")
            left = self.do(leaving.leave, late=late, person=person, reason="A new post")
            held = [copy.loan for copy in copies.to_come_back(self.register) if copy.responsible == person]
            assert not left or all(loan and loan.recalled for loan in held)

    @rule(request=PICK, late=LATE, ends=st.sampled_from(["", "", "stopped"]))
    def send(self, request: int, late: int, ends: str) -> None:
        """Send an electronic copy under a request, most often under one that asks for a file."""
        asked = [one for one in self.register.requests.values() if one.mode == "electronic"]
        asked = asked or list(self.register.requests.values())
        found = asked[request % len(asked)]
        facts: Facts = {"document": found.document, "person": found.person, "request": found.request}
        due = self.today + timedelta(3)
        begun = self.do(electronic.begin, late=late, due=due, terms=TERMS, **facts)
        for event in begun:
            if isinstance(event, electronic.ElectronicCopyBegun) and not ends:
                self.do(electronic.sent, late=late, copy=event.copy, pages=3, sha256="00" * 32, size=1)

    @rule(pick=PICK, late=LATE)
    def declare_deleted(self, pick: int, late: int) -> None:
        files = {copy.copy: copy for copy in self.register.copies.values() if copy.form == "electronic"}
        copy = self.one(files if pick % 5 else self.register.copies, pick, "D-0001/1")
        self.do(electronic.deleted, late=late, copy=copy, declared_by="Its holder")

    @rule(pick=PICK, seen=st.sampled_from(SEEN), what=st.sampled_from(["begin", "count", "count", "end"]))
    def muster(self, pick: int, seen: str, what: str) -> None:
        under_way = muster.under_way(self.register)
        if what == "begin" or under_way is None:
            review = REVIEW if pick % 2 else ""
            self.do(muster.begin, first="Avery Example", second="Sam Witness", review=review)
        elif what == "count":
            count = Counted(self.copy_in(pick, *CopyState), seen, pick % 5 or None)
            self.do(muster.count, counts=[count])
        else:
            events = self.do(muster.finish, code=under_way.code if pick % 3 else "0000-0000")
            if events:
                found = self.register.musters[under_way.muster].discrepancies
                assert all(self.register.incident(one.incident).closed is None for one in found)

    @precondition(lambda self: self.has(*HELD))
    @rule(pick=PICK, late=LATE)
    def bring_back_whole(self, pick: int, late: int) -> None:
        """Count a copy back, whatever was said of it meanwhile."""
        copy = self.copy_in(pick, *HELD)
        found = self.register.copies.get(copy)
        pages = (found.pages or 0) if found else 0
        self.do(loans.take_back, late=late, copy=copy, pages=pages, condition="Good")

    @invariant()
    def what_is_lost_or_damaged_has_an_incident(self) -> None:
        assert not self.oracle.befallen

    @invariant()
    def one_muster_at_a_time_is_under_way(self) -> None:
        assert sum(known.open for known in self.register.musters.values()) <= 1

    @invariant()
    def what_waits_today_agrees_with_the_register(self) -> None:
        waits = today.today(self.register, self.today)
        out = {copy.copy: copy for copy in self.register.copies.values() if copy.out}
        assert set(out) == set(self.oracle.with_whom)
        late = {copy for copy, found in out.items() if closed_days.overdue(self.register, found, self.today)}
        assert {copy.copy for copy in waits.overdue} == late
        assert {step.copy.copy for step in waits.ladder} <= set(out)
        assert {step.copy.copy for step in waits.ladder if step.late} <= late
        accepted = {copy for copy, found in out.items() if copies.accepted(self.register, found)}
        unsigned = {copy for copy, found in out.items() if found.unsigned} - accepted
        assert {copy.copy for copy in waits.awaiting_signature} == unsigned
