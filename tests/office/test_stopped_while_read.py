"""Whatever is read of a document can be stopped: locking waits for it, and a document may take long."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.custody.errors import CancelledError
from desktop.office import filing, viewing
from desktop.office.office import Office
from desktop.office.procedure import Procedure, Progress, Step, run
from desktop.paper.reading_room import ReadingRoom
from tests.office.at_work import events
from tests.paper.scanned_papers import blank, pile


def stopping(step: Step) -> Progress:
    """Ask a step to stop, once it can be and has begun."""

    def progress(_part: float) -> None:
        if step.can_stop:
            raise CancelledError(what=step.label)

    return progress


def endless(*_what: object, progress: Callable[[int, int], None], **_how: object) -> None:
    """Be a worker that says nothing."""
    while True:
        progress(0, 1)


@pytest.mark.parametrize("asked", ["page_sizes", "words", "page_image", "find"])
def test_reading_a_document_on_screen_can_be_stopped(
    office: Office, document: str, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    master = run(viewing.begin(office, document, "To prepare")).master
    reading: dict[str, Procedure[Any]] = {
        "page_sizes": viewing.page_sizes(office, document, master),
        "words": viewing.words(office, document, master, 1),
        "page_image": viewing.page(office, document, master, 1, 72.0),
        "find": viewing.find(office, document, master, "invented"),
    }
    monkeypatch.setattr(ReadingRoom, asked, endless)
    with pytest.raises(CancelledError):
        run(reading[asked], stopping)


@pytest.mark.parametrize("asked", ["ask", "page_image"])
def test_looking_at_a_pile_can_be_stopped_within_a_page(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    file = pile([blank()], tmp_path / "pile.pdf")
    sheets = run(filing.look(office, [file]))
    before = len(events(office))
    monkeypatch.setattr(ReadingRoom, asked, endless)
    looking = {"ask": filing.look(office, [file]), "page_image": filing.picture(office, sheets[0])}
    with pytest.raises(CancelledError):
        run(looking[asked], stopping)
    assert len(events(office)) == before
