"""Stages that overlap give the same items in the same order, and end together."""

import threading
from collections.abc import Generator

import pytest

from desktop.store.ahead import ahead


def test_a_stage_run_ahead_gives_its_items_in_order() -> None:
    for count in range(10):
        assert list(ahead(number for number in range(count))) == list(range(count))


def test_an_error_in_a_stage_comes_after_the_items_before_it() -> None:
    seen = []

    def run() -> None:
        for item in ahead(10 // (5 - number) for number in range(9)):
            seen.append(item)  # noqa: PERF402 - what was seen before the error counts

    with pytest.raises(ZeroDivisionError):
        run()
    assert seen == [10 // (5 - number) for number in range(5)]


def test_leaving_early_ends_every_stage_and_its_thread() -> None:
    before = threading.active_count()
    ended = []

    def endless() -> Generator[int]:
        try:
            while True:
                yield 1
        finally:
            ended.append("inner")

    stage = ahead(ahead(endless()))
    for _, _item in zip(range(6), stage, strict=False):
        pass
    stage.close()

    assert ended == ["inner"]
    assert threading.active_count() == before
