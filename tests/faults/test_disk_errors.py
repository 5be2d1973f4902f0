"""Each call of an act to the operating system fails, once or with all that follow (T10).

A person is told in one sentence what is wrong with the disk, never that the program is at fault, the
passphrase wrong or the vault tampered with; the invariant holds; once the disk is well the act can be done.
"""

import errno
from collections import Counter

import pytest

from tests.faults.acts import ACTS
from tests.faults.going_out import NEED_READING
from tests.faults.judge import expect_none, judge, wrong
from tests.faults.orders import Action, Fault, Kind, Refusal, Report
from tests.faults.rig import Rig

EIO_ONCE = "EIO once"
FAULTS = {
    EIO_ONCE: Fault(Action.FAIL, Kind.ANY, 0, errno.EIO),
    "EIO from then on": Fault(Action.FAIL, Kind.ANY, 0, errno.EIO, lasting=True),
    "ENOSPC once": Fault(Action.FAIL, Kind.STORE, 0, errno.ENOSPC),
    "ENOSPC from the middle of a write on": Fault(Action.PARTLY, Kind.STORE, 0, errno.ENOSPC, lasting=True),
    "EDQUOT from then on": Fault(Action.FAIL, Kind.STORE, 0, errno.EDQUOT, lasting=True),
    "EROFS from then on": Fault(Action.FAIL, Kind.CHANGE, 0, errno.EROFS, lasting=True),
}
HARMLESS = {
    "half of a read": Fault(Action.SHORT, Kind.READ),
    "half of a write": Fault(Action.SHORT, Kind.WRITE),
}
STRIDES = {"take in": 3, "print": 7, **dict.fromkeys(NEED_READING, 7)}
"""Acts that start the worker take long: of the rarer faults they meet one in so many."""

QUICK = [
    ("enter", "ENOSPC once"),
    ("enter", "ENOSPC from the middle of a write on"),
    ("enter", "EROFS from then on"),
]
LONG = [(act, fault) for act in ACTS for fault in FAULTS if (act, fault) not in QUICK]


def swept(
    rig: Rig, act: str, fault: Fault, injected: Counter[str], name: str, *, every: int = 1
) -> list[str]:
    """Return what is wrong when each call of an act, or one in so many, meets the fault in turn."""
    rehearsal = rig.do(rig.disk([act]).folder, [act], Fault(kinds=fault.kinds))
    assert rehearsal.refusal is None, rehearsal.refusal
    found = []
    for nth in range(1, rehearsal.calls + 1, every):
        due = Fault(fault.action, fault.kinds, nth, fault.error, fault.lasting)
        disk = rig.disk([act])
        report = rig.do(disk.folder, [act], due, again=True)
        report.sizes = rehearsal.transactions()
        injected[f"{name}: {act}"] += 1
        found += [f"call {nth}: {what}" for what in wrong(disk, report, undone=not fault.lasting)]
    return found


@pytest.mark.parametrize(("act", "name"), QUICK)
def test_a_failing_disk_is_named_and_keeps_the_invariant(
    rig: Rig, act: str, name: str, injected: Counter[str]
) -> None:
    expect_none(swept(rig, act, FAULTS[name], injected, name))


@pytest.mark.long
@pytest.mark.parametrize(("act", "name"), LONG)
def test_any_failing_disk_is_named_and_keeps_the_invariant(
    rig: Rig, act: str, name: str, injected: Counter[str]
) -> None:
    every = 1 if name == EIO_ONCE else STRIDES.get(act, 1)
    expect_none(swept(rig, act, FAULTS[name], injected, name, every=every))


@pytest.mark.long
@pytest.mark.parametrize("name", HARMLESS)
@pytest.mark.parametrize("act", ACTS)
def test_a_call_that_does_half_of_its_work_does_no_harm(
    rig: Rig, act: str, name: str, injected: Counter[str]
) -> None:
    fault = HARMLESS[name]
    calls = rig.do(rig.disk([act]).folder, [act], Fault(kinds=fault.kinds)).calls
    for nth in range(1, calls + 1, STRIDES.get(act, 1)):
        disk = rig.disk([act])
        report = rig.do(disk.folder, [act], Fault(fault.action, fault.kinds, nth))
        injected[f"{name}: {act}"] += 1
        assert report.refusal is None, f"call {nth}: {report.refusal}"
        judge(disk, report, 1)


def test_the_rig_notices_an_error_that_is_not_told(rig: Rig, injected: Counter[str]) -> None:
    found = swept(rig, "careless paper", FAULTS[EIO_ONCE], injected, EIO_ONCE)
    assert any("it was told as Refusal(error='OSError', code=1" in what for what in found)


def test_the_rig_notices_an_error_that_is_swallowed(rig: Rig, injected: Counter[str]) -> None:
    found = swept(
        rig, "deaf paper", FAULTS["ENOSPC from the middle of a write on"], injected, "ENOSPC, swallowed"
    )
    assert any("deaf.pdf is half written" in what for what in found)


@pytest.mark.parametrize(
    ("error", "code"), [("LedgerUnreadableError", 77), ("WrongPassphraseError", 40), ("OSError", 1)]
)
def test_the_rig_notices_what_is_told_wrongly(rig: Rig, error: str, code: int) -> None:
    (told,) = wrong(rig.disk(["enter"]), Report(heads=[rig.began], refusal=Refusal(error, code, "", "")))
    assert error in told
