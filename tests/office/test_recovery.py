"""Recovery shares in an office: made with sheets, drilled with proof, revoked, used on a new computer."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from desktop.custody.errors import FactMissingError, WrongStateError
from desktop.custody.keys import (
    KeysRenewed,
    RecoveryDrilled,
    RecoveryMade,
    RecoveryRevoked,
)
from desktop.custody.observations import ActRefused
from desktop.office.errors import (
    FileInTheWayError,
    KeyFileNeededError,
    OutputInVaultError,
    PaperNotWrittenError,
)
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.recovery import (
    SheetsNotWrittenError,
    drill,
    make_shares,
    read_share,
    revoke,
)
from desktop.store import shares as split_secrets
from desktop.store.errors import (
    DeviceSecretMissingError,
    WrongRecoverySecretError,
)
from desktop.store.share_words import ShareMistypedError, SharesDoNotFitError
from desktop.store.shares import SharesWorkerError
from tests.factory import a_small_disk, march
from tests.office.at_work import agrees_with_the_disk, events, last, stopped_at, unlocked
from tests.office.share_holders import HOLDERS, Held, made, recovered


@pytest.fixture
def held(office: Office, out: Path) -> Held:
    return made(office, out)


# --- making ----------------------------------------------------------------------------------------


def test_each_holder_gets_a_sheet_with_a_share_of_their_own(office: Office, held: Held) -> None:
    assert [file.name for file in held.made.sheets] == [
        f"recovery-set-1-share-{share}.pdf" for share in (1, 2, 3)
    ]
    assert [read_share(text).number for text in held.texts] == [1, 2, 3]
    assert {read_share(text).needed for text in held.texts} == {2}
    recovery = office.register.recovery
    assert recovery is not None
    assert (recovery.recovery, recovery.needed, recovery.holders) == (1, 2, HOLDERS)
    assert agrees_with_the_disk(office)


def test_every_two_of_the_three_open_the_vault(office: Office, held: Held) -> None:
    one, two, three = held.texts
    for pair in ((one, two), (two, three), (three, one)):
        office.vault.prove_recovery(split_secrets.combine(pair))


def test_the_header_knows_the_same_set_as_the_register(office: Office, held: Held) -> None:
    recovery = office.vault.recovery
    assert recovery is not None
    assert (recovery.number, recovery.needed, recovery.of) == (held.made.recovery, 2, 3)


def test_making_shares_is_one_entry_after_another_with_new_keys(office: Office, out: Path) -> None:
    before = office.vault.generation
    made(office, out)
    *_, set_made, renewed = events(office)
    assert isinstance(set_made, RecoveryMade)
    assert renewed == KeysRenewed(generation=before + 1, new_device_secret=False)
    assert office.vault.generation == before + 1


def test_new_shares_make_those_before_worthless_and_the_device_secret_new(
    office: Office, held: Held, out: Path, tmp_path: Path
) -> None:
    again = made(office, out, new_key_file=tmp_path / "key 2")
    assert again.made.recovery == 2
    *_, revoked, set_made, renewed = events(office)
    assert isinstance(revoked, RecoveryRevoked)
    assert isinstance(set_made, RecoveryMade)
    assert isinstance(renewed, KeysRenewed)
    assert renewed.new_device_secret
    with pytest.raises(WrongRecoverySecretError):
        run(drill(office, held.texts))
    assert run(drill(office, again.texts)).shares == (1, 2, 3)
    office.close()
    unlocked(office.vault.folder, key=tmp_path / "key 2").close()
    with pytest.raises(DeviceSecretMissingError):
        unlocked(office.vault.folder, key=tmp_path / "key")


def test_shares_of_two_sets_never_open_anything_together(
    office: Office, held: Held, out: Path, tmp_path: Path
) -> None:
    again = made(office, out, new_key_file=tmp_path / "key 2")
    with pytest.raises(SharesDoNotFitError, match="of another set"):
        run(drill(office, [held.texts[0], again.texts[1]]))


def test_new_shares_in_place_of_others_need_a_new_key_file(office: Office, held: Held, out: Path) -> None:
    with pytest.raises(KeyFileNeededError):
        run(make_shares(office, needed=2, holders=HOLDERS, folder=out))
    assert isinstance(last(office), ActRefused)
    assert run(drill(office, held.texts[:2])).shares == (1, 2)


@pytest.mark.parametrize("needed", [0, 1, 4])
def test_a_set_that_one_person_could_use_is_refused_before_anything_is_made(
    office: Office, out: Path, needed: int
) -> None:
    with pytest.raises(FactMissingError):
        run(make_shares(office, needed=needed, holders=HOLDERS, folder=out))
    assert not out.exists()
    assert office.vault.recovery is None


def test_a_sheet_in_the_way_or_a_folder_in_the_vault_stops_it_before_anything_is_made(
    office: Office, out: Path
) -> None:
    out.mkdir()
    (out / "recovery-set-1-share-3.pdf").write_bytes(b"somebody's")
    with pytest.raises(FileInTheWayError):
        run(make_shares(office, needed=2, holders=HOLDERS, folder=out))
    with pytest.raises(OutputInVaultError):
        run(make_shares(office, needed=2, holders=HOLDERS, folder=office.vault.folder / "sheets"))
    assert office.vault.recovery is None
    assert len(list(out.iterdir())) == 1


def test_a_worker_that_fails_changes_nothing(
    office: Office, held: Held, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, generation = len(events(office)), office.vault.generation
    with monkeypatch.context() as patch:
        patch.setattr(split_secrets, "_command", lambda: [str(tmp_path / "not there")])
        with pytest.raises(SharesWorkerError):
            made(office, out, new_key_file=tmp_path / "key 2")
    assert (len(events(office)), office.vault.generation) == (entries, generation)
    assert not (tmp_path / "key 2").exists()
    assert run(drill(office, held.texts[:2])).shares == (1, 2)


def test_sheets_that_cannot_all_be_written_leave_none_and_say_that_the_set_is_of_no_use(
    office: Office, out: Path, tmp_path: Path
) -> None:
    with a_small_disk(tmp_path / "small", "100k") as disk:
        (disk / "filler").write_bytes(bytes(64 * 1024))
        with pytest.raises(SheetsNotWrittenError, match="Recovery set 1 is in the ledger") as caught:
            run(make_shares(office, needed=2, holders=HOLDERS, folder=disk))
        assert [file.name for file in disk.iterdir()] == ["filler"]
    assert caught.value.exit_code == 56
    assert isinstance(last(office), ActRefused)
    again = made(office, out, new_key_file=tmp_path / "key 2")
    assert run(drill(office, again.texts[1:])).shares == (2, 3)


def test_sheets_of_a_procedure_that_is_given_up_do_not_stay(office: Office, out: Path) -> None:
    procedure = make_shares(office, needed=2, holders=HOLDERS, folder=out)
    step = stopped_at(procedure, "Writing")
    while not list(out.iterdir()) or not step.label.startswith("Writing"):
        step = procedure.send(step.work(lambda _part: None))
    procedure.close()
    assert [file for file in out.iterdir() if file.suffix == ".pdf"] == []


# --- drilling --------------------------------------------------------------------------------------


def test_a_drill_names_the_shares_and_changes_no_keys(office: Office, held: Held, out: Path) -> None:
    generation = office.vault.generation
    done = run(drill(office, [held.texts[2].upper(), held.texts[0]], out))
    assert done.shares == (1, 3)
    assert last(office) == RecoveryDrilled(recovery=1, shares=(1, 3))
    assert office.vault.generation == generation
    assert office.register.recoveries[1].drilled == march(2)
    assert done.record is not None
    assert done.record.name == f"recovery-set-1-drill-{done.outcome.entry}.pdf"
    with pypdfium2.PdfDocument(done.record) as pages:
        assert len(pages) == 1
        told = pages[0].get_textpage().get_text_range()
    assert HOLDERS[0] in told
    assert "put together" in told


def test_a_drill_without_shares_made_is_refused_before_words_are_typed(office: Office) -> None:
    with pytest.raises(WrongStateError):
        run(drill(office, ["academic"]))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (lambda texts: [texts[0]], SharesDoNotFitError),
        (lambda texts: [texts[0], texts[0]], SharesDoNotFitError),
        (lambda texts: [texts[0], texts[1].replace(texts[1].split()[6], "acadmic", 1)], ShareMistypedError),
        (lambda texts: [texts[0], "academic " * 20], ShareMistypedError),
        (lambda _texts: split_secrets.split(bytes(16), 2, 3), WrongRecoverySecretError),
    ],
)
def test_a_drill_that_fails_is_entered_and_counts_as_none(
    office: Office, held: Held, typed: Callable[..., list[str]], error: type[Exception]
) -> None:
    with pytest.raises(error):
        run(drill(office, typed(held.texts)))
    refused = last(office)
    assert isinstance(refused, ActRefused)
    assert refused.rule == error.__name__
    assert office.register.recoveries[1].drilled is None


def test_a_record_that_cannot_be_written_says_that_the_drill_stands(
    office: Office, held: Held, tmp_path: Path
) -> None:
    with a_small_disk(tmp_path / "small", "8k") as disk, pytest.raises(PaperNotWrittenError, match="drill"):
        run(drill(office, held.texts[:2], disk))
    assert office.register.recoveries[1].drilled == march(2)


# --- revoking --------------------------------------------------------------------------------------


def test_revoked_shares_open_nothing_and_none_take_their_place(
    office: Office, held: Held, tmp_path: Path
) -> None:
    run(revoke(office, "A sheet was lost", new_key_file=tmp_path / "key 2"))
    *_, revoked, renewed = events(office)
    assert revoked == RecoveryRevoked(recovery=1, reason="A sheet was lost")
    assert isinstance(renewed, KeysRenewed)
    assert renewed.new_device_secret
    assert (office.register.recovery, office.vault.recovery) == (None, None)
    office.close()
    with pytest.raises(WrongRecoverySecretError):
        recovered(office.vault.folder, held.texts)
    unlocked(office.vault.folder, key=tmp_path / "key 2").close()


def test_without_shares_there_is_nothing_to_revoke(office: Office, tmp_path: Path) -> None:
    with pytest.raises(WrongStateError):
        run(revoke(office, "A sheet was lost", new_key_file=tmp_path / "key 2"))
    assert not (tmp_path / "key 2").exists()


def test_a_revocation_needs_a_reason_and_a_new_key_file(office: Office, held: Held, tmp_path: Path) -> None:
    with pytest.raises(FactMissingError):
        run(revoke(office, " ", new_key_file=tmp_path / "key 2"))
    with pytest.raises(KeyFileNeededError):
        run(revoke(office, "A sheet was lost"))
    assert run(drill(office, held.texts)).shares == (1, 2, 3)


def test_the_sheets_are_drawn_in_large_print_where_somebody_wants_it(office: Office, out: Path) -> None:
    ordinary = made(office, out).made.sheets
    office.large_print = True
    key_file = out.parent / "key 2"
    large = run(make_shares(office, needed=2, holders=HOLDERS, folder=out, new_key_file=key_file)).sheets
    assert len(pypdfium2.PdfDocument(large[0])) > len(pypdfium2.PdfDocument(ordinary[0]))
