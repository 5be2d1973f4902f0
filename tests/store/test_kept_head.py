"""The head kept outside the vault: what it tells of a ledger that was cut, rewritten or put back (T4, T5)."""

import hashlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody.errors import StrongroomError
from desktop.custody.ledger import Head
from desktop.store.device import KeyFile
from desktop.store.errors import (
    KeptHeadAlteredError,
    LedgerRewrittenError,
    OlderVaultError,
    TailCutError,
)
from desktop.store.kept_head import KeptHead

VAULT, SECRET = "0a" * 16, bytes(range(32))


def digest(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def head(number: int) -> Head:
    return Head(number, digest(number))


class Kept:
    """A note of entry 5, outside (beside a key file) and inside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outside = folder / "key.head"
        self.kept = KeptHead(folder, KeyFile(folder / "key"), VAULT, SECRET)
        self.kept.note(head(5))
        self.kept.close()

    def compare(self, ends: Head, secret: bytes = SECRET) -> bool:
        place = KeyFile(self.folder / "key")
        return KeptHead(self.folder, place, VAULT, secret).compare(ends, lambda n: digest(n))


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
        KeptHead(kept.folder, KeyFile(kept.folder / "key"), VAULT, SECRET).compare(
            head(9), lambda n: digest(n + 1)
        )


def test_where_nothing_was_kept_nothing_is_compared(tmp_path: Path) -> None:
    place = KeyFile(tmp_path / "key")
    assert not KeptHead(tmp_path, place, VAULT, SECRET).compare(head(5), digest)


def test_a_note_under_other_keys_is_none_of_these(kept: Kept) -> None:
    assert not kept.compare(head(4), SECRET[::-1])


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
    writing = KeptHead(tmp_path, place, VAULT, SECRET)
    for number in range(1, 100):
        writing.note(head(number))
    writing.close()
    with pytest.raises(TailCutError, match="entry 99"):
        KeptHead(tmp_path, place, VAULT, SECRET).compare(head(98), digest)


def test_a_note_that_cannot_be_kept_is_told_and_stops_nothing(tmp_path: Path) -> None:
    kept = KeptHead(tmp_path, KeyFile(tmp_path / "gone" / "key"), VAULT, SECRET)
    kept.note(head(1))
    kept.close()
    assert kept.trouble is not None
    assert (tmp_path / "head").read_text().startswith("1:")
