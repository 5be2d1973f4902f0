"""What a drill lays out is gone after it, and after one that crashed with the next (A5)."""

import subprocess
import sys
from pathlib import Path

from desktop.store.private_place import DRILL, private_place

KILLED = """
import os, sys
from pathlib import Path
from desktop.store.private_place import private_place
with private_place(Path(sys.argv[1])) as place:
    (place / "vault").mkdir()
    (place / "vault" / "header.json").write_bytes(b"sealed")
    os._exit(9)
"""


def test_nothing_is_left_of_it(tmp_path: Path) -> None:
    with private_place(tmp_path) as place:
        (place / "vault").mkdir()
        assert place.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_drill_left_goes_with_the_next(tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False).returncode == 9
    assert len(list(tmp_path.iterdir())) == 1
    with private_place(tmp_path) as place:
        assert list(tmp_path.iterdir()) == [place]
    assert list(tmp_path.iterdir()) == []


def test_a_drill_at_work_is_left_alone(tmp_path: Path) -> None:
    with private_place(tmp_path) as one:
        (one / "vault").mkdir()
        with private_place(tmp_path) as two:
            assert one != two
        assert (one / "vault").is_dir()


def test_what_is_not_surely_a_drills_is_left_alone(tmp_path: Path) -> None:
    papers, beginning, link = (tmp_path / f"{DRILL}{name}" for name in ("papers", "beginning", "link"))
    for folder in (papers, beginning):
        folder.mkdir()
    (papers / "vault.lock").write_bytes(b"")
    (papers / "letter.txt").write_bytes(b"invented")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "vault.lock").write_bytes(b"")
    link.symlink_to(tmp_path / "elsewhere")
    (tmp_path / f"{DRILL}file").write_bytes(b"")
    before = set(tmp_path.rglob("*"))
    with private_place(tmp_path):
        pass
    assert set(tmp_path.rglob("*")) == before
