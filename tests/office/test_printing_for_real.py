"""Printing on a real CUPS: what comes out, what is refused, and what each way of failing leaves behind."""

from pathlib import Path

import pytest

from desktop.custody import print_jobs, printers
from desktop.custody.copies import CopyState
from desktop.custody.errors import CancelledError, WrongStateError
from desktop.custody.numbers import CopySpoilt
from desktop.custody.observations import ActRefused
from desktop.custody.print_jobs import PrintJobEnded, PrintJobSent, Setup
from desktop.custody.printers import SpoolSeen
from desktop.custody.printing_errors import NoPrintSystemError, PrinterNotReadyError, PrinterRefusedError
from desktop.office import print_room
from desktop.office.errors import PrintStoppedError
from desktop.office.office import Office
from desktop.office.printing import Order
from desktop.office.procedure import Progress, Step, quiet, run
from desktop.paper.cups import Cups
from tests.office.at_work import agrees_with_the_disk, events, last, reopened, stopped_at
from tests.paper.print_server import PrintServer, print_server


def copies(office: Office, document: str, printer: str = "Desk", number: int = 2) -> list[str]:
    done = run(print_room.print_copies(office, Order(document, number), Setup(printer, two_sided=True)))
    return [made.job for made in done.copies]


def states(office: Office) -> list[CopyState]:
    return [copy.state for copy in office.register.copies.values()]


def ends(office: Office) -> list[str | None]:
    return [job.end for job in office.register.print_jobs.values()]


def test_copies_come_out_in_the_order_of_their_numbers_under_titles_that_tell_nothing(
    office: Office, document: str, server: PrintServer
) -> None:
    jobs = copies(office, document)
    assert jobs == ["PJ-0001", "PJ-0002"]
    assert states(office) == [CopyState.IN_SAFE] * 2
    sent = [event for event in events(office) if isinstance(event, PrintJobSent)]
    assert [(event.about, event.pages, event.sheets) for event in sent] == [
        ("D-0001/1", 2, 1),
        ("D-0001/2", 2, 1),
    ]
    first, second = server.printed()
    assert first.read_bytes().startswith(b"%PDF")
    assert first.read_bytes() != second.read_bytes()
    title, options = server.said(first)
    assert title == f"Strongroom {office.register.print_jobs['PJ-0001'].entry:04d}"
    assert "sides=two-sided-long-edge" in options
    assert "print-color-mode=monochrome" in options
    assert agrees_with_the_disk(office)


def test_nothing_of_a_print_is_left_on_the_disk(
    office: Office, document: str, server: PrintServer, tmp_path: Path
) -> None:
    before = {file for file in tmp_path.rglob("*") if file.is_file()}
    copies(office, document)
    after = {file for file in tmp_path.rglob("*") if file.is_file()}
    assert not [file for file in after - before if b"%PDF" in file.read_bytes()]
    assert server.spooled() == []


@pytest.mark.parametrize("printer", ["Jammed", "Halting", "Refuses"])
def test_a_printer_that_fails_leaves_spoilt_numbers_and_nothing_that_waits(
    office: Office, document: str, server: PrintServer, printer: str
) -> None:
    with pytest.raises(PrintStoppedError, match=r"Numbers spoilt: 1, 2"):
        copies(office, document, printer)
    assert states(office) == [CopyState.SPOILT] * 2
    assert ends(office) == ["cancelled" if printer == "Refuses" else "failed"]
    assert server.cups._run("lpstat", "-W", "not-completed", "-o").stdout == ""
    server.do("cupsenable", printer)
    assert server.printed() == []
    assert agrees_with_the_disk(office)


@pytest.mark.usefixtures("server")
def test_what_came_out_before_a_printer_failed_counts(office: Office, document: str) -> None:
    with pytest.raises(PrintStoppedError, match=r"out of toner.*Copies made: 1\. Numbers spoilt: 2, 3"):
        copies(office, document, "Second", 3)
    assert states(office) == [CopyState.IN_SAFE, CopyState.SPOILT, CopyState.SPOILT]
    assert ends(office) == ["completed", "failed"]
    assert any(isinstance(event, CopySpoilt) for event in events(office))


def test_a_print_that_is_stopped_is_taken_back_and_its_numbers_are_spoilt(
    office: Office, document: str, server: PrintServer
) -> None:
    looks = 0

    def stop(_part: float) -> None:
        nonlocal looks
        looks += 1
        if looks > 3:
            raise CancelledError(what="printing")

    def on_step(step: Step) -> Progress:
        return stop if step.label.startswith("Printing") else quiet

    with pytest.raises(PrintStoppedError):
        run(print_room.print_copies(office, Order(document, 1), Setup("Slow")), on_step)
    assert ends(office) == ["cancelled"]
    assert states(office) == [CopyState.SPOILT]
    assert server.cups._run("lpstat", "-W", "not-completed", "-o").stdout == ""


def test_a_printer_that_vanishes_leaves_a_spoilt_number(
    office: Office, document: str, server: PrintServer
) -> None:
    server.do("lpadmin", "-p", "Passing", "-E", "-v", "usb://Invented/slow", "-o", "printer-is-shared=false")
    gone = False

    def take_away(_part: float) -> None:
        nonlocal gone
        waits = "Passing-" in server.cups._run("lpstat", "-o").stdout
        if waits and not gone:
            gone = True
            server.do("lpadmin", "-x", "Passing")

    def on_step(step: Step) -> Progress:
        return take_away if step.label.startswith("Printing") else quiet

    with pytest.raises(PrintStoppedError, match="gone"):
        run(print_room.print_copies(office, Order(document, 1), Setup("Passing")), on_step)
    assert states(office) == [CopyState.SPOILT]


@pytest.mark.parametrize(
    ("printer", "refusal"),
    [
        ("Paused", (PrinterNotReadyError, "stopped")),
        ("Nowhere", (PrinterNotReadyError, "no such printer")),
        ("ToFile", (PrinterRefusedError, "makes files")),
        ("Elsewhere", (PrinterRefusedError, "over the network")),
    ],
)
def test_what_may_not_or_cannot_print_is_refused_before_a_number_is_given(
    office: Office, document: str, server: PrintServer, printer: str, refusal: tuple[type[Exception], str]
) -> None:
    error, why = refusal
    with pytest.raises(error, match=why):
        copies(office, document, printer)
    assert states(office) == []
    assert server.printed() == []
    if error is PrinterRefusedError:
        assert isinstance(last(office), ActRefused)


@pytest.mark.parametrize(
    "name",
    ["", " ", "-h", "-odd", "Desk ", "Desk/two", "Desk -o raw", 'Desk"', "Desk\n", "../Desk", "Desk\x1b[2J"],
)
def test_an_odd_name_is_no_printer_and_no_option(
    office: Office, document: str, server: PrintServer, name: str
) -> None:
    if name == "-odd":
        server.do("lpadmin", "-p", name, "-E", "-v", "usb://Invented/desk", "-o", "printer-is-shared=false")
    with pytest.raises(PrinterNotReadyError, match="no such printer"):
        copies(office, document, name)
    assert "-odd" not in {one.name for one in server.cups.printers()}
    assert (states(office), server.printed()) == ([], [])


@pytest.mark.usefixtures("server")
def test_an_exception_is_an_entry_and_lets_that_printer_print(office: Office, document: str) -> None:
    run(print_room.except_printer(office, "ToFile", authority="The Chair", reason="A drill"))
    found = {one.printer.name: one for one in run(print_room.choices(office)).printers}
    assert found["ToFile"].excepted
    assert not found["Elsewhere"].excepted
    office.do(printers.end_exception, printer="ToFile", reason="The drill is over")
    with pytest.raises(PrinterRefusedError):
        copies(office, document, "ToFile")


@pytest.mark.usefixtures("server")
def test_a_tray_that_the_printer_has_not_is_refused(office: Office, document: str) -> None:
    with pytest.raises(WrongStateError, match="Tray 9"):
        run(print_room.print_copies(office, Order(document, 1), Setup("Desk", tray="Tray 9")))
    assert states(office) == []


@pytest.mark.usefixtures("server")
def test_the_sheets_are_counted_and_a_copy_that_lacks_one_is_damaged(office: Office, document: str) -> None:
    first, second = copies(office, document)
    office.do(print_jobs.count_sheets, job=first, good=1, spoilt=1, fate="Shredded at once")
    office.do(print_jobs.count_sheets, job=second, good=0, spoilt=0)
    assert states(office) == [CopyState.IN_SAFE, CopyState.DAMAGED]
    assert print_jobs.to_count(office.register) == []


def test_a_paper_is_printed_from_its_file(office: Office, server: PrintServer, pdf: Path) -> None:
    done = run(print_room.print_paper(office, pdf, Setup("Desk")))
    assert (done.job, done.pages) == ("PJ-0001", 2)
    assert server.printed()[0].read_bytes() == pdf.read_bytes()
    assert office.register.print_jobs["PJ-0001"].sheets == 2


@pytest.mark.usefixtures("server")
def test_a_program_that_is_killed_while_it_prints_leaves_a_number_to_be_resolved(
    office: Office, document: str
) -> None:
    stopped_at(print_room.print_copies(office, Order(document, 1), Setup("Desk")), "Printing")
    again = reopened(office)
    assert states(again) == [CopyState.ALLOTTED]
    assert ends(again) == [None]
    assert not any(isinstance(event, PrintJobEnded) for event in events(again))
    again.vault.close()


def test_where_the_print_system_does_not_answer_nothing_is_done(
    office: Office, document: str, tmp_path: Path
) -> None:
    office.printers = Cups(str(tmp_path / "no.sock"))
    with pytest.raises(NoPrintSystemError):
        copies(office, document)
    office.printers = None
    with pytest.raises(NoPrintSystemError):
        copies(office, document)
    assert states(office) == []


@pytest.mark.parametrize(
    ("settings", "keeps"),
    [
        ("", "files"),
        ("PreserveJobFiles Yes", "files"),
        ("PreserveJobFiles 3600", "files"),
        ("PreserveJobFiles No", "names"),
        ("preservejobfiles off\nPreserveJobHistory No", "nothing"),
    ],
)
def test_what_cups_keeps_is_read_from_its_settings(tmp_path: Path, settings: str, keeps: str) -> None:
    (tmp_path / "cupsd.conf").write_text(f"Listen nowhere\n{settings}\n")
    assert Cups("nowhere", tmp_path / "cupsd.conf").keeps() == keeps


def test_pages_that_stay_in_the_spool_are_told_at_every_print_and_entered_once(
    office: Office, document: str
) -> None:
    with print_server(keeps="PreserveJobFiles Yes\nPreserveJobHistory Yes") as server:
        office.printers = server.cups
        copies(office, document, number=1)
        copies(office, document, number=1)
        assert server.spooled(), "the positive control: CUPS did keep the pages"
        assert "in clear" in print_room.told(office)
    assert [event.keeps for event in events(office) if isinstance(event, SpoolSeen)] == ["files"]
