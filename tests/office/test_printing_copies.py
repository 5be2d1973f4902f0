"""Printing: the number before the page, and every number ends as printed, spoilt, or to be resolved."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.custody import access, incidents, loans, numbers, people
from desktop.custody.copies import CopyState
from desktop.custody.errors import (
    CancelledError,
    LimitReachedError,
    OnHoldError,
    RuleError,
    TamperError,
    UnknownReferenceError,
    VaultError,
    WrongStateError,
)
from desktop.custody.numbers import CopiesAllotted, CopySpoilt
from desktop.custody.observations import ActRefused
from desktop.office.errors import FileInTheWayError, PrintStoppedError
from desktop.office.office import Office
from desktop.office.printing import Order, mark_of, print_copies, verified_master
from desktop.office.procedure import Step, quiet, run
from desktop.office.take_in import supersede, take_in
from desktop.store.errors import MasterMissingError
from tests.factory import Facts, a_pdf, a_small_disk, march
from tests.office.at_work import (
    REPORT,
    agrees_with_the_disk,
    events,
    last,
    masters,
    reopened,
    stopped_at,
    taken_in,
    unlocked,
)

ROOT = Path(__file__).resolve().parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from tests.office.at_work import unlocked
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import quiet, run

def on_step(step):
    if step.label == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
    return quiet

office = unlocked(Path(sys.argv[1]))
run(print_copies(office, Order("D-0001", 3), Path(sys.argv[1]).parent / "out"), on_step)
"""


def states(office: Office) -> list[CopyState]:
    return [copy.state for copy in office.register.copies.values()]


def alter_master(office: Office) -> None:
    (name,) = masters(office)
    path = office.vault.folder / "masters" / name
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def test_each_copy_is_a_file_of_its_own_with_every_page(office: Office, document: str, out: Path) -> None:
    printed = run(print_copies(office, Order(document, 2), out))
    assert [(copy.copy, copy.pages, copy.file.name) for copy in printed.copies] == [
        ("D-0001/1", 2, "D-0001-copy-1.pdf"),
        ("D-0001/2", 2, "D-0001-copy-2.pdf"),
    ]
    one, other = (copy.file.read_bytes() for copy in printed.copies)
    assert one.startswith(b"%PDF")
    assert one != other
    assert states(office) == [CopyState.IN_SAFE] * 2
    assert printed.outcome.head == office.register.head
    assert agrees_with_the_disk(office)


def test_the_number_is_in_the_ledger_before_a_page_is_made(office: Office, document: str, out: Path) -> None:
    stopped_at(print_copies(office, Order(document, 2), out), "Making copy 1")
    assert isinstance(last(office), CopiesAllotted)
    assert list(out.iterdir()) == []


def test_what_a_page_carries_names_the_holder_and_never_a_child(
    office: Office, document: str, out: Path
) -> None:
    office.do(people.add, name="Robin Invented", post="Head", agency="Trust", role="member")
    run(print_copies(office, Order(document, 1, made_for="P-0001"), out))
    run(print_copies(office, Order(document, 1), out))
    mark, other = mark_of(office, "D-0001/1"), mark_of(office, "D-0001/2")
    assert (mark.holder, other.holder) == ("Robin Invented, Head, Trust", "Held in safe")
    assert (mark.review, mark.day, mark.number) == ("SCR-2026-01", "2 March 2026", 1)
    assert mark.document == "Overview report, anonymised edition, version 1"
    assert mark.marking == "OFFICIAL-SENSITIVE"


@pytest.mark.parametrize(
    ("order", "error"),
    [
        (Order("D-0009", 1), UnknownReferenceError),
        (Order("D-0001", 0), RuleError),
        (Order("D-0001", 21), LimitReachedError),
        (Order("D-0001", 1, made_for="P-0009"), UnknownReferenceError),
    ],
)
@pytest.mark.usefixtures("document")
def test_a_print_that_may_not_be_made_is_a_refusal_and_nothing_else(
    office: Office, out: Path, order: Order, error: type[RuleError]
) -> None:
    with pytest.raises(error):
        run(print_copies(office, order, out))
    refusal = last(office)
    assert isinstance(refusal, ActRefused)
    assert refusal.act == "allot"
    assert not office.register.copies
    assert not out.exists()


def test_the_coding_schedule_is_not_printed(office: Office, pdf: Path, out: Path) -> None:
    run(take_in(office, pdf, REPORT._replace(kind="coding-schedule")))
    with pytest.raises(WrongStateError):
        run(print_copies(office, Order("D-0001", 1), out))
    assert not out.exists()


@pytest.mark.parametrize("harm", ["altered", "missing", "cut", "empty"])
def test_a_master_that_does_not_verify_opens_an_incident_and_blocks_issue(
    office: Office, document: str, out: Path, harm: str
) -> None:
    path = office.vault.folder / "masters" / masters(office)[0]
    if harm == "altered":
        alter_master(office)
    elif harm == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: 0 if harm == "empty" else -1])
    with pytest.raises(MasterMissingError if harm == "missing" else TamperError):
        run(print_copies(office, Order(document, 1), out))
    opened = last(office)
    assert isinstance(opened, incidents.IncidentOpened)
    assert (opened.matter, opened.about) == ("master", document)
    assert not office.register.copies
    with pytest.raises(OnHoldError, match="I-0001"):
        run(print_copies(office, Order(document, 1), out))
    assert isinstance(last(office), ActRefused)


def test_an_altered_master_is_named_though_nothing_may_be_entered(
    office: Office, document: str, out: Path
) -> None:
    alter_master(office)
    head = office.register.head
    office.vault.close()
    reading = unlocked(office.vault.folder, read_only=True)
    with pytest.raises(TamperError):
        run(verified_master(reading, document))
    assert reading.register.head == head
    assert not reading.register.incidents
    reading.close()
    assert not out.exists()


def test_a_master_put_right_is_printed_once_its_incident_is_closed(
    office: Office, document: str, out: Path
) -> None:
    path = office.vault.folder / "masters" / masters(office)[0]
    whole = path.read_bytes()
    alter_master(office)
    with pytest.raises(TamperError):
        run(print_copies(office, Order(document, 1), out))
    path.write_bytes(whole)
    office.do(incidents.close, incident="I-0001", found="Put back from the backup")
    assert run(print_copies(office, Order(document, 1), out)).copies[0].copy == "D-0001/1"


def test_a_master_altered_while_it_is_printed_spoils_the_numbers_and_blocks_issue(
    office: Office, document: str, out: Path
) -> None:
    def meddle(step: Step) -> object:
        if step.label == "Making copy 2":
            alter_master(office)
        return quiet

    with pytest.raises(TamperError):
        run(print_copies(office, Order(document, 3), out), meddle)  # type: ignore[arg-type]
    assert states(office) == [CopyState.IN_SAFE, CopyState.SPOILT, CopyState.SPOILT]
    assert office.register.documents[document].blocked


@pytest.mark.parametrize("data", [b"not a PDF at all", b"%PDF-1.7\nbroken"])
def test_what_cannot_be_marked_spoils_its_numbers_and_keeps_its_master(
    office: Office, tmp_path: Path, out: Path, data: bytes
) -> None:
    (tmp_path / "letter").write_bytes(data)
    document = taken_in(office, tmp_path / "letter")
    with pytest.raises(RuleError):
        run(print_copies(office, Order(document, 2), out))
    assert set(states(office)) <= {CopyState.SPOILT}
    assert list(out.glob("*")) == []
    assert not office.register.incidents
    assert agrees_with_the_disk(office)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (CancelledError(what="The print", left="The numbers are spoilt."), PrintStoppedError),
        (KeyboardInterrupt(), PrintStoppedError),
        (OSError("an invented fault"), OSError),
    ],
)
def test_a_print_that_stops_spoils_the_numbers_that_got_no_copy(
    office: Office, document: str, out: Path, error: BaseException, told: type[BaseException]
) -> None:
    def stop(_part: float) -> None:
        raise error

    with pytest.raises(told):
        run(
            print_copies(office, Order(document, 3), out),
            lambda step: stop if step.label == "Making copy 2" else quiet,
        )
    assert states(office) == [CopyState.IN_SAFE, CopyState.SPOILT, CopyState.SPOILT]
    assert [path.name for path in out.iterdir()] == ["D-0001-copy-1.pdf"]
    reasons = [event.reason for event in events(office) if isinstance(event, CopySpoilt)]
    assert reasons == ["the print was stopped"] * 2
    following = run(print_copies(office, Order(document, 1), out))
    assert following.copies[0].copy == "D-0001/4"


def test_a_print_cancelled_at_page_7_spoils_its_number_and_leaves_no_page(
    office: Office, tmp_path: Path, out: Path
) -> None:
    long = tmp_path / "long.pdf"
    long.write_bytes(a_pdf(12))
    document = taken_in(office, long)
    reached = []

    def stop(part: float) -> None:
        reached.append(part)
        if part >= 7 / 12:
            raise CancelledError(what="The print", left="The numbers are spoilt.")

    with pytest.raises(PrintStoppedError) as stopped:
        run(
            print_copies(office, Order(document, 2), out),
            lambda step: stop if step.label == "Making copy 1" else quiet,
        )
    assert 0 < reached[0] < 7 / 12 <= reached[-1] < 1
    assert stopped.value.facts["spoilt"] == "1, 2"
    assert states(office) == [CopyState.SPOILT] * 2
    assert list(out.iterdir()) == []
    assert run(print_copies(office, Order(document, 1), out)).copies[0].copy == f"{document}/3"


def test_a_file_that_is_there_is_not_written_over(office: Office, document: str, out: Path) -> None:
    out.mkdir()
    (out / "D-0001-copy-1.pdf").write_text("mine")
    with pytest.raises(FileInTheWayError):
        run(print_copies(office, Order(document, 1), out))
    assert (out / "D-0001-copy-1.pdf").read_text() == "mine"
    assert states(office) == []


def test_a_full_disk_spoils_the_numbers_and_leaves_no_part_of_a_copy(
    office: Office, document: str, tmp_path: Path
) -> None:
    with a_small_disk(tmp_path / "small", "8k") as disk:
        with pytest.raises(PrintStoppedError, match="no room left") as stopped:
            run(print_copies(office, Order(document, 2), disk))
        assert stopped.value.facts["spoilt"] == "1, 2"
        assert list(disk.iterdir()) == []
    assert states(office) == [CopyState.SPOILT] * 2


def test_a_print_that_is_dropped_leaves_numbers_that_somebody_resolves(
    office: Office, document: str, out: Path
) -> None:
    procedure = print_copies(office, Order(document, 3), out)
    stopped_at(procedure, "Making copy 2")
    procedure.close()
    again = reopened(office)
    assert states(again) == [CopyState.IN_SAFE, CopyState.ALLOTTED, CopyState.ALLOTTED]
    again.do(numbers.printed, copy="D-0001/2")
    again.do(numbers.spoil, copy="D-0001/3", reason="The program was closed")
    assert states(again) == [CopyState.IN_SAFE, CopyState.IN_SAFE, CopyState.SPOILT]
    assert again.register.copies["D-0001/2"].pages == 2
    again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
@pytest.mark.parametrize(
    ("step", "left"),
    [
        ("Checking the master", []),
        ("Making copy 1", [CopyState.ALLOTTED] * 3),
        ("Making copy 3", [CopyState.IN_SAFE, CopyState.IN_SAFE, CopyState.ALLOTTED]),
    ],
)
@pytest.mark.usefixtures("document")
def test_a_print_that_is_killed_leaves_numbers_that_somebody_resolves(
    office: Office, out: Path, step: str, left: list[CopyState]
) -> None:
    office.vault.close()
    command = [sys.executable, "-c", KILLED, str(office.vault.folder), step]
    killed = subprocess.run(command, check=False, cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    again = unlocked(office.vault.folder)
    assert states(again) == left
    for copy in [copy.copy for copy in again.register.copies.values() if copy.state == CopyState.ALLOTTED]:
        again.do(numbers.spoil, copy=copy, reason="The program was killed")
    again.room = office.room
    printed = run(print_copies(again, Order("D-0001", 1), out))
    assert printed.copies[0].copy == f"D-0001/{len(left) + 1}"
    again.vault.close()


def test_a_copy_resolved_after_a_new_version_has_the_pages_of_its_own(
    office: Office, document: str, tmp_path: Path, out: Path
) -> None:
    procedure = print_copies(office, Order(document, 1), out)
    stopped_at(procedure, "Making copy 1")
    procedure.close()
    (tmp_path / "second.pdf").write_bytes(a_pdf(5))
    run(supersede(office, tmp_path / "second.pdf", document=document, reason="Pages were missing"))
    office.do(numbers.printed, copy="D-0001/1")
    assert office.register.copies["D-0001/1"].pages == 2


def test_a_copy_goes_out_and_comes_back(office: Office, document: str, out: Path) -> None:
    run(print_copies(office, Order(document, 1), out))
    office.do(people.add, name="Robin Invented", post="Head", agency="Trust", role="member")
    asked: Facts = {"person": "P-0001", "document": document, "purpose": "To prepare", "mode": "hard-copy"}
    office.do(access.ask, **asked)
    office.do(access.decide, request="R-0001", agreed=True, by="The Chair", reason="A member")
    terms = loans.Terms("invented 1", ("Bring it back.",))
    lent: Facts = {
        "copy": "D-0001/1",
        "person": "P-0001",
        "request": "R-0001",
        "due": march(9),
        "terms": terms,
    }
    office.do(loans.sign_out, **lent)
    again = reopened(office)
    (loan,) = again.register.copies["D-0001/1"].loans
    again.do(loans.confirm, copy="D-0001/1", slip_code=loan.slip_code.lower())
    again.do(loans.take_back, copy="D-0001/1", pages=2, condition="Good")
    assert states(again) == [CopyState.IN_SAFE]
    again.close()


def test_a_print_into_a_file_is_refused_plainly(office: Office, document: str, pdf: Path) -> None:
    with pytest.raises(VaultError):
        run(print_copies(office, Order(document, 1), pdf))
    assert not office.register.copies
