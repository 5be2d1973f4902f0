"""The vaults that tests of the command line start from."""

import shutil
from pathlib import Path

import pytest

from tests.cli.spoken import REVIEW, Desk, a_pdf, empty_desk


@pytest.fixture
def bare(tmp_path: Path) -> Desk:
    """Return a desk without a vault."""
    return empty_desk(tmp_path)


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = empty_desk(tmp_path_factory.mktemp("desk"))
    desk.json("vault", "create", "--board", "Invented Board", "--operator", "A. Keeper")
    desk.json("review", "open", "--reference", REVIEW, "--authority", "The Chair")
    nurse = ("--name", "B. Nurse", "--post", "Designated Nurse", "--agency", "Invented Trust")
    desk.json("person", "add", *nurse, "--role", "panel member", "--telephone", "01632 960001")
    file = a_pdf(desk.folder / "report.pdf")
    desk.json(
        "document",
        "take-in",
        file,
        "--review",
        REVIEW,
        "--kind",
        "overview-report",
        "--edition",
        "anonymised",
    )
    asked = ("--person", "P-0001", "--document", "D-0001", "--purpose", "A meeting", "--mode", "hard-copy")
    desk.json("request", "record", *asked)
    desk.json("request", "decide", "R-0001", "--agreed", "--by", "C. Chair", "--reason", "On the panel")
    desk.json("copy", "print", "D-0001", "--number-of-copies", "2", "--out", desk.papers)
    return desk


@pytest.fixture
def desk(_prepared: Desk, tmp_path: Path) -> Desk:
    """Return a vault with a review, a person, a document in two copies, and an agreed request."""
    shutil.copytree(_prepared.folder, tmp_path, dirs_exist_ok=True)
    return Desk(tmp_path)
