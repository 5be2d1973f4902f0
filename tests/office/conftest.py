"""What tests of the office share: an open vault with cheap keys, and one warm worker for all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.custody import reviews
from desktop.office import opening
from desktop.office.office import Office
from desktop.paper.reading_room import ReadingRoom
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE, REVIEW, a_pdf, march, noon
from tests.office.at_work import taken_in
from tests.paper.print_server import PrintServer, print_server


@pytest.fixture(scope="session")
def room() -> Iterator[ReadingRoom]:
    """A reading room whose worker is started once."""
    with ReadingRoom() as room:
        yield room


@pytest.fixture
def office(tmp_path: Path, room: ReadingRoom) -> Iterator[Office]:
    """An office at noon of 2 March 2026 with one review open; its vault is `tmp_path / "vault"`."""
    office = opening.create(
        tmp_path / "vault",
        passphrase=PASSPHRASE,
        board_name=BOARD,
        operator=OPERATOR,
        key_file=tmp_path / "key",
        bounds=CHEAP,
        clock=lambda: noon(march(2)),
    )
    office.room = room
    office.do(reviews.open_review, reference=REVIEW, authority="The Chair")
    yield office
    office.vault.close()


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A document of two pages."""
    file = tmp_path / "report.pdf"
    file.write_bytes(a_pdf(2))
    return file


@pytest.fixture
def document(office: Office, pdf: Path) -> str:
    """A document in custody."""
    return taken_in(office, pdf)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder for papers that is not there yet."""
    return tmp_path / "out"


@pytest.fixture(scope="module")
def running() -> Iterator[PrintServer]:
    """A CUPS that keeps no pages."""
    with print_server() as server:
        yield server


@pytest.fixture
def server(running: PrintServer, office: Office) -> PrintServer:
    """The CUPS on which the office prints."""
    running.empty()
    office.printers = running.cups
    return running
