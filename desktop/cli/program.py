"""The program in words: finds the command, runs it, and writes its answer or why there is none.

Rule: only the group of commands that was named is loaded, so that `--version` and `--help` load almost
nothing. An error that is no StrongroomError is our bug: it is caught here and nowhere below.
"""

import argparse
import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

import desktop
from desktop.cli.arguments import Parser, Told, UsageError, nothing_asked
from desktop.cli.console import Console
from desktop.custody.errors import StrongroomError

if TYPE_CHECKING:
    from desktop.office.opening import Bounds

GROUPS = {
    "vault": "make a vault, see how it stands, verify it, back it up and restore it",
    "review": "open, conclude and close reviews; their children, agencies, deadlines, and who is told",
    "plan": "the action plan of a review, until every objective is met",
    "board": "what the Board keeps as data: kinds, categories, recipients, marking, limits",
    "person": "people who may be granted access, and their roles",
    "operator": "people with a passphrase of their own",
    "handover": "the vault passes from one custodian to the next",
    "recovery": "shares on paper that together open the vault",
    "medium": "the register of backup media",
    "document": "take documents into custody, list and view them",
    "request": "access requests and their decisions",
    "advice": "legal advice before a document leaves the process of its review",
    "publication": "what comes before an executive summary is published, and its publication",
    "copy": "print numbered copies, sign them out, take them back",
    "words": "the wording of terms and letters, shipped or the Board's own",
    "printers": "which printers may be used, what was printed, and the sheets that came out",
    "letter": "ask for copies back: the letters that are due, and those that were written",
    "muster": "two people count every copy against the register",
    "interest": "requests for the executive summary from outside",
    "foi": "requests under the Freedom of Information Act",
    "subject-access": "requests of people for what is held about them",
    "destruction": "copies are destroyed by two people, or by their holder before a witness",
    "exception": "what was excepted in writing from being brought back and destroyed",
    "proceedings": "what runs beside a review: inquest, criminal, family proceedings and others",
    "hold": "what must not be destroyed, and why",
    "retention": "until when records are kept, by which rule, and what is decided at the date",
    "disposal": "the end of a master, by two people and a signed sheet",
    "holidays": "the bank holidays by which the clocks of the law are counted",
    "closed-day": "the days on which the office is closed",
    "submission": "what was submitted to inspectorates and others, and its receipt",
    "health": "health information about third parties, decided case by case",
    "agency-plan": "an agency that publishes its own action plan",
    "incident": "what went wrong, and how it was closed",
    "find": "anything in the register, by a code, a reference or words",
    "scan": "file signed papers as they were scanned, and see them again",
    "report": "what the Overview Panel is given: the access log, and the pack of a review",
    "package": "what a successor body or an archive is given",
    "ledger": "the account of everything that was done",
    "slip": "compare the number and code of a paper with the ledger",
    "demo": "make the worked example",
}
"""Each noun with its line of help; its commands are in the module of that name."""

_UNTOLD = 4
_INTERRUPTED = 130
_READER_GONE = 141


def main(
    argv: Sequence[str] | None = None,
    *,
    bounds: "Bounds | None" = None,
    clock: Callable[[], datetime] | None = None,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
) -> int:
    """Run one command and return its exit code.

    `bounds` are those of the key derivation: tests pass cheap ones; no option, file or variable can.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    console = Console(stdin or sys.stdin, stdout or sys.stdout, stderr or sys.stderr)
    console.as_json = "--json" in words  # until it is known for certain: a usage error needs it too
    try:
        return _answered(words, console, bounds, clock)
    except BrokenPipeError:  # whoever read our output has had enough of it
        _let_go(console)
        return _READER_GONE


def parser() -> Parser:
    """Return the parser of the first words: common options and the noun."""
    made = Parser(
        prog="strongroom",
        usage="strongroom [common options] NOUN ...",
        description="Keeps the documents of serious case reviews in custody.",
        epilog="\n".join(
            [
                "nouns:",
                *(f"  {noun:16}{about}" for noun, about in GROUPS.items()),
                "",
                "strongroom NOUN --help shows the commands of a noun.",
                "A value of several words may be typed with hyphens for its blanks: court-order.",
                "strongroom alone, or with only --vault and --key-file, opens the window;",
                "strongroom --example opens it on the worked example.",
            ]
        ),
    )
    made.add_common(version=f"strongroom {desktop.__version__}")
    made.add_argument("noun", metavar="NOUN", choices=GROUPS, help=argparse.SUPPRESS)
    made.add_argument("rest", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return made


def group_parser(noun: str) -> Parser:
    """Return the parser of a noun's commands."""
    group: Parser = importlib.import_module(f"desktop.cli.{noun.replace('-', '_')}").parser()
    return group


def parsed(words: Sequence[str]) -> Namespace:
    """Return the command that `words` say. Raises UsageError and Told."""
    asked = parser().parse_args(words, nothing_asked())
    return group_parser(asked.noun).parse_args(asked.rest, asked)


def _answered(
    words: Sequence[str], console: Console, bounds: "Bounds | None", clock: Callable[[], datetime] | None
) -> int:
    """Run the command, or say why not; return the exit code."""
    try:
        return _run(words, console, bounds, clock)
    except Told as told:
        console.tell(str(told))
        return 0
    except (UsageError, StrongroomError) as error:
        console.refuse(type(error).__name__, error.message, error.hint)
        return error.exit_code
    except KeyboardInterrupt:
        console.refuse(
            "Interrupted", "Stopped.", "Nothing was left half done; what was finished stands in the ledger."
        )
        return _INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the one place where our own bugs end
        return _mishap(error, console)


def _run(
    words: Sequence[str], console: Console, bounds: "Bounds | None", clock: Callable[[], datetime] | None
) -> int:
    asked = parsed(words)
    console.as_json, console.quiet = asked.json, asked.quiet
    if asked.at is not None and not asked.late:
        raise UsageError("--at goes only with an act that is entered late.", "Leave --at out.")
    from desktop.cli.desk import Desk  # noqa: PLC0415 - opens vaults, which --version does not need
    from desktop.office.opening import STANDARD_BOUNDS, now  # noqa: PLC0415

    with Desk(asked, console, bounds or STANDARD_BOUNDS, clock or now) as desk:
        answer = asked.job(desk, asked)
    try:
        console.answer(answer.fields, answer.text)
    except BrokenPipeError:
        raise
    except OSError as error:  # such as a full disk: the act stands all the same
        _let_go(console)
        hint = "What was asked for is done. Look in the ledger before you repeat an act."
        console.refuse(type(error).__name__, f"The answer could not be written: {error.strerror}.", hint)
        return _UNTOLD
    return int(answer.exit_code) or (desk.finding.exit_code if desk.finding else 0)


def _let_go(console: Console) -> None:
    """Drop what standard output did not take, so that it does not raise again when Python ends."""
    if console.stdout is sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _mishap(error: Exception, console: Console) -> int:
    from desktop.cli import mishap  # noqa: PLC0415 - seldom needed

    try:
        file = mishap.report(error, datetime.now().astimezone())
    except OSError:
        hint = "A report could not be written. Run `vault verify` before you go on."
    else:
        hint = f"A report without contents of documents is in {file}. Run `vault verify` before you go on."
    console.refuse(
        type(error).__name__,
        "Strongroom met an error it does not know; this is a fault of the program.",
        hint,
    )
    return 1
