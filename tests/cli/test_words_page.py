"""docs/command-line.md says what the program takes, and every example in it and in the help is a command."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from desktop.__main__ import _asked_for_the_window, _example
from desktop.cli import program
from desktop.cli.arguments import COMMON, Parser

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "command-line.md").read_text("utf-8")


def verbs(noun: str) -> dict[str, Parser]:
    """Return the commands of a noun by what follows "strongroom"."""
    group = program.group_parser(noun)
    for action in group._actions:
        if isinstance(action, argparse._SubParsersAction):
            return {f"{noun} {verb}": parser for verb, parser in action.choices.items()}
    return {noun: group}


COMMANDS = {name: parser for noun in program.GROUPS for name, parser in verbs(noun).items()}


def row(name: str, parser: Parser) -> str:
    """Return the line of the page's tables for a command."""
    own = [action for action in parser._actions if action.required or action.dest not in {*COMMON, "help"}]
    words = [str(action.metavar) for action in own if not action.option_strings]
    needed = [option(action) for action in own if action.option_strings and action.required]
    others = [f"[{option(action)}]" for action in own if action.option_strings and not action.required]
    about = (parser.description or "").rstrip(".")
    return (
        f"| `{' '.join([name, *words])}` | {' '.join(f'`{word}`' for word in [*needed, *others])} | {about} |"
    )


def option(action: argparse.Action) -> str:
    if action.nargs == 0:
        return action.option_strings[0]
    values = action.metavar if isinstance(action.metavar, tuple) else (str(action.metavar),)
    return " ".join([action.option_strings[0], *values])


def examples() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    told = [line.split("#")[0].strip() for line in lines if line.startswith("strongroom")]
    return told + [(parser.epilog or "").removeprefix("example:").strip() for parser in COMMANDS.values()]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_has_a_line_for_each_command_with_all_its_options(name: str) -> None:
    assert row(name, COMMANDS[name]) in PAGE.splitlines()


def test_the_page_has_no_command_that_the_program_has_not() -> None:
    named = re.findall(r"^\| `([a-z][a-z -]*[a-z])[` ]", PAGE, re.MULTILINE)
    assert sorted(named) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMON)
def test_the_page_tells_of_each_common_option(name: str) -> None:
    assert f"`--{name.replace('_', '-')}" in PAGE


@pytest.mark.parametrize("example", examples())
def test_each_example_is_a_command_of_the_program(example: str) -> None:
    words = shlex.split(example)
    assert words[0] == "strongroom"
    if _asked_for_the_window(words[1:]) is None:
        assert program.parsed(words[1:]).job


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_an_example_that_is_of_itself(name: str) -> None:
    assert f"strongroom {name} " in (COMMANDS[name].epilog or "")


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ("", True),
        ("--example", True),
        ("--vault V --key-file K", True),
        ("--vault V --json", False),
        ("--vault V vault status", False),
        ("--version", False),
        ("--help", False),
        ("--vault", False),
        ("--example vault status", False),
    ],
)
def test_the_window_opens_when_nothing_else_is_asked_for(words: str, window: bool) -> None:  # noqa: FBT001
    assert (_asked_for_the_window(words.split()) is not None) is window


def test_the_worked_example_of_the_window_is_made_once_and_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    vault, key_file, passphrase = _example()
    made = (vault / "header.json").stat().st_mtime_ns
    assert key_file.is_file()
    assert passphrase
    assert [path.name for path in vault.parent.parent.iterdir()] == ["example"]
    assert _example() == (vault, key_file, passphrase)
    assert (vault / "header.json").stat().st_mtime_ns == made
