"""The custodian destroys, lets holders destroy and keep, excepts and closes, right or wrong (F1 to F4)."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from desktop.custody import (
    approved_exceptions,
    batches,
    closing,
    copies,
    destruction,
    ending,
    holder_certificates,
    holds,
    incidents,
    mishaps,
)
from desktop.custody.approved_exceptions import Approval
from desktop.custody.batches import How
from desktop.custody.copies import CopyState
from tests.custody.around_copies import HELD, AroundCopies
from tests.custody.everyday import LATE, PICK
from tests.factory import REVIEW, Facts

NAMES = ("Sam Witness", "Sam Witness", "AVERY example", "O-0001")
FIT = (*destruction.DESTROYABLE, CopyState.SPOILT)


class AroundEndings(AroundCopies):
    """Whatever becomes of a copy, none is destroyed that is held, out, or seen by one person alone."""

    @initialize()
    def begin(self) -> None:
        """Begin with a batch under way that has a copy in it."""
        super().begin()
        self.batch(what="begin", pick=0, late=0)
        self.batch(what="tick", pick=1, late=0)

    @rule(pick=PICK, between=st.sampled_from(["", "", "hold", "lose", "sign out", "damage", "tick", "days"]))
    def destroy(self, pick: int, between: str) -> None:
        """Put a copy in a batch and make its sheet; type its code after whatever may befall it meanwhile."""
        opened = batches.opened(self.register)
        if not opened:
            self.batch("begin", 0, 0)
        found = batches.opened(self.register)[-1]
        copy = self.copy_in(5 * pick + 1, CopyState.IN_SAFE)
        known = self.register.copies.get(copy)
        facts: Facts = {"authority": "The Chair", "reason": "Superseded", "batch": found.batch}
        self.do(destruction.tick, copy=copy, pages=(known.pages or 0) if known else 0, **facts)
        self.do(destruction.make_sheet, batch=found.batch)
        sheet = self.register.batches[found.batch].sheet
        match between:
            case "hold":
                self.hold(pick * 12)
            case "lose" | "damage":
                self.do(getattr(mishaps, between), copy=copy, what="It befell it")
            case "sign out":
                self.sign_out(request=0, pick=pick, due=2, late=0, twist="")
            case "tick":
                self.batch("tick", pick, 0)
            case "days":
                self.time_passes(days=1)
        code = sheet.code if sheet else "0000-0000"
        self.do(destruction.complete, batch=found.batch, code=code)

    @rule(sure=st.integers(0, 5))
    def conclude_at_last(self, sure: int) -> None:
        if sure == 5:
            self.conclude(sure=30)

    @rule(
        what=st.sampled_from(["begin", "tick", "tick", "sheet", "sheet", "end", "end", "out", "leave"]),
        pick=PICK,
        late=LATE,
    )
    def batch(self, what: str, pick: int, late: int) -> None:
        opened = batches.opened(self.register)
        found = opened[pick % len(opened)] if opened else None
        batch = found.batch if found else "DB-0001"
        if what == "begin" and len(opened) < 3:
            how = How(NAMES[pick % 4], "Shredder", destruction.LEVELS[pick % 7], "Here", level_reason="Burnt")
            self.do(destruction.begin, late=late, how=how)
        elif what == "tick":
            copy = self.copy_in(pick, *FIT)
            known = self.register.copies.get(copy)
            pages = (known.pages or 1) - (pick % 7 == 0) if known else 1
            facts: Facts = {"authority": "The Chair", "reason": "Superseded"} if pick % 6 else {}
            self.do(destruction.tick, late=late, batch=batch, copy=copy, pages=pages, **facts)
        elif what == "sheet":
            self.do(destruction.make_sheet, batch=batch)
        elif what == "end":
            code = found.sheet.code if found and found.sheet and pick % 4 else "0000-0000"
            why = "The power failed" if pick % 2 else ""
            self.do(destruction.complete, late=late, batch=batch, code=code, why_late=why)
        elif what == "out":
            copy = next(iter(found.items), "D-0001/1") if found else "D-0001/1"
            self.do(destruction.take_out, late=late, batch=batch, copy=copy, reason="Wanted")
        elif pick % 5 == 0:
            self.do(destruction.abandon, late=late, batch=batch, reason="The shredder broke")

    @rule(pick=PICK, late=LATE, what=st.sampled_from(["send", "send", "receive", "receive"]))
    def by_holder(self, pick: int, late: int, what: str) -> None:
        copy = self.copy_in(pick, *HELD)
        sent = self.register.holder_certificates.get(copy)
        if what == "send":
            self.do(holder_certificates.send, late=late, copy=copy)
            return
        facts: Facts = {"code": sent.code if sent and pick % 4 else "0000-0000", "method": "Shredded"}
        facts |= {"destroyed": self.today - timedelta(pick % 2), "pages": 3 - (pick % 9 == 0)}
        facts["witness_name"] = "Lou Witness" if pick % 3 else "Robin Invented"
        self.do(holder_certificates.receive, late=late, copy=copy, **facts)

    @rule(pick=PICK, late=LATE, what=st.sampled_from(["keep", "accept", "short", "again", "end"]))
    def except_one(self, pick: int, late: int, what: str) -> None:
        copy = self.copy_in(pick, *HELD, CopyState.KEPT_BY_HOLDER, CopyState.IN_SAFE)
        approval = Approval("The Chair", "A letter", self.today - timedelta(late), "Known", None)
        match what:
            case "keep":
                self.do(approved_exceptions.keep, late=late, copy=copy, approval=approval)
            case "accept":
                self.do(approved_exceptions.accept, late=late, copy=copy, approval=approval)
            case "short":
                self.do(approved_exceptions.accept_short, late=late, copy=copy, pages=2, approval=approval)
            case "again":
                self.do(approved_exceptions.look_again, late=late, copy=copy, why="It goes on")
            case _:
                self.do(approved_exceptions.end, late=late, copy=copy, authority="The Chair", why="Over")

    @rule(pick=PICK)
    def hold(self, pick: int) -> None:
        if pick % 12 == 0:
            about = [REVIEW] if pick % 24 else ["D-0001"]
            self.do(holds.raise_hold, about=about, authority="The coroner", reason="An inquest")

    @rule()
    def close_the_review(self) -> None:
        closed = self.do(closing.close, review=REVIEW, authority="The Board")
        if closed:
            left = [copy for copy in copies.of_review(self.register, REVIEW) if copy.state not in copies.ENDS]
            assert all(approved_exceptions.standing(self.register, copy.copy) for copy in left)
            about = {one.about.partition("/")[0] for one in incidents.still_open(self.register)}
            assert not about & {REVIEW, *self.register.documents}

    @invariant()
    def what_is_gone_stays_gone(self) -> None:
        gone = {copy.copy for copy in self.register.copies.values() if copy.state in copies.GONE}
        assert gone == self.oracle.ended | self.oracle.spoilt

    @invariant()
    def a_number_that_is_kept_has_its_holder_and_its_exception(self) -> None:
        for copy in self.register.copies.values():
            if copy.state == CopyState.KEPT_BY_HOLDER:
                made = approved_exceptions.standing(self.register, copy.copy)
                assert copy.out
                assert made is not None
                assert made.kind == "kept by holder"

    @invariant()
    def an_open_batch_has_what_was_ticked(self) -> None:
        inside = {batch.batch: list(batch.items) for batch in batches.opened(self.register)}
        assert inside == {name: ticked for name, (_witness, ticked) in self.oracle.batches.items()}

    @invariant()
    def nothing_that_waits_at_the_end_is_forgotten(self) -> None:
        waits = ending.waiting(self.register, self.today)
        assert len(waits.batches) == len(self.oracle.batches)
        for sent in waits.certificates:
            assert self.register.copies[sent.copy].out
