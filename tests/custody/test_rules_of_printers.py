"""Which printers may be used, what an exception covers, and the sheets that somebody counts."""

import pytest

from desktop.custody import mishaps, numbers, print_jobs, printers
from desktop.custody.copies import CopyState
from desktop.custody.errors import FactMissingError, UnknownReferenceError, WrongStateError
from desktop.custody.print_jobs import End, Setup
from desktop.custody.printers import Printer, why_not
from desktop.custody.printing_errors import PrinterNotReadyError, PrinterRefusedError
from tests.factory import Desk, a_desk, a_hand, march

CORRIDOR = Printer("Corridor", "ipp://192.0.2.7/printers/x")


@pytest.mark.parametrize(
    "device",
    [
        "usb://HP/LaserJet?serial=1",
        "hp:/usb/x",
        "parallel:/dev/lp0",
        "ipp://localhost:60000/ipp/print",
        "socket://127.0.0.1",
        "ipps://[::1]:631/x",
    ],
)
def test_a_printer_that_is_joined_to_this_computer_may_be_used(device: str) -> None:
    assert why_not(Printer("Desk", device)) == ""


@pytest.mark.parametrize(
    ("printer", "why"),
    [
        (Printer("Any", "file:///dev/null"), "makes files"),
        (Printer("PDF", "cups-pdf:/"), "makes files"),
        (Printer("Microsoft Print to PDF", "PORTPROMPT:", "Microsoft Print To PDF"), "makes files"),
        (Printer("Writer", "XPSPort:", "Microsoft XPS Document Writer"), "makes files"),
        (Printer("Desk", "usb://x", shared=True), "shares"),
        (Printer("All", "usb://x", several=True), "class of printers"),
        (Printer("Any", "smb://server/queue"), "network"),
        (Printer("Any", "socket://localhost.example:9100"), "network"),
        (Printer("Any", "ipp://user@192.0.2.7/x"), "network"),
        (Printer("Any", "dnssd://Office._ipp._tcp.local/"), "network"),
        (Printer("Any", "ipp://localhost@192.0.2.7/x"), "network"),
        (Printer("Any", "strange:/x"), "not known"),
        (Printer("Any", ""), "not known"),
    ],
)
def test_any_other_printer_is_refused_in_words(printer: Printer, why: str) -> None:
    assert why in why_not(printer)
    with pytest.raises(PrinterRefusedError, match=why):
        printers.may_print(a_desk().register, a_hand(), printer=printer)


def test_an_exception_covers_its_printer_as_it_was_joined_and_no_other_way() -> None:
    desk = a_desk()
    desk.do(printers.except_printer, printer=CORRIDOR, authority="The Chair", reason="No other.")
    printers.may_print(desk.register, a_hand(), printer=CORRIDOR)
    moved = CORRIDOR._replace(device="ipp://198.51.100.7/x")
    with pytest.raises(PrinterRefusedError):
        printers.may_print(desk.register, a_hand(), printer=moved)
    with pytest.raises(PrinterNotReadyError, match="out of paper"):
        printers.may_print(desk.register, a_hand(), printer=CORRIDOR._replace(waiting="out of paper"))
    desk.do(printers.end_exception, march(3), printer="Corridor", reason="One of our own")
    with pytest.raises(PrinterRefusedError):
        printers.may_print(desk.register, a_hand(), printer=CORRIDOR)


def test_an_exception_is_made_once_for_what_needs_one_and_ended_once() -> None:
    desk = a_desk()
    with pytest.raises(WrongStateError):
        desk.do(printers.except_printer, printer=Printer("Desk", "usb://x"), authority="A", reason="B")
    for authority, reason in (("", "B"), ("A", " ")):
        with pytest.raises(FactMissingError):
            desk.do(printers.except_printer, printer=CORRIDOR, authority=authority, reason=reason)
    desk.do(printers.except_printer, printer=CORRIDOR, authority="A", reason="B")
    with pytest.raises(WrongStateError):
        desk.do(printers.except_printer, printer=CORRIDOR, authority="A", reason="B")
    with pytest.raises(UnknownReferenceError):
        desk.do(printers.end_exception, printer="Desk", reason="None")


def test_what_is_kept_of_prints_is_entered_once_for_each_change() -> None:
    desk = a_desk()
    entered = [
        len(desk.do(printers.spool_seen, keeps=keeps)) for keeps in ("files", "files", "names", "files")
    ]
    assert entered == [1, 0, 1, 1]


def sent(desk: Desk, *, printed: bool = True) -> str:
    copy = desk.allot(desk.document())[0]
    desk.do(print_jobs.send, about=copy, setup=Setup("Desk", two_sided=True), pages=3)
    if printed:
        desk.do(print_jobs.complete_copy, job="PJ-0001", copy=copy, pages=3)
    else:
        desk.do(print_jobs.end, job="PJ-0001", how="failed", why="Out of toner.")
        desk.do(numbers.spoil, copy=copy, reason="Out of toner")
    return copy


def test_three_pages_on_both_sides_take_two_sheets() -> None:
    assert [print_jobs.sheets(3, two_sided=two_sided) for two_sided in (True, False)] == [2, 3]


def test_a_copy_of_which_a_sheet_is_missing_is_damaged() -> None:
    desk = a_desk()
    copy = sent(desk)
    desk.do(print_jobs.count_sheets, job="PJ-0001", good=1, spoilt=0)
    assert desk.register.copies[copy].state == CopyState.DAMAGED


def test_of_a_spoilt_copy_no_sheet_is_whole() -> None:
    desk = a_desk()
    copy = sent(desk, printed=False)
    with pytest.raises(FactMissingError):
        desk.do(print_jobs.count_sheets, job="PJ-0001", good=1, spoilt=0)
    desk.do(print_jobs.count_sheets, job="PJ-0001", good=0, spoilt=1, fate="shredded")
    assert desk.register.copies[copy].state == CopyState.SPOILT


def test_sheets_are_counted_only_once_it_is_said_whether_the_copy_was_printed_or_is_spoilt() -> None:
    desk = a_desk()
    copy = desk.allot(desk.document())[0]
    desk.do(print_jobs.send, about=copy, setup=Setup("Desk", two_sided=True), pages=3)
    for good in (1, 2):
        with pytest.raises(WrongStateError, match="allotted") as refused:
            desk.do(print_jobs.count_sheets, job="PJ-0001", good=good, spoilt=0)
    assert "printed or spoilt" in refused.value.hint
    desk.do(numbers.printed, copy=copy)
    desk.do(print_jobs.count_sheets, job="PJ-0001", good=1, spoilt=0)
    assert desk.register.copies[copy].state == CopyState.DAMAGED


@pytest.mark.parametrize("lost", [False, True])
def test_a_copy_that_went_out_before_its_sheets_were_counted_is_damaged_all_the_same(*, lost: bool) -> None:
    desk = a_desk()
    copy = sent(desk)
    person = desk.person()
    desk.sign_out(copy, person, desk.agreed(person, "D-0001"))
    if lost:
        desk.do(mishaps.lose, copy=copy, what="Left on a train")
    desk.do(print_jobs.count_sheets, job="PJ-0001", good=1, spoilt=1, fate="shredded")
    found = desk.register.copies[copy]
    assert (found.unfit, found.responsible) == (True, person)
    assert found.state == (CopyState.LOST if lost else CopyState.DAMAGED), "what is lost is still lost"


def test_a_copy_that_lacks_a_sheet_opens_an_incident_as_any_damage_does() -> None:
    desk = a_desk()
    copy = sent(desk)
    desk.do(print_jobs.count_sheets, job="PJ-0001", good=1, spoilt=0)
    (found,) = desk.register.incidents.values()
    assert (found.matter, found.about) == ("damaged", copy)
    assert "1 of its 2 sheets came out whole in PJ-0001" in found.what


@pytest.mark.parametrize("end", ["failed", "cancelled", "not known"])
def test_a_copy_whose_job_is_known_to_have_ended_otherwise_is_never_said_to_be_printed(end: End) -> None:
    desk = a_desk()
    copy = desk.allot(desk.document())[0]
    desk.do(print_jobs.send, about=copy, setup=Setup("Desk"), pages=3)
    desk.do(print_jobs.end, job="PJ-0001", how=end)
    with pytest.raises(WrongStateError, match=f"PJ-0001: {end}"):
        desk.do(numbers.printed, copy=copy)
    desk.do(numbers.spoil, copy=copy, reason="The printer failed")


def test_a_job_that_came_out_makes_no_other_copy_printed() -> None:
    desk = a_desk()
    first, second = desk.allot(desk.document(), 2)
    desk.do(print_jobs.send, about=first, setup=Setup("Desk"), pages=3)
    with pytest.raises(FactMissingError):
        desk.do(print_jobs.complete_copy, job="PJ-0001", copy=second, pages=3)


def test_a_count_needs_the_fate_of_spoilt_sheets_fits_the_job_and_is_made_once() -> None:
    desk = a_desk()
    sent(desk)
    for good, spoilt in ((2, 1), (3, 0), (-1, 0)):
        with pytest.raises(FactMissingError):
            desk.do(print_jobs.count_sheets, job="PJ-0001", good=good, spoilt=spoilt)
    desk.do(print_jobs.count_sheets, job="PJ-0001", good=2, spoilt=0)
    with pytest.raises(WrongStateError):
        desk.do(print_jobs.count_sheets, job="PJ-0001", good=2, spoilt=0)
    with pytest.raises(WrongStateError):
        desk.do(print_jobs.end, job="PJ-0001", how="failed")
