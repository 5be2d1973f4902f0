"""What tests of faults share: one rig for all, and the count of what was injected."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.rig import Rig

_INJECTED = pytest.StashKey[Counter[str]]()


@pytest.fixture(scope="session")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """The driver under the shim, with its disks in memory where that can be had: they sync all the time."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    near = memory if memory.is_dir() and os.access(memory, os.W_OK) else tmp_path_factory.mktemp("faults")
    with tempfile.TemporaryDirectory(dir=near, prefix="strongroom-") as folder, Rig(Path(folder)) as rig:
        yield rig


@pytest.fixture(scope="session")
def injected(request: pytest.FixtureRequest) -> Counter[str]:
    """How many faults of each kind were injected, told at the end."""
    return request.config.stash.setdefault(_INJECTED, Counter())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell the counts, since a rig that injected nothing would pass as well."""
    if counts := config.stash.get(_INJECTED, None):
        terminalreporter.section("faults injected")
        for kind, number in sorted(counts.items()):
            terminalreporter.write_line(f"{number:7} {kind}")
