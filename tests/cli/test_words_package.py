"""A package from the command line: what is answered, and what is refused."""

from pathlib import Path

import bagit
import pytest

from desktop.store.age import Identity
from tests.cli.spoken import REVIEW, Desk

IDENTITY = Identity(bytes(range(1, 33)))
RECIPIENT = IDENTITY.recipient()
CLEAR = ("--in-clear", "--witness", "Wren Witness", "--reason", "The archive has no key")


def make(folder: Path, *words: str) -> tuple[str | Path, ...]:
    return ("package", "make", "--to", folder, *words)


def test_a_sealed_package_is_answered_with_what_was_handed_over(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "package"
    answer = desk.json(
        *make(folder, "--recipient", RECIPIENT, "--review", REVIEW, "--authority", "The Board")
    )
    bag = bagit.Bag(str(folder))
    bag.validate()
    size, files = bag.info["Payload-Oxum"].split(".")
    assert answer["package"] == str(folder)
    assert Path(answer["receipt"]).is_file()
    assert (answer["bytes"], answer["files"]) == (int(size), int(files))
    assert (answer["documents"], answer["versions"], answer["coding_schedules"]) == (1, 1, 0)
    assert (answer["recipient"], len(answer["fingerprint"])) == (RECIPIENT, 32)
    assert answer["entry"] == answer["head"]["number"] == answer["made"] + 1 == answer["entries"] + 1


def test_a_package_in_clear_is_made_with_a_witness_and_said_to_be_one(desk: Desk, tmp_path: Path) -> None:
    said = desk(*make(tmp_path / "package", *CLEAR))
    assert said.code == 0
    assert "nobody: it is in clear" in said.out
    assert "Have its receipt signed" in said.out
    assert "whoever can read the folder" in said.err
    bagit.Bag(str(tmp_path / "package")).validate()
    assert desk.json(*make(tmp_path / "again", *CLEAR))["recipient"] is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "one of the two"),
        (("--recipient", RECIPIENT, *CLEAR), "one of the two"),
        (("--in-clear", "--reason", "None"), "--witness"),
        (("--in-clear", "--witness", "Wren Witness"), "--reason"),
    ],
)
def test_it_is_sealed_or_in_clear_with_all_that_needs(
    desk: Desk, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    said = desk(*make(tmp_path / "package", *words))
    assert said.code == 2
    assert told in said.err
    assert not (tmp_path / "package").exists()


@pytest.mark.parametrize(
    ("given", "error", "code"),
    [
        (RECIPIENT.replace("7", "8", 1), "RecipientMistypedError", 36),
        ("", "RecipientMistypedError", 36),
        (IDENTITY.encoded(), "SecretKeyGivenError", 37),
    ],
)
def test_what_is_no_recipient_is_refused_and_not_repeated(
    desk: Desk, tmp_path: Path, given: str, error: str, code: int
) -> None:
    said = desk(*make(tmp_path / "package", "--recipient", given), "--json")
    assert (said.code, said.refusal["error"]) == (code, error)
    assert not given or given not in said.err
    assert not given or given not in desk("ledger", "list").out
    assert not (tmp_path / "package").exists()


def test_a_package_in_the_vault_is_refused(desk: Desk) -> None:
    refused = desk.refused(*make(desk.vault / "package", "--recipient", RECIPIENT))
    assert refused["error"] == "OutputInVaultError"
    assert not (desk.vault / "package").exists()
