"""The keyring against the program: chosen by another, locked, ended, silent, with other things in it (A3).

A real gnome-keyring runs on a private bus. A whole vault is made and opened with it each time, since what
counts is what the person is told, that no failed attempt is counted, and that no secret lies in the clear.
"""

import gc
import os
import signal
import sys
import textwrap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING

import keyring.core
import pytest

from desktop.custody import observations
from desktop.custody.entries import from_bytes
from desktop.custody.observations import HeadNotKept
from desktop.office import opening
from desktop.office.office import Office
from desktop.store.device import Keyring, secret_as_text
from desktop.store.errors import DeviceSecretMissingError, KeptHeadAlteredError, KeyringUnavailableError
from desktop.store.header import load_header
from desktop.store.systemkeyring import system_keyring
from tests.factory import BOARD, CHEAP, OPERATOR, PASSPHRASE
from tests.tamper.conftest import Count

if TYPE_CHECKING:
    from tests.store.conftest import SecretService

pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed:ResourceWarning"
)  # secretstorage, when it is refused

PLANTED = '''
    """A keyring that keeps everything in the clear, as some that can be installed do."""
    import pathlib
    from keyring.backend import KeyringBackend

    class Keyring(KeyringBackend):
        priority = 99
        file = pathlib.Path(__file__).with_name("in the clear")

        def get_password(self, service, username):
            return self.file.read_text() if self.file.exists() else None

        def set_password(self, service, username, password):
            self.file.write_text(password)
'''


def make(folder: Path) -> Office:
    return opening.create(folder, passphrase=PASSPHRASE, board_name=BOARD, operator=OPERATOR, bounds=CHEAP)


def unlock(folder: Path) -> Office:
    return opening.unlock(folder, passphrase=PASSPHRASE, bounds=CHEAP)


@pytest.fixture
def vault(secret_service: "SecretService", tmp_path: Path) -> Path:
    """The folder of a vault whose device secret is in the keyring."""
    assert secret_service.daemon.poll() is None
    make(tmp_path / "vault").close()
    return tmp_path / "vault"


@pytest.fixture(autouse=True)
def _sockets_of_refused_connections() -> Iterator[None]:
    yield
    gc.collect()


def named(vault: Path, what: str) -> str:
    """Return the name under which the keyring has the vault's secret, or the head."""
    body = load_header(vault).body
    return f"strongroom vault {body.vault} {what} {body.device[:8]}"


def refused(vault: Path, count: Count, what: str, fits: type[Exception]) -> None:
    with pytest.raises(fits) as refusal:
        unlock(vault).close()
    assert not (vault / "attempts").exists(), "it was no wrong passphrase"
    count(what, refusal.type)


# --- chosen by somebody else


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path of Python's modules with a keyring in it that keeps secrets in the clear."""
    folder = tmp_path / "planted"
    folder.mkdir()
    (folder / "planted_keyring.py").write_text(textwrap.dedent(PLANTED))
    monkeypatch.syspath_prepend(folder)
    return folder


BACKENDS = [
    "keyring.backends.null.Keyring",
    "keyring.backends.fail.Keyring",
    "keyring.backends.chainer.ChainerBackend",
    "planted_keyring.Keyring",
    "nowhere.at.all.Keyring",
]


def only_the_systems_own_is_used(service: "SecretService", planted: Path) -> None:
    vault = planted.with_name("vault")
    make(vault).close()
    unlock(vault).close()
    body = load_header(vault).body
    text = secret_as_text(Keyring().fetch(body.vault, body.device)).encode()
    assert service.raw(named(vault, "device secret")) == [text]
    assert not (planted / "in the clear").exists()


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_environment_chooses_no_other_keyring(
    secret_service: "SecretService", planted: Path, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    if "nowhere" not in backend:  # the control: the keyring library itself does as it was told
        assert type(keyring.core.load_env()).__module__ == backend.rpartition(".")[0]
    only_the_systems_own_is_used(secret_service, planted)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_configuration_file_chooses_no_other_keyring(
    secret_service: "SecretService", planted: Path, backend: str
) -> None:
    file = Path(os.environ["XDG_CONFIG_HOME"]) / "python_keyring" / "keyringrc.cfg"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"[backend]\ndefault-keyring={backend}\nkeyring-path={planted}\n")
    if "nowhere" not in backend:
        assert type(keyring.core.load_config()).__module__ == backend.rpartition(".")[0]
    only_the_systems_own_is_used(secret_service, planted)


# --- not there, locked, ended, silent


@pytest.mark.skipif(sys.platform != "linux", reason="the session bus is Linux's")
def test_without_a_keyring_no_vault_is_made_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    with pytest.raises(KeyringUnavailableError) as refusal:
        make(tmp_path / "vault")
    assert "--key-file FILE" in refusal.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_locked_keyring_makes_no_vault_and_opens_none(
    secret_service: "SecretService", vault: Path, count: Count
) -> None:
    secret_service.lock()
    refused(vault, count, "the keyring locked", KeyringUnavailableError)
    with pytest.raises(KeyringUnavailableError):
        make(vault.with_name("another"))
    assert not vault.with_name("another").exists()


def test_a_keyring_that_ended_opens_no_vault(
    secret_service: "SecretService", vault: Path, count: Count
) -> None:
    secret_service.stop()
    refused(vault, count, "the keyring ended", KeyringUnavailableError)


def test_a_keyring_that_ends_while_the_vault_is_open_loses_no_entry(
    secret_service: "SecretService", vault: Path
) -> None:
    office = unlock(vault)
    secret_service.stop()
    office.do(observations.paper_made, paper="A list", about="nothing")
    numbers = [number for number, *_ in office.vault.rows()]
    office.close()
    assert office.vault.head_trouble is not None
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no stopping of programs on Windows")
def test_a_keyring_that_is_silent_is_waited_for_and_the_vault_opens_when_it_answers(
    secret_service: "SecretService", vault: Path
) -> None:
    os.kill(secret_service.daemon.pid, signal.SIGSTOP)
    body = load_header(vault).body
    with ThreadPoolExecutor(1) as other:
        asked = other.submit(Keyring().fetch, body.vault, body.device)
        assert wait([asked], timeout=0.5).not_done
        os.kill(secret_service.daemon.pid, signal.SIGCONT)
        assert len(asked.result()) == 32
    unlock(vault).close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no stopping of programs on Windows")
def test_a_keyring_that_falls_silent_keeps_no_vault_from_being_closed(
    secret_service: "SecretService", vault: Path
) -> None:
    office = unlock(vault)
    office.do(observations.paper_made, paper="A list", about="nothing")
    os.kill(secret_service.daemon.pid, signal.SIGSTOP)
    try:
        office.close()  # the head could not be kept; it is an aid, and nobody waits for it without end
    finally:
        os.kill(secret_service.daemon.pid, signal.SIGCONT)
    again = unlock(vault)
    assert again.finding is None
    again.close()


# --- with something else in it


SECRETS = {
    "another secret": secret_as_text(bytes(range(32))).encode(),
    "a letter wrong": b"A" * 56,
    "nothing": b"",
    "null bytes": b"\0" * 56,
    "no text": b"\xff\xfe" * 28,
    "text that is no secret": "ein Geheimnis für später".encode(),
    "a lone surrogate": b"\xed\xa0\x80" * 19,
    "far too much": b"A" * 1_000_000,
}


@pytest.mark.parametrize("content", SECRETS)
def test_another_secret_in_its_place_is_no_wrong_passphrase(
    secret_service: "SecretService", vault: Path, count: Count, content: str
) -> None:
    secret_service.set_raw(named(vault, "device secret"), SECRETS[content])
    with pytest.raises((DeviceSecretMissingError, KeyringUnavailableError)) as refusal:
        unlock(vault)
    assert not (vault / "attempts").exists()
    count("another secret in the keyring", refusal.type)


def test_another_vaults_secret_in_its_place_is_told(
    secret_service: "SecretService", vault: Path, count: Count
) -> None:
    another = vault.with_name("another")
    make(another).close()
    (secret,) = secret_service.raw(named(another, "device secret"))
    secret_service.set_raw(named(vault, "device secret"), secret)
    refused(vault, count, "another vault's secret in the keyring", DeviceSecretMissingError)
    unlock(another).close()


HEADS = {
    "nothing": b"",
    "rubbish": b"7",
    "a later head without its key": b"999:" + b"0" * 64 + b":" + b"0" * 64,
    "no text": b"\xff\xfe",
    "far too much": b"1:" * 400_000,
}


@pytest.mark.parametrize("content", HEADS)
def test_another_head_in_the_keyring_is_told(
    secret_service: "SecretService", vault: Path, count: Count, content: str
) -> None:
    secret_service.set_raw(named(vault, "ledger head"), HEADS[content])
    office = unlock(vault)
    assert isinstance(office.finding, KeptHeadAlteredError)
    assert office.vault.read_only
    office.close()
    count("the kept head in the keyring altered", type(office.finding))


def test_another_vaults_head_in_the_keyring_is_told(
    secret_service: "SecretService", vault: Path, count: Count
) -> None:
    another = vault.with_name("another")
    make(another).close()
    (head,) = secret_service.raw(named(another, "ledger head"))
    secret_service.set_raw(named(vault, "ledger head"), head)
    office = unlock(vault)
    office.close()
    assert isinstance(office.finding, KeptHeadAlteredError)
    count("another vault's head in the keyring", type(office.finding))


def test_a_head_taken_out_of_the_keyring_is_entered(vault: Path) -> None:
    system_keyring().delete_password(named(vault, "ledger head"), "ledger head")
    office = unlock(vault)
    entries = [from_bytes(entry, number).event for number, _salt, entry, _digest in office.vault.rows()]
    office.close()
    assert isinstance(entries[-1], HeadNotKept)
