"""Events as bytes: one spelling each, read for ever, and odd text kept as it is."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import get_args

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
from tests.custody.vectors import ENTRIES, VECTORS, YOUNGER, first_part, folded, foundings, history, rows
from tests.factory import a_hand

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


def test_the_vectors_hold_an_event_of_every_kind() -> None:
    kinds = {type(from_bytes(row.body, row.number).event) for row in history()}
    assert kinds == set(KINDS)


def test_every_field_of_an_entry_is_given_in_some_vector() -> None:
    given: dict[tuple[str, str], bool] = {}

    def look(struct: msgspec.Struct) -> None:
        for field in msgspec.structs.fields(type(struct)):
            value = getattr(struct, field.name)
            name = type(struct).__name__, field.name
            given[name] = given.get(name, False) or value not in (field.default, None, "", ())
            for one in value if isinstance(value, tuple) else (value,):
                if isinstance(one, msgspec.Struct):
                    look(one)

    for row in [*history(), *rows(YOUNGER), *foundings()]:
        look(from_bytes(row.body, row.number).event)
    assert [name for name, is_given in given.items() if not is_given] == []


@pytest.mark.parametrize("row", [*history(), *rows(YOUNGER), *foundings()], ids=lambda row: str(row.number))
def test_an_entry_is_read_and_written_as_the_same_bytes(row: Row) -> None:
    record = from_bytes(row.body, row.number)
    assert to_bytes(record.hand, record.event) == row.body
    assert json.dumps(json.loads(row.body), sort_keys=True, separators=(",", ":"), ensure_ascii=False) == (
        row.body.decode()
    )
    assert "{" not in record.event.said().replace(str(record.hand), "")


def test_the_chain_of_the_vectors_is_what_it_was() -> None:
    assert Head(0, bytes.fromhex(VECTORS["empty"])) == EMPTY
    for chained in (rows(), rows(YOUNGER)):
        bodies, salts = [row.body for row in chained], [row.salt for row in chained]
        assert list(ledger.chain(EMPTY, bodies, salts)) == chained
        assert list(ledger.verified(chained)) == chained


def test_the_checkpoints_of_the_vectors_are_what_they_were() -> None:
    for entry, row in zip(ENTRIES, rows(), strict=True):
        assert ledger.checkpoint(Head(row.number, row.digest)) == entry["checkpoint"]
        assert ledger.compare(ledger.read_checkpoint(entry["checkpoint"]), row.digest) == "matches"


def test_the_history_of_the_vectors_folds() -> None:
    register = first_part()
    assert register.head == Head(rows()[-1].number, rows()[-1].digest)
    copy = register.copies["D-0001/3"]
    assert (copy.state, copy.loans[-1].returned, copy.loans[-1].signed_out) == (
        "in safe",
        date(2026, 3, 6),
        date(2026, 3, 3),
    )
    assert register.documents["D-0002"].blocked
    assert register.review("SCR-2026-01").concluded == date(2026, 3, 12)
    assert register.last_recorded == datetime(2026, 5, 7, 9, 30, tzinfo=UTC)


def test_the_history_of_the_vectors_tells_who_keeps_the_vault() -> None:
    register = first_part()
    assert [operator.removed for operator in register.operators.values()] == [
        None,
        date(2026, 3, 23),
        date(2026, 3, 18),
        None,
    ]
    assert (register.custodian.name, register.generation, register.skipped) == (
        "Sam Placeholder",
        10,
        820_003,
    )
    assert register.recovery is not None
    assert (register.recovery.recovery, register.recovery.used) == (2, date(2026, 3, 23))
    assert register.recoveries[1].drilled == date(2026, 3, 13)
    assert [(one.previous, one.confirmed) for one in register.handovers] == [
        ("O-0001", date(2026, 3, 18)),
        ("O-0001", None),
    ]
    medium = register.media["M-0001"]
    assert (medium.number, medium.generation, medium.witness) == (46, 4, "Sam Witness")
    assert medium.destroyed == date(2026, 3, 20)
    assert [register.copies[f"D-0001/{number}"].state for number in (4, 5)] == ["allotted", "allotted"]


def test_the_history_of_the_vectors_tells_what_became_of_each_copy() -> None:
    register = first_part()
    report, minutes = "D-820006", "D-820007"
    assert [copy.state for copy in register.copies.values() if copy.document == report] == [
        "escalated",
        "lost",
        "in safe",
        "declared deleted",
    ]
    handed_on, lost, *_others, sent = (register.copies[f"{report}/{number}"] for number in (1, 2, 3, 4))
    assert [(loan.person, loan.returned is None) for loan in handed_on.loans] == [
        ("P-820006", False),
        ("P-820007", True),
    ]
    assert [loan.received_from for loan in handed_on.loans] == ["", "P-820006"]
    assert (handed_on.due, handed_on.loans[-1].escalated) == (date(2026, 4, 24), date(2026, 4, 21))
    assert [done.what for done in register.chases[handed_on.copy]] == [
        "telephone call",
        "reminder 1",
        "recall",
        "escalation",
    ]
    assert [(late.happened, late.entered) for late in register.late[handed_on.copy]] == [
        (date(2026, 4, 7), date(2026, 4, 8))
    ]
    assert (lost.responsible, sent.form, register.electronic[sent.copy].declared) == (
        "P-820006",
        "electronic",
        "Kim Placeholder",
    )
    assert register.copies[f"{minutes}/1"].rendition == 2
    incident = next(known for known in register.incidents.values() if known.matter == "lost")
    assert incident.clock_ends == datetime(2026, 4, 12, 9, 30, tzinfo=UTC)
    assert not incident.clock_runs
    breach = next(known for known in register.incidents.values() if known.matter == "breach")
    assert breach.clock_ends == datetime(2026, 4, 8, 8, 0, tzinfo=UTC)
    assert breach.assessment is not None
    assert breach.assessment.why_late == "The office was closed"
    muster = list(register.musters.values())[-1]
    assert [known.about for known in muster.discrepancies] == [handed_on.copy]


def test_the_history_of_the_vectors_tells_what_left_and_why() -> None:
    register = first_part()
    request = list(register.requests.values())[-1]
    assert (request.under, request.asked_by) == ("court order", "The clerk of the court")
    (known,) = register.advice.values()
    assert known.about == "D-820006 (version 1)"
    withdrawn, published = register.publications["SCR-2026-02"]
    assert (withdrawn.state, published.state) == ("withdrawn", "published")
    assert list(register.interest.values())[-1].state == "sent"
    assert [known.state for known in register.submissions.values()] == ["received"]
    assert [known.state for known in register.health.values()] == ["disclosed in part"]
    assert [known.state for known in register.agency_plans.values()] == [
        "reported to the Board",
        "withdrawn",
    ]
    asked, whole = register.foi.values()
    assert (asked.state, asked.reviewed is not None and asked.reviewed.outcome) == (
        "answered: granted in part; reviewed: answer changed in part",
        "answer changed in part",
    )
    assert (whole.state, [one.state for one in register.subject_access.values()]) == (
        "open",
        ["stopped: proof of identity was asked for"],
    )
    first = list(register.holds.values())[:4]
    assert [hold.lifted for hold in first] == [date(2026, 5, 6), None, None, None]
    assert register.views[-1].how == "here, under R-820007"


def test_the_history_of_the_vectors_tells_what_the_board_decided() -> None:
    register = first_part()
    settings = register.founded.settings
    assert [kind.kind for kind in settings.kinds if kind.apart] == ["coding-schedule", "genogram"]
    assert (settings.copy_limit, settings.muster_days, settings.closed) == (5, 60, "Scotland")
    assert settings.categories[-1] == "court <user>"
    assert [one.post for one in settings.standing_recipients] == ["Head of Legal Services"]
    assert list(register.closed_days) == [date(2026, 4, 2)]
    assert register.holidays[date(2026, 7, 13)].where == "Northern Ireland"
    younger = Register().fold(ledger.verified(rows(YOUNGER))).founded.settings
    assert (younger.muster_days, younger.closed) == (30, "Northern Ireland")
    assert [rung.step for rung in younger.ladder] == ["reminder", "escalation"]


def test_the_whole_history_folds_whatever_goes_on_from_the_first_part() -> None:
    assert folded().head == Head(history()[-1].number, history()[-1].digest)
    assert [len(Register().fold([row]).operators) for row in foundings()] == [1] * len(foundings())


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
