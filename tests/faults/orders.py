"""What a rig and the driver tell each other: the fault, the acts it falls into, and what came of them."""

import enum
from itertools import pairwise
from pathlib import Path

import msgspec


class Kind(enum.IntFlag):
    """Kinds of calls, as the shim counts them.

    STORE: what asks the disk for room. SAID: no call, but the moment after a receipt was shown.
    """

    OPEN = 1
    READ = 2
    WRITE = 4
    CUT = 8
    SYNC = 16
    NAME = 32
    STAT = 64
    CLOSE = 128
    MAKE = 256
    REMOVE = 512
    SAID = 1024
    STORE = MAKE | WRITE | NAME | SYNC
    CHANGE = STORE | CUT | REMOVE
    ANY = CHANGE | OPEN | READ | STAT | CLOSE | SAID


class Action(enum.IntEnum):
    """What happens to a call, as the shim numbers it."""

    COUNT = 0
    FAIL = 1
    SHORT = 2
    SKIP = 3
    PARTLY = 4
    PULL = 5
    FLIP = 6
    READ_ONLY = 7


class Fault(msgspec.Struct, frozen=True):
    """The `nth` call of these kinds, from 1, meets the action; with `lasting` all that follow as well."""

    action: int = Action.COUNT
    kinds: int = Kind.ANY
    nth: int = 0
    error: int = 0
    lasting: bool = False


class Order(msgspec.Struct, frozen=True):
    """Do `acts` on the disk in that folder, with the fault; with `again`, the last once more without it.

    Only calls about what is `under` a folder of that disk meet the fault. With `room` the disk is filled
    before, but for so many pages.
    """

    disk: Path
    answer: Path
    acts: list[str]
    fault: Fault = Fault()
    under: str = ""
    room: int | None = None
    again: bool = False
    record: Path | None = None
    image: Path | None = None
    pictures: Path | None = None


class Refusal(msgspec.Struct):
    """What a person is told: the error's class, its exit code, the sentence and the hint."""

    error: str
    code: int
    message: str
    hint: str


class Report(msgspec.Struct):
    """What came of the acts.

    `heads`: each head the office had. `shown`: for each act that ended well, the ledger's last number then;
    `papers`: the papers there were then, with their sizes in bytes. `calls`: how many calls were counted.
    `made`: whether the acts began by making the vault. `sizes`: how many entries each transaction of the
    acts has, by a run without a fault.
    """

    made: bool = False
    sizes: set[int] = set()

    heads: list[tuple[int, str]] = []
    shown: list[int] = []
    papers: list[dict[str, int]] = []
    refusal: Refusal | None = None
    again: Refusal | None = None
    closing: Refusal | None = None
    calls: int = 0

    def transactions(self) -> set[int]:
        """Return how many entries each transaction has that the office had a head after."""
        numbers = [0] * self.made + [number for number, _digest in self.heads]
        return {after - before for before, after in pairwise(numbers)}
