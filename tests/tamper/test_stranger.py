"""A stranger with the format page and published libraries opens what the program made, in a process apart.

The stranger (stranger.py) runs from another folder, and what it imports is looked at.
"""

import ast
import hashlib
import json
import secrets
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.custody import keys as rules
from desktop.office import keys
from desktop.office.procedure import run
from desktop.store import shares
from desktop.store.header_keys import NewRecovery
from desktop.store.renewal import NewKeys
from tests.tamper.scene import RENEWED, Scene, back_up

STRANGER = Path(__file__).with_name("stranger.py")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "vault-format.md"
KNOWN = {"cryptography", "sqlcipher3"}
"""What the stranger may import besides Python's own modules."""

pytestmark = pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not installed")


def asked(folder: Path, opener: Path | str, typed: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-I", str(STRANGER), str(folder), str(opener)]
    return subprocess.run(command, input=f"{typed}\n".encode(), capture_output=True, check=False, cwd="/")


def told(folder: Path, opener: Path | str, typed: str) -> dict[str, Any]:
    answer = asked(folder, opener, typed)
    assert answer.returncode == 0, answer.stderr.decode()
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def is_all_of(found: dict[str, Any], scene: Scene) -> bool:
    """Tell whether the stranger found every entry and every master of a scene, and no others."""
    rows = [(number, json.loads(body), digest.hex()) for number, _salt, body, digest in scene.rows]
    entries = [(e["number"], {"event": e["event"], "hand": e["hand"]}, e["digest"]) for e in found["entries"]]
    documents = {hashlib.sha256(content).hexdigest() for content in scene.masters.values()}
    return entries == rows and set(found["masters"].values()) == documents


def test_a_stranger_reads_a_whole_vault(today: Scene) -> None:
    assert is_all_of(told(today.vault, today.key, today.passphrase), today)


@pytest.mark.parametrize("which", ["renewed", "rekeyed"])
def test_a_stranger_reads_a_vault_whose_keys_were_renewed(request: pytest.FixtureRequest, which: str) -> None:
    scene: Scene = request.getfixturevalue(which)
    assert is_all_of(told(scene.vault, scene.key, scene.passphrase), scene)


def test_a_stranger_opens_the_slot_of_any_operator(today: Scene) -> None:
    office = today.office()
    run(keys.add_operator(office, name="Blake Example", passphrase=RENEWED))
    office.close()
    first, second = (told(today.vault, today.key, typed) for typed in (today.passphrase, RENEWED))
    assert first == second


def with_shares(scene: Scene) -> tuple[Scene, list[str]]:
    """Make recovery shares for a vault, any two of three; return the scene of it, and the shares' words."""
    secret = secrets.token_bytes(16)
    office = scene.office()
    make = office.act(
        rules.make_recovery,
        new_keys=NewKeys(recovery=NewRecovery(secret, number=1, needed=2, of=3)),
        generation=office.vault.next_generation,
        needed=2,
        holders=("The Chair", "The Clerk", "The Solicitor"),
    )
    run(make)
    rows = back_up(office)
    office.close()
    return replace(scene, rows=rows), shares.split(secret, needed=2, of=3)


def put_together(words: list[str]) -> str:
    """Return the secret of the shares in hex, by the published program for them alone."""
    program = "import sys, shamir_mnemonic; print(shamir_mnemonic.combine_mnemonics(sys.argv[1:]).hex())"
    command = [sys.executable, "-I", "-c", program, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd="/").stdout.strip()


def test_a_stranger_reads_a_backup_with_the_passphrase(backed_up: Scene) -> None:
    found = told(backed_up.place / "backup", backed_up.key, backed_up.passphrase)
    assert is_all_of(found, backed_up)


def test_a_stranger_with_a_drive_and_enough_shares_has_everything(today: Scene) -> None:
    """No computer, no keyring, no passphrase: what is in the bank, and two office holders."""
    scene, words = with_shares(today)
    drive = today.place.with_name("drive")
    (today.place / "backup").rename(drive)
    shutil.rmtree(today.place)
    for two in (words[:2], words[1:], [words[2], words[0]]):
        assert is_all_of(told(drive, "recovery", put_together(two)), scene)
    assert asked(drive, "recovery", bytes(16).hex()).returncode != 0


def test_a_stranger_is_not_taken_in_by_a_changed_byte(today: Scene) -> None:
    """The control: the stranger's checks are such as can fail."""
    for file in (today.header, today.ledger, today.sealed("D-0002"), today.key):
        data = file.read_bytes()
        at = len(data) - 5
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert asked(today.vault, today.key, today.passphrase).returncode != 0, file
        file.write_bytes(data)
    assert asked(today.vault, today.key, "another").returncode != 0
    assert asked(today.vault, today.key, today.passphrase).returncode == 0


def test_the_stranger_imports_nothing_of_ours() -> None:
    tree = ast.parse(STRANGER.read_text("utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} - sys.stdlib_module_names == KNOWN


def test_every_name_that_the_stranger_needs_stands_on_the_page() -> None:
    """Labels of keys, parts of headers, manifests and entries: none of them is known from anywhere else."""
    page = PAGE.read_text("utf-8")
    needed = set()
    for node in ast.walk(ast.parse(STRANGER.read_text("utf-8"))):
        if isinstance(node, ast.Subscript):
            needed |= texts([node.slice])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "subkey":
            needed |= texts(node.args)
        if isinstance(node, ast.Constant) and isinstance(node.value, bytes) and node.value:
            needed.add(node.value.decode().removesuffix("\0"))
    assert len(needed) > 30
    assert sorted(name for name in needed if name not in page) == []


def texts(nodes: list[ast.expr]) -> set[str]:
    values = (node.value for node in nodes if isinstance(node, ast.Constant))
    return {value for value in values if isinstance(value, str)}
