"""What somebody at the command line is told of each kind of tampering: exit code, words, what to do next.

The other tests here know classes; this one says them aloud, once each.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.custody import ledger
from desktop.custody.ledger import Head
from tests.cli.spoken import Desk
from tests.factory import PASSPHRASE
from tests.tamper.conftest import Days
from tests.tamper.ledger_rows import put, rechained, sql
from tests.tamper.scene import Scene

Tamper = Callable[[Scene, Days], object]


def desk_of(scene: Scene) -> Desk:
    file = scene.place / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", "utf-8")
    file.chmod(0o600)
    return Desk(scene.place)


def a_bit(file: Path, at: int = -1) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def rewritten(scene: Scene, _days: Days) -> None:
    def edit(bodies: list[bytes]) -> None:
        bodies[-1] = bodies[-1].replace(b"panel member", b"senior representative")

    put(scene, rechained(scene.rows, edit))


def older(scene: Scene, days: Days) -> None:
    shutil.rmtree(scene.vault)
    shutil.copytree(days.yesterday.vault, scene.vault)


TOLD: dict[str, tuple[Tamper, int, str]] = {
    "the header": (lambda scene, _days: a_bit(scene.header, 50), 70, "header was altered"),
    "a row": (lambda scene, _days: sql(scene, "UPDATE entry SET salt = x'' WHERE number = 9"), 71, "Entry 9"),
    "the ledger taken away": (lambda scene, _days: scene.ledger.unlink(), 76, "not in its folder"),
    "the ledger": (lambda scene, _days: a_bit(scene.ledger), 77, "cannot be read with its key"),
    "its tail": (lambda scene, days: shutil.copy(days.yesterday.ledger, scene.ledger), 80, "was cut off"),
    "the vault": (older, 81, "older state"),
    "all of the ledger": (rewritten, 82, "was rewritten"),
    "the kept head": (lambda scene, _days: a_bit(scene.place / "key.head", -5), 83, "was altered or damaged"),
    "a master's key": (lambda scene, _days: sql(scene, "DELETE FROM master"), 86, "no longer has the key"),
}


@pytest.mark.parametrize(("tamper", "code", "words"), TOLD.values(), ids=TOLD)
def test_an_act_in_a_tampered_vault_is_refused_with_a_code_and_words_of_its_own(
    today: Scene, days: Days, tamper: Tamper, code: int, words: str
) -> None:
    desk = desk_of(today)
    tamper(today, days)
    for _ in range(2):  # and not only the first time
        said = desk("review", "open", "--reference", "SCR-2026-09", "--authority", "The Chair")
        assert said.code == code, said
        assert words in said.err
        assert "passphrase does not open" not in said.err
        assert said.out == ""


@pytest.mark.parametrize("name", ["its tail", "the vault", "all of the ledger", "the kept head"])
@pytest.mark.parametrize("how", [(), ("--json",), ("--quiet",)], ids=str)
def test_what_can_still_be_read_is_read_and_nothing_silences_the_finding(
    today: Scene, days: Days, name: str, how: tuple[str, ...]
) -> None:
    desk = desk_of(today)
    tamper, code, words = TOLD[name]
    tamper(today, days)
    said = desk("person", "list", *how)
    assert said.code == code
    assert "First Invented 0" in said.out
    assert words in said.err


@pytest.mark.parametrize(
    ("name", "answer"), [("all of the ledger", "differs"), ("its tail", "unknown"), ("the vault", "unknown")]
)
def test_a_paper_typed_in_says_what_became_of_the_ledger(
    today: Scene, days: Days, name: str, answer: str
) -> None:
    desk = desk_of(today)
    last = today.rows[-1]
    slip = ledger.checkpoint(Head(last[0], last[3]))
    assert desk.json("slip", "check", slip)["slip"] == "matches"
    TOLD[name][0](today, days)
    assert f'"slip": "{answer}"' in desk("slip", "check", slip, "--json").out


@pytest.mark.parametrize(
    "name", ["its tail", "the vault", "all of the ledger", "the kept head", "a master's key"]
)
def test_a_check_names_what_is_amiss_with_the_vault_as_a_whole(today: Scene, days: Days, name: str) -> None:
    desk = desk_of(today)
    tamper, _code, words = TOLD[name]
    tamper(today, days)
    said = desk("vault", "verify", "--json")
    assert said.code == 3
    assert words in said.out


def test_an_altered_master_is_a_problem_that_a_check_names(today: Scene) -> None:
    desk = desk_of(today)
    a_bit(today.sealed("D-0002"))
    said = desk("vault", "verify", "--json")
    assert said.code == 3
    assert "D-0002, version 1" in said.out


def test_a_master_whose_key_is_gone_is_told_from_one_whose_file_is_gone(today: Scene, days: Days) -> None:
    desk = desk_of(today)
    today.sealed("D-0002").unlink()
    told = desk.json("vault", "verify")["problems"]
    assert any("its file is not in the vault" in problem["what"] for problem in told)
    TOLD["a master's key"][0](today, days)
    told = desk.json("vault", "verify")["problems"]
    assert any("the ledger no longer has its key" in problem["what"] for problem in told)
