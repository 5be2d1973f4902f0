"""What is copied out of the program is marked as a secret, and gone after locking: on a real X display.

Qt's display without a screen does not say whose the clipboard is, so these tests bring their own display.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("Xvfb"), reason="there is no Xvfb here")

OURS = """
import sys
from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from desktop.ui.clipboard import Copied

application = QApplication([])
copied = Copied()
field = QLineEdit()
field.show()

def said(word):
    print(word, flush=True)

def next_order():
    order = sys.stdin.readline().strip()
    if order == "copy":
        field.setText("Reader Quillby")
        field.selectAll()
        field.copy()
        clipboard = QGuiApplication.clipboard()
        clipboard.setText(field.text(), clipboard.Mode.Selection)
    elif order == "clear":
        copied.clear()
    elif order == "quit":
        application.quit()
    QTimer.singleShot(200, lambda: said(order))

orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
orders.activated.connect(next_order)  # meanwhile it answers whoever asks what it holds
QTimer.singleShot(300, lambda: said("ready"))
application.exec()
"""
LOOK = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
def look():
    clipboard = QGuiApplication.clipboard()
    for mode in (clipboard.Mode.Clipboard, clipboard.Mode.Selection):
        data = clipboard.mimeData(mode)
        print(repr(data.text()), bytes(data.data("x-kde-passwordManagerHint").data()).decode())
    application.quit()
QTimer.singleShot(200, look)
application.exec()
"""
TAKE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
def take():
    clipboard = QGuiApplication.clipboard()
    for mode in (clipboard.Mode.Clipboard, clipboard.Mode.Selection):
        clipboard.setText(sys.argv[1], mode)
    QTimer.singleShot(200, lambda: print("taken", flush=True))
QTimer.singleShot(200, take)
application.exec()
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """Return a display without a window manager or a clipboard manager."""
    here, there = os.pipe()
    command = ["Xvfb", "-displayfd", str(there), "-screen", "0", "800x600x24", "-nolisten", "tcp"]
    with subprocess.Popen(
        command, pass_fds=(there,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        os.close(there)
        with os.fdopen(here) as told:
            number = told.readline().strip()
        if not number:
            pytest.skip("Xvfb does not start here")
        yield f":{number}"
        server.terminate()


@contextmanager
def program(source: str, root: Path, display: str, *words: str) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(root)}
    command, pipe = [sys.executable, "-c", source, *words], subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def order(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{word}\n")
    process.stdin.flush()
    assert line(process) == word


def seen(root: Path, display: str) -> list[str]:
    """Return what another program finds on the clipboard and in the primary selection, each with its mark."""
    with program(LOOK, root, display) as looking:
        return [line(looking), line(looking)]


def ready(process: subprocess.Popen[str]) -> subprocess.Popen[str]:
    if line(process) != "ready":
        pytest.skip("Qt cannot use this display")
    return process


@pytest.mark.skipif(sys.platform != "linux", reason="X is on Linux")
def test_what_is_copied_is_marked_as_a_secret_and_gone_when_it_is_cleared(root: Path, display: str) -> None:
    with program(OURS, root, display) as ours:
        order(ready(ours), "copy")
        assert seen(root, display) == ["'Reader Quillby' secret"] * 2
        order(ours, "clear")
        assert seen(root, display) == ["''"] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="X is on Linux")
def test_what_somebody_copied_elsewhere_stays(root: Path, display: str) -> None:
    with program(OURS, root, display) as ours:
        order(ready(ours), "copy")
        with program(TAKE, root, display, "somebody else's") as other:
            assert line(other) == "taken"
            order(ours, "clear")
            assert seen(root, display) == ['"somebody else\'s"'] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="X is on Linux")
def test_what_a_clipboard_manager_took_over_from_us_is_cleared_too(root: Path, display: str) -> None:
    with program(OURS, root, display) as ours:
        order(ready(ours), "copy")
        with program(TAKE, root, display, "Reader Quillby") as manager:
            assert line(manager) == "taken"
            order(ours, "clear")
            assert seen(root, display) == ["''"] * 2


@pytest.mark.skipif(sys.platform != "linux", reason="X is on Linux")
def test_the_program_ends_well_while_what_it_copied_is_still_there(root: Path, display: str) -> None:
    with program(OURS, root, display) as ours:
        order(ready(ours), "copy")
        assert ours.stdin is not None
        ours.stdin.write("quit\n")
        ours.stdin.flush()
        assert ours.wait(timeout=30) == 0
