"""Sleep, the screen's lock and another user lock the vault: over real buses, from a played logind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.office import opening
from desktop.office.opening import Bounds
from desktop.ui.gate import Founding
from desktop.ui.main_window import MainWindow
from desktop.ui.work import Lanes
from tests.ui.hands import BOARD, PASSPHRASE, WAIT

if TYPE_CHECKING:
    from desktop.ui.session_bus import SessionBus

ON_LINUX = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("dbus-daemon"), reason="there is no D-Bus here"
)
BUS = """<busconfig>
  <type>{kind}</type>
  <listen>unix:path={folder}/{kind}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
NEVER = "unix:path=/nowhere/at/all"

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop.office.opening import Bounds
from desktop.store.slots import KdfSettings
from desktop.ui import application
from desktop.ui.main_window import MainWindow

settings = KdfSettings(memory_kib=64, passes=1, lanes=1)

class Told(MainWindow):
    def __init__(self, lanes, vault=None, key_file=None):
        super().__init__(lanes, vault, key_file, Bounds(settings, settings))

    def _opened(self, office):
        super()._opened(office)
        self.tell()

    def tell(self):
        if self.session._listener.children():  # it still asks logind
            QTimer.singleShot(10, self, self.tell)
        else:
            print("open", flush=True)

    def lock_vault(self):
        was_open = self.desk is not None
        super().lock_vault()
        if was_open:
            print("hidden" if self.shell is None else "shown", flush=True)

    def _locked(self):
        super()._locked()
        print("locked", flush=True)
        self.close()

application.MainWindow = Told
vault, key_file, passphrase = sys.argv[1:]
sys.exit(application.run(str, vault=Path(vault), key_file=Path(key_file), passphrase=passphrase))
"""


@dataclass(frozen=True)
class Buses:
    """A system bus, a session bus, and the logind on the first."""

    system: str
    session: str
    logind: subprocess.Popen[str]

    def say(self, what: str) -> None:
        assert self.logind.stdin is not None
        self.logind.stdin.write(f"{what}\n")
        self.logind.stdin.flush()

    def heard(self) -> str:
        """Return the next thing that logind was asked or saw."""
        return line(self.logind)


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


@contextmanager
def running(*command: str, **more: Any) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, **more) as process:
        watchdog = threading.Timer(WAIT / 1000, process.kill)  # so that nobody waits for it for ever
        watchdog.start()
        try:
            yield process
        finally:
            watchdog.cancel()
            process.kill()


@contextmanager
def bus(folder: Path, kind: str) -> Iterator[str]:
    (folder / f"{kind}.conf").write_text(BUS.format(folder=folder, kind=kind))
    config = f"--config-file={folder}/{kind}.conf"
    with running("dbus-daemon", config, "--nofork", "--print-address", stderr=subprocess.DEVNULL) as daemon:
        yield line(daemon)


@pytest.fixture
def buses(root: Path) -> Iterator[Buses]:
    # The path of a socket may have 108 characters: pytest's folders have too long names.
    with tempfile.TemporaryDirectory(prefix="buses", ignore_cleanup_errors=True) as name:
        folder, fake = Path(name), str(root / "tests" / "ui" / "fake_logind.py")
        with (
            bus(folder, "system") as system,
            bus(folder, "session") as session,
            running(sys.executable, fake, system, session) as logind,
        ):
            assert line(logind) == "ready"
            yield Buses(system, session, logind)


@pytest.fixture
def listener(buses: Buses, qapp: QApplication, qtbot: QtBot) -> Iterator["SessionBus"]:
    """Return what listens on the test's own buses, once it knows its session."""
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - only where there is D-Bus

    from desktop.ui.session_bus import SessionBus  # noqa: PLC0415 - the same

    system = QDBusConnection.connectToBus(buses.system, "test-system")
    session = QDBusConnection.connectToBus(buses.session, "test-session")
    made = SessionBus(system, session, QObject(qapp))
    qtbot.waitUntil(lambda: not made.children(), timeout=WAIT)  # every question is answered
    yield made
    made.release()
    for name in ("test-system", "test-session"):
        QDBusConnection.disconnectFromBus(name)


@ON_LINUX
@pytest.mark.parametrize(
    "said", ["sleep", "shutdown", "lock", "another", "hint", "screen", "gnome"], ids=lambda said: said
)
def test_whoever_leaves_is_noticed(listener: "SessionBus", buses: Buses, qtbot: QtBot, said: str) -> None:
    with qtbot.waitSignal(listener.left, timeout=WAIT):
        buses.say(said)


@ON_LINUX
def test_whoever_comes_back_is_not_taken_for_leaving(
    listener: "SessionBus", buses: Buses, qtbot: QtBot
) -> None:
    left: list[bool] = []
    listener.left.connect(lambda: left.append(True))
    for said in ("awake", "back"):
        buses.say(said)
    with qtbot.waitSignal(listener.left, timeout=WAIT):
        buses.say("lock")  # it comes last
    assert left == [True]


@ON_LINUX
def test_sleep_is_held_back_until_it_is_let_go(listener: "SessionBus", buses: Buses, qtbot: QtBot) -> None:
    listener.hold()
    listener.hold()  # once is enough
    qtbot.waitUntil(lambda: listener._hold is not None, timeout=WAIT)
    assert buses.heard() == "held sleep:shutdown Strongroom The vault is locked first delay"
    listener.release()
    assert buses.heard() == "released"


@ON_LINUX
def test_a_hold_that_comes_after_it_was_let_go_is_not_kept(
    listener: "SessionBus", buses: Buses, qtbot: QtBot
) -> None:
    listener.hold()
    listener.release()
    qtbot.waitUntil(lambda: not listener.children(), timeout=WAIT)
    assert buses.heard().startswith("held")
    assert buses.heard() == "released"


@pytest.fixture
def vault(tmp_path: Path, cheap: Bounds) -> tuple[str, str, str]:
    folder, key_file = tmp_path / "vault", tmp_path / "device.key"
    opening.create(
        folder, passphrase=PASSPHRASE, board_name=BOARD, operator="Jo", key_file=key_file, bounds=cheap
    ).close()
    return str(folder), str(key_file), PASSPHRASE


def started(vault: tuple[str, str, str], root: Path, system: str, session: str) -> dict[str, Any]:
    return {
        "cwd": root,
        "env": os.environ
        | {
            "DBUS_SYSTEM_BUS_ADDRESS": system,
            "DBUS_SESSION_BUS_ADDRESS": session,
            "HOME": str(Path(vault[0]).parent),
        },
        "stderr": subprocess.PIPE,
    }


@ON_LINUX
@pytest.mark.parametrize("said", ["sleep", "lock", "another", "screen"], ids=lambda said: said)
def test_the_program_is_locked_before_the_computer_sleeps(
    buses: Buses, vault: tuple[str, str, str], root: Path, said: str
) -> None:
    more = started(vault, root, buses.system, buses.session)
    with running(sys.executable, "-c", PROGRAM, *vault, **more) as program:
        assert line(program) == "open"
        assert buses.heard().startswith("held")
        buses.say(said)
        assert [line(program), line(program)] == ["hidden", "locked"]
        assert buses.heard() == "released"
        assert program.wait() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("end", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_program_that_is_asked_to_end_locks_first(
    vault: tuple[str, str, str], root: Path, end: str
) -> None:
    source = PROGRAM.replace("        self.close()\n", "")
    with running(sys.executable, "-c", source, *vault, **started(vault, root, NEVER, NEVER)) as program:
        assert line(program) == "open"
        assert (Path(vault[0]) / "vault.lock").read_bytes()
        program.send_signal(getattr(signal, end))
        assert [line(program), line(program)] == ["hidden", "locked"]
        assert program.wait() == 0
    assert (Path(vault[0]) / "vault.lock").read_bytes() == b"", "it was let go in good order"


@ON_LINUX
def test_where_there_is_no_bus_the_program_works_and_says_nothing(
    vault: tuple[str, str, str], root: Path
) -> None:
    source = PROGRAM.replace('print("open", flush=True)', "self.lock_vault()")
    with running(sys.executable, "-c", source, *vault, **started(vault, root, NEVER, NEVER)) as program:
        told, complaints = program.communicate(timeout=WAIT / 1000)
    assert told.split() == ["hidden", "locked"]
    assert program.returncode == 0
    assert not [said for said in complaints.splitlines() if "plugin does not support" not in said]


@ON_LINUX
def test_nothing_listens_before_the_prompt_stands(vault: tuple[str, str, str], root: Path) -> None:
    late = "[name for name in ('PySide6.QtDBus', 'desktop.ui.session_watch') if name in sys.modules]"
    source = PROGRAM.replace('        print("open", flush=True)', "        pass").replace(
        "application.MainWindow = Told",
        "from desktop.ui.work import Lanes\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([]); lanes = Lanes(); window = MainWindow(lanes); window.show()\n"
        f"print({late}); window.repaint(); print({late}); lanes.stop(); sys.exit()",
    )
    with running(sys.executable, "-c", source, *vault, **started(vault, root, NEVER, NEVER)) as program:
        assert [line(program), line(program)] == ["[]", "[]"]


@pytest.fixture
def window(dressed: QApplication, lanes: Lanes, tmp_path: Path, cheap: Bounds) -> MainWindow:
    assert dressed
    made = MainWindow(lanes, bounds=cheap)
    made.show()
    made.create_vault(
        Founding(tmp_path / "vault", PASSPHRASE, BOARD, "Jo Example", "", tmp_path / "device.key")
    )
    return made


def test_a_vault_that_is_just_being_opened_is_locked_as_soon_as_it_is(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.leave()
    qtbot.waitUntil(lambda: not window.lanes.jobs and not window._locking, timeout=WAIT)
    assert window.desk is None
    assert window.shell is None
    assert window.unlock_page.isVisible()


def test_the_end_of_the_session_locks(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.shell is not None, timeout=WAIT)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    window.session._end(None)
    assert window.shell is None
    qtbot.waitUntil(lambda: not window.lanes.jobs and not window._locking, timeout=WAIT)
