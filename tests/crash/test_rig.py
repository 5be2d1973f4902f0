"""The rig itself: what it must find out it finds out, and what is sound it leaves alone."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.crash import witness
from tests.crash.rig import Point, Rig, calls
from tests.crash.unsafe import FOUND_OUT

_FAULTS = [(act.__name__, words, call) for act, (words, call) in FOUND_OUT.items()]


@pytest.mark.parametrize(("act", "words", "call"), _FAULTS)
def test_an_act_that_is_unsafe_on_purpose_is_found_out(rig: Rig, act: str, words: str, call: str) -> None:
    points = [Point(made.number) for made in rig.calls(act) if re.fullmatch(call, f"{made.name} {made.file}")]
    sweep = rig.sweep(act, points)
    assert sweep.killed
    assert any(words in fault for fault in sweep.faults), sweep.faults


@pytest.mark.parametrize("act", [act for act, _words, _call in _FAULTS])
def test_an_act_that_is_unsafe_and_was_not_disturbed_is_sound(rig: Rig, act: str) -> None:
    sweep = rig.sweep(act, [Point(0)])
    assert (sweep.killed, sweep.faults) == (0, [])


@pytest.mark.parametrize("act", ["take-in", "add-operator"])
def test_the_shim_sees_every_call_that_strace_sees(rig: Rig, tmp_path: Path, act: str) -> None:
    case = rig.watched(act, witness.command(tmp_path / "trace"))
    told = Counter((call.name, call.file) for call in calls(case))
    seen = Counter(
        (change.call, str(change.path.relative_to(case.folder)))
        for change in witness.changes(tmp_path / "trace")
        if change.path.is_relative_to(case.folder) and change.call != "open for writing"
    )
    del seen["open", "answers"]  # they are opened for the act, before anything of it is counted
    assert sum(told.values()) > 10
    assert told == seen
