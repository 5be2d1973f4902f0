"""Where the program starts: words are for the command line, no words open the window.

Rule: nothing slow is imported before it is known what was asked for; Qt only for the window. The program
starts itself again as its own reading, conversion and shares worker: there is one executable. Before
anything else, nothing is taken from the working directory any more, and the process is hardened.
"""

import sys

from desktop import hardening

if not sys.flags.safe_path:  # else Python itself has left it out
    hardening.forget_the_working_directory()

import os
import signal
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from desktop import cli
from desktop.cli.arguments import Parser, Told, UsageError
from desktop.custody.errors import StrongroomError


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the words say and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    converting = words[:1] == ["--conversion-worker"]  # which has to shut itself off first
    advice = hardening.harden() if argv is None and not converting else []
    if words[:1] == ["--reading-worker"]:
        from desktop.paper import worker  # noqa: PLC0415 - the worker loads what no command needs

        return worker.main()
    if converting:
        from desktop.paper import conversion_worker  # noqa: PLC0415 - the same

        return conversion_worker.main()
    if words[:1] == ["--shares-worker"]:
        from desktop.store import shares_worker  # noqa: PLC0415 - it alone loads the library that splits secrets

        return shares_worker.main()
    if not {"--json", "--quiet"} & set(words):
        _advise(advice)
    asked = _asked_for_the_window(words)
    if argv is None and asked is None:
        _end_as_by_ctrl_c()
    return cli.main(words) if asked is None else _window(asked, advice)


def _advise(advice: Sequence[str]) -> None:
    if sys.stderr is not None:  # a program without a console has none
        for sentence in advice:
            print(sentence, file=sys.stderr)  # noqa: T201 - before there is a console to say it


def _end_as_by_ctrl_c() -> None:
    """Let a closed terminal or a polite kill end a command as Ctrl-C does, with its undo."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def _asked_for_the_window(words: Sequence[str]) -> Namespace | None:
    """Return the window's options when nothing else was given."""
    options = Parser(prog="strongroom")
    options.add_common(["vault", "key_file"])
    options.add_argument("--example", action="store_true")
    options.set_defaults(vault=None, key_file=None)
    try:
        asked, others = options.parse_known_args(words)
    except (UsageError, Told):
        return None  # the command line says the same, in its own way
    return None if others else asked


def _window(asked: Namespace, advice: Sequence[str] = ()) -> int:
    vault, key_file, passphrase = asked.vault, asked.key_file, None
    if asked.example:
        try:
            vault, key_file, passphrase = _example()
        except StrongroomError as error:
            print(f"{error.message}\n{error.hint}", file=sys.stderr)  # noqa: T201 - no window to say it in yet
            return error.exit_code
    from desktop.ui.application import run  # noqa: PLC0415 - the only way to Qt

    try:
        return run(_mishap, vault=vault, key_file=key_file, passphrase=passphrase, advice=advice)
    except Exception as error:  # noqa: BLE001 - here the window's own bugs end, as the command line's do in cli
        _mishap(error)
        return 1


def _mishap(error: BaseException) -> str:
    """Report an error that nobody foresaw, also on standard error; return what the person is told."""
    from desktop.cli import mishap  # noqa: PLC0415 - seldom needed

    told = "Strongroom met an error it does not know, and closes; this is a fault of the program."
    try:
        file = mishap.report(error, datetime.now().astimezone())
    except OSError:
        told += "\nA report could not be written."
    else:
        told += f"\nA report without contents of documents is in {file}."
    told += "\nVerify the vault before you go on."
    if sys.stderr is not None:  # a program without a console has none
        print(f"{type(error).__name__}: {told}", file=sys.stderr)  # noqa: T201
    return told


def _example() -> tuple[Path, Path, str]:
    """Return vault, key file and passphrase of the worked example; make it if it is not there."""
    import platformdirs  # noqa: PLC0415 - only the example has a place of its own

    from desktop.office import example  # noqa: PLC0415

    folder = platformdirs.user_data_path("strongroom", appauthor=False) / "example"
    if not folder.is_dir():
        print("Making the worked example. This takes some seconds.", file=sys.stderr)  # noqa: T201
        making = folder.with_name(f"example-{os.getpid()}")
        example.make(making)
        making.rename(folder)  # last, so that an example that is there is whole
    found = example.described(folder)
    return found.vault, found.key_file, found.passphrase


if __name__ == "__main__":
    sys.exit(main())
