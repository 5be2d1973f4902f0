"""A copy goes from holder to holder through the administrator (C8), and comes due on an open day (C10)."""

from collections.abc import Sequence
from datetime import date

import pytest

from desktop.custody import closed_days, copies, loans, mishaps, numbers, transfers
from desktop.custody.copies import CopyState
from desktop.custody.errors import (
    AccessEndedError,
    FactMissingError,
    ImpossibleDateError,
    NotAgreedError,
    OnHoldError,
    PagesDisagreeError,
    ReviewConcludedError,
    SlipCodeError,
    SlipOfAnotherError,
    StrongroomError,
    WrongStateError,
)
from desktop.custody.hand import CUSTODIAN, Event
from desktop.custody.incidents import master_altered
from tests.factory import DUE, REVIEW, TERMS, Desk, Facts, a_desk, march


@pytest.fixture
def desk() -> Desk:
    return a_desk()


@pytest.fixture
def lent(desk: Desk) -> str:
    """Return a copy that P-0001 holds; P-0002 has an agreed request for it, R-0002."""
    copy = desk.lent()
    desk.agreed(desk.person("Jo Other"), "D-0001")
    return copy


def hand_on(desk: Desk, copy: str, on: int = 9, **changed: object) -> Sequence[Event]:
    facts: Facts = {
        "person": "P-0002",
        "request": "R-0002",
        "due": DUE,
        "pages": 3,
        "condition": "Good",
        "terms": TERMS,
    }
    return desk.do(transfers.transfer, march(on), copy=copy, **{**facts, **changed})


def code_of(desk: Desk, copy: str) -> str:
    return desk.register.copies[copy].loans[-1].slip_code


def slip_scan(desk: Desk, copy: str) -> str:
    """Return what a scanner reads from the slip of a copy that is out."""
    found = desk.register.copies[copy]
    assert found.loan is not None
    return loans.payload(desk.register, found, found.loan)


def test_a_transfer_is_a_return_and_an_issue_in_one_act(desk: Desk, lent: str) -> None:
    returned, issued = hand_on(desk, lent, other_readers="None")
    assert isinstance(returned, loans.CopyReturned)
    assert isinstance(issued, loans.CopySignedOut)
    assert issued.said() == (
        "D-0001/1 was handed on by P-0001 to P-0002 under R-0002, due back on 20 March 2026."
    )
    found = desk.register.copies[lent]
    assert (found.state, found.responsible, found.due) == (CopyState.AWAITING_SIGNATURE, "P-0002", DUE)
    first, second = found.loans
    assert (first.returned, second.signed_out, second.received_from) == (march(9), march(9), "P-0001")
    assert first.slip_code != second.slip_code


def test_the_former_holders_slip_does_not_confirm_a_transfer(desk: Desk, lent: str) -> None:
    former = code_of(desk, lent)
    hand_on(desk, lent)
    with pytest.raises(SlipOfAnotherError, match="an earlier loan of D-0001/1"):
        desk.do(loans.confirm, march(10), copy=lent, slip_code=former)
    desk.do(loans.confirm, march(10), copy=lent, slip_code=code_of(desk, lent))
    assert desk.register.copies[lent].state == CopyState.SIGNED_OUT


def test_a_transferred_copy_comes_back_from_its_new_holder(desk: Desk, lent: str) -> None:
    hand_on(desk, lent)
    desk.do(loans.take_back, march(12), copy=lent, pages=3, condition="Good")
    found = desk.register.copies[lent]
    assert (found.state, found.responsible) == (CopyState.IN_SAFE, CUSTODIAN)
    assert [loan.returned for loan in found.loans] == [march(9), march(12)]


@pytest.mark.parametrize("pages", [0, 2, 4])
def test_a_copy_that_is_a_page_short_is_not_handed_on_and_nothing_changes(
    desk: Desk, lent: str, pages: int
) -> None:
    before = len(desk.rows)
    with pytest.raises(PagesDisagreeError, match=f"has 3 pages and {pages} were counted") as refused:
        hand_on(desk, lent, pages=pages)
    assert "Take it back" in refused.value.hint
    assert (len(desk.rows), desk.register.copies[lent].responsible) == (before, "P-0001")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"request": "R-0001"}, NotAgreedError),
        ({"person": "P-0001", "request": "R-0001"}, WrongStateError),
        ({"condition": " "}, FactMissingError),
        ({"pages": -1}, FactMissingError),
        ({"due": march(8)}, ImpossibleDateError),
    ],
)
def test_the_next_holder_needs_an_agreed_request_of_their_own(
    desk: Desk, lent: str, changed: Facts, error: type[StrongroomError]
) -> None:
    with pytest.raises(error):
        hand_on(desk, lent, **changed)
    assert desk.register.copies[lent].responsible == "P-0001"


def test_a_copy_is_not_handed_on_the_day_after_the_next_holders_role_ended(desk: Desk) -> None:
    copy = desk.lent()
    desk.agreed(desk.person("Jo Other", end=march(8)), "D-0001")
    with pytest.raises(AccessEndedError):
        hand_on(desk, copy, 9)


def test_a_copy_whose_pages_name_its_holder_is_handed_on_to_nobody(desk: Desk) -> None:
    person, document = desk.person(), desk.document()
    copy = desk.copy(document, made_for=person)
    desk.sign_out(copy, person, desk.agreed(person, document))
    desk.agreed(desk.person("Jo Other"), document)
    with pytest.raises(NotAgreedError, match="its pages name P-0001"):
        hand_on(desk, copy)


def test_nothing_is_handed_on_after_the_conclusion_or_while_its_master_does_not_verify(
    desk: Desk, lent: str
) -> None:
    desk.do(master_altered, march(3), document="D-0001", what="it holds another document")
    with pytest.raises(OnHoldError):
        hand_on(desk, lent)
    desk = a_desk()
    copy = desk.lent()
    desk.agreed(desk.person("Jo Other"), "D-0001")
    desk.conclude(march(4))
    with pytest.raises(ReviewConcludedError):
        hand_on(desk, copy)


def test_only_a_copy_that_is_with_its_holder_is_handed_on(desk: Desk, lent: str) -> None:
    with pytest.raises(WrongStateError, match="in safe"):
        hand_on(desk, desk.copy("D-0001"))
    desk.do(mishaps.claim_returned, march(5), copy=lent, said_by="Robin", how="By post")
    with pytest.raises(WrongStateError, match="claimed returned"):
        hand_on(desk, lent)
    desk.do(mishaps.lose, march(6), copy=lent, what="Not in the post either")
    with pytest.raises(WrongStateError, match="is lost"):
        hand_on(desk, lent)


def test_a_superseded_version_of_a_copy_is_still_counted_by_its_own_pages(desk: Desk, lent: str) -> None:
    desk.supersede("D-0001", pages=5, on=march(3))
    hand_on(desk, lent, pages=3)
    assert desk.register.copies[lent].responsible == "P-0002"


def test_of_two_copies_scanned_one_after_the_other_the_code_says_which_is_which(desk: Desk) -> None:
    person, document = desk.person(), desk.document()
    request = desk.agreed(person, document)
    one, other = desk.copy(document), desk.copy(document)
    for copy in (one, other):
        desk.sign_out(copy, person, request)
    with pytest.raises(SlipOfAnotherError, match=f"the slip of {other}, not the one .* of {one}") as refused:
        desk.do(loans.confirm, march(3), copy=one, slip_code=code_of(desk, other))
    assert "confirm the copy that it names" in refused.value.hint
    assert desk.register.copies[one].unsigned
    for copy in (one, other):
        desk.do(loans.confirm, march(3), copy=copy, slip_code=code_of(desk, copy))
    assert not desk.register.copies[one].unsigned
    assert not desk.register.copies[other].unsigned


def test_a_scanned_slip_names_its_copy_and_confirms_no_other(desk: Desk, lent: str) -> None:
    other = desk.copy("D-0001")
    desk.sign_out(other, "P-0002", "R-0002")
    scanned = slip_scan(desk, other)
    with pytest.raises(SlipOfAnotherError, match=f"the slip of {other}"):
        desk.do(loans.confirm, march(3), copy=lent, slip_code=scanned)
    unknown = scanned.replace(other, "D-0044/9")[:-4] + "0000"
    with pytest.raises(SlipOfAnotherError, match="the slip of D-0044/9"):
        desk.do(loans.confirm, march(3), copy=lent, slip_code=unknown)
    desk.do(loans.confirm, march(3), copy=other, slip_code=f"{scanned.lower()}\n")
    assert not desk.register.copies[other].unsigned


def test_the_slip_of_another_vault_confirms_nothing(desk: Desk, lent: str) -> None:
    scanned = slip_scan(desk, lent).replace(" TEST ", " ZZZZ ")
    with pytest.raises(SlipOfAnotherError, match="a copy of another vault"):
        desk.do(loans.confirm, march(3), copy=lent, slip_code=scanned)
    assert desk.register.copies[lent].unsigned


@pytest.mark.parametrize("scanned", ["SL1 TEST D-0001/1 0000-0000", "SR1 TEST D-0001/1 2 ABCD", "SL1"])
def test_what_was_scanned_and_is_no_slip_of_this_loan_is_only_wrong(
    desk: Desk, lent: str, scanned: str
) -> None:
    with pytest.raises(SlipCodeError):
        desk.do(loans.confirm, march(3), copy=lent, slip_code=scanned)


def test_a_slip_is_confirmed_once(desk: Desk, lent: str) -> None:
    code = code_of(desk, lent)
    desk.do(loans.confirm, march(3), copy=lent, slip_code=code)
    with pytest.raises(WrongStateError, match="is confirmed, so it cannot be confirmed again") as refused:
        desk.do(loans.confirm, march(4), copy=lent, slip_code=code)
    assert "came back on 3 March 2026" in refused.value.hint
    assert desk.register.copies[lent].loans[-1].confirmed == march(3)


def test_the_slip_of_a_spoilt_copy_is_refused(desk: Desk) -> None:
    document = desk.document()
    (spoilt,) = desk.allot(document)
    desk.do(numbers.spoil, copy=spoilt, reason="The paper jammed")
    with pytest.raises(WrongStateError, match="is spoilt, so it cannot be confirmed") as refused:
        desk.do(loans.confirm, march(3), copy=spoilt, slip_code="ABCD-1234")
    assert "never used again" in refused.value.hint
    with pytest.raises(WrongStateError, match="is spoilt, so it cannot be given a slip"):
        loans.present_loan(desk.register, spoilt)


def test_the_slip_of_a_copy_that_is_back_is_refused_and_says_where_the_copy_is(desk: Desk, lent: str) -> None:
    code = code_of(desk, lent)
    desk.do(loans.take_back, march(9), copy=lent, pages=3, condition="Good")
    with pytest.raises(WrongStateError, match="is in safe") as refused:
        desk.do(loans.confirm, march(10), copy=lent, slip_code=code)
    assert "in the safe" in refused.value.hint


def test_a_code_that_is_on_no_slip_is_only_wrong(desk: Desk, lent: str) -> None:
    with pytest.raises(SlipCodeError):
        desk.do(loans.confirm, march(3), copy=lent, slip_code="0000-0000")


def test_an_entry_dated_before_the_copy_existed_is_refused(desk: Desk) -> None:
    person, document = desk.person(), desk.document(on=march(2))
    request = desk.agreed(person, document)
    copy = desk.copy(document, on=march(6))
    with pytest.raises(ImpossibleDateError, match="moved on 6 March 2026"):
        desk.sign_out(copy, person, request, on=march(9), happened=march(5))
    desk.sign_out(copy, person, request, on=march(9), happened=march(6))
    assert desk.register.copies[copy].loans[-1].signed_out == march(6)


def test_a_page_short_by_one_leaves_the_holder_responsible_until_it_is_found(desk: Desk, lent: str) -> None:
    desk.do(loans.take_back, march(9), copy=lent, pages=2, condition="Page 3 is missing")
    found = desk.register.copies[lent]
    assert (found.responsible, found.loans[-1].returned) == ("P-0001", None)
    assert [copy.copy for copy in copies.unaccounted(desk.register, REVIEW)] == [lent]
    desk.do(loans.take_back, march(10), copy=lent, pages=3, condition="Complete")
    assert desk.register.copies[lent].responsible == CUSTODIAN
    assert desk.register.incidents["I-0001"].closed is None


@pytest.mark.parametrize(
    ("due", "taken", "said"),
    [
        (march(20), march(20), ""),
        (march(21), march(23), "The office is closed on 21 March 2026"),
        (march(17), march(18), "The office is closed on 17 March 2026 (Stock-taking)"),
    ],
)
def test_a_copy_is_due_on_a_day_on_which_the_office_is_open(
    desk: Desk, due: date, taken: date, said: str
) -> None:
    desk.do(closed_days.close_day, day=march(17), why="Stock-taking")
    person, document = desk.person(), desk.document()
    (event,) = desk.sign_out(desk.copy(document), person, desk.agreed(person, document), due=due)
    assert isinstance(event, loans.CopySignedOut)
    assert event.due == taken
    assert event.due_why.startswith(said) if said else event.due_why == ""
    assert event.said().endswith(event.due_why or "due back on 20 March 2026.")
    loan = desk.register.copies["D-0001/1"].loan
    assert loan is not None
    assert (loan.due, loan.due_why) == (event.due, event.due_why)


def test_a_due_day_is_not_moved_past_the_last_day_of_access(desk: Desk) -> None:
    person, document = desk.person(), desk.document()
    copy = desk.copy(document)
    desk.sign_out(copy, person, desk.agreed(person, document, until=march(22)), due=march(21))
    assert desk.register.copies[copy].due == march(20)


def test_a_due_day_is_not_moved_past_the_last_day_of_the_role(desk: Desk) -> None:
    person, document = desk.person(end=march(22)), desk.document()
    copy = desk.copy(document)
    desk.sign_out(copy, person, desk.agreed(person, document), due=march(21))
    assert desk.register.copies[copy].due == march(20)


def test_a_transfer_is_due_on_an_open_day_too(desk: Desk, lent: str) -> None:
    hand_on(desk, lent, due=march(21))
    assert desk.register.copies[lent].due == march(23)
