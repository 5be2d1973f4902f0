"""What is left of a disposed master goes, a former secret is forgotten, and nothing else is touched (G5)."""

import os
from pathlib import Path

import pytest

from desktop.store import shredding
from desktop.store.device import KeyFile, new_device_secret
from desktop.store.durable import erase
from desktop.store.errors import CannotWriteError
from desktop.store.header_keys import fingerprint

VAULT = "0" * 32
GONE, KEPT = f"{'1' * 32}.age", f"{'2' * 32}.age"


def test_the_sealed_files_of_these_names_go_and_no_others(tmp_path: Path) -> None:
    masters = tmp_path / "masters"
    masters.mkdir()
    for name in (GONE, KEPT):
        (masters / name).write_bytes(b"sealed")
    assert shredding.there(masters, [GONE]) == [GONE]
    assert shredding.take_away(masters, [GONE, f"{'3' * 32}.age"]) == (1, ())
    assert [path.name for path in masters.iterdir()] == [KEPT]
    assert shredding.take_away(masters, [GONE]) == (0, ())
    assert shredding.take_away(tmp_path / "no such folder", [GONE]) == (0, ())


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="a folder in a file's place")
def test_what_cannot_be_taken_away_is_told(tmp_path: Path) -> None:
    masters = tmp_path / "masters"
    (masters / GONE).mkdir(parents=True)
    assert shredding.take_away(masters, [GONE]) == (0, (f"the sealed file {GONE}",))


def test_only_the_secret_that_was_named_is_forgotten(tmp_path: Path) -> None:
    former, present = new_device_secret(), new_device_secret()
    place = KeyFile(tmp_path / "key")
    place.store(VAULT, fingerprint(present, VAULT), present)
    assert shredding.forget(place, VAULT, [fingerprint(former, VAULT)]) == []
    assert (tmp_path / "key").exists(), "a key file holds one secret, whichever is asked for"
    place.keep_head(VAULT, fingerprint(present, VAULT), "former:1:ab")
    assert shredding.forget(place, VAULT, [fingerprint(present, VAULT)]) == []
    assert not (tmp_path / "key").exists()
    assert (tmp_path / "key.head").exists(), "a vault that is put back is still found out by it"
    assert shredding.forget(place, VAULT, [fingerprint(present, VAULT)]) == []


def test_a_place_that_fails_is_told_and_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("no secret at all\n", "utf-8")
    (told,) = shredding.forget(KeyFile(tmp_path / "key"), VAULT, ["0" * 32])
    assert "a former device secret" in told


def test_a_file_is_written_over_before_it_goes(tmp_path: Path) -> None:
    file, seen = tmp_path / "ledger-1.db", tmp_path / "seen"
    file.write_bytes(b"secret" * 100_000)
    os.link(file, seen)
    erase(file)
    assert seen.read_bytes().startswith(b"secret"), "what has another name is left as it is"
    assert not file.exists()
    seen.rename(file)
    with file.open("rb") as still_open:
        erase(file)
        assert set(still_open.read()) == {0}
    assert not file.exists()
    erase(file)


def test_a_link_goes_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "own").write_bytes(b"mine")
    (tmp_path / "ledger-1.db").symlink_to(tmp_path / "own")
    erase(tmp_path / "ledger-1.db")
    assert (tmp_path / "own").read_bytes() == b"mine"
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotWriteError):
        erase(tmp_path / "folder")
