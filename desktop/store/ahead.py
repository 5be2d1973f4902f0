"""Stages of a long job that overlap: one reads while the next ciphers and the last writes.

Rule: a stage is a generator, and `ahead` runs it in a thread of its own, a few items in advance. A job
of one item starts no thread. An error in a stage reaches the caller; leaving the last stage early ends all.
"""

import itertools
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TypeVar

from desktop.store.secret import overwrite_stack

Item = TypeVar("Item")

_AHEAD = 3


def ahead(stage: Generator[Item]) -> Generator[Item]:
    """Yield the items of `stage`, made up to three in advance. The items must not be None."""
    with closing(stage):
        for _ in range(2):
            if (item := next(stage, None)) is None:
                return
            yield item
        with ThreadPoolExecutor(1, "ahead") as worker:
            coming = deque(worker.submit(next, stage, None) for _ in range(_AHEAD))
            try:
                while (item := coming.popleft().result()) is not None:
                    coming.append(worker.submit(next, stage, None))
                    yield item
            finally:
                for late in coming:
                    late.cancel()
                worker.submit(overwrite_stack)  # the system keeps the stack of a thread that ended


def buffers(size: int) -> Iterator[memoryview]:
    """Yield buffers of `size` bytes for the items of one stage, in turn and over again.

    There are as many as are in use at once: those in advance and the one the caller has.
    """
    return itertools.cycle([memoryview(bytearray(size)) for _ in range(_AHEAD + 1)])
