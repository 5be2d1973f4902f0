"""An error that nobody foresaw: a report for whoever mends the program, without anything from the vault.

Rule: the report holds types, files, lines and function names of our own code, and nothing else: no message
(it may quote a document), no value of a variable, no name of a person's file.
"""

import os
import platform
import sys
import traceback
from datetime import datetime
from pathlib import Path

import platformdirs

import desktop

_HOME = Path(desktop.__file__).resolve().parent


def report(error: BaseException, moment: datetime) -> Path:
    """Write the report into the person's folder for such things and return its path; raises OSError."""
    folder = platformdirs.user_state_path("strongroom", appauthor=False) / "reports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{moment:%Y-%m-%d-%H%M%S}-{os.getpid()}.txt"
    file.write_text(text(error, moment), "utf-8")
    return file


def text(error: BaseException, moment: datetime) -> str:
    """Return the report: the program, the machine's kind, and each error with where it came from."""
    lines = [
        "Strongroom met an error it did not know. This report holds nothing from a vault or a document.",
        f"{moment.isoformat()} strongroom {desktop.__version__}",
        f"Python {platform.python_version()} {sys.platform} {platform.machine()}",
    ]
    for cause in _chain(error):
        lines += ["", f"{type(cause).__module__}.{type(cause).__qualname__}", *_frames(cause)]
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> list[BaseException]:
    """Return the error and what led to it, the last first."""
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    return chain


def _frames(error: BaseException) -> list[str]:
    frames = [
        (Path(frame.f_code.co_filename).resolve(), line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    return [
        f"  {file.relative_to(_HOME.parent).as_posix()}:{line} {function}"
        for file, line, function in frames
        if file.is_relative_to(_HOME)
    ]
