"""A pile of signed papers at the office: read, split and filed, each page where its code says (C14)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.custody import scans
from desktop.custody.copies import CopyState
from desktop.custody.errors import CancelledError, StrongroomError
from desktop.custody.observations import ActRefused
from desktop.custody.printing_errors import PaperNotFiledError
from desktop.custody.scans import PaperFiled, ScanSeen
from desktop.office import filing
from desktop.office.backing_up import named_masters
from desktop.office.filing import Destination
from desktop.office.movements import Handover, SignedOut, sign_out
from desktop.office.office import Office
from desktop.office.papers import file_of
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import run
from desktop.office.verification import verify
from desktop.paper import scan_reading
from desktop.paper.errors import DocumentTooLargeError, WorkerFailedError, WorkerTimeoutError
from desktop.paper.reading_room import ReadingRoom
from desktop.paper.scan_messages import Codes
from desktop.paper.work import Source
from desktop.store.errors import MasterAlteredError
from tests.office.at_work import agreed, agrees_with_the_disk, events, last, masters, reopened
from tests.paper.scanned_papers import as_before, blank, drawn, pile, scanned

DUE = date(2026, 3, 16)


@pytest.fixture
def slip(office: Office, document: str, out: Path) -> SignedOut:
    """Return the slip of a copy that was signed out."""
    run(print_copies(office, Order(document, 1), out))
    return run(sign_out(office, Handover(f"{document}/1", "P-0001", agreed(office, document), DUE), out))


def a_pile(slip: SignedOut, out: Path, name: str) -> Path:
    """Scan a slip as it was printed before its pages had codes: askew, a blank side, then its other part."""
    first, second = map(as_before, drawn(file_of(slip.slip), out / "drawn"))
    return pile([scanned(first, 186), blank(), scanned(second, -3)], out / name)


@pytest.mark.parametrize("name", ["pile.pdf", "pile.tif"])
def test_each_page_of_a_pile_is_filed_by_its_code_and_the_others_are_named(
    office: Office, slip: SignedOut, out: Path, name: str
) -> None:
    sheets = run(filing.look(office, [a_pile(slip, out, name)]))
    assert [(one.number, one.ready, one.blank) for one in sheets] == [
        (1, True, False),
        (2, False, True),
        (3, False, False),
    ]
    filed = run(filing.file_pile(office, sheets))
    assert [one.scan for one in filed] == ["SN-0001", "", ""]
    assert "no code" in filed[2].told
    assert office.register.copies["D-0001/1"].state == CopyState.SIGNED_OUT
    assert agrees_with_the_disk(office)
    assert run(verify(office)).ok


def test_a_pile_in_any_order_with_pages_missing_and_twice_is_filed_page_by_page(
    office: Office, document: str, out: Path
) -> None:
    run(print_copies(office, Order(document, 1), out))
    handover = Handover(f"{document}/1", "P-0001", agreed(office, document), DUE)
    office.large_print = True  # three pages a part
    signed = run(sign_out(office, handover, out))
    first, second, third, holders, *_others = drawn(file_of(signed.slip), out / "drawn")
    mixed = [scanned(holders, 3), blank(), scanned(third, 186), scanned(holders, -2), scanned(first)]
    sheets = run(filing.look(office, [pile([*mixed, scanned(second, 1)], out / "pile.pdf")]))
    assert [one.reading.page and one.reading.page.named for one in sheets] == [
        "part B, page 1 of 3",
        None,
        "part A, page 3 of 3",
        None,
        "part A, page 1 of 3",
        "part A, page 2 of 3",
    ]
    assert "same paper" in sheets[3].reading.why_not
    lacking = scans.lacking(office.register, [one.reading for one in sheets])
    assert [(one.about, one.page.named) for one in lacking] == [
        ("D-0001/1", "part B, page 2 of 3"),
        ("D-0001/1", "part B, page 3 of 3"),
    ]
    filed = run(filing.file_pile(office, sheets))
    assert [one.scan for one in filed] == ["SN-0001", "", "SN-0002", "", "SN-0003", "SN-0004"]
    assert office.register.copies["D-0001/1"].state == CopyState.SIGNED_OUT
    assert agrees_with_the_disk(office)


@pytest.mark.parametrize("name", ["long.pdf", "long.tif"])
def test_what_is_beyond_the_limit_of_a_pile_is_named_before_a_page_of_it_is_read(
    office: Office, out: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "MOST_PAGES", 3)
    read: list[int] = []

    def codes(_room: object, _source: object, page: int, **_how: object) -> Codes:
        read.append(page)
        return Codes((), 0, blank=True)

    monkeypatch.setattr(scan_reading, "codes", codes)
    out.mkdir()
    short, long = pile([blank()] * 2, out / "short.pdf"), pile([blank()] * 2, out / name)
    *pages, beyond = run(filing.look(office, [short, long]))
    assert [one.number for one in pages] == read == [1, 2]
    assert "more than 3 pages" in beyond.reading.why_not
    assert beyond.reading.advice


@pytest.mark.parametrize(
    "error",
    [
        DocumentTooLargeError(document="pile.pdf", limit="50 million pixels a page"),
        WorkerFailedError(document="pile.pdf"),
        WorkerTimeoutError(document="pile.pdf", seconds=30),
    ],
    ids=["too large", "ends the worker", "takes too long"],
)
def test_a_page_that_cannot_be_read_is_filed_by_hand_and_holds_up_no_other(
    office: Office, slip: SignedOut, out: Path, monkeypatch: pytest.MonkeyPatch, error: StrongroomError
) -> None:
    file, codes = a_pile(slip, out, "pile.pdf"), scan_reading.codes

    def but_the_second(room: ReadingRoom, source: Source, page: int, **how: Any) -> Codes:
        if page == 2:
            raise error
        return codes(room, source, page, **how)

    monkeypatch.setattr(scan_reading, "codes", but_the_second)
    sheets = run(filing.look(office, [file]))
    assert [(one.number, one.ready) for one in sheets] == [(1, True), (2, False), (3, False)]
    assert sheets[1].reading.why_not == error.message.removesuffix(".")
    filed = run(filing.file_pile(office, sheets, {1: Destination("D-0001/1", "other")}))
    assert [one.scan for one in filed] == ["SN-0001", "SN-0002", ""]


def test_a_file_that_ends_the_worker_page_after_page_is_given_up_and_the_next_is_read(
    office: Office, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def codes(_room: object, _source: object, page: int, *, name: str, **_how: object) -> Codes:
        read.append(page)
        if name == "bad.pdf":
            raise WorkerFailedError(document=name)
        return Codes((), 0, blank=True)

    monkeypatch.setattr(scan_reading, "codes", codes)
    out.mkdir()
    bad, good = pile([blank()] * 9, out / "bad.pdf"), pile([blank()], out / "good.pdf")
    sheets = run(filing.look(office, [bad, good]))
    assert [(one.named, one.blank) for one in sheets] == [("bad.pdf", False), ("good.pdf, page 1", True)]
    assert read == [1, 2, 3, 4, 1]


def test_reading_a_pile_of_pictures_is_stopped_while_they_are_still_unpacked(
    office: Office, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_reading, "codes", lambda *_about, **_name: pytest.fail("a page was read"))

    def stop(_part: float) -> None:
        raise CancelledError(what="reading")

    out.mkdir()
    with pytest.raises(CancelledError):
        run(filing.look(office, [pile([blank()] * 2, out / "pile.tif")]), lambda _step: stop)


def test_looking_at_a_pile_records_and_keeps_nothing(office: Office, slip: SignedOut, out: Path) -> None:
    before, kept = office.register.head, masters(office)
    run(filing.look(office, [a_pile(slip, out, "pile.pdf")]))
    assert (office.register.head, masters(office)) == (before, kept)


def test_one_picture_of_one_page_is_a_pile_too(office: Office, slip: SignedOut, out: Path) -> None:
    page = pile([scanned(drawn(file_of(slip.slip), out / "drawn")[0], 8)], out / "slip.jpg")
    (sheet,) = run(filing.look(office, [page]))
    assert run(filing.file_sheet(office, sheet)).about == "D-0001/1"


def test_a_page_without_a_code_is_filed_where_a_person_says(
    office: Office, slip: SignedOut, out: Path
) -> None:
    sheets = run(filing.look(office, [a_pile(slip, out, "pile.pdf")]))
    with pytest.raises(PaperNotFiledError):
        run(filing.file_sheet(office, sheets[2]))
    assert isinstance(last(office), ActRefused)
    done = run(filing.file_pile(office, sheets, {2: Destination("D-0001/1", "holder's part")}))
    assert [one.scan for one in done] == ["SN-0001", "", "SN-0002"]
    assert office.register.scans["SN-0002"].code == ""


def test_the_same_slip_twice_in_a_pile_or_in_two_is_kept_once(
    office: Office, slip: SignedOut, out: Path
) -> None:
    page = scanned(drawn(file_of(slip.slip), out / "drawn")[0], 2)
    twice = pile([page, page], out / "twice.pdf")
    sheets = run(filing.look(office, [twice]))
    assert "same paper as twice.pdf, page 1" in sheets[1].reading.why_not
    run(filing.file_pile(office, sheets))
    again = run(filing.look(office, [twice]))
    assert all("filed already, as SN-0001" in one.reading.why_not for one in again)
    assert len([event for event in events(office) if isinstance(event, PaperFiled)]) == 1


def test_a_file_that_was_changed_after_it_was_looked_at_is_not_filed(
    office: Office, slip: SignedOut, out: Path
) -> None:
    file = a_pile(slip, out, "pile.pdf")
    sheets = run(filing.look(office, [file]))
    kept = masters(office)
    pile([blank()] * 3, file)
    (first, *_others) = run(filing.file_pile(office, sheets))
    assert "not what was looked at" in first.told
    assert masters(office) == kept
    assert office.register.copies["D-0001/1"].state == CopyState.AWAITING_SIGNATURE


def test_a_file_that_is_no_scan_is_named_and_the_others_go_on(
    office: Office, slip: SignedOut, out: Path
) -> None:
    words = out / "words.txt"
    words.write_text("not a scan")
    good = a_pile(slip, out, "pile.pdf")
    sheets = run(filing.look(office, [words, out / "missing.pdf", good]))
    assert [one.number for one in sheets] == [0, 0, 1, 2, 3]
    assert "it is no scan" in sheets[0].reading.why_not
    assert "rendition" not in sheets[0].reading.why_not
    assert run(filing.file_pile(office, sheets))[2].scan == "SN-0001"


def test_a_scan_is_looked_after_like_a_master(office: Office, slip: SignedOut, out: Path) -> None:
    run(filing.file_pile(office, run(filing.look(office, [a_pile(slip, out, "pile.pdf")]))))
    assert any("SN-0001" in named.where for named in named_masters(office.register))
    again = reopened(office)
    sealed = again.vault.folder / "masters" / again.register.scans["SN-0001"].master.sealed
    whole = bytearray(sealed.read_bytes())
    whole[-1] ^= 1
    sealed.write_bytes(whole)
    checked = run(verify(again))
    assert [problem.where for problem in checked.problems] == ["SN-0001, signed slip of D-0001/1"]
    assert [known.about for known in again.register.incidents.values()] == ["SN-0001"]
    with pytest.raises(MasterAlteredError):
        run(filing.begin_view(again, "SN-0001"))
    again.vault.close()


def test_a_scan_is_seen_again_and_each_look_is_an_entry(office: Office, slip: SignedOut, out: Path) -> None:
    run(filing.file_pile(office, run(filing.look(office, [a_pile(slip, out, "pile.pdf")]))))
    opener = run(filing.begin_view(office, "SN-0001"))
    assert run(filing.page(office, "SN-0001", opener, 40)).width > 100
    run(filing.export(office, "SN-0001", out / "slip-again.pdf"))
    seen = [event for event in events(office) if isinstance(event, ScanSeen)]
    assert [event.how for event in seen] == ["in the window", "as a file in clear"]
    assert (out / "slip-again.pdf").read_bytes().startswith(b"%PDF")
    assert next(scans.kept(office.register)).where == "SN-0001, signed slip of D-0001/1"
