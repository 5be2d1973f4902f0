"""A bit turns on its way from the disk: it is noticed, or does no harm (T10)."""

from collections import Counter

import pytest

from tests.faults.acts import ACTS
from tests.faults.judge import BrokenError, expect_none, judge
from tests.faults.orders import Action, Fault, Kind
from tests.faults.rig import Rig

_BUG = 1


def swept(rig: Rig, act: str, injected: Counter[str]) -> list[str]:
    """Return what is wrong when a bit turns in each read of an act."""
    rehearsal = rig.do(rig.disk([act]).folder, [act], Fault(kinds=Kind.READ))
    found = []
    for nth in range(1, rehearsal.calls + 1):
        disk = rig.disk([act])
        report = rig.do(disk.folder, [act], Fault(Action.FLIP, Kind.READ, nth))
        report.sizes = rehearsal.transactions()
        injected[f"bits turned: {act}"] += 1
        if report.refusal and report.refusal.code == _BUG:
            found.append(f"read {nth}: it was told as {report.refusal}")
        try:
            judge(disk, report, len(report.shown))
        except BrokenError as error:
            found.append(f"read {nth}: {error}")
    return found


def test_a_bit_that_turns_while_a_vault_is_opened_does_no_harm(rig: Rig, injected: Counter[str]) -> None:
    expect_none(swept(rig, "open", injected))


@pytest.mark.long
@pytest.mark.parametrize("act", [act for act in ACTS if act != "open"])
def test_a_bit_that_turns_in_any_act_does_no_harm(rig: Rig, act: str, injected: Counter[str]) -> None:
    expect_none(swept(rig, act, injected))


def test_the_rig_turns_bits_that_are_noticed(rig: Rig) -> None:
    told = set()
    for nth in range(1, 20):
        report = rig.do(rig.disk(["open"]).folder, ["open"], Fault(Action.FLIP, Kind.READ, nth))
        told.add(report.refusal.error if report.refusal else "")
    assert "HeaderAlteredError" in told
    assert told & {"LedgerUnreadableError", "CannotReadError"}, told
