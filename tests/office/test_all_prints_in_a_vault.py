"""A real vault prints on an invented printer that fails in every way, in any order of acts (C1, C5, C7, C15).

The printer keeps what came out of it. What the register says of each number is compared with that.
"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from desktop.custody import access, loans, numbers, people, print_jobs, reviews
from desktop.custody.copies import Copy, CopyState, tally
from desktop.custody.errors import StrongroomError
from desktop.custody.print_jobs import End, Setup
from desktop.custody.printers import Keeps, Printer
from desktop.custody.printing_errors import PrinterNotReadyError
from desktop.office import issuing, movements, opening, papers, print_room
from desktop.office.issuing import Row
from desktop.office.movements import Handover
from desktop.office.printing import Order
from desktop.office.procedure import Procedure, quiet
from desktop.paper.reading_room import ReadingRoom
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE, REVIEW, a_pdf, march, noon
from tests.office.at_work import agrees_with_the_disk, reopened, taken_in

DUE = date(2026, 3, 16)
WAYS = ("completed", "completed", "failed", "cancelled", "not known", "is gone", "interrupted", "killed")
"""What becomes of a job: as the print system says, or the printer or the program is gone meanwhile."""
OVER = {"authority": "The Chair", "reason": "More people"}
DESK = Setup("Desk")


class InventedPrinter:
    """A print system with one printer; `ways` says what becomes of the next jobs, and all others come out."""

    def __init__(self) -> None:
        self.ways: list[str] = []
        self.out: list[str] = []
        """The titles of the jobs that came out whole."""
        self.sent: list[str] = []

    def printers(self) -> list[Printer]:
        """Return the one."""
        return [Printer("Desk", "usb://Invented/desk")]

    def printer(self, name: str) -> Printer:
        """Return it, whatever it is called."""
        return Printer(name, "usb://Invented/desk")

    def keeps(self) -> Keeps:
        """Keep nothing."""
        return "nothing"

    def send(self, _setup: Setup, title: str, document: bytes) -> str:
        """Take a job."""
        assert document.startswith(b"%PDF-")
        self.sent.append(title)
        return title

    def follow(self, printer: str, job: str, _progress: Callable[[float], None]) -> tuple[End, str]:
        """Say how it ended."""
        way = self.ways.pop(0) if self.ways else "completed"
        if way == "is gone":
            raise PrinterNotReadyError(printer=printer, why="it is gone", left="")
        if way == "interrupted":
            raise KeyboardInterrupt
        if way == "completed":
            self.out.append(job)
        ends: dict[str, End] = {"completed": "completed", "failed": "failed", "cancelled": "cancelled"}
        return ends.get(way, "not known"), "" if way == "completed" else "so it was told"


class EveryPrint(RuleBasedStateMachine):
    """Prints, issues, counts and takes back, and knows what came out of the printer."""

    room: ReadingRoom

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="prints"))
        self.printer = InventedPrinter()

    @initialize()
    def make(self) -> None:
        """Make a vault with a document of three pages and three people who may have it."""
        self.office = opening.create(
            self.folder / "vault",
            passphrase=PASSPHRASE,
            board_name=BOARD,
            operator=OPERATOR,
            key_file=self.folder / "key",
            bounds=CHEAP,
            clock=lambda: noon(march(2)),
        )
        self.at_work()
        self.office.do(reviews.open_review, reference=REVIEW, authority="The Chair")
        file = self.folder / "received.pdf"
        file.write_bytes(a_pdf(3))
        self.document = taken_in(self.office, file)
        for number, name in enumerate(("Robin Invented", "Sam Invented", "Lee Invented"), 1):
            self.office.do(people.add, name=name, post="Nurse", agency="Trust", role="panel member")
            person, document = f"P-000{number}", self.document
            self.office.do(
                access.ask, person=person, document=document, purpose="A meeting", mode="hard-copy"
            )
            self.office.do(
                access.decide, request=f"R-000{number}", agreed=True, by="The Chair", reason="A member"
            )

    def at_work(self) -> None:
        self.office.room, self.office.printers = self.room, self.printer

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.vault.close()
        shutil.rmtree(self.folder)

    def do(self, procedure: Procedure[object], ways: list[str]) -> None:
        """Run a procedure; its jobs end in these ways, and a program that is killed just stops."""
        self.printer.ways = list(ways)
        try:
            step = next(procedure)
            while True:
                if step.label.startswith("Printing") and self.printer.ways[:1] == ["killed"]:
                    procedure.close()
                    return
                try:
                    result = step.work(quiet)
                except BaseException as error:  # noqa: BLE001 - as the lanes hand it on
                    step = procedure.throw(error)
                else:
                    step = procedure.send(result)
        except (StopIteration, StrongroomError, KeyboardInterrupt):
            return

    @rule(number=st.integers(1, 3), ways=st.lists(st.sampled_from(WAYS), max_size=3))
    def print_copies(self, number: int, ways: list[str]) -> None:
        order = Order(self.document, number, **OVER)
        self.do(print_room.print_copies(self.office, order, DESK), ways)

    @rule(number=st.integers(1, 3), ways=st.lists(st.sampled_from(WAYS), max_size=6))
    def issue(self, number: int, ways: list[str]) -> None:
        """Issue a row; copy and slip follow each other, and nothing comes after what stopped it."""
        before = len(self.office.register.print_jobs)
        requests = tuple(f"R-000{one}" for one in range(1, number + 1))
        self.do(issuing.issue(self.office, Row(self.document, requests, DUE, **OVER), DESK), ways)
        jobs = list(self.office.register.print_jobs.values())[before:]
        slips = [job.about.startswith("The slip of ") for job in jobs]
        assert slips == [at % 2 == 1 for at in range(len(jobs))]
        assert all(job.about.endswith(jobs[at - 1].about) for at, job in enumerate(jobs) if slips[at])
        assert all(job.end == "completed" for job in jobs[:-1])

    @precondition(lambda self: self.of(CopyState.IN_SAFE))
    @rule(way=st.sampled_from(WAYS), person=st.integers(1, 3))
    def sign_out(self, way: str, person: int) -> None:
        (copy, *_) = self.of(CopyState.IN_SAFE)
        handover = Handover(copy.copy, f"P-000{person}", f"R-000{person}", DUE)
        self.do(movements.sign_out(self.office, handover, DESK), [way])

    @precondition(lambda self: any(copy.out for copy in self.copies))
    @rule(way=st.sampled_from(WAYS), back=st.booleans())
    def slip_again_or_back(self, way: str, *, back: bool) -> None:
        copy = next(copy for copy in self.copies if copy.out)
        if back:
            self.office.do(loans.take_back, copy=copy.copy, pages=3, condition="Good")
        else:
            self.do(papers.slip_again(self.office, copy.copy, DESK), [way])

    @precondition(lambda self: bool(print_jobs.to_count(self.office.register)))
    @rule(pick=st.integers(0, 9), good=st.integers(0, 3), lost=st.booleans())
    def count(self, pick: int, good: int, *, lost: bool) -> None:
        jobs = print_jobs.to_count(self.office.register)
        job = jobs[pick % len(jobs)]
        whole = good if lost else job.sheets
        try:
            self.office.do(print_jobs.count_sheets, job=job.job, good=whole, spoilt=0)
        except StrongroomError:
            copy = self.office.register.copies.get(job.about)
            in_the_way = copy is not None and copy.state in {CopyState.SPOILT, CopyState.ALLOTTED}
            assert in_the_way or whole > job.sheets

    @precondition(lambda self: self.of(CopyState.ALLOTTED))
    @rule(came_out=st.booleans())
    def resolve(self, *, came_out: bool) -> None:
        """Say of a number whose print was cut short what became of it; a person looked."""
        (copy, *_) = self.of(CopyState.ALLOTTED)
        if came_out:
            self.office.do(numbers.printed, copy=copy.copy)
            self.printer.out.append(copy.copy)
        else:
            self.office.do(numbers.spoil, copy=copy.copy, reason="It is not there")

    @rule()
    def lock_and_unlock(self) -> None:
        self.office = reopened(self.office)
        self.at_work()

    @property
    def copies(self) -> list[Copy]:
        return list(self.office.register.copies.values()) if hasattr(self, "office") else []

    def of(self, state: CopyState) -> list[Copy]:
        return [copy for copy in self.copies if copy.state == state]

    @invariant()
    def each_number_is_what_came_out_of_the_printer(self) -> None:
        """Compare each number with its job: printed if that came out, spoilt if it is known not to have."""
        jobs = {job.about: job for job in self.office.register.print_jobs.values()} if self.copies else {}
        for copy in self.copies:
            job = jobs.get(copy.copy)
            came_out = copy.copy in self.printer.out or (job and job.title in self.printer.out)
            if copy.state == CopyState.ALLOTTED:
                assert job is None or job.end is None
            else:
                assert bool(came_out) is (copy.state != CopyState.SPOILT)

    @invariant()
    def numbers_are_gapless_and_their_sum_is_what_was_allotted(self) -> None:
        if not self.copies:
            return
        assert [copy.number for copy in self.copies] == list(range(1, len(self.copies) + 1))
        assert sum(tally(self.office.register, self.document).values()) == len(self.copies)

    @invariant()
    def every_job_was_entered_before_it_was_sent(self) -> None:
        if self.copies:
            titles = {job.title for job in self.office.register.print_jobs.values()}
            assert set(self.printer.sent) <= titles
            assert len(set(self.printer.sent)) == len(self.printer.sent)

    @invariant()
    def what_is_out_has_its_slip_or_is_known_to_lack_it(self) -> None:
        for copy in self.copies:
            if copy.out:
                about = f"The slip of {copy.copy}"
                slips = [job for job in self.office.register.print_jobs.values() if job.about == about]
                missing = issuing.slip_missing(self.office.register, copy.copy)
                assert missing is (bool(slips) and slips[-1].title not in self.printer.out)

    @invariant()
    def the_register_agrees_with_the_disk(self) -> None:
        assert not self.copies or agrees_with_the_disk(self.office)


def run_machine(room: ReadingRoom, examples: int, steps: int) -> None:
    """Run it with one warm worker for all vaults."""
    EveryPrint.room = room
    run_state_machine_as_test(EveryPrint, settings=settings(max_examples=examples, stateful_step_count=steps))


def test_each_number_is_what_came_out_after_any_sequence_of_acts(room: ReadingRoom) -> None:
    run_machine(room, 8, 10)


@pytest.mark.long
def test_each_number_is_what_came_out_after_very_many_sequences_of_acts(room: ReadingRoom) -> None:
    run_machine(room, 200, 25)
