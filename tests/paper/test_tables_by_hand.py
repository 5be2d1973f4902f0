"""Tables filled in by hand: rows high enough to write in, with lines under their empty cells (K5)."""

import io
from itertools import pairwise

import pypdfium2
import pytest

from desktop.custody.blocks import Column, Form, Part, Table
from desktop.paper import forms
from desktop.paper.sizes import LARGE, ORDINARY

ROWS = [[f"D-0001/{number}", ""] for number in range(1, 11)]
COLUMNS = [Column("Copy"), Column("Seen where", 3)]


def drawn(table: Table, *, large: bool = False) -> list[float]:
    """Return where the numbers stand on the first page, in points from its foot, from the top down."""
    form = Form("Count sheet", "Muster", "Board", "OFFICIAL", "1: X", "2 March 2026", [Part("", [table])])
    target = io.BytesIO()
    forms.draw(form, target, large=large)
    with pypdfium2.PdfDocument(target.getvalue()) as paper:
        page = paper[0].get_textpage()
        found = [page.search(f"{copy}").get_next() for copy, _seen in ROWS[1:9]]
        return [page.get_charbox(place[0])[1] for place in found if place is not None]


@pytest.mark.parametrize("large", [False, True])
def test_the_rows_are_as_high_as_a_hand_needs(large: bool) -> None:  # noqa: FBT001 - a parameter of the test
    sizes = LARGE if large else ORDINARY
    feet = drawn(Table(COLUMNS, ROWS, by_hand=True), large=large)
    assert len(feet) == len(ROWS[1:9])
    assert all(above - below >= sizes.to_write - 0.1 for above, below in pairwise(feet))


def test_a_table_that_is_only_read_stands_closer() -> None:
    read, written = drawn(Table(COLUMNS, ROWS)), drawn(Table(COLUMNS, ROWS, by_hand=True))
    assert read[0] - read[-1] < written[0] - written[-1]


def places(row: list[str], *, large: bool) -> list[float]:
    """Return where the titles of a table of seven columns stand, in points from the left."""
    titles = ["Recommendation", "Outcome", "Action", "Responsible", "Progress", "Reference"]
    table = Table([Column(title) for title in titles], [row])
    form = Form("Plan", "Review", "Board", "OFFICIAL", "1: X", "2 March 2026", [Part("", [table])], wide=True)
    target = io.BytesIO()
    forms.draw(form, target, large=large)
    with pypdfium2.PdfDocument(target.getvalue()) as paper:
        page = paper[0].get_textpage()
        found = [page.search(title).get_next() for title in titles]
        assert None not in found, "a title is broken"
        return [page.get_charbox(place[0])[0] for place in found if place is not None]


@pytest.mark.parametrize("large", [False, True])
def test_an_endless_word_starves_no_other_column_and_breaks_no_title(large: bool) -> None:  # noqa: FBT001
    ordinary = ["Words of a row"] * 6
    endless = [*ordinary[:3], "https://example.invalid/" + "a" * 60, *ordinary[4:]]
    widths = [[after - at for at, after in pairwise(places(row, large=large))] for row in (ordinary, endless)]
    usual, found = widths
    assert all(wide > narrow * 0.6 for wide, narrow in zip(found, usual, strict=True))
