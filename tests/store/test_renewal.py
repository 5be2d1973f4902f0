"""New keys for the vault: whoever was let in or shut out, it is one step, and nothing opens with what was."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.custody import ledger
from desktop.custody.errors import FactMissingError, LedgerAlteredError, UnknownReferenceError
from desktop.custody.ledger import EMPTY, Head
from desktop.store import header as headers
from desktop.store import vault as vaults
from desktop.store.device import KeyFile
from desktop.store.errors import (
    CannotWriteError,
    DeviceSecretMissingError,
    DiskFullError,
    FormerKeysError,
    HeaderOlderError,
    KeyFileExistsError,
    LedgerMovedError,
    LedgerUnreadableError,
    OtherKeysError,
    WriteForbiddenError,
    WrongPassphraseError,
    WrongRecoverySecretError,
)
from desktop.store.header_keys import NewRecovery
from desktop.store.renewal import NewKeys
from desktop.store.vault import Vault
from tests.factory import CHEAP, PASSPHRASE, a_small_disk

DEPUTY, SECRET = "a deputy's invented one", bytes(range(16))
ADDED = NewKeys(passphrases={"O-0002": DEPUTY})


def unlock(folder: Path, passphrase: str = PASSPHRASE, key: str = "key") -> Vault:
    return vaults.unlock(folder, passphrase, KeyFile(folder.parent / key), CHEAP)


def head_of(vault: Vault) -> Head:
    *_, (number, _salt, _body, digest) = ledger.verified(vault.rows())
    return Head(number, digest)


def head_of_stored(vault: Vault) -> Head:
    *_, (number, _salt, _body, digest) = vault.rows()
    return Head(number, digest)


def opens(folder: Path, passphrase: str, key: str = "key") -> str:
    """Return the operator whom the passphrase lets in."""
    with unlock(folder, passphrase, key) as vault:
        return vault.operator


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A vault with a master, open."""
    with vaults.create(
        tmp_path / "vault", PASSPHRASE, KeyFile(tmp_path / "key"), CHEAP, lambda _vault: [b"founded"]
    ) as made:
        made.append(head_of(made), [b"taken in"], made.seal(io.BytesIO(b"an invented document")))
        yield made


def test_an_added_operator_comes_with_the_entry_and_new_keys(vault: Vault) -> None:
    rows = vault.renew(head_of(vault), [b"added"], ADDED)
    assert [row.body for row in rows] == [b"added"]
    assert (vault.generation, head_of(vault).number) == (2, 3)
    vault.append(head_of(vault), [b"more"])
    vault.close()
    assert opens(vault.folder, DEPUTY) == "O-0002"
    assert opens(vault.folder, PASSPHRASE) == "O-0001"


def test_the_masters_keys_come_along_and_the_former_ledger_is_gone(vault: Vault) -> None:
    (kept,) = vault.identities()
    vault.renew(head_of(vault), [b"added"], ADDED)
    assert vault.identities() == [kept]
    assert [path.name for path in vault.folder.glob("ledger*")] == ["ledger-2.db"]
    assert vault.strays(frozenset({kept[0]})) == []
    assert vault.files() == ["header.json", "ledger-2.db", f"masters/{kept[0]}"]


def test_the_key_is_another_one_so_that_the_former_header_opens_nothing_new(
    vault: Vault,
) -> None:
    former = (vault.folder / "header.json").read_bytes()
    vault.renew(head_of(vault), [b"added"], ADDED)
    vault.close()
    (vault.folder / "header.json").write_bytes(former)
    with pytest.raises(HeaderOlderError, match=r"ledger-1\.db"):
        unlock(vault.folder)
    shutil.copy(vault.folder / "ledger-2.db", vault.folder / "ledger-1.db")
    with pytest.raises(LedgerUnreadableError):
        unlock(vault.folder)


def test_a_removed_operator_has_no_way_in_and_nobody_the_former_key_file(vault: Vault) -> None:
    vault.renew(head_of(vault), [b"added"], ADDED)
    place = KeyFile(vault.folder.parent / "second")
    vault.renew(head_of(vault), [b"removed"], NewKeys(removed=frozenset({"O-0002"}), device=place))
    vault.close()
    assert opens(vault.folder, PASSPHRASE, "second") == "O-0001"
    with pytest.raises(WrongPassphraseError):
        opens(vault.folder, DEPUTY, "second")
    with pytest.raises(DeviceSecretMissingError):
        opens(vault.folder, PASSPHRASE)


def test_the_vault_of_before_a_removal_is_found_out_by_the_note_of_its_own_keys(vault: Vault) -> None:
    vault.renew(head_of(vault), [b"added"], ADDED)
    shutil.copytree(vault.folder, vault.folder.parent / "before")
    place = KeyFile(vault.folder.parent / "second")
    vault.renew(head_of(vault), [b"removed"], NewKeys(removed=frozenset({"O-0002"}), device=place))
    vault.close()
    for passphrase in (PASSPHRASE, DEPUTY):
        with (
            unlock(vault.folder.parent / "before", passphrase) as before,
            pytest.raises(FormerKeysError, match="before its keys were renewed"),
        ):
            before.compare_head()
    with unlock(vault.folder, PASSPHRASE, "second") as present:
        assert present.compare_head()


def test_an_error_after_the_renewal_counts_does_not_deny_it(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_vault: Vault) -> None:
        raise CannotWriteError(file="ledger-1.db", why="an invented failure")

    monkeypatch.setattr(Vault, "tidy", failing)
    vault.renew(head_of(vault), [b"added"], ADDED)
    vault.append(head_of(vault), [b"goes on"])
    assert vault.generation == 2


def test_an_entry_that_was_altered_on_the_disk_is_not_carried_into_a_new_ledger(vault: Vault) -> None:
    vault._ledger._connection.execute("UPDATE entry SET body = CAST('forged' AS BLOB) WHERE number = 1")
    with pytest.raises(LedgerAlteredError, match="Entry 1"):
        vault.renew(head_of_stored(vault), [b"added"], ADDED)
    assert vault.generation == 1


def test_a_new_device_secret_leaves_everybody_elses_passphrase_as_it_was(vault: Vault) -> None:
    vault.renew(head_of(vault), [b"added"], ADDED)
    vault.renew(head_of(vault), [b"moved"], NewKeys(device=KeyFile(vault.folder.parent / "second")))
    vault.close()
    assert opens(vault.folder, DEPUTY, "second") == "O-0002"


def test_a_changed_passphrase_opens_and_the_one_before_does_not(vault: Vault) -> None:
    vault.renew(head_of(vault), [b"changed"], NewKeys(passphrases={"O-0001": "new invented words"}))
    vault.close()
    assert opens(vault.folder, "new invented words") == "O-0001"
    with pytest.raises(WrongPassphraseError):
        opens(vault.folder, PASSPHRASE)


def test_a_passphrase_that_somebody_has_already_is_refused_without_saying_whose(vault: Vault) -> None:
    with pytest.raises(FactMissingError, match="choose another"):
        vault.renew(head_of(vault), [b"added"], NewKeys(passphrases={"O-0002": PASSPHRASE}))
    assert vault.generation == 1


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewKeys(passphrases={"O-0002": "short"}), FactMissingError),
        (NewKeys(removed=frozenset({"O-0009"})), UnknownReferenceError),
    ],
)
def test_what_is_refused_changes_nothing(vault: Vault, new: NewKeys, refusal: type[Exception]) -> None:
    before = sorted(path.name for path in vault.folder.rglob("*"))
    with pytest.raises(refusal):
        vault.renew(head_of(vault), [b"refused"], new)
    assert sorted(path.name for path in vault.folder.rglob("*")) == before
    vault.append(head_of(vault), [b"goes on"])


def test_a_renewal_decided_on_another_head_changes_nothing(vault: Vault) -> None:
    with pytest.raises(LedgerMovedError):
        vault.renew(EMPTY, [b"added"], ADDED)
    assert [path.name for path in vault.folder.glob("ledger*")] == ["ledger-1.db"]
    vault.append(head_of(vault), [b"goes on"])


def test_a_key_file_that_is_there_stops_the_renewal_and_is_kept(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(KeyFileExistsError):
        vault.renew(head_of(vault), [b"moved"], NewKeys(device=KeyFile(tmp_path / "mine")))
    assert (tmp_path / "mine").read_text() == "mine"
    assert vault.generation == 1


def test_a_full_disk_leaves_the_vault_and_its_keys_as_they_were(tmp_path: Path) -> None:
    with a_small_disk(tmp_path / "small", "160k") as disk:
        key = KeyFile(tmp_path / "key")
        with vaults.create(disk / "vault", PASSPHRASE, key, CHEAP, lambda _vault: [b"x" * 40_000]) as vault:
            with pytest.raises(DiskFullError):
                vault.renew(head_of(vault), [b"y" * 60_000], NewKeys(device=KeyFile(tmp_path / "second")))
            assert not (tmp_path / "second").exists()
            assert [path.name for path in vault.folder.glob("ledger*")] == ["ledger-1.db"]
            vault.append(head_of(vault), [b"goes on"])


def test_a_header_that_could_not_be_written_leaves_the_vault_in_use(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_folder: Path, _header: headers.Header) -> None:
        raise CannotWriteError(file="header.json", why="an invented failure")

    monkeypatch.setattr(headers, "save_header", failing)
    with pytest.raises(CannotWriteError):
        vault.renew(head_of(vault), [b"added"], ADDED)
    vault.append(head_of(vault), [b"goes on"])


def test_a_header_that_may_count_stops_everything_until_the_vault_is_opened_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = headers.save_header

    def doubtful(folder: Path, header: headers.Header) -> None:
        real(folder, header)
        raise CannotWriteError(file="header.json", why="its folder could not be synced")

    monkeypatch.setattr(headers, "save_header", doubtful)
    with pytest.raises(CannotWriteError):
        vault.renew(head_of(vault), [b"added"], ADDED)
    with pytest.raises(WriteForbiddenError):
        vault.append(head_of(vault), [b"lost"])
    vault.close()
    assert opens(vault.folder, DEPUTY) == "O-0002"


def test_a_ledger_that_a_crash_left_is_tidied_or_passed_over(vault: Vault) -> None:
    shutil.copy(vault.ledger_path, vault.folder / "ledger-2.db")  # a renewal that never counted
    assert vault.next_generation == 3
    vault.renew(head_of(vault), [b"added"], ADDED)
    assert vault.generation == 3
    (vault.folder / "ledger-1.db").touch()
    (vault.folder / "ledger-4.db").touch()
    vault.tidy()
    assert sorted(path.name for path in vault.folder.glob("ledger*")) == ["ledger-3.db", "ledger-4.db"]


def test_the_recovery_secret_opens_a_vault_whose_device_and_passphrases_are_lost(
    vault: Vault, tmp_path: Path
) -> None:
    vault.renew(head_of(vault), [b"made"], NewKeys(recovery=NewRecovery(SECRET, 1, 2, 3)))
    vault.prove_recovery(SECRET)
    vault.renew(head_of(vault), [b"added"], ADDED)
    vault.prove_recovery(SECRET)
    vault.close()
    (tmp_path / "key").unlink()
    place = KeyFile(tmp_path / "new key")
    with vaults.recover(vault.folder, SECRET, "O-0002", CHEAP) as found:
        found.renew(
            head_of(found), [b"used"], NewKeys(passphrases={"O-0002": "words for a new day"}, device=place)
        )
        found.append(head_of(found), [b"more"])
    assert opens(vault.folder, "words for a new day", "new key") == "O-0002"
    for former in (PASSPHRASE, DEPUTY):
        with pytest.raises(WrongPassphraseError):
            opens(vault.folder, former, "new key")


def test_a_recovered_vault_is_not_renewed_without_a_place_for_the_device_secret(vault: Vault) -> None:
    vault.renew(head_of(vault), [b"made"], NewKeys(recovery=NewRecovery(SECRET, 1, 2, 3)))
    vault.close()
    with (
        vaults.recover(vault.folder, SECRET, "O-0001", CHEAP) as found,
        pytest.raises(FactMissingError, match="device secret"),
    ):
        found.renew(head_of(found), [b"used"], NewKeys(passphrases={"O-0001": "words for a new day"}))


def test_another_set_of_shares_takes_the_place_of_the_one_before(vault: Vault) -> None:
    for number, secret in ((1, SECRET), (2, SECRET[::-1])):
        vault.renew(head_of(vault), [b"made"], NewKeys(recovery=NewRecovery(secret, number, 2, 3)))
    vault.prove_recovery(SECRET[::-1])
    with pytest.raises(WrongRecoverySecretError):
        vault.prove_recovery(SECRET)
    vault.renew(head_of(vault), [b"revoked"], NewKeys(no_recovery=True))
    assert vault.recovery is None
    with pytest.raises(WrongRecoverySecretError, match="no recovery shares"):
        vault.prove_recovery(SECRET[::-1])


def test_a_copy_of_the_vault_opens_with_its_keys_until_they_are_renewed(vault: Vault, tmp_path: Path) -> None:
    shutil.copytree(vault.folder, tmp_path / "copy")
    with vault.open_copy(tmp_path / "copy") as copy:
        assert head_of(copy) == head_of(vault)
        assert copy.read_only
    vault.renew(head_of(vault), [b"added"], ADDED)
    with pytest.raises(OtherKeysError):
        vault.open_copy(tmp_path / "copy")


def test_the_present_passphrase_is_asked_for_and_nobody_elses(vault: Vault) -> None:
    vault.renew(head_of(vault), [b"added"], ADDED)
    vault.confirm_passphrase(PASSPHRASE)
    with pytest.raises(WrongPassphraseError):
        vault.confirm_passphrase(DEPUTY)


def test_new_keys_are_not_shown_by_accident() -> None:
    new = NewKeys(passphrases={"O-0001": PASSPHRASE}, recovery=NewRecovery(SECRET, 1, 2, 3))
    assert PASSPHRASE not in repr(new)
    assert repr(SECRET) not in repr(new)
