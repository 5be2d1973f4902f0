"""No small number can be found from what is shown beside it (F5): every table that agrees is tried."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.custody import small_numbers
from desktop.custody.small_numbers import FEW, HIDDEN, LEAST

COUNTS = st.integers(0, 8)


def tables(rows: int, columns: int) -> st.SearchStrategy[list[list[int]]]:
    """Return tables of at most so many rows and columns."""
    sizes = st.tuples(st.integers(1, rows), st.integers(1, columns))
    return sizes.flatmap(
        lambda size: st.lists(
            st.lists(COUNTS, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
        )
    )


ROWS = st.lists(COUNTS, min_size=1, max_size=4)


def could_be(cell: int | str, most: int) -> Sequence[int]:
    """Return what a reader who knows the rule, and which hidden numbers are small, can think of a cell."""
    if isinstance(cell, int):
        return [cell]
    return range(1, LEAST) if cell == FEW else range(LEAST, most + 1)


def told_apart(cells: Sequence[int | str], numbers: Sequence[int]) -> list[int | str]:
    """Return what is shown with the hidden small numbers named as such: to more than a reader is told."""
    return [
        FEW if isinstance(cell, str) and number < LEAST else cell
        for cell, number in zip(cells, numbers, strict=True)
    ]


def with_totals(numbers: Sequence[Sequence[int]]) -> list[list[int]]:
    lines = [[*line, sum(line)] for line in numbers]
    return [*lines, [sum(column) for column in zip(*lines, strict=True)]]


def agreeing(shown: Sequence[Sequence[int | str]]) -> Iterator[list[list[int]]]:
    """Yield every table of numbers that agrees with what is shown, its totals included."""
    most = int(shown[-1][-1])
    inner = [line[:-1] for line in shown[:-1]]
    for lines in product(*(_lines(line, total, most) for line, total in zip(inner, shown, strict=False))):
        sums = [sum(column) for column in zip(*lines, strict=True)]
        if sum(sums) == most and all(
            total in could_be(cell, most) for total, cell in zip(sums, shown[-1][:-1], strict=True)
        ):
            yield [list(line) for line in lines]


def _lines(line: Sequence[int | str], whole: Sequence[int | str], most: int) -> list[tuple[int, ...]]:
    tried = product(*(could_be(cell, most) for cell in line))
    return [cells for cells in tried if sum(cells) in could_be(whole[-1], most)]


@settings(max_examples=400)
@given(tables(2, 2))
def test_no_hidden_number_of_a_table_can_be_solved_from_what_is_shown(numbers: list[list[int]]) -> None:
    check_that_nothing_is_solved(numbers)


@settings(max_examples=400, deadline=None)
@given(tables(2, 3))
def test_nor_of_a_broader_one(numbers: list[list[int]]) -> None:
    check_that_nothing_is_solved(numbers)


def check_that_nothing_is_solved(numbers: list[list[int]]) -> None:
    """Try every table that agrees with what is shown of this one."""
    shown = small_numbers.table(numbers)
    if shown is None:
        return
    assert not any(isinstance(cell, int) and 0 < cell < LEAST for line in shown.rows for cell in line)
    whole = zip(shown.rows, with_totals(numbers), strict=True)
    possible = list(agreeing([told_apart(cells, line) for cells, line in whole]))
    assert numbers in possible
    for i, line in enumerate(numbers):
        for j, number in enumerate(line):
            if 0 < number < LEAST:
                assert len({table[i][j] for table in possible}) > 1
    for i, line in enumerate(numbers):  # a small total beside the table is no more to be found
        if 0 < sum(line) < LEAST:
            assert len({sum(table[i]) for table in possible}) > 1


@given(ROWS)
def test_no_hidden_part_of_a_total_can_be_solved(numbers: list[int]) -> None:
    shown = small_numbers.row(numbers)
    if shown is None:
        return
    total = sum(numbers)
    possible = _lines(told_apart(shown, numbers), [total], total)
    for place, number in enumerate(numbers):
        if 0 < number < LEAST:
            assert len({table[place] for table in possible}) > 1


@given(tables(3, 4))
def test_what_is_shown_is_true(numbers: list[list[int]]) -> None:
    shown = small_numbers.table(numbers)
    for line, told in zip(numbers, shown.rows if shown else [], strict=False):
        for number, cell in zip([*line, sum(line)], told, strict=True):
            assert cell == number or (cell == FEW and 0 < number < LEAST) or (cell == HIDDEN and number)


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([10, 20, 0], [10, 20, 0]),
        ([3, 20, 12], [HIDDEN, HIDDEN, 12]),  # else 35 less 32 would tell it
        ([3, 2, 20], [FEW, FEW, 20]),  # 5 in all can be 1 and 4 as well
        ([4, 4], None),  # 8 in all can be nothing else
        ([1, 1, 20], [HIDDEN, HIDDEN, HIDDEN]),  # 2 in all can be nothing else
        ([3], None),
        ([0, 0], [0, 0]),
    ],
)
def test_a_part_is_hidden_only_where_that_is_needed(
    numbers: list[int], shown: list[int | str] | None
) -> None:
    assert small_numbers.row(numbers) == shown


@pytest.mark.parametrize("parts", [2, 3])
def test_nor_can_a_reader_who_runs_the_program_on_every_row_there_is_find_a_small_part(parts: int) -> None:
    most = 17
    alike: dict[tuple[int, tuple[int | str, ...]], list[tuple[int, ...]]] = {}
    for numbers in product(range(most), repeat=parts):
        shown = small_numbers.row(numbers) if LEAST <= sum(numbers) < most else None
        if shown is not None:
            alike.setdefault((sum(numbers), tuple(shown)), []).append(numbers)
    for rows in alike.values():
        for values in zip(*rows, strict=True):
            assert len(set(values)) > 1 or not 0 < values[0] < LEAST, rows


def test_a_column_cannot_be_differenced_against_another() -> None:
    shown = small_numbers.table([[3, 30], [25, 40]])
    assert shown is not None
    assert [cell for line in shown.rows for cell in line].count(HIDDEN) >= 3
    assert shown.rows[-1][-1] == 98
