"""What people are told: each error class is one cause, with its own sentence, hint and exit code."""

import ast
import importlib
import pkgutil
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop
from desktop.custody.errors import RuleError, StrongroomError, TamperError, VaultError

ROOT = Path(__file__).resolve().parents[2]
RANGES = {
    RuleError: (*range(10, 40), *range(90, 120)),
    VaultError: (*range(40, 70), *range(120, 130)),
    TamperError: range(70, 90),
}
ROOMS = ("desktop.custody", "desktop.store", "desktop.paper", "desktop.office")


def every_error() -> list[type[StrongroomError]]:
    for module in pkgutil.walk_packages(desktop.__path__, "desktop."):
        if module.name.startswith(ROOMS):
            importlib.import_module(module.name)
    found = [cls for family in RANGES for cls in below(family) if cls.__module__.startswith("desktop.")]
    return sorted(found, key=lambda cls: (cls.exit_code, cls.__name__))


def below(cls: type[StrongroomError]) -> Iterator[type[StrongroomError]]:
    for child in cls.__subclasses__():
        yield child
        yield from below(child)


def facts_named(cls: type[StrongroomError]) -> set[str]:
    words = cls.sentence + cls.hint_text
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


ERRORS = every_error()
BY_NAME = {cls.__name__: cls for cls in ERRORS}


def raised() -> list[tuple[str, type[StrongroomError], set[str]]]:
    """Return each place where an error is made, with the facts it is given by name."""
    places = []
    for path in sorted((ROOT / "desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = error_made(node)
            if isinstance(node, ast.Call) and name in BY_NAME and all(word.arg for word in node.keywords):
                given = {word.arg for word in node.keywords if word.arg}
                places.append((f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", BY_NAME[name], given))
    return places


def error_made(node: ast.AST) -> str:
    match node:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return str(name)
        case _:
            return ""


def test_exit_codes_are_unique() -> None:
    uses = Counter(cls.exit_code for cls in ERRORS)
    assert [f"{cls.exit_code} {cls.__name__}" for cls in ERRORS if uses[cls.exit_code] > 1] == []


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
def test_every_error_says_what_happened_and_what_to_do_with_a_code_in_its_range(
    cls: type[StrongroomError],
) -> None:
    family = next(family for family in RANGES if issubclass(cls, family))
    assert cls.exit_code in RANGES[family]
    assert cls.sentence.endswith((".", "}")), "the sentence is a whole sentence"
    assert cls.hint_text.endswith((".", "}")), "so is the hint"
    assert "\n" not in cls.sentence + cls.hint_text


@pytest.mark.parametrize(
    ("place", "cls", "given"), raised(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_error_is_raised_with_the_facts_its_words_name(
    place: str, cls: type[StrongroomError], given: set[str]
) -> None:
    if cls.__init__ is StrongroomError.__init__:
        assert facts_named(cls) - given == set(), place
