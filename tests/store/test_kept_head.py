"""The head kept outside the vault: what it tells of a ledger that was cut, rewritten or put back (T4, T5)."""

import contextlib
import hashlib
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody.errors import StrongroomError, TamperError
from desktop.custody.ledger import Head
from desktop.store import kept_head
from desktop.store.device import KeyFile
from desktop.store.errors import (
    KeptHeadAlteredError,
    LedgerRewrittenError,
    OlderVaultError,
    TailCutError,
)
from desktop.store.header import Header, parse_header
from desktop.store.kept_head import KeptHead
from tests.store.headers import FIRST

SIGNING = bytes(range(32))
HEADER = parse_header(FIRST)


def digest(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def head(number: int) -> Head:
    return Head(number, digest(number))


class Kept:
    """A note of entry 5, outside (beside a key file) and inside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outside = folder / "key.head"
        self.kept = KeptHead(folder, KeyFile(folder / "key"), HEADER, SIGNING)
        self.kept.note(head(5))
        self.kept.close()

    def compare(self, ends: Head, header: Header = HEADER, signing: bytes = SIGNING) -> bool:
        place = KeyFile(self.folder / "key")
        return KeptHead(self.folder, place, header, signing).compare(ends, digest)


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_a_ledger_that_ends_there_or_goes_on_is_right(kept: Kept) -> None:
    assert kept.compare(head(5))
    assert kept.compare(head(9))


def test_a_ledger_that_ends_before_was_cut_when_the_vault_itself_knows_more(kept: Kept) -> None:
    with pytest.raises(TailCutError, match="ends with entry 4") as found:
        kept.compare(head(4))
    assert "key.head beside the key file knows of entry 5" in found.value.message


def test_a_vault_that_knows_no_more_itself_is_an_older_one(kept: Kept) -> None:
    (kept.folder / "head").write_text(f"4:{digest(4).hex()}\n")
    with pytest.raises(OlderVaultError):
        kept.compare(head(4))
    (kept.folder / "head").unlink()
    with pytest.raises(OlderVaultError):
        kept.compare(head(4))


def test_another_entry_of_that_number_was_rewritten(kept: Kept) -> None:
    with pytest.raises(LedgerRewrittenError, match="entry 5"):
        KeptHead(kept.folder, KeyFile(kept.folder / "key"), HEADER, SIGNING).compare(
            head(9), lambda number: digest(number + 1)
        )


def test_where_nothing_was_kept_nothing_is_compared(tmp_path: Path) -> None:
    place = KeyFile(tmp_path / "key")
    assert not KeptHead(tmp_path, place, HEADER, SIGNING).compare(head(5), digest)


def test_a_note_under_other_keys_is_none_of_these(kept: Kept) -> None:
    other = msgspec.structs.replace(HEADER, body=msgspec.structs.replace(HEADER.body, device="00" * 16))
    assert not kept.compare(head(4), other)


def test_a_note_that_another_signer_sealed_is_named(kept: Kept) -> None:
    with pytest.raises(KeptHeadAlteredError):
        kept.compare(head(5), signing=SIGNING[::-1])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("5:", "4:", 1),
        lambda text: text[:-2] + ("0" if text[-2] != "0" else "1") + "\n",
        lambda text: text.splitlines()[0] + "\n",
        lambda _text: "",
        lambda _text: "\xff" * 200,
    ],
)
def test_an_altered_note_is_named_as_such(kept: Kept, change: "object") -> None:
    assert callable(change)
    kept.outside.write_text(change(kept.outside.read_text()), encoding="latin-1")
    with pytest.raises(KeptHeadAlteredError):
        kept.compare(head(5))


@given(data=st.binary(max_size=120))
def test_no_bytes_in_its_place_pass_for_a_note(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = Kept(tmp_path_factory.mktemp("kept"))
    kept.outside.write_bytes(data)
    with pytest.raises(StrongroomError):
        kept.compare(head(5))
    shutil.rmtree(kept.folder)


def test_of_many_notes_the_last_is_kept(tmp_path: Path) -> None:
    place = KeyFile(tmp_path / "key")
    writing = KeptHead(tmp_path, place, HEADER, SIGNING)
    for number in range(1, 100):
        writing.note(head(number))
    writing.close()
    with pytest.raises(TailCutError, match="entry 99"):
        KeptHead(tmp_path, place, HEADER, SIGNING).compare(head(98), digest)


def test_a_note_that_cannot_be_kept_is_told_and_stops_nothing(tmp_path: Path) -> None:
    kept = KeptHead(tmp_path, KeyFile(tmp_path / "gone" / "key"), HEADER, SIGNING)
    kept.note(head(1))
    kept.close()
    assert kept.trouble is not None
    assert (tmp_path / "head").read_text().startswith("1:")


# --- while a restored vault takes the place of another


def other(number: int) -> bytes:
    return hashlib.sha256(f"other {number}".encode()).digest()


def notes(kept: Kept) -> KeptHead:
    return KeptHead(kept.folder, KeyFile(kept.folder / "key"), HEADER, SIGNING)


def test_the_vault_before_a_restore_and_the_restored_one_are_both_right(kept: Kept) -> None:
    notes(kept).expect(Head(4, other(4)))
    assert kept.compare(head(5))
    assert notes(kept).compare(Head(4, other(4)), other)
    assert notes(kept).compare(Head(6, other(6)), other)


def test_a_vault_that_is_neither_is_told_by_what_the_one_before_knew(kept: Kept) -> None:
    notes(kept).expect(Head(4, other(4)))
    with pytest.raises(TailCutError, match="entry 5"):
        kept.compare(head(3))
    with pytest.raises(LedgerRewrittenError, match="entry 5"):
        notes(kept).compare(head(6), lambda number: digest(number + 1))


def test_a_vault_of_which_nothing_was_kept_has_nothing_kept_of_it_by_a_restore(tmp_path: Path) -> None:
    writing = KeptHead(tmp_path, KeyFile(tmp_path / "key"), HEADER, SIGNING)
    writing.expect(Head(4, other(4)))
    assert not writing.compare(head(5), digest)
    assert writing.compare(Head(4, other(4)), other)


def test_a_note_that_was_altered_stays_a_finding(kept: Kept) -> None:
    kept.outside.write_text(kept.outside.read_text().replace("5:", "4:", 1))
    before = kept.outside.read_bytes()
    notes(kept).expect(Head(4, other(4)))
    assert kept.outside.read_bytes() == before


def test_one_head_of_two_cannot_be_taken_out_of_a_note(kept: Kept) -> None:
    notes(kept).expect(Head(4, other(4)))
    text = kept.outside.read_text()
    kept.outside.write_text(text.replace(f"5:{digest(5).hex()}:", "", 1))
    with pytest.raises(KeptHeadAlteredError):
        kept.compare(head(5))


def test_after_many_restores_cut_short_the_first_head_and_the_last_are_known(kept: Kept) -> None:
    for number in range(10, 30):
        notes(kept).expect(Head(number, other(number)))
    assert kept.compare(head(5))
    assert notes(kept).compare(Head(29, other(29)), other)


def test_the_next_opening_settles_which_of_the_two_it_is(kept: Kept) -> None:
    notes(kept).expect(Head(4, other(4)))
    opened = notes(kept)
    opened.compare(Head(4, other(4)), other)
    opened.settle(Head(4, other(4)))
    opened.close()
    with pytest.raises(LedgerRewrittenError, match="entry 4"):
        kept.compare(head(5))


def test_where_one_head_is_known_there_is_nothing_to_settle(kept: Kept) -> None:
    before = kept.outside.read_bytes()
    opened = notes(kept)
    opened.compare(head(9), digest)
    opened.settle(head(9))
    opened.close()
    assert kept.outside.read_bytes() == before


def test_a_vault_that_stands_in_no_place_yet_notes_nothing_by_itself(kept: Kept) -> None:
    before = kept.outside.read_bytes()
    working = notes(kept)
    with working.deferred():
        working.note(head(6))
        working.close()  # as its vault does
        assert kept.outside.read_bytes() == before
        working.keep(head(7))
    with pytest.raises(OlderVaultError, match="entry 7"):
        kept.compare(head(6))


def test_a_note_that_comes_late_does_not_replace_one_that_knows_more(tmp_path: Path) -> None:
    place = KeyFile(tmp_path / "key")
    late = KeptHead(tmp_path, place, HEADER, SIGNING)
    KeptHead(tmp_path, place, HEADER, SIGNING).keep(head(7))
    late.note(head(3))
    late.close()
    with pytest.raises(TamperError):
        KeptHead(tmp_path, place, HEADER, SIGNING).compare(head(6), digest)


class InterruptedOnce(ThreadPoolExecutor):
    """Hands its first piece of work on, and is interrupted by Ctrl-C before it can say so."""

    interrupted = False

    def submit(self, *work: Any, **more: Any) -> Future[Any]:
        future = super().submit(*work, **more)
        if not self.interrupted:
            self.interrupted = True
            raise KeyboardInterrupt
        return future


def test_a_note_that_ctrl_c_interrupts_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_head, "ThreadPoolExecutor", InterruptedOnce)
    kept = KeptHead(tmp_path, KeyFile(tmp_path / "key"), HEADER, SIGNING)
    with pytest.raises(KeyboardInterrupt), contextlib.closing(kept):
        kept.note(head(5))
    assert KeptHead(tmp_path, KeyFile(tmp_path / "key"), HEADER, SIGNING).compare(head(5), digest)
