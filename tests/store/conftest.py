"""What tests of the store share: cheap bounds, and a real Secret Service on a private D-Bus session."""

import gc
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.store.slots import Bounds, KdfSettings
from desktop.store.vault import Vault
from tests.store.backups import MEBIBYTE, a_vault, take_in
from tests.store.headers import Made, create

BUS = """<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True)
class SecretService:
    """A running gnome-keyring, reached through DBUS_SESSION_BUS_ADDRESS."""

    daemon: subprocess.Popen[bytes]

    def lock(self) -> None:
        """Lock the collection. Nobody is there to answer the prompt that unlocking it shows."""
        import secretstorage  # noqa: PLC0415 (not there on Windows)

        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_default_collection(bus).lock()

    def set_raw(self, service: str, value: bytes) -> None:
        """Put `value` in place of the secret that is kept under `service`."""
        import secretstorage  # noqa: PLC0415

        with closing(secretstorage.dbus_init()) as bus:
            (item,) = secretstorage.search_items(bus, {"service": service})
            item.set_secret(value)

    def raw(self, service: str) -> list[bytes]:
        """Return every secret that is kept under `service`."""
        import secretstorage  # noqa: PLC0415

        with closing(secretstorage.dbus_init()) as bus:
            return [item.get_secret() for item in secretstorage.search_items(bus, {"service": service})]

    def stop(self) -> None:
        """End the service; the bus stays."""
        self.daemon.terminate()
        self.daemon.wait()


@pytest.fixture
def cheap() -> Bounds:
    """Bounds within which a derivation takes no time."""
    return Bounds(
        floor=KdfSettings(memory_kib=64, passes=1, lanes=1),
        ceiling=KdfSettings(memory_kib=256, passes=2, lanes=2),
    )


@pytest.fixture
def made(cheap: Bounds) -> Made:
    """Return the header of a vault with one operator."""
    return create(cheap)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A vault with two masters, to be backed up."""
    with a_vault(tmp_path / "vault") as made:
        take_in(made, b"one document")
        take_in(made, bytes(3 * MEBIBYTE))
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the backup is to be; not there yet."""
    return tmp_path / "backup"


@pytest.fixture
def secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """Run the bus and the keyring in a folder of their own, with an unlocked collection."""
    if sys.platform != "linux" or not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-daemon")):
        pytest.skip("gnome-keyring and dbus are not installed")
    # The path of a socket may have 108 characters: pytest's folders have too long names.
    with tempfile.TemporaryDirectory(prefix="keyring", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "run").mkdir(mode=0o700)
        (folder / "bus.conf").write_text(BUS.format(folder=folder))
        for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            monkeypatch.setenv(variable, name)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        with (
            running("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork", "--print-address") as bus,
            told(monkeypatch, bus),
            running("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets") as daemon,
        ):
            await_collection(daemon)
            yield SecretService(daemon)
            gc.collect()  # secretstorage leaves its socket to the collector when it is refused


@contextmanager
def running(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def told(monkeypatch: pytest.MonkeyPatch, bus: subprocess.Popen[bytes]) -> Iterator[None]:
    """Tell everybody where the bus is, once it says so itself."""
    assert bus.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().decode().strip())
    yield


def await_collection(daemon: subprocess.Popen[bytes]) -> None:
    """Unlock the keyring by its password, and wait until it answers."""
    import secretstorage  # noqa: PLC0415

    assert daemon.stdin is not None
    daemon.stdin.write(b"invented password of an invented keyring")
    daemon.stdin.close()
    for _ in range(200):
        with closing(secretstorage.dbus_init()) as bus:
            try:
                if not secretstorage.get_collection_by_alias(bus, "default").is_locked():
                    return
            except secretstorage.SecretStorageException:
                time.sleep(0.05)
    pytest.fail("gnome-keyring did not start")
