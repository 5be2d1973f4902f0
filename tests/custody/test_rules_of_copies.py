import pytest

from desktop.custody import copies, numbers
from desktop.custody.copies import CopyState
from desktop.custody.errors import (
    FactMissingError,
    ImpossibleDateError,
    LimitReachedError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.hand import CUSTODIAN
from tests.factory import REVIEW, Facts, a_desk, march


def test_numbers_are_allotted_without_a_gap_for_each_document() -> None:
    desk = a_desk()
    one, other = desk.document(), desk.document(edition="redacted")
    assert desk.allot(one, 2) == ["D-0001/1", "D-0001/2"]
    assert desk.allot(other) == ["D-0002/1"]
    assert desk.allot(one) == ["D-0001/3"]


def test_a_spoilt_number_stays_and_is_never_used_again() -> None:
    desk = a_desk()
    document = desk.document()
    (copy,) = desk.allot(document)
    desk.do(numbers.spoil, copy=copy, reason="The paper jammed")
    assert desk.register.copies[copy].state == CopyState.SPOILT
    assert desk.allot(document) == ["D-0001/2"]
    with pytest.raises(WrongStateError, match="spoilt") as refusal:
        desk.do(numbers.printed, copy=copy)
    assert "never used again" in refusal.value.hint


def test_a_copy_is_spoilt_for_a_reason() -> None:
    desk = a_desk()
    (copy,) = desk.allot(desk.document())
    with pytest.raises(FactMissingError, match="The reason"):
        desk.do(numbers.spoil, copy=copy, reason=" ")


def test_a_printed_copy_lies_in_the_safe_in_the_custodians_charge() -> None:
    desk = a_desk()
    copy = desk.register.copies[desk.copy(desk.document())]
    assert (copy.state, copy.responsible, copy.pages, copy.due) == (CopyState.IN_SAFE, CUSTODIAN, 3, None)


def test_a_copy_in_the_safe_is_not_spoilt() -> None:
    desk = a_desk()
    with pytest.raises(WrongStateError, match="in safe"):
        desk.do(numbers.spoil, copy=desk.copy(desk.document()), reason="Too late")


def test_pages_that_nobody_can_count_must_be_given() -> None:
    desk = a_desk()
    (copy,) = desk.allot(desk.document(pages=None))
    with pytest.raises(FactMissingError, match="The number of pages"):
        desk.do(numbers.printed, copy=copy)
    desk.do(numbers.printed, copy=copy, pages=7)
    assert desk.register.copies[copy].pages == 7


def test_the_limit_can_be_reached_but_gone_over_only_with_an_authority_and_a_reason() -> None:
    desk = a_desk()
    document = desk.document()
    desk.allot(document, 20)
    order: Facts = {"document": document, "number_of_copies": 1}
    for authority, reason in (("", ""), ("The Chair", ""), ("", "A new member"), (" ", "A new member")):
        with pytest.raises(LimitReachedError, match="limited to 20 copies; 21"):
            desk.do(numbers.allot, **order, authority=authority, reason=reason)
    desk.do(numbers.allot, **order, authority="The Chair", reason="A new member")
    assert desk.register.documents[document].allotted == 21


def test_spoilt_numbers_do_not_count_towards_the_limit() -> None:
    desk = a_desk()
    document = desk.document()
    desk.do(numbers.spoil, copy=desk.allot(document, 20)[0], reason="The paper jammed")
    assert desk.allot(document) == ["D-0001/21"]


def test_an_authority_stands_in_the_ledger_only_where_it_was_needed() -> None:
    desk = a_desk()
    facts: Facts = {"authority": "The Chair", "reason": "A new member"}
    (within,) = desk.do(numbers.allot, document=desk.document(), number_of_copies=20, **facts)
    (over,) = desk.do(numbers.allot, document="D-0001", number_of_copies=1, **facts)
    assert isinstance(within, numbers.CopiesAllotted)
    assert isinstance(over, numbers.CopiesAllotted)
    assert (within.authority, over.authority) == ("", "The Chair")


@pytest.mark.parametrize("number", [0, -1, 101])
def test_a_print_is_of_one_to_a_hundred_copies(number: int) -> None:
    desk = a_desk()
    with pytest.raises(FactMissingError, match="The number of copies"):
        desk.allot(desk.document(), number)


def test_a_version_is_not_printed_before_it_came() -> None:
    desk = a_desk()
    document = desk.document(on=march(4))
    with pytest.raises(ImpossibleDateError, match="the version came later"):
        desk.allot(document, on=march(3))


def test_a_copy_is_made_for_somebody_in_the_register() -> None:
    desk = a_desk()
    with pytest.raises(UnknownReferenceError, match="person"):
        desk.copy(desk.document(), made_for="P-0009")


def test_a_copy_keeps_the_version_it_was_made_of() -> None:
    desk = a_desk()
    document = desk.document()
    first = desk.copy(document)
    desk.supersede(document)
    second = desk.copy(document)
    assert [desk.register.copies[one].version for one in (first, second)] == [1, 2]


def test_copies_that_are_out_or_unresolved_are_unaccounted_for() -> None:
    desk = a_desk()
    out = desk.lent()
    (allotted,) = desk.allot("D-0001")
    desk.copy("D-0001")
    found = copies.unaccounted(desk.register, REVIEW)
    assert [copy.copy for copy in found] == [out, allotted]


def test_the_sum_over_the_states_is_the_numbers_allotted() -> None:
    desk = a_desk()
    desk.lent()
    desk.allot("D-0001", 3)
    desk.do(numbers.spoil, copy="D-0001/2", reason="The paper jammed")
    counts = copies.tally(desk.register, "D-0001")
    assert sum(counts.values()) == desk.register.documents["D-0001"].allotted == 4
    assert (counts[CopyState.AWAITING_SIGNATURE], counts[CopyState.ALLOTTED], counts[CopyState.SPOILT]) == (
        1,
        2,
        1,
    )


def test_a_copy_resolved_after_a_new_version_has_the_pages_of_its_own() -> None:
    desk = a_desk()
    document = desk.document(pages=3)
    (copy,) = desk.allot(document)
    desk.supersede(document, pages=5)
    desk.do(numbers.printed, copy=copy)
    assert desk.register.copies[copy].pages == 3
