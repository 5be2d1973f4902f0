"""The three streams, and how an answer, a refusal and progress are written to them.

Rule: an answer goes to standard output and nothing else does; what a stream cannot encode is written as an
escape, never as a crash. Progress is drawn only on a terminal.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TextIO

from desktop.custody.text import shown

_LONGEST = 2000


@dataclass
class Console:
    """Where the program reads and writes; `as_json` and `quiet` are as the person asked."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    as_json: bool = False
    quiet: bool = False

    def answer(self, fields: Mapping[str, object], text: str) -> None:
        """Write the answer of a command, and be sure that it is out."""
        _write(self.stdout, _object(fields) if self.as_json else text)
        self.stdout.flush()

    def tell(self, text: str) -> None:
        """Write what was asked for about the program itself."""
        _write(self.stdout, text.rstrip("\n"))
        self.stdout.flush()

    def refuse(self, error: str, message: str, hint: str) -> None:
        """Write why something was not done, and what to do."""
        message, hint = shown(message, _LONGEST), shown(hint, _LONGEST)
        if self.as_json:
            _write(self.stderr, _object({"error": error, "message": message, "hint": hint}))
        else:
            _write(self.stderr, f"{message}\n{hint}".rstrip("\n"))

    def advise(self, text: str) -> None:
        """Write something worth knowing that changes nothing."""
        if not (self.quiet or self.as_json):
            _write(self.stderr, text)

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, float], None]]:
        """Give what draws "label: 45 %" on one line of a terminal; the line is gone at the end."""
        line = ""

        def draw(label: str, part: float) -> None:
            nonlocal line
            new = f"{shown(label, 60)}: {min(max(part, 0.0), 1.0):4.0%}"
            if new != line:
                _write(self.stderr, "\r" + new.ljust(len(line)), end="")
                self.stderr.flush()
                line = new

        if self.quiet or not self.stderr.isatty():
            yield lambda _label, _part: None
            return
        try:
            yield draw
        finally:
            _write(self.stderr, "\r" + " " * len(line) + "\r", end="")
            self.stderr.flush()


def _object(fields: Mapping[str, object]) -> str:
    return json.dumps(fields, indent=2, default=_plain)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _write(stream: TextIO, text: str, end: str = "\n") -> None:
    encoding = getattr(stream, "encoding", None) or "utf-8"
    stream.write((text + end).encode(encoding, "backslashreplace").decode(encoding))
