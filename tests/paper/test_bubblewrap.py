"""The second wall around the worker (T11): nobody's files are in sight, and documents are read as before."""

import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.paper import bubblewrap
from desktop.paper.reading_room import ReadingRoom
from tests.paper import pdfs
from tests.paper.processes import descendants

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is for Linux")


@pytest.fixture(scope="module")
def wall() -> list[str]:
    found = bubblewrap.wall(Path(shutil.which("bwrap") or bubblewrap.PROGRAM))
    if found is None:
        pytest.skip("bubblewrap is not installed, or this kernel does not let it work")
    return found


@pytest.fixture
def walled(wall: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadingRoom]:
    monkeypatch.setattr(bubblewrap, "wall", lambda: wall)
    with ReadingRoom() as room:
        yield room


def inside(wall: list[str], attempt: str) -> str:
    code = f"import os, socket\ntry:\n    print({attempt})\nexcept OSError:\n    print('refused')\n"
    tried = subprocess.run(
        [*wall, sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, env={}
    )
    return tried.stdout.strip()


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/passwd').read()",
        "os.listdir('/home')",
        "os.listdir('/proc')",
        "open('/made', 'w')",
        "open('/dev/shm/made', 'w')",
        "socket.create_connection(('127.0.0.1', 9), 1)",
        "os.listdir('/tmp')",
    ],
)
def test_what_is_nobodys_business_is_not_there(wall: list[str], attempt: str) -> None:
    root = Path(bubblewrap.__file__).parents[2]
    own = f"[{root.relative_to('/tmp').parts[0]!r}]" if root.is_relative_to("/tmp") else "refused"  # noqa: S108
    assert inside(wall, attempt) == (own if attempt == "os.listdir('/tmp')" else "refused")


def test_a_vault_beside_the_program_is_not_in_sight(wall: list[str], tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"sealed")
    assert inside(wall, f"open({str(tmp_path / 'ledger.db')!r}).read()") == "refused"
    root = Path(bubblewrap.__file__).parents[2]
    assert inside(wall, f"sorted(os.listdir({str(root)!r}))") in {
        "['desktop', 'resources']",
        "['.venv', 'desktop', 'resources']",
    }


def test_documents_are_read_and_marked_inside(walled: ReadingRoom) -> None:
    assert walled.walled
    assert walled.inspect(io.BytesIO(pdfs.one_page())).pages == 1
    assert walled.mark(io.BytesIO(pdfs.pages(3)), pdfs.mark(), io.BytesIO()).pages == 3
    assert walled.inspect(io.BytesIO(pdfs.encrypted(owner="o", user=""))).pages == 1
    assert walled.walled


def test_the_worker_ends_with_its_wall(walled: ReadingRoom) -> None:
    walled.inspect(io.BytesIO(pdfs.one_page()))
    assert walled.worker_process is not None
    family = descendants(walled.worker_process)
    assert family
    walled.close()
    left = family
    for _ in range(100):
        left = [process for process in left if Path(f"/proc/{process}").exists()]
        if not left:
            break
        time.sleep(0.02)
    assert left == []


def script(folder: Path, text: str) -> Path:
    file = folder / "bwrap"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def test_where_it_is_refused_or_missing_there_is_no_wall(tmp_path: Path) -> None:
    assert bubblewrap.wall(tmp_path / "not-there") is None
    assert bubblewrap.wall(script(tmp_path, "exit 1")) is None
    assert bubblewrap.wall(tmp_path) is None


def test_a_wall_in_which_the_worker_does_not_start_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = bubblewrap.wall(script(tmp_path, 'case "$*" in *--version) exit 0;; esac; exit 1'))
    assert found is not None
    monkeypatch.setattr(bubblewrap, "wall", lambda: found)
    with ReadingRoom() as room:
        assert room.walled
        assert room.inspect(io.BytesIO(pdfs.one_page())).pages == 1
        assert not room.walled


def test_it_is_looked_for_in_one_place_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(bubblewrap, "PROGRAM", tmp_path / "elsewhere" / "bwrap")
    assert bubblewrap.wall() is None
