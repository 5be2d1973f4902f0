"""Real file systems to fail: small ones on an image, mounted through a loop device, or in memory.

Rule: only root can mount; a test that needs one is skipped where it cannot be had, and says why. The image
lies in memory (/dev/shm), where its own syncs cost nothing. Nothing reaches it but by a sync of ours: commits
by the clock are put off, and ext4's own care for careless programs (auto_da_alloc) is switched off.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest


class Kind(NamedTuple):
    """A file system: how large, how it is made, mounted and mended after a power cut."""

    size: str
    make: tuple[str, ...]
    options: str
    mend: tuple[str, ...] = ()


KINDS = {
    "ext4": Kind("8M", ("mkfs.ext4", "-q", "-b", "4096"), "commit=300,noauto_da_alloc,errors=remount-ro"),
    "ext4 writeback": Kind(
        "8M", ("mkfs.ext4", "-q", "-b", "4096"), "commit=300,noauto_da_alloc,data=writeback"
    ),
    "ext2, without a journal": Kind("8M", ("mkfs.ext2", "-q", "-b", "4096"), "noatime", ("e2fsck", "-fy")),
    "xfs": Kind("300M", ("mkfs.xfs", "-q"), "noatime"),
}


@contextmanager
def shared_memory() -> Iterator[Path]:
    """Give a folder in memory."""
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root on Linux can mount a file system")
    with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="strongroom-") as name:
        yield Path(name)


def make_image(kind: Kind, image: Path) -> None:
    """Make a file system on a new image."""
    if not shutil.which(kind.make[0]):
        pytest.skip(f"{kind.make[0]} is not installed")
    with image.open("wb") as file:
        file.truncate(int(kind.size[:-1]) * 1024 * 1024)
    subprocess.run([*kind.make, str(image)], check=True, capture_output=True)


@contextmanager
def mounted(kind: Kind, image: Path, folder: Path, *, after_a_cut: bool = False) -> Iterator[Path]:
    """Mount an image at a folder; after a power cut, mend it first as the system would at its start."""
    folder.mkdir(exist_ok=True)
    if after_a_cut and kind.mend:
        subprocess.run([*kind.mend, str(image)], check=False, capture_output=True)
    mount = ["mount", "-o", f"loop,{kind.options}", str(image), str(folder)]
    done = subprocess.run(mount, check=False, capture_output=True, text=True)
    if done.returncode and after_a_cut:
        pytest.fail(f"the file system does not mount after the cut: {done.stderr}")
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let a folder only be read."""
    for options in (["--bind", str(folder)], ["-o", "remount,bind,ro"]):
        done = subprocess.run(["mount", *options, str(folder)], check=False, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"no folder can be made read-only here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)
