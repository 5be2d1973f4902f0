"""The program under the shim: does an act while the disk under it fails, and tells what came of it.

Rule: it has everything loaded and does nothing itself; each order is done in a forked child, whose answer
comes back as a file. The fault falls into the act alone: what is needed for it is made ready before.
"""

import ctypes
import gc
import io
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import msgspec

from desktop.custody.errors import StrongroomError
from tests.factory import a_pdf
from tests.faults.acts import ACTS, CARELESS, FROM_A_STICK, PARTS, make_world
from tests.faults.going_out import NEED_READING
from tests.faults.orders import Order, Refusal, Report
from tests.faults.world import Disk

_ANY_ACT = {**ACTS, **PARTS, **CARELESS}
_NEEDS_READING = {"take in", "print", "careless master", FROM_A_STICK} | NEED_READING


def main() -> int:
    """Serve orders, one a line, until standard input ends."""
    shim = ctypes.CDLL(None)
    shim.shim_disarm.restype = ctypes.c_long
    with tempfile.TemporaryDirectory() as folder:
        make_world(Disk(Path(folder)))  # loads whatever is loaded late
    gc.freeze()
    for line in sys.stdin.buffer:
        order = msgspec.json.decode(line, type=Order, dec_hook=lambda kind, text: kind(text))
        child = os.fork()
        if child == 0:
            _serve(order, shim)
        _, status = os.waitpid(child, 0)
        sys.stdout.buffer.write(b"%d\n" % status)
        sys.stdout.buffer.flush()
    return 0


def _serve(order: Order, shim: ctypes.CDLL) -> None:
    code = 1
    try:
        report = _world(order) if order.acts == ["world"] else _disturbed(order, shim)
        order.answer.write_bytes(msgspec.json.encode(report))
        code = 0
    except BaseException:  # noqa: BLE001 - a child that came back from here would serve orders too
        traceback.print_exc()
    finally:
        os._exit(code)


def _world(order: Order) -> Report:
    disk = Disk(order.disk)
    make_world(disk)
    return Report(heads=disk.heads)


def _disturbed(order: Order, shim: ctypes.CDLL) -> Report:
    disk = Disk(order.disk)
    report = Report(made=order.acts[0] == "create")
    if not report.made:
        report.refusal = _told(disk.open)
        if report.refusal:
            return report
        if _NEEDS_READING & {*order.acts}:
            disk.opened.room.inspect(io.BytesIO(a_pdf()))  # starts the worker
    filler = disk.folder / "filler"
    if order.room is not None:
        _fill(filler, order.room)
    _arm(shim, order)
    report.refusal = _told(lambda: _act(disk, order, report, shim))
    report.calls = shim.shim_disarm()
    report.heads = disk.heads
    filler.unlink(missing_ok=True)
    if order.again and report.refusal:
        report.again = _told(lambda: _again(disk, order, report))
    report.closing = _told(disk.close)
    return report


def _arm(shim: ctypes.CDLL, order: Order) -> None:
    if order.record:
        shim.shim_record(os.open(order.record, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    if order.image and order.pictures:
        shim.shim_picture(os.fsencode(order.image), os.fsencode(order.pictures))
    fault, nth = order.fault, ctypes.c_long(order.fault.nth)
    folder = os.fsencode(order.disk / order.under)
    shim.shim_arm(folder, fault.kinds, fault.action, nth, fault.error, int(fault.lasting))


def _act(disk: Disk, order: Order, report: Report, shim: ctypes.CDLL) -> None:
    for name in order.acts:
        _ANY_ACT[name](disk)
        shim.shim_aside(1)
        report.shown.append(disk.heads[-1][0])
        report.papers.append({path.name: path.stat().st_size for path in disk.papers.glob("*.pdf")})
        shim.shim_aside(0)
        shim.shim_said()


def _again(disk: Disk, order: Order, report: Report) -> None:
    if disk.office is None and not report.made:
        disk.open()
    _ANY_ACT[order.acts[-1]](disk)


def _fill(filler: Path, room: int) -> None:
    """Fill the disk with one file, but for `room` pages."""
    with filler.open("wb") as file:
        free = os.fstatvfs(file.fileno())
        os.posix_fallocate(file.fileno(), 0, (free.f_bavail - room) * free.f_frsize)


def _told(work: Callable[[], object]) -> Refusal | None:
    """Do `work`; return what a person is told when it fails."""
    try:
        work()
    except StrongroomError as error:
        return Refusal(type(error).__name__, error.exit_code, error.message, error.hint)
    except Exception as error:  # noqa: BLE001 - what a person would see as a fault of the program
        return Refusal(type(error).__name__, 1, f"{error} {_place(error)}", "")
    return None


def _place(error: Exception) -> str:
    """Return the innermost line of the program that the error passed through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if f"{os.sep}desktop{os.sep}" in frame.filename]
    return f"({ours[-1].filename.rpartition('desktop')[2]}:{ours[-1].lineno} {ours[-1].name})" if ours else ""


if __name__ == "__main__":
    sys.exit(main())
