"""What starting the program loads, and from where."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import desktop

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_QT = ("desktop.cli", "desktop.office", "desktop.store", "desktop.paper", "desktop.custody")
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(desktop.__path__, "desktop.")
    if module.name.startswith(WITHOUT_QT)
)
QT = "[name for name in sys.modules if name.partition('.')[0] in ('PySide6', 'shiboken6')]"
READERS = (
    "[name for name in ('pikepdf', 'pypdfium2', 'PIL', 'zxingcpp', 'reportlab', 'python_calamine',"
    " 'xlsxwriter') if name in sys.modules]"
)


def loaded_qt(statement: str) -> str:
    """Return the Qt modules that a fresh Python holds after `statement`, as Python prints a list of them."""
    return loaded(statement, QT)


def loaded(statement: str, asked: str) -> str:
    command = [sys.executable, "-W", "error", "-c", f"import sys, importlib\n{statement}\nprint({asked})"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def test_the_probe_for_qt_finds_it_where_it_is() -> None:
    assert "PySide6.QtCore" in loaded_qt("import PySide6.QtCore")


def test_the_command_line_loads_no_qt() -> None:
    assert loaded_qt("import desktop.cli") == "[]"


def test_nothing_behind_the_window_loads_qt() -> None:
    assert loaded_qt(f"for name in {MODULES}: importlib.import_module(name)") == "[]"


def test_starting_without_words_loads_qt_only_when_the_window_is_opened() -> None:
    pytest.importorskip("desktop.__main__")
    assert loaded_qt("import desktop.__main__") == "[]"


def test_the_program_itself_loads_nothing_that_reads_or_draws_documents() -> None:
    # They are the worker's, and half the time that a start would take.
    assert loaded("import desktop.paper.worker", READERS) != "[]"
    assert loaded("import desktop.cli, desktop.office.opening, desktop.office.printing", READERS) == "[]"
