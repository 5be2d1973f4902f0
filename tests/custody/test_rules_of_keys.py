"""Operators and recovery shares: who can open the vault (A2, A4)."""

from typing import TYPE_CHECKING

import pytest

from desktop.custody import board, keys
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    OperatorStaysError,
    UnknownReferenceError,
    WrongStateError,
)
from desktop.custody.hand import Event, Hand
from desktop.custody.keys import KeysRenewed
from tests.custody.keepers import HOLDERS, KeepersDesk, at_two
from tests.factory import Facts, a_hand, march

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RTL = "\u202eDana <b>Deputy</b>"


def test_every_change_of_who_can_open_the_vault_goes_with_new_keys() -> None:
    desk = at_two()
    assert desk.register.generation == 2
    for act, facts in (
        (keys.change_passphrase, {}),
        (keys.make_recovery, {"needed": 2, "holders": HOLDERS}),
        (keys.revoke_recovery, {"reason": "A sheet was lost"}),
        (keys.remove_operator, {"operator": "O-0002", "reason": "Left"}),
    ):
        before = desk.register.generation
        events = desk.renew(act, **facts)
        assert isinstance(events[-1], KeysRenewed)
        assert desk.register.generation == before + 1


def test_the_entry_of_new_keys_says_whether_the_device_secret_is_new() -> None:
    desk = at_two()
    desk.shares()
    acts: list[tuple[Callable[..., Sequence[Event]], Facts]] = [
        (keys.make_recovery, {"needed": 2, "holders": HOLDERS}),
        (keys.revoke_recovery, {"reason": "A sheet was lost"}),
        (keys.remove_operator, {"operator": "O-0002", "reason": "Left"}),
    ]
    for new in (True, False):
        for act, facts in acts:
            hand, generation = a_hand(), desk.register.generation + 1
            *_, renewed = act(desk.register, hand, generation=generation, new_device_secret=new, **facts)
            assert isinstance(renewed, KeysRenewed)
            assert renewed.new_device_secret is new


@pytest.mark.parametrize("generation", [-1, 0, 1, 2])
def test_a_generation_of_keys_never_comes_back(generation: int) -> None:
    desk = at_two()
    with pytest.raises(FactMissingError, match="The generation of the keys"):
        desk.do(keys.change_passphrase, generation=generation)


def test_a_deputy_gets_a_reference_of_their_own_and_the_founder_stays_the_custodian() -> None:
    desk = at_two()
    assert list(desk.register.operators) == ["O-0001", "O-0002"]
    assert desk.register.custodian.operator == "O-0001"


@pytest.mark.parametrize("name", ["dana  DEPUTY", "Dana-Deputy", "Dana\u200b Deputy", "\uff24ana Deputy"])
def test_two_operators_never_have_one_name(name: str) -> None:
    desk = at_two()
    with pytest.raises(AlreadyThereError, match="The operator"):
        desk.renew(keys.add_operator, name=name)
    with pytest.raises(AlreadyThereError, match="The operator"):
        keys.check_add_operator(desk.register, a_hand(), name=name)


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 10_001, "\ud800"])
def test_an_operator_has_a_name_that_can_be_kept(name: str) -> None:
    with pytest.raises(FactMissingError, match="The operator's name"):
        at_two().renew(keys.add_operator, name=name)


@pytest.mark.parametrize("name", [RTL, "x" * 10_000, "{operator}", "Zoë Ångström"])
def test_an_odd_name_is_kept_as_it_is_and_told_harmlessly(name: str) -> None:
    desk = at_two()
    reference = desk.deputy(name)
    assert desk.register.operators[reference].name == name
    with pytest.raises(AlreadyThereError) as refusal:
        desk.renew(keys.add_operator, name=name)
    assert "\u202e" not in refusal.value.message
    assert len(refusal.value.message) < 300


def test_a_removed_operator_stays_on_the_record_and_is_present_no_more() -> None:
    desk = at_two()
    desk.renew(keys.remove_operator, march(3), operator="o-0002", reason="Left the post")
    found = desk.register.operator("O-0002")
    assert (found.name, found.removed) == ("Dana Deputy", march(3))
    assert [operator.operator for operator in board.present(desk.register)] == ["O-0001"]


def test_a_removed_operators_name_may_come_back_under_a_new_reference() -> None:
    desk = at_two()
    desk.renew(keys.remove_operator, operator="O-0002", reason="Left the post")
    assert desk.deputy() == "O-0003"


def test_an_operator_is_removed_once_for_a_reason() -> None:
    desk = at_two()
    with pytest.raises(FactMissingError, match="The reason"):
        desk.renew(keys.remove_operator, operator="O-0002", reason=" ")
    desk.renew(keys.remove_operator, operator="O-0002", reason="Left the post")
    with pytest.raises(WrongStateError, match="removed since 2 March 2026"):
        desk.renew(keys.remove_operator, operator="O-0002", reason="Left the post")
    with pytest.raises(UnknownReferenceError, match="operator O-0009"):
        desk.renew(keys.remove_operator, operator="O-0009", reason="Left the post")


def test_the_last_operator_the_custodian_and_oneself_cannot_be_removed() -> None:
    alone = KeepersDesk()
    with pytest.raises(OperatorStaysError, match="nobody else"):
        alone.renew(keys.remove_operator, operator="O-0001", reason="Left")
    desk = at_two()
    desk.by = "O-0002"
    with pytest.raises(OperatorStaysError, match="custodian") as refusal:
        desk.renew(keys.remove_operator, operator="O-0001", reason="Left")
    assert "Hand the vault over" in refusal.value.hint
    with pytest.raises(OperatorStaysError, match="themselves"):
        keys.check_remove_operator(desk.register, a_hand_of("O-0002"), operator="O-0002", reason="Left")


def a_hand_of(operator: str) -> Hand:
    return Hand(operator, a_hand().recorded)


def test_shares_are_held_one_by_each_holder() -> None:
    desk = at_two()
    assert desk.shares() == 1
    recovery = desk.register.recovery
    assert recovery is not None
    assert (recovery.needed, recovery.holders, recovery.generation) == (2, HOLDERS, 2)
    assert desk.register.generation == 3


@pytest.mark.parametrize(
    ("needed", "holders", "told"),
    [
        (1, HOLDERS, "each sheet alone"),
        (0, HOLDERS, "each sheet alone"),
        (4, HOLDERS, "4 is not between 2 and 3"),
        (2, ("The Chair",), "The number of holders"),
        (2, (), "The number of holders"),
        (2, tuple(f"Holder {n}" for n in range(17)), "The number of holders"),
        (2, ("The Chair", " the  chair "), "named twice"),
        (2, ("The Chair", ""), "The holder of share 2"),
    ],
)
def test_a_set_that_one_person_could_use_or_nobody_is_refused(
    needed: int, holders: tuple[str, ...], told: str
) -> None:
    desk = at_two()
    with pytest.raises(FactMissingError, match=told):
        desk.shares(needed, holders)
    assert desk.register.recovery is None


def test_a_new_set_takes_the_place_of_the_one_before() -> None:
    desk = at_two()
    desk.shares()
    revoked, made, _ = desk.renew(keys.make_recovery, needed=3, holders=HOLDERS)
    assert isinstance(revoked, keys.RecoveryRevoked)
    assert (revoked.recovery, revoked.reason) == (1, "set 2 takes its place")
    assert isinstance(made, keys.RecoveryMade)
    assert made.recovery == 2
    assert desk.register.recoveries[1].ended is not None


def test_a_revoked_set_is_no_more_and_its_number_is_not_used_again() -> None:
    desk = at_two()
    desk.shares()
    desk.renew(keys.revoke_recovery, reason="A sheet was lost")
    assert desk.register.recovery is None
    for act, facts in (
        (keys.revoke_recovery, {"reason": "Again", "generation": 5}),
        (keys.drill_recovery, {"shares": [1, 2]}),
        (keys.recover, {"shares": [1, 2], "generation": 5}),
    ):
        with pytest.raises(WrongStateError, match="A set of recovery shares is not there"):
            desk.do(act, **facts)
    assert desk.shares() == 2


@pytest.mark.parametrize("shares", [(), (1,), (1, 1), (0, 1), (1, 4), (-1, 2)])
def test_a_drill_needs_enough_different_shares_of_the_set(shares: tuple[int, ...]) -> None:
    desk = at_two()
    desk.shares()
    with pytest.raises(FactMissingError, match="share"):
        desk.do(keys.drill_recovery, shares=shares)


def test_a_drill_is_noted_and_needs_no_new_keys() -> None:
    desk = at_two()
    desk.shares()
    (drilled,) = desk.do(keys.drill_recovery, march(5), shares=[3, 1, 3])
    assert isinstance(drilled, keys.RecoveryDrilled)
    assert drilled.shares == (1, 3)
    assert desk.register.recovery is not None
    assert desk.register.recovery.drilled == march(5)


def test_who_recovers_the_vault_is_its_custodian_and_the_others_lost_their_keys() -> None:
    desk = at_two()
    desk.deputy("Eli Example")
    desk.shares()
    desk.by = "O-0002"
    events = desk.renew(keys.recover, shares=[1, 2])
    assert [operator.operator for operator in board.present(desk.register)] == ["O-0002"]
    assert desk.register.custodian.name == "Dana Deputy"
    assert isinstance(events[-1], KeysRenewed)
    assert events[-1].new_device_secret
    assert desk.register.recovery is not None
    assert desk.deputy("Avery Example") == "O-0004"


@pytest.mark.parametrize("by", ["O-0001", "O-0003"])
def test_a_vault_is_recovered_for_a_new_operator_when_nobody_is_left(by: str) -> None:
    desk = at_two()
    desk.shares()
    desk.by = by
    desk.renew(keys.recover, shares=[2, 3], name="Noor Newcomer")
    assert [operator.name for operator in board.present(desk.register)] == ["Noor Newcomer"]
    assert desk.register.custodian.operator == "O-0003"


def test_a_vault_is_not_recovered_with_too_few_shares_or_for_nobody() -> None:
    desk = at_two()
    desk.shares(3)
    with pytest.raises(FactMissingError, match="3 different shares"):
        desk.renew(keys.recover, shares=[1, 2])
    with pytest.raises(AlreadyThereError):
        desk.renew(keys.recover, shares=[1, 2, 3], name="Dana Deputy")
    desk.by = "O-0009"
    with pytest.raises(UnknownReferenceError, match="operator O-0009"):
        desk.renew(keys.recover, shares=[1, 2, 3])


def test_a_removed_operator_does_not_recover_the_vault() -> None:
    desk = at_two()
    desk.shares()
    desk.renew(keys.remove_operator, operator="O-0002", reason="Left")
    desk.by = "O-0002"
    with pytest.raises(WrongStateError, match="removed since"):
        desk.renew(keys.recover, shares=[1, 2])


def test_shares_end_with_an_operator_who_had_seen_their_words() -> None:
    desk = at_two()
    desk.by = "O-0002"
    desk.shares()
    desk.by = "O-0001"
    events = desk.renew(keys.remove_operator, operator="O-0002", reason="Left")
    assert [type(event) for event in events] == [
        keys.OperatorRemoved,
        keys.RecoveryRevoked,
        keys.KeysRenewed,
    ]
    assert desk.register.recovery is None


def test_shares_that_a_removed_operator_never_saw_go_on() -> None:
    desk = at_two()
    desk.shares()
    desk.renew(keys.remove_operator, operator="O-0002", reason="Left")
    assert desk.register.recovery is not None


def test_shares_that_were_drilled_at_a_removed_operators_keyboard_end_too() -> None:
    desk = at_two()
    desk.shares()
    desk.by = "O-0002"
    desk.do(keys.drill_recovery, shares=(1, 2))
    desk.by = "O-0001"
    desk.renew(keys.remove_operator, operator="O-0002", reason="Left")
    assert desk.register.recovery is None
