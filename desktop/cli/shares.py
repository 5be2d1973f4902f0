"""How shares are given to a command: in files, a share on each line, or typed without being shown.

Rule: a share is never an argument.
"""

from collections.abc import Sequence
from pathlib import Path

from desktop.cli.arguments import Parser, UsageError, path
from desktop.cli.desk import Desk

OR_ASKED = "a file with a share on each line; may be given again. Otherwise they are asked for"


def share_files(command: Parser, about: str) -> None:
    """Add the option that names files of shares."""
    command.add_argument("--share-file", metavar="FILE", type=path, action="append", help=about)


def shares_typed(desk: Desk, files: Sequence[Path] | None) -> list[str]:
    """Return the shares, from files or as typed."""
    if files:
        return read_shares(files)
    return desk.lines_typed("Share {number} (nothing when there are no more): ", "--share-file")


def read_shares(files: Sequence[Path]) -> list[str]:
    """Return the lines of the files that are not empty."""
    return [line.strip() for file in files for line in _text(file).splitlines() if line.strip()]


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, ValueError):
        raise UsageError(
            f"The file of --share-file, {file}, cannot be read.", "Give a file with a share on each line."
        ) from None
