"""What is installed is what was locked: by hash, from nowhere in particular."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"([a-z0-9-]+)==([0-9][0-9a-z.]*)( ; [^;\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
INDEX_HOSTS = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("pkg", "dev"),
    ("deb", "debian", "org"),
)


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def pins(lock: Path) -> dict[str, str]:
    found = (PIN.fullmatch(line) for line in lock.read_text(encoding="ascii").splitlines())
    return {pin[1]: pin[2] for pin in found if pin is not None}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_exact_versions_and_hashes_and_nothing_else(lock: Path) -> None:
    lines = lock.read_text(encoding="ascii").splitlines()
    assert [line for line in lines if not PIN.fullmatch(line) and not HASH.fullmatch(line)] == []
    assert [
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if line.endswith("\\") != after.startswith(" ")
    ] == []


def test_what_runs_and_what_is_bundled_is_what_was_tested() -> None:
    tested = pins(ROOT / "requirements" / "test.txt")
    run = pins(ROOT / "requirements" / "run.txt")
    bundled = pins(ROOT / "requirements" / "bundle.txt")
    assert run.items() <= tested.items()
    assert run.items() <= bundled.items()


def test_qt_stays_below_the_version_that_aborts() -> None:
    assert pins(ROOT / "requirements" / "run.txt")["pyside6-essentials"].startswith("6.11.")


def test_no_file_names_a_package_index_or_the_place_of_this_checkout() -> None:
    refused = [".".join(host).encode() for host in INDEX_HOSTS]
    refused += [f"{ROOT.as_posix()}/".encode()] if len(ROOT.parts) > 2 else []
    files = tracked_files()
    assert ROOT / "pyproject.toml" in files
    assert [(path, words) for path in files for words in refused if words in path.read_bytes()] == []
