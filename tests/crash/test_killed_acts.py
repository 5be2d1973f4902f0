"""An act that is killed at any call that changes a file leaves a vault in which the invariant holds (T10)."""

import pytest

from tests.crash.rig import Rig
from tests.crash.scenario import STORY

_LONG = 180
POINTS = {act.name: act.points for act in STORY if act.points}


@pytest.mark.parametrize("act", POINTS)
def test_a_killed_act_stands_whole_or_not_at_all(rig: Rig, act: str) -> None:
    sweep = rig.sweep(act, rig.some_points(act, POINTS[act]))
    assert sweep.faults == []
    assert sweep.killed


@pytest.mark.long
@pytest.mark.parametrize("act", POINTS)
def test_an_act_killed_at_every_call_stands_whole_or_not_at_all(rig: Rig, act: str) -> None:
    sweep = rig.sweep(act, rig.many_points(act, _LONG))
    assert sweep.faults == []
    assert sweep.killed
