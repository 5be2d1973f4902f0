"""The power goes at each sync and each new name of an act, on file systems that are really mounted (T10).

The image of the disk is copied at that moment and mounted: what the kernel had not written is lost.
"""

from collections import Counter

import pytest

from tests.faults.acts import ACTS, CLOSING
from tests.faults.disks import KINDS, make_image, mounted, shared_memory
from tests.faults.judge import BrokenError, expect_none, judge
from tests.faults.orders import Action, Fault, Kind
from tests.faults.rig import Rig
from tests.faults.world import Disk

QUICK = ["enter", "dispose", "destroy copies"]
NO_SYNC = Fault(Action.SKIP, Kind.SYNC, 1, lasting=True)


def broken(rig: Rig, system: str, act: str, injected: Counter[str], fault: Fault | None = None) -> list[str]:
    """Return what is wrong with the disk after a power cut at each picture that was taken of it."""
    kind = KINDS[system]
    with shared_memory() as folder:
        image, pictures = folder / "disk.img", folder / "pictures"
        pictures.mkdir()
        make_image(kind, image)
        with mounted(kind, image, folder / "disk") as disk:
            rig.disk([act], disk)
            rig.sync(disk)
            report = rig.do(disk, [act, CLOSING], fault, image=image, pictures=pictures)
        assert report.refusal is None, report.refusal
        found = []
        for picture in sorted(pictures.iterdir()):
            shown = int(picture.stem.rpartition("-")[2])
            injected[f"power cuts, {system}: {act}{' (control)' if fault else ''}"] += 1
            with mounted(kind, picture, folder / "after", after_a_cut=True) as disk:
                try:
                    judge(Disk(disk), report, shown)
                except BrokenError as error:
                    found.append(f"{picture.stem}, after {shown} receipts: {error}")
            picture.unlink()
        return found


@pytest.mark.parametrize("act", QUICK)
def test_a_power_cut_on_ext4_keeps_the_invariant(rig: Rig, act: str, injected: Counter[str]) -> None:
    expect_none(broken(rig, "ext4", act, injected))


@pytest.mark.long
@pytest.mark.parametrize("system", KINDS)
@pytest.mark.parametrize("act", ACTS)
def test_a_power_cut_within_any_act_keeps_the_invariant(
    rig: Rig, system: str, act: str, injected: Counter[str]
) -> None:
    expect_none(broken(rig, system, act, injected))


@pytest.mark.parametrize("system", ["ext4", pytest.param("xfs", marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("act", "fault", "what"),
    [
        ("enter", NO_SYNC, "was shown, and the ledger ends with"),
        ("create", NO_SYNC, "the vault does not open: NotAVaultError"),
        ("careless paper", None, "careless.pdf was given out with 1824 bytes, and has 0"),
        ("careless ledger", None, "was shown, and the ledger ends with"),
        pytest.param("hasty disposal", None, "its file is not in the vault", marks=pytest.mark.long),
        pytest.param(
            "forgetful disposal", None, "it holds a key of which no entry tells", marks=pytest.mark.long
        ),
        ("lazy disposal", None, "the former device secret is in key after an opening"),
    ],
)
def test_the_rig_notices_carelessness(
    rig: Rig, injected: Counter[str], system: str, act: str, *, fault: Fault | None, what: str
) -> None:
    assert any(what in found for found in broken(rig, system, act, injected, fault))
