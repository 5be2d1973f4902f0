"""The power goes between any two calls of an act, on any file system that keeps what was synced (T10)."""

import shutil
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.acts import ACTS, CLOSING
from tests.faults.judge import BrokenError, expect_none, judge
from tests.faults.replay import Model, states
from tests.faults.rig import Rig
from tests.faults.world import Disk

QUICK = ["create", "enter"]


def broken(rig: Rig, act: str, injected: Counter[str], *, forget: str = "") -> Iterator[str]:
    """Yield what is wrong with the states that a power cut within an act may leave."""
    disk = rig.disk([act])
    model = Model(disk.folder, forget=forget)
    record = rig.new("record")
    report = rig.do(disk.folder, [act, CLOSING], record=record)
    assert report.refusal is None, report.refusal
    for state in states(model, record):
        folder = rig.new("state")
        state.write(folder)
        injected[f"power cuts, replayed: {act}{' (control)' if forget else ''}"] += 1
        try:
            judge(Disk(folder), report, state.shown)
        except BrokenError as error:
            yield f"{state.cut}: {error}".replace(str(folder), "")
        shutil.rmtree(folder)
    assert model.shown == len(report.shown) == 2, "the record has no end"


@pytest.mark.parametrize("act", QUICK)
def test_a_power_cut_keeps_the_invariant(rig: Rig, act: str, injected: Counter[str]) -> None:
    expect_none(list(broken(rig, act, injected)))


@pytest.mark.long
@pytest.mark.parametrize("act", [act for act in ACTS if act not in QUICK])
def test_a_power_cut_within_any_act_keeps_the_invariant(rig: Rig, act: str, injected: Counter[str]) -> None:
    expect_none(list(broken(rig, act, injected)))


@pytest.mark.parametrize("forget", [pytest.param("files", marks=pytest.mark.long), "folders"])
def test_the_rig_notices_syncs_that_do_nothing(rig: Rig, forget: str, injected: Counter[str]) -> None:
    lost = "was shown, and the ledger ends with"
    assert any(lost in found for found in broken(rig, "enter", injected, forget=forget))


@pytest.mark.parametrize(
    ("act", "what"),
    [
        ("careless paper", "careless.pdf was given out with 1824 bytes, and has 0"),
        ("careless paper", "careless.pdf is half written"),
        ("careless ledger", "was shown, and the ledger ends with"),
        pytest.param(
            "careless ledger", "the vault does not open: LedgerUnreadableError", marks=pytest.mark.long
        ),
        ("careless master", "0.partial holds a document in clear"),
    ],
)
def test_the_rig_notices_carelessness(rig: Rig, act: str, what: str, injected: Counter[str]) -> None:
    assert any(what in found for found in broken(rig, act, injected))
