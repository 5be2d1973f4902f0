"""Rules of retention are data; a date stands until an act moves it; then two people decide (G1, G3)."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.custody import (
    children,
    clock,
    documents,
    hold_lifting,
    holds,
    kept_until,
    record_deciding,
    record_reviews,
    restores,
    retention_rules,
)
from desktop.custody.ending_errors import HeldError, SheetCodeError
from desktop.custody.errors import FactMissingError, ImpossibleDateError, WitnessError, WrongStateError
from desktop.custody.hand import Event, Hand
from desktop.custody.register import Register
from desktop.custody.retention_rules import SUGGESTED, DiedYoung, Term
from tests.custody.ended import (
    CONCLUDED,
    OFFICER,
    PLAIN,
    SECOND,
    THE_DATE,
    a_child,
    adopted,
    begun,
    concluded,
    confirmed,
    decided,
    end,
    lifted,
    lifting_code,
    signed,
)
from tests.factory import OPERATOR, REVIEW, Desk, Facts, a_desk, a_master, march, noon

DOCUMENT = "D-0001"


def stands(desk: Desk) -> date:
    return desk.register.kept_until[REVIEW].day


def ready() -> Desk:
    """Return a desk with a date that stands."""
    desk = concluded()
    confirmed(desk)
    return desk


# The rule


def test_a_vault_begins_with_a_suggested_rule_that_nobody_confirmed_and_no_date_is_confirmed_by_it() -> None:
    desk = concluded(rule=None)
    a_child(desk, born=date(2012, 1, 1))
    assert retention_rules.in_force(desk.register) is None
    assert kept_until.of(desk.register, REVIEW).computed.day == date(2087, 1, 1)
    with pytest.raises(WrongStateError, match="suggested, and confirmed by nobody"):
        confirmed(desk)
    adopted(desk)
    confirmed(desk)
    assert stands(desk) == date(2087, 1, 1)


def test_a_rule_is_adopted_with_the_records_officer_and_a_later_one_says_why() -> None:
    desk = a_desk()
    adopted(desk, SUGGESTED)
    with pytest.raises(WrongStateError, match="in force since 3 March 2026"):
        adopted(desk, SUGGESTED)
    with pytest.raises(FactMissingError, match="takes the place"):
        adopted(desk, PLAIN)
    adopted(desk, PLAIN, why="The schedule of the council changed")
    first, second = desk.register.retention_rules
    assert [(one.number, one.agreed_with, one.rule) for one in (first, second)] == [
        (1, OFFICER, SUGGESTED),
        (2, OFFICER, PLAIN),
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"terms": ()}, "names nothing"),
        ({"terms": (Term("birth", 75), Term("birth", 80))}, "named twice"),
        ({"terms": (Term("birth", 0),)}, "0 is not between"),
        ({"terms": (Term("conclusion", 501),)}, "501 is not between"),
        ({"died_young": DiedYoung(-1)}, "-1 is not between"),
        ({"name": " "}, "nothing was given"),
        ({"name": "x" * 121}, "longer than 120"),
        ({"authority": ""}, "nothing was given"),
        ({"source": "surely"}, "not one of"),
    ],
)
def test_a_rule_that_says_nothing_or_too_much_is_refused(changes: dict[str, object], why: str) -> None:
    with pytest.raises(FactMissingError, match=why):
        adopted(a_desk(), msgspec.structs.replace(SUGGESTED, **changes))


def test_a_rule_in_words() -> None:
    assert SUGGESTED.words == (
        "Until the latest of the child's 75th birthday and 35 years after the review's conclusion; where a"
        " child died under 18 and no brother or sister lives: 15 years after the death instead."
    )
    assert [retention_rules.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 111, 113)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th", "113th"]
    )


# The date that stands


def test_a_changed_rule_moves_no_date_and_the_difference_is_confirmed_with_who_and_why() -> None:
    desk = ready()
    adopted(desk, msgspec.structs.replace(PLAIN, terms=(Term("conclusion", 40),)), why="Longer")
    standing = kept_until.of(desk.register, REVIEW)
    assert stands(desk) == THE_DATE
    assert standing.differs == "3 March 2061 was computed when it was confirmed; now it is 3 March 2066"
    assert [one.review.review for one in kept_until.asking(desk.register, march(4))] == [REVIEW]
    with pytest.raises(FactMissingError, match="Why the date is another"):
        confirmed(desk, march(4))
    confirmed(desk, march(4), why="Rule 2")
    kept = desk.register.kept_until[REVIEW]
    assert (kept.day, kept.rule, kept.why) == (date(2066, 3, 3), 2, "Rule 2")
    assert [(one.day, one.why) for one in kept.earlier] == [(THE_DATE, "Rule 2")]
    assert kept_until.asking(desk.register, march(4)) == []


def test_a_childs_date_that_is_put_right_moves_no_date_by_itself() -> None:
    desk = concluded(rule=SUGGESTED)
    a_child(desk, born=date(2012, 1, 1))
    before = confirmed(desk)
    facts: Facts = {"code": "Child A", "died": None, "relation": "subject", "in_custody": False}
    right: Facts = {"why": "A slip", "authority": "The Chair"}
    desk.do(
        children.correct, march(4), review=REVIEW, child="Child A", born=date(2013, 1, 1), **facts, **right
    )
    assert stands(desk) == before
    assert "now it is 1 January 2088" in kept_until.of(desk.register, REVIEW).differs
    desk.do(children.correct, march(5), review=REVIEW, child="Child A", born=None, **facts, **right)
    standing = kept_until.of(desk.register, REVIEW)
    assert "now it cannot be computed, for want of the date of birth of Child A" in standing.differs
    assert (stands(desk), standing.to_confirm) == (before, None)
    with pytest.raises(WrongStateError, match="not to be computed"):
        desk.do(kept_until.confirm, march(5), review=REVIEW, day=before, agreed_by=OFFICER, why="As it was")


def test_only_the_date_that_the_working_gives_is_confirmed_and_once() -> None:
    desk = concluded()
    with pytest.raises(FactMissingError, match="the working gives 3 March 2061"):
        desk.do(kept_until.confirm, CONCLUDED, review=REVIEW, day=march(9), agreed_by=OFFICER)
    confirmed(desk)
    with pytest.raises(WrongStateError, match="confirmed since 3 March 2026"):
        desk.do(kept_until.confirm, CONCLUDED, review=REVIEW, day=THE_DATE, agreed_by=OFFICER)


def test_a_date_that_rests_on_there_being_no_sibling_says_how_that_is_known() -> None:
    desk = concluded(rule=SUGGESTED)
    a_child(desk, born=date(2012, 1, 1), died=date(2025, 1, 1))
    with pytest.raises(FactMissingError, match="no brother or sister of Child A lives"):
        confirmed(desk)
    assert confirmed(desk, no_sibling="The school's record") == date(2040, 1, 1)
    assert desk.register.kept_until[REVIEW].no_sibling == "The school's record"


def test_what_cannot_be_computed_is_asked_for_once_the_review_is_concluded() -> None:
    desk = a_desk()
    adopted(desk, SUGGESTED)
    assert kept_until.asking(desk.register, march(4)) == []
    desk.conclude(march(4))
    (standing,) = kept_until.asking(desk.register, march(4))
    assert standing.computed.said == "Cannot be computed, for want of a child whom the review is about."


@given(st.lists(st.tuples(st.sampled_from(["conclusion", "last action"]), st.integers(1, 90)), max_size=4))
def test_no_change_of_rule_ever_moves_a_date_that_stands(changes: list[tuple[str, int]]) -> None:
    desk = ready()
    for number, (trigger, years) in enumerate(changes):
        term = Term("conclusion" if trigger == "conclusion" else "last action", years)
        rule = msgspec.structs.replace(PLAIN, version=str(number + 2), terms=(term,))
        adopted(desk, rule, why="Another")
        assert stands(desk) == THE_DATE
    assert desk.register.kept_until[REVIEW].earlier == ()


def test_the_last_action_is_the_last_entry_about_the_review_and_not_about_its_keeping() -> None:
    desk = a_desk()
    desk.with_review("SCR-2026-02")
    desk.document(on=march(3))
    assert desk.register.last_actions == {REVIEW: march(3), "SCR-2026-02": march(1)}
    desk.copy(DOCUMENT, on=march(5))
    desk.agreed(desk.person(), DOCUMENT, on=march(6))
    assert desk.register.last_actions[REVIEW] == march(6)
    adopted(desk, msgspec.structs.replace(PLAIN, terms=(Term("last action", 25),)), march(7))
    confirmed(desk, march(8))
    assert desk.register.last_actions[REVIEW] == march(6)
    assert stands(desk) == date(2051, 3, 6)


# At the date


def test_at_the_date_a_review_of_the_record_is_due_and_nothing_is_deleted() -> None:
    desk = ready()
    day = THE_DATE - timedelta(days=1)
    kept = desk.register.kept_until[REVIEW]
    assert record_reviews.due(desk.register, day) == []
    assert kept_until.comes_up(kept, day)
    assert not kept_until.comes_up(kept, date(2060, 9, 2))
    assert kept_until.comes_up(kept, date(2060, 9, 3))
    assert [one.review.review for one in record_reviews.due(desk.register, THE_DATE)] == [REVIEW]
    assert DOCUMENT in desk.register.documents
    with pytest.raises(WrongStateError, match="without a decision of two people to destroy it"):
        record_reviews.destruction_decided(desk.register, DOCUMENT)


def test_two_people_decide_to_destroy_and_the_decision_stands_for_what_was_in_custody() -> None:
    desk = ready()
    reference = begun(desk)
    assert record_reviews.due(desk.register, THE_DATE) == []
    with pytest.raises(WrongStateError, match="without a decision"):
        record_reviews.destruction_decided(desk.register, DOCUMENT)
    with pytest.raises(SheetCodeError, match="the sheet of RR-0001"):
        desk.do(record_deciding.decide, THE_DATE, record_review=reference, code="0000-0000")
    signed(desk, reference)
    found = record_reviews.destruction_decided(desk.register, DOCUMENT.lower())
    assert (found.record_review, found.first, found.second) == ("RR-0001", OFFICER, "Hanna Head")
    with pytest.raises(WrongStateError, match="RR-0001 is decided"):
        signed(desk, reference)
    desk.do(record_deciding.withdraw, THE_DATE, record_review=reference, why="A new fact")
    with pytest.raises(WrongStateError, match="without a decision"):
        record_reviews.destruction_decided(desk.register, DOCUMENT)


def test_the_same_person_cannot_be_both_not_even_with_the_words_of_the_name_turned_round() -> None:
    desk = ready()
    with pytest.raises(WitnessError, match="the same person twice"):
        begun(desk, first="Rory Records", second="RECORDS, Rory")
    with pytest.raises(WitnessError):
        begun(desk, first=OPERATOR, second="O-0001")


def test_before_its_date_a_record_is_destroyed_only_by_an_authority_for_that() -> None:
    desk = ready()
    with pytest.raises(FactMissingError, match="The authority to destroy the record before 3 March 2061"):
        begun(desk, on=march(9))
    decided(desk, on=march(9), authority="An order of the court")
    assert record_reviews.destruction_decided(desk.register, DOCUMENT).authority == "An order of the court"


def test_no_destruction_is_decided_without_a_conclusion_a_date_or_while_the_date_differs() -> None:
    with pytest.raises(WrongStateError, match="of a review that is not closed"):
        begun(a_desk())
    with pytest.raises(WrongStateError, match="without a date that was confirmed"):
        begun(concluded())
    desk = ready()
    adopted(desk, msgspec.structs.replace(PLAIN, terms=(Term("conclusion", 99),)), why="Longer")
    with pytest.raises(WrongStateError, match="until a date that is not the rule's any more"):
        begun(desk)


def test_a_hold_between_the_two_signatures_refuses_the_decision_and_a_later_one_is_asked_apart() -> None:
    desk = ready()
    reference = begun(desk)
    desk.do(holds.raise_hold, THE_DATE, about=[], authority="The inquiry", reason="It forbids it")
    with pytest.raises(HeldError, match="H-0001 on everything in the vault"):
        signed(desk, reference)
    lifted(desk, "H-0001", THE_DATE)
    signed(desk, reference)
    desk.do(holds.raise_hold, THE_DATE, about=[DOCUMENT], authority="The court", reason="A trial")
    assert record_reviews.destruction_decided(desk.register, DOCUMENT)
    with pytest.raises(HeldError):
        holds.refuse_destruction(desk.register, DOCUMENT)
    desk.do(record_deciding.withdraw, THE_DATE, record_review=reference, why="Again")
    with pytest.raises(HeldError):
        begun(desk)


def test_a_decision_lapses_when_the_date_is_moved_or_a_version_comes_in() -> None:
    desk = ready()
    decided(desk)
    adopted(desk, msgspec.structs.replace(PLAIN, terms=(Term("conclusion", 99),)), THE_DATE, "Longer")
    with pytest.raises(WrongStateError, match="now it is 3 March 2125"):
        record_reviews.destruction_decided(desk.register, DOCUMENT)
    confirmed(desk, THE_DATE, why="Longer")
    with pytest.raises(WrongStateError, match="RR-0001 no longer: the date was moved to 3 March 2125"):
        record_reviews.destruction_decided(desk.register, DOCUMENT)
    assert desk.register.kept_until[REVIEW].to_destroy == ""


def test_a_document_that_came_in_between_is_covered_by_nobodys_decision() -> None:
    desk = a_desk()
    desk.document()
    end(desk)
    adopted(desk, PLAIN)
    confirmed(desk)
    reference = begun(desk)
    version = documents.VersionTakenIn(
        document=DOCUMENT, version=2, reason="A page was missing", master=a_master("2")
    )
    desk.enter(Hand("O-0001", noon(THE_DATE)), [version])
    with pytest.raises(WrongStateError, match="D-0001 came in, or a new version of it"):
        signed(desk, reference)


def test_a_restore_that_lost_entries_ends_a_decision_since_a_hold_may_be_among_them() -> None:
    desk = ready()
    decided(desk)
    lost: Facts = {"source": "M-0001", "number": 3, "reason": "The disk", "witness": SECOND}
    desk.do(restores.restore, THE_DATE, lost=0, **lost)
    assert record_reviews.destruction_decided(desk.register, DOCUMENT)
    desk.do(restores.restore, THE_DATE, lost=2, **lost)
    with pytest.raises(WrongStateError, match="a restore lost entries since"):
        record_reviews.destruction_decided(desk.register, DOCUMENT)
    assert [one.review.review for one in record_reviews.due(desk.register, THE_DATE)] == [REVIEW]


def test_an_extension_moves_the_date_and_no_computation_shortens_it() -> None:
    desk = ready()
    with pytest.raises(FactMissingError, match="The day to which it is extended"):
        begun(desk, "extend")
    with pytest.raises(ImpossibleDateError, match="after 3 March 2061"):
        begun(desk, "extend", until=THE_DATE)
    decided(desk, "extend", until=date(2071, 1, 1))
    kept = desk.register.kept_until[REVIEW]
    assert (kept.day, kept.computed, kept.extended) == (date(2071, 1, 1), THE_DATE, "RR-0001")
    assert kept_until.of(desk.register, REVIEW).differs == ""
    assert record_reviews.due(desk.register, THE_DATE) == []
    adopted(desk, msgspec.structs.replace(PLAIN, terms=(Term("conclusion", 1),)), THE_DATE, "Shorter")
    assert confirmed(desk, THE_DATE, why="Shorter") == date(2071, 1, 1)
    with pytest.raises(WrongStateError, match="RR-0001 is decided"):
        desk.do(record_deciding.withdraw, THE_DATE, record_review="RR-0001", why="No")


def test_a_transfer_names_its_archive_waits_for_the_receipt_and_then_the_record_is_due_again() -> None:
    desk = ready()
    with pytest.raises(FactMissingError, match="The archive"):
        begun(desk, "transfer")
    reference = decided(desk, "transfer", to_whom="Example Record Office")
    assert [one.record_review for one in record_reviews.to_transfer(desk.register)] == [reference]
    assert record_reviews.due(desk.register, THE_DATE) == []
    with pytest.raises(WrongStateError, match="without a decision"):
        record_reviews.destruction_decided(desk.register, DOCUMENT)
    receipt = "A. Archivist, on the receipt"
    desk.do(record_deciding.transferred, THE_DATE, record_review=reference, receipt=receipt)
    assert desk.register.record_reviews[reference].state == "transferred"
    assert record_reviews.due(desk.register, THE_DATE) != []
    with pytest.raises(WrongStateError, match="is transferred"):
        desk.do(record_deciding.transferred, THE_DATE, record_review=reference, receipt=receipt)


def test_one_review_of_a_record_at_a_time() -> None:
    desk = ready()
    begun(desk)
    with pytest.raises(WrongStateError, match="RR-0001 is awaiting signature"):
        begun(desk)
    desk.do(record_deciding.withdraw, THE_DATE, record_review="RR-0001", why="Begun too soon")
    assert begun(desk) == "RR-0002"


# The clock


def test_nothing_is_decided_by_a_clock_that_jumped_until_it_was_compared() -> None:
    desk = ready()
    hand = Hand("O-0001", noon(THE_DATE))
    jump = clock.look(desk.register, hand, elapsed=timedelta(minutes=1))
    desk.enter(hand, jump)
    with pytest.raises(WrongStateError, match="in doubt: it jumped ahead, from 3 March 2026, 12:00"):
        begun(desk)
    desk.do(clock.compare, THE_DATE, against="The wireless")
    assert begun(desk) == "RR-0001"


def test_a_clock_that_was_set_back_decides_nothing_and_the_review_stays_due() -> None:
    desk = ready()
    desk.do(holds.raise_hold, THE_DATE, about=[DOCUMENT], authority="A", reason="Of the day of the date")
    back = march(20)
    assert record_reviews.due(desk.register, back) != []
    with pytest.raises(WrongStateError, match="behind the last entry, which was made on 3 March 2061"):
        begun(desk, on=back)
    desk.do(holds.look_again, THE_DATE, hold="H-0001", day=THE_DATE, why="Stands")
    desk.enter(Hand("O-0001", noon(back)), _entry_then(desk.register, back))
    assert record_reviews.due(desk.register, back) != []
    with pytest.raises(WrongStateError, match="in doubt: it went back"):
        begun(desk, on=back)
    assert stands(desk) == THE_DATE
    desk.do(clock.compare, back, against="The wireless")
    assert record_reviews.due(desk.register, back) == []


def _entry_then(register: Register, day: date) -> list[Event]:
    return clock.look(register, Hand("O-0001", noon(day)))


# Holds, lifted by two


def test_the_sheet_to_lift_a_hold_counts_until_the_end_of_the_next_open_day() -> None:
    desk = ready()
    friday = march(6)
    desk.do(holds.raise_hold, CONCLUDED, about=[], authority="The coroner", reason="An inquest")
    code = lifting_code(desk, "H-0001", friday)
    found, lifting = hold_lifting.awaiting(desk.register, "h-0001")
    assert hold_lifting.last_day(desk.register, lifting) == march(9)
    assert hold_lifting.waiting(desk.register, march(9)) == [found]
    assert hold_lifting.waiting(desk.register, march(10)) == []
    with pytest.raises(WrongStateError, match="lapsed since the end of 9 March 2026"):
        desk.do(hold_lifting.lift, march(10), hold="H-0001", code=code)
    with pytest.raises(WrongStateError, match="lapsed"):
        desk.do(hold_lifting.lift, march(10), happened=march(9), hold="H-0001", code=code)
    with pytest.raises(ImpossibleDateError, match="its sheet was made on 6 March"):
        desk.do(hold_lifting.lift, march(5), hold="H-0001", code=code)
    assert holds.in_force(desk.register)
    lifted(desk, "H-0001", march(10))
    assert holds.in_force(desk.register) == []


def test_a_hold_is_lifted_by_the_code_of_its_last_sheet_and_no_other() -> None:
    desk = ready()
    desk.do(holds.raise_hold, CONCLUDED, about=[], authority="The coroner", reason="An inquest")
    with pytest.raises(WrongStateError, match="no sheet was made to lift it"):
        desk.do(hold_lifting.lift, CONCLUDED, hold="H-0001", code="0000-0000")
    first, second = (lifting_code(desk, "H-0001", CONCLUDED) for _sheet in range(2))
    for wrong in (first, "0000-0000", "", "HL1 TEST H-0002 " + second):
        with pytest.raises(SheetCodeError, match="the sheet of H-0001"):
            desk.do(hold_lifting.lift, CONCLUDED, hold="H-0001", code=wrong)
    scanned = f"HL1 TEST H-0001 {second}"
    desk.do(hold_lifting.lift, CONCLUDED, hold="H-0001", code=scanned)
    assert desk.register.holds["H-0001"].lifted == CONCLUDED


def test_whoever_lifts_a_hold_is_no_witness_to_it() -> None:
    desk = ready()
    desk.do(holds.raise_hold, CONCLUDED, about=[], authority="The coroner", reason="An inquest")
    facts: Facts = {"hold": "H-0001", "authority": "The coroner", "why": "It is over"}
    for witness in (OPERATOR, "O-0001", "example avery"):
        with pytest.raises(WitnessError):
            desk.do(hold_lifting.begin_lifting, CONCLUDED, witness=witness, **facts)
    assert desk.register.holds["H-0001"].lifting is None


def test_the_suggested_rule_is_what_old_vaults_and_new_ones_begin_with() -> None:
    assert Register().retention_rules == ()
    assert retention_rules.the_rule(Register()) == SUGGESTED
    assert retention_rules.checked(SUGGESTED) == SUGGESTED
