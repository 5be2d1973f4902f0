"""The house is as docs/architecture.md draws it: sizes, names, and what may stand where."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "desktop").rglob("*.py"))
SCRIPTS = sorted((ROOT / "scripts").rglob("*.py"))

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
VAGUE = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "misc",
    "common",
    "legacy",
    "old",
    "new",
    "v2",
    "base",
}
SQL = re.compile(
    r"\b(SELECT\s|PRAGMA\s|UPDATE\s+\w+\s+SET\b"
    r"|(?i:INSERT\s+INTO|DELETE\s+FROM|(CREATE|DROP)\s+(TABLE|INDEX|TRIGGER)|BEGIN\s+IMMEDIATE))"
)
THREADS = {"Thread", "QThread", "QThreadPool", "QRunnable", "ThreadPoolExecutor", "start_new_thread"}
THREADS_ELSEWHERE = {
    "desktop/store/ahead.py": "reading, cipher and disk overlap; the threads end with the job",
    "desktop/store/durable.py": "the disk is synced while the next bytes are written",
    "desktop/store/kept_head.py": "no act waits for the keyring; the thread ends when the vault is closed",
}
NETWORK = {
    "ftplib",
    "http",
    "imaplib",
    "poplib",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "urllib",
    "webbrowser",
}
NETWORK |= {"aiohttp", "httpx", "requests", "urllib3", "websockets", "xmlrpc", "PySide6.QtNetwork"}

NOT_OUR_WORDS = re.compile(
    r"\b(users?|admin|owners?|borrow\w*|check(ed|ing)?[ -]?(in|out)|uploads?|uploaded|blobs?|void|"
    r"pending|approvers?|reminders?|audits?)\b",
    re.IGNORECASE,
)


def house(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=house)


def long_functions(source: str) -> list[str]:
    nodes = ast.walk(ast.parse(source))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    return [f"{name}: {length} lines" for name, length in lengths.items() if length > LONGEST_FUNCTION]


def plain_strings(source: str) -> Iterator[str]:
    """Yield every string that is not a docstring or a comment in the guise of one."""
    tree = ast.parse(source)
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in loose:
            yield node.value


def sql(source: str) -> list[str]:
    return [text for text in plain_strings(source) if SQL.search(text)]


def imported(source: str) -> Iterator[str]:
    """Yield the full name of everything that is imported, wherever the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def network(source: str) -> list[str]:
    return [
        name for name in imported(source) if any(f"{name}.".startswith(f"{module}.") for module in NETWORK)
    ]


def threads(source: str) -> list[str]:
    nodes = list(ast.walk(ast.parse(source)))
    names = [node.id for node in nodes if isinstance(node, ast.Name)]
    names += [node.attr for node in nodes if isinstance(node, ast.Attribute)]
    return [name for name in names if name in THREADS]


def foreign_words(source: str) -> list[str]:
    """Return the sentences that use a word for which the glossary has another."""
    sentences = (text for text in plain_strings(source) if text.count(" ") > 1 and not SQL.search(text))
    return [text for text in sentences if NOT_OUR_WORDS.search(text)]


def vague_words(stem: str) -> set[str]:
    return VAGUE & set(stem.lower().split("_"))


@pytest.mark.parametrize(
    ("finder", "planted"),
    [
        (long_functions, "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION),
        (sql, "rows = 'SELECT body FROM entry'"),
        (sql, "x = f'delete from {table}'"),
        (network, "def f():\n    from urllib.parse import quote"),
        (network, "import socket"),
        (network, "from PySide6 import QtNetwork"),
        (threads, "import threading\nthreading.Thread(target=print)"),
        (threads, "class Lane(QThread): pass"),
        (foreign_words, "hint = 'The user checked it out.'"),
        (vague_words, "vault_utils"),
    ],
)
def test_each_finder_finds_what_is_planted(finder: Callable[[str], object], planted: str) -> None:
    assert finder(planted)


@pytest.mark.parametrize(
    ("finder", "innocent"),
    [
        (long_functions, "def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)),
        (sql, "'''SELECT is a word of SQL.'''\nhint = 'Select a document from the list.'"),
        (network, "from sshd import http"),
        (threads, "import threading\nlock = threading.Lock()"),
        (foreign_words, "hint = 'The holder signed it out.'\nsetting = 'PRAGMA secure_delete = ON '"),
        (vague_words, "renewal"),
    ],
)
def test_no_finder_finds_what_is_innocent(finder: Callable[[str], object], innocent: str) -> None:
    assert not finder(innocent)


def test_the_house_has_its_rooms() -> None:
    rooms = {path.parent.name for path in SOURCES if path.name == "__init__.py"}
    assert {"custody", "store", "paper", "office", "cli", "ui"} <= rooms


@each(SOURCES + SCRIPTS)
def test_no_file_is_longer_than_400_lines_and_no_function_longer_than_50(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    assert long_functions(source) == []


@each(SOURCES + SCRIPTS)
def test_every_module_says_what_it_owns(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not source.strip() or ast.get_docstring(ast.parse(source))


@each(SOURCES)
def test_no_module_has_a_name_that_says_nothing(path: Path) -> None:
    assert vague_words(path.stem) == set()


@each(SOURCES)
def test_people_read_only_the_words_of_the_glossary(path: Path) -> None:
    assert foreign_words(path.read_text(encoding="utf-8")) == []


@each([path for path in SOURCES if not house(path).startswith("desktop/store/")])
def test_sql_is_spoken_only_in_the_store(path: Path) -> None:
    assert sql(path.read_text(encoding="utf-8")) == []


@each(
    [
        path
        for path in SOURCES
        if not house(path).startswith("desktop/ui/") and house(path) not in THREADS_ELSEWHERE
    ]
)
def test_threads_are_started_only_by_the_window_and_by_named_exceptions(path: Path) -> None:
    assert threads(path.read_text(encoding="utf-8")) == []


@each([ROOT / exception for exception in THREADS_ELSEWHERE])
def test_each_named_exception_is_still_one(path: Path) -> None:
    assert threads(path.read_text(encoding="utf-8"))


@each(SOURCES)
def test_no_module_can_reach_a_network(path: Path) -> None:
    assert network(path.read_text(encoding="utf-8")) == []
