"""Each act on a disk that is really full, with a page more each time, until there is room (T10)."""

from collections import Counter
from pathlib import Path

import pytest

from tests.factory import a_small_disk
from tests.faults.acts import ACTS
from tests.faults.judge import expect_none, wrong
from tests.faults.orders import Report
from tests.faults.rig import Rig

_ROOM = [*range(64), *range(64, 600, 8)]
"""Pages of room: page by page where acts write, then in steps, since a backup wants some to spare."""


def on_a_full_disk(
    rig: Rig, act: str, room: int, folder: Path, transactions: set[int]
) -> tuple[Report, list[str]]:
    """Do an act with so many pages of room; return its report, and what is wrong."""
    with a_small_disk(folder, "4m") as small:
        disk = rig.disk([act], small)
        report = rig.do(small, [act], room=room, again=True)
        report.sizes = transactions
        return report, [f"with {room} pages left: {what}" for what in wrong(disk, report)]


def swept(rig: Rig, act: str, injected: Counter[str], folder: Path) -> list[str]:
    """Return what is wrong, from a disk without a page left to one with room enough."""
    found = []
    transactions = rig.do(rig.disk([act]).folder, [act]).transactions()
    for room in _ROOM:
        report, at_fault = on_a_full_disk(rig, act, room, folder / f"{room}", transactions)
        found += at_fault
        if not at_fault and report.refusal is None:
            return found
        injected[f"full disks: {act}"] += 1
    pytest.fail(f"{act} has never room enough; {found}")


def test_a_full_disk_is_named_and_keeps_the_invariant(
    rig: Rig, injected: Counter[str], tmp_path: Path
) -> None:
    expect_none(swept(rig, "enter", injected, tmp_path))


@pytest.mark.long
@pytest.mark.parametrize("act", [act for act in ACTS if act != "enter"])
def test_a_full_disk_in_any_act_keeps_the_invariant(
    rig: Rig, act: str, injected: Counter[str], tmp_path: Path
) -> None:
    expect_none(swept(rig, act, injected, tmp_path))


def test_the_rig_notices_a_half_written_paper(rig: Rig, injected: Counter[str], tmp_path: Path) -> None:
    found = swept(rig, "deaf paper", injected, tmp_path)
    assert any("deaf.pdf is half written" in what for what in found)
