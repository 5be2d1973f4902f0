"""A process that is shut off: no network, no disk, no one else's folders; and a place that is in memory."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.paper import memory_place
from desktop.paper.memory_place import NoMemoryPlaceError

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can shut a process off so")

_INSIDE = """
import socket, sys
from pathlib import Path
from desktop.paper import seclusion

def made(family):
    try:
        socket.socket(family).close()
    except OSError:
        return "refused"
    return "made"

def written(folder):
    try:
        (Path(folder) / "strongroom-test").write_text("clear")
    except OSError:
        return "refused"
    return "written"

def work(secluded):
    if secluded.place is None:
        print("no namespaces")
        return 0
    print("network", made(socket.AF_INET), made(socket.AF_INET6), made(socket.AF_NETLINK))
    print("local", made(socket.AF_UNIX))
    print("place", written(secluded.place))
    print("disk", *(written(folder) for folder in sys.argv[1:]))
    print("home", list(Path("/root").iterdir()), list(Path("/home").iterdir()))
    return 7

print("code", seclusion.run_secluded(work, 2**20, Path("/usr")), flush=True)
"""


def inside(*folders: Path) -> list[str]:
    """Return what a process that is shut off could do."""
    said = subprocess.run(
        [sys.executable, "-u", "-c", _INSIDE, *map(str, folders)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    ).stdout.splitlines()
    if "no namespaces" in said:
        pytest.skip("this system gives ordinary users no namespaces")
    return said


def test_a_process_that_is_shut_off_has_no_network_and_writes_only_to_memory(tmp_path: Path) -> None:
    said = inside(tmp_path, ROOT, Path("/var"), Path("/dev/shm"))  # noqa: S108 - it must not be written to
    assert said == [
        "network refused refused refused",
        "local made",
        "place written",
        "disk refused refused refused refused",
        "home [] []",
        "code 7",
    ]
    assert list(tmp_path.iterdir()) == []


def test_the_filter_alone_refuses_every_socket_but_local_ones() -> None:
    program = (
        "import ctypes, socket\n"
        "from desktop.paper import syscall_filter\n"
        "assert syscall_filter.install(ctypes.CDLL(None))\n"
        "for family in (socket.AF_INET, socket.AF_INET6, socket.AF_PACKET, socket.AF_UNIX):\n"
        "    try:\n"
        "        socket.socket(family).close()\n"
        "        print('made')\n"
        "    except OSError:\n"
        "        print('refused')\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert said.stdout.split() == ["refused", "refused", "refused", "made"]


def test_the_place_is_in_memory_for_its_owner_alone_and_goes_with_its_use() -> None:
    with memory_place.memory_place() as place:
        assert place.parent in memory_place._mounted_in_memory()
        assert place.stat().st_mode & 0o777 == 0o700
        (place / "document.docx").write_text("clear")
        memory_place.clear()
        assert place.exists()  # it is held, and so it is not taken away
    assert not place.exists()


def test_what_a_killed_conversion_left_goes_with_the_next() -> None:
    with memory_place.memory_place() as place:
        left = place.with_name(f"{memory_place.NAME}left")
        left.mkdir(mode=0o700)
        (left / "document.docx").write_text("clear")
        held = place.with_name(f"{memory_place.NAME}held")
        held.mkdir(mode=0o700)
        holding = os.open(held, os.O_RDONLY)
        fcntl.flock(holding, fcntl.LOCK_EX)
        memory_place.clear()
        assert (left.exists(), held.exists()) == (False, True)
        os.close(holding)
    memory_place.clear()
    assert not held.exists()


def test_a_link_by_that_name_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("somebody's")
    with memory_place.memory_place() as place:
        link = place.with_name(f"{memory_place.NAME}link")
        link.symlink_to(tmp_path)
        memory_place.clear()
        link.unlink()
    assert (tmp_path / "kept").exists()


def test_where_nothing_is_in_memory_there_is_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_place, "_mounted_in_memory", set)
    with pytest.raises(NoMemoryPlaceError), memory_place.memory_place():
        pytest.fail("a place was made on a disk")
