"""Events as bytes: one spelling each, read for ever, and odd text kept as it is."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import ledger
from desktop.custody.access import AccessDecided, Decision
from desktop.custody.clock import ClockChanged
from desktop.custody.entries import AnyEvent, from_bytes, to_bytes
from desktop.custody.errors import ImpossibleDateError, LedgerAlteredError, LedgerTooNewError
from desktop.custody.hand import Event, Hand
from desktop.custody.keys import RecoveryMade
from desktop.custody.ledger import EMPTY, Head, Row
from desktop.custody.people import Contact, ContactChanged, PersonAdded, Role, RoleGiven
from desktop.custody.register import Register
from desktop.custody.restores import VaultRestored
from desktop.resources import resource
from tests.factory import a_hand

VECTORS: dict[str, Any] = json.loads(resource("vectors/ledger.json").read_bytes())
ENTRIES: list[dict[str, Any]] = VECTORS["entries"]
KINDS: tuple[type[Event], ...] = get_args(AnyEvent)

TEXT = st.text(max_size=60)
DAYS = st.dates()
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - the zones come from ZONES
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=ZONES,
)
COUNTS = st.integers(0, 2**63 - 1)
CONTACTS = st.builds(Contact, TEXT, TEXT, TEXT, TEXT)
EVENTS = st.one_of(
    st.builds(PersonAdded, person=TEXT, name=TEXT, post=TEXT, agency=TEXT, contact=CONTACTS),
    st.builds(ContactChanged, person=TEXT, contact=CONTACTS),
    st.builds(RoleGiven, person=TEXT, role=st.builds(Role, TEXT, TEXT, st.none() | DAYS, st.none() | DAYS)),
    st.builds(
        AccessDecided,
        request=TEXT,
        decision=st.builds(Decision, st.booleans(), TEXT, TEXT, DAYS, st.none() | DAYS, TEXT),
    ),
    st.builds(RecoveryMade, recovery=COUNTS, needed=COUNTS, holders=st.lists(TEXT).map(tuple)),
    st.builds(
        VaultRestored,
        source=TEXT,
        number=COUNTS,
        lost=st.none() | COUNTS,
        replayed=COUNTS,
        reason=TEXT,
        witness=TEXT,
    ),
    st.builds(ClockChanged, before=MOMENTS, now=MOMENTS, how=st.sampled_from(["went back", "jumped ahead"])),
)


def rows() -> list[Row]:
    """Return the vectors as a ledger's rows."""
    return [
        Row(
            entry["number"],
            bytes.fromhex(entry["salt"]),
            entry["body"].encode(),
            bytes.fromhex(entry["digest"]),
        )
        for entry in ENTRIES
    ]


def test_the_vectors_hold_an_event_of_every_kind() -> None:
    kinds = {type(from_bytes(row.body, row.number).event) for row in rows()}
    assert kinds == set(KINDS)


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row.number))
def test_an_entry_is_read_and_written_as_the_same_bytes(row: Row) -> None:
    record = from_bytes(row.body, row.number)
    assert to_bytes(record.hand, record.event) == row.body
    assert json.dumps(json.loads(row.body), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == (
        row.body.decode()
    )
    assert "{" not in record.event.said().replace(str(record.hand), "")


def test_the_chain_of_the_vectors_is_what_it_was() -> None:
    assert Head(0, bytes.fromhex(VECTORS["empty"])) == EMPTY
    bodies, salts = [row.body for row in rows()], [row.salt for row in rows()]
    assert list(ledger.chain(EMPTY, bodies, salts)) == rows()
    assert list(ledger.verified(rows())) == rows()


def test_the_checkpoints_of_the_vectors_are_what_they_were() -> None:
    for entry, row in zip(ENTRIES, rows(), strict=True):
        assert ledger.checkpoint(Head(row.number, row.digest)) == entry["checkpoint"]
        assert ledger.compare(ledger.read_checkpoint(entry["checkpoint"]), row.digest) == "matches"


def test_the_history_of_the_vectors_folds() -> None:
    register = Register().fold(ledger.verified(rows()))
    assert register.head == Head(rows()[-1].number, rows()[-1].digest)
    copy = register.copies["D-0001/3"]
    assert (copy.state, copy.loans[-1].returned, copy.loans[-1].signed_out) == (
        "in safe",
        date(2026, 3, 6),
        date(2026, 3, 3),
    )
    assert register.documents["D-0002"].blocked
    assert register.review("SCR-2026-01").concluded == date(2026, 3, 12)


def test_the_history_of_the_vectors_tells_who_keeps_the_vault() -> None:
    register = Register().fold(ledger.verified(rows()))
    assert [operator.removed for operator in register.operators.values()] == [
        None,
        date(2026, 3, 23),
        date(2026, 3, 18),
    ]
    assert (register.custodian.operator, register.generation, register.skipped) == ("O-0001", 9, 820_003)
    assert register.recovery is not None
    assert (register.recovery.recovery, register.recovery.used) == (2, date(2026, 3, 23))
    assert register.recoveries[1].drilled == date(2026, 3, 13)
    assert [(one.operator, one.confirmed) for one in register.handovers] == [("O-0002", date(2026, 3, 18))]
    medium = register.media["M-0001"]
    assert (medium.number, medium.generation, medium.witness) == (46, 4, "Sam Witness")
    assert medium.destroyed == date(2026, 3, 20)
    assert [copy.state for copy in register.copies.values()][-2:] == ["allotted", "allotted"]
    assert register.last_recorded == datetime(2026, 3, 26, 10, 30, tzinfo=UTC)


def test_the_vectors_notice_a_change() -> None:
    changed = rows()
    changed[3] = changed[3]._replace(body=changed[3].body + b" ")
    with pytest.raises(LedgerAlteredError, match="Entry 4"):
        list(ledger.verified(changed))


def test_every_kind_has_a_name_of_its_own_and_words() -> None:
    names = [kind.__struct_config__.tag for kind in KINDS]
    assert len(set(names)) == len(names)
    assert all(kind.words or kind.said is not Event.said for kind in KINDS)


@given(EVENTS, MOMENTS, st.none() | st.timedeltas(timedelta(0), timedelta(days=400)), TEXT)
def test_any_event_comes_back_from_its_bytes(
    event: Event, recorded: datetime, before: timedelta | None, witness: str
) -> None:
    hand = Hand("O-0001", recorded, None if before is None else recorded - before, witness)
    body = to_bytes(hand, event)
    record = from_bytes(body, 1)
    assert (record.hand, record.event) == (hand, event)
    assert record.hand.recorded.utcoffset() == hand.recorded.utcoffset()
    assert to_bytes(record.hand, record.event) == body
    assert body == body.decode("utf-8").encode()
    assert b"\n" not in body


def test_the_day_is_the_one_where_it_was_entered() -> None:
    late = Hand("O-0001", datetime(2026, 3, 2, 23, 30, tzinfo=timezone(timedelta(hours=-5))))
    assert late.day == date(2026, 3, 2)
    record = from_bytes(to_bytes(late, ContactChanged(person="P-0001", contact=Contact())), 1)
    assert record.hand.day == date(2026, 3, 2)


def test_nothing_happens_after_it_was_entered_even_in_a_ledger() -> None:
    hand = a_hand()
    body = to_bytes(hand, ContactChanged(person="P-0001", contact=Contact()))
    ahead = body.replace(b'"recorded"', b'"happened":"2026-03-03T12:00:00Z","recorded"')
    with pytest.raises((ImpossibleDateError, LedgerAlteredError)):
        from_bytes(ahead, 7)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"\xff",
        b'{"event":{"kind":"tomorrow"}}',
        b'{"event":{"kind":"tomorrow"},"hand":{}}',
        b'{"event":{"kind":7},"hand":{"by":"O-0001","recorded":"2026-03-02T12:00:00Z"}}',
        b'{"event":{},"hand":{"by":"O-0001","recorded":"2026-03-02T12:00:00Z"}}',
        b'{"event":{"kind":"copy-spoilt"},"hand":{"by":"O-0001","recorded":"2026-03-02T12:00:00Z"}}',
        b'{"event":{"kind":"copy-spoilt","copy":1,"reason":""},"hand":{"by":"O-0001","recorded":"2026-03-02"}}',
        b"[" * 100_000,
    ],
)
def test_what_no_program_ever_entered_is_an_alteration(body: bytes) -> None:
    with pytest.raises(LedgerAlteredError, match="Entry 7"):
        from_bytes(body, 7)


def test_an_event_of_a_kind_that_is_not_known_is_a_newer_programs() -> None:
    event = b'{"kind":"tomorrow","weather":"invented"}'
    body = b'{"event":' + event + b',"hand":{"by":"O-0001","recorded":"2026-03-02T12:00:00Z"}}'
    with pytest.raises(LedgerTooNewError, match="Entry 7"):
        from_bytes(body, 7)


def test_events_are_frozen() -> None:
    with pytest.raises(AttributeError):
        ContactChanged(person="P-0001", contact=Contact()).person = "P-0002"  # type: ignore[misc]
    assert all(issubclass(kind, msgspec.Struct) and kind.__struct_config__.frozen for kind in KINDS)
