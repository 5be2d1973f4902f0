"""The custodian does all about records but dispose of them: decides, holds, backs up, restores (G3, G4)."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from desktop.custody import (
    access,
    approved_exceptions,
    clock,
    closing,
    destruction,
    documents,
    hold_lifting,
    holds,
    kept_until,
    ledger,
    media,
    mishaps,
    numbers,
    observations,
    record_deciding,
    restores,
    retention_rules,
)
from desktop.custody.approved_exceptions import Approval
from desktop.custody.errors import RuleError
from desktop.custody.hand import Event
from desktop.custody.register import Register
from tests.custody.disposal_oracle import DisposalOracle
from tests.custody.ended import LIFTING, OFFICER, PLAIN
from tests.custody.ending import HOW
from tests.factory import REVIEW, Desk, Facts, a_master, march
from tests.office.disposal_scene import WITNESS, concluded

PICK = st.integers(0, 1_000)
OTHER = "SCR-2026-02"
NAMES = (WITNESS, WITNESS, WITNESS, "Sam Witness", "Example Avery", "O-0001")
TWO: Facts = {
    "first": OFFICER,
    "second": "Hanna Head",
    "authority": "The Board, minute 7",
    "reason": "Its time",
}
FOUND: Facts = {"digest": "d" * 64, "files": 3, "size": 9}


class AroundRecords(RuleBasedStateMachine):
    """What is done about two records before anything of them is disposed of."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.oracle = DisposalOracle()
        self.day = march(2)
        self.made = 0
        self.before: dict[str, documents.Document] = {}
        """Each document as it was when it was disposed of."""

    @property
    def register(self) -> Register:
        return self.desk.register

    def do(self, act: Callable[..., Sequence[Event]], **facts: Any) -> Sequence[Event]:
        """Try an act as the office does, which looks at the clock before; a refusal enters nothing."""
        self.entered(clock.look)
        return self.entered(act, **facts)

    def entered(self, act: Callable[..., Sequence[Event]], **facts: Any) -> Sequence[Event]:
        head = self.register.head
        known = dict(self.register.documents)
        try:
            events = self.desk.do(act, self.day, **facts)
        except RuleError:
            assert self.register.head == head
            return ()
        for number, event in enumerate(events, head.number + 1):
            self.oracle.see(event, self.day, number)
        for name in set(self.oracle.gone) - set(self.before):
            self.before[name] = known[name]
        return events

    @initialize()
    def begin(self) -> None:
        """Begin with a record that was decided, and a review that goes on."""
        self.desk.with_review(on=self.day).with_review(OTHER, on=self.day)
        for review, kind in ((REVIEW, "overview-report"), (REVIEW, "minutes"), (OTHER, "minutes")):
            self.take_in(review, kind)
        self.print_one(0)
        self.desk.person()
        self.ask(0)
        self.do(retention_rules.adopt, rule=PLAIN, agreed_with=OFFICER, authority="Minutes")
        self.do(media.register_medium, label="Drive 1", place="A bank", keeper="C. Keeper")
        self.medium(0, "back up")
        self.do(observations.view, document="D-0001", purpose="Advice", how="as a file in clear")
        self.copy(0, "destroy")
        self.end(REVIEW)

    def end(self, review: str) -> None:
        """Conclude and close a review, and have two people decide that its record is destroyed."""
        self.do(concluded, review=review)
        self.do(closing.close, review=review, authority="The Chair")
        self.confirm(review)
        self.decide(review, "destroy", signed=True)

    def confirm(self, review: str) -> None:
        wanted = kept_until.of(self.register, review).to_confirm
        if wanted:
            self.do(kept_until.confirm, review=review, day=wanted, agreed_by=OFFICER, why="It differs")

    def decide(self, review: str, decision: str, *, signed: bool) -> None:
        until = self.day + timedelta(20_000)
        self.do(
            record_deciding.begin, review=review, decision=decision, until=until, to_whom="The archive", **TWO
        )
        asked = [one for one in self.register.record_reviews.values() if one.open]
        if asked and signed:
            self.do(record_deciding.decide, record_review=asked[-1].record_review, code=asked[-1].code)

    def one(self, pick: int) -> str:
        names = list(self.register.documents)
        return names[pick % len(names)]

    @rule(days=st.sampled_from([0, 1, 1, 2, 3, -1, -4]))
    def time_passes(self, days: int) -> None:
        """Let days go by, or somebody set the clock back."""
        self.day += timedelta(days)

    @rule(right=st.booleans())
    def the_clock_is_compared(self, *, right: bool) -> None:
        """Set the clock right, or find that what it showed before was wrong."""
        self.day = max(self.day, self.oracle.latest) if right else self.day
        self.do(clock.compare, against="The wall clock")

    @rule(review=st.sampled_from([REVIEW, OTHER]), kind=st.sampled_from(["minutes", "imr"]))
    def take_in(self, review: str, kind: str) -> None:
        self.made += 1
        facts: Facts = {"review": review, "kind": kind, "edition": "anonymised", "agency": "Trust"}
        self.do(documents.take_in, master=a_master(f"document {self.made}"), **facts)

    @rule(pick=PICK)
    def supersede(self, pick: int) -> None:
        self.made += 1
        master = a_master(f"document {self.made}")
        self.do(documents.supersede, document=self.one(pick), reason="A page", master=master)

    @rule(pick=PICK)
    def print_one(self, pick: int) -> None:
        for event in self.do(numbers.allot, document=self.one(pick), number_of_copies=1):
            assert isinstance(event, numbers.CopiesAllotted)
            self.do(numbers.printed, copy=f"{event.document}/{event.first}")

    @precondition(lambda self: self.register.copies)
    @rule(pick=PICK, what=st.sampled_from(["destroy", "destroy", "lose", "accept", "find", "except"]))
    def copy(self, pick: int, what: str) -> None:
        """Bring a copy to its end, or to none."""
        copy = list(self.register.copies)[pick % len(self.register.copies)]
        approval = Approval("Dana Director", "Standing orders", self.day, "Nobody knows")
        match what:
            case "destroy":
                self.do(destruction.begin, how=HOW)
                batch = next(reversed(self.register.batches), "DB-0001")
                why: Facts = {"authority": "The Chair", "reason": "Superseded"}
                self.do(destruction.tick, batch=batch, copy=copy, pages=3, **why)
                self.do(destruction.make_sheet, batch=batch)
                sheet = self.register.batches[batch].sheet
                if sheet and not self.do(destruction.complete, batch=batch, code=sheet.code):
                    self.do(destruction.abandon, batch=batch, reason="Not now")
            case "lose":
                self.do(mishaps.lose, copy=copy, what="Nobody knows where")
            case "find":
                self.do(mishaps.find, copy=copy, where="A drawer", found_by="Bea")
            case "accept":
                self.do(approved_exceptions.accept, copy=copy, approval=approval)
            case _:
                self.do(approved_exceptions.end, copy=copy, authority="The Chair", why="Over")

    @rule(review=st.sampled_from([REVIEW, OTHER]), what=st.sampled_from(["end", "close", "confirm"]))
    def course(self, review: str, what: str) -> None:
        if what == "end" and self.register.reviews[review].closed is None:
            self.end(review)
        elif what == "close":
            self.do(closing.close, review=review, authority="The Chair")
        elif what == "confirm":
            self.confirm(review)

    @rule(review=st.sampled_from([REVIEW, REVIEW, OTHER]))
    def clear_the_way(self, review: str) -> None:
        """Do all that has to be done before documents of a review may be disposed of."""
        self.the_clock_is_compared(right=True)
        for hold in holds.in_force(self.register):
            self.lift(hold.hold)
        for copy in list(self.register.copies):
            self.copy(list(self.register.copies).index(copy), "destroy")
        if self.register.reviews[review].closed is None:
            self.end(review)
        self.decide_about(review, "withdraw", signed=False)
        self.confirm(review)
        self.decide(review, "destroy", signed=True)

    @rule(
        review=st.sampled_from([REVIEW, OTHER]),
        what=st.sampled_from(["destroy", "destroy", "extend", "transfer", "withdraw"]),
        signed=st.booleans(),
    )
    def decide_about(self, review: str, what: str, *, signed: bool) -> None:
        if what == "withdraw":
            known = [one for one in self.register.record_reviews.values() if one.review == review]
            if known:
                self.do(record_deciding.withdraw, record_review=known[-1].record_review, why="A new fact")
        else:
            self.decide(review, what, signed=signed)

    @rule(pick=PICK)
    def hold_or_lift(self, pick: int) -> None:
        standing = holds.in_force(self.register)
        if not standing or pick % 3 == 0:
            about = ([], [REVIEW], [self.one(pick)], [self.one(pick), OTHER])[pick % 4]
            self.do(holds.raise_hold, about=about, authority="The coroner", reason="An inquest")
            return
        self.lift(standing[pick % len(standing)].hold)

    def lift(self, hold: str) -> None:
        self.do(hold_lifting.begin_lifting, hold=hold, **LIFTING)
        lifting = self.register.holds[hold].lifting
        self.do(hold_lifting.lift, hold=hold, code=lifting.code if lifting else "")

    @rule(
        pick=PICK, what=st.sampled_from(["register", "back up", "back up", "test", "test", "bad", "destroy"])
    )
    def medium(self, pick: int, what: str) -> None:
        if what == "register":
            label = f"Drive {len(self.register.media) + 1}"
            self.do(media.register_medium, label=label, place="A bank", keeper="C. Keeper")
            return
        medium = list(self.register.media)[pick % len(self.register.media)]
        found = self.register.media[medium]
        if what == "back up":
            number, generation = self.register.head.number, self.register.generation
            self.do(media.back_up, medium=medium, number=number, generation=generation, **FOUND)
        elif what == "destroy" and pick % 3 == 0:
            self.do(media.destroy, medium=medium, how="Shredded", witness=NAMES[pick % 6])
        elif found.number:
            problems = int(what == "bad")
            self.do(media.test, medium=medium, number=found.number, problems=problems, behind=0)

    @rule(lost=st.sampled_from([0, 0, 1, None]))
    def restore(self, lost: int | None) -> None:
        facts: Facts = {"source": "M-0001", "number": 3, "reason": "The disk", "witness": WITNESS}
        self.do(restores.restore, lost=lost, **facts)

    @rule(pick=PICK)
    def ask(self, pick: int) -> None:
        mode = ("view", "hard-copy", "electronic")[pick % 3]
        person = next(iter(self.register.people))
        self.do(access.ask, person=person, document=self.one(pick), purpose="To prepare", mode=mode)

    def teardown(self) -> None:
        """The ledger's bytes, folded anew, give an equal register."""
        again = Register().fold(ledger.verified(self.desk.rows))
        assert vars(again) == vars(self.register)
