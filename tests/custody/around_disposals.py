"""The custodian ends records: decides, holds, signs and disposes of masters, right or wrong (G3 to G6).

The review goes on no longer: what is done with its copies is short, what is done with its masters is not.
"""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from desktop.custody import (
    disposal_grounds,
    disposal_papers,
    disposal_traces,
    disposals,
    documents,
    observations,
    packages,
    replays,
)
from desktop.custody.disposals import Disposal
from desktop.custody.errors import RuleError, StrongroomError
from tests.custody.around_records import NAMES, OTHER, PICK, AroundRecords
from tests.custody.gone import of_a_document, of_a_request
from tests.factory import REVIEW, Facts, a_hand
from tests.office.disposal_scene import WITNESS

BETWEEN = ("", "", "", "", "hold", "withdraw", "days", "clock", "print", "take in", "restore")
"""What may come between a sheet and its code."""


class AroundDisposals(AroundRecords):
    """Whatever is done about a record, a master ends by two people's decision alone, and never comes back."""

    @initialize()
    def begin(self) -> None:
        """Begin with a record of which one document is disposed of, and another is on a sheet."""
        super().begin()
        self.prepare(2, 1)
        self.complete_one(1, "right", "")
        self.prepare(1, 1)

    @rule(review=st.sampled_from([REVIEW, OTHER]), number=st.integers(1, 3))
    def dispose(self, review: str, number: int) -> None:
        """Clear the way, and dispose of what is left of a review on one day."""
        for known in list(self.register.disposals.values()):
            if known.waits:
                self.do(disposals.abandon, disposal=known.disposal, reason="A new sheet")
        self.clear_the_way(review)
        self.prepare(1, number)
        self.complete_one(1, "right", "")

    @precondition(lambda self: self.oracle.done)
    @rule(pick=PICK)
    def see_to_what_is_left(self, pick: int) -> None:
        """Do what is still to be done before a disposal is complete, or but for one thing."""
        known = self.register.disposals[list(self.oracle.done)[pick % len(self.oracle.done)]]
        if known.cleared is None:
            self.do(disposals.cleared, disposal=known.disposal, files=1)
        for trace in disposal_traces.unsettled(self.register, known)[pick % 3 == 0 :]:
            if trace.reference in self.register.media:
                at = list(self.register.media).index(trace.reference)
                self.medium(at, "back up")
                self.medium(at, "test")
            else:
                facts: Facts = {"fate": disposal_traces.FATES[pick % 3], "how": "Shredded"}
                self.do(disposal_traces.settle, entry=int(trace.reference), witness=WITNESS, **facts)

    @rule(pick=PICK, what=st.sampled_from(["view", "view", "export", "export", "package", "of one review"]))
    def see_or_hand_out(self, pick: int, what: str) -> None:
        """See a document, write it to a file, or hand a package out; the oracle knows what is no more."""
        if what in {"view", "export"}:
            how = "in the window" if what == "view" else "as a file in clear"
            self.do(observations.view, document=self.one(pick), purpose="Advice", how=how)
        else:
            review = "" if what == "package" else (REVIEW, OTHER)[pick % 2]
            self.do(packages.make_package, recipient="age1invented", review=review)

    @rule(pick=PICK, number=st.integers(1, 3))
    def prepare(self, pick: int, number: int) -> None:
        """Prepare the disposal of some documents, most often of those that may go."""
        free = [name for name in self.register.documents if self.allowed(name)]
        names = (free if free and pick % 4 else list(self.register.documents)) * 2
        first = pick % (len(names) // 2)
        self.do(disposals.prepare, documents=names[first : first + number], witness=NAMES[pick % 6])

    def allowed(self, name: str) -> bool:
        try:
            disposal_grounds.ground(self.register, name)
        except StrongroomError:
            return False
        return True

    @precondition(lambda self: self.register.disposals)
    @rule(
        pick=PICK,
        what=st.sampled_from(["right", "right", "right", "wrong", "another's", "abandon"]),
        between=st.sampled_from(
            ["", "", "", "", "hold", "withdraw", "days", "clock", "print", "take in", "restore"]
        ),
    )
    def complete_one(self, pick: int, what: str, between: str) -> None:
        """Type a code, after whatever may have come between the sheet and it."""
        waiting = [one for one in self.register.disposals.values() if one.waits]
        known = waiting if waiting and pick % 5 else list(self.register.disposals.values())
        found = known[-1 - pick % len(known)]
        match between:
            case "hold":
                self.hold_or_lift(pick * 3)
            case "withdraw":
                self.decide_about(REVIEW, "withdraw", signed=False)
            case "days":
                self.day += timedelta(2)
            case "clock":
                self.day -= timedelta(1)
            case "print":
                self.print_one(pick)
            case "take in":
                self.take_in(REVIEW, "minutes")
            case "restore":
                self.restore(1)
        if what == "abandon":
            self.do(disposals.abandon, disposal=found.disposal, reason="Not now")
            return
        other = next(iter(self.register.disposals.values())).code
        code = {"right": found.code, "wrong": "0000-0000"}.get(what, other)
        generation = self.register.generation + 1
        done = self.do(disposals.complete, disposal=found.disposal, code=code, generation=generation)
        assert not done or code == found.code, "a code counted that is not on its sheet"
        if done and pick % 3:
            left = ["the sealed file x.age"] if pick % 7 == 0 else []
            self.do(disposals.cleared, disposal=found.disposal, files=1, left=left)

    @precondition(lambda self: self.oracle.done)
    @rule(pick=PICK, entry=PICK)
    def account_for(self, pick: int, entry: int) -> None:
        done = list(self.oracle.done)
        disposal = done[pick % len(done)]
        if pick % 4 == 0 and not self.oracle.cleared.get(disposal):
            self.do(disposals.cleared, disposal=disposal, files=1)
            return
        listed = [one for one, _inside in self.oracle.left] or [entry]
        number = listed[entry % len(listed)] if pick % 5 else entry
        fate = disposal_traces.FATES[pick % 3]
        self.do(disposal_traces.settle, entry=number, fate=fate, how="Shredded", witness=NAMES[pick % 6])

    @precondition(lambda self: self.oracle.gone)
    @rule(pick=PICK)
    def give_out_what_is_gone(self, pick: int) -> None:
        """Try everything by which a document goes out, is seen or is changed, on one that is no more."""
        name = list(self.oracle.gone)[pick % len(self.oracle.gone)]
        asked = [one for one in self.register.requests.values() if one.document == name]
        for act, facts in (*of_a_document(name), *(of for one in asked for of in of_a_request(one))):
            try:
                act(self.register, a_hand(self.day), **facts)
            except RuleError:
                continue
            raise AssertionError(f"{name} is no more: {act.__name__}")

    @invariant()
    def what_was_disposed_of_has_no_key_and_keeps_its_identity(self) -> None:
        gone = {one.document: one.disposed for one in self.register.documents.values() if one.disposed}
        assert gone == self.oracle.gone
        kept = {one.master.sealed for one in documents.masters(self.register)}
        ended = disposals.shredded(self.register)
        for name, before in self.before.items():
            now = self.register.documents[name]
            assert (now.versions, now.review, now.kind) == (before.versions, before.review, before.kind)
            for version in before.versions:
                assert version.master.sealed not in kept
                assert ended[version.master.sealed] == gone[name]
        assert len(kept) + len(ended) == sum(len(one.versions) for one in self.register.documents.values())

    @invariant()
    def a_disposal_is_complete_exactly_when_nothing_listed_holds_it(self) -> None:
        for known in self.register.disposals.values():
            if known.done is None:
                continue
            still = {trace.reference for trace in disposal_traces.unsettled(self.register, known)}
            assert still == self.oracle.still(known.disposal)
            told = disposal_traces.is_complete(self.register, known)
            assert told is self.oracle.complete(known.disposal)
            assert (disposal_traces.completed(self.register, known) is not None) is told
            self.certificates_stand(known, complete=told)

    def certificates_stand(self, known: Disposal, *, complete: bool) -> None:
        """See that the certificate can be made at any time, and the final one only when it is so."""
        hand = a_hand(max(self.day, self.oracle.latest))
        paper = str(disposal_papers.certificate(self.register, hand, known.disposal))
        for name in known.documents:
            assert self.before[name].current.master.sha256 in paper
        try:
            disposal_papers.final_certificate(self.register, hand, known.disposal)
        except RuleError:
            assert not complete, "it is complete, and has no final certificate"
        else:
            assert complete, "a final certificate says more than is so"

    @invariant()
    def what_waits_agrees_with_the_sheets(self) -> None:
        day = max(self.day, self.oracle.latest)
        waiting = {one.disposal for one in disposal_traces.waiting(self.register, day)}
        for name, (_documents, since) in self.oracle.prepared.items():
            if name in self.oracle.abandoned:
                expected = False
            elif name in self.oracle.done:
                expected = not self.oracle.complete(name)
            else:
                expected = day <= since + timedelta(1)
            assert (name in waiting) is expected

    @invariant()
    def a_restore_of_an_older_copy_is_told_of_every_disposal(self) -> None:
        told = replays.told(self.register, "v", self.day)
        assert {name for ended in told.disposals for name in ended.documents} == set(self.oracle.gone)
        assert {one.hold for one in told.holds} == set(self.oracle.held)
