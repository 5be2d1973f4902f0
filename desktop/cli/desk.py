"""One command at work: opens the vault it names when it is needed, runs acts and steps, and closes it again.

Rule: a vault is opened at most once in a command. What only reads takes no lock, so it answers while another
program has the vault open. A passphrase comes from a file, from standard input or from the terminal.
"""

import getpass
import os
import stat
import warnings
from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO, TypeVar, cast

from desktop.cli.arguments import UsageError
from desktop.cli.console import Console
from desktop.cli.wording import sentence
from desktop.office import opening
from desktop.office.office import Act, Clock, Office, Outcome
from desktop.office.opening import Bounds
from desktop.office.procedure import Procedure, Progress, Step, run

if TYPE_CHECKING:
    from desktop.custody.errors import TamperError

Result = TypeVar("Result")

_LONGEST_LINE = 64 * 1024


class Desk:
    """What a command works with; leaving it closes the vault."""

    def __init__(self, asked: Namespace, console: Console, bounds: Bounds, clock: Clock) -> None:
        self.asked = asked
        self.console = console
        self.bounds = bounds
        self.clock = clock
        self.finding: TamperError | None = None
        """What is amiss with a vault that is read all the same; the command ends with its exit code."""
        self._passphrase: str | None = None
        self._office: Office | None = None
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()
        trouble = self._office.vault.head_trouble if self._office else None
        if trouble:
            self.console.advise(f"The ledger's end could not be kept outside the vault. {trouble.message}")

    @property
    def folder(self) -> Path:
        """The vault that was named."""
        if self.asked.vault is None:
            raise UsageError("No vault was named.", "Say which: --vault FOLDER")
        return cast("Path", self.asked.vault)

    def office(self) -> Office:
        """Return the vault open for acts; raise what was found amiss with it."""
        office = self._opened(read_only=False)
        if office.finding:
            raise office.finding
        return office

    def reading(self) -> Office:
        """Return the vault open for reading only, whoever else has it open; say what is amiss with it."""
        office = self._opened(read_only=True)
        if office.finding and not self.finding:
            self.finding = office.finding
            self.console.refuse(type(self.finding).__name__, self.finding.message, self.finding.hint)
        return office

    def checking(self, *, read_only: bool) -> Office:
        """Return the vault open, whatever is amiss with it: a check says what that is."""
        return self._opened(read_only=read_only)

    def keep(self, office: Office) -> Office:
        """Work with an office that a command opened itself."""
        self._office = office
        self._closing.callback(office.close)
        return office

    def do(self, act: Act, **facts: Any) -> Outcome:
        """Run an act, at the time that was given for it."""
        return self.run(self.office().act(act, at=self.asked.at, **facts))

    def run(self, procedure: Procedure[Result]) -> Result:
        """Run a procedure with its progress on the terminal."""
        with self.console.progress() as draw:

            def on_step(step: Step) -> Progress:
                return lambda part: draw(step.label, part)

            return run(procedure, on_step)

    def passphrase(self) -> str:
        """Return the passphrase that opens the vault; it is asked for once."""
        if self._passphrase is None:
            self._passphrase = self._secret("--passphrase-file", self.asked.passphrase_file, "Passphrase: ")
        return self._passphrase

    def new_passphrase(self, option: str, file: str | None) -> str:
        """Return a new passphrase, asked for twice on a terminal."""
        first = self._secret(option, file, "New passphrase: ")
        if file is None and self._secret(option, file, "The same again: ") != first:
            raise UsageError("The two passphrases are not the same.", "Nothing was done. Try again.")
        return first

    def lines_typed(self, prompt: str, option: str) -> list[str]:
        """Return lines that are asked for without being shown, up to an empty one."""
        typed: list[str] = []
        while line := _asked(option, prompt.format(number=len(typed) + 1), self.console.stderr).strip():
            typed.append(line)
        return typed

    def _opened(self, *, read_only: bool) -> Office:
        if self._office is None:
            folder = self.folder
            office = opening.unlock(
                folder,
                passphrase=self.passphrase(),
                key_file=self.asked.key_file,
                operator=self.asked.operator.strip().upper() if self.asked.operator else None,
                read_only=read_only,
                bounds=self.bounds,
                clock=self.clock,
            )
            office.large_print = self.asked.large_print
            self.keep(office)
        return cast("Office", self._office)

    def _secret(self, option: str, file: str | None, prompt: str) -> str:
        if file is None:
            return _asked(option, prompt, self.console.stderr)
        if file == "-":
            return self._first_line_of_standard_input(option)
        return self._first_line(option, Path(file))

    def _first_line_of_standard_input(self, option: str) -> str:
        try:
            return self.console.stdin.readline(_LONGEST_LINE).removesuffix("\n").removesuffix("\r")
        except UnicodeDecodeError:
            why = f"What {option} - reads is not text."
            raise UsageError(why, "Give the passphrase as the first line of text.") from None

    def _first_line(self, option: str, file: Path) -> str:
        try:
            with file.open("rb") as source:
                readable = os.name == "posix" and os.fstat(source.fileno()).st_mode & stat.S_IROTH
                line = source.readline(_LONGEST_LINE).decode("utf-8-sig")
        except UnicodeDecodeError:
            why = "its first line is not text in UTF-8"
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "its name cannot be used"
        else:
            if readable:
                self.console.advise(sentence("Everybody on this computer can read {file}.", file=file))
            return line.removesuffix("\n").removesuffix("\r")
        raise UsageError(
            f"The file of {option}, {file}, cannot be read: {why}.",
            "Give a file whose first line is the passphrase.",
        )


def _asked(option: str, prompt: str, stream: TextIO) -> str:
    """Ask on the terminal, without showing what is typed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(prompt, stream)
    except KeyboardInterrupt:
        stream.write("\n")  # the cursor still stands behind the prompt
        raise
    except (getpass.GetPassWarning, EOFError):
        raise UsageError(
            "There is no terminal on which to ask for what is secret.", f"Give it in a file: {option} FILE"
        ) from None
