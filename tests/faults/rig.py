"""The rig: the shim compiled, the driver under it, and a world to disturb, each made once.

Rule: without a compiler, or elsewhere than on Linux, every test that needs the rig says so and is skipped.
"""

import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
import pytest

from tests.faults.orders import Fault, Order, Report
from tests.faults.world import Disk

_ROOT = Path(__file__).resolve().parents[2]
_SHIM = Path(__file__).with_name("shim.c")


class Rig:
    """A running driver. `disk` gives a copy of the world; `do` runs acts on one.

    A disk that was given without a folder is there until the next one is asked for.
    """

    def __init__(self, folder: Path) -> None:
        """Compile the shim and start the driver, with everything it makes in `folder`."""
        self.folder = folder
        self._names = itertools.count(1)
        self._disk = self.new("disk")
        library = folder / "shim.so"
        if sys.platform != "linux" or not shutil.which("gcc"):
            pytest.skip("faults are put between the program and a C library on Linux, with gcc")
        subprocess.run(
            ["gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library, _SHIM],
            check=True,
        )
        environment = os.environ | {"LD_PRELOAD": str(library)}
        self._driver = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.driver"],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.world = folder / "world"
        self.world.mkdir()
        self.began = self.do(self.world, ["world"]).heads[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.close()
        self._driver.stdout.close()
        self._driver.wait()

    def new(self, what: str) -> Path:
        """Return a path that nothing has yet."""
        return self.folder / f"{what}-{next(self._names)}"

    def disk(self, acts: list[str], folder: Path | None = None) -> Disk:
        """Return a disk for `acts` at `folder`: the world, or nothing where they begin by making a vault."""
        if folder is None:
            shutil.rmtree(self._disk, ignore_errors=True)
            folder = self._disk = self.new("disk")
        folder.mkdir(exist_ok=True)
        if acts[0] != "create":
            shutil.copytree(self.world, folder, dirs_exist_ok=True)
        return Disk(folder)

    @staticmethod
    def sync(folder: Path) -> None:
        """Make all that is on the file system of `folder` certain."""
        subprocess.run(["sync", "--file-system", str(folder)], check=True)

    def do(
        self,
        folder: Path,
        acts: list[str],
        fault: Fault | None = None,
        *,
        under: str = "",
        room: int | None = None,
        again: bool = False,
        record: Path | None = None,
        image: Path | None = None,
        pictures: Path | None = None,
    ) -> Report:
        """Have the driver do `acts` on the disk in `folder`; return what came of them."""
        answer = self.new("answer")
        order = Order(folder, answer, acts, fault or Fault(), under, room, again, record, image, pictures)
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        self._driver.stdin.write(msgspec.json.encode(order, enc_hook=str) + b"\n")
        self._driver.stdin.flush()
        status = self._driver.stdout.readline().strip()
        assert status == b"0", f"the driver's child ended with {status!r} at {acts} under {fault}"
        report = msgspec.json.decode(answer.read_bytes(), type=Report)
        answer.unlink()
        if not report.heads and not report.made:  # the vault could not even be opened
            report.heads = [self.began]
        return report
