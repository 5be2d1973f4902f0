"""The rig: plays the story once, and kills each of its acts wherever it is asked to.

Rule: every case has a copy of the folder as it was before the act, so no point depends on another. Two cases
run at a time, each in a process of its own that has the program loaded (zygote.py).
"""

import contextlib
import os
import queue
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, NamedTuple, Self

import msgspec
import pytest

from desktop.custody import ledger
from desktop.office import opening
from desktop.store.manifest import MANIFEST_NAME
from tests.crash import judge, scenario, unsafe
from tests.crash.acts import Door
from tests.crash.orders import Case, Died, Order, Verdict
from tests.factory import CHEAP

ROOT = Path(__file__).resolve().parents[2]
AT_A_TIME = 2
DIVISIBLE = {"write", "pwrite", "sendfile"}


class Call(NamedTuple):
    """One call that changes a file, as the shim told it."""

    number: int
    name: str
    file: str


class Played(NamedTuple):
    """An act that nobody disturbed: its folder before it, its calls, and what it entered."""

    before: Path
    calls: list[Call]
    began: int
    whole: list[list[str]]


class Point(NamedTuple):
    """Where an act is killed: before the call of that number, or in the middle of it."""

    at: int
    torn: bool = False


class Sweep(NamedTuple):
    """What came of killing one act: how often, how much of it stood, and every fault."""

    killed: int
    stood: Counter[int]
    faults: list[str]


class Zygote:
    """A process that runs and judges cases; `watched` are words that let another program watch it."""

    def __init__(self, shim: Path, watched: Sequence[str] = ()) -> None:
        self._process = subprocess.Popen(
            [*watched, sys.executable, "-m", "tests.crash.zygote"],
            cwd=ROOT,
            env={**os.environ, "LD_PRELOAD": str(shim), "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def act(self, case: Case) -> Died:
        """Run the act of a case, which the shim kills at its point."""
        return msgspec.json.decode(self._asked("act", case), type=Died)

    def judge(self, case: Case) -> Verdict:
        """Judge what the act left."""
        return msgspec.json.decode(self._asked("judge", case), type=Verdict)

    def end(self) -> None:
        """Let the process end."""
        self._process.communicate()

    def _asked(self, what: Literal["act", "judge"], case: Case) -> bytes:
        order, answer = self._process.stdin, self._process.stdout
        assert order is not None
        assert answer is not None
        order.write(Order(what, case).line())
        order.flush()
        line = answer.readline()
        assert line, "the process that runs the cases ended"
        return line


class Rig:
    """The story, played once, and the processes that kill its acts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.shim = built(folder)
        self._ending = contextlib.ExitStack()
        self._zygotes: queue.SimpleQueue[Zygote] = queue.SimpleQueue()
        self._played: dict[str, Played] = {}
        self.tally: dict[str, Sweep] = {}

    def __enter__(self) -> Self:
        with self._ending as ending:
            for _ in range(AT_A_TIME):
                zygote = Zygote(self.shim)
                ending.callback(zygote.end)
                self._zygotes.put(zygote)
            self._played = dict(self._story())
            self._ending = ending.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ending.close()
        for name in ("before", "story"):  # what a fault was found in stays, to be looked at
            shutil.rmtree(self._folder / name, ignore_errors=True)

    def calls(self, act: str) -> list[Call]:
        """Return the calls that an act makes when nobody disturbs it."""
        return self._undisturbed(act).calls

    def watched(self, act: str, watched: Sequence[str]) -> Case:
        """Run an act to its end while another program watches, and return its case."""
        folder = self._folder / "watched" / act
        shutil.copytree(self._undisturbed(act).before, folder)
        case = Case(act, folder)
        zygote = Zygote(self.shim, watched)
        try:
            assert zygote.act(case).code == 0
        finally:
            zygote.end()
        return case

    def sweep(self, act: str, points: Iterable[Point]) -> Sweep:
        """Kill an act at each of the points, and judge what is left each time."""
        played = self._undisturbed(act)
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            ends = list(pool.map(lambda point: self._killed(act, played, point), points))
        found = Sweep(
            killed=sum(killed for killed, _stood, _faults in ends),
            stood=Counter(stood for killed, stood, _faults in ends if killed),
            faults=[fault for _killed, _stood, faults in ends for fault in faults],
        )
        before = self.tally.get(act, Sweep(0, Counter(), []))
        self.tally[act] = Sweep(
            before.killed + found.killed, before.stood + found.stood, before.faults + found.faults
        )
        return found

    def many_points(self, act: str, most: int) -> list[Point]:
        """Return every point of an act, or `most` spread over it: before each call, and half-way through."""
        calls = self.calls(act)
        points = [
            *(Point(call.number) for call in calls),
            *(Point(call.number, torn=True) for call in calls if call.name in DIVISIBLE),
        ]
        return points[:: -(-len(points) // most)]

    def some_points(self, act: str, number: int) -> list[Point]:
        """Return points spread over all of an act, its last call among them; every other write is torn."""
        calls = self.calls(act)
        places = sorted({round((n + 1) * len(calls) / number) or 1 for n in range(number)})
        return [Point(place, torn=place % 2 == 0 and calls[place - 1].name in DIVISIBLE) for place in places]

    def _story(self) -> Iterator[tuple[str, Played]]:
        folder = self._folder / "story"
        scenario.prepare(folder)
        for act in scenario.STORY:
            before = self._folder / "before" / act.name
            shutil.copytree(folder, before)
            yield act.name, self._play(act.name, before, folder)

    def _play(self, act: str, before: Path, folder: Path) -> Played:
        first, then = scenario.doors(act)
        stood = rows(folder, first)
        case = Case(act, folder)
        with self._zygote() as zygote:
            died = zygote.act(case)
        assert (died.by_the_shim, died.code, died.left_behind) == (False, 0, 0), (
            act,
            died,
            case.errors.read_text("utf-8"),
        )
        stands = rows(folder, then)
        began = next(
            (n for n, (one, other) in enumerate(zip(stood, stands, strict=False)) if one != other), None
        )
        if began is None:
            began = min(len(stood), len(stands))
        return Played(before, calls(case), began, judge.groups(case, stands[began:]))

    def _undisturbed(self, act: str) -> Played:
        if act not in self._played:
            before = self._played[unsafe.STARTS].before
            folder = self._folder / act
            shutil.copytree(before, folder)
            self._played[act] = self._play(act, before, folder)
        return self._played[act]

    def _killed(self, act: str, played: Played, point: Point) -> tuple[bool, int, list[str]]:
        """Kill an act at one point; return whether it got so far, how much stood, and the faults."""
        name = f"{act}-{point.at}{'-torn' if point.torn else ''}"
        folder = self._folder / "cases" / name
        shutil.copytree(played.before, folder)
        backups = [manifest.parent.name for manifest in folder.glob(f"*/{MANIFEST_NAME}")]
        case = Case(act, folder, point.at, point.torn, played.began, played.whole, backups)
        with self._zygote() as zygote:
            died = zygote.act(case)
            verdict = zygote.judge(case)
        faults = list(verdict.faults)
        if died.left_behind:
            faults.append(f"{died.left_behind} processes outlived the program")
        if not died.by_the_shim and died.code:
            faults.append(f"It ended by itself with {died.code}: {case.errors.read_text('utf-8')}")
        told = calls(case)
        place = f"{name} of {len(played.calls)}, at {told[-1].name} {told[-1].file}" if told else name
        if not faults:
            shutil.rmtree(folder)
        return died.by_the_shim, verdict.stood, [f"{place}: {fault}" for fault in faults]

    @contextlib.contextmanager
    def _zygote(self) -> Iterator[Zygote]:
        zygote = self._zygotes.get()
        try:
            yield zygote
        finally:
            self._zygotes.put(zygote)


def built(folder: Path) -> Path:
    """Build the shim, or skip where there is no compiler for it."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("the shim that kills at a call is built with gcc, on Linux")
    made = folder / "shim.so"
    source = Path(__file__).with_name("shim.c")
    options = ["-std=gnu11", "-O1", "-Wall", "-Wextra", "-shared", "-fPIC"]
    subprocess.run([compiler, *options, "-o", str(made), str(source), "-ldl"], check=True)
    return made


def calls(case: Case) -> list[Call]:
    """Return what the shim told of a case."""
    lines = case.journal.read_text("utf-8").splitlines()
    told = (line.split(" ", 2) for line in lines)
    # A file that has no name yet is told as one that was deleted.
    return [Call(int(n), name, str(Path(file.removesuffix(" (deleted)")))) for n, name, file in told]


def rows(folder: Path, door: Door) -> Sequence[ledger.Stored]:
    """Return the entries of the vault in `folder`; none where there is no vault."""
    if not (folder / "vault" / "header.json").exists():
        return []
    office = opening.unlock(
        folder / "vault",
        passphrase=(folder / door.passphrase).read_text("utf-8").strip(),
        key_file=folder / door.key,
        operator=door.operator,
        read_only=True,
        bounds=CHEAP,
    )
    with contextlib.closing(office):
        return list(ledger.verified(office.vault.rows()))
