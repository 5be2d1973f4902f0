"""The program with a window, started as a person starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.__main__ import main
from desktop.office import opening
from desktop.office.opening import Bounds
from tests.ui.hands import BOARD, PASSPHRASE

STARTED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop.ui import application
from desktop.ui.main_window import MainWindow

bounds = None
{imports}

class Seen(MainWindow):
    def __init__(self, lanes, vault=None, key_file=None):
        super().__init__(lanes, vault, key_file, bounds)

    def _opened(self, opened):
        super()._opened(opened)
        print(self.windowTitle(), opened.office.register.head.number)
        self.close()

    def showEvent(self, event):
        super().showEvent(event)
        QTimer.singleShot(0, self, {then})

application.MainWindow = Seen

def mishap(error):
    print(type(error).__name__, file=sys.stderr)
    return "told"

sys.exit(application.run(mishap, {options}))
"""

CHEAP = """
from desktop.office.opening import Bounds
from desktop.store.slots import KdfSettings
settings = KdfSettings(memory_kib=64, passes=1, lanes=1)
bounds = Bounds(settings, settings)
"""


def started(
    then: str, root: Path, tmp_path: Path, options: str = "", imports: str = CHEAP
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": str(root),
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(tmp_path),
    }
    return subprocess.run(
        [sys.executable, "-c", STARTED.format(then=then, options=options, imports=imports)],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_window_opens_and_closes_cleanly(root: Path, tmp_path: Path) -> None:
    done = started("self.close", root, tmp_path)
    complaints = [line for line in done.stderr.splitlines() if not line.startswith("This plugin does not")]
    assert (done.returncode, done.stdout, complaints) == (0, "", [])


def test_the_worked_example_opens_by_itself_and_closes_whole(
    root: Path, tmp_path: Path, cheap: Bounds
) -> None:
    vault, key_file = tmp_path / "vault", tmp_path / "device.key"
    opening.create(
        vault, passphrase=PASSPHRASE, board_name=BOARD, operator="Jo", key_file=key_file, bounds=cheap
    ).close()
    options = f"Path({str(vault)!r}), Path({str(key_file)!r}), {PASSPHRASE!r}"
    done = started("lambda: None", root, tmp_path, options)
    assert (done.returncode, done.stdout) == (0, "Strongroom 1\n")
    opening.unlock(vault, passphrase=PASSPHRASE, key_file=key_file, bounds=cheap).close()


def test_the_prompt_stands_before_anything_of_a_vault_is_loaded(root: Path, tmp_path: Path) -> None:
    late = ("cryptography", "sqlcipher3", "msgspec", "keyring", "reportlab", "pikepdf", "platformdirs")
    then = f"lambda: (print([name for name in {late!r} if name in sys.modules]), self.close())"
    done = started(then, root, tmp_path, imports="")
    assert (done.returncode, done.stdout) == (0, "[]\n")


def test_an_unforeseen_error_ends_the_program_with_exit_code_1(root: Path, tmp_path: Path) -> None:
    quiet = "lambda: (setattr(application, '_say_fault', lambda window, told: print(told)), 1 / 0)"
    done = started(quiet, root, tmp_path)
    assert (done.returncode, done.stdout) == (1, "told\n")
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_of_the_window_is_reported_as_one_of_the_command_line_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))

    def broken(*_arguments: object, **_options: object) -> int:
        raise ZeroDivisionError("what a document says")

    monkeypatch.setattr("desktop.ui.application.run", broken)
    assert main(["--vault", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    reports = list(tmp_path.rglob("*.txt"))
    assert len(reports) == 1
    assert str(reports[0]) in told
    assert "Traceback" not in told
    assert "what a document says" not in told + reports[0].read_text("utf-8")


def test_nothing_is_kept_in_the_person_s_settings(root: Path, tmp_path: Path) -> None:
    started("self.close", root, tmp_path)
    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert not {name for name in kept if "trong" in name or name.endswith(".conf")}
