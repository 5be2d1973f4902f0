"""What a pack for the Overview Panel says agrees with the register; the wider one names nobody (F5, B6)."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.custody import (
    account,
    approved_exceptions,
    chasing,
    copies,
    dates,
    deadlines,
    destruction,
    findable,
    holder_certificates,
    interest,
    notifications,
    pack_paper,
    panel_pack,
    proceedings,
    reviews,
)
from desktop.custody.account import Reader
from desktop.custody.approved_exceptions import Approval
from desktop.custody.batches import How
from desktop.custody.blocks import Chart, Contents, Section, Table
from desktop.custody.errors import FactMissingError, UnknownReferenceError
from desktop.custody.pack_ledger import Account
from desktop.custody.pack_paper import Composed
from desktop.custody.pack_scope import Sheet
from desktop.custody.panel_pack import File
from desktop.custody.small_numbers import FEW, HIDDEN
from tests.custody.long_review import END, TOLD_APART, a_long_review
from tests.custody.planned import a_plan, approved, met
from tests.factory import REVIEW, Desk, Facts, a_desk, a_hand, march

ACCOUNT = Account(1_234, 987)


def composed(desk: Desk, *, wider: bool = False) -> Composed:
    """Return the pack as it stands at the end."""
    desk.do(panel_pack.make_pack, END, review=REVIEW, wider=wider)
    pack = next(reversed(desk.register.packs.values()))
    return pack_paper.compose(desk.register, a_hand(END), pack, ACCOUNT)


def sheets(pack: Composed) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in pack.sheets}


def column(sheet: Sheet, heading: str) -> list[str]:
    return [row[sheet.headings.index(heading)] for row in sheet.rows]


def texts(value: object) -> Iterator[str]:
    """Yield every text of a form or a table."""
    match value:
        case str():
            yield value
        case msgspec.Struct():
            for field in value.__struct_fields__:
                yield from texts(getattr(value, field))
        case list() | tuple():
            for one in value:
                yield from texts(one)


def whole(pack: Composed) -> str:
    return "\n".join([*texts(pack.form), *texts([tuple(sheet) for sheet in pack.sheets])])


def charts(pack: Composed) -> list[Chart]:
    return [block for block in pack.form.parts[0].blocks if isinstance(block, Chart)]


@pytest.fixture(scope="module")
def desk() -> Desk:
    return a_long_review()


@pytest.fixture(scope="module")
def pack(desk: Desk) -> Composed:
    return composed(desk)


@pytest.fixture(scope="module")
def wider(desk: Desk) -> Composed:
    return composed(desk, wider=True)


def test_every_request_copy_and_loan_stands_in_the_tables(desk: Desk, pack: Composed) -> None:
    register, found = desk.register, sheets(pack)
    assert column(found["access"], "request") == list(register.requests)
    assert column(found["copies"], "copy") == [c.copy for c in copies.in_order(register.copies.values())]
    assert Counter(column(found["access"], "outcome")) == Counter(r.state for r in register.requests.values())
    assert len(found["loans"].rows) == sum(len(copy.loans) for copy in register.copies.values())
    assert column(found["interest"], "request") == list(register.interest)
    by_category = Counter(one.category for one in register.interest.values())
    told = dict(
        zip(
            column(found["interest-by-category"], "category"),
            map(int, column(found["interest-by-category"], "all")),
            strict=True,
        )
    )
    assert told == by_category
    assert sum(map(int, column(found["interest-by-month"], "requests"))) == len(register.interest)


def test_charts_show_the_numbers_of_the_register(desk: Desk, pack: Composed) -> None:
    shown = {chart.title: chart for chart in charts(pack)}
    states = Counter(str(copy.state) for copy in desk.register.copies.values())
    assert sum(map(int, shown["Where the copies are"].series[0].values)) == states.total()
    stacked = shown["Requests by category and outcome"]
    assert sum(int(v) for series in stacked.series for v in series.values) == len(desk.register.interest)
    out = shown["Copies out over time"]
    assert out.series[0].values[-1] == sum(copy.out for copy in desk.register.copies.values())
    assert list(out.days) == sorted(out.days)


def test_every_copy_that_was_overdue_is_told_with_what_was_done(desk: Desk, pack: Composed) -> None:
    rows = sheets(pack)["overdue"].rows
    late = [
        (copy.copy, str(((loan.returned or END) - loan.back_by).days))
        for copy in desk.register.copies.values()
        for loan in copy.loans
        if (loan.returned or END) > loan.back_by
    ]
    assert late
    assert sorted((row[0], row[4]) for row in rows) == sorted(late)
    called = {name for name, done in desk.register.chases.items() if done}
    assert {row[0] for row in rows if "Telephoned" in row[5]} == called & {name for name, _days in late}
    days = [int(row[4]) for row in rows]
    assert days == sorted(days, reverse=True)


def test_each_chapter_is_in_the_contents_and_says_what_it_shows(pack: Composed) -> None:
    blocks = pack.form.parts[0].blocks
    (contents,) = [block for block in blocks if isinstance(block, Contents)]
    titles = [block.text for block in blocks if isinstance(block, Section)]
    assert titles == list(contents.titles)
    for at, block in enumerate(blocks):
        if isinstance(block, Section):
            assert "".join(texts(blocks[at + 1])).startswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"))


@pytest.mark.parametrize("is_wider", [False, True])
def test_an_empty_review_says_so_in_every_chapter(*, is_wider: bool) -> None:
    told = composed(a_desk(), wider=is_wider)
    for sentence in [
        "There was no request for access." if is_wider else "Nobody asked for access.",
        "There was no numbered copy." if is_wider else "No copies were numbered.",
        "There was no loan." if is_wider else "No copy was ever overdue.",
        "There was no incident.",
        "There was no hold.",
    ]:
        assert sentence in whole(told)
    assert charts(told) == []


@pytest.mark.parametrize("is_wider", [False, True])
def test_nothing_in_a_pack_tells_of_a_document_kept_apart(desk: Desk, *, is_wider: bool) -> None:
    apart = findable.kept_apart(desk.register)
    assert apart
    told = whole(composed(desk, wider=is_wider))
    assert TOLD_APART not in told
    assert not any(name in told for name in apart)
    assert "oding schedule" not in told


def test_the_wider_version_names_nobody_and_repeats_no_words(desk: Desk, wider: Composed) -> None:
    told = whole(wider)
    register = desk.register
    names = {known.name for known in register.people.values()} | {i.name for i in register.interest.values()}
    words = {i.reason for i in register.interest.values()} | {i.what for i in register.incidents.values()}
    words |= {r.purpose for r in register.requests.values()}
    references = {*register.copies, *register.requests, *register.interest, *register.people}
    for text in names | words | references:
        assert text not in told


def test_the_wider_version_shows_no_number_of_one_to_four(wider: Composed) -> None:
    for sheet in wider.sheets:
        assert not [cell for row in sheet.rows for cell in row if cell in {"1", "2", "3", "4"}], sheet.name
    for chart in charts(wider):
        assert not [v for one in chart.series for v in one.values if v in {1, 2, 3, 4}], chart.title
    tables = [block for block in wider.form.parts[0].blocks if isinstance(block, Table)]
    assert not [
        cell for table in tables for row in table.rows for cell in row if cell in {"1", "2", "3", "4"}
    ]
    assert FEW in whole(wider)


def asked_by(numbers: dict[tuple[str, int], int]) -> Desk:
    """Return a desk at which so many asked, by category and month."""
    desk = a_desk()
    for (category, month), number in sorted(numbers.items(), key=lambda one: one[0][1]):
        for _asker in range(number):
            desk.do(
                interest.record,
                march(5) + timedelta(days=31 * month),
                review=REVIEW,
                name="Sam Reader",
                category=category,
                format="paper",
                reason="Of interest",
            )
    return desk


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["family", "press", "public"]), st.integers(0, 7)), st.integers(1, 6)
    )
)
def test_no_part_of_a_total_is_hidden_alone_in_the_wider_tables(
    numbers: dict[tuple[str, int], int],
) -> None:
    for sheet in composed(asked_by(numbers), wider=True).sheets:
        if sheet.headings == ("what", "number"):
            *parts, (_all, total) = sheet.rows
            cells = [cell for _name, cell in parts]
            assert cells.count(HIDDEN) != 1, sheet.name
            assert not {"1", "2", "3", "4", FEW} & set(cells), sheet.name
            if HIDDEN not in cells and cells:
                assert sum(map(int, cells)) == int(total), sheet.name


def test_the_parts_of_a_total_stand_in_an_order_that_tells_no_size() -> None:
    def order(press: int, family: int) -> list[str]:
        told = composed(asked_by({("press", 0): press, ("family", 0): family}), wider=True)
        return column(sheets(told)["interest-by-category"], "what")

    assert order(2, 20) == order(20, 2)


def test_what_was_asked_is_told_by_category_and_outcome_at_once_only_where_nothing_in_it_is_small() -> None:
    whole_table = sheets(composed(asked_by({("press", 0): 9, ("family", 0): 20}), wider=True))
    assert whole_table["interest-by-category"].headings[0] == "category"
    apart = sheets(composed(asked_by({("press", 0): 3, ("family", 0): 20}), wider=True))
    assert set(column(apart["interest-by-category"], "number")) == {HIDDEN, "23"}
    assert column(apart["interest-by-outcome"], "number") == ["23", "23"]


def test_months_become_quarters_where_one_would_be_hidden() -> None:
    many = {("press", month): 9 for month in range(6)}
    assert any(c.title == "Requests by month" for c in charts(composed(asked_by(many), wider=True)))
    assert any(
        c.title == "Requests by quarter"
        for c in charts(composed(asked_by(many | {("press", 2): 2}), wider=True))
    )


def test_beyond_what_a_paper_takes_the_requests_stand_in_the_table_alone() -> None:
    told = composed(asked_by({("press", 0): 450}))
    assert len(sheets(told)["interest"].rows) == 450
    printed = [
        len(block.rows)
        for block in told.form.parts[0].blocks
        if isinstance(block, Table) and block.columns[0].title == "No."
    ]
    assert 400 in printed
    assert "all 450 are in the table interest.csv" in whole(told)


def test_a_pack_is_entered_before_and_after_with_each_file(desk: Desk) -> None:
    desk.do(panel_pack.make_pack, END, review=REVIEW.lower())
    pack = next(reversed(desk.register.packs.values()))
    assert (pack.review, pack.state, pack.files) == (REVIEW, "not written", ())
    file = File("pack.pdf", "ab" * 32, 10)
    (told,) = desk.do(panel_pack.pack_finished, END, pack=pack.pack, files=[file])
    assert desk.register.packs[pack.pack].files == (file,)
    assert file.sha256 in told.said()
    reader = Reader(desk.register)
    mine = [row for row in desk.rows if reader.tells(row, account.View(about=pack.pack))]
    assert len(mine) == 2
    assert all(reader.tells(row, account.View(about=REVIEW)) for row in mine)


def test_a_pack_needs_a_review_and_files() -> None:
    desk = a_desk()
    with pytest.raises(UnknownReferenceError):
        desk.do(panel_pack.make_pack, review="SCR-1999-99")
    desk.do(panel_pack.make_pack, review=REVIEW)
    with pytest.raises(FactMissingError):
        desk.do(panel_pack.pack_finished, pack="PK-0001", files=[])


def test_the_pack_of_one_review_tells_nothing_of_another() -> None:
    other = a_desk().with_review("SCR-2026-02")
    document = other.document(review="SCR-2026-02")
    other.agreed(other.person(), document)
    told = whole(composed(other))
    assert document not in told
    assert "SCR-2026-02" not in told


WITNESS = "Wendy Witness"


def ended() -> Desk:
    """Return a desk at which copies came to each of their ends, one is out, and the clock runs."""
    desk = a_desk()
    desk.do(reviews.decide, march(2), review=REVIEW, day=march(2), authority="The Chair")
    desk.do(notifications.tell, march(3), review=REVIEW, bodies=["Ofsted"], teller="The Chair", how="By post")
    begun: Facts = {"review": REVIEW, "kind": "criminal", "before": "The Crown Court (invented)"}
    desk.do(proceedings.begin, march(3), **begun, opened=march(2))
    person, document = desk.person(), desk.document()
    copies_ = [desk.copy(document) for _number in range(4)]
    for copy in copies_[1:]:
        desk.sign_out(copy, person, desk.agreed(person, document))
    how = How(WITNESS, "Cross-cut shredder", "P-5", "The Board's office", "BAG-77")
    desk.do(destruction.begin, march(4), how=how)
    tick: Facts = {"copy": copies_[0], "pages": 3, "authority": "The Chair", "reason": "Not needed"}
    desk.do(destruction.tick, march(4), batch="DB-0001", **tick)
    desk.do(destruction.make_sheet, march(4), batch="DB-0001")
    sheet = desk.register.batches["DB-0001"].sheet
    assert sheet is not None
    desk.do(destruction.complete, march(4), batch="DB-0001", code=sheet.code)
    desk.do(chasing.recall, march(5), copies=(copies_[1],), reason="The panel has ended")
    desk.do(holder_certificates.send, march(6), copy=copies_[1])
    back: Facts = {"destroyed": march(6), "method": "Burnt", "witness_name": WITNESS, "pages": 3}
    code = desk.register.holder_certificates[copies_[1]].code
    desk.do(holder_certificates.receive, march(7), copy=copies_[1], code=code, **back)
    approval = Approval("Dana Director", "Standing orders", march(8), "It has its own files")
    desk.do(approved_exceptions.keep, march(8), copy=copies_[2], approval=approval)
    return desk


def test_certificates_tell_how_each_copy_came_to_its_end() -> None:
    desk = ended()
    pack = composed(desk)
    told = whole(pack)
    assert "3 numbers are at the end, 1 not yet." in told
    for said in ("DB-0001", "D-0001/1 (3)", "P-5", "BAG-77", "Burnt", WITNESS, "Dana Director"):
        assert said in told
    (destroyed,) = sheets(pack)["destroyed-here"].rows
    assert list(destroyed[:3]) == ["D-0001/1", "DB-0001", "3"]
    by_copy = {row[0]: row for row in sheets(pack)["copies"].rows}
    assert by_copy["D-0001/1"][5] == "destroyed here"
    assert by_copy["D-0001/1"][7] == ""  # nobody answers for it
    assert by_copy["D-0001/3"][5] == "kept by holder"
    loans = {row[0]: row for row in sheets(pack)["loans"].rows}
    assert loans["D-0001/2"][6] == march(7).isoformat()
    late = {row[0]: int(row[4]) for row in sheets(pack)["overdue"].rows}
    assert late.keys() == {"D-0001/2", "D-0001/4"}
    assert late["D-0001/2"] <= 2  # until its holder destroyed it; the one that is kept is not late at all


def test_the_clock_who_was_told_and_what_runs_beside_the_review_stand_in_the_full_version_alone() -> None:
    desk = ended()
    for is_wider in (False, True):
        told = whole(composed(desk, wider=is_wider))
        assert dates.day(march(2)) in told
        assert ("The Crown Court (invented)" in told) is not is_wider
        assert ("Ofsted" in told) is not is_wider
        assert WITNESS not in told or not is_wider
    due = [
        one.due for one in deadlines.of_review(desk.register, desk.register.reviews[REVIEW], END) if one.due
    ]
    assert due
    told = whole(composed(desk))
    assert all(dates.day(day) in told for day in due)


def test_the_action_plan_stands_objective_by_objective_and_in_numbers_outside() -> None:
    desk = a_plan(*(f"Action {number}" for number in range(7)))
    met(approved(desk), "OB-0001", "OB-0002")
    pack = composed(desk)
    assert "7 objectives: 2 met, 5 open (5 after the target date), 0 withdrawn." in whole(pack)
    assert column(sheets(pack)["action-plan"], "objective") == list(desk.register.objectives)
    (chart,) = [one for one in charts(pack) if one.title == "Objectives by agency"]
    assert [list(series.values) for series in chart.series] == [[2], [5]]
    outside = composed(desk, wider=True)
    assert "A. Head (invented)" not in whole(outside)
    assert "Action 1" not in whole(outside)
    assert ["all", "7"] in [list(row) for row in sheets(outside)["objectives"].rows]
