"""The administrator rewrites history: every digest made right again with the real keys (T7).

Such a ledger is whole in itself, and the program says so of its chain. What shows it is what lies elsewhere:
the head kept outside the vault, a paper that somebody kept, a backup's manifest. Without these nothing can.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from desktop.custody import ledger
from desktop.custody.errors import LedgerAlteredError
from desktop.custody.ledger import Answer, Head, Stored
from desktop.office.procedure import run
from desktop.office.verification import check_slip
from desktop.store.errors import (
    HeaderAlteredError,
    KeptHeadAlteredError,
    LedgerRewrittenError,
    TailCutError,
)
from tests.tamper.conftest import Count
from tests.tamper.ledger_rows import Bodies, put, rechained
from tests.tamper.scene import Scene, found

Change = Callable[[Bodies], object]


def place_of(bodies: Bodies, kind: str, nth: int = 0) -> int:
    """Return the index of the nth entry of a kind."""
    return [at for at, body in enumerate(bodies) if json.loads(body)["event"]["kind"] == kind][nth]


def edited(bodies: Bodies) -> None:
    at = place_of(bodies, "person-added", 5)
    bodies[at] = bodies[at].replace(b"Nurse", b"Clerk")


def another_hour(bodies: Bodies) -> None:
    at = place_of(bodies, "person-added", 5)
    entry = json.loads(bodies[at])
    entry["hand"]["recorded"] = "2026-03-02T11:00:00Z"
    bodies[at] = json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()


def swapped(bodies: Bodies) -> None:
    one, other = (place_of(bodies, "document-taken-in", nth) for nth in (0, 1))
    bodies[one], bodies[other] = bodies[other], bodies[one]


def last_replaced(bodies: Bodies) -> None:
    bodies[-1] = bodies[place_of(bodies, "role-given", 5)]


def inserted(bodies: Bodies) -> None:
    at = place_of(bodies, "role-given", 5)
    bodies.insert(at, bodies[at])


def grown(bodies: Bodies) -> None:
    edited(bodies)
    bodies += [bodies[place_of(bodies, "role-given", 5)]] * 5


def without_its_last_day(bodies: Bodies) -> None:
    del bodies[-30:]


SAME_NUMBERS: dict[str, Change] = {
    "an entry edited": edited,
    "an entry made earlier": another_hour,
    "two entries swapped": swapped,
    "the last entry replaced": last_replaced,
    "an entry inserted": inserted,
    "an entry edited and more added": grown,
}
FEWER: dict[str, Change] = {
    "an entry removed": lambda bodies: bodies.pop(place_of(bodies, "role-given", 5)),
    "the last day removed": without_its_last_day,
}
IMPOSSIBLE: dict[str, Change] = {
    "a person removed who has a role": lambda bodies: bodies.pop(place_of(bodies, "person-added", 5)),
    "a document removed that was corrected": lambda bodies: bodies.pop(
        place_of(bodies, "document-taken-in", 2)
    ),
    "a decision before its request": lambda bodies: bodies.insert(
        2, bodies.pop(place_of(bodies, "access-decided"))
    ),
    "another founder": lambda bodies: bodies.__setitem__(0, bodies[0].replace(b"O-0001", b"O-0009")),
    "no entry at all in one": lambda bodies: bodies.__setitem__(2, b"{}"),
    "no text in one": lambda bodies: bodies.__setitem__(2, b"\xff"),
}
"""What no program ever entered, in a chain that is whole."""


def slip_of(rows: Sequence[Stored], number: int) -> str:
    """Return the number and code that stood at the foot of a paper printed after that entry."""
    digest = rows[number - 1][3]
    return ledger.checkpoint(Head(number, digest))


def answer(scene: Scene, slip: str) -> Answer:
    """Return what somebody is told who types a paper's number and code into the rewritten vault."""
    office = scene.office()
    try:
        return run(check_slip(office, slip))
    finally:
        office.close()


@pytest.mark.parametrize("change", [*SAME_NUMBERS.values(), *FEWER.values()], ids=[*SAME_NUMBERS, *FEWER])
def test_a_rewritten_chain_is_whole_in_itself(today: Scene, change: Change) -> None:
    """The control: nothing in the ledger itself can show the rewrite."""
    rows = rechained(today.rows, change)
    assert list(ledger.verified(rows)) == rows != list(today.rows)


@pytest.mark.parametrize("change", SAME_NUMBERS.values(), ids=SAME_NUMBERS)
def test_the_head_kept_outside_shows_a_rewrite(today: Scene, count: Count, change: Change) -> None:
    put(today, rechained(today.rows, change))
    told = found(today)
    assert told is LedgerRewrittenError
    assert found(today, read_only=True) is told
    count("the chain recomputed with the real keys", told)


@pytest.mark.parametrize("change", FEWER.values(), ids=FEWER)
def test_the_head_kept_outside_shows_a_rewrite_that_is_shorter(
    today: Scene, count: Count, change: Change
) -> None:
    put(today, rechained(today.rows, change))
    told = found(today)
    assert told is TailCutError
    count("the chain recomputed with the real keys, and shorter", told)


@pytest.mark.parametrize("change", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
@pytest.mark.parametrize("kept", [True, False])
def test_a_rewrite_that_tells_of_impossible_things_is_told(
    today: Scene, count: Count, change: Change, *, kept: bool
) -> None:
    put(today, rechained(today.rows, change))
    if not kept:
        head_of(today).unlink()
    told = found(today)
    assert told in (
        {LedgerRewrittenError, TailCutError} if kept else {LedgerAlteredError, HeaderAlteredError}
    )
    count("impossible entries in a chain recomputed with the real keys", told)


def test_a_vault_with_a_finding_is_read_and_not_written(today: Scene) -> None:
    put(today, rechained(today.rows, edited))
    before = today.ledger.read_bytes()
    office = today.office()
    assert office.vault.read_only
    assert isinstance(office.finding, LedgerRewrittenError)
    office.close()
    assert today.ledger.read_bytes() == before


@pytest.mark.parametrize("change", SAME_NUMBERS.values(), ids=SAME_NUMBERS)
@pytest.mark.parametrize("kept", [True, False])
def test_a_paper_that_somebody_kept_shows_a_rewrite(
    today: Scene, count: Count, change: Change, *, kept: bool
) -> None:
    put(today, rechained(today.rows, change))
    if not kept:  # he took away what is kept on this computer: only the paper is left
        head_of(today).unlink()
    last = len(today.rows)
    assert answer(today, slip_of(today.rows, last)) == "differs"
    assert answer(today, slip_of(today.rows, 2)) == "matches"
    count("a paper against a rewritten ledger", "differs")


def test_a_paper_shows_a_cut_tail_though_nothing_is_kept_on_the_computer(today: Scene, count: Count) -> None:
    put(today, today.rows[:-30])
    head_of(today).unlink()
    assert answer(today, slip_of(today.rows, len(today.rows))) == "unknown"
    count("a paper against a cut ledger", "unknown")


def test_a_rewriter_who_makes_the_kept_head_anew_without_the_device_secret_is_told(
    today: Scene, count: Count
) -> None:
    rows = rechained(today.rows, edited)
    put(today, rows)
    number, _salt, _body, digest = rows[-1]
    text = head_of(today).read_text("ascii")
    note, last = text.splitlines()
    seal = last.rsplit(":", 1)[1]
    head_of(today).write_text(f"{note}\n{number}:{digest.hex()}:{seal}\n", "ascii")
    told = found(today)
    assert told is KeptHeadAlteredError
    count("the kept head written anew without its key", told)


def test_who_makes_the_kept_head_anew_with_all_the_keys_is_shown_by_a_paper_alone(
    today: Scene, count: Count
) -> None:
    """The limit, said in docs/trust.md: an administrator who knows how has every key there is."""
    rows = rechained(today.rows, edited)
    put(today, rows)
    office = today.office()
    assert office.vault.notes is not None
    office.vault.notes.keep(Head(rows[-1][0], rows[-1][3]))
    office.close()
    office = today.office()
    assert office.finding is None
    assert run(check_slip(office, slip_of(today.rows, len(today.rows)))) == "differs"
    assert run(check_slip(office, slip_of(rows, len(rows)))) == "matches"
    office.close()
    count("a paper against a ledger and a kept head made with all the keys", "differs")


def head_of(scene: Scene) -> Path:
    return scene.key.with_name(f"{scene.key.name}.head")
