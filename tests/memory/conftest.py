"""What the tests of memory share: the scan, and days that end with the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.memory.a_day import Day
from tests.memory.scanning import Scanner
from tests.store.conftest import secret_service as secret_service  # noqa: PLC0414 - a fixture for here too


@pytest.fixture(scope="session")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    """Return the compiled scan."""
    return Scanner(tmp_path_factory.mktemp("scan"))


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Callable[..., Day]]:
    """Return what begins a day."""
    days: list[Day] = []

    def begun(kind: str, *options: str) -> Day:
        days.append(Day(tmp_path, kind, *options))
        return days[-1]

    yield begun
    for day in days:
        day.end()
