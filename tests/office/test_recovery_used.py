"""A vault that is recovered with shares on a new computer, and what of the shares is left anywhere."""

import shutil
from pathlib import Path

import pytest

from desktop.custody.board import OperatorAdded
from desktop.custody.errors import AlreadyThereError, FactMissingError, StrongroomError, UnknownReferenceError
from desktop.custody.keys import (
    KeysRenewed,
    OperatorRemoved,
    RecoveryUsed,
)
from desktop.office import keys, viewing
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.recovery import (
    drill,
    make_shares,
)
from desktop.office.verification import verify
from desktop.store import shares as split_secrets
from desktop.store.errors import (
    KeyFileExistsError,
    KeyFileUnusableError,
    VaultBusyError,
    WrongPassphraseError,
    WrongRecoverySecretError,
)
from desktop.store.header import load_header
from desktop.store.share_words import ShareMistypedError, SharesDoNotFitError
from tests.factory import OPERATOR, PASSPHRASE, Facts, march
from tests.office.at_work import events, unlocked
from tests.office.share_holders import HOLDERS, NEW, Held, files, made, pairs, recovered, words_on


@pytest.fixture
def held(office: Office, out: Path) -> Held:
    return made(office, out)


@pytest.fixture
def lost(office: Office, held: Held, document: str, tmp_path: Path) -> Path:
    """The vault as it arrives on a new computer: without its key file, and nobody knows the passphrase."""
    assert document
    assert held
    office.close()
    (tmp_path / "key").unlink()
    folder = tmp_path / "new computer" / "vault"
    shutil.copytree(office.vault.folder, folder)
    return folder


def test_two_shares_open_the_vault_on_a_new_computer_and_everything_is_there(
    office: Office, lost: Path, held: Held, document: str
) -> None:
    found = recovered(lost, held.texts[1:])
    assert found.finding is None
    assert {**vars(found.register), **dict.fromkeys(CHANGED)} == {
        **vars(office.register),
        **dict.fromkeys(CHANGED),
    }
    checked = run(verify(found))
    assert (checked.ok, checked.masters) == (True, 1)
    shown = lost.parent / "shown.pdf"
    run(viewing.export(found, document, "To see that it is there", shown))
    assert shown.stat().st_size
    found.close()


CHANGED = (
    "head",
    "generation",
    "former_devices",
    "recoveries",
    "last_recorded",
    "latest_recorded",
    "board",
)
"""What a recovery changes in the register."""


def test_a_recovery_is_entered_with_its_shares_and_the_new_keys(lost: Path, held: Held) -> None:
    found = recovered(lost, (held.texts[2], held.texts[0]))
    told = events(found)
    used = next(event for event in told if isinstance(event, RecoveryUsed))
    assert used == RecoveryUsed(recovery=1, shares=(1, 3), operator="O-0001")
    (renewed,) = [event for event in told if isinstance(event, KeysRenewed)][-1:]
    former = load_header(lost.parents[1] / "vault").body.device
    generation = found.vault.generation
    assert renewed == KeysRenewed(generation=generation, new_device_secret=True, former_device=former)
    assert found.vault.header.body.device != former
    assert found.register.recoveries[1].used == march(3)
    found.close()


def test_after_a_recovery_only_the_new_passphrase_with_the_new_device_opens_the_vault(
    lost: Path, held: Held
) -> None:
    recovered(lost, held.texts).close()
    new_key = lost.parent / "new key"
    unlocked(lost, NEW, key=new_key).close()
    with pytest.raises(WrongPassphraseError):
        unlocked(lost, PASSPHRASE, key=new_key)


def test_the_shares_stay_in_force_until_new_ones_are_made(lost: Path, held: Held) -> None:
    found = recovered(lost, held.texts)
    assert run(drill(found, held.texts[:2])).shares == (1, 2)
    again = run(
        make_shares(
            found,
            needed=3,
            holders=HOLDERS,
            folder=lost.parent / "sheets",
            new_key_file=lost.parent / "third key",
        )
    )
    with pytest.raises(WrongRecoverySecretError):
        run(drill(found, held.texts))
    assert run(drill(found, [words_on(sheet) for sheet in again.sheets])).shares == (1, 2, 3)
    found.close()


def test_the_other_operators_are_removed_since_their_keys_went_with_the_device(
    office: Office, held: Held, tmp_path: Path
) -> None:
    run(keys.add_operator(office, name="Dee Deputy", passphrase="a deputy's invented one"))  # noqa: S106
    office.close()
    (tmp_path / "key").unlink()
    found = recovered(office.vault.folder, held.texts, operator="o-0002")
    assert found.vault.operator == "O-0002"
    removed = [event.operator for event in events(found) if isinstance(event, OperatorRemoved)]
    assert removed == ["O-0001"]
    assert found.register.operators["O-0001"].removed == march(3)
    assert found.vault.header.operators == ("O-0002",)
    found.close()


def test_somebody_new_can_recover_the_vault_under_their_own_name(lost: Path, held: Held) -> None:
    found = recovered(lost, held.texts, name="Nat Newcomer")
    assert found.vault.operator == "O-0002"
    assert OperatorAdded(operator="O-0002", name="Nat Newcomer") in events(found)
    assert found.register.operators["O-0001"].removed == march(3)
    assert found.vault.header.operators == ("O-0002",)
    found.close()


def test_who_gets_the_passphrase_is_said_where_there_is_a_choice(
    office: Office, held: Held, tmp_path: Path
) -> None:
    run(keys.add_operator(office, name="Dee Deputy", passphrase="a deputy's invented one"))  # noqa: S106
    office.close()
    folder = office.vault.folder
    before = files(folder)
    with pytest.raises(FactMissingError, match="O-0001 Avery Example, O-0002 Dee Deputy"):
        recovered(folder, held.texts)
    with pytest.raises(FactMissingError, match="either"):
        recovered(folder, held.texts, operator="O-0001", name="Nat Newcomer")
    with pytest.raises(UnknownReferenceError):
        recovered(folder, held.texts, operator="O-0009")
    with pytest.raises(AlreadyThereError):
        recovered(folder, held.texts, name=OPERATOR)
    assert files(folder) == before
    unlocked(folder, key=tmp_path / "key").close()


@pytest.mark.parametrize("passphrase", ["", "\ud800" * 20])
def test_a_passphrase_that_cannot_be_used_leaves_the_vault_as_it_was(
    lost: Path, held: Held, passphrase: str
) -> None:
    before = files(lost)
    with pytest.raises(FactMissingError):
        recovered(lost, held.texts, passphrase=passphrase)
    assert files(lost) == before
    recovered(lost, held.texts).close()


def test_a_key_file_in_the_way_or_in_the_vault_leaves_the_vault_as_it_was(lost: Path, held: Held) -> None:
    in_the_way = lost.parent / "in the way"
    in_the_way.write_bytes(b"somebody's")
    before = files(lost)
    with pytest.raises(KeyFileExistsError):
        recovered(lost, held.texts, key_file=in_the_way)
    with pytest.raises(KeyFileUnusableError):
        recovered(lost, held.texts, key_file=lost / "key")
    assert files(lost) == before
    assert in_the_way.read_bytes() == b"somebody's"
    recovered(lost, held.texts).close()


def test_too_few_shares_or_those_of_another_vault_open_nothing(lost: Path, held: Held) -> None:
    with pytest.raises(SharesDoNotFitError, match="2 are needed"):
        recovered(lost, held.texts[:1])
    with pytest.raises(WrongRecoverySecretError):
        recovered(lost, tuple(split_secrets.split(bytes(16), 2, 3)))


def test_a_vault_that_is_open_is_not_recovered_under_its_operators_hands(office: Office, held: Held) -> None:
    with pytest.raises(VaultBusyError):
        recovered(office.vault.folder, held.texts)


def test_a_backup_from_before_the_shares_does_not_open_with_them(
    office: Office, out: Path, tmp_path: Path
) -> None:
    older = tmp_path / "backup" / "vault"
    office.vault.close()
    shutil.copytree(office.vault.folder, older)
    again = unlocked(office.vault.folder)
    held = made(again, out)
    again.close()
    with pytest.raises(WrongRecoverySecretError, match="no recovery shares"):
        recovered(older, held.texts)


def test_no_word_of_a_share_and_no_secret_stands_in_the_ledger_or_in_the_vaults_files(
    office: Office, held: Held, out: Path
) -> None:
    secret = split_secrets.combine(held.texts)
    run(drill(office, held.texts, out))
    for typed in ([held.texts[0]], [held.texts[0], held.texts[1] + " academic"]):
        with pytest.raises((ShareMistypedError, SharesDoNotFitError)):
            run(drill(office, typed))
    entries = b"\n".join(body for _number, _salt, body, _digest in office.vault.rows())
    office.close()
    everything = entries + b"\n".join(files(office.vault.folder).values())
    assert secret not in everything
    assert secret.hex().encode() not in everything
    assert not any(pair.encode() in everything for text in held.texts for pair in pairs(text))


def test_no_error_of_a_drill_or_a_recovery_carries_a_word_or_the_secret(
    office: Office, held: Held, lost: Path
) -> None:
    secret = split_secrets.combine(held.texts)
    one, two, _three = held.texts
    attempts: list[tuple[tuple[str, ...], Facts]] = [
        ((one,), {}),
        ((one, f"{two} academic"), {}),
        ((one, two), {"operator": "O-0009"}),
        ((one, two), {"passphrase": ""}),
    ]
    assert office
    for shares, given in attempts:
        with pytest.raises(StrongroomError) as caught:
            recovered(lost, shares, **given)
        error: BaseException | None = caught.value
        while error is not None:
            told = " ".join(map(str, [*error.args, *vars(error).values()]))
            assert not any(pair in told for text in held.texts for pair in pairs(text))
            assert not any(carrier in told for carrier in (secret.hex(), repr(secret)[2:-1]))
            error = error.__cause__
