"""Packages that are refused, stopped or cut short: nothing is left of them, and the ledger says so."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.custody.errors import CancelledError, FactMissingError, StrongroomError, WitnessError
from desktop.custody.handed_out import IN_CLEAR
from desktop.custody.observations import ActRefused
from desktop.custody.packages import PackageMade
from desktop.office.errors import FileInTheWayError, OutputInVaultError
from desktop.office.office import Office
from desktop.office.packages import (
    Order,
    PackageNotMadeError,
    RecipientMistypedError,
    SecretKeyGivenError,
    make_package,
)
from desktop.office.procedure import Step, run
from desktop.store.errors import MasterAlteredError, MasterMissingError
from tests.factory import a_small_disk
from tests.office.at_work import events, last, masters
from tests.office.packed import CLEAR, IDENTITY, RECIPIENT, filled, in_clear, made, paper, whole


@pytest.fixture
def kept(office: Office, tmp_path: Path) -> Office:
    """An office with something of everything."""
    return filled(office, tmp_path)


def test_in_clear_needs_a_reason_and_a_witness_who_is_somebody_else(kept: Office, tmp_path: Path) -> None:
    before = kept.register.head.number
    for order, refusal in (
        ({"reason": " "}, FactMissingError),
        ({"witness": ""}, FactMissingError),
        ({"witness": "avery  EXAMPLE"}, WitnessError),
        ({"witness": "O-0001"}, WitnessError),
    ):
        with pytest.raises(refusal):
            in_clear(kept, tmp_path / "new" / "package", **order)
        assert isinstance(last(kept), ActRefused)
    assert kept.register.head.number == before + 4
    assert not (tmp_path / "new").exists()

    done = in_clear(kept, tmp_path / "package")
    event = events(kept)[-2]
    assert isinstance(event, PackageMade)
    assert (event.recipient, event.witness) == (IN_CLEAR, "Wren Witness")
    assert "Wren Witness" in paper(done.receipt)
    assert whole(tmp_path / "package")


def mistyped(text: str) -> str:
    return text[:10] + ("q" if text[10] != "q" else "p") + text[11:]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ("", RecipientMistypedError),
        (" ", RecipientMistypedError),
        (mistyped(RECIPIENT), RecipientMistypedError),
        (RECIPIENT[:-1], RecipientMistypedError),
        (RECIPIENT.upper(), RecipientMistypedError),
        (IDENTITY.encoded(), SecretKeyGivenError),
        (f"  {IDENTITY.encoded().lower()}\n", SecretKeyGivenError),
        (IDENTITY.encoded()[:-2], SecretKeyGivenError),
    ],
)
def test_a_wrong_recipient_is_refused_on_the_record_without_being_repeated(
    kept: Office, tmp_path: Path, given: str, refusal: type[StrongroomError]
) -> None:
    with pytest.raises(refusal) as refused:
        made(kept, tmp_path / "new" / "package", recipient=given, **CLEAR)
    entry = last(kept)
    assert isinstance(entry, ActRefused)
    for told_ in (refused.value.message, refused.value.hint, entry.told, repr(refused.value.facts)):
        assert not given.strip() or given.strip()[20:40].casefold() not in told_.casefold()
    assert refused.value.__cause__ is None
    assert not (tmp_path / "new").exists()


def test_spaces_about_a_recipient_do_not_matter(kept: Office, tmp_path: Path) -> None:
    assert made(kept, tmp_path / "package", recipient=f" {RECIPIENT}\n").handed.recipient == RECIPIENT


def test_a_package_lies_neither_in_the_vault_nor_over_anything(kept: Office, tmp_path: Path) -> None:
    before = sorted(kept.vault.folder.rglob("*"))
    for place in ("package", "masters/package", "."):
        with pytest.raises(OutputInVaultError):
            made(kept, kept.vault.folder / place)
    assert sorted(kept.vault.folder.rglob("*")) == before
    (tmp_path / "there").mkdir()
    with pytest.raises(FileInTheWayError):
        made(kept, tmp_path / "there")
    assert not any(isinstance(event, PackageMade) for event in events(kept))


def test_a_package_without_a_document_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(FactMissingError, match="none is in custody"):
        made(office, tmp_path / "package")


def test_a_full_disk_leaves_nothing_and_is_on_the_record(kept: Office, tmp_path: Path) -> None:
    with a_small_disk(tmp_path / "small", "24k") as disk:
        with pytest.raises(PackageNotMadeError, match="no room"):
            made(kept, disk / "package")
        assert list(disk.iterdir()) == []
    assert isinstance(events(kept)[-2], PackageMade)
    assert isinstance(last(kept), ActRefused)
    made(kept, tmp_path / "package")
    assert whole(tmp_path / "package")


def test_a_package_that_is_cancelled_leaves_nothing_and_is_on_the_record(
    kept: Office, tmp_path: Path
) -> None:
    def on_step(_step: Step) -> Callable[[float], None]:
        def progress(part: float) -> None:
            if part > 0:
                raise CancelledError(what="Writing the package", left="Nothing is left of it.")

        return progress

    target = tmp_path / "new" / "package"
    with pytest.raises(CancelledError):
        run(make_package(kept, Order(target, RECIPIENT)), on_step)
    assert list(target.parent.iterdir()) == []
    assert isinstance(last(kept), ActRefused)


@pytest.mark.parametrize("gone", [True, False], ids=["missing", "altered"])
def test_a_master_that_does_not_verify_is_not_handed_over(
    office: Office, document: str, tmp_path: Path, *, gone: bool
) -> None:
    (name,) = masters(office)
    sealed = office.vault.folder / "masters" / name
    data = sealed.read_bytes()
    sealed.unlink() if gone else sealed.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(MasterMissingError if gone else MasterAlteredError):
        made(office, tmp_path / "new" / "package")
    assert list((tmp_path / "new").iterdir()) == []
    assert office.register.documents[document].blocked
    sealed.write_bytes(data)
    made(office, tmp_path / "package")
    assert whole(tmp_path / "package")
