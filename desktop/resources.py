"""Finds the files that ship with the program: fonts, icons, wording, vectors.

Rule: nothing is read from the working directory or from a path a person can set.
"""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent / "resources"


def resource(name: str) -> Path:
    """Return the path of the shipped file `name` (relative to resources/, forward slashes)."""
    return _ROOT / name
