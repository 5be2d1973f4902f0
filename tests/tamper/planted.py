"""What somebody may put in the place of a file: links, pipes, devices, folders, a file of a person's own."""

import os
from collections.abc import Callable
from pathlib import Path

MINE = b"something of mine, which nobody shall touch\n"


def to_a_file_of_mine(path: Path) -> None:
    path.symlink_to(next(folder / "mine" for folder in path.parents if (folder / "mine").exists()))


def to_itself_elsewhere(path: Path) -> None:
    elsewhere = path.parents[1] / f"real {path.name}"
    if path.exists():
        path.rename(elsewhere)
    path.symlink_to(elsewhere)


def a_file_of_mine(path: Path) -> None:
    path.write_bytes(MINE)


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


PLANTED: dict[str, Callable[[Path], None]] = {
    "a link to a file of mine": to_a_file_of_mine,
    "a link to itself, elsewhere": to_itself_elsewhere,
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link in a circle": lambda path: path.symlink_to(path.name),
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a pipe": a_pipe,
    "a folder": lambda path: path.mkdir(),
    "a file of mine": a_file_of_mine,
}
