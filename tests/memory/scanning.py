"""Looking from outside into the memory of another process (scan.c), for whatever is given.

Rule: a secret counts as found where either half of it is: what the system writes over the beginning of a
block that was freed does not hide the rest. Nothing is asked of the process, and nothing in it is believed.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("scan.c")
_LONGEST = 255
_CLOSED = 3
"""The exit code of the scan where the memory cannot be opened."""


class Scanner:
    """The compiled scan."""

    def __init__(self, folder: Path) -> None:
        """Compile it in `folder`; skip where it cannot be, or where nobody may look into a process."""
        if sys.platform != "linux" or os.geteuid():
            pytest.skip("only root on Linux can look into the memory of another process")
        if shutil.which("gcc") is None:
            pytest.skip("no C compiler")
        self._program = folder / "scan"
        subprocess.run(["gcc", "-O2", "-o", self._program, SOURCE], check=True)

    def found(self, process: int, secrets: Mapping[str, bytes]) -> Counter[str]:
        """Return how often each of `secrets`, or a half of it, lies in the memory of `process`."""
        return Counter(name for name, _address, _place in self.places(process, secrets))

    def places(self, process: int, secrets: Mapping[str, bytes]) -> list[tuple[str, int, str]]:
        """Return each find: the name, the address, and the mapping."""
        needles = [(name, half) for name, secret in secrets.items() for half in _halves(secret)]
        order = b"".join(bytes([len(half)]) + half for _name, half in needles)
        done = subprocess.run([self._program, str(process)], input=order, capture_output=True, check=False)
        if done.returncode == _CLOSED:
            pytest.skip("this system lets nobody look into the memory of another process")
        done.check_returncode()
        *lines, last = done.stdout.decode(errors="replace").splitlines()
        assert int(last.removeprefix("all ")) > 1_000_000, "next to nothing was read"
        found = []
        for line in lines:
            number, address, place = line.split(" ", 2)
            found.append((needles[int(number)][0], int(address, 16), place))
        return found


def _halves(secret: bytes) -> tuple[bytes, bytes]:
    middle = len(secret) // 2
    return secret[:middle][:_LONGEST], secret[middle:][:_LONGEST]
