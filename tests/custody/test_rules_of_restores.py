"""A restore, and what is never given out again after it (A5, C1)."""

import pytest

from desktop.custody import numbers, restores
from desktop.custody.copies import CopyState
from desktop.custody.errors import (
    FactMissingError,
    NumbersUnsureError,
    WitnessError,
    WrongStateError,
)
from desktop.custody.restore_record import restore_record
from tests.custody.keepers import WITNESS, KeepersDesk, at_two
from tests.factory import Facts, a_hand, march

LOSS: Facts = {"source": "M-0001", "number": 3, "lost": 2, "reason": "The disk failed", "witness": WITNESS}


def after_a_loss(*, known: bool = True) -> tuple[KeepersDesk, int]:
    """Return a desk that lost a document and two numbers of another, and the entry it was put back to."""
    desk = at_two()
    document = desk.document()
    desk.copy(document)
    number = desk.register.head.number
    desk.allot(document, 2)
    desk.document("minutes")
    desk.restore(number, known=known)
    return desk, number


@pytest.mark.parametrize("lost", [None, 1])
def test_a_restore_that_may_have_lost_something_needs_a_reason_and_a_witness(lost: int | None) -> None:
    desk = at_two()
    for missing in ("reason", "witness"):
        with pytest.raises(FactMissingError, match=missing):
            desk.do(restores.restore, **LOSS | {"lost": lost, missing: " "})
    with pytest.raises(WitnessError, match="avery example cannot be the witness"):
        desk.do(restores.restore, **LOSS | {"lost": lost, "witness": "avery example"})
    desk.do(restores.restore, **LOSS | {"lost": lost})


def test_a_restore_without_a_loss_needs_neither_and_puts_nothing_in_doubt() -> None:
    desk = at_two()
    document = desk.document()
    desk.do(restores.restore, source="/media/drive", number=desk.register.head.number, lost=0)
    assert desk.register.skipped == 0
    desk.copy(document)
    with pytest.raises(WitnessError):
        desk.do(restores.restore, **LOSS | {"lost": 0, "witness": "O-0001"})


def test_what_cannot_have_been_lost_is_refused() -> None:
    desk = at_two()
    for wrong in ({"lost": -1}, {"number": 0}, {"number": 99}, {"source": ""}, {"replayed": -1}):
        with pytest.raises(FactMissingError):
            desk.do(restores.restore, **LOSS | wrong)


def test_a_reference_is_not_given_out_again_after_a_restore() -> None:
    desk, _ = after_a_loss()
    lost = desk.register.skipped
    assert lost == 2
    assert desk.document("minutes") == "D-0004"
    assert desk.document("correspondence") == "D-0005"
    assert desk.medium() == "M-0003"
    assert desk.deputy("Eli Example") == "O-0005"


def test_where_nobody_knows_what_was_lost_many_references_are_passed_over() -> None:
    desk, _ = after_a_loss(known=False)
    reference = desk.document("minutes")
    assert int(reference.removeprefix("D-")) > restores.UNKNOWN_LOSS


def test_two_restores_of_one_backup_with_unknown_losses_give_out_different_references() -> None:
    desk, number = after_a_loss(known=False)
    first = desk.document("minutes")
    desk.go_back(number)
    desk.do(restores.restore, march(3), **LOSS | {"number": number, "lost": None})
    assert desk.document("minutes", on=march(3)) != first


def test_a_second_restore_to_the_same_backup_counts_what_the_first_lost() -> None:
    desk, number = after_a_loss()
    given = {"D-0002", desk.document("minutes")}
    desk.restore(number)
    assert desk.document("minutes") not in given


def test_no_number_is_given_before_somebody_says_which_was_the_last() -> None:
    desk, _ = after_a_loss()
    with pytest.raises(NumbersUnsureError, match="copies of D-0001") as refusal:
        desk.allot("D-0001")
    assert "highest copy number" in refusal.value.hint
    assert desk.allot(desk.document("minutes")) == ["D-0004/1"]


def test_missing_numbers_become_allotted_and_are_resolved_as_printed_or_spoilt() -> None:
    desk, _ = after_a_loss()
    desk.do(numbers.account_for, document="D-0001", last=3)
    states = [copy.state for copy in desk.register.copies.values()]
    assert states == [CopyState.IN_SAFE, CopyState.ALLOTTED, CopyState.ALLOTTED]
    desk.do(numbers.printed, copy="D-0001/2")
    desk.do(numbers.spoil, copy="D-0001/3", reason="Never came out of the printer")
    assert desk.allot("D-0001") == ["D-0001/4"]


def test_numbers_may_turn_out_to_be_all_there() -> None:
    desk, _ = after_a_loss()
    desk.do(numbers.account_for, document="D-0001", last=1)
    assert len(desk.register.copies) == 1
    with pytest.raises(WrongStateError, match="sure of its copy numbers"):
        desk.do(numbers.account_for, document="D-0001", last=1)


@pytest.mark.parametrize("last", [-1, 0, 1_002])
def test_the_highest_number_is_not_below_what_is_known_nor_beyond_belief(last: int) -> None:
    desk, _ = after_a_loss()
    with pytest.raises(FactMissingError, match="The highest number"):
        desk.do(numbers.account_for, document="D-0001", last=last)


def test_a_coding_schedule_has_no_numbers_to_be_unsure_of() -> None:
    desk = at_two()
    desk.document("coding-schedule")
    desk.do(restores.restore, **LOSS)
    assert not desk.register.documents["D-0001"].numbers_unsure


def test_the_register_knows_its_last_restore() -> None:
    desk, number = after_a_loss()
    last = desk.register.restored
    assert last is not None
    assert (last.source, last.number, last.lost, last.entry) == ("M-0001", number, 2, number + 1)
    assert (last.by, last.witness, last.day) == ("O-0001", WITNESS, march(2))


def test_a_vault_that_was_never_restored_has_no_record_of_it() -> None:
    with pytest.raises(WrongStateError, match="as it always was"):
        restore_record(at_two().register, a_hand())
