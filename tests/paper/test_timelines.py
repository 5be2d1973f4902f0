"""A timeline on paper: every mark is there with its day, in both prints, however many and however long."""

import io
from datetime import date, timedelta

import pytest
from pypdfium2 import PdfDocument

from desktop.custody.blocks import Form, Mark, MarkKind, Part, Timeline
from desktop.paper import forms

FIRST = date(2026, 1, 5)
KINDS: tuple[MarkKind, ...] = ("happened", "due", "overdue", "today")
LONG = "The Individual Management Review of the Example Metropolitan Borough Council was asked for again"


def drawn(marks: list[Mark], *, large: bool = False) -> list[str]:
    """Return the text of each page."""
    parts = [Part("Clock", [Timeline(marks, "invented")])]
    form = Form("Clock", "Review X", "Example Board", "OFFICIAL", "1: A", "2 March 2026", parts)
    target = io.BytesIO()
    forms.draw(form, target, large=large)
    with PdfDocument(target.getvalue()) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def marks(count: int, apart: int) -> list[Mark]:
    return [
        Mark(FIRST + timedelta(days=at * apart), f"{LONG}, number {at}.", KINDS[at % 4])
        for at in range(count)
    ]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("apart", [0, 1, 40])
def test_thirty_long_marks_are_all_there_once_and_in_order(apart: int, *, large: bool) -> None:
    text = " ".join(" ".join(drawn(marks(30, apart), large=large)).split())
    places = [text.find(f"number {at}.") for at in range(30)]
    assert -1 not in places
    assert places == sorted(places)
    assert [text.count(f"number {at}.") for at in range(30)] == [1] * 30


def test_a_timeline_of_one_mark_is_drawn() -> None:
    (page,) = drawn([Mark(FIRST, "Opened in this vault", "happened")])
    assert "5 January 2026" in page
    for kind in ("happened", "due", "overdue"):
        assert kind in page
