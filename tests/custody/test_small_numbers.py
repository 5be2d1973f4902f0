"""No small number can be found from what is shown (F5), though a reader who knows the rule tries them all."""

from collections.abc import Iterable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import small_numbers
from desktop.custody.small_numbers import HIDDEN, LEAST

Numbers = tuple[int, ...]


def making_up(total: int, parts: int) -> Iterator[Numbers]:
    """Yield every way to make up a total of so many parts, in order; a part may be 0."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in making_up(total - first, parts - 1):
            yield (first, *rest)


def found(alike: Iterable[Sequence[Numbers]]) -> list[Sequence[Numbers]]:
    """Return those numbers that look alike, of which a reader knows all the same that one is small."""
    return [
        every
        for every in alike
        if any(len(set(values)) == 1 and 0 < values[0] < LEAST for values in zip(*every, strict=True))
    ]


@pytest.mark.parametrize(("parts", "most"), [(2, 30), (3, 24), (4, 20), (5, 13), (6, 10), (7, 9)])
def test_who_tries_every_row_that_could_be_behind_what_is_shown_finds_no_small_part(
    parts: int, most: int
) -> None:
    for total in range(LEAST, most + 1):
        alike: dict[object, list[Numbers]] = {}
        for numbers in making_up(total, parts):
            shown = small_numbers.row(numbers)
            alike.setdefault(None if shown is None else tuple(shown), []).append(numbers)
        assert found(alike.values()) == []


@pytest.mark.parametrize(
    ("rows", "columns", "most"), [(2, 2, 20), (2, 3, 11), (3, 2, 11), (1, 3, 16), (3, 1, 16), (1, 5, 11)]
)
def test_nor_who_tries_every_table_beside_the_sums_of_its_rows_and_of_its_columns(
    rows: int, columns: int, most: int
) -> None:
    for total in range(LEAST, most + 1):
        alike: dict[object, list[Numbers]] = {}
        for cells in making_up(total, rows * columns):
            lines = [cells[at : at + columns] for at in range(0, len(cells), columns)]
            sums = [sum(line) for line in lines], [sum(line) for line in zip(*lines, strict=True)]
            by_row, by_column = (small_numbers.row(numbers) for numbers in sums)
            told: object = cells if small_numbers.table(lines) else (str(by_row), str(by_column))
            alike.setdefault(told, []).append((*cells, *sums[0], *sums[1]))
        assert found(alike.values()) == []


@given(st.lists(st.integers(0, 60), min_size=1, max_size=14))
def test_what_is_shown_is_true_and_never_small(numbers: list[int]) -> None:
    shown = small_numbers.row(numbers)
    for number, cell in zip(numbers, shown or [], strict=bool(shown)):
        assert cell == number or (cell == HIDDEN and number)
        assert cell == HIDDEN or not 0 < number < LEAST


@given(st.lists(st.integers(0, 9), min_size=2, max_size=14))
def test_which_others_are_hidden_goes_by_their_place_and_never_by_their_size(numbers: list[int]) -> None:
    larger = [number if number < LEAST else LEAST + place * 7 % 11 for place, number in enumerate(numbers)]
    one, other = small_numbers.row(numbers), small_numbers.row(larger)
    if one is not None and other is not None:
        assert [cell == HIDDEN for cell in one] == [cell == HIDDEN for cell in other]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([10, 20, 0], [10, 20, 0]),
        ([3, 20, 12], [HIDDEN, HIDDEN, 12]),  # else 35 less 32 would tell it
        ([3, 2, 20], [HIDDEN, HIDDEN, 20]),  # 5 in all can be 1 and 4 as well
        ([1, 1, 20], [HIDDEN, HIDDEN, HIDDEN]),  # 2 in all can be nothing else
        ([4, 4, 0, 20], [HIDDEN, HIDDEN, 0, HIDDEN]),  # nor can 8
        ([4, 4], [HIDDEN, HIDDEN]),  # they could be 1 and 7
        ([4, 4, 4], [HIDDEN, HIDDEN, HIDDEN]),  # they could be 1, 1 and 10
        ([1, 1, 1, 1, 1], None),  # they could be nothing else
        ([5, 0, 0, 0, 0], None),  # else that it is shown would tell the line above
        ([3], None),
        ([0, 0], [0, 0]),
    ],
)
def test_a_part_is_hidden_only_where_that_is_needed(
    numbers: list[int], shown: list[int | str] | None
) -> None:
    assert small_numbers.row(numbers) == shown


def test_a_table_is_shown_whole_with_its_totals_or_not_at_all() -> None:
    shown = small_numbers.table([[30, 0], [25, 40]])
    assert shown is not None
    assert shown.rows == [[30, 0, 30], [25, 40, 65], [55, 40, 95]]
    assert shown.columns[-1] == [30, 65, 95]
    assert small_numbers.table([[3, 30], [25, 40]]) is None
