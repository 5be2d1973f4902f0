"""The months at the Board, lived through once for all tests that read what they left."""

from datetime import timedelta

import pytest

from tests.cli.spoken import NOW, PASSPHRASE
from tests.endtoend import daily_stages
from tests.endtoend.daily_desk import Board, lacking


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Board:
    """Return the desk of a Board on 21 July 2026, with six months of acts and papers behind it."""
    if missing := lacking():
        pytest.skip(f"not installed: {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("board")
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n", "utf-8")
    (folder / "passphrase").chmod(0o600)
    board = Board(folder, NOW - timedelta(days=60))
    for stage in daily_stages.STAGES:
        stage(board)
    return board
