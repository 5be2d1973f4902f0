"""What a person sees of a document in the window: page sizes, pictures, words, and what is found (B9)."""

import io
import os
import signal
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from desktop.paper.errors import CannotReadDocumentError
from desktop.paper.messages import Area, Limits
from desktop.paper.reading_room import ReadingRoom
from tests.paper import pdfs
from tests.paper.test_worker import process_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Read(io.BytesIO):
    """A document that counts how often it is asked for bytes."""

    asked = 0

    def readinto(self, place: "WriteableBuffer", /) -> int:
        self.asked += 1
        return super().readinto(place)


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as open_room:
        yield open_room


def test_the_pages_are_measured_as_they_are_shown_and_none_is_drawn(room: ReadingRoom) -> None:
    turned = pdfs.one_page("/MediaBox [0 0 144 72] /Rotate 90")
    assert room.page_sizes(io.BytesIO(turned)) == [(72, 144)]
    assert room.page_sizes(io.BytesIO(pdfs.pages(3))) == [(595, 842)] * 3


def test_a_document_of_several_thousand_pages_is_measured_at_once(room: ReadingRoom) -> None:
    document = io.BytesIO(pdfs.pages(5000))
    room.page_sizes(document, kept="thick")
    began = time.perf_counter()
    assert len(room.page_sizes(document, kept="thick")) == 5000
    assert time.perf_counter() - began < 5  # seconds; no measurement, but a page of them is not drawn


def test_a_document_that_is_kept_is_not_opened_again_for_its_next_page(room: ReadingRoom) -> None:
    document = Read(pdfs.pages(40))
    room.page_image(document, 1, 36, kept="kept")
    document.asked = 0
    first = room.page_image(document, 2, 36, kept="kept")
    assert document.asked == 0
    room.release()
    assert room.page_image(document, 2, 36, kept="kept") == first
    assert document.asked > 0


def test_a_document_under_another_name_is_another_document(room: ReadingRoom) -> None:
    assert room.page_sizes(io.BytesIO(pdfs.pages(2)), kept="one") == [(595, 842)] * 2
    assert room.page_sizes(io.BytesIO(pdfs.pages(3)), kept="other") == [(595, 842)] * 3
    assert room.page_sizes(io.BytesIO(pdfs.pages(1))) == [(595, 842)]
    assert room.page_sizes(io.BytesIO(pdfs.pages(2)), kept="one") == [(595, 842)] * 2


def test_a_job_about_another_document_lets_the_kept_one_be_read_on(room: ReadingRoom) -> None:
    document = io.BytesIO(pdfs.pages(2))
    before = room.page_image(document, 1, 36, kept="mine")
    room.mark(io.BytesIO(pdfs.pages(3)), pdfs.mark(), io.BytesIO())
    assert room.page_image(document, 1, 36, kept="mine") == before


def test_a_worker_that_ended_between_two_pages_is_not_noticed(room: ReadingRoom) -> None:
    document = io.BytesIO(pdfs.pages(2))
    before = room.page_image(document, 1, 36, kept="mine")
    os.kill(process_of(room), signal.SIGKILL)
    assert room.page_image(document, 1, 36, kept="mine") == before


def test_words_are_told_with_the_place_where_they_are_seen(room: ReadingRoom) -> None:
    first, second = room.words(io.BytesIO(pdfs.one_page()), 1)
    assert (first.text, second.text) == ("Original", "words")
    assert 70 < first.area.left < first.area.right < second.area.left
    assert 842 - 730 < first.area.top < first.area.bottom < 842 - 690


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_words_of_a_turned_page_stand_where_they_are_seen(room: ReadingRoom, rotation: int) -> None:
    document = io.BytesIO(pdfs.one_page(f"/MediaBox [-50 -20 545 822] /Rotate {rotation}"))
    image = room.page_image(document, 1, 72, grey=True)
    for word in room.words(document, 1):
        assert darkest(image.pixels, image.width, word.area) < 128
    elsewhere = Area(0, 0, 40, 40)
    assert darkest(image.pixels, image.width, elsewhere) == 255


def darkest(pixels: bytearray, width: int, area: Area) -> int:
    rows = range(int(area.top), int(area.bottom) + 1)
    return min(min(pixels[row * width + int(area.left) : row * width + int(area.right) + 1]) for row in rows)


def test_a_text_is_found_on_its_pages_whatever_its_letters(room: ReadingRoom) -> None:
    hits = room.find(io.BytesIO(pdfs.pages(12)), "ORIGINAL W", first=3, last=5)
    assert [hit.page for hit in hits] == [3, 4, 5]
    assert all(len(hit.areas) == 1 for hit in hits)
    assert room.find(io.BytesIO(pdfs.pages(2)), "absent") == []


@pytest.mark.parametrize("sought", ["", "  ", "\0", "\ud800", "x" * 10_000, "(", "\u202e"])
def test_anything_may_be_sought(room: ReadingRoom, sought: str) -> None:
    assert room.find(io.BytesIO(pdfs.one_page()), sought) == []


def test_a_page_without_text_has_no_words(room: ReadingRoom) -> None:
    assert room.words(io.BytesIO(pdfs.one_page(content=b"0 0 9 9 re f")), 1) == []


def test_words_of_a_page_that_is_not_there_are_refused(room: ReadingRoom) -> None:
    with pytest.raises(CannotReadDocumentError, match="no such page"):
        room.words(io.BytesIO(pdfs.pages(2)), 3)


class CancelledError(Exception):
    pass


def test_a_worker_that_says_nothing_can_be_cancelled() -> None:
    def cancel(_done: int, _total: int) -> None:
        raise CancelledError

    with ReadingRoom(Limits(seconds=60)) as room:
        room.inspect(io.BytesIO(pdfs.one_page()))
        os.kill(process_of(room), signal.SIGSTOP)
        began = time.monotonic()
        with pytest.raises(CancelledError):
            room.page_image(io.BytesIO(pdfs.one_page()), 1, 72, progress=cancel)
        assert time.monotonic() - began < 30
        assert room.page_image(io.BytesIO(pdfs.one_page()), 1, 36).width


def test_a_page_whose_crop_box_lies_beside_it_is_seen_whole(room: ReadingRoom) -> None:
    document = io.BytesIO(pdfs.one_page("/MediaBox [0 0 144 72] /CropBox [5000 5000 6000 6000]"))
    assert room.page_sizes(document) == [(144, 72)]
    assert room.page_image(document, 1, 72).width == 144
    assert room.words(document, 1)
    assert "view" in room.inspect(document).works
