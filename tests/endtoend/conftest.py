"""The months and the years at the Board, lived through once for all tests that read what they left."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.spoken import NOW, PASSPHRASE
from tests.endtoend import daily_stages, years_stages
from tests.endtoend.daily_desk import Board, lacking
from tests.endtoend.years_desk import Years


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """Return the desk of a Board on 21 July 2026, with six months of acts and papers behind it."""
    folder = _a_desk(tmp_path_factory.mktemp("board"))
    board = Board(folder, NOW - timedelta(days=60))
    for stage in daily_stages.STAGES:
        stage(board)
    return board


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> Years:
    """Return the desk of a Board in 2087: its review of two years has ended, the masters are disposed of."""
    board = Years(_a_desk(tmp_path_factory.mktemp("years")), NOW - timedelta(days=60))
    for stage in years_stages.STAGES:
        stage(board)
    return board


def _a_desk(folder: Path) -> Path:
    if missing := lacking():
        pytest.skip(f"not installed: {', '.join(missing)}")
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n", "utf-8")
    (folder / "passphrase").chmod(0o600)
    return folder
