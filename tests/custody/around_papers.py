"""The custodian prints on printers, counts sheets and files scans, beside all else about copies (C1, C14)."""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from desktop.custody import (
    batches,
    copies,
    loans,
    marks,
    numbers,
    paper_pages,
    print_jobs,
    scans,
    sheet_codes,
)
from desktop.custody.copies import CopyState
from desktop.custody.hand import Event
from desktop.custody.numbers import CopiesAllotted
from desktop.custody.paper_pages import PaperPage
from desktop.custody.print_jobs import Setup
from desktop.custody.scans import PaperFiled
from tests.custody.around_copies import HELD
from tests.custody.around_endings import AroundEndings
from tests.custody.everyday import LATE, PICK
from tests.custody.papers_oracle import PapersOracle
from tests.factory import REVIEW, a_master

HERE = {CopyState.IN_SAFE, CopyState.DAMAGED, CopyState.LOST}
ENDS = {
    CopyState.ALLOTTED: "open",
    CopyState.SPOILT: "spoilt",
    CopyState.DELETED: "deleted",
    CopyState.DESTROYED_HERE: "destroyed here",
    CopyState.DESTROYED_BY_HOLDER: "destroyed by holder",
}


class AroundPapers(AroundEndings):
    """Whatever becomes of a print or of a scan, each number has one state, and each paper one place."""

    oracle: PapersOracle

    def __init__(self) -> None:
        super().__init__()
        self.oracle = PapersOracle()
        self.slips: list[tuple[str, str]] = []
        """Of each loan there ever was, its copy and what a scanner reads on its slip."""
        self.scanned: set[str] = set()
        """What was filed by its code."""

    @initialize()
    def begin(self) -> None:
        """Begin with a job that came out and was counted, and one of which nobody knows."""
        super().begin()
        self.print_one(pick=0, two_sided=True, end="completed", late=0)
        self.print_one(pick=0, two_sided=False, end="", late=0)

    @rule(
        pick=PICK,
        two_sided=st.booleans(),
        end=st.sampled_from(["completed", "completed", "failed", "cancelled", "not known", ""]),
        late=LATE,
    )
    def print_one(self, pick: int, two_sided: bool, end: str, late: int) -> None:  # noqa: FBT001
        """Print the next number of a document, as far as the printer or the program goes."""
        document = self.one(self.register.documents, pick, "D")
        given = self.do(numbers.allot, late=late, document=document, number_of_copies=1)
        for event in given:
            if isinstance(event, CopiesAllotted):
                copy = f"{event.document}/{event.first}"
                pages = self.register.documents[document].pages or 1
                self.do(print_jobs.send, about=copy, setup=Setup("Desk", two_sided=two_sided), pages=pages)
                self.end_job(0, end=end, stopped=pick % 5 == 0, late=late)

    @precondition(lambda self: self.register.print_jobs)
    @rule(
        pick=PICK,
        end=st.sampled_from(["completed", "completed", "failed", "cancelled", "not known", ""]),
        stopped=st.booleans(),
        late=LATE,
    )
    def end_job(self, pick: int, end: str, *, stopped: bool, late: int) -> None:
        """Say how the last job or another ended; a program that is stopped then leaves its number open."""
        known = list(self.register.print_jobs)
        job = self.register.print_jobs[known[-1 - pick % len(known)]]
        if end == "completed":
            copy = self.copy_in(pick, CopyState.ALLOTTED) if pick % 7 == 3 else job.about
            self.do(print_jobs.complete_copy, late=late, job=job.job, copy=copy, pages=job.pages)
        elif end:
            ended = self.do(print_jobs.end, late=late, job=job.job, how=end, why="So it was told")
            if ended and not stopped:
                self.do(numbers.spoil, late=late, copy=job.about, reason=f"The job {end}")

    @precondition(lambda self: self.register.print_jobs)
    @rule(pick=PICK, good=st.integers(0, 4), spoilt=st.integers(0, 1), late=LATE)
    def count_sheets(self, pick: int, good: int, spoilt: int, late: int) -> None:
        jobs = {job.job: job for job in print_jobs.to_count(self.register)}
        job = self.one(jobs if jobs and pick % 5 else self.register.print_jobs, pick, "PJ")
        whole = self.register.print_jobs[job].sheets if good == 4 else good
        fate = "Shredded" if pick % 3 else ""
        self.do(print_jobs.count_sheets, late=late, job=job, good=whole, spoilt=spoilt, fate=fate)

    def learn_slips(self) -> None:
        """Keep what a scanner reads on each slip, as a folder of papers does."""
        known = {payload for _copy, payload in self.slips}
        for copy in self.register.copies.values():
            for loan in copy.loans:
                payload = loans.payload(self.register, copy, loan)
                if payload not in known:
                    self.slips.append((copy.copy, payload))

    @rule(pick=PICK, late=LATE, of=st.sampled_from(["present", "present", "any", "odd spelling"]))
    def scan_a_slip(self, pick: int, late: int, of: str) -> None:
        """File a slip: of the present loan, or of any there ever was, read well or oddly."""
        self.learn_slips()
        if not self.slips:
            return
        copy, payload = self.slips[pick % len(self.slips)]
        if of == "present":
            copy = self.copy_in(5 * pick + 1, *HELD)
            found = self.register.copies.get(copy)
            loan = found.loan if found else None
            if found is None or loan is None:
                return
            payload = loans.payload(self.register, found, loan)
        last = next(text for one, text in reversed(self.slips) if one == copy)
        awaited = copy in self.oracle.unsigned and payload == last
        twice = payload in self.scanned
        text = f"{payload[:-4]}-{payload[-4:].lower()}" if of == "odd spelling" else payload
        events = self.file(text, late)
        if twice:
            assert not events, "the same paper was filed twice"
        elif not late:
            assert events, "a slip of ours was not filed"
        if events:
            self.scanned.add(payload)
            assert (copy in self.oracle.unsigned) is (copy in self.unsigned_before and not awaited)

    @rule(
        pick=PICK,
        late=LATE,
        what=st.sampled_from(["page", "slip's page", "other vault", "no such", "sheet", "certificate"]),
    )
    def scan_another_paper(self, pick: int, late: int, what: str) -> None:
        """File what is no slip of ours: nothing is signed by that."""
        copy = self.one(self.register.copies, pick, "D-0001/1")
        vault = self.register.founded.vault
        match what:
            case "page":
                payload = marks.page_code(vault, copy, 1)
            case "slip's page":
                self.learn_slips()
                if not self.slips:
                    return
                paper = paper_pages.kept(self.slips[pick % len(self.slips)][1])
                payload = PaperPage(paper, "AB"[pick % 2], 1 + pick % 3, 3, pick % 5 == 0).payload
            case "other vault":
                payload = f"SL1 ELSE {copy} {'0' * 8}"
            case "no such":
                payload = f"SL1 {vault} {copy} {'0' * 8}"
            case "sheet":
                opened = [one for one in batches.opened(self.register) if one.sheet]
                if not opened or opened[-1].sheet is None:
                    return
                name, code = opened[-1].batch, opened[-1].sheet.code
                payload = sheet_codes.payload(self.register, batches.BATCH_CODE, name, code)
            case _:
                payload = f"HC1 {vault} {copy} {'0' * 8}"
        events = self.file(payload, late)
        assert self.oracle.unsigned == self.unsigned_before, "a paper that is no slip ended a wait"
        if what in {"page", "other vault", "no such"}:
            assert not events, "a paper of which nothing is known was filed by its code"

    @rule(pick=PICK, late=LATE, paper=st.sampled_from(scans.BY_HAND))
    def file_by_hand(self, pick: int, late: int, paper: str) -> None:
        about = self.one(self.register.copies, pick, "D-0001/1") if pick % 3 else (REVIEW, "D-0099")[pick % 2]
        before = set(self.oracle.unsigned)
        facts = {"master": a_master(str(len(self.desk.rows)), pages=1), "about": about, "paper": paper}
        self.do(scans.file_by_hand, late=late, **facts)
        assert self.oracle.unsigned == before, "a paper that was filed by hand ended a wait"

    def file(self, payload: str, late: int) -> Sequence[Event]:
        """File a paper by its code; `unsigned_before` tells which signatures were awaited before."""
        self.unsigned_before = set(self.oracle.unsigned)
        master = a_master(str(len(self.desk.rows)), pages=1)
        events = self.do(scans.file_paper, late=late, master=master, payload=payload)
        assert sum(isinstance(event, PaperFiled) for event in events) == bool(events)
        return events

    @invariant()
    def printed_is_in_the_safe_out_destroyed_or_spoilt_and_nothing_else(self) -> None:
        for document in self.register.documents:
            sums, told = self.oracle.sums(document), dict.fromkeys(("here", "out", *ENDS.values()), 0)
            for state, count in copies.tally(self.register, document).items():
                if state in ENDS:
                    told[ENDS[state]] += count
            left = [copy for copy in self.register.copies.values() if copy.document == document]
            left = [copy for copy in left if copy.state not in ENDS]
            told["out"], told["here"] = sum(copy.out for copy in left), sum(not copy.out for copy in left)
            assert {place: told[place] for place in told if told[place]} == dict(sums)
            assert {copy.state for copy in left if not copy.out} <= HERE

    @invariant()
    def a_copy_that_did_not_come_out_whole_is_not_issued_before_it_is_mended(self) -> None:
        live = {copy.copy: copy for copy in self.register.copies.values() if copy.state not in ENDS}
        assert {name for name, copy in live.items() if copy.unfit} == self.oracle.unfit & set(live)

    @invariant()
    def a_signature_is_awaited_exactly_until_the_slip_of_the_present_loan_is_back(self) -> None:
        awaited = {copy.copy for copy in self.register.copies.values() if copy.unsigned}
        assert awaited == self.oracle.unsigned - self.oracle.kept

    @invariant()
    def a_scan_belongs_to_one_thing_and_to_no_other(self) -> None:
        kept = {one.scan: (one.about, one.paper, one.master.sealed) for one in self.register.scans.values()}
        assert kept == self.oracle.filed
        listed = [
            one.scan
            for about in {about for about, *_ in kept.values()}
            for one in scans.of(self.register, about)
        ]
        assert sorted(listed) == sorted(kept)
        codes = [one.code for one in self.register.scans.values() if one.code]
        assert len(set(codes)) == len(codes), "a paper was filed twice"

    @invariant()
    def a_job_is_ended_once_and_counted_once(self) -> None:
        jobs = self.register.print_jobs
        assert list(jobs) == [f"PJ-{number:04}" for number in range(1, len(jobs) + 1)]
        assert {name: job.end for name, job in jobs.items() if job.end} == self.oracle.ends
        counted = {name: job.good for name, job in jobs.items() if job.counted}
        assert counted == self.oracle.counts
        assert {job.job for job in print_jobs.to_count(self.register)} == set(jobs) - set(counted)
