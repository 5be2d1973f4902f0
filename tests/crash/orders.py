"""What the rig and its processes tell each other: a case, how it died, and the verdict."""

from pathlib import Path
from typing import Literal

import msgspec


class Case(msgspec.Struct, frozen=True):
    """One act on a folder of its own, to be killed at one of its calls.

    `at` counts the calls that change a file below `folder`, from 1; 0 lets the act run to its end. `began` is
    how many entries stand before the act and after it alike, and `whole` what it enters after those when
    nothing disturbs it. `backups` are the folders that hold a backup before it.
    """

    act: str
    folder: Path
    at: int = 0
    torn: bool = False
    began: int = 0
    whole: list[list[str]] = []
    backups: list[str] = []

    @property
    def journal(self) -> Path:
        """Where the shim tells the calls; it lies beside the folder, and is not counted."""
        return self.folder.with_name(f"{self.folder.name}.calls")

    @property
    def errors(self) -> Path:
        """What the act said on standard error."""
        return self.folder.with_name(f"{self.folder.name}.errors")

    @property
    def answers(self) -> Path:
        """What the act said on standard output."""
        return self.folder / "answers"

    def places(self) -> dict[str, Path]:
        """Return the person's folders and the temporary one, by the variables that name them."""
        home = self.folder / "home"
        names = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        return {"HOME": home, "TMPDIR": self.folder / "tmp", **{name: home / name.lower() for name in names}}


class Died(msgspec.Struct, frozen=True):
    """How the act's process ended, and how many processes it left that did not end by themselves."""

    by_the_shim: bool
    code: int
    left_behind: int


class Verdict(msgspec.Struct, frozen=True):
    """What the judge found wrong, and how much of the act stood: 0 nothing, 1 all of it, 2 a part."""

    faults: list[str]
    stood: int


class Order(msgspec.Struct, frozen=True):
    """What a process is asked to do with a case."""

    what: Literal["act", "judge"]
    case: Case

    def line(self) -> bytes:
        """Return the order as one line."""
        return msgspec.json.encode(self, enc_hook=str) + b"\n"


def read(line: bytes) -> Order:
    """Return the order in a line."""
    return msgspec.json.decode(line, type=Order, dec_hook=lambda kind, value: kind(value))
