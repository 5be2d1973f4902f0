"""Scanned papers: a page goes where its code says, a signed slip is confirmed, everything else only kept."""

import pytest

from desktop.custody import loans, marks, muster, paper_pages, scans, sheet_codes
from desktop.custody.blocks import Code, Part, Words
from desktop.custody.copies import CopyState
from desktop.custody.errors import UnknownReferenceError
from desktop.custody.loans import SlipConfirmed
from desktop.custody.printing_errors import PaperNotFiledError
from desktop.custody.scans import PaperFiled, Reading
from tests.factory import Desk, a_desk, a_master, march

MASTER = a_master("a scan", pages=1)


@pytest.fixture
def desk() -> Desk:
    """Return a desk with a copy that is awaiting signature."""
    made = a_desk()
    document = made.document()
    person = made.person()
    made.sign_out(made.copy(document), person, made.agreed(person, document))
    return made


def slip(desk: Desk, copy: str = "D-0001/1", loan: int = -1) -> str:
    found = desk.register.copies[copy]
    return loans.payload(desk.register, found, found.loans[loan])


def page(desk: Desk, token: str, loan: int = -1) -> str:
    """Return the code of one page of a slip."""
    made = paper_pages.of_paper(paper_pages.kept(slip(desk, loan=loan)), token)
    assert made is not None
    return made.payload


def waits(desk: Desk) -> bool:
    return desk.register.copies["D-0001/1"].state == CopyState.AWAITING_SIGNATURE


def lacking(desk: Desk, *pages: tuple[str, ...]) -> list[str]:
    """Return which pages are missing in a pile whose pages have these codes."""
    readings = [read(desk, *texts) for texts in pages]
    return [one.page.named for one in scans.lacking(desk.register, readings)]


def read(desk: Desk, *texts: str) -> Reading:
    return scans.read(desk.register, texts)


def file(desk: Desk, payload: str, page: str = "") -> PaperFiled:
    filed = desk.do(scans.file_paper, master=MASTER, payload=payload, page=page)[0]
    assert isinstance(filed, PaperFiled)
    return filed


def back_and_out_again(desk: Desk) -> None:
    desk.do(loans.take_back, march(9), copy="D-0001/1", pages=3, condition="Good")
    desk.sign_out("D-0001/1", "P-0001", "R-0001", on=march(10))


def test_the_scan_of_the_signed_slip_is_kept_and_ends_the_wait_for_the_signature(desk: Desk) -> None:
    told = desk.do(scans.file_paper, master=MASTER, payload=slip(desk))
    assert [type(event) for event in told] == [PaperFiled, SlipConfirmed]
    assert desk.register.copies["D-0001/1"].state == CopyState.SIGNED_OUT
    kept = desk.register.scans["SN-0001"]
    assert (kept.about, kept.paper, kept.master) == ("D-0001/1", "signed slip", MASTER)
    assert [one.scan for one in scans.of(desk.register, "D-0001/1")] == ["SN-0001"]


def test_a_slip_whose_code_was_typed_before_is_kept_and_confirms_nothing_more(desk: Desk) -> None:
    loan = desk.register.copies["D-0001/1"].loan
    assert loan is not None
    desk.do(loans.confirm, copy="D-0001/1", slip_code=loan.slip_code)
    assert "typed already" in read(desk, slip(desk)).told
    assert len(desk.do(scans.file_paper, master=MASTER, payload=slip(desk))) == 1


def test_the_slip_of_an_earlier_loan_is_kept_and_the_present_one_still_awaits_its_signature(
    desk: Desk,
) -> None:
    back_and_out_again(desk)
    assert "earlier loan, of 2 March 2026" in read(desk, slip(desk, loan=0)).told
    assert file(desk, slip(desk, loan=0)).loan == desk.register.copies["D-0001/1"].loans[0].entry
    assert desk.register.copies["D-0001/1"].state == CopyState.AWAITING_SIGNATURE


def test_the_slip_of_a_loan_that_is_over_is_kept(desk: Desk) -> None:
    desk.do(loans.take_back, march(9), copy="D-0001/1", pages=3, condition="Good")
    assert "over" in read(desk, slip(desk)).told
    file(desk, slip(desk))
    assert desk.register.copies["D-0001/1"].state == CopyState.IN_SAFE


def test_the_same_paper_is_not_filed_twice_by_its_code_but_may_be_by_hand(desk: Desk) -> None:
    file(desk, slip(desk))
    with pytest.raises(PaperNotFiledError, match=r"filed already, as SN-0001"):
        file(desk, slip(desk))
    desk.do(scans.file_by_hand, master=MASTER, about="d-0001/1", paper="Signed slip")
    assert [one.code for one in scans.of(desk.register, "D-0001/1")][1:] == [""]


def test_a_code_that_was_read_with_odd_spelling_is_still_that_of_the_same_paper(desk: Desk) -> None:
    file(desk, slip(desk))
    odd = f"{slip(desk)[:-4]}-{slip(desk)[-4:].lower()}"
    with pytest.raises(PaperNotFiledError, match=r"filed already, as SN-0001"):
        file(desk, odd)


def test_every_page_of_a_slip_is_filed_by_its_own_code_and_only_the_signed_one_ends_the_wait(
    desk: Desk,
) -> None:
    for token in ("A1/2", "B1/1"):
        file(desk, page(desk, token))
    assert waits(desk)
    signed = read(desk, page(desk, "A2/2S"), slip(desk))
    assert (signed.payload, signed.which) == (slip(desk), "signed slip, part A, page 2 of 2")
    file(desk, slip(desk), page(desk, "A2/2S"))
    assert not waits(desk)
    assert [one.which for one in scans.of(desk.register, "D-0001/1")] == [
        "signed slip, part A, page 1 of 2",
        "signed slip, part B, page 1 of 1",
        "signed slip, part A, page 2 of 2",
    ]


def test_the_same_page_is_not_filed_twice_whichever_of_its_codes_was_read(desk: Desk) -> None:
    file(desk, slip(desk), page(desk, "A2/2S"))
    file(desk, page(desk, "A1/2"))
    for texts in ((slip(desk),), (page(desk, "A2/2S"),), (page(desk, "A1/2"),)):
        assert "filed already" in read(desk, *texts).why_not


def test_a_signed_page_whose_own_code_was_not_read_is_kept_and_still_confirmed_by_a_better_scan(
    desk: Desk,
) -> None:
    assert "The code that is typed was not read" in read(desk, page(desk, "A2/2S")).told
    file(desk, page(desk, "A2/2S"))
    assert waits(desk)
    file(desk, slip(desk), page(desk, "A2/2S"))
    assert not waits(desk)


def test_what_is_missing_of_a_part_is_said_whatever_the_order_and_nothing_of_parts_that_are_not_there(
    desk: Desk,
) -> None:
    assert lacking(desk, (page(desk, "A3/3"),), (page(desk, "A1/3"),)) == ["part A, page 2 of 3"]
    assert lacking(desk, (page(desk, "A2/2S"), slip(desk)), (page(desk, "A1/2"),)) == []
    file(desk, page(desk, "A1/3"))
    assert lacking(desk, (page(desk, "A1/3"),), (page(desk, "A3/3"),)) == ["part A, page 2 of 3"]
    assert lacking(desk, (page(desk, "A2/3"),)) == ["part A, page 3 of 3"]


def test_an_older_slip_with_one_code_is_filed_as_ever_and_nothing_is_missing_of_it(desk: Desk) -> None:
    assert lacking(desk, (slip(desk),)) == []
    assert file(desk, slip(desk)).page == ""
    assert lacking(desk, (page(desk, "A1/2"),)) == []


def test_the_page_of_an_earlier_loan_is_filed_with_that_loan(desk: Desk) -> None:
    back_and_out_again(desk)
    first, second = desk.register.copies["D-0001/1"].loans
    assert file(desk, page(desk, "A1/2", loan=0)).loan == first.entry
    assert file(desk, page(desk, "A1/2")).loan == second.entry


def test_the_code_of_a_page_never_holds_what_is_typed_and_no_page_of_a_passphrase_has_one() -> None:
    words = Part("Recipient's part", [Words(["one", "two"])])
    signed = Part("Sign and send back", [Code("SL1 TEST D-0001/3 K9781H4B", "K978-1H4B", "Type it.")])
    form = paper_pages.coded([words, signed])
    assert (form[0].paper, form[1].letter) == ("", "B")
    assert "K9781H4B" not in form[1].paper
    assert [part.paper for part in paper_pages.coded([words])] == [""]


def test_filing_by_hand_confirms_nothing(desk: Desk) -> None:
    desk.do(scans.file_by_hand, master=MASTER, about="D-0001/1", paper="signed slip")
    assert desk.register.copies["D-0001/1"].state == CopyState.AWAITING_SIGNATURE


def test_a_paper_is_filed_by_hand_only_beside_something_of_the_register(desk: Desk) -> None:
    with pytest.raises(UnknownReferenceError):
        desk.do(scans.file_by_hand, master=MASTER, about="D-0001/9", paper="signed slip")
    desk.do(scans.file_by_hand, master=MASTER, about="scr-2026-01", paper="letter")
    assert desk.register.scans["SN-0001"].about == "SCR-2026-01"


def test_codes_that_belong_elsewhere_are_each_answered_in_words(desk: Desk) -> None:
    page = marks.page_code("TEST", "D-0001/1", 2)
    other_code = f"SL1 TEST D-0001/1 {'0' * 8}"
    for text, why in {
        slip(desk).replace("TEST", "ELSE"): "of another vault (ELSE)",
        slip(desk).replace("D-0001/1", "D-0007/1"): "names D-0007/1",
        other_code: "no slip of this vault",
        page: "page 2 of D-0001/1 itself",
        "XX1 TEST D-0009 77777777": "names D-0009",
    }.items():
        assert why in read(desk, text).why_not
        with pytest.raises(PaperNotFiledError) as refused:
            file(desk, text)
        assert refused.value.hint
    assert "no code" in read(desk).why_not
    assert "no code" in read(desk, "not one of ours").why_not
    assert not desk.register.scans


def test_a_page_with_the_codes_of_two_papers_is_left_to_a_person(desk: Desk) -> None:
    desk.do(muster.begin, first="A. Counter", second="B. Counter")
    sheet = muster.the_open_one(desk.register, "seen")
    other = sheet_codes.payload(desk.register, muster.MUSTER_CODE, sheet.muster, sheet.code)
    assert "several papers" in read(desk, slip(desk), other).why_not
    assert read(desk, slip(desk), slip(desk)).paper == scans.SLIP


def test_a_sheet_on_which_two_must_sign_at_the_time_is_kept_and_ends_nothing(desk: Desk) -> None:
    desk.do(muster.begin, first="A. Counter", second="B. Counter")
    sheet = muster.the_open_one(desk.register, "seen")
    code = sheet_codes.payload(desk.register, muster.MUSTER_CODE, sheet.muster, sheet.code)
    assert file(desk, code).paper == "count sheet"
    assert muster.under_way(desk.register) is not None


def test_a_sheet_of_a_kind_that_came_later_is_kept_beside_what_it_names(desk: Desk) -> None:
    assert file(desk, "ZZ1 TEST SCR-2026-01 77777777").paper == "sheet"


def test_what_an_entry_keeps_of_a_code_is_not_what_is_typed(desk: Desk) -> None:
    typed = slip(desk).split()[-1]
    filed = file(desk, slip(desk))
    assert typed not in filed.code
    assert filed.code.startswith("SL1 TEST D-0001/1 ")
