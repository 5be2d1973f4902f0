"""What concerns what: the ledger read by document, copy, person, review, operator and day (H4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import access, account, account_paper, incidents, loans, muster, numbers, observations
from desktop.custody.account import APART, Account, Reader, View
from desktop.custody.blocks import Table
from desktop.custody.errors import ImpossibleDateError, UnknownReferenceError
from desktop.custody.muster import Counted
from tests.custody.keepers import at_two
from tests.factory import OPERATOR, REVIEW, Desk, a_desk, a_hand, march


def read(desk: Desk, **wanted: object) -> list[Account]:
    """Return the entries of a view, read from the first entry on."""
    chosen = account.view(desk.register, **wanted)  # type: ignore[arg-type] # as a face gives them
    reader = Reader(desk.register)
    return [reader.account(row) for row in desk.rows if reader.tells(row, chosen)]


def kinds(desk: Desk, **wanted: object) -> list[str]:
    return [entry.kind for entry in read(desk, **wanted)]


def two_copies() -> tuple[Desk, str, str]:
    """Return a desk with a copy that is out, and one of another document in the safe."""
    desk = a_desk()
    return desk, desk.lent(), desk.copy(desk.document(kind="executive-summary"))


def test_a_document_is_read_with_its_copies_and_requests_and_no_other() -> None:
    desk, out, other = two_copies()
    assert kinds(desk, about=out.partition("/")[0]) == [
        "document-taken-in",
        "access-requested",
        "access-decided",
        "copies-allotted",
        "copy-printed",
        "copy-signed-out",
    ]
    assert kinds(desk, about=other.partition("/")[0]) == [
        "document-taken-in",
        "copies-allotted",
        "copy-printed",
    ]


def test_a_copy_is_read_from_the_giving_of_its_number() -> None:
    desk = a_desk()
    first, second, third = desk.allot(desk.document(), 3)
    desk.do(numbers.printed, copy=second)
    desk.do(numbers.spoil, copy=third, reason="Jam")
    assert kinds(desk, about=second.lower()) == ["copies-allotted", "copy-printed"]
    assert kinds(desk, about=first) == ["copies-allotted"]


def test_a_person_is_read_with_what_they_asked_for_and_what_happened_to_a_copy_while_they_had_it() -> None:
    desk, out, _other = two_copies()
    desk.do(loans.take_back, march(3), copy=out, pages=2, condition="A page is gone")
    desk.do(incidents.close, march(3), incident="I-0001", found="Behind the shelf")
    desk.do(loans.take_back, march(4), copy=out, pages=3, condition="Good")
    desk.do(muster.begin, march(4), first="A. Counter", second="B. Counter")
    desk.do(muster.count, march(4), counts=[Counted(out, "in the safe", 3)])
    assert kinds(desk, about="P-0001") == [
        "person-added",
        "role-given",
        "access-requested",
        "access-decided",
        "copy-signed-out",
        "return-miscounted",
        "incident-opened",
        "incident-closed",
        "copy-returned",
    ]
    assert kinds(desk, about=out)[-1] == "muster-counted"


def test_a_copy_lent_again_is_told_of_each_holder_for_their_own_time() -> None:
    desk, out, _other = two_copies()
    desk.do(loans.take_back, march(3), copy=out, pages=3, condition="Good")
    second = desk.person("Kim Invented")
    desk.sign_out(out, second, desk.agreed(second, out.partition("/")[0], on=march(3)), on=march(3))
    desk.do(loans.take_back, march(4), copy=out, pages=3, condition="Torn")
    mine, theirs = read(desk, about="P-0001"), read(desk, about=second)
    assert [entry.said for entry in mine if entry.kind == "copy-returned"] == [
        "D-0001/1 was taken back: 3 pages. Condition: Good."
    ]
    assert [entry.said for entry in theirs if entry.kind == "copy-returned"] == [
        "D-0001/1 was taken back: 3 pages. Condition: Torn."
    ]


def test_a_review_is_read_with_all_that_belongs_to_it() -> None:
    desk, _out, other = two_copies()
    desk.with_review("SCR-2026-02")
    elsewhere = desk.copy(desk.document(review="SCR-2026-02"))
    here = {entry.number for entry in read(desk, about=REVIEW)}
    there = {entry.number for entry in read(desk, about="scr-2026-02")}
    assert {entry.number for entry in read(desk, about=other)} < here
    assert {entry.number for entry in read(desk, about=elsewhere)} < there
    assert not here & there


def test_a_refusal_and_a_paper_are_read_with_what_their_words_name() -> None:
    desk, out, other = two_copies()
    refusal = observations.refused(
        "sign out", "WrongStateError", f"{out} is out, so it cannot be signed out."
    )
    desk.enter(a_hand(), [refusal])
    desk.do(observations.paper_made, paper="The access log", about=f"review {REVIEW}")
    assert kinds(desk, about=out)[-1] == "act-refused"
    assert "act-refused" not in kinds(desk, about=other)
    assert kinds(desk, about=REVIEW)[-2:] == ["act-refused", "paper-made"]


def test_a_reference_within_a_longer_one_is_not_taken_for_it() -> None:
    desk, out, _other = two_copies()
    desk.enter(a_hand(), [observations.refused("find", "UnknownReferenceError", f"There is no copy {out}2.")])
    desk.enter(a_hand(), [observations.refused("find", "UnknownReferenceError", f"No review {REVIEW}-B.")])
    assert "act-refused" not in kinds(desk, about=out)
    assert "act-refused" not in kinds(desk, about=REVIEW)


def test_an_operator_is_read_by_what_they_entered() -> None:
    desk = at_two()
    desk.by = "O-0002"
    desk.with_review("SCR-2026-07")
    assert [entry.said for entry in read(desk, by="o-0002")] == [
        "Review SCR-2026-07 was opened. Authority: The Chair."
    ]
    assert {entry.operator for entry in read(desk, by="O-0001")} == {"O-0001"}
    assert read(desk, by="O-0001")[0].by == OPERATOR


def test_a_late_entry_is_read_on_both_its_days_and_shows_both() -> None:
    desk, out, _other = two_copies()
    desk.do(loans.take_back, march(9), happened=march(6), copy=out, pages=3, condition="Good")
    for day in (6, 9):
        (entry,) = read(desk, about=out, since=march(day), until=march(day))
        assert entry.late
        assert (entry.happened.date(), entry.recorded.date()) == (march(6), march(9))
    assert read(desk, about=out, since=march(7), until=march(8)) == []
    form = account_paper.account_paper(desk.register, a_hand(), View(about=out), [entry])
    table = next(block for block in form.parts[0].blocks if isinstance(block, Table))
    assert list(table.rows[0][1:3]) == ["6 March 2026, 12:00", "9 March 2026, 12:00"]
    row = dict(zip(account_paper.HEADINGS, account_paper.rows([entry])[0], strict=True))
    assert (row["happened"][:10], row["entered"][:10], row["late"]) == ("2026-03-06", "2026-03-09", "yes")


def test_both_days_are_included() -> None:
    desk, *_ = two_copies()
    assert len(read(desk, since=march(1), until=march(2))) == len(desk.rows)
    assert {entry.recorded.date() for entry in read(desk, until=march(1))} == {march(1)}
    assert {entry.recorded.date() for entry in read(desk, since=march(2))} == {march(2)}


def test_what_is_in_no_register_is_refused_and_so_are_days_that_cross() -> None:
    desk, *_ = two_copies()
    for about in ("D-0099", "D-0001/9", "SCR-9", "nobody"):
        with pytest.raises(UnknownReferenceError):
            read(desk, about=about)
    with pytest.raises(UnknownReferenceError):
        read(desk, by="O-0009")
    with pytest.raises(ImpossibleDateError):
        read(desk, since=march(3), until=march(2))


def test_a_view_is_told_in_words() -> None:
    desk, out, _other = two_copies()
    assert View().words(desk.register) == "every entry"
    wanted = account.view(desk.register, about=out, by="O-0001", since=march(1), until=march(2))
    assert wanted.words(desk.register) == (f"entries about {out} by O-0001 from 1 March 2026 to 2 March 2026")


def with_a_schedule() -> tuple[Desk, str]:
    """Return a desk with a coding schedule that somebody asked for and saw."""
    desk, *_ = two_copies()
    schedule = desk.document(kind="coding-schedule", edition="identified")
    request = desk.request("P-0001", schedule, mode="view")
    desk.do(access.decide, request=request, agreed=True, by="The Chair", reason="Child A is Invented Name")
    desk.do(observations.view, document=schedule, purpose="To see who Child A is", how="on the screen")
    desk.enter(
        a_hand(), [observations.refused("print", "WrongStateError", f"{schedule} is a coding schedule.")]
    )
    return desk, schedule


@pytest.mark.parametrize("about", ["", REVIEW, "P-0001", "the schedule"])
def test_a_coding_schedule_is_read_as_a_document_kept_apart_and_never_named(about: str) -> None:
    desk, schedule = with_a_schedule()
    wanted = schedule if about == "the schedule" else about
    told = [entry.said for entry in read(desk, about=wanted)]
    assert f"Document viewed: {APART}." in told or about == "P-0001"
    assert f"Access decided: {APART}." in told
    for said in told:
        assert not any(word in said.casefold() for word in (schedule.lower(), "coding", "child a"))


def test_the_view_of_a_document_kept_apart_does_not_name_it() -> None:
    desk, schedule = with_a_schedule()
    assert account.view(desk.register, about=schedule).words(desk.register) == f"entries about {APART}"


REFERENCES = st.sampled_from(["D-0001/1", "D-0002/1", "D-0001", "D-0002", "P-0001", "R-0001", REVIEW])
DAYS = st.one_of(st.none(), st.integers(1, 5).map(march))


@given(REFERENCES, DAYS, DAYS)
def test_a_narrower_view_is_a_part_of_the_wider_one(
    about: str, since: date | None, until: date | None
) -> None:
    desk, out, _other = two_copies()
    desk.do(loans.take_back, march(4), happened=march(3), copy=out, pages=3, condition="Good")
    if since and until and until < since:
        since, until = until, since
    part = read(desk, about=about, since=since, until=until)
    assert part == [
        entry for entry in read(desk, about=about) if entry in read(desk, since=since, until=until)
    ]
    if about.startswith(("D-", "R-")):
        assert {entry.number for entry in part} <= {entry.number for entry in read(desk, about=REVIEW)}
    if "/" in about:
        whole = read(desk, about=about.partition("/")[0], since=since, until=until)
        assert {entry.number for entry in part} <= {entry.number for entry in whole}
