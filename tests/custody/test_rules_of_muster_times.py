"""When a muster is due, what it says of each state of a copy, and how its lines are read (C13)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from desktop.custody import (
    chasing,
    counting,
    electronic,
    handover,
    mishaps,
    muster,
    muster_schedule,
    package_contents,
    package_tables,
)
from desktop.custody.copies import CopyState
from desktop.custody.errors import (
    FactMissingError,
    WrongStateError,
)
from desktop.custody.hand import Event
from desktop.custody.muster import Counted
from desktop.custody.today import today
from tests.custody.keepers import at_two
from tests.custody.mustered import a_full_desk, begun, count, finish, found_one, told
from tests.factory import TERMS, TODAY, Facts, a_desk, march


def test_a_muster_is_due_ninety_days_after_the_last_of_every_copy() -> None:
    desk, *_ = a_full_desk()
    assert muster_schedule.due(desk.register, TODAY + timedelta(90)) is None
    never = muster_schedule.due(desk.register, TODAY + timedelta(91))
    assert never == ("The copies were never mustered.", TODAY + timedelta(90))
    begun(desk, place="the safe")
    finish(desk)
    assert muster_schedule.due(desk.register, TODAY + timedelta(91)) == never, "only the safe was counted"
    begun(desk, on=4)
    open_one = today(desk.register, march(4)).muster_due
    assert open_one == ("Muster MU-0002 is not finished: 0 of 3 copies counted.", march(4))
    finish(desk)
    assert today(desk.register, march(4) + timedelta(90)).muster_due is None
    due = today(desk.register, march(4) + timedelta(91)).muster_due
    assert due == ("The last muster of every copy was finished on 4 March 2026.", march(4) + timedelta(90))


def test_the_schedule_is_changed_by_an_authority_and_counts_from_then_on() -> None:
    desk, *_ = a_full_desk()
    begun(desk)
    finish(desk)
    with pytest.raises(FactMissingError, match="The authority"):
        desk.do(muster_schedule.change_days, march(4), days=30, authority=" ")
    for days in (0, 367):
        with pytest.raises(FactMissingError, match="The number of days"):
            desk.do(muster_schedule.change_days, march(4), days=days, authority="The Board")
    with pytest.raises(WrongStateError, match="every 90 days already"):
        desk.do(muster_schedule.change_days, march(4), days=90, authority="The Board")
    desk.do(muster_schedule.change_days, march(4), days=30, authority="The Board")
    assert muster_schedule.due(desk.register, march(4) + timedelta(30)) is None
    assert muster_schedule.due(desk.register, march(4) + timedelta(31)) is not None


def test_a_muster_is_due_at_each_handover() -> None:
    desk = at_two()
    desk.copy(desk.document())
    begun(desk)
    finish(desk, on=3)
    assert muster_schedule.due(desk.register, march(4)) is None
    desk.renew(handover.hand_over, march(4), operator="O-0002", authority="The Board")
    due = muster_schedule.due(desk.register, march(4))
    assert due == ("The vault was handed over on 4 March 2026: count every copy.", march(4))
    begun(desk, on=4)
    finish(desk, on=4)
    assert muster_schedule.due(desk.register, march(4)) is None


def test_where_there_is_no_copy_no_muster_is_due() -> None:
    desk = a_desk()
    desk.document()
    assert muster_schedule.due(desk.register, march(2) + timedelta(1000)) is None


BEFALLEN: dict[str, tuple[Callable[..., list[Event]], Facts]] = {
    "lost": (mishaps.lose, {"what": "Nobody knows"}),
    "claimed returned": (mishaps.claim_returned, {"said_by": "Robin", "how": "By post"}),
    "damaged": (mishaps.damage, {"what": "Soaked"}),
    "recalled": (chasing.recall, {"reason": "The panel meets early"}),
}


@pytest.mark.parametrize(
    ("state", "agrees"),
    [
        ("lost", "not seen"),
        ("claimed returned", "not seen"),
        ("damaged", "with its holder"),
        ("recalled", "with its holder"),
    ],
)
def test_each_state_of_a_copy_that_is_out_agrees_with_one_place_alone(state: str, agrees: str) -> None:
    desk, _kept, out, *_ = a_full_desk()
    act, facts = BEFALLEN[state]
    copy: Facts = {"copies": (out,)} if state == "recalled" else {"copy": out}
    desk.do(act, march(3), **copy, **facts)
    for seen in counting.SEEN:
        found = begun(desk)
        count(desk, Counted(out, seen))
        finding = desk.register.musters[found.muster].counts[out].finding
        assert (finding == "") == (seen == agrees), seen
        assert state in finding or not finding
        desk.do(muster.abandon, march(3), reason="To count again")


def test_a_lost_copy_need_not_be_looked_for_and_is_a_discrepancy_once_it_is_seen() -> None:
    desk, _kept, out, *_ = a_full_desk()
    desk.do(mishaps.lose, march(3), copy=out, what="Nobody knows")
    begun(desk)
    assert out not in {copy.copy for copy in muster.standing(desk.register, found_one(desk)).missing}
    count(desk, Counted(out, "in the safe", 3))
    finish(desk)
    assert told(desk)[out] == "recorded as lost (P-0001), but seen in the safe"
    assert desk.register.copies[out].state == CopyState.LOST, "finding it is an act of its own"


def test_a_file_is_confirmed_with_its_recipient_and_not_looked_for_once_it_is_deleted() -> None:
    desk, *_ = a_full_desk()
    request = desk.agreed("P-0001", "D-0001", mode="electronic")
    lent: Facts = {"person": "P-0001", "request": request, "due": march(20), "terms": TERMS}
    desk.do(electronic.begin, document="D-0001", **lent)
    desk.do(electronic.sent, copy="D-0001/5", pages=3, sha256="0" * 64, size=10)
    begun(desk)
    count(desk, Counted("D-0001/5", "with its holder"))
    assert found_one(desk).counts["D-0001/5"].finding == ""
    desk.do(electronic.deleted, march(3), copy="D-0001/5", declared_by="Robin")
    count(desk, Counted("D-0001/5", "not seen"))
    assert found_one(desk).counts["D-0001/5"].finding == ""
    count(desk, Counted("D-0001/5", "in the safe"))
    assert found_one(desk).counts["D-0001/5"].finding == "recorded as declared deleted, but seen in the safe"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("D-0001/3 12", ("D-0001/3", 12)),
        (" d-0001/3 ", ("d-0001/3", None)),
        ("4 12", ("D-0009/4", 12)),
        ("4", ("D-0009/4", None)),
        ("SR1 TEST D-0001/3 2 ABCD", ("SR1 TEST D-0001/3 2 ABCD", None)),
        ("D-0001/3 twelve", ("D-0001/3 twelve", None)),
        ("D-0001/3 123456789", ("D-0001/3 123456789", None)),
        ("", ("", None)),
    ],
)
def test_a_line_says_a_copy_and_its_pages(line: str, read: tuple[str, int | None]) -> None:
    assert counting.line_read(line, "D-0009") == read


def test_a_number_alone_is_no_copy_before_one_was_counted() -> None:
    assert counting.line_read("4 12", "") == ("4", 12)


def test_a_package_for_a_successor_holds_the_musters_and_not_the_code_of_a_sheet() -> None:
    desk, kept, *_ = a_full_desk()
    found = begun(desk)
    count(desk, Counted(kept, "not seen", None, "The shelf is empty"))
    finish(desk)
    records = package_tables.records(package_contents.contents(desk.register))
    (musters,) = (noun for noun in records if noun.name == "musters")
    assert [(table.name, len(table.rows)) for table in musters.tables] == [
        ("musters", 1),
        ("muster_counts", 1),
        ("muster_discrepancies", 3),
    ]
    assert "The shelf is empty" in musters.tables[1].rows[0]
    assert found.code not in str(records)
