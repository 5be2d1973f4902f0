"""Runs rivals in turn, A B A B …, and prints the ratio of their medians: the only figure that carries.

Rule: whole jobs on the same disk, one after the other, in one run; a peer that is not installed is named.
"""

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from typing import NamedTuple

RUNS = 5


class Rival(NamedTuple):
    """A job and what it is called. `program`: what must be installed for it."""

    name: str
    job: Callable[[], object]
    program: str = ""


def compare(
    title: str,
    ours: Rival,
    *peers: Rival,
    goal: str = "",
    runs: int = RUNS,
    ready: Callable[[], object] = lambda: None,
) -> None:
    """Time the rivals in turn; print medians and ratios (a peer's time over ours; above 1 ours is faster).

    `ready` runs before each, untimed.
    """
    print(f"\n{title}" + (f"   (goal {goal})" if goal else ""))
    there = [ours, *(peer for peer in peers if not peer.program or shutil.which(peer.program))]
    for peer in peers:
        if peer not in there:
            print(f"  {peer.name}: {peer.program} is not installed here")
    times: dict[str, list[float]] = {rival.name: [] for rival in there}
    for _run in range(runs):
        for rival in there:
            ready()
            began = time.perf_counter()
            rival.job()
            times[rival.name].append(time.perf_counter() - began)
    median = {name: statistics.median(taken) for name, taken in times.items()}
    for name, seconds in median.items():
        ratio = "" if name == ours.name else f"   ratio {seconds / median[ours.name]:.2f}"
        print(f"  {name:44} {seconds * 1000:10.1f} ms{ratio}")


def call(*command: str) -> None:
    """Run a peer's program; it must succeed."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
