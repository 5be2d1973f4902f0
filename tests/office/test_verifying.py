from pathlib import Path

import pytest

from desktop.custody import incidents, ledger, numbers
from desktop.custody.errors import OnHoldError, SlipMistypedError
from desktop.custody.observations import VaultVerified
from desktop.office.office import Office
from desktop.office.procedure import run
from desktop.office.verification import check_slip, verify
from tests.office.at_work import events, last, masters, reopened, taken_in, unlocked


def master(office: Office) -> Path:
    return office.vault.folder / "masters" / masters(office)[0]


def test_a_sound_vault_verifies_and_says_so_in_the_ledger(office: Office, pdf: Path) -> None:
    taken_in(office, pdf)
    found = run(verify(office))
    assert (found.ok, found.masters, found.problems) == (True, 1, [])
    assert last(office) == VaultVerified(masters=1, problems=0)


def test_an_altered_master_is_named_opens_an_incident_and_blocks_issue(office: Office, pdf: Path) -> None:
    document = taken_in(office, pdf)
    data = bytearray(master(office).read_bytes())
    data[-1] ^= 1
    master(office).write_bytes(data)
    found = run(verify(office))
    assert not found.ok
    assert [problem.where for problem in found.problems] == [f"{document}, version 1"]
    assert any(isinstance(event, incidents.IncidentOpened) for event in events(office))
    with pytest.raises(OnHoldError):
        office.do(numbers.allot, document=document, number_of_copies=1)


def test_each_altered_or_missing_master_is_named_and_not_only_the_first(office: Office, pdf: Path) -> None:
    taken_in(office, pdf)
    for name in masters(office):
        (office.vault.folder / "masters" / name).write_bytes(b"")
    (office.vault.folder / "masters" / "planted").touch()
    (office.vault.folder / "notes.txt").touch()
    found = run(verify(office))
    assert [problem.where for problem in found.problems] == [
        "D-0001, version 1",
        "masters/planted",
        "notes.txt",
    ]


def test_a_vault_open_for_reading_is_verified_without_an_entry(office: Office, pdf: Path) -> None:
    taken_in(office, pdf)
    count = len(events(office))
    reading = unlocked(office.vault.folder, read_only=True)
    found = run(verify(reading))
    assert found.ok
    assert found.outcome is None
    reading.close()
    assert len(events(office)) == count


def test_a_ledger_rewritten_under_an_open_office_is_a_problem(office: Office) -> None:
    connection = office.vault._ledger._connection
    connection.execute("UPDATE entry SET salt = zeroblob(16) WHERE number = 2")
    found = run(verify(office))
    assert [problem.where for problem in found.problems] == ["entry 2"]


def test_a_slip_matches_differs_or_is_unknown(office: Office) -> None:
    head = office.register.head
    assert run(check_slip(office, f"Ledger {ledger.checkpoint(head)}")) == "matches"
    assert run(check_slip(office, ledger.checkpoint(ledger.Head(1, bytes(32))))) == "differs"
    assert run(check_slip(office, ledger.checkpoint(ledger.Head(99, head.digest)))) == "unknown"
    with pytest.raises(SlipMistypedError):
        run(check_slip(office, "no slip at all"))


def test_a_cut_tail_verifies_alone_and_shows_against_a_slip(office: Office, pdf: Path) -> None:
    taken_in(office, pdf)
    slip = ledger.checkpoint(office.register.head)
    office.vault._ledger._connection.execute("DELETE FROM entry WHERE number = 3")
    again = reopened(office)
    found = run(verify(again, slip))
    assert not found.ok
    assert found.slip == "unknown"
    again.close()
