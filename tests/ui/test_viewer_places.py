"""Where pages stand under each other: none over another, all in the view's reach."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.viewer.places import LARGEST, LARGEST_FIT, Places, Rows
from desktop.ui.viewer.spoken import in_lines

SIDE = st.sampled_from([0.0, 0.0001, 3.0, 595.0, 842.0, 14_400.0, 1e9])
SIZES = st.lists(st.tuples(SIDE, SIDE), min_size=1, max_size=40)


@given(SIZES, st.sampled_from([0.1, 1.0, 4.0]), st.sampled_from([1, 2]))
def test_no_page_lies_over_another_and_each_is_found_where_it_stands(
    sizes: list[tuple[float, float]], scale: float, across: int
) -> None:
    places = Places(Rows(sizes, across), scale)
    rows: dict[int, float] = {}
    for number in range(len(sizes)):
        place = places.place(number)
        assert place.left >= -0.01
        assert place.left + place.width <= places.width + 0.01
        assert place.top + place.height <= places.height
        assert place.width > 0
        row = number // across
        assert place.top >= rows.get(row - 1, 0)
        rows[row] = max(rows.get(row, 0), place.top + place.height)
        middle = place.top + place.height / 2
        assert number in places.seen(middle, middle)
        assert places.at(middle) == row * across


@given(SIZES)
def test_everything_is_seen_from_top_to_bottom(sizes: list[tuple[float, float]]) -> None:
    places = Places(Rows(sizes), 1.0)
    assert list(places.seen(0, places.height)) == list(range(len(sizes)))


def test_pages_are_made_to_fit() -> None:
    sizes = [(595.0, 842.0), (842.0, 595.0)]
    for across in (1, 2):
        rows = Rows(sizes, across)
        assert Places(rows, rows.fitting_width(900)).width <= 900
    assert 842 * Rows(sizes).fitting_page(0, (900.0, 700.0)) <= 700


@given(SIZES, st.sampled_from([1, 2]))
def test_no_page_is_laid_out_larger_than_paper_can_be_whatever_a_document_says_of_it(
    sizes: list[tuple[float, float]], across: int
) -> None:
    rows = Rows(sizes, across)
    for scale in (rows.fitting_width(900), rows.fitting_page(0, (900.0, 700.0))):
        places = Places(rows, scale)
        assert places.height <= len(sizes) * (LARGEST * LARGEST_FIT + 20) + 20
        assert all(places.place(page).width <= LARGEST * LARGEST_FIT for page in range(len(sizes)))


def test_a_place_on_a_page_that_is_shown_smaller_is_as_far_along_it_as_on_paper() -> None:
    sizes = [(1e9, 5e8), (595.0, 842.0)]
    places = Places(Rows(sizes), 2.0)
    for page, (width, _height) in enumerate(sizes):
        assert places.place(page).width == places.place(page).scale * width
    assert [places.place(page).width for page in (0, 1)] == [2.0 * LARGEST, 1190.0]


class _At:
    def __init__(self, top: float) -> None:
        self.top, self.bottom = top, top + 10


class _Word:
    def __init__(self, text: str, top: float) -> None:
        self.text, self.area = text, _At(top)


def test_words_are_told_line_by_line_and_nothing_in_them_turns_the_line() -> None:
    words = [_Word("One", 100), _Word("line", 101), _Word("the\u202e", 120), _Word("next", 120)]
    assert in_lines(words) == "One line\nthe\\u202e next"
