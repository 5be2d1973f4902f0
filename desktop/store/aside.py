"""What a vault that was put aside is called: it stays beside its place, under a dated name."""

import itertools
import os
import re
from datetime import date
from pathlib import Path

_ASIDE = re.compile(r"put aside ([0-9]{4}-[0-9]{2}-[0-9]{2})(?: \(([0-9]+)\))?")


def name_aside(vault: Path, day: date) -> Path:
    """Return a path that is free, for the vault to be put aside at."""
    words = f"{vault.name} put aside {day.isoformat()}"
    names = (words + (f" ({number})" if number > 1 else "") for number in itertools.count(1))
    return next(free for name in names if not os.path.lexists(free := vault.with_name(name)))


def put_aside_of(vault: Path) -> list[Path]:
    """Return what was put aside from the place `vault`, the last first; nothing where that cannot be read."""
    found = []
    try:
        for path in vault.absolute().parent.iterdir():
            name = path.name.removeprefix(f"{vault.name} ")
            if name != path.name and (match := _ASIDE.fullmatch(name)):
                found.append((match[1], int(match[2] or 1), path))
    except OSError:
        return []
    return [path for _day, _number, path in sorted(found, reverse=True)]
