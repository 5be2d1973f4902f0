"""The disk is pulled out half way through an act, or from then on can only be read (T10).

Both are real: ext4 is shut down under the program without writing what it had in memory, or told of an error
for which it turns read-only. The disk is then put back as after a power cut.
"""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.acts import ACTS
from tests.faults.disks import KINDS, make_image, mounted, read_only, shared_memory
from tests.faults.going_out import NEED_READING
from tests.faults.judge import expect_none, wrong
from tests.faults.orders import Action, Fault, Kind
from tests.faults.rig import Rig
from tests.faults.world import Disk

STRIDES = {"take in": 3, "print": 7, **dict.fromkeys(NEED_READING, 7)}
"""Acts that start the worker take long: they meet it at one call in so many."""

HAPPENINGS = {"pulled out": Action.PULL, "turned read-only": Action.READ_ONLY}


def swept(rig: Rig, act: str, happens: str, injected: Counter[str], *, every: int = 1) -> list[str]:
    """Return what is wrong when it happens at each call of an act, or at one in so many."""
    kind = KINDS["ext4"]
    rehearsal = rig.do(rig.disk([act]).folder, [act])
    found = []
    for nth in range(1, rehearsal.calls + 1, every):
        with shared_memory() as folder:
            image = folder / "disk.img"
            make_image(kind, image)
            with mounted(kind, image, folder / "disk") as disk:
                rig.disk([act], disk)
                rig.sync(disk)
                report = rig.do(disk, [act], Fault(HAPPENINGS[happens], Kind.ANY, nth))
            report.sizes = rehearsal.transactions()
            injected[f"disks {happens}: {act}"] += 1
            # A copy: of the image itself the kernel may still know that it was pulled out.
            after = Path(shutil.copy(image, folder / "after.img"))
            with mounted(kind, after, folder / "disk", after_a_cut=True) as disk:
                found += [f"call {nth}: {what}" for what in wrong(Disk(disk), report)]
    return found


@pytest.mark.parametrize("happens", HAPPENINGS)
def test_a_disk_that_goes_keeps_the_invariant(rig: Rig, happens: str, injected: Counter[str]) -> None:
    expect_none(swept(rig, "enter", happens, injected, every=4))


@pytest.mark.long
@pytest.mark.parametrize("happens", HAPPENINGS)
@pytest.mark.parametrize("act", ACTS)
def test_a_disk_that_goes_in_any_act_keeps_the_invariant(
    rig: Rig, act: str, happens: str, injected: Counter[str]
) -> None:
    expect_none(swept(rig, act, happens, injected, every=STRIDES.get(act, 1)))


@pytest.mark.parametrize(
    ("act", "what"),
    [
        ("careless paper", "it was told as Refusal(error='OSError', code=1"),
        ("careless paper", "careless.pdf was given out with 1824 bytes, and has 0"),
        ("careless ledger", "was shown, and the ledger ends with"),
    ],
)
def test_the_rig_notices_carelessness(rig: Rig, act: str, what: str, injected: Counter[str]) -> None:
    assert any(what in found for found in swept(rig, act, "pulled out", injected))


def test_opening_on_a_disk_that_can_only_be_read_is_refused_in_plain_words(rig: Rig) -> None:
    with shared_memory() as folder:
        disk = rig.disk(["open"], folder / "disk")
        with read_only(disk.folder):
            report = rig.do(disk.folder, ["open"])
        assert report.refusal is not None
        assert (report.refusal.error, "read-only" in report.refusal.message) == ("CannotWriteError", True)
        assert wrong(disk, report) == []


def test_a_disk_that_can_only_be_read_opens_for_reading(rig: Rig, tmp_path: Path) -> None:
    disk = rig.disk(["open"], tmp_path / "disk")
    with read_only(disk.folder):
        office = disk.open(read_only=True)
        assert office.vault.read_only
        assert office.finding is None
        disk.close()
