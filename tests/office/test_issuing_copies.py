"""A row of copies with their slips on a real CUPS: the order, and where each thing is when the row stops."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from desktop.custody import access, limits, numbers, people, sheet_codes
from desktop.custody.copies import CopyState
from desktop.custody.errors import CancelledError, FactMissingError, LimitReachedError, NotAgreedError
from desktop.custody.observations import ActRefused, PaperMade
from desktop.custody.print_jobs import Setup
from desktop.custody.printing_errors import PrinterNotReadyError, PrinterRefusedError
from desktop.office import issuing, movements, papers, print_room
from desktop.office.errors import PaperNotPrintedError, RowStoppedError
from desktop.office.issuing import Row
from desktop.office.movements import Handover
from desktop.office.office import Office
from desktop.office.printing import Order
from desktop.office.procedure import Progress, Step, quiet, run
from tests.factory import REVIEW
from tests.office.at_work import agreed, agrees_with_the_disk, events, last, reopened, stopped_at
from tests.paper.print_server import PrintServer

DUE = date(2026, 3, 16)
DESK = Setup("Desk", two_sided=True)


@pytest.fixture
def asked(office: Office, document: str) -> tuple[str, ...]:
    """Agreed requests of three people."""
    first = agreed(office, document)
    for number, name in ((2, "Sam Invented"), (3, "Lee Invented")):
        office.do(
            people.add,
            name=name,
            post="Nurse",
            agency="Invented Trust",
            role="panel member",
            review=REVIEW,
        )
        person, request = f"P-000{number}", f"R-000{number}"
        office.do(access.ask, person=person, document=document, purpose="A meeting", mode="hard-copy")
        office.do(access.decide, request=request, agreed=True, by="The Chair", reason="On the panel")
    return (first, "R-0002", "R-0003")


def code_of(office: Office, copy: str) -> str:
    return sheet_codes.printed(office.register.copies[copy].loans[-1].slip_code)


def states(office: Office) -> list[CopyState]:
    return [copy.state for copy in office.register.copies.values()]


def cancelled_at(label: str) -> Callable[[Step], Progress]:
    """Return what cancels the step of that label."""

    def stop(_part: float) -> None:
        raise CancelledError(what="The print", left="")

    def on_step(step: Step) -> Progress:
        return stop if step.label == label else quiet

    return on_step


def test_each_copy_is_followed_by_its_own_slip(
    office: Office, document: str, server: PrintServer, asked: tuple[str, ...], tmp_path: Path
) -> None:
    before = {file for file in tmp_path.rglob("*") if file.is_file()}
    done = run(issuing.issue(office, Row(document, asked, DUE), DESK))
    assert [(one.copy, one.person, one.request) for one in done.copies] == [
        ("D-0001/1", "P-0001", "R-0001"),
        ("D-0001/2", "P-0002", "R-0002"),
        ("D-0001/3", "P-0003", "R-0003"),
    ]
    jobs = {job.title: job.about for job in office.register.print_jobs.values()}
    out = server.printed()
    assert [jobs[server.said(file)[0]] for file in out] == [
        words for n in (1, 2, 3) for words in (f"D-0001/{n}", f"The slip of D-0001/{n}")
    ]
    for made, pages, slip in zip(done.copies, out[::2], out[1::2], strict=True):
        assert made.slip_code in text(slip)
        assert office.register.people[made.person].name in text(pages)
        assert "sides=two-sided-long-edge" in server.said(pages)[1]
        assert "sides=one-sided" in server.said(slip)[1], "the holder's part is not on the office's back"
    assert states(office) == [CopyState.AWAITING_SIGNATURE] * 3
    assert [job.end for job in office.register.print_jobs.values()] == ["completed"] * 6
    after = {file for file in tmp_path.rglob("*") if file.is_file()}
    assert not [file for file in after - before if b"%PDF" in file.read_bytes()]
    assert agrees_with_the_disk(office)


def text(file: Path) -> str:
    with pypdfium2.PdfDocument(file.read_bytes()) as pdf:
        return " ".join(page.get_textpage().get_text_range() for page in pdf)


def test_a_copy_that_fails_stops_the_row_and_the_rest_get_no_number(
    office: Office, document: str, server: PrintServer, asked: tuple[str, ...]
) -> None:
    with pytest.raises(RowStoppedError) as stopped:
        run(issuing.issue(office, Row(document, asked, DUE), DESK), cancelled_at("Printing copy 2"))
    assert "Signed out with their slips: D-0001/1. D-0001/2 is spoilt" in stopped.value.message
    assert "Not begun: R-0003." in stopped.value.message
    assert states(office) == [CopyState.AWAITING_SIGNATURE, CopyState.SPOILT]
    again = run(issuing.issue(office, Row(document, asked[1:], DUE), DESK))
    assert [one.copy for one in again.copies] == ["D-0001/3", "D-0001/4"]
    assert server.cups._run("lpstat", "-W", "not-completed", "-o").stdout == ""


def test_a_slip_that_fails_leaves_its_loan_and_is_printed_again(
    office: Office, document: str, server: PrintServer, asked: tuple[str, ...]
) -> None:
    with pytest.raises(RowStoppedError, match=r"out of toner.*its slip is missing") as stopped:
        run(issuing.issue(office, Row(document, asked, DUE), Setup("Second")))
    assert "Not begun: R-0002, R-0003." in stopped.value.message
    assert states(office) == [CopyState.AWAITING_SIGNATURE]
    run(papers.slip_again(office, f"{document}/1", DESK))
    assert code_of(office, "D-0001/1") in text(server.printed()[-1])
    assert any(isinstance(event, PaperMade) for event in events(office))


def test_what_came_out_and_cannot_be_signed_out_stays_in_the_safe(
    office: Office, document: str, server: PrintServer, asked: tuple[str, ...]
) -> None:
    def decided_otherwise(step: Step) -> Progress:
        if step.label == "Printing copy 2":
            undecided = msgspec.structs.replace(office.register.requests["R-0002"], decision=None)
            office.register.requests["R-0002"] = undecided
        return quiet

    with pytest.raises(RowStoppedError, match="D-0001/2 came out and is not signed out: lock it in the safe"):
        run(issuing.issue(office, Row(document, asked, DUE), DESK), decided_otherwise)
    assert states(office) == [CopyState.AWAITING_SIGNATURE, CopyState.IN_SAFE]
    assert len(server.printed()) == 3


def test_a_row_of_which_one_may_not_go_out_is_refused_before_a_number_is_given(
    office: Office, document: str, server: PrintServer, asked: tuple[str, ...]
) -> None:
    office.do(access.ask, person="P-0003", document=document, purpose="A meeting", mode="hard-copy")
    with pytest.raises(NotAgreedError, match="R-0004 awaits its decision"):
        run(issuing.issue(office, Row(document, (*asked, "R-0004"), DUE), DESK))
    assert isinstance(last(office), ActRefused)
    for requests, error in (((), FactMissingError), ((asked[0], asked[0]), FactMissingError)):
        with pytest.raises(error):
            run(issuing.issue(office, Row(document, requests, DUE), DESK))
    with pytest.raises(PrinterRefusedError):
        run(issuing.issue(office, Row(document, asked, DUE), Setup("ToFile")))
    with pytest.raises(PrinterNotReadyError):
        run(issuing.issue(office, Row(document, asked, DUE), Setup("Paused")))
    assert (states(office), server.printed()) == ([], [])


@pytest.mark.usefixtures("server")
def test_the_limit_is_that_of_the_whole_row(office: Office, document: str, asked: tuple[str, ...]) -> None:
    office.do(
        limits.limit, document=document, number_of_copies=2, authority="The Chair", reason="Two readers"
    )
    with pytest.raises(LimitReachedError):
        run(issuing.issue(office, Row(document, asked, DUE), DESK))
    assert states(office) == []
    over = Row(document, asked, DUE, "The Chair", "A third reader")
    assert len(run(issuing.issue(office, over, DESK)).copies) == 3


@pytest.mark.usefixtures("server")
def test_a_program_that_is_killed_in_a_row_leaves_one_number_to_be_resolved(
    office: Office, document: str, asked: tuple[str, ...]
) -> None:
    stopped_at(issuing.issue(office, Row(document, asked, DUE), DESK), "Printing copy 2")
    again = reopened(office)
    assert states(again) == [CopyState.AWAITING_SIGNATURE, CopyState.ALLOTTED]
    again.vault.close()


def test_a_copy_in_the_safe_is_signed_out_with_its_slip_from_the_printer(
    office: Office, document: str, server: PrintServer, asked: tuple[str, ...]
) -> None:
    run(print_room.print_copies(office, Order(document, 1), DESK))
    handover = Handover("D-0001/1", "P-0001", asked[0], DUE)
    with pytest.raises(PrinterNotReadyError, match="stopped"):
        run(movements.sign_out(office, handover, Setup("Paused")))
    assert states(office) == [CopyState.IN_SAFE]
    with pytest.raises(PaperNotPrintedError, match="jammed"):
        run(movements.sign_out(office, handover, Setup("Jammed")))
    assert states(office) == [CopyState.AWAITING_SIGNATURE]
    run(papers.slip_again(office, "D-0001/1", DESK))
    assert code_of(office, "D-0001/1") in text(server.printed()[-1])


@pytest.mark.usefixtures("server")
def test_a_number_that_somebody_else_took_meanwhile_is_not_taken_for_that_of_the_row(
    office: Office, document: str, asked: tuple[str, ...]
) -> None:
    stop = cancelled_at("Printing copy 1")

    def on_step(step: Step) -> Progress:
        if step.label == "Making copy 1":
            office.do(numbers.allot, document=document, number_of_copies=1)
        return stop(step)

    with pytest.raises(RowStoppedError, match="D-0001/1 is spoilt"):
        run(issuing.issue(office, Row(document, asked, DUE), DESK), on_step)
