import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.custody import conclusion, ledger, people, reviews
from desktop.custody.board import OperatorAdded, VaultFounded
from desktop.custody.errors import (
    AlreadyThereError,
    FactMissingError,
    ImpossibleDateError,
    LedgerAlteredError,
    LedgerTooNewError,
    UnknownReferenceError,
    VaultNotFoundedError,
)
from desktop.custody.keys import KeysRenewed, PassphraseChanged
from desktop.custody.observations import ActRefused, HeadNotKept, UnlocksFailed
from desktop.office import accounts, keys, opening
from desktop.office.errors import KeyFileNeededError
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.store import vault as vaults
from desktop.store.device import KeyFile
from desktop.store.errors import (
    LedgerMovedError,
    LedgerRewrittenError,
    OlderVaultError,
    TailCutError,
    WriteForbiddenError,
    WrongPassphraseError,
)
from tests.factory import CHEAP, OPERATOR, PASSPHRASE, REVIEW, Facts, march, noon
from tests.office.at_work import agrees_with_the_disk, events, last, reopened, unlocked

ROBIN: Facts = {"name": "Robin Invented", "post": "Head", "agency": "Trust", "role": "member"}
DEPUTY = "a deputy's invented one"
SECOND = "a second deputy's words"
TOMORROW = b'{"event":{"kind":"tomorrow"},"hand":{"by":"O-0001","recorded":"2026-03-02T12:00:00Z"}}'


def test_a_new_vault_is_founded_by_its_first_entry(office: Office) -> None:
    founded = events(office)[0]
    assert isinstance(founded, VaultFounded)
    assert (founded.operator, founded.operator_name) == ("O-0001", OPERATOR)
    assert office.register.founded.vault == founded.vault


def test_an_act_is_an_entry_and_the_register_agrees_with_the_disk(office: Office) -> None:
    outcome = office.do(people.add, **ROBIN)
    assert outcome.entry == outcome.head.number == len(events(office)) == 4
    assert outcome.head == office.register.head
    assert office.vault.digest(4) == outcome.head.digest
    assert agrees_with_the_disk(office)


def test_an_office_stands_the_next_morning_as_it_was_left(office: Office) -> None:
    office.do(people.add, **ROBIN)
    again = reopened(office)
    assert vars(again.register) == vars(office.register)
    again.close()


def test_a_refusal_is_an_entry_and_changes_nothing_else(office: Office) -> None:
    before = dict(office.register.reviews)
    with pytest.raises(AlreadyThereError) as refusal:
        office.do(reviews.open_review, reference=REVIEW, authority="The Chair")
    told = last(office)
    assert isinstance(told, ActRefused)
    assert (told.act, told.rule, told.told) == ("open review", "AlreadyThereError", refusal.value.message)
    assert office.register.reviews == before
    assert agrees_with_the_disk(office)


@pytest.mark.parametrize("at", [noon(march(3)), datetime(1, 1, 1), datetime(9999, 12, 31)])  # noqa: DTZ001
def test_an_impossible_moment_is_refused_and_recorded(office: Office, at: datetime) -> None:
    with pytest.raises(ImpossibleDateError):
        office.do(conclusion.conclude, at=at, review=REVIEW, authority="The Board")
    assert isinstance(last(office), ActRefused)
    assert office.register.review(REVIEW).concluded is None


def test_a_late_entry_keeps_when_it_happened_and_when_it_was_entered(office: Office) -> None:
    happened = noon(march(2)) - timedelta(hours=1)
    outcome = office.do(people.add, at=happened, **ROBIN)
    assert (outcome.hand.happened, outcome.hand.recorded) == (happened, noon(march(2)))


def test_two_acts_decided_on_one_head_do_not_both_count(office: Office) -> None:
    first, second = office.act(people.add, **ROBIN), office.act(people.add, **ROBIN)
    step = next(second)
    run(first)
    with pytest.raises(LedgerMovedError):
        step.work(lambda _part: None)
    assert list(office.register.people) == ["P-0001"]
    assert agrees_with_the_disk(office)


def test_failed_unlocks_become_one_entry(office: Office) -> None:
    office.vault.close()
    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            unlocked(office.vault.folder, "another invented one")
    again = unlocked(office.vault.folder)
    told = last(again)
    assert isinstance(told, UnlocksFailed)
    assert told.count == 3
    assert again.vault.attempts.failed() is None
    count = len(events(again))
    once_more = reopened(again)
    assert len(events(once_more)) == count
    once_more.close()


def test_an_office_opened_for_reading_writes_nothing_even_when_it_refuses(office: Office) -> None:
    reading = unlocked(office.vault.folder, read_only=True)
    count = len(events(reading))
    with pytest.raises(WriteForbiddenError):
        reading.do(people.add, **ROBIN)
    with pytest.raises(UnknownReferenceError):
        reading.do(conclusion.conclude, review="SCR-9", authority="The Board")
    assert len(events(reading)) == count
    assert not reading.register.people
    reading.close()


def test_a_deputy_has_a_passphrase_and_a_name_of_their_own(office: Office) -> None:
    assert run(keys.add_operator(office, name="Dana Deputy", passphrase=DEPUTY)) == "O-0002"
    assert [type(event) for event in events(office)[-2:]] == [OperatorAdded, KeysRenewed]
    office.vault.close()
    deputy = unlocked(office.vault.folder, DEPUTY)
    assert deputy.do(people.add, **ROBIN).hand.by == "O-0002"
    deputy.close()


@pytest.mark.parametrize(("name", "passphrase"), [("avery  EXAMPLE", DEPUTY), ("", DEPUTY)])
def test_a_deputy_that_cannot_be_added_gets_no_slot(office: Office, name: str, passphrase: str) -> None:
    with pytest.raises((AlreadyThereError, FactMissingError)):
        run(keys.add_operator(office, name=name, passphrase=passphrase))
    assert isinstance(last(office), ActRefused)
    office.vault.close()
    with pytest.raises(WrongPassphraseError):
        unlocked(office.vault.folder, passphrase)


@pytest.mark.parametrize("passphrase", ["short", PASSPHRASE])
def test_a_deputys_passphrase_is_long_enough_and_nobody_elses(office: Office, passphrase: str) -> None:
    with pytest.raises(FactMissingError, match="A passphrase"):
        run(keys.add_operator(office, name="Dana Deputy", passphrase=passphrase))
    assert list(office.register.operators) == ["O-0001"]


def test_a_removed_deputy_has_no_way_in_and_the_rest_keep_theirs(office: Office) -> None:
    run(keys.add_operator(office, name="Dana Deputy", passphrase=DEPUTY))
    run(keys.add_operator(office, name="Sam Second", passphrase=SECOND))
    second = office.vault.folder.parent / "second"
    with pytest.raises(KeyFileNeededError):
        run(keys.remove_operator(office, operator="O-0002", reason="Left the Board"))
    run(keys.remove_operator(office, operator="o-0002", reason="Left the Board", new_key_file=second))
    assert agrees_with_the_disk(office)
    office.close()
    with pytest.raises(WrongPassphraseError):
        unlocked(office.vault.folder, DEPUTY, key=second)
    for passphrase in (PASSPHRASE, SECOND):
        unlocked(office.vault.folder, passphrase, key=second).close()


def test_a_passphrase_is_changed_by_who_knows_the_present_one(office: Office) -> None:
    with pytest.raises(WrongPassphraseError):
        run(keys.change_passphrase(office, present="a guess at the words", passphrase=DEPUTY))
    run(keys.change_passphrase(office, present=PASSPHRASE, passphrase=DEPUTY))
    office.close()
    with pytest.raises(WrongPassphraseError):
        unlocked(office.vault.folder)
    assert [type(event) for event in events(unlocked(office.vault.folder, DEPUTY))[-3:]] == [
        PassphraseChanged,
        KeysRenewed,
        UnlocksFailed,
    ]


def test_an_older_vault_put_back_is_named_and_only_read(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.vault.folder, tmp_path / "yesterday", dirs_exist_ok=True)
    office.do(people.add, **ROBIN)
    office.close()
    shutil.rmtree(office.vault.folder)
    (tmp_path / "yesterday").rename(office.vault.folder)
    older = unlocked(office.vault.folder)
    assert isinstance(older.finding, OlderVaultError)
    with pytest.raises(WriteForbiddenError):
        older.do(people.add, **ROBIN)
    older.close()
    accepted = opening.unlock(
        office.vault.folder,
        passphrase=PASSPHRASE,
        key_file=office.vault.folder.parent / "key",
        bounds=CHEAP,
        accept_finding=True,
    )
    accepted.do(people.add, **ROBIN)
    accepted.close()
    assert unlocked(office.vault.folder).finding is None


def test_a_ledger_whose_end_was_cut_off_with_the_real_key_is_named(office: Office) -> None:
    office.do(people.add, **ROBIN)
    office.vault.keep_head(office.register.head)
    office.vault._ledger._connection.execute("DELETE FROM entry WHERE number > 2")
    office.close()
    cut = unlocked(office.vault.folder)
    assert isinstance(cut.finding, TailCutError)
    assert cut.register.people == {}
    cut.close()


def test_a_ledger_that_was_made_anew_with_the_real_keys_is_named(office: Office) -> None:
    bodies = [body for _, _, body, _ in office.vault.rows()]
    forged = [body.replace(b"The Chair", b"Nobody") for body in bodies]
    connection = office.vault._ledger._connection
    connection.execute("DELETE FROM entry")
    rows = ledger.chain(ledger.EMPTY, forged, [bytes(16)] * len(forged))
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", list(rows))
    office.close()
    rewritten = unlocked(office.vault.folder)
    assert isinstance(rewritten.finding, LedgerRewrittenError)
    rewritten.close()


def test_a_vault_whose_head_was_taken_away_says_so_in_its_ledger(office: Office) -> None:
    office.close()
    (office.vault.folder.parent / "key.head").unlink()
    without = unlocked(office.vault.folder)
    assert isinstance(last(without), HeadNotKept)
    again = reopened(without)
    count = len(events(again))
    assert len(events(reopened(again))) == count


def test_a_clock_that_went_back_is_an_entry_before_the_act(office: Office) -> None:
    office.clock = lambda: datetime(2026, 1, 1, tzinfo=UTC)
    office.do(people.add, **ROBIN)
    assert [type(event).__name__ for event in events(office)[-3:]] == [
        "ClockChanged",
        "PersonAdded",
        "RoleGiven",
    ]
    assert agrees_with_the_disk(office)


def test_entries_are_told_from_anywhere_and_no_more_than_are_wanted(office: Office) -> None:
    office.do(people.add, **ROBIN)
    assert [entry.number for entry in run(accounts.entries(office))] == [1, 2, 3, 4]
    assert [entry.number for entry in run(accounts.entries(office, 1, 2))] == [2, 3]
    assert {entry.by for entry in run(accounts.entries(office))} == {OPERATOR}


def test_a_ledger_that_was_altered_is_not_opened_and_not_left_locked(office: Office) -> None:
    connection = office.vault._ledger._connection
    connection.execute(
        "UPDATE entry SET body = CAST(replace(body, 'The Chair', 'Nobody') AS BLOB) WHERE number = 2"
    )
    office.vault.close()
    for _ in range(2):
        with pytest.raises(LedgerAlteredError, match="Entry 2"):
            unlocked(office.vault.folder)


def test_an_entry_of_a_newer_program_is_named(office: Office) -> None:
    office.vault.append(office.register.head, [TOMORROW])
    office.vault.close()
    with pytest.raises(LedgerTooNewError, match="Entry 3"):
        unlocked(office.vault.folder)


def test_a_vault_without_a_founding_entry_is_refused(tmp_path: Path) -> None:
    place = KeyFile(tmp_path / "key")
    vaults.create(tmp_path / "vault", PASSPHRASE, place, CHEAP, lambda _vault: []).close()
    with pytest.raises(VaultNotFoundedError):
        unlocked(tmp_path / "vault")
