"""The handover of the vault from one custodian to the next (A6)."""

import pytest

from desktop.custody import handover, keys, sheet_codes
from desktop.custody.errors import (
    FactMissingError,
    HandoverCodeError,
    ImpossibleDateError,
    OperatorStaysError,
    UnknownReferenceError,
    WitnessError,
    WrongStateError,
)
from desktop.custody.handover_sheet import handover_sheet
from tests.custody.keepers import KeepersDesk, at_two
from tests.factory import Facts, a_hand, march


def hand_over(desk: KeepersDesk, to: str, day: int = 3) -> str:
    """Hand the vault over; return the code on the sheet."""
    desk.renew(handover.hand_over, march(day), operator=to, authority="The Board")
    return desk.register.handovers[-1].code


def test_a_handover_names_both_and_goes_with_new_keys() -> None:
    desk = at_two()
    hand_over(desk, "o-0002")
    assert desk.register.custodian.name == "Dana Deputy"
    last = desk.register.handovers[-1]
    assert (last.previous, last.operator, last.handed_over) == ("O-0001", "O-0002", march(3))
    assert desk.register.generation == 3
    assert handover.awaiting(desk.register) == last


def test_the_one_who_handed_over_stays_an_operator_until_removed() -> None:
    desk = at_two()
    hand_over(desk, "O-0002")
    with pytest.raises(OperatorStaysError, match="custodian"):
        desk.renew(keys.remove_operator, operator="O-0002", reason="Left")
    desk.by = "O-0002"
    desk.renew(keys.remove_operator, operator="O-0001", reason="Left")


def test_nobody_but_the_custodian_hands_over_without_a_witness() -> None:
    desk = at_two()
    desk.by = "O-0002"
    facts: Facts = {"operator": "O-0002", "authority": "I myself"}
    with pytest.raises(FactMissingError, match="witness"):
        desk.renew(handover.hand_over, march(3), **facts)
    with pytest.raises(WitnessError):
        desk.renew(handover.hand_over, march(3), witness="Dana Deputy", **facts)
    desk.renew(handover.hand_over, march(3), witness="Sam Witness", **facts)
    assert desk.register.custodian.name == "Dana Deputy"


def test_the_vault_is_not_handed_over_to_its_custodian() -> None:
    with pytest.raises(WrongStateError, match="is the custodian"):
        hand_over(at_two(), "O-0001")


def test_the_vault_is_not_handed_over_to_a_removed_operator_or_to_nobody() -> None:
    desk = at_two()
    desk.renew(keys.remove_operator, operator="O-0002", reason="Left")
    with pytest.raises(WrongStateError, match="removed since 2 March 2026"):
        hand_over(desk, "O-0002")
    with pytest.raises(UnknownReferenceError, match="operator O-0009"):
        hand_over(desk, "O-0009")


def test_a_handover_needs_an_authority() -> None:
    desk = at_two()
    with pytest.raises(FactMissingError, match="The authority"):
        handover.check_hand_over(desk.register, a_hand(), operator="O-0002", authority="  ")


def test_the_code_of_the_signed_sheet_confirms_the_handover_once() -> None:
    desk = at_two()
    printed = sheet_codes.printed(hand_over(desk, "O-0002"))
    desk.do(handover.confirm, march(4), code=f" {printed.lower().replace('-', ' ')} ")
    assert desk.register.handovers[-1].confirmed == march(4)
    assert handover.awaiting(desk.register) is None
    with pytest.raises(WrongStateError, match="not awaiting signature"):
        desk.do(handover.confirm, march(4), code=printed)


def test_a_wrong_code_or_the_code_of_an_earlier_handover_confirms_nothing() -> None:
    desk = at_two()
    earlier = hand_over(desk, "O-0002")
    desk.by = "O-0002"
    later = hand_over(desk, "O-0001", day=4)
    for code in (earlier, "", "0000-0000", later[:-1], later + "0"):
        with pytest.raises(HandoverCodeError, match="the handover sheet of 4 March 2026"):
            desk.do(handover.confirm, march(5), code=code)
    assert handover.awaiting(desk.register) == desk.register.handovers[-1]
    desk.do(handover.confirm, march(5), code=later)
    assert [one.confirmed for one in desk.register.handovers] == [None, march(5)]


def test_a_vault_that_was_never_handed_over_has_nothing_to_confirm_and_no_sheet() -> None:
    desk = at_two()
    with pytest.raises(WrongStateError, match="not awaiting signature"):
        desk.do(handover.confirm, code="0000-0000")
    with pytest.raises(WrongStateError, match="first custodian"):
        handover_sheet(desk.register, a_hand())


def test_nobody_signs_before_the_handover() -> None:
    desk = at_two()
    code = hand_over(desk, "O-0002", day=4)
    with pytest.raises(ImpossibleDateError, match="the handover was later"):
        desk.do(handover.confirm, march(3), code=code)


def test_a_recovery_settles_a_handover_that_was_never_signed() -> None:
    desk = at_two()
    desk.shares()
    code = hand_over(desk, "O-0002")
    desk.renew(keys.recover, march(5), shares=[1, 2])
    assert desk.register.custodian.operator == "O-0001"
    assert handover.awaiting(desk.register) is None
    with pytest.raises(WrongStateError, match="not awaiting signature"):
        desk.do(handover.confirm, march(5), code=code)


def test_the_code_is_not_part_of_the_checkpoint_that_stands_on_every_paper() -> None:
    desk = at_two()
    code = hand_over(desk, "O-0002")
    sheet = handover_sheet(desk.register, a_hand(march(3)))
    assert code not in sheet.checkpoint.replace("-", "")
