"""What may be typed: parsers that raise instead of leaving, the common options, and the types of values.

Rule: the common options may stand before the noun, before the verb or after it. A passphrase is never an
argument. No word may be cut short, so that a script goes on meaning what it meant.
"""

import argparse
import os
from argparse import SUPPRESS, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

COMMON = ("vault", "key_file", "passphrase_file", "operator", "at", "json", "quiet", "large_print")
"""The common options, as the parsed command carries them."""

NOW = tuple(name for name in COMMON if name != "at")
"""Those of a command that is no late entry: it reads, or what it does is done now."""

Job = Callable[..., object]
"""What a command does: given the desk and what was asked, it returns the answer."""


class UsageError(Exception):
    """What was typed is no command of this program."""

    exit_code = 2

    def __init__(self, message: str, hint: str) -> None:
        """Keep what is wrong and what to do, both unsafe to show as they are."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class Told(Exception):  # noqa: N818 - nothing is wrong: help or the version was asked for
    """The person asked for help or for the version, and this is it."""


class _Tell(argparse.Action):
    """Tell a text and end; without a text of its own, the parser's help."""

    def __init__(self, option_strings: Sequence[str], text: str = "", **settings: Any) -> None:
        settings |= {"nargs": 0, "default": SUPPRESS}
        super().__init__(option_strings, **settings)
        self._text = text

    def __call__(self, parser: argparse.ArgumentParser, *_rest: object) -> NoReturn:
        raise Told(self._text or parser.format_help())


class _Help(argparse.RawDescriptionHelpFormatter):
    """Leaves the common options out of the line of usage: they are the same everywhere."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None
    ) -> None:
        own = [action for action in actions if action.required or action.dest not in {*COMMON, "help"}]
        super().add_usage(usage, own, groups, prefix)


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError and Told."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, allow_abbrev=False, **settings)

    def add_common(self, names: Sequence[str] = COMMON, *, version: str = "") -> None:
        """Add the common options, below what the command has of its own."""
        common = self.add_argument_group("common options")
        for name in names:
            common.add_argument(
                f"--{name.replace('_', '-')}", dest=name, default=SUPPRESS, **_COMMON_OPTIONS[name]
            )
        common.add_argument("-h", "--help", action=_Tell, help="show this text")
        if version:
            common.add_argument("--version", action=_Tell, text=version, help="show the version")

    def error(self, message: str) -> NoReturn:
        """Refuse what was typed."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", f"See: {self.prog} --help")


class Group:
    """The commands of one noun."""

    def __init__(self, noun: str, about: str) -> None:
        self.parser = Parser(prog=f"strongroom {noun}", description=about)
        self._verbs = self.parser.add_subparsers(
            title="commands", metavar="VERB", required=True, prog=self.parser.prog
        )
        self.parser.add_common()

    def verb(
        self, name: str, job: Job, about: str, example: str, *, common: Sequence[str] = COMMON
    ) -> Parser:
        """Add a command; `example` follows "strongroom NOUN NAME"."""
        command = self._verbs.add_parser(name, help=about)
        return _described(command, job, about, example, common)


def single(noun: str, job: Job, about: str, example: str) -> Parser:
    """Return the parser of a noun that is a command by itself."""
    return _described(Parser(prog=f"strongroom {noun}"), job, about, example, NOW)


def _described(command: Parser, job: Job, about: str, example: str, common: Sequence[str]) -> Parser:
    command.description = f"{about[:1].upper()}{about[1:]}."
    command.epilog = f"example:\n  {command.prog} {example}"
    command.set_defaults(job=job, late="at" in common)
    command.add_common(common)
    return command


def nothing_asked() -> Namespace:
    """Return the common options as they are when none is given."""
    return Namespace(
        vault=None,
        key_file=None,
        passphrase_file=None,
        operator=None,
        at=None,
        json=False,
        quiet=False,
        large_print=False,
    )


def path(text: str) -> Path:
    """Return the path that `text` names."""
    if not text:
        raise ArgumentTypeError("it is empty")
    try:
        usable = b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        usable = False
    if not usable:
        raise ArgumentTypeError("no file can have that name")
    return Path(text)


def count(text: str) -> int:
    """Return a whole number, in digits."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - no count is that long
        raise ArgumentTypeError(f"{text!r} is not a whole number")
    return int(text)


def moment(text: str) -> datetime:
    """Return the moment that `text` names; without an offset from UTC it is this computer's local time."""
    try:
        return datetime.fromisoformat(text.strip()).astimezone()
    except (ValueError, OverflowError, OSError):
        raise ArgumentTypeError(f"{text!r} is not a time such as 2026-03-02T14:00") from None


def day(what: str) -> Callable[[str], date]:
    """Return the type of an option that is a day; `what` is how a refusal names it."""

    def parsed(text: str) -> date:
        from desktop.custody.dates import parse_day  # noqa: PLC0415 - not for --version

        return parse_day(text, what)

    return parsed


_COMMON_OPTIONS: dict[str, dict[str, Any]] = {
    "vault": {"metavar": "FOLDER", "type": path, "help": "the vault"},
    "key_file": {
        "metavar": "FILE",
        "type": path,
        "help": "the device secret on a removable medium, where there is no keyring",
    },
    "passphrase_file": {
        "metavar": "FILE",
        "help": "the passphrase is the first line of FILE (-: of standard input); otherwise it is asked for",
    },
    "operator": {"metavar": "O-0001", "help": "whose passphrase it is, where there are several operators"},
    "at": {
        "metavar": "TIME",
        "type": moment,
        "help": "when it happened, such as 2026-03-02T14:00, for a late entry; the entry keeps both times",
    },
    "json": {
        "action": "store_true",
        "help": "one JSON object on standard output; a refusal on standard error",
    },
    "quiet": {"action": "store_true", "help": "no progress and no advice on standard error"},
    "large_print": {"action": "store_true", "help": "slips, receipts and reports are made in large print"},
}
