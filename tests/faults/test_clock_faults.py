"""The computer's clock is wrong: order comes from the chain, and nothing is lost by it (T14)."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from desktop.custody.clock import ClockChanged
from desktop.custody.errors import RuleError
from desktop.office.procedure import run
from desktop.office.verification import verify
from tests.faults.acts import ACTS, make_world
from tests.faults.judge import judge
from tests.faults.orders import Report
from tests.faults.world import Disk
from tests.office.at_work import events

BATTERY_EMPTY = datetime(1980, 1, 1, tzinfo=UTC)
FAR_AHEAD = datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    make_world(Disk(folder))
    return folder


@pytest.fixture
def disk(world: Path, tmp_path: Path) -> Disk:
    """A disk on which everything so far happened at noon of 2 March 2026."""
    return Disk(shutil.copytree(world, tmp_path / "disk"))


def said(disk: Disk) -> list[tuple[str, datetime]]:
    """Return how the clock was caught out, and what it showed."""
    return [(event.how, event.now) for event in events(disk.opened) if isinstance(event, ClockChanged)]


def test_a_clock_set_back_between_two_entries_is_an_entry_and_the_order_stays(disk: Disk) -> None:
    disk.open()
    before = disk.opened.register.head.number
    disk.now -= timedelta(days=30)
    ACTS["enter"](disk)

    assert said(disk) == [("went back", disk.now)]
    assert disk.opened.register.head.number == before + 3  # the clock, the person, and their role
    assert run(verify(disk.opened)).ok
    disk.close()
    assert disk.open().finding is None
    disk.close()


def test_a_clock_that_goes_back_by_seconds_is_set_right_and_no_entry(disk: Disk) -> None:
    disk.open()
    disk.now -= timedelta(seconds=59)
    ACTS["enter"](disk)
    assert said(disk) == []
    disk.close()


def test_a_clock_set_back_while_the_vault_was_closed_is_an_entry_once(disk: Disk) -> None:
    disk.now = BATTERY_EMPTY
    disk.open()
    ACTS["enter"](disk)
    disk.now += timedelta(minutes=1)
    ACTS["enter"](disk)
    assert said(disk) == [("went back", BATTERY_EMPTY)]
    disk.close()


def test_a_clock_that_was_far_ahead_and_is_right_again_is_an_entry(disk: Disk) -> None:
    right, disk.now = disk.now, FAR_AHEAD
    disk.open()
    ACTS["enter"](disk)
    disk.now = right
    ACTS["enter"](disk)
    assert said(disk) == [("went back", right)]
    disk.close()


@pytest.mark.parametrize("moment", [BATTERY_EMPTY, FAR_AHEAD])
@pytest.mark.parametrize("act", [act for act in ACTS if act != "create"])
def test_no_act_fails_by_the_clock_but_by_a_rule(
    disk: Disk, act: str, moment: datetime, injected: Counter[str]
) -> None:
    disk.now = moment
    disk.open()
    heads = list(disk.heads)
    injected["clocks that are wrong"] += 1
    try:
        ACTS[act](disk)
    except RuleError as error:
        assert error.hint  # noqa: PT017 - most acts do not raise
    disk.close()
    judge(disk, Report(heads=[*heads, *disk.heads]), 0)


_UNDER_FAKETIME = """
import sys
from datetime import UTC
from pathlib import Path
import msgspec
from desktop.office import opening
from tests.faults.acts import ACTS
from tests.faults.world import Disk
from tests.faults.test_clock_faults import said
disk, clock = Disk(Path(sys.argv[1])), Path(sys.argv[2])
disk.clock = opening.now
disk.open()
for shown in sys.argv[3:]:
    clock.write_text(shown)
    ACTS["enter"](disk)
print(msgspec.json.encode([(how, now.astimezone(UTC)) for how, now in said(disk)]).decode())
disk.close()
"""


def test_a_clock_that_jumps_while_the_vault_is_open_is_an_entry(
    disk: Disk, root: Path, tmp_path: Path, injected: Counter[str]
) -> None:
    if not shutil.which("faketime"):
        pytest.skip("faketime is not installed")
    clock = tmp_path / "clock"
    clock.write_text("2026-03-02 13:00:00")
    environment = os.environ | {
        "TZ": "UTC",
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "LD_PRELOAD": _library(),
    }
    shown = ["2026-03-02 13:00:01", "2026-03-02 18:00:00", "2026-03-02 17:00:00"]
    done = subprocess.run(
        [sys.executable, "-c", _UNDER_FAKETIME, str(disk.folder), str(clock), *shown],
        cwd=root,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
    )
    injected["clocks that jump"] += 2
    assert msgspec.json.decode(done.stdout) == [
        ["jumped ahead", "2026-03-02T18:00:00Z"],
        ["jumped back", "2026-03-02T17:00:00Z"],
    ]


def _library() -> str:
    """Return the library that faketime puts before the C library."""
    words = ["faketime", "2026-03-02 13:00:00", "sh", "-c", "echo $LD_PRELOAD"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
