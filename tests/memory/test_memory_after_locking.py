"""Once the vault is locked, no key is in the memory of the program, which is read whole from outside."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.memory import known
from tests.memory.a_day import MARKER, Day, told
from tests.memory.scanning import Scanner

Begin = Callable[..., Day]
OPEN = {"vault key", "signing key", "device secret", "ledger's key"}
"""What the program holds while a vault is open, under names without the generation."""


@pytest.mark.parametrize("kind", ["office", "window"])
def test_no_key_is_left_once_the_vault_is_locked(begin: Begin, scanner: Scanner, kind: str) -> None:
    judge(begin(kind), scanner)


@pytest.mark.usefixtures("secret_service")
def test_no_key_is_left_where_the_device_secret_came_from_a_keyring(begin: Begin, scanner: Scanner) -> None:
    judge(begin("window", "keyring"), scanner)


def test_no_key_is_left_after_a_recovery(begin: Begin, scanner: Scanner) -> None:
    day = begin("office")
    day.until("locked")
    day.go_on()
    day.until("locked again")
    left = scanner.found(day.process.pid, day.secrets)
    assert not left, told(left)


def judge(day: Day, scanner: Scanner) -> None:
    day.until("refused")
    at_the_gate = scanner.found(day.process.pid, day.secrets)
    assert not at_the_gate, f"after a wrong passphrase:\n{told(at_the_gate)}"
    day.go_on()
    day.until("open")
    there = {name.partition(" [")[0] for name in scanner.found(day.process.pid, day.secrets)}
    assert there >= OPEN, "the scan does not find what must be there"
    day.go_on()
    day.until("locked")
    left = scanner.found(day.process.pid, day.secrets)
    assert not left, f"after locking:\n{told(left)}"
    typed = scanner.found(day.process.pid, day.typed | known.as_text("words of a document", MARKER))
    print(f"of what was typed or read there is left:\n{told(typed) or 'nothing'}")  # noqa: T201 - promised nowhere, so only told


def test_a_key_that_is_kept_back_is_found(begin: Begin, scanner: Scanner) -> None:
    day = begin("office", "leak")
    day.until("locked")
    assert set(scanner.found(day.process.pid, day.secrets)) == {f"vault key [{day.generation}]"}


def test_the_process_that_reads_documents_never_has_a_key(begin: Begin, scanner: Scanner) -> None:
    day = begin("office")
    day.until("verified")
    workers = children(day.process.pid)
    assert workers
    for worker in workers:
        found = scanner.found(worker, day.secrets)
        assert not found, told(found)


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]
