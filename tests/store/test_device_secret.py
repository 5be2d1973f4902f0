"""The device secret in a real Secret Service, in a key file, and as text (A3)."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import keyring.backends.null
import keyring.core
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.store import systemkeyring
from desktop.store.device import (
    DeviceSecretPlace,
    KeyFile,
    Keyring,
    new_device_secret,
    places_to_forget,
    secret_as_text,
    secret_from_text,
)
from desktop.store.errors import (
    CannotWriteError,
    DeviceSecretMissingError,
    KeyFileExistsError,
    KeyFileUnusableError,
    KeyringUnavailableError,
)
from desktop.store.header_keys import fingerprint
from desktop.store.shredding import forget

if TYPE_CHECKING:
    from tests.store.conftest import SecretService

VAULT, OTHER_VAULT = "0a" * 16, "1b" * 16
SECRET = bytes(range(32))
DEVICE, OTHER_DEVICE = "2c" * 16, "3d" * 16
SERVICE = f"strongroom vault {VAULT} device secret {DEVICE[:8]}"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

secrets32 = st.binary(min_size=32, max_size=32)


# --- as text


@given(secret=secrets32)
def test_a_secret_is_read_back_however_it_is_spaced_and_cased(secret: bytes) -> None:
    text = secret_as_text(secret)
    assert secret_from_text(text) == secret
    assert secret_from_text(" \n-".join(text.lower())) == secret


@given(secret=secrets32, at=st.integers(0, 55), letter=st.sampled_from(LETTERS))
def test_one_wrong_letter_is_noticed(secret: bytes, at: int, letter: str) -> None:
    text = secret_as_text(secret)
    wrong = text[:at] + letter + text[at + 1 :]
    if wrong != text:
        with pytest.raises(ValueError, match="check"):
            secret_from_text(wrong)


@given(text=st.text())
def test_other_text_is_refused_as_such(text: str) -> None:
    with pytest.raises(ValueError, match=r"base32|check"):
        secret_from_text(text)


def test_two_new_secrets_differ() -> None:
    assert len({new_device_secret() for _ in range(50)}) == 50


# --- in the keyring


def test_the_keyring_gives_back_what_it_was_given(secret_service: "SecretService") -> None:
    Keyring().store(VAULT, DEVICE, SECRET)
    assert Keyring().fetch(VAULT, DEVICE) == SECRET
    assert secret_service.raw(SERVICE) == [secret_as_text(SECRET).encode()]


@pytest.mark.usefixtures("secret_service")
def test_two_vaults_have_each_their_own_secret() -> None:
    Keyring().store(VAULT, DEVICE, SECRET)
    Keyring().store(OTHER_VAULT, DEVICE, SECRET[::-1])
    assert (Keyring().fetch(VAULT, DEVICE), Keyring().fetch(OTHER_VAULT, DEVICE)) == (SECRET, SECRET[::-1])
    Keyring().forget(OTHER_VAULT, DEVICE)
    assert Keyring().fetch(VAULT, DEVICE) == SECRET


def test_a_secret_stored_again_takes_the_place_of_the_one_before(secret_service: "SecretService") -> None:
    Keyring().store(VAULT, DEVICE, SECRET)
    Keyring().store(VAULT, DEVICE, SECRET[::-1])
    assert Keyring().fetch(VAULT, DEVICE) == SECRET[::-1]
    assert len(secret_service.raw(SERVICE)) == 1


@pytest.mark.usefixtures("secret_service")
def test_a_new_secret_of_a_vault_stands_beside_the_one_before() -> None:
    Keyring().store(VAULT, DEVICE, SECRET)
    Keyring().store(VAULT, OTHER_DEVICE, SECRET[::-1])
    assert Keyring().fetch(VAULT, DEVICE) == SECRET
    Keyring().forget(VAULT, OTHER_DEVICE)
    assert Keyring().fetch(VAULT, DEVICE) == SECRET


@pytest.mark.usefixtures("secret_service")
def test_the_keyring_keeps_the_head_of_each_secrets_ledger() -> None:
    assert Keyring().kept_head(VAULT, DEVICE) is None
    for text in ("1:ab", "2:cd"):
        Keyring().keep_head(VAULT, DEVICE, text)
    assert Keyring().kept_head(VAULT, DEVICE) == "2:cd"
    assert Keyring().kept_head(VAULT, OTHER_DEVICE) is None
    Keyring().forget(VAULT, DEVICE)
    assert Keyring().kept_head(VAULT, DEVICE) is None


@pytest.mark.usefixtures("secret_service")
def test_a_former_secret_is_forgotten_alone_and_its_head_still_tells_of_it() -> None:
    former, present = fingerprint(SECRET, VAULT), fingerprint(SECRET[::-1], VAULT)
    Keyring().store(VAULT, former, SECRET)
    Keyring().store(VAULT, present, SECRET[::-1])
    Keyring().keep_head(VAULT, former, "former:2:cd")
    for _twice in range(2):
        assert forget(Keyring(), VAULT, [former]) == []
        with pytest.raises(DeviceSecretMissingError):
            Keyring().fetch(VAULT, former)
    assert Keyring().kept_head(VAULT, former) == "former:2:cd"
    assert Keyring().fetch(VAULT, present) == SECRET[::-1]


@pytest.mark.usefixtures("secret_service")
def test_a_secret_that_is_not_in_the_keyring_is_said_to_be_missing() -> None:
    with pytest.raises(DeviceSecretMissingError, match="none for this vault"):
        Keyring().fetch(VAULT, DEVICE)


@pytest.mark.usefixtures("secret_service")
def test_a_forgotten_secret_is_gone_and_forgetting_it_twice_is_no_error() -> None:
    Keyring().store(VAULT, DEVICE, SECRET)
    Keyring().forget(VAULT, DEVICE)
    Keyring().forget(VAULT, DEVICE)
    with pytest.raises(DeviceSecretMissingError):
        Keyring().fetch(VAULT, DEVICE)


def test_a_damaged_secret_in_the_keyring_is_never_taken_for_a_secret(secret_service: "SecretService") -> None:
    Keyring().store(VAULT, DEVICE, SECRET)
    secret_service.set_raw(SERVICE, b"A" * 56)
    with pytest.raises(DeviceSecretMissingError, match="damaged"):
        Keyring().fetch(VAULT, DEVICE)
    secret_service.set_raw(SERVICE, b"\xff\xfe\xfd")
    with pytest.raises(KeyringUnavailableError, match="not text"):
        Keyring().fetch(VAULT, DEVICE)


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # secretstorage, when it is refused
def test_a_locked_keyring_is_named_and_the_hint_is_the_key_file(secret_service: "SecretService") -> None:
    Keyring().store(VAULT, DEVICE, SECRET)
    secret_service.lock()
    for ask in (
        Keyring().fetch,
        Keyring().forget,
        lambda vault, device: Keyring().store(vault, device, SECRET),
    ):
        with pytest.raises(KeyringUnavailableError) as refusal:
            ask(VAULT, DEVICE)
        assert "--key-file FILE" in refusal.value.hint


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_keyring_that_has_ended_is_named(secret_service: "SecretService") -> None:
    secret_service.stop()
    with pytest.raises(KeyringUnavailableError, match="keyring"):
        Keyring().fetch(VAULT, DEVICE)


def _await_stop(process: int) -> None:
    """Wait until every thread of a process has stopped: a signal is obeyed a little later than sent."""
    threads = list(Path(f"/proc/{process}/task").glob("*/stat"))
    while any(thread.read_text("ascii").rpartition(")")[2].split()[0] != "T" for thread in threads):
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no stopping of programs on Windows")
def test_a_keyring_that_hangs_is_named_and_not_waited_for(
    secret_service: "SecretService", monkeypatch: pytest.MonkeyPatch
) -> None:
    Keyring().store(VAULT, DEVICE, SECRET)
    monkeypatch.setattr(systemkeyring, "ANSWERS_WITHIN", 0.3)
    os.kill(secret_service.daemon.pid, signal.SIGSTOP)
    try:
        _await_stop(secret_service.daemon.pid)  # or it may answer once more, and be waited for ever after
        with pytest.raises(KeyringUnavailableError, match=r"no answer in 0\.3 seconds") as refusal:
            Keyring().fetch(VAULT, DEVICE)
    finally:
        os.kill(secret_service.daemon.pid, signal.SIGCONT)
    assert "--key-file FILE" in refusal.value.hint
    monkeypatch.undo()


def test_a_head_that_is_no_text_is_none_that_was_kept(secret_service: "SecretService") -> None:
    Keyring().keep_head(VAULT, DEVICE, "1:ab")
    secret_service.set_raw(f"strongroom vault {VAULT} ledger head {DEVICE[:8]}", b"\xff\xfe")
    assert Keyring().kept_head(VAULT, DEVICE) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="the session bus is Linux's")
@pytest.mark.parametrize("address", [None, "", "rubbish", "unix:path=/nonexistent/bus"])
def test_a_keyring_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    if address is not None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with pytest.raises(KeyringUnavailableError) as refusal:
        Keyring().store(VAULT, DEVICE, SECRET)
    assert "--key-file FILE" in refusal.value.hint


def test_the_environment_and_configuration_choose_no_other_keyring(
    secret_service: "SecretService", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name, value in {"PREFERRED_COLLECTION": "/nowhere", "SCHEME": "KeePassXC", "APPID": "x"}.items():
        monkeypatch.setenv(f"KEYRING_PROPERTY_{name}", value)
    configuration = Path(os.environ["XDG_CONFIG_HOME"]) / "python_keyring" / "keyringrc.cfg"
    configuration.parent.mkdir(exist_ok=True)
    configuration.write_text("[backend]\ndefault-keyring=keyring.backends.null.Keyring\n")
    # The library itself obeys all three, so there is something to ignore.
    assert isinstance(keyring.core.load_env(), keyring.backends.null.Keyring)
    assert isinstance(keyring.core.load_config(), keyring.backends.null.Keyring)
    assert vars(keyring.core.load_env())["scheme"] == "KeePassXC"

    Keyring().store(VAULT, DEVICE, SECRET)
    assert Keyring().fetch(VAULT, DEVICE) == SECRET
    assert secret_service.raw(SERVICE) == [secret_as_text(SECRET).encode()]


def test_a_keyring_that_keeps_nothing_is_found_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systemkeyring, "system_keyring", keyring.backends.null.Keyring)
    with pytest.raises(KeyringUnavailableError, match="did not keep it"):
        Keyring().store(VAULT, DEVICE, SECRET)


def test_the_keyring_library_is_not_loaded_before_it_is_needed(root: Path) -> None:
    program = "import sys, desktop.store.device, desktop.store.header; print('keyring' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, check=True)
    assert result.stdout.strip() == b"False"


# --- in a key file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "invented.key"


def test_a_key_file_gives_back_what_it_was_given(path: Path) -> None:
    place: DeviceSecretPlace = KeyFile(path)
    place.store(VAULT, DEVICE, SECRET)
    assert KeyFile(path).fetch(VAULT, DEVICE) == SECRET


def test_a_key_file_says_what_it_is_and_is_for_its_owner_alone(path: Path) -> None:
    KeyFile(path).store(VAULT, DEVICE, SECRET)
    comment, *lines = path.read_text().splitlines()
    assert comment.startswith(f"# Strongroom key file of vault {VAULT}")
    assert [len(line.split("-")) for line in lines] == [7, 7]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_file_retyped_on_another_system_is_the_same(path: Path) -> None:
    text = secret_as_text(SECRET).lower()
    path.write_bytes(b"\xef\xbb\xbf" + f"# typed by hand\r\n{text[:28]}\r\n {text[28:]}\r\n".encode())
    assert KeyFile(path).fetch(VAULT, DEVICE) == SECRET


def test_an_existing_file_is_never_written_over(path: Path) -> None:
    path.write_bytes(b"something else")
    with pytest.raises(KeyFileExistsError):
        KeyFile(path).store(VAULT, DEVICE, SECRET)
    assert path.read_bytes() == b"something else"


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_key_file_that_was_not_kept_is_taken_away_again(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def unread(_path: Path, _most: int) -> bytes:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.device.read_small", unread)
        with pytest.raises(KeyFileUnusableError):
            KeyFile(path).store(VAULT, DEVICE, SECRET)
    assert not path.exists()
    KeyFile(path).store(VAULT, DEVICE, SECRET)


def test_a_key_file_is_not_written_through_a_link(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyFileExistsError):
        KeyFile(path).store(VAULT, DEVICE, SECRET)
    assert not (tmp_path / "elsewhere").exists()


def test_a_key_file_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError):
        KeyFile(tmp_path / "nowhere" / "invented.key").store(VAULT, DEVICE, SECRET)


def test_a_key_file_that_is_not_there_is_missing(path: Path) -> None:
    with pytest.raises(DeviceSecretMissingError, match="no file"):
        KeyFile(path).fetch(VAULT, DEVICE)


def test_the_key_file_of_another_vault_is_named_as_such(path: Path) -> None:
    KeyFile(path).store(OTHER_VAULT, DEVICE, SECRET)
    with pytest.raises(DeviceSecretMissingError, match="another vault"):
        KeyFile(path).fetch(VAULT, DEVICE)


GOOD = secret_as_text(SECRET).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"# only a comment\n",
        GOOD[:-1],
        GOOD + b"A",
        GOOD + GOOD,
        b"B" + GOOD[1:],
        b"\xff\xfe" + GOOD,
        GOOD.replace(b"A", b"!", 1),
        b"#" * 4096 + b"\n" + GOOD,
        b"\0" * 100_000_000,
    ],
    ids=["empty", "comment", "short", "long", "twice", "letter", "bytes", "sign", "large", "huge"],
)
def test_a_damaged_key_file_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(KeyFileUnusableError):
        KeyFile(path).fetch(VAULT, DEVICE)


@pytest.mark.parametrize("left", [0, 1, 20])
def test_a_key_file_whose_end_was_cut_short_is_said_to_be_written_over(path: Path, left: int) -> None:
    KeyFile(path).store(VAULT, DEVICE, SECRET)
    content = path.read_bytes()
    path.write_bytes(bytes(len(content) - left) + content[len(content) - left :])
    with pytest.raises(DeviceSecretMissingError, match="written over"):
        KeyFile(path).fetch(VAULT, DEVICE)


def test_a_former_secret_is_sought_where_it_lay_and_beside_the_present_one(tmp_path: Path) -> None:
    present = KeyFile(tmp_path / "stick" / "new")
    assert places_to_forget("", present) == [present]
    assert places_to_forget("", None) == []
    found = places_to_forget(KeyFile(tmp_path / "other" / "old").where, present)
    asked = [place.where for place in found]
    assert asked == [str(tmp_path / name) for name in ("stick/new", "other/old", "stick/old")]
    assert isinstance(places_to_forget(Keyring().where, present)[-1], Keyring)


@given(content=st.binary(max_size=200).filter(lambda content: b"\0" not in content))
def test_any_other_content_is_no_key_file(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.key"
    path.write_bytes(content)
    with pytest.raises(KeyFileUnusableError):
        KeyFile(path).fetch(VAULT, DEVICE)


def test_a_folder_is_no_key_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(KeyFileUnusableError):
        KeyFile(path).fetch(VAULT, DEVICE)


def test_a_link_is_no_key_file(path: Path, tmp_path: Path) -> None:
    KeyFile(tmp_path / "real.key").store(VAULT, DEVICE, SECRET)
    path.symlink_to(tmp_path / "real.key")
    with pytest.raises(KeyFileUnusableError, match="it is a link"):
        KeyFile(path).fetch(VAULT, DEVICE)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders")
def test_a_pipe_is_no_key_file_and_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(KeyFileUnusableError, match="not a file"):
        KeyFile(path).fetch(VAULT, DEVICE)


def test_forgetting_takes_the_key_file_away_and_no_other_file(path: Path) -> None:
    KeyFile(path).store(VAULT, DEVICE, SECRET)
    with pytest.raises(KeyFileUnusableError):
        KeyFile(path).forget(OTHER_VAULT, DEVICE)
    assert path.exists()
    KeyFile(path).forget(VAULT, DEVICE)
    assert not path.exists()
    KeyFile(path).forget(VAULT, DEVICE)


def test_no_refusal_shows_the_secret(path: Path) -> None:
    path.write_bytes(GOOD[:-1])
    with pytest.raises(KeyFileUnusableError) as refusal:
        KeyFile(path).fetch(VAULT, DEVICE)
    assert GOOD[:8].decode() not in f"{refusal.value!r} {refusal.value.hint}"
