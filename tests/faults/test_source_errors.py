"""A document is taken in from a stick that fails: it is named, and the vault is as before (T10, B1)."""

import errno
from collections import Counter

import pytest

from tests.faults.acts import FROM_A_STICK
from tests.faults.judge import expect_none, judge
from tests.faults.orders import Action, Fault, Kind
from tests.faults.rig import Rig
from tests.faults.world import STICK

FAULTS = {
    "EIO once": Fault(Action.FAIL, Kind.ANY, 0, errno.EIO),
    "EIO from then on": Fault(Action.FAIL, Kind.ANY, 0, errno.EIO, lasting=True),
    "ENODEV from then on": Fault(Action.FAIL, Kind.ANY, 0, errno.ENODEV, lasting=True),
    "half of a read": Fault(Action.SHORT, Kind.READ),
}


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_a_failing_stick_is_named_and_does_not_touch_the_vault(
    rig: Rig, name: str, injected: Counter[str]
) -> None:
    fault, acts = FAULTS[name], [FROM_A_STICK]
    calls = rig.do(rig.disk(acts).folder, acts, Fault(kinds=fault.kinds), under=STICK).calls
    assert calls
    found = []
    for nth in range(1, calls + 1):
        disk = rig.disk(acts)
        due = Fault(fault.action, fault.kinds, nth, fault.error, fault.lasting)
        report = rig.do(disk.folder, acts, due, under=STICK, again=True)
        injected[f"{name}: {FROM_A_STICK}"] += 1
        if report.refusal and report.refusal.error not in {"FileRefusedError", "CannotReadError"}:
            found.append(f"call {nth}: it was told as {report.refusal}")
        if report.again:
            found.append(f"call {nth}: the stick is well again, and the act cannot be done: {report.again}")
        judge(disk, report, len(report.shown))
    expect_none(found)
